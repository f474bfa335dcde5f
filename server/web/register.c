/* web/register.c -- the register on screen: its series, a book page by page,
 * and what a registrar does with numbers: keep, put in between, cancel.
 *
 * Decree 30/2020/NĐ-CP, articles 14 to 16.  Every one of these needs a reason
 * and is an event of the log. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/numbering.h"
#include "archive/proof.h"
#include "archive/register.h"
#include "base/buf.h"
#include "records/book.h"
#include "viet/number.h"
#include "web/web_priv.h"

enum { BOOK_ROWS = 50 };
static const char numbering_file[] = "rules/so-dang-ky.xml";

/* --- names --- */

/* As the organisation calls the series in that year; its code when it has given
 * it no name. */
static const char *
series_name(struct web *web, struct arc *arc, struct arena *a,
    const struct arc_book_range *of)
{
	day_t day = day_of_ymd((struct ymd){ of->year, 12, 31 });
	struct arc_numbering *n = arena_alloc(a, sizeof(*n));
	struct xml_doc *file;
	const char *bytes;
	struct err ignored;
	size_t len;

	if (n == NULL ||
	    !press_file(
		web->config.press, a, numbering_file, &bytes, &len, &ignored) ||
	    !xml_parse(
		a, numbering_file, bytes, len, XML_DATA, &file, &ignored) ||
	    !arc_find_numbering(arc, a, of->org, day, file, n, &ignored))
		return of->series;
	for (size_t i = 0; i < n->series_count; i++)
		if (strcmp(n->series[i].code, of->series) == 0)
			return n->series[i].name;
	return of->series;
}

static const char *
book_address(struct arena *a, const struct arc_book_range *r)
{
	struct buf b = { 0 };
	const char *out;

	buf_str_add(&b, "/so-dang-ky/");
	http_encode(&b, r->org);
	buf_char(&b, '/');
	http_encode(&b, r->series);
	buf_printf(&b, "/%d", r->year);
	out = buf_ok(&b) ? arena_strdup(a, buf_str(&b)) : NULL;
	buf_done(&b);
	return out == NULL ? "/so-dang-ky" : out;
}

static void
put_grouped(struct xml_build *b, const char *name, int64_t n)
{
	struct buf text = { 0 };

	viet_grouped(&text, n);
	xml_set(b, name, buf_str(&text));
	buf_done(&text);
}

/* --- all books --- */

void
web_put_series(struct web *web, struct xml_build *b, struct arena *a,
    struct arc *arc, const struct arc_series *s)
{
	const struct arc_book_range r = { s->org, s->series, s->year, 0, 0 };

	xml_open(b, "so");
	xml_set(b, "ten", series_name(web, arc, a, &r));
	xml_set(b, "dia-chi", book_address(a, &r));
	xml_set_int(b, "nam", s->year);
	put_grouped(b, "so-cuoi", s->last);
	put_grouped(b, "da-ghi", s->count);
	xml_close(b);
}

bool
page_register(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	struct arc *arc = web_reader(web, err);
	const char *own = web_who(req)->org;
	struct arc_series *list;
	struct xml_build *b;
	size_t n;

	if (arc == NULL || !arc_list_series(arc, a, &list, &n, err))
		return false;
	b = web_data(web, req);
	for (size_t i = 0; i < n; i++)
		if (own[0] == '\0' || strcmp(list[i].org, own) == 0)
			web_put_series(web, b, a, arc, &list[i]);
	return web_page(web, req, 200, "pages/so-dang-ky", b, err);
}

/* --- one book --- */

bool
scope_book(struct web *web, struct http_request *req, const char **ret_org,
    struct err *err)
{
	(void)web;
	(void)err;
	*ret_org = http_param(req, "org");
	return true;
}

static bool
read_range(
    struct http_request *req, struct arc_book_range *ret, struct err *err)
{
	const char *year = http_param(req, "year");
	char *end;
	long v = strtol(year, &end, 10);

	if (*end != '\0' || v < 1900 || v > 9999)
		return err_set(err, ERR_NOTFOUND, no_pos,
		    "không có sổ của năm «%s»", year);
	*ret = (struct arc_book_range){ .org = http_param(req, "org"),
		.series = http_param(req, "series"),
		.year = (int)v };
	return true;
}

