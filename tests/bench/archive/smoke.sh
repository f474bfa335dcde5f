#!/usr/bin/env bash
# The benchmark itself still runs, small: every class has its row.
set -euo pipefail
bench=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$bench" "$work" 400 20 >"$work/out"
for class in "rare word" "three words" "phrase" "prefix" "number" "facets" "deep paging" "suggestions"; do
	grep -q "^| $class" "$work/out" || { cat "$work/out"; echo "no row for $class"; exit 1; }
done
