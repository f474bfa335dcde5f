/* web/api.c -- the same in JSON, under /api/v1. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "web/web_priv.h"

static void
put_document(struct json *j, struct arena *a, const struct arc_doc *d)
{
	char hex[HASH_HEX + 1];

	hash_hex(&d->sha256, hex);
	json_object(j);
	json_pair(j, "id", d->uid);
	json_pair(j, "type", d->type);
	json_pair(j, "typeName", d->type_name);
	json_pair_int(j, "number", d->number);
	json_pair_int(j, "year", d->year);
	json_pair(j, "series", d->series);
	json_pair(j, "symbol", d->symbol);
	json_pair(j, "code", d->code);
	json_pair(j, "date", web_day(a, d->date));
	json_pair(j, "title", d->title);
	json_pair(j, "campaign", d->campaign);
	json_pair(j, "campaignName", d->campaign_name);
	json_pair(j, "signer", d->signer);
	json_pair(j, "position", d->position);
	json_pair(j, "honouree", d->honouree);
	json_pair(j, "honoureeKind", d->honouree_kind);
	json_pair(j, "unit", d->unit);
	json_pair(j, "decision", d->decision);
	json_pair(j, "status", d->status);
	json_pair_int(j, "pages", d->pages);
	json_pair_int(j, "bytes", d->length);
	json_pair(j, "sha256", hex);
	json_pair(
	    j, "pdf", arena_printf(a, "/api/v1/documents/%s/pdf", d->uid));
	json_object_end(j);
}

bool
api_documents(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	struct arc *arc = web_reader(web, err);
	struct arc_query q;
	struct arc_hits h;
	struct buf b = { 0 };
	struct json j = { .out = &b };

	if (arc == NULL)
		return false;
	web_query(req, &q);
	if (!arc_search(arc, a, &q, &h, err))
		return false;
	json_object(&j);
	json_pair_int(&j, "total", h.total);
	json_key(&j, "totalIsLowerBound");
	json_bool(&j, h.more_total);
	json_pair(&j, "explanation", h.explain);
	json_pair(&j, "understood", h.understood);
	json_pair(&j, "instead", h.instead);
	json_key(&j, "documents");
	json_array(&j);
	for (size_t i = 0; i < h.count; i++)
		put_document(&j, a, &h.docs[i]);
	json_array_end(&j);
	if (h.next != 0)
		json_pair_int(&j, "next", h.next);
	json_object_end(&j);
	return web_json(req, &b, err);
}

bool
api_document(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	struct arc *arc = web_reader(web, err);
	struct arc_doc d;
	struct buf b = { 0 };
	struct json j = { .out = &b };

	if (arc == NULL || !arc_get(arc, a, http_param(req, "id"), &d, err))
		return false;
	put_document(&j, a, &d);
	return web_json(req, &b, err);
}

bool
api_health(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	static const char sick[] = "{\"status\":\"disk\",\"issuing\":false}\n";
	struct arc *arc = web_reader(web, err);
	struct arc_writer_state state;
	struct arc_series *list;
	size_t n;

	if (arc == NULL ||
	    !arc_list_series(arc, http_arena(req), &list, &n, err))
		return false;
	http_reply_header(req, "Cache-Control", "no-store");
	/* A sync failed: what is there is served, nothing is issued. */
	arc_writer_state(web->writer, &state);
	if (state.broken) {
		http_reply(req, 503, "application/json; charset=utf-8", sick,
		    sizeof(sick) - 1, false);
		return true;
	}
	http_reply(req, 200, "application/json; charset=utf-8",
	    "{\"status\":\"ok\"}\n", 16, false);
	return true;
}
