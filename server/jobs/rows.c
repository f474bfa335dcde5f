/* jobs/rows.c -- the tables of jobs and of their items. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "jobs/jobs_priv.h"

/* clang-format off */
static const char *const steps[] = {
	"CREATE TABLE job("
	" id TEXT PRIMARY KEY, kind TEXT NOT NULL, request TEXT UNIQUE,"
	" title TEXT NOT NULL, owner TEXT NOT NULL, org TEXT NOT NULL,"
	" subject TEXT NOT NULL, args TEXT NOT NULL, state TEXT NOT NULL,"
	" error TEXT NOT NULL DEFAULT '', hint TEXT NOT NULL DEFAULT '',"
	" result TEXT NOT NULL DEFAULT '',"
	" created INTEGER NOT NULL, started INTEGER NOT NULL DEFAULT 0,"
	" ended INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL,"
	" made INTEGER NOT NULL DEFAULT 0, spoilt INTEGER NOT NULL DEFAULT 0);"
	"CREATE INDEX job_subject ON job(subject);"
	"CREATE INDEX job_created ON job(created);"
	"CREATE TABLE job_item("
	" job TEXT NOT NULL REFERENCES job(id), n INTEGER NOT NULL,"
	" key TEXT NOT NULL, name TEXT NOT NULL, fate INTEGER NOT NULL DEFAULT 0,"
	" result TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '',"
	" PRIMARY KEY(job, n)) WITHOUT ROWID;"
	"CREATE INDEX job_item_open ON job_item(job, n) WHERE fate = 0;",
};

const struct db_module jobs_module = { "jobs", steps, 1 };

const char *const jobs_state_keys[JOBS_STATES] = { "cho", "dang-chay",
	"tam-dung", "xong", "hong", "huy" };

/* Row: from; column: to (queued, running, paused, done, failed, cancelled). */
static const bool may_follow[JOBS_STATES][JOBS_STATES] = {
	[JOBS_QUEUED]    = { 0, 1, 1, 0, 1, 1 },
	[JOBS_RUNNING]   = { 1, 0, 1, 1, 1, 1 },
	[JOBS_PAUSED]    = { 1, 0, 0, 0, 0, 1 },
	[JOBS_DONE]      = { 0, 0, 0, 0, 0, 0 },
	[JOBS_FAILED]    = { 1, 0, 0, 0, 0, 1 },
	[JOBS_CANCELLED] = { 0, 0, 0, 0, 0, 0 },
};
/* clang-format on */

#define COLUMNS                                                            \
	"id, kind, title, owner, org, subject, args, state, error, hint, " \
	"result, created, started, ended, total, made, spoilt"

static const char sql_find[] = "SELECT " COLUMNS " FROM job WHERE id = ?1";
static const char sql_list[] =
    "SELECT " COLUMNS " FROM job WHERE (?1 IS NULL OR org = ?1) AND "
    "(?2 IS NULL OR owner = ?2) AND (?3 IS NULL OR subject = ?3) AND "
    "(?4 IS NULL OR kind = ?4) AND (?5 = 0 OR state IN ('cho', 'dang-chay', "
    "'tam-dung', 'hong')) ORDER BY created DESC, rowid DESC LIMIT ?6";
static const char sql_turn[] =
    "UPDATE job SET state = ?2, error = ?3, hint = ?4, "
    "result = coalesce(?5, result), "
    "started = CASE WHEN ?2 = 'dang-chay' AND started = 0 THEN ?6 "
    "ELSE started END, "
    "ended = CASE WHEN ?2 IN ('xong', 'hong', 'huy') THEN ?6 ELSE 0 END "
    "WHERE id = ?1";
static const char sql_open[] =
    "SELECT n, key, name, fate, result, note FROM job_item WHERE job = ?1 AND "
    "fate = 0 ORDER BY n LIMIT ?2";
static const char sql_items[] =
    "SELECT n, key, name, fate, result, note FROM job_item WHERE job = ?1 AND "
    "n >= ?2 AND (?3 < 0 OR fate = ?3) AND (?4 = 0 OR note <> '') ORDER BY n "
    "LIMIT ?5";
static const char sql_settle[] =
    "UPDATE job_item SET fate = ?3, result = ?4, note = ?5 WHERE job = ?1 AND "
    "n = ?2 AND fate = 0";
static const char sql_count[] =
    "UPDATE job SET made = made + ?2, spoilt = spoilt + ?3 WHERE id = ?1";

bool
jobs_may_follow(enum jobs_state from, enum jobs_state to)
{
	return may_follow[from][to];
}

