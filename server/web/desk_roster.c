/* web/desk_roster.c -- the list of honourees of a round: shown, checked, edited
 * in place. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "viet/text.h"
#include "web/desk.h"

enum { PAGE_ROWS = 50, SHOWN_MENDS = 200 };

/* Names of fields: letter and number of the row. */
static const char letters[MODEL_COLUMNS] = { 'k', 'd', 'n', 'c', 'v', 'g' };

static bool
org_of(const struct desk *d, const char **ret, struct err *err)
{
	struct model_draft main;

	if (!model_draft_get(
		d->db, d->a, d->campaign, MODEL_MAIN, 0, &main, err))
		return false;
	*ret = model_form_get(&main.form, "co-quan/@ma");
	return true;
}

static bool
check_list(const struct desk *d, const struct model_roster *r,
    struct model_problems *ret, struct err *err)
{
	struct model_issued issued = {
		.db = d->db, .campaign = d->campaign, .round = d->part
	};
	struct model_past past = { &issued, model_issued_find };
	const char *const *units;
	const char *org;
	size_t n;

	return org_of(d, &org, err) &&
	       model_units(d->db, d->a, org, &units, &n, err) &&
	       model_roster_check(d->a, r, units, n, &past, ret, err);
}

/* --- the page --- */

struct page {
	const struct desk *d;
	struct model_roster r;
	struct model_problems p;
	bool only_bad;
	long number, count; /* of the page, from 1 */
};

static void
put_problem(
    struct xml_build *b, const struct page *pg, const struct model_problem *p)
{
	xml_open(b, "loi");
	xml_set(b, "muc", p->must ? "loi" : "nhac");
	xml_set(b, "cot", model_column_names[p->column]);
	xml_set(b, "goi-y", p->hint);
	if (p->instead != NULL) {
		xml_set(b, "thay", p->instead);
		xml_set(b, "lam",
		    arena_printf(pg->d->a, "dung:%lld:%d:%s",
			(long long)pg->r.entries[p->entry].id, (int)p->column,
			p->instead));
	}
	xml_add_text(b, p->text);
	xml_close(b);
}

static void
put_entry(struct xml_build *b, const struct page *pg, size_t i, size_t *from)
{
	const struct model_entry *e = &pg->r.entries[i];
	const struct model_problem *list = pg->p.list;

	xml_open(b, "hang");
	xml_set_int(b, "id", e->id);
	xml_set_int(b, "ban", e->version);
	xml_set_int(b, "stt", (long long)i + 1);
	xml_set(b, "loai", model_kind_names[e->kind]);
	xml_leaf(b, "d", e->text[MODEL_SALUTATION]);
	xml_leaf(b, "n", e->text[MODEL_NAME]);
	xml_leaf(b, "c", e->text[MODEL_POSITION]);
	xml_leaf(b, "v", e->text[MODEL_UNIT]);
	xml_leaf(b, "g", e->text[MODEL_NOTE]);
	while (*from < pg->p.count && list[*from].entry < i)
		++*from;
	for (size_t k = *from; k < pg->p.count && list[k].entry == i; k++)
		put_problem(b, pg, &list[k]);
	xml_close(b);
}

static bool
is_bad(const struct page *pg, size_t entry, size_t *from)
{
	while (*from < pg->p.count && pg->p.list[*from].entry < entry)
		++*from;
	return *from < pg->p.count && pg->p.list[*from].entry == entry;
}

static void
put_rows(struct xml_build *b, struct page *pg)
{
	size_t from = 0, at = 0, shown = 0, rows = 0, all = 0;
	size_t first;

	for (size_t i = 0; i < pg->r.count; i++)
		all += !pg->only_bad || is_bad(pg, i, &from);
	pg->count = (long)((all + PAGE_ROWS - 1) / PAGE_ROWS);
	if (pg->number > pg->count)
		pg->number = pg->count;
	if (pg->number < 1)
		pg->number = 1;
	first = (size_t)(pg->number - 1) * PAGE_ROWS;
	from = 0;
	for (size_t i = 0; i < pg->r.count && shown < PAGE_ROWS; i++) {
		if (pg->only_bad && !is_bad(pg, i, &from))
			continue;
		if (rows++ < first)
			continue;
		put_entry(b, pg, i, &at);
		shown++;
	}
}

