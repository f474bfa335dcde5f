/* viet/nfc.c -- valid UTF-8, and its normal form C.
 *
 * Official text is nearly always composed already, so the check runs over the
 * bytes once and remembers whether anything in it might not be NFC.  Only then
 * ICU is asked, word by word: a space never combines with what stands before
 * it, so a text can be parted there without a change of meaning. */
#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/arena.h"
#include "base/buf.h"
#include "viet/letter_priv.h"
#include "viet/text.h"

/* --- UTF-8 --- */

/* Length of the valid sequence at s, 0 when it is invalid (RFC 3629). */
static size_t
sequence(const unsigned char *s, size_t left, uint32_t *ret_cp)
{
	size_t n = s[0] < 0x80	 ? 1
		   : s[0] < 0xC2 ? 0
		   : s[0] < 0xE0 ? 2
		   : s[0] < 0xF0 ? 3
		   : s[0] < 0xF5 ? 4
				 : 0;
	uint32_t cp = n < 2 ? s[0] : s[0] & (0x7Fu >> n);

	if (n == 0 || n > left)
		return 0;
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xC0) != 0x80)
			return 0;
		cp = cp << 6 | (s[i] & 0x3Fu);
	}
	if ((n == 3 && cp < 0x800) ||
	    (n == 4 && (cp < 0x10000 || cp > 0x10FFFF)) ||
	    (cp >= 0xD800 && cp <= 0xDFFF))
		return 0;
	*ret_cp = cp;
	return n;
}

static bool
is_control(uint32_t cp)
{
	return (cp < 0x20 && cp != '\n' && cp != '\t' && cp != '\r') ||
	       (cp >= 0x7F && cp < 0xA0) || cp == 0xFFFE || cp == 0xFFFF;
}

/* Its own NFC and begins something new: true for every letter, quote, dash and
 * sign of official texts.  False only sends the word to ICU. */
static bool
surely_composed(uint32_t cp)
{
	return cp < 0x300 || (cp >= 0x1E00 && cp < 0x1F00) ||
	       (cp >= 0x2002 && cp < 0x2070) || (cp >= 0x20A0 && cp < 0x20C0) ||
	       (cp >= 0x2150 && cp < 0x2329);
}

/* Offset of the first bad place, or len.  *ret_odd = offset of the first code
 * point that may not be NFC, or len. */
static size_t
scan(const unsigned char *p, size_t len, size_t *ret_odd)
{
	size_t odd = len, i = 0;

	while (i < len) {
		uint32_t cp;
		size_t n;

		if (p[i] >= 0x20 && p[i] < 0x7F) {
			i++;
			continue;
		}
		/* U+00C0..U+02FF and U+1E80..U+1EFF: nearly all the rest. */
		if (p[i] >= 0xC3 && p[i] <= 0xCB && i + 1 < len &&
		    (p[i + 1] & 0xC0) == 0x80) {
			i += 2;
			continue;
		}
		if (p[i] == 0xE1 && i + 2 < len && (p[i + 1] | 1) == 0xBB &&
		    (p[i + 2] & 0xC0) == 0x80) {
			i += 3;
			continue;
		}
		n = sequence(p + i, len - i, &cp);
		if (n == 0 || is_control(cp))
			break;
		if (odd == len && !surely_composed(cp))
			odd = i;
		i += n;
	}
	*ret_odd = odd;
	return i;
}

static void
describe(const unsigned char *p, size_t len, size_t at, struct viet_bad *ret)
{
	uint32_t cp = 0;
	bool control = sequence(p + at, len - at, &cp) > 0;
	size_t letter = 1;

	for (size_t i = 0; i < at; i++)
		letter += (p[i] & 0xC0) != 0x80;
	*ret = (struct viet_bad){ at, letter, control ? cp : p[at], control };
}

