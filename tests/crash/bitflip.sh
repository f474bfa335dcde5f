#!/usr/bin/env bash
# One bit flips, anywhere: in a volume, in a row of the register or the log, in a signed checkpoint or key,
# in the raw database file.  fsck says so and names what is hit; a damaged file is never served.
# SOVANG_LONG=1 flips a thousand bits.
. "$(dirname "$0")/../cli/lib.sh"
need sqlite3
trials=${SOVANG_FLIPS:-60}
[ -z "${SOVANG_LONG:-}" ] || trials=1000
RANDOM=${SOVANG_SEED:-$(($(date +%s) % 32768))}
seed_note="SOVANG_SEED was used" && [ -n "${SOVANG_SEED:-}" ] || seed_note="seed by the clock"
make_demo
sqlite3 data/sovang.db "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_master WHERE type = 'trigger'" | sqlite3 data/sovang.db
mkdir plain && tar -xf data/volumes/*.tar -C plain
volume=$(basename "$(ls data/volumes/*.tar)")
q() { sqlite3 data/sovang.db "$1"; }
expect 0 "$sovang" archive fsck --data data
registers="document event filed tree counter volume"
dump() { for t in $registers; do sqlite3 -readonly "$1" "SELECT * FROM $t"; done 2>&1; }
dump data/sovang.db >whole.dump

random() { echo $(((RANDOM << 30 | RANDOM << 15 | RANDOM) % $1)); }
flip_file() { # FILE BYTE
	local byte
	byte=$(od -An -tu1 -j "$2" -N 1 "$1")
	printf "\\x$(printf %02x $((byte ^ 1 << RANDOM % 8)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}
# fsck must fail and say one of the words.
found() {
	local have=0 word
	"$sovang" archive fsck --data hit >out 2>err || have=$?
	[ "$have" -eq 3 ] || { cat err; fail "trial $n: fsck ended with $have: $what"; }
	for word; do
		[ -n "$word" ] || continue
		! grep -qF -- "$word" err || return 0
	done
	cat err >&2
	fail "trial $n: none of [$*] is named: $what"
}
# What is given out is what was filed, or nothing is.
never_served() { # UID
	rm -f got
	if "$sovang" get --data hit "$1" -o got >/dev/null 2>&1; then
		cmp -s got "plain/$1/van-ban.pdf" || fail "trial $n: a damaged file was served: $what"
	else
		[ ! -e got ] || fail "trial $n: a file was left by a refused get: $what"
	fi
}

hit_volume() {
	local size at uid
	size=$(stat -c %s "hit/volumes/$volume")
	at=$(random "$size")
	what="byte $at of $volume"
	uid=$(q "SELECT d.uid FROM document d JOIN filed f USING(id) WHERE $at >= d.offset - 512
		AND $at < f.manifest_offset + (f.manifest_length + 511) / 512 * 512")
	flip_file "hit/volumes/$volume" "$at"
	found "${uid:-${volume%.tar}}"
	[ -z "$uid" ] || never_served "$uid"
}

# Which document, event, series or volume a row speaks of.
words_of() { # TABLE ROWID-CONDITION
	case $1 in
	document) q "SELECT uid || char(10) || code FROM document WHERE $2" ;;
	event) q "SELECT CASE uid WHEN '' THEN 'sự kiện ' || seq ELSE uid END || char(10) || 'sự kiện ' || seq FROM event WHERE $2" ;;
	filed) q "SELECT uid FROM document WHERE id = (SELECT id FROM filed WHERE $2)" ;;
	counter) q "SELECT series FROM counter WHERE $2" ;;
	volume) q "SELECT name FROM volume WHERE $2" ;;
	tree) q "SELECT coalesce((SELECT CASE e.uid WHEN '' THEN 'sự kiện 1' ELSE e.uid END FROM event e
		WHERE e.seq > t.at << t.level AND e.seq <= (t.at + 1) << t.level AND (t.level = 0 OR e.uid <> '') LIMIT 1), '')
		|| char(10) || 'sự kiện ' || ((t.at << t.level) + 1) FROM tree t WHERE $2" ;;
	esac
}
hit_row() {
	local table columns column keys where type hex at nibble bytes uid words
	set -- $registers
	shift $((RANDOM % 6))
	table=$1
	case $table in
	document | filed) keys=id ;;
	event) keys=seq ;;
	tree) keys="level at" ;;
	counter) keys="org series year" ;;
	volume) keys=name ;;
	esac
	where=$(q "SELECT $(for k in $keys; do printf "'%s = ' || quote(%s) || ' AND ' || " "$k" "$k"; done) '1' FROM $table
		LIMIT 1 OFFSET $(random "$(q "SELECT count(*) FROM $table")")")
	column=$(q "SELECT name FROM pragma_table_info('$table')" | shuf -n 1 --random-source=<(yes $RANDOM))
	type=$(q "SELECT typeof($column) FROM $table WHERE $where")
	words=$(words_of "$table" "$where")
	uid=$(q "SELECT uid FROM document WHERE $where" 2>/dev/null || true)
	what="$table.$column where $where"
	case $type in
	integer)
		at=$(random 41)
		set="($column | (1 << $at)) - ($column & (1 << $at))"
		;;
	text | blob)
		hex=$(q "SELECT hex($column) FROM $table WHERE $where")
		[ -n "$hex" ] || return 1
		at=$(random ${#hex})
		nibble=$((0x${hex:at:1} ^ 1 << RANDOM % 4))
		bytes="${hex:0:at}$(printf %X $nibble)${hex:at+1}"
		set="x'$bytes'"
		[ "$type" = blob ] || set="CAST($set AS TEXT)"
		;;
	*) return 1 ;;
	esac
	# A key that is taken already cannot be hit like this.
	sqlite3 hit/sovang.db "UPDATE $table SET $column = $set WHERE $where" 2>/dev/null || return 1
	mapfile -t words <<<"$words"
	found "${words[@]}"
	[ -z "$uid" ] || [ "$table" != document ] || [ "$column" = uid ] || never_served "$uid"
}

hit_signed() {
	local files=(hit/checkpoints/* hit/log.pub hit/log.key) file
	file=${files[RANDOM % ${#files[@]}]}
	what=$file
	flip_file "$file" "$(random "$(stat -c %s "$file")")"
	found "$(basename "$file")" "$(basename "$file" | tr -d 0 | cut -d . -f 1) sự kiện" "log."
}

# The raw file: found, or nothing of the register changed (free space, the index).
hit_database() {
	local size at have=0
	size=$(stat -c %s hit/sovang.db)
	at=$(random "$size")
	what="byte $at of sovang.db"
	flip_file hit/sovang.db "$at"
	"$sovang" archive fsck --data hit >out 2>err || have=$?
	case $have in
	0) dump hit/sovang.db | cmp -s - whole.dump || fail "trial $n: rows changed unseen: $what" ;;
	1 | 3) [ -s err ] || fail "trial $n: nothing was said: $what" ;;
	*) cat err; fail "trial $n: fsck ended with $have: $what" ;;
	esac
	at=$(ls plain | shuf -n 1)
	never_served "$at"
}

n=0
while [ "$n" -lt "$trials" ]; do
	rm -rf hit && cp -r data hit
	case $((n % 10)) in
	0 | 1 | 2 | 3) hit_volume ;;
	4 | 5 | 6 | 7) hit_row || continue ;;
	8) hit_signed ;;
	9) hit_database ;;
	esac
	n=$((n + 1))
done
echo "bitflip: $n bits flipped, every one found and named ($seed_note)"
