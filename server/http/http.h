/* http/http.h -- requests, routing and replies.
 *
 * The only user of libmicrohttpd.  A table of routes is served by a pool of
 * network threads (epoll); a handler runs in one of them, or in a worker when
 * its route is `slow`, gets a request with an arena of its own and leaves a
 * reply in it.  Handlers return false with *err for everything that is not a
 * normal answer; the server's `fail` function turns it into a page or a problem
 * document. */
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
enum http_method {
	HTTP_GET = 1,
	HTTP_POST = 2,
	HTTP_PUT = 4,
	HTTP_DELETE = 8,
	HTTP_PATCH = 16
};

/* What a route takes as a body; anything else is ERR_MEDIA. */
enum http_body {
	HTTP_BYTES,  /* any bytes, in memory: http_body() */
	HTTP_FORM,   /* a form of fields: http_form() */
	HTTP_UPLOAD, /* a form, or multipart with files: http_file() too */
	HTTP_JSON    /* application/json or …+json, in memory: http_body() */
};

typedef bool (*http_handler)(
    struct http_request *req, void *app, struct err *err);

struct http_route {
	enum http_method method;
	/* "/van-ban/:id/tai-ve": a segment that starts with ':' matches any one
	 * segment that is not empty; a fixed segment wins over it when its row
	 * stands before. */
	const char *path;
	http_handler handler;
	enum http_body body;
	/* Bytes of the body, 0 = HTTP_BODY_BYTES in memory, HTTP_FORM_BYTES for
	 * a form; ERR_SIZE before the body is read when its length says so. */
	size_t limit;
	bool slow;	    /* writes, computes or waits: runs in a worker */
	unsigned char pace; /* index in config->paces */
	const void *about;  /* the application's own row: http_about() */
};

/* How many requests of a kind one address may make; `burst` at once, then
 * `per_minute` in steady flow.  0 = no limit. */
struct http_pace {
	unsigned per_minute, burst;
};

struct http_config {
	const char *listen; /* "127.0.0.1:8080", "[::1]:0"; port 0 = any */
	const struct http_route *routes;
	size_t route_count;
	void *app;	  /* given to every handler */
	unsigned threads; /* of the network; 0 = one per processor */
	unsigned workers; /* for slow routes; 0 = 4 */
	/* Runs when the headers are there and the route is known, before any
	 * body: who may not come is refused here.  NULL = everybody may. */
	http_handler admit;
	/* Writes the reply for an error; must not fail itself. */
	void (*fail)(
	    struct http_request *req, void *app, const struct err *err);
	/* Headers of every reply, name and value in turn, NULL at the end. */
	const char *const *headers;
	const char *spool; /* folder for uploaded files; NULL = no uploads */
	/* PEM files of certificate (with its chain) and key; NULL = plain. */
	const char *certificate, *key;
	/* "127.0.0.1, 10.1.0.0/16, ::1": proxies whose Forwarded,
	 * X-Forwarded-For and X-Forwarded-Proto are believed; NULL = none. */
	const char *proxies;
	const struct http_pace *paces;
	size_t pace_count;
};

/* Listens and serves until http_stop().  `config` and what it points to must
 * outlive the server.  ERR_USAGE for a bad address, ERR_IO when the port is
 * taken, ERR_SETUP for a certificate that cannot be used. */
MUST_CHECK bool http_start(const struct http_config *config,
    struct http_server **ret, struct err *err);
/* Takes no new connections, lets running handlers end, ends streams, then
 * closes.  NULL is fine. */
void http_stop(struct http_server *s);
/* The port that was bound. */
unsigned http_port(const struct http_server *s);

/* --- the request; everything is borrowed until the reply has gone --- */
struct arena *http_arena(struct http_request *req);
const char *http_path(const struct http_request *req);
const char *http_query_string(const struct http_request *req); /* raw or "" */
/* Of the route, so HTTP_GET for HEAD. */
enum http_method http_method(const struct http_request *req);
/* Value of ":name" in the route, decoded; "" when the route has none. */
const char *http_param(const struct http_request *req, const char *name);
/* First value in the query string, decoded, or NULL. */
const char *http_query(const struct http_request *req, const char *name);
/* n-th value of a repeated field (0, 1, …), or NULL. */
const char *http_query_at(
    const struct http_request *req, const char *name, size_t n);
const char *http_header(const struct http_request *req, const char *name);
const char *http_cookie(struct http_request *req, const char *name);
const char *http_body(const struct http_request *req, size_t *ret_len);
/* Eight hex digits, also in the reply's X-Request-Id and in the log. */
const char *http_request_id(const struct http_request *req);
/* `about` of the matched route, NULL before there is one. */
const void *http_about(const struct http_request *req);
/* The application's own, from admit to handler to fail; NULL at first. */
void http_set_user(struct http_request *req, void *user);
void *http_user(const struct http_request *req);
/* Numeric address of the client, behind believed proxies too. */
const char *http_client(struct http_request *req);
/* True over TLS, also when a believed proxy says that it was. */
bool http_secure(struct http_request *req);

