#!/usr/bin/env bash
# errors.sh SOVANG ROOT -- every code with its text and its JSON, as they were reviewed.  A folder of
# errors/ is a code: mau.xml and du-lieu.xml are checked, or `lenh` is run; du-lieu.sed makes the data
# from a shipped sample.  REGOLD=1 rewrites.  The table of codes and the folders cover each other.
set -euo pipefail
sovang=$1
root=$2
here=$root/tests/golden
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
export SOVANG_HOME=$root
run() { # ARGUMENTS...: stdout in out, stderr in err, the status in $status
	status=0
	(
		[ ! -e moi-truong ] || export "$(cat moi-truong)"
		"$sovang" "$@" >out 2>err
	) || status=$?
}
compare() { # KIND
	if [ -n "${REGOLD:-}" ]; then
		cp "$1" "$here/errors/$code/loi.$2"
	elif ! diff -u "$here/errors/$code/loi.$2" "$1"; then
		echo "FAILED: $code, loi.$2"
		bad=1
	fi
}
for dir in "$here"/errors/*/; do
	code=$(basename "$dir")
	rm -rf "$work/x"
	mkdir "$work/x"
	cp "$dir"* "$work/x"
	cd "$work/x"
	if [ -e du-lieu.sed ]; then
		sample=$root/templates/documents/$(head -n 1 du-lieu.sed)/mau.xml
		tail -n +2 du-lieu.sed | sed -f - "$sample" >du-lieu.xml
	fi
	words=(check mau.xml du-lieu.xml)
	[ ! -e lenh ] || read -r -a words <lenh
	run "${words[@]}"
	{ cat err; echo "mã kết thúc $status"; } >text
	compare text txt
	grep -qE "^$code(-[0-9]+)?( |\$)" err || { echo "FAILED: $code does not come"; bad=1; }
	[ "$code" = E-IO ] || grep -q 'gợi ý: ' err || { echo "FAILED: $code has no remedy"; bad=1; }
	case $code in E-IO | E-SETUP | E-USAGE) continue ;; esac
	run "${words[@]}" --json
	compare out json
	[ -s out ] || { echo "FAILED: $code, no JSON"; bad=1; }
	cat out >>"$work/all.json"
done
python3 - "$work/all.json" <<-'PY' || { echo "FAILED: JSON"; bad=1; }
	import json, sys
	for line in open(sys.argv[1]):
	    e = json.loads(line)
	    assert e["code"] and e["title"] and e["message"], e
PY
# Every code has its folder or, where no template can show it, a test that khac.tsv names; those of
# templates, data, pages and form have a folder.  Neither list has a code that is not in the table.
cd "$here"
codes() { sed -n 's/^\t\[[A-Z0-9_]*\] *= { "\([EW]-[A-Z0-9]*\)".*/\1/p' "$root/server/base/err.c"; }
codes | sed -n '/^E-XML$/,/^W-ND30$/p' | sort >"$work/table"
[ "$(wc -l <"$work/table")" -ge 30 ] || { echo "FAILED: the table of codes was not found"; bad=1; }
ls errors | sort >"$work/folders"
comm -23 "$work/table" "$work/folders" | sed 's/^/FAILED: no golden file of /' >"$work/open"
codes | sort | comm -13 - "$work/folders" | sed 's/^/FAILED: no such code: /' >>"$work/open"
grep -v '^#' khac.tsv | cut -f 1 | sort >"$work/others"
codes | sort | comm -23 - <(sort "$work/folders" "$work/others") | sed 's/^/FAILED: nothing shows /' >>"$work/open"
codes | sort | comm -13 - "$work/others" | sed 's/^/FAILED: khac.tsv: no such code: /' >>"$work/open"
while IFS=$'\t' read -r code test says; do
	[[ $code != \#* ]] || continue
	grep -qF "$says" "$root/tests/$test" || echo "FAILED: tests/$test does not show $code" >>"$work/open"
done <khac.tsv
cat "$work/open"
[ ! -s "$work/open" ] || bad=1
exit $bad
