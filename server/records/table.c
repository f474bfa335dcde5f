/* records/table.c -- the register as a table. */
#include <string.h>

#include "archive/register.h"
#include "records/book.h"
#include "records/records_priv.h"

static const struct sheet_column columns[] = {
	{ "Số, ký hiệu văn bản", SHEET_TEXT, 18 },
	{ "Ngày tháng văn bản", SHEET_DAY, 12 },
	{ "Tên loại và trích yếu nội dung văn bản", SHEET_TEXT, 60 },
	{ "Người ký", SHEET_TEXT, 24 },
	{ "Nơi nhận văn bản", SHEET_TEXT, 40 },
	{ "Đơn vị, người nhận bản lưu", SHEET_TEXT, 18 },
	{ "Số lượng bản", SHEET_NUMBER, 8 },
	{ "Ngày chuyển", SHEET_DAY, 12 },
	{ "Ký nhận", SHEET_TEXT, 16 },
	{ "Ghi chú", SHEET_TEXT, 30 },
	{ "Tình trạng", SHEET_TEXT, 16 },
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

struct rows {
	struct sheet *sheet;
	struct arena *a;
};

static bool
put_row(void *ctx, const struct arc_entry *e, struct err *err)
{
	struct rows *r = ctx;
	struct sheet_cell c[COLUMNS];
	const char *title;

	arena_reset(r->a);
	title = e->uid[0] == '\0' ? e->title
				  : rec_title(r->a, e->type_name, e->title);
	if (title == NULL)
		return err_nomem(err);
	memset(c, 0, sizeof(c));
	c[0].text = e->code;
	c[1].day = e->date;
	c[2].text = title;
	c[3].text = e->signer;
	c[4].text = e->recipients;
	c[5].text = e->keeper;
	c[6] =
	    (struct sheet_cell){ .number = e->copies, .blank = e->copies == 0 };
	c[7] = (struct sheet_cell){ .day = e->sent, .blank = e->sent == 0 };
	c[8].text = e->received;
	c[9].text = e->note;
	c[10].text = arc_state_name(e->state);
	return sheet_row(r->sheet, c, err);
}

static bool
fill(const struct rec_book *k, const struct sheet_head *head, struct buf *out,
    struct err *err)
{
	struct rows r = { .a = arena_new(0) };
	bool ok = r.a != NULL || err_nomem(err);

	ok = ok && sheet_new(head, &r.sheet, err) &&
	     arc_book(k->arc, k->org, k->series, k->year, put_row, &r, err) &&
	     sheet_take(r.sheet, out, err);
	sheet_free(r.sheet);
	arena_free(r.a);
	return ok;
}

bool
rec_book_sheet(const struct rec_book *k, enum sheet_kind kind, struct buf *out,
    struct err *err)
{
	struct arena *a = arena_new(0);
	struct sheet_head head = { .kind = kind,
		.name = "Sổ đăng ký văn bản đi",
		.columns = columns,
		.count = COLUMNS };
	struct arc_book_sum s;
	struct rec_office o;
	const char *name;
	bool ok = a != NULL || err_nomem(err);

	ok = ok && arc_sum_book(k->arc, a, k->org, k->series, k->year, &s, err);
	if (ok && s.last == 0)
		ok = err_set(err, ERR_NOTFOUND, no_pos,
		    "sổ %s năm %d chưa có số nào", k->series, k->year);
	ok = ok && rec_office(k->arc, a, k->org, &o, err) &&
	     rec_series_name(
		 k->arc, k->press, a, k->org, k->series, k->year, &name, err);
	if (ok) {
		head.title = arena_printf(
		    a, "Sổ đăng ký văn bản đi năm %d – %s", k->year, name);
		head.author = o.name;
		head.created = (int64_t)s.until * 86400 + 3600;
		ok = head.title != NULL ? fill(k, &head, out, err)
					: err_nomem(err);
	}
	arena_free(a);
	return ok;
}
