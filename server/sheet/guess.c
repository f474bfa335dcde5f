/* sheet/guess.c -- which encoding, judged by Vietnamese syllables. */
#include <string.h>

#include "sheet/read_priv.h"
#include "viet/legacy.h"
#include "viet/text.h"

const char *const sheet_encoding_codes[SHEET_ENCODINGS] = { "tu-dong", "utf-8",
	"utf-16", "tcvn3", "tcvn3-hoa", "vni", "windows-1258" };
const char *const sheet_encoding_names[SHEET_ENCODINGS] = { "Tự nhận",
	"Unicode (UTF-8)", "Unicode (UTF-16)", "TCVN3 (ABC, phông .VnTime)",
	"TCVN3 chữ hoa (phông .VnTimeH)", "VNI (phông VNI-Times)",
	"Windows-1258" };

enum sheet_encoding
sheet_encoding_of(const char *code)
{
	for (int i = 0; code != NULL && i < SHEET_ENCODINGS; i++)
		if (strcmp(sheet_encoding_codes[i], code) == 0)
			return (enum sheet_encoding)i;
	return SHEET_GUESS;
}

/* --- syllables --- */

/* Longest first where one begins like another. */
static const char *const onsets[] = { "ngh", "ng", "nh", "ch", "gh", "gi", "kh",
	"ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l", "m",
	"n", "p", "r", "s", "t", "v", "x", "" };
static const char *const nuclei[] = { "a", "ă", "â", "e", "ê", "i", "o", "ô",
	"ơ", "u", "ư", "y", "ai", "ao", "au", "ay", "âu", "ây", "eo", "êu",
	"ia", "iê", "iu", "iêu", "oa", "oă", "oe", "oi", "oo", "ôi", "ơi",
	"oai", "oay", "oeo", "ua", "uâ", "uê", "ui", "uô", "uơ", "uy", "uôi",
	"uây", "uya", "uyê", "uyu", "ưa", "ưi", "ươ", "ưu", "ươi", "ươu", "yê",
	"yêu", "uă", "ue" };
static const char *const codas[] = { "", "c", "ch", "m", "n", "ng", "nh", "p",
	"t" };

static bool
is_one_of(const char *s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(s, list[i]) == 0)
			return true;
	return false;
}
#define IS_ONE_OF(s, list) is_one_of(s, list, sizeof(list) / sizeof((list)[0]))

static bool
splits(const char *rest)
{
	char nucleus[16];
	size_t len = strlen(rest);

	for (size_t n = len; n > 0; n--) {
		if (n >= sizeof(nucleus) ||
		    ((unsigned char)rest[n] & 0xC0) == 0x80)
			continue;
		memcpy(nucleus, rest, n);
		nucleus[n] = '\0';
		if (IS_ONE_OF(nucleus, nuclei) && IS_ONE_OF(rest + n, codas))
			return true;
	}
	return false;
}

static bool
is_syllable(const char *plain)
{
	for (size_t i = 0; i < sizeof(onsets) / sizeof(onsets[0]); i++) {
		size_t n = strlen(onsets[i]);

		if (strncmp(plain, onsets[i], n) == 0 && splits(plain + n))
			return true;
		/* gì, gìn: the i is the nucleus too */
		if (strcmp(onsets[i], "gi") == 0 &&
		    strncmp(plain, "gi", 2) == 0 && splits(plain + 1))
			return true;
	}
	return false;
}

struct score {
	int good, bad;
};

/* One word's letters, in lower case without tones; words of ASCII say nothing.
 */
static void
judge_word(struct score *s, const char *word, size_t len)
{
	char plain[64];
	size_t n = 0;
	int tones = 0;
	bool marked = false;
	const char *end = word + len;

	while (word < end && n + 4 < sizeof(plain)) {
		struct viet_letter l;
		uint32_t cp = viet_next(&word);
		struct buf b = { 0 };

		marked = marked || cp > 0x7F;
		if (!viet_letter(cp, &l)) {
			s->bad++;
			return;
		}
		tones += l.tone != VIET_LEVEL;
		buf_utf8(&b, l.base);
		memcpy(plain + n, buf_str(&b), b.len);
		n += b.len;
		buf_done(&b);
	}
	plain[n] = '\0';
	if (!marked)
		return;
	if (tones < 2 && is_syllable(plain))
		s->good++;
	else
		s->bad++;
}

static bool
parts_words(uint32_t cp)
{
	return cp < 'A' || (cp > 'Z' && cp < 'a') || (cp > 'z' && cp < 0x80) ||
	       cp == 0xA0 || (cp >= 0x2000 && cp < 0x2070);
}

