#!/usr/bin/env bash
# Fonts: the office's own come first, whole families only; a face that lacks a letter, draws one without its mark, or is
# another edition is refused with what to install; no face is a surprise at noon.
. "$(dirname "$0")/lib.sh"
serif=/usr/share/fonts/truetype/liberation2/LiberationSerif
need hb-subset
plan() { "$sovang" render plan "$root/templates/documents/plan/mau.xml" -o o.pdf --data data; }
office() { rm -rf data && mkdir -p data/fonts && for f in "$@"; do cp "${f%%:*}" "data/fonts/${f#*:}"; done; }

# Times New Roman under its own names, in capitals as well, takes the place of Liberation.
four() { office "$serif-Regular.ttf:${1:-times.ttf}" "$serif-Bold.ttf:timesbd.ttf" "$serif-Italic.ttf:TIMESI.TTF" "$serif-BoldItalic.ttf:timesbi.ttf"; }
four
python3 "$here/fonts.py" swap "$serif-Regular.ttf" data/fonts/times.ttf ế ề
expect 0 plan
"$sovang" render plan "$root/templates/documents/plan/mau.xml" -o debian.pdf
! cmp -s o.pdf debian.pdf || fail "the office's own face was not used"
four
expect 0 plan
pdffonts o.pdf >fonts
has fonts LiberationSerif-Italic
rm data/fonts/timesbd.ttf
expect 1 plan
has err 'thiếu timesbd.ttf'
has err 'chép đủ bốn tệp'

# A face without a letter; one that draws it without its mark; one that draws nothing; something that is no font.
hb-subset "$serif-Regular.ttf" --unicodes='20-7E,A0-1EBE,1EC0-2044' --output-file=without.ttf
office without.ttf:LiberationSerif-Regular.ttf
expect 1 plan
has err 'thiếu chữ U+1EBF'
has err 'fonts-liberation2'
for how in lose blank; do
	office
	python3 "$here/fonts.py" $how "$serif-Regular.ttf" data/fonts/LiberationSerif-Regular.ttf ế
	expect 1 plan
	has err 'vẽ chữ U+1EBF trống hoặc mất dấu'
	has err 'apt-get install fonts-liberation2'
done
office "$root/README.md:LiberationSerif-Regular.ttf"
expect 1 plan
grep -qE 'không đọc được|thiếu chữ' err || { cat err; fail "a text file as a font"; }

# The catalogue: a file under another name, another edition, a line that is not whole.
rm -f fonts && cp -r "$root/templates" "$root/fonts" .
export SOVANG_HOME=$PWD
catalogue() { sed "$1" "$root/fonts/catalogue.txt" >fonts/catalogue.txt; rm -rf data; expect 1 "$sovang" render plan "$root/templates/documents/plan/mau.xml" -o o.pdf; }
catalogue 's/LiberationSerif-Regular.ttf /LiberationSerif-Thuong.ttf /'
has err 'không có tệp phông LiberationSerif-Thuong.ttf'
has err 'apt-get install fonts-liberation2'
catalogue 's/29d12439/29d12438/'
has err 'không phải bản mà chương trình đã kiểm'
has err 'cài lại gói fonts-liberation2'
has err '29d12439'
sed -i 's/^serif.*Italic.ttf .*/serif italic/' fonts/catalogue.txt
! "$sovang" render plan "$root/templates/documents/plan/mau.xml" -o o.pdf 2>err || fail "half a line"
has err 'danh mục phông chữ không đủ'
# A server looks at all of them before it answers, also at those that no page needs yet.
cp "$root/fonts/catalogue.txt" fonts/catalogue.txt
"$sovang" init --data srv >/dev/null
sed 's/b26e0f8e/b26e0f8d/' "$root/fonts/catalogue.txt" >fonts/catalogue.txt
timeout 20 "$sovang" serve --data srv --listen 127.0.0.1:0 >out 2>err && fail "served with a face that is another" || [ $? -ne 124 ] || fail "served with a face that is another"
has err 'texgyrechorus'
echo "faces: all good"
