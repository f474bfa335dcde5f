/* http/server.c -- listening, and the life of one request.
 *
 * libmicrohttpd calls on_request() first with the headers, then with pieces of
 * the body, then once more with none; the reply is made in that last call. What
 * is refused early (too long, bad escape) is answered at once, before a body is
 * read. */
#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/env.h"
#include "base/limits.h"
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
	if (req->fd >= 0)
		close(req->fd);
	free(req->body);
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

/* Takes the raw target as it came: decoding is ours, so that "%2F" in a segment
 * is not taken for a separator before routing could refuse it. */
static void *
on_uri(void *ctx, const char *uri, struct MHD_Connection *connection)
{
	struct http_request *req = request_new(ctx, connection);
	size_t path_len = strcspn(uri, "?");
	const char *raw = uri[path_len] == '?' ? uri + path_len + 1 : "";

	if (req == NULL)
		return NULL;
	req->path = "";
	req->query_string = arena_strdup(req->arena, raw);
	if (strlen(uri) > HTTP_URL_BYTES || req->query_string == NULL) {
		req->refused = true;
		err_set(&req->refusal, ERR_LIMIT, no_pos,
		    "địa chỉ dài quá %d byte", HTTP_URL_BYTES);
		return req;
	}
	req->path = http_decode(req->arena, uri, path_len, false);
	if (req->path == NULL || req->path[0] != '/') {
		req->path = "";
		req->refused = true;
		err_set(&req->refusal, ERR_REQUEST, no_pos,
		    "địa chỉ không đọc được");
		return req;
	}
	req->refused = !http_parse_query(req, req->query_string, &req->refusal);
	return req;
}

static bool
body_add(struct http_request *req, const char *data, size_t len)
{
	size_t cap = req->body_cap == 0 ? 4096 : req->body_cap;
	char *p;

	if (req->refused)
		return true; /* read and thrown away */
	if (req->body_len + len > HTTP_BODY_BYTES) {
		req->refused = true;
		err_set(&req->refusal, ERR_LIMIT, no_pos,
		    "nội dung gửi lên dài quá %zu byte", HTTP_BODY_BYTES);
		return true;
	}
	while (cap < req->body_len + len)
		cap *= 2;
	if (cap != req->body_cap) {
		p = realloc(req->body, cap);
		if (p == NULL)
			return false;
		req->body = p;
		req->body_cap = cap;
	}
	memcpy(req->body + req->body_len, data, len);
	req->body_len += len;
	return true;
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

static void
answer(struct http_request *req)
{
	const struct http_config *c = req->server->config;
	const struct http_route *route;
	struct err err;
	unsigned allowed;

	if (req->refused) {
		c->fail(req, c->app, &req->refusal);
		return;
	}
	route = http_route_find(req, &allowed);
	if (route == NULL) {
		err_set(&err, ERR_NOTFOUND, no_pos, "trang %s", req->path);
		c->fail(req, c->app, &err);
		if (allowed != 0) {
			req->status = 405;
			set_allow(req, allowed);
		}
		return;
	}
	if (!route->handler(req, c->app, &err))
		c->fail(req, c->app, &err);
}

static enum MHD_Result
on_request(void *ctx, struct MHD_Connection *connection, const char *url,
    const char *method, const char *version, const char *data, size_t *len,
    void **state)
{
	struct http_request *req = *state;
	bool known;

	(void)ctx;
	(void)url;
	(void)version;
	if (req == NULL)
		return MHD_NO;
	if (req->status == -1) { /* a later call: the body */
		if (*len == 0) {
			req->status = 0;
			answer(req);
			return http_send(req);
		}
		if (!body_add(req, data, *len))
			return MHD_NO;
		*len = 0;
		return MHD_YES;
	}
	req->connection = connection;
	req->head = strcmp(method, "HEAD") == 0;
	known = method_of(method, &req->method);
	if (!known) {
		req->refused = true;
		err_set(&req->refusal, ERR_REQUEST, no_pos,
		    "phương thức %.20s không dùng được", method);
	}
	req->status = -1;
	return MHD_YES;
}

static void
on_completed(void *ctx, struct MHD_Connection *connection, void **state,
    enum MHD_RequestTerminationCode how)
{
	(void)ctx;
	(void)connection;
	(void)how;
	request_free(*state);
	*state = NULL;
}

static bool
split_address(
    const char *listen, char *host, size_t size, const char **ret_port)
{
	const char *colon = strrchr(listen, ':');
	size_t len;

	if (colon == NULL || colon[1] == '\0')
		return false;
	len = (size_t)(colon - listen);
	if (len >= 2 && listen[0] == '[' && listen[len - 1] == ']') {
		listen++;
		len -= 2;
	}
	if (len == 0 || len >= size)
		return false;
	memcpy(host, listen, len);
	host[len] = '\0';
	*ret_port = colon + 1;
	return true;
}

static int
bind_address(const struct addrinfo *ai, struct err *err, const char *listen_at)
{
	int one = 1;
	int fd = socket(ai->ai_family, ai->ai_socktype | SOCK_CLOEXEC, 0);

	if (fd < 0) {
		err_errno(err, listen_at);
		return -1;
	}
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, ai->ai_addr, ai->ai_addrlen) != 0 ||
	    listen(fd, 1024) != 0) {
		err_errno(err, listen_at);
		err_hint(err, "chọn cổng khác bằng --listen, hoặc dừng chương "
			      "trình đang giữ cổng này");
		close(fd);
		return -1;
	}
	return fd;
}

