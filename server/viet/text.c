/* viet/text.c -- Vietnamese letters, normal form, case, folding.
 *
 * One small table of strings is the source: the twelve vowels, each with its
 * six tones in dictionary order.  It is spread into a table by code point at
 * first use; every letter lies below U+1F00. */
#include "viet/text.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/arena.h"
#include "base/buf.h"

enum { TABLE = 0x1F00, VOWELS = 12, TONES = 6 };

static const char *const vowels[VOWELS] = { "aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ",
	"eèẻẽéẹ", "êềểễếệ", "iìỉĩíị", "oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ", "uùủũúụ",
	"ưừửữứự", "yỳỷỹýỵ" };
static const char *const uppers[VOWELS] = { "AÀẢÃÁẠ", "ĂẰẲẴẮẶ", "ÂẦẨẪẤẬ",
	"EÈẺẼÉẸ", "ÊỀỂỄẾỆ", "IÌỈĨÍỊ", "OÒỎÕÓỌ", "ÔỒỔỖỐỘ", "ƠỜỞỠỚỢ", "UÙỦŨÚỤ",
	"ƯỪỬỮỨỰ", "YỲỶỸÝỴ" };
static const char alphabet[] = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";

struct entry {
	uint16_t lower, upper, base;
	char plain;
	uint8_t order, tone; /* order 0 = no letter */
	bool is_upper;
};

static struct entry table[TABLE];
static uint32_t letters[VIET_LETTERS];
static size_t letter_count;
static pthread_once_t once = PTHREAD_ONCE_INIT;

uint32_t
viet_next(const char **s)
{
	const unsigned char *p = (const unsigned char *)*s;
	uint32_t cp = p[0];
	int more = 0;

	if (cp == 0)
		return 0;
	if (cp >= 0xF0) {
		cp &= 7;
		more = 3;
	} else if (cp >= 0xE0) {
		cp &= 15;
		more = 2;
	} else if (cp >= 0xC0) {
		cp &= 31;
		more = 1;
	}
	for (p++; more > 0 && (*p & 0xC0) == 0x80; more--)
		cp = cp << 6 | (*p++ & 0x3F);
	*s = (const char *)p;
	return cp;
}

static uint8_t
order_of(uint32_t base)
{
	const char *p = alphabet;
	uint8_t n = 1;
	uint32_t cp;

	while ((cp = viet_next(&p)) != 0) {
		if (cp == base)
			return n;
		n++;
	}
	return 0;
}

static char
plain_of(uint32_t base)
{
	switch (base) {
	case 0x103: /* ă */
	case 0xE2:  /* â */
		return 'a';
	case 0x111: /* đ */
		return 'd';
	case 0xEA: /* ê */
		return 'e';
	case 0xF4:  /* ô */
	case 0x1A1: /* ơ */
		return 'o';
	case 0x1B0: /* ư */
		return 'u';
	default:
		return (char)base;
	}
}

static void
add(uint32_t lower, uint32_t upper, uint32_t base, uint8_t tone)
{
	struct entry e = { (uint16_t)lower, (uint16_t)upper, (uint16_t)base,
		plain_of(base), order_of(base), tone, false };

	table[lower] = e;
	e.is_upper = true;
	table[upper] = e;
	if (lower >= 0x80) {
		letters[letter_count++] = lower;
		letters[letter_count++] = upper;
	}
}

static void
fill_table(void)
{
	for (uint32_t c = 'a'; c <= 'z'; c++)
		if (strchr("aeiouy", (int)c) == NULL)
			add(c, c - 32, c, 0);
	add(0x111, 0x110, 0x111, 0);
	for (int v = 0; v < VOWELS; v++) {
		const char *lo = vowels[v], *up = uppers[v], *first = vowels[v];
		uint32_t base = viet_next(&first);

		for (uint8_t t = 0; t < TONES; t++) {
			uint32_t l = viet_next(&lo), u = viet_next(&up);

			add(l, u, base, t);
		}
	}
	/* Eth looks like Đ and is typed for it. */
	table[0xF0] = table[0x111];
	table[0xD0] = table[0x110];
}

static const struct entry *
entry_of(uint32_t cp)
{
	pthread_once(&once, fill_table);
	if (cp >= TABLE || table[cp].order == 0)
		return NULL;
	return &table[cp];
}

uint32_t
viet_letter_at(size_t index)
{
	pthread_once(&once, fill_table);
	return letters[index];
}

bool
viet_letter(uint32_t cp, struct viet_letter *ret)
{
	const struct entry *e = entry_of(cp);

	if (e == NULL)
		return false;
	*ret = (struct viet_letter){ e->lower, e->base, (uint32_t)e->plain,
		e->order, e->tone, e->is_upper };
	return true;
}

