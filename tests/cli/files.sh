#!/usr/bin/env bash
# Hồ sơ on the command line: made, filled, closed, handed over; lists, data of annex VI, bags that other
# programs check.
. "$(dirname "$0")/lib.sh"
need sqlite3; need unzip; need xmllint; need pdftotext
make_demo
file() { "$sovang" file "$@"; }
why=(--data data --reason)
new=(--title 'Phong trào thi đua Dự án trọng điểm' --organ 000.00.00.H31 --creator 'Ban Thi đua - Khen thưởng' --from 12/4/2022)

expect 0 file schedule --data data
has out "khen-tinh	20 năm"
expect 2 file create 2022 01.TĐKT "${why[@]}" 'lập' --title x
expect 1 file create 2022 01.TĐKT "${why[@]}" 'lập' "${new[@]}"
has err "thời hạn bảo quản"
expect 1 file create 2022 01.TĐKT "${why[@]}" 'lập' "${new[@]}" --rule khong-co
has err "file schedule"
expect 1 file create 2022 TĐKT01 "${why[@]}" 'lập' "${new[@]}" --rule khen-tinh
has err "01.TĐKT"
expect 1 file create 2022 01.TĐKT "${why[@]}" 'lập' "${new[@]}" --rule khen-tinh --title "$(printf 'a%.0s' {1..501})"
has err "501"
expect 0 file create 2022 01.TĐKT "${why[@]}" 'danh mục hồ sơ năm 2022' "${new[@]}" --rule khen-tinh \
	--campaign hy-2022-du-an-trong-diem
has out "000.00.00.H31.2022.01.TĐKT"
expect 1 file create 2022 01.TĐKT "${why[@]}" 'lần nữa' "${new[@]}" --rule khen-tinh
expect 0 file create 2023 02.TĐKT "${why[@]}" 'lập' "${new[@]}" --maintenance 'Vĩnh viễn'

