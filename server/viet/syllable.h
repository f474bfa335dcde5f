/* viet/syllable.h -- the words of the search index.
 *
 * Walks a text and yields syllables and numbers in lower case.  Each has an
 * exact form (tone placement made canonical) and a folded form (no marks, đ as
 * d).  A document's number and symbol is yielded whole first ("71/kh-ubnd") and
 * then in parts at the following positions.  Quotes, dashes and punctuation are
 * dropped. No memory is taken. */
#ifndef VIET_SYLLABLE_H
#define VIET_SYLLABLE_H

#include <stdbool.h>
#include <stddef.h>

enum { VIET_SYLLABLE_BYTES = 96 };

struct viet_syllable {
	char exact[VIET_SYLLABLE_BYTES];
	char folded[VIET_SYLLABLE_BYTES];
	size_t exact_len, folded_len;
	size_t from, to; /* bytes of the text */
	bool whole;	 /* a whole document number: its parts follow */
	bool marked; /* the text had a mark or đ: exact differs from folded */
};

struct viet_syllables {
	const char *text;
	size_t len, at;
	size_t parts_end; /* inside a document number: where it ends */
};

/* `text` must be NFC; NFD marks are dropped from the exact form otherwise. */
void viet_syllables_start(
    struct viet_syllables *it, const char *text, size_t len);
bool viet_syllable_next(struct viet_syllables *it, struct viet_syllable *ret);

#endif
