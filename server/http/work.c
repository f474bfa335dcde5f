/* http/work.c -- threads for what is slow: writing, computing, waiting.
 *
 * The connection is suspended meanwhile, so that the network threads serve
 * everybody else. */
#include <stdlib.h>

#include "http/http_priv.h"

enum { WORKERS = 32 };

struct work {
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct http_request *first, **last;
	size_t waiting;
	bool stopping;
	pthread_t threads[WORKERS];
	unsigned thread_count;
};

static struct http_request *
take(struct work *w)
{
	struct http_request *req;

	pthread_mutex_lock(&w->lock);
	while (w->first == NULL && !w->stopping)
		pthread_cond_wait(&w->more, &w->lock);
	req = w->first;
	if (req != NULL) {
		w->first = req->next_work;
		if (w->first == NULL)
			w->last = &w->first;
		w->waiting--;
	}
	pthread_mutex_unlock(&w->lock);
	return req;
}

static void *
run(void *ctx)
{
	struct work *w = ctx;
	struct http_request *req;

	while ((req = take(w)) != NULL) {
		struct MHD_Connection *c = req->connection;

		http_answer(req);
		MHD_resume_connection(c); /* the request may be gone now */
	}
	return NULL;
}

bool
http_work_start(struct http_server *s, unsigned threads, struct err *err)
{
	struct work *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return err_nomem(err);
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->more, NULL);
	w->last = &w->first;
	s->work = w;
	while (w->thread_count < threads && w->thread_count < WORKERS) {
		if (pthread_create(
			&w->threads[w->thread_count], NULL, run, w) != 0) {
			http_work_stop(s);
			return err_set(
			    err, ERR_NOMEM, no_pos, "không tạo được luồng");
		}
		w->thread_count++;
	}
	return true;
}

bool
http_work_add(struct http_server *s, struct http_request *req)
{
	struct work *w = s->work;
	bool ok;

	pthread_mutex_lock(&w->lock);
	ok = w->waiting < HTTP_WAITING && !w->stopping;
	if (ok) {
		/* Before a worker can see it: it may be done at once. */
		MHD_suspend_connection(req->connection);
		req->next_work = NULL;
		*w->last = req;
		w->last = &req->next_work;
		w->waiting++;
		pthread_cond_signal(&w->more);
	}
	pthread_mutex_unlock(&w->lock);
	return ok;
}

/* What waits is still answered. */
void
http_work_stop(struct http_server *s)
{
	struct work *w = s->work;

	if (w == NULL)
		return;
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	pthread_cond_broadcast(&w->more);
	pthread_mutex_unlock(&w->lock);
	while (w->thread_count > 0)
		pthread_join(w->threads[--w->thread_count], NULL);
}

void
http_work_free(struct http_server *s)
{
	if (s->work == NULL)
		return;
	pthread_cond_destroy(&s->work->more);
	pthread_mutex_destroy(&s->work->lock);
	free(s->work);
}
