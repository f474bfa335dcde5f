#!/usr/bin/env bash
# The certificates: room for signature and seal, overlay, shrinking by record and by batch, long names, the national emblem.
. "$(dirname "$0")/lib.sh"
sheets=$(echo "$templates" | grep certificate)
[ "$(echo "$sheets" | wc -l)" -ge 3 ] || fail "fewer than three designs"
case_of() { # KIND NAME POSITION UNIT DEED
	python3 - "$root/templates/documents/certificate-merit/mau.xml" "$@" <<'PY'
import sys
import xml.etree.ElementTree as ET
path, kind, name, post, unit, deed = sys.argv[1:]
t = ET.parse(path)
n = t.getroot().find("nguoi-nhan")
n.set("loai", kind)
if kind != "ca-nhan":
    n.attrib.pop("danh-xung", None)
n.find("ten").text = name
n.find("thanh-tich").text = deed
for tag, text in (("chuc-vu", post), ("don-vi", unit)):
    if text:
        n.find(tag).text = text
    else:
        n.remove(n.find(tag))
sys.stdout.write(ET.tostring(t.getroot(), encoding="unicode"))
PY
}
short='đã có thành tích xuất sắc trong phong trào thi đua yêu nước năm 2023'
long='đã có thành tích đặc biệt xuất sắc trong công tác bồi thường, hỗ trợ, tái định cư và giải phóng mặt bằng Dự án đường nối hai tuyến cao tốc qua địa bàn tỉnh, góp phần hoàn thành vượt mức kế hoạch phong trào thi đua đặc biệt “Đẩy nhanh tiến độ thực hiện các Dự án trọng điểm của tỉnh giai đoạn 2021-2025”'
council='Hội đồng bồi thường, hỗ trợ và tái định cư Dự án đường nối hai tuyến cao tốc qua địa bàn các xã Vĩnh Thụy, Cẩm Ngưỡng và thị trấn Kỳ Diễn'
case_of ca-nhan 'Lê An' 'Kỹ sư' 'Sở Nội vụ' "$short" >short.xml
case_of ca-nhan 'Nguyễn Phạm Hoàng Thị Thanh Thủy Tiên' 'Phó Chánh Văn phòng Hội đồng bồi thường, hỗ trợ và tái định cư' 'Ủy ban nhân dân huyện Mỹ Sở Thượng' "$long" >long.xml
case_of tap-the 'Ban Quản lý dự án đầu tư xây dựng công trình giao thông tỉnh' '' '' "$long" >sixty.xml
case_of tap-the "$council" '' '' "$long" >council.xml
case_of ho-gia-dinh 'Hộ ông Nguyễn Văn Cử' '' 'Thôn Vẽ Trung, xã Cẩm Ngưỡng' "$short" >house.xml
case_of tap-the "$council, $council, $council, $council, $council" '' '' "$short" >endless.xml

plain() { sed -i 's/\xc2\xa0/ /g' "$@"; } # a space that does not break is a space
for t in $sheets; do
	for c in short long sixty council house; do
		expect 0 "$sovang" render "$t" $c.xml -o "$t-$c.pdf" --trace "$t-$c.trace"
		plain "$t-$c.trace"
		# At least 35 mm between the office and the name of who signs: the seal goes there.
		python3 - "$t-$c.trace" <<'PY' || fail "$t, $c"
import re, sys
lines = [re.match(r" *text (-?\d+) (-?\d+) (\d+) \S+ ([\d.]+) \S+ «(.*)»", r) for r in open(sys.argv[1], encoding="utf-8")]
lines = [(int(m[1]), int(m[2]), int(m[3]), float(m[4]), m[5]) for m in lines if m]
office = next(l for l in lines if l[4] == "CHỦ TỊCH")
name = next(l for l in lines if l[4] == "Nguyễn Hoàng Vĩnh Khang")
gap = name[1] - name[3] * 35.28 * .9 - office[1]
if gap < 3500:
    sys.exit("only %.1f mm to sign in" % (gap / 100))
if abs(office[0] + office[2] / 2 - name[0] - name[2] / 2) > 10:
    sys.exit("office and name do not stand on one axis")
top = next(l for l in lines if l[4].startswith("Hưng Yên"))
low = max(l[1] for l in lines if l[1] < top[1] - 100)
if top[1] - top[3] * 35.28 * .7 < low:
    sys.exit("the achievement runs into the date")