uint32_t
viet_with_tone(uint32_t base, enum viet_tone tone)
{
	for (int v = 0; v < VOWELS; v++) {
		const char *p = vowels[v];

		if (viet_next(&p) != base)
			continue;
		p = vowels[v];
		for (int t = 0; t < (int)tone; t++)
			viet_next(&p);
		return viet_next(&p);
	}
	return base;
}

size_t
viet_length(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

/* --- normal form --- */

/* Length of the valid sequence at s, 0 when it is invalid. */
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
		cp = cp << 6 | (s[i] & 0x3F);
	}
	if ((n == 3 && cp < 0x800) ||
	    (n == 4 && (cp < 0x10000 || cp > 0x10FFFF)) ||
	    (cp >= 0xD800 && cp <= 0xDFFF))
		return 0;
	*ret_cp = cp;
	return n;
}

/* Letters that are their own NFC and never combine with what follows. */
static bool
surely_composed(uint32_t cp)
{
	return cp < 0x300 || (cp >= 0x1E00 && cp < 0x1F00) ||
	       (cp >= 0x2002 && cp < 0x2070) || (cp >= 0x20A0 && cp < 0x20C0);
}

static bool
bad_text(struct err *err, uint32_t cp, size_t letter, bool control)
{
	if (control) {
		err_set(err, ERR_UTF8, no_pos,
		    "ký tự điều khiển U+%04X ở chữ thứ %zu", cp, letter);
		return err_hint(err, "xóa ký tự ấy rồi gõ lại");
	}
	err_set(
	    err, ERR_UTF8, no_pos, "byte 0x%02X sau %zu chữ", cp, letter - 1);
	return err_hint(err, "lưu lại bằng bảng mã UTF-8");
}

static bool
icu_nfc(struct arena *a, const char *s, size_t len, const char **ret,
    struct err *err)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
	int32_t n = 0, cap = (int32_t)len + 1, out = 0;
	UChar *wide = arena_alloc_n(a, (size_t)cap, sizeof(UChar));
	UChar *norm = arena_alloc_n(a, (size_t)cap * 3, sizeof(UChar));
	char *text;

	if (wide == NULL || norm == NULL)
		return err_nomem(err);
	u_strFromUTF8(wide, cap, &n, s, (int32_t)len, &status);
	out = unorm2_normalize(nfc, wide, n, norm, cap * 3, &status);
	text = arena_alloc(a, (size_t)out * 3 + 1);
	if (text == NULL)
		return err_nomem(err);
	u_strToUTF8(text, out * 3 + 1, NULL, norm, out, &status);
	if (U_FAILURE(status))
		return err_set(
		    err, ERR_UTF8, no_pos, "không chuẩn hóa được chữ");
	*ret = text;
	return true;
}

bool
viet_nfc(struct arena *a, const char *s, size_t len, const char **ret,
    struct err *err)
{
	const unsigned char *p = (const unsigned char *)s;
	bool composed = true;
	size_t letter = 1;

	for (size_t i = 0; i < len; letter++) {
		uint32_t cp;
		size_t n;

		if (p[i] >= 0x20 && p[i] < 0x7F) {
			i++;
			continue;
		}
		n = sequence(p + i, len - i, &cp);
		if (n == 0)
			return bad_text(err, p[i], letter, false);
		if ((cp < 0x20 && cp != '\n' && cp != '\t' && cp != '\r') ||
		    (cp >= 0x7F && cp < 0xA0) || cp == 0xFFFE || cp == 0xFFFF)
			return bad_text(err, cp, letter, true);
		composed = composed && surely_composed(cp);
		i += n;
	}
	if (!composed)
		return icu_nfc(a, s, len, ret, err);
	*ret = s;
	return true;
}

/* --- case and folding --- */

static char *
map(struct arena *a, const char *s, uint32_t (*one)(uint32_t cp))
{
	struct buf b = { 0 };
	uint32_t cp;
	char *out;

	while ((cp = viet_next(&s)) != 0)
		buf_utf8(&b, one(cp));
	out = buf_ok(&b) ? arena_strndup(a, buf_str(&b), b.len) : NULL;
	buf_done(&b);
	return out;
}

static uint32_t
upper_one(uint32_t cp)
{
	const struct entry *e = entry_of(cp);

	if (e != NULL && cp != 0xF0 && cp != 0xD0)
		return e->upper;
	/* Letters of other Latin alphabets keep ICU's simple mapping. */
	return cp < 0x80 ? cp : (uint32_t)u_toupper((UChar32)cp);
}

