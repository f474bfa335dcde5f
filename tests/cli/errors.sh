#!/usr/bin/env bash
# What is wrong is named with its line and a remedy; nothing is written; status 1, 2 or 3.
. "$(dirname "$0")/lib.sh"
mkdir t
doc() { printf '<doc xmlns="urn:sovang:1">\n%s\n</doc>\n' "$1" >t/m.xml; }
page='<page name="a" size="A4" margin="20mm"/>'
echo '<ho-so><ten>An</ten><ngay>2022-04-12</ngay></ho-so>' >d.xml
wrong() { # CODE LINE TEXT: the last template gives this error
	expect 1 "$sovang" render t/m.xml d.xml -o x.pdf
	[ ! -e x.pdf ] || fail "a document was written in spite of $1"
	grep -qE "^$1 t/m.xml:$2:" err || { cat err; fail "$1 at line $2"; }
	has err "$3"
	has err "gợi ý:"
}
doc "$page<flow><p>\${/ho-so/ten}</p></flow>"
expect 0 "$sovang" render t/m.xml d.xml -o ok.pdf
doc "$page<flow>
<p>\${/ho-so/tem}</p></flow>"; wrong E-MISSING 3 'gần nhất: «ten»'
doc "$page<flow>
<p>\${/ho-so/ten|hoaa}</p></flow>"; wrong E-FILTER 3 'có phải «hoa»?'
doc "$page<flow><p>\${/ho-so/[}</p></flow>"; wrong E-EXPR 2 'XPath'
doc "$page<flow><p>\${/ho-so/ten|ngay}</p></flow>"; wrong E-TYPE 2 'cần ngày, có «An»'
doc "$page<flow><pp>x</pp></flow>"; wrong E-ELEMENT 2 'có phải <p>?'
doc "$page<flow><p aling=\"left\">x</p></flow>"; wrong E-ATTR 2 'có phải align?'
doc "$page<flow><p align=\"mid\">x</p></flow>"; wrong E-VALUE 2 'left right center justify'
doc "$page<flow><p before=\"6\">x</p></flow>"; wrong E-LENGTH 2 'before="6pt"'
doc "$page<flow><p style=\"khong\">x</p></flow>"; wrong E-STYLE 2 'khai báo'
doc "$page<flow><p>x <ref to=\"d9\"/></p></flow>"; wrong E-REF 2 'id='
doc "$page<flow><p>一</p></flow>"; wrong E-GLYPH 2 'gõ lại chữ'
doc "$page<flow><p nobr=\"yes\"><nobr>$(printf 'dài %.0s' $(seq 60))</nobr></p></flow>"; wrong E-OVERFLOW 2 'rút ngắn'
doc "$page<flow><image href=\"khong.png\"/></flow>"; wrong E-ASSET 2 'templates'
doc "<p>x"; wrong E-XML 3 'gợi ý'
doc "<include href=\"t/m.xml\"/>"; wrong E-CYCLE 2 'bỏ một <include>'
doc "<check test=\"/ho-so/ten = 'Bình'\" code=\"K-1\">Tên phải là Bình</check>$page<flow><p>x</p></flow>"
expect 1 "$sovang" render t/m.xml d.xml -o x.pdf; has err "K-1: Tên phải là Bình"
# All at once.
doc "$page<flow>
<p>\${/ho-so/a}</p>
<p>\${/ho-so/b}</p></flow>"
expect 1 "$sovang" check t/m.xml d.xml
[ "$(grep -c '^E-MISSING' err)" -eq 2 ] || fail "not all errors came at once"
expect 1 "$sovang" check --json t/m.xml d.xml
[ "$(grep -c '"code":"E-MISSING"' out)" -eq 2 ] || fail "errors as JSON"
# A draft goes on and marks the place.
expect 0 "$sovang" render t/m.xml d.xml -o draft.pdf --draft
pdftotext draft.pdf - | grep -q 'thiếu: a' || fail "the draft hides what is missing"

# Hostile data: refused within a second and 64 MB.
hostile() {
	( ulimit -t 2; expect 1 "$sovang" render plan bad.xml -o x.pdf ) || fail "hostile data: $1"
	grep -qE "^($1)" err || { cat err; fail "$1"; }
}
printf '<!DOCTYPE d SYSTEM "file:///etc/passwd"><d/>' >bad.xml; hostile E-XML
{
	printf '<!DOCTYPE d [<!ENTITY a "ha">'
	p=a
	for c in b c d e f g h i j k l m n; do
		printf '<!ENTITY %s "&%s;&%s;&%s;&%s;&%s;&%s;&%s;&%s;&%s;&%s;">' $c $p $p $p $p $p $p $p $p $p $p
		p=$c
	done
	printf ']><d>&n;</d>'
} >bad.xml; hostile E-XML
printf '<d>\xff\xfe</d>' >bad.xml; hostile E-UTF8
printf '<d>\xc0\x80</d>' >bad.xml; hostile E-UTF8
printf '<d>&#1;</d>' >bad.xml; hostile E-XML
{ yes '<a>' || true; } | head -n 100000 >bad.xml; hostile E-LIMIT
head -c 40000000 /dev/zero | tr '\0' ' ' >bad.xml; hostile E-LIMIT

# Wrong usage is 2, a missing environment 3.
expect 2 "$sovang"
expect 2 "$sovang" khong-co
expect 2 "$sovang" render plan
expect 2 "$sovang" render plan d.xml --khong
expect 1 "$sovang" render khong-co-mau d.xml -o x.pdf
expect 1 "$sovang" render plan khong-co.xml -o x.pdf
( SOVANG_HOME=$work expect 3 "$sovang" render plan d.xml -o x.pdf )
expect 0 "$sovang" render --help; has out "MÃ KẾT THÚC"
for c in render check init demo issue get 'archive list' 'archive fsck' search serve; do
	expect 0 "$sovang" $c --help
	has out "sovang $c"
done
doc "$page<flow><p>x</p></flow>"
expect 3 "$sovang" render t/m.xml d.xml -o khong/co/x.pdf
! "$sovang" render t/m.xml d.xml -o - >/dev/full 2>err || fail "a full disk went unnoticed"
"$sovang" init --data full >/dev/null
for c in 'archive fsck --data full' '--version' 'render --help'; do
	have=0
	"$sovang" $c >/dev/full 2>err || have=$?
	[ $have -eq 3 ] && has err E-IO || fail "nobody could read it, and exit $have: $c"
done
echo "errors: all good"
