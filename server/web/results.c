/* web/results.c -- what a search found, as a file: .xlsx, .csv or a typeset
 * list, with the columns that were chosen.
 *
 * Newest first, as many as EXPORT_MOST; a longer list says so and is cut
 * nowhere else. */
#include <stdio.h>
#include <string.h>

#include "archive/register.h"
#include "base/buf.h"
#include "base/json.h"
#include "sheet/sheet.h"
#include "viet/number.h"
#include "web/web_priv.h"

enum { EXPORT_MOST = 10000, EXPORT_STEP = 500 };

/* --- columns --- */

typedef const char *(*get_text)(struct arena *a, const struct arc_doc *d);

#define FIELD(name)                                   \
	static const char *get_##name(                \
	    struct arena *a, const struct arc_doc *d) \
	{                                             \
		(void)a;                              \
		return d->name;                       \
	}
FIELD(code)
FIELD(type_name)
FIELD(title)
FIELD(signer)
FIELD(honouree)
FIELD(unit)
FIELD(campaign_name)

static const char *
get_status(struct arena *a, const struct arc_doc *d)
{
	(void)a;
	return arc_state_name(d->status);
}

static const char *
get_day(struct arena *a, const struct arc_doc *d)
{
	struct ymd y = day_ymd(d->date);

	return arena_printf(a, "%02d/%02d/%04d", y.day, y.month, y.year);
}

