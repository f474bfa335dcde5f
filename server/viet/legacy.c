/* viet/legacy.c -- TCVN3 (ABC) and VNI-Windows to Unicode. */
#include "viet/legacy.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "viet/letter_priv.h"
#include "viet/text.h"

enum { LOST_SIGN = 0xFFFD, NONE = 0 };

/* clang-format off */
/* Windows-1252 where it differs from Latin-1; both kinds of fonts keep its
 * quotes and dashes.  0 = not used. */
static const uint16_t windows[32] = {
	0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
	0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
	0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
	0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/* TCVN 5712:1993, VN3: bytes A0..FF.  0 = the fonts have nothing there. */
static const uint16_t tcvn3[96] = {
	/*  0       1       2       3       4       5       6       7  */
	/*  8       9       A       B       C       D       E       F  */
	0x00A0, 0x0102, 0x00C2, 0x00CA, 0x00D4, 0x01A0, 0x01AF, 0x0110, /* A0 */
	0x0103, 0x00E2, 0x00EA, 0x00F4, 0x01A1, 0x01B0, 0x0111, 0,
	0,      0,      0,      0,      0,      0x00E0, 0x1EA3, 0x00E3, /* B0 */
	0x00E1, 0x1EA1, 0,      0x1EB1, 0x1EB3, 0x1EB5, 0x1EAF, 0,
	0,      0,      0,      0,      0,      0,      0x1EB7, 0x1EA7, /* C0 */
	0x1EA9, 0x1EAB, 0x1EA5, 0x1EAD, 0x00E8, 0,      0x1EBB, 0x1EBD,
	0x00E9, 0x1EB9, 0x1EC1, 0x1EC3, 0x1EC5, 0x1EBF, 0x1EC7, 0x00EC, /* D0 */
	0x1EC9, 0,      0,      0,      0x0129, 0x00ED, 0x1ECB, 0x00F2,
	0,      0x1ECF, 0x00F5, 0x00F3, 0x1ECD, 0x1ED3, 0x1ED5, 0x1ED7, /* E0 */
	0x1ED1, 0x1ED9, 0x1EDD, 0x1EDF, 0x1EE1, 0x1EDB, 0x1EE3, 0x00F9,
	0,      0x1EE7, 0x0169, 0x00FA, 0x1EE5, 0x1EEB, 0x1EED, 0x1EEF, /* F0 */
	0x1EE9, 0x1EF1, 0x1EF3, 0x1EF7, 0x1EF9, 0x00FD, 0x1EF5, 0,
};

/* VNI: letters that are one byte, in lower case; a capital is 0x20 less. */
static const struct {
	uint8_t byte;
	uint16_t letter;
} vni_letters[] = {
	{ 0xE6, 0x1EC9 }, /* ỉ */
	{ 0xEC, 0x00EC }, /* ì */
	{ 0xED, 0x00ED }, /* í */
	{ 0xEE, 0x1EF5 }, /* ỵ */
	{ 0xF1, 0x0111 }, /* đ */
	{ 0xF2, 0x1ECB }, /* ị */
	{ 0xF3, 0x0129 }, /* ĩ */
	{ 0xF4, 0x01A1 }, /* ơ */
	{ 0xF6, 0x01B0 }, /* ư */
};

/* VNI: what stands behind a vowel, in lower case: the shape it gives to a (â
 * also to e and o) and the tone. */
enum shape { SAME, HAT, BREVE };
static const struct vni_mark {
	uint8_t byte;
	uint8_t shape;
	uint8_t tone;
} vni_marks[] = {
	{ 0xF8, SAME,  VIET_FALLING }, { 0xFB, SAME,  VIET_ASKING },
	{ 0xF5, SAME,  VIET_TUMBLING },{ 0xF9, SAME,  VIET_RISING },
	{ 0xEF, SAME,  VIET_HEAVY },   { 0xE2, HAT,   VIET_LEVEL },
	{ 0xE0, HAT,   VIET_FALLING }, { 0xE5, HAT,   VIET_ASKING },
	{ 0xE3, HAT,   VIET_TUMBLING },{ 0xE1, HAT,   VIET_RISING },
	{ 0xE4, HAT,   VIET_HEAVY },   { 0xEA, BREVE, VIET_LEVEL },
	{ 0xE8, BREVE, VIET_FALLING }, { 0xFA, BREVE, VIET_ASKING },
	{ 0xFC, BREVE, VIET_TUMBLING },{ 0xE9, BREVE, VIET_RISING },
	{ 0xEB, BREVE, VIET_HEAVY },
};
/* clang-format on */

struct decoder {
	const unsigned char *bytes;
	size_t len, at;
	struct buf out;
	struct viet_legacy *result;
};

/* Bytes that mean the same in every kind: ASCII, quotes, dashes. */
static uint32_t
common(unsigned char byte)
{
	if (byte >= 0x20 && byte < 0x7F)
		return byte;
	if (byte >= 0x80 && byte < 0xA0)
		return windows[byte - 0x80];
	return byte == '\n' || byte == '\t' || byte == '\r' ? byte : NONE;
}

static void
put(struct decoder *d, uint32_t cp, size_t used)
{
	if (cp == NONE) {
		if (d->result->bad++ == 0) {
			d->result->bad_at = d->at;
			d->result->bad_byte = d->bytes[d->at];
		}
		cp = LOST_SIGN;
	}
	buf_utf8(&d->out, cp);
	d->at += used;
}

static void
decode_tcvn3(struct decoder *d, bool capitals)
{
	while (d->at < d->len) {
		unsigned char byte = d->bytes[d->at];
		uint32_t cp = byte < 0xA0 ? common(byte) : tcvn3[byte - 0xA0];

		put(d, capitals ? letter_upper(cp) : cp, 1);
	}
}

/* --- VNI --- */

static unsigned char
lower_byte(unsigned char byte)
{
	return byte >= 0xC0 && byte < 0xE0 ? byte + 0x20 : byte;
}

/* One byte alone. */
static uint32_t
vni_single(unsigned char byte)
{
	unsigned char lower = lower_byte(byte);

	for (size_t i = 0; i < sizeof(vni_letters) / sizeof(vni_letters[0]);
	     i++) {
		const struct letter_row *row;

		if (vni_letters[i].byte != lower)
			continue;
		row = letter_row(vni_letters[i].letter);
		return lower == byte ? row->lower : row->upper;
	}
	/* A mark without its letter is lost; « ° · keep their Latin-1 places.
	 */
	if (byte >= 0xA0 && byte < 0xC0)
		return byte;
	return common(byte);
}

static uint32_t
with_shape(uint32_t base, uint8_t shape)
{
	if (shape == SAME)
		return base;
	if (base == 'a')
		return shape == HAT ? 0xE2 : 0x103;
	if (shape == HAT && base == 'e')
		return 0xEA;
	return shape == HAT && base == 'o' ? 0xF4 : NONE;
}

/* A letter and the mark behind it; NONE when the two do not belong together.
 * The letter decides about the case: «Aù» in headings is Á. */
static uint32_t
vni_pair(unsigned char letter, unsigned char mark)
{
	const struct letter_row *row = letter_row(vni_single(letter));

	mark = lower_byte(mark);
	if (row == NULL || row->tone != VIET_LEVEL)
		return NONE;
	for (size_t i = 0; i < sizeof(vni_marks) / sizeof(vni_marks[0]); i++) {
		const struct vni_mark *m = &vni_marks[i];
		uint32_t base = with_shape(row->base, m->shape), cp;

		if (m->byte != mark || base == NONE)
			continue;
		cp = viet_with_tone(base, (enum viet_tone)m->tone);
		if (cp == row->base)
			return NONE; /* a consonant takes no tone */
		return row->is_upper ? letter_upper(cp) : cp;
	}
	return NONE;
}

static void
decode_vni(struct decoder *d)
{
	while (d->at < d->len) {
		unsigned char byte = d->bytes[d->at];
		uint32_t pair = NONE;

		if (d->at + 1 < d->len && d->bytes[d->at + 1] >= 0xC0)
			pair = vni_pair(byte, d->bytes[d->at + 1]);
		if (pair != NONE)
			put(d, pair, 2);
		else
			put(d, vni_single(byte), 1);
	}
}

/* --- the ư that got lost --- */

static bool
is_unit(const char *word)
{
	static const char *const units[] = { "km", "mm", "cm", "kg", "mg", "ml",
		"kv", "kw" };

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(word, units[i]) == 0)
			return true;
	return false;
}

