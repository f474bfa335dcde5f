#!/usr/bin/env bash
# The benchmark itself still runs, small: every line is there.
set -euo pipefail
bench=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$bench" "$work" 40 >"$work/out"
for line in "the disk's floor" "rendering alone" "register and index alone" "all four, a round" "all four, one by one" \
	"all four, 16 callers"; do
	grep -q "^| $line" "$work/out" || { cat "$work/out"; echo "no line for $line"; exit 1; }
done
