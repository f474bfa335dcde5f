/* web/archive.c -- the archive page, dossiers, suggestions. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/register.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "viet/number.h"
#include "web/web_priv.h"

enum { PAGE_SIZE = 20 };

/* Fields of the form and of addresses, in the order of enum arc_facet_kind for
 * the first ARC_FACETS. */
static const char *const fields[] = { "loai", "nam", "phong-trao", "so",
	"co-quan", "nguoi-ky", "tinh-trang", "doi-tuong", "q", "tu-ngay",
	"den-ngay", "xep", "dang" };

bool
web_is_search_field(const char *name)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strcmp(fields[i], name) == 0)
			return true;
	return strcmp(name, "cot") == 0;
}

static const char *
field(struct http_request *req, const char *name)
{
	const char *v = http_query(req, name);

	return v == NULL ? "" : v;
}

/* A day that cannot be read is no limit, and is said. */
static day_t
read_day(struct http_request *req, const char *name)
{
	const char *v = field(req, name);
	day_t d;

	return v[0] != '\0' && day_parse_any(v, &d) ? d : 0;
}

void
web_query(struct http_request *req, struct arc_query *q)
{
	*q = (struct arc_query){ .words = field(req, "q"),
		.type = field(req, "loai"),
		.campaign = field(req, "phong-trao"),
		.series = field(req, "so"),
		.org = field(req, "co-quan"),
		.signer = field(req, "nguoi-ky"),
		.status = field(req, "tinh-trang"),
		.kind = field(req, "doi-tuong"),
		.year = (int)strtol(field(req, "nam"), NULL, 10),
		.from = read_day(req, "tu-ngay"),
		.until = read_day(req, "den-ngay"),
		.relevance = strcmp(field(req, "xep"), "phu-hop") == 0,
		.typing = strcmp(field(req, "dang-go"), "co") == 0,
		.before = strtoll(field(req, "truoc"), NULL, 10),
		.limit = PAGE_SIZE };
	if (web_who(req)->org[0] != '\0')
		q->org = web_who(req)->org;
	if (q->year < 0 || q->year > 9999)
		q->year = 9999; /* no such year: finds nothing */
	if (q->before < 0)
		q->before = 0;
}

/* --- facets --- */

static const char *
facet_name(int kind, const struct arc_facet *f)
{
	static const char *const names[][2] = { { "so-vang", "Sổ vàng" },
		{ "van-ban", "Sổ văn bản đi" }, { "tap-the", "Tập thể" },
		{ "ca-nhan", "Cá nhân" }, { "ho-gia-dinh", "Hộ gia đình" } };

	if (kind == ARC_BY_STATUS)
		return arc_state_name(f->key);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if ((kind == ARC_BY_SERIES || kind == ARC_BY_KIND) &&
		    strcmp(names[i][0], f->key) == 0)
			return names[i][1];
	return f->name;
}

static bool
put_facets(struct web *web, struct http_request *req, struct xml_build *b,
    const struct arc_query *q, struct err *err)
{
	struct arc *arc = web_reader(web, err);
	struct arc_facets f;
	char year[12];
	const char *chosen[ARC_FACETS] = { q->type, q->year == 0 ? "" : year,
		q->campaign, q->series, q->org, q->signer, q->status, q->kind };

	snprintf(year, sizeof(year), "%d", q->year);
	if (!arc_count_facets(arc, http_arena(req), q, &f, err))
		return false;
	xml_open(b, "loc");
	xml_set(b, "moi-nhat", f.newest ? "co" : "khong");
	for (int k = 0; k < ARC_FACETS; k++)
		for (size_t i = 0; i < f.count[k]; i++) {
			const struct arc_facet *v = &f.list[k][i];

			xml_open(b, fields[k]);
			xml_set(b, "ma", v->key);
			xml_set(b, "ten", facet_name(k, v));
			xml_set_int(b, "so", v->count);
			xml_set(b, "chon",
			    strcmp(chosen[k], v->key) == 0 ? "co" : "khong");
			xml_close(b);
		}
	xml_close(b);
	return true;
}

/* --- results --- */

