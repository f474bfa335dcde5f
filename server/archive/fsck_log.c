/* archive/fsck_log.c -- the log against the rows, the tree against itself, the
 * signed checkpoints against the tree. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/fsck_priv.h"
#include "base/file.h"

enum { CODE = 12 }; /* column of the document's code in sql_leaves */

static const char sql_beyond[] =
    "SELECT at FROM tree WHERE level = 0 AND (at >= ?1 OR at < 0) ORDER BY at "
    "LIMIT 20";
static const char sql_levels[] =
    "SELECT level, count(*) FROM tree GROUP BY level";
static const char sql_about[] =
    "SELECT uid, text FROM event WHERE seq >= ?1 AND seq <= ?2 AND uid <> '' "
    "ORDER BY seq LIMIT 1";
static const char sql_counters[] =
    "SELECT org || char(9) || series || char(9) || year,"
    " last || char(9) || last_date, series, year FROM counter";

/* --- entries --- */

static bool
remember_counter(struct fsck *f, const char *line, size_t len)
{
	const char *cut = line + len;
	struct counter_seen *c;
	char *key;

	for (int tabs = 0; tabs < 2; cut--) {
		if (cut == line)
			return true; /* the leaf's hash tells about that */
		tabs += cut[-1] == '\t';
	}
	key = arena_strndup(f->keep, line, (size_t)(cut - line));
	if (key == NULL)
		return false;
	for (c = f->counters; c != NULL; c = c->next)
		if (strcmp(c->key, key) == 0)
			break;
	if (c == NULL) {
		c = arena_alloc(f->keep, sizeof(*c));
		if (c == NULL)
			return false;
		c->key = key;
		c->next = f->counters;
		f->counters = c;
	}
	c->at = arena_strndup(f->keep, cut + 1, len - (size_t)(cut - line) - 1);
	return c->at != NULL;
}

static bool
remember_counters(struct fsck *f, const char *lines)
{
	while (*lines != '\0') {
		size_t len = strcspn(lines, "\n");

		if (!remember_counter(f, lines, len))
			return false;
		lines += len + (lines[len] == '\n');
	}
	return true;
}

static bool
check_entry(struct fsck *f, const struct db_stmt *st, int64_t seq)
{
	const char *uid = db_text(st, 3, f->row),
		   *text = db_text(st, 4, f->row),
		   *code = db_text(st, CODE, f->row);
	struct hash have, want;
	struct buf leaf = { 0 };
	struct err ignored;
	bool ok;

	leaf_write(st, f->row, &leaf);
	ok = buf_ok(&leaf) && merkle_leaf(buf_str(&leaf), leaf.len, &have);
	buf_done(&leaf);
	if (!ok)
		return false;
	if (!tree_node(f->arc->db, 0, (uint64_t)seq - 1, &want, &ignored))
		fsck_bad(f,
		    "văn bản %s (%s): sự kiện %lld «%s» không có trong "
		    "cây băm",
		    code, uid, (long long)seq, text);
	else if (!hash_equal(&have, &want))
		fsck_bad(f,
		    "văn bản %s (%s): sổ khác với nhật ký ở sự kiện %lld «%s»",
		    code, uid, (long long)seq, text);
	return remember_counters(f, db_text(st, 6, f->row));
}

bool
fsck_events(struct fsck *f, struct err *err)
{
	struct db_stmt *st;
	uint64_t entries = 0;
	int64_t next = 1;
	bool row = true, ok = db_prepare(f->arc->db, sql_leaves, &st, err);

	while (ok && (ok = db_step(st, &row, err)) && row) {
		int64_t seq = db_int(st, 0);

		arena_reset(f->row);
		if (seq < 1) {
			fsck_bad(f, "sự kiện mang số %lld", (long long)seq);
			continue;
		}
		if (seq > next + 1)
			fsck_bad(f, "nhật ký thiếu sự kiện %lld đến %lld",
			    (long long)next, (long long)seq - 1);
		else if (seq > next)
			fsck_bad(
			    f, "nhật ký thiếu sự kiện %lld", (long long)next);
		next = seq + 1;
		entries++;
		ok = check_entry(f, st, seq) || err_nomem(err);
		if (!ok)
			db_reset(st);
	}
	f->events = (uint64_t)next - 1;
	/* A number that is damaged may be as high as it likes: the tree is not
	 * walked up to it. */
	if (f->events > 2 * entries + 64)
		f->events = entries;
	return ok;
}

/* --- tree --- */

static void
name_range(
    struct fsck *f, uint64_t first, uint64_t last, const char *what, int level)
{
	const char *uid = "", *text = "";
	struct db_stmt *st;
	struct err ignored;
	bool row;

	if (db_prepare(f->arc->db, sql_about, &st, &ignored)) {
		db_bind_int(st, 1, (int64_t)first);
		db_bind_int(st, 2, (int64_t)last);
		if (db_step(st, &row, &ignored) && row) {
			uid = db_text(st, 0, f->row);
			text = db_text(st, 1, f->row);
		}
		db_reset(st);
	}
	fsck_bad(f,
	    "cây băm %s ở nút bậc %d trên sự kiện %llu đến %llu, từ văn bản "
	    "%s «%s»",
	    what, level, (unsigned long long)first, (unsigned long long)last,
	    uid, text);
}