static const struct column {
	const char *key, *title;
	get_text get;
	int width;	   /* letters, in a sheet */
	const char *share; /* of the printed page */
	const char *style; /* of its cells there */
	enum sheet_type type;
} columns[] = {
	/* clang-format off */
	{ "so",         "Số, ký hiệu",        get_code,          16, "38mm", "o-ma",   SHEET_TEXT },
	{ "ngay",       "Ngày",               get_day,           11, "23mm", "o-giua", SHEET_DAY },
	{ "loai",       "Loại",               get_type_name,     14, "24mm", "o",      SHEET_TEXT },
	{ "trich-yeu",  "Trích yếu",          get_title,         70, "3fr",  "o",      SHEET_TEXT },
	{ "nguoi-ky",   "Người ký",           get_signer,        24, "32mm", "o",      SHEET_TEXT },
	{ "doi-tuong",  "Người được khen",    get_honouree,      30, "1.6fr",  "o",      SHEET_TEXT },
	{ "don-vi",     "Đơn vị, địa chỉ",    get_unit,          36, "1.8fr",  "o",      SHEET_TEXT },
	{ "phong-trao", "Phong trào thi đua", get_campaign_name, 50, "2fr",  "o",      SHEET_TEXT },
	{ "tinh-trang", "Tình trạng",         get_status,        18, "25mm", "o",      SHEET_TEXT },
	/* clang-format on */
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

struct choice {
	const struct column *list[COLUMNS];
	size_t count;
};

/* Those that the address names; without any, what fits on a sheet of paper. */
static void
choose(struct http_request *req, struct choice *ret)
{
	static const char *const usual[] = { "so", "ngay", "trich-yeu",
		"nguoi-ky", "tinh-trang" };

	ret->count = 0;
	for (size_t c = 0; c < COLUMNS; c++) {
		const char *v;
		bool in = false, any = false;

		for (size_t i = 0; (v = http_query_at(req, "cot", i)) != NULL;
		     i++) {
			any = true;
			in = in || strcmp(v, columns[c].key) == 0;
		}
		for (size_t i = 0; !any && i < sizeof(usual) / sizeof(usual[0]);
		     i++)
			in = in || strcmp(usual[i], columns[c].key) == 0;
		if (in)
			ret->list[ret->count++] = &columns[c];
	}
	if (ret->count == 0)
		ret->list[ret->count++] = &columns[0];
}

void
web_put_columns(struct http_request *req, struct xml_build *b)
{
	struct choice chosen;

	choose(req, &chosen);
	for (size_t c = 0; c < COLUMNS; c++) {
		bool in = false;

		for (size_t i = 0; i < chosen.count; i++)
			in = in || chosen.list[i] == &columns[c];
		xml_open(b, "cot");
		xml_set(b, "ma", columns[c].key);
		xml_set(b, "ten", columns[c].title);
		xml_set(b, "chon", in ? "co" : "khong");
		xml_close(b);
	}
}

void
web_put_cells(
    struct http_request *req, struct xml_build *b, const struct arc_doc *d)
{
	struct choice chosen;

	choose(req, &chosen);
	for (size_t i = 0; i < chosen.count; i++) {
		const char *text = chosen.list[i]->get(http_arena(req), d);

		xml_open(b, "o");
		xml_set(b, "ten", chosen.list[i]->title);
		xml_add_text(b, text == NULL ? "" : text);
		xml_close(b);
	}
}

/* --- the rows --- */

typedef bool (*use_hit)(
    void *ctx, struct arena *a, const struct arc_doc *d, struct err *err);

/* *ret_count tells how many there were; *ret_more whether some were left. */
static bool
each_hit(struct web *web, struct http_request *req, use_hit use, void *ctx,
    size_t *ret_count, bool *ret_more, struct err *err)
{
	struct arc *arc = web_reader(web, err);
	struct arena *a = arena_new(0);
	struct arc_query q;
	struct arc_hits hits = { .next = 1 };
	size_t n = 0;
	bool ok = arc != NULL && (a != NULL || err_nomem(err));

	web_query(req, &q);
	q.relevance = false;
	q.before = 0;
	q.limit = EXPORT_STEP;
	while (ok && hits.next != 0 && n < EXPORT_MOST) {
		arena_reset(a);
		ok = arc_search(arc, a, &q, &hits, err);
		for (size_t i = 0; ok && i < hits.count && n < EXPORT_MOST;
		     i++, n++)
			ok = use(ctx, a, &hits.docs[i], err);
		q.before = hits.next;
	}
	*ret_count = n;
	*ret_more = hits.next != 0;
	arena_free(a);
	return ok;
}

/* --- sheets --- */

const char *const web_sheet_types[] = {
	[SHEET_XLSX] = "application/vnd.openxmlformats-officedocument."
		       "spreadsheetml.sheet",
	[SHEET_CSV] = "text/csv; charset=utf-8",
};

struct sheet_rows {
	struct sheet *sheet;
	const struct choice *chosen;
};

static bool
put_sheet_row(
    void *ctx, struct arena *a, const struct arc_doc *d, struct err *err)
{
	const struct sheet_rows *r = ctx;
	struct sheet_cell cells[COLUMNS] = { 0 };

	for (size_t i = 0; i < r->chosen->count; i++) {
		const struct column *c = r->chosen->list[i];

		if (c->type == SHEET_DAY)
			cells[i].day = d->date;
		else
			cells[i].text = c->get(a, d);
	}
	return sheet_row(r->sheet, cells, err);
}

static bool
reply_sheet(struct web *web, struct http_request *req, enum sheet_kind kind,
    struct err *err)
{
	struct choice chosen;
	struct sheet_column heads[COLUMNS];
	struct sheet_head head = { .kind = kind,
		.name = "Văn bản",
		.title = "Danh sách văn bản",
		.author = web->org,
		.created = env_now(env_system()),
		.columns = heads };
	struct sheet_rows rows = { .chosen = &chosen };
	struct buf out = { 0 };
	size_t count;
	bool more, ok;

	choose(req, &chosen);
	head.count = chosen.count;
	for (size_t i = 0; i < chosen.count; i++)
		heads[i] = (struct sheet_column){ chosen.list[i]->title,
			chosen.list[i]->type, chosen.list[i]->width };
	if (!sheet_new(&head, &rows.sheet, err))
		return false;
	ok = each_hit(web, req, put_sheet_row, &rows, &count, &more, err) &&
	     sheet_take(rows.sheet, &out, err);
	sheet_free(rows.sheet);
	if (ok) {
		if (more)
			http_reply_header(req, "X-Truncated", "10000");
		http_reply_name(req,
		    kind == SHEET_XLSX ? "Danh sách văn bản.xlsx"
				       : "Danh sách văn bản.csv",
		    false);
		http_reply(req, 200, web_sheet_types[kind], buf_str(&out),
		    out.len, false);
	}
	buf_done(&out);
	return ok;
}

/* --- the printed list --- */

struct print_rows {
	struct xml_build *b;
	const struct choice *chosen;
};

static bool
put_print_row(
    void *ctx, struct arena *a, const struct arc_doc *d, struct err *err)
{
	const struct print_rows *r = ctx;

	(void)err;
	xml_open(r->b, "dong");
	for (size_t i = 0; i < r->chosen->count; i++) {
		const char *text = r->chosen->list[i]->get(a, d);

		xml_open(r->b, "o");
		xml_set(r->b, "kieu", r->chosen->list[i]->style);
		xml_add_text(r->b, text == NULL ? "" : text);
		xml_close(r->b);
	}
	xml_close(r->b);
	return true;
}

/* What was asked, as a line under the title. */
static void
put_question(struct http_request *req, struct xml_build *b)
{
	static const char *const names[][2] = { { "q", "từ khóa" },
		{ "nam", "năm" }, { "nguoi-ky", "người ký" },
		{ "tu-ngay", "từ ngày" }, { "den-ngay", "đến ngày" } };
	struct buf text = { 0 };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *v = http_query(req, names[i][0]);

		if (v != NULL && v[0] != '\0')
			buf_printf(&text, "%s%s: %s", text.len == 0 ? "" : "; ",
			    names[i][1], v);
	}
	if (text.len > 0)
		xml_leaf(b, "hoi", buf_str(&text));
	buf_done(&text);
}

