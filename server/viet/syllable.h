/* viet/syllable.h -- the words of the search index.
 *
 * Walks a text and yields syllables and numbers in lower case.  Each has an
 * exact form (tone placement made canonical, look-alikes set right) and a
 * folded form (no marks, đ as d).  A document's number and symbol is yielded
 * whole first ("71/kh-ubnd") and then in parts ("71", "kh", "ubnd").  Quotes,
 * dashes and punctuation part words and are dropped; invisible characters are
 * dropped and part nothing.  No memory is taken. */
#ifndef VIET_SYLLABLE_H
#define VIET_SYLLABLE_H

#include <stdbool.h>
#include <stddef.h>

/* A longer word is cut at a letter's boundary: its beginning is yielded, from
 * and to span all of it. */
enum { VIET_SYLLABLE_BYTES = 96 };

struct viet_syllable {
	char exact[VIET_SYLLABLE_BYTES]; /* both end with NUL */
	char folded[VIET_SYLLABLE_BYTES];
	size_t exact_len, folded_len;
	size_t from, to; /* bytes of the text */
	bool whole;	 /* a whole document number: its parts follow */
	bool marked;	 /* exact differs from folded */
};

struct viet_syllables {
	const char *text;
	size_t len, at;
	size_t parts_end; /* inside a document number: where it ends */
};

/* `text` must be NFC and stay while it is walked; it needs no NUL.  Other bytes
 * give other words, never a read outside text[0..len). */
void viet_syllables_start(
    struct viet_syllables *it, const char *text, size_t len);
bool viet_syllable_next(struct viet_syllables *it, struct viet_syllable *ret);

#endif
