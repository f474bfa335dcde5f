/* viet/sort.h -- sort keys for the Vietnamese alphabet and for names.
 *
 * Keys are byte strings for memcmp or strcmp (they hold no zero byte).  Order:
 * words one by one, numbers by value and before letters; letters a ă â b c d đ
 * e ê …; then tones ngang, huyền, hỏi, ngã, sắc, nặng; then lower before upper
 * case.  Punctuation only parts words.
 *
 * Two texts have the same key when they differ in nothing but spaces,
 * punctuation and the place of a tone: Hoà and Hòa are one name.  CLDR's order
 * for vi lets Hoá come between the two, because it looks at the place of the
 * mark; so no library does what is needed here, and a table of 34 letters and
 * six tones does, with the same bytes on every machine and in every year.  On
 * lower-case words whose tones stand in their place both orders are the same
 * (ICU 72, 300,000 random pairs of one to three words). */
#ifndef VIET_SORT_H
#define VIET_SORT_H

#include "base/arena.h"

/* Of any text; NULL when memory is out. */
char *viet_key_text(struct arena *a, const char *s);
/* Of a person's name: given name (last word), then the middle, then the family
 * name; case counts only when all else is the same. */
char *viet_key_name(struct arena *a, const char *name);

#endif
