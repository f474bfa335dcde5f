/* web/openapi.c -- the description of the API (OpenAPI 3.1), from the one table
 * of routes, so that it cannot say what the program does not do. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/json.h"
#include "web/web_priv.h"

static const char *
method_name(enum http_method m)
{
	static const struct {
		enum http_method method;
		const char *name;
	} names[] = { { HTTP_GET, "get" }, { HTTP_POST, "post" },
		{ HTTP_PUT, "put" }, { HTTP_DELETE, "delete" },
		{ HTTP_PATCH, "patch" } };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].method == m)
			return names[i].name;
	return "get";
}

/* "/api/v1/documents/:id" as "/documents/{id}". */
static void
put_path(struct json *j, const char *path)
{
	struct buf b = { 0 };

	for (path += strlen("/api/v1"); *path != '\0';) {
		size_t len;

		if (*path != ':') {
			buf_char(&b, *path++);
			continue;
		}
		len = strcspn(++path, "/");
		buf_printf(&b, "{%.*s}", (int)len, path);
		path += len;
	}
	json_key(j, buf_str(&b));
	buf_done(&b);
}

static void
put_parameter(
    struct json *j, const char *name, size_t len, const char *in, bool must)
{
	char text[64];

	snprintf(text, sizeof(text), "%.*s", (int)len, name);
	json_object(j);
	json_pair(j, "name", text);
	json_pair(j, "in", in);
	json_key(j, "required");
	json_bool(j, must);
	json_key(j, "schema");
	json_object(j);
	json_pair(j, "type", "string");
	json_object_end(j);
	json_object_end(j);
}

static void
put_parameters(struct json *j, const struct web_route *r)
{
	const char *q = r->query == NULL ? "" : r->query;

	json_key(j, "parameters");
	json_array(j);
	for (const char *p = r->http.path; (p = strchr(p, ':')) != NULL;) {
		size_t len = strcspn(++p, "/");

		put_parameter(j, p, len, "path", true);
	}
	for (; *q != '\0'; q += *q == ' ') {
		size_t len = strcspn(q, " ");

		put_parameter(j, q, len, "query", false);
		q += len;
	}
	if (r->http.method != HTTP_GET)
		put_parameter(j, "Idempotency-Key", 15, "header", false);
	json_array_end(j);
}

/* "title! unit": names of members, those with '!' must be there. */
static void
put_body(struct json *j, const char *media, const char *takes)
{
	json_key(j, "requestBody");
	json_object(j);
	json_key(j, "content");
	json_object(j);
	json_key(j, media);
	json_object(j);
	json_key(j, "schema");
	json_object(j);
	json_pair(j, "type", "object");
	json_key(j, "properties");
	json_object(j);
	for (const char *p = takes; *p != '\0'; p += strspn(p, "! ")) {
		char name[64];
		size_t len = strcspn(p, "! ");

		snprintf(name, sizeof(name), "%.*s", (int)len, p);
		json_key(j, name);
		json_object(j);
		json_object_end(j);
		p += len;
	}
	json_object_end(j);
	json_key(j, "required");
	json_array(j);
	for (const char *p = takes; *p != '\0'; p += strspn(p, "! ")) {
		char name[64];
		size_t len = strcspn(p, "! ");

		snprintf(name, sizeof(name), "%.*s", (int)len, p);
		p += len;
		if (*p == '!')
			json_str(j, name);
	}
	json_array_end(j);
	for (int i = 0; i < 4; i++)
		json_object_end(j);
}

static void
put_content(struct json *j, const char *type, const char *schema)
{
	json_key(j, "content");
	json_object(j);
	json_key(j, type);
	json_object(j);
	json_key(j, "schema");
	json_object(j);
	if (schema != NULL)
		json_pair(j, "$ref", schema);
	else
		json_pair(j, "type",
		    strstr(type, "json") != NULL ? "object" : "string");
	json_object_end(j);
	json_object_end(j);
	json_object_end(j);
}

static void
put_responses(struct json *j, const struct web_route *r)
{
	json_key(j, "responses");
	json_object(j);
	json_key(j, "200");
	json_object(j);
	json_pair(j, "description", "Được");
	put_content(j, r->makes == NULL ? "application/json" : r->makes, NULL);
	json_object_end(j);
	json_key(j, "default");
	json_object(j);
	json_pair(j, "description", "Không được, kèm lý do");
	put_content(
	    j, "application/problem+json", "#/components/schemas/Problem");
	json_object_end(j);
	json_object_end(j);
}

