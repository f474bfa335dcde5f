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
http_reply_forget(struct http_request *req)
{
	if (req->fd >= 0)
		close(req->fd);
	req->fd = -1;
	if (req->release != NULL)
		req->release(req->release_ctx);
	req->release = NULL;
	http_stream_drop(req);
}

void
http_reply(struct http_request *req, int status, const char *type,
    const void *bytes, size_t len, bool in_arena)
{
	const void *kept = bytes;

	http_reply_forget(req);
	if (!in_arena)
		kept = arena_memdup(req->arena, bytes, len);
	req->status = kept == NULL ? 503 : status;
	req->type = type;
	req->bytes = kept == NULL ? "" : kept;
	req->len = kept == NULL ? 0 : len;
}

void
http_reply_file(struct http_request *req, int status, const char *type, int fd,
    uint64_t offset, uint64_t len)
{
	int own = dup(fd);

	if (own < 0) {
		http_reply(req, 503, "text/plain; charset=utf-8", "", 0, true);
		return;
	}
	http_reply(req, status, type, "", 0, true);
	req->fd = own;
	req->offset = offset;
	req->file_len = len;
}

void
http_reply_shared(struct http_request *req, int status, const char *type,
    const void *bytes, size_t len, void (*release)(void *ctx), void *ctx)
{
	http_reply(req, status, type, bytes, len, true);
	req->release = release;
	req->release_ctx = ctx;
}

int
http_status(const struct http_request *req)
{
	return req->status;
}

bool
http_replied(const struct http_request *req, const char **ret_type,
    const char **ret_bytes, size_t *ret_len)
{
	if (req->fd >= 0 || req->stream != NULL || req->release != NULL)
		return false;
	*ret_type = req->type;
	*ret_bytes = req->bytes;
	*ret_len = req->len;
	return true;
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
	struct pair p;
	size_t i = 0;

	if (!header_is_clean(value))
		return;
	/* Said again, it counts anew; cookies are many. */
	while (i < req->extra_count && (strcmp(req->extra[i].name, name) != 0 ||
					   strcmp(name, "Set-Cookie") == 0))
		i++;
	p.name = arena_strdup(req->arena, name);
	p.value = arena_strdup(req->arena, value);
	if (i == HTTP_EXTRA || p.name == NULL || p.value == NULL)
		return;
	req->extra[i] = p;
	req->extra_count += i == req->extra_count;
}

void
http_redirect(struct http_request *req, int status, const char *where)
{
	http_reply(req, status, "text/plain; charset=utf-8", "", 0, true);
	http_reply_header(req, "Location", where);
}

void
http_set_cookie(
    struct http_request *req, const char *name, const char *value, int seconds)
{
	bool secure = http_secure(req) || strncmp(name, "__Host-", 7) == 0;
	char age[32] = "";
	const char *text;

	if (seconds != 0)
		snprintf(age, sizeof(age), "; Max-Age=%d",
		    seconds < 0 ? 0 : seconds);
	text = arena_printf(req->arena,
	    "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", name, value,
	    secure ? "; Secure" : "", age);
	if (text != NULL)
		http_reply_header(req, "Set-Cookie", text);
}

/* A list of tags against one; weak tags compare like strong ones, as our own
 * are strong and a proxy may have weakened them. */
static bool
tag_listed(const char *list, const char *etag)
{
	size_t len = strlen(etag);

	for (const char *p = list; (p = strchr(p, '"')) != NULL;) {
		const char *end = strchr(p + 1, '"');

		if (end == NULL)
			return false;
		if ((size_t)(end - p - 1) == len &&
		    memcmp(p + 1, etag, len) == 0)
			return true;
		p = end + 1;
	}
	return strcmp(list, "*") == 0;
}

