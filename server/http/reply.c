/* http/reply.c -- what goes back, and on which conditions.
 *
 * Ranges (RFC 9110, section 14): one range of bytes is answered with 206 for
 * files out of the archive; anything odder gets the whole file, which is always
 * allowed. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "http/http_priv.h"

void
http_reply(struct http_request *req, int status, const char *type,
    const void *bytes, size_t len, bool in_arena)
{
	const void *kept = bytes;

	if (!in_arena)
		kept = arena_memdup(req->arena, bytes, len);
	req->status = kept == NULL ? 503 : status;
	req->type = type;
	req->bytes = kept == NULL ? "" : kept;
	req->len = kept == NULL ? 0 : len;
	if (req->fd >= 0)
		close(req->fd);
	req->fd = -1;
}

void
http_reply_file(struct http_request *req, int status, const char *type, int fd,
    uint64_t offset, uint64_t len)
{
	int own = dup(fd);

	if (own < 0) {
		http_reply(req, 503, "text/plain; charset=utf-8", "", 0, false);
		return;
	}
	http_reply(req, status, type, "", 0, false);
	req->fd = own;
	req->offset = offset;
	req->file_len = len;
}

static bool
header_is_clean(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7F)
			return false;
	return true;
}

void
http_reply_header(struct http_request *req, const char *name, const char *value)
{
	struct pair *p = &req->extra[req->extra_count];

	if (req->extra_count == HTTP_EXTRA || !header_is_clean(value))
		return;
	p->name = arena_strdup(req->arena, name);
	p->value = arena_strdup(req->arena, value);
	if (p->name != NULL && p->value != NULL)
		req->extra_count++;
}

void
http_redirect(struct http_request *req, int status, const char *where)
{
	http_reply(req, status, "text/plain; charset=utf-8", "", 0, false);
	http_reply_header(req, "Location", where);
}

bool
http_not_modified(struct http_request *req, const char *etag)
{
	const char *have = http_header(req, "If-None-Match");
	char *quoted = arena_printf(req->arena, "\"%s\"", etag);

	if (quoted == NULL)
		return false;
	http_reply_header(req, "ETag", quoted);
	if (have == NULL ||
	    (strcmp(have, "*") != 0 && strstr(have, quoted) == NULL))
		return false;
	http_reply(req, 304, NULL, "", 0, false);
	return true;
}

void
http_reply_name(
    struct http_request *req, const char *file_name, bool inline_view)
{
	struct buf b = { 0 };

	buf_str_add(&b, inline_view ? "inline" : "attachment");
	buf_str_add(&b, "; filename=\"");
	for (const char *p = file_name; *p != '\0'; p++) {
		unsigned char c = (unsigned char)*p;

		if (c >= 0x20 && c < 0x7F && strchr("\"\\/%;", c) == NULL)
			buf_char(&b, (char)c);
		else if ((c & 0xC0) != 0x80)
			buf_char(&b, '_');
	}
	buf_str_add(&b, "\"; filename*=UTF-8''");
	http_encode(&b, file_name);
	if (buf_ok(&b))
		http_reply_header(req, "Content-Disposition", buf_str(&b));
	buf_done(&b);
}

static struct MHD_Response *
file_response(struct http_request *req)
{
	uint64_t from, to;
	struct MHD_Response *r;
	char text[80];

	http_reply_header(req, "Accept-Ranges", "bytes");
	if (req->status == 200 && http_parse_range(http_header(req, "Range"),
				      req->file_len, &from, &to)) {
		snprintf(text, sizeof(text), "bytes %ju-%ju/%ju",
		    (uintmax_t)from, (uintmax_t)to, (uintmax_t)req->file_len);
		http_reply_header(req, "Content-Range", text);
		req->status = 206;
		req->offset += from;
		req->file_len = to - from + 1;
	}
	r = MHD_create_response_from_fd_at_offset64(
	    req->file_len, req->fd, req->offset);
	if (r != NULL)
		req->fd = -1; /* the response closes it */
	return r;
}

static struct MHD_Response *
make_response(struct http_request *req)
{
	if (req->fd >= 0)
		return file_response(req);
	/* The arena lives until the connection's request is completed, which is
	 * after the last byte: no copy is needed. */
	return MHD_create_response_from_buffer(
	    req->len, (void *)(uintptr_t)req->bytes, MHD_RESPMEM_PERSISTENT);
}

enum MHD_Result
http_send(struct http_request *req)
{
	const char *const *fixed = req->server->config->headers;
	struct MHD_Response *r = make_response(req);
	enum MHD_Result done;

	if (r == NULL)
		return MHD_NO;
	if (req->type != NULL)
		MHD_add_response_header(r, "Content-Type", req->type);
	for (size_t i = 0; i < req->extra_count; i++)
		MHD_add_response_header(
		    r, req->extra[i].name, req->extra[i].value);
	for (; fixed != NULL && fixed[0] != NULL; fixed += 2)
		if (MHD_get_response_header(r, fixed[0]) == NULL)
			MHD_add_response_header(r, fixed[0], fixed[1]);
	MHD_add_response_header(r, "X-Request-Id", req->id);
	done = MHD_queue_response(req->connection, (unsigned)req->status, r);
	MHD_destroy_response(r);
	return done;
}
