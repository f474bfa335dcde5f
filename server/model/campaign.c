/* model/campaign.c -- reading and checking a campaign's file, keeping it. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "db/db.h"
#include "model/draft.h"
#include "model/model.h"
#include "viet/number.h"
#include "viet/text.h"
#include "xml/xml.h"

struct reader {
	struct arena *a;
	struct err_list *errors;
	const struct xml_doc *doc;
};

static void
report(struct reader *r, struct err *err)
{
	size_t len;
	const char *source = xml_source(r->doc, &len);

	err_excerpt(err, source, len);
	err_list_add(r->errors, err);
}

static void
missing(struct reader *r, const struct xml_node *n, const char *what)
{
	struct err err;

	err_set(
	    &err, ERR_MISSING, xml_pos(n), "<%s> thiếu %s", xml_name(n), what);
	err_data(&err, xml_path(r->a, n));
	err_hint(&err, "điền %s", what);
	report(r, &err);
}

/* A letter that looks like another is a mistake on paper. */
static void
check_letters(struct reader *r, const struct xml_node *n, const char *text)
{
	struct err err;
	const char *nfc;

	if (!viet_nfc(r->a, text, strlen(text), &nfc, &err)) {
		err.line = xml_pos(n).line;
		report(r, &err);
		return;
	}
	for (const char *p = nfc; *p != '\0';) {
		uint32_t cp = viet_next(&p);

		if (cp != 0x1A3 && cp != 0x1A2 && cp != 0xD0 && cp != 0xF0 &&
		    cp != 0xAD && cp != 0x200B)
			continue;
		err_set(&err, ERR_VALUE, xml_pos(n), "«%s» có ký tự lạ U+%04X",
		    nfc, cp);
		err_data(&err, xml_path(r->a, n));
		err_hint(&err,
		    "gõ lại chữ ấy bằng bộ gõ Unicode (ƣ thành ư, Ð thành Đ)");
		report(r, &err);
		return;
	}
}

static const char *
text_of(struct reader *r, const struct xml_node *n, const char *child)
{
	const struct xml_node *c = n == NULL ? NULL : xml_child(n, child);
	const char *s = c == NULL ? NULL : xml_string(r->a, c), *nfc;

	if (s == NULL || s[strspn(s, " \t\r\n")] == '\0') {
		if (n != NULL)
			missing(r, n, child);
		return "";
	}
	check_letters(r, c, s);
	return viet_nfc(r->a, s, strlen(s), &nfc, NULL) ? nfc : s;
}

static const char *
attr_of(struct reader *r, const struct xml_node *n, const char *name)
{
	const char *v = n == NULL ? NULL : xml_attr(n, name);

	if (v != NULL && v[0] != '\0')
		return v;
	if (n != NULL)
		missing(r, n, name);
	return "";
}

static day_t
day_of(struct reader *r, const struct xml_node *n, const char *name)
{
	const char *v = attr_of(r, n, name);
	struct err err;
	day_t day = 0;

	if (v[0] == '\0' || day_parse_iso(v, &day))
		return day;
	err_set(&err, ERR_VALUE, xml_attr_pos(n, name), "%s=\"%s\"", name, v);
	err_hint(&err, "viết năm-tháng-ngày, ví dụ 2022-04-12");
	report(r, &err);
	return 0;
}

static const struct xml_node *
need(struct reader *r, const struct xml_node *n, const char *child)
{
	const struct xml_node *c = n == NULL ? NULL : xml_child(n, child);

	if (c == NULL && n != NULL)
		missing(r, n, child);
	return c;
}

/* The last line above the name is the signer's own position. */
static void
read_signer(struct reader *r, const struct xml_node *n, const char **ret_name,
    const char **ret_position)
{
	const struct xml_node *s = need(r, n, "nguoi-ky");

	*ret_name = attr_of(r, s, "ho-ten");
	*ret_position = "";
	for (const struct xml_node *d = s == NULL ? NULL : xml_first_element(s);
	     d != NULL; d = xml_next_element(d))
		*ret_position = xml_string(r->a, d);
}

