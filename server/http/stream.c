/* http/stream.c -- replies whose bytes are made while they are sent.
 *
 * A source that has nothing now lets its connection sleep: no thread is held,
 * and a slow client is asked no faster than it reads.  The waker outlives the
 * connection, so that whoever brings news need not know whether anybody still
 * listens. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "http/http_priv.h"

enum { BLOCK = 16 * 1024 };

struct http_waker {
	pthread_mutex_t lock;
	int refs;
	struct MHD_Connection *connection; /* NULL once the request is over */
	bool sleeping, pending;
};

struct stream {
	struct http_source source;
	struct http_server *server;
	struct http_waker *waker;
	struct stream *next, *prev;
	uint64_t len;
	bool events;
	_Atomic bool beat; /* a sign of life is due */
};

/* --- wakers --- */

struct http_waker *
http_waker(struct http_request *req)
{
	struct http_waker *w = req->waker;

	if (w == NULL) {
		w = calloc(1, sizeof(*w));
		if (w == NULL)
			return NULL;
		pthread_mutex_init(&w->lock, NULL);
		w->refs = 1;
		w->connection = req->connection;
		req->waker = w;
	}
	pthread_mutex_lock(&w->lock);
	w->refs++;
	pthread_mutex_unlock(&w->lock);
	return w;
}

void
http_waker_free(struct http_waker *w)
{
	bool last;

	if (w == NULL)
		return;
	pthread_mutex_lock(&w->lock);
	last = --w->refs == 0;
	pthread_mutex_unlock(&w->lock);
	if (!last)
		return;
	pthread_mutex_destroy(&w->lock);
	free(w);
}

void
http_wake(struct http_waker *w)
{
	if (w == NULL)
		return;
	pthread_mutex_lock(&w->lock);
	if (w->connection != NULL && w->sleeping) {
		w->sleeping = false;
		MHD_resume_connection(w->connection);
	} else {
		w->pending = true;
	}
	pthread_mutex_unlock(&w->lock);
}

void
http_waker_detach(struct http_request *req)
{
	struct http_waker *w = req->waker;

	if (w == NULL)
		return;
	pthread_mutex_lock(&w->lock);
	w->connection = NULL;
	pthread_mutex_unlock(&w->lock);
	req->waker = NULL;
	http_waker_free(w);
}

/* True when the connection sleeps now; false when news came meanwhile. */
static bool
fall_asleep(struct http_waker *w)
{
	bool sleeps;

	pthread_mutex_lock(&w->lock);
	sleeps = !w->pending && w->connection != NULL;
	w->pending = false;
	if (sleeps) {
		MHD_suspend_connection(w->connection);
		w->sleeping = true;
	}
	pthread_mutex_unlock(&w->lock);
	return sleeps;
}

/* --- streams --- */

static void
list_add(struct stream *st)
{
	struct http_server *s = st->server;

	pthread_mutex_lock(&s->lock);
	st->next = s->streams;
	if (st->next != NULL)
		st->next->prev = st;
	s->streams = st;
	pthread_mutex_unlock(&s->lock);
}

static void
list_remove(struct stream *st)
{
	struct http_server *s = st->server;

	pthread_mutex_lock(&s->lock);
	if (st->next != NULL)
		st->next->prev = st->prev;
	if (st->prev != NULL)
		st->prev->next = st->next;
	else
		s->streams = st->next;
	pthread_mutex_unlock(&s->lock);
}

static void
stream_free(void *ctx)
{
	struct stream *st = ctx;

	list_remove(st);
	if (st->source.close != NULL)
		st->source.close(st->source.ctx);
	http_waker_free(st->waker);
	free(st);
}

void
http_streams_wake(struct http_server *s)
{
	pthread_mutex_lock(&s->lock);
	for (struct stream *st = s->streams; st != NULL; st = st->next) {
		st->beat = true;
		http_wake(st->waker);
	}
	pthread_mutex_unlock(&s->lock);
}

static ssize_t
on_read(void *ctx, uint64_t pos, char *out, size_t room)
{
	static const char alive[] = ":\n\n";
	struct stream *st = ctx;
	int64_t n;

	(void)pos;
	for (;;) {
		if (st->server->stopping)
			return st->events ? MHD_CONTENT_READER_END_OF_STREAM
					  : MHD_CONTENT_READER_END_WITH_ERROR;
		n = st->source.read(st->source.ctx, out, room);
		if (n > 0)
			return (ssize_t)n;
		if (n != HTTP_WAIT)
			return n == HTTP_END
				   ? MHD_CONTENT_READER_END_OF_STREAM
				   : MHD_CONTENT_READER_END_WITH_ERROR;
		if (st->beat && st->events && room >= sizeof(alive)) {
			st->beat = false;
			memcpy(out, alive, sizeof(alive) - 1);
			return sizeof(alive) - 1;
		}
		if (fall_asleep(st->waker))
			return 0;
	}
}

static void
reply_stream(struct http_request *req, int status, const char *type,
    const struct http_source *source, int64_t len, bool events)
{
	struct stream *st = calloc(1, sizeof(*st));
	struct http_waker *w = st == NULL ? NULL : http_waker(req);

	http_reply(
	    req, st == NULL || w == NULL ? 503 : status, type, "", 0, true);
	if (w == NULL) {
		free(st);
		if (source->close != NULL)
			source->close(source->ctx);
		return;
	}
	st->source = *source;
	st->server = req->server;
	st->waker = w;
	st->len = len < 0 ? MHD_SIZE_UNKNOWN : (uint64_t)len;
	st->events = events;
	list_add(st);
	req->stream = st;
}

void
http_reply_stream(struct http_request *req, int status, const char *type,
    const struct http_source *source, int64_t len)
{
	reply_stream(req, status, type, source, len, false);
}

void
http_reply_events(struct http_request *req, const struct http_source *source)
{
	reply_stream(
	    req, 200, "text/event-stream; charset=utf-8", source, -1, true);
	http_reply_header(req, "Cache-Control", "no-store");
	http_reply_header(req, "X-Accel-Buffering", "no"); /* nginx */
}

void
http_stream_drop(struct http_request *req)
{
	if (req->stream != NULL)
		stream_free(req->stream);
	req->stream = NULL;
}

struct MHD_Response *
http_stream_response(struct http_request *req)
{
	struct MHD_Response *r = MHD_create_response_from_callback(
	    req->stream->len, BLOCK, on_read, req->stream, stream_free);

	if (r != NULL)
		req->stream = NULL; /* the response closes it */
	return r;
}

void
http_event(struct buf *out, const char *name, const char *id, const char *data)
{
	if (name != NULL)
		buf_printf(out, "event: %s\n", name);
	if (id != NULL)
		buf_printf(out, "id: %s\n", id);
	do {
		size_t len = strcspn(data, "\r\n");

		buf_str_add(out, "data: ");
		buf_add(out, data, len);
		buf_char(out, '\n');
		data += len;
		data += *data == '\r' && data[1] == '\n' ? 2 : *data != '\0';
	} while (*data != '\0');
	buf_char(out, '\n');
}
