/* http/http.h -- requests, routing and replies.
 *
 * The only user of libmicrohttpd.  A table of routes is served by a pool of
 * threads (epoll); a handler runs in one of them, gets a request with an arena
 * of its own and leaves a reply in it.  Handlers return false with *err for
 * everything that is not a normal answer; the server's `fail` function turns it
 * into a page or a problem document. */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"

struct arena;
struct buf;
struct http_request;
struct http_server;

/* GET routes answer HEAD too. */
enum http_method { HTTP_GET = 1, HTTP_POST = 2, HTTP_PUT = 4, HTTP_DELETE = 8 };

struct http_route {
	enum http_method method;
	/* "/van-ban/:id/tai-ve": a segment that starts with ':' matches any one
	 * segment that is not empty. */
	const char *path;
	bool (*handler)(struct http_request *req, void *app, struct err *err);
};

struct http_config {
	const char *listen; /* "127.0.0.1:8080", "[::1]:0"; port 0 = any */
	const struct http_route *routes;
	size_t route_count;
	void *app;	  /* given to every handler */
	unsigned threads; /* 0 = one per processor */
	/* Writes the reply for an error; must not fail itself. */
	void (*fail)(
	    struct http_request *req, void *app, const struct err *err);
	/* Headers of every reply, name and value in turn, NULL at the end. */
	const char *const *headers;
};

/* Listens and serves until http_stop().  `config` and what it points to must
 * outlive the server.  ERR_USAGE for a bad address, ERR_IO when the port is
 * taken. */
MUST_CHECK bool http_start(const struct http_config *config,
    struct http_server **ret, struct err *err);
/* Takes no new connections, lets running replies end (at most about 10 s),
 * then closes.  NULL is fine. */
void http_stop(struct http_server *s);
/* The port that was bound. */
unsigned http_port(const struct http_server *s);

/* --- the request; everything is borrowed until the reply has gone --- */
struct arena *http_arena(struct http_request *req);
const char *http_path(const struct http_request *req);
const char *http_query_string(const struct http_request *req); /* raw or "" */
/* Value of ":name" in the route, decoded; "" when the route has none. */
const char *http_param(const struct http_request *req, const char *name);
/* First value in the query string, decoded, or NULL. */
const char *http_query(const struct http_request *req, const char *name);
/* n-th value of a repeated field (0, 1, …), or NULL. */
const char *http_query_at(
    const struct http_request *req, const char *name, size_t n);
const char *http_header(const struct http_request *req, const char *name);
const char *http_body(const struct http_request *req, size_t *ret_len);
/* Eight hex digits, also in the reply's X-Request-Id and in the log. */
const char *http_request_id(const struct http_request *req);

/* --- the reply; the last call before the handler returns counts --- */
/* Bytes are copied unless they live in the request's arena: `in_arena`. */
void http_reply(struct http_request *req, int status, const char *type,
    const void *bytes, size_t len, bool in_arena);
/* Part of an open file; the descriptor is duplicated, its owner keeps it. */
void http_reply_file(struct http_request *req, int status, const char *type,
    int fd, uint64_t offset, uint64_t len);
void http_redirect(struct http_request *req, int status, const char *where);
/* One more header; text with control characters is dropped. */
void http_reply_header(
    struct http_request *req, const char *name, const char *value);
/* Sets the entity tag (without quotes) and answers 304 by itself when the
 * request has it in If-None-Match; call it before http_reply() and stop when
 * true.  */
bool http_not_modified(struct http_request *req, const char *etag);
/* "attachment" with a name in UTF-8 and an ASCII fallback (RFC 6266, 8187);
 * inline when `inline_view`. */
void http_reply_name(
    struct http_request *req, const char *file_name, bool inline_view);

/* RFC 3986 percent-encoding of one component into `out`. */
void http_encode(struct buf *out, const char *text);

#endif