# A campaign's file fills itself; a document lies in two files without a copy.
expect 0 file show 2022/01.TĐKT --data data
has out "1	71/KH-UBND	2022-04-12"; has out "2	01/QĐ-UBND	2023-09-28"; has out "# "
size=$(stat -c %s data/volumes/*.tar)
cert=$(id_of certificate 05/SV)
expect 0 file add 2023/02.TĐKT 71/KH-UBND "$cert" "${why[@]}" 'dùng chung'
expect 1 file add 2023/02.TĐKT 71/KH-UBND "${why[@]}" 'hai lần'
expect 0 file remove 2023/02.TĐKT "$cert" "${why[@]}" 'nhầm'
expect 0 file add 2022/01.TĐKT "$cert" "${why[@]}" 'mẫu bằng khen'
expect 1 file add 2022/99.TĐKT "$cert" "${why[@]}" 'x'
[ "$(stat -c %s data/volumes/*.tar)" -eq "$size" ] || fail "a document was copied"
expect 0 file change 2023/02.TĐKT "${why[@]}" 'đổi tên' --title 'Hồ sơ quản lý' --rights 'Công khai'
expect 0 file show 2023/02.TĐKT --data data
has out "Hồ sơ quản lý"; has out "Lý do: đổi tên"; has out "Đưa khỏi hồ sơ"

# Campaigns without a file get one; asking again makes none.
sed 's/ma="hy-2022-du-an-trong-diem"/ma="pt-2"/; s/ so="71"//' "$root/templates/demo/phong-trao-71.xml" >second.xml
expect 0 "$sovang" issue plan second.xml --data data
expect 0 file auto "${why[@]}" 'lập tự động' --rule khen-tinh
has out "1 hồ sơ"
expect 0 file show 2022/02.TĐKT --data data
has out "1	72/KH-UBND"; has out "Hồ sơ phong trào thi đua"
expect 0 file auto "${why[@]}" 'lập tự động' --rule khen-tinh
has out "0 hồ sơ"

# Data of annex VI.
expect 0 file metadata 2022/01.TĐKT 71/KH-UBND --data data
cp out doc.xml; xmllint --noout doc.xml
for want in '<DocOrdinal>1<' '<CodeNumber>71<' '<CodeNotation>KH-UBND<' '<IssuedDate>12/04/2022<' '<PageAmount>4<' \
	'<FileCatalog>2022<' '<OrganId>000.00.00.H31<' '<FullName>Nguyễn Hoàng Vĩnh Khang<' '<TypeName>Kế hoạch<' \
	'<To><OrganName>Ban Thi đua' '<Priority>0<'; do has doc.xml "$want"; done
expect 0 file metadata 2022/01.TĐKT --data data
has out "<DocTotal>3<"; has out "<Maintenance>20 năm<"

# Closing, the notice, handing over.
expect 1 file close 2022/01.TĐKT "${why[@]}" 'xong' --until 1/1/2023
expect 0 file close 2022/01.TĐKT "${why[@]}" 'phong trào đã tổng kết' --until 31/12/2025
has out "31/12/2026"
expect 1 file add 2022/01.TĐKT "$(id_of certificate 06/SV)" "${why[@]}" 'muộn'
has err "đã kết thúc"
expect 1 file change 2022/01.TĐKT "${why[@]}" 'muộn' --title x
expect 0 file due --data data --date 30/11/2026
[ ! -s out ] || fail "a notice too early"
expect 0 file due --data data --date 1/12/2026
has out "2026-12-31	2022/01.TĐKT	đến hạn"
expect 0 file due --data data --date 1/1/2027
has out "quá hạn"
# The campaign goes on; the closed file does not.
sed 's/<dot-khen ma="[^"]*"/<dot-khen ma="dot-sau"/; s/ so="71"//' "$root/templates/demo/phong-trao-71.xml" >later.xml
expect 0 "$sovang" issue decision later.xml --data data
expect 0 file show 2022/01.TĐKT --data data
[ "$(grep -c '^[0-9]' out)" -eq 3 ] || fail "a closed file grew"

# Lists on paper.
expect 0 file index 2022/01.TĐKT --data data -o list.pdf
pdftotext -layout list.pdf list.txt
has list.txt "MỤC LỤC VĂN BẢN, TÀI LIỆU TRONG HỒ SƠ"; has list.txt "71/KH-UBND"; has list.txt "có 3 văn bản"; has list.txt "(7)"
expect 0 file index 2025 --data data -o files.pdf
pdftotext -layout files.pdf files.txt
has files.txt "MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU"; has files.txt "01.TĐKT"
expect 1 file index 1999 --data data -o none.pdf
qpdf --check list.pdf >/dev/null && qpdf --check files.pdf >/dev/null || fail "qpdf"

# A bag, checked by others; recalled documents say so on its page.
expect 0 "$sovang" register recall "$cert" "${why[@]}" 'sai tên'
expect 0 file export 2022/01.TĐKT --data data -o bag
(cd bag && sha256sum -c --quiet manifest-sha256.txt && sha256sum -c --quiet tagmanifest-sha256.txt) || fail "sha256sum"
has bag/bagit.txt "BagIt-Version: 1.0"
oxum=$(find bag/data -type f -printf '%s\n' | awk '{ s += $1; n++ } END { print s "." n }')
has bag/bag-info.txt "Payload-Oxum: $oxum"
[ "$(find bag/data -type f | wc -l)" -eq "$(wc -l <bag/manifest-sha256.txt)" ] || fail "not every file is in the manifest"
base=000.00.00.H31.2022.01.TDKT
for name in "$base.001.pdf" "$base.003.xml" "$base.002.du-lieu.xml" "$base.muc-luc.pdf" "$base.xml" index.html; do
	[ -s "bag/data/$name" ] || fail "$name is missing"
done
"$sovang" get --data data "$(id_of plan 71/KH-UBND)" -o plan.pdf
cmp -s plan.pdf "bag/data/$base.001.pdf" || fail "the bag has other bytes"
xmllint --noout bag/data/*.xml
has bag/data/index.html "Đã thu hồi"; has bag/data/index.html "$base.001.pdf"
if grep -qE '(src|href)="(https?:|/)' bag/data/index.html; then fail "the page needs a network"; fi
expect 1 file export 2022/01.TĐKT --data data -o bag
has err "đã có"
expect 0 file export 2022/01.TĐKT --data data -o bag.zip
expect 0 file export 2022/01.TĐKT --data data -o again.zip
cmp -s bag.zip again.zip || fail "the same file gives another bag"
unzip -tq bag.zip >/dev/null || fail "unzip"
mkdir x && (cd x && unzip -q ../bag.zip && diff -r "$base" ../bag >/dev/null) || fail "zip and folder differ"
[ -z "$(ls -d bag*.?????? 2>/dev/null)" ] || fail "something was left behind"
expect 0 file handover 2022/01.TĐKT "${why[@]}" 'biên bản giao nhận số 01' --date 5/12/2026
expect 0 file due --data data --date 1/1/2027
[ ! -s out ] || fail "still due after it was handed over"

# History holds against SQL, and what is changed around it is found.
if sqlite3 data/sovang.db "UPDATE fact SET value = 'x'" 2>/dev/null; then fail "a fact could be changed"; fi
expect 0 "$sovang" archive fsck --data data
sqlite3 data/sovang.db "DROP TRIGGER fact_same; UPDATE fact SET value = replace(value, '20 năm', '02 năm') WHERE kind = 'file'"
expect 3 "$sovang" archive fsck --data data
has err "2022/01.TĐKT"
echo "files: all good"