static void
read_honouree(struct reader *r, const struct xml_node *n, enum model_kind kind,
    struct model_honouree *h)
{
	h->kind = kind;
	h->node = n;
	h->key = attr_of(r, n, "ma");
	h->name = text_of(r, n, "ten");
	h->salutation = "";
	h->position = h->unit = "";
	if (kind == MODEL_PERSON) {
		h->salutation = attr_of(r, n, "danh-xung");
		h->position = text_of(r, n, "chuc-vu");
		h->unit = text_of(r, n, "don-vi");
	} else if (kind == MODEL_HOUSEHOLD) {
		h->unit = text_of(r, n, "dia-chi");
	}
}

static int
by_key(const void *x, const void *y)
{
	const struct model_honouree *const *a = x, *const *b = y;

	return strcmp((*a)->key, (*b)->key);
}

static int
by_name_and_unit(const void *x, const void *y)
{
	const struct model_honouree *const *a = x, *const *b = y;
	int c = strcmp((*a)->name, (*b)->name);

	return c != 0 ? c : strcmp((*a)->unit, (*b)->unit);
}

/* Says of each two neighbours that are equal which of them comes later. */
static void
report_equal(
    struct reader *r, const struct model_honouree **list, size_t n, bool key)
{
	int (*compare)(const void *, const void *) =
	    key ? by_key : by_name_and_unit;
	struct err err;

	qsort(list, n, sizeof(const struct model_honouree *), compare);
	for (size_t i = 1; i < n; i++) {
		const struct model_honouree *x =
		    list[i] > list[i - 1] ? list[i] : list[i - 1];

		if (compare(&list[i], &list[i - 1]) != 0)
			continue;
		err_set(&err, ERR_TAKEN, xml_pos(x->node),
		    key ? "mã %s dùng hai lần"
			: "%s có hai lần trong danh sách",
		    key ? x->key : x->name);
		err_hint(
		    &err, key ? "mỗi người nhận một mã riêng"
			      : "bỏ một dòng, hoặc ghi rõ đơn vị khác nhau");
		report(r, &err);
	}
}

static void
check_equal(struct reader *r, const struct model_round *round)
{
	const struct model_honouree **list =
	    arena_alloc_n(r->a, round->count + 1, sizeof(*list));

	for (size_t i = 0; list != NULL && i < round->count; i++)
		list[i] = &round->honourees[i];
	for (int key = 1; list != NULL && key >= 0; key--)
		report_equal(r, list, round->count, key == 1);
	if (list == NULL) {
		struct err err;

		err_nomem(&err);
		report(r, &err);
	}
}

static void
read_round(
    struct reader *r, const struct xml_node *n, struct model_round *round)
{
	size_t all = 0;

	round->node = n;
	round->key = attr_of(r, n, "ma");
	round->name = attr_of(r, n, "ten");
	round->form = attr_of(r, n, "hinh-thuc");
	round->date = day_of(r, n, "ngay");
	read_signer(r, n, &round->signer, &round->signer_position);
	for (const struct xml_node *e = xml_first_element(n); e != NULL;
	     e = xml_next_element(e))
		all++;
	round->honourees = arena_alloc_n(r->a, all, sizeof(*round->honourees));
	for (int k = 0; round->honourees != NULL && k < MODEL_KINDS; k++)
		for (const struct xml_node *e = xml_first_element(n); e != NULL;
		     e = xml_next_element(e)) {
			if (strcmp(xml_name(e), model_kind_names[k]) != 0)
				continue;
			read_honouree(r, e, (enum model_kind)k,
			    &round->honourees[round->count++]);
			round->per_kind[k]++;
		}
	check_equal(r, round);
}

static void
read_rounds(struct reader *r, struct model_campaign *c)
{
	size_t n = 0;
	const struct xml_node *e;

	for (e = xml_first_element(c->root); e != NULL; e = xml_next_element(e))
		n += strcmp(xml_name(e), "dot-khen") == 0;
	c->rounds = arena_alloc_n(r->a, n, sizeof(*c->rounds));
	for (e = xml_first_element(c->root); c->rounds != NULL && e != NULL;
	     e = xml_next_element(e))
		if (strcmp(xml_name(e), "dot-khen") == 0)
			read_round(r, e, &c->rounds[c->round_count++]);
}

