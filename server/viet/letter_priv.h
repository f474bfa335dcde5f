/* viet/letter_priv.h -- the table of letters and the decoder, for this folder.
 *
 * Everything that looks at each letter of a long text does it through these
 * inline functions: one comparison and one load of a table of 7 KB that is
 * constant, so that no thread ever waits for it. */
#ifndef VIET_LETTER_PRIV_H
#define VIET_LETTER_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "viet/text.h"

/* Letters lie below LOW_END and from HIGH on; nothing between the two. */
enum {
	LETTER_LOW_END = 0x1B1,
	LETTER_HIGH = 0x1EA0,
	LETTER_HIGH_END = 0x1EFA,
	LETTER_ROWS = LETTER_LOW_END + LETTER_HIGH_END - LETTER_HIGH
};

struct letter_row {
	uint16_t lower, upper, base;
	char plain;
	uint8_t order; /* 0 = no letter */
	uint8_t tone;
	bool is_upper;
	bool alias; /* not of the alphabet, typed for the letter it shows */
};

extern const struct letter_row letter_rows[LETTER_ROWS];

/* NULL for what is no Latin or Vietnamese letter. */
static inline const struct letter_row *
letter_row(uint32_t cp)
{
	const struct letter_row *row;

	if (cp < LETTER_LOW_END)
		row = &letter_rows[cp];
	else if (cp >= LETTER_HIGH && cp < LETTER_HIGH_END)
		row = &letter_rows[cp - LETTER_HIGH + LETTER_LOW_END];
	else
		return NULL;
	return row->order == 0 ? NULL : row;
}

/* The letter without its tone; cp itself when it is no letter. */
static inline uint32_t
letter_base(uint32_t cp)
{
	const struct letter_row *row = letter_row(cp);

	return row == NULL ? cp : row->base;
}

static inline enum viet_tone
letter_tone(uint32_t cp)
{
	const struct letter_row *row = letter_row(cp);

	return row == NULL ? VIET_LEVEL : (enum viet_tone)row->tone;
}

/* The capital, which keeps the tone; cp itself when it is no letter. */
static inline uint32_t
letter_upper(uint32_t cp)
{
	const struct letter_row *row = letter_row(cp);

	return row == NULL ? cp : row->upper;
}

/* One code point at *s, which must lie before `end`; never reads past it.
 * Valid UTF-8 is presumed, broken bytes give some code point. */
static inline uint32_t
letter_decode(const char **s, const char *end)
{
	const unsigned char *p = (const unsigned char *)*s;
	const unsigned char *stop = (const unsigned char *)end;
	uint32_t cp = *p++;
	int more = cp < 0xC0 ? 0 : cp < 0xE0 ? 1 : cp < 0xF0 ? 2 : 3;

	if (more > 0)
		cp &= 0x3Fu >> more;
	for (; more > 0 && p < stop && (*p & 0xC0) == 0x80; more--)
		cp = cp << 6 | (*p++ & 0x3Fu);
	*s = (const char *)p;
	return cp;
}

/* Writes one code point, returns how many bytes (1..4). */
static inline size_t
letter_encode(char *out, uint32_t cp)
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xC0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xE0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | (cp >> 18 & 7));
	out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	out[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

/* A mark that combines with the letter before it. */
static inline bool
letter_is_mark(uint32_t cp)
{
	return cp >= 0x300 && cp < 0x370;
}

/* Nobody sees it and it parts no words: soft hyphen, zero-width characters,
 * marks of direction, a stray BOM. */
static inline bool
letter_is_invisible(uint32_t cp)
{
	return cp == 0xAD || (cp >= 0x200B && cp <= 0x200F) ||
	       (cp >= 0x202A && cp <= 0x202E) ||
	       (cp >= 0x2060 && cp <= 0x2069) || cp == 0xFEFF;
}

/* For comparing, never for showing: an alias becomes the letter it stands for.
 * Letters of other alphabets go through ICU's simple mapping. */
uint32_t letter_lower(uint32_t cp);
/* The same without marks (ü → u, đ → d); 0 for a mark that is dropped. */
uint32_t letter_fold(uint32_t cp);

#endif
