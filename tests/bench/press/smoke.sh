#!/usr/bin/env bash
# smoke.sh PRESS_BENCH ROOT -- the benchmark still runs, and what it measures is a PDF.
set -euo pipefail
export SOVANG_HOME=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
data=$2/templates/documents/certificate-merit/mau.xml
"$1" make certificate-merit 2 "$work/c" "$data"
cmp "$work/c-00000.pdf" "$work/c-00001.pdf"
[ "$(head -c 5 "$work/c-00001.pdf")" = %PDF- ]
"$1" stages certificate-merit 1 "$data" >"$work/row"
grep -q '"pages":1,.*"floor_ms":[0-9.]*,"raw":[1-9]' "$work/row"
# A template that is not there must not be measured as fast.
if "$1" stages khong-co 1 "$data" >"$work/none" 2>/dev/null || [ -s "$work/none" ]; then
	echo "measured a template that does not exist"
	exit 1
fi
