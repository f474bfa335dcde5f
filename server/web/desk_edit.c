/* web/desk_edit.c -- the editor of a campaign or a round. */
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "viet/text.h"
#include "web/desk.h"

/* What the editor shows. */
struct editor {
	struct model_form form;
	int64_t base;		   /* version it began with, 0 = new */
	struct model_merge *merge; /* after somebody else's save */
	const char *theirs_by;
	const struct model_typed *typed; /* waiting, not shown */
	const struct err *why;
	bool preview;
	bool fresh; /* nobody has typed anything: nothing is wrong yet */
};

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);

	return n >= k && strcmp(s + n - k, end) == 0;
}

static bool
is_new(const struct desk *d)
{
	const char *path = http_path(d->req);

	return ends_with(path, "/tao") || ends_with(path, "/dot-moi");
}

static enum model_part
part_of(const struct desk *d)
{
	return ends_with(http_path(d->req), "/dot-moi") || d->part[0] != '\0'
		   ? MODEL_ROUND
		   : MODEL_CAMPAIGN;
}

/* --- a new one begins with what does not change --- */

static bool
is_kept(enum model_part part, const char *path)
{
	static const char *const kept[MODEL_PARTS][8] = {
		{ "co-quan/", "ke-hoach/nguoi-ky/", "ke-hoach/noi-nhan",
		    "ke-hoach/luu", "phong-trao/kinh-phi",
		    "phong-trao/to-chuc/" },
		{ "@hinh-thuc", "can-cu", "nguoi-ky/", "noi-nhan", "luu",
		    "to-trinh/@co-quan", "thanh-tich" },
	};

	for (size_t i = 0; kept[part][i] != NULL; i++)
		if (strncmp(path, kept[part][i], strlen(kept[part][i])) == 0)
			return true;
	return false;
}

static bool
keep_fields(const struct desk *d, const struct model_form *from,
    struct model_form *ret, struct err *err)
{
	ret->fields =
	    arena_alloc_n(d->a, from->count + 4, sizeof(*ret->fields));
	if (ret->fields == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < from->count; i++)
		if (is_kept(from->part, from->fields[i].path))
			ret->fields[ret->count++] = from->fields[i];
	return true;
}

static void
set_field(struct model_form *f, const char *path, const char *value)
{
	if (value != NULL)
		f->fields[f->count++] = (struct model_field){ path, value };
}

/* A round of a campaign that has none yet: what the campaign says already. */
static bool
first_round(const struct desk *d, struct model_form *ret, struct err *err)
{
	struct model_draft main;
	const char *name;

	if (!model_draft_get(
		d->db, d->a, d->campaign, MODEL_MAIN, 0, &main, err))
		return false;
	ret->fields = arena_alloc_n(d->a, 8, sizeof(*ret->fields));
	if (ret->fields == NULL)
		return err_nomem(err);
	name = model_form_get(&main.form, "phong-trao/ten");
	set_field(ret, "thanh-tich",
	    arena_printf(d->a,
		"đã có thành tích xuất sắc trong phong trào thi đua %s“%s”",
		model_form_get(&main.form, "phong-trao/@dac-biet")[0] == '\0'
		    ? ""
		    : "đặc biệt ",
		name));
	set_field(ret, "nguoi-ky/@ho-ten",
	    model_form_get(&main.form, "ke-hoach/nguoi-ky/@ho-ten"));
	set_field(ret, "noi-nhan[1]", "Như Điều 3");
	set_field(ret, "to-trinh/@co-quan", "Giám đốc Sở Nội vụ");
	return true;
}

static bool
new_form(const struct desk *d, enum model_part part, struct model_form *ret,
    struct err *err)
{
	struct model_draft from;
	struct model_head *list;
	const char *const *rounds;
	size_t n;

	*ret = (struct model_form){ .part = part };
	if (part == MODEL_ROUND) {
		if (!model_draft_rounds(
			d->db, d->a, d->campaign, &rounds, &n, err))
			return false;
		if (n == 0)
			return first_round(d, ret, err);
		return model_draft_get(d->db, d->a, d->campaign, rounds[n - 1],
			   0, &from, err) &&
		       keep_fields(d, &from.form, ret, err);
	}
	if (!model_draft_list(d->db, d->a, d->who->org, &list, &n, err))
		return false;
	return n == 0 || (model_draft_get(d->db, d->a, list[0].campaign,
			      MODEL_MAIN, 0, &from, err) &&
			     keep_fields(d, &from.form, ret, err));
}

