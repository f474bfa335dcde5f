#!/usr/bin/env bash
# The same input gives the same bytes: by one thread or eight, in another process, zone, language, folder, with another heap.
. "$(dirname "$0")/lib.sh"
many=$3
jobs=()
for t in $templates; do jobs+=("$t" "$root/templates/documents/$t/mau.xml"); done
for t in $torture attach; do jobs+=("$here/torture/$t.xml" "$here/torture/data.xml"); done
"$many" 1 "$root" "$here/torture/office" "${jobs[@]}" | sort >one
"$many" 8 "$root" "$here/torture/office" "${jobs[@]}" | sort >eight
[ "$(wc -l <one)" -eq $((${#jobs[@]} / 2 * 8)) ] || fail "only $(wc -l <one) documents"
cmp one eight || { diff one eight | head; fail "threads change bytes"; }
[ "$(cut -d' ' -f1,2 one | sort -u | wc -l)" -eq $((${#jobs[@]} / 2)) ] || { cat one; fail "a second document of the same thread is another"; }

elsewhere() { (cd / && env -i SOVANG_HOME="$root" "$@"); }
for t in $templates; do
	data=$root/templates/documents/$t/mau.xml
	"$sovang" render "$t" "$data" -o a.pdf
	elsewhere TZ=America/New_York LANG=vi_VN.UTF-8 LC_ALL=vi_VN.UTF-8 "$sovang" render "$t" "$data" -o "$work/b.pdf"
	elsewhere TZ=Asia/Kathmandu LC_ALL=C MALLOC_PERTURB_=85 HOME=/nowhere "$sovang" render "$t" "$data" -o "$work/c.pdf"
	cmp a.pdf b.pdf && cmp a.pdf c.pdf || fail "$t: other bytes elsewhere"
	sum=$(sha256sum <a.pdf | cut -d' ' -f1)
	grep -q "^$t $sum " one || fail "$t: the program and a thread of eight do not agree"
done
echo "same: all good"
