#!/usr/bin/env bash
# Versions of templates: drafted, checked, published, locked, retired; what issuing takes.
. "$(dirname "$0")/lib.sh"
need sqlite3
mkdir home && cp -r "$root/templates" "$root/fonts" home
export SOVANG_HOME=$work/home
q() { sqlite3 data/sovang.db "$1"; }
states() { "$sovang" template list plan --data data | awk -F '\t' '{ print $2 ":" $3 }' | paste -sd ' '; }
edit() { # FILE OLD NEW
	python3 - "$@" <<-'PY'
		import sys
		path, old, new = sys.argv[1:]
		text = open(path, encoding="utf-8").read()
		assert old in text, old
		open(path, "w", encoding="utf-8").write(text.replace(old, new, 1))
	PY
}

# A new folder has what the program brings; the same program brings nothing twice.
expect 0 "$sovang" init --data data
[ "$("$sovang" template list --data data | wc -l)" -eq "$(ls -d home/templates/documents/*/ | wc -l)" ] || fail "not every template is there"
before=$("$sovang" template list --data data)
expect 0 "$sovang" init --data data
[ "$("$sovang" template list --data data)" = "$before" ] || fail "published twice"

# What is wrong is listed with its lines, all of it, and nothing is published.
cp -r home/templates/documents/plan moi
edit moi/template.xml '${$pt/ten}' '${$pt/tenn}'
edit moi/template.xml '<each in="$pt/yeu-cau" as="m">' '<each in="$pt/yeu-cauu" as="m">'
expect 0 "$sovang" template draft plan moi --data data --by "Nguyễn Thị Đào" --note "Đổi lời dẫn"
[ "$(states)" = "2:du-thao 1:cong-bo" ] || fail "$(states)"
expect 1 "$sovang" template check plan 2 --data data
[ "$(grep -c '^E-PATH documents/plan/template.xml:[0-9]*:[0-9]*: ' err)" -eq 2 ] || { cat err; fail "two misspelt paths"; }
expect 1 "$sovang" template publish plan 2 --data data
has err "E-PATH documents/plan/template.xml:"
[ "$(states)" = "2:du-thao 1:cong-bo" ] || fail "published in spite of errors"
spoilt() { # OLD NEW WHAT-IS-SAID
	rm -rf hong && cp -r home/templates/documents/plan hong
	edit hong/template.xml "$1" "$2"
	expect 0 "$sovang" template draft plan hong --data data
	n=$("$sovang" template list plan --data data | sed -n 1p | cut -f 2)
	expect 1 "$sovang" template publish plan "$n" --data data
	has err "$3"
}
spoilt '<fill slot="ten-loai">' '<fill slot="ten-loaii">' "E-SLOT documents/plan/template.xml:"
spoilt '<p style="gach">- ${$m}</p>' '<p style="gach" colour="do">- ${$m}</p>' "E-ATTR documents/plan/template.xml:"
spoilt 'engine="1"' 'engine="7"' "engine 1"
spoilt '<fill slot="noi-dung">' '<fill slot="noi-dung"><if test="false()"><image href="khong-co.png" at="0mm 0mm" size="1mm" alt="x"/></if>' "documents/plan/template.xml:"
spoilt '<fill slot="noi-dung">' '<fill slot="noi-dung"><p font="serif 30">${$pt/ten}</p>' "E-ND30-"
cp -r home/templates/documents/plan khong-mau && rm khong-mau/mau.xml
sed -i 's/ id="ke-hoach"/ id="moi-toanh"/' khong-mau/template.xml
expect 0 "$sovang" template draft moi-toanh khong-mau --data data
expect 1 "$sovang" template publish moi-toanh 1 --data data
has err "mau.xml"
expect 1 "$sovang" template draft "Kế hoạch" moi --data data
has err "mã mẫu"

# Published: issuing takes it from its first day on, the old one stays and can be pinned.
rm -rf moi && cp -r home/templates/documents/plan moi
edit moi/template.xml 'ban hành Kế hoạch phát động' 'xây dựng Kế hoạch phát động'
campaign=$root/templates/demo/phong-trao-71.xml
cp -r data later
draft() { "$sovang" template draft plan "$1" --data "$2" >/dev/null && "$sovang" template list plan --data "$2" | sed -n 1p | cut -f 2; }
n=$(draft moi later)
expect 0 "$sovang" template publish plan "$n" --data later --from 2999-01-01
expect 0 "$sovang" issue plan "$campaign" --data later
has_lock() { sqlite3 "$1/sovang.db" "SELECT json_extract(template_lock, '\$.version') FROM document WHERE type = 'plan'"; }
[ "$(has_lock later)" -eq 1 ] || fail "a version was used before its day"
n=$(draft moi data)
expect 0 "$sovang" template publish plan "$n" --data data --note "Đổi lời dẫn"
cp -r data pinned
expect 0 "$sovang" issue plan "$campaign" --data data
[ "$(has_lock data)" -eq "$n" ] || fail "the newest version was not used"
expect 0 "$sovang" issue plan "$campaign" --data pinned --template plan@1
[ "$(has_lock pinned)" -eq 1 ] || fail "the pinned version was not used"

