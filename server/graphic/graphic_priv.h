/* graphic/graphic_priv.h -- what the files of this library share. */
#ifndef GRAPHIC_GRAPHIC_PRIV_H
#define GRAPHIC_GRAPHIC_PRIV_H

#include "graphic/graphic.h"

/* An elliptical arc of SVG 1.1, 8.3.8: radii, turn of the ellipse in
 * millionths of a degree, which of the four possible arcs. */
struct gfx_arc {
	struct gfx_point from, to;
	mpt rx, ry;
	int64_t turn;
	bool large, sweep;
};

/* The arc as at most four cubic curves (two controls and an end each); the
 * number of curves, 0 when it is a straight line to arc->to. */
int gfx_arc_curves(const struct gfx_arc *arc, struct gfx_point ret[4][3]);

#endif
