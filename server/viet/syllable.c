/* viet/syllable.c -- the words of the search index. */
#include "viet/syllable.h"

#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>

#include "viet/letter_priv.h"
#include "viet/text.h"

enum {
	LETTERS = 64,
	SYLLABLE = 8 /* no Vietnamese syllable is longer: «nghiêng» */
};

void
viet_syllables_start(struct viet_syllables *it, const char *text, size_t len)
{
	*it = (struct viet_syllables){ text, len, 0, 0 };
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_word_letter(uint32_t cp)
{
	if (letter_row(cp) != NULL)
		return true;
	if (cp < 0x80)
		return is_digit((char)cp);
	return u_isalnum((UChar32)cp);
}

/* What does not end a word but begins none. */
static bool
is_inner(uint32_t cp)
{
	return letter_is_mark(cp) || letter_is_invisible(cp);
}

/* Word and other processors turn the hyphen of 71/KH-UBND into these. */
static bool
is_dash(uint32_t cp)
{
	return cp == '-' || (cp >= 0x2010 && cp <= 0x2013);
}

/* Lower-case letters of text[from..to), at most LETTERS; separators of a whole
 * number are kept. */
static size_t
read_letters(
    const char *text, size_t from, size_t to, uint32_t lower[static LETTERS])
{
	const char *p = text + from, *end = text + to;
	bool toned = false;
	size_t n = 0;

	while (p < end && n < LETTERS) {
		uint32_t cp = letter_decode(&p, end);
		const struct letter_row *row = letter_row(cp);

		if (row != NULL) {
			toned = toned || row->tone != VIET_LEVEL;
			lower[n++] = row->lower;
		} else if (is_dash(cp)) {
			lower[n++] = '-';
		} else if (cp < 0x80) {
			lower[n++] = cp;
		} else if (!is_inner(cp)) {
			lower[n++] = letter_lower(cp);
		}
	}
	if (toned && n > 1 && n <= SYLLABLE)
		viet_canonical_tone(lower, n);
	return n;
}

static void
write_word(const char *text, size_t from, size_t to, struct viet_syllable *ret)
{
	uint32_t lower[LETTERS];
	size_t n = read_letters(text, from, to, lower);
	size_t exact = 0, folded = 0;
	bool marked = false;

	for (size_t i = 0; i < n && exact < VIET_SYLLABLE_BYTES - 4; i++) {
		uint32_t fold = letter_fold(lower[i]);

		exact += letter_encode(ret->exact + exact, lower[i]);
		/* A folded letter is never longer than the one it came from. */
		if (fold != 0)
			folded += letter_encode(ret->folded + folded, fold);
		marked = marked || fold != lower[i];
	}
	ret->exact[exact] = '\0';
	ret->folded[folded] = '\0';
	ret->exact_len = exact;
	ret->folded_len = folded;
	ret->from = from;
	ret->to = to;
	ret->marked = marked;
}

/* End of the word at `at`; `at` itself when none begins there. */
static size_t
word_end(const struct viet_syllables *it, size_t at)
{
	const char *p = it->text + at, *end = it->text + it->len, *last = p;

	while (p < end) {
		uint32_t cp = letter_decode(&p, end);

		if (is_word_letter(cp))
			last = p;
		else if (last == it->text + at || !is_inner(cp))
			break;
	}
	return (size_t)(last - it->text);
}

/* Behind a slash or dash at `at`, or `at` itself. */
static size_t
separator_end(const struct viet_syllables *it, size_t at)
{
	const char *p = it->text + at, *end = it->text + it->len;
	uint32_t cp;

	if (p >= end)
		return at;
	cp = letter_decode(&p, end);
	return cp == '/' || is_dash(cp) ? (size_t)(p - it->text) : at;
}

/* A word that begins with a digit and ends at `end`, a slash, then words with
 * dashes and slashes between them: the end of such a document number, or 0. */
static size_t
number_end(const struct viet_syllables *it, size_t at, size_t end)
{
	size_t next, last;

	if (!is_digit(it->text[at]) || end >= it->len || it->text[end] != '/')
		return 0;
	for (last = end;; last = next) {
		size_t from = separator_end(it, last);

		next = from == last ? last : word_end(it, from);
		if (next == from || next == last)
			return last == end ? 0 : last;
	}
}

bool
viet_syllable_next(struct viet_syllables *it, struct viet_syllable *ret)
{
	size_t end, whole;

	for (;;) {
		const char *p = it->text + it->at;

		if (it->at >= it->len)
			return false;
		if (is_word_letter(letter_decode(&p, it->text + it->len)))
			break;
		it->at = (size_t)(p - it->text);
	}
	end = word_end(it, it->at);
	whole = it->at < it->parts_end ? 0 : number_end(it, it->at, end);
	ret->whole = whole > 0;
	if (whole > 0) {
		write_word(it->text, it->at, whole, ret);
		it->parts_end = whole; /* its parts come next */
		return true;
	}
	write_word(it->text, it->at, end, ret);
	it->at = end;
	return true;
}
