/* viet/sort.c -- sort keys for the Vietnamese alphabet and for names.
 *
 * A part of a key is its letters, then its tones, each closed by a byte below
 * all others.  A text is one part; a name is three (given, middle, family), so
 * that all who are called Hà stand together before those called Hạ, whatever
 * their middle names are.  The cases of all parts come last. */
#include "viet/sort.h"

#include <string.h>
#include <unicode/uchar.h>

#include "base/buf.h"
#include "viet/letter_priv.h"
#include "viet/text.h"

/* Bytes of a key, in their order. */
enum {
	PART_END = 1,
	WORD_END = 2, /* a shorter word stands before a longer one */
	DIGITS = 3,   /* then how many, then the digits */
	LETTERS = 16, /* + order in the alphabet */
	OTHER = 60,   /* then the letter of another alphabet in UTF-8 */
	TONES = 2,    /* + tone */
	FOREIGN = 10, /* then the Latin letter with a foreign mark in UTF-8 */
	CASES = 2     /* + 1 for upper; + number of leading zeros */
};

enum { WORD_LETTERS = 64 }; /* longer words are keyed in pieces */

struct key {
	struct buf letters, tones, cases;
};

static bool
is_digit(uint32_t cp)
{
	return cp >= '0' && cp <= '9';
}

static void
add_utf8(struct buf *b, int mark, uint32_t cp)
{
	buf_char(b, (char)mark);
	buf_utf8(b, cp);
}

static void
add_letter(struct key *k, uint32_t lower)
{
	const struct letter_row *row = letter_row(lower);
	const struct letter_row *plain;

	if (row != NULL) {
		buf_char(&k->letters, (char)(LETTERS + row->order));
		buf_char(&k->tones, (char)(TONES + row->tone));
		return;
	}
	plain = letter_row(letter_fold(lower));
	if (plain != NULL) {
		buf_char(&k->letters, (char)(LETTERS + plain->order));
		add_utf8(&k->tones, FOREIGN, lower);
		return;
	}
	add_utf8(&k->letters, OTHER, lower);
}

/* A run of digits at word[at]; where it ends. */
static size_t
add_digits(struct key *k, const uint32_t *word, size_t len, size_t at)
{
	size_t zeros = at, end;

	while (zeros < len && word[zeros] == '0')
		zeros++;
	for (end = zeros; end < len && is_digit(word[end]);)
		end++;
	buf_char(&k->letters, DIGITS);
	buf_char(&k->letters, (char)(1 + end - zeros));
	for (size_t i = zeros; i < end; i++)
		buf_char(&k->letters, (char)word[i]);
	buf_char(&k->cases, (char)(CASES + zeros - at));
	return end;
}

static bool
is_capital(uint32_t cp)
{
	const struct letter_row *row = letter_row(cp);

	return row != NULL ? row->is_upper : cp != letter_lower(cp);
}

static void
add_word(struct key *k, const uint32_t *word, size_t len)
{
	uint32_t lower[WORD_LETTERS];
	size_t i = 0;

	for (size_t n = 0; n < len; n++)
		lower[n] = letter_lower(word[n]);
	viet_canonical_tone(lower, len);
	while (i < len) {
		if (is_digit(word[i])) {
			i = add_digits(k, word, len, i);
			continue;
		}
		add_letter(k, lower[i]);
		buf_char(&k->cases, (char)(CASES + is_capital(word[i])));
		i++;
	}
	buf_char(&k->letters, WORD_END);
}

static bool
is_word_letter(uint32_t cp)
{
	if (is_digit(cp) || letter_row(cp) != NULL)
		return true;
	return cp >= 0x80 && (u_isalnum((UChar32)cp) || letter_is_mark(cp));
}

/* Adds the words in s[0..len) as one part. */
static void
add_part(struct key *k, const char *s, size_t len)
{
	const char *end = s + len;
	uint32_t word[WORD_LETTERS];
	size_t n = 0;

	while (s < end) {
		uint32_t cp = letter_decode(&s, end);
		bool inside = is_word_letter(cp);

		if (letter_is_invisible(cp))
			continue;
		if (inside)
			word[n++] = cp;
		if (n == WORD_LETTERS || (!inside && n > 0)) {
			add_word(k, word, n);
			n = 0;
		}
	}
	if (n > 0)
		add_word(k, word, n);
	buf_char(&k->letters, PART_END);
	buf_add(&k->letters, buf_str(&k->tones), k->tones.len);
	buf_char(&k->letters, PART_END);
	buf_cut(&k->tones, 0);
}

static char *
finish(struct arena *a, struct key *k)
{
	char *out = NULL;

	buf_add(&k->letters, buf_str(&k->cases), k->cases.len);
	if (buf_ok(&k->letters) && buf_ok(&k->tones) && buf_ok(&k->cases))
		out = arena_strndup(a, buf_str(&k->letters), k->letters.len);
	buf_done(&k->letters);
	buf_done(&k->tones);
	buf_done(&k->cases);
	return out;
}

char *
viet_key_text(struct arena *a, const char *s)
{
	struct key k = { 0 };

	add_part(&k, s, strlen(s));
	return finish(a, &k);
}

static bool
is_space(uint32_t cp)
{
	return cp == ' ' || cp == '\t' || cp == '\n' || cp == '\r' ||
	       cp == 0xA0;
}

/* Where the first word ends and where the last one begins. */
static void
find_words(
    const char *s, size_t len, size_t *ret_first_end, size_t *ret_last_start)
{
	const char *p = s, *end = s + len;
	size_t words = 0, first_end = len, last = 0;
	bool inside = false;

	while (p < end) {
		size_t at = (size_t)(p - s);
		bool space = is_space(letter_decode(&p, end));

		if (!space && !inside) {
			last = at;
			words++;
		} else if (space && inside && words == 1) {
			first_end = at;
		}
		inside = !space;
	}
	*ret_first_end = first_end;
	*ret_last_start = words > 1 ? last : 0;
}

char *
viet_key_name(struct arena *a, const char *name)
{
	struct key k = { 0 };
	size_t len = strlen(name), family, given;

	find_words(name, len, &family, &given);
	add_part(&k, name + given, len - given);
	/* An empty middle or family name comes before every other. */
	add_part(&k, name + family, given > 0 ? given - family : 0);
	add_part(&k, name, given > 0 ? family : 0);
	return finish(a, &k);
}
