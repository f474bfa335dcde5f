/* http/parse.c -- percent-encoding and query strings (RFC 3986, and the form
 * encoding of HTML for '+'). */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
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
	return out;
}

static size_t
count_fields(const char *raw)
{
	size_t n = 1;

	for (; *raw != '\0'; raw++)
		n += *raw == '&';
	return n;
}

bool
http_parse_query(struct http_request *req, const char *raw, struct err *err)
{
	size_t room = count_fields(raw);

	req->fields = arena_alloc_n(req->arena, room, sizeof(*req->fields));
	if (req->fields == NULL)
		return err_nomem(err);
	while (*raw != '\0') {
		size_t len = strcspn(raw, "&");
		const char *eq = memchr(raw, '=', len);
		size_t name_len = eq == NULL ? len : (size_t)(eq - raw);
		size_t skip = name_len + (eq != NULL);
		struct pair *f = &req->fields[req->field_count];

		f->name = http_decode(req->arena, raw, name_len, true);
		f->value =
		    http_decode(req->arena, raw + skip, len - skip, true);
		if (f->name == NULL || f->value == NULL)
			return err_set(err, ERR_REQUEST, no_pos,
			    "địa chỉ có dấu %% không đi kèm hai chữ số hệ 16");
		req->field_count += len > 0;
		raw += len + (raw[len] == '&');
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
