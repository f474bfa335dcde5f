/* jobs/worker.c -- the threads that do the work, a group of items at a time.
 *
 * They run behind everybody else (nice): a page that is asked for meanwhile
 * comes first. */
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/arena.h"
#include "base/log.h"
#include "jobs/jobs_priv.h"

enum { NICE = 10, BUSY_MS = 250, WORKER_STACK = 2 * 1024 * 1024 };

int64_t
ms_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void
tell_changed(const struct jobs *j)
{
	if (j->config.changed != NULL)
		j->config.changed(j->config.changed_ctx);
}

/* --- what a kind may ask --- */

const char *
jobs_run_id(const struct jobs_run *run)
{
	return run->info.id;
}

const struct jobs_info *
jobs_run_info(const struct jobs_run *run)
{
	return &run->info;
}

struct arena *
jobs_run_arena(struct jobs_run *run)
{
	return run->arena;
}

bool
jobs_stopping(struct jobs_run *run)
{
	bool stop;

	pthread_mutex_lock(&run->jobs->lock);
	stop = run->live->stop || run->jobs->stopping;
	pthread_mutex_unlock(&run->jobs->lock);
	return stop;
}

void
jobs_tell(struct jobs_run *run, size_t count)
{
	pthread_mutex_lock(&run->jobs->lock);
	run->live->made += (int64_t)count;
	live_sample(run->live, ms_now());
	pthread_mutex_unlock(&run->jobs->lock);
	tell_changed(run->jobs);
}

void
jobs_tell_total(struct jobs_run *run, size_t total)
{
	pthread_mutex_lock(&run->jobs->lock);
	run->live->total = (int64_t)total;
	run->live->made = 0;
	run->live->sample_count = 0;
	live_sample(run->live, ms_now());
	pthread_mutex_unlock(&run->jobs->lock);
}

bool
jobs_leave(struct jobs_run *run, const char *result, struct err *err)
{
	run->result = arena_strdup(run->arena, result);
	return run->result != NULL || err_nomem(err);
}

/* --- a turn --- */

static bool
turn_row(struct jobs_run *run, struct turn_to *t, struct err *err)
{
	const struct jobs_store *store = &run->jobs->config.store;

	t->id = run->live->id;
	t->now = env_now(run->jobs->config.env);
	return store->write(store->ctx, row_turn, t, err);
}

/* The first turn since the start, or since it was paused. */
static bool
begin_running(struct jobs_run *run, bool *ret_gone, struct err *err)
{
	struct turn_to t = { .to = JOBS_RUNNING };
	bool running;

	pthread_mutex_lock(&run->jobs->lock);
	running = run->live->running;
	pthread_mutex_unlock(&run->jobs->lock);
	if (running)
		return true;
	if (!turn_row(run, &t, err)) {
		*ret_gone = t.refused;
		return false;
	}
	pthread_mutex_lock(&run->jobs->lock);
	run->live->running = true;
	run->live->sample_count = 0;
	live_sample(run->live, ms_now());
	pthread_mutex_unlock(&run->jobs->lock);
	return true;
}

/* *ret_gone: nothing more is to be done for it. */
static bool
take_turn(struct jobs_run *run, bool *ret_gone, struct err *err)
{
	const struct jobs_kind *kind = run->live->kind;
	const struct jobs_store *store = &run->jobs->config.store;
	struct turn_to done = { .to = JOBS_DONE };
	struct jobs_item *items;
	struct db *db;
	size_t n;

	if (!begin_running(run, ret_gone, err))
		return false;
	db = store->reader(store->ctx, err);
	if (db == NULL ||
	    !row_find(db, run->arena, run->live->id, &run->info, err) ||
	    !row_open_items(db, run->arena, run->live->id,
		kind->group == 0 ? 1 : kind->group, &items, &n, err))
		return false;
	if (n > 0)
		return kind->step(kind->ctx, run, items, n, err);
	if (kind->finish != NULL && !kind->finish(kind->ctx, run, err))
		return false;
	/* Cut short: it will be asked again when it goes on. */
	if (run->info.total == 0 && run->result == NULL && jobs_stopping(run))
		return true;
	done.result = run->result;
	if (!turn_row(run, &done, err)) {
		*ret_gone = done.refused;
		return false;
	}
	*ret_gone = true;
	return true;
}

