/* viet/letter.c -- the Vietnamese alphabet as a constant table.
 *
 * One row of VOWELS is a vowel with its six tones in dictionary order (ngang,
 * huyền, hỏi, ngã, sắc, nặng), each in lower and upper case.  The row is used
 * twice: by code point (letter_rows) and by vowel and tone (toned). */
#include "viet/letter_priv.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "viet/text.h"

/* clang-format off */
#define VOWELS(X) \
	/* plain order  ngang       huyền           hỏi             ngã             sắc             nặng */ \
	X('a',  1, 'a',   'A',   0xE0,   0xC0,   0x1EA3, 0x1EA2, 0xE3,   0xC3,   0xE1,   0xC1,   0x1EA1, 0x1EA0) \
	X('a',  2, 0x103, 0x102, 0x1EB1, 0x1EB0, 0x1EB3, 0x1EB2, 0x1EB5, 0x1EB4, 0x1EAF, 0x1EAE, 0x1EB7, 0x1EB6) \
	X('a',  3, 0xE2,  0xC2,  0x1EA7, 0x1EA6, 0x1EA9, 0x1EA8, 0x1EAB, 0x1EAA, 0x1EA5, 0x1EA4, 0x1EAD, 0x1EAC) \
	X('e',  8, 'e',   'E',   0xE8,   0xC8,   0x1EBB, 0x1EBA, 0x1EBD, 0x1EBC, 0xE9,   0xC9,   0x1EB9, 0x1EB8) \
	X('e',  9, 0xEA,  0xCA,  0x1EC1, 0x1EC0, 0x1EC3, 0x1EC2, 0x1EC5, 0x1EC4, 0x1EBF, 0x1EBE, 0x1EC7, 0x1EC6) \
	X('i', 13, 'i',   'I',   0xEC,   0xCC,   0x1EC9, 0x1EC8, 0x129,  0x128,  0xED,   0xCD,   0x1ECB, 0x1ECA) \
	X('o', 19, 'o',   'O',   0xF2,   0xD2,   0x1ECF, 0x1ECE, 0xF5,   0xD5,   0xF3,   0xD3,   0x1ECD, 0x1ECC) \
	X('o', 20, 0xF4,  0xD4,  0x1ED3, 0x1ED2, 0x1ED5, 0x1ED4, 0x1ED7, 0x1ED6, 0x1ED1, 0x1ED0, 0x1ED9, 0x1ED8) \
	X('o', 21, 0x1A1, 0x1A0, 0x1EDD, 0x1EDC, 0x1EDF, 0x1EDE, 0x1EE1, 0x1EE0, 0x1EDB, 0x1EDA, 0x1EE3, 0x1EE2) \
	X('u', 27, 'u',   'U',   0xF9,   0xD9,   0x1EE7, 0x1EE6, 0x169,  0x168,  0xFA,   0xDA,   0x1EE5, 0x1EE4) \
	X('u', 28, 0x1B0, 0x1AF, 0x1EEB, 0x1EEA, 0x1EED, 0x1EEC, 0x1EEF, 0x1EEE, 0x1EE9, 0x1EE8, 0x1EF1, 0x1EF0) \
	X('y', 32, 'y',   'Y',   0x1EF3, 0x1EF2, 0x1EF7, 0x1EF6, 0x1EF9, 0x1EF8, 0xFD,   0xDD,   0x1EF5, 0x1EF4)

#define AT(cp) ((cp) < LETTER_LOW_END ? (cp) : (cp) - LETTER_HIGH + LETTER_LOW_END)
#define PAIR(lo, up, base, plain, order, tone) \
	[AT(lo)] = { lo, up, base, plain, order, tone, false, false }, \
	[AT(up)] = { lo, up, base, plain, order, tone, true, false },
#define CONSONANT(c, order) PAIR(c, c - 32, c, c, order, VIET_LEVEL)
/* Looks like `lo` and is typed for it; keeps its own case pair. */
#define ALIAS(cp, lo, up, plain, order, is_up) \
	[cp] = { lo, up, lo, plain, order, VIET_LEVEL, is_up, true },