enum jobs_state
state_of(const char *key)
{
	for (int i = 0; i < JOBS_STATES; i++)
		if (strcmp(jobs_state_keys[i], key) == 0)
			return (enum jobs_state)i;
	return JOBS_FAILED;
}

static void
row_read(const struct db_stmt *st, struct arena *a, struct jobs_info *ret)
{
	const char **texts[] = { &ret->id, &ret->kind, &ret->title, &ret->owner,
		&ret->org, &ret->subject, &ret->args };

	for (int i = 0; i < 7; i++)
		*texts[i] = db_text(st, i, a);
	ret->state = state_of(db_text(st, 7, a));
	ret->error = db_text(st, 8, a);
	ret->hint = db_text(st, 9, a);
	ret->result = db_text(st, 10, a);
	ret->created = db_int(st, 11);
	ret->started = db_int(st, 12);
	ret->ended = db_int(st, 13);
	ret->total = db_int(st, 14);
	ret->made = db_int(st, 15);
	ret->spoilt = db_int(st, 16);
	ret->per_minute = 0;
	ret->left = -1;
}

bool
row_find(struct db *db, struct arena *a, const char *id, struct jobs_info *ret,
    struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (!db_prepare(db, sql_find, &st, err))
		return false;
	db_bind_text(st, 1, id);
	if (!db_step(st, &row, err))
		return false;
	if (!row)
		return err_set(err, ERR_NOTFOUND, no_pos, "việc %s", id);
	row_read(st, a, ret);
	db_reset(st);
	return true;
}

/* Rows of a statement into an array of the arena. */
static bool
collect(struct db_stmt *st, struct arena *a, size_t size,
    void (*read)(const struct db_stmt *st, struct arena *a, void *ret),
    struct buf *all, struct err *err)
{
	char one[sizeof(struct jobs_info)];
	bool row = true, ok = true;

	while (ok && (ok = db_step(st, &row, err)) && row) {
		memset(one, 0, size);
		read(st, a, one);
		buf_add(all, one, size);
	}
	return ok && (buf_ok(all) || err_nomem(err));
}

static void
info_any(const struct db_stmt *st, struct arena *a, void *ret)
{
	struct jobs_info info;

	row_read(st, a, &info);
	memcpy(ret, &info, sizeof(info));
}

static void
item_any(const struct db_stmt *st, struct arena *a, void *ret)
{
	struct jobs_item item = { .n = db_int(st, 0),
		.key = db_text(st, 1, a),
		.name = db_text(st, 2, a),
		.fate = (enum jobs_fate)db_int(st, 3),
		.result = db_text(st, 4, a),
		.note = db_text(st, 5, a) };

	memcpy(ret, &item, sizeof(item));
}

static bool
take_items(struct db_stmt *st, struct arena *a, struct jobs_item **ret,
    size_t *ret_count, struct err *err)
{
	struct buf all = { 0 };
	bool ok = collect(st, a, sizeof(**ret), item_any, &all, err);

	*ret_count = all.len / sizeof(**ret);
	*ret = ok ? arena_memdup(a, buf_str(&all), all.len) : NULL;
	ok = ok && (*ret != NULL || err_nomem(err));
	buf_done(&all);
	return ok;
}

bool
row_open_items(struct db *db, struct arena *a, const char *id, size_t limit,
    struct jobs_item **ret, size_t *ret_count, struct err *err)
{
	struct db_stmt *st;

	if (!db_prepare(db, sql_open, &st, err))
		return false;
	db_bind_text(st, 1, id);
	db_bind_int(st, 2, (int64_t)limit);
	return take_items(st, a, ret, ret_count, err);
}

bool
jobs_items(struct jobs *j, struct arena *a, const char *id,
    const struct jobs_pick *pick, struct jobs_item **ret, size_t *ret_count,
    struct err *err)
{
	struct db *db = j->config.store.reader(j->config.store.ctx, err);
	struct db_stmt *st;

	if (db == NULL || !db_prepare(db, sql_items, &st, err))
		return false;
	db_bind_text(st, 1, id);
	db_bind_int(st, 2, pick->from);
	db_bind_int(st, 3, pick->fate);
	db_bind_int(st, 4, pick->noted);
	db_bind_int(st, 5, pick->limit > 0 ? pick->limit : 1000);
	return take_items(st, a, ret, ret_count, err);
}

