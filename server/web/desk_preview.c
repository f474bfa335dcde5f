/* web/desk_preview.c -- a part's document as it is going to look. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "web/desk.h"

/* The form that is asked for: what was typed and not saved, or what is kept. */
static bool
asked_form(const struct desk *d, struct model_form *ret, int64_t *ret_version,
    struct err *err)
{
	struct model_draft kept;
	struct model_typed typed;
	bool found = false;

	if (!model_draft_get(d->db, d->a, d->campaign, d->part, 0, &kept, err))
		return false;
	*ret_version = kept.version;
	*ret = kept.form;
	if (http_query(d->req, "nhap") == NULL)
		return true;
	if (!model_typed_get(d->db, d->a, d->campaign, d->part, d->who->login,
		&found, &typed, err))
		return false;
	return !found || model_form_clean(d->a, &typed.form, ret, err);
}

static bool
draw(const struct desk *d, const struct model_form *form,
    struct press_sheets *sheets, struct err_list *problems, struct err *err)
{
	err_list_init(problems, d->a);
	model_form_check(d->a, form, problems);
	return desk_draw(d, form, sheets, problems, err);
}

/* --- for scripts --- */

static void
put_json(const struct desk *d, const struct press_sheets *sheets,
    const struct err_list *problems, enum model_part part, struct json *j)
{
	json_object(j);
	json_key(j, "pages");
	json_array(j);
	for (size_t i = 0; i < sheets->count; i++)
		json_str(j, sheets->svg[i]);
	json_array_end(j);
	json_key(j, "problems");
	json_array(j);
	for (size_t i = 0; i < problems->len; i++) {
		const struct err *e = problems->items[i];
		const char *field = model_row_of(part, e->data) != NULL
					? e->data
					: model_field_of(d->a, part, e->data);

		json_object(j);
		json_pair(j, "text", e->text);
		json_pair(j, "hint", e->hint);
		json_pair(j, "code", err_symbol(e->kind));
		json_pair(j, "field", field);
		json_key(j, "warning");
		json_bool(j, err_is_warning(e->kind));
		json_object_end(j);
	}
	json_array_end(j);
	json_object_end(j);
}

static bool
reply_sheets(
    const struct desk *d, const struct model_form *form, struct err *err)
{
	struct press_sheets sheets;
	struct err_list problems;
	struct buf b = { 0 };
	struct json j = { .out = &b };
	bool ok;

	if (!draw(d, form, &sheets, &problems, err))
		return false;
	put_json(d, &sheets, &problems, form->part, &j);
	ok = buf_ok(&b) || err_nomem(err);
	if (ok) {
		http_reply_header(d->req, "Cache-Control", "no-store");
		http_reply(d->req, 200, "application/json; charset=utf-8",
		    buf_str(&b), b.len, false);
	}
	buf_done(&b);
	return ok;
}

static bool
keep_typed(struct arc *arc, void *ctx, struct err *err)
{
	struct model_save *t = ctx;
	struct arena *a = arena_new(0);
	bool ok = a != NULL || err_nomem(err);

	ok = ok && model_typed_keep(arc_db(arc), a, t, err);
	arena_free(a);
	return ok;
}

bool
do_preview(struct http_request *req, void *app, struct err *err)
{
	struct desk d;
	struct model_form raw, clean;
	struct model_save t;
	const char *where, *base = http_form(req, "goc");

	if (!desk_open(&d, req, app, err) || !desk_read_form(&d, &raw, err) ||
	    !model_form_clean(d.a, &raw, &clean, err))
		return false;
	if (web_wants_json(req))
		return reply_sheets(&d, &clean, err);
	t = (struct model_save){ d.campaign, d.part,
		base == NULL ? 0 : strtoll(base, NULL, 10), d.who->login, "",
		d.now, &raw };
	if (!web_write(d.web, keep_typed, &t, err))
		return false;
	where = desk_part_path(&d, "/xem-truoc");
	where = arena_printf(
	    d.a, "%s%cnhap=co", where, strchr(where, '?') == NULL ? '?' : '&');
	http_redirect(req, 303, where == NULL ? "/phong-trao" : where);
	return true;
}

/* --- pages --- */

