/* viet/join.c -- where a line must not break.
 *
 * Two tables.  A word of the first joins to a number (or Roman numeral, or a
 * document's number and symbol) after it: «Điều 3», «số 71/KH-UBND», «Phụ lục
 * II», «ngày 05».  A number joins to a unit of the second: «1.490.000 đồng»,
 * «35 mm». Only single spaces are turned into U+00A0; running it twice changes
 * nothing. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "viet/text.h"

static const char *const before_number[] = { "số", "Số", "ngày", "Ngày",
	"tháng", "Tháng", "năm", "Năm", "Điều", "điều", "khoản", "Khoản",
	"Phần", "Chương", "Mục", "mục", "lục", "Quyển", "trang", "Trang", "quý",
	"Quý", "lần", "thứ", "TP.", "khóa", "hạng", "tập" };
static const char *const after_number[] = { "đồng", "triệu", "tỷ", "nghìn",
	"mm", "cm", "m", "km", "ha", "m²", "km²", "%", "người", "hộ", "tập",
	"cá" };

struct word {
	const char *at;
	size_t len;
};

static bool
in_list(const char *const *list, size_t n, struct word w)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(list[i]) == w.len &&
		    memcmp(list[i], w.at, w.len) == 0)
			return true;
	return false;
}

static bool
starts_with_digit(struct word w)
{
	return w.len > 0 && w.at[0] >= '0' && w.at[0] <= '9';
}

static bool
is_number(struct word w)
{
	for (size_t i = 0; i < w.len; i++)
		if (strchr("0123456789.,", w.at[i]) == NULL)
			return false;
	return starts_with_digit(w);
}

static bool
is_roman(struct word w)
{
	size_t n = w.len;

	while (n > 0 && strchr(".,;:)", w.at[n - 1]) != NULL)
		n--;
	for (size_t i = 0; i < n; i++)
		if (strchr("IVXLC", w.at[i]) == NULL)
			return false;
	return n > 0;
}

/* Opening brackets and quotes do not hide the word behind them. */
static struct word
bare(struct word w)
{
	while (w.len > 0 && (*w.at == '(' || *w.at == '"')) {
		w.at++;
		w.len--;
	}
	if (w.len > 3 && memcmp(w.at, "“", 3) == 0) {
		w.at += 3;
		w.len -= 3;
	}
	return w;
}

static struct word
without_stop(struct word w)
{
	while (w.len > 0 && strchr(".,;:)", w.at[w.len - 1]) != NULL)
		w.len--;
	return w;
}

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static bool
joins(struct word left, struct word right)
{
	struct word l = bare(left);

	if (in_list(before_number, COUNT(before_number), l) &&
	    (starts_with_digit(right) || is_roman(right)))
		return true;
	if (l.len == 3 && memcmp(l.at, "TP.", 3) == 0)
		return true;
	return is_number(l) && l.at[l.len - 1] != '.' &&
	       l.at[l.len - 1] != ',' &&
	       in_list(after_number, COUNT(after_number), without_stop(right));
}

static struct word
word_at(const char *s)
{
	return (struct word){ s, strcspn(s, " ") };
}

const char *
viet_join(struct arena *a, const char *s)
{
	struct buf b = { 0 };
	const char *from = s, *p = s;
	char *out;

	while (*p != '\0') {
		struct word left = word_at(p), right;
		const char *space = p + left.len;

		if (*space == '\0')
			break;
		right = word_at(space + 1);
		if (left.len > 0 && right.len > 0 && joins(left, right)) {
			buf_add(&b, from, (size_t)(space - from));
			buf_str_add(&b, "\xC2\xA0");
			from = space + 1;
		}
		p = space + 1;
	}
	if (b.len == 0 && buf_ok(&b))
		return s;
	buf_str_add(&b, from);
	out = buf_ok(&b) ? arena_strndup(a, buf_str(&b), b.len) : NULL;
	buf_done(&b);
	return out;
}