/* «nh» for như, «trng» for trưng; «mờng» for mường: ơ stands before ng and c
 * only behind ư. */
static bool
misses_horn_u(const uint32_t *word, size_t len)
{
	bool vowel = false;

	for (size_t i = 0; i < len; i++) {
		const struct letter_row *row = letter_row(word[i]);

		if (row == NULL)
			return false;
		vowel = vowel || strchr("aeiouy", row->plain) != NULL;
		if (row->base != 0x1A1 || (i > 0 && word[i - 1] == 0x1B0))
			continue;
		if (i + 1 < len &&
		    (word[i + 1] == 'c' || (word[i + 1] == 'n' && i + 2 < len &&
					       word[i + 2] == 'g')))
			return true;
	}
	return !vowel && len > 1;
}

static void
check_word(const char *word, size_t len, struct viet_legacy *ret)
{
	enum { SYLLABLE = 8 };
	const char *p = word, *end = word + len;
	char lower_text[SYLLABLE * 3 + 1];
	uint32_t lower[SYLLABLE];
	size_t n = 0, bytes = 0;

	while (p < end) {
		uint32_t cp = letter_decode(&p, end);

		/* Capitals inside are abbreviations: UBND, TTr. */
		if (n == SYLLABLE || (n > 0 && cp != letter_lower(cp)))
			return;
		lower[n] = letter_lower(cp);
		bytes += letter_encode(lower_text + bytes, lower[n++]);
	}
	lower_text[bytes] = '\0';
	if (!misses_horn_u(lower, n) || is_unit(lower_text))
		return;
	if (ret->lost++ == 0 && len < sizeof(ret->lost_word)) {
		memcpy(ret->lost_word, word, len);
		ret->lost_word[len] = '\0';
	}
}

