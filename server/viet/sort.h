/* viet/sort.h -- sort keys for the Vietnamese alphabet and for names.
 *
 * Keys are byte strings for memcmp (or strcmp: they hold no zero byte).  Order:
 * letters a ă â b c d đ e ê …; then tones ngang, huyền, hỏi, ngã, sắc, nặng;
 * then lower before upper case.  The tone's place is made canonical first, so
 * Hoà and Hòa stand together (CLDR's vi order lets Hoá come between them). */
#ifndef VIET_SORT_H
#define VIET_SORT_H

#include "base/arena.h"

/* Of any text; NULL when memory is out. */
char *viet_key_text(struct arena *a, const char *s);
/* Of a person's name: given name (last word), then the middle, then the family
 * name. */
char *viet_key_name(struct arena *a, const char *name);

#endif
