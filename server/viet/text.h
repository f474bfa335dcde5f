/* viet/text.h -- Vietnamese letters, normal form, case, folding.
 *
 * All text is UTF-8.  Inside the program it is NFC (Unicode Annex 15);
 * viet_nfc() stands at the edges.  Nothing here rewrites a name: tone placement
 * (hòa, hoà) is made canonical only for comparing, sorting and searching. */
#ifndef VIET_TEXT_H
#define VIET_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"

struct arena;

/* The 67 lower-case and 67 upper-case letters outside ASCII, each once, by code
 * point; index < VIET_LETTERS.  What a font must have. */
enum { VIET_LETTERS = 134 };
uint32_t viet_letter_at(size_t index);

enum viet_tone {
	VIET_LEVEL,    /* ngang */
	VIET_FALLING,  /* huyền */
	VIET_ASKING,   /* hỏi */
	VIET_TUMBLING, /* ngã */
	VIET_RISING,   /* sắc */
	VIET_HEAVY     /* nặng: the order of dictionaries */
};

/* A letter of the Latin or Vietnamese alphabet taken apart. */
struct viet_letter {
	uint32_t lower; /* the same letter in lower case, with its tone */
	uint32_t base;	/* lower case without tone: a ă â … */
	uint32_t plain; /* ASCII: a, d, e … */
	uint8_t order;	/* place in a ă â b c d đ e ê f …, from 1 */
	uint8_t tone;	/* enum viet_tone */
	bool upper;
};
/* False for everything that is not such a letter.  Look-alikes count as what
 * they stand for: Ð ð (U+00D0, U+00F0) as Đ đ, Ƣ ƣ (U+01A2, U+01A3) as Ư ư. */
bool viet_letter(uint32_t cp, struct viet_letter *ret);
/* The letter with another tone; the base letter itself when there is none. */
uint32_t viet_with_tone(uint32_t base, enum viet_tone tone);

/* Decodes one code point at s (valid UTF-8 is presumed) and moves *s on; 0 at
 * the end. */
uint32_t viet_next(const char **s);
/* Letters (code points) in the text. */
size_t viet_length(const char *s);

/* The first place where bytes are not the text that the program takes. */
struct viet_bad {
	size_t at;     /* byte offset */
	size_t letter; /* which letter, from 1 */
	uint32_t value;
	bool
	    control; /* value is a control character, else the first bad byte */
};
/* True for UTF-8 (RFC 3629) without control characters other than tab, line
 * feed and carriage return; otherwise *ret tells where. */
MUST_CHECK bool viet_valid(const char *s, size_t len, struct viet_bad *ret);

/* NFC of s[0..len); s[len] must be NUL.  Gives back `s` itself when it is NFC
 * already, which costs one look at each byte; otherwise only the words that are
 * not are composed anew.  ERR_UTF8 as viet_valid(), ERR_NOMEM. */
MUST_CHECK bool viet_nfc(struct arena *a, const char *s, size_t len,
    const char **ret, struct err *err);

/* NULL when memory is out. */
char *viet_upper(struct arena *a, const char *s);
char *viet_lower(struct arena *a, const char *s);
/* First letter upper, the rest untouched. */
char *viet_capital(struct arena *a, const char *s);
/* Lower case, no marks, đ and Ð as d; what is no letter stays. */
char *viet_fold(struct arena *a, const char *s);

/* Moves the tone of one syllable to its one place: hoà → hòa, thuỷ → thủy, and
 * slips such as Hùynh → huỳnh, qúy → quý.  Code points in lower case, changed
 * where they stand; what is no Vietnamese syllable is left alone. */
void viet_canonical_tone(uint32_t *syllable, size_t len);

/* Puts U+00A0 where a line must not break: «số 12», «ngày 05», «Điều 3»,
 * numbers and their units.  Gives back `s` itself when nothing changes, NULL
 * when memory is out.  Joining twice changes nothing. */
const char *viet_join(struct arena *a, const char *s);

/* What people type by mistake and nobody sees. */
struct viet_suspect {
	size_t at;     /* byte offset */
	size_t letter; /* which letter, from 1 */
	uint32_t cp;
	const char *what; /* Vietnamese */
	const char *hint;
	size_t next; /* where the search goes on; 0 at the start */
};
/* The next one: start with `struct viet_suspect it = { 0 };`.  False when there
 * is none left. */
bool viet_suspect(const char *s, struct viet_suspect *it);

#endif
