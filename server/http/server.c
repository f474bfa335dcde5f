/* http/server.c -- the daemon, and the life of one request.
 *
 * libmicrohttpd calls on_request() first with the headers, then with pieces of
 * the body, then once more with none; the reply is made in that last call. What
 * is refused early (a bad head, no route, no right, a body that is too long) is
 * answered in the first call, before a body is read.  A slow route's connection
 * is suspended while a worker makes the reply. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/env.h"
#include "base/file.h"
#include "http/http_priv.h"

enum { REQUEST_ARENA = 64 * 1024 * 1024, IDLE_SECONDS = 30 };

static const struct {
	const char *name;
	enum http_method method;
} methods[] = {
	{ "GET", HTTP_GET },
	{ "HEAD", HTTP_GET },
	{ "POST", HTTP_POST },
	{ "PUT", HTTP_PUT },
	{ "DELETE", HTTP_DELETE },
	{ "PATCH", HTTP_PATCH },
};

static bool
method_of(const char *name, enum http_method *ret)
{
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (strcmp(methods[i].name, name) == 0) {
			*ret = methods[i].method;
			return true;
		}
	return false;
}

static void
request_free(struct http_request *req)
{
	if (req == NULL)
		return;
	http_reply_forget(req);
	http_waker_detach(req);
	http_body_free(req);
	arena_free(req->arena);
	free(req);
}

static struct http_request *
request_new(struct http_server *s, struct MHD_Connection *connection)
{
	struct http_request *req = calloc(1, sizeof(*req));
	uint32_t chance;

	if (req == NULL)
		return NULL;
	req->server = s;
	req->connection = connection;
	req->fd = -1;
	req->arena = arena_new(REQUEST_ARENA);
	if (req->arena == NULL) {
		free(req);
		return NULL;
	}
	env_random(env_system(), &chance, sizeof(chance));
	snprintf(req->id, sizeof(req->id), "%08x", chance);
	return req;
}

/* Keeps the first refusal. */
static void
refuse(struct http_request *req, const struct err *err)
{
	if (req->refused)
		return;
	req->refused = true;
	req->refusal = *err;
}

/* Takes the raw target as it came: decoding is ours, so that "%2F" in a segment
 * is not taken for a separator before routing could refuse it. */
static void *
on_uri(void *ctx, const char *uri, struct MHD_Connection *connection)
{
	struct http_request *req = request_new(ctx, connection);
	size_t path_len = strcspn(uri, "?");
	const char *raw = uri[path_len] == '?' ? uri + path_len + 1 : "";
	struct err err;

	if (req == NULL)
		return NULL;
	req->path = "";
	req->query_string = arena_strdup(req->arena, raw);
	if (strlen(uri) > HTTP_URL_BYTES || req->query_string == NULL) {
		req->query_string = "";
		err_set(&err, ERR_SIZE, no_pos, "địa chỉ dài quá %d byte",
		    HTTP_URL_BYTES);
		refuse(req, &err);
		return req;
	}
	req->path = http_decode(req->arena, uri, path_len, false);
	if (req->path == NULL || req->path[0] != '/') {
		req->path = "";
		err_set(&err, ERR_REQUEST, no_pos, "địa chỉ không đọc được");
		refuse(req, &err);
	} else if (!http_parse_fields(req, req->query_string,
		       strlen(req->query_string), &req->query, &err)) {
		refuse(req, &err);
	}
	return req;
}

static void
set_allow(struct http_request *req, unsigned allowed)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (allowed & (unsigned)methods[i].method)
			buf_printf(
			    &b, "%s%s", b.len > 0 ? ", " : "", methods[i].name);
	http_reply_header(req, "Allow", buf_str(&b));
	buf_done(&b);
}

void
http_answer(struct http_request *req)
{
	const struct http_config *c = req->server->config;
	size_t headers = req->extra_count;
	struct err err;

	if (!req->refused && !http_body_end(req, &err))
		refuse(req, &err);
	if (req->refused) {
		c->fail(req, c->app, &req->refusal);
	} else if (!req->route->handler(req, c->app, &err)) {
		/* What was said of the reply that did not come. */
		req->extra_count = headers;
		c->fail(req, c->app, &err);
	}
	req->answered = true;
}