static const char *
with_query(const struct desk *d, const char *rest, const char *more)
{
	const char *path = desk_part_path(d, rest);

	return arena_printf(
	    d->a, "%s%c%s", path, strchr(path, '?') == NULL ? '?' : '&', more);
}

bool
page_preview(struct http_request *req, void *app, struct err *err)
{
	struct desk d;
	struct model_form form;
	struct press_sheets sheets;
	struct err_list problems;
	struct xml_build *b;
	int64_t version;
	const char *nth = http_query(req, "so");
	bool typed = http_query(req, "nhap") != NULL;

	if (!desk_open(&d, req, app, err) ||
	    !asked_form(&d, &form, &version, err) ||
	    !draw(&d, &form, &sheets, &problems, err))
		return false;
	if (nth != NULL) {
		long n = strtol(nth, NULL, 10);

		if (n < 1 || (size_t)n > sheets.count)
			return err_set(
			    err, ERR_NOTFOUND, no_pos, "trang %.10s", nth);
		http_reply_header(req, "Cache-Control", "no-store");
		http_reply(req, 200, "image/svg+xml", sheets.svg[n - 1],
		    strlen(sheets.svg[n - 1]), true);
		return true;
	}
	b = web_data(d.web, req);
	xml_open(b, "xem");
	xml_set(b, "ten",
	    model_form_get(
		&form, d.part[0] == '\0' ? "phong-trao/ten" : "@ten"));
	xml_set(b, "dot", d.part);
	xml_set(b, "do", typed ? "co" : "khong");
	xml_set(b, "sua",
	    typed ? with_query(&d, "/sua", "nhap=co")
		  : desk_part_path(&d, "/sua"));
	xml_set(b, "pdf", desk_part_path(&d, "/ban-thao.pdf"));
	xml_set(b, "trang-chinh", desk_path(&d, d.campaign, ""));
	desk_put_problems(b, &d, form.part, &problems);
	for (size_t i = 0; i < sheets.count; i++) {
		xml_open(b, "trang-in");
		xml_set_int(b, "so", (long long)i + 1);
		xml_set(b, "anh",
		    with_query(&d, "/xem-truoc",
			arena_printf(
			    d.a, "so=%zu%s", i + 1, typed ? "&nhap=co" : "")));
		xml_close(b);
	}
	xml_close(b);
	return web_page(d.web, req, 200, "pages/xem-truoc", b, err);
}

bool
page_draft_pdf(struct http_request *req, void *app, struct err *err)
{
	struct press_job job = { .draft = true };
	struct press_result r;
	struct model_campaign *c;
	struct model_rules *rules;
	const struct model_round *round;
	struct err_list errors;
	struct xml_doc *view;
	struct desk d;

	if (!desk_open(&d, req, app, err) || !desk_rules(&d, &rules, err))
		return false;
	err_list_init(&errors, d.a);
	if (!desk_load(&d, NULL, &errors, &c, err))
		return false;
	round = desk_round(c, d.part);
	job.template = d.part[0] == '\0' ? "plan" : "award-decision";
	if (d.part[0] == '\0'
		? !model_plan_view(d.a, c, c->plan_number, &view, err)
		: round == NULL ||
		      !model_decision_view(d.a, c, round, rules, 0, &view, err))
		return round == NULL && d.part[0] != '\0'
			   ? err_set(err, ERR_NOTFOUND, no_pos, "đợt khen %s",
				 d.part)
			   : false;
	job.data = view;
	job.issuer = c->org_name;
	err_list_init(&errors, d.a);
	if (!press_run(d.web->config.press, d.a, &job, &errors, &r)) {
		for (size_t i = 0; i < errors.len; i++)
			if (!err_is_warning(errors.items[i]->kind) &&
			    errors.items[i]->kind != ERR_MISSING) {
				*err = *errors.items[i];
				return false;
			}
		return err_set(
		    err, ERR_CHECK, no_pos, "bản thảo chưa dàn trang được");
	}
	http_reply_header(req, "Cache-Control", "no-store");
	http_reply_name(req, "ban-thao.pdf", true);
	http_reply(req, 200, "application/pdf", r.pdf, r.pdf_len, true);
	return true;
}