static void
put_mends(struct xml_build *b, const struct page *pg)
{
	size_t shown = 0;

	xml_open(b, "sua-het");
	xml_set_int(b, "so", (long long)pg->p.mendable);
	for (size_t i = 0; i < pg->p.count && shown < SHOWN_MENDS; i++) {
		const struct model_problem *p = &pg->p.list[i];

		if (p->mended == NULL)
			continue;
		xml_open(b, "cho");
		xml_set_int(b, "dong", (long long)p->entry + 1);
		xml_set(b, "cot", model_column_names[p->column]);
		xml_leaf(b, "truoc", pg->r.entries[p->entry].text[p->column]);
		xml_leaf(b, "sau", p->mended);
		xml_close(b);
		shown++;
	}
	xml_close(b);
}

static const char *
page_path(const struct page *pg, long number)
{
	return arena_printf(pg->d->a, "%s%strang=%ld%s",
	    desk_part_path(pg->d, "/danh-sach"), "&", number,
	    pg->only_bad ? "&chi-loi=co" : "");
}

static void
put_pages(struct xml_build *b, const struct page *pg)
{
	xml_open(b, "trang-so");
	xml_set_int(b, "nay", pg->number);
	xml_set_int(b, "tat-ca", pg->count);
	if (pg->number > 1)
		xml_set(b, "truoc", page_path(pg, pg->number - 1));
	if (pg->number < pg->count)
		xml_set(b, "sau", page_path(pg, pg->number + 1));
	xml_close(b);
}

static bool
put_roster(struct xml_build *b, struct page *pg, struct err *err)
{
	const struct desk *d = pg->d;
	struct model_draft draft;
	struct arc_doc doc;
	const char *last;

	if (!model_draft_get(
		d->db, d->a, d->campaign, d->part, 0, &draft, err) ||
	    !model_roster_last(d->db, d->a, d->campaign, d->part, &last, err))
		return false;
	xml_open(b, "ds-khen");
	xml_set(b, "dot", d->part);
	xml_set(b, "ten-dot", model_form_get(&draft.form, "@ten"));
	xml_set(b, "trang-chinh", desk_path(d, d->campaign, ""));
	xml_set(b, "gui-toi", desk_path(d, d->campaign, "/danh-sach"));
	xml_set(b, "gui-tep", desk_path(d, d->campaign, "/danh-sach/gui"));
	xml_set(b, "don-vi",
	    arena_printf(d->a, "/don-vi?phong-trao=%s", d->campaign));
	xml_set(b, "xem", desk_part_path(d, "/xem-truoc"));
	xml_set(b, "ban-hanh", desk_part_path(d, "/ban-hanh"));
	xml_set(b, "tat-ca", desk_part_path(d, "/danh-sach"));
	xml_set(b, "chi-loi",
	    arena_printf(
		d->a, "%s&chi-loi=co", desk_part_path(d, "/danh-sach")));
	xml_set(b, "dang-loc", pg->only_bad ? "co" : "khong");
	xml_set(b, "hoan-tac", last);
	xml_set_int(b, "tong", (long long)pg->r.count);
	xml_set_int(b, "tap-the", (long long)pg->r.per_kind[MODEL_COLLECTIVE]);
	xml_set_int(b, "ca-nhan", (long long)pg->r.per_kind[MODEL_PERSON]);
	xml_set_int(
	    b, "ho-gia-dinh", (long long)pg->r.per_kind[MODEL_HOUSEHOLD]);
	xml_set_int(b, "phai-sua", (long long)pg->p.must);
	xml_set_int(b, "nen-xem", (long long)(pg->p.count - pg->p.must));
	if (desk_issued(d, d->campaign, d->part, &doc)) {
		xml_set(b, "so-ky-hieu", doc.code);
		xml_set(b, "van-ban", doc.uid);
	}
	put_rows(b, pg);
	put_mends(b, pg);
	put_pages(b, pg);
	xml_close(b);
	return true;
}