/* An address of the archive page with the same filters and other words. */
static const char *
address(struct http_request *req, const char *words, int64_t before)
{
	struct buf b = { 0 };
	const char *out, *v;

	buf_str_add(&b, "/luu-tru?");
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		v = field(req, fields[i]);
		if (words != NULL && strcmp(fields[i], "q") == 0)
			v = words;
		if (v[0] == '\0')
			continue;
		buf_printf(&b, "%s=", fields[i]);
		http_encode(&b, v);
		buf_char(&b, '&');
	}
	for (size_t i = 0; (v = http_query_at(req, "cot", i)) != NULL; i++) {
		buf_str_add(&b, "cot=");
		http_encode(&b, v);
		buf_char(&b, '&');
	}
	if (before != 0)
		buf_printf(&b, "truoc=%lld", (long long)before);
	else
		buf_cut(&b, b.len - 1);
	out = arena_strdup(http_arena(req), buf_str(&b));
	buf_done(&b);
	return out;
}

static const char *
dossier_address(struct arena *a, const char *name)
{
	struct buf b = { 0 };
	const char *out;

	buf_str_add(&b, "/ho-so?ten=");
	http_encode(&b, name);
	out = arena_strdup(a, buf_str(&b));
	buf_done(&b);
	return out;
}

static const char *
count_text(struct arena *a, const struct arc_hits *h)
{
	struct buf b = { 0 };
	const char *out;

	if (h->more_total)
		buf_str_add(&b, "Hơn ");
	viet_grouped(&b, h->total);
	buf_str_add(&b, " văn bản");
	out = arena_strdup(a, buf_str(&b));
	buf_done(&b);
	return out;
}

static void
put_extract(struct xml_build *b, const struct arc_extract *e)
{
	if (e->count == 0)
		return;
	xml_open(b, "doan");
	for (size_t i = 0; i < e->count; i++)
		xml_leaf(b, e->parts[i].hit ? "khop" : "chu", e->parts[i].text);
	xml_close(b);
}

static void
put_hits(
    struct http_request *req, struct xml_build *b, const struct arc_hits *h)
{
	struct arena *a = http_arena(req);
	bool table = strcmp(field(req, "dang"), "bang") == 0;

	xml_open(b, "ket-qua");
	xml_set(b, "loi-ke", count_text(a, h));
	if (h->next != 0)
		xml_set(b, "tiep", address(req, NULL, h->next));
	for (size_t i = 0; i < h->count; i++) {
		xml_open(b, "van-ban");
		web_put_document(b, a, &h->docs[i]);
		xml_set(b, "trich-yeu", h->docs[i].title);
		if (h->extracts != NULL)
			put_extract(b, &h->extracts[i]);
		if (table)
			web_put_cells(req, b, &h->docs[i]);
		xml_close(b);
	}
	xml_close(b);
}

/* What is said above the results. */
static void
put_notes(
    struct http_request *req, struct xml_build *b, const struct arc_hits *h)
{
	bool bad_day = (field(req, "tu-ngay")[0] != '\0' &&
			   read_day(req, "tu-ngay") == 0) ||
		       (field(req, "den-ngay")[0] != '\0' &&
			   read_day(req, "den-ngay") == 0);

	xml_leaf(b, "giai-thich", h->understood);
	xml_leaf(b, "giai-thich", h->explain);
	if (bad_day)
		xml_leaf(b, "giai-thich",
		    "Ngày không đọc được nên không dùng để lọc; ghi như "
		    "12/04/2022.");
	if (h->instead != NULL) {
		xml_open(b, "thu-lai");
		xml_set(b, "dia-chi", address(req, h->instead, 0));
		xml_add_text(b, h->instead);
		xml_close(b);
	}
	if (h->name != NULL) {
		xml_open(b, "ho-so-ten");
		xml_set(
		    b, "dia-chi", dossier_address(http_arena(req), h->name));
		xml_add_text(b, h->name);
		xml_close(b);
	}
}

static void
put_form(
    struct http_request *req, struct xml_build *b, const struct arc_query *q)
{
	bool some = q->before != 0;