/* --- forms: fields in the order they came, decoded, UTF-8 --- */
const char *http_form(const struct http_request *req, const char *name);
const char *http_form_at(
    const struct http_request *req, const char *name, size_t n);
/* All fields: false past the end. */
bool http_form_field(const struct http_request *req, size_t index,
    const char **ret_name, const char **ret_value);

/* One field more, as if the form had it: for bodies that are read otherwise.
 * The texts must live as long as the request. */
MUST_CHECK bool http_form_put(
    struct http_request *req, const char *name, const char *value);

struct http_file {
	const char *field, *name; /* name as the client gave it: never a path */
	const char *type;	  /* as the client says */
	int fd;			  /* at its start; the request closes it */
	uint64_t size;
};
/* n-th file of a field, or NULL.  A field left empty has no file. */
const struct http_file *http_file_at(
    const struct http_request *req, const char *field, size_t n);

/* --- the reply; the last call before the handler returns counts --- */
/* Bytes are copied unless they live in the request's arena: `in_arena`. */
void http_reply(struct http_request *req, int status, const char *type,
    const void *bytes, size_t len, bool in_arena);
/* Part of an open file; the descriptor is duplicated, its owner keeps it.
 * Ranges are answered. */
void http_reply_file(struct http_request *req, int status, const char *type,
    int fd, uint64_t offset, uint64_t len);
/* Bytes that others share: `release` runs when the last one has gone.  Ranges
 * are answered. */
void http_reply_shared(struct http_request *req, int status, const char *type,
    const void *bytes, size_t len, void (*release)(void *ctx), void *ctx);
void http_redirect(struct http_request *req, int status, const char *where);
/* A header, instead of an earlier one of this name (but for Set-Cookie); text
 * with control characters is dropped. */
void http_reply_header(
    struct http_request *req, const char *name, const char *value);
int http_status(const struct http_request *req);
/* What was replied from memory; false for files and streams. */
bool http_replied(const struct http_request *req, const char **ret_type,
    const char **ret_bytes, size_t *ret_len);
/* HttpOnly, SameSite=Lax, Path=/, Secure over TLS or when the name starts with
 * "__Host-".  `seconds` 0 = until the browser closes, below 0 = forget it. */
void http_set_cookie(
    struct http_request *req, const char *name, const char *value, int seconds);
/* Sets the entity tag (without quotes) and answers 304 by itself when the
 * request has it in If-None-Match; call it before http_reply() and stop when
 * true.  */
bool http_not_modified(struct http_request *req, const char *etag);
/* If-Match against the present tag (without quotes): ERR_STALE when it does not
 * hold; true without the header unless `required` (then ERR_REQUEST). */
MUST_CHECK bool http_matches(
    struct http_request *req, const char *etag, bool required, struct err *err);
/* "attachment" with a name in UTF-8 and an ASCII fallback (RFC 6266, 8187);
 * inline when `inline_view`. */
void http_reply_name(
    struct http_request *req, const char *file_name, bool inline_view);

/* --- replies whose bytes are made while they are sent --- */
enum { HTTP_END = 0, HTTP_WAIT = -1, HTTP_BREAK = -2 };
struct http_source {
	/* Fills up to `room` bytes and says how many.  HTTP_END = all is said;
	 * HTTP_WAIT = nothing now: asked again after http_wake(); HTTP_BREAK =
	 * the client must see that the reply is cut off.  Runs on a network
	 * thread, at the client's pace: it may read a file, never wait. */
	int64_t (*read)(void *ctx, char *out, size_t room);
	void (*close)(void *ctx); /* once, whatever happened */
	void *ctx;
};
/* `len` < 0 = not known before. */
void http_reply_stream(struct http_request *req, int status, const char *type,
    const struct http_source *source, int64_t len);
/* The same as Server-Sent Events: signs of life are put in. */
void http_reply_events(
    struct http_request *req, const struct http_source *source);
/* One event; `name` and `id` may be NULL, `data` may have several lines. */
void http_event(
    struct buf *out, const char *name, const char *id, const char *data);

/* Wakes the stream of a request from any thread, also after it has ended. */
struct http_waker;
struct http_waker *http_waker(struct http_request *req); /* NULL: no memory */
void http_wake(struct http_waker *w);
void http_waker_free(struct http_waker *w);

/* RFC 3986 percent-encoding of one component into `out`. */
void http_encode(struct buf *out, const char *text);

#endif