static void
count_lost(struct viet_legacy *ret)
{
	const char *p = ret->text;

	while (*p != '\0') {
		const char *start = p, *end = p;

		while (letter_row(viet_next(&p)) != NULL)
			end = p;
		if (end > start)
			check_word(start, (size_t)(end - start), ret);
	}
}

/* --- public --- */

bool
viet_legacy_decode(struct arena *a, enum viet_encoding enc, const char *bytes,
    size_t len, struct viet_legacy *ret, struct err *err)
{
	struct viet_legacy result = { 0 };
	struct decoder d = { (const unsigned char *)bytes, len, 0, { 0 },
		&result };

	if (enc == VIET_VNI)
		decode_vni(&d);
	else
		decode_tcvn3(&d, enc == VIET_TCVN3_CAPITALS);
	if (buf_ok(&d.out))
		result.text = arena_strndup(a, buf_str(&d.out), d.out.len);
	buf_done(&d.out);
	if (result.text == NULL)
		return err_nomem(err);
	if (enc == VIET_TCVN3 && len > 0 && memchr(bytes, 0xAD, len) == NULL)
		count_lost(&result);
	*ret = result;
	return true;
}

bool
viet_legacy_clean(const struct viet_legacy *result, struct err *err)
{
	if (result->bad > 0) {
		err_set(err, ERR_VALUE, no_pos,
		    "%zu byte không giải mã được, đầu tiên là 0x%02X ở vị trí "
		    "%zu",
		    result->bad, result->bad_byte, result->bad_at);
		return err_hint(
		    err, "kiểm tra lại tên phông: .Vn… là TCVN3, VNI-… là VNI");
	}
	if (result->lost > 0) {
		err_set(err, ERR_VALUE, no_pos,
		    "%zu chữ có vẻ đã mất ư, đầu tiên là «%s»", result->lost,
		    result->lost_word);
		return err_hint(err,
		    "mở tệp gốc rồi chuyển mã lại, đừng sao chép qua thư điện "
		    "tử hay trang web");
	}
	return true;
}

static unsigned char
byte_of(uint32_t cp)
{
	if (cp < 0x80 || (cp >= 0xA0 && cp < 0x100))
		return (unsigned char)cp;
	for (size_t i = 0; i < 32; i++)
		if (windows[i] != 0 && windows[i] == cp)
			return (unsigned char)(0x80 + i);
	return 0;
}

bool
viet_legacy_bytes(struct arena *a, const char *text, char **ret,
    size_t *ret_len, struct err *err)
{
	size_t n = 0;
	char *out = arena_alloc(a, strlen(text) + 1);

	if (out == NULL)
		return err_nomem(err);
	for (const char *p = text; *p != '\0';) {
		uint32_t cp = viet_next(&p);
		unsigned char byte = byte_of(cp);

		if (byte == 0) {
			err_set(err, ERR_VALUE, no_pos,
			    "chữ thứ %zu (U+%04X) không có trong phông cũ",
			    n + 1, cp);
			return err_hint(
			    err, "chữ này đã là Unicode, không cần chuyển mã");
		}
		out[n++] = (char)byte;
	}
	*ret = out;
	*ret_len = n;
	return true;
}
