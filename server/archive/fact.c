/* archive/fact.c -- statements of the log that carry a value. */
#include "archive/fact.h"

#include "archive/arc_priv.h"

static const char sql_put[] =
    "INSERT INTO fact(seq, kind, key, other, value) VALUES(?1, ?2, ?3, ?4, ?5)";
#define FACT                                                                 \
	"SELECT f.seq, coalesce(e.at, 0), f.kind, f.key, f.other, f.value, " \
	"coalesce(e.uid, ''), coalesce(e.text, '') FROM fact f "             \
	"LEFT JOIN event e ON e.seq = f.seq WHERE f.kind = ?1"
/* One text for each way to ask, so that each has its index. */
static const char *const sql_list[2][2] = {
	{ FACT " ORDER BY f.seq", FACT " AND f.other = ?3 ORDER BY f.seq" },
	{ FACT " AND f.key = ?2 ORDER BY f.seq",
	    FACT " AND f.key = ?2 AND f.other = ?3 ORDER BY f.seq" },
};
static const char *const sql_last[2][2] = {
	{ FACT " ORDER BY f.seq DESC LIMIT 1",
	    FACT " AND f.other = ?3 ORDER BY f.seq DESC LIMIT 1" },
	{ FACT " AND f.key = ?2 ORDER BY f.seq DESC LIMIT 1", FACT
	    " AND f.key = ?2 AND f.other = ?3 ORDER BY f.seq DESC LIMIT 1" },
};

bool
arc_add_fact(struct arc *arc, const struct arc_fact *f, struct err *err)
{
	struct db_stmt *st;
	int64_t seq;

	if (!next_seq(arc, &seq, err) ||
	    !db_prepare(arc->db, sql_put, &st, err))
		return false;
	db_bind_int(st, 1, seq);
	db_bind_text(st, 2, f->kind);
	db_bind_text(st, 3, f->key);
	db_bind_text(st, 4, f->other == NULL ? "" : f->other);
	db_bind_text(st, 5, f->value == NULL ? "" : f->value);
	return db_run(st, err) &&
	       event_add(
		   arc, "fact", f->uid == NULL ? "" : f->uid, f->text, err);
}

static bool
prepare(struct arc *arc, const char *const texts[2][2],
    const struct arc_fact *like, struct db_stmt **ret, struct err *err)
{
	if (!db_prepare(arc->db, texts[like->key != NULL][like->other != NULL],
		ret, err))
		return false;
	db_bind_text(*ret, 1, like->kind);
	if (like->key != NULL)
		db_bind_text(*ret, 2, like->key);
	if (like->other != NULL)
		db_bind_text(*ret, 3, like->other);
	return true;
}

static struct arc_fact
read_fact(const struct db_stmt *st, struct arena *a)
{
	return (struct arc_fact){ .seq = db_int(st, 0),
		.at = db_int(st, 1),
		.kind = db_text(st, 2, a),
		.key = db_text(st, 3, a),
		.other = db_text(st, 4, a),
		.value = db_text(st, 5, a),
		.uid = db_text(st, 6, a),
		.text = db_text(st, 7, a) };
}

bool
arc_list_facts(struct arc *arc, struct arena *a, const struct arc_fact *like,
    struct arc_fact **ret, size_t *ret_count, struct err *err)
{
	struct buf all = { 0 };
	struct db_stmt *st;
	bool row = true, ok = prepare(arc, sql_list, like, &st, err);

	while (ok && (ok = db_step(st, &row, err)) && row) {
		struct arc_fact f = read_fact(st, a);

		buf_add(&all, &f, sizeof(f));
	}
	*ret_count = all.len / sizeof(**ret);
	*ret = ok ? arena_memdup(a, buf_str(&all), all.len) : NULL;
	ok = ok && ((buf_ok(&all) && *ret != NULL) || err_nomem(err));
	buf_done(&all);
	return ok;
}

bool
arc_last_fact(struct arc *arc, struct arena *a, const struct arc_fact *like,
    struct arc_fact *ret, struct err *err)
{
	struct db_stmt *st;
	bool row;

	*ret = (struct arc_fact){ 0 };
	if (!prepare(arc, sql_last, like, &st, err) || !db_step(st, &row, err))
		return false;
	if (row)
		*ret = read_fact(st, a);
	db_reset(st);
	return true;
}