bool
http_not_modified(struct http_request *req, const char *etag)
{
	const char *have = http_header(req, "If-None-Match");
	char *quoted = arena_printf(req->arena, "\"%s\"", etag);

	if (quoted == NULL)
		return false;
	http_reply_header(req, "ETag", quoted);
	if (have == NULL || !tag_listed(have, etag))
		return false;
	http_reply(req, 304, NULL, "", 0, true);
	return true;
}

bool
http_matches(
    struct http_request *req, const char *etag, bool required, struct err *err)
{
	const char *want = http_header(req, "If-Match");

	if (want == NULL && required) {
		err_set(err, ERR_REQUEST, no_pos, "thiếu If-Match");
		return err_hint(err,
		    "gửi lại ETag của bản đã đọc, để không ghi đè bản của "
		    "người khác");
	}
	if (want == NULL || tag_listed(want, etag))
		return true;
	err_set(err, ERR_STALE, no_pos, "bản hiện nay không còn là bản đã đọc");
	return err_hint(err, "đọc lại, rồi sửa trên bản mới");
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

/* Narrows [*from, *from + *len) to what Range asks for. */
static void
take_range(struct http_request *req, uint64_t *from, uint64_t *len)
{
	const char *unless = http_header(req, "If-Range");
	const char *tag = NULL;
	uint64_t first, last;
	char text[80];

	http_reply_header(req, "Accept-Ranges", "bytes");
	for (size_t i = 0; i < req->extra_count; i++)
		if (strcmp(req->extra[i].name, "ETag") == 0)
			tag = req->extra[i].value;
	if (unless != NULL && (tag == NULL || strcmp(tag, unless) != 0))
		return;
	if (req->status != 200 ||
	    !http_parse_range(http_header(req, "Range"), *len, &first, &last))
		return;
	snprintf(text, sizeof(text), "bytes %ju-%ju/%ju", (uintmax_t)first,
	    (uintmax_t)last, (uintmax_t)*len);
	http_reply_header(req, "Content-Range", text);
	req->status = 206;
	*from += first;
	*len = last - first + 1;
}

static struct MHD_Response *
file_response(struct http_request *req)
{
	struct MHD_Response *r;

	take_range(req, &req->offset, &req->file_len);
	r = MHD_create_response_from_fd_at_offset64(
	    req->file_len, req->fd, req->offset);
	if (r != NULL)
		req->fd = -1; /* the response closes it */
	return r;
}

static struct MHD_Response *
shared_response(struct http_request *req)
{
	uint64_t from = 0, len = req->len;
	struct MHD_Response *r;

	take_range(req, &from, &len);
	r = MHD_create_response_from_buffer_with_free_callback_cls((size_t)len,
	    (void *)(uintptr_t)(req->bytes + from), req->release,
	    req->release_ctx);
	if (r != NULL)
		req->release = NULL; /* the response runs it */
	return r;
}

static struct MHD_Response *
make_response(struct http_request *req)
{
	if (req->fd >= 0)
		return file_response(req);
	if (req->release != NULL)
		return shared_response(req);
	if (req->stream != NULL)
		return http_stream_response(req);
	/* The arena lives until the connection's request is completed, which is
	 * after the last byte: no copy is needed. */
	return MHD_create_response_from_buffer(
	    req->len, (void *)(uintptr_t)req->bytes, MHD_RESPMEM_PERSISTENT);
}

static bool
has_header(const struct http_request *req, const char *name)
{
	for (size_t i = 0; i < req->extra_count; i++)
		if (strcmp(req->extra[i].name, name) == 0)
			return true;
	return false;
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
		if (!has_header(req, fixed[0]))
			MHD_add_response_header(r, fixed[0], fixed[1]);
	if (http_secure(req))
		MHD_add_response_header(
		    r, "Strict-Transport-Security", "max-age=31536000");
	MHD_add_response_header(r, "X-Request-Id", req->id);
	done = MHD_queue_response(req->connection, (unsigned)req->status, r);
	MHD_destroy_response(r);
	return done;
}