/* Says in the row why it stopped; when even that cannot be written, memory
 * keeps it. */
static bool
give_up(struct jobs_run *run, const struct err *why)
{
	struct turn_to t = { .to = JOBS_FAILED, .why = why };
	struct err second;

	log_err(run->live->id, run->live->kind->name, why);
	if (turn_row(run, &t, &second) || t.refused)
		return true;
	log_err(run->live->id, run->live->kind->name, &second);
	return false;
}

static void
serve(struct jobs *j, struct live *l)
{
	struct jobs_run run = { .jobs = j, .live = l, .arena = arena_new(0) };
	bool gone = false, ok, kept = true;
	struct err err;

	run.info.id = l->id;
	ok = run.arena != NULL ? take_turn(&run, &gone, &err) : err_nomem(&err);
	if (!ok && !gone && err.kind != ERR_BUSY) {
		kept = give_up(&run, &err);
		gone = kept;
	}
	arena_free(run.arena);
	pthread_mutex_lock(&j->lock);
	l->busy = false;
	if (!kept) {
		l->dead = true;
		l->why = err;
	} else if (gone || l->stop) {
		live_drop(j, l);
	} else if (!ok) {
		l->not_before = ms_now() + BUSY_MS;
	}
	pthread_cond_broadcast(&j->wake);
	pthread_mutex_unlock(&j->lock);
	tell_changed(j);
}

/* --- the threads --- */

/* The one whose last turn is longest ago; *ret_wait: milliseconds until the
 * first of those that wait may run, -1 = nobody waits. */
static struct live *
next_live(struct jobs *j, int64_t *ret_wait)
{
	struct live *best = NULL;
	int64_t now = ms_now();

	*ret_wait = -1;
	for (struct live *l = j->live; l != NULL; l = l->next) {
		if (l->busy || l->stop || l->dead)
			continue;
		if (l->not_before > now) {
			if (*ret_wait < 0 || l->not_before - now < *ret_wait)
				*ret_wait = l->not_before - now;
			continue;
		}
		if (best == NULL || l->turn < best->turn)
			best = l;
	}
	return best;
}

static void
wait_ms(struct jobs *j, int64_t ms)
{
	struct timespec t;

	if (ms < 0) {
		pthread_cond_wait(&j->wake, &j->lock);
		return;
	}
	clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_sec += (time_t)(ms / 1000);
	t.tv_nsec += (long)(ms % 1000) * 1000000;
	if (t.tv_nsec >= 1000000000) {
		t.tv_sec++;
		t.tv_nsec -= 1000000000;
	}
	pthread_cond_timedwait(&j->wake, &j->lock, &t);
}

static void *
work(void *ctx)
{
	struct jobs *j = ctx;
	int64_t wait;

	/* Of this thread alone, on Linux. */
	(void)setpriority(PRIO_PROCESS, 0, NICE);
	pthread_mutex_lock(&j->lock);
	while (!j->stopping) {
		struct live *l = next_live(j, &wait);

		if (l == NULL) {
			wait_ms(j, wait);
			continue;
		}
		l->busy = true;
		l->turn = ++j->clock;
		pthread_mutex_unlock(&j->lock);
		serve(j, l);
		pthread_mutex_lock(&j->lock);
	}
	pthread_mutex_unlock(&j->lock);
	return NULL;
}

bool
workers_start(struct jobs *j, int count)
{
	pthread_attr_t attr;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, WORKER_STACK);
	for (int i = 0; i < count && i < WORKERS; i++)
		if (pthread_create(
			&j->threads[j->thread_count], &attr, work, j) == 0)
			j->thread_count++;
	pthread_attr_destroy(&attr);
	return j->thread_count > 0;
}

void
workers_stop(struct jobs *j)
{
	pthread_mutex_lock(&j->lock);
	j->stopping = true;
	pthread_cond_broadcast(&j->wake);
	pthread_mutex_unlock(&j->lock);
	for (int i = 0; i < j->thread_count; i++)
		pthread_join(j->threads[i], NULL);
}
