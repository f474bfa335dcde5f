/* web/desk_intake.c -- a table that was pasted or sent: shown, checked, taken.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "sheet/read.h"
#include "web/desk.h"

enum { SHOWN_ROWS = 12, SHOWN_PROBLEMS = 300, SHOWN_SKIPPED = 60 };

/* --- sending --- */

struct sending {
	const struct desk *d;
	struct model_upload u;
};

static bool
put_act(struct arc *arc, void *ctx, struct err *err)
{
	struct sending *s = ctx;

	return acc_check(arc_db(arc), s->d->who, ACC_DRAFT, NULL, err) &&
	       model_upload_put(arc_db(arc), &s->u, err);
}

static bool
sent_bytes(const struct desk *d, struct model_upload *u, struct err *err)
{
	const struct http_file *f = http_file_at(d->req, "tep", 0);
	const char *pasted = http_form(d->req, "dan");
	char *bytes;
	size_t done = 0;

	if (f == NULL || f->size == 0) {
		u->name = "dán từ bảng tính";
		u->bytes = pasted == NULL ? "" : pasted;
		u->len = strlen(u->bytes);
		if (u->bytes[strspn(u->bytes, " \t\r\n")] != '\0')
			return true;
		err_set(err, ERR_MISSING, no_pos, "chưa có bảng nào");
		return err_hint(
		    err, "chép các ô từ bảng tính rồi dán, hoặc chọn tệp");
	}
	bytes = arena_alloc(d->a, (size_t)f->size + 1);
	if (bytes == NULL)
		return err_nomem(err);
	while (done < f->size) {
		ssize_t n = read(f->fd, bytes + done, (size_t)f->size - done);

		if (n <= 0)
			return err_errno(err, f->name);
		done += (size_t)n;
	}
	u->name = f->name;
	u->bytes = bytes;
	u->len = done;
	return true;
}

bool
do_upload(struct http_request *req, void *app, struct err *err)
{
	struct desk d;
	struct sending s;
	const char *encoding = http_form(req, "ma-hoa");
	struct sheet_grid g;
	char id[ENV_ID_LEN + 1];
	const char *where;

	if (!desk_open(&d, req, app, err) || !desk_need_round(&d, err) ||
	    !desk_open_for_change(&d, err))
		return false;
	s = (struct sending){ .d = &d,
		.u = { .id = id,
		    .campaign = d.campaign,
		    .round = d.part,
		    .by = d.who->login,
		    .at = d.now } };
	s.u.encoding = sheet_encoding_codes[sheet_encoding_of(encoding)];
	/* What is no table is said now, not on the next page. */
	if (!sent_bytes(&d, &s.u, err) ||
	    !sheet_read(
		d.a, s.u.bytes, s.u.len, sheet_encoding_of(encoding), &g, err))
		return false;
	env_id(env_system(), id);
	if (!web_write(d.web, put_act, &s, err))
		return false;
	where = desk_part_path(&d, "/danh-sach/nhap");
	http_redirect(req, 303, arena_printf(d.a, "%s&tep=%s", where, id));
	return true;
}

/* --- looking at it --- */

struct intake {
	struct desk d;
	struct model_upload u;
	const char *org;
	struct sheet_grid g;
	struct model_table t;
	struct model_map map;
	struct model_taken taken;
	struct model_problems p;
};

static bool
check_taken(struct intake *k, struct err *err)
{
	struct model_issued issued = {
		.db = k->d.db, .campaign = k->d.campaign, .round = k->d.part
	};
	struct model_past past = { &issued, model_issued_find };
	const char *const *units;
	size_t n;

	return model_units(k->d.db, k->d.a, k->org, &units, &n, err) &&
	       model_roster_check(
		   k->d.a, &k->taken.roster, units, n, &past, &k->p, err);
}

/* The fields "cotN", "loai", "tieu-de" of the form, over what was guessed. */
static void
read_map(struct intake *k)
{
	struct arena *a = k->d.a;
	const char *kind = http_form(k->d.req, "loai"),
		   *heading = http_form(k->d.req, "tieu-de");

	for (size_t i = 0; i < k->t.columns && i < MODEL_MAP_COLUMNS; i++) {
		const char *v =
		    http_form(k->d.req, arena_printf(a, "cot%zu", i));

		if (v == NULL)
			continue;
		k->map.field[i] = MODEL_IGNORE;
		for (int f = 0; f < MODEL_COLUMNS; f++)
			if (v[0] == '0' + f && v[1] == '\0')
				k->map.field[i] = f;
	}
	if (heading != NULL)
		k->map.heading = atoi(heading) - 1;
	k->map.kind = MODEL_AUTO;
	for (int i = 0; kind != NULL && i < MODEL_KINDS; i++)
		if (strcmp(kind, model_kind_names[i]) == 0)
			k->map.kind = i;
}

