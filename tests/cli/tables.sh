#!/usr/bin/env bash
# Tables over pages: heads and groups are carried, sums stay, tall rows are cut and never lost,
# and a long annex comes out whole.
. "$(dirname "$0")/lib.sh"
need qpdf
data() { # GROUPS ROWS-IN-EACH
	awk -v g="$1" -v r="$2" 'BEGIN {
		print "<d>"
		for (i = 1; i <= g; i++) {
			printf "<nhom><ten>Khối thi đua số %d</ten>", i
			for (k = 1; k <= r; k++) printf "<nguoi><ten>Nguyễn Văn Thứ %d.%d</ten></nguoi>", i, k
			print "</nhom>"
		}
		print "</d>" }' >d.xml
}
table() { # ATTRIBUTES
	cat >t.xml <<-XML
	<doc xmlns="urn:sovang:1" lang="vi"><meta title="Bảng"/><page name="a" size="A4" margin="20mm"/><flow page="a">
	<table cols="20mm 1fr" $1><thead><tr><th>TT</th><th>Họ và tên</th></tr></thead>
	<each in="/d/nhom" as="n"><tr group="yes"><td span="2"><b>\${\$n/ten}</b></td></tr>
	<each in="\$n/nguoi" as="p" index="i"><tr><td>\${\$i}</td><td>\${\$p/ten}</td></tr></each></each>
	<tr sum="yes"><td/><td>Cộng: \${count(/d/nhom/nguoi)|pad:1}</td></tr></table></flow></doc>
	XML
}
page() { pdftotext -layout -f "$1" -l "$1" t.pdf - >page.txt; }

data 3 50
table ''
expect 0 "$sovang" render ./t.xml d.xml -o t.pdf
qpdf --check t.pdf >out 2>&1 || { cat out; fail "qpdf"; }
pages=$(pdfinfo t.pdf | awk '/^Pages/ { print $2 }')
[ "$pages" -ge 4 ] || fail "only $pages pages"
carried=0
for n in $(seq 2 "$pages"); do
	page "$n"
	sed -n '/[^ \f]/{p;q}' page.txt | grep -q 'TT .*Họ và tên' || fail "page $n does not begin with the head"
	second=$(grep -v '^[ \f]*$' page.txt | sed -n 2p)
	case $second in
	*"Khối thi đua số "*" (tiếp theo)"*) carried=$((carried + 1)) ;;
	*"Khối thi đua số "*) ;;
	*) fail "page $n goes on without its group: $second" ;;
	esac
	[ "$(grep -c 'tiếp theo' page.txt)" -le 1 ] || fail "page $n carries two groups"
	# The group that is named is the one whose people follow.
	group=$(echo "$second" | sed 's/.*số \([0-9]*\).*/\1/')
	grep -v '^[ \f]*$' page.txt | sed -n 3p | grep -q "Thứ $group\." || fail "page $n: another group's people"
done
[ "$carried" -ge 2 ] || fail "no group was carried"
for n in $(seq 1 "$pages"); do
	page "$n"
	! grep -v '^[ \f]*$' page.txt | tail -n 1 | grep -q 'Khối' || fail "page $n ends with a group's heading"
done
# What is repeated is no content: each heading is in the structure once.
pdfinfo -struct-text t.pdf >tree
[ "$(grep -c 'Khối thi đua số' tree)" -eq 3 ] || fail "carried headings are tagged"
! grep -q 'tiếp theo' tree || fail "carried headings are tagged"
page "$pages"
[ "$(grep -cE 'Thứ 3|Cộng' page.txt)" -ge 2 ] || fail "the sum stands alone"
pdftotext t.pdf - | grep -c 'Nguyễn Văn Thứ' >count
[ "$(cat count)" -eq 150 ] || fail "rows were lost: $(cat count)"

table 'carry=""'
expect 0 "$sovang" render ./t.xml d.xml -o t.pdf
! pdftotext t.pdf - | grep -q 'tiếp theo' || fail "carry=\"\" carries"
table 'carry="(còn nữa)" head-repeat="no"'
expect 0 "$sovang" render ./t.xml d.xml -o t.pdf
page 2
sed -n '/[^ \f]/{p;q}' page.txt | grep -q '(còn nữa)' || fail "without the head, the group comes first"

# A row taller than a page is cut, reported, and nothing of it is lost.
{
	printf '<d><nhom><ten>Khối</ten><nguoi><ten>'
	for i in $(seq 1 3000); do printf 'chữ%d ' "$i"; done
	printf '</ten></nguoi></nhom></d>'
} >d.xml
table ''
expect 0 "$sovang" render ./t.xml d.xml -o t.pdf
has err "W-KEEP"
pdftotext t.pdf - | tr -s ' \n\f' '\n' | grep -xE 'chữ[0-9]+' >words
seq 1 3000 | sed 's/^/chữ/' | cmp - words || fail "words of a tall row were lost or changed places"

# Five thousand rows in a hundred groups.
data 100 50
table ''
expect 0 "$sovang" render ./t.xml d.xml -o t.pdf
[ "$(pdftotext t.pdf - | grep -c 'Nguyễn Văn Thứ')" -eq 5000 ] || fail "rows of a long table were lost"
