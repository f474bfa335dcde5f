/* layout/record.h -- a canvas that remembers what is drawn and draws it again.
 *
 * Between layout and a file that many documents share: a document that fails
 * leaves nothing there. */
#ifndef LAYOUT_RECORD_H
#define LAYOUT_RECORD_H

#include "layout/canvas.h"

struct arena;
struct lay_record;

/* Lives in the arena; so does what is remembered.  Faces, ornaments and images
 * are borrowed until lay_replay().  NULL when memory is out. */
struct lay_record *lay_record_new(struct arena *a, struct canvas *ret);

struct lay_replay {
	const char *outline; /* the entry above the document's own, or NULL */
	int pages_before;    /* added to the pages' numbers */
};

/* Onto a canvas that has begun and has a Document open: the document becomes a
 * Section of it.  Files inside the document are left out. */
MUST_CHECK bool lay_replay(const struct lay_record *r, const struct canvas *to,
    const struct lay_replay *how, struct err *err);

#endif
