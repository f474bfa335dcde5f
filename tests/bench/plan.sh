#!/usr/bin/env bash
# The four-page plan as a fresh process, beside whatever alternatives are installed: same words, same
# font (Liberation Serif), same sizes, A4.  Median wall time of RUNS runs in turn, so that a machine
# that slows down slows all of them.
#
#   tests/bench/plan.sh [RUNS]
#
# Alternatives (Debian): weasyprint, fop, python3-reportlab, libpango1.0-dev with a C compiler.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
runs=${1:-11}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sovang=$root/build/release/sovang
[ -x "$sovang" ] || { echo "build first: scripts/build" >&2; exit 3; }
cp "$root/templates/documents/plan/mau.xml" "$work/plan.xml"
cd "$work"

# The words, a paragraph a line: kind, tab, text, out of our own PDF's data.
python3 "$here/plan/words.py" plan.xml >words.tsv
python3 "$here/plan/to_html.py" words.tsv >plan.html
python3 "$here/plan/to_fo.py" words.tsv >plan.fo

names=() commands=()
add() { names+=("$1"); commands+=("$2"); }
add "Sổ Vàng: template, typesetting, tagged PDF/A-2a" "'$sovang' render plan plan.xml -o ours.pdf"
if pkg-config --exists pangocairo 2>/dev/null; then
	cc -O2 -o pango "$here/plan/pango.c" $(pkg-config --cflags --libs pangocairo)
	add "pango/cairo (C), plain PDF" "./pango words.tsv pango.pdf"
else
	echo "skipped: pango/cairo (libpango1.0-dev)"
fi
if python3 -c 'import reportlab' 2>/dev/null || /usr/bin/python3 -c 'import reportlab' 2>/dev/null; then
	add "ReportLab, plain PDF" "/usr/bin/python3 '$here/plan/reportlab_plan.py' words.tsv reportlab.pdf"
else
	echo "skipped: ReportLab (python3-reportlab)"
fi
if command -v weasyprint >/dev/null; then
	add "WeasyPrint, plain PDF" "weasyprint -q plan.html weasy.pdf"
else
	echo "skipped: WeasyPrint (weasyprint)"
fi
if command -v fop >/dev/null; then
	sed "s|FONTS|/usr/share/fonts/truetype/liberation2|" "$here/plan/fop.xconf" >fop.xconf
	add "Apache FOP, plain PDF" "fop -q -c fop.xconf -fo plan.fo -pdf fop.pdf"
else
	echo "skipped: Apache FOP (fop)"
fi

for i in "${!names[@]}"; do
	eval "${commands[$i]}" >/dev/null 2>"err$i" || { echo "skipped: ${names[$i]}: $(tail -n 1 "err$i")"; unset "names[$i]"; }
	: >"times$i"
done
for _ in $(seq "$runs"); do
	for i in "${!names[@]}"; do
		t0=$(date +%s%N)
		eval "${commands[$i]}" >/dev/null 2>&1
		echo $((($(date +%s%N) - t0) / 10000)) >>"times$i"
	done
done
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
ours=$(median times0)
echo "| program | median, ms | against ours |"
echo "|---|---|---|"
for i in "${!names[@]}"; do
	m=$(median "times$i")
	awk -v n="${names[$i]}" -v m="$m" -v o="$ours" 'BEGIN { printf "| %s | %.1f | %.1f× |\n", n, m / 100, m / o }'
done
