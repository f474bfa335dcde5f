/* viet/sort.c -- sort keys for the Vietnamese alphabet and for names.
 *
 * A key has three levels, divided by a byte below all others: letters, tones,
 * case. Words are divided by a byte of their own, so that a shorter word comes
 * first. */
#include "viet/sort.h"

#include <string.h>

#include "base/buf.h"
#include "viet/text.h"

enum {
	LEVEL_END = 1,
	WORD_END = 2,
	DIGITS = 4,   /* '0' → 4 … '9' → 13 */
	LETTERS = 16, /* order 1 → 17 */
	OTHER = 64,
	WORD_LETTERS = 64
};

struct levels {
	struct buf letters, tones, cases;
};

static void
other(struct levels *k, uint32_t cp)
{
	if (cp >= '0' && cp <= '9') {
		buf_char(&k->letters, (char)(DIGITS + (int)(cp - '0')));
		return;
	}
	if (cp < 0x80)
		return; /* punctuation does not count */
	buf_char(&k->letters, OTHER);
	buf_utf8(&k->letters, cp);
}

static void
add_word(struct levels *k, const uint32_t *word, size_t len)
{
	uint32_t lower[WORD_LETTERS];
	struct viet_letter l;

	for (size_t i = 0; i < len; i++)
		lower[i] = viet_letter(word[i], &l) ? l.lower : word[i];
	viet_canonical_tone(lower, len);
	for (size_t i = 0; i < len; i++) {
		bool upper = viet_letter(word[i], &l) && l.upper;

		if (!viet_letter(lower[i], &l)) {
			other(k, word[i]);
			continue;
		}
		buf_char(&k->letters, (char)(LETTERS + l.order));
		buf_char(&k->tones, (char)(LEVEL_END + 1 + l.tone));
		buf_char(&k->cases, upper ? 3 : 2);
	}
	buf_char(&k->letters, WORD_END);
	buf_char(&k->tones, WORD_END);
}

static bool
is_space(uint32_t cp)
{
	return cp == ' ' || cp == '\t' || cp == '\n' || cp == 0xA0;
}

/* Adds the words in s[0..len). */
static void
add_text(struct levels *k, const char *s, size_t len)
{
	const char *end = s + len;
	uint32_t word[WORD_LETTERS];
	size_t n = 0;

	while (s < end) {
		uint32_t cp = viet_next(&s);

		if (!is_space(cp) && n < WORD_LETTERS) {
			word[n++] = cp;
			continue;
		}
		if (n > 0)
			add_word(k, word, n);
		n = 0;
		if (!is_space(cp))
			word[n++] = cp;
	}
	if (n > 0)
		add_word(k, word, n);
}

/* Appends the key of s[0..len) to `out`. */
static void
add_key(struct buf *out, const char *s, size_t len)
{
	struct levels k = { 0 };

	add_text(&k, s, len);
	buf_add(out, buf_str(&k.letters), k.letters.len);
	buf_char(out, LEVEL_END);
	buf_add(out, buf_str(&k.tones), k.tones.len);
	buf_char(out, LEVEL_END);
	buf_add(out, buf_str(&k.cases), k.cases.len);
	buf_char(out, LEVEL_END);
	out->failed = out->failed || !buf_ok(&k.letters) || !buf_ok(&k.tones) ||
		      !buf_ok(&k.cases);
	buf_done(&k.letters);
	buf_done(&k.tones);
	buf_done(&k.cases);
}

static char *
finish(struct arena *a, struct buf *key)
{
	char *out =
	    buf_ok(key) ? arena_strndup(a, buf_str(key), key->len) : NULL;

	buf_done(key);
	return out;
}

char *
viet_key_text(struct arena *a, const char *s)
{
	struct buf key = { 0 };

	add_key(&key, s, strlen(s));
	return finish(a, &key);
}

char *
viet_key_name(struct arena *a, const char *name)
{
	struct buf key = { 0 };
	size_t len = strlen(name), given, family;

	while (len > 0 && name[len - 1] == ' ')
		len--;
	for (given = len; given > 0 && name[given - 1] != ' '; given--)
		;
	family = strcspn(name, " ");
	add_key(&key, name + given, len - given);
	/* An empty middle name sorts before any other. */
	add_key(&key, name + family, given > family ? given - family : 0);
	if (given > 0)
		add_key(&key, name, family);
	return finish(a, &key);
}
