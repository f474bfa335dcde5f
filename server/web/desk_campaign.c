/* web/desk_campaign.c -- the list of campaigns, one campaign, its versions, its
 * XML. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/register.h"
#include "base/buf.h"
#include "base/limits.h"
#include "web/desk.h"

/* --- state of a part, in words --- */

static void
put_document(struct xml_build *b, const struct arc_doc *doc)
{
	xml_set(b, "so-ky-hieu", doc->code);
	xml_set(b, "van-ban", doc->uid);
	xml_set(b, "tinh-trang", arc_state_name(doc->status));
}

static size_t
problems_of(const struct desk *d, const char *campaign, const char *part)
{
	struct model_draft draft;
	struct err_list problems;

	err_list_init(&problems, d->a);
	if (model_draft_get(d->db, d->a, campaign, part, 0, &draft, NULL))
		model_form_check(d->a, &draft.form, &problems);
	return problems.errors;
}

/* <dot …> of each round. */
static bool
put_rounds(struct xml_build *b, const struct desk *d, const char *campaign,
    struct err *err)
{
	const char *const *rounds;
	size_t n;

	if (!model_draft_rounds(d->db, d->a, campaign, &rounds, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct model_draft draft;
		struct model_roster roster;
		struct arc_doc doc;
		struct desk at = *d;

		at.campaign = campaign;
		at.part = rounds[i];
		if (!model_draft_get(
			d->db, d->a, campaign, rounds[i], 0, &draft, err) ||
		    !model_roster_load(
			d->db, d->a, campaign, rounds[i], &roster, err))
			return false;
		xml_open(b, "dot");
		xml_set(b, "ma", rounds[i]);
		xml_set(b, "ten", model_form_get(&draft.form, "@ten"));
		xml_set(b, "ngay", model_form_get(&draft.form, "@ngay"));
		xml_set_int(b, "nguoi", (long long)roster.count);
		xml_set_int(b, "con-thieu",
		    (long long)problems_of(d, campaign, rounds[i]));
		xml_set(b, "sua", desk_part_path(&at, "/sua"));
		xml_set(b, "danh-sach", desk_part_path(&at, "/danh-sach"));
		xml_set(b, "xem", desk_part_path(&at, "/xem-truoc"));
		xml_set(b, "ban-hanh", desk_part_path(&at, "/ban-hanh"));
		xml_set(b, "lich-su", desk_part_path(&at, "/lich-su"));
		if (desk_issued(d, campaign, rounds[i], &doc))
			put_document(b, &doc);
		xml_close(b);
	}
	return true;
}

static bool
put_campaign(struct xml_build *b, const struct desk *d,
    const struct model_head *h, struct err *err)
{
	struct arc_doc doc;

	xml_open(b, "phong-trao");
	xml_set(b, "ma", h->campaign);
	xml_set(b, "ten", h->name[0] == '\0' ? h->campaign : h->name);
	xml_set(b, "trang", desk_path(d, h->campaign, ""));
	xml_set(b, "sua", desk_path(d, h->campaign, "/sua"));
	xml_set(b, "xem", desk_path(d, h->campaign, "/xem-truoc"));
	xml_set(b, "ban-hanh", desk_path(d, h->campaign, "/ban-hanh"));
	xml_set(b, "lich-su", desk_path(d, h->campaign, "/lich-su"));
	xml_set(b, "xuat", desk_path(d, h->campaign, "/xuat.xml"));
	xml_set(b, "dot-moi", desk_path(d, h->campaign, "/dot-moi"));
	xml_set(b, "luc", web_moment(d->a, h->at));
	xml_set(b, "boi", h->by);
	xml_set_int(b, "phien-ban", h->version);
	xml_set_int(
	    b, "con-thieu", (long long)problems_of(d, h->campaign, MODEL_MAIN));
	if (desk_issued(d, h->campaign, MODEL_MAIN, &doc))
		put_document(b, &doc);
	if (!put_rounds(b, d, h->campaign, err))
		return false;
	xml_close(b);
	return true;
}

static bool
put_campaigns(struct xml_build *b, const struct desk *d, struct err *err)
{
	enum { MOST = 100 };
	struct model_head *list;
	size_t n;

	if (!model_draft_list(d->db, d->a, d->who->org, &list, &n, err))
		return false;
	xml_set_int(b, "so", (long long)n);
	for (size_t i = 0; i < n && i < MOST; i++)
		if (!put_campaign(b, d, &list[i], err))
			return false;
	return true;
}

bool
page_campaigns(struct http_request *req, void *app, struct err *err)
{
	struct desk d;
	struct xml_build *b;

	if (!desk_open(&d, req, app, err))
		return false;
	b = web_data(d.web, req);
	xml_open(b, "danh-muc");
	if (!put_campaigns(b, &d, err))
		return false;
	xml_close(b);
	return web_page(d.web, req, 200, "pages/phong-trao", b, err);
}

bool
page_campaign(struct http_request *req, void *app, struct err *err)
{
	struct desk d;
	struct model_draft main;
	struct model_head h;
	struct xml_build *b;

	if (!desk_open(&d, req, app, err) ||
	    !model_draft_get(d.db, d.a, d.campaign, MODEL_MAIN, 0, &main, err))
		return false;
	h = (struct model_head){ .campaign = d.campaign,
		.name = model_form_get(&main.form, "phong-trao/ten"),
		.by = main.by,
		.at = main.at,
		.version = main.version };
	b = web_data(d.web, req);
	if (!put_campaign(b, &d, &h, err))
		return false;
	return web_page(d.web, req, 200, "pages/mot-phong-trao", b, err);
}

/* --- XML out and in --- */

bool
page_export(struct http_request *req, void *app, struct err *err)
{
	struct desk d;
	struct xml_doc *doc;
	struct buf b = { 0 };
	bool ok;

	if (!desk_open(&d, req, app, err) ||
	    !model_draft_export(d.db, d.a, d.campaign, &doc, err))
		return false;
	buf_str_add(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	ok = xml_canonical(doc, &b, err) && (buf_ok(&b) || err_nomem(err));
	if (ok) {
		http_reply_name(
		    req, arena_printf(d.a, "%s.xml", d.campaign), false);
		http_reply_header(req, "Cache-Control", "no-store");
		http_reply(req, 200, "application/xml; charset=utf-8",
		    buf_str(&b), b.len, false);
	}
	buf_done(&b);
	return ok;
}

struct importing {
	const struct desk *d;
	const struct xml_doc *doc;
	struct err_list *errors;
	const char *campaign; /* out */
};

static bool
import_act(struct arc *arc, void *ctx, struct err *err)
{
	struct importing *i = ctx;
	const struct xml_node *org = xml_child(xml_root(i->doc), "co-quan");
	const char *ma = org == NULL ? NULL : xml_attr(org, "ma");

	return acc_check(arc_db(arc), i->d->who, ACC_DRAFT,
		   ma == NULL ? "" : ma, err) &&
	       model_draft_import(arc_db(arc), i->d->a, i->doc, i->d->who->name,
		   i->d->now, i->errors, &i->campaign, err) &&
	       acc_note(arc_db(arc), i->d->who, i->d->now, "soan", i->campaign,
		   "nhập từ tệp XML", err);
}

static bool
read_file(const struct desk *d, const struct http_file *f, char **ret,
    struct err *err)
{
	size_t done = 0;

	if (f == NULL || f->size == 0) {
		err_set(err, ERR_MISSING, no_pos, "chưa chọn tệp");
		return err_hint(err, "chọn tệp trên máy rồi bấm lại");
	}
	*ret = arena_alloc(d->a, (size_t)f->size + 1);
	if (*ret == NULL)
		return err_nomem(err);
	while (done < f->size) {
		ssize_t n = read(f->fd, *ret + done, (size_t)f->size - done);

		if (n <= 0)
			return err_errno(err, f->name);
		done += (size_t)n;
	}
	return true;
}

bool
do_campaign_import(struct http_request *req, void *app, struct err *err)
{
	struct desk d;
	struct err_list errors;
	struct importing i = { .d = &d, .errors = &errors };
	struct xml_doc *doc;
	const struct http_file *f = http_file_at(req, "tep", 0);
	struct xml_build *b;
	struct err why;
	char *bytes;

	if (!desk_open(&d, req, app, err))
		return false;
	err_list_init(&errors, d.a);
	if (read_file(&d, f, &bytes, &why) &&
	    xml_parse(
		d.a, f->name, bytes, (size_t)f->size, XML_DATA, &doc, &why)) {
		i.doc = doc;
		if (web_write(d.web, import_act, &i, &why))
			return web_done(req, desk_path(&d, i.campaign, ""),
			    "Đã nhập phong trào từ tệp XML.");
	}
	if (err_http_status(why.kind) >= 500) {
		*err = why;
		return false;
	}
	b = web_data(d.web, req);
	if (errors.errors == 0)
		web_say_err(b, &why, "tep");
	for (size_t k = 0; k < errors.len && k < 30; k++) {
		struct err line = *errors.items[k];

		if (line.line > 0)
			err_set(&line, line.kind, no_pos, "dòng %d: %s",
			    errors.items[k]->line, errors.items[k]->text);
		web_say_err(b, &line, "tep");
	}
	xml_open(b, "danh-muc");
	if (!put_campaigns(b, &d, err))
		return false;
	xml_close(b);
	return web_page(d.web, req, 422, "pages/phong-trao", b, err);
}

/* --- versions --- */

static bool
put_changes(
    struct xml_build *b, const struct desk *d, int64_t version, struct err *err)
{
	struct model_draft old, new;
	struct model_merge m;

	if (version < 2)
		return true;
	if (!model_draft_get(
		d->db, d->a, d->campaign, d->part, version - 1, &old, err) ||
	    !model_draft_get(
		d->db, d->a, d->campaign, d->part, version, &new, err) ||
	    !model_form_merge(d->a, &old.form, &old.form, &new.form, &m, err))
		return false;
	for (size_t i = 0; i < m.count; i++) {
		xml_open(b, "doi");
		xml_set(b, "ten", m.changes[i].label);
		xml_leaf(b, "truoc", m.changes[i].base);
		xml_leaf(b, "sau", m.changes[i].mine);
		xml_close(b);
	}
	return true;
}

bool
page_versions(struct http_request *req, void *app, struct err *err)
{
	struct desk d;
	struct model_draft *list;
	struct xml_build *b;
	const char *shown = http_query(req, "ban");
	int64_t version = shown == NULL ? 0 : strtoll(shown, NULL, 10);
	size_t n;

	if (!desk_open(&d, req, app, err) ||
	    !model_draft_versions(
		d.db, d.a, d.campaign, d.part, &list, &n, err))
		return false;
	if (n == 0)
		return err_set(
		    err, ERR_NOTFOUND, no_pos, "phong trào %s", d.campaign);
	if (version < 1 || version > list[0].version)
		version = list[0].version;
	b = web_data(d.web, req);
	xml_open(b, "lich-su");
	xml_set(b, "trang-chinh", desk_path(&d, d.campaign, ""));
	xml_set(b, "dot", d.part);
	xml_set_int(b, "ban", version);
	if (!put_changes(b, &d, version, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		const char *path = desk_part_path(&d, "/lich-su");

		xml_open(b, "ban-luu");
		xml_set_int(b, "so", list[i].version);
		xml_set(b, "luc", web_moment(d.a, list[i].at));
		xml_set(b, "boi", list[i].by);
		xml_set(b, "viec", list[i].what);
		xml_set(b, "xem",
		    arena_printf(d.a, "%s%cban=%lld", path,
			strchr(path, '?') == NULL ? '?' : '&',
			(long long)list[i].version));
		xml_close(b);
	}
	xml_close(b);
	return web_page(d.web, req, 200, "pages/lich-su", b, err);
}
