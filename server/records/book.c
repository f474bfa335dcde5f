/* records/book.c -- the register as a typeset book.
 *
 * A row is one element with ten attributes, so that a hundred thousand of them
 * stay small; the template is templates/books/so-dang-ky.xml. */
#include "records/book.h"

#include <string.h>

#include "records/records_priv.h"
#include "xml/xml.h"

/* Rows of a group: one loop of a template has its limit (TMPL_LOOP_ITEMS). */
enum { GROUP = 20000, COLUMNS = 10 };

/* The template's columns without their margins, hundredths of a millimetre. */
static const int widths[COLUMNS] = { 2800, 1680, 5300, 2300, 3700, 1900, 900,
	1680, 1500, 2400 };

struct rows {
	struct xml_build *b;
	struct arena *row;
	int64_t count;
};

static const char *
entry_title(struct arena *a, const struct arc_entry *e)
{
	if (strcmp(e->state, "giu-so") == 0)
		return arena_printf(a, "(Số đang giữ: %s)", e->title);
	if (strcmp(e->state, "huy-so") == 0)
		return arena_printf(a, "(Số đã hủy: %s)", e->title);
	return rec_title(a, e->type_name, e->title);
}

static bool
put_row(void *ctx, const struct arc_entry *e, struct err *err)
{
	static const char *const names[COLUMNS] = { "a", "b", "c", "d", "e",
		"f", "g", "h", "i", "k" };
	struct rows *r = ctx;
	const char *cells[COLUMNS];

	arena_reset(r->row);
	cells[0] = e->code;
	cells[1] = rec_day(r->row, e->date);
	cells[2] = entry_title(r->row, e);
	cells[3] = e->signer;
	cells[4] = e->recipients;
	cells[5] = e->keeper;
	cells[6] = e->copies > 0 ? arena_printf(r->row, "%d", e->copies) : "";
	cells[7] = rec_day(r->row, e->sent);
	cells[8] = e->received;
	cells[9] = e->note;
	if (r->count > 0 && r->count % GROUP == 0) {
		xml_close(r->b);
		xml_open(r->b, "nhom");
	}
	xml_open(r->b, "v");
	for (int i = 0; i < COLUMNS; i++) {
		const char *s = cells[i] == NULL
				    ? NULL
				    : rec_break(r->row, cells[i], widths[i]);

		if (s == NULL)
			return err_nomem(err);
		xml_set(r->b, names[i], s);
	}
	xml_close(r->b);
	r->count++;
	return true;
}

static void
put_day(struct xml_build *b, const char *name, day_t day)
{
	char iso[11];

	day_print_iso(day, iso);
	xml_set(b, name, iso);
}

static const char *
closing_line(const struct rec_book *k, struct arena *a,
    const struct arc_book_sum *s, const char *name)
{
	struct buf b = { 0 };
	const char *text;

	buf_printf(&b, "%s: %s năm %d có %lld số, từ số %02lld đến số %02lld",
	    s->closed != 0 ? "Khóa sổ" : "Tính đến khi in", name, k->year,
	    (long long)(s->documents + s->kept + s->cancelled),
	    (long long)s->first, (long long)s->last);
	if (s->between > 0)
		buf_printf(&b, " (kể cả %lld số chèn)", (long long)s->between);
	buf_printf(&b, "; gồm %lld văn bản đã ban hành, %lld số đã hủy",
	    (long long)s->documents, (long long)s->cancelled);
	if (s->kept > 0)
		buf_printf(&b, ", %lld số đang giữ", (long long)s->kept);
	if (s->out_of_force > 0)
		buf_printf(&b,
		    ". Trong các văn bản đã ban hành, %lld văn bản không còn "
		    "hiệu lực",
		    (long long)s->out_of_force);
	if (s->first > 1)
		buf_printf(&b, ". Các số từ 01 đến %02lld đã cấp trên sổ giấy",
		    (long long)s->first - 1);
	buf_char(&b, '.');
	text = buf_ok(&b) ? arena_strdup(a, buf_str(&b)) : NULL;
	buf_done(&b);
	return text;
}

static bool
put_closing(const struct rec_book *k, struct xml_build *b, const char *line)
{
	char hex[HASH_HEX + 1];

	xml_open(b, "khoa-so");
	xml_leaf(b, "loi", line);
	if (k->point != NULL && k->point->size > 0) {
		hash_hex(&k->point->root, hex);
		xml_open(b, "goc");
		xml_set_int(b, "su-kien", (long long)k->point->size);
		xml_add_text(b, hex);
		xml_close(b);
	}
	xml_close(b);
	return line != NULL;
}

static void
put_cover(const struct rec_book *k, struct arena *a, struct xml_build *b,
    const struct arc_book_sum *s, const struct rec_office *o)
{
	xml_set_int(b, "nam", k->year);
	xml_set(b, "tu-so", arena_printf(a, "%02lld", (long long)s->first));
	xml_set(b, "den-so", arena_printf(a, "%02lld", (long long)s->last));
	put_day(b, "tu-ngay", s->from);
	put_day(b, "den-ngay", s->until);
	xml_set(b, "quyen", arena_printf(a, "%02d", k->volume));
	xml_leaf(b, "chu-quan", o->superior[0] == '\0' ? NULL : o->superior);
	xml_leaf(b, "co-quan", o->name);
}

static bool
view(const struct rec_book *k, struct arena *a, const struct arc_book_sum *s,
    const struct rec_office *o, struct xml_doc **ret, struct err *err)
{
	struct rows r = { .b = xml_build_new(a, "so-dang-ky"),
		.row = arena_new(0) };
	const char *name;
	bool ok = r.row != NULL || err_nomem(err);

	ok = ok && rec_series_name(k->arc, k->press, a, k->org, k->series,
		       k->year, &name, err);
	if (ok) {
		xml_set(r.b, "ten-so", name);
		put_cover(k, a, r.b, s, o);
		xml_open(r.b, "nhom");
		ok = arc_book(
		    k->arc, k->org, k->series, k->year, put_row, &r, err);
		xml_close(r.b);
	}
	ok = ok &&
	     (put_closing(k, r.b, closing_line(k, a, s, name)) ||
		 err_nomem(err)) &&
	     xml_build_doc(r.b, ret, err);
	arena_free(r.row);
	return ok;
}

static bool
find_sum(const struct rec_book *k, struct arena *a, struct arc_book_sum *ret,
    struct err *err)
{
	if (!arc_sum_book(k->arc, a, k->org, k->series, k->year, ret, err))
		return false;
	if (ret->last > 0)
		return true;
	err_set(err, ERR_NOTFOUND, no_pos, "sổ %s năm %d chưa có số nào",
	    k->series, k->year);
	return err_hint(err, "xem các sổ: sovang register series");
}

bool
rec_book_pdf(const struct rec_book *k, struct arena *a, struct err_list *errors,
    struct press_result *ret, struct err *err)
{
	struct press_job job = { .template = "books/so-dang-ky.xml",
		/* A million cells of structure would weigh more than the book,
		 * which is read on paper. */
		.profile = "a-2b",
		.count_first = true };
	struct arc_book_sum s;
	struct rec_office o;
	struct xml_doc *data;

	if (!find_sum(k, a, &s, err) ||
	    !rec_office(k->arc, a, k->org, &o, err) ||
	    !view(k, a, &s, &o, &data, err))
		return false;
	job.data = data;
	job.issuer = o.name;
	/* The same book, the same bytes: it carries its last day, not the
	 * clock. */
	job.created = (int64_t)s.until * 86400 + 3600;
	return rec_press(k->press, a, &job, errors, ret, err);
}
