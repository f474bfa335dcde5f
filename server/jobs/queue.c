/* jobs/queue.c -- adding jobs, turning them, starting and ending. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "jobs/jobs_priv.h"

static const char sql_again[] =
    "UPDATE job SET state = 'cho' WHERE state = 'dang-chay'";
static const char sql_waiting[] =
    "SELECT id, kind FROM job WHERE state = 'cho' ORDER BY created, rowid";
static const char sql_unfinished[] =
    "SELECT count(*) FROM job WHERE state IN ('cho', 'dang-chay', 'tam-dung')";
static const char sql_request[] = "SELECT id FROM job WHERE request = ?1";
static const char sql_add[] =
    "INSERT INTO job(id, kind, request, title, owner, org, subject, args, "
    "state, created, total) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'cho', ?9, "
    "?10)";
static const char sql_item[] =
    "INSERT INTO job_item(job, n, key, name) VALUES(?1, ?2, ?3, ?4)";

static bool
write_db(struct jobs *j, jobs_act act, void *ctx, struct err *err)
{
	return j->config.store.write(j->config.store.ctx, act, ctx, err);
}

/* --- adding --- */

struct adding {
	const struct jobs_new *job;
	char *id;
	int64_t now;
	bool fresh;
};

static bool
find_request(struct db *db, struct adding *t, bool *ret_found, struct err *err)
{
	struct arena *a;
	struct db_stmt *st;
	bool ok;

	*ret_found = false;
	if (t->job->key == NULL || t->job->key[0] == '\0')
		return true;
	a = arena_new(0);
	ok = a != NULL ? db_prepare(db, sql_request, &st, err) : err_nomem(err);
	if (ok) {
		db_bind_text(st, 1, t->job->key);
		ok = db_step(st, ret_found, err);
	}
	if (ok && *ret_found)
		memcpy(t->id, db_text(st, 0, a), ENV_ID_LEN + 1);
	if (ok)
		db_reset(st);
	arena_free(a);
	return ok;
}

static bool
has_room(struct db *db, struct err *err)
{
	struct db_stmt *st;
	bool row, full;

	if (!db_prepare(db, sql_unfinished, &st, err) ||
	    !db_step(st, &row, err))
		return false;
	full = db_int(st, 0) >= JOBS_QUEUE;
	db_reset(st);
	if (!full)
		return true;
	err_set(err, ERR_BUSY, no_pos, "đã có %d việc chờ làm", JOBS_QUEUE);
	return err_hint(
	    err, "đợi một việc xong, hoặc hủy việc không cần nữa, rồi thử lại");
}

static bool
add_items(struct db *db, const struct adding *t, struct err *err)
{
	struct db_stmt *st;

	for (size_t i = 0; i < t->job->count; i++) {
		if (!db_prepare(db, sql_item, &st, err))
			return false;
		db_bind_text(st, 1, t->id);
		db_bind_int(st, 2, (int64_t)i + 1);
		db_bind_text(st, 3, t->job->items[i].key);
		db_bind_text(st, 4, t->job->items[i].name);
		if (!db_run(st, err))
			return false;
	}
	return true;
}

static const char *
text_or(const char *s)
{
	return s == NULL ? "" : s;
}

static bool
add_act(struct db *db, void *ctx, struct err *err)
{
	struct adding *t = ctx;
	const struct jobs_new *job = t->job;
	struct db_stmt *st;
	bool found;

	if (!find_request(db, t, &found, err))
		return false;
	t->fresh = !found;
	if (found)
		return true;
	if (!has_room(db, err) || !db_prepare(db, sql_add, &st, err))
		return false;
	db_bind_text(st, 1, t->id);
	db_bind_text(st, 2, job->kind);
	db_bind_text(st, 3, text_or(job->key)[0] == '\0' ? NULL : job->key);
	db_bind_text(st, 4, text_or(job->title));
	db_bind_text(st, 5, text_or(job->owner));
	db_bind_text(st, 6, text_or(job->org));
	db_bind_text(st, 7, text_or(job->subject));
	db_bind_text(st, 8, text_or(job->args));
	db_bind_int(st, 9, t->now);
	db_bind_int(st, 10, (int64_t)job->count);
	return db_run(st, err) && add_items(db, t, err);
}

/* The row is durable: what memory lacks is found at the next start. */
static bool
let_run(struct jobs *j, const char *id, const struct jobs_kind *kind,
    struct err *err)
{
	bool ok;

	pthread_mutex_lock(&j->lock);
	ok = live_add(j, id, kind) != NULL;
	pthread_cond_broadcast(&j->wake);
	pthread_mutex_unlock(&j->lock);
	return ok || err_nomem(err);
}

