/* sheet/xlsx.c -- .xlsx on libxlsxwriter.
 *
 * The library writes to a path only, keeps one row in memory and does not
 * always say when the disk was full; so the file is made in TMPDIR, its
 * directory and sums are checked by libzip, and it is given out as bytes. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include <zip.h>

#include "base/file.h"
#include "sheet/sheet_priv.h"

enum { MOST_ROWS = 1048576, MOST_LETTERS = 32767 };
#define MOST_BYTES ((size_t)1024 * 1024 * 1024)

struct xlsx {
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *head, *of[SHEET_DAY + 1];
	struct arena *a;
	char *tmp;  /* folder for the library's own files */
	char *path; /* of the file */
};

static const char *
temp_root(void)
{
	const char *t = getenv("TMPDIR");

	return t != NULL && t[0] != '\0' ? t : "/tmp";
}

static bool
make_place(struct xlsx *x, struct err *err)
{
	x->a = arena_new(0);
	if (x->a == NULL)
		return err_nomem(err);
	x->tmp = arena_printf(x->a, "%s/sovang-xlsx-XXXXXX", temp_root());
	if (x->tmp == NULL)
		return err_nomem(err);
	if (mkdtemp(x->tmp) == NULL) {
		const char *what = x->tmp;

		x->tmp = NULL;
		return err_errno(err, what);
	}
	x->path = arena_printf(x->a, "%s/bang.xlsx", x->tmp);
	return x->path != NULL || err_nomem(err);
}

static lxw_format *
cell_format(struct xlsx *x, const char *number)
{
	lxw_format *f = workbook_add_format(x->book);

	if (f == NULL)
		return NULL;
	format_set_font_name(f, "Times New Roman");
	format_set_font_size(f, 12);
	format_set_border(f, LXW_BORDER_THIN);
	format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
	format_set_num_format(f, number);
	return f;
}

static bool
make_formats(struct xlsx *x)
{
	x->head = cell_format(x, "@");
	x->of[SHEET_TEXT] = cell_format(x, "@");
	x->of[SHEET_NUMBER] = cell_format(x, "0");
	x->of[SHEET_DAY] = cell_format(x, "dd/mm/yyyy");
	if (x->head == NULL || x->of[SHEET_TEXT] == NULL ||
	    x->of[SHEET_NUMBER] == NULL || x->of[SHEET_DAY] == NULL)
		return false;
	format_set_bold(x->head);
	format_set_text_wrap(x->head);
	format_set_align(x->head, LXW_ALIGN_CENTER);
	format_set_align(x->head, LXW_ALIGN_VERTICAL_CENTER);
	format_set_text_wrap(x->of[SHEET_TEXT]);
	return true;
}

static void
describe(struct xlsx *x, const struct sheet_head *h)
{
	lxw_doc_properties p = { .title = arena_strdup(x->a, h->title),
		.author = arena_strdup(x->a, h->author),
		.created = (time_t)h->created };

	workbook_set_properties(x->book, &p);
	worksheet_set_landscape(x->sheet);
	worksheet_set_paper(x->sheet, 9); /* A4 */
	worksheet_fit_to_pages(x->sheet, 1, 0);
	worksheet_repeat_rows(x->sheet, 0, 0);
	worksheet_freeze_panes(x->sheet, 1, 0);
	worksheet_set_footer(x->sheet, "&CTrang &P/&N");
}

/* "&" begins a code in a page's head. */
static void
put_title(struct xlsx *x, const char *title)
{
	struct buf b = { 0 };

	buf_str_add(&b, "&C&\"Times New Roman,Bold\"");
	for (const char *s = title; *s != '\0'; s++) {
		if (*s == '&')
			buf_char(&b, '&');
		buf_char(&b, *s);
	}
	/* More than 255 letters are no head of a page: it goes without. */
	if (buf_ok(&b) && b.len < 255)
		worksheet_set_header(x->sheet, buf_str(&b));
	buf_done(&b);
}

static bool
put_head(struct xlsx *x, const struct sheet_head *h)
{
	for (size_t i = 0; i < h->count; i++) {
		const struct sheet_column *c = &h->columns[i];
		lxw_col_t at = (lxw_col_t)i;

		worksheet_set_column(x->sheet, at, at, c->width, NULL);
		if (worksheet_write_string(
			x->sheet, 0, at, c->title, x->head) != LXW_NO_ERROR)
			return false;
	}
	return true;
}

bool
xlsx_new(struct sheet *s, struct err *err)
{
	struct xlsx *x = calloc(1, sizeof(*x));
	lxw_workbook_options options = { .constant_memory = LXW_TRUE };

	s->xlsx = x;
	if (x == NULL)
		return err_nomem(err);
	if (!make_place(x, err))
		return false;
	options.tmpdir = x->tmp;
	x->book = workbook_new_opt(x->path, &options);
	x->sheet = x->book == NULL
		       ? NULL
		       : workbook_add_worksheet(x->book, s->head->name);
	if (x->sheet == NULL || !make_formats(x))
		return err_nomem(err);
	describe(x, s->head);
	put_title(x, s->head->title);
	return put_head(x, s->head) || err_nomem(err);
}

/* "_x0041_" means a letter by its code in .xlsx; text that looks like it must
 * not become one (ECMA-376, ST_Xstring). */
