#!/usr/bin/env bash
# Cells over several rows: the rows stay on one page, their heights agree, structure says it; and
# what cannot be is said with its place.  Ellipses.
. "$(dirname "$0")/lib.sh"
need qpdf
echo '<d/>' >d.xml
doc() { # TABLE CONTENT
	printf '<doc xmlns="urn:sovang:1" lang="vi"><meta title="Bảng"/><page name="a" size="A4" margin="20mm"/><flow page="a">
<table cols="20mm 1fr 40mm">%s</table></flow></doc>' "$1" >t.xml
}
head='<thead><tr><th rowspan="2">TT</th><th span="2">Người được khen</th></tr><tr><th>Họ tên</th><th>Hình thức</th></tr></thead>'
rows=
for i in $(seq 1 30); do
	rows+="<tr><td rowspan=\"3\" valign=\"middle\">N$i</td><td>A$i</td><td>khen</td></tr><tr><td>B$i</td><td rowspan=\"2\">chung</td></tr><tr><td>C$i</td></tr>"
done
doc "$head$rows"
expect 0 "$sovang" render ./t.xml d.xml -o t.pdf --trace t.trace
qpdf --check t.pdf >out 2>&1 || fail "qpdf"
pages=$(pdfinfo t.pdf | awk '/^Pages/ { print $2 }')
[ "$pages" -ge 2 ] || fail "one page only"
for n in $(seq 1 "$pages"); do
	pdftotext -layout -f "$n" -l "$n" t.pdf page.txt
	has page.txt "Hình thức" # both rows of the head
	a=$(grep -c 'A[0-9]' page.txt) c=$(grep -c 'C[0-9]' page.txt)
	[ "$a" -eq "$c" ] || fail "page $n parts joined rows: $a begin, $c end"
done
[ "$(grep -c '\[TD rows 3\]' t.trace)" -eq 30 ] || fail "rows in the structure"
[ "$(grep -c '\[TH rows 2\]' t.trace)" -eq 1 ] || fail "the head's cell in the structure"
qpdf --qdf --object-streams=disable t.pdf t.qdf
[ "$(grep -ac '/RowSpan 3' t.qdf)" -eq 30 ] || fail "RowSpan"

# A cell that needs more than its rows makes the last one taller: nothing is printed over.
doc '<tr><td rowspan="2">một hai ba bốn năm sáu bảy tám chín mười mười một mười hai</td><td>x</td><td>y</td></tr><tr><td>x2</td><td>y2</td></tr><tr><td>dưới</td><td/><td/></tr>'
expect 0 "$sovang" render ./t.xml d.xml -o t.pdf --trace t.trace
awk '/«(mười hai|hai|mười.*hai)»$/ { last = $3 } /«dưới»/ { under = $3 } END { exit !(under > last + 300) }' t.trace || fail "the row below stands in the tall cell"

doc '<tr><td rowspan="4">x</td><td/><td/></tr><tr><td/><td/></tr>'
expect 1 "$sovang" render ./t.xml d.xml -o t.pdf
has err "còn gộp 2 hàng nữa"
has err "t.xml:2:"
doc '<tr><td rowspan="2">x</td><td/><td/></tr><tr><td/><td/><td>thừa</td></tr>'
expect 1 "$sovang" render ./t.xml d.xml -o t.pdf
has err "không còn cột"
doc '<thead><tr><th rowspan="2">x</th></tr></thead><tr><td>a</td></tr>'
expect 1 "$sovang" render ./t.xml d.xml -o t.pdf
has err "còn gộp 1 hàng nữa"
rows='<tr><td rowspan="120">x</td><td/><td/></tr>'
for i in $(seq 2 120); do rows+="<tr><td>dòng $i</td><td/></tr>"; done
doc "$rows"
expect 1 "$sovang" render ./t.xml d.xml -o t.pdf
grep -qE 'rowspan cao hơn trang [0-9]+,[0-9]{2} mm' err || fail "no millimetres: $(cat err)"
has err "chia ô gộp"
doc '<tr><td rowspan="201">x</td></tr>'
expect 1 "$sovang" render ./t.xml d.xml -o t.pdf
has err "viết số từ 1 đến 200"

# What follows a table is not inside it.
doc '<tr><td>a</td><td>b</td><td>c</td></tr></table><p>Sau bảng.</p><table cols="1fr"><tr><td>d</td></tr>'
expect 0 "$sovang" render ./t.xml d.xml -o t.pdf
pdfinfo -struct t.pdf | grep -q '^  P' || fail "the paragraph behind a table is tagged as part of it"

art() { printf '<doc xmlns="urn:sovang:1" lang="vi"><meta title="Hình"/><page name="a" size="A4" margin="20mm"/><fixed page="a"><ellipse %s/></fixed></doc>' "$1" >t.xml; }
art 'at="60mm 60mm" size="40mm 40mm" stroke="#b8860b 1mm" fill="#ffeecc"'
expect 0 "$sovang" render ./t.xml d.xml -o t.pdf --trace t.trace
has t.trace "fill stroke"
art 'at="60mm 60mm" size="0mm 40mm"'
expect 1 "$sovang" render ./t.xml d.xml -o t.pdf
has err "lớn hơn 0"
