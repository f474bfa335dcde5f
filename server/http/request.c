/* http/request.c -- what handlers ask of a request. */
#include <string.h>

#include "base/arena.h"
#include "http/http_priv.h"

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

enum http_method
http_method(const struct http_request *req)
{
	return req->method;
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
	return http_pairs_at(&req->query, name, n);
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

/* Our own cookies have no quotes and nothing to decode. */
static void
read_cookies(struct http_request *req)
{
	const char *p = http_header(req, "Cookie");

	req->cookies_read = true;
	while (p != NULL && *p != '\0') {
		size_t len = strcspn(p, ";");
		const char *eq = memchr(p, '=', len);

		if (eq != NULL)
			(void)http_pairs_add(req->arena, &req->cookies,
			    arena_strndup(req->arena, p, (size_t)(eq - p)),
			    arena_strndup(req->arena, eq + 1,
				len - (size_t)(eq - p) - 1));
		p += len;
		p += strspn(p, "; ");
	}
}

const char *
http_cookie(struct http_request *req, const char *name)
{
	if (!req->cookies_read)
		read_cookies(req);
	return http_pairs_at(&req->cookies, name, 0);
}

const char *
http_body(const struct http_request *req, size_t *ret_len)
{
	*ret_len = req->body.len;
	return buf_str(&req->body);
}

const char *
http_request_id(const struct http_request *req)
{
	return req->id;
}

const void *
http_about(const struct http_request *req)
{
	return req->route == NULL ? NULL : req->route->about;
}

void
http_set_user(struct http_request *req, void *user)
{
	req->user = user;
}

void *
http_user(const struct http_request *req)
{
	return req->user;
}

const char *
http_client(struct http_request *req)
{
	if (req->client[0] == '\0')
		http_find_client(req);
	return req->client;
}

bool
http_secure(struct http_request *req)
{
	if (req->client[0] == '\0')
		http_find_client(req);
	return req->secure;
}

const char *
http_form_at(const struct http_request *req, const char *name, size_t n)
{
	return http_pairs_at(&req->form, name, n);
}

const char *
http_form(const struct http_request *req, const char *name)
{
	return http_form_at(req, name, 0);
}

bool
http_form_field(const struct http_request *req, size_t index,
    const char **ret_name, const char **ret_value)
{
	if (index >= req->form.count)
		return false;
	*ret_name = req->form.items[index].name;
	*ret_value = req->form.items[index].value;
	return true;
}

const struct http_file *
http_file_at(const struct http_request *req, const char *field, size_t n)
{
	for (size_t i = 0; i < req->file_count; i++)
		if (strcmp(req->files[i].field, field) == 0 && n-- == 0)
			return &req->files[i];
	return NULL;
}

bool
http_form_put(struct http_request *req, const char *name, const char *value)
{
	return req->form.count < HTTP_FIELDS &&
	       http_pairs_add(req->arena, &req->form, name, value);
}
