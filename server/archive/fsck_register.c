/* archive/fsck_register.c -- numbers that were set aside, and links: each row
 * has its event, each event its row, and no number is missing from the book. */
#include "archive/fsck_priv.h"

static const char sql_rows[] =
    "SELECT 'số đã giữ', s.seq FROM slot s LEFT JOIN event e ON e.seq = s.seq "
    "AND e.kind IN ('reserve', 'insert') WHERE e.seq IS NULL "
    "UNION ALL SELECT 'số đã dùng hoặc hủy', t.seq FROM slot_end t LEFT JOIN "
    "event e ON e.seq = t.seq AND e.kind IN ('issue', 'cancel') "
    "WHERE e.seq IS NULL "
    "UNION ALL SELECT 'liên kết văn bản', l.seq FROM link l LEFT JOIN event e "
    "ON e.seq = l.seq AND e.uid = l.uid WHERE e.seq IS NULL "
    "UNION ALL SELECT 'điều ghi trong nhật ký', f.seq FROM fact f LEFT JOIN "
    "event e ON e.seq = f.seq AND e.kind = 'fact' WHERE e.seq IS NULL "
    "UNION ALL SELECT 'sự kiện ghi điều', e.seq FROM event e LEFT JOIN fact f "
    "ON f.seq = e.seq WHERE e.kind = 'fact' AND f.seq IS NULL "
    "UNION ALL SELECT 'cột sổ đăng ký', o.id FROM outgoing o LEFT JOIN "
    "document d ON d.id = o.id WHERE d.id IS NULL "
    "UNION ALL SELECT 'sự kiện giữ số', e.seq FROM event e LEFT JOIN slot s ON "
    "s.seq = e.seq WHERE e.kind IN ('reserve', 'insert') AND s.seq IS NULL "
    "UNION ALL SELECT 'sự kiện hủy số', e.seq FROM event e LEFT JOIN slot_end "
    "t "
    "ON t.seq = e.seq WHERE e.kind = 'cancel' AND t.seq IS NULL "
    "UNION ALL SELECT 'sự kiện sau ban hành', e.seq FROM event e LEFT JOIN "
    "link l ON l.seq = e.seq WHERE e.kind IN ('replace', 'correct', 'recall', "
    "'annul') AND l.seq IS NULL";
/* Whole numbers in the book against the counter; a series may begin at a number
 * that paper had reached, and then its lowest one counts. */
static const char sql_gaps[] =
    "SELECT c.series, c.year, c.last - coalesce(min(n.number), c.last + 1) + 1 "
    "- count(n.number) FROM counter c LEFT JOIN (SELECT org, series, year, "
    "number FROM document WHERE suffix = '' UNION ALL SELECT s.org, s.series, "
    "s.year, s.number FROM slot s LEFT JOIN slot_end t ON t.slot = s.seq "
    "WHERE s.suffix = '' AND coalesce(t.uid, '') = '') n ON n.org = c.org AND "
    "n.series = c.series AND n.year = c.year GROUP BY c.org, c.series, c.year "
    "HAVING c.last - coalesce(min(n.number), c.last + 1) + 1 <> "
    "count(n.number)";

bool
fsck_register(struct fsck *f, struct err *err)
{
	struct db_stmt *st;
	bool row = true, ok = db_prepare(f->arc->db, sql_rows, &st, err);

	while (ok && (ok = db_step(st, &row, err)) && row) {
		arena_reset(f->row);
		fsck_bad(f, "%s %lld không khớp nhật ký",
		    db_text(st, 0, f->row), (long long)db_int(st, 1));
	}
	ok = ok && db_prepare(f->arc->db, sql_gaps, &st, err);
	row = true;
	while (ok && (ok = db_step(st, &row, err)) && row) {
		arena_reset(f->row);
		fsck_bad(f, "sổ %s năm %lld: thiếu hoặc thừa %lld số",
		    db_text(st, 0, f->row), (long long)db_int(st, 1),
		    (long long)db_int(st, 2));
	}
	return ok;
}
