/* http/parse.c -- percent-encoding and query strings (RFC 3986, and the form
 * encoding of HTML for '+'). */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "http/http_priv.h"

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* RFC 3629.  Pages and search are built from these texts: other bytes would
 * stand in an answer that says it is UTF-8. */
bool
http_is_utf8(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;

	while (*s != '\0') {
		unsigned char first = *s++, lo = 0x80, hi = 0xBF;
		int more = first < 0x80	  ? 0
			   : first < 0xC2 ? -1
			   : first < 0xE0 ? 1
			   : first < 0xF0 ? 2
			   : first < 0xF5 ? 3
					  : -1;

		if (more < 0)
			return false;
		/* No second spelling, no surrogate, nothing past U+10FFFF. */
		if (first == 0xE0 || first == 0xF0)
			lo = first == 0xE0 ? 0xA0 : 0x90;
		if (first == 0xED || first == 0xF4)
			hi = first == 0xED ? 0x9F : 0x8F;
		for (; more > 0; more--, lo = 0x80, hi = 0xBF)
			if (*s < lo || *s++ > hi)
				return false;
	}
	return true;
}

char *
http_decode(struct arena *a, const char *raw, size_t len, bool plus)
{
	char *out = arena_alloc(a, len + 1), *p = out;

	if (out == NULL)
		return NULL;
	for (size_t i = 0; i < len; i++) {
		int hi, lo;

		if (raw[i] == '+' && plus) {
			*p++ = ' ';
			continue;
		}
		if (raw[i] == '\0')
			return NULL;
		if (raw[i] != '%') {
			*p++ = raw[i];
			continue;
		}
		if (i + 2 >= len)
			return NULL;
		hi = hex_digit(raw[i + 1]);
		lo = hex_digit(raw[i + 2]);
		if (hi < 0 || lo < 0 || (hi == 0 && lo == 0))
			return NULL;
		*p++ = (char)(hi << 4 | lo);
		i += 2;
	}
	*p = '\0';
	return http_is_utf8(out) ? out : NULL;
}

bool
http_pairs_add(
    struct arena *a, struct pairs *list, const char *name, const char *value)
{
	if (name == NULL || value == NULL)
		return false;
	if (list->count == list->cap) {
		size_t cap = list->cap == 0 ? 8 : 2 * list->cap;
		struct pair *more = arena_alloc_n(a, cap, sizeof(*more));

		if (more == NULL)
			return false;
		if (list->count > 0)
			memcpy(more, list->items, list->count * sizeof(*more));
		list->items = more;
		list->cap = cap;
	}
	list->items[list->count++] = (struct pair){ name, value };
	return true;
}

const char *
http_pairs_at(const struct pairs *list, const char *name, size_t n)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i].name, name) == 0 && n-- == 0)
			return list->items[i].value;
	return NULL;
}

static bool
add_field(struct http_request *req, const char *raw, size_t len,
    struct pairs *ret, struct err *err)
{
	const char *eq = memchr(raw, '=', len);
	size_t name_len = eq == NULL ? len : (size_t)(eq - raw);
	size_t skip = name_len + (eq != NULL);
	char *name = http_decode(req->arena, raw, name_len, true);
	char *value = http_decode(req->arena, raw + skip, len - skip, true);

	if (name == NULL || value == NULL)
		return err_set(err, ERR_REQUEST, no_pos,
		    "có dấu %% không đi kèm hai chữ số hệ 16, hoặc có chữ "
		    "không phải UTF-8");
	if (ret->count == HTTP_FIELDS)
		return err_set(
		    err, ERR_SIZE, no_pos, "nhiều hơn %d ô", HTTP_FIELDS);
	return http_pairs_add(req->arena, ret, name, value) || err_nomem(err);
}

bool
http_parse_fields(struct http_request *req, const char *raw, size_t len,
    struct pairs *ret, struct err *err)
{
	while (len > 0) {
		const char *amp = memchr(raw, '&', len);
		size_t field = amp == NULL ? len : (size_t)(amp - raw);
		size_t skip = field + (amp != NULL);

		if (field > 0 && !add_field(req, raw, field, ret, err))
			return false;
		raw += skip;
		len -= skip;
	}
	return true;
}

void
http_encode(struct buf *out, const char *text)
{
	static const char hex[] = "0123456789ABCDEF";
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";

	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (strchr(plain, c) != NULL) {
			buf_char(out, (char)c);
			continue;
		}
		buf_char(out, '%');
		buf_char(out, hex[c >> 4]);
		buf_char(out, hex[c & 15]);
	}
}

bool
http_parse_range(
    const char *s, uint64_t len, uint64_t *ret_from, uint64_t *ret_to)
{
	uint64_t v[2] = { 0, 0 };
	bool given[2] = { false, false };
	int i = 0;

	if (s == NULL || strncmp(s, "bytes=", 6) != 0)
		return false;
	for (s += 6; *s != '\0'; s++) {
		if (*s == '-' && i == 0) {
			i = 1;
		} else if (*s >= '0' && *s <= '9' && v[i] < UINT64_MAX / 20) {
			v[i] = v[i] * 10 + (uint64_t)(*s - '0');
			given[i] = true;
		} else {
			return false;
		}
	}
	if (i == 0 || (!given[0] && (!given[1] || v[1] == 0)))
		return false;
	if (!given[0])
		v[0] = v[1] >= len ? 0 : len - v[1];
	if (!given[0] || !given[1] || v[1] >= len)
		v[1] = len - 1;
	*ret_from = v[0];
	*ret_to = v[1];
	return len > 0 && v[0] <= v[1];
}