struct lines {
	struct xml_build *b;
	struct arena *a;
};

static bool
put_line(void *ctx, const struct arc_entry *e, struct err *err)
{
	struct lines *l = ctx;
	struct xml_build *b = l->b;

	(void)err;
	xml_open(b, "dong");
	xml_set_int(b, "so", e->number);
	xml_set(b, "hau-to", e->suffix);
	xml_set(b, "ky-hieu", e->code);
	xml_set(b, "ngay", web_day(l->a, e->date));
	xml_set(b, "loai", e->type_name);
	xml_set(b, "trich-yeu", e->title);
	xml_set(b, "nguoi-ky", e->signer);
	xml_set(b, "noi-nhan", e->recipients == NULL ? "" : e->recipients);
	if (e->copies > 0)
		xml_set_int(b, "so-ban", e->copies);
	if (e->sent != 0)
		xml_set(b, "ngay-chuyen", web_day(l->a, e->sent));
	if (e->uid[0] != '\0')
		xml_set(b, "id", e->uid);
	xml_set(b, "ma-tinh-trang", e->state);
	xml_set(b, "tinh-trang", arc_state_name(e->state));
	xml_set(b, "ghi-chu", e->note);
	xml_close(b);
	return true;
}

static void
put_sum(struct xml_build *b, struct arena *a, const struct arc_book_sum *s)
{
	put_grouped(b, "van-ban", s->documents);
	put_grouped(b, "dang-giu", s->kept);
	put_grouped(b, "da-huy", s->cancelled);
	put_grouped(b, "chen", s->between);
	put_grouped(b, "het-hieu-luc", s->out_of_force);
	xml_set_int(b, "dau", s->first);
	xml_set_int(b, "cuoi", s->last);
	if (s->closed != 0)
		xml_set(b, "khoa", web_moment(a, s->closed));
}

/* The part of the book that is asked for: the newest numbers, or those that
 * end at "den". */
static void
choose_part(struct http_request *req, const struct arc_book_sum *s,
    struct arc_book_range *r)
{
	const char *asked = http_query(req, "den");
	int64_t last = asked == NULL ? s->last : strtoll(asked, NULL, 10);

	if (last > s->last || last < s->first)
		last = s->last;
	r->last = last;
	r->first = last - BOOK_ROWS + 1;
	if (r->first < s->first)
		r->first = s->first;
}

/* What was typed stands in the form again when it was refused. */
static void
put_typed(struct http_request *req, struct xml_build *b)
{
	static const char *const names[] = { "ngay", "muc-dich", "sau-so",
		"ly-do-chen", "so-huy", "ly-do-huy" };

	xml_open(b, "go");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		xml_set(b, names[i], web_field(req, names[i]));
	xml_close(b);
}

static bool
show_book(struct web *web, struct http_request *req, int status,
    const struct err *why, const char *field, struct err *err)
{
	struct arena *a = http_arena(req);
	struct arc *arc = web_reader(web, err);
	struct arc_book_range r;
	struct arc_book_sum sum;
	struct lines l = { .a = a };

	if (arc == NULL || !read_range(req, &r, err) ||
	    !arc_sum_book(arc, a, r.org, r.series, r.year, &sum, err))
		return false;
	if (sum.last == 0 && why == NULL)
		return err_set(err, ERR_NOTFOUND, no_pos,
		    "sổ %s năm %d chưa có số nào", r.series, r.year);
	choose_part(req, &sum, &r);
	l.b = web_data(web, req);
	if (why != NULL)
		web_say_err(l.b, why, field);
	xml_open(l.b, "so");
	xml_set(l.b, "ten", series_name(web, arc, a, &r));
	xml_set(l.b, "dia-chi", book_address(a, &r));
	xml_set_int(l.b, "nam", r.year);
	put_sum(l.b, a, &sum);
	if (r.first > sum.first)
		xml_set_int(l.b, "truoc", r.first - 1);
	if (r.last < sum.last)
		xml_set_int(l.b, "sau",
		    r.last + BOOK_ROWS < sum.last ? r.last + BOOK_ROWS
						  : sum.last);
	if (!arc_book_part(arc, &r, put_line, &l, err))
		return false;
	xml_close(l.b);
	put_typed(req, l.b);
	return web_page(web, req, status, "pages/so-van-ban", l.b, err);
}

