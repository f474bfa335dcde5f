/* web/desk_api.c -- campaigns in JSON, under /api/v1. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "issue/agree.h"
#include "web/desk.h"

static bool
reply(const struct desk *d, struct buf *b, struct err *err)
{
	bool ok = buf_ok(b) || err_nomem(err);

	buf_char(b, '\n');
	if (ok) {
		http_reply_header(d->req, "Cache-Control", "no-cache");
		http_reply(d->req, 200, "application/json; charset=utf-8",
		    buf_str(b), b->len, false);
	}
	buf_done(b);
	return ok;
}

static const char *
tag_of(const struct desk *d, int64_t version)
{
	return arena_printf(d->a, "%lld", (long long)version);
}

bool
api_campaigns(struct http_request *req, void *app, struct err *err)
{
	struct desk d;
	struct model_head *list;
	struct buf b = { 0 };
	struct json j = { .out = &b };
	size_t n;

	if (!desk_open(&d, req, app, err) ||
	    !model_draft_list(d.db, d.a, d.who->org, &list, &n, err))
		return false;
	json_object(&j);
	json_key(&j, "campaigns");
	json_array(&j);
	for (size_t i = 0; i < n; i++) {
		json_object(&j);
		json_pair(&j, "id", list[i].campaign);
		json_pair(&j, "organisation", list[i].org);
		json_pair(&j, "name", list[i].name);
		json_pair_int(&j, "version", list[i].version);
		json_pair(&j, "changedAt", web_moment(d.a, list[i].at));
		json_pair(&j, "changedBy", list[i].by);
		json_pair_int(&j, "rounds", list[i].rounds);
		json_pair_int(&j, "honourees", list[i].honourees);
		json_object_end(&j);
	}
	json_array_end(&j);
	json_object_end(&j);
	return reply(&d, &b, err);
}

static void
put_fields(struct json *j, const struct model_form *f)
{
	json_key(j, "fields");
	json_object(j);
	for (size_t i = 0; i < f->count; i++) {
		json_key(j, f->fields[i].path);
		json_str(j, f->fields[i].value);
	}
	json_object_end(j);
}

/* A campaign, or with ?dot= one of its rounds. */
bool
api_campaign(struct http_request *req, void *app, struct err *err)
{
	struct desk d;
	struct model_draft draft;
	const char *const *rounds;
	struct arc_doc doc;
	struct buf b = { 0 };
	struct json j = { .out = &b };
	size_t n;

	if (!desk_open(&d, req, app, err) ||
	    !model_draft_get(d.db, d.a, d.campaign, d.part, 0, &draft, err) ||
	    !model_draft_rounds(d.db, d.a, d.campaign, &rounds, &n, err))
		return false;
	if (http_not_modified(req, tag_of(&d, draft.version)))
		return true;
	json_object(&j);
	json_pair(&j, "id", d.campaign);
	json_pair(&j, "round", d.part);
	json_pair_int(&j, "version", draft.version);
	json_pair(&j, "changedBy", draft.by);
	if (desk_issued(&d, d.campaign, d.part, &doc)) {
		json_pair(&j, "document", doc.uid);
		json_pair(&j, "code", doc.code);
	}
	put_fields(&j, &draft.form);
	json_key(&j, "rounds");
	json_array(&j);
	for (size_t i = 0; i < n; i++)
		json_str(&j, rounds[i]);
	json_array_end(&j);
	json_object_end(&j);
	return reply(&d, &b, err);
}

