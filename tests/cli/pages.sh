#!/usr/bin/env bash
# Where pages end: keeps are released weakest first and said, headings and signatures are never
# alone, rows split where they may, page N of M settles, sections turn the sheet.
. "$(dirname "$0")/lib.sh"
echo '<d/>' >d.xml
# 257 mm of text, a line is 10 mm: 25 lines.
doc() { # FLOW...
	printf '<doc xmlns="urn:sovang:1" lang="vi"><meta title="Trang"/><style name="d" font="serif 14" line="10mm"/><page name="a" size="A4" margin="20mm"/><flow page="a">%s</flow></doc>' "$*" >t.xml
	expect 0 "$sovang" render ./t.xml d.xml -o t.pdf --trace t.trace
}
fill() { printf '<p style="d">đệm</p>%.0s' $(seq "$1"); }
block() { # LINES WORD
	printf '<p style="d">%s</p>' $(seq "$1" | sed "s/^/$2/")
}
page_of() { awk -v t="«$1»" '/^ *page / { p = $2 } index($0, t) { print p; exit }' t.trace; }
pages() { awk '/^ *page / { p = $2 } END { print p }' t.trace; }

# A soft keep gives way to a half empty page, a strong one does not.
for strength in 1 2 3; do
	doc "$(fill 12)<keep strength=\"$strength\">$(block 14 k)</keep>"
	first=$(page_of k1) last=$(page_of k14)
	if [ $strength -eq 1 ]; then
		[ "$first" -eq 1 ] && [ "$last" -eq 2 ] || fail "a soft keep left half of a page empty"
		grep -q 'W-KEEP.*độ mạnh 1' err || fail "the released soft keep was not told"
	else
		[ "$first" -eq 2 ] && [ "$last" -eq 2 ] || fail "keep $strength was released without need"
		! grep -q W-KEEP err || fail "keep $strength: a release that was none"
	fi
done
# What no page can hold is released, and not put off from page to page; the weakest goes.
doc "$(fill 12)<keep strength=\"3\">$(block 40 k)</keep>"
[ "$(pages)" -eq 3 ] || fail "a keep longer than a page leaves pages empty"
grep -q 'W-KEEP.*độ mạnh 3' err || fail "a released keep was not told"
doc "<keep strength=\"2\">$(block 10 a)<keep strength=\"3\">$(block 14 b)</keep>$(block 4 c)</keep>"
grep -q 'W-KEEP.*độ mạnh 2' err || fail "not the weakest keep was released"
! grep -q 'độ mạnh 3' err || fail "the strongest keep was released"
[ "$(page_of b1)" -eq "$(page_of b14)" ] || fail "the inner keep was parted"

# A heading stands with two lines of what follows, wherever it falls.
body=
for i in $(seq 1 40); do
	body+="<h level=\"1\" style=\"d\" keep-next=\"yes\">H$i</h><p style=\"d\">x$i<br/>y$i<br/>z$i</p>$(fill $((i % 4)))"
done
doc "$body"
for i in $(seq 1 40); do
	[ "$(page_of "H$i")" = "$(page_of "x$i")" ] && [ "$(page_of "H$i")" = "$(page_of "y$i")" ] || fail "heading $i stands alone"
done
# Widows and orphans: never one line of a paragraph of four by itself.
body=
for i in $(seq 1 40); do body+="<p style=\"d\" widows=\"2\" orphans=\"2\">a$i<br/>b$i<br/>c$i<br/>e$i</p>$(fill $((i % 3)))"; done
doc "$body"
for i in $(seq 1 40); do
	[ "$(page_of "a$i")" = "$(page_of "b$i")" ] && [ "$(page_of "c$i")" = "$(page_of "e$i")" ] || fail "paragraph $i leaves a line alone"
done
# The signature has two lines of the text with it.
for n in 19 20 21 22 23 24 25 26; do
	doc "$(block $n v)<grid cols=\"1fr 1fr\" keep-prev=\"2-lines\"><cell><p style=\"d\">Nơi nhận</p></cell><cell><p style=\"d\">CHỦ TỊCH</p><space size=\"30mm\"/><p style=\"d\">Họ tên</p></cell></grid>"
	[ "$(page_of CHỦ\ TỊCH)" = "$(page_of "v$n")" ] && [ "$(page_of CHỦ\ TỊCH)" = "$(page_of "v$((n - 1))")" ] || fail "a signature after $n lines stands alone"
	[ "$(page_of 'Họ tên')" = "$(page_of 'CHỦ TỊCH')" ] || fail "a signature is parted"
done

# A row that may split fills the page; lines:3 keeps three lines on both sides; no does neither.
cell=$(for i in $(seq 1 8); do printf 'r%d<br/>' "$i"; done)
row() { doc "$(fill "$2")<table cols=\"1fr\" row-split=\"$1\" before=\"0mm\" pad-y=\"0mm\"><tr><td style=\"d\">${cell%<br/>}</td></tr></table>"; }
row any 20; [ "$(page_of r5)" -eq 1 ] && [ "$(page_of r6)" -eq 2 ] || fail "row-split=any"
! grep -q W-KEEP err || fail "a row that may split is no release"
row lines:3 22; [ "$(page_of r3)" -eq 1 ] && [ "$(page_of r4)" -eq 2 ] || fail "row-split=lines:3"
row lines:3 23; [ "$(page_of r1)" -eq 2 ] || fail "row-split=lines:3 left two lines"
row no 20; [ "$(page_of r1)" -eq 2 ] || fail "row-split=no"

# Room for what is asked, and a page that begins with neither break nor condition.
doc "$(fill 20)<cond-break need=\"60mm\"/><p style=\"d\">sau</p>"; [ "$(page_of sau)" -eq 2 ] || fail "cond-break did not break"
doc "$(fill 18)<cond-break need=\"60mm\"/><p style=\"d\">sau</p>"; [ "$(page_of sau)" -eq 1 ] || fail "cond-break broke"
doc "$(fill 25)<page-break/><p style=\"d\">sau</p>"; [ "$(page_of sau)" -eq 2 ] && [ "$(pages)" -eq 2 ] || fail "an empty page"

# Page N of M over the change from nine to ten; sheets turn, numbers begin anew.
printf '<doc xmlns="urn:sovang:1" lang="vi"><meta title="Trang"/><page name="a" size="A4" margin="20mm"><footer><p align="center">trang <page-number/>/<page-count/></p></footer></page><page name="n" size="A4" orientation="landscape" margin="20mm"><header><p>phụ lục <page-number/></p></header></page><flow page="a">%s</flow><section page="n" number="restart"><p>ngang</p><page-break/><p>ngang</p></section></doc>' "$(for i in $(seq 1 7); do printf '<p>%s</p><page-break/>' "$i"; done)<p>8</p>" >t.xml
expect 0 "$sovang" render ./t.xml d.xml -o t.pdf --trace t.trace
[ "$(grep -c '«10»' t.trace)" -eq 8 ] || { grep 'trang' t.trace; fail "page N of M"; }
[ "$(grep -c '^ *page [0-9]* 29700 21000' t.trace)" -eq 2 ] || fail "landscape"
[ "$(pdftotext -f 9 t.pdf - | grep -oE 'phụ lục.[12]' | tr -dc '12')" = 12 ] || fail "numbers of an annex"
