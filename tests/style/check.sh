#!/usr/bin/env bash
# check.sh CHECK ROOT -- one rule of server/STYLE.md; prints what breaks it, exit 1.
set -euo pipefail
check=$1
cd "$2"

c_files() { find server tests -name '*.[ch]' -not -path '*/build/*' | sort; }

format() {
	clang-format-14 --dry-run -Werror $(c_files)
}

floors() {
	awk -f tests/style/floors.awk server/FLOORS $(find server -name '*.[ch]')
	# The rule itself must bite.
	local trap_dir
	trap_dir=$(mktemp -d)
	mkdir -p "$trap_dir/viet"
	printf '#include "pdf/pdf.h"\n#include <sqlite3.h>\n#include "base/x_priv.h"\n' >"$trap_dir/viet/bad.c"
	if [ "$(awk -f tests/style/floors.awk server/FLOORS "$trap_dir/viet/bad.c" | wc -l)" -ne 3 ]; then
		echo "floors.awk let a wrong include pass"
		rm -rf "$trap_dir"
		return 1
	fi
	rm -rf "$trap_dir"
}

headers() {
	local h failed=0
	for h in $(find server -name '*.h' -not -name '*_priv.h' | sort); do
		if ! printf '#include "%s"\n#include "%s"\n' "${h#server/}" "${h#server/}" |
			cc -std=c17 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -Wall -Wextra -Werror \
				-fsyntax-only -Iserver $(pkg-config --cflags libxml-2.0) -x c -; then
			echo "$h does not compile alone"
			failed=1
		fi
	done
	return $failed
}

shell() {
	local f
	for f in scripts/lib.sh scripts/run scripts/test scripts/build scripts/format .ci/run tests/style/check.sh; do
		bash -n "$f"
	done
}

leftovers() {
	local long bad=0
	if grep -rnE 'TODO|FIXME|XXX[^X]|HACK' server scripts tests/unit templates 2>/dev/null |
		grep -vE 'XXXXXX'; then
		echo "promises of later work belong nowhere in the tree"
		bad=1
	fi
	long=$(c_files | xargs wc -l | awk '$2 != "total" && $1 > 600 { print $2 ": " $1 " lines" }')
	if [ -n "$long" ]; then
		echo "files over 600 lines, split them by thing:"
		echo "$long"
		bad=1
	fi
	return $bad
}

"$check"
