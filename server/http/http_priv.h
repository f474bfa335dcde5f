/* http/http_priv.h -- what the files of this library share. */
#ifndef HTTP_HTTP_PRIV_H
#define HTTP_HTTP_PRIV_H

#include <microhttpd.h>
#include <pthread.h>

#include "base/buf.h"
#include "base/limits.h"
#include "http/http.h"

enum { HTTP_PARAMS = 8, HTTP_EXTRA = 16, HTTP_ADDRESS = 48 };

struct pair {
	const char *name, *value;
};

/* A growing list of pairs; the texts belong to the request's arena. */
struct pairs {
	struct pair *items;
	size_t count, cap;
};

/* Where a connection is, for the watch on slow clients. */
enum phase { PHASE_IDLE, PHASE_BODY, PHASE_REPLY };

struct connection {
	struct http_server *server;
	struct MHD_Connection *mhd;
	struct connection *next, *prev;
	/* Written by the network thread, read by the watch. */
	_Atomic enum phase phase;
	_Atomic int64_t since;	   /* of the phase, monotonic seconds */
	_Atomic uint64_t received; /* bytes of the body */
};

/* Life of a request's body. */
enum body_state { BODY_NONE, BODY_OPEN, BODY_DONE };

struct multipart;

struct http_request {
	struct http_server *server;
	struct MHD_Connection *connection;
	struct connection *seat;
	struct arena *arena;
	const char *path; /* decoded */
	const char *query_string;
	bool head;
	enum http_method method;
	char id[9];
	const struct http_route *route;
	void *user;
	char client[HTTP_ADDRESS]; /* "" = not looked up yet */
	bool secure;
	struct pair params[HTTP_PARAMS];
	size_t param_count;
	struct pairs query;
	struct pairs form;
	struct pairs cookies;
	bool cookies_read;
	struct buf body;
	uint64_t body_seen;
	size_t body_limit;
	enum http_body body_kind; /* what the client sends */
	enum body_state body_state;
	struct multipart *parts;
	struct http_file files[HTTP_FILES];
	size_t file_count;
	bool refused; /* the error is known before the handler runs */
	struct err refusal;
	bool began;    /* on_request() has run */
	bool answered; /* the reply is made, but not queued */
	struct http_request *next_work;
	/* the reply */
	int status;
	const char *type;
	const char *bytes;
	size_t len;
	void (*release)(void *ctx);
	void *release_ctx;
	int fd; /* -1 = none */
	uint64_t offset, file_len;
	struct stream *stream;
	struct http_waker *waker;
	struct pair extra[HTTP_EXTRA];
	size_t extra_count;
};

struct work;
struct paces;

struct http_server {
	const struct http_config *config;
	struct MHD_Daemon *daemon;
	unsigned port;
	struct work *work;
	struct paces *paces;
	pthread_mutex_t lock; /* of the two lists */
	pthread_cond_t stop;
	struct connection *connections;
	size_t connection_count;
	struct stream *streams;
	_Atomic bool stopping;
	pthread_t watch;
	bool watching;
};

/* http/parse.c: splits "a=1&b=2" and decodes; ERR_REQUEST for bad UTF-8, NUL or
 * a bad escape, ERR_LIMIT for more than HTTP_FIELDS. */
bool http_parse_fields(struct http_request *req, const char *raw, size_t len,
    struct pairs *ret, struct err *err);
/* Decodes %XX in place of a copy; `plus` turns '+' into a space.  NULL when it
 * is malformed or what comes out is no UTF-8. */
char *http_decode(struct arena *a, const char *raw, size_t len, bool plus);
bool http_is_utf8(const char *text);
/* Grows the list; false = no memory. */
bool http_pairs_add(
    struct arena *a, struct pairs *list, const char *name, const char *value);
const char *http_pairs_at(const struct pairs *list, const char *name, size_t n);

/* "bytes=A-B", "bytes=A-" or "bytes=-N" (NULL = no header) within `len`. */
bool http_parse_range(
    const char *s, uint64_t len, uint64_t *ret_from, uint64_t *ret_to);

/* http/route.c: the route for the request, params filled, or NULL; *ret_allowed
 * gets the methods that the path knows. */
const struct http_route *http_route_find(
    struct http_request *req, unsigned *ret_allowed);

/* http/head.c: what must hold before anything else is believed. */
bool http_check_head(
    struct http_request *req, const char *version, struct err *err);
/* Compares a media type without its parameters. */
bool http_type_is(const char *type, const char *want);
/* Copies a parameter of a header ("boundary", "name") into `out`; false when it
 * is not there or does not fit. */
bool http_head_param(
    const char *value, const char *name, char *out, size_t size);
/* http/proxy.c: fills client and secure. */
void http_find_client(struct http_request *req);
bool http_proxies_check(const char *list, struct err *err);

/* http/body.c */
bool http_body_begin(struct http_request *req, struct err *err);
bool http_body_add(
    struct http_request *req, const char *data, size_t len, struct err *err);
bool http_body_end(struct http_request *req, struct err *err);
void http_body_free(struct http_request *req);

/* http/multipart.c: NULL = no memory. */
struct multipart *http_multipart_new(
    struct http_request *req, const char *boundary);
bool http_multipart_add(
    struct multipart *m, const char *data, size_t len, struct err *err);
bool http_multipart_end(struct multipart *m, struct err *err);
void http_multipart_free(struct multipart *m);

/* http/pace.c */
struct paces *http_paces_new(void);
void http_paces_free(struct paces *p);
/* False with the seconds to wait. */
bool http_paces_take(struct paces *p, const char *address, unsigned kind,
    const struct http_pace *pace, unsigned *ret_wait);

/* http/work.c */
MUST_CHECK bool http_work_start(
    struct http_server *s, unsigned threads, struct err *err);
/* The connection must be suspended; false when the queue is full. */
bool http_work_add(struct http_server *s, struct http_request *req);
void http_work_stop(struct http_server *s); /* nothing is taken any more */
void http_work_free(struct http_server *s);
/* http/server.c: runs the handler or the refusal. */
void http_answer(struct http_request *req);

/* http/watch.c */
MUST_CHECK bool http_watch_start(struct http_server *s, struct err *err);
void http_watch_stop(struct http_server *s);
void http_watch_phase(struct http_request *req, enum phase phase);
void http_on_connection(void *ctx, struct MHD_Connection *c, void **seat,
    enum MHD_ConnectionNotificationCode how);
int64_t http_seconds(void);

/* http/stream.c */
struct MHD_Response *http_stream_response(struct http_request *req);
void http_stream_drop(struct http_request *req); /* a reply that was not sent */
void http_streams_wake(struct http_server *s);
void http_waker_detach(struct http_request *req);

/* http/listen.c */
int http_listen(const char *listen_at, unsigned *ret_port, struct err *err);

/* http/reply.c */
enum MHD_Result http_send(struct http_request *req);
void http_reply_forget(struct http_request *req);

#endif