bool
model_load(struct arena *a, const struct xml_doc *doc, struct err_list *errors,
    struct model_campaign **ret)
{
	struct reader r = { a, errors, doc };
	struct model_campaign *c = arena_alloc(a, sizeof(*c));
	const struct xml_node *org, *plan;
	const char *number;
	struct err err;
	size_t before = errors->errors;

	if (c == NULL) {
		err_nomem(&err);
		err_list_add(errors, &err);
		return false;
	}
	c->doc = doc;
	c->root = xml_root(doc);
	if (strcmp(xml_name(c->root), "phong-trao-thi-dua") != 0) {
		err_set(&err, ERR_ELEMENT, xml_pos(c->root), "thẻ gốc là <%s>",
		    xml_name(c->root));
		err_hint(
		    &err, "tệp phong trào có thẻ gốc <phong-trao-thi-dua>");
		report(&r, &err);
		return false;
	}
	c->key = attr_of(&r, c->root, "ma");
	org = need(&r, c->root, "co-quan");
	c->org = attr_of(&r, org, "ma");
	c->org_symbol = attr_of(&r, org, "ky-hieu");
	c->org_name = text_of(&r, org, "ten");
	c->name = text_of(&r, need(&r, c->root, "phong-trao"), "ten");
	plan = need(&r, c->root, "ke-hoach");
	c->plan_date = day_of(&r, plan, "ngay");
	read_signer(&r, plan, &c->plan_signer, &c->plan_position);
	number = plan == NULL ? NULL : xml_attr(plan, "so");
	if (number != NULL && !viet_number_parse(number, &c->plan_number))
		missing(&r, plan, "so là số nguyên");
	read_rounds(&r, c);
	*ret = c;
	return errors->errors == before;
}

/* --- keeping --- */

static const char sql_campaign[] =
    "INSERT INTO campaign(key, org, name, data) VALUES(?1, ?2, ?3, ?4) "
    "ON CONFLICT(key) DO UPDATE SET name = excluded.name, data = excluded.data";
static const char sql_honouree[] =
    "INSERT INTO honouree(campaign, round, key, kind, name, folded, unit, "
    "position) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
    "ON CONFLICT(campaign, round, key) DO UPDATE SET name = excluded.name, "
    "folded = excluded.folded, unit = excluded.unit, position = "
    "excluded.position";

static bool
store_honouree(struct db *db, struct arena *a, const struct model_campaign *c,
    const struct model_round *r, const struct model_honouree *h,
    struct err *err)
{
	struct db_stmt *st;
	const char *folded = viet_fold(a, h->name);

	if (folded == NULL)
		return err_nomem(err);
	if (!db_prepare(db, sql_honouree, &st, err))
		return false;
	db_bind_text(st, 1, c->key);
	db_bind_text(st, 2, r->key);
	db_bind_text(st, 3, h->key);
	db_bind_text(st, 4, model_kind_names[h->kind]);
	db_bind_text(st, 5, h->name);
	db_bind_text(st, 6, folded);
	db_bind_text(st, 7, h->unit);
	db_bind_text(st, 8, h->position);
	return db_run(st, err);
}

bool
model_put(struct db *db, const struct model_campaign *c, struct err *err)
{
	struct arena *a = arena_new(0);
	struct buf xml = { 0 };
	struct db_stmt *st;
	bool ok = a != NULL || err_nomem(err);

	ok = ok && xml_canonical(c->doc, &xml, err);
	if (ok && (ok = db_prepare(db, sql_campaign, &st, err))) {
		db_bind_text(st, 1, c->key);
		db_bind_text(st, 2, c->org);
		db_bind_text(st, 3, c->name);
		db_bind_text(st, 4, buf_str(&xml));
		ok = db_run(st, err);
	}
	for (size_t i = 0; ok && i < c->round_count; i++)
		for (size_t k = 0; ok && k < c->rounds[i].count; k++)
			ok = store_honouree(db, a, c, &c->rounds[i],
			    &c->rounds[i].honourees[k], err);
	buf_done(&xml);
	arena_free(a);
	return ok;
}

bool
model_store(struct db *db, const struct model_campaign *c, struct err *err)
{
	if (!model_upgrade(db, err) || !db_begin(db, err))
		return false;
	if (model_put(db, c, err) && db_commit(db, err))
		return true;
	db_rollback(db);
	return false;
}