PY
	done
	has "$t-short.trace" 'LÊ AN'
	has "$t-house.trace" 'HỘ ÔNG NGUYỄN VĂN CỬ'
	# The longest deed is told, with sizes; what does not fit at all is refused, with millimetres.
	expect 0 "$sovang" render "$t" long.xml -o o.pdf
	grep -qE '^W-SHRINK .*khung thành tích: «Đã có .*» từ [0-9,]+ pt còn [0-9,]+ pt' err || { cat err; fail "$t: the shrunk deed is not told"; }
	expect 1 "$sovang" render "$t" endless.xml -o o.pdf
	grep -q '^E-OVERFLOW .*khung tập thể không chứa hết' err && grep -qE 'thừa [0-9]+,[0-9]{2} mm' err || { cat err; fail "$t: the endless name"; }
	expect 0 "$sovang" render "$t" short.xml -o o.pdf
	! grep -q W-SHRINK err || fail "$t: a short name shrank"

	# Overlay: nothing of the stock, every variable word where it was.
	expect 0 "$sovang" render "$t" long.xml -o overlay.pdf --overlay --trace overlay.trace
	plain overlay.trace
	! grep -qE '^ *(ornament|path #|rect|image) ' overlay.trace || { grep -E 'ornament|rect' overlay.trace; fail "$t: ornament in the overlay"; }
	grep '^ *text' overlay.trace | sed 's/^ *//' >have
	for word in 'CỘNG HÒA' 'Độc lập' 'BẰNG KHEN' 'Bằng khen' 'GIẤY KHEN' 'TẶNG' 'Quyết định số:' 'Số sổ vàng:' 'CHỦ TỊCH ỦY BAN'; do
		! grep -qF "«$word" have || fail "$t: «$word» in the overlay"
	done
	[ "$(wc -l <have)" -ge 8 ] || fail "$t: the overlay has $(wc -l <have) lines"
	grep '^ *text' "$t-long.trace" | sed 's/^ *//' | grep -Fxf have | sort >there
	sort have | cmp - there || fail "$t: words of the overlay stand elsewhere than on the full sheet"
	! mutool show overlay.pdf grep 2>/dev/null | grep -q '/Subtype/Form' || fail "$t: an ornament in the overlay's file"
	grep -c Do <(mutool show -b "$t-long.pdf" pages/1/Contents) | grep -qE '^[12]$' || fail "$t: the frame is more than one Form XObject and an emblem"
done

# The national emblem is the office's own image.
sed 's/<co-quan /<co-quan quoc-huy="tests-anh.png" /' short.xml >emblem.xml
expect 0 "$sovang" render certificate-merit emblem.xml -o o.pdf --trace o.trace --data "$here/torture/office"
grep -qE '^ *image ' o.trace || fail "no emblem"
pdfinfo -struct-text o.pdf | grep -q 'Quốc huy nước Cộng hòa' || pdfinfo -struct o.pdf | grep -q Figure || fail "the emblem is no figure"

# One size for the whole batch where the template asks for it; else each name its own.
sed 's/fit="shrink:26pt"/fit="shrink:26pt" fit-scope="SCOPE"/;s/font="display-bold 43"/font="display-bold 70"/' "$root/templates/documents/certificate-merit/template.xml" >scope.xml
cp -r "$root/templates" t && cp -r "$root/fonts" .
sed -i 's/display-bold 43/display-bold 70/' t/common/bang-khen/kieu-a3.xml
mv t templates
sizes() {
	sed "s/SCOPE/$1/" scope.xml >templates/documents/certificate-merit/template.xml
	SOVANG_HOME=$PWD expect 0 "$sovang" render certificate-merit short.xml long.xml -o book.pdf
	pdftotext -bbox-layout book.pdf book.html
	python3 - <<'PY'
import re
for page in open("book.html", encoding="utf-8").read().split("<page ")[1:]:
    print(round(max(float(m[1]) - float(m[0]) for m in re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(?:LÊ|NGUYỄN)<', page))))
PY
}
record=$(sizes record) batch=$(sizes batch)
[ "$(echo "$record" | uniq | wc -l)" -eq 2 ] || fail "by record: $record"
[ "$(echo "$batch" | uniq | wc -l)" -eq 1 ] || fail "by batch: $batch"
[ "$(echo "$batch" | head -n 1)" = "$(echo "$record" | tail -n 1)" ] || fail "the batch takes not the smallest: $batch, $record"
echo "certificates: all good"
