/* layout/trace.h -- a canvas that writes text: for golden tests and for looking
 * at.
 *
 * A line per call, lengths in 1/100 mm, texts as UTF-8; structure is shown by
 * indented names in brackets. */
#ifndef LAYOUT_TRACE_H
#define LAYOUT_TRACE_H

#include "layout/canvas.h"

struct buf;

struct lay_trace {
	struct buf *out;
	int depth;
	uint32_t tags;
	int page;
};
struct canvas lay_trace_canvas(struct lay_trace *t, struct buf *out);

#endif
