#!/usr/bin/env bash
# Backup, restore, drill, scrub, reindex: what is copied is what was read back, and damage anywhere in a
# backup is found before anyone relies on it.
. "$(dirname "$0")/lib.sh"
need sqlite3
make_demo
q() { sqlite3 data/sovang.db "$1"; }
note() { q "SELECT value FROM meta WHERE key = '$1'"; }
points() { ls backup/points; }
list() { "$sovang" archive list --data "$1" | sort; }
flip() { # FILE OFFSET
	local byte
	byte=$(od -An -tu1 -j "$2" -N 1 "$1")
	printf "\\x$(printf %02x $((byte ^ 4)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}
another() { # KEY: one more round of documents
	sed "s/ma=\"hy-2022-du-an-trong-diem\"/ma=\"$1\"/; s/ so=\"71\"//" "$root/templates/demo/phong-trao-71.xml" >more.xml
	expect 0 "$sovang" issue all more.xml --data data
}

# Two points, the second copies only what is new.
cp "$(ls "$root"/fonts/*/*.ttf "$root"/fonts/*.ttf /usr/share/fonts/truetype/liberation*/*.ttf 2>/dev/null | head -n 1)" data/fonts/rieng.ttf
expect 0 "$sovang" archive backup backup --data data
has out "50 văn bản"
list data >list1
first=$(points)
[ "$(stat -c %a backup/log.key)" = 600 ] || fail "the key's copy can be read by others"
before=$(stat -c %s backup/volumes/*.tar)
sleep 1
expect 0 "$sovang" archive backup backup --data data
has out "chép thêm 0 KB"
sleep 1
another pt-2
expect 0 "$sovang" archive backup backup --data data
grown=$((($(stat -c %s backup/volumes/*.tar) - before + 1023) / 1024))
has out "chép thêm $grown KB"
[ "$(points | wc -l)" -eq 3 ] || fail "three points were expected"
cmp -s backup/volumes/*.tar data/volumes/*.tar || fail "the copied volume differs"
[ "$(note backup.point)" = "$(points | tail -n 1)" ] || fail "the backup was not written down"
list data >list2

# Restoring: the newest, and one from before; both are whole archives that go on.
expect 0 "$sovang" archive restore backup newest
list newest | cmp -s - list2 || fail "the newest point is not the archive"
cmp -s newest/fonts/rieng.ttf data/fonts/rieng.ttf || fail "the office's font"
cmp -s newest/log.key data/log.key || fail "the key"
expect 0 "$sovang" archive restore backup older --at "$first"
list older | cmp -s - list1 || fail "the older point is not the archive of then"
expect 0 "$sovang" archive fsck --data older
expect 0 "$sovang" issue all more.xml --data older
expect 0 "$sovang" archive fsck --data older
[ "$(list older | cut -f 2 | sort)" = "$(cut -f 2 list2 | sort)" ] || fail "other numbers after a restore"
expect 1 "$sovang" archive restore backup newest
has err "không trống"
expect 1 "$sovang" archive restore backup nowhere --at 1999
has err "các điểm từ $first"
expect 1 "$sovang" archive restore data nowhere
[ ! -e nowhere ] || fail "a failed restore left a folder"

# The drill says so in the living archive.
expect 0 "$sovang" archive drill backup --data data
has out "phục hồi được"
[ "$(note drill.result)" = "tốt" ] || fail "the drill was not written down"
[ "$(note drill.documents)" = "$(wc -l <list2)" ] || fail "documents of the drill"
[ -z "$(ls -d "${TMPDIR:-/tmp}"/sovang-dien-tap-* 2>/dev/null)" ] || fail "the drill left its scratch folder"

# A folder holds one log: neither another archive nor one that went back may write into it.
"$sovang" init --data other >/dev/null
"$sovang" demo --data other >/dev/null
expect 3 "$sovang" archive backup backup --data other
has err "không nối tiếp"
expect 3 "$sovang" archive backup backup --data older
[ "$(points | wc -l)" -eq 3 ] || fail "a refused backup left a point"

# Damage in the backup: restore and drill name the document and make nothing.
cp -r backup good
victim=$(q "SELECT uid FROM document WHERE code = '05/SV' LIMIT 1")
flip "$(ls backup/volumes/*.tar)" "$(q "SELECT offset + 777 FROM document WHERE uid = '$victim'")"
expect 3 "$sovang" archive restore backup damaged
has err "$victim"
[ ! -e damaged ] || fail "a damaged restore got its name"
[ -e damaged.dang-phuc-hoi/sovang.db ] || fail "what can be read was thrown away"
rm -rf damaged.dang-phuc-hoi
expect 3 "$sovang" archive drill backup --data data
has err "$victim"
[ "$(note drill.result)" != "tốt" ] || fail "a failed drill was written down as good"
# The way out: without the damaged volume the next backup copies all of it anew.
rm backup/volumes/*.tar
sleep 1
expect 0 "$sovang" archive backup backup --data data
expect 0 "$sovang" archive drill backup --data data
[ "$(note drill.result)" = "tốt" ] || fail "the drill after mending"
newest=backup/points/$(points | tail -n 1)
flip "$newest/sovang.db" 5000
expect 3 "$sovang" archive restore backup damaged
expect 0 "$sovang" archive restore backup mended --at "$(points | tail -n 2 | head -n 1)"
flip "$newest/sovang.db" 5000
flip "$newest/point.txt" 30
expect 3 "$sovang" archive restore backup damaged
expect 0 "$sovang" archive backup backup --data data
rm -rf backup damaged* && mv good backup

# Damage in the archive never becomes a point.
cp -r data sick
another pt-3
cp -r data/. sick/
id=$(sqlite3 sick/sovang.db "SELECT max(id) FROM document")
flip "$(ls sick/volumes/*.tar)" "$(sqlite3 sick/sovang.db "SELECT offset + 99 FROM document WHERE id = $id")"
expect 3 "$sovang" archive backup backup --data sick
has err "không được tính"
has err "$(sqlite3 sick/sovang.db "SELECT uid FROM document WHERE id = $id")"
[ "$(points | wc -l)" -eq 3 ] || fail "a damaged copy counts"
expect 0 "$sovang" archive backup backup --data data
expect 0 "$sovang" archive drill backup --data data
sleep 1
expect 0 "$sovang" archive backup backup --data data --keep 2
[ "$(points | wc -l)" -eq 2 ] || fail "two points were to stay"
expect 2 "$sovang" archive backup backup --data data --keep 0

# Killed at any moment: the next backup needs no hands.
for n in $(seq 12); do
	"$sovang" archive backup kill --data data >/dev/null 2>&1 &
	pid=$!
	sleep "0.$(printf %02d $((RANDOM % 25)))"
	kill -9 $pid 2>/dev/null || true
	wait $pid 2>/dev/null || true
done
expect 0 "$sovang" archive backup kill --data data
expect 0 "$sovang" archive drill kill --data data

# Thirty scrubs see every document once; damage is found on the way.
cp -r data scrubbed
flip "$(ls scrubbed/volumes/*.tar)" "$(q "SELECT offset + 5 FROM document WHERE uid = '$victim'")"
seen=0 found=0
for n in $(seq 30); do
	"$sovang" archive scrub --data scrubbed >out 2>err || { has err "$victim"; found=$((found + 1)); }
	seen=$((seen + $(cut -d ' ' -f 1 out)))
	if grep -q "vòng này đã xong" out; then break; fi
done
[ "$seen" -eq "$(list data | wc -l)" ] || fail "$seen documents in a round"
[ "$found" -eq 1 ] || fail "the damaged document was found $found times"
has out "đã xong"

# The index anew: the same answers, also when it was destroyed, also while documents are issued.
ask() {
	for words in 'nguyen van hoa' 'Nguyễn Văn Hoà' '"giải phóng mặt bằng"' '05/SV' 'đường -cầu' 'UBND' ''; do
		"$sovang" search --data data "$words"
		"$sovang" search --data data --relevance "$words"
	done
}
ask >answers
sqlite3 data/sovang.db "PRAGMA writable_schema = ON; DELETE FROM search_data WHERE id > 10"
! ask 2>/dev/null | cmp -s - answers || fail "the index was not destroyed"
expect 0 "$sovang" archive reindex --data data
has out "$(list data | wc -l) văn bản"
ask | cmp -s - answers || fail "the new index answers otherwise"
sed "s/ma=\"hy-2022-du-an-trong-diem\"/ma=\"pt-4\"/; s/ so=\"71\"//" "$root/templates/demo/phong-trao-71.xml" >more.xml
"$sovang" issue all more.xml --data data >issued 2>&1 &
pid=$!
while kill -0 $pid 2>/dev/null; do
	expect 0 "$sovang" archive reindex --data data
	"$sovang" search --data data nguyen >/dev/null || fail "no search during the rebuilding"
done
wait $pid || { cat issued; fail "issuing during the rebuilding"; }
[ "$(q 'SELECT count(*) FROM doc_text')" = "$(q 'SELECT count(*) FROM document')" ] || fail "index and register differ"
expect 0 "$sovang" archive fsck --data data
echo "backup: all good"
