#!/usr/bin/env bash
# compare.sh SOVANG ROOT TEMPLATE -- the layout trace against the one that was reviewed.
set -euo pipefail
export SOVANG_HOME=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" render "$3" "$2/templates/documents/$3/mau.xml" -o "$work/o.pdf" --trace "$work/trace" 2>"$work/err" || { cat "$work/err"; exit 1; }
# Where in the template and the data a text comes from is not part of how it looks.
sed -i -E 's/» @[^ ]+:[0-9]+( =.*)?$/»/' "$work/trace"
gold=$2/tests/golden/$3.trace
if [ -n "${REGOLD:-}" ]; then
	cp "$work/trace" "$gold"
	echo "rewritten: $gold"
else
	diff -u "$gold" "$work/trace"
fi