static bool
roster_page(
    const struct desk *d, int status, const struct err *why, struct err *err)
{
	const char *nth = http_query(d->req, "trang");
	struct page pg = { .d = d,
		.only_bad = http_query(d->req, "chi-loi") != NULL,
		.number = nth == NULL ? 1 : strtol(nth, NULL, 10) };
	struct xml_build *b = web_data(d->web, d->req);

	if (why != NULL)
		web_say_err(b, why, NULL);
	return model_roster_load(
		   d->db, d->a, d->campaign, d->part, &pg.r, err) &&
	       check_list(d, &pg.r, &pg.p, err) && put_roster(b, &pg, err) &&
	       web_page(d->web, d->req, status, "pages/danh-sach", b, err);
}

bool
page_roster(struct http_request *req, void *app, struct err *err)
{
	struct desk d;

	return desk_open(&d, req, app, err) && desk_need_round(&d, err) &&
	       roster_page(&d, 200, NULL, err);
}

/* --- acts --- */

struct deed {
	const struct desk *d;
	const char *org, *what;
	struct model_act act;
	struct model_entry *entries;
	size_t count;
	size_t changed; /* out */
};

/* A field of a row, or what the row has when the form has none. */
static const char *
row_field(const struct desk *d, char letter, int64_t id, const char *was)
{
	const char *v = http_form(
	    d->req, arena_printf(d->a, "%c%lld", letter, (long long)id));

	return v == NULL ? was : model_mend(d->a, v);
}

static enum model_kind
read_kind(const char *text, enum model_kind otherwise)
{
	for (int k = 0; k < MODEL_KINDS; k++)
		if (text != NULL && strcmp(text, model_kind_names[k]) == 0)
			return (enum model_kind)k;
	return otherwise;
}

/* Saves every row of the form that differs from what is kept. */
static bool
save_rows(struct db *db, struct deed *t, struct err *err)
{
	const struct desk *d = t->d;
	const char *name, *value;

	for (size_t i = 0; http_form_field(d->req, i, &name, &value); i++) {
		int64_t id = name[0] == 'b' ? strtoll(name + 1, NULL, 10) : 0;
		struct model_entry e;
		bool differs;
		enum model_kind kind;

		if (id <= 0)
			continue;
		if (!model_entry_get(
			db, d->a, d->campaign, d->part, id, &e, err))
			return false;
		kind = read_kind(
		    row_field(d, 'k', id, model_kind_names[e.kind]), e.kind);
		differs = kind != e.kind;
		e.kind = kind;
		for (int k = MODEL_SALUTATION; k < MODEL_COLUMNS; k++) {
			const char *v = row_field(d, letters[k], id, e.text[k]);

			if (v == NULL)
				return err_nomem(err);
			differs = differs || strcmp(v, e.text[k]) != 0;
			e.text[k] = v;
		}
		if (!differs)
			continue;
		e.version = strtoll(value, NULL, 10);
		if (!model_entry_save(db, d->a, &t->act, &e, err))
			return false;
		t->changed++;
	}
	return true;
}

/* "ID:COLUMN:TEXT" */
static bool
use_instead(struct db *db, struct deed *t, const char *arg, struct err *err)
{
	struct model_entry e;
	char *end;
	int64_t id = strtoll(arg, &end, 10);
	long column = *end == ':' ? strtol(end + 1, &end, 10) : 0;

	if (*end != ':' || column < MODEL_SALUTATION || column > MODEL_NOTE)
		return err_set(err, ERR_REQUEST, no_pos, "cách sửa không rõ");
	if (!model_entry_get(
		db, t->d->a, t->d->campaign, t->d->part, id, &e, err))
		return false;
	e.text[column] = model_mend(t->d->a, end + 1);
	t->changed = 1;
	return e.text[column] == NULL
		   ? err_nomem(err)
		   : model_entry_save(db, t->d->a, &t->act, &e, err);
}