bool
page_book(struct http_request *req, void *app, struct err *err)
{
	return show_book(app, req, 200, NULL, NULL, err);
}

/* --- the book as a file --- */

static bool
reply_book_pdf(struct http_request *req, struct rec_book *book, struct err *err)
{
	/* A year of a hundred thousand numbers is more than a request has. */
	struct arena *a = arena_new((size_t)1024 * 1024 * 1024);
	struct err_list errors;
	struct press_result r;
	struct arc_point point;
	bool ok = a != NULL || err_nomem(err);

	book->point = &point;
	if (ok) {
		err_list_init(&errors, a);
		ok = arc_checkpoint(book->arc, a, &point, err) &&
		     rec_book_pdf(book, a, &errors, &r, err);
	}
	if (ok)
		http_reply(
		    req, 200, "application/pdf", r.pdf, r.pdf_len, false);
	arena_free(a);
	return ok;
}

static bool
reply_book_sheet(struct http_request *req, const struct rec_book *book,
    enum sheet_kind kind, struct err *err)
{
	struct buf out = { 0 };
	bool ok = rec_book_sheet(book, kind, &out, err);

	if (ok)
		http_reply(req, 200, web_sheet_types[kind], buf_str(&out),
		    out.len, false);
	buf_done(&out);
	return ok;
}

bool
page_book_file(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	const char *file = http_param(req, "file"), *dot = strrchr(file, '.');
	struct rec_book book = { .press = web->config.press, .volume = 1 };
	struct arc_book_range r;

	book.arc = web_reader(web, err);
	if (book.arc == NULL || !read_range(req, &r, err))
		return false;
	book.org = r.org;
	book.series = r.series;
	book.year = r.year;
	if (dot == NULL || strncmp(file, "so.", 3) != 0)
		return err_set(err, ERR_NOTFOUND, no_pos, "tệp %s", file);
	http_reply_header(req, "Cache-Control", "no-store");
	http_reply_name(req,
	    arena_printf(
		a, "%s %d%s", series_name(web, book.arc, a, &r), r.year, dot),
	    false);
	if (strcmp(dot, ".pdf") == 0)
		return reply_book_pdf(req, &book, err);
	if (strcmp(dot, ".xlsx") == 0)
		return reply_book_sheet(req, &book, SHEET_XLSX, err);
	if (strcmp(dot, ".csv") == 0)
		return reply_book_sheet(req, &book, SHEET_CSV, err);
	return err_set(err, ERR_NOTFOUND, no_pos, "tệp %s", file);
}

/* --- what is done with numbers --- */

struct deed {
	const struct acc_actor *who;
	struct arc_book_range book;
	struct arc_number number;
	day_t day;
	const char *reason;
	bool asked; /* a second person has to say yes first */
	char said[200];
};

static bool
note_deed(struct arc *arc, const struct deed *d, struct err *err)
{
	return acc_note(arc_db(arc), d->who, env_now(env_system()), "so",
	    d->book.series, d->said, err);
}

static bool
keep_number(struct arc *arc, void *ctx, struct err *err)
{
	struct deed *d = ctx;
	int64_t n;

	if (!acc_check(arc_db(arc), d->who, ACC_ISSUE, d->book.org, err) ||
	    !arc_reserve(
		arc, d->book.org, d->book.series, d->day, d->reason, &n, err))
		return false;
	snprintf(d->said, sizeof(d->said), "Đã giữ số %02lld.", (long long)n);
	return note_deed(arc, d, err);
}

static bool
put_number_between(struct arc *arc, void *ctx, struct err *err)
{
	struct deed *d = ctx;
	const char *suffix;

	if (!acc_check(arc_db(arc), d->who, ACC_ISSUE, d->book.org, err) ||
	    !arc_insert_number(arc, &d->number, d->reason, &suffix, err))
		return false;
	snprintf(d->said, sizeof(d->said), "Đã chèn số %02lld%s.",
	    (long long)d->number.number, suffix);
	return note_deed(arc, d, err);
}

