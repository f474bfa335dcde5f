/* viet/number.c -- numbers as Vietnamese offices write them. */
#include "viet/number.h"

#include <string.h>

#include "base/buf.h"
#include "viet/text.h"

static const char *const digits[10] = { "không", "một", "hai", "ba", "bốn",
	"năm", "sáu", "bảy", "tám", "chín" };
/* Names of 10^3, 10^6; every 10^9 more is a "tỷ". */
static const char *const groups[3] = { "", " nghìn", " triệu" };

void
viet_grouped(struct buf *out, int64_t n)
{
	struct buf plain = { 0 };
	const char *s;
	size_t len;

	buf_int(&plain, n);
	s = buf_str(&plain);
	if (*s == '-')
		buf_char(out, *s++);
	len = strlen(s);
	for (size_t i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			buf_char(out, '.');
		buf_char(out, s[i]);
	}
	buf_done(&plain);
}

static const char *
unit_name(int tens, int unit)
{
	if (tens > 1 && unit == 1)
		return "mốt";
	if (tens != 1 && tens != 0 && unit == 4)
		return "tư";
	if (tens > 0 && unit == 5)
		return "lăm";
	return digits[unit];
}

/* 0..999; `full` when larger groups stand before it and hundreds are spoken. */
static void
group_words(struct buf *out, int n, bool full)
{
	int hundreds = n / 100, tens = n / 10 % 10, unit = n % 10;
	bool spoke = hundreds > 0 || full;

	if (spoke)
		buf_printf(out, " %s trăm", digits[hundreds]);
	if (tens == 1)
		buf_str_add(out, " mười");
	else if (tens > 1)
		buf_printf(out, " %s mươi", digits[tens]);
	else if (unit > 0 && spoke)
		buf_str_add(out, " linh");
	if (unit == 0)
		return;
	/* «một trăm linh tư»: after linh four is tư as well. */
	if (tens == 0 && spoke && unit == 4)
		buf_str_add(out, " tư");
	else
		buf_printf(out, " %s", unit_name(tens, unit));
}

static void
words_of(struct buf *out, uint64_t n, bool full)
{
	uint64_t above = n / 1000000000u;
	int part[3];

	if (above > 0) {
		words_of(out, above, full);
		buf_str_add(out, " tỷ");
		full = true;
	}
	n %= 1000000000u;
	part[2] = (int)(n / 1000000);
	part[1] = (int)(n / 1000 % 1000);
	part[0] = (int)(n % 1000);
	for (int i = 2; i >= 0; i--) {
		if (part[i] == 0)
			continue;
		group_words(out, part[i], full);
		buf_str_add(out, groups[i]);
		full = true;
	}
}

void
viet_words(struct buf *out, int64_t n)
{
	struct buf b = { 0 };
	uint64_t u = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

	if (n < 0)
		buf_str_add(out, "âm ");
	if (n == 0)
		buf_str_add(&b, " không");
	words_of(&b, u, false);
	buf_str_add(out, b.len > 0 ? buf_str(&b) + 1 : "");
	buf_done(&b);
}

void
viet_words_capital(struct buf *out, int64_t n)
{
	struct buf b = { 0 };
	const char *s;
	struct viet_letter l;
	uint32_t first;

	viet_words(&b, n);
	s = buf_str(&b);
	first = viet_next(&s);
	if (viet_letter(first, &l) && first < 0x80)
		first -= 32;
	else if (first == 0xE2) /* âm */
		first = 0xC2;
	buf_utf8(out, first);
	buf_str_add(out, s);
	buf_done(&b);
}

bool
viet_roman(struct buf *out, int64_t n, bool upper)
{
	static const struct {
		int value;
		const char *big, *small;
	} steps[] = { { 1000, "M", "m" }, { 900, "CM", "cm" },
		{ 500, "D", "d" }, { 400, "CD", "cd" }, { 100, "C", "c" },
		{ 90, "XC", "xc" }, { 50, "L", "l" }, { 40, "XL", "xl" },
		{ 10, "X", "x" }, { 9, "IX", "ix" }, { 5, "V", "v" },
		{ 4, "IV", "iv" }, { 1, "I", "i" } };

	if (n < 1 || n > 3999)
		return false;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		for (; n >= steps[i].value; n -= steps[i].value)
			buf_str_add(out, upper ? steps[i].big : steps[i].small);
	return true;
}

void
viet_point(struct buf *out, int64_t n)
{
	static const char *const points[] = { "a", "b", "c", "d", "đ", "e", "g",
		"h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u",
		"v", "x", "y" };
	const int64_t count = sizeof(points) / sizeof(points[0]);

	if (n > count)
		viet_point(out, (n - 1) / count);
	buf_str_add(out, points[(n - 1) % count]);
}

void
viet_padded(struct buf *out, int64_t n, int width)
{
	struct buf b = { 0 };

	buf_int(&b, n);
	for (int i = (int)b.len; i < width; i++)
		buf_char(out, '0');
	buf_str_add(out, buf_str(&b));
	buf_done(&b);
}

bool
viet_number_parse(const char *s, int64_t *ret)
{
	bool neg = *s == '-', dotted = strchr(s, '.') != NULL;
	size_t run = 0, groups_seen = 0;
	uint64_t v = 0;

	if (neg)
		s++;
	for (;; s++) {
		if (*s >= '0' && *s <= '9') {
			if (v > (uint64_t)INT64_MAX / 10 - 1)
				return false;
			v = v * 10 + (uint64_t)(*s - '0');
			run++;
			continue;
		}
		if (*s != '.' && *s != '\0')
			return false;
		if (run == 0 || (dotted && run > 3) ||
		    (groups_seen > 0 && run != 3))
			return false;
		if (*s == '\0')
			break;
		groups_seen++;
		run = 0;
	}
	*ret = neg ? -(int64_t)v : (int64_t)v;
	return true;
}
