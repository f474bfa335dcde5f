/* web/web.c -- routes, and what every page needs. */
#include "web/web_priv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/log.h"
#include "viet/text.h"

/* clang-format off */
static const struct http_route routes[] = {
	{ .method = HTTP_GET, .path = "/", .handler = page_home },
	{ .method = HTTP_GET, .path = "/luu-tru", .handler = page_archive },
	{ .method = HTTP_GET, .path = "/ho-so", .handler = page_dossier },
	{ .method = HTTP_GET, .path = "/van-ban/:id", .handler = page_document },
	{ .method = HTTP_GET, .path = "/van-ban/:id/tep.pdf", .handler = page_pdf },
	{ .method = HTTP_GET, .path = "/van-ban/:id/du-lieu.xml", .handler = page_xml },
	{ .method = HTTP_GET, .path = "/v/:id", .handler = page_short },
	{ .method = HTTP_GET, .path = "/so-dang-ky", .handler = page_register },
	{ .method = HTTP_GET, .path = "/tinh/:name", .handler = page_asset },
	{ .method = HTTP_GET, .path = "/favicon.ico", .handler = page_asset },
	{ .method = HTTP_GET, .path = "/healthz", .handler = api_health },
	{ .method = HTTP_GET, .path = "/api/v1/suggestions", .handler = api_suggestions },
	{ .method = HTTP_GET, .path = "/api/v1/documents", .handler = api_documents },
	{ .method = HTTP_GET, .path = "/api/v1/documents/:id", .handler = api_document },
	{ .method = HTTP_GET, .path = "/api/v1/documents/:id/pdf", .handler = page_pdf },
	{ .method = HTTP_GET, .path = "/api/v1/documents/:id/data", .handler = page_xml },
};

static const char *const headers[] = {
	"X-Content-Type-Options", "nosniff",
	"X-Frame-Options", "SAMEORIGIN",
	"Referrer-Policy", "same-origin",
	"Cross-Origin-Opener-Policy", "same-origin",
	"Cross-Origin-Resource-Policy", "same-origin",
	"Permissions-Policy", "camera=(), geolocation=(), microphone=()",
	"Content-Security-Policy",
	"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
	"connect-src 'self'; object-src 'self'; frame-src 'self'; form-action 'self'; "
	"base-uri 'none'; frame-ancestors 'self'",
	NULL,
};
/* clang-format on */

static void
reader_free(void *arc)
{
	arc_close(arc);
}

struct arc *
web_reader(struct web *web, struct err *err)
{
	struct arc *arc = pthread_getspecific(web->reader);

	if (arc != NULL)
		return arc;
	if (!arc_open(web->config.data, false, env_system(), &arc, err))
		return NULL;
	if (pthread_setspecific(web->reader, arc) != 0) {
		arc_close(arc);
		err_nomem(err);
		return NULL;
	}
	return arc;
}

struct xml_build *
web_data(struct web *web, struct http_request *req)
{
	struct xml_build *b = xml_build_new(http_arena(req), "trang");

	xml_set(b, "co-quan", web->org);
	xml_set(b, "phien-ban", SOVANG_VERSION);
	xml_leaf(b, "co-quan", web->org);
	xml_leaf(b, "phien-ban", SOVANG_VERSION);
	return b;
}

bool
web_page(struct web *web, struct http_request *req, int status,
    const char *name, struct xml_build *data, struct err *err)
{
	struct arena *a = http_arena(req);
	struct buf out = { 0 };
	struct err_list errors;
	struct xml_doc *doc;
	bool ok;

	err_list_init(&errors, a);
	ok = xml_build_doc(data, &doc, err);
	if (ok && !press_page(web->config.press, a, name, doc, &out, &errors)) {
		for (size_t i = 0; i < errors.len; i++)
			log_err(http_request_id(req), name, errors.items[i]);
		ok = err_set(err, ERR_SETUP, no_pos, "trang %s", name);
	}
	if (ok) {
		http_reply_header(req, "Cache-Control", "no-cache");
		http_reply(req, status, "text/html; charset=utf-8",
		    buf_str(&out), out.len, false);
	}
	buf_done(&out);
	return ok;
}

