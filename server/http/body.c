/* http/body.c -- bodies: bytes, forms and uploads, each with its limit. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "http/http_priv.h"

static const char form_type[] = "application/x-www-form-urlencoded";
static const char upload_type[] = "multipart/form-data";

static bool
is_json(const char *type)
{
	size_t len = type == NULL ? 0 : strcspn(type, "; \t");

	return http_type_is(type, "application/json") ||
	       (len > 5 && memcmp(type + len - 5, "+json", 5) == 0);
}

static bool
wrong_type(const struct http_request *req, struct err *err)
{
	static const char *const wanted[] = { [HTTP_FORM] = form_type,
		[HTTP_UPLOAD] = upload_type,
		[HTTP_JSON] = "application/json" };
	const char *type = http_header(req, "Content-Type");

	err_set(err, ERR_MEDIA, no_pos, "Content-Type %.60s",
	    type == NULL ? "không có" : type);
	return err_hint(err, "gửi %s", wanted[req->route->body]);
}

/* What comes, by the route's wish and the client's header. */
static bool
choose_kind(struct http_request *req, struct err *err)
{
	enum http_body want = req->route->body;
	const char *type = http_header(req, "Content-Type");

	req->body_kind = want;
	switch (want) {
	case HTTP_BYTES:
		return true;
	case HTTP_JSON:
		return is_json(type) || wrong_type(req, err);
	case HTTP_FORM:
		return http_type_is(type, form_type) || wrong_type(req, err);
	case HTTP_UPLOAD:
		if (http_type_is(type, form_type))
			req->body_kind = HTTP_FORM;
		return req->body_kind == HTTP_FORM ||
		       http_type_is(type, upload_type) || wrong_type(req, err);
	}
	return false;
}

static bool
too_large(struct http_request *req, struct err *err)
{
	http_reply_header(req, "Connection", "close");
	err_set(err, ERR_SIZE, no_pos, "nội dung gửi lên dài quá %zu KB",
	    req->body_limit / 1024);
	return err_hint(err, "chia nhỏ tệp hoặc bớt nội dung rồi gửi lại");
}

static bool
begin_upload(struct http_request *req, struct err *err)
{
	char boundary[72];

	if (req->server->config->spool == NULL)
		return err_set(
		    err, ERR_MEDIA, no_pos, "máy chủ không nhận tệp");
	if (!http_head_param(http_header(req, "Content-Type"), "boundary",
		boundary, sizeof(boundary)) ||
	    boundary[0] == '\0')
		return err_set(err, ERR_REQUEST, no_pos,
		    "multipart/form-data không có boundary");
	req->parts = http_multipart_new(req, boundary);
	return req->parts != NULL || err_nomem(err);
}

bool
http_body_begin(struct http_request *req, struct err *err)
{
	const char *text = http_header(req, "Content-Length");
	bool chunked = http_header(req, "Transfer-Encoding") != NULL;
	uint64_t len = text == NULL ? 0 : strtoull(text, NULL, 10);

	req->body_limit = req->route->limit;
	if (req->body_limit == 0)
		req->body_limit = req->route->body == HTTP_FORM
				      ? HTTP_FORM_BYTES
				      : HTTP_BODY_BYTES;
	if (req->method == HTTP_GET)
		req->body_limit = 0;
	if (len > req->body_limit || (chunked && req->body_limit == 0))
		return too_large(req, err);
	if ((len == 0 && !chunked) || !choose_kind(req, err))
		return len == 0 && !chunked;
	if (req->body_kind == HTTP_UPLOAD && !begin_upload(req, err))
		return false;
	req->body.limit = req->body_limit;
	req->body_state = BODY_OPEN;
	return true;
}

bool
http_body_add(
    struct http_request *req, const char *data, size_t len, struct err *err)
{
	if (req->body_seen > req->body_limit)
		return too_large(req, err);
	if (req->body_kind == HTTP_UPLOAD)
		return http_multipart_add(req->parts, data, len, err);
	if (req->body_kind == HTTP_FORM && req->body_seen > HTTP_FORM_BYTES)
		return too_large(req, err);
	buf_add(&req->body, data, len);
	return buf_ok(&req->body) || err_nomem(err);
}

bool
http_body_end(struct http_request *req, struct err *err)
{
	bool ok = true;

	if (req->body_state != BODY_OPEN)
		return true;
	req->body_state = BODY_DONE;
	if (req->body_kind == HTTP_UPLOAD) {
		ok = http_multipart_end(req->parts, err);
	} else if (req->body_kind == HTTP_FORM) {
		ok = http_parse_fields(
		    req, buf_str(&req->body), req->body.len, &req->form, err);
		buf_done(&req->body);
	}
	return ok;
}

void
http_body_free(struct http_request *req)
{
	http_multipart_free(req->parts);
	buf_done(&req->body);
	for (size_t i = 0; i < req->file_count; i++)
		close(req->files[i].fd);
}
