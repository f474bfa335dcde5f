/* archive/writer.c -- the one writing thread of a process. */
#include "archive/writer.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "archive/arc_priv.h"
#include "base/limits.h"

/* On the stack of the thread that waits for it. */
struct request {
	arc_act act;
	void *ctx;
	struct err *err; /* NULL = nobody wants to know */
	bool ok, done;
	pthread_cond_t ended;
	struct request *next;
};

struct arc_writer {
	struct arc *arc; /* the writing thread's */
	pthread_t thread;
	pthread_mutex_t mutex; /* over everything below */
	pthread_cond_t queued, left;
	size_t callers; /* inside arc_write() */
	struct request *first, **tail;
	bool stopping;
	struct arc_writer_state state;
	size_t last_size; /* acts of the group before */
};

/* --- the group --- */

static struct request *
take_request(struct arc_writer *w)
{
	struct request *r = w->first;

	if (r == NULL)
		return NULL;
	w->first = r->next;
	if (w->first == NULL)
		w->tail = &w->first;
	r->next = NULL;
	return r;
}

/* A millisecond from now. */
static struct timespec
soon(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_nsec += 1000000;
	if (t.tv_nsec >= 1000000000) {
		t.tv_nsec -= 1000000000;
		t.tv_sec++;
	}
	return t;
}

/* The next act of the group, or NULL when it is full or nobody comes.  Those
 * who were in the group before come back at about the same time: waiting a
 * moment for them saves a sync; who writes alone never waits. */
static struct request *
next_request(struct arc_writer *w, size_t have)
{
	struct timespec until = soon();
	struct request *r;

	if (w->arc->count >= ARC_BATCH || w->arc->bytes.len >= ARC_GROUP_BYTES)
		return NULL;
	pthread_mutex_lock(&w->mutex);
	while (w->first == NULL && have < w->last_size && !w->stopping &&
	       pthread_cond_timedwait(&w->queued, &w->mutex, &until) == 0)
		;
	r = take_request(w);
	pthread_mutex_unlock(&w->mutex);
	return r;
}

/* False: the group is lost. */
static bool
run_act(struct arc *arc, struct request *r, struct err *err)
{
	if (!arc_act_begin(arc, err))
		return false;
	r->ok = r->act(arc, r->ctx, r->err);
	return arc_act_end(arc, &r->ok, r->err, err);
}

static void
end_requests(
    struct arc_writer *w, struct request *group, size_t count, bool broken)
{
	pthread_mutex_lock(&w->mutex);
	w->state.depth -= count;
	w->state.acts += (int64_t)count;
	w->state.groups++;
	w->state.broken = broken;
	w->last_size = count;
	while (group != NULL) {
		struct request *r = group;

		group = r->next;
		r->done = true;
		pthread_cond_signal(&r->ended);
	}
	pthread_mutex_unlock(&w->mutex);
}

/* Nothing of the group happened: all that had gone well has failed. */
static void
fail_requests(struct arc_writer *w, struct request *group, const struct err *e)
{
	for (struct request *r = group; r != NULL; r = r->next) {
		if (r->ok && r->err != NULL)
			*r->err = *e;
		r->ok = false;
	}
	pthread_mutex_lock(&w->mutex);
	w->state.failed_groups++;
	w->state.last = *e;
	pthread_mutex_unlock(&w->mutex);
}

/* Who waits when writing is impossible learns it now, not each in turn after
 * another ten seconds. */
static size_t
take_all(struct arc_writer *w, struct request **ret)
{
	size_t count = 0;

	pthread_mutex_lock(&w->mutex);
	while ((*ret = take_request(w)) != NULL) {
		(*ret)->ok = true;
		ret = &(*ret)->next;
		count++;
	}
	pthread_mutex_unlock(&w->mutex);
	return count;
}

/* Runs the acts; r->ok stays true for those that could not be run, so that
 * they get the group's error. */
static bool
run_acts(struct arc_writer *w, struct request *group, size_t *ret_count,
    struct err *err)
{
	struct request *last = group;
	bool ok = arc_begin(w->arc, err);

	*ret_count = 1;
	group->ok = true;
	if (!ok)
		*ret_count += take_all(w, &group->next);
	while (ok && last != NULL) {
		ok = run_act(w->arc, last, err);
		if (!ok) {
			last->ok = true;
			break;
		}
		last->next = next_request(w, *ret_count);
		last = last->next;
		*ret_count += last != NULL;
	}
	if (ok)
		return arc_commit(w->arc, err);
	arc_abort(w->arc);
	return false;
}

