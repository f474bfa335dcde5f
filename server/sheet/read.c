/* sheet/read.c -- any table into a grid; text with delimiters, on libcsv. */
#include <csv.h>
#include <string.h>

#include "sheet/read_priv.h"
#include "sheet/sheet.h"
#include "viet/text.h"

const char *
sheet_cell_at(const struct sheet_grid *g, size_t row, size_t column)
{
	return row < g->rows && column < g->columns
		   ? g->cells[row * g->columns + column]
		   : "";
}

/* --- rows --- */

static bool
too_many(struct sheet_rows *r, const char *what, size_t most)
{
	r->failed = true;
	err_set(&r->err, ERR_LIMIT, no_pos, "bảng có quá %zu %s", most, what);
	err_hint(&r->err, "xóa phần thừa, hoặc chia thành nhiều tệp");
	return false;
}

static bool
no_memory(struct sheet_rows *r)
{
	r->failed = true;
	err_nomem(&r->err);
	return false;
}

static bool
room_for(struct sheet_rows *r, size_t row)
{
	if (row >= SHEET_ROWS)
		return too_many(r, "dòng", SHEET_ROWS);
	if (row >= r->cap) {
		size_t cap = r->cap == 0 ? 256 : r->cap;
		const char ***rows;

		while (cap <= row)
			cap *= 2;
		rows = arena_alloc_n(r->a, cap, sizeof(*rows));
		if (rows == NULL)
			return no_memory(r);
		if (r->count > 0)
			memcpy(rows, r->rows, r->count * sizeof(*rows));
		r->rows = rows;
		r->cap = cap;
	}
	if (row >= r->count)
		r->count = row + 1;
	return true;
}

void
rows_cell(struct sheet_rows *r, size_t row, size_t column, const char *text,
    size_t len)
{
	const char *copy;

	if (r->failed || len == 0)
		return;
	if (column >= SHEET_COLUMNS) {
		too_many(r, "cột", SHEET_COLUMNS);
		return;
	}
	if (!room_for(r, row))
		return;
	if (r->rows[row] == NULL)
		r->rows[row] =
		    arena_alloc_n(r->a, SHEET_COLUMNS, sizeof(**r->rows));
	copy = arena_strndup(r->a, text, len);
	if (r->rows[row] == NULL || copy == NULL)
		no_memory(r);
	else
		r->rows[row][column] = copy;
}

/* --- text with delimiters --- */

static void
field_end(void *text, size_t len, void *ctx)
{
	struct sheet_rows *r = ctx;
	const char *s = text == NULL ? "" : sheet_unguard(text);

	rows_cell(r, r->count == 0 ? 0 : r->count - 1, r->column++, s,
	    text == NULL ? 0 : len - (size_t)(s - (const char *)text));
}

static void
row_end(int c, void *ctx)
{
	struct sheet_rows *r = ctx;

	(void)c;
	r->column = 0;
	if (!r->failed)
		room_for(r, r->count);
}

/* How many lines agree on how often the letter stands in them, outside quotes.
 */
static int
agreement(const char *text, char delim)
{
	enum { LINES = 60, MOST = 64 };
	int seen[MOST] = { 0 }, lines = 0, n = 0, best = 0;
	bool quoted = false;

	for (const char *p = text;; p++) {
		quoted = *p == '"' ? !quoted : quoted;
		if (*p == delim && !quoted)
			n++;
		if ((*p == '\n' && !quoted) || *p == '\0') {
			if (n > 0 && n < MOST)
				seen[n]++;
			n = 0;
			if (*p == '\0' || ++lines == LINES)
				break;
		}
	}
	for (int i = 1; i < MOST; i++)
		best = seen[i] > best ? seen[i] : best;
	return best;
}

static char
guess_delimiter(const char *text)
{
	static const char delims[] = "\t;,|";
	char best = '\t';
	int most = 0;

	for (const char *d = delims; *d != '\0'; d++) {
		int n = agreement(text, *d);

		if (n > most) {
			most = n;
			best = *d;
		}
	}
	return best;
}

/* Every kind of line's end becomes one letter, so that empty lines count: a
 * mistake is told with the row that people see. */
static size_t
unify_lines(char *text, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\r' && i + 1 < len && text[i + 1] == '\n')
			continue;
		text[n++] = text[i] == '\r' ? '\n' : text[i];
	}
	text[n] = '\0';
	return n;
}

bool
csv_read(struct sheet_rows *r, const char *bytes, size_t len)
{
	struct csv_parser p;
	char *text = arena_strndup(r->a, bytes, len);
	bool ok;

	if (text == NULL || csv_init(&p, CSV_APPEND_NULL | CSV_REPALL_NL) != 0)
		return no_memory(r);
	len = unify_lines(text, len);
	csv_set_delim(&p, (unsigned char)guess_delimiter(text));
	if (!room_for(r, 0)) {
		csv_free(&p);
		return false;
	}
	ok = csv_parse(&p, text, len, field_end, row_end, r) == len &&
	     csv_fini(&p, field_end, row_end, r) == 0;
	csv_free(&p);
	return ok ? !r->failed : no_memory(r);
}