static void
check_node(struct fsck *f, int level, uint64_t at)
{
	uint64_t first = (at << level) + 1, last = (at + 1) << level;
	struct hash have, left, right;
	struct db *db = f->arc->db;
	struct err ignored;

	if (!tree_node(db, level, at, &have, &ignored)) {
		name_range(f, first, last, "thiếu", level);
		return;
	}
	if (!tree_node(db, level - 1, 2 * at, &left, &ignored) ||
	    !tree_node(db, level - 1, 2 * at + 1, &right, &ignored))
		return; /* named already */
	merkle_node(&left, &right, &left);
	if (!hash_equal(&left, &have))
		name_range(f, first, last, "sai", level);
}

static bool
check_beyond(struct fsck *f, struct err *err)
{
	struct db_stmt *st;
	bool row = true, ok = db_prepare(f->arc->db, sql_beyond, &st, err);

	if (ok)
		db_bind_int(st, 1, (int64_t)f->events);
	while (ok && (ok = db_step(st, &row, err)) && row)
		fsck_bad(f, "sự kiện %lld có trong cây băm, không có trong sổ",
		    (long long)db_int(st, 0) + 1);
	return ok;
}

bool
fsck_tree(struct fsck *f, struct err *err)
{
	struct db_stmt *st;
	bool row = true, ok;

	for (int level = 1; f->events >> level > 0; level++)
		for (uint64_t at = 0; at < f->events >> level; at++) {
			arena_reset(f->row);
			check_node(f, level, at);
		}
	ok = check_beyond(f, err) &&
	     db_prepare(f->arc->db, sql_levels, &st, err);
	while (ok && (ok = db_step(st, &row, err)) && row) {
		int64_t level = db_int(st, 0), count = db_int(st, 1);

		if (level < 0 || level > 62 ||
		    (uint64_t)count > f->events >> level)
			fsck_bad(f, "cây băm có %lld nút thừa ở bậc %lld",
			    (long long)count, (long long)level);
	}
	return ok;
}

/* --- checkpoints --- */

static void
check_key(struct fsck *f)
{
	const char *path = file_join(f->row, f->arc->dir, "log.key");
	uint8_t seed[SIGN_KEY];
	struct note_key key;
	struct stat st;
	struct err err;

	if (path == NULL || stat(path, &st) != 0) {
		fsck_bad(
		    f, "mất khóa ký log.key; chép lại từ bản sao dự phòng");
		return;
	}
	if ((st.st_mode & 077) != 0)
		fsck_bad(
		    f, "%s: người khác đọc được khóa ký (chmod 600)", path);
	if (access(path, R_OK) == 0 &&
	    !key_secret(f->row, f->arc->dir, &key, seed, &err))
		err_list_add(f->problems, &err);
}

bool
fsck_points(struct fsck *f, struct err *err)
{
	struct note_key key;
	uint64_t *sizes;
	size_t count;

	check_key(f);
	if (!key_public(f->keep, f->arc->dir, &key, err) ||
	    !point_list(f->keep, f->arc->dir, &sizes, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		const char *path;
		struct note n;
		struct err bad;

		arena_reset(f->row);
		path = arena_printf(f->row, "%s/checkpoints/" POINT_FORMAT,
		    f->arc->dir, (unsigned long long)sizes[i]);
		if (path == NULL)
			return err_nomem(err);
		if (!point_read(f->row, path, &key, &n, &bad) ||
		    !point_fits(f->arc->db, &n, path, &bad))
			err_list_add(f->problems, &bad);
		else if (n.size != sizes[i])
			fsck_bad(f, "%s: tên tệp không phải số sự kiện", path);
	}
	return true;
}

/* --- counters --- */

bool
fsck_counters(struct fsck *f, struct err *err)
{
	struct db_stmt *st;
	bool row = true, ok = db_prepare(f->arc->db, sql_counters, &st, err);

	while (ok && (ok = db_step(st, &row, err)) && row) {
		const char *key, *at;
		struct counter_seen *c = f->counters;

		arena_reset(f->row);
		key = db_text(st, 0, f->row);
		at = db_text(st, 1, f->row);
		while (c != NULL && strcmp(c->key, key) != 0)
			c = c->next;
		if (c != NULL)
			c->found = true;
		if (c == NULL || strcmp(c->at, at) != 0)
			fsck_bad(f,
			    "bộ đếm của sổ %s năm %s không như nhật ký ghi",
			    db_text(st, 2, f->row), db_text(st, 3, f->row));
	}
	for (const struct counter_seen *c = f->counters; ok && c != NULL;
	     c = c->next)
		if (!c->found)
			fsck_bad(f, "mất bộ đếm của sổ %s", c->key);
	return ok;
}
