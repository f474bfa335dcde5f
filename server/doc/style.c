/* doc/style.c -- named styles.
 *
 * A style is a list of attributes on top of another style; it is resolved when
 * it is first used, so definitions may stand in any order.  The first
 * definition of a name wins: a template comes before the frame that it extends
 * and may restyle it. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "doc/doc_priv.h"

static const struct doc_style plain = {
	.name = "",
	.font = { .role = "serif", .size = 14000 },
	.align = DOC_LEFT,
	.line_factor = 1150,
	.widows = 2,
	.orphans = 2,
	.keep_strength = 2,
	.kern = true,
};

bool
doc_font_parse(const char *text, struct arena *a, struct doc_font *font)
{
	size_t len = strcspn(text, " ");
	const char *size = text + len + strspn(text + len, " ");
	char *role = arena_strndup(a, text, len), *part;
	struct doc_font f = *font;
	mpt s;

	if (role == NULL || len == 0)
		return false;
	f.bold = f.italic = false;
	while ((part = strrchr(role, '-')) != NULL) {
		if (strcmp(part, "-bold") == 0)
			f.bold = true;
		else if (strcmp(part, "-italic") == 0)
			f.italic = true;
		else
			break;
		*part = '\0';
	}
	f.role = role;
	if (*size != '\0') {
		if (!mpt_parse(size, "pt", &s) || s < 1000 || s > 500000)
			return false;
		f.size = s;
	}
	*font = f;
	return true;
}

/* "17pt" is a baseline distance, "1.15" a factor. */
static bool
parse_line(const char *text, struct doc_style *s)
{
	mpt v;

	if (mpt_parse(text, NULL, &v) && v > 0) {
		s->line = v;
		return true;
	}
	if (!mpt_parse(text, "pt", &v) || v < 800 || v > 3000)
		return false;
	s->line = 0;
	s->line_factor = v; /* 1.15 pt = 1150 mpt: the same digits */
	return true;
}

static bool
parse_count(const char *text, int *ret)
{
	if (text[0] < '0' || text[0] > '9' || text[1] != '\0')
		return false;
	*ret = text[0] - '0';
	return true;
}

static bool
parse_size(const char *text, struct doc_style *s)
{
	mpt v;

	if (!mpt_parse(text, "pt", &v) || v < 1000 || v > 500000)
		return false;
	s->font.size = v;
	return true;
}

enum what {
	S_FONT,
	S_SIZE,
	S_COLOR,
	S_ALIGN,
	S_LENGTH,
	S_LINE,
	S_COUNT,
	S_YES
};

/* clang-format off */
static const struct {
	const char *name;
	enum what what;
	size_t offset;
} fields[] = {
	{ "font",          S_FONT,   0 },
	{ "size",          S_SIZE,   0 },
	{ "color",         S_COLOR,  0 },
	{ "align",         S_ALIGN,  0 },
	{ "indent",        S_LENGTH, offsetof(struct doc_style, first_indent) },
	{ "left",          S_LENGTH, offsetof(struct doc_style, left) },
	{ "right",         S_LENGTH, offsetof(struct doc_style, right) },
	{ "before",        S_LENGTH, offsetof(struct doc_style, before) },
	{ "after",         S_LENGTH, offsetof(struct doc_style, after) },
	{ "tracking",      S_LENGTH, offsetof(struct doc_style, font.tracking) },
	{ "line",          S_LINE,   0 },
	{ "widows",        S_COUNT,  offsetof(struct doc_style, widows) },
	{ "orphans",       S_COUNT,  offsetof(struct doc_style, orphans) },
	{ "keep-strength", S_COUNT,  offsetof(struct doc_style, keep_strength) },
	{ "keep-next",     S_YES,    offsetof(struct doc_style, keep_next) },
	{ "keep",          S_YES,    offsetof(struct doc_style, keep_together) },
	{ "balance",       S_YES,    offsetof(struct doc_style, balance) },
	{ "nobr",          S_YES,    offsetof(struct doc_style, nobr) },
	{ "kern",          S_YES,    offsetof(struct doc_style, kern) },
};

