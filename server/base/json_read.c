/* base/json_read.c -- reads a JSON object of scalars and lists of scalars
 * (RFC 8259): what a form can say, no more. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"

struct reader {
	const char *p, *end;
	struct arena *a;
	json_field emit;
	void *ctx;
	size_t fields;
};

enum { FIELDS = 20000 };

static bool
bad(const struct reader *r, const char *start, struct err *err)
{
	err_set(err, ERR_REQUEST, no_pos, "JSON không đọc được ở byte %zu",
	    (size_t)(r->p - start) + 1);
	return err_hint(err,
	    "gửi một đối tượng gồm chuỗi, số, true, false, null và danh sách "
	    "các giá trị ấy");
}

static void
skip_blank(struct reader *r)
{
	while (
	    r->p < r->end && strchr(" \t\r\n", *r->p) != NULL && *r->p != '\0')
		r->p++;
}

static bool
take(struct reader *r, char c)
{
	skip_blank(r);
	if (r->p == r->end || *r->p != c)
		return false;
	r->p++;
	return true;
}

static bool
hex4(struct reader *r, uint32_t *ret)
{
	static const char digits[] = "0123456789abcdef";
	uint32_t v = 0;

	if (r->end - r->p < 4)
		return false;
	for (int i = 0; i < 4; i++, r->p++) {
		char low =
		    (char)(*r->p >= 'A' && *r->p <= 'F' ? *r->p + 32 : *r->p);
		const char *d = low == '\0' ? NULL : strchr(digits, low);

		if (d == NULL)
			return false;
		v = v << 4 | (uint32_t)(d - digits);
	}
	*ret = v;
	return true;
}

/* "\u0111", or a pair for what lies above 0xFFFF; no NUL, no half a pair. */
static bool
escape_u(struct reader *r, struct buf *out)
{
	uint32_t v, low;

	if (!hex4(r, &v) || v == 0)
		return false;
	if (v >= 0xDC00 && v <= 0xDFFF)
		return false;
	if (v >= 0xD800 && v <= 0xDBFF) {
		if (r->end - r->p < 2 || r->p[0] != '\\' || r->p[1] != 'u')
			return false;
		r->p += 2;
		if (!hex4(r, &low) || low < 0xDC00 || low > 0xDFFF)
			return false;
		v = 0x10000 + ((v - 0xD800) << 10) + (low - 0xDC00);
	}
	buf_utf8(out, v);
	return true;
}

static bool
escape(struct reader *r, struct buf *out)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *c;

	if (r->p == r->end)
		return false;
	if (*r->p == 'u') {
		r->p++;
		return escape_u(r, out);
	}
	c = *r->p == '\0' ? NULL : strchr(from, *r->p);
	if (c == NULL)
		return false;
	buf_char(out, to[c - from]);
	r->p++;
	return true;
}

/* The string in the arena; NULL when there is none. */
static char *
string(struct reader *r)
{
	struct buf out = { 0 };
	char *s = NULL;
	bool ok = take(r, '"');

	while (ok && r->p < r->end && *r->p != '"') {
		char c = *r->p++;

		if ((unsigned char)c < 0x20)
			ok = false;
		else if (c == '\\')
			ok = escape(r, &out);
		else
			buf_char(&out, c);
	}
	if (ok && r->p < r->end && buf_ok(&out)) {
		r->p++;
		s = arena_strndup(r->a, buf_str(&out), out.len);
	}
	buf_done(&out);
	return s;
}

static bool
word(struct reader *r, const char *text)
{
	size_t len = strlen(text);

	if ((size_t)(r->end - r->p) < len || memcmp(r->p, text, len) != 0)
		return false;
	r->p += len;
	return true;
}

/* As it is written: the reader of the field judges it. */
static char *
number(struct reader *r)
{
	const char *from = r->p;
	size_t digits = 0;

	if (r->p < r->end && *r->p == '-')
		r->p++;
	while (r->p < r->end && strchr("0123456789.eE+-", *r->p) != NULL &&
	       *r->p != '\0')
		digits += *r->p >= '0' && *r->p <= '9', r->p++;
	return digits == 0 ? NULL
			   : arena_strndup(r->a, from, (size_t)(r->p - from));
}

/* NULL = malformed; *ret_none for null. */
static const char *
scalar(struct reader *r, bool *ret_none)
{
	*ret_none = false;
	skip_blank(r);
	if (r->p == r->end)
		return NULL;
	if (*r->p == '"')
		return string(r);
	if (word(r, "true"))
		return "co";
	if (word(r, "false"))
		return "khong";
	if (word(r, "null")) {
		*ret_none = true;
		return "";
	}
	return number(r);
}

static bool
give(struct reader *r, const char *name)
{
	bool none;
	const char *v = scalar(r, &none);

	return v != NULL &&
	       (none || (r->fields++ < FIELDS && r->emit(r->ctx, name, v)));
}

static bool
member(struct reader *r)
{
	char *name = string(r);

	if (name == NULL || !take(r, ':'))
		return false;
	if (!take(r, '['))
		return give(r, name);
	if (take(r, ']'))
		return true;
	do
		if (!give(r, name))
			return false;
	while (take(r, ','));
	return take(r, ']');
}

bool
json_read_fields(struct arena *a, const char *text, size_t len, json_field emit,
    void *ctx, struct err *err)
{
	struct reader r = { text, text + len, a, emit, ctx, 0 };
	bool ok = take(&r, '{');

	if (ok && !take(&r, '}')) {
		do
			ok = member(&r);
		while (ok && take(&r, ','));
		ok = ok && take(&r, '}');
	}
	skip_blank(&r);
	return (ok && r.p == r.end) || bad(&r, text, err);
}