static bool
looks_coded(const char *s)
{
	return s[0] == '_' && s[1] == 'x' &&
	       strspn(s + 2, "0123456789abcdefABCDEF") >= 4 && s[6] == '_';
}

static const char *
plain(const char *text, struct buf *b)
{
	const char *at = text;

	while (*at != '\0' && !looks_coded(at))
		at++;
	if (*at == '\0')
		return text;
	for (at = text; *at != '\0'; at++) {
		if (looks_coded(at))
			buf_str_add(b, "_x005F");
		buf_char(b, *at);
	}
	return buf_ok(b) ? buf_str(b) : NULL;
}

static lxw_error
put_text(struct xlsx *x, lxw_row_t row, lxw_col_t col, const char *text)
{
	struct buf b = { 0 };
	const char *s = plain(text, &b);
	lxw_error e = s == NULL ? LXW_ERROR_MEMORY_MALLOC_FAILED
				: worksheet_write_string(
				      x->sheet, row, col, s, x->of[SHEET_TEXT]);

	buf_done(&b);
	return e;
}

static lxw_error
put_cell(struct xlsx *x, lxw_row_t row, lxw_col_t col, enum sheet_type type,
    const struct sheet_cell *c)
{
	/* Days of .xlsx count from 1899-12-30. */
	double v =
	    type == SHEET_DAY ? (double)c->day + 25569 : (double)c->number;

	if (c->blank || (type == SHEET_TEXT && c->text[0] == '\0'))
		return worksheet_write_blank(x->sheet, row, col, x->of[type]);
	if (type == SHEET_TEXT)
		return put_text(x, row, col, c->text);
	return worksheet_write_number(x->sheet, row, col, v, x->of[type]);
}

static bool
refused(struct sheet *s, lxw_error e, size_t column, struct err *err)
{
	if (e == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED) {
		err_set(err, ERR_LIMIT, no_pos,
		    "dòng %lld, cột «%s»: bảng .xlsx chỉ chứa ô dài đến %d chữ",
		    (long long)s->rows, s->head->columns[column].title,
		    MOST_LETTERS);
		return err_hint(err, "xuất ra .csv");
	}
	return e == LXW_ERROR_MEMORY_MALLOC_FAILED
		   ? err_nomem(err)
		   : err_set(err, ERR_IO, no_pos,
			 "không ghi được bảng .xlsx: %s", lxw_strerror(e));
}

bool
xlsx_row(struct sheet *s, const struct sheet_cell *cells, struct err *err)
{
	if (s->rows >= MOST_ROWS) {
		err_set(err, ERR_LIMIT, no_pos,
		    "bảng .xlsx chỉ chứa được %d dòng", MOST_ROWS);
		return err_hint(err, "xuất ra .csv, hoặc chia nhỏ theo năm");
	}
	for (size_t i = 0; i < s->head->count; i++) {
		lxw_error e = put_cell(s->xlsx, (lxw_row_t)s->rows,
		    (lxw_col_t)i, s->head->columns[i].type, &cells[i]);

		if (e != LXW_NO_ERROR)
			return refused(s, e, i, err);
	}
	return true;
}

/* Every member whole, by its own sum. */
static bool
check_file(const char *path, struct err *err)
{
	int code;
	zip_t *z = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, &code);
	bool ok = z != NULL;
	char bytes[65536];

	for (zip_int64_t i = 0; ok && i < zip_get_num_entries(z, 0); i++) {
		zip_file_t *f = zip_fopen_index(z, (zip_uint64_t)i, 0);
		zip_int64_t n = f == NULL ? -1 : 1;

		while (n > 0)
			n = zip_fread(f, bytes, sizeof(bytes));
		ok = n == 0;
		if (f != NULL)
			zip_fclose(f);
	}
	if (z != NULL)
		zip_discard(z);
	return ok || err_set(err, ERR_IO, no_pos,
			 "tệp .xlsx ghi ra không trọn vẹn (đĩa đầy?)");
}

static bool
append_file(const char *path, struct buf *out, struct err *err)
{
	struct arena *a = arena_new(MOST_BYTES);
	char *bytes;
	size_t len;
	bool ok = a != NULL || err_nomem(err);

	ok = ok && file_read(a, path, MOST_BYTES / 2, &bytes, &len, err);
	if (ok)
		buf_add(out, bytes, len);
	arena_free(a);
	return ok && (buf_ok(out) || err_nomem(err));
}

bool
xlsx_take(struct sheet *s, struct buf *out, struct err *err)
{
	struct xlsx *x = s->xlsx;
	lxw_error e;

	worksheet_autofilter(x->sheet, 0, 0, (lxw_row_t)(s->rows - 1),
	    (lxw_col_t)(s->head->count - 1));
	e = workbook_close(x->book);
	x->book = NULL;
	if (e != LXW_NO_ERROR)
		return refused(s, e, 0, err);
	return check_file(x->path, err) && append_file(x->path, out, err);
}

void
xlsx_free(struct xlsx *x)
{
	if (x == NULL)
		return;
	if (x->book != NULL)
		lxw_workbook_free(x->book);
	if (x->path != NULL)
		unlink(x->path);
	if (x->tmp != NULL)
		rmdir(x->tmp);
	arena_free(x->a);
	free(x);
}
