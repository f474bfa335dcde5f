#!/usr/bin/env bash
# The register on the command line: numbers kept, put in between, cancelled; what becomes of documents;
# how an organisation numbers; books that close; and SQL that tries to get around all of it.
. "$(dirname "$0")/lib.sh"
need sqlite3
make_demo
why=(--data data --reason)
reg() { "$sovang" register "$@"; }

# What there is.
expect 0 reg --help
has out "sovang register reserve"
expect 0 reg
expect 2 reg giu-so
expect 0 reg series --data data
has out "sổ	van-ban	Văn bản đi	*"; has out "mật"; has out "van-ban	2022	71"
expect 0 reg show van-ban 2022 --data data
has out "71/KH-UBND	2022-04-12	Còn hiệu lực"
expect 1 reg show van-ban 2021 --data data
has err "register series"

# Keep, put in between, use, cancel.  Without a reason nothing happens.
expect 2 reg reserve van-ban --data data --date 15/4/2022
expect 1 reg reserve van-ban "${why[@]}" '  ' --date 15/4/2022
has err "lý do"
expect 0 reg reserve van-ban "${why[@]}" 'chờ lãnh đạo ký' --date 15/4/2022
has out "số 72"
expect 1 reg reserve van-ban "${why[@]}" 'ngày lùi' --date 14/4/2022
has err "2022-04-15"
expect 1 reg reserve van-ban "${why[@]}" 'năm sau' --date 2099-01-01
has err "chưa đến"
expect 0 reg insert van-ban 2022 71 "${why[@]}" 'bỏ sót'
has out "71a"
sed 's/ma="hy-2022-du-an-trong-diem"/ma="pt-2"/; s/ so="71"//' "$root/templates/demo/phong-trao-71.xml" >second.xml
sed 's/<ke-hoach ngay="2022-04-12"/<ke-hoach ngay="2022-04-15" don-vi="NC" so-ban="25"/; s/"pt-2"/"pt-3"/' second.xml >third.xml
sed 's/"pt-3"/"pt-4"/' third.xml >fourth.xml
expect 1 "$sovang" register use plan third.xml --data data --number 71a
has err "2022-04-12"
expect 0 "$sovang" register use plan second.xml --data data --number 71a
has out "71a/KH-UBND"
expect 2 "$sovang" register use certificates second.xml --data data --number 72
expect 0 "$sovang" register use plan third.xml --data data --number 72
expect 1 "$sovang" register use plan fourth.xml --data data --number 72
has err "đã được dùng"
pdf=$(reg show van-ban 2022 --data data 2>/dev/null | grep ^71a | cut -f 6)
"$sovang" get --data data "$pdf" -o 71a.pdf
pdftotext 71a.pdf 71a.txt; has 71a.txt 71a/KH-UBND
expect 0 reg reserve van-ban "${why[@]}" 'chờ ký' --date 20/4/2022
expect 0 reg cancel van-ban 2022 73 "${why[@]}" 'không ban hành nữa'
expect 1 reg cancel van-ban 2022 73 "${why[@]}" 'lần nữa'
expect 1 reg cancel van-ban 2022 71 "${why[@]}" 'văn bản'
has err "thu hồi"
expect 0 reg show van-ban 2022 --data data
has out "73	2022-04-20	Số đã hủy	chờ ký	không ban hành nữa"
has err "Số 71 đến 73: 3 văn bản, 0 số đang giữ, 1 số đã hủy"

# What becomes of a document; both pages tell of it, the bytes stay.
old=$(id_of plan 71/KH-UBND)
"$sovang" get --data data "$old" -o before.pdf
expect 1 reg replace 72/KH-UBND --by 71/KH-UBND "${why[@]}" 'ngược'
expect 0 reg replace 71/KH-UBND --by 72/KH-UBND "${why[@]}" 'sai căn cứ'
has out "Đã được thay thế bởi Kế hoạch 72/KH-UBND ngày 15 tháng 4 năm 2022."
expect 1 reg recall 71/KH-UBND "${why[@]}" 'thêm'
has err "không còn hiệu lực"
expect 0 reg recall 71a/KH-UBND "${why[@]}" 'sai thẩm quyền'
expect 1 reg annul 72/KH-UBND "${why[@]}" 'kế hoạch không tặng ai'
cert=$(id_of certificate)
expect 0 reg annul "$cert" "${why[@]}" 'kê khai gian dối'
has out "hủy bỏ"
"$sovang" get --data data "$old" -o after.pdf
cmp -s before.pdf after.pdf || fail "a replaced document has other bytes"
[ "$("$sovang" search --data data --status thay-the | wc -l)" -eq 1 ] || fail "search by what became of it"
expect 1 reg recall 999/KH-UBND "${why[@]}" 'x'