static void
run_group(struct arc_writer *w, struct request *group)
{
	struct err err = { 0 };
	size_t count;

	if (!run_acts(w, group, &count, &err))
		fail_requests(w, group, &err);
	end_requests(w, group, count, w->arc->broken);
}

static void *
run(void *ctx)
{
	struct arc_writer *w = ctx;

	for (;;) {
		struct request *r;

		pthread_mutex_lock(&w->mutex);
		while (w->first == NULL && !w->stopping)
			pthread_cond_wait(&w->queued, &w->mutex);
		r = take_request(w);
		pthread_mutex_unlock(&w->mutex);
		if (r == NULL)
			return NULL;
		run_group(w, r);
	}
}

/* --- from outside --- */

static bool
enqueue(struct arc_writer *w, struct request *r, struct err *err)
{
	if (w->state.broken) {
		err_set(err, ERR_IO, no_pos,
		    "đĩa đã báo lỗi khi ghi: việc cấp số đã dừng");
		return err_hint(
		    err, "kiểm tra đĩa, rồi khởi động lại chương trình");
	}
	if (w->state.depth >= ARC_WRITE_QUEUE) {
		err_set(err, ERR_BUSY, no_pos, "đang có %d việc chờ ghi",
		    ARC_WRITE_QUEUE);
		return err_hint(err, "thử lại sau ít phút");
	}
	*w->tail = r;
	w->tail = &r->next;
	w->state.depth++;
	pthread_cond_signal(&w->queued);
	return true;
}

bool
arc_write(struct arc_writer *w, arc_act act, void *ctx, struct err *err)
{
	struct request r = { .act = act,
		.ctx = ctx,
		.err = err,
		.ended = PTHREAD_COND_INITIALIZER };

	pthread_mutex_lock(&w->mutex);
	w->callers++;
	if (enqueue(w, &r, err))
		while (!r.done)
			pthread_cond_wait(&r.ended, &w->mutex);
	if (--w->callers == 0)
		pthread_cond_signal(&w->left);
	pthread_mutex_unlock(&w->mutex);
	return r.ok;
}

void
arc_writer_state(struct arc_writer *w, struct arc_writer_state *ret)
{
	pthread_mutex_lock(&w->mutex);
	*ret = w->state;
	pthread_mutex_unlock(&w->mutex);
}

/* --- beginning and end --- */

static bool
make_locks(struct arc_writer *w)
{
	pthread_condattr_t monotonic;
	bool ok;

	if (pthread_mutex_init(&w->mutex, NULL) != 0)
		return false;
	ok = pthread_condattr_init(&monotonic) == 0 &&
	     pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) == 0 &&
	     pthread_cond_init(&w->queued, &monotonic) == 0 &&
	     pthread_cond_init(&w->left, NULL) == 0;
	if (!ok)
		pthread_mutex_destroy(&w->mutex);
	return ok;
}

static void
drop_writer(struct arc_writer *w)
{
	arc_close(w->arc);
	pthread_cond_destroy(&w->queued);
	pthread_cond_destroy(&w->left);
	pthread_mutex_destroy(&w->mutex);
	free(w);
}

bool
arc_writer_start(const char *dir, const struct env *env,
    struct arc_writer **ret, struct err *err)
{
	struct arc_writer *w = calloc(1, sizeof(*w));

	if (w == NULL || !make_locks(w)) {
		free(w);
		return err_nomem(err);
	}
	w->tail = &w->first;
	if (!arc_open(dir, true, env, &w->arc, err)) {
		drop_writer(w);
		return false;
	}
	if (pthread_create(&w->thread, NULL, run, w) != 0) {
		drop_writer(w);
		return err_set(
		    err, ERR_SETUP, no_pos, "không tạo được luồng ghi sổ");
	}
	*ret = w;
	return true;
}

void
arc_writer_stop(struct arc_writer *w)
{
	if (w == NULL)
		return;
	pthread_mutex_lock(&w->mutex);
	w->stopping = true;
	pthread_cond_signal(&w->queued);
	while (w->callers > 0)
		pthread_cond_wait(&w->left, &w->mutex);
	pthread_mutex_unlock(&w->mutex);
	pthread_join(w->thread, NULL);
	drop_writer(w);
}
