/* http/watch.c -- once a second: connections that dribble are cut, streams give
 * a sign of life.
 *
 * libmicrohttpd ends what is silent; who sends a byte now and then, for ever,
 * is ended here: headers have HTTP_HEAD_SECONDS, a body HTTP_BODY_SECONDS and
 * then a second for each HTTP_BODY_RATE bytes. */
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "http/http_priv.h"

int64_t
http_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

void
http_on_connection(void *ctx, struct MHD_Connection *mhd, void **seat,
    enum MHD_ConnectionNotificationCode how)
{
	struct http_server *s = ctx;
	struct connection *c = *seat;

	if (how == MHD_CONNECTION_NOTIFY_STARTED) {
		c = calloc(1, sizeof(*c));
		*seat = c;
		if (c == NULL)
			return;
		c->server = s;
		c->mhd = mhd;
		c->since = http_seconds();
		pthread_mutex_lock(&s->lock);
		c->next = s->connections;
		if (c->next != NULL)
			c->next->prev = c;
		s->connections = c;
		s->connection_count++;
		pthread_mutex_unlock(&s->lock);
		return;
	}
	if (c == NULL)
		return;
	pthread_mutex_lock(&s->lock);
	if (c->next != NULL)
		c->next->prev = c->prev;
	if (c->prev != NULL)
		c->prev->next = c->next;
	else
		s->connections = c->next;
	s->connection_count--;
	pthread_mutex_unlock(&s->lock);
	*seat = NULL;
	free(c);
}

void
http_watch_phase(struct http_request *req, enum phase phase)
{
	const union MHD_ConnectionInfo *info;

	if (req->seat == NULL) {
		info = MHD_get_connection_info(
		    req->connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
		req->seat = info == NULL ? NULL : info->socket_context;
		if (req->seat == NULL)
			return;
	}
	req->seat->since = http_seconds();
	req->seat->received = 0;
	req->seat->phase = phase;
}

static bool
dribbles(const struct connection *c, int64_t now, bool hurry)
{
	int64_t age = now - c->since;

	if (c->phase == PHASE_IDLE)
		return age > (hurry ? HTTP_HURRY_SECONDS : HTTP_HEAD_SECONDS);
	if (c->phase == PHASE_BODY)
		return age > HTTP_BODY_SECONDS +
				 (int64_t)(c->received / HTTP_BODY_RATE);
	return false;
}

/* Shuts the socket; libmicrohttpd sees the end and cleans up.  The connection
 * cannot go away while the lock is held: its end waits for it. */
static void
cut(struct http_server *s)
{
	int64_t now = http_seconds();
	bool hurry;

	pthread_mutex_lock(&s->lock);
	hurry = s->connection_count > HTTP_CONNECTIONS * 3 / 4;
	for (struct connection *c = s->connections; c != NULL; c = c->next)
		if (dribbles(c, now, hurry)) {
			const union MHD_ConnectionInfo *info =
			    MHD_get_connection_info(
				c->mhd, MHD_CONNECTION_INFO_CONNECTION_FD);

			if (info != NULL)
				shutdown(info->connect_fd, SHUT_RDWR);
		}
	pthread_mutex_unlock(&s->lock);
}

/* True when the server stops. */
static bool
sleep_a_second(struct http_server *s)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec++;
	pthread_mutex_lock(&s->lock);
	if (!s->stopping)
		pthread_cond_timedwait(&s->stop, &s->lock, &until);
	pthread_mutex_unlock(&s->lock);
	return s->stopping;
}

static void *
run(void *ctx)
{
	struct http_server *s = ctx;
	unsigned ticks = 0;

	while (!sleep_a_second(s)) {
		cut(s);
		if (++ticks % HTTP_HEARTBEAT == 0)
			http_streams_wake(s);
	}
	return NULL;
}

bool
http_watch_start(struct http_server *s, struct err *err)
{
	s->watching = pthread_create(&s->watch, NULL, run, s) == 0;
	return s->watching ||
	       err_set(err, ERR_NOMEM, no_pos, "không tạo được luồng");
}

void
http_watch_stop(struct http_server *s)
{
	pthread_mutex_lock(&s->lock);
	s->stopping = true;
	pthread_cond_broadcast(&s->stop);
	pthread_mutex_unlock(&s->lock);
	if (s->watching)
		pthread_join(s->watch, NULL);
	s->watching = false;
}
