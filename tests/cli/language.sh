#!/usr/bin/env bash
# What a template can say, one by one: drafts and their mark, references to pages, numbers that
# go on, pictures in a frame, kerning, line breaks of data.
. "$(dirname "$0")/lib.sh"
printf '<d ngay="2022-02-05"><x>AVATAR Tân</x><dia-chi>dòng một\ndòng hai</dia-chi></d>' >d.xml
doc() { # BEFORE-FLOW FLOW
	printf '<doc xmlns="urn:sovang:1" lang="vi"><meta title="Thử"/>%s<flow page="a">%s</flow></doc>' "$1" "$2" >t.xml
}
page='<page name="a" size="A4" margin="20mm"/>'
render() { expect 0 "$sovang" render ./t.xml d.xml -o t.pdf --trace t.trace "$@"; }
words() { sed -n 's/.* #[0-9a-f]\{6\} «\(.*\)».*/\1/p' t.trace; }

# A draft shows the field's name in a frame, and the rest of the document.
doc "$page" '<p>Ông ${/d/nguoi/chuc-vu}, ${/d/@ngay|ngay}, ${/d/x|tien}</p><check test="/d/y" code="K">thiếu y</check>'
expect 0 "$sovang" render ./t.xml d.xml -o t.pdf --draft --trace t.trace
words | grep -qx '\[thiếu: chuc-vu\]' || fail "the missing field is not named"
words | grep -qx '\[sai: x\]' || fail "the wrong value is not named"
[ "$(grep -c 'rect .*#c00000' t.trace)" -eq 8 ] || fail "no frame around what is missing"
words | grep -q '05 tháng' || fail "what is there is not shown"
for code in E-MISSING E-TYPE E-CHECK; do grep -q "^$code" err || fail "the draft does not say $code"; done
expect 1 "$sovang" render ./t.xml d.xml -o x.pdf
# Its mark, and that of a page of the author's; nothing of the kind in the final document.
grep -q '«DỰ THẢO» angle 45' t.trace || fail "no mark on a draft"
doc '<page name="a" size="A5" margin="20mm"><watermark text="BẢN NHÁP RẤT DÀI" angle="0" color="#ffeeee"/></page>' '<p>x</p>'
render --draft
awk '/BẢN NHÁP RẤT DÀI/ { seen = $2 > 0 && $2 + $4 < 14800 } END { exit !seen }' t.trace || fail "the mark leaves the sheet"
render
! grep -q 'NHÁP' t.trace || fail "a mark on a final document"

# Where something stands: its name, its page; forward and back.
doc "$page<numbering name=\"n\"><level n=\"1\" as=\"ROMAN\" format=\"Chương %1\"/><level n=\"2\" as=\"decimal\" format=\"Điều %2.\" ref=\"Điều %2\" restart=\"no\"/></numbering>" \
	'<p>xem <ref to="ba"/> trang <ref to="ba" as="trang"/> và <ref to="ten"/></p><list numbering="n"><item level="1"/><item level="2">một</item><item level="2">hai</item></list><page-break/><list numbering="n"><item level="1"/><item level="2" id="ba">ba</item><item level="2" value="9">chín</item><item level="2">mười</item></list><h level="1" id="ten">Phần cuối</h>'
render
words | grep -q 'xem Điều.*3 trang.*2 và Phần cuối' || { words; fail "references"; }
words | grep -x 'Điều [0-9]*\.' | tr '\n' ' ' | grep -qx 'Điều 1. Điều 2. Điều 3. Điều 9. Điều 10. ' || fail "articles that go on through chapters"
doc "$page" '<p><ref to="khong" as="trang"/></p>'
expect 1 "$sovang" render ./t.xml d.xml -o x.pdf; has err 'không có id «khong»'

# Kerning narrows AV; it can be left out.
doc "$page" '<p>${/d/x}</p><p kern="no">${/d/x}</p>'
render
awk '/AVATAR/ { w[++n] = $4 } END { exit !(n == 2 && w[1] < w[2]) }' t.trace || fail "kern"

# Breaks of the data stay where the template asks for them.
doc "$page" '<p>${/d/dia-chi}</p><p>${/d/dia-chi|lines}</p>'
render
[ "$(words | tr '\n' '/')" = 'dòng một dòng hai/dòng một/dòng hai/' ] || { words; fail "lines"; }
# An engine that this program does not have.
doc "$page" '<p>x</p>'; sed -i 's/<doc /<doc engine="2" /' t.xml
expect 1 "$sovang" render ./t.xml d.xml -o x.pdf; has err 'phiên bản «2»'