bool
jobs_add(struct jobs *j, const struct jobs_new *job,
    char ret_id[static ENV_ID_LEN + 1], bool *ret_fresh, struct err *err)
{
	const struct jobs_kind *kind = kind_find(j, job->kind);
	struct adding t = {
		.job = job, .id = ret_id, .now = env_now(j->config.env)
	};

	if (kind == NULL)
		return err_set(
		    err, ERR_NOTFOUND, no_pos, "loại việc «%s»", job->kind);
	if (job->count > JOBS_ITEMS) {
		err_set(err, ERR_LIMIT, no_pos,
		    "một việc có nhiều nhất %d mục, ở đây %zu", JOBS_ITEMS,
		    job->count);
		return err_hint(err, "chia thành nhiều đợt");
	}
	env_id(j->config.env, ret_id);
	if (!write_db(j, add_act, &t, err))
		return false;
	*ret_fresh = t.fresh;
	return !t.fresh || let_run(j, ret_id, kind, err);
}

/* --- turning --- */

/* A job that failed without a trace is still «running» in its row, which may be
 * queued again. */
bool
jobs_turn(struct jobs *j, const char *id, enum jobs_state to, struct err *err)
{
	struct turn_to t = {
		.id = id, .to = to, .now = env_now(j->config.env)
	};
	struct db *db = j->config.store.reader(j->config.store.ctx, err);
	const struct jobs_kind *kind;
	struct arena *a;
	struct jobs_info info;
	struct live *l;
	bool ok, dead;

	if (db == NULL)
		return false;
	a = arena_new(0);
	ok = a != NULL ? row_find(db, a, id, &info, err) : err_nomem(err);
	kind = ok ? kind_find(j, info.kind) : NULL;
	if (ok && kind == NULL)
		ok = err_set(
		    err, ERR_NOTFOUND, no_pos, "loại việc «%s»", info.kind);
	pthread_mutex_lock(&j->lock);
	l = live_find(j, id);
	dead = l != NULL && l->dead;
	pthread_mutex_unlock(&j->lock);
	if (ok && to == JOBS_QUEUED && info.state == JOBS_RUNNING && !dead)
		ok = err_set(err, ERR_DENIED, no_pos, "việc này đang chạy");
	arena_free(a);
	if (!ok || !write_db(j, row_turn, &t, err))
		return false;
	if (to == JOBS_QUEUED)
		return let_run(j, id, kind, err);
	pthread_mutex_lock(&j->lock);
	l = live_find(j, id);
	if (l != NULL && l->busy)
		l->stop = true; /* the worker lets it go */
	else if (l != NULL)
		live_drop(j, l);
	pthread_mutex_unlock(&j->lock);
	return true;
}

/* --- starting --- */

static bool
again_act(struct db *db, void *ctx, struct err *err)
{
	(void)ctx;
	return db_exec(db, sql_again, err);
}

static bool
load_waiting(struct jobs *j, struct err *err)
{
	struct db *db = j->config.store.reader(j->config.store.ctx, err);
	struct arena *a = arena_new(0);
	struct db_stmt *st;
	bool row = true, ok = db != NULL && a != NULL;

	ok = ok && db_prepare(db, sql_waiting, &st, err);
	while (ok && (ok = db_step(st, &row, err)) && row) {
		const struct jobs_kind *kind = kind_find(j, db_text(st, 1, a));

		/* One of a program that knew more stays in the queue. */
		if (kind != NULL &&
		    live_add(j, db_text(st, 0, a), kind) == NULL)
			ok = err_nomem(err);
	}
	arena_free(a);
	return ok;
}

static void
free_all(struct jobs *j)
{
	while (j->live != NULL)
		live_drop(j, j->live);
	pthread_cond_destroy(&j->wake);
	pthread_mutex_destroy(&j->lock);
	free(j);
}

bool
jobs_start(const struct jobs_config *config, struct jobs **ret, struct err *err)
{
	struct jobs *j = calloc(1, sizeof(*j));
	pthread_condattr_t attr;

	if (j == NULL)
		return err_nomem(err);
	j->config = *config;
	pthread_mutex_init(&j->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&j->wake, &attr);
	pthread_condattr_destroy(&attr);
	if (!write_db(j, again_act, NULL, err) || !load_waiting(j, err)) {
		free_all(j);
		return false;
	}
	if (!workers_start(j, config->workers == 0 ? 2 : config->workers)) {
		jobs_stop(j);
		return err_set(err, ERR_NOMEM, no_pos,
		    "không tạo được luồng làm việc nền");
	}
	*ret = j;
	return true;
}

void
jobs_stop(struct jobs *j)
{
	if (j == NULL)
		return;
	workers_stop(j);
	free_all(j);
}
