/* base/buf.c -- a growing run of bytes that remembers its first failure. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
reserve(struct buf *b, size_t more)
{
	size_t need = b->len + more + 1, cap = b->cap < 64 ? 64 : b->cap;
	char *p;

	if (b->failed)
		return false;
	if (need <= more || (b->limit != 0 && b->len + more > b->limit)) {
		b->failed = true;
		return false;
	}
	if (need <= b->cap)
		return true;
	while (cap < need)
		cap = cap > SIZE_MAX / 2 ? need : cap * 2;
	p = realloc(b->data, cap);
	if (p == NULL) {
		b->failed = true;
		return false;
	}
	b->data = p;
	b->cap = cap;
	return true;
}

void
buf_add(struct buf *b, const void *bytes, size_t len)
{
	bool room =
	    !b->failed && b->limit == 0 && len < b->cap - b->len && b->cap > 0;

	if (len == 0 || (!room && !reserve(b, len)))
		return;
	memcpy(b->data + b->len, bytes, len);
	b->len += len;
	b->data[b->len] = '\0';
}

void
buf_str_add(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_char_slow(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		b->failed = true;
	if (n < 0 || !reserve(b, (size_t)n))
		return;
	vsnprintf(b->data + b->len, (size_t)n + 1, fmt, ap);
	b->len += (size_t)n;
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(b, fmt, ap);
	va_end(ap);
}

static size_t
digits_of(uint64_t u, char out[static 20])
{
	char tmp[20];
	size_t n = 0;

	do {
		tmp[n++] = (char)('0' + u % 10);
		u /= 10;
	} while (u != 0);
	for (size_t i = 0; i < n; i++)
		out[i] = tmp[n - 1 - i];
	return n;
}

void
buf_int(struct buf *b, int64_t v)
{
	char out[20];
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	if (v < 0)
		buf_char(b, '-');
	buf_add(b, out, digits_of(u, out));
}

void
buf_fixed(struct buf *b, int64_t v, int decimals)
{
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v, scale = 1;
	char out[20];

	for (int i = 0; i < decimals; i++)
		scale *= 10;
	while (decimals > 0 && u % 10 == 0) {
		u /= 10;
		scale /= 10;
		decimals--;
	}
	if (v < 0)
		buf_char(b, '-');
	buf_add(b, out, digits_of(u / scale, out));
	if (decimals == 0)
		return;
	buf_char(b, '.');
	for (uint64_t rest = u % scale; decimals > 0; decimals--) {
		scale /= 10;
		buf_char(b, (char)('0' + rest / scale % 10));
	}
}

void
buf_utf8(struct buf *b, uint32_t cp)
{
	char out[4];
	size_t n = 0;

	if (cp < 0x80) {
		out[n++] = (char)cp;
	} else if (cp < 0x800) {
		out[n++] = (char)(0xC0 | cp >> 6);
		out[n++] = (char)(0x80 | (cp & 0x3F));
	} else if (cp < 0x10000) {
		out[n++] = (char)(0xE0 | cp >> 12);
		out[n++] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[n++] = (char)(0x80 | (cp & 0x3F));
	} else {
		out[n++] = (char)(0xF0 | (cp >> 18 & 7));
		out[n++] = (char)(0x80 | (cp >> 12 & 0x3F));
		out[n++] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[n++] = (char)(0x80 | (cp & 0x3F));
	}
	buf_add(b, out, n);
}

const char *
buf_str(const struct buf *b)
{
	return b->len == 0 ? "" : b->data;
}

bool
buf_ok(const struct buf *b)
{
	return !b->failed;
}

void
buf_clear(struct buf *b)
{
	b->len = 0;
	b->failed = false;
	if (b->data != NULL)
		b->data[0] = '\0';
}

void
buf_cut(struct buf *b, size_t len)
{
	if (len >= b->len)
		return;
	b->len = len;
	b->data[len] = '\0';
}

char *
buf_take(struct buf *b, size_t *ret_len)
{
	char *p;

	if (!reserve(b, 0)) {
		buf_done(b);
		return NULL;
	}
	p = b->data;
	p[b->len] = '\0';
	if (ret_len != NULL)
		*ret_len = b->len;
	*b = (struct buf){ .limit = b->limit };
	return p;
}

void
buf_done(struct buf *b)
{
	free(b->data);
	*b = (struct buf){ .limit = b->limit };
}
