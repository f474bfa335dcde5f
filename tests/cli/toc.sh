#!/usr/bin/env bash
# The table of contents: every heading with the page on which it stands, settled within the passes.
. "$(dirname "$0")/lib.sh"
need qpdf
echo '<d/>' >d.xml
doc() { printf '<doc xmlns="urn:sovang:1" lang="vi"><meta title="Mục lục"/><page name="a" size="A5" margin="15mm"/><flow page="a">%s</flow></doc>' "$1" >t.xml; }
body=
for i in $(seq 1 60); do
	body+="<h level=\"1\">Phần $i</h><h level=\"2\">Tiết $i</h><h level=\"3\">Nhỏ $i</h>"
	for k in $(seq 1 6); do body+="<p>Lời văn.</p>"; done
done
# The list itself takes pages, so that every number moves when it is first printed.
doc "<toc levels=\"2\"/><page-break/>$body"
expect 0 "$sovang" render ./t.xml d.xml -o t.pdf --trace t.trace
qpdf --check t.pdf >out 2>&1 || { cat out; fail "qpdf"; }
pages=$(pdfinfo t.pdf | awk '/^Pages/ { print $2 }')
[ "$(grep -c '\[TOCI' t.trace)" -ge 120 ] || fail "entries"
awk '/^page|^ *page [0-9]/ { page = $2 } /\[H[123]/ { h = 1; next } h && match($0, /«.*»/) { print page, substr($0, RSTART, RLENGTH); h = 0 }' t.trace | sed 's/[«»]//g; s/\xC2\xA0/ /g' | grep -v Nhỏ >stands
pdftotext -layout t.pdf - | grep -E '\.{5,} *[0-9]+$' | sed -E 's/\xC2\xA0/ /g; s/^[ \f]*//; s/ *\.{5,} *([0-9]+)$/|\1/' | awk -F '|' '{ print $2, $1 }' >printed
[ "$(wc -l <printed)" -eq 120 ] || fail "$(wc -l <printed) entries instead of 120"
cmp stands printed || { diff stands printed | head; fail "a number is not the page"; }
! grep -q 'Nhỏ' printed || fail "levels=2 lists the third"
doc '<toc/><p>x</p>'
expect 1 "$sovang" render ./t.xml d.xml -o t.pdf
has err "mục lục trống"
has err "t.xml:1:"
doc '<keep><toc/></keep>'
expect 1 "$sovang" render ./t.xml d.xml -o t.pdf
has err "<toc> không đứng ở đây"
doc '<toc levels="7"/><h level="1">x</h>'
expect 1 "$sovang" render ./t.xml d.xml -o t.pdf
has err "viết số từ 1 đến 6"
