/* press/press_priv.h -- what the files of this library share. */
#ifndef PRESS_PRESS_PRIV_H
#define PRESS_PRESS_PRIV_H

#include "doc/build.h"
#include "doc/doc.h"

/* Stands between doc and layout in the first pass.  It shuts when a text is
 * used that stands further down: the pages will be set again, so from there on
 * blocks are only read for their numbers, not typeset and not drawn. */
struct gate {
	struct doc_sink to;
	const struct doc_refs *refs;
	bool may_shut, shut;
};

/* Fills *ret with the gate and opens it; what is let through goes to g->to. */
void gate_sink(
    struct gate *g, const struct doc_refs *refs, struct doc_sink *ret);

#endif
