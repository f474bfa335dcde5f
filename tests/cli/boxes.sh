#!/usr/bin/env bash
# Boxes on a fixed sheet: turned about their middle, and what they do with text that does not fit.
. "$(dirname "$0")/lib.sh"
need pdftotext; need pdfinfo; need qpdf
echo '<d><x>Nguyễn Thị Thanh Phương Quỳnh</x></d>' >d.xml
sheet() { # CONTENT
	printf '<doc xmlns="urn:sovang:1" lang="vi"><meta title="Khung"/><page name="a" size="200mm 200mm" margin="0"/><fixed page="a">%s</fixed></doc>' "$1" >t.xml
}
render() { expect 0 "$sovang" render ./t.xml d.xml -o t.pdf --trace t.trace "$@"; }
refuse() { # CODE WORDS
	expect 1 "$sovang" render ./t.xml d.xml -o x.pdf
	grep -q "^$1 ./t.xml:1:" err || { cat err >&2; fail "$1 does not come"; }
	has err "$2"
	[ ! -e x.pdf ] || fail "a file in spite of $1"
}
name='<p font="serif 20">${/d/x}</p>'

# A quarter turn: another reader finds the words one above the other, inside the turned box, in order.
sheet '<box at="50mm 90mm" size="100mm 20mm" rotate="90"><p font="serif 14"><u>Lưu hành nội bộ</u></p></box>'
render
qpdf --check t.pdf >check || { cat check; fail "qpdf"; }
[ "$(grep -c 'text .* angle 90' t.trace)" -ge 1 ] || fail "the trace does not say the angle"
grep -q 'path 5 fill' t.trace || fail "the underline is not turned"
pdftotext -bbox t.pdf words.html
sed -n 's/.*xMin="\([0-9.]*\)" yMin="\([0-9.]*\)" xMax="\([0-9.]*\)" yMax="\([0-9.]*\)">\(.*\)<.*/\1 \2 \3 \4 \5/p' words.html >words
awk '{ mm = 25.4 / 72; inside = $1 * mm > 89 && $3 * mm < 111 && $2 * mm > 49 && $4 * mm < 151
	up = NR == 1 || $4 <= last + 1; last = $2; if (!inside || !up) exit 1; n++ } END { exit n != 4 }' words ||
	{ cat words; fail "the words are not where the turned box is"; }
[ "$(cut -d ' ' -f 5 words | tr '\n' ' ')" = 'Lưu hành nội bộ ' ] || fail "words or their order"
[ "$(pdfinfo -struct-text t.pdf | grep -c 'Lưu hành nội bộ')" = 1 ] || fail "the structure lost the text"
# The first word begins at the foot of the box: 150 mm from above, 90 mm and a line's height from the left.
awk '/ angle 90/ { if ($2 < 9000 || $2 > 9700 || $3 != 15000) exit 1; exit }' t.trace || { cat t.trace; fail "where it begins"; }

# Small angles, codes and tables of cells; no turn leaves the file as it was.
sheet '<box at="20mm 90mm" size="160mm 24mm" rotate="7"><grid cols="1fr 30mm"><cell>'"$name"'</cell><cell><qr value="abc" size="20mm" alt="mã"/></cell></grid></box>'
render
grep -q ' angle 7' t.trace || fail "a small angle"
pdfinfo -struct-text t.pdf >structure
has structure '"Nguyễn Thị Thanh Phương Quỳnh"'
has structure Figure
sheet "<box at=\"20mm 90mm\" size=\"160mm 24mm\">$name</box>"
render; cp t.pdf upright.pdf
sheet "<box at=\"20mm 90mm\" size=\"160mm 24mm\" rotate=\"0\">$name</box>"
render
cmp t.pdf upright.pdf || fail "rotate=\"0\" changes the file"

# What cannot be: off the paper, pictures, angles that are none.
sheet "<box name=\"dọc\" at=\"0mm 10mm\" size=\"100mm 20mm\" rotate=\"90\">$name</box>"
refuse E-OVERFLOW 'ra ngoài 30,00 mm'
sheet '<box at="50mm 90mm" size="100mm 20mm" rotate="3"><image href="a.png" size="10mm"/></box>'
refuse E-ELEMENT 'không đứng được trong khung có rotate'
for angle in 360 -90 1.5 ngang; do
	sheet "<box at=\"50mm 90mm\" size=\"100mm 20mm\" rotate=\"$angle\">$name</box>"
	refuse E-VALUE "rotate=\"$angle\""
done

# Text that does not fit: refused; or made smaller, past the author's floor, and told; nothing is readable below 6 pt.
long() { sheet "<box name=\"tên\" at=\"20mm 20mm\" size=\"$1 20mm\" fit=\"shrink:18pt one-line\" $2>$name</box>"; }
for how in '' 'on-overflow="error"'; do
	long 60mm "$how"
	refuse E-OVERFLOW 'khung tên không chứa hết'
done
long 60mm 'on-overflow="shrink"'
render
grep -q '^W-SHRINK .*dưới cỡ nhỏ nhất trong fit=' err || { cat err; fail "shrinking past the floor is not told"; }
awk '/Nguyễn/ { n++; ok = $4 <= 6000 && $4 > 5500 } END { exit !(n == 1 && ok) }' t.trace || { cat t.trace; fail "the largest size that fits"; }
long 90mm 'on-overflow="shrink"'
render
! grep -q 'dưới cỡ' err || fail "above the floor"
long 12mm 'on-overflow="shrink"'
refuse E-OVERFLOW 'khung tên không chứa hết'
long 60mm 'on-overflow="cut"'
refuse E-VALUE 'on-overflow="cut"'