static void
put_operation(struct json *j, struct arena *a, const struct web_route *r)
{
	json_key(j, method_name(r->http.method));
	json_object(j);
	json_pair(j, "summary", r->summary);
	json_key(j, "x-right"); /* "" = everybody */
	json_str(j, acc_rights_text(a, r->right));
	put_parameters(j, r);
	if (r->takes != NULL)
		put_body(j,
		    r->http.body == HTTP_FORM
			? "application/x-www-form-urlencoded"
			: "application/json",
		    r->takes);
	put_responses(j, r);
	if (r->right == ACC_PUBLIC) {
		json_key(j, "security");
		json_array(j);
		json_array_end(j);
	}
	json_object_end(j);
}

static bool
in_api(const struct web_route *r)
{
	return strncmp(r->http.path, "/api/v1/", 8) == 0;
}

/* Every path once, with all its methods. */
static void
put_paths(struct json *j, struct arena *a)
{
	json_key(j, "paths");
	json_object(j);
	for (size_t i = 0; i < web_route_count; i++) {
		const char *path = web_routes[i].http.path;
		bool before = false;

		if (!in_api(&web_routes[i]))
			continue;
		for (size_t k = 0; k < i; k++)
			before = before ||
				 strcmp(web_routes[k].http.path, path) == 0;
		if (before)
			continue;
		put_path(j, path);
		json_object(j);
		for (size_t k = i; k < web_route_count; k++)
			if (strcmp(web_routes[k].http.path, path) == 0)
				put_operation(j, a, &web_routes[k]);
		json_object_end(j);
	}
	json_object_end(j);
}

static void
put_property(struct json *j, const char *name, const char *type)
{
	json_key(j, name);
	json_object(j);
	json_pair(j, "type", type);
	json_object_end(j);
}

static void
put_scheme(struct json *j, const char *name, const char *type, const char *key,
    const char *value, const char *in)
{
	json_key(j, name);
	json_object(j);
	json_pair(j, "type", type);
	json_pair(j, key, value);
	json_pair(j, "in", in);
	json_object_end(j);
}

static void
put_components(struct json *j)
{
	json_key(j, "components");
	json_object(j);
	json_key(j, "schemas");
	json_object(j);
	json_key(j, "Problem");
	json_object(j);
	json_pair(j, "type", "object");
	json_pair(j, "description",
	    "RFC 9457; code không đổi giữa các phiên bản, detail và hint là "
	    "tiếng Việt");
	json_key(j, "properties");
	json_object(j);
	put_property(j, "type", "string");
	put_property(j, "title", "string");
	put_property(j, "status", "integer");
	put_property(j, "code", "string");
	put_property(j, "detail", "string");
	put_property(j, "hint", "string");
	put_property(j, "instance", "string");
	json_object_end(j);
	json_object_end(j);
	json_object_end(j);
	json_key(j, "securitySchemes");
	json_object(j);
	put_scheme(j, "token", "http", "scheme", "bearer", NULL);
	put_scheme(j, "session", "apiKey", "name", "__Host-sovang", "cookie");
	json_object_end(j);
	json_object_end(j);
}

static void
put_security(struct json *j, const char *name)
{
	json_object(j);
	json_key(j, name);
	json_array(j);
	json_array_end(j);
	json_object_end(j);
}

static void
put_document(struct json *j, struct arena *a)
{
	json_object(j);
	json_pair(j, "openapi", "3.1.0");
	json_key(j, "info");
	json_object(j);
	json_pair(j, "title", "Sổ Vàng");
	json_pair(j, "version", SOVANG_VERSION);
	json_pair(j, "description",
	    "Mọi việc của trang web, cho chương trình khác. Gửi khóa API trong "
	    "Authorization: Bearer; dùng phiên của trình duyệt thì thêm "
	    "X-CSRF-Token khi ghi. Danh sách đọc tiếp bằng next; ETag, "
	    "If-None-Match, If-Match và Range dùng được; quá nhịp thì 429 kèm "
	    "Retry-After.");
	json_object_end(j);
	json_key(j, "servers");
	json_array(j);
	json_object(j);
	json_pair(j, "url", "/api/v1");
	json_object_end(j);
	json_array_end(j);
	json_key(j, "security");
	json_array(j);
	put_security(j, "token");
	put_security(j, "session");
	json_array_end(j);
	put_paths(j, a);
	put_components(j);
	json_object_end(j);
}

bool
api_openapi(struct http_request *req, void *app, struct err *err)
{
	struct buf b = { 0 };
	struct json j = { .out = &b };

	(void)app;
	put_document(&j, http_arena(req));
	return web_json(req, &b, err);
}
