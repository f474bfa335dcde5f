#!/usr/bin/env bash
# Numbers, archive, search: what the demonstration leaves behind, seen with other programs too.
. "$(dirname "$0")/lib.sh"
need sqlite3
make_demo
[ "$(wc -l <demo.out)" -eq 50 ] || fail "50 documents were expected"
head -n 1 demo.out | grep -q '^71/KH-UBND' || fail "the plan is not 71/KH-UBND"
awk -F '\t' 'length($3) != 64 { exit 1 }' demo.out || fail "no SHA-256 in each line"

# A second run issues nothing.
cp data/sovang.db before.db
"$sovang" archive list --data data | sort >list1
expect 0 "$sovang" demo --data data
"$sovang" archive list --data data | sort >list2
cmp -s list1 list2 || fail "the second run changed the archive"
[ "$(wc -l <list1)" -eq 50 ] || fail "archive list"

# tar alone gives everything back, and the hashes agree.
mkdir plain && tar -xf data/volumes/*.tar -C plain
while IFS=$'\t' read -r id code date sha title; do
	[ "$(sha256sum <"plain/$id/van-ban.pdf" | cut -c 1-64)" = "$sha" ] || fail "$code: tar and register differ"
	"$sovang" get --data data "$id" -o got.pdf
	cmp -s got.pdf "plain/$id/van-ban.pdf" || fail "$code: get and tar differ"
	grep -q "\"code\":\"$code\"" "plain/$id/manifest.json" || fail "$code: manifest"
done <list1

# Search: marks typed or not, đ, numbers, phrases, filters.
count() { "$sovang" search --data data "$@" | wc -l; }
[ "$(count)" -eq 50 ] || fail "no words = everything"
[ "$(count dang quoc thang --type certificate)" -eq 1 ] || fail "without marks, đ as d"
[ "$(count 'Đặng Quốc Thắng' --type certificate)" -eq 1 ] || fail "with marks"
[ "$(count 'Đặng Quốc Thăng' --type certificate)" -eq 0 ] || fail "a wrong mark must not match"
[ "$(count "$(printf 'Nguye\xcc\x82\xcc\x83n Va\xcc\x86n Ho\xcc\x80a')" --type certificate)" -eq 2 ] || fail "NFD query"
[ "$(count 'Nguyễn Văn Hoà' --type certificate)" -eq 2 ] || fail "both tone placements"
[ "$(count 71/KH-UBND --type plan)" -eq 1 ] || fail "a number and symbol"
[ "$(count --type plan)" -eq 1 ] || fail "type"
[ "$(count --year 2022)" -eq 1 ] || fail "year"
[ "$(count --campaign khong-co)" -eq 0 ] || fail "campaign"
[ "$(count '"giải phóng mặt bằng"' --type plan)" -eq 1 ] || fail "phrase"
[ "$(count nguyen -van --type certificate)" -lt "$(count nguyen --type certificate)" ] || fail "minus"
[ "$(count --kind ho-gia-dinh)" -ge 1 ] || fail "kind of honouree"
[ "$(count --series van-ban)" -eq 2 ] || fail "series"
[ "$(count --from 12/4/2022 --until 2022-04-12)" -eq 1 ] || fail "days"
[ "$(count --until 11/4/2022)" -eq 0 ] || fail "the day before"
[ "$(count --signer 'nguyen hoang vinh khang' --type plan)" -eq 1 ] || fail "signer"
[ "$(count --status thu-hoi)" -eq 0 ] || fail "status"
expect 2 "$sovang" search --data data --from 31/2/2022
has err "31/2/2022"
"$sovang" search --data data 71/KH-UBND | head -n 1 | grep -q 71/KH-UBND || fail "a number jumps to its document"
"$sovang" search --data data 12/4/2022 | head -n 1 | grep -q 71/KH-UBND || fail "a date jumps to its document"
expect 0 "$sovang" search --data data 'Đặng Quốc Thăng'
has err "sovang search dang quoc thang"

# A dossier is one spelling; the others are offered.
expect 0 "$sovang" archive dossier --data data Đặng Quốc Thắng
[ "$(wc -l <out)" -ge 2 ] || fail "dossier"
has out "Đặng Quốc Thắng"
expect 0 "$sovang" archive dossier --data data Đặng Quốc Thăng
[ ! -s out ] || fail "another spelling is another dossier"
has err "Đặng Quốc Thắng"

# The index is made again from register and volumes.
"$sovang" search --data data khen thuong >before
expect 0 "$sovang" archive reindex --data data
has out "50 văn bản"
"$sovang" search --data data khen thuong >after
cmp -s before after || fail "the index made again finds something else"
for odd in '"' '-' '((' 'a AND' '*' '"a' "'; DROP TABLE document" 'NEAR(' '^x' 'title:'; do
	expect 0 "$sovang" search --data data -- "$odd"
done
"$sovang" search --data data --json --type plan >json
for key in id type number symbol date title sha256; do has json "\"$key\":"; done
has json '"type":"plan","number":71,"symbol":"KH-UBND","code":"71/KH-UBND","date":"2022-04-12"'

# The register holds against SQL itself.
try() { sqlite3 data/sovang.db "$1" 2>&1 || true; }
try "DELETE FROM document WHERE number = 71" | grep -q 'không được xóa' || fail "a row could be deleted"
try "UPDATE document SET number = 72 WHERE number = 71" | grep -q 'không được sửa' || fail "a number could be changed"
try "UPDATE counter SET last = 1 WHERE series = 'so-vang'" | grep -q 'không được lùi' || fail "a counter could run back"
try "DELETE FROM event" | grep -q 'không được xóa' || fail "the log could be emptied"
sqlite3 data/sovang.db 'PRAGMA integrity_check' | grep -qx ok || fail "integrity"

# A flipped bit is found, named, and never served.
expect 0 "$sovang" archive fsck --data data
victim=$(sqlite3 data/sovang.db "SELECT uid FROM document WHERE number = 71 AND series = 'van-ban'")
at=$(sqlite3 data/sovang.db "SELECT offset + 1000 FROM document WHERE uid = '$victim'")
printf 'X' | dd of="$(ls data/volumes/*.tar)" bs=1 seek="$at" conv=notrunc status=none
expect 3 "$sovang" archive fsck --data data
has err "71/KH-UBND"
expect 3 "$sovang" get --data data "$victim" -o damaged.pdf
[ ! -e damaged.pdf ] || fail "a damaged file was given out"

# Wrong input leaves no trace.
"$sovang" init --data other >/dev/null
sed 's/<ten>Vũ Đình Nghĩa/<ten>Vũ Ðình Nghĩa/; s/ma="cn-04"/ma="cn-03"/; s/ngay="2023-09-28"/ngay="28.9.2023"/' \
	"$root/templates/demo/phong-trao-71.xml" >wrong.xml
expect 1 "$sovang" issue all wrong.xml --data other
has err "U+00D0"; has err "cn-03"; has err "28.9.2023"
[ "$("$sovang" archive list --data other | wc -l)" -eq 0 ] || fail "something was issued from wrong data"
expect 1 "$sovang" get --data other khong-co -o x.pdf
expect 1 "$sovang" archive list --data nowhere
echo "archive: all good"