bool
viet_valid(const char *s, size_t len, struct viet_bad *ret)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t odd, at = scan(p, len, &odd);

	if (at == len)
		return true;
	describe(p, len, at, ret);
	return false;
}

/* --- normal form --- */

static bool
refuse(const unsigned char *p, size_t len, size_t at, struct err *err)
{
	struct viet_bad bad;

	describe(p, len, at, &bad);
	if (bad.control) {
		err_set(err, ERR_UTF8, no_pos,
		    "ký tự điều khiển U+%04X ở chữ thứ %zu", bad.value,
		    bad.letter);
		return err_hint(err, "xóa ký tự ấy rồi gõ lại");
	}
	err_set(err, ERR_UTF8, no_pos, "byte 0x%02X ở vị trí %zu, sau %zu chữ",
	    bad.value, bad.at, bad.letter - 1);
	return err_hint(err, "lưu lại bằng bảng mã UTF-8");
}

/* The text between two spaces, composed by ICU. */
static bool
compose(struct buf *out, const char *s, size_t len, UErrorCode *status)
{
	enum { SHORT = 128 };
	const UNormalizer2 *nfc = unorm2_getNFCInstance(status);
	/* NFC is at most three times as long in UTF-16 and in UTF-8. */
	UChar wide_short[SHORT], norm_short[SHORT * 3], *wide = wide_short,
							*norm = norm_short;
	UChar *heap = NULL;
	int32_t n = 0;
	char utf8[4];

	if (len > SHORT) {
		heap = malloc(len * 4 * sizeof(*heap));
		if (heap == NULL)
			return false;
		wide = heap;
		norm = heap + len;
	}
	u_strFromUTF8(wide, (int32_t)(len > SHORT ? len : SHORT), &n, s,
	    (int32_t)len, status);
	n = unorm2_normalize(nfc, wide, n, norm,
	    (int32_t)(len > SHORT ? len * 3 : SHORT * 3), status);
	for (int32_t i = 0; U_SUCCESS(*status) && i < n;) {
		UChar32 cp;

		U16_NEXT(norm, i, n, cp);
		buf_add(out, utf8, letter_encode(utf8, (uint32_t)cp));
	}
	free(heap);
	return U_SUCCESS(*status);
}

/* Offset from `at` on of what may not be NFC in valid text, or len. */
static size_t
next_odd(const char *s, size_t len, size_t at)
{
	const char *p = s + at, *end = s + len;

	while (p < end) {
		const char *next = p;

		if (!surely_composed(letter_decode(&next, end)))
			break;
		p = next;
	}
	return (size_t)(p - s);
}

static bool
compose_words(struct buf *out, const char *s, size_t len, size_t odd)
{
	UErrorCode status = U_ZERO_ERROR;
	size_t done = 0, from, to;

	while (odd < len) {
		for (from = odd; from > done && s[from] != ' '; from--)
			;
		for (to = odd; to < len && s[to] != ' '; to++)
			;
		buf_add(out, s + done, from - done);
		if (!compose(out, s + from, to - from, &status))
			return false;
		odd = next_odd(s, len, to);
		done = to;
	}
	buf_add(out, s + done, len - done);
	return buf_ok(out);
}

bool
viet_nfc(struct arena *a, const char *s, size_t len, const char **ret,
    struct err *err)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t odd, at = scan(p, len, &odd);
	struct buf out = { 0 };
	char *text;

	if (at < len)
		return refuse(p, len, at, err);
	if (odd == len) {
		*ret = s;
		return true;
	}
	text = NULL;
	if (len < (size_t)INT32_MAX / 4 && compose_words(&out, s, len, odd)) {
		if (out.len == len && memcmp(buf_str(&out), s, len) == 0) {
			buf_done(&out); /* odd, but composed */
			*ret = s;
			return true;
		}
		text = arena_strndup(a, buf_str(&out), out.len);
	}
	buf_done(&out);
	if (text == NULL)
		return err_nomem(err);
	*ret = text;
	return true;
}
