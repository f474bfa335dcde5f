/* viet/legacy.h -- old lists and documents: TCVN3 (ABC) and VNI-Windows.
 *
 * Both are fonts, not character sets: the bytes claim to be Windows-1252 and a
 * `.Vn…` or `VNI-…` font shows them as Vietnamese.  Nothing in the bytes says
 * which; the clerk who knows the font chooses.  Results are NFC. */
#ifndef VIET_LEGACY_H
#define VIET_LEGACY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"

struct arena;

enum viet_encoding {
	VIET_TCVN3,	     /* .VnTime, .VnArial: ABC */
	VIET_TCVN3_CAPITALS, /* .VnTimeH: the same bytes shown as capitals */
	VIET_VNI	     /* VNI-Times: letter, then its marks */
};

struct viet_legacy {
	char *text;	    /* U+FFFD stands for what could not be decoded */
	size_t bad;	    /* bytes that no font of this kind has */
	size_t bad_at;	    /* where the first one is, from 0 */
	uint8_t bad_byte;   /* and which */
	size_t lost;	    /* TCVN3: words that seem to have lost their ư */
	char lost_word[24]; /* the first of them, as decoded */
};

/* Decodes len bytes.  What cannot be decoded is counted, not refused: a table
 * with one broken cell is still worth a look.  In TCVN3 the byte of ư is the
 * soft hyphen, which mail and web pages drop; when the bytes have none at all,
 * words that cannot be Vietnamese without it are counted.  ERR_NOMEM only. */
MUST_CHECK bool viet_legacy_decode(struct arena *a, enum viet_encoding enc,
    const char *bytes, size_t len, struct viet_legacy *ret, struct err *err);

/* False, with ERR_VALUE and a hint in *err, when something was bad or lost. */
MUST_CHECK bool viet_legacy_clean(
    const struct viet_legacy *result, struct err *err);

/* Text that was copied out of such a document arrives as UTF-8 of the letters
 * that Windows-1252 has in their place («TiÕng ViÖt»): gives the bytes back.
 * ERR_VALUE when a letter is none of Windows-1252: it is Unicode already. */
MUST_CHECK bool viet_legacy_bytes(struct arena *a, const char *text, char **ret,
    size_t *ret_len, struct err *err);

#endif