static bool
take_pace(struct http_request *req, struct err *err)
{
	const struct http_config *c = req->server->config;
	const struct http_pace *pace;
	unsigned wait;
	char text[16];

	if (req->route->pace >= c->pace_count)
		return true;
	pace = &c->paces[req->route->pace];
	if (http_paces_take(req->server->paces, http_client(req),
		req->route->pace, pace, &wait))
		return true;
	snprintf(text, sizeof(text), "%u", wait);
	http_reply_header(req, "Retry-After", text);
	err_set(err, ERR_FLOOD, no_pos,
	    "máy này đã gửi quá nhiều yêu cầu cùng loại");
	return err_hint(err, "thử lại sau %u giây", wait);
}

static bool
find_route(struct http_request *req, const char *method, struct err *err)
{
	unsigned allowed;

	if (!method_of(method, &req->method)) {
		err_set(err, ERR_REQUEST, no_pos,
		    "phương thức %.20s không dùng được", method);
		return false;
	}
	req->route = http_route_find(req, &allowed);
	if (req->route != NULL)
		return true;
	if (allowed == 0)
		return err_set(
		    err, ERR_NOTFOUND, no_pos, "trang %s", req->path);
	set_allow(req, allowed);
	return err_set(err, ERR_METHOD, no_pos, "phương thức %s với trang %s",
	    method, req->path);
}

/* The headers are there.  False: the reply is a refusal. */
static bool
begin(struct http_request *req, const char *method, const char *version)
{
	const struct http_config *c = req->server->config;
	struct err err;

	req->head = strcmp(method, "HEAD") == 0;
	if (req->refused)
		return false;
	/* Where a chunked body ends is a matter of taste (bare LF): nothing is
	 * read behind it. */
	if (http_header(req, "Transfer-Encoding") != NULL)
		http_reply_header(req, "Connection", "close");
	if (!http_check_head(req, version, &err)) {
		http_reply_header(req, "Connection", "close");
		refuse(req, &err);
	} else if (!find_route(req, method, &err) || !take_pace(req, &err) ||
		   !http_body_begin(req, &err) ||
		   (c->admit != NULL && !c->admit(req, c->app, &err))) {
		refuse(req, &err);
	}
	return !req->refused;
}

static enum MHD_Result
finish(struct http_request *req)
{
	struct err err;

	http_watch_phase(req, PHASE_REPLY);
	if (!req->answered && !req->refused && req->route->slow) {
		if (http_work_add(req->server, req))
			return MHD_YES;
		err_set(&err, ERR_BUSY, no_pos,
		    "máy chủ đang có quá nhiều việc chờ");
		err_hint(&err, "thử lại sau ít giây");
		http_reply_header(req, "Retry-After", "5");
		refuse(req, &err);
	}
	if (!req->answered)
		http_answer(req);
	return http_send(req);
}

static bool
has_body(const struct http_request *req)
{
	const char *len = http_header(req, "Content-Length");

	return http_header(req, "Transfer-Encoding") != NULL ||
	       (len != NULL && strspn(len, "0") != strlen(len));
}

static enum MHD_Result
on_request(void *ctx, struct MHD_Connection *connection, const char *url,
    const char *method, const char *version, const char *data, size_t *len,
    void **state)
{
	struct http_request *req = *state;
	struct err err;

	(void)ctx;
	(void)url;
	if (req == NULL)
		return MHD_NO;
	if (!req->began) {
		req->began = true;
		req->connection = connection;
		http_watch_phase(req, PHASE_BODY);
		/* Without a body the connection can be kept: the next call
		 * answers. */
		return begin(req, method, version) || !has_body(req)
			   ? MHD_YES
			   : finish(req);
	}
	if (*len == 0)
		return finish(req);
	req->body_seen += *len;
	if (req->seat != NULL)
		req->seat->received = req->body_seen;
	if (!req->refused && !http_body_add(req, data, *len, &err))
		refuse(req, &err);
	/* What is refused is read on a little, so that the client may hear why,
	 * but not for ever. */
	if (req->refused && req->body_seen > 4 * req->body_limit + 65536)
		return MHD_NO;
	*len = 0;
	return MHD_YES;
}

static void
on_completed(void *ctx, struct MHD_Connection *connection, void **state,
    enum MHD_RequestTerminationCode how)
{
	struct http_request *req = *state;

	(void)ctx;
	(void)connection;
	(void)how;
	if (req != NULL)
		http_watch_phase(req, PHASE_IDLE);
	request_free(req);
	*state = NULL;
}

static unsigned
thread_count(const struct http_config *config)
{
	long n = config->threads;

	if (n == 0)
		n = sysconf(_SC_NPROCESSORS_ONLN);
	if (n < 2)
		n = 2; /* one slow handler must not stop all others */
	return (unsigned)(n > 16 ? 16 : n);
}

