/* base/err.c -- errors with a kind, a place and a remedy. */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"

const struct pos no_pos = { NULL, 0, 0 };

struct kind {
	const char *symbol;
	int status; /* HTTP */
	int exit;   /* of the command line */
	const char *title;
};

/* clang-format off */
static const struct kind kinds[ERR__MAX] = {
	[ERR_NONE]        = { "OK",            200, 0, "không có gì sai" },
	[ERR_NOMEM]       = { "E-NOMEM",       503, 3, "hết bộ nhớ" },
	[ERR_IO]          = { "E-IO",          500, 3, "không đọc hoặc ghi được" },
	[ERR_DB]          = { "E-DB",          500, 3, "cơ sở dữ liệu từ chối" },
	[ERR_CORRUPT]     = { "E-CORRUPT",     500, 3, "dữ liệu lưu trữ bị hỏng" },
	[ERR_BUSY]        = { "E-BUSY",        503, 3, "đang bận" },
	[ERR_SETUP]       = { "E-SETUP",       500, 3, "môi trường chưa sẵn sàng" },
	[ERR_USAGE]       = { "E-USAGE",       400, 2, "cách dùng không đúng" },
	[ERR_NOTFOUND]    = { "E-NOTFOUND",    404, 1, "không tìm thấy" },
	[ERR_TAKEN]       = { "E-TAKEN",       409, 1, "đã có rồi" },
	[ERR_DENIED]      = { "E-DENIED",      403, 1, "không được phép" },
	[ERR_REQUEST]     = { "E-REQUEST",     400, 1, "yêu cầu không hợp lệ" },
	[ERR_LOGIN]       = { "E-LOGIN",       401, 1, "chưa đăng nhập" },
	[ERR_METHOD]      = { "E-METHOD",      405, 1, "phương thức không dùng được" },
	[ERR_SIZE]        = { "E-SIZE",        413, 1, "nội dung gửi lên quá lớn" },
	[ERR_MEDIA]       = { "E-MEDIA",       415, 1, "kiểu nội dung không dùng được" },
	[ERR_STALE]       = { "E-STALE",       412, 1, "đã có người khác sửa" },
	[ERR_FLOOD]       = { "E-FLOOD",       429, 1, "gửi yêu cầu quá nhanh" },
	[ERR_XML]         = { "E-XML",         422, 1, "XML không hợp lệ" },
	[ERR_ELEMENT]     = { "E-ELEMENT",     422, 1, "phần tử không dùng được" },
	[ERR_ATTR]        = { "E-ATTR",        422, 1, "thuộc tính không dùng được" },
	[ERR_VALUE]       = { "E-VALUE",       422, 1, "giá trị không hợp lệ" },
	[ERR_LENGTH]      = { "E-LENGTH",      422, 1, "độ dài không hợp lệ" },
	[ERR_EXPR]        = { "E-EXPR",        422, 1, "biểu thức không hợp lệ" },
	[ERR_PATH]        = { "E-PATH",        422, 1, "đường dẫn dữ liệu không có" },
	[ERR_FILTER]      = { "E-FILTER",      422, 1, "bộ lọc không dùng được" },
	[ERR_CYCLE]       = { "E-CYCLE",       422, 1, "các mẫu gọi vòng quanh" },
	[ERR_SLOT]        = { "E-SLOT",        422, 1, "ô chờ không khớp" },
	[ERR_ASSET]       = { "E-ASSET",       422, 1, "tệp kèm không dùng được" },
	[ERR_FONT]        = { "E-FONT",        422, 1, "phông chữ không dùng được" },
	[ERR_STYLE]       = { "E-STYLE",       422, 1, "kiểu không có" },
	[ERR_MISSING]     = { "E-MISSING",     422, 1, "thiếu giá trị" },
	[ERR_MANY]        = { "E-MANY",        422, 1, "có nhiều giá trị" },
	[ERR_BLANK]       = { "E-BLANK",       422, 1, "giá trị để trống" },
	[ERR_TYPE]        = { "E-TYPE",        422, 1, "giá trị sai kiểu" },
	[ERR_UTF8]        = { "E-UTF8",        422, 1, "chữ không phải UTF-8 hợp lệ" },
	[ERR_CHECK]       = { "E-CHECK",       422, 1, "dữ liệu không đạt kiểm tra" },
	[ERR_LIMIT]       = { "E-LIMIT",       422, 1, "vượt giới hạn" },
	[ERR_GLYPH]       = { "E-GLYPH",       422, 1, "phông chữ thiếu chữ" },
	[ERR_OVERFLOW]    = { "E-OVERFLOW",    422, 1, "không vừa khung" },
	[ERR_ROW]         = { "E-ROW",         422, 1, "hàng của bảng quá cao" },
	[ERR_REF]         = { "E-REF",         422, 1, "dẫn chiếu không có đích" },
	[ERR_PASSES]      = { "E-PASSES",      422, 1, "dàn trang không ổn định" },
	[ERR_PROGRESS]    = { "E-PROGRESS",    422, 1, "trang không nhận thêm được gì" },
	[WARN_KEEP]       = { "W-KEEP",        200, 0, "phải tách phần cần giữ liền" },
	[WARN_LOOSE]      = { "W-LOOSE",       200, 0, "dòng bị giãn quá rộng" },
	[WARN_SHRINK]     = { "W-SHRINK",      200, 0, "chữ phải thu nhỏ" },
	[WARN_EXPR]       = { "W-EXPR",        200, 0, "biểu thức dễ hiểu lầm" },
	[WARN_CUT]        = { "W-CUT",         200, 0, "giá trị bị cắt bớt" },
	[ERR_ND30]        = { "E-ND30",        422, 1, "chưa đúng thể thức" },
	[WARN_ND30]       = { "W-ND30",        200, 0, "nên xem lại thể thức" },
	[ERR_REGISTER]    = { "E-REGISTER",    409, 1, "sổ đăng ký từ chối" },
	[ERR_CONSISTENCY] = { "E-CONSISTENCY", 409, 1, "số liệu không khớp nhau" },
};
/* clang-format on */

