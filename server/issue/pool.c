/* issue/pool.c -- threads that typeset. */
#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "issue/issue_priv.h"

enum { MOST = 64, NICE = 10 };

struct iss_pool {
	pthread_mutex_t mutex; /* over everything below */
	pthread_cond_t queued, ended;
	struct batch *first; /* with jobs that nobody runs yet */
	bool stopping;
	int count;
	pthread_t threads[MOST];
};

/* Runs the next job of the first batch; the mutex is held before and after. */
static void
run_one(struct iss_pool *p)
{
	struct batch *b = p->first;
	size_t i = b->next++;

	if (b->next == b->count)
		p->first = b->behind;
	pthread_mutex_unlock(&p->mutex);
	b->job(b->ctx, i);
	pthread_mutex_lock(&p->mutex);
	if (++b->done == b->count)
		pthread_cond_broadcast(&p->ended);
}

static void *
work(void *ctx)
{
	struct iss_pool *p = ctx;

	/* Behind those who wait for a page; of this thread alone, on Linux. */
	(void)setpriority(PRIO_PROCESS, 0, NICE);
	pthread_mutex_lock(&p->mutex);
	for (;;) {
		while (p->first == NULL && !p->stopping)
			pthread_cond_wait(&p->queued, &p->mutex);
		if (p->first == NULL)
			break;
		run_one(p);
	}
	pthread_mutex_unlock(&p->mutex);
	return NULL;
}

void
pool_run(struct iss_pool *pool, struct batch *b)
{
	struct batch **last;

	b->next = b->done = 0;
	b->behind = NULL;
	if (pool == NULL) {
		for (; b->next < b->count; b->next++, b->done++)
			b->job(b->ctx, b->next);
		return;
	}
	if (b->count == 0)
		return;
	pthread_mutex_lock(&pool->mutex);
	for (last = &pool->first; *last != NULL; last = &(*last)->behind)
		;
	*last = b;
	pthread_cond_broadcast(&pool->queued);
	pthread_mutex_unlock(&pool->mutex);
}

void
pool_wait(struct iss_pool *pool, struct batch *b)
{
	if (pool == NULL)
		return;
	pthread_mutex_lock(&pool->mutex);
	while (b->done < b->count)
		pthread_cond_wait(&pool->ended, &pool->mutex);
	pthread_mutex_unlock(&pool->mutex);
}

static bool
make_locks(struct iss_pool *p)
{
	if (pthread_mutex_init(&p->mutex, NULL) != 0)
		return false;
	if (pthread_cond_init(&p->queued, NULL) == 0) {
		if (pthread_cond_init(&p->ended, NULL) == 0)
			return true;
		pthread_cond_destroy(&p->queued);
	}
	pthread_mutex_destroy(&p->mutex);
	return false;
}

bool
iss_pool_start(int threads, struct iss_pool **ret, struct err *err)
{
	struct iss_pool *p = calloc(1, sizeof(*p));
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	if (p == NULL || !make_locks(p)) {
		free(p);
		return err_nomem(err);
	}
	if (threads <= 0)
		threads = processors < 1 ? 1 : (int)processors;
	for (int i = 0; i < threads && i < MOST; i++, p->count++)
		if (pthread_create(&p->threads[i], NULL, work, p) != 0)
			break;
	if (p->count == 0) {
		iss_pool_stop(p);
		return err_set(
		    err, ERR_SETUP, no_pos, "không tạo được luồng dàn trang");
	}
	*ret = p;
	return true;
}

void
iss_pool_stop(struct iss_pool *p)
{
	if (p == NULL)
		return;
	pthread_mutex_lock(&p->mutex);
	p->stopping = true;
	pthread_cond_broadcast(&p->queued);
	pthread_mutex_unlock(&p->mutex);
	for (int i = 0; i < p->count; i++)
		pthread_join(p->threads[i], NULL);
	pthread_cond_destroy(&p->ended);
	pthread_cond_destroy(&p->queued);
	pthread_mutex_destroy(&p->mutex);
	free(p);
}
