/* tests/support/json_text.h -- reads a string of JSON back (RFC 8259), enough
 * to hold the writer to account. */
#ifndef TESTS_SUPPORT_JSON_TEXT_H
#define TESTS_SUPPORT_JSON_TEXT_H

#include "support/t.h"

/* Decodes the string that begins with the quote at p into `out`; behind it. */
static inline const char *
json_text_read(const char *p, struct buf *out)
{
	static const char escapes[] = "\"\\/bfnrt", plain[] = "\"\\/\b\f\n\r\t";

	assert_int_equal(*p++, '"');
	for (; *p != '"'; p++) {
		const char *escape;

		/* Control characters must be escaped; the end is none. */
		assert_true((unsigned char)*p >= 0x20);
		if (*p != '\\') {
			buf_char(out, *p);
			continue;
		}
		p++;
		escape = strchr(escapes, *p);
		if (*p != '\0' && escape != NULL) {
			buf_char(out, plain[escape - escapes]);
			continue;
		}
		assert_int_equal(*p, 'u');
		char hex[5] = { p[1], p[2], p[3], p[4], '\0' }, *rest;
		buf_utf8(out, (uint32_t)strtoul(hex, &rest, 16));
		assert_ptr_equal(rest, hex + 4);
		p += 4;
	}
	return p + 1;
}

/* The string under "key" of an object that is written without spaces. */
static inline void
assert_json_field(const char *json, const char *key, const char *want)
{
	struct buf name = { 0 }, value = { 0 };
	const char *p;

	buf_printf(&name, "\"%s\":", key);
	p = strstr(json, buf_str(&name));
	assert_non_null(p);
	json_text_read(p + name.len, &value);
	assert_string_equal(buf_str(&value), want);
	buf_done(&name);
	buf_done(&value);
}

#endif
