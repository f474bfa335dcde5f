/* viet/join.c -- where a line must not break.
 *
 * A word of the first table joins to what stands after it when that has the
 * right shape: «Điều 3», «số 71/KH-UBND», «Phụ lục II», «điểm đ», «TP. Hà Nội».
 * A number joins to a unit of the second table: «1.490.000 đồng», «35 mm».
 * Everything else may break: a joint too many leaves a hole in the line.
 *
 * Only a single plain space becomes U+00A0.  Words end at U+00A0 as well, so
 * that a text that is joined already gives the same pairs, and joining twice
 * changes nothing. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "viet/letter_priv.h"
#include "viet/text.h"

enum shape {
	NUMBER = 1, /* starts with a digit */
	ROMAN = 2,  /* I, II, IV … , also I/2022 */
	POINT = 4,  /* a single letter: điểm a, điểm đ */
	RANK = 8,   /* hạng Nhất, hạng Ba */
	ANY = 16
};

struct lead {
	const char *word; /* in lower case */
	unsigned shapes;
};

/* clang-format off */
static const struct lead leads[] = {
	{ "số",     NUMBER },         { "số:",    NUMBER },
	{ "ngày",   NUMBER },         { "tháng",  NUMBER },
	{ "năm",    NUMBER },         { "quý",    NUMBER | ROMAN },
	{ "thứ",    NUMBER },         { "lần",    NUMBER },
	{ "phần",   NUMBER | ROMAN }, { "chương", NUMBER | ROMAN },
	{ "mục",    NUMBER | ROMAN }, { "điều",   NUMBER },
	{ "khoản",  NUMBER },         { "điểm",   NUMBER | POINT },
	{ "lục",    NUMBER | ROMAN }, /* phụ lục */
	{ "mẫu",    NUMBER },         { "trang",  NUMBER },
	{ "tập",    NUMBER | ROMAN }, { "quyển",  NUMBER | ROMAN },
	{ "khóa",   NUMBER | ROMAN }, { "khoá",   NUMBER | ROMAN },
	{ "hạng",   ROMAN | RANK },   { "lớp",    NUMBER },
	{ "tp.",    ANY },            { "tx.",    ANY },
	{ "q.",     NUMBER },         { "p.",     NUMBER },
};
static const char *const ranks[] = { "nhất", "nhì", "ba" };
static const char *const units[] = {
	"đồng", "nghìn", "triệu", "tỷ", "%", "mm", "cm", "m", "km", "ha", "m²",
	"m³", "km²", "kg", "tấn", "pt", "giờ", "phút", "người", "hộ", "lần",
};
/* clang-format on */

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* A word as it stands, without opening brackets and quotes before it. */
struct word {
	const char *at;
	size_t len;
};

enum { WORD_LOWER = 24 }; /* longer than any word of the tables */

/* False when the word is too long to be in a table. */
static bool
lower_word(struct word w, char out[static WORD_LOWER])
{
	const char *p = w.at, *end = w.at + w.len;
	size_t n = 0;

	if (w.len > WORD_LOWER - 5)
		return false;
	while (p < end && n < WORD_LOWER - 4)
		n += letter_encode(
		    out + n, letter_lower(letter_decode(&p, end)));
	out[n] = '\0';
	return true;
}

static bool
in_list(const char *const *list, size_t n, struct word w)
{
	char lower[WORD_LOWER];

	if (!lower_word(w, lower))
		return false;
	for (size_t i = 0; i < n; i++)
		if (list[i][0] == lower[0] && strcmp(list[i], lower) == 0)
			return true;
	return false;
}

static bool
starts_with_digit(struct word w)
{
	return w.len > 0 && w.at[0] >= '0' && w.at[0] <= '9';
}

/* 12 and 1.490.000 and 1,5, but not the 12. that ends a sentence. */
static bool
is_number(struct word w)
{
	for (size_t i = 0; i < w.len; i++)
		if (strchr("0123456789.,", w.at[i]) == NULL)
			return false;
	return starts_with_digit(w) && w.at[w.len - 1] >= '0';
}

static struct word
without_stop(struct word w)
{
	while (w.len > 0 && strchr(".,;:)", w.at[w.len - 1]) != NULL)
		w.len--;
	return w;
}

static bool
is_roman(struct word w)
{
	size_t n = 0;

	w = without_stop(w);
	while (n < w.len && strchr("IVXLC", w.at[n]) != NULL)
		n++;
	return n > 0 && (n == w.len || w.at[n] == '/' || w.at[n] == '-');
}

static bool
is_point(struct word w)
{
	const char *p = w.at;

	w = without_stop(w);
	if (w.len == 0 || letter_row(letter_decode(&p, w.at + w.len)) == NULL)
		return false;
	return p == w.at + w.len;
}

static unsigned
shapes_of(struct word w)
{
	unsigned shapes = ANY;

	if (starts_with_digit(w))
		shapes |= NUMBER;
	if (is_roman(w))
		shapes |= ROMAN;
	if (is_point(w))
		shapes |= POINT;
	if (in_list(ranks, COUNT(ranks), without_stop(w)))
		shapes |= RANK;
	return shapes;
}

static bool
joins(struct word left, struct word right)
{
	char lower[WORD_LOWER];

	if (is_number(left))
		return in_list(units, COUNT(units), without_stop(right));
	if (!lower_word(left, lower))
		return false;
	for (size_t i = 0; i < COUNT(leads); i++)
		if (leads[i].word[0] == lower[0] &&
		    strcmp(leads[i].word, lower) == 0)
			return (leads[i].shapes & shapes_of(right)) != 0;
	return false;
}

static size_t
gap_at(const char *p)
{
	if (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r')
		return 1;
	return p[0] == '\xC2' && p[1] == '\xA0' ? 2 : 0;
}

static struct word
word_at(const char *s)
{
	struct word w = { s, 0 };

	while (s[w.len] != '\0' && gap_at(s + w.len) == 0)
		w.len++;
	for (;;) {
		if (w.len > 0 && strchr("([\"'", *w.at) != NULL)
			w = (struct word){ w.at + 1, w.len - 1 };
		else if (w.len >= 3 && (memcmp(w.at, "“", 3) == 0 ||
					   memcmp(w.at, "‘", 3) == 0))
			w = (struct word){ w.at + 3, w.len - 3 };
		else
			return w;
	}
}

const char *
viet_join(struct arena *a, const char *s)
{
	struct buf b = { 0 };
	const char *from = s;
	struct word left = word_at(s);
	char *out;

	for (const char *gap = left.at + left.len; *gap != '\0';
	     gap = left.at + left.len) {
		struct word right = word_at(gap + gap_at(gap));

		if (*gap == ' ' && left.len > 0 && right.len > 0 &&
		    joins(left, right)) {
			buf_add(&b, from, (size_t)(gap - from));
			buf_str_add(&b, "\xC2\xA0");
			from = gap + 1;
		}
		left = right;
	}
	if (b.len == 0 && buf_ok(&b))
		return s;
	buf_str_add(&b, from);
	out = buf_ok(&b) ? arena_strndup(a, buf_str(&b), b.len) : NULL;
	buf_done(&b);
	return out;
}
