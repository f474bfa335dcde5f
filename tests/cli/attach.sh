#!/usr/bin/env bash
# Files inside a PDF/A-3: the document's own data, files of the templates, and what is refused.
. "$(dirname "$0")/lib.sh"
need qpdf
need pdfdetach
echo '<ho-so><ten>Nguyễn Văn An</ten></ho-so>' >d.xml
doc() { # ATTACHMENTS PROFILE
	printf '<doc xmlns="urn:sovang:1" lang="vi"><meta title="Kèm" pdf-profile="%s"/>%s<page name="a" size="A4" margin="20mm"/><flow page="a"><p>x</p></flow></doc>' "${2:-a-3a}" "$1" >t.xml
}
doc '<attach name="z-mau.xml" rel="Source" href="rules/nd30.xml"/><attach name="dữ-liệu.xml" mime="application/xml" rel="Data"/>'
expect 0 "$sovang" render ./t.xml d.xml -o t.pdf
qpdf --check t.pdf >out 2>&1 || { cat out; fail "qpdf"; }
pdfdetach -list t.pdf >list
has list "2 embedded files"
pdfdetach -saveall t.pdf
cmp z-mau.xml "$root/templates/rules/nd30.xml" || fail "the file came out another"
printf '<ho-so><ten>Nguyễn Văn An</ten></ho-so>' | cmp - dữ-liệu.xml || fail "the data came out another"
cp t.pdf first.pdf
expect 0 "$sovang" render ./t.xml d.xml -o t.pdf
cmp t.pdf first.pdf || fail "other bytes"

bad() { # ATTACHMENTS PROFILE MESSAGE
	doc "$1" "$2"
	expect 1 "$sovang" render ./t.xml d.xml -o t.pdf
	has err "$3"
	has err "t.xml:1:"
}
bad '<attach name="a.xml"/>' a-2a 'a-3a'
bad '<attach name="a.xml"/><attach name="a.xml"/>' a-3a 'khai báo hai lần'
bad '<attach/>' a-3a 'cần name'
bad '<attach name="../a.xml"/>' a-3a 'cần name'
bad '<attach name="a.xml" mime="xml"/>' a-3a 'mime="xml"'
bad '<attach name="a.xml" rel="Cha"/>' a-3a 'rel="Cha"'
bad '<attach name="a.xml" href="khong-co.xml"/>' a-3a 'khong-co.xml'