# What the new version does to the real documents, word by word; drafts too; nothing is written.
before=$(q "SELECT count(*), max(rowid) FROM part" && q "SELECT count(*) FROM event")
expect 0 "$sovang" template compare plan 1 "$n" --data data
has out "trang 1: «ban hành» thành «xây dựng»"
has out "1 văn bản: 0 không đổi, 1 đổi, 0 không dàn được"
expect 0 "$sovang" template compare plan "$n" "$n" --data data
has out "1 văn bản: 1 không đổi, 0 đổi, 0 không dàn được"
expect 1 "$sovang" template compare plan 1 2 --data data
has out "KHÔNG DÀN ĐƯỢC"
has out "E-PATH documents/plan/template.xml:"
expect 1 "$sovang" template compare plan 1 99 --data data
expect 2 "$sovang" template compare plan 1 2 --last 0 --data data
[ "$(q "SELECT count(*), max(rowid) FROM part" && q "SELECT count(*) FROM event")" = "$before" ] || fail "comparing wrote"
expect 1 "$sovang" issue decision "$campaign" --data data --template award-decision@9
has err "award-decision phiên bản 9"

# What is published never changes, whoever tries.
expect 1 "$sovang" template publish plan "$n" --data data
has err "đã công bố"
m=$(draft moi data)
expect 1 "$sovang" template publish plan "$m" --data data
has err "phiên bản $n đã công bố đúng các tệp này"
refused() { ! sqlite3 data/sovang.db "$1" 2>sql.err || fail "SQLite took: $1"; grep -q "không được" sql.err || { cat sql.err; fail "$1"; }; }
refused "UPDATE edition SET lock = 'x' WHERE id = 'plan' AND version = $n"
refused "UPDATE edition SET state = 'du-thao' WHERE id = 'plan' AND version = $n"
refused "UPDATE edition SET from_day = 1 WHERE id = 'plan' AND version = $n"
refused "DELETE FROM edition WHERE id = 'plan' AND version = $n"
refused "DELETE FROM part"
refused "UPDATE part SET bytes = 'x'"
refused "INSERT INTO edition_file SELECT 'plan', $n, 'x.xml', sha256 FROM part LIMIT 1"
refused "DELETE FROM edition_file WHERE version = $n"

# Retired: with a reason; the one before is in force again, documents stay.
expect 2 "$sovang" template retire plan "$n" --data data
expect 0 "$sovang" template retire plan "$n" --reason "Sai lời dẫn" --data data
expect 1 "$sovang" template retire plan "$n" --reason "Lần nữa" --data data
expect 1 "$sovang" template retire plan "$m" --reason "Chưa công bố" --data data
refused "UPDATE edition SET state = 'cong-bo' WHERE id = 'plan' AND version = $n"
sed 's/ma="hy-2022-du-an-trong-diem"/ma="pt-2"/; s/ so="71"//' "$campaign" >second.xml
expect 0 "$sovang" issue plan second.xml --data data
[ "$(q "SELECT group_concat(json_extract(template_lock, '\$.version'), ' ') FROM document")" = "$n 1" ] || fail "after retiring"
[ "$(q "SELECT count(*) FROM event WHERE kind IN ('publish', 'retire') AND text LIKE '%mẫu plan phiên bản $n%'")" -eq 2 ] || fail "the log does not tell"

# Every file comes back, by its hash.
expect 0 "$sovang" template export plan "$n" ra --data data
expect 0 "$sovang" template show plan "$n" --data data
grep -P '^[0-9a-f]{64}\t' out | awk -F '\t' '{ print $1 "  ra/" $3 }' | sha256sum --quiet -c || fail "an exported file is another one"
cmp ra/documents/plan/template.xml moi/template.xml
[ -s ra/fonts/LiberationSerif-Regular.ttf ] && [ -s ra/rules/nd30.xml ] || fail "fonts and rules are not in the lock"

# A newer program: only what changed comes beside the old ones, and never over the office's own.
edit home/templates/documents/award-decision/template.xml 'keywords="quyết định;' 'keywords="quyết định khen thưởng;'
edit home/templates/documents/plan/template.xml 'keywords="kế hoạch;' 'keywords="kế hoạch thi đua;'
expect 0 "$sovang" init --data data
grep -q '^Công bố mẫu award-decision phiên bản 2$' out || fail "the newer decision"
[ "$(grep -c '^Công bố' out)" -eq 1 ] || { cat out; fail "more than what changed"; }
expect 0 "$sovang" archive fsck --data data
for d in later pinned; do expect 0 "$sovang" archive fsck --data $d; done
expect 1 "$sovang" template show plan 99 --data data
expect 2 "$sovang" template show plan x --data data
