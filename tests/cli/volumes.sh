#!/usr/bin/env bash
# Volumes are sealed at a size and hashed as a whole; tar alone gives everything back; a backup copies what is new.
. "$(dirname "$0")/lib.sh"
need sqlite3
q() { sqlite3 data/sovang.db "$1"; }
expect 1 "$sovang" init --data wrong --volume-mb 0
expect 1 "$sovang" init --data wrong --volume-mb 5000
expect 1 "$sovang" init --data wrong --volume-mb x
expect 0 "$sovang" init --data data --volume-mb 1
campaign=$root/templates/demo/phong-trao-71.xml
for n in 1 2; do
	sed "s/ma=\"hy-2022-du-an-trong-diem\"/ma=\"pt-$n\"/; s/ so=\"71\"//" "$campaign" >c$n.xml
	expect 0 "$sovang" issue all c$n.xml --data data
	expect 0 "$sovang" archive backup sao-luu --data data
	copied[$n]=$(grep -oE '[0-9]+ KB' out | cut -d ' ' -f 1)
done
volumes=$(ls data/volumes/*.tar | wc -l)
[ "$volumes" -ge 2 ] || fail "$volumes volumes"
[ "$(q "SELECT count(*) FROM volume WHERE sealed = 0")" -eq 1 ] || fail "one volume is open"
# The whole file has the hash that the register keeps, and the last may still grow.
q "SELECT sha256 || '  data/volumes/' || name || '.tar' FROM volume WHERE sealed = 1" | tee sealed | sha256sum --quiet -c || fail "a sealed volume has another hash"
[ "$(wc -l <sealed)" -eq $((volumes - 1)) ] || fail "sealed volumes"
# Only new bytes: each backup copies about what its campaign added.
total=$(q "SELECT sum(committed) / 1024 FROM volume")
[ $((copied[1] + copied[2])) -le $((total + 3)) ] || fail "backups copied ${copied[*]} KB of $total KB"
expect 0 "$sovang" archive fsck --data data

# Without our program: every member has a plain short name, and its bytes are those of the register.
mkdir plain
for v in data/volumes/*.tar; do
	tar -tf "$v" >names 2>tar.err && [ ! -s tar.err ] || { cat tar.err; fail "tar -tf $v"; }
	! grep -vqE '^[0-9a-z]{26}/(van-ban\.pdf|du-lieu\.xml|manifest\.json)$' names || fail "names in $v"
	tar -xf "$v" -C plain
done
q "SELECT sha256 || '  plain/' || uid || '/van-ban.pdf' FROM document UNION ALL
	SELECT data_sha256 || '  plain/' || uid || '/du-lieu.xml' FROM document" | sha256sum --quiet -c || fail "what tar gives differs"
[ "$(ls plain | wc -l)" -eq "$(q "SELECT count(*) FROM document")" ] || fail "documents in the volumes"
for f in plain/*/manifest.json; do
	python3 -c 'import json,sys,hashlib; m = json.load(open(sys.argv[1])); d = sys.argv[1][:-13]
assert hashlib.sha256(open(d + "van-ban.pdf", "rb").read()).hexdigest() == m["pdfSha256"]' "$f" || fail "$f"
done

# A bit anywhere in a sealed volume, its end blocks included, is found.
first=$(ls data/volumes/*.tar | head -n 1)
for at in 0 100 $(($(stat -c %s "$first") - 1)); do
	rm -rf hit && cp -r data hit
	printf '\x5a' | dd of="hit/volumes/${first##*/}" bs=1 seek="$at" conv=notrunc status=none
	expect 3 "$sovang" archive fsck --data hit
	has err "niêm phong"
done
# A scrub round of thirty nights reads every volume back; the whole comes back elsewhere.
for night in $(seq 30); do
	expect 0 "$sovang" archive scrub --data data
	! grep -q "vòng này đã xong" out || break
done
has out "vòng này đã xong"
[ "$(q "SELECT value FROM meta WHERE key = 'scrub.ended'")" -gt 0 ] || fail "the end of the round is not noted"
expect 0 "$sovang" archive drill sao-luu --data data
expect 0 "$sovang" archive restore sao-luu lai
expect 0 "$sovang" archive fsck --data lai