static bool
open_intake(
    struct intake *k, struct http_request *req, void *app, struct err *err)
{
	bool post = http_method(req) != HTTP_GET;
	const char *id = post ? http_form(req, "tep") : http_query(req, "tep");
	const char *encoding = post ? http_form(req, "ma-hoa") : NULL;
	struct model_draft main;

	if (!desk_open(&k->d, req, app, err) || !desk_need_round(&k->d, err) ||
	    !desk_open_for_change(&k->d, err) ||
	    !model_upload_get(k->d.db, k->d.a, id == NULL ? "" : id,
		k->d.who->login, &k->u, err) ||
	    !model_draft_get(
		k->d.db, k->d.a, k->d.campaign, MODEL_MAIN, 0, &main, err))
		return false;
	k->org = model_form_get(&main.form, "co-quan/@ma");
	if (encoding == NULL)
		encoding = k->u.encoding;
	if (!sheet_read(k->d.a, k->u.bytes, k->u.len,
		sheet_encoding_of(encoding), &k->g, err))
		return false;
	k->t = (struct model_table){ k->g.cells, k->g.rows, k->g.columns };
	if (!model_map_guess(k->d.db, k->d.a, k->org, &k->t, &k->map, err))
		return false;
	if (post)
		read_map(k);
	return model_take(k->d.a, &k->t, &k->map, &k->taken, err) &&
	       check_taken(k, err);
}

/* --- the page --- */

static void
put_columns(struct xml_build *b, const struct intake *k)
{
	size_t first = k->map.heading < 0 ? 0 : (size_t)k->map.heading + 1;

	for (size_t i = 0; i < k->t.columns && i < MODEL_MAP_COLUMNS; i++) {
		size_t samples = 0;

		xml_open(b, "cot");
		xml_set_int(b, "so", (long long)i);
		xml_set(b, "tieu-de",
		    k->map.heading < 0
			? ""
			: sheet_cell_at(&k->g, (size_t)k->map.heading, i));
		for (size_t r = first; r < k->t.rows && samples < 3; r++) {
			const char *s = sheet_cell_at(&k->g, r, i);

			if (s[0] == '\0')
				continue;
			xml_leaf(b, "vi-du", s);
			samples++;
		}
		for (int f = MODEL_IGNORE; f < MODEL_COLUMNS; f++) {
			xml_open(b, "chon");
			xml_set_int(b, "ma", f);
			xml_set(b, "ten",
			    f < 0 ? "(bỏ qua)" : model_column_names[f]);
			xml_set(
			    b, "dang", k->map.field[i] == f ? "co" : "khong");
			xml_close(b);
		}
		xml_close(b);
	}
}

static void
put_found(struct xml_build *b, const struct intake *k)
{
	for (size_t i = 0; i < k->p.count && i < SHOWN_PROBLEMS; i++) {
		const struct model_problem *p = &k->p.list[i];
		const struct model_entry *e =
		    &k->taken.roster.entries[p->entry];

		xml_open(b, "loi");
		xml_set_int(b, "dong", e->row);
		xml_set(b, "cot", model_column_names[p->column]);
		xml_set(b, "muc", p->must ? "loi" : "nhac");
		xml_set(b, "goi-y", p->hint);
		xml_set(b, "sau", p->mended);
		xml_leaf(b, "chu",
		    p->column == MODEL_KIND ? e->text[MODEL_NAME]
					    : e->text[p->column]);
		xml_leaf(b, "noi", p->text);
		xml_close(b);
	}
	for (size_t i = 0; i < k->taken.skipped_count && i < SHOWN_SKIPPED;
	     i++) {
		xml_open(b, "bo-qua");
		xml_set_int(b, "dong", k->taken.skipped[i].row);
		xml_set(b, "vi", k->taken.skipped[i].why);
		xml_add_text(b, k->taken.skipped[i].text);
		xml_close(b);
	}
}

static void
put_sample(struct xml_build *b, const struct intake *k)
{
	static const char *const kinds[MODEL_KINDS] = { "Tập thể", "Cá nhân",
		"Hộ gia đình" };
	const struct model_roster *r = &k->taken.roster;

	for (size_t i = 0; i < r->count && i < SHOWN_ROWS; i++) {
		xml_open(b, "mau");
		xml_set_int(b, "dong", r->entries[i].row);
		xml_leaf(b, "o", kinds[r->entries[i].kind]);
		for (int c = MODEL_SALUTATION; c < MODEL_COLUMNS; c++)
			xml_leaf(b, "o", r->entries[i].text[c]);
		xml_close(b);
	}
}

