/* layout/canvas.h -- what a laid-out page is drawn on.
 *
 * Layout calls these functions page by page; `pdf` fills them with a PDF file,
 * the text trace (layout/trace.h) with lines for golden tests.  Origin is the
 * top left corner of the sheet, y grows downwards, lengths are mpt.  Pointers
 * are valid during the call.  Every function returns false with *err filled to
 * stop. */
#ifndef LAYOUT_CANVAS_H
#define LAYOUT_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/units.h"
#include "graphic/graphic.h"

struct font_face;

/* Logical structure (PDF 32000-1, 14.8; PDF/UA-1).  A leaf encloses marked
 * content on one page; a group encloses leaves and may span pages. */
enum canvas_role {
	CANVAS_DOCUMENT,
	CANVAS_SECTION,
	CANVAS_HEADING, /* level 1..6 */
	CANVAS_PARAGRAPH,
	CANVAS_LIST,
	CANVAS_ITEM,
	CANVAS_LABEL,
	CANVAS_ITEM_BODY,
	CANVAS_TABLE,
	CANVAS_TABLE_HEAD,
	CANVAS_TABLE_BODY,
	CANVAS_ROW,
	CANVAS_HEAD_CELL,
	CANVAS_CELL,
	CANVAS_FIGURE, /* needs alt */
	CANVAS_NOTE,
	CANVAS_SPAN,
	CANVAS_DIVISION,
	CANVAS_TOC,
	CANVAS_TOC_ITEM,
	CANVAS_ARTIFACT /* rules, page numbers, ornament: no structure */
};

struct canvas_tag {
	enum canvas_role role;
	/* Of a paragraph and of a label: its part of the document as Decree 30
	 * names it, a value of role= (doc_role_names); "than" = body.  Else
	 * NULL. */
	const char *part;
	int level; /* of a heading */
	/* Of a list: how its items are counted, as ISO 32000-1 table 347
	 * names it ("Decimal"); a constant.  NULL = not at all. */
	const char *numbering;
	const char *alt; /* of a figure */
	int columns;	 /* cells covered by a table cell, 0 = 1 */
	int rows;
	/* Reopening: a paragraph or cell that goes on on the next page is
	 * opened again with the number that open() gave it; 0 = a new element.
	 */
	uint32_t resume;
};

/* One glyph of a line.  `adjust` moves what follows, on top of the face's own
 * advance: kerning and the stretch of a justified space. */
struct canvas_glyph {
	uint16_t gid;
	uint32_t codepoint;
	mpt adjust;
};

/* A run in one face, size and colour on one baseline; spaces are glyphs too, so
 * that extraction gives back the text that went in. */
struct canvas_text {
	const struct font_face *face;
	mpt size;
	struct gfx_color color;
	mpt x, y;  /* start on the baseline */
	mpt width; /* advance of the whole run, adjusts included */
	const struct canvas_glyph *glyphs;
	size_t count;
	int angle; /* degrees, counter-clockwise about the start; mostly 0 */
	/* For the trace, the click-through preview and error messages. */
	const char *style;
	const char *data; /* path of the value in the data, NULL = none */
	struct pos pos;
};

struct canvas_page {
	mpt width, height, bleed;
	int number;		      /* physical, from 1 */
	mpt top, right, bottom, left; /* margins: the text stays inside */
	bool fixed;		      /* a sheet of boxes: a certificate */
};

struct canvas_meta {
	const char *title, *author, *subject, *keywords;
	const char *lang;   /* "vi-VN" */
	const char *number; /* "71/KH-UBND", "" = none; for XMP */
	const char *issuer;
	int64_t created;     /* seconds since the epoch, UTC; from the data */
	const char *profile; /* "a-2a", "a-1a", "a-3a", "a-2b" (no tags),
			      * "plain"; NULL = default */
};

struct canvas {
	void *ctx;
	bool (*begin)(
	    void *ctx, const struct canvas_meta *meta, struct err *err);
	bool (*page_begin)(
	    void *ctx, const struct canvas_page *page, struct err *err);
	bool (*page_end)(void *ctx, struct err *err);
	bool (*text)(
	    void *ctx, const struct canvas_text *text, struct err *err);
	/* A filled rectangle: rules, table borders, QR modules. */
	bool (*rect)(void *ctx, mpt x, mpt y, mpt w, mpt h,
	    struct gfx_color color, struct err *err);
	bool (*path)(void *ctx, const struct gfx_path *path,
	    const struct gfx_matrix *at, const struct gfx_paint *paint,
	    struct err *err);
	/* The same ornament (by name) is stored once and drawn by reference. */
	bool (*ornament)(void *ctx, const struct gfx_ornament *ornament,
	    const struct gfx_matrix *at, struct err *err);
	bool (*image)(void *ctx, const struct gfx_image *image,
	    const char *name, mpt x, mpt y, mpt w, mpt h, struct err *err);
	/* Structure.  *ret (may be NULL) is the element's number for `resume`.
	 */
	bool (*open)(void *ctx, const struct canvas_tag *tag, uint32_t *ret,
	    struct err *err);
	bool (*close)(void *ctx, struct err *err);
	/* An entry of the outline (bookmarks) at the current page. */
	bool (*outline)(
	    void *ctx, int level, const char *title, mpt y, struct err *err);
	/* A file inside the PDF (PDF/A-3); relation "Source", "Data". */
	bool (*attach)(void *ctx, const char *name, const char *mime,
	    const char *relation, const void *bytes, size_t len,
	    struct err *err);
	bool (*end)(void *ctx, struct err *err);
};

#endif