/* The campaign's or round's XML; If-Match says which version it began with. */
bool
api_campaign_put(struct http_request *req, void *app, struct err *err)
{
	struct desk d;
	struct desk_save s = { .d = &d };
	struct model_draft now;
	struct model_form form;
	struct xml_doc *doc;
	struct buf b = { 0 };
	struct json j = { .out = &b };
	const char *bytes;
	size_t len;

	if (!desk_open(&d, req, app, err) || !desk_open_for_change(&d, err) ||
	    !model_draft_get(d.db, d.a, d.campaign, d.part, 0, &now, err) ||
	    !http_matches(req, tag_of(&d, now.version), true, err))
		return false;
	bytes = http_body(req, &len);
	if (!xml_parse(d.a, "yêu cầu", bytes, len, XML_DATA, &doc, err) ||
	    !model_form_read(d.a,
		d.part[0] == '\0' ? MODEL_CAMPAIGN : MODEL_ROUND, xml_root(doc),
		&form, err))
		return false;
	s.save = (struct model_save){ d.campaign, d.part, now.version,
		d.who->name, "sửa qua API", d.now, &form };
	if (!web_write(d.web, desk_save_act, &s, err))
		return false;
	http_reply_header(
	    req, "ETag", arena_printf(d.a, "\"%lld\"", (long long)s.version));
	json_object(&j);
	json_pair_int(&j, "version", s.version);
	json_object_end(&j);
	return reply(&d, &b, err);
}

bool
api_honourees(struct http_request *req, void *app, struct err *err)
{
	static const char *const keys[MODEL_COLUMNS] = { "kind", "salutation",
		"name", "position", "unit", "note" };
	enum { PAGE = 500 };
	struct desk d;
	struct model_roster r;
	struct model_problems p;
	struct buf b = { 0 };
	struct json j = { .out = &b };
	const char *from = http_query(req, "tu");
	size_t first = from == NULL ? 0 : (size_t)strtoul(from, NULL, 10),
	       k = 0;

	if (!desk_open(&d, req, app, err) ||
	    !model_roster_load(d.db, d.a, d.campaign, d.part, &r, err) ||
	    !model_roster_check(d.a, &r, NULL, 0, NULL, &p, err))
		return false;
	json_object(&j);
	json_pair_int(&j, "total", (long long)r.count);
	json_pair_int(&j, "mustFix", (long long)p.must);
	json_key(&j, "honourees");
	json_array(&j);
	for (size_t i = first; i < r.count && i < first + PAGE; i++) {
		json_object(&j);
		json_pair(&j, "id", r.entries[i].key);
		for (int c = 0; c < MODEL_COLUMNS; c++)
			json_pair(&j, keys[c], r.entries[i].text[c]);
		json_key(&j, "problems");
		json_array(&j);
		while (k < p.count && p.list[k].entry < i)
			k++;
		for (; k < p.count && p.list[k].entry == i; k++)
			json_str(&j, p.list[k].text);
		json_array_end(&j);
		json_object_end(&j);
	}
	json_array_end(&j);
	if (first + PAGE < r.count)
		json_pair_int(&j, "next", (long long)(first + PAGE));
	json_object_end(&j);
	return reply(&d, &b, err);
}

/* Does the round's decision say everywhere the same? */
bool
api_agreement(struct http_request *req, void *app, struct err *err)
{
	struct desk d;
	struct model_campaign *c;
	struct model_rules *rules;
	const struct model_round *r;
	struct iss_agreement g;
	struct err_list errors;
	struct buf b = { 0 };
	struct json j = { .out = &b };

	if (!desk_open(&d, req, app, err) || !desk_rules(&d, &rules, err))
		return false;
	err_list_init(&errors, d.a);
	if (!desk_load(&d, NULL, &errors, &c, err))
		return false;
	r = desk_round(c, d.part);
	if (r == NULL)
		return err_set(
		    err, ERR_NOTFOUND, no_pos, "đợt khen %s", d.part);
	if (!iss_agree(d.web->config.press, d.a, c, r, rules, &errors, &g, err))
		return false;
	json_object(&j);
	json_key(&j, "agrees");
	json_bool(&j, g.broken == 0);
	json_key(&j, "points");
	json_array(&j);
	for (size_t i = 0; i < g.count; i++) {
		json_object(&j);
		json_pair(&j, "what", g.points[i].what);
		json_key(&j, "holds");
		json_bool(&j, g.points[i].holds);
		json_pair(&j, "found", g.points[i].found);
		json_pair(&j, "wanted", g.points[i].wanted);
		json_object_end(&j);
	}
	json_array_end(&j);
	json_object_end(&j);
	return reply(&d, &b, err);
}