static bool
add_row(struct db *db, struct deed *t, struct err *err)
{
	struct model_entry e = {
		.kind = read_kind(http_form(t->d->req, "moi-k"), MODEL_PERSON)
	};

	for (int k = MODEL_SALUTATION; k < MODEL_COLUMNS; k++) {
		const char *v = http_form(
		    t->d->req, arena_printf(t->d->a, "moi-%c", letters[k]));

		e.text[k] = model_mend(t->d->a, v == NULL ? "" : v);
		if (e.text[k] == NULL)
			return err_nomem(err);
	}
	if (e.text[MODEL_NAME][0] == '\0') {
		err_set(err, ERR_MISSING, no_pos, "dòng mới chưa có tên");
		return err_hint(err, "điền họ tên hoặc tên tập thể");
	}
	t->changed = 1;
	return model_roster_add(db, t->d->a, &t->act, &e, 1, false,
	    arena_printf(t->d->a, "thêm %s", e.text[MODEL_NAME]), err);
}

static bool
perform(struct db *db, struct deed *t, struct err *err)
{
	const struct desk *d = t->d;
	const char *what = t->what;

	if (strncmp(what, "bo:", 3) == 0)
		return model_entry_drop(
		    db, d->a, &t->act, strtoll(what + 3, NULL, 10), err);
	if (strncmp(what, "dung:", 5) == 0)
		return use_instead(db, t, what + 5, err);
	if (strcmp(what, "them") == 0)
		return add_row(db, t, err);
	if (strcmp(what, "xep-ten") == 0)
		return model_roster_sort(
		    db, d->a, &t->act, t->org, MODEL_BY_NAME, err);
	if (strcmp(what, "xep-don-vi") == 0)
		return model_roster_sort(
		    db, d->a, &t->act, t->org, MODEL_BY_UNIT, err);
	if (strcmp(what, "sua-het") == 0)
		return model_roster_mend(db, d->a, &t->act, &t->changed, err);
	if (strcmp(what, "hoan-tac") == 0)
		return model_roster_undo(db, d->a, &t->act, err);
	if (strcmp(what, "xoa-het") == 0)
		return model_roster_add(
		    db, d->a, &t->act, NULL, 0, true, "xóa cả danh sách", err);
	if (strcmp(what, "luu-dong") == 0)
		return save_rows(db, t, err);
	return err_set(err, ERR_REQUEST, no_pos, "không làm được «%s»", what);
}

static bool
deed_act(struct arc *arc, void *ctx, struct err *err)
{
	struct deed *t = ctx;

	return acc_check(arc_db(arc), t->d->who, ACC_DRAFT, t->org, err) &&
	       perform(arc_db(arc), t, err) &&
	       acc_note(arc_db(arc), t->d->who, t->d->now, "soan",
		   t->d->campaign, t->what, err);
}

static const char *
done_text(const struct deed *t)
{
	struct arena *a = t->d->a;

	if (strcmp(t->what, "luu-dong") == 0)
		return t->changed == 0
			   ? "Không có dòng nào thay đổi."
			   : arena_printf(a, "Đã lưu %zu dòng.", t->changed);
	if (strcmp(t->what, "sua-het") == 0)
		return arena_printf(a, "Đã sửa %zu ô.", t->changed);
	if (strcmp(t->what, "hoan-tac") == 0)
		return "Đã hoàn tác.";
	if (strncmp(t->what, "xep", 3) == 0)
		return "Đã xếp lại danh sách.";
	if (strncmp(t->what, "bo:", 3) == 0)
		return "Đã bỏ một dòng; bấm Hoàn tác nếu bỏ nhầm.";
	return "Đã lưu danh sách.";
}

bool
do_roster(struct http_request *req, void *app, struct err *err)
{
	const char *what = http_form(req, "lam");
	struct deed t = { .what = what == NULL ? "luu-dong" : what };
	struct desk d;
	struct err why;
	const char *where;

	if (!desk_open(&d, req, app, err) || !desk_need_round(&d, err) ||
	    !org_of(&d, &t.org, err))
		return false;
	t.d = &d;
	t.act = (struct model_act){ d.campaign, d.part, d.who->name, d.now };
	where = arena_printf(d.a, "%s&trang=%.6s",
	    desk_part_path(&d, "/danh-sach"),
	    http_form(req, "trang") == NULL ? "1" : http_form(req, "trang"));
	if (desk_open_for_change(&d, &why) &&
	    web_write(d.web, deed_act, &t, &why))
		return web_done(req, where, done_text(&t));
	if (err_http_status(why.kind) >= 500) {
		*err = why;
		return false;
	}
	return roster_page(&d, err_http_status(why.kind), &why, err);
}

