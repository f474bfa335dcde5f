/* base/buf.h -- a growing run of bytes that remembers its first failure.
 *
 * Append freely and ask buf_ok() once at the end.  The bytes are always
 * followed by a NUL that is not counted.  Start with `struct buf b = { 0 };`.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

struct buf {
	char *data; /* NULL while empty; read through buf_str() */
	size_t len;
	size_t cap;
	size_t limit; /* 0 = none */
	bool failed;
};

void buf_add(struct buf *b, const void *bytes, size_t len);
void buf_str_add(struct buf *b, const char *s);
void buf_char_slow(struct buf *b, char c);
/* Inline: drawing appends character by character. */
static inline void
buf_char(struct buf *b, char c)
{
	if (b->failed || b->limit != 0 || b->len + 2 > b->cap) {
		buf_char_slow(b, c);
		return;
	}
	b->data[b->len++] = c;
	b->data[b->len] = '\0';
}
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
void buf_vprintf(struct buf *b, const char *fmt, va_list ap) PRINTF_LIKE(2, 0);
/* Decimal integer without printf: the fast path of the PDF writer. */
void buf_int(struct buf *b, int64_t v);
/* v / 10^decimals without trailing zeros: buf_fixed(b, 12340, 3) = "12.34". */
void buf_fixed(struct buf *b, int64_t v, int decimals);
/* One Unicode scalar value as UTF-8. */
void buf_utf8(struct buf *b, uint32_t cp);

/* Never NULL; "" while empty. */
const char *buf_str(const struct buf *b);
bool buf_ok(const struct buf *b);
/* Keeps the memory, forgets bytes and failure. */
void buf_clear(struct buf *b);
/* Shortens to `len` bytes. */
void buf_cut(struct buf *b, size_t len);
/* The caller owns the bytes (free()); the buffer is empty again.  NULL after a
 * failure. */
char *buf_take(struct buf *b, size_t *ret_len);
void buf_done(struct buf *b);

#endif
