#!/usr/bin/env bash
# Folders of every released schema: brought forward with nothing lost, kept as they were beside it, refused when
# newer; killed at any write and a disk full at any write, the next start brings them to the same end.
# SOVANG_LONG=1 tries every kilobyte.
. "$(dirname "$0")/../cli/lib.sh"
need sqlite3
here=$root/tests/migrate
q() { sqlite3 "$1/sovang.db" "$2"; }
documents="SELECT uid, code, title, date, sha256, data_sha256, created FROM document ORDER BY id"
# What makes a schema: objects, columns, whatever their order.
shape() {
	q "$1" "SELECT s.type || ' ' || s.name || CASE WHEN s.type = 'table' AND s.sql NOT LIKE 'CREATE VIRTUAL%' THEN (SELECT ' ' ||
		group_concat(name, ' ') FROM (SELECT name FROM pragma_table_info(s.name) ORDER BY name)) ELSE '' END
		FROM sqlite_schema s WHERE s.name NOT LIKE 'sqlite_%'" | sort
}
# All that the folder says, but for what each run makes anew.
everything() {
	local t
	for t in $(q "$1" "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite_%' ORDER BY 1"); do
		echo "== $t"
		q "$1" "SELECT * FROM \"$t\""
	done
}
unpack() { rm -rf "$1" && mkdir "$1.x" && tar -xJf "$here/v$v.tar.xz" -C "$1.x" && mv "$1.x/data" "$1" && rmdir "$1.x"; }
expect 0 "$sovang" init --data fresh
current=$(q fresh "PRAGMA user_version")
shape fresh >fresh.shape
sed 's/ma="hy-2022-du-an-trong-diem"/ma="pt-2"/; s/ so="71"//' "$here/campaign.xml" >second.xml

last=$((current - 1))
[ ! -e "$here/v$current.tar.xz" ] || last=$current # without tables that came after it
for v in $(seq 1 "$last"); do
	[ -e "$here/v$v.tar.xz" ] || fail "no folder of schema $v in tests/migrate"
	unpack old
	[ "$(q old "PRAGMA user_version")" -eq "$v" ] || fail "v$v.tar.xz is of another schema"
	q old "$documents" >old.documents
	[ "$(wc -l <old.documents)" -eq 3 ] || fail "v$v: three documents"
	cp -r old data

	# A reader is enough to bring it forward; what it was stays beside it.
	expect 0 "$sovang" archive list --data data
	[ "$(wc -l <out)" -eq 3 ] || fail "v$v: $(wc -l <out) documents are listed"
	[ "$(q data "PRAGMA user_version")" -eq "$current" ] || fail "v$v is not brought forward"
	q data "$documents" | cmp - old.documents || fail "v$v: a document changed"
	shape data | comm -13 - fresh.shape >lacks
	[ ! -s lacks ] || { cat lacks; fail "v$v: not the schema of a fresh folder"; }
	[ "$v" -eq "$current" ] || [ "$(sqlite3 "data/sovang.v$v.db" "PRAGMA integrity_check; PRAGMA user_version" | paste -sd ' ')" = "ok $v" ] || fail "v$v is not kept"
	[ "$v" -eq "$current" ] || sqlite3 "data/sovang.v$v.db" "$documents" | cmp - old.documents || fail "v$v: the copy differs"
	everything data >data.dump
	expect 0 "$sovang" archive fsck --data data
	has out "3 văn bản đã đọc lại, 0 chỗ hỏng"
	expect 0 "$sovang" search --data data "dự án trọng điểm"
	[ -s out ] || fail "v$v: nothing is found"
	everything data | diff - data.dump >diff.out || { cat diff.out; fail "v$v: a second start changed something"; }

	# Issuing goes on with the next numbers, backups and restores work, every document is told about.
	expect 0 "$sovang" issue all second.xml --data data
	cut -f 1 out | paste -sd ' ' | grep -qE '^72/KH-UBND 02/QĐ-UBND 02/SV$' || { cat out; fail "v$v: numbers"; }
	expect 0 "$sovang" archive backup copy --data data
	expect 0 "$sovang" archive restore copy again
	expect 0 "$sovang" archive fsck --data again
	"$sovang" archive reproduce --all --data again >out 2>err || [ $? -eq 1 ] || { cat err; fail "v$v: reproduce"; }
	[ "$(grep -c 'giống từng byte$' out)" -ge 3 ] || fail "v$v: the new documents are not made again"

	# Killed, or the disk full, at any write.
	step=${SOVANG_LONG:+1}
	for kb in $(seq 0 "${step:-150}" 640); do
		for how in kill full; do
			rm -rf hit && cp -r old hit
			set +e # what is said goes through a pipe, which has no limit
			(
				ulimit -f "$kb"
				[ $how = kill ] || trap '' XFSZ
				exec "$sovang" archive list --data hit
			) 2>&1 >/dev/null | cat >err
			done=${PIPESTATUS[0]}
			set -e
			[ "$done" -eq 0 ] || [ "$how" = kill ] || grep -q '^E-' err || { cat err; fail "v$v: a full disk at $kb KB is not told"; }
			expect 0 "$sovang" archive list --data hit
			[ "$(wc -l <out)" -eq 3 ] || fail "v$v: $how at $kb KB"
			q hit "$documents" | cmp - old.documents || fail "v$v: a document changed, $how at $kb KB"
			everything hit | diff - data.dump >diff.out || { head diff.out; fail "v$v: another end after $how at $kb KB"; }
			[ "$v" -eq "$current" ] || sqlite3 "hit/sovang.v$v.db" "$documents" | cmp - old.documents || fail "v$v: half a copy is kept, $how at $kb KB"
		done
	done
	expect 0 "$sovang" archive fsck --data hit
	rm -rf old data copy again hit
done

# An older program touches nothing of a newer one's folder.
refused() {
	cp -r fresh newer
	q newer "$1"
	q newer "SELECT name, sql FROM sqlite_schema" >before
	for command in "archive list" "archive fsck" "init" "demo" "search"; do
		expect 3 "$sovang" $command --data newer
		has err "chương trình này hiểu đến"
	done
	q newer "SELECT name, sql FROM sqlite_schema" | cmp - before || fail "a newer schema was touched"
	rm -rf newer
}
refused "PRAGMA user_version = 99"
refused "UPDATE schema_module SET version = 99 WHERE name = 'template'"
echo "migrate: schemas 1 to $last come to $current"