static void
put_intake(struct xml_build *b, const struct intake *k)
{
	const struct desk *d = &k->d;
	const struct model_roster *r = &k->taken.roster;

	xml_open(b, "nhap");
	xml_set(b, "tep", k->u.id);
	xml_set(b, "ten-tep", k->u.name);
	xml_set(b, "dot", d->part);
	xml_set(b, "gui-toi", desk_path(d, d->campaign, "/danh-sach/nhap"));
	xml_set(b, "ve", desk_part_path(d, "/danh-sach"));
	xml_set_int(b, "tieu-de", k->map.heading + 1);
	xml_set(b, "nhan-ra", sheet_encoding_names[k->g.encoding]);
	xml_set_int(b, "mat-chu", (long long)k->g.lost);
	xml_set_int(b, "tong", (long long)r->count);
	xml_set_int(b, "tap-the", (long long)r->per_kind[MODEL_COLLECTIVE]);
	xml_set_int(b, "ca-nhan", (long long)r->per_kind[MODEL_PERSON]);
	xml_set_int(b, "ho-gia-dinh", (long long)r->per_kind[MODEL_HOUSEHOLD]);
	xml_set_int(b, "phai-sua", (long long)k->p.must);
	xml_set_int(b, "nen-xem", (long long)(k->p.count - k->p.must));
	xml_set_int(b, "may-sua", (long long)k->p.mendable);
	xml_set_int(b, "so-bo-qua", (long long)k->taken.skipped_count);
	for (int i = 0; i < SHEET_ENCODINGS; i++) {
		xml_open(b, "ma-hoa");
		xml_set(b, "ma", sheet_encoding_codes[i]);
		xml_set(b, "ten", sheet_encoding_names[i]);
		xml_set(b, "dang", (int)k->g.encoding == i ? "co" : "khong");
		xml_close(b);
	}
	xml_set(b, "loai",
	    k->map.kind < 0 ? "tu-dong" : model_kind_names[k->map.kind]);
	put_columns(b, k);
	put_sample(b, k);
	put_found(b, k);
	xml_close(b);
}

bool
page_intake(struct http_request *req, void *app, struct err *err)
{
	struct intake k;
	struct xml_build *b;

	memset(&k, 0, sizeof(k));
	if (!open_intake(&k, req, app, err))
		return false;
	b = web_data(k.d.web, req);
	put_intake(b, &k);
	return web_page(k.d.web, req, 200, "pages/nhap-danh-sach", b, err);
}

/* --- taking it --- */

struct taking {
	struct intake *k;
	bool replace, mend;
};

static bool
mend_entries(struct arena *a, struct model_roster *r)
{
	for (size_t i = 0; i < r->count; i++)
		for (int c = MODEL_SALUTATION; c < MODEL_COLUMNS; c++) {
			const char *m = model_mend(a, r->entries[i].text[c]);

			if (m == NULL)
				return false;
			r->entries[i].text[c] = m;
		}
	return true;
}

static bool
take_act(struct arc *arc, void *ctx, struct err *err)
{
	struct taking *t = ctx;
	struct intake *k = t->k;
	const struct desk *d = &k->d;
	const struct model_act act = { d->campaign, d->part, d->who->name,
		d->now };
	struct model_roster *r = &k->taken.roster;

	if (t->mend && !mend_entries(d->a, r))
		return err_nomem(err);
	return acc_check(arc_db(arc), d->who, ACC_DRAFT, k->org, err) &&
	       model_roster_add(arc_db(arc), d->a, &act, r->entries, r->count,
		   t->replace,
		   arena_printf(
		       d->a, "nhập %zu dòng từ %s", r->count, k->u.name),
		   err) &&
	       model_map_remember(
		   arc_db(arc), d->a, k->org, &k->t, &k->map, err) &&
	       model_upload_drop(arc_db(arc), k->u.id, err) &&
	       acc_note(arc_db(arc), d->who, d->now, "soan", d->campaign,
		   k->u.name, err);
}

bool
do_intake(struct http_request *req, void *app, struct err *err)
{
	const char *act = http_form(req, "lam"), *how = http_form(req, "cach");
	struct intake k;
	struct taking t = { .k = &k };
	struct xml_build *b;

	memset(&k, 0, sizeof(k));
	if (!open_intake(&k, req, app, err))
		return false;
	if (act != NULL && strcmp(act, "nhap") == 0 &&
	    k.taken.roster.count > 0) {
		t.replace = how != NULL && strcmp(how, "thay") == 0;
		t.mend = http_form(req, "may-sua") != NULL;
		return web_write(k.d.web, take_act, &t, err) &&
		       web_done(req, desk_part_path(&k.d, "/danh-sach"),
			   arena_printf(k.d.a, "Đã nhập %zu dòng.",
			       k.taken.roster.count));
	}
	b = web_data(k.d.web, req);
	if (k.taken.roster.count == 0)
		web_say(b, WEB_BAD,
		    "Không dòng nào có tên người hoặc tập thể – chọn lại cột "
		    "Họ và tên.",
		    NULL);
	put_intake(b, &k);
	return web_page(k.d.web, req, 200, "pages/nhap-danh-sach", b, err);
}
