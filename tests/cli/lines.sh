#!/usr/bin/env bash
# Lines: titles break by sense and length, what belongs together is not parted, no lonely last
# word, and a line that would need holes is left ragged and told.
. "$(dirname "$0")/lib.sh"
echo '<d ten="Nguyễn Phạm Hoàng Thủy Tiên"/>' >d.xml
doc() { # WIDTH-OF-TEXT IN MM, FLOW
	printf '<doc xmlns="urn:sovang:1" lang="vi"><meta title="Dòng"/><style name="t" font="serif-bold 14" align="center" balance="yes"/><style name="b" font="serif 13" align="justify"/><page name="a" size="%smm 297mm" margin="20mm"/><flow page="a">%s</flow></doc>' $(($1 + 40)) "$2" >t.xml
}
lines() { sed -n 's/.* #[0-9a-f]\{6\} «\(.*\)».*/\1/p' t.trace | sed 's/\xc2\xa0/ /g'; }
title() { # WIDTH EXPECTED TEXT
	doc "$1" "<p style=\"t\">$3</p>"
	expect 0 "$sovang" render ./t.xml d.xml -o t.pdf --trace t.trace
	[ "$(lines | paste -sd'|')" = "$2" ] || { lines; fail "a title of $1 mm"; }
}
title 141 'Phát động phong trào thi đua đặc biệt lập thành tích|chào mừng kỷ niệm 190 năm thành lập tỉnh Hưng Yên' \
	'Phát động phong trào thi đua đặc biệt lập thành tích chào mừng kỷ niệm 190 năm thành lập tỉnh Hưng Yên'
title 141 'Về việc tặng Bằng khen của Chủ tịch|Ủy ban nhân dân tỉnh Hưng Yên' 'Về việc tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh Hưng Yên'
title 141 'DANH SÁCH CÁ NHÂN ĐƯỢC TẶNG BẰNG KHEN|CỦA CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN' 'DANH SÁCH CÁ NHÂN ĐƯỢC TẶNG BẰNG KHEN CỦA CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN'
title 141 'Về việc khen thưởng năm 2022' 'Về việc khen thưởng năm 2022'
# Never one word alone, never inside a name or behind a word that leans, whatever the width.
for w in 60 90 100 110 120 130 140; do
	doc $w '<p style="t">Về việc tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh cho các tập thể, cá nhân có thành tích xuất sắc</p>'
	expect 0 "$sovang" render ./t.xml d.xml -o t.pdf --trace t.trace
	! lines | grep -qE ' (của|cho|các|có thành|Ủy|Chủ|tập|Bằng|xuất)$' || { lines; fail "a title of $w mm breaks against its sense"; }
	lines | tail -n 1 | grep -q ' ' || { lines; fail "one word alone at $w mm"; }
done
# What belongs together, in every width.
for w in 70 75 80 85 90 95 100; do
	doc $w '<p style="b">Căn cứ khoản 2 Điều 3 Kế hoạch số 71/KH-UBND ngày 05 tháng 4 năm 2022, Phụ lục II kèm theo, mức thưởng 1.490.000 đồng và 35 mm cho ông ${/d/@ten|nobr} thuộc điểm đ khoản 12 Điều 45 của Luật này, theo quý IV.</p>'
	expect 0 "$sovang" render ./t.xml d.xml -o t.pdf --trace t.trace
	! lines | grep -qE '(^| )(khoản|Điều|số|ngày|tháng|năm|lục|điểm|quý|1\.490\.000|35|Nguyễn|Phạm|Hoàng|Thủy)$' || { lines; fail "parted at $w mm"; }
done
# A last line of one short word is dear.
doc 100 "<p style=\"b\">$(printf 'ban hành kế hoạch thi đua %.0s' 1 2 3) nay thi hành ngay</p>"
expect 0 "$sovang" render ./t.xml d.xml -o t.pdf --trace t.trace
lines | tail -n 1 | grep -q ' ' || { lines; fail "a runt"; }
# A line with holes.
doc 100 '<p style="b">Xem thêm <nobr>mộtcụmrấtdàikhôngngắtđượcởđâucảvàcứthếd</nobr> rồi đọc tiếp</p>'
expect 0 "$sovang" render ./t.xml d.xml -o t.pdf --trace t.trace
grep -qE '^W-LOOSE .*[0-9]+,[0-9]{2} mm' err || { cat err; fail "a loose line was not told"; }
awk '/«Xem»/ { loose = $4 < 1500; seen = 1 } END { exit !(seen && loose) }' t.trace || { cat t.trace; fail "the loose line is stretched"; }
