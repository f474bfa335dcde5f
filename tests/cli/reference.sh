#!/usr/bin/env bash
# Checker, schema and reference say the same: all three come from one table.
. "$(dirname "$0")/lib.sh"
need xmllint
expect 0 "$sovang" reference
cmp out "$root/templates/tham-chieu.md" || fail "write templates/tham-chieu.md anew: sovang reference"
# Each function of the table stands there and can be called as it is written; one that does not is no function.
functions=$(sed -n '/^## Hàm/,/^## /s/^| `\([a-z-]*\)(\(.*\))` | ..* |$/\1 \2/p' out)
[ "$(wc -l <<<"$functions")" -ge 10 ] || fail "functions are missing in the reference: $functions"
echo '<d><so>3</so><so>4</so><ngay>2022-02-05</ngay><ten>Nguyễn Văn Ân</ten></d>' >f.xml
call() { # FUNCTION ARGUMENTS
	printf '<doc xmlns="urn:sovang:1"><page name="a" size="A4" margin="20mm"/><flow page="a"><if test="string(%s(%s))"><p>x</p></if></flow></doc>' "$1" "$2" >t.xml
}
while read -r name args; do
	values=$(sed "s/họ-tên/\/d\/ten/; s/nút/\/d\/so/; s/a, b/3, 4/; s/chữ/\/d\/ten/; s/sổ/'s'/; s/mã/'m'/" <<<"$args")
	[ "$name" != max-date ] || values=/d/ngay
	call "$name" "$values"
	expect 0 "$sovang" check ./t.xml f.xml
done <<<"$functions"
call tongg /d/so
expect 1 "$sovang" check ./t.xml f.xml
expect 0 "$sovang" reference --schema
cp out mau.rng
cmp mau.rng "$root/templates/schema/mau.rng" || fail "write schema/mau.rng anew: sovang reference --schema"
valid() { xmllint --noout --relaxng mau.rng "$1" 2>lint.err; }
count=0
for t in "$root"/templates/documents/*/template.xml "$root"/templates/common/*/*.xml; do
	valid "$t" || fail "the schema refuses $t: $(head -n 3 lint.err)"
	count=$((count + 1))
done
[ "$count" -ge 7 ] || fail "only $count templates were seen"
# What the checker refuses, the schema refuses; what it takes, the schema takes.
echo '<ho-so><ten>An</ten></ho-so>' >d.xml
agree() { # yes|no CONTENT
	printf '<doc xmlns="urn:sovang:1"><page name="a" size="A4" margin="20mm"/><flow page="a">%s</flow></doc>' "$2" >t.xml
	if [ "$1" = yes ]; then
		expect 0 "$sovang" check ./t.xml d.xml
		valid t.xml || fail "the schema refuses what is right: $2"
	else
		expect 1 "$sovang" check ./t.xml d.xml
		! valid t.xml || fail "the schema takes what is wrong: $2"
	fi
}
agree yes '<p align="center">x <b>y</b> ${/ho-so/ten}</p>'
agree yes '<each in="/ho-so/ten" as="t"><p>${$t}</p><empty><p>-</p></empty></each>'
agree yes '<choose><when test="/ho-so/ten"><p>a</p></when><otherwise><p>b</p></otherwise></choose>'
agree yes '<table cols="10mm 1fr"><tr><td>a</td><td align="right">b</td></tr></table>'
agree no '<pp>x</pp>'
agree no '<p aling="left">x</p>'
agree no '<p align="mid">x</p>'
agree no '<td>x</td>'
agree no '<table cols="1fr"><p>x</p></table>'
agree no '<p><table cols="1fr"><tr><td>x</td></tr></table></p>'
agree no '<each in="/ho-so/ten" ass="t"><p>x</p></each>'
agree no '<keep><page-break/></keep>'
