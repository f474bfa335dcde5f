#!/usr/bin/env bash
# The same input gives the same bytes: twice, elsewhere, under another locale and time zone.
. "$(dirname "$0")/lib.sh"
make_demo
for type in plan decision certificate; do
	id=$(id_of $type)
	"$sovang" get --data data "$id" --xml -o data.xml
	"$sovang" get --data data "$id" -o filed.pdf
	case $type in plan) t=plan ;; decision) t=award-decision ;; certificate) t=certificate-merit ;; esac
	"$sovang" render $t data.xml -o one.pdf 2>/dev/null
	mkdir -p elsewhere
	(cd elsewhere && TZ=America/New_York LC_ALL=vi_VN.UTF-8 "$sovang" render $t ../data.xml -o ../two.pdf 2>/dev/null)
	cmp -s one.pdf two.pdf || fail "$type: two renderings differ"
	"$sovang" render $t data.xml -o over.pdf --overlay 2>/dev/null
	[ "$type" != certificate ] || {
		pdftotext over.pdf - >over.txt
		has over.txt "QĐ-UBND"
		! grep -q "Quyết định số" over.txt || fail "overlay printed a label of the stock"
		! grep -q 'BẰNG KHEN' over.txt || fail "overlay printed what the stock has"
	}
done
echo "bytes: all good"