static int
open_socket(const char *listen_at, unsigned *ret_port, struct err *err)
{
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
		.ai_socktype = SOCK_STREAM };
	struct addrinfo *ai = NULL;
	struct sockaddr_storage bound = { 0 };
	socklen_t size = sizeof(bound);
	char host[64], port[16];
	const char *service;
	int fd;

	if (!split_address(listen_at, host, sizeof(host), &service) ||
	    getaddrinfo(host, service, &hints, &ai) != 0) {
		err_set(err, ERR_USAGE, no_pos, "địa chỉ nghe %s", listen_at);
		err_hint(err, "viết địa chỉ số và cổng, ví dụ 127.0.0.1:8080");
		return -1;
	}
	fd = bind_address(ai, err, listen_at);
	freeaddrinfo(ai);
	if (fd < 0)
		return -1;
	if (getsockname(fd, (struct sockaddr *)&bound, &size) == 0 &&
	    getnameinfo((struct sockaddr *)&bound, size, NULL, 0, port,
		sizeof(port), NI_NUMERICSERV) == 0)
		*ret_port = (unsigned)strtoul(port, NULL, 10);
	return fd;
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

bool
http_start(
    const struct http_config *config, struct http_server **ret, struct err *err)
{
	struct http_server *s = calloc(1, sizeof(*s));
	int fd;

	if (s == NULL)
		return err_nomem(err);
	s->config = config;
	fd = open_socket(config->listen, &s->port, err);
	if (fd < 0) {
		free(s);
		return false;
	}
	s->daemon = MHD_start_daemon(
	    MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO, 0, NULL, NULL,
	    on_request, s, MHD_OPTION_LISTEN_SOCKET, fd,
	    MHD_OPTION_URI_LOG_CALLBACK, on_uri, s, MHD_OPTION_NOTIFY_COMPLETED,
	    on_completed, s, MHD_OPTION_THREAD_POOL_SIZE, thread_count(config),
	    MHD_OPTION_THREAD_STACK_SIZE, (size_t)1024 * 1024,
	    MHD_OPTION_CONNECTION_LIMIT, (unsigned)HTTP_CONNECTIONS,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)32 * 1024,
	    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
	    MHD_OPTION_END);
	if (s->daemon == NULL) {
		close(fd);
		free(s);
		return err_set(err, ERR_IO, no_pos, "không mở được cổng %s",
		    config->listen);
	}
	*ret = s;
	return true;
}

void
http_stop(struct http_server *s)
{
	if (s == NULL)
		return;
	MHD_stop_daemon(s->daemon);
	free(s);
}

unsigned
http_port(const struct http_server *s)
{
	return s->port;
}

struct arena *
http_arena(struct http_request *req)
{
	return req->arena;
}

const char *
http_path(const struct http_request *req)
{
	return req->path;
}

const char *
http_query_string(const struct http_request *req)
{
	return req->query_string;
}

const char *
http_param(const struct http_request *req, const char *name)
{
	for (size_t i = 0; i < req->param_count; i++)
		if (strcmp(req->params[i].name, name) == 0)
			return req->params[i].value;
	return "";
}

const char *
http_query_at(const struct http_request *req, const char *name, size_t n)
{
	for (size_t i = 0; i < req->field_count; i++)
		if (strcmp(req->fields[i].name, name) == 0 && n-- == 0)
			return req->fields[i].value;
	return NULL;
}

const char *
http_query(const struct http_request *req, const char *name)
{
	return http_query_at(req, name, 0);
}

const char *
http_header(const struct http_request *req, const char *name)
{
	return MHD_lookup_connection_value(
	    req->connection, MHD_HEADER_KIND, name);
}

const char *
http_body(const struct http_request *req, size_t *ret_len)
{
	*ret_len = req->body_len;
	return req->body == NULL ? "" : req->body;
}

const char *
http_request_id(const struct http_request *req)
{
	return req->id;
}
