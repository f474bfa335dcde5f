# scripts/lib.sh -- what run, test and build share.  Sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*"; }
die() {
	printf '%s: %s\n' "${0##*/}" "$*" >&2
	exit 3
}

# Names of the packages in the named sections of packages.txt; "npm?npm": the package is
# not needed where a command of that name is, whoever brought it.
packages_of() {
	awk -v want=" $* " '
		/^\[/ { section = substr($1, 2, length($1) - 2); next }
		/^#/ || NF == 0 { next }
		index(want, " " section " ") { print $1 }
	' "$root/scripts/packages.txt"
}

is_installed() {
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Asked before anything is redirected: what it says must be seen.
can_be_root() {
	[ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null 2>&1 ||
		die "${#missing[@]} Debian packages are missing and neither root nor sudo is at hand; let an administrator run
    apt-get install ${missing[*]}
and try again"
}

as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	else
		sudo -n "$@" 2>/dev/null || sudo "$@"
	fi
}

apt_quiet() {
	local log
	log=$(mktemp)
	if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 \
		"$@" </dev/null >"$log" 2>&1; then
		cat "$log" >&2
		rm -f "$log"
		return 1
	fi
	rm -f "$log"
}

# Installs what is missing of the named sections and says so; silent otherwise.
need_packages() {
	local p
	missing=()
	command -v dpkg-query >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1 ||
		die "this needs Debian 12 with apt-get; elsewhere install the counterparts of scripts/packages.txt and use cmake --preset release"
	for p in $(packages_of "$@"); do
		[[ $p == *\?* ]] && command -v "${p#*\?}" >/dev/null 2>&1 && continue
		is_installed "${p%%\?*}" || missing+=("${p%%\?*}")
	done
	[ ${#missing[@]} -eq 0 ] && return 0
	can_be_root
	say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
	if ! apt_quiet install -y --no-install-recommends "${missing[@]}"; then
		say "Refreshing the package lists and trying once more"
		apt_quiet update || die "apt-get update failed"
		apt_quiet install -y --no-install-recommends "${missing[@]}" ||
			die "apt-get could not install the packages above"
	fi
}

# build_preset PRESET [TARGET...]: quiet unless it fails.
build_preset() {
	local preset=$1 log
	shift
	log=$(mktemp)
	if ! { (cd "$root" && cmake --preset "$preset") && cmake --build "$root/build/$preset" ${1:+--target "$@"}; } \
		>"$log" 2>&1; then
		tail -n 60 "$log" >&2
		rm -f "$log"
		die "the $preset build failed"
	fi
	rm -f "$log"
}
