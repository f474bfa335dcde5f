/* archive/notes.c -- what the archive writes down about itself, and scrubbing.
 */
#include <stdio.h>
#include <stdlib.h>

#include "archive/care.h"
#include "archive/fsck_priv.h"
#include "base/limits.h"

enum { ROUNDS = 30 };

static const char sql_get[] = "SELECT value FROM meta WHERE key = ?1";
static const char sql_set[] =
    "INSERT INTO meta(key, value) VALUES(?1, ?2) "
    "ON CONFLICT(key) DO UPDATE SET value = excluded.value";
static const char sql_count[] =
    "SELECT count(*), coalesce(sum(id > ?1), 0) FROM document";
static const char sql_next[] =
    "SELECT " ROW_COLUMNS " FROM document d WHERE d.id > ?1 ORDER BY d.id "
    "LIMIT ?2";
static const char sql_event[] =
    "SELECT seq FROM event WHERE uid = ?1 AND kind = 'issue' LIMIT 1";

bool
arc_note(struct arc *arc, struct arena *a, const char *key, const char **ret,
    struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (!db_prepare(arc->db, sql_get, &st, err))
		return false;
	db_bind_text(st, 1, key);
	if (!db_step(st, &row, err))
		return false;
	*ret = row ? db_text(st, 0, a) : "";
	db_reset(st);
	return true;
}

static bool
put_note(struct arc *arc, const struct note_line *n, struct err *err)
{
	struct db_stmt *st;

	if (!db_prepare(arc->db, sql_set, &st, err))
		return false;
	db_bind_text(st, 1, n->key);
	db_bind_text(st, 2, n->value);
	return db_run(st, err);
}

bool
notes_write(struct arc *arc, const struct note_line *notes, size_t count,
    struct err *err)
{
	bool ok;

	if (!lock_take(arc, err))
		return false;
	ok = db_begin(arc->db, err);
	for (size_t i = 0; ok && i < count; i++)
		ok = put_note(arc, &notes[i], err);
	ok = ok && db_commit(arc->db, err);
	if (!ok)
		db_rollback(arc->db);
	lock_drop(arc);
	return ok;
}

bool
arc_set_volume_size(struct arc *arc, int64_t bytes, struct err *err)
{
	char text[24];
	const struct note_line note = { "volume.bytes", text };

	if (bytes < ARC_VOLUME_LEAST || bytes > ARC_VOLUME_MOST) {
		err_set(err, ERR_VALUE, no_pos, "cỡ tập lưu %lld byte",
		    (long long)bytes);
		return err_hint(err, "chọn từ 1 MB đến 4096 MB");
	}
	snprintf(text, sizeof(text), "%lld", (long long)bytes);
	return notes_write(arc, &note, 1, err);
}

static bool
read_number(struct arc *arc, struct arena *a, const char *key, int64_t *ret,
    struct err *err)
{
	const char *text;

	if (!arc_note(arc, a, key, &text, err))
		return false;
	*ret = strtoll(text, NULL, 10);
	return true;
}

static bool
count_documents(struct arc *arc, int64_t after, int64_t *ret_all,
    int64_t *ret_left, struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (!db_prepare(arc->db, sql_count, &st, err))
		return false;
	db_bind_int(st, 1, after);
	if (!db_step(st, &row, err))
		return false;
	*ret_all = row ? db_int(st, 0) : 0;
	*ret_left = row ? db_int(st, 1) : 0;
	db_reset(st);
	return true;
}

/* The document's row against its leaf. */
static bool
check_leaf(struct fsck *f, const struct arc_doc *d, struct err *err)
{
	struct buf leaf = { 0 };
	struct hash have, want;
	struct db_stmt *st;
	int64_t seq = 0;
	bool row, ok;

	if (!db_prepare(f->arc->db, sql_event, &st, err))
		return false;
	db_bind_text(st, 1, d->uid);
	if (!db_step(st, &row, err))
		return false;
	if (row)
		seq = db_int(st, 0);
	db_reset(st);
	if (seq == 0)
		return true; /* fsck_document() says that */
	ok = leaf_get(f->arc->db, f->row, seq, &leaf, err) &&
	     (merkle_leaf(buf_str(&leaf), leaf.len, &have) || err_nomem(err)) &&
	     tree_node(f->arc->db, 0, (uint64_t)seq - 1, &want, err);
	buf_done(&leaf);
	if (ok && !hash_equal(&have, &want))
		fsck_bad(
		    f, "văn bản %s (%s): sổ khác với nhật ký", d->code, d->uid);
	return ok;
}

static bool
scrub_some(struct fsck *f, int64_t most, int64_t *after, int64_t *ret_seen,
    struct err *err)
{
	struct db_stmt *st;
	bool row = true, ok = db_prepare(f->arc->db, sql_next, &st, err);

	if (ok) {
		db_bind_int(st, 1, *after);
		db_bind_int(st, 2, most);
	}
	while (ok && (ok = db_step(st, &row, err)) && row) {
		struct arc_doc d;

		arena_reset(f->row);
		row_read(st, f->row, &d);
		ok = fsck_went(f, fsck_document(f, &d, err), err) &&
		     fsck_went(f, check_leaf(f, &d, err), err);
		*after = d.id;
		(*ret_seen)++;
		if (!ok)
			db_reset(st);
	}
	return ok;
}

static bool
write_state(struct arc *arc, const struct arc_scrubbed *s, int64_t after,
    size_t bad, struct err *err)
{
	char next[24], began[24], now[24], found[24];
	const struct note_line notes[] = { { "scrub.after", next },
		{ "scrub.began", began }, { "scrub.at", now },
		{ "scrub.bad", found }, { "scrub.ended", now } };

	snprintf(
	    next, sizeof(next), "%lld", s->round_done ? 0LL : (long long)after);
	snprintf(began, sizeof(began), "%lld",
	    s->round_done ? 0LL : (long long)s->began);
	snprintf(now, sizeof(now), "%lld", (long long)env_now(arc->env));
	snprintf(found, sizeof(found), "%zu", bad);
	return notes_write(arc, notes, s->round_done ? 5 : 4, err);
}

bool
arc_scrub(struct arc *arc, struct err_list *problems, struct arc_scrubbed *ret,
    struct err *err)
{
	int64_t after, all, left, most;
	size_t before = problems->errors;
	struct err own;
	struct fsck f;
	bool ok;

	*ret = (struct arc_scrubbed){ 0 };
	err = err == NULL ? &own : err;
	if (!fsck_start(&f, arc, problems, err))
		return false;
	ok = read_number(arc, f.row, "scrub.after", &after, err) &&
	     read_number(arc, f.row, "scrub.began", &ret->began, err) &&
	     count_documents(arc, after, &all, &left, err);
	if (ok) {
		if (ret->began == 0)
			ret->began = env_now(arc->env);
		most = (all + ROUNDS - 1) / ROUNDS;
		ok = scrub_some(&f, most, &after, &ret->documents, err);
		ret->left = left > ret->documents ? left - ret->documents : 0;
		ret->round_done = ret->left == 0;
	}
	fsck_end(&f);
	return ok &&
	       write_state(arc, ret, after, problems->errors - before, err);
}
