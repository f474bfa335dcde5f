#!/usr/bin/env bash
# The register proves itself: proofs checked without the archive, and every change of a row by raw SQL
# found by whoever kept yesterday's checkpoint, even when the log was made anew and signed again.
. "$(dirname "$0")/lib.sh"
need sqlite3
verify=$(dirname "$sovang")/sovang-verify
make_demo
q() { sqlite3 "${db:-data/sovang.db}" "$1"; }
[ "$(stat -c %a data/log.key)" = 600 ] || fail "the key can be read by others"

# The issuing command signed; the note is text that anyone can read.
yesterday=$(ls data/checkpoints/*.txt)
[ "$(wc -l <<<"$yesterday")" -eq 1 ] || fail "one checkpoint was expected"
cp "$yesterday" yesterday
cp data/log.pub key
[ "$(sed -n 2p yesterday)" = "$(q 'SELECT count(*) FROM event')" ] || fail "size of the checkpoint"
[ "$(sed -n 3p yesterday | base64 -d | wc -c)" -eq 32 ] || fail "root of the checkpoint"
expect 0 "$verify" key yesterday
expect 0 "$sovang" archive checkpoint --data data
[ "$(ls data/checkpoints | wc -l)" -eq 1 ] || fail "the same log was signed twice"

# Every document has a proof that holds for its own PDF and manifest alone.
mkdir plain && tar -xf data/volumes/*.tar -C plain
last=
while IFS=$'\t' read -r id code rest; do
	expect 0 "$sovang" archive proof "$id" --data data -o proof
	expect 0 "$verify" key proof "plain/$id/van-ban.pdf" "plain/$id/manifest.json"
	has out "$code"
	[ -z "$last" ] || expect 1 "$verify" key proof "plain/$last/van-ban.pdf"
	[ -z "$last" ] || expect 1 "$verify" key proof "plain/$id/van-ban.pdf" "plain/$last/manifest.json"
	last=$id
done < <("$sovang" archive list --data data)
[ "$(sed '/^$/q' proof | wc -c)" -le 1024 ] || fail "the path is longer than 1 KB"
sed "s/^title .*/title Bằng khen tặng người khác/" proof >forged
expect 1 "$verify" key forged "plain/$last/van-ban.pdf"
sed "s/^index .*/index 0/" proof >forged
expect 1 "$verify" key forged "plain/$last/van-ban.pdf"
expect 2 "$verify" key proof
expect 2 "$verify"
expect 3 "$verify" key proof no-such-file
expect 1 "$sovang" archive proof khong-co --data data
"$sovang" init --data other >/dev/null
expect 1 "$verify" other/log.pub yesterday

# The next day: more documents, and a proof that nothing before was touched.
sed 's/ma="hy-2022-du-an-trong-diem"/ma="pt-2"/; s/ so="71"//' "$root/templates/demo/phong-trao-71.xml" >second.xml
expect 0 "$sovang" issue all second.xml --data data
today=$(ls data/checkpoints/*.txt | tail -n 1)
expect 0 "$sovang" archive consistency yesterday "$today" --data data -o growth
expect 0 "$verify" key growth yesterday
has out "chỉ được ghi thêm"
expect 1 "$verify" key growth "$today"
expect 1 "$sovang" archive consistency "$today" yesterday --data data
expect 0 "$sovang" archive fsck --data data --checkpoint yesterday
sed 's/^[A-Za-z0-9+/]\{43\}=$/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=/' growth >forged
expect 1 "$verify" key forged yesterday

# Raw SQL with the triggers gone.  In each round: fsck names it, and so does the holder of the checkpoint
# after the attacker made the log anew over the changed rows and signed it with the stolen key.
untrigger() {
	sqlite3 "$db" "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_master WHERE type = 'trigger'" | sqlite3 "$db"
}
# The folder as it was before the log was a tree, so that opening it builds a new one: an old chain over
# the events as they are now.
remake_log() {
	local prev='' line
	q "DELETE FROM tree; DROP TABLE tree; DROP TABLE filed; DROP TABLE slot_end; DROP TABLE slot;
		DROP TABLE link; DROP TABLE fact; DROP TABLE outgoing; ALTER TABLE event DROP COLUMN status;
		ALTER TABLE event DROP COLUMN counters; ALTER TABLE event ADD COLUMN chain TEXT NOT NULL DEFAULT '';
		CREATE TRIGGER event_same BEFORE UPDATE ON event WHEN 0 BEGIN SELECT 1; END;"
	q "UPDATE event SET seq = -(SELECT count(*) FROM event e WHERE e.seq <= event.seq); UPDATE event SET seq = -seq"
	for line in $(q "SELECT seq FROM event ORDER BY seq"); do
		prev=$(q "SELECT '$prev' || char(10) || at || char(10) || kind || char(10) || uid || char(10) || text
			FROM event WHERE seq = $line" | head -c -1 | sha256sum | cut -c 1-64)
		q "UPDATE event SET chain = '$prev' WHERE seq = $line"
	done
	q "PRAGMA user_version = 2"
	rm -f forged-data/checkpoints/*
	expect 0 "$sovang" archive checkpoint --data forged-data
}
rounds=0
attack() {
	local what=$1 name=$2
	rm -rf forged-data && cp -r data forged-data
	db=forged-data/sovang.db
	untrigger
	q "PRAGMA foreign_keys = OFF; $what"
	expect 3 "$sovang" archive fsck --data forged-data
	[ -z "$name" ] || has err "$name"
	rounds=$((rounds + 1))
	db=data/sovang.db
}
attack_and_cover_up() {
	attack "$1" "$2"
	db=forged-data/sovang.db
	remake_log
	expect 3 "$sovang" archive fsck --data forged-data --checkpoint yesterday
	has err "đã ký"
	forged=$(ls forged-data/checkpoints/*.txt)
	expect 0 "$verify" key "$forged"
	expect 3 "$sovang" archive consistency yesterday "$forged" --data forged-data
	db=data/sovang.db
}
victim=$(q "SELECT uid FROM document WHERE code = '05/SV'")
leaf=$(q "SELECT seq - 1 FROM event WHERE uid = '$victim'")
# edit
attack_and_cover_up "UPDATE document SET title = 'Bằng khen tặng ông khác' WHERE uid = '$victim'" "05/SV"
for set in "number = 99" "code = '99/SV'" "date = date + 1" "org = 'x'" "series = 'x'" "year = 2020" \
	"sha256 = lower(hex(randomblob(32)))" "data_sha256 = lower(hex(randomblob(32)))" "offset = offset + 512" \
	"length = length - 1" "data_offset = data_offset + 1" "volume = '2020-000001'" "honouree = 'x'" \
	"signer = 'x'" "status = 'het-hieu-luc'" "created = created - 86400" "pages = 2.5" "title = title || char(0) || 'x'"; do
	attack "UPDATE document SET $set WHERE uid = '$victim'" "$victim"
done
attack "UPDATE document SET uid = 'x' WHERE uid = '$victim'" "05/SV"
attack "UPDATE document SET id = 1000000 WHERE uid = '$victim'" "$victim"
for set in "at = at - 1" "text = 'Ban hành, cấp số 06/SV'" "kind = 'x'" "status = 'x'" "counters = 'x'"; do
	attack "UPDATE event SET $set WHERE uid = '$victim'" "$victim"
done
attack "UPDATE counter SET last = 10 WHERE series = 'so-vang'" "so-vang"
attack "UPDATE counter SET last_date = 1 WHERE series = 'so-vang'" "so-vang"
attack "UPDATE outgoing SET recipients = 'x' WHERE id = (SELECT id FROM document WHERE uid = '$victim')" "05/SV"
attack "DELETE FROM outgoing WHERE id = (SELECT id FROM document WHERE uid = '$victim')" "05/SV"
attack "INSERT INTO fact VALUES(20, 'close', 'ubnd-hung-yen', 'so-vang/2023', '1 1 0')" ""
attack "UPDATE filed SET manifest_sha256 = frame_sha256 WHERE id = 7" "05/SV"
attack "UPDATE tree SET hash = randomblob(32) WHERE level = 0 AND at = $leaf" "$victim"
attack "UPDATE tree SET hash = randomblob(32) WHERE level = 2 AND at = 3" "sự kiện 13 đến 16"
# delete
attack_and_cover_up "DELETE FROM event WHERE uid = '$victim'" "$victim"
attack_and_cover_up "DELETE FROM event WHERE uid = '$victim'; DELETE FROM filed WHERE id = 7; DELETE FROM document WHERE id = 7" ""
attack "DELETE FROM document WHERE uid = '$victim'" "$victim"
attack "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)" "không có trong sổ"
attack "DELETE FROM event WHERE seq > 90; DELETE FROM tree" ""
attack "DELETE FROM counter WHERE series = 'so-vang'" "so-vang"
attack "DELETE FROM tree WHERE level = 0 AND at = $leaf" "$victim"
# insert
attack_and_cover_up "UPDATE event SET seq = seq + 100000 WHERE seq > 20; UPDATE event SET seq = seq - 99999 WHERE seq > 100000;
	INSERT INTO event(seq, at, kind, uid, text, status, counters) SELECT 21, at, kind, uid, text, status, counters FROM event WHERE seq = 20" ""
attack "INSERT INTO document SELECT 5000, 'gia-mao', org, series, year, 999, suffix, symbol, '999/SV', type, type_name, date, title,
	campaign, campaign_name, signer, position, honouree, honouree_kind, unit, decision, status, NULL, pages, template_lock,
	created, sha256, data_sha256, volume, offset, length, data_offset, data_length FROM document WHERE id = 7" "999/SV"
attack "INSERT INTO counter VALUES('x', 'y', 2023, 4, 19000)" "y năm 2023"
# reorder
attack_and_cover_up "UPDATE event SET seq = -10 WHERE seq = 10; UPDATE event SET seq = 10 WHERE seq = 11; UPDATE event SET seq = 11 WHERE seq = -10" ""
attack "UPDATE document SET id = -7 WHERE id = 7; UPDATE document SET id = 7 WHERE id = 8; UPDATE document SET id = 8 WHERE id = -7" "05/SV"

# Versions of templates: what is in force, what they are made of.
attack "UPDATE edition SET from_day = from_day - 1 WHERE id = 'plan'" "mẫu plan phiên bản 1: sổ khác với nhật ký"
attack "UPDATE edition SET state = 'ngung-dung' WHERE id = 'plan'" "mẫu plan phiên bản 1: sổ khác với nhật ký"
attack "UPDATE edition SET lock = (SELECT lock FROM edition WHERE id = 'certificate-merit') WHERE id = 'plan'" "mẫu plan"
attack "DELETE FROM edition WHERE id = 'plan'" "mất phiên bản mẫu, Công bố mẫu plan"
attack "UPDATE part SET bytes = bytes || 'x' WHERE sha256 = (SELECT lock FROM edition WHERE id = 'plan')" "mẫu plan phiên bản 1"
attack "UPDATE part SET bytes = zeroblob(9) WHERE length(bytes) = (SELECT max(length(bytes)) FROM part)" "không còn nguyên"
attack "DELETE FROM part WHERE length(bytes) = (SELECT max(length(bytes)) FROM part)" "mất tệp fonts/LiberationSans-Bold.ttf"

# Without covering up, nothing is signed over a changed log.
attack "UPDATE tree SET hash = randomblob(32) WHERE level = 6 AND at = 0" "sự kiện 1 đến 64"
expect 3 "$sovang" archive checkpoint --data forged-data
# A lost key is not replaced in silence.
rm -rf forged-data && cp -r data forged-data && rm forged-data/log.key
expect 3 "$sovang" archive fsck --data forged-data
has err "log.key"
expect 0 "$sovang" archive fsck --data data --checkpoint yesterday
echo "proof: $rounds changes by raw SQL, all found"
