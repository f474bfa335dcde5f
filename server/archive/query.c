/* archive/query.c -- reading. */
#include <stdio.h>
#include <string.h>

#include "archive/arc_priv.h"

static const char sql_get[] =
    "SELECT " ROW_COLUMNS " FROM document d WHERE d.uid = ?1";
static const char sql_of_decision[] =
    "SELECT " ROW_COLUMNS " FROM document d WHERE d.decision = ?1 AND "
    "d.decision <> '' ORDER BY d.year, d.number, d.suffix";
static const char sql_events[] =
    "SELECT at, kind, text FROM event WHERE uid = ?1 ORDER BY seq";
static const char sql_series[] =
    "SELECT c.org, c.series, c.year, c.last, (SELECT count(*) FROM document d "
    "WHERE d.org = c.org AND d.series = c.series AND d.year = c.year) "
    "FROM counter c ORDER BY c.year DESC, c.series";

bool
arc_get(struct arc *arc, struct arena *a, const char *uid, struct arc_doc *ret,
    struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (!db_prepare(arc->db, sql_get, &st, err))
		return false;
	db_bind_text(st, 1, uid);
	if (!db_step(st, &row, err))
		return false;
	if (row)
		row_read(st, a, ret);
	db_reset(st);
	return row || err_set(err, ERR_NOTFOUND, no_pos, "văn bản %.40s", uid);
}

bool
arc_of_decision(struct arc *arc, struct arena *a, const char *decision,
    struct arc_doc **ret, size_t *ret_count, struct err *err)
{
	struct buf all = { 0 };
	struct db_stmt *st;
	bool row = true, ok = db_prepare(arc->db, sql_of_decision, &st, err);

	if (ok)
		db_bind_text(st, 1, decision);
	while (ok && (ok = db_step(st, &row, err)) && row) {
		struct arc_doc d;

		row_read(st, a, &d);
		buf_add(&all, &d, sizeof(d));
	}
	*ret_count = all.len / sizeof(**ret);
	*ret = ok ? arena_memdup(a, buf_str(&all), all.len) : NULL;
	ok = ok && ((buf_ok(&all) && *ret != NULL) || err_nomem(err));
	buf_done(&all);
	return ok;
}

bool
arc_read(struct arc *arc, struct arena *a, const struct arc_doc *doc, bool data,
    const char **ret, size_t *ret_len, struct err *err)
{
	const struct hash *want = data ? &doc->data_sha256 : &doc->sha256;
	int64_t len = data ? doc->data_length : doc->length;
	struct hash have;
	char *bytes;

	if (!volume_read(arc, a, doc->volume,
		data ? doc->data_offset : doc->offset, len, &bytes, err))
		return false;
	hash_of(bytes, (size_t)len, &have);
	if (!hash_equal(&have, want)) {
		err_set(err, ERR_CORRUPT, no_pos,
		    "bản lưu của văn bản %s (%s) không còn nguyên", doc->code,
		    doc->uid);
		return err_hint(
		    err, "báo người quản trị phục hồi từ bản sao dự phòng");
	}
	*ret = bytes;
	*ret_len = (size_t)len;
	return true;
}

bool
arc_events(struct arc *arc, struct arena *a, const char *uid,
    struct arc_event **ret, size_t *ret_count, struct err *err)
{
	enum { MOST = 200 };
	struct arc_event *list = arena_alloc_n(a, MOST, sizeof(*list));
	struct db_stmt *st;
	bool row = true;
	size_t n = 0;

	if (list == NULL)
		return err_nomem(err);
	if (!db_prepare(arc->db, sql_events, &st, err))
		return false;
	db_bind_text(st, 1, uid);
	while (n < MOST && db_step(st, &row, err) && row) {
		list[n].at = db_int(st, 0);
		list[n].kind = db_text(st, 1, a);
		list[n++].text = db_text(st, 2, a);
	}
	db_reset(st);
	*ret = list;
	*ret_count = n;
	return true;
}

bool
arc_list_series(struct arc *arc, struct arena *a, struct arc_series **ret,
    size_t *ret_count, struct err *err)
{
	enum { MOST = 500 };
	struct arc_series *list = arena_alloc_n(a, MOST, sizeof(*list));
	struct db_stmt *st;
	bool row = true;
	size_t n = 0;

	if (list == NULL)
		return err_nomem(err);
	if (!db_prepare(arc->db, sql_series, &st, err))
		return false;
	while (n < MOST && db_step(st, &row, err) && row) {
		list[n] =
		    (struct arc_series){ db_text(st, 0, a), db_text(st, 1, a),
			    (int)db_int(st, 2), db_int(st, 3), db_int(st, 4) };
		n++;
	}
	db_reset(st);
	*ret = list;
	*ret_count = n;
	return true;
}