/* --- all --- */

static bool
is_blank(const struct sheet_rows *r, size_t row)
{
	for (size_t k = 0; r->rows[row] != NULL && k < SHEET_COLUMNS; k++)
		if (r->rows[row][k] != NULL)
			return false;
	return true;
}

static bool
make_grid(struct sheet_rows *r, struct sheet_grid *g, struct err *err)
{
	while (r->count > 0 && is_blank(r, r->count - 1))
		r->count--;
	g->rows = r->count;
	g->columns = 0;
	for (size_t i = 0; i < r->count; i++)
		for (size_t k = 0; r->rows[i] != NULL && k < SHEET_COLUMNS; k++)
			if (r->rows[i][k] != NULL && k >= g->columns)
				g->columns = k + 1;
	g->cells =
	    arena_alloc_n(r->a, g->rows * g->columns + 1, sizeof(*g->cells));
	if (g->cells == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < g->rows; i++)
		for (size_t k = 0; k < g->columns; k++) {
			const char *s =
			    r->rows[i] == NULL ? NULL : r->rows[i][k];

			g->cells[i * g->columns + k] = s == NULL ? "" : s;
		}
	return true;
}

/* Cells of Unicode that were typed in an old font. */
static bool
mend_copied(struct arena *a, struct sheet_grid *g, enum sheet_encoding want,
    struct err *err)
{
	struct buf all = { 0 };
	size_t n = g->rows * g->columns;

	for (size_t i = 0; want == SHEET_GUESS && i < n; i++) {
		buf_str_add(&all, g->cells[i]);
		buf_char(&all, '\n');
	}
	if (!buf_ok(&all)) {
		buf_done(&all);
		return err_nomem(err);
	}
	g->encoding =
	    want == SHEET_GUESS ? sheet_guess_copied(a, buf_str(&all)) : want;
	buf_done(&all);
	for (size_t i = 0; i < n; i++)
		g->cells[i] =
		    sheet_decode_copied(a, g->encoding, g->cells[i], &g->lost);
	return true;
}

static bool
read_text(struct sheet_rows *r, const char *bytes, size_t len,
    enum sheet_encoding want, struct sheet_grid *g, struct err *err)
{
	enum sheet_encoding e = want;
	const char *text;
	bool unicode;

	if (!sheet_decode(r->a, bytes, len, &e, &text, &g->lost, err))
		return false;
	unicode = e == SHEET_UTF8 || e == SHEET_UTF16;
	g->encoding = e;
	if (!csv_read(r, text, strlen(text))) {
		if (err != NULL)
			*err = r->err;
		return false;
	}
	if (!make_grid(r, g, err))
		return false;
	if (want != SHEET_GUESS || !unicode)
		return true;
	if (!mend_copied(r->a, g, SHEET_GUESS, err))
		return false;
	if (g->encoding == SHEET_UTF8)
		g->encoding = e;
	return true;
}

/* Files that people take for tables. */
static bool
is_other(const char *bytes, size_t len, struct err *err)
{
	static const struct {
		const char *start;
		size_t len;
		const char *what, *hint;
	} others[] = {
		{ "\xd0\xcf\x11\xe0", 4, "bảng Excel đời cũ (.xls)",
		    "mở bằng Excel rồi lưu lại thành .xlsx" },
		{ "%PDF", 4, "tệp PDF", "dùng tệp bảng tính gốc" },
		{ "\x89PNG", 4, "tệp ảnh", "dùng tệp bảng tính gốc" },
		{ "\xff\xd8\xff", 3, "tệp ảnh", "dùng tệp bảng tính gốc" },
		{ "{\\rtf", 5, "văn bản RTF", "chép bảng sang Excel rồi lưu" },
		{ "<", 1, "trang HTML hoặc tệp XML",
		    "mở bằng Excel rồi lưu lại thành .xlsx" },
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (len >= others[i].len &&
		    memcmp(bytes, others[i].start, others[i].len) == 0) {
			err_set(err, ERR_VALUE, no_pos,
			    "tệp là %s, không phải bảng .xlsx hay .csv",
			    others[i].what);
			err_hint(err, "%s", others[i].hint);
			return true;
		}
	return false;
}

bool
sheet_read(struct arena *a, const char *bytes, size_t len,
    enum sheet_encoding want, struct sheet_grid *ret, struct err *err)
{
	struct sheet_rows r = { .a = a };

	*ret = (struct sheet_grid){ 0 };
	if (is_other(bytes, len, err))
		return false;
	if (len < 4 || memcmp(bytes, "PK\3\4", 4) != 0)
		return read_text(&r, bytes, len, want, ret, err);
	return xlsx_read(&r, bytes, len, err) && make_grid(&r, ret, err) &&
	       mend_copied(a, ret, want, err);
}