const struct attr_spec doc_style_attrs[] = {
	{ "font",          AT_FONT,   NULL, "phông và cỡ: serif 14, serif-bold 13, display-bold 40" },
	{ "size",          AT_LENGTH, NULL, "cỡ chữ" },
	{ "color",         AT_COLOR,  NULL, "màu chữ" },
	{ "align",         AT_CHOICE, "left right center justify", "canh lề" },
	{ "indent",        AT_LENGTH, NULL, "thụt dòng đầu" },
	{ "left",          AT_LENGTH, NULL, "lùi lề trái" },
	{ "right",         AT_LENGTH, NULL, "lùi lề phải" },
	{ "before",        AT_LENGTH, NULL, "khoảng trống phía trên" },
	{ "after",         AT_LENGTH, NULL, "khoảng trống phía dưới" },
	{ "tracking",      AT_LENGTH, NULL, "giãn chữ (chỉ cho dòng trang trí)" },
	{ "line",          AT_TEXT,   NULL, "giãn dòng: 1.15 hoặc 17pt" },
	{ "widows",        AT_NUMBER, NULL, "số dòng ít nhất ở đầu trang sau" },
	{ "orphans",       AT_NUMBER, NULL, "số dòng ít nhất ở cuối trang trước" },
	{ "keep-strength", AT_NUMBER, NULL, "độ mạnh của giữ liền: 1, 2, 3" },
	{ "keep-next",     AT_YES,    NULL, "giữ liền với khối sau" },
	{ "keep",          AT_YES,    NULL, "không tách qua hai trang" },
	{ "balance",       AT_YES,    NULL, "chia các dòng đều nhau" },
	{ "nobr",          AT_YES,    NULL, "không xuống dòng" },
	{ "kern",          AT_YES,    NULL, "chỉnh khoảng cách từng cặp chữ" },
	{ NULL, AT_TEXT, NULL, NULL },
};
/* clang-format on */

static bool
set_field(struct arena *a, struct doc_style *s, size_t i, const char *value)
{
	static const char *const aligns[] = { "left", "right", "center",
		"justify" };
	char *at = (char *)s + fields[i].offset;

	switch (fields[i].what) {
	case S_FONT:
		return doc_font_parse(value, a, &s->font);
	case S_SIZE:
		return parse_size(value, s);
	case S_COLOR:
		return gfx_color_parse(value, &s->font.color);
	case S_ALIGN:
		for (int k = 0; k < 4; k++)
			if (strcmp(aligns[k], value) == 0)
				s->align = (enum doc_align)k;
		return true; /* values were checked by the table */
	case S_LENGTH:
		return mpt_parse(value, NULL, (mpt *)(void *)at);
	case S_LINE:
		return parse_line(value, s);
	case S_COUNT:
		return parse_count(value, (int *)(void *)at);
	case S_YES:
		*(bool *)at = strcmp(value, "yes") == 0;
		return true;
	}
	return false;
}

static void
apply(struct doc_build *b, struct arena *a, struct doc_style *s,
    const struct attr_value *attrs, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < sizeof(fields) / sizeof(fields[0]);
		     k++) {
			if (strcmp(fields[k].name, attrs[i].name) != 0)
				continue;
			if (!set_field(a, s, k, attrs[i].value))
				doc_author_error(b,
				    fields[k].what == S_LENGTH ? ERR_LENGTH
							       : ERR_VALUE,
				    attrs[i].pos,
				    "xem cách viết trong templates/README.md, "
				    "ví dụ "
				    "font=\"serif-bold 14\" before=\"6pt\" "
				    "line=\"1.15\"",
				    "%s=\"%.60s\"", attrs[i].name,
				    attrs[i].value);
		}
}