	xml_open(b, "tim");
	xml_set(b, "q", q->words);
	xml_set(b, "xep", q->relevance ? "phu-hop" : "moi");
	xml_set(b, "dang",
	    strcmp(field(req, "dang"), "bang") == 0 ? "bang" : "the");
	xml_set(b, "tu-ngay", field(req, "tu-ngay"));
	xml_set(b, "den-ngay", field(req, "den-ngay"));
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		some = some || (field(req, fields[i])[0] != '\0' &&
				   strcmp(fields[i], "xep") != 0 &&
				   strcmp(fields[i], "dang") != 0);
	xml_set(b, "dang-loc", some ? "co" : "khong");
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (field(req, fields[i])[0] == '\0')
			continue;
		xml_open(b, "giu");
		xml_set(b, "ten", fields[i]);
		xml_set(b, "tri", field(req, fields[i]));
		xml_close(b);
	}
	xml_close(b);
}

bool
page_archive(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arc *arc = web_reader(web, err);
	struct arc_query q;
	struct arc_hits hits;
	struct xml_build *b;

	if (arc == NULL)
		return false;
	web_query(req, &q);
	q.extracts = true;
	if (!arc_search(arc, http_arena(req), &q, &hits, err))
		return false;
	b = web_data(web, req);
	put_form(req, b, &q);
	put_notes(req, b, &hits);
	if (!put_facets(web, req, b, &q, err))
		return false;
	web_put_columns(req, b);
	if (!web_put_saved(req, b, arc, err))
		return false;
	put_hits(req, b, &hits);
	return web_page(web, req, 200, "pages/luu-tru", b, err);
}

/* --- dossiers --- */

/* Who belongs to one organisation sees that one's awards, and no spellings
 * that others may have. */
static void
keep_own(struct http_request *req, struct arc_dossier *d)
{
	const char *org = web_who(req)->org;
	size_t n = 0;

	if (org[0] == '\0')
		return;
	for (size_t i = 0; i < d->count; i++)
		if (strcmp(d->awards[i].doc.org, org) == 0)
			d->awards[n++] = d->awards[i];
	d->count = n;
	d->variant_count = 0;
}

bool
page_dossier(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	struct arc *arc = web_reader(web, err);
	const char *name = field(req, "ten");
	struct arc_dossier d;
	struct xml_build *b;

	if (arc == NULL || !arc_read_dossier(arc, a, name, &d, err))
		return false;
	b = web_data(web, req);
	keep_own(req, &d);
	xml_open(b, "ho-so");
	xml_set(b, "ten", name);
	xml_set_int(b, "so", (long long)d.count);
	xml_set(b, "con-nua", d.more ? "co" : "khong");
	for (size_t i = 0; i < d.count; i++) {
		xml_open(b, "khen");
		web_put_document(b, a, &d.awards[i].doc);
		xml_set(b, "ten", d.awards[i].name);
		xml_set(b, "don-vi", d.awards[i].unit);
		xml_set(b, "phong-trao", d.awards[i].doc.campaign_name);
		xml_set(b, "trich-yeu", d.awards[i].doc.title);
		xml_close(b);
	}
	for (size_t i = 0; i < d.variant_count; i++) {
		xml_open(b, "cach-viet");
		xml_set(b, "dia-chi", dossier_address(a, d.variants[i].name));
		xml_set_int(b, "so", d.variants[i].docs);
		xml_add_text(b, d.variants[i].name);
		xml_close(b);
	}
	xml_close(b);
	return web_page(web, req, 200, "pages/ho-so", b, err);
}

/* --- suggestions --- */

bool
api_suggestions(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arc *arc = web_reader(web, err);
	struct arc_suggestion *list;
	struct buf b = { 0 };
	struct json j = { .out = &b };
	size_t n;

	if (arc == NULL ||
	    !arc_suggest(arc, http_arena(req), field(req, "q"), &list, &n, err))
		return false;
	if (web_who(req)->org[0] != '\0')
		n = 0; /* the vocabulary is everybody's */
	json_object(&j);
	json_key(&j, "suggestions");
	json_array(&j);
	for (size_t i = 0; i < n; i++) {
		json_object(&j);
		json_pair(&j, "text", list[i].text);
		json_pair(&j, "kind", list[i].what);
		json_pair_int(&j, "documents", list[i].docs);
		json_object_end(&j);
	}
	json_array_end(&j);
	json_object_end(&j);
	return web_json(req, &b, err);
}