/* Shortens a cut string so that it does not end inside a UTF-8 sequence. */
static void
trim_utf8(char *s, size_t size, int written)
{
	size_t n = size - 1;

	if (written < 0 || (size_t)written < size)
		return;
	while (n > 0 && ((unsigned char)s[n - 1] & 0xC0) == 0x80)
		n--;
	if (n > 0 && (unsigned char)s[n - 1] >= 0xC0)
		n--;
	s[n] = '\0';
}

static void
copy_field(char *field, size_t size, const char *s)
{
	trim_utf8(field, size, snprintf(field, size, "%s", s == NULL ? "" : s));
}

bool
err_set(
    struct err *err, enum err_kind kind, struct pos pos, const char *fmt, ...)
{
	va_list ap;

	if (err == NULL)
		return false;
	memset(err, 0, sizeof(*err));
	err->kind = kind;
	err->line = pos.line;
	err->col = pos.col;
	err->x = err->y = -1;
	copy_field(err->file, sizeof(err->file), pos.file);
	va_start(ap, fmt);
	trim_utf8(err->text, sizeof(err->text),
	    vsnprintf(err->text, sizeof(err->text), fmt, ap));
	va_end(ap);
	return false;
}

bool
err_hint(struct err *err, const char *fmt, ...)
{
	va_list ap;

	if (err == NULL)
		return false;
	va_start(ap, fmt);
	trim_utf8(err->hint, sizeof(err->hint),
	    vsnprintf(err->hint, sizeof(err->hint), fmt, ap));
	va_end(ap);
	return false;
}

bool
err_errno(struct err *err, const char *what)
{
	return err_set(err, ERR_IO, no_pos, "%s: %s", what, strerror(errno));
}

bool
err_nomem(struct err *err)
{
	return err_set(err, ERR_NOMEM, no_pos, "cần thêm bộ nhớ");
}

void
err_expr(struct err *err, const char *expr)
{
	if (err != NULL)
		copy_field(err->expr, sizeof(err->expr), expr);
}

void
err_data(struct err *err, const char *data_path)
{
	if (err != NULL)
		copy_field(err->data, sizeof(err->data), data_path);
}

void
err_record(struct err *err, const char *record)
{
	if (err != NULL)
		copy_field(err->record, sizeof(err->record), record);
}

void
err_place(struct err *err, int page, int x, int y)
{
	if (err == NULL)
		return;
	err->page = page;
	err->x = x;
	err->y = y;
}

void
err_rule(struct err *err, int rule, const char *article)
{
	if (err == NULL)
		return;
	err->rule = rule;
	copy_field(err->article, sizeof(err->article), article);
}

static const char *
line_start(const char *source, size_t len, int line)
{
	const char *p = source, *end = source + len;

	for (int i = 1; i < line && p != NULL && p < end; i++) {
		p = memchr(p, '\n', (size_t)(end - p));
		if (p != NULL)
			p++;
	}
	return p;
}

static bool
is_letter_start(char c)
{
	return ((unsigned char)c & 0xC0) != 0x80;
}

/* Skips letters so that the caret's column stays on a short line. */
static const char *
skip_letters(const char *p, const char *end, int n)
{
	while (n > 0 && p < end) {
		p++;
		while (p < end && !is_letter_start(*p))
			p++;
		n--;
	}
	return p;
}

