#!/usr/bin/env bash
# Documents made again from what is kept: byte for byte, without the templates folder, after a restore; and
# what is said when a part is gone or changed.
. "$(dirname "$0")/lib.sh"
need sqlite3
make_demo
count=$(wc -l <demo.out)
mkdir nothing
export SOVANG_HOME=$work/nothing
plan=$("$sovang" archive list --data data | tail -n 1 | cut -f 1)
expect 0 "$sovang" archive reproduce --all --data data
has out "$count văn bản: $count giống từng byte, 0 giống nội dung, 0 không"
expect 0 "$sovang" archive reproduce "$plan" -o again.pdf --data data
expect 0 "$sovang" get "$plan" -o filed.pdf --data data
cmp again.pdf filed.pdf || fail "the file that was written is not the one that was compared"
expect 0 "$sovang" archive explain "$plan" --data data
for word in "plan phiên bản 1" "common/nd30/van-ban.xml" "fonts/LiberationSerif-Bold.ttf" "rules/nd30.xml" \
	'"pages":4' '"libdeflate":' "đã đo theo Nghị định 30"; do has out "$word"; done
expect 1 "$sovang" archive explain khong-co --data data
expect 2 "$sovang" archive reproduce --data data
expect 2 "$sovang" archive reproduce "$plan" --all --data data

# The tar file alone tells the same.
mkdir plain && tar -xf data/volumes/*.tar -C plain
python3 - "plain/$plan/manifest.json" <<'PY' || fail "manifest"
import json, sys
m = json.load(open(sys.argv[1], encoding="utf-8"))["making"]
assert m["template"] == "plan" and m["version"] == 1 and len(m["lock"]) == 64, m
assert m["press"]["nd30"] is True and m["press"]["number"] == "71/KH-UBND", m["press"]
assert m["layout"]["pages"] == 4 and m["layout"]["warnings"] == [], m["layout"]
names = [p["file"] for p in m["parts"]]
assert names == sorted(names) and len(set(names)) == len(names), names
assert {"documents/plan/template.xml", "fonts/catalogue.txt", "schema/ho-so.rng"} <= set(names), names
PY

# On another folder, after a restore.
expect 0 "$sovang" archive backup sao-luu --data data
expect 0 "$sovang" archive restore sao-luu moi
rm -rf sao-luu
expect 0 "$sovang" archive reproduce --all --data moi
has out "$count giống từng byte"

# What is missing or changed is named, all of it.
q() { sqlite3 hong/sovang.db "$1"; }
fresh() {
	rm -rf hong && cp -r data hong
	q "DROP TRIGGER part_stays; DROP TRIGGER part_same; PRAGMA foreign_keys = OFF"
}
sha() { "$sovang" archive explain "$plan" --data data | awk -v f="$1" '$2 == f { print $1 }'; }
fresh
q "DELETE FROM part WHERE sha256 IN ('$(sha fonts/LiberationSerif-Italic.ttf)', '$(sha common/nd30/van-ban.xml)')"
expect 1 "$sovang" archive reproduce "$plan" --data hong
has out "không còn trong kho: fonts/LiberationSerif-Italic.ttf ($(sha fonts/LiberationSerif-Italic.ttf))"
has out "không còn trong kho: common/nd30/van-ban.xml"
has out "KHÔNG LÀM LẠI ĐƯỢC"
fresh
q "UPDATE part SET bytes = CAST(replace(CAST(bytes AS TEXT), 'KẾ HOẠCH', 'KẾ HOẠCHH') AS BLOB) WHERE sha256 = '$(sha documents/plan/template.xml)'"
expect 1 "$sovang" archive reproduce "$plan" --data hong
has out "không còn nguyên: documents/plan/template.xml"
fresh
q "DELETE FROM part WHERE sha256 = (SELECT lock FROM edition WHERE id = 'plan')"
expect 1 "$sovang" archive reproduce "$plan" --data hong
has out "KHÔNG LÀM LẠI ĐƯỢC"
expect 1 "$sovang" archive reproduce --all --data hong
has out "$((count - 1)) giống từng byte, 0 giống nội dung, 1 không"
