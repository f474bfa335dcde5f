# tests/pdf/lib.sh -- sourced by the scripts beside it: SOVANG ROOT are their arguments.
. "$(dirname "$0")/../cli/lib.sh"
here=$root/tests/pdf
export PYTHONDONTWRITEBYTECODE=1
for p in qpdf pdffonts pdftotext pdfinfo pdftoppm mutool gs python3; do need "$p"; done
templates=$(cd "$root/templates/documents" && for d in */; do [ -e "$d/mau.xml" ] && echo "${d%/}"; done)
torture='text letters lists'
# NAME PROFILE: the document as NAME-PROFILE.pdf, with its trace where there is none yet.
make() {
	local template=$1 data=$root/templates/documents/$1/mau.xml
	[ -e "$data" ] || { template=$here/torture/$1.xml data=$here/torture/data.xml; }
	"$sovang" render "$template" "$data" -o "$1-$2.pdf" --profile "$2" --trace "$1.trace" --data "$here/torture/office" 2>err || { cat err; fail "$1 as $2"; }
}