# Recalling a decision writes to none of its certificates; that they fall with it is derived.
expect 0 reg recall 01/QĐ-UBND "${why[@]}" 'sai thẩm quyền'
[ "$(sqlite3 data/sovang.db "SELECT count(*) FROM document WHERE type = 'certificate' AND status = 'con-hieu-luc'")" -gt 40 ] ||
	fail "certificates were written to"

# Columns that come later.
expect 2 reg note 72/KH-UBND "${why[@]}" 'gửi đi'
expect 1 reg note 72/KH-UBND "${why[@]}" 'gửi đi' --so-ban 0
expect 1 reg note 72/KH-UBND "${why[@]}" 'gửi đi' --ngay-chuyen 31/2/2022
expect 0 reg note 72/KH-UBND "${why[@]}" 'gửi đi' --ngay-chuyen 16/4/2022 --ky-nhan 'Sở Nội vụ' --ghi-chu 'hỏa tốc'
expect 0 reg show van-ban 2022 --data data
has out "hỏa tốc"

# Another way to number: not within a year that has numbers, but from the next one on.
reg series --data data --xml >so.xml
grep -v '<loai ' so.xml | sed 's/tu-ngay="2020-03-05"/tu-ngay="2022-06-01"/; s/ma="van-ban" ten="Văn bản đi"/ma="khac" ten="Khác"/' >mid.xml
expect 1 reg configure mid.xml "${why[@]}" 'giữa năm'
has err "2023-01-01"
sed 's/2022-06-01/2024-01-01/; s|<so ma="khac".*|<so ma="quyet-dinh" ten="Quyết định" loai="QD"/>&|' mid.xml >wrong.xml
expect 1 reg configure wrong.xml "${why[@]}" 'gõ sai'
has err "QD"
sed 's/2022-06-01/2024-01-01/; s|<so ma="khac".*|<so ma="quyet-dinh" ten="Quyết định" loai="QĐ"/>&|' mid.xml >next.xml
expect 0 reg configure next.xml "${why[@]}" 'Quyết định 15/QĐ-UBND'
expect 0 reg series --data data --date 2024-03-01
has out "quyet-dinh	Quyết định	QĐ"; has out "Lý do: Quyết định 15/QĐ-UBND"
sed 's/2022-06-01/2023-11-01/; s/ma="khac" ten="Khác"/ma="van-ban" ten="Văn bản đi"/; s/{loai}-{co-quan}/{loai}-{co-quan}-HY/' mid.xml >symbol.xml
expect 0 reg configure symbol.xml "${why[@]}" 'đổi ký hiệu'
sed 's/ma="pt-2"/ma="pt-5"/; s/ngay="2022-04-12"/ngay="2024-02-05"/; s/ngay="2023-09-28"/ngay="2024-09-28"/
	s|<can-cu>Thực hiện Luật.*</can-cu>|<can-cu>Thực hiện Luật Thi đua, Khen thưởng ngày 15 tháng 6 năm 2022</can-cu>|' second.xml >fifth.xml
expect 0 "$sovang" issue plan fifth.xml --data data
has out "01/KH-UBND"
expect 0 reg show khac 2024 --data data