static struct score
judge(const char *text)
{
	enum { ENOUGH = 3000 };
	struct score s = { 0 };
	const char *p = text;

	while (*p != '\0' && s.good + s.bad < ENOUGH) {
		const char *word = p, *end = p;

		while (*p != '\0' && !parts_words(viet_next(&p)))
			end = p;
		if (end > word)
			judge_word(&s, word, (size_t)(end - word));
	}
	return s;
}

static int
worth(struct score s)
{
	return s.good - 2 * s.bad;
}

/* --- decoding --- */

static bool
legacy_of(enum sheet_encoding e, enum viet_encoding *ret)
{
	static const enum viet_encoding map[SHEET_ENCODINGS] = { [SHEET_TCVN3] =
								     VIET_TCVN3,
		[SHEET_TCVN3_CAPITALS] = VIET_TCVN3_CAPITALS,
		[SHEET_VNI] = VIET_VNI };

	*ret = map[e];
	return e == SHEET_TCVN3 || e == SHEET_TCVN3_CAPITALS || e == SHEET_VNI;
}

/* Code page 1258 from 0x80 (Microsoft's table); marks follow their letter. */
static const uint16_t page_1258[128] = { 0x20AC, 0xFFFD, 0x201A, 0x192, 0x201E,
	0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0xFFFD, 0x2039, 0x152, 0xFFFD,
	0xFFFD, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013,
	0x2014, 0x2DC, 0x2122, 0xFFFD, 0x203A, 0x153, 0xFFFD, 0xFFFD, 0x178,
	0xA0, 0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA8, 0xA9, 0xAA, 0xAB,
	0xAC, 0xAD, 0xAE, 0xAF, 0xB0, 0xB1, 0xB2, 0xB3, 0xB4, 0xB5, 0xB6, 0xB7,
	0xB8, 0xB9, 0xBA, 0xBB, 0xBC, 0xBD, 0xBE, 0xBF, 0xC0, 0xC1, 0xC2, 0x102,
	0xC4, 0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0xCA, 0xCB, 0x300, 0xCD, 0xCE, 0xCF,
	0x110, 0xD1, 0x309, 0xD3, 0xD4, 0x1A0, 0xD6, 0xD7, 0xD8, 0xD9, 0xDA,
	0xDB, 0xDC, 0x1AF, 0x303, 0xDF, 0xE0, 0xE1, 0xE2, 0x103, 0xE4, 0xE5,
	0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xEB, 0x301, 0xED, 0xEE, 0xEF, 0x111,
	0xF1, 0x323, 0xF3, 0xF4, 0x1A1, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA, 0xFB,
	0xFC, 0x1B0, 0x20AB, 0xFF };

static const char *
to_nfc(struct arena *a, struct buf *b)
{
	const char *copy =
		       buf_ok(b) ? arena_strndup(a, buf_str(b), b->len) : NULL,
		   *nfc;
	bool ok = copy != NULL && viet_nfc(a, copy, b->len, &nfc, NULL);

	buf_done(b);
	return ok ? nfc : NULL;
}

static const char *
from_1258(struct arena *a, const char *bytes, size_t len, size_t *lost)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)bytes[i];
		uint32_t cp = c < 0x80 ? c : page_1258[c - 0x80];

		*lost += cp == 0xFFFD;
		buf_utf8(&b, cp);
	}
	return to_nfc(a, &b);
}

static const char *
from_utf16(
    struct arena *a, const char *bytes, size_t len, bool big, size_t *lost)
{
	const unsigned char *p = (const unsigned char *)bytes;
	struct buf b = { 0 };

	for (size_t i = 0; i + 1 < len; i += 2) {
		uint32_t u = big ? (uint32_t)p[i] << 8 | p[i + 1]
				 : (uint32_t)p[i + 1] << 8 | p[i];
		uint32_t v;

		if (u >= 0xD800 && u < 0xDC00 && i + 3 < len) {
			v = big ? (uint32_t)p[i + 2] << 8 | p[i + 3]
				: (uint32_t)p[i + 3] << 8 | p[i + 2];
			if (v >= 0xDC00 && v < 0xE000) {
				u = 0x10000 + ((u - 0xD800) << 10) +
				    (v - 0xDC00);
				i += 2;
			}
		}
		if (u == 0 || (u >= 0xD800 && u < 0xE000) || u > 0x10FFFF) {
			u = 0xFFFD;
			++*lost;
		}
		if (u != 0xFEFF)
			buf_utf8(&b, u);
	}
	return to_nfc(a, &b);
}

