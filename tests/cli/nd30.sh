#!/usr/bin/env bash
# The decree's measure from outside: what a clerk sees, and that nothing wrong takes a number.
. "$(dirname "$0")/lib.sh"
need sqlite3
need python3
for t in plan award-decision certificate-merit certificate-merit-a4 certificate-commendation; do
	expect 0 "$sovang" check --nd30 $t "$root/templates/documents/$t/mau.xml"
	[ ! -s out ] && [ ! -s err ] || fail "$t: something was found in the shipped sample"
done
expect 2 "$sovang" check --nd30 plan
has err "cần tệp dữ liệu"

# Another home, where one style is wrong: spoil FILE OLD NEW.
mkdir home
ln -s "$root/fonts" home/fonts
fresh() { rm -rf home/templates && cp -R "$root/templates" home/templates; }
spoil() {
	python3 - "home/templates/$1" "$2" "$3" <<-'PY' || fail "«$2» is not in $1"
		import sys
		path, old, new = sys.argv[1:]
		text = open(path, encoding="utf-8").read()
		assert old in text
		open(path, "w", encoding="utf-8").write(text.replace(old, new, 1))
	PY
}
bold='name="quoc-hieu" based-on="dau" font="serif-bold 13"'
thin='name="quoc-hieu" based-on="dau" font="serif 13"'
data=$root/templates/documents/plan/mau.xml
fresh
export SOVANG_HOME=$work/home
expect 0 "$sovang" init --data data
spoil common/nd30/van-ban.xml "$bold" "$thin"

# Code, place in the template, place on the page, article, remedy; the same as JSON.
expect 1 "$sovang" check --nd30 plan "$data"
[ "$(grep -c '^E-' err)" -eq 1 ] || fail "more than one finding"
grep -qE '^E-ND30-12 common/nd30/van-ban.xml:[0-9]+:[0-9]+: chưa đúng thể thức: Quốc hiệu: chữ không đậm' err || fail "text"
has err "trang 1, cách mép trái 101,"
has err "Phụ lục I, Phần I, Mục II, khoản 1; Mục V, Nghị định số 30/2020/NĐ-CP"
has err "gợi ý: Quốc hiệu in hoa, cỡ 12–13, đứng, đậm"
expect 1 "$sovang" check --nd30 --json plan "$data"
python3 - <<'PY' || fail "JSON"
import json
f = json.load(open("out", encoding="utf-8"))
assert f["code"] == "E-ND30-12" and f["page"] == 1, f
assert 100 < f["x"] < 102 and 23 < f["y"] < 25, f
assert "Mục V" in f["article"] and "đậm" in f["hint"], f
PY
# Without --nd30 the same template is merely typeset.
expect 0 "$sovang" check plan "$data"

# Issuing: refused, nothing filed, no number gone.
numbers() { sqlite3 data/sovang.db 'SELECT series, year, last FROM counter ORDER BY 1, 2'; }
campaign=$root/templates/demo/phong-trao-71.xml
expect 1 "$sovang" issue plan "$campaign" --data data
has err "E-ND30-12"
[ "$(numbers | wc -l)" -eq 0 ] || fail "a refused plan opened a series: $(numbers)"
[ "$("$sovang" archive list --data data | wc -l)" -eq 0 ] || fail "a refused plan was filed"
fresh
expect 0 "$sovang" issue plan "$campaign" --data data
grep -q '^71/KH-UBND' out || fail "the plan lost its number"
before=$(numbers)
spoil common/nd30/van-ban.xml 'name="ten-phu-luc" based-on="goc" font="serif-bold 14"' \
	'name="ten-phu-luc" based-on="goc" font="serif 14"'
expect 1 "$sovang" issue decision "$campaign" --data data
has err "E-ND30-91"
[ "$(numbers)" = "$before" ] || fail "a refused decision took a number: $(numbers)"
fresh
expect 0 "$sovang" issue decision "$campaign" --data data
awk -F '\t' '$1 != "01/QĐ-UBND" { exit 1 }' out || fail "the decision is not the next number of its year"

# A law that is no longer in force on the decision's day.
sed 's/ma="hy-2022-du-an-trong-diem"/ma="sau-nay"/; s/ngay="2023-09-28"/ngay="2024-02-01"/; s/ so="71"//' "$campaign" >later.xml
expect 1 "$sovang" issue decision later.xml --data data
has err "E-ND30-43"
has err "hết hiệu lực sau ngày 31/12/2023, thay bằng 06/2022/QH15"

# What is only a reminder is shown and stops nothing.
sed 's/ma="hy-2022-du-an-trong-diem"/ma="nhac"/; s/ so="71"//; s|91/2017/NĐ-CP ngày|99/2017/NĐ-CP ngày|' "$campaign" >unknown.xml
expect 0 "$sovang" issue plan unknown.xml --data data
has err "W-ND30-46"
grep -q '^72/KH-UBND' out || fail "a reminder stopped the plan"

# Certificates have a form of their own.
spoil common/bang-khen/kieu.xml 'font="serif-bold 13" nobr' 'font="serif 11" nobr'
expect 0 "$sovang" issue certificates "$campaign" --data data
[ "$(wc -l <out)" -eq 48 ] || fail "48 certificates were expected"

# Rules that make no sense are refused with their line, before anything is drawn.
rules() { # OLD NEW TEXT
	fresh
	spoil rules/nd30.xml "$1" "$2"
	expect 1 "$sovang" check plan "$data"
	grep -qE '^E-[A-Z]+ .*rules/nd30.xml:[0-9]+:' err || { cat err; fail "no place: $2"; }
	has err "$3"
}
rules 'do="kho-giay"' 'do="kho-gay"' 'phép đo này chương trình không có'
rules 'ma="02"' 'ma="01"' 'mỗi quy tắc một mã riêng'
rules 'khoang="20mm 25mm"' 'khoang="25mm 20mm"' 'nhỏ trước'
rules 'tu-ngay="2020-03-05"' 'tu-ngay="5/3/2020"' 'viết ngày như'
rules 'sai-so="0.5mm"' 'saiso="0.5mm"' 'thuộc tính này không có'
rules 'ty-le="1/1 1/1"' '' 'phép đo cần nó'
rules 'dam="co"' 'dam="yes"' 'viết co hoặc khong'
rules 'muc="nhac"' 'muc="nhe"' 'viết loi hoặc nhac'
rules ' dieu="Điều 8"' '' 'điều khoản'
fresh
spoil rules/van-ban-phap-luat.xml 'tu-ngay="2004-07-01"' ''
expect 1 "$sovang" check plan "$data"
has err "thiếu thuộc tính tu-ngay"
# No rules at all: typesetting goes on, measuring says what is missing.
rm home/templates/rules/nd30.xml
expect 0 "$sovang" check plan "$data"
expect 3 "$sovang" check --nd30 plan "$data"
has err "rules/nd30.xml"
# Before the decree there is nothing to measure by, and that is said.
fresh
sed 's/ngay="2022-04-12"/ngay="2020-03-04"/' "$data" >old.xml
expect 0 "$sovang" check --nd30 plan old.xml
has err "W-ND30 "
has err "2020-03-04"
echo "nd30: all good"
