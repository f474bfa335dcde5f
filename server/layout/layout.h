/* layout/layout.h -- blocks → pages on a canvas.
 *
 * lay_new() gives a doc_sink that typesets blocks as they arrive and draws each
 * page as soon as its end is known; what is drawn is freed.  A table of any
 * length needs the memory of a page.  Text problems (a letter that no face has,
 * a word wider than its column, a box that overflows) are collected and
 * typesetting goes on. */
#ifndef LAYOUT_LAYOUT_H
#define LAYOUT_LAYOUT_H

#include "doc/doc.h"
#include "layout/canvas.h"

struct arena;
struct font_set;
struct lay;

struct lay_config {
	struct font_set *fonts;
	const struct canvas *canvas; /* borrowed */
	struct err_list *errors;
	/* For the file's metadata; see struct canvas_meta. */
	const char *number, *issuer, *profile;
	int64_t created;
	struct doc_refs *refs; /* is told the headings' pages; may be NULL */
	int page_count;	       /* from the pass before, 0 = unknown */
	const char *watermark; /* on every page, NULL = none */
	/* Sizes that a batch shares (fit-scope="batch"), a box a line:
	 * "22000 người nhận", in mpt; NULL = none. */
	const char *fit;
};

struct lay_facts {
	int pages;
	bool wants_page_count; /* <page-count/> was used with another value */
	/* Boxes whose text had to shrink. */
	const struct lay_shrunk {
		const char *name, *text;
		mpt from, to;
		const struct lay_shrunk *next;
	} * shrunk;
	/* Sizes that the boxes of fit-scope="batch" would take by themselves.
	 */
	const struct lay_fit {
		const char *name;
		mpt size;
		const struct lay_fit *next;
	} * fits;
};

/* Everything lives in the arena.  ERR_FONT when a face cannot be had. */
MUST_CHECK bool lay_new(struct arena *a, const struct lay_config *config,
    struct lay **ret, struct doc_sink *ret_sink, struct err *err);
const struct lay_facts *lay_facts(const struct lay *lay);

#endif