static const char *
from_legacy(struct arena *a, enum viet_encoding e, const char *bytes,
    size_t len, size_t *lost)
{
	struct viet_legacy l;

	if (!viet_legacy_decode(a, e, bytes, len, &l, NULL))
		return NULL;
	*lost += l.bad + l.lost;
	return l.text;
}

static bool
is_big_endian(const char *bytes, size_t len)
{
	size_t zeros[2] = { 0 };

	if (len >= 2 && memcmp(bytes, "\xfe\xff", 2) == 0)
		return true;
	if (len >= 2 && memcmp(bytes, "\xff\xfe", 2) == 0)
		return false;
	for (size_t i = 0; i < len && i < 4000; i++)
		zeros[i % 2] += bytes[i] == '\0';
	return zeros[0] > zeros[1];
}

static const char *
decode_as(struct arena *a, enum sheet_encoding e, const char *bytes, size_t len,
    size_t *lost)
{
	enum viet_encoding old;
	const char *nfc;

	if (legacy_of(e, &old))
		return from_legacy(a, old, bytes, len, lost);
	if (e == SHEET_WINDOWS)
		return from_1258(a, bytes, len, lost);
	if (e == SHEET_UTF16)
		return from_utf16(
		    a, bytes, len, is_big_endian(bytes, len), lost);
	if (len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
		bytes += 3;
		len -= 3;
	}
	bytes = arena_strndup(a, bytes, len);
	return bytes != NULL && viet_nfc(a, bytes, len, &nfc, NULL) ? nfc
								    : NULL;
}

static bool
is_utf16(const char *bytes, size_t len)
{
	size_t zeros = 0, looked = len < 4000 ? len : 4000;

	if (len >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 ||
			    memcmp(bytes, "\xfe\xff", 2) == 0))
		return true;
	for (size_t i = 0; i < looked; i++)
		zeros += bytes[i] == '\0';
	return len % 2 == 0 && looked > 8 && zeros > looked / 5;
}

static enum sheet_encoding
guess_bytes(struct arena *a, const char *bytes, size_t len)
{
	static const enum sheet_encoding tries[] = { SHEET_TCVN3, SHEET_VNI,
		SHEET_WINDOWS };
	enum sheet_encoding best = SHEET_TCVN3;
	int most = 0;
	struct viet_bad bad;

	if (is_utf16(bytes, len))
		return SHEET_UTF16;
	if (viet_valid(bytes, len, &bad) || bad.control)
		return SHEET_UTF8;
	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
		size_t lost = 0;
		const char *text = decode_as(a, tries[i], bytes, len, &lost);
		int w = text == NULL ? -1 : worth(judge(text));

		if (i == 0 || w > most) {
			most = w;
			best = tries[i];
		}
	}
	return best;
}

bool
sheet_decode(struct arena *a, const char *bytes, size_t len,
    enum sheet_encoding *encoding, const char **ret, size_t *ret_lost,
    struct err *err)
{
	const char *text;

	if (*encoding == SHEET_GUESS)
		*encoding = guess_bytes(a, bytes, len);
	text = decode_as(a, *encoding, bytes, len, ret_lost);
	if (text == NULL) {
		err_set(err, ERR_VALUE, no_pos, "tệp không phải văn bản %s",
		    sheet_encoding_names[*encoding]);
		return err_hint(err, "chọn bảng mã khác, hoặc lưu lại thành "
				     ".xlsx");
	}
	*ret = text;
	return true;
}

/* --- Unicode text that spells an old font --- */

enum sheet_encoding
sheet_guess_copied(struct arena *a, const char *text)
{
	static const enum sheet_encoding tries[] = { SHEET_TCVN3, SHEET_VNI };
	struct score now = judge(text);
	enum sheet_encoding best = SHEET_UTF8;
	int most = worth(now);

	/* Right as it stands but for a foreign word or two. */
	if (now.good >= now.bad)
		return SHEET_UTF8;
	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
		size_t lost = 0;
		int w =
		    worth(judge(sheet_decode_copied(a, tries[i], text, &lost)));

		if (w > most && w > 0) {
			most = w;
			best = tries[i];
		}
	}
	return best;
}

const char *
sheet_decode_copied(struct arena *a, enum sheet_encoding encoding,
    const char *text, size_t *lost)
{
	enum viet_encoding old;
	const char *out;
	char *bytes;
	size_t len;

	if (!legacy_of(encoding, &old) ||
	    !viet_legacy_bytes(a, text, &bytes, &len, NULL))
		return text;
	out = from_legacy(a, old, bytes, len, lost);
	return out == NULL ? text : out;
}