void
err_excerpt(struct err *err, const char *source, size_t len)
{
	/* The caret's line and the two ends need the rest of the field, even
	 * when each letter has four bytes. */
	enum {
		SHOWN = 70,
		BEFORE = 40,
		CARET = BEFORE + 10,
		BYTES = sizeof(err->excerpt) - CARET - 2
	};
	const char *p, *end, *nl, *stop;
	int col;

	if (err == NULL || err->line <= 0 || source == NULL)
		return;
	p = line_start(source, len, err->line);
	end = source + len;
	if (p == NULL || p >= end)
		return;
	nl = memchr(p, '\n', (size_t)(end - p));
	if (nl == NULL)
		nl = end;
	col = err->col;
	if (col > CARET) {
		p = skip_letters(p, nl, col - BEFORE);
		col = BEFORE;
	}
	stop = skip_letters(p, nl, SHOWN);
	if (stop - p > BYTES)
		for (stop = p + BYTES; stop > p && !is_letter_start(*stop);)
			stop--;
	if (stop > p && stop[-1] == '\r')
		stop--;
	if (col <= 0)
		snprintf(err->excerpt, sizeof(err->excerpt), "%.*s",
		    (int)(stop - p), p);
	else
		snprintf(err->excerpt, sizeof(err->excerpt), "%.*s\n%*s",
		    (int)(stop - p), p, col, "^");
	/* Tabs before the caret would move it: every tab is shown as a space.
	 */
	for (char *c = err->excerpt; *c != '\0'; c++)
		if (*c == '\t')
			*c = ' ';
}

const char *
err_symbol(enum err_kind kind)
{
	return kinds[kind].symbol;
}

void
err_code(const struct err *err, struct buf *out)
{
	buf_str_add(out, err_symbol(err->kind));
	if (err->rule > 0)
		buf_printf(out, "-%02d", err->rule);
}

const char *
err_title(enum err_kind kind)
{
	return kinds[kind].title;
}

int
err_http_status(enum err_kind kind)
{
	return kinds[kind].status;
}

int
err_exit_status(enum err_kind kind)
{
	return kinds[kind].exit;
}

bool
err_is_warning(enum err_kind kind)
{
	return kinds[kind].symbol[0] == 'W';
}

static void
print_place(const struct err *err, struct buf *out)
{
	if (err->file[0] == '\0')
		return;
	buf_printf(out, " %s", err->file);
	if (err->line > 0)
		buf_printf(out, ":%d:%d", err->line, err->col);
	buf_char(out, ':');
}

static void
print_excerpt(const struct err *err, struct buf *out)
{
	const char *p = err->excerpt, *nl;

	while (*p != '\0') {
		nl = strchr(p, '\n');
		if (nl == NULL)
			nl = p + strlen(p);
		buf_printf(out, "    | %.*s\n", (int)(nl - p), p);
		p = *nl == '\0' ? nl : nl + 1;
	}
}

void
err_print(const struct err *err, struct buf *out)
{
	err_code(err, out);
	print_place(err, out);
	buf_printf(out, " %s: %s", err_title(err->kind), err->text);
	if (err->data[0] != '\0')
		buf_printf(out, " — dữ liệu %s", err->data);
	if (err->expr[0] != '\0')
		buf_printf(out, " — biểu thức %s", err->expr);
	if (err->record[0] != '\0')
		buf_printf(out, " — hồ sơ «%s»", err->record);
	if (err->page > 0)
		buf_printf(out, " — trang %d", err->page);
	if (err->page > 0 && err->x >= 0 && err->y >= 0)
		buf_printf(out,
		    ", cách mép trái %d,%02d mm, mép trên %d,%02d mm",
		    err->x / 100, err->x % 100, err->y / 100, err->y % 100);
	if (err->article[0] != '\0')
		buf_printf(out, " — %s", err->article);
	buf_char(out, '\n');
	print_excerpt(err, out);
	if (err->hint[0] != '\0')
		buf_printf(out, "    gợi ý: %s\n", err->hint);
}

void
err_list_init(struct err_list *list, struct arena *a)
{
	*list = (struct err_list){ .arena = a };
}

static bool
same_error(const struct err *a, const struct err *b)
{
	return a->kind == b->kind && a->rule == b->rule && a->line == b->line &&
	       a->col == b->col && strcmp(a->file, b->file) == 0 &&
	       strcmp(a->text, b->text) == 0 && strcmp(a->data, b->data) == 0;
}

static bool
list_has_room(struct err_list *list)
{
	size_t cap = list->cap == 0 ? 8 : list->cap * 2;
	const struct err **items;

	if (list->len >= TMPL_ERRORS)
		return false;
	if (list->len < list->cap)
		return true;
	items = arena_alloc_n(list->arena, cap, sizeof(struct err *));
	if (items == NULL)
		return false;
	if (list->len > 0)
		memcpy(items, list->items, list->len * sizeof(*items));
	list->items = items;
	list->cap = cap;
	return true;
}

void
err_list_add(struct err_list *list, const struct err *err)
{
	struct err *copy;

	for (size_t i = 0; i < list->len; i++)
		if (same_error(list->items[i], err))
			return;
	if (err_is_warning(err->kind))
		list->warnings++;
	else
		list->errors++;
	if (!list_has_room(list))
		return;
	copy = arena_memdup(list->arena, err, sizeof(*err));
	if (copy == NULL)
		return;
	if (list->explain != NULL && copy->line > 0 && copy->excerpt[0] == '\0')
		list->explain(list->explain_ctx, copy);
	if (list->template != NULL && copy->template[0] == '\0') {
		copy_field(
		    copy->template, sizeof(copy->template), list->template);
		copy_field(copy->version, sizeof(copy->version), list->version);
	}
	list->items[list->len++] = copy;
}

bool
err_list_ok(const struct err_list *list)
{
	return list->errors == 0;
}
