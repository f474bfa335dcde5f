/* archive/migrate.c -- folders from before the hash tree. */
#include <string.h>

#include "archive/log_priv.h"

static const char sql_chain[] =
    "SELECT seq, at, kind, uid, text, chain FROM event ORDER BY seq";
static const char sql_last_seq[] = "SELECT coalesce(max(seq), 0) FROM event";
static const char sql_documents[] =
    "SELECT " ROW_COLUMNS " FROM document d ORDER BY d.id";

static bool
chain_link(const struct db_stmt *st, struct arena *a, char prev[HASH_HEX + 1],
    int64_t want, struct err *err)
{
	struct buf b = { 0 };
	struct hash h;

	buf_printf(&b, "%s\n%lld\n%s\n%s\n%s", prev, (long long)db_int(st, 1),
	    db_text(st, 2, a), db_text(st, 3, a), db_text(st, 4, a));
	hash_of(buf_str(&b), b.len, &h);
	hash_hex(&h, prev);
	buf_done(&b);
	if (db_int(st, 0) == want && strcmp(prev, db_text(st, 5, a)) == 0)
		return true;
	err_set(err, ERR_CORRUPT, no_pos, "nhật ký cũ đứt ở sự kiện %lld: %s",
	    (long long)want, db_text(st, 4, a));
	return err_hint(err, "nhật ký đã bị sửa; phục hồi từ bản sao dự phòng");
}

bool
log_migrate_check(struct arc *arc, struct err *err)
{
	struct arena *a = arena_new(0);
	char prev[HASH_HEX + 1] = "";
	struct db_stmt *st;
	bool row = true, ok;
	int64_t n = 0;

	if (a == NULL)
		return err_nomem(err);
	ok = db_prepare(arc->db, sql_chain, &st, err);
	while (ok && (ok = db_step(st, &row, err)) && row) {
		arena_reset(a);
		ok = chain_link(st, a, prev, ++n, err);
		if (!ok)
			db_reset(st);
	}
	arena_free(a);
	return ok;
}

/* A document whose members are damaged is taken over without their hashes:
 * fsck names it, today as before. */
static bool
migrate_documents(struct arc *arc, struct arena *a, struct err *err)
{
	struct db_stmt *st;
	bool row = true, ok = db_prepare(arc->db, sql_documents, &st, err);

	while (ok && (ok = db_step(st, &row, err)) && row) {
		struct filed f = { 0 };
		struct arc_doc d;
		bool readable;

		arena_reset(a);
		row_read(st, a, &d);
		ok = filed_find(arc, a, &d, &f, &readable, err) &&
		     filed_put(arc->db, d.id, readable ? &f : NULL, err);
		if (!ok)
			db_reset(st);
	}
	return ok;
}

static bool
migrate_events(struct arc *arc, struct arena *a, struct err *err)
{
	struct db_stmt *st;
	int64_t last = 0;
	bool row, ok;

	ok = migrate_documents(arc, a, err) &&
	     db_prepare(arc->db, sql_last_seq, &st, err) &&
	     db_step(st, &row, err);
	if (ok) {
		last = row ? db_int(st, 0) : 0;
		db_reset(st);
	}
	for (int64_t seq = 1; ok && seq <= last; seq++)
		ok = log_append(arc->db, seq, err);
	return ok;
}

bool
log_migrate(struct arc *arc, struct err *err)
{
	struct arena *a = arena_new(0);
	uint64_t size;
	bool ok = a != NULL || err_nomem(err);

	/* A folder of version 3 has its tree. */
	ok = ok && tree_size(arc->db, &size, err) &&
	     (size > 0 || migrate_events(arc, a, err)) && index_watch(arc, err);
	arena_free(a);
	return ok;
}
