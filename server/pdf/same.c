/* pdf/same.c -- two of our files, object by object.
 *
 * No general reader: it knows how our own writer lays a file out.  Offsets and
 * lengths follow from how streams are packed and are not compared. */
#include "pdf/same.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 1 << 28 };

struct object {
	int number;
	const char *text; /* between obj and stream or endobj */
	size_t text_len;
	const char *stream; /* NULL = none */
	size_t stream_len;
};
struct reader {
	const char *at, *end;
};

static const char *
find(const char *from, const char *end, const char *what)
{
	size_t len = strlen(what);

	while (from != NULL && (size_t)(end - from) >= len) {
		from = memchr(from, what[0], (size_t)(end - from) - len + 1);
		if (from == NULL || memcmp(from, what, len) == 0)
			return from;
		from++;
	}
	return NULL;
}

/* "12 0 obj" at the start of a line; false when there is no more. */
static bool
next_object(struct reader *r, struct object *o)
{
	const char *obj = find(r->at, r->end, " 0 obj"), *start, *end, *cut;

	if (obj == NULL)
		return false;
	for (start = obj;
	     start > r->at && start[-1] >= '0' && start[-1] <= '9';)
		start--;
	o->number = (int)strtol(start, NULL, 10);
	o->text = obj + 6;
	o->stream = NULL;
	cut = find(o->text, r->end, "stream");
	end = find(o->text, r->end, "endobj");
	if (end == NULL)
		return false;
	if (cut != NULL && cut < end) {
		const char *data = cut + 6;

		data += data[0] == '\r';
		data += data[0] == '\n';
		end = find(data, r->end, "endstream");
		if (end == NULL)
			return false;
		o->stream = data;
		o->stream_len = (size_t)(end - data);
		o->text_len = (size_t)(cut - o->text);
		end = find(end, r->end, "endobj");
		if (end == NULL)
			return false;
	} else {
		o->text_len = (size_t)(end - o->text);
	}
	r->at = end + 6;
	return true;
}

/* The text without "/Length 123" and white space runs; a bare number is the
 * length of some stream. */
static size_t
normal(const char *s, size_t len, char *out)
{
	size_t n = 0;
	bool bare = true;

	for (size_t i = 0; i < len; i++) {
		if (len - i > 8 && memcmp(s + i, "/Length ", 8) == 0) {
			i += 8;
			while (i < len && s[i] >= '0' && s[i] <= '9')
				i++;
		}
		if (i == len)
			break;
		if (strchr(" \t\r\n", s[i]) != NULL) {
			if (n > 0 && out[n - 1] != ' ')
				out[n++] = ' ';
			continue;
		}
		bare = bare && s[i] >= '0' && s[i] <= '9';
		out[n++] = s[i];
	}
	return bare ? 0 : n;
}

static bool
same_text(const struct object *a, const struct object *b, bool *ret)
{
	char *x = malloc(a->text_len + 1), *y = malloc(b->text_len + 1);
	bool ok = x != NULL && y != NULL;
	size_t n, m;

	if (ok) {
		n = normal(a->text, a->text_len, x);
		m = normal(b->text, b->text_len, y);
		*ret = n == m && memcmp(x, y, n) == 0;
	}
	free(x);
	free(y);
	return ok;
}

/* Unpacked, or as it is when it is not packed; NULL = out of memory. */
static char *
unpack(const struct object *o, size_t *ret_len)
{
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	size_t room = o->stream_len * 4 + 4096;
	char *out = NULL;

	while (d != NULL && room <= MOST) {
		enum libdeflate_result code;
		size_t used;

		free(out);
		out = malloc(room);
		if (out == NULL)
			break;
		code = libdeflate_zlib_decompress_ex(
		    d, o->stream, o->stream_len, out, room, &used, ret_len);
		if (code == LIBDEFLATE_SUCCESS)
			break;
		if (code == LIBDEFLATE_INSUFFICIENT_SPACE) {
			room *= 4;
			continue;
		}
		if (room < o->stream_len) {
			free(out);
			out = NULL;
			break;
		}
		memcpy(out, o->stream, o->stream_len);
		*ret_len = o->stream_len;
		break;
	}
	libdeflate_free_decompressor(d);
	return room <= MOST ? out : NULL;
}

static bool
same_stream(const struct object *a, const struct object *b, bool *ret)
{
	size_t n = 0, m = 0;
	char *x, *y;
	bool ok;

	*ret = (a->stream == NULL) == (b->stream == NULL);
	if (a->stream == NULL || b->stream == NULL)
		return true;
	x = unpack(a, &n);
	y = unpack(b, &m);
	ok = x != NULL && y != NULL;
	*ret = ok && n == m && memcmp(x, y, n) == 0;
	free(x);
	free(y);
	return ok;
}

bool
pdf_compare(const char *one, size_t one_len, const char *two, size_t two_len,
    int *ret_object, struct err *err)
{
	struct reader r = { one, one + one_len }, s = { two, two + two_len };
	struct object a, b;
	bool same = true;

	for (;;) {
		bool more = next_object(&r, &a), other = next_object(&s, &b);

		if (more != other || (more && a.number != b.number)) {
			*ret_object = -1;
			return true;
		}
		if (!more)
			break;
		if (!same_text(&a, &b, &same) ||
		    (same && !same_stream(&a, &b, &same)))
			return err_nomem(err);
		if (!same) {
			*ret_object = a.number;
			return true;
		}
	}
	*ret_object = 0;
	return true;
}
