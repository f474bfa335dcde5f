/* layout/trace.h -- a canvas that writes down what is drawn.
 *
 * One line per call, lengths in 1/100 mm, text as UTF-8: for golden tests and
 * `sovang render --trace`.  The format is part of the tests' contract:
 *
 *	page 1 21000 29700
 *	text 3000 2470 9568 LiberationSerif-Bold 13 #000000 |CỘNG HÒA …|
 *	rect 12000 3010 6050 18 #000000
 *	open paragraph #7 | close | …
 *
 * A text line holds x, baseline, width, face, size in pt, colour and the
 * letters between bars.  Nested structure is indented by one blank a level. */
#ifndef LAYOUT_TRACE_H
#define LAYOUT_TRACE_H

#include "layout/canvas.h"

struct buf;
struct lay_trace;

/* Writes into `out`, which must outlive the trace.  NULL when memory is out. */
struct lay_trace *lay_trace_new(struct buf *out);
void lay_trace_free(struct lay_trace *t);
struct canvas lay_trace_canvas(struct lay_trace *t);

#endif