/* What the workers measure, beside what is written. */
static void
add_live(struct jobs *j, struct arena *a, struct jobs_info *info)
{
	struct live *l;

	pthread_mutex_lock(&j->lock);
	l = live_find(j, info->id);
	if (l != NULL && l->dead) {
		info->state = JOBS_FAILED;
		info->error = arena_strdup(a, l->why.text);
		info->hint = arena_strdup(a, l->why.hint);
	} else if (l != NULL && info->state == JOBS_RUNNING) {
		info->per_minute = live_rate(l);
		if (info->total == 0) {
			info->total = l->total;
			info->made = l->made;
		}
		if (info->per_minute > 0)
			info->left = (info->total - info->made - info->spoilt) *
				     60 / info->per_minute;
	}
	pthread_mutex_unlock(&j->lock);
	if (info->error == NULL || info->hint == NULL)
		info->error = info->hint = "";
}

bool
jobs_get(struct jobs *j, struct arena *a, const char *id, struct jobs_info *ret,
    struct err *err)
{
	struct db *db = j->config.store.reader(j->config.store.ctx, err);

	if (db == NULL || !row_find(db, a, id, ret, err))
		return false;
	add_live(j, a, ret);
	return true;
}

bool
jobs_list(struct jobs *j, struct arena *a, const struct jobs_filter *f,
    struct jobs_info **ret, size_t *ret_count, struct err *err)
{
	struct db *db = j->config.store.reader(j->config.store.ctx, err);
	struct buf all = { 0 };
	struct db_stmt *st;
	bool ok;

	if (db == NULL || !db_prepare(db, sql_list, &st, err))
		return false;
	db_bind_text(st, 1, f->org);
	db_bind_text(st, 2, f->owner);
	db_bind_text(st, 3, f->subject);
	db_bind_text(st, 4, f->kind);
	db_bind_int(st, 5, f->unfinished);
	db_bind_int(st, 6, f->limit > 0 && f->limit <= 200 ? f->limit : 200);
	ok = collect(st, a, sizeof(**ret), info_any, &all, err);
	*ret_count = all.len / sizeof(**ret);
	*ret = ok ? arena_memdup(a, buf_str(&all), all.len) : NULL;
	ok = ok && (*ret != NULL || err_nomem(err));
	buf_done(&all);
	for (size_t i = 0; ok && i < *ret_count; i++)
		add_live(j, a, &(*ret)[i]);
	return ok;
}

bool
row_turn(struct db *db, void *turn_to, struct err *err)
{
	static const char *const names[JOBS_STATES] = { "đang chờ", "đang chạy",
		"tạm dừng", "xong", "dừng vì lỗi", "đã hủy" };
	struct turn_to *t = turn_to;
	struct arena *a = arena_new(0);
	struct jobs_info now;
	struct db_stmt *st;
	bool ok = a != NULL || err_nomem(err);

	ok = ok && row_find(db, a, t->id, &now, err);
	t->refused = ok && !jobs_may_follow(now.state, t->to);
	if (t->refused)
		ok = err_set(
		    err, ERR_DENIED, no_pos, "việc này %s", names[now.state]);
	arena_free(a);
	if (!ok || !db_prepare(db, sql_turn, &st, err))
		return false;
	db_bind_text(st, 1, t->id);
	db_bind_text(st, 2, jobs_state_keys[t->to]);
	db_bind_text(st, 3, t->why == NULL ? "" : t->why->text);
	db_bind_text(st, 4, t->why == NULL ? "" : t->why->hint);
	db_bind_text(st, 5, t->result);
	db_bind_int(st, 6, t->now);
	return db_run(st, err);
}

bool
jobs_settle(struct db *db, const struct jobs_run *run,
    const struct jobs_item *items, size_t count, struct err *err)
{
	int64_t spoilt = 0;
	struct db_stmt *st;

	for (size_t i = 0; i < count; i++) {
		if (!db_prepare(db, sql_settle, &st, err))
			return false;
		db_bind_text(st, 1, run->info.id);
		db_bind_int(st, 2, items[i].n);
		db_bind_int(st, 3, items[i].fate);
		db_bind_text(
		    st, 4, items[i].result == NULL ? "" : items[i].result);
		db_bind_text(st, 5, items[i].note == NULL ? "" : items[i].note);
		if (!db_run(st, err))
			return false;
		spoilt += items[i].fate == JOBS_SPOILT;
	}
	if (!db_prepare(db, sql_count, &st, err))
		return false;
	db_bind_text(st, 1, run->info.id);
	db_bind_int(st, 2, (int64_t)count - spoilt);
	db_bind_int(st, 3, spoilt);
	return db_run(st, err);
}
