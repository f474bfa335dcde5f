/* viet/number.c -- numbers as Vietnamese offices write them. */
#include "viet/number.h"

#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "viet/letter_priv.h"
#include "viet/text.h"

static const char *const digits[10] = { "không", "một", "hai", "ba", "bốn",
	"năm", "sáu", "bảy", "tám", "chín" };
/* Names of 10^3, 10^6; every 10^9 more is a "tỷ". */
static const char *const groups[3] = { "", "nghìn", "triệu" };

void
viet_grouped(struct buf *out, int64_t n)
{
	uint64_t u = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	char text[32], *p = text + sizeof(text);
	int written = 0;

	do {
		if (written > 0 && written % 3 == 0)
			*--p = '.';
		*--p = (char)('0' + u % 10);
		u /= 10;
		written++;
	} while (u != 0);
	if (n < 0)
		*--p = '-';
	buf_add(out, p, (size_t)(text + sizeof(text) - p));
}

/* Words follow each other with single spaces; only the first has none. */
struct speech {
	struct buf *out;
	bool began;
};

static void
say(struct speech *sp, const char *word)
{
	if (sp->began)
		buf_char(sp->out, ' ');
	buf_str_add(sp->out, word);
	sp->began = true;
}

static const char *
unit_name(int tens, int unit, bool after_linh)
{
	if (tens > 1 && unit == 1)
		return "mốt";
	/* «một trăm linh tư»: after linh four is tư as well. */
	if ((tens > 1 || after_linh) && unit == 4)
		return "tư";
	if (tens > 0 && unit == 5)
		return "lăm";
	return digits[unit];
}

/* 1..999; `full` when larger groups stand before it and hundreds are spoken. */
static void
say_group(struct speech *sp, int n, bool full)
{
	int hundreds = n / 100, tens = n / 10 % 10, unit = n % 10;
	bool spoke = hundreds > 0 || full, linh = false;

	if (spoke) {
		say(sp, digits[hundreds]);
		say(sp, "trăm");
	}
	if (tens == 1) {
		say(sp, "mười");
	} else if (tens > 1) {
		say(sp, digits[tens]);
		say(sp, "mươi");
	} else if (unit > 0 && spoke) {
		say(sp, "linh");
		linh = true;
	}
	if (unit > 0)
		say(sp, unit_name(tens, unit, linh));
}

/* Nine digits; what is above them is spoken the same way and counted in tỷ, so
 * that 10^18 is «một tỷ tỷ». */
static void
say_number(struct speech *sp, uint64_t n)
{
	const uint64_t billion = 1000000000u;
	bool full = n >= billion;
	int part[3];

	if (full) {
		say_number(sp, n / billion);
		say(sp, "tỷ");
	}
	n %= billion;
	part[2] = (int)(n / 1000000);
	part[1] = (int)(n / 1000 % 1000);
	part[0] = (int)(n % 1000);
	for (int i = 2; i >= 0; i--) {
		if (part[i] == 0)
			continue;
		say_group(sp, part[i], full);
		if (i > 0)
			say(sp, groups[i]);
		full = true;
	}
}

void
viet_words(struct buf *out, int64_t n)
{
	struct speech sp = { out, false };

	if (n < 0)
		say(&sp, "âm");
	if (n == 0)
		say(&sp, digits[0]);
	say_number(&sp, n < 0 ? 0 - (uint64_t)n : (uint64_t)n);
}

void
viet_words_capital(struct buf *out, int64_t n)
{
	size_t start = out->len;
	char first[4];
	const char *p;

	viet_words(out, n);
	if (!buf_ok(out))
		return;
	/* Every first word (âm, không, một …) begins with a letter whose
	 * capital is as long in UTF-8. */
	p = out->data + start;
	letter_encode(first, letter_upper(viet_next(&p)));
	memcpy(out->data + start, first, (size_t)(p - out->data) - start);
}

void
viet_words_money(struct buf *out, int64_t n)
{
	buf_char(out, '(');
	viet_words_capital(out, n);
	buf_str_add(out, " đồng)");
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

bool
viet_point(struct buf *out, int64_t n)
{
	static const char *const points[] = { "a", "b", "c", "d", "đ", "e", "g",
		"h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u",
		"v", "x", "y" };
	const int64_t count = sizeof(points) / sizeof(points[0]);

	if (n < 1)
		return false;
	if (n > count)
		(void)viet_point(out, (n - 1) / count);
	buf_str_add(out, points[(n - 1) % count]);
	return true;
}

void
viet_padded(struct buf *out, int64_t n, int width)
{
	uint64_t u = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	char text[20], *p = text + sizeof(text);

	do {
		*--p = (char)('0' + u % 10);
		u /= 10;
	} while (u != 0);
	if (n < 0)
		buf_char(out, '-');
	for (ptrdiff_t have = text + sizeof(text) - p; have < width; have++)
		buf_char(out, '0');
	buf_add(out, p, (size_t)(text + sizeof(text) - p));
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
			uint64_t digit = (uint64_t)(*s - '0');

			if (v > ((uint64_t)INT64_MAX - digit) / 10)
				return false;
			v = v * 10 + digit;
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
