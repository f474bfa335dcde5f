/* archive/words.c -- what was typed, taken apart.
 *
 * Words part at spaces.  "…" and “…” hold a phrase, '-' before a word takes its
 * documents away, '*' behind one asks for every ending.  Whatever else is typed
 * is punctuation.  Nothing is an error; what is of no use is explained. */
#include <string.h>

#include "archive/search_priv.h"

static const char no_end[] =
    "Thiếu dấu ngoặc kép đóng; cụm từ được hiểu là đến hết câu.";
static const char too_many[] = "Câu tìm quá dài; chỉ 32 từ đầu được dùng.";
static const char operators[] =
    "AND, OR, NOT được tìm như từ thường: các từ cách nhau bằng dấu cách là "
    "phải có đủ, dấu trừ trước một từ là bớt văn bản có từ ấy.";
static const char only_minus[] =
    "Chỉ có từ cần bớt; đây là mọi văn bản không có từ ấy.";
static const char no_words[] =
    "Chỉ có dấu câu, chưa có từ để tìm; đây là mọi văn bản.";

/* Length of a quote at s, 0 when there is none. */
static size_t
quote_at(const char *s)
{
	static const char *const quotes[] = { "\"", "“", "”", "„", "«", "»",
		"＂" };

	for (size_t i = 0; i < sizeof(quotes) / sizeof(quotes[0]); i++)
		if (strncmp(s, quotes[i], strlen(quotes[i])) == 0)
			return strlen(quotes[i]);
	return 0;
}

static size_t
space_at(const char *s)
{
	if (*s != '\0' && strchr(" \t\r\n", *s) != NULL)
		return 1;
	return strncmp(s, "\xC2\xA0", 2) == 0 ? 2 : 0;
}

static size_t
word_length(const char *s, bool quoted)
{
	size_t n = 0;

	while (s[n] != '\0' && quote_at(s + n) == 0 &&
	       (quoted || space_at(s + n) == 0))
		n++;
	return n;
}

static bool
has_syllable(const struct word *w)
{
	struct viet_syllables it;
	struct viet_syllable s;

	viet_syllables_start(&it, w->text, w->len);
	return viet_syllable_next(&it, &s);
}

static bool
is_operator(const struct word *w)
{
	return !w->quoted &&
	       ((w->len == 3 && (memcmp(w->text, "AND", 3) == 0 ||
				    memcmp(w->text, "NOT", 3) == 0)) ||
		   (w->len == 2 && memcmp(w->text, "OR", 2) == 0));
}

static void
keep(struct words *ret, struct word w)
{
	if (!w.quoted && w.len > 1 && w.text[w.len - 1] == '*') {
		w.len--;
		w.prefix = true;
	}
	if (!has_syllable(&w))
		return;
	if (is_operator(&w))
		ret->explain = operators;
	if (ret->count == WORDS) {
		ret->explain = too_many;
		return;
	}
	ret->list[ret->count++] = w;
	ret->wanted += !w.minus;
}

void
words_read(struct words *ret, const char *text, bool typing)
{
	const char *s = text;

	memset(ret, 0, sizeof(*ret));
	ret->text = text;
	for (;;) {
		struct word w = { 0 };
		size_t skip;

		while ((skip = space_at(s)) > 0)
			s += skip;
		if (*s == '\0')
			break;
		w.minus = *s == '-' && s[1] != '\0' && s[1] != '-';
		s += w.minus;
		skip = quote_at(s);
		w.quoted = skip > 0;
		w.text = s + skip;
		w.len = word_length(w.text, w.quoted);
		s = w.text + w.len;
		if (w.quoted && *s == '\0' && has_syllable(&w))
			ret->explain = no_end;
		w.prefix = typing && *s == '\0' && !w.quoted && !w.minus;
		s += w.quoted ? quote_at(s) : 0;
		keep(ret, w);
	}
	if (ret->count == 0 && text[0] != '\0' && s != text)
		ret->explain = no_words;
	else if (ret->wanted == 0 && ret->count > 0)
		ret->explain = only_minus;
}

void
syllables_read(const struct word *w, struct syllables *ret)
{
	struct viet_syllables it;
	struct viet_syllable s;
	size_t number_end = 0;

	ret->count = 0;
	ret->is_number = false;
	viet_syllables_start(&it, w->text, w->len);
	while (ret->count < WORD_SYLLABLES && viet_syllable_next(&it, &s)) {
		if (s.whole && ret->count == 0) {
			ret->whole = s;
			ret->is_number = true;
			number_end = s.to;
		}
		if (s.whole)
			continue;
		ret->is_number = ret->is_number && s.to <= number_end;
		ret->list[ret->count++] = s;
	}
}
