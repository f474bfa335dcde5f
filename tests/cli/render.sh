#!/usr/bin/env bash
# Every document of the demonstration is a sound PDF in the eyes of programs that we did not
# write: structure, fonts, text, tags, three renderers, PDF/A.
. "$(dirname "$0")/lib.sh"
for p in qpdf pdffonts pdftotext pdfinfo pdftoppm mutool gs; do need "$p"; done
make_demo

"$sovang" get --data data "$(id_of plan)" -o plan.pdf
"$sovang" get --data data "$(id_of plan)" --xml -o plan.xml
"$sovang" get --data data "$(id_of decision)" -o decision.pdf
"$sovang" get --data data "$(id_of decision)" --xml -o decision.xml
"$sovang" get --data data "$(id_of certificate 'Thanh Thủy Tiên')" -o certificate.pdf
"$sovang" get --data data "$(id_of certificate 'Thanh Thủy Tiên')" --xml -o certificate.xml

for d in plan decision certificate; do
	qpdf --check $d.pdf >check 2>&1 || { cat check; fail "$d.pdf: qpdf"; }
	! grep -qi warning check || fail "$d.pdf: qpdf warns"
	pdffonts $d.pdf | tail -n +3 >fonts
	[ -s fonts ] || fail "$d.pdf has no fonts"
	while read -r line; do
		set -- $(echo "$line" | awk '{ print $(NF-4), $(NF-3), $(NF-2) }')
		[ "$1 $2 $3" = "yes yes yes" ] || fail "$d.pdf: not embedded, subset, mapped: $line"
	done <fonts
	pdfinfo $d.pdf >info 2>warn
	[ ! -s warn ] || fail "$d.pdf: poppler warns: $(cat warn)"
	has info "Tagged:          yes"
	# Debian's MuPDF is built without ICC and says so; its page counter is no warning.
	mutool draw -F txt -o mupdf.txt $d.pdf 2>&1 | grep -vE '^page |ICC support is not available' >warn || true
	[ ! -s warn ] || fail "$d.pdf: MuPDF warns: $(cat warn)"
	gs -q -dNOPAUSE -dBATCH -sDEVICE=nullpage $d.pdf >warn 2>&1
	[ ! -s warn ] || fail "$d.pdf: Ghostscript warns: $(cat warn)"
done

# The text that went in comes out again, letter for letter: every value of the data.
flat() { sed 's|\xc2\xa0| |g' | tr -s ' \n\f' '   ' | tr -s ' '; }
pdftotext -layout plan.pdf - | flat >plan.txt
pdftotext plan.pdf - | flat >>plan.txt
grep -oP '(?<=<muc-dich>).*?(?=</muc-dich>)|(?<=<viec>).*?(?=</viec>)|(?<=<yeu-cau>).*?(?=</yeu-cau>)' plan.xml >values
[ "$(wc -l <values)" -ge 10 ] || fail "too few values to compare"
pdftotext -nopgbrk plan.pdf - | flat | sed 's/ [0-9] / /g' >plain.txt
while read -r v; do
	grep -qF -- "$(echo "$v" | flat | sed 's/ $//')" plain.txt plan.txt ||
		fail "the plan lost: $v"
done <values
pdftotext decision.pdf - | flat >decision.txt
tr -d '\n' <decision.xml | sed 's/.*<danh-sach>//' | grep -oP '(?<=<ten>)[^<]*' | while read -r v; do
	for word in $v; do grep -qF -- "$word" decision.txt || fail "the decision lost $word of $v"; done
done
pdftotext certificate.pdf - | flat >certificate.txt
has certificate.txt "Bà NGUYỄN PHẠM HOÀNG THỊ THANH THỦY TIÊN"
has certificate.txt "BẰNG KHEN"

# The demonstration's documents exercise all 134 Vietnamese letters, and give them back.
mkdir plain && tar -xf data/volumes/*.tar -C plain
for f in plain/*/van-ban.pdf; do pdftotext "$f" -; done >all.txt
for letter in à ả ã á ạ ă ằ ẳ ẵ ắ ặ â ầ ẩ ẫ ấ ậ đ è ẻ ẽ é ẹ ê ề ể ễ ế ệ ì ỉ ĩ í ị ò ỏ õ ó ọ ô ồ ổ ỗ ố ộ ơ ờ ở ỡ ớ ợ \
	ù ủ ũ ú ụ ư ừ ử ữ ứ ự ỳ ỷ ỹ ý ỵ À Ả Ã Á Ạ Ă Ằ Ẳ Ẵ Ắ Ặ Â Ầ Ẩ Ẫ Ấ Ậ Đ È Ẻ Ẽ É Ẹ Ê Ề Ể Ễ Ế Ệ Ì Ỉ Ĩ Í Ị \
	Ò Ỏ Õ Ó Ọ Ô Ồ Ổ Ỗ Ố Ộ Ơ Ờ Ở Ỡ Ớ Ợ Ù Ủ Ũ Ú Ụ Ư Ừ Ử Ữ Ứ Ự Ỳ Ỷ Ỹ Ý Ỵ; do
	grep -qF "$letter" all.txt || fail "the letter $letter came back from no document"
done

# Two engines draw the same glyphs: a lost tone mark shows in no text.
pdftoppm -r 50 -gray plan.pdf poppler
mutool draw -r 50 -c gray -o mupdf-%d.pgm plan.pdf 2>/dev/null
for n in 1 2; do
	a=$(wc -c <poppler-$n.pgm) b=$(wc -c <mupdf-$n.pgm)
	[ $((a - b)) -lt 4000 ] && [ $((b - a)) -lt 4000 ] || fail "page $n: sizes differ ($a, $b)"
done

# Decree 30 on the first page: number and date on one baseline, no page number there.
pdftotext -f 1 -l 1 -layout plan.pdf - >first
grep -q 'Số: 71/KH-UBND  *Hưng Yên, ngày 12 tháng 4 năm 2022' first || fail "number and date lines"
! head -n 2 first | grep -qE '^ *1$' || fail "page 1 shows its number"
pdftotext -f 2 -l 2 -layout plan.pdf - | head -n 2 | grep -qE '^ *2$' || fail "page 2 has no number"
grep -q 'quyết định\./\.' plan.txt || fail "no ./."

# PDF/A-1 by PDFBox Preflight, where the same document is asked for as A-1.
if [ -e /usr/share/java/preflight2.jar ] || [ -e /usr/share/java/preflight.jar ]; then
	"$sovang" render plan plan.xml -o a1.pdf --profile a-1a
	cp=$(ls /usr/share/java/{preflight*,pdfbox2*,fontbox2*,xmpbox*,commons-logging,commons-io,jaxb-api,javax.activation}.jar 2>/dev/null | tr '\n' ':' || true)
	if java -cp "$cp" org.apache.pdfbox.preflight.Validator_A1b a1.pdf >preflight 2>&1; then
		echo "Preflight: the plan is valid PDF/A-1b"
	elif grep -qE 'NoClassDefFound|ClassNotFound' preflight; then
		echo "skipped: Preflight lacks a class: $(grep -m1 -oE '(NoClassDefFoundError|ClassNotFoundException).*' preflight)"
	else
		cat preflight
		fail "Preflight refuses the plan as PDF/A-1b"
	fi
else
	echo "skipped: PDFBox Preflight is not installed"
fi
echo "render: all good"
