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
	floors_bite
}

# The rule itself must bite, and must not bite what is right.
floors_bite() {
	local dir line said wrong=0
	dir=$(mktemp -d)
	mkdir "$dir/viet"
	# One include a line, behind | what floors.awk says of it: nothing when it is right.
	while IFS='|' read -r line said; do
		printf '/* viet/x.c */\n%b\n' "$line" >"$dir/viet/x.c"
		awk -f tests/style/floors.awk server/FLOORS "$dir/viet/x.c" >"$dir/out" || true
		if [ -z "$said" ] && [ -s "$dir/out" ]; then
			echo "floors.awk refuses: $line"
			wrong=1
		elif [ -n "$said" ] && ! grep -qF -- "x.c:2: $said" "$dir/out"; then
			echo "floors.awk lets pass: $line"
			wrong=1
		fi
	done <<-'EOF'
		#include "base/buf.h"|
		#include "viet/letter_priv.h"|
		#include <unicode/uchar.h>|
		#include <sys/stat.h>|
		#include "pdf/pdf.h"|"pdf/pdf.h" is not on a lower floor
		#include "db/db.h"|"db/db.h" is not on a lower floor
		\t#include "db/db.h"|"db/db.h" is not on a lower floor
		#  include "db/db.h"|"db/db.h" is not on a lower floor
		#include "../db/db.h"|"../db/db.h" is not a path from server/
		#include "base/../db/db.h"|"base/../db/db.h" is not a path from server/
		#include "./letter_priv.h"|"./letter_priv.h" is not a path from server/
		#include "letter_priv.h"|"letter_priv.h" is not a path from server/
		#include <../db/db.h>|"../db/db.h" is not a path from server/
		#include "/usr/include/hpdf.h"|"/usr/include/hpdf.h" is not a path from server/
		#include <db/db.h>|"db/db.h" is not on a lower floor
		#include "base/x_priv.h"|"base/x_priv.h" is private
		#include <sqlite3.h>|"sqlite3.h" belongs to db
		 # include <sqlite3ext.h>|"sqlite3ext.h" belongs to db
		#include <curl/curl.h>|"curl/curl.h" is foreign and has no owner in FLOORS
		#include <sys/io.h>|"sys/io.h" is foreign and has no owner in FLOORS
		#include DB_HEADER|"#include DB_HEADER" names no header
	EOF
	rm -rf "$dir"
	return $wrong
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
	for f in scripts/lib.sh scripts/run scripts/test scripts/build scripts/format .ci/run $(find tests -name '*.sh'); do
		bash -n "$f"
	done
	without_root
}

# Nobody, without sudo, on a machine where packages are missing: the scripts end
# with 3 and say which ones.
without_root() {
	local dir have=0 tool
	dir=$(mktemp -d)
	for tool in bash awk mktemp cat rm dirname env; do
		ln -s "$(command -v $tool)" "$dir/$tool"
	done
	printf '#!/bin/sh\necho 1000\n' >"$dir/id"
	printf '#!/bin/sh\nexit 1\n' >"$dir/dpkg-query"
	printf '#!/bin/sh\necho apt-get was called\n' >"$dir/apt-get"
	chmod +x "$dir/id" "$dir/dpkg-query" "$dir/apt-get"
	env -i PATH="$dir" bash scripts/test >"$dir/out" 2>"$dir/err" || have=$?
	if [ $have -ne 3 ] || ! grep -q 'neither root nor sudo' "$dir/err" ||
		! grep -q 'libhpdf-dev' "$dir/err" || [ -s "$dir/out" ]; then
		echo "scripts/test without root: exit $have, and it said:"
		cat "$dir/out" "$dir/err"
		rm -rf "$dir"
		return 1
	fi
	rm -rf "$dir"
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
