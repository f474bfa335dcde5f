/* viet/text.c -- lengths, case, folding, the place of the tone. */
#include "viet/text.h"

#include <string.h>
#include <unicode/uchar.h>

#include "base/arena.h"
#include "viet/letter_priv.h"

uint32_t
viet_next(const char **s)
{
	const unsigned char *p = (const unsigned char *)*s;
	size_t n = 1;

	if (*p == 0)
		return 0;
	/* The NUL at the end is no following byte: a broken letter ends there.
	 */
	while (n < 4 && (p[n] & 0xC0) == 0x80)
		n++;
	return letter_decode(s, *s + n);
}

size_t
viet_length(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

/* --- case and folding --- */

typedef uint32_t mapping(uint32_t cp);

/* A look-alike keeps its own case pair here: what is shown is what was typed.
 */
static uint32_t
upper_one(uint32_t cp)
{
	const struct letter_row *row = letter_row(cp);

	if (row != NULL && !row->alias)
		return row->upper;
	return cp < 0x80 ? cp : (uint32_t)u_toupper((UChar32)cp);
}

static uint32_t
lower_one(uint32_t cp)
{
	const struct letter_row *row = letter_row(cp);

	if (row != NULL && !row->alias)
		return row->lower;
	return cp < 0x80 ? cp : (uint32_t)u_tolower((UChar32)cp);
}

/* Maps s[0..len) into `out`, or only measures when `out` is NULL. */
static size_t
map_to(char *out, const char *s, size_t len, mapping *one)
{
	const char *end = s + len;
	char spare[4];
	size_t n = 0;

	while (s < end) {
		uint32_t cp = one(letter_decode(&s, end));

		if (cp != 0)
			n += letter_encode(out == NULL ? spare : out + n, cp);
	}
	return n;
}

static char *
map(struct arena *a, const char *s, size_t len, mapping *one)
{
	size_t n = map_to(NULL, s, len, one);
	char *out = arena_alloc(a, n + 1);

	if (out != NULL)
		map_to(out, s, len, one);
	return out;
}

char *
viet_upper(struct arena *a, const char *s)
{
	return map(a, s, strlen(s), upper_one);
}

char *
viet_lower(struct arena *a, const char *s)
{
	return map(a, s, strlen(s), lower_one);
}

char *
viet_fold(struct arena *a, const char *s)
{
	return map(a, s, strlen(s), letter_fold);
}

char *
viet_capital(struct arena *a, const char *s)
{
	const char *rest = s;
	char first[4];
	size_t n, len;
	char *out;

	if (*s == '\0')
		return arena_strdup(a, s);
	n = letter_encode(first, upper_one(viet_next(&rest)));
	len = strlen(rest);
	out = arena_alloc(a, n + len + 1);
	if (out == NULL)
		return NULL;
	memcpy(out, first, n);
	memcpy(out + n, rest, len);
	return out;
}

/* --- the place of the tone ---
 *
 * A syllable has one run of vowels.  Its tone stands on the last vowel that has
 * a mark of its own (ê, ơ …); where none has one, on the second when a
 * consonant closes the syllable or a third vowel follows, else on the first.
 * The u of qu and the i of gi before a vowel belong to the consonant. */

static bool
is_vowel(uint32_t cp)
{
	const struct letter_row *row = letter_row(cp);

	return row != NULL && strchr("aeiouy", row->plain) != NULL;
}

static size_t
vowels_start(const uint32_t *w, size_t len)
{
	size_t i = 0;

	while (i < len && !is_vowel(w[i]))
		i++;
	if (i > 0 && i + 1 < len && is_vowel(w[i + 1])) {
		uint32_t base = letter_base(w[i]);

		if ((w[i - 1] == 'q' && base == 'u') ||
		    (w[i - 1] == 'g' && base == 'i'))
			i++;
	}
	return i;
}

static bool
closes_with_consonants(const uint32_t *w, size_t from, size_t len)
{
	for (size_t i = from; i < len; i++)
		if (letter_row(w[i]) == NULL || is_vowel(w[i]))
			return false;
	return true;
}

/* Which of the vowels w[from..to) carries the tone. */
static size_t
tone_place(const uint32_t *w, size_t from, size_t to, bool closed)
{
	for (size_t i = to; i-- > from;)
		if (letter_base(w[i]) >= 0x80)
			return i;
	return to - from > 2 || (closed && to - from > 1) ? from + 1 : from;
}

void
viet_canonical_tone(uint32_t *syllable, size_t len)
{
	size_t from = vowels_start(syllable, len), to = from, place, at = len;

	while (to < len && is_vowel(syllable[to]))
		to++;
	if (to == from || to - from > 3 ||
	    !closes_with_consonants(syllable, to, len))
		return;
	/* Exactly one tone; the consonant's u or i may have stolen it. */
	for (size_t i = 0; i < to; i++) {
		if (letter_row(syllable[i]) == NULL)
			return;
		if (letter_tone(syllable[i]) == VIET_LEVEL)
			continue;
		if (at != len)
			return;
		at = i;
	}
	if (at == len)
		return;
	place = tone_place(syllable, from, to, to < len);
	if (place == at)
		return;
	syllable[place] = viet_with_tone(
	    letter_base(syllable[place]), letter_tone(syllable[at]));
	syllable[at] = letter_base(syllable[at]);
}
