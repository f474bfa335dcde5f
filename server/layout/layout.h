/* layout/layout.h -- blocks in, drawn pages out.
 *
 * A struct lay is one run of typesetting: a doc_sink that sets each block as it
 * arrives and draws a page on the canvas as soon as its end is certain.  It
 * holds the blocks of about two pages, never the document.  Nothing is clipped
 * or overprinted: what does not fit is split, set smaller where the template
 * allows it, or is an error with millimetres.  Only integers: the same blocks,
 * fonts and config give the same calls on every machine.
 *
 * One thread per run; font sets are shared. */
#ifndef LAYOUT_LAYOUT_H
#define LAYOUT_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/units.h"
#include "doc/doc.h"

struct canvas;
struct canvas_meta;
struct font_face;
struct font_set;

/* Where something came to stand: one call per paragraph and page (a paragraph
 * that goes on overleaf is told twice), per rule, and per page.  The decree
 * linter, the click-through preview and references by page read it. */
enum lay_place_kind {
	LAY_PLACE_PAGE, /* told before the first thing on the page */
	LAY_PLACE_PARA,
	LAY_PLACE_RULE,
	LAY_PLACE_TABLE /* the part of a table on this page */
};

struct lay_place {
	enum lay_place_kind kind;
	int page;  /* sheet, from 1 */
	int label; /* printed number of the page; 0 in unnumbered sections */
	/* Outline on the sheet.  A paragraph: from the leftmost to the
	 * rightmost glyph, from the top of its first to the bottom of its last
	 * line. A page: the sheet itself. */
	mpt x, y, w, h;
	struct pos pos;

	/* LAY_PLACE_PAGE */
	const struct doc_page *master;

	/* LAY_PLACE_PARA */
	enum doc_role role;
	const char *style;
	const char *id;		      /* NULL = none */
	const char *face;	      /* PostScript name, first run of text */
	mpt size;		      /* of the first run after the label */
	bool bold, italic, underline; /* every run of text is so */
	bool mixed;		      /* several faces or sizes */
	struct gfx_color color;
	enum doc_align align;
	mpt first_indent;  /* to the first line, from the column's edge */
	mpt left, right;   /* the others */
	mpt column_x;	   /* the column that it was set in */
	mpt column_w;	   /* likewise */
	mpt gap;	   /* white space above as placed; 0 at a page top */
	mpt baseline;	   /* of the first line, on the sheet */
	mpt line;	   /* baseline distance */
	int lines;	   /* on this page */
	bool begins, ends; /* false: continued from / on another page */
	bool running;	   /* in a header or footer */
	bool in_table;	   /* in a cell of a data table */
	const char *text;  /* as drawn, lines joined by a space; UTF-8 */
	size_t len;
};

/* A box's text that had to be set smaller. */
struct lay_shrink {
	const char *box;  /* name of the box */
	const char *text; /* what it says */
	mpt from, to;	  /* size of its largest run */
	int page;
};

/* Boxes of this name are set at most at this size (one size for a batch). */
struct lay_fit {
	const char *box;
	mpt size;
};

struct lay_facts {
	int pages; /* sheets drawn */
	/* Pages of each numbering: a new one starts where a section restarts
	 * the page number.  What DOC_PAGE_COUNT prints. */
	const int *counts;
	size_t count_len;
	/* A page count was printed that turned out wrong: run again with
	 * `before`. */
	bool again;
	size_t keeps_released, loose_lines;
	const struct lay_shrink *shrunk;
	size_t shrunk_len;
	size_t peak_bytes; /* most memory held at one time by this run */
};

struct lay_config {
	struct font_set *fonts;
	/* Borrowed, must outlive the run.  NULL = measure only: every fact and
	 * place, no drawing. */
	const struct canvas *canvas;
	/* Warnings and errors are collected here and typesetting goes on, so
	 * that all are found at once: ask err_list_ok() at the end.  NULL =
	 * warnings are dropped and the first error stops the run. */
	struct err_list *errs;
	/* What doc_meta does not say: number, issuer, created; the rest is
	 * overwritten from it, profile unless NULL.  NULL = all empty. */
	const struct canvas_meta *meta;
	/* Facts of the pass before, NULL in the first. */
	const struct lay_facts *before;
	/* Pre-printed stock: only boxes marked `variable`; moved by shift. */
	bool overlay;
	mpt shift_x, shift_y;
	const char *watermark; /* behind every page («BẢN NHÁP»), NULL = none */
	const struct lay_fit *fits;
	size_t fit_count;
	int page_limit; /* 0 = LAY_PAGES */
	/* Told page by page, in drawing order.  May be NULL. */
	void (*place)(void *ctx, const struct lay_place *place);
	void *place_ctx;
};

/* ERR_NOMEM; ERR_FONT when the font for the watermark is missing. */
MUST_CHECK bool lay_new(
    const struct lay_config *config, struct lay **ret, struct err *err);
/* Accepts NULL and a run that stopped half-way. */
void lay_free(struct lay *l);

/* Blocks given to the sink belong to the run from then on, also on failure.
 * Its errors: ERR_GLYPH, ERR_OVERFLOW, ERR_ROW, ERR_FONT (collected, see
 * errs); ERR_PROGRESS, ERR_LIMIT, ERR_NOMEM and the canvas's own (stop). */
struct doc_sink lay_sink(struct lay *l);

/* Complete after the sink's end(); valid until lay_free(). */
const struct lay_facts *lay_facts(const struct lay *l);

#endif
