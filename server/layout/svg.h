/* layout/svg.h -- a canvas that writes each page as SVG 1.1: for looking at a
 * document on the screen while it is edited.
 *
 * Texts stay texts (to be found, selected and clicked), placed run by run; the
 * browser's own face of the same measures is used, so a line is as wide as on
 * paper.  Nothing is drawn that needs an address or a style sheet: pictures are
 * grey boxes with a name.  Same document, same bytes. */
#ifndef LAYOUT_SVG_H
#define LAYOUT_SVG_H

#include "layout/canvas.h"

struct arena;
struct buf;

struct lay_svg {
	struct arena *a;
	struct buf *out; /* pages one behind the other */
	size_t *starts;	 /* byte offset of each page */
	size_t pages, cap;
};
struct canvas lay_svg_canvas(
    struct lay_svg *s, struct arena *a, struct buf *out);

#endif