# The book on paper and as tables; a text that a spreadsheet would run is neither run nor changed.
expect 0 reg note 72/KH-UBND "${why[@]}" 'thử' --ghi-chu '=1+1'
for kind in pdf xlsx csv; do expect 0 reg export van-ban 2022 --data data -o "so.$kind"; done
expect 2 reg export van-ban 2022 --data data -o so.txt
expect 1 reg export van-ban 1999 --data data -o none.pdf
qpdf --check so.pdf >/dev/null || fail "qpdf"
pdftotext -layout so.pdf so.txt
has so.txt "SỔ ĐĂNG KÝ VĂN BẢN ĐI"; has so.txt "Trang 2/"; has so.txt "(10)"
has so.txt "3 văn bản đã ban hành, 1 số đã hủy"; has so.txt "Các số từ 01 đến 70 đã cấp trên sổ giấy"
has so.txt "$(ls data/checkpoints/*.txt | tail -n 1 | xargs sed -n 3p | base64 -d | od -An -tx1 | tr -d ' \n')"
head -c 3 so.csv | cmp -s - <(printf '\xef\xbb\xbf') || fail "no mark of UTF-8"
[ "$(wc -l <so.csv)" -eq 5 ] || fail "lines of the table"
has so.csv "\"'=1+1"
unzip -tq so.xlsx >/dev/null || fail "unzip"
unzip -p so.xlsx xl/worksheets/sheet1.xml >sheet.xml
has sheet.xml ">=1+1"; if grep -q '<f>' sheet.xml; then fail "a formula"; fi
cp so.pdf again.pdf; expect 0 reg export van-ban 2022 --data data -o so.pdf
cmp -s so.pdf again.pdf || fail "the same book has other bytes"

# A closed book stays as it is.
expect 1 reg close van-ban 2099 "${why[@]}" 'chưa có'
expect 0 reg close van-ban 2022 "${why[@]}" 'hết năm'
expect 1 reg reserve van-ban "${why[@]}" 'muộn' --date 31/12/2022
has err "đã khóa"
expect 1 reg insert van-ban 2022 71 "${why[@]}" 'muộn'
expect 1 reg close van-ban 2022 "${why[@]}" 'hai lần'

# SQL from the shell: no number is deleted, moved, taken twice.
cp data/sovang.db before.db
refused() {
	if sqlite3 data/sovang.db "$1" >sql 2>&1; then fail "SQL went through: $1"; fi
	grep -qE 'không|số|đã' sql || { cat sql; fail "no reason: $1"; }
}
columns="org, series, year, number, suffix"
for table in document slot slot_end link event filed tree counter fact outgoing volume; do
	refused "DELETE FROM $table"
	refused "INSERT OR REPLACE INTO $table SELECT * FROM $table LIMIT 1"
	refused "REPLACE INTO $table SELECT * FROM $table ORDER BY 1 DESC LIMIT 1"
done
for table in document slot slot_end link event filed fact outgoing; do
	refused "UPDATE $table SET rowid = rowid + 100000"
	refused "UPDATE OR REPLACE $table SET rowid = (SELECT max(rowid) FROM $table) WHERE rowid = (SELECT min(rowid) FROM $table)"
done
refused "UPDATE document SET _rowid_ = 9999 WHERE number = 71"
refused "UPDATE document SET date = date - 1 WHERE number = 71"
refused "UPDATE document SET symbol = 'X' WHERE number = 71"
refused "UPDATE document SET status = 'con-hieu-luc' WHERE status = 'thu-hoi'"
refused "UPDATE counter SET last = last + 2 WHERE year = 2022"
refused "UPDATE counter SET year = 2030 WHERE year = 2022"
refused "INSERT INTO counter SELECT org, series, year, last - 1, last_date FROM counter WHERE true ON CONFLICT DO UPDATE SET last = excluded.last"
refused "INSERT INTO slot SELECT 99999, $columns, date, 'x' FROM document LIMIT 1"
q="SELECT 99999, 'x', org, series, year, number, suffix, symbol, 'x/Y', type, type_name, date, title, campaign, campaign_name, signer, position, honouree, honouree_kind, unit, decision, status, NULL, pages, template_lock, created, sha256, data_sha256, volume, offset, length, data_offset, data_length FROM document WHERE number = 71"
refused "INSERT INTO document $q"
refused "INSERT INTO document ${q/year, number, suffix, symbol, \'x\/Y\'/year, 900, suffix, symbol, code}"
refused "INSERT INTO document ${q/year, number, suffix/year, 73, \'\'}"
expect 0 "$sovang" archive fsck --data data
echo "register: all good"