bool
doc_add_style(struct doc_build *b, struct frame *f, struct err *err)
{
	const char *name = doc_attr(f, "name");
	struct style_def *d;

	if (name == NULL)
		return doc_author_error(b, ERR_ATTR, f->pos, "thêm name=\"…\"",
		    "thẻ <style> thiếu thuộc tính name");
	for (d = b->styles; d != NULL; d = d->next)
		if (strcmp(d->name, name) == 0)
			return true;
	d = arena_alloc(b->arena, sizeof(*d));
	if (d == NULL)
		return err_nomem(err);
	d->attrs = arena_alloc_n(b->arena, f->attr_count, sizeof(*d->attrs));
	if (d->attrs == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < f->attr_count; i++) {
		d->attrs[i].name = arena_strdup(b->arena, f->attrs[i].name);
		d->attrs[i].value = arena_strdup(b->arena, f->attrs[i].value);
		d->attrs[i].pos = f->attrs[i].pos;
		if (d->attrs[i].name == NULL || d->attrs[i].value == NULL)
			return err_nomem(err);
	}
	d->attr_count = f->attr_count;
	d->pos = f->pos;
	d->name = arena_strdup(b->arena, name);
	d->next = b->styles;
	b->styles = d;
	return d->name != NULL || err_nomem(err);
}

bool
doc_style_known(const struct doc_build *b, const char *name)
{
	const struct style_def *d = b->styles;

	while (d != NULL && strcmp(d->name, name) != 0)
		d = d->next;
	return d != NULL;
}

static const char *
value_in(const struct style_def *d, const char *name)
{
	for (size_t i = 0; i < d->attr_count; i++)
		if (strcmp(d->attrs[i].name, name) == 0)
			return d->attrs[i].value;
	return NULL;
}

static const struct doc_style *
resolve(struct doc_build *b, const char *name, struct pos pos)
{
	const char *names[100], *near, *base;
	struct style_def *d;
	size_t n = 0;
	char hint[120];

	for (d = b->styles; d != NULL && strcmp(d->name, name) != 0;
	     d = d->next)
		if (n < 100)
			names[n++] = d->name;
	if (d == NULL) {
		near = doc_nearest(name, names, n);
		snprintf(hint, sizeof(hint), "gần nhất: «%s»",
		    near == NULL ? "" : near);
		doc_author_error(b, ERR_STYLE, pos,
		    near == NULL ? "khai báo bằng <style name=…>" : hint,
		    "không có kiểu «%.60s»", name);
		return &plain;
	}
	if (d->resolved)
		return &d->style;
	if (d->resolving) {
		doc_author_error(b, ERR_STYLE, d->pos, "bỏ based-on thừa",
		    "kiểu «%s» dựa trên chính nó", name);
		return &plain;
	}
	d->resolving = true;
	base = value_in(d, "based-on");
	d->style = base == NULL ? plain : *resolve(b, base, d->pos);
	d->style.name = d->name;
	apply(b, b->arena, &d->style, d->attrs, d->attr_count);
	d->resolved = true;
	d->resolving = false;
	return &d->style;
}

static bool
has_own(const struct frame *f)
{
	for (size_t i = 0; i < f->attr_count; i++)
		for (size_t k = 0; k < sizeof(fields) / sizeof(fields[0]); k++)
			if (strcmp(fields[k].name, f->attrs[i].name) == 0)
				return true;
	return false;
}

const struct doc_style *
doc_style_of(struct doc_build *b, const struct frame *f, const char *other,
    struct arena *a)
{
	const char *name = doc_attr(f, "style");
	const struct doc_style *base;
	struct doc_style *own;

	if (name == NULL)
		name = other;
	base =
	    name == NULL ? &plain : resolve(b, name, doc_attr_pos(f, "style"));
	if (!has_own(f))
		return base;
	own = arena_memdup(a, base, sizeof(*base));
	if (own == NULL)
		return base;
	apply(b, a, own, f->attrs, f->attr_count);
	return own;
}