static bool
list_data(struct web *web, struct http_request *req, struct xml_doc **ret,
    struct err *err)
{
	struct arena *a = http_arena(req);
	struct xml_build *b = xml_build_new(a, "danh-sach");
	struct choice chosen;
	struct print_rows rows = { b, &chosen };
	struct buf shares = { 0 };
	size_t count;
	bool more, ok;

	choose(req, &chosen);
	buf_str_add(&shares, "12mm");
	for (size_t i = 0; i < chosen.count; i++)
		buf_printf(&shares, " %s", chosen.list[i]->share);
	xml_set(b, "cot", buf_str(&shares));
	buf_done(&shares);
	xml_leaf(b, "co-quan", web->org);
	xml_leaf(b, "luc", web_moment(a, env_now(env_system())));
	put_question(req, b);
	for (size_t i = 0; i < chosen.count; i++)
		xml_leaf(b, "dau", chosen.list[i]->title);
	ok = each_hit(web, req, put_print_row, &rows, &count, &more, err);
	xml_open(b, "cong");
	xml_set_int(b, "so", (long long)count);
	xml_set(b, "con-nua", more ? "co" : "khong");
	xml_close(b);
	return ok && xml_build_doc(b, ret, err);
}

static bool
reply_print(struct web *web, struct http_request *req, struct err *err)
{
	struct arena *a = http_arena(req);
	struct press_job job = { .template = "result-list",
		.issuer = web->org,
		.created = env_now(env_system()) };
	struct press_result r;
	struct err_list errors;
	struct xml_doc *data;

	err_list_init(&errors, a);
	if (!list_data(web, req, &data, err))
		return false;
	job.data = data;
	if (!press_run(web->config.press, a, &job, &errors, &r)) {
		*err = *errors.items[0];
		return false;
	}
	http_reply_name(req, "Danh sách văn bản.pdf", true);
	http_reply(req, 200, "application/pdf", r.pdf, r.pdf_len, true);
	return true;
}

bool
page_results(struct http_request *req, void *app, struct err *err)
{
	const char *name = http_param(req, "file");

	http_reply_header(req, "Cache-Control", "no-store");
	if (strcmp(name, "danh-sach.xlsx") == 0)
		return reply_sheet(app, req, SHEET_XLSX, err);
	if (strcmp(name, "danh-sach.csv") == 0)
		return reply_sheet(app, req, SHEET_CSV, err);
	if (strcmp(name, "danh-sach.pdf") == 0)
		return reply_print(app, req, err);
	return err_set(err, ERR_NOTFOUND, no_pos, "tệp %s", name);
}
