# tests/cli/lib.sh -- sourced by the scripts beside it: SOVANG ROOT are their arguments.
set -euo pipefail
sovang=$1
root=$2
export SOVANG_HOME=$root
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

fail() {
	echo "FAILED: $*" >&2
	exit 1
}
# expect STATUS COMMAND...: runs, keeps what it prints in out and err.
expect() {
	local want=$1 have=0
	shift
	"$@" >out 2>err || have=$?
	[ "$have" -eq "$want" ] || {
		cat out err >&2
		fail "exit $have instead of $want: $*"
	}
}
has() { grep -qF -- "$2" "$1" || { cat "$1" >&2; fail "«$2» is not in $1"; }; }
need() { command -v "$1" >/dev/null || fail "$1 is missing: see scripts/packages.txt"; }
make_demo() {
	expect 0 "$sovang" init --data data
	expect 0 "$sovang" demo --data data
	cp out demo.out
}
id_of() { "$sovang" search --data data --type "$1" ${2:+"$2"} | sed -n 1p | cut -f 1; }
