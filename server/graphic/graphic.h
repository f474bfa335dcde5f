/* graphic/graphic.h -- shapes, images and codes as plain numbers.
 *
 * Vector paths in a subset of SVG's path language (SVG 1.1, section 8.3), PNG
 * and JPEG files decoded and bounded here so that the PDF library never sees an
 * untrusted byte, and QR codes (ISO/IEC 18004) as rectangles. */
#ifndef GRAPHIC_GRAPHIC_H
#define GRAPHIC_GRAPHIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/units.h"

struct arena;

struct gfx_color {
	uint8_t r, g, b;
};
/* "#rrggbb", "#rgb" or a name: den, trang, do, vang, xam (black …). */
bool gfx_color_parse(const char *text, struct gfx_color *ret);

struct gfx_point {
	mpt x, y; /* y grows downwards, like the page */
};

enum gfx_verb { GFX_MOVE, GFX_LINE, GFX_CURVE, GFX_CLOSE };
struct gfx_segment {
	enum gfx_verb verb;
	struct gfx_point p[3]; /* MOVE, LINE: p[0]; CURVE: two controls, end */
};
struct gfx_path {
	struct gfx_segment *segments;
	size_t count;
};

/* SVG's M L H V C S Q T A Z and lower case, numbers without exponent, in `unit`
 * ("mm", "pt").  Quadratic curves and arcs become cubic ones, the same on every
 * machine.  ERR_VALUE names the place in `d`, also for an empty path and points
 * more than seven metres away; ERR_LIMIT past GFX_PATH_POINTS segments. */
MUST_CHECK bool gfx_path_parse(struct arena *a, const char *d, const char *unit,
    struct pos pos, struct gfx_path *ret, struct err *err);

/* x' = a*x + c*y + e, y' = b*x + d*y + f with a..d in millionths. */
struct gfx_matrix {
	int32_t a, b, c, d;
	mpt e, f;
};
extern const struct gfx_matrix gfx_identity;
/* Cosine and sine of whole degrees, in millionths: the same on every machine.
 */
void gfx_turn(int degrees, int32_t *ret_cos, int32_t *ret_sin);
/* Results stop at the ends of int32_t. */
struct gfx_point gfx_apply(const struct gfx_matrix *m, struct gfx_point p);
/* first `inner`, then `outer` */
struct gfx_matrix gfx_multiply(
    const struct gfx_matrix *outer, const struct gfx_matrix *inner);

/* How a path is painted.  An absent fill or stroke is not drawn. */
struct gfx_paint {
	bool fill, stroke, even_odd;
	struct gfx_color fill_color, stroke_color;
	mpt stroke_width;
	mpt dash[4];
	int dash_count;
	int line_cap, line_join; /* 0 butt/miter, 1 round, 2 square/bevel */
};

/* Decoded picture: 8 bits a channel, rows without padding. */
struct gfx_image {
	int width, height;
	int channels; /* 1 grey or 3 RGB */
	const uint8_t *pixels;
	const uint8_t *alpha; /* width*height, NULL = opaque */
};
/* PNG or JPEG, recognised by content; `name` stands in messages.  ERR_ASSET for
 * other formats and for damage (also a file that merely ends too soon),
 * ERR_LIMIT for more than GFX_IMAGE_BYTES, GFX_IMAGE_SIDE pixels a side or
 * GFX_IMAGE_PIXELS; the size is looked at before anything is decoded. */
MUST_CHECK bool gfx_image_decode(struct arena *a, const char *name,
    const void *bytes, size_t len, struct gfx_image *ret, struct err *err);

enum gfx_qr_level { GFX_QR_L, GFX_QR_M, GFX_QR_Q, GFX_QR_H };
/* ERR_LIMIT for no text and for more than GFX_QR_BYTES. */
struct gfx_qr {
	int modules;	     /* a side, without the quiet zone */
	const uint8_t *dark; /* modules*modules, 1 = dark */
};
MUST_CHECK bool gfx_qr_encode(struct arena *a, const char *text,
    enum gfx_qr_level level, struct gfx_qr *ret, struct err *err);

/* An ornament file (in templates/ornaments): named vector art with its own
 * size, drawn once per PDF and placed many times. */
struct gfx_shape {
	struct gfx_path path;
	struct gfx_paint paint;
};
/* What a canvas made of an ornament that outlives the document, for the next
 * document; memory comes from the arena. */
struct gfx_kept {
	struct arena *arena;
	const char *bytes; /* NULL = nothing yet */
	size_t len;
};
struct gfx_ornament {
	const char *name;  /* unique in a document; key for reuse */
	mpt width, height; /* of its own box */
	struct gfx_shape *shapes;
	size_t count;
	struct gfx_kept *kept; /* NULL = made for one document */
};

#endif