#define BY_CODE(plain, order, b, B, f, F, a, A, t, T, r, R, h, H) \
	PAIR(b, B, b, plain, order, VIET_LEVEL) \
	PAIR(f, F, b, plain, order, VIET_FALLING) \
	PAIR(a, A, b, plain, order, VIET_ASKING) \
	PAIR(t, T, b, plain, order, VIET_TUMBLING) \
	PAIR(r, R, b, plain, order, VIET_RISING) \
	PAIR(h, H, b, plain, order, VIET_HEAVY)
#define BY_TONE(plain, order, b, B, f, F, a, A, t, T, r, R, h, H) \
	[order] = { b, f, a, t, r, h },

const struct letter_row letter_rows[LETTER_ROWS] = {
	VOWELS(BY_CODE)
	CONSONANT('b', 4)  CONSONANT('c', 5)  CONSONANT('d', 6)
	PAIR(0x111, 0x110, 0x111, 'd', 7, VIET_LEVEL) /* đ */
	CONSONANT('f', 10) CONSONANT('g', 11) CONSONANT('h', 12)
	CONSONANT('j', 14) CONSONANT('k', 15) CONSONANT('l', 16)
	CONSONANT('m', 17) CONSONANT('n', 18) CONSONANT('p', 22)
	CONSONANT('q', 23) CONSONANT('r', 24) CONSONANT('s', 25)
	CONSONANT('t', 26) CONSONANT('v', 29) CONSONANT('w', 30)
	CONSONANT('x', 31) CONSONANT('z', 33)
	/* Eth for đ; gha for ư, from old conversions of official texts. */
	ALIAS(0xF0, 0x111, 0x110, 'd', 7, false)
	ALIAS(0xD0, 0x111, 0x110, 'd', 7, true)
	ALIAS(0x1A3, 0x1B0, 0x1AF, 'u', 28, false)
	ALIAS(0x1A2, 0x1B0, 0x1AF, 'u', 28, true)
};

enum { ORDERS = 34 };
static const uint16_t toned[ORDERS][6] = { VOWELS(BY_TONE) };
/* clang-format on */

uint32_t
viet_letter_at(size_t index)
{
	for (size_t i = 0x80; i < LETTER_ROWS; i++) {
		const struct letter_row *row = &letter_rows[i];

		if (row->order == 0 || row->alias)
			continue;
		if (index-- == 0)
			return row->is_upper ? row->upper : row->lower;
	}
	return 0;
}

bool
viet_letter(uint32_t cp, struct viet_letter *ret)
{
	const struct letter_row *row = letter_row(cp);

	if (row == NULL)
		return false;
	*ret = (struct viet_letter){ row->lower, row->base,
		(uint32_t)row->plain, row->order, row->tone, row->is_upper };
	return true;
}

uint32_t
viet_with_tone(uint32_t base, enum viet_tone tone)
{
	const struct letter_row *row = letter_row(base);

	if (row == NULL || toned[row->order][0] == 0)
		return base;
	return toned[row->order][tone];
}

uint32_t
letter_lower(uint32_t cp)
{
	const struct letter_row *row = letter_row(cp);

	if (row != NULL)
		return row->lower;
	return cp < 0x80 ? cp : (uint32_t)u_tolower((UChar32)cp);
}

/* Only Latin letters lose their marks: taking one from a letter of another
 * alphabet may leave a different word. */
static bool
is_latin(uint32_t cp)
{
	return (cp >= 0xC0 && cp < 0x250) || (cp >= 0x1E00 && cp < 0x1F00);
}

static uint32_t
without_marks(uint32_t cp)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
	UChar apart[8];
	int32_t n;

	if (U_FAILURE(status))
		return cp;
	n = unorm2_getDecomposition(nfc, (UChar32)cp, apart, 8, &status);
	return U_FAILURE(status) || n <= 0 ? cp : apart[0];
}

uint32_t
letter_fold(uint32_t cp)
{
	const struct letter_row *row = letter_row(cp);

	if (row != NULL)
		return (uint32_t)row->plain;
	if (cp < 0x80)
		return cp;
	if (letter_is_mark(cp))
		return 0;
	return letter_lower(is_latin(cp) ? without_marks(cp) : cp);
}
