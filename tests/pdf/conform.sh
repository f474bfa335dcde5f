#!/usr/bin/env bash
# Every template and the torture set in every profile: PDF/A-1a, -2a, -3a and PDF/UA-1 as far as a program can
# tell, by our own checker and by PDFBox Preflight; and the checker notices what is broken on purpose.
. "$(dirname "$0")/lib.sh"

for d in $templates $torture; do
	for p in a-1a a-2a a-3a; do make "$d" "$p"; done
done
make attach a-3a
files=(*-a-?a.pdf)
[ ${#files[@]} -ge 16 ] || fail "only ${#files[@]} files"
python3 "$here/check.py" "${files[@]}" || fail "the checker"

# Many documents in one file are one sound file as well.
first=$root/templates/documents/$(echo "$templates" | grep -m1 certificate)/mau.xml
for p in a-1a a-2a; do
	"$sovang" render "$(echo "$templates" | grep -m1 certificate)" "$first" "$first" "$first" -o "book-$p.pdf" --profile "$p" --data "$here/torture/office"
	python3 "$here/check.py" "book-$p.pdf" || fail "the book as $p"
done

jars=$(ls /usr/share/java/{preflight,pdfbox2,fontbox2,xmpbox,commons-logging,commons-io,jaxb-api,javax.activation}.jar 2>/dev/null | tr '\n' ':' || true)
if [ -e /usr/share/java/preflight.jar ]; then
	ls ./*-a-1a.pdf >list
	java -XX:TieredStopAtLevel=1 -cp "$jars" org.apache.pdfbox.preflight.Validator_A1b batch list >preflight 2>&1 || true
	[ "$(grep -c 'is a valid PDF/A-1b file' preflight)" -eq "$(wc -l <list)" ] || { cat preflight; fail "Preflight"; }
else
	echo "skipped: PDFBox Preflight is not installed"
fi

# Lists: each item once, in its level, however many pages it goes over; reading order is that of the template.
pdfinfo -struct-text lists-a-2a.pdf >tree
at() { grep -nF "$1" tree | head -1 | sed 's/^[0-9]*:\( *\).*/\1/' | tr -d '\n' | wc -c; }
items=12
[ "$(grep -c '^ *LI (block)$' tree)" -eq $((5 * items + 2 + 3 + 1 + 2 + 3 + 1 + 1 + 2)) ] || fail "an item was lost, or cut in two"
[ "$(grep -c '^ *Lbl (block)$' tree)" -eq "$(grep -c '^ *LI (block)$' tree)" ] || fail "a label was lost"
[ "$(grep -c '^  L (block)' tree)" -eq 10 ] || fail "the outer lists"
[ "$(at '"Điểm b"')" -eq $(($(at '"Khoản hai"') + 6)) ] && [ "$(at '"Khoản hai"')" -eq $(($(at '"Khen thưởng ') + 6)) ] || fail "levels"
grep -A1 -F '"Cấp ba không có số"' tree | tail -1 | grep -q '^  P' || fail "a paragraph is part of the list before it"
[ "$(grep -o '"\(Khen thưởng\|Khoản một về\)' tree | uniq -c | awk '$1 != 1' | wc -l)" -eq 0 ] || fail "the order of the items"

# What is broken is told.  Same length, so that the file stays readable.
make plan a-2a
qpdf --qdf --object-streams=disable text-a-2a.pdf q.pdf
breaks() { # CLAUSE FROM TO [FILE]
	[ "${#2}" -eq "${#3}" ] || fail "lengths of $2 and $3"
	F=$2 T=$3 perl -0pe 'BEGIN { binmode STDIN; binmode STDOUT } s/\Q$ENV{F}\E/$ENV{T}/' <"${4:-q.pdf}" >broken.pdf
	! cmp -s "${4:-q.pdf}" broken.pdf || fail "nothing to break: $2"
	python3 "$here/check.py" --rule "$1" broken.pdf || fail "$2 was not missed"
}
breaks 6.8.4 '/Lang (vi-VN)' '/Lxng (vi-VN)'
breaks 6.8.2 '/Marked true' '/Mxrked true'
breaks 'UA 7.1' '/DisplayDocTitle true' '/DisplayDocTitle null'
breaks 'UA 7.1' '/Artifact BMC' '/Anything BMC'
breaks 6.8 '/MCID 3' '/MCID 9'
breaks 6.8 '/StructParents 1' '/StructParents 7'
breaks 'UA 7.5' '/Scope /Column' '/Scxpe /Column'
breaks 'UA 7.2' '/ColSpan 2' '/ColSpan 3'
breaks 'UA 7.4.2' '/S /H1' '/S /H4'
breaks 'UA 7.9' '/ID (n' '/Ix (n'
breaks 'UA 7.3' '/BBox [' '/BBxx ['
breaks 6.8.3.4 '/S /TOCI' '/S /TOCX'
breaks 6.7.11 'pdfaid:conformance>A' 'pdfaid:conformance>B'
breaks 6.7.3 '/Subject <feff0054' '/Subject <feff0055'
breaks 6.7.8 'pdfaProperty:name>part' 'pdfaProperty:name>pxrt'
breaks 6.2.2 '/DestOutputProfile' '/DestOutputPrxfile'
breaks 6.3.3.2 '/CIDToGIDMap /Identity' '/CIDToGIDMap /Idxntity'
breaks 6.3.6 '/W [' '/V ['
breaks 6.2.11.7.2 '<0001> <0043>' '<0001> <FEFF>'
qpdf --qdf --object-streams=disable lists-a-2a.pdf l.pdf
breaks 'UA 7.6' '/ListNumbering /Decimal' '/ListNumbxring /Decimal' l.pdf
breaks 'UA 7.6' '/ListNumbering /LowerAlpha' '/ListNumbering /LowxrAlpha' l.pdf
breaks 'UA 7.2' '/S /LI' '/S /TR' l.pdf
breaks 'UA 7.6' '/S /LBody' '/S /BlkQ ' l.pdf
breaks outline '/Prev' '/Prex'
# Text in nothing but a font that is not there, and glyph 0.
python3 - q.pdf <<'PY'
import re
b = open("q.pdf", "rb").read()
m = re.search(rb"/F0 ", b[b.index(b"BT"):])
open("broken.pdf", "wb").write(b.replace(b"/F0 13 Tf", b"/F9 13 Tf", 1))
i = re.search(rb"\[?<0001", b[b.index(b"BT"):]).end() + b.index(b"BT") - 1
open("notdef.pdf", "wb").write(b[:i] + b"0" + b[i + 1:])
PY
python3 "$here/check.py" --rule 6.2.2 broken.pdf || fail "a font that is no resource"
python3 "$here/check.py" --rule 6.3.8 notdef.pdf || fail ".notdef"
echo "conform: all good, ${#files[@]} files"