static bool
read_tls(struct arena *a, const struct http_config *c, char **ret_certificate,
    char **ret_key, struct err *err)
{
	size_t len;

	return file_read(
		   a, c->certificate, 1 << 20, ret_certificate, &len, err) &&
	       file_read(a, c->key, 1 << 20, ret_key, &len, err);
}

/* libmicrohttpd copies the PEM texts into GnuTLS at the start. */
static bool
start_daemon(struct http_server *s, int fd, struct arena *a, struct err *err)
{
	const struct http_config *c = s->config;
	bool tls = c->certificate != NULL;
	char *certificate = NULL, *key = NULL;
	struct MHD_OptionItem items[] = {
		{ MHD_OPTION_HTTPS_MEM_CERT, 0, NULL },
		{ MHD_OPTION_HTTPS_MEM_KEY, 0, NULL },
		{ MHD_OPTION_HTTPS_PRIORITIES, 0,
		    (void *)(uintptr_t) "SECURE128:-VERS-ALL:+VERS-TLS1.2:"
					"+VERS-TLS1.3" },
		{ MHD_OPTION_END, 0, NULL },
	};

	if (tls && !read_tls(a, c, &certificate, &key, err))
		return false;
	items[0].ptr_value = certificate;
	items[1].ptr_value = key;
	s->daemon = MHD_start_daemon(
	    MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO |
		MHD_ALLOW_SUSPEND_RESUME | (tls ? MHD_USE_TLS : 0),
	    0, NULL, NULL, on_request, s, MHD_OPTION_LISTEN_SOCKET, fd,
	    MHD_OPTION_URI_LOG_CALLBACK, on_uri, s, MHD_OPTION_NOTIFY_COMPLETED,
	    on_completed, s, MHD_OPTION_NOTIFY_CONNECTION, http_on_connection,
	    s, MHD_OPTION_THREAD_POOL_SIZE, thread_count(c),
	    MHD_OPTION_THREAD_STACK_SIZE, (size_t)1024 * 1024,
	    MHD_OPTION_CONNECTION_LIMIT, (unsigned)HTTP_CONNECTIONS,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)32 * 1024,
	    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
	    MHD_OPTION_ARRAY, tls ? items : items + 3, MHD_OPTION_END);
	if (s->daemon != NULL)
		return true;
	if (tls) {
		err_set(err, ERR_SETUP, no_pos,
		    "chứng thư %s hoặc khóa %s không dùng được", c->certificate,
		    c->key);
		return err_hint(err,
		    "hai tệp PEM: chứng thư kèm cả chuỗi, và khóa không có "
		    "mật khẩu");
	}
	return err_set(err, ERR_IO, no_pos, "không mở được cổng %s", c->listen);
}

static void
server_free(struct http_server *s)
{
	http_work_free(s);
	http_paces_free(s->paces);
	pthread_cond_destroy(&s->stop);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

/* The daemon takes the socket over once it runs. */
static bool
start(struct http_server *s, struct err *err)
{
	const struct http_config *c = s->config;
	struct arena *a = arena_new(0);
	int fd = -1;
	bool ok;

	s->paces = http_paces_new();
	if (a == NULL || s->paces == NULL) {
		arena_free(a);
		return err_nomem(err);
	}
	ok = (c->proxies == NULL || http_proxies_check(c->proxies, err)) &&
	     (fd = http_listen(c->listen, &s->port, err)) >= 0 &&
	     http_work_start(s, c->workers == 0 ? 4 : c->workers, err);
	if (ok && !start_daemon(s, fd, a, err)) {
		http_work_stop(s);
		ok = false;
	}
	if (!ok && fd >= 0)
		close(fd);
	arena_free(a);
	return ok;
}

bool
http_start(
    const struct http_config *config, struct http_server **ret, struct err *err)
{
	struct http_server *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return err_nomem(err);
	s->config = config;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->stop, NULL);
	if (!start(s, err)) {
		server_free(s);
		return false;
	}
	if (!http_watch_start(s, err)) {
		http_stop(s);
		return false;
	}
	*ret = s;
	return true;
}

/* Suspended connections must be awake before the daemon ends: workers finish
 * what they have, streams say their end. */
void
http_stop(struct http_server *s)
{
	int fd;

	if (s == NULL)
		return;
	fd = MHD_quiesce_daemon(s->daemon);
	http_watch_stop(s);
	http_work_stop(s);
	http_streams_wake(s);
	MHD_stop_daemon(s->daemon);
	if (fd >= 0)
		close(fd);
	server_free(s);
}

unsigned
http_port(const struct http_server *s)
{
	return s->port;
}
