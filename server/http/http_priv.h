/* http/http_priv.h -- what the files of this library share. */
#ifndef HTTP_HTTP_PRIV_H
#define HTTP_HTTP_PRIV_H

#include <microhttpd.h>

#include "http/http.h"

enum { HTTP_PARAMS = 8, HTTP_EXTRA = 12 };

struct pair {
	const char *name, *value;
};

struct http_request {
	struct http_server *server;
	struct MHD_Connection *connection;
	struct arena *arena;
	const char *path; /* decoded */
	const char *query_string;
	bool head;
	enum http_method method;
	char id[9];
	struct pair params[HTTP_PARAMS];
	size_t param_count;
	struct pair *fields; /* of the query string */
	size_t field_count;
	char *body;
	size_t body_len, body_cap;
	bool refused; /* the error is known before the handler runs */
	struct err refusal;
	/* the reply */
	int status;
	const char *type;
	const char *bytes;
	size_t len;
	int fd; /* -1 = none */
	uint64_t offset, file_len;
	struct pair extra[HTTP_EXTRA];
	size_t extra_count;
};

struct http_server {
	const struct http_config *config;
	struct MHD_Daemon *daemon;
	unsigned port;
};

/* http/parse.c: splits "a=1&b=2" and decodes; ERR_REQUEST for bad UTF-8, NUL or
 * a bad escape. */
bool http_parse_query(
    struct http_request *req, const char *raw, struct err *err);
/* Decodes %XX in place of a copy; `plus` turns '+' into a space.  NULL when it
 * is malformed or what comes out is no UTF-8. */
char *http_decode(struct arena *a, const char *raw, size_t len, bool plus);

/* "bytes=A-B", "bytes=A-" or "bytes=-N" (NULL = no header) within `len`. */
bool http_parse_range(
    const char *s, uint64_t len, uint64_t *ret_from, uint64_t *ret_to);

/* http/route.c: the route for the request, params filled, or NULL; *ret_allowed
 * gets the methods that the path knows. */
const struct http_route *http_route_find(
    struct http_request *req, unsigned *ret_allowed);

/* http/reply.c */
enum MHD_Result http_send(struct http_request *req);

#endif
