/* viet/syllable.c -- the words of the search index. */
#include "viet/syllable.h"

#include <stdint.h>
#include <string.h>

#include "viet/text.h"

enum { LETTERS = 32 };

void
viet_syllables_start(struct viet_syllables *it, const char *text, size_t len)
{
	*it = (struct viet_syllables){ text, len, 0, 0 };
}

static bool
is_word_letter(uint32_t cp)
{
	struct viet_letter l;

	if (cp < 0x80)
		return (cp >= '0' && cp <= '9') || viet_letter(cp, &l);
	if (viet_letter(cp, &l))
		return true;
	/* Other alphabets; no punctuation, spaces or symbols. */
	return (cp >= 0xC0 && cp < 0x300 && cp != 0xD7 && cp != 0xF7) ||
	       (cp >= 0x370 && cp < 0x2000) || cp >= 0x2C00;
}

/* Combining marks stay inside the word that they stand on. */
static bool
is_mark(uint32_t cp)
{
	return cp >= 0x300 && cp < 0x370;
}

static size_t
put(char *out, size_t n, uint32_t cp)
{
	if (n + 4 >= VIET_SYLLABLE_BYTES)
		return n;
	if (cp < 0x80) {
		out[n++] = (char)cp;
	} else if (cp < 0x800) {
		out[n++] = (char)(0xC0 | cp >> 6);
		out[n++] = (char)(0x80 | (cp & 0x3F));
	} else if (cp < 0x10000) {
		out[n++] = (char)(0xE0 | cp >> 12);
		out[n++] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[n++] = (char)(0x80 | (cp & 0x3F));
	} else {
		out[n++] = (char)(0xF0 | (cp >> 18 & 7));
		out[n++] = (char)(0x80 | (cp >> 12 & 0x3F));
		out[n++] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[n++] = (char)(0x80 | (cp & 0x3F));
	}
	return n;
}

/* Writes text[from..to) as one token; separators of a whole number are kept. */
static void
write_token(const char *text, size_t from, size_t to, struct viet_syllable *ret)
{
	const char *p = text + from, *end = text + to;
	uint32_t lower[LETTERS];
	size_t n = 0;
	struct viet_letter l;

	while (p < end && n < LETTERS) {
		uint32_t cp = viet_next(&p);

		if (!is_mark(cp))
			lower[n++] = viet_letter(cp, &l) ? l.lower : cp;
	}
	viet_canonical_tone(lower, n);
	ret->exact_len = ret->folded_len = 0;
	ret->marked = false;
	for (size_t i = 0; i < n; i++) {
		uint32_t folded =
		    viet_letter(lower[i], &l) ? l.plain : lower[i];

		ret->exact_len = put(ret->exact, ret->exact_len, lower[i]);
		ret->folded_len = put(ret->folded, ret->folded_len, folded);
		ret->marked = ret->marked || folded != lower[i];
	}
	ret->exact[ret->exact_len] = '\0';
	ret->folded[ret->folded_len] = '\0';
	ret->from = from;
	ret->to = to;
}

/* End of the word at `at`. */
static size_t
word_end(const struct viet_syllables *it, size_t at)
{
	const char *p = it->text + at, *end = it->text + it->len;

	while (p < end) {
		const char *next = p;
		uint32_t cp = viet_next(&next);

		if (!is_word_letter(cp) && !is_mark(cp))
			break;
		p = next;
	}
	return (size_t)(p - it->text);
}

/* A digit run, a slash, then letters or digits with inner dashes and slashes:
 * the end of such a document number that starts at `at`, or 0. */
static size_t
number_end(const struct viet_syllables *it, size_t at)
{
	size_t p = at, last;

	while (p < it->len && it->text[p] >= '0' && it->text[p] <= '9')
		p++;
	if (p == at || p >= it->len || it->text[p] != '/')
		return 0;
	last = word_end(it, p + 1);
	if (last == p + 1)
		return 0;
	while (last < it->len &&
	       (it->text[last] == '-' || it->text[last] == '/')) {
		size_t next = word_end(it, last + 1);

		if (next == last + 1)
			break;
		last = next;
	}
	return last;
}

bool
viet_syllable_next(struct viet_syllables *it, struct viet_syllable *ret)
{
	size_t end;

	while (it->at < it->len) {
		const char *p = it->text + it->at;

		if (is_word_letter(viet_next(&p)))
			break;
		it->at = (size_t)(p - it->text);
	}
	if (it->at >= it->len)
		return false;
	end = it->at < it->parts_end ? 0 : number_end(it, it->at);
	ret->whole = end > 0;
	if (end > 0) {
		write_token(it->text, it->at, end, ret);
		it->parts_end = end; /* its parts come next */
		return true;
	}
	end = word_end(it, it->at);
	write_token(it->text, it->at, end, ret);
	it->at = end;
	return true;
}