static uint32_t
lower_one(uint32_t cp)
{
	const struct entry *e = entry_of(cp);

	if (e != NULL && cp != 0xF0 && cp != 0xD0)
		return e->lower;
	return cp < 0x80 ? cp : (uint32_t)u_tolower((UChar32)cp);
}

static uint32_t
fold_one(uint32_t cp)
{
	const struct entry *e = entry_of(cp);

	return e != NULL ? (uint32_t)e->plain : lower_one(cp);
}

char *
viet_upper(struct arena *a, const char *s)
{
	return map(a, s, upper_one);
}

char *
viet_lower(struct arena *a, const char *s)
{
	return map(a, s, lower_one);
}

char *
viet_fold(struct arena *a, const char *s)
{
	return map(a, s, fold_one);
}

char *
viet_capital(struct arena *a, const char *s)
{
	struct buf b = { 0 };
	char *out;

	if (*s != '\0')
		buf_utf8(&b, upper_one(viet_next(&s)));
	buf_str_add(&b, s);
	out = buf_ok(&b) ? arena_strndup(a, buf_str(&b), b.len) : NULL;
	buf_done(&b);
	return out;
}

/* oa, oe, uy at the end of a syllable: the tone goes to the first of the two.
 */
void
viet_canonical_tone(uint32_t *syllable, size_t len)
{
	const struct entry *first, *second, *before;

	if (len < 2)
		return;
	first = entry_of(syllable[len - 2]);
	second = entry_of(syllable[len - 1]);
	if (first == NULL || second == NULL || first->tone != 0 ||
	    second->tone == 0)
		return;
	if (!((first->base == 'o' &&
		  (second->base == 'a' || second->base == 'e')) ||
		(first->base == 'u' && second->base == 'y')))
		return;
	before = len > 2 ? entry_of(syllable[len - 3]) : NULL;
	if (first->base == 'u' && before != NULL && before->base == 'q')
		return;
	syllable[len - 2] =
	    viet_with_tone(first->base, (enum viet_tone)second->tone);
	syllable[len - 1] = second->base;
}

/* --- what nobody sees --- */

/* clang-format off */
static const struct {
	uint32_t cp;
	const char *what, *hint;
} suspects[] = {
	{ 0x1A3,  "chữ ƣ (U+01A3) trông giống ư", "gõ lại chữ ư" },
	{ 0x1A2,  "chữ Ƣ (U+01A2) trông giống Ư", "gõ lại chữ Ư" },
	{ 0xD0,   "chữ Ð (U+00D0) trông giống Đ", "gõ lại chữ Đ" },
	{ 0xF0,   "chữ ð (U+00F0) trông giống đ", "gõ lại chữ đ" },
	{ 0xA0,   "dấu cách không ngắt (U+00A0)", "thay bằng dấu cách thường" },
	{ 0xAD,   "gạch nối ẩn (U+00AD); chữ ư của phông cũ hay thành ký tự này", "xóa, hoặc gõ lại chữ ư" },
	{ 0x200B, "ký tự rộng bằng không (U+200B)", "xóa ký tự ấy" },
	{ 0x200C, "ký tự rộng bằng không (U+200C)", "xóa ký tự ấy" },
	{ 0x200D, "ký tự rộng bằng không (U+200D)", "xóa ký tự ấy" },
	{ 0xFEFF, "dấu BOM lạc giữa chữ (U+FEFF)", "xóa ký tự ấy" },
	{ 0xFFFD, "ký tự thay thế (U+FFFD): chữ gốc đã mất", "gõ lại chữ đúng" },
};
/* clang-format on */

bool
viet_suspect(const char *s, size_t from, struct viet_suspect *ret)
{
	const char *p = s + from;
	size_t letter = 1;
	uint32_t cp, last = 0;

	for (const char *q = s; q < p; letter++)
		viet_next(&q);
	for (const char *at = p; (cp = viet_next(&p)) != 0; at = p, letter++) {
		*ret = (struct viet_suspect){ (size_t)(at - s), letter, cp,
			NULL, NULL };
		for (size_t i = 0; i < sizeof(suspects) / sizeof(*suspects);
		     i++)
			if (suspects[i].cp == cp) {
				ret->what = suspects[i].what;
				ret->hint = suspects[i].hint;
				return true;
			}
		if (cp >= 0x300 && cp <= 0x36F) {
			ret->what = "dấu thanh tách rời (chữ dựng sẵn bị tách)";
			ret->hint = "lưu lại bằng Unicode dựng sẵn";
			return true;
		}
		if (cp == ' ' && last == ' ') {
			ret->what = "hai dấu cách liền nhau";
			ret->hint = "bỏ bớt một dấu cách";
			return true;
		}
		last = cp;
	}
	return false;
}
