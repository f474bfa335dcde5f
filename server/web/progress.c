/* web/progress.c -- how far a job is, as it goes on: Server-Sent Events. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "web/jobs_priv.h"

struct watcher {
	struct web *web;
	struct http_waker *waker;
	char id[ENV_ID_LEN + 1];
	struct buf out; /* what is to be sent still */
	size_t sent;
	char last[400]; /* the event before: the same is not said twice */
	bool ended;
	struct watcher *next;
};

struct watchers {
	pthread_mutex_t lock;
	struct watcher *first;
};

struct watchers *
watchers_new(void)
{
	struct watchers *w = calloc(1, sizeof(*w));

	if (w != NULL)
		pthread_mutex_init(&w->lock, NULL);
	return w;
}

void
watchers_free(struct watchers *w)
{
	if (w == NULL)
		return;
	pthread_mutex_destroy(&w->lock);
	free(w);
}

void
watchers_wake(void *watchers)
{
	struct watchers *w = watchers;

	pthread_mutex_lock(&w->lock);
	for (struct watcher *i = w->first; i != NULL; i = i->next)
		http_wake(i->waker);
	pthread_mutex_unlock(&w->lock);
}

static bool
is_over(enum jobs_state s)
{
	return s == JOBS_DONE || s == JOBS_FAILED || s == JOBS_CANCELLED;
}

static void
put_event(struct watcher *w, struct arena *a, const struct jobs_info *info)
{
	struct buf text = { 0 };
	struct json j = { .out = &text };

	json_object(&j);
	json_pair(&j, "trang-thai", jobs_state_keys[info->state]);
	json_pair_int(&j, "tong", info->total);
	json_pair_int(&j, "xong", info->made);
	json_pair_int(&j, "hong", info->spoilt);
	json_pair_int(&j, "moi-phut", info->per_minute);
	if (info->left >= 0)
		json_pair(&j, "con", web_span(a, info->left));
	json_object_end(&j);
	if (buf_ok(&text) && strcmp(buf_str(&text), w->last) != 0 &&
	    text.len < sizeof(w->last)) {
		memcpy(w->last, buf_str(&text), text.len + 1);
		http_event(&w->out, "tien-do", NULL, buf_str(&text));
	}
	buf_done(&text);
	w->ended = is_over(info->state);
}

static bool
look(struct watcher *w)
{
	struct jobs *jobs = iss_batch_jobs(w->web->batch);
	struct arena *a = arena_new(0);
	struct jobs_info info;
	bool ok = a != NULL && jobs_get(jobs, a, w->id, &info, NULL);

	if (ok)
		put_event(w, a, &info);
	arena_free(a);
	return ok && buf_ok(&w->out);
}

static int64_t
next_bytes(void *ctx, char *out, size_t room)
{
	struct watcher *w = ctx;
	size_t n;

	if (w->sent == w->out.len) {
		if (w->ended)
			return HTTP_END;
		buf_clear(&w->out);
		w->sent = 0;
		if (!look(w))
			return HTTP_BREAK;
		if (w->out.len == 0)
			return w->ended ? HTTP_END : HTTP_WAIT;
	}
	n = w->out.len - w->sent < room ? w->out.len - w->sent : room;
	memcpy(out, buf_str(&w->out) + w->sent, n);
	w->sent += n;
	return (int64_t)n;
}

static void
watcher_close(void *ctx)
{
	struct watcher *w = ctx;
	struct watchers *all = w->web->watchers;
	struct watcher **p = &all->first;

	pthread_mutex_lock(&all->lock);
	while (*p != w)
		p = &(*p)->next;
	*p = w->next;
	pthread_mutex_unlock(&all->lock);
	http_waker_free(w->waker);
	buf_done(&w->out);
	free(w);
}

bool
page_progress(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct jobs_info info;
	struct watcher *w;
	struct http_source source = { next_bytes, watcher_close, NULL };

	if (!jobs_get(iss_batch_jobs(web->batch), http_arena(req),
		http_param(req, "id"), &info, err))
		return false;
	w = calloc(1, sizeof(*w));
	if (w == NULL)
		return err_nomem(err);
	w->web = web;
	w->waker = http_waker(req);
	if (w->waker == NULL) {
		free(w);
		return err_nomem(err);
	}
	memcpy(w->id, info.id, sizeof(w->id));
	pthread_mutex_lock(&web->watchers->lock);
	w->next = web->watchers->first;
	web->watchers->first = w;
	pthread_mutex_unlock(&web->watchers->lock);
	source.ctx = w;
	http_reply_events(req, &source);
	return true;
}
