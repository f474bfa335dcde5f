#!/usr/bin/env bash
# Other people's programs read every template and the torture set: structure, fonts, text, tags; and two engines
# draw the same pages.
. "$(dirname "$0")/lib.sh"

words() { python3 -c '
import sys, unicodedata
text = unicodedata.normalize("NFC", sys.stdin.read().replace("\u00a0", " "))
print("\n".join(sorted(text.split())))'; }
pairs=()
for d in $templates $torture; do
	make "$d" a-2a
	f=$d-a-2a.pdf
	qpdf --check "$f" >out 2>&1 && ! grep -qi warning out || { cat out; fail "$f: qpdf"; }
	gs -q -dNOPAUSE -dBATCH -sDEVICE=nullpage "$f" >out 2>&1 && [ ! -s out ] || { cat out; fail "$f: Ghostscript"; }
	pdfinfo "$f" >info 2>out && [ ! -s out ] || { cat out; fail "$f: poppler"; }
	grep -q '^Tagged: *yes' info || fail "$f: not tagged"
	grep -q '^PDF subtype: *PDF/A-2' <(pdfinfo -meta "$f"; cat info) || grep -q 'pdfaid:part>2' <(pdfinfo -meta "$f") || fail "$f: metadata"
	pdffonts "$f" | tail -n +3 | awk '{ if ($(NF-4) $(NF-3) $(NF-2) != "yesyesyes") exit 1; n++ } END { if (!n) exit 1 }' ||
		fail "$f: a font is not embedded, subset or mapped"
	# What went in comes out, each word as often: the trace has what layout drew.
	python3 "$here/words.py" "$d.trace" | words >in
	pdftotext -q "$f" - | words >out
	diff in out >words.diff || { head -20 words.diff; fail "$f: words were lost"; }
	pdfinfo -struct-text "$f" >tags 2>out && [ -s tags ] || fail "$f: no structure"
	[ ! -s out ] || { cat out; fail "$f: structure"; }
	[ "$d" = letters ] && continue
	pdftoppm -r 50 -gray "$f" "p-$d"
	mutool draw -q -r 50 -c gray -o "m-$d-%d.pgm" "$f" 2>/dev/null
	for m in "m-$d"-[0-9]*.pgm; do
		n=${m##*-}
		p=$(ls p-"$d"-[0-9]*.pgm | grep -E -- "^p-$d-0*$n$")
		pairs+=("$p" "$m")
	done
done
[ ${#pairs[@]} -ge 20 ] || fail "only ${#pairs[@]} pictures"
python3 "$here/pictures.py" pages "${pairs[@]}" || fail "two engines draw other pages"
echo "readers: all good, $((${#pairs[@]} / 2)) pages drawn twice"