static bool
cancel_number(struct arc *arc, void *ctx, struct err *err)
{
	struct deed *d = ctx;
	char object[200], title[200];
	const struct acc_request second = { .action = "so",
		.org = d->book.org,
		.object = object,
		.title = title };
	enum acc_second go;

	snprintf(object, sizeof(object), "huy %s/%d/%lld%s", d->book.series,
	    d->book.year, (long long)d->number.number, d->number.suffix);
	snprintf(title, sizeof(title), "Hủy số %02lld%s, sổ %s năm %d",
	    (long long)d->number.number, d->number.suffix, d->book.series,
	    d->book.year);
	if (!acc_check(arc_db(arc), d->who, ACC_CANCEL, d->book.org, err) ||
	    !acc_second_person(
		arc_db(arc), d->who, &second, env_system(), &go, err))
		return false;
	d->asked = go == ACC_ASKED;
	if (d->asked) {
		snprintf(d->said, sizeof(d->said),
		    "Việc hủy số cần người thứ hai đồng ý; khi được duyệt, làm "
		    "lại bước này.");
		return true;
	}
	if (!arc_cancel(arc, &d->number, d->reason, err))
		return false;
	snprintf(d->said, sizeof(d->said), "Đã hủy số %02lld%s.",
	    (long long)d->number.number, d->number.suffix);
	return note_deed(arc, d, err);
}

/* "12" or "12a" */
static bool
read_number(struct http_request *req, const char *field, struct deed *d,
    struct err *err)
{
	const char *s = web_field(req, field);
	size_t digits = strspn(s, "0123456789");
	const char *suffix = s + digits;

	d->number = (struct arc_number){ d->book.org, d->book.series,
		d->book.year, strtoll(s, NULL, 10), suffix };
	if (digits > 0 && digits <= 9 &&
	    (suffix[0] == '\0' ||
		(suffix[0] >= 'a' && suffix[0] <= 'z' && suffix[1] == '\0')))
		return true;
	err_set(err, ERR_VALUE, no_pos, "số «%s» không đọc được", s);
	return err_hint(err, "ghi như 12 hoặc 12a");
}

static bool
read_day(struct http_request *req, struct deed *d, struct err *err)
{
	const char *s = web_field(req, "ngay");

	if (!day_parse_any(s, &d->day)) {
		err_set(err, ERR_VALUE, no_pos, "ngày «%s» không đọc được", s);
		return err_hint(err, "ghi như 12/04/2022");
	}
	if (day_ymd(d->day).year == d->book.year)
		return true;
	err_set(err, ERR_VALUE, no_pos, "ngày %s không thuộc năm %d", s,
	    d->book.year);
	return err_hint(err, "mỗi năm một sổ; mở sổ của năm ấy");
}

/* clang-format off */
static const struct {
	const char *name;	      /* of the form, as in its address */
	const char *field, *why;      /* to blame */
	bool (*read)(struct http_request *req, const char *field,
	    struct deed *d, struct err *err);
	arc_act act;
} deeds[] = {
	{ "giu",  "ngay",   "muc-dich",   NULL,        keep_number },
	{ "chen", "sau-so", "ly-do-chen", read_number, put_number_between },
	{ "huy",  "so-huy", "ly-do-huy",  read_number, cancel_number },
};
/* clang-format on */

bool
do_number(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	const char *name = http_param(req, "deed");
	struct deed d = { .who = web_who(req) };
	struct err why;
	size_t i = 0;

	while (i < sizeof(deeds) / sizeof(deeds[0]) &&
	       strcmp(deeds[i].name, name) != 0)
		i++;
	if (i == sizeof(deeds) / sizeof(deeds[0]))
		return err_set(
		    err, ERR_NOTFOUND, no_pos, "không có việc «%s»", name);
	if (!read_range(req, &d.book, err))
		return false;
	d.reason = web_field(req, deeds[i].why);
	if ((deeds[i].read == NULL
		    ? read_day(req, &d, &why)
		    : deeds[i].read(req, deeds[i].field, &d, &why)) &&
	    web_write(web, deeds[i].act, &d, &why))
		return web_done(
		    req, book_address(http_arena(req), &d.book), d.said);
	if (err_http_status(why.kind) >= 500) {
		*err = why;
		return false;
	}
	return show_book(web, req, 422, &why,
	    d.reason[0] == '\0' ? deeds[i].why : deeds[i].field, err);
}