/* --- units --- */

static const char *
unit_org(const struct desk *d, struct err *err)
{
	const char *campaign = http_query(d->req, "phong-trao");
	struct model_draft main;

	if (campaign == NULL)
		campaign = http_form(d->req, "phong-trao");
	if (campaign == NULL || campaign[0] == '\0') {
		if (d->who->org[0] != '\0')
			return d->who->org;
		err_set(err, ERR_REQUEST, no_pos, "chưa rõ cơ quan nào");
		err_hint(err, "mở danh mục từ trang danh sách khen");
		return NULL;
	}
	if (!model_draft_get(d->db, d->a, campaign, MODEL_MAIN, 0, &main, err))
		return NULL;
	return model_form_get(&main.form, "co-quan/@ma");
}

bool
page_units(struct http_request *req, void *app, struct err *err)
{
	struct desk d;
	struct buf text = { 0 };
	struct xml_build *b;
	const char *const *units;
	const char *org, *campaign = http_query(req, "phong-trao");
	size_t n;

	if (!desk_open(&d, req, app, err) ||
	    (org = unit_org(&d, err)) == NULL ||
	    !acc_may(d.who, ACC_DRAFT, org, err) ||
	    !model_units(d.db, d.a, org, &units, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		buf_printf(&text, "%s\n", units[i]);
	b = web_data(d.web, req);
	xml_open(b, "don-vi");
	xml_set(b, "phong-trao", campaign == NULL ? "" : campaign);
	xml_set(b, "ve",
	    campaign == NULL ? "/phong-trao" : desk_path(&d, campaign, ""));
	xml_set_int(b, "so", (long long)n);
	xml_add_text(b, buf_str(&text));
	xml_close(b);
	buf_done(&text);
	return web_page(d.web, req, 200, "pages/don-vi", b, err);
}

struct units {
	const struct desk *d;
	const char *org;
	const char **names;
	size_t count;
};

static bool
units_act(struct arc *arc, void *ctx, struct err *err)
{
	struct units *u = ctx;

	return acc_check(arc_db(arc), u->d->who, ACC_DRAFT, u->org, err) &&
	       model_units_set(arc_db(arc), u->org,
		   (const char *const *)u->names, u->count, err) &&
	       acc_note(arc_db(arc), u->d->who, u->d->now, "soan", u->org,
		   "danh mục đơn vị", err);
}

bool
do_units(struct http_request *req, void *app, struct err *err)
{
	enum { MOST = 5000 };
	struct desk d;
	struct units u = { 0 };
	const char *text = web_text_field(req, "don-vi"),
		   *campaign = http_form(req, "phong-trao");

	if (!desk_open(&d, req, app, err) ||
	    (u.org = unit_org(&d, err)) == NULL)
		return false;
	u.d = &d;
	u.names = arena_alloc_n(d.a, MOST, sizeof(*u.names));
	if (u.names == NULL)
		return err_nomem(err);
	while (*text != '\0' && u.count < MOST) {
		size_t len = strcspn(text, "\n");
		const char *line = arena_strndup(d.a, text, len),
			   *name = line == NULL ? NULL : model_mend(d.a, line);

		if (name == NULL)
			return err_nomem(err);
		if (name[0] != '\0')
			u.names[u.count++] = name;
		text += len + (text[len] == '\n');
	}
	return web_write(d.web, units_act, &u, err) &&
	       web_done(req,
		   arena_printf(d.a, "/don-vi?phong-trao=%s",
		       campaign == NULL ? "" : campaign),
		   arena_printf(d.a, "Đã lưu danh mục %zu đơn vị.", u.count));
}
