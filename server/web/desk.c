/* web/desk.c -- what the pages of campaigns have in common. */
#include "web/desk.h"

#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "viet/text.h"

static const char *
text_or(const char *s)
{
	return s == NULL ? "" : s;
}

bool
desk_open(struct desk *d, struct http_request *req, void *app, struct err *err)
{
	*d = (struct desk){ .web = app,
		.req = req,
		.a = http_arena(req),
		.who = web_who(req),
		.now = env_now(env_system()) };
	d->campaign = http_param(req, "ma");
	d->part = http_param(req, "dot");
	if (d->part[0] == '\0' && http_method(req) != HTTP_GET)
		d->part = text_or(http_form(req, "dot"));
	if (d->part[0] == '\0')
		d->part = text_or(http_query(req, "dot"));
	d->arc = web_reader(d->web, err);
	if (d->arc == NULL)
		return false;
	d->db = arc_db(d->arc);
	return true;
}

const char *
desk_path(const struct desk *d, const char *campaign, const char *rest)
{
	struct buf b = { 0 };
	const char *s;

	buf_str_add(&b, "/phong-trao/");
	http_encode(&b, campaign);
	buf_str_add(&b, rest);
	s = buf_ok(&b) ? arena_strdup(d->a, buf_str(&b)) : NULL;
	buf_done(&b);
	return s == NULL ? "/phong-trao" : s;
}

const char *
desk_part_path(const struct desk *d, const char *rest)
{
	struct buf b = { 0 };
	const char *s;

	if (d->part[0] == '\0')
		return desk_path(d, d->campaign, rest);
	buf_printf(&b, "%s?dot=", rest);
	http_encode(&b, d->part);
	s = buf_ok(&b) ? desk_path(d, d->campaign, buf_str(&b)) : "/phong-trao";
	buf_done(&b);
	return s;
}

bool
scope_campaign(struct web *web, struct http_request *req, const char **ret_org,
    struct err *err)
{
	struct arc *arc = web_reader(web, err);
	struct model_draft d;

	if (arc == NULL || !model_draft_get(arc_db(arc), http_arena(req),
			       http_param(req, "ma"), MODEL_MAIN, 0, &d, err))
		return false;
	*ret_org = model_form_get(&d.form, "co-quan/@ma");
	return true;
}

bool
desk_may(const struct desk *d, const char *org, struct err *err)
{
	return acc_may(d->who, ACC_DRAFT, org, err);
}

/* --- what was issued --- */

bool
desk_issued(const struct desk *d, const char *campaign, const char *part,
    struct arc_doc *ret)
{
	const char *key =
	    part[0] == '\0'
		? arena_printf(d->a, "%s/plan", campaign)
		: arena_printf(d->a, "%s/%s/decision", campaign, part);

	return key != NULL && arc_find_key(d->arc, d->a, key, ret);
}

bool
desk_open_for_change(const struct desk *d, struct err *err)
{
	struct arc_doc doc;

	if (!desk_issued(d, d->campaign, d->part, &doc))
		return true;
	err_set(err, ERR_TAKEN, no_pos,
	    "%s số %s đã ban hành nên phần này không sửa được nữa",
	    doc.type_name, doc.code);
	return err_hint(
	    err, "thay thế hoặc đính chính từ trang của văn bản ấy");
}

bool
desk_need_round(const struct desk *d, struct err *err)
{
	if (d->part[0] != '\0')
		return true;
	err_set(err, ERR_NOTFOUND, no_pos, "chưa rõ đợt khen nào");
	return err_hint(err, "mở danh sách từ trang của phong trào");
}

/* --- the campaign for documents --- */

static void
copy_into(struct xml_build *b, const struct xml_node *n)
{
	const char *name, *ns, *value;

	for (size_t i = 0; xml_attr_at(n, i, &name, &ns, &value); i++)
		xml_set(b, name, value);
	for (const struct xml_node *c = xml_first_element(n); c != NULL;
	     c = xml_next_element(c))
		xml_copy(b, c);
}

static bool
put_part(const struct desk *d, const char *part, const struct model_form *form,
    struct xml_build *b, struct err *err)
{
	struct model_draft kept;
	struct model_roster roster;
	struct xml_doc *doc;

