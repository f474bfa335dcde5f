/* archive/fsck_editions.c -- template versions: every file under its hash,
 * every lock with all its files, every published version with its entry in the
 * log, every document with the lock it was made by. */
#include <string.h>

#include "archive/edition_priv.h"
#include "archive/fsck_priv.h"

static const char sql_parts[] =
    "SELECT p.sha256, p.bytes, coalesce((SELECT f.id || ' ' || f.name FROM "
    "edition_file f WHERE f.sha256 = p.sha256), (SELECT 'bản khóa của mẫu ' "
    "|| e.id || ' phiên bản ' || e.version FROM edition e WHERE e.lock = "
    "p.sha256), '') FROM part p";
static const char sql_locks[] =
    "SELECT id, version, lock, state FROM edition WHERE lock <> '' "
    "ORDER BY id, version";
static const char sql_has[] = "SELECT 1 FROM part WHERE sha256 = ?1";
#define DAY "date(v.from_day * 86400, 'unixepoch')"
#define TOLD                                                                          \
	"'Công bố mẫu ' || v.id || ' phiên bản ' || v.version || ', khóa ' " \
	"|| v.lock || ', áp dụng từ ' || " DAY
#define ENDED "'Ngừng dùng mẫu ' || v.id || ' phiên bản ' || v.version || '.'"
static const char sql_log[] =
    "SELECT 'mẫu ' || v.id || ' phiên bản ' || v.version || ': sổ khác với "
    "nhật ký' FROM edition v WHERE v.lock <> '' AND ((SELECT count(*) FROM "
    "event e WHERE e.kind = 'publish' AND instr(e.text, " TOLD ") = 1) <> 1 "
    "OR (v.state = 'ngung-dung') <> (EXISTS(SELECT 1 FROM event e WHERE "
    "e.kind = 'retire' AND instr(e.text, " ENDED ") = 1))) "
    "UNION ALL SELECT 'sự kiện ' || e.seq || ': mất phiên bản mẫu, ' || "
    "e.text FROM event e WHERE e.kind = 'publish' AND NOT EXISTS(SELECT 1 "
    "FROM edition v WHERE v.lock <> '' AND instr(e.text, " TOLD ") = 1) "
    "UNION ALL SELECT 'văn bản ' || d.code || ' (' || d.uid || '): mất bản "
    "khóa của mẫu' FROM document d WHERE json_valid(d.template_lock) AND "
    "json_extract(d.template_lock, '$.sha256') IS NOT NULL AND "
    "json_extract(d.template_lock, '$.sha256') NOT IN (SELECT lock FROM "
    "edition) LIMIT 1000";

static bool
check_parts(struct fsck *f, struct err *err)
{
	struct db_stmt *st;
	bool row = true, ok = db_prepare(f->arc->db, sql_parts, &st, err);

	while (ok && (ok = db_step(st, &row, err)) && row) {
		char hex[HASH_HEX + 1];
		const char *want, *bytes;
		struct hash h;
		size_t len;

		arena_reset(f->row);
		want = db_text(st, 0, f->row);
		bytes = db_blob(st, 1, f->row, &len);
		hash_of(len == 0 ? "" : bytes, len, &h);
		hash_hex(&h, hex);
		if (strcmp(hex, want) != 0)
			fsck_bad(f, "tệp của mẫu %s (%s) không còn nguyên",
			    want, db_text(st, 2, f->row));
	}
	return ok;
}

static bool
has_part(struct fsck *f, const char *sha256, bool *ret, struct err *err)
{
	struct db_stmt *st;

	if (!db_prepare(f->arc->db, sql_has, &st, err))
		return false;
	db_bind_text(st, 1, sha256);
	if (!db_step(st, ret, err))
		return false;
	db_reset(st);
	return true;
}

static bool
check_lock(struct fsck *f, const char *id, int64_t version, const char *sha256,
    struct err *err)
{
	struct arc_lock lock;
	struct err why;
	bool there;

	if (!arc_read_lock(f->arc, f->row, sha256, &lock, &why)) {
		fsck_bad(f, "mẫu %s phiên bản %lld: %s", id, (long long)version,
		    why.text);
		return true;
	}
	for (size_t i = 0; i < lock.count; i++) {
		if (!has_part(f, lock.parts[i].sha256, &there, err))
			return false;
		if (!there)
			fsck_bad(f, "mẫu %s phiên bản %lld: mất tệp %s (%s)",
			    id, (long long)version, lock.parts[i].name,
			    lock.parts[i].sha256);
	}
	return true;
}

bool
fsck_editions(struct fsck *f, struct err *err)
{
	struct db_stmt *st;
	bool row = true, ok;

	ok = fsck_went(f, check_parts(f, err), err) &&
	     db_prepare(f->arc->db, sql_locks, &st, err);
	while (ok && (ok = db_step(st, &row, err)) && row) {
		arena_reset(f->row);
		ok = check_lock(f, db_text(st, 0, f->row), db_int(st, 1),
		    db_text(st, 2, f->row), err);
		if (!ok)
			db_reset(st);
	}
	ok = ok && db_prepare(f->arc->db, sql_log, &st, err);
	row = true;
	while (ok && (ok = db_step(st, &row, err)) && row) {
		arena_reset(f->row);
		fsck_bad(f, "%s", db_text(st, 0, f->row));
	}
	return ok;
}
