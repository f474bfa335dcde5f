#!/usr/bin/env bash
# Tab stops and leaders: where the text stands, and what happens when it does not fit.
. "$(dirname "$0")/lib.sh"
echo '<d/>' >d.xml
# A4 with 20 mm: text from 20.00 to 190.00 mm.
doc() { printf '<doc xmlns="urn:sovang:1" lang="vi"><meta title="Tab"/><style name="goc" font="serif 13" align="justify"/><page name="a" size="A4" margin="20mm"/><flow page="a">%s</flow></doc>' "$1" >t.xml; }
run() { doc "$1"; expect 0 "$sovang" render ./t.xml d.xml -o t.pdf --trace t.trace; sed -i -E 's/» @.*/»/' t.trace; }
# x and end of the run that is exactly TEXT, 1/100 mm
at() { awk -v t="«$1»" '$0 ~ /text / && substr($0, length($0) - length(t) + 1) == t { print $2; exit }' t.trace; }
end() { awk -v t="«$1»" '$0 ~ /text / && substr($0, length($0) - length(t) + 1) == t { print $2 + $4; exit }' t.trace; }
near() { [ -n "$1" ] && [ "$1" -ge $(($2 - 2)) ] && [ "$1" -le $(($2 + 2)) ] || fail "$3: $1 instead of $2"; }
run '<p style="goc">Họ tên:<tab at="60mm"/>An</p>'
near "$(at An)" 8000 "left"
run '<p style="goc">Cộng<tab at="100mm" align="right"/>1.490.000</p>'
near "$(end 1.490.000)" 12000 "right"
run '<p style="goc">a<tab at="80mm" align="center"/>giữa</p>'
near "$((($(at giữa) + $(end giữa)) / 2))" 10000 "centre"
run '<p style="goc">a<tab at="80mm" align="decimal"/>12,5</p><p style="goc">b<tab at="80mm" align="decimal"/>1.234,75</p>'
[ "$(end 12,5)" -lt "$(end 1.234,75)" ] || fail "decimals"
[ "$(at 12,5)" -gt "$(at 1.234,75)" ] || fail "integers"
# An indent moves the text, not the stop.
run '<p style="goc" indent="10mm">Tên<tab at="60mm"/>An</p>'
near "$(at An)" 8000 "with an indent"
# Leaders end at the right edge, whatever stands before; the dots of two lines are on one grid.
run '<p style="goc">Mục đích<leader/>2</p><p style="goc" left="5mm">Tổ chức thực hiện<leader/>12</p>'
near "$(end 2)" 19000 "leader"
near "$(end 12)" 19000 "leader, indented"
[ "$(grep -cE '«\.{20,}»' t.trace)" -eq 2 ] || fail "no dots"
awk '/«\.+»/ { x[++n] = $2; w = $4 / gsub(/\./, "", $NF) } END { d = (x[2] - x[1]) / w; r = d - int(d + (d < 0 ? -0.5 : 0.5)); exit !(r < 0.15 && r > -0.15) }' t.trace || fail "dots do not stand under each other"
# A long entry breaks, and its number stands at the end of the last line.
long=$(for i in $(seq 1 40); do printf 'chữ%d ' "$i"; done)
run "<p style=\"goc\">$long<leader/>7</p>"
near "$(end 7)" 19000 "leader of a long entry"
[ "$(grep -c '«7»' t.trace)" -eq 1 ] || fail "number of a long entry"

bad() { # CONTENT MESSAGE HINT
	doc "$1"
	expect 1 "$sovang" render ./t.xml d.xml -o t.pdf
	has err "$2"
	has err "$3"
}
bad '<p style="goc">Chữ này dài hơn điểm dừng<tab at="10mm"/>x</p>' 'vượt điểm dừng' 'rút ngắn'
bad '<p style="goc">a<tab at="168mm"/>quá lề phải</p>' 'vượt lề phải' 'rút ngắn'
bad '<p style="goc">a<tab/>x</p>' '<tab>: at=' 'at="60mm"'
bad '<p style="goc">a<tab at="110%"/>x</p>' 'at="110%"' 'at="60mm"'
bad '<p style="goc">a<tab at="50mm" align="giua"/>x</p>' 'align="giua"' 'decimal'