	if (form == NULL) {
		if (!model_draft_get(
			d->db, d->a, d->campaign, part, 0, &kept, err))
			return false;
		form = &kept.form;
	}
	if (!model_form_doc(d->a, form, &doc, err))
		return false;
	if (part[0] == '\0') {
		copy_into(b, xml_root(doc));
		return true;
	}
	if (!model_roster_load(d->db, d->a, d->campaign, part, &roster, err))
		return false;
	xml_open(b, "dot-khen");
	copy_into(b, xml_root(doc));
	model_roster_put(b, &roster);
	xml_close(b);
	return true;
}

bool
desk_load(const struct desk *d, const struct model_form *instead,
    struct err_list *errors, struct model_campaign **ret, struct err *err)
{
	struct xml_build *b = xml_build_new(d->a, "phong-trao-thi-dua");
	bool main = d->part[0] == '\0';
	struct xml_doc *doc;

	*ret = NULL;
	if (!put_part(d, MODEL_MAIN, main ? instead : NULL, b, err) ||
	    (!main && !put_part(d, d->part, instead, b, err)) ||
	    !xml_build_doc(b, &doc, err))
		return false;
	return model_load(d->a, doc, errors, ret) || *ret != NULL ||
	       err_set(err, ERR_CHECK, no_pos, "phong trào không đọc được");
}

const struct model_round *
desk_round(const struct model_campaign *c, const char *key)
{
	for (size_t i = 0; i < c->round_count; i++)
		if (strcmp(c->rounds[i].key, key) == 0)
			return &c->rounds[i];
	return NULL;
}

bool
desk_rules(const struct desk *d, struct model_rules **ret, struct err *err)
{
	const char *home = file_home(d->a, "templates");
	const char *path = home == NULL
			       ? NULL
			       : file_join(d->a, home, "rules/tien-thuong.xml");

	if (path == NULL)
		return err_set(
		    err, ERR_SETUP, no_pos, "không thấy thư mục templates");
	return model_rules_load(d->a, path, ret, err);
}

/* --- drawing --- */

static bool
part_view(const struct desk *d, const struct model_campaign *c,
    struct xml_doc **ret, const char **ret_template, struct err *err)
{
	const struct model_round *r;
	struct model_rules *rules;

	if (d->part[0] == '\0') {
		*ret_template = "plan";
		return model_plan_view(d->a, c, c->plan_number, ret, err);
	}
	*ret_template = "award-decision";
	/* The key in the form may be what is wrong. */
	r = desk_round(c, d->part);
	r = r == NULL && c->round_count > 0 ? &c->rounds[0] : r;
	if (r == NULL)
		return err_set(
		    err, ERR_NOTFOUND, no_pos, "đợt khen %s", d->part);
	return desk_rules(d, &rules, err) &&
	       model_decision_view(d->a, c, r, rules, 0, ret, err);
}

bool
desk_draw(const struct desk *d, const struct model_form *form,
    struct press_sheets *ret, struct err_list *problems, struct err *err)
{
	struct press_job job = { .draft = true, .nd30 = true };
	struct model_campaign *c;
	struct err_list read;
	struct xml_doc *view;
	struct err why;

	*ret = (struct press_sheets){ 0 };
	/* The form's own check says the same with its fields. */
	err_list_init(&read, d->a);
	if (!desk_load(d, form, &read, &c, err))
		return false;
	if (!part_view(d, c, &view, &job.template, &why)) {
		err_list_add(problems, &why);
		return true;
	}
	job.data = view;
	job.issuer = c->org_name;
	press_look(d->web->config.press, d->a, &job, problems, ret);
	return true;
}

/* --- acts --- */

bool
desk_save_act(struct arc *arc, void *ctx, struct err *err)
{
	struct desk_save *s = ctx;
	const struct desk *d = s->d;
	struct arena *a = arena_new(0);
	struct model_draft main;
	const char *org;
	bool ok = a != NULL || err_nomem(err);

	if (ok && s->save.part[0] == '\0') {
		org = model_form_get(s->save.form, "co-quan/@ma");
	} else if (ok) {
		ok = model_draft_get(arc_db(arc), a, s->save.campaign,
		    MODEL_MAIN, 0, &main, err);
		org = ok ? model_form_get(&main.form, "co-quan/@ma") : "";
	}
	ok = ok && acc_check(arc_db(arc), d->who, ACC_DRAFT, org, err) &&
	     model_draft_save(arc_db(arc), a, &s->save, &s->version, err) &&
	     model_typed_forget(arc_db(arc), s->save.campaign, s->save.part,
		 d->who->login, err) &&
	     acc_note(arc_db(arc), d->who, d->now, "soan", s->save.campaign,
		 s->save.part, err);
	arena_free(a);
	return ok;
}
