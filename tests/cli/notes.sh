#!/usr/bin/env bash
# Footnotes stand at the foot of the page that has their mark, go on where they are long, are
# lost nowhere and are tagged as notes.  Running heads of first, last and unnumbered pages.
. "$(dirname "$0")/lib.sh"
need qpdf
echo '<d/>' >d.xml
words() { # FROM TO
	local i
	for i in $(seq "$1" "$2"); do printf 'chữ%s ' "$i"; done
}
doc() { # CONTENT
	printf '<doc xmlns="urn:sovang:1" lang="vi"><meta title="Chú thích"/><style name="t" font="serif 14" align="justify"/>%s<page name="a" size="A4" margin="20mm">%s</page><flow page="a">
%s</flow></doc>' "${style:-}" "${running:-}" "$1" >t.xml
}
render() { expect 0 "$sovang" render ./t.xml d.xml -o t.pdf --trace t.trace; qpdf --check t.pdf >out 2>&1 || fail "qpdf"; }

body=
for i in $(seq 1 40); do
	body+="<p style=\"t\">Dấu$i<footnote id=\"n$i\">Lời$i thứ nhất. $(words 1 20)</footnote> $(words 1 60)</p>"
done
doc "$body"
render
pages=$(pdfinfo t.pdf | awk '/^Pages/ { print $2 }')
[ "$pages" -ge 5 ] || fail "only $pages pages"
for n in $(seq 1 "$pages"); do
	notes=$(grep -c '«.*Lời' <(awk -v n="$n" '/^ *page /{ on = $2 == n } on' t.trace)) || true
	marks=$(grep -c '«Dấu' <(awk -v n="$n" '/^ *page /{ on = $2 == n } on' t.trace)) || true
	[ "$marks" -eq "$notes" ] || fail "page $n has $marks marks and $notes notes"
done
[ "$(grep -c '\[Note chu-thich\]' t.trace)" -eq 40 ] || fail "notes in the structure"
# Each note has an identifier of its own, and the tree knows it (PDF/UA-1, 7.9).
qpdf --qdf --object-streams=disable t.pdf t.qdf
grep -a -A4 '/S /Note' t.qdf >/dev/null || fail "no Note"
[ "$(grep -aoE '/ID \(n[0-9]+\)' t.qdf | sort -u | wc -l)" -eq 40 ] || fail "notes without an identifier of their own"
grep -aq '/IDTree' t.qdf || fail "no ID tree"
# Nothing of a note stands outside the margins: 20 mm of 297.
awk '/^ *page /{ next } $1 == "text" && $3 > 27700 { bad = 1 } END { exit bad }' t.trace || fail "a note below the margin"

# Longer than a page: it goes on, each word once, and the text goes on beside it.
doc "<p style=\"t\">Dấu<footnote>$(words 1 2500)</footnote> $(words 5001 5400)</p><p style=\"t\">$(words 5401 6500)</p>"
render
for range in '1 2500' '5001 6500'; do
	pdftotext t.pdf - | tr -s ' \n\f' '\n' | grep -oxE 'chữ[0-9]+' | sed 's/chữ//' |
		awk -v a="${range% *}" -v b="${range#* }" '$1 >= a && $1 <= b' >have
	seq ${range} | cmp - have || fail "words $range were lost or changed places"
done
[ "$(grep -c 'Note chu-thich goes on' t.trace)" -ge 1 ] || fail "the note does not go on as one note"

# In headings (not in the outline), lists and cells; said again; a style of the author's.
style='<style name="chu-thich" font="serif-italic 10"/><numbering name="n"><level n="1" as="decimal" format="%1."/></numbering>'
doc '<h level="1" font="serif-bold 14">Mục<footnote id="a">của mục</footnote> đầu</h><list numbering="n"><item>khoản<footnote>của khoản</footnote></item></list><table cols="1fr 1fr"><tr><td>ô<footnote>của ô</footnote></td><td>xem <footnote-ref to="a"/></td></tr></table><p><footnote-ref to="b"/> trước<footnote id="b">sau</footnote></p>'
render
grep -q 'outline 1 «Mục đầu»' t.trace || fail "the mark stands in the outline"
[ "$(sed -n 's/.*Italic 10 #000000 «\(.\{3,\}\)» @.*/\1/p' t.trace | tr '\n' ',')" = 'của mục,của khoản,của ô,sau,' ] || fail "notes in order, in the author's style"
style=

wrong() { # CODE TEXT
	expect 1 "$sovang" render ./t.xml d.xml -o x.pdf
	grep -qE "^$1 \./t.xml:[0-9]+:[0-9]+:" err || { cat err; fail "$1"; }
	has err "$2"
}
doc '<p>x<footnote></footnote></p>'; wrong E-ELEMENT 'chú thích không có chữ'
doc '<p>x<footnote>a<footnote>b</footnote></footnote></p>'; wrong E-ELEMENT 'không đứng trong đầu bảng'
doc '<table cols="1fr"><thead><tr><th>x<footnote>a</footnote></th></tr></thead><tr><td>y</td></tr></table>'; wrong E-ELEMENT 'không đứng trong đầu bảng'
doc '<p>x<footnote-ref to="khong"/></p>'; wrong E-REF 'khong'
doc '<p>x<footnote-ref/></p>'; wrong E-ATTR 'to'
doc '<p>x<footnote id="a">m</footnote><footnote id="a">n</footnote></p>'; wrong E-REF 'viết hai lần'

# Running heads: the first, the last, not the last; text stays where pages have no numbers.
running='<header on="first"><p>đầu tiên</p></header><header on="last"><p>cuối cùng</p></header><footer not-on="last"><p>còn nữa</p></footer>'
doc '<p>1</p><page-break/><p>2</p><page-break/><p>3</p>'
render
page() { pdftotext -f "$1" -l "$1" t.pdf -; }
page 1 | grep -q 'đầu tiên' && ! page 1 | grep -q 'cuối cùng' || fail "the first page"
page 2 | grep -q 'còn nữa' && ! page 2 | grep -qE 'đầu tiên|cuối cùng' || fail "the second page"
page 3 | grep -q 'cuối cùng' && ! page 3 | grep -q 'còn nữa' || fail "the last page"
doc '<p>1</p>'
render
page 1 | grep -q 'đầu tiên' && page 1 | grep -q 'cuối cùng' || fail "the only page is first and last"
running='<header><p>tên cơ quan</p></header><footer><p>trang <page-number/></p></footer>'
doc '<p>1</p>'
sed -i 's/<flow page="a">/<flow page="a" number="none">/' t.xml
render
page 1 | grep -q 'tên cơ quan' && ! page 1 | grep -q 'trang' || fail "an unnumbered page"
running='<header><p>một</p><p>hai</p><p>ba</p></header>'
doc '<p>1</p>'; wrong E-OVERFLOW 'đầu trang lấn vào phần chữ'
running="<footer>$(printf '<p>x</p>%.0s' 1 2 3)</footer>"
doc '<p>1</p>'; wrong E-OVERFLOW 'chân trang vượt mép giấy'