/* A key out of a name: "sơ kết" → "so-ket". */
static const char *
key_of(struct arena *a, const char *name)
{
	enum { MOST = 48 };
	const char *folded = viet_fold(a, name);
	char out[MOST + 1];
	size_t n = 0;

	for (const char *p = folded; p != NULL && *p != '\0' && n < MOST; p++)
		if ((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9'))
			out[n++] = *p;
		else if (n > 0 && out[n - 1] != '-')
			out[n++] = '-';
	while (n > 0 && out[n - 1] == '-')
		n--;
	return arena_strndup(a, out, n);
}

/* Whoever leaves the key empty gets one. */
static bool
fill_key(const struct desk *d, struct model_form *f, struct err *err)
{
	const char *name, *year, *key;
	struct model_field *list;

	if (model_form_get(f, "@ma")[0] != '\0')
		return true;
	name = model_form_get(
	    f, f->part == MODEL_CAMPAIGN ? "phong-trao/ten" : "@ten");
	year = model_form_get(
	    f, f->part == MODEL_CAMPAIGN ? "phong-trao/@tu-ngay" : "@nam");
	if (name[0] == '\0') {
		err_set(err, ERR_MISSING, no_pos, "chưa có tên");
		err_data(
		    err, f->part == MODEL_CAMPAIGN ? "phong-trao/ten" : "@ten");
		return err_hint(err, "điền tên trước khi lưu lần đầu");
	}
	key = key_of(d->a, f->part == MODEL_CAMPAIGN
			       ? arena_printf(d->a, "%.4s %s", year, name)
			       : arena_printf(d->a, "%s %.4s", name, year));
	list = arena_alloc_n(d->a, f->count + 1, sizeof(*list));
	if (key == NULL || list == NULL)
		return err_nomem(err);
	list[0] = (struct model_field){ "@ma", key };
	memcpy(list + 1, f->fields, f->count * sizeof(*list));
	f->fields = list;
	f->count++;
	return true;
}

/* --- the page --- */

static void
put_merge(struct xml_build *b, const struct editor *e)
{
	if (e->merge == NULL)
		return;
	xml_open(b, "gop");
	xml_set(b, "nguoi", e->theirs_by);
	xml_set_int(b, "xung-dot", (long long)e->merge->conflicts);
	for (size_t i = 0; i < e->merge->count; i++) {
		const struct model_change *c = &e->merge->changes[i];

		xml_open(b, "doi");
		xml_set(b, "duong-dan", c->path);
		xml_set(b, "ten", c->label);
		xml_set(b, "ai",
		    c->conflict		? "ca-hai"
		    : c->theirs_changed ? "ho"
					: "toi");
		xml_leaf(b, "truoc", c->base);
		xml_leaf(b, "ho", c->theirs);
		xml_leaf(b, "toi", c->mine);
		xml_close(b);
	}
	xml_close(b);
}

static bool
put_editor(struct xml_build *b, const struct desk *d, const struct editor *e,
    struct err *err)
{
	struct model_form clean;
	struct err_list problems;
	bool round = e->form.part == MODEL_ROUND, fresh = is_new(d);
	struct err why;

	err_list_init(&problems, d->a);
	if (!e->fresh && model_form_clean(d->a, &e->form, &clean, &why))
		model_form_check(d->a, &clean, &problems);
	xml_open(b, "soan");
	xml_set(b, "ma", d->campaign);
	xml_set(b, "dot", d->part);
	xml_set(b, "kieu", round ? "dot" : "phong-trao");
	xml_set(b, "moi", fresh ? "co" : "khong");
	xml_set_int(b, "goc", e->base);
	xml_set(b, "ten",
	    model_form_get(&e->form, round ? "@ten" : "phong-trao/ten"));
	xml_set(b, "gui-toi", http_path(d->req));
	xml_set(b, "trang-chinh",
	    d->campaign[0] == '\0' ? "/phong-trao"
				   : desk_path(d, d->campaign, ""));
	if (!fresh) {
		xml_set(b, "nhap", desk_path(d, d->campaign, "/nhap-do"));
		xml_set(b, "xem", desk_path(d, d->campaign, "/xem-truoc"));
		xml_set(b, "xem-trang", desk_part_path(d, "/xem-truoc"));
	}
	if (e->typed != NULL) {
		xml_set(b, "do-luc", web_moment(d->a, e->typed->at));
		xml_set(b, "do-lay",
		    arena_printf(d->a, "%s%snhap=co", desk_part_path(d, "/sua"),
			round ? "&" : "?"));
	}
	put_merge(b, e);
	desk_put_problems(b, d, e->form.part, &problems);
	desk_put_form(b, d, &e->form, &problems);
	xml_close(b);
	(void)err;
	return true;
}

static bool
editor_page(
    const struct desk *d, int status, const struct editor *e, struct err *err)
{
	struct xml_build *b = web_data(d->web, d->req);

	if (e->why != NULL)
		web_say_err(
		    b, e->why, e->why->data[0] == '\0' ? NULL : e->why->data);
	return put_editor(b, d, e, err) &&
	       web_page(d->web, d->req, status, "pages/soan-thao", b, err);
}

bool
page_campaign_new(struct http_request *req, void *app, struct err *err)
{
	struct desk d;
	struct editor e = { .fresh = true };

	return desk_open(&d, req, app, err) &&
	       new_form(&d, part_of(&d), &e.form, err) &&
	       editor_page(&d, 200, &e, err);
}

bool
page_edit(struct http_request *req, void *app, struct err *err)
{
	struct desk d;
	struct model_draft kept;
	struct model_typed typed;
	struct editor e = { 0 };
	bool found;

	if (!desk_open(&d, req, app, err) || !desk_open_for_change(&d, err) ||
	    !model_draft_get(d.db, d.a, d.campaign, d.part, 0, &kept, err) ||
	    !model_typed_get(d.db, d.a, d.campaign, d.part, d.who->login,
		&found, &typed, err))
		return false;
	e.form = kept.form;
	e.base = kept.version;
	if (found && http_query(req, "nhap") != NULL) {
		e.form = typed.form;
		e.base = typed.base;
	} else if (found) {
		e.typed = &typed;
	}
	return editor_page(&d, 200, &e, err);
}

/* --- saving --- */

/* Fields "chon:PATH" = "ho": theirs is taken where both had changed. */
static bool
take_choices(const struct desk *d, struct model_form *mine, struct err *err)
{
	struct model_draft theirs;
	const char *name, *value;

	for (size_t i = 0; http_form_field(d->req, i, &name, &value); i++) {
		if (strncmp(name, "chon:", 5) != 0 || strcmp(value, "ho") != 0)
			continue;
		if (!model_draft_get(
			d->db, d->a, d->campaign, d->part, 0, &theirs, err) ||
		    !model_form_take(d->a, mine, &theirs.form, name + 5, err))
			return false;
	}
	return true;
}

static int64_t
base_of(const struct desk *d)
{
	const char *s = http_form(d->req, "goc");
	int64_t n = 0;

	for (; s != NULL && *s >= '0' && *s <= '9' && n < 1000000; s++)
		n = n * 10 + (*s - '0');
	return n;
}

/* Somebody was faster: what both did, field by field. */
static bool
show_merge(const struct desk *d, const struct model_form *mine, int64_t base,
    struct err *err)
{
	struct model_draft old, theirs;
	struct model_merge merge;
	struct editor e = { .merge = &merge };

	if (!model_draft_get(
		d->db, d->a, d->campaign, d->part, 0, &theirs, err) ||
	    !model_draft_get(
		d->db, d->a, d->campaign, d->part, base, &old, err) ||
	    !model_form_merge(d->a, &old.form, &theirs.form, mine, &merge, err))
		return false;
	e.form = merge.form;
	e.base = theirs.version;
	e.theirs_by = theirs.by;
	return editor_page(d, 409, &e, err);
}

static const char *
saved_text(const struct desk *d, int64_t version)
{
	return arena_printf(d->a, "Đã lưu (bản thứ %lld).", (long long)version);
}

static bool
save_form(struct desk *d, const struct model_form *raw, struct err *err)
{
	struct model_form clean;
	struct desk_save s = { .d = d };
	struct editor e = { .form = *raw, .base = base_of(d) };
	struct err why;
	bool fresh = is_new(d);

	if (!model_form_clean(d->a, raw, &clean, &why) ||
	    (fresh && !fill_key(d, &clean, &why)) ||
	    (!fresh && !take_choices(d, &clean, &why))) {
		e.why = &why;
		return editor_page(d, 422, &e, err);
	}
	if (fresh && clean.part == MODEL_CAMPAIGN)
		d->campaign = model_form_get(&clean, "@ma");
	if (fresh && clean.part == MODEL_ROUND)
		d->part = model_form_get(&clean, "@ma");
	s.save = (struct model_save){ d->campaign, d->part, e.base,
		d->who->name, fresh ? "tạo mới" : "sửa", d->now, &clean };
	if (web_write(d->web, desk_save_act, &s, &why))
		return web_done(d->req,
		    fresh && d->part[0] == '\0'
			? desk_path(d, d->campaign, "")
			: desk_part_path(d, fresh ? "/danh-sach" : "/sua"),
		    saved_text(d, s.version));
	if (why.kind == ERR_TAKEN && !fresh)
		return show_merge(d, &clean, e.base, err);
	if (err_http_status(why.kind) >= 500) {
		*err = why;
		return false;
	}
	e.form = fresh ? *raw : clean;
	e.why = &why;
	if (fresh)
		d->part = "";
	return editor_page(d, 422, &e, err);
}

static bool
forget_typed(struct arc *arc, void *ctx, struct err *err)
{
	const struct desk *d = ctx;

	return model_typed_forget(
	    arc_db(arc), d->campaign, d->part, d->who->login, err);
}

bool
do_edit(struct http_request *req, void *app, struct err *err)
{
	const char *act = http_form(req, "lam");
	struct desk d;
	struct model_form raw;
	struct editor e = { 0 };

	if (!desk_open(&d, req, app, err) ||
	    (!is_new(&d) && !desk_open_for_change(&d, err)) ||
	    !desk_read_form(&d, &raw, err))
		return false;
	raw.part = part_of(&d);
	if (act == NULL || strcmp(act, "luu") == 0)
		return save_form(&d, &raw, err);
	if (strcmp(act, "bo-nhap") == 0)
		return web_write(d.web, forget_typed, &d, err) &&
		       web_done(
			   req, desk_part_path(&d, "/sua"), "Đã bỏ bản gõ dở.");
	if (strcmp(act, "xem-truoc") == 0 && !is_new(&d))
		return do_preview(req, app, err);
	if (!model_form_act(d.a, &raw, act, err))
		return false;
	e.form = raw;
	e.base = base_of(&d);
	return editor_page(&d, 200, &e, err);
}

/* --- what is typed --- */

struct typing {
	const struct desk *d;
	struct model_save save;
};

static bool
keep_typed(struct arc *arc, void *ctx, struct err *err)
{
	struct typing *t = ctx;
	struct arena *a = arena_new(0);
	bool ok = a != NULL || err_nomem(err);

	ok = ok && acc_check(arc_db(arc), t->d->who, ACC_DRAFT, NULL, err) &&
	     model_typed_keep(arc_db(arc), a, &t->save, err);
	arena_free(a);
	return ok;
}

bool
do_typed(struct http_request *req, void *app, struct err *err)
{
	struct desk d;
	struct model_form raw;
	struct model_draft now;
	struct typing t = { .d = &d };
	struct buf b = { 0 };
	struct json j = { .out = &b };
	bool ok;

	if (!desk_open(&d, req, app, err) || !desk_open_for_change(&d, err) ||
	    !desk_read_form(&d, &raw, err) ||
	    !model_draft_get(d.db, d.a, d.campaign, d.part, 0, &now, err))
		return false;
	t.save = (struct model_save){ d.campaign, d.part, base_of(&d),
		d.who->login, "", d.now, &raw };
	if (!web_write(d.web, keep_typed, &t, err))
		return false;
	json_object(&j);
	json_pair(&j, "keptAt", web_moment(d.a, d.now));
	json_pair_int(&j, "version", now.version);
	json_pair(&j, "by", now.by);
	json_object_end(&j);
	ok = buf_ok(&b) || err_nomem(err);
	if (ok)
		http_reply(req, 200, "application/json; charset=utf-8",
		    buf_str(&b), b.len, false);
	buf_done(&b);
	return ok;
}