static bool
wants_json(const struct http_request *req)
{
	return strncmp(http_path(req), "/api/", 5) == 0;
}

/* RFC 9457. */
static void
reply_problem(struct http_request *req, int status, const struct err *err)
{
	struct buf b = { 0 };
	struct json j = { .out = &b };

	json_object(&j);
	json_pair(&j, "type", "about:blank");
	json_pair(&j, "title", err_title(err->kind));
	json_pair_int(&j, "status", status);
	json_pair(&j, "code", err_symbol(err->kind));
	json_pair(&j, "detail", err->text);
	json_pair(&j, "hint", err->hint);
	json_pair(&j, "instance", http_request_id(req));
	json_object_end(&j);
	http_reply(req, status, "application/problem+json; charset=utf-8",
	    buf_str(&b), b.len, false);
	buf_done(&b);
}

static void
reply_plain(struct http_request *req, int status, const struct err *err)
{
	const char *title = err_title(err->kind);

	http_reply(req, status, "text/plain; charset=utf-8", title,
	    strlen(title), false);
}

void
web_fail(struct http_request *req, void *app, const struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	int status = err->kind == ERR_LIMIT ? 413 : err_http_status(err->kind);
	struct xml_build *b;
	struct err second;

	if (status >= 500)
		log_err(http_request_id(req), http_path(req), err);
	if (wants_json(req)) {
		reply_problem(req, status, err);
		return;
	}
	b = web_data(web, req);
	xml_open(b, "loi");
	xml_set(b, "tieu-de",
	    err->kind == ERR_NOTFOUND ? "Không tìm thấy trang hoặc văn bản này"
				      : viet_capital(a, err_title(err->kind)));
	xml_set(b, "yeu-cau", http_request_id(req));
	xml_leaf(b, "chi-tiet", err->text);
	xml_leaf(b, "goi-y", err->hint[0] == '\0' ? NULL : err->hint);
	xml_close(b);
	if (!web_page(web, req, status, "pages/loi", b, &second))
		reply_plain(req, status, err);
}

/* The office's name, from the newest document's campaign or its rows. */
static bool
read_org(struct web *web, struct err *err)
{
	struct arc *arc;
	struct arena *a = arena_new(0);
	struct arc_hits hits;
	struct arc_query q = { .words = "", .limit = 1 };
	const char *bytes, *name = NULL;
	size_t len;
	struct xml_doc *doc;
	bool ok;

	if (a == NULL)
		return err_nomem(err);
	ok = arc_open(web->config.data, false, env_system(), &arc, err);
	if (ok) {
		ok = arc_search(arc, a, &q, &hits, err);
		if (ok && hits.count > 0 &&
		    arc_read(arc, a, &hits.docs[0], true, &bytes, &len, NULL) &&
		    xml_parse(
			a, "du-lieu.xml", bytes, len, XML_DATA, &doc, NULL) &&
		    xml_child(xml_root(doc), "co-quan") != NULL)
			name = xml_child_string(
			    a, xml_child(xml_root(doc), "co-quan"), "ten");
		arc_close(arc);
	}
	snprintf(web->org, sizeof(web->org), "%s",
	    name == NULL ? "Kho văn bản thi đua, khen thưởng" : name);
	arena_free(a);
	return ok;
}

bool
web_start(const struct web_config *config, struct web **ret, struct err *err)
{
	struct web *web = calloc(1, sizeof(*web));

	if (web == NULL)
		return err_nomem(err);
	web->config = *config;
	web->http = (struct http_config){ .listen = config->listen,
		.routes = routes,
		.route_count = sizeof(routes) / sizeof(routes[0]),
		.app = web,
		.fail = web_fail,
		.headers = headers };
	if (pthread_key_create(&web->reader, reader_free) != 0) {
		free(web);
		return err_nomem(err);
	}
	if (!read_org(web, err) || !http_start(&web->http, &web->server, err)) {
		pthread_key_delete(web->reader);
		free(web);
		return false;
	}
	*ret = web;
	return true;
}

void
web_stop(struct web *web)
{
	if (web == NULL)
		return;
	http_stop(web->server);
	pthread_key_delete(web->reader);
	free(web);
}

unsigned
web_port(const struct web *web)
{
	return http_port(web->server);
}
