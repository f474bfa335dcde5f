/* layout/lay_priv.h -- what the files of this library share. */
#ifndef LAYOUT_LAY_PRIV_H
#define LAYOUT_LAY_PRIV_H

#include "base/arena.h"
#include "base/limits.h"
#include "font/font.h"
#include "layout/layout.h"

/* --- shape.c: runs → glyphs --- */
struct glyph {
	uint16_t gid;
	uint32_t cp;
	mpt advance; /* kerning and tracking included */
	const struct font_face *face;
	const struct doc_run *run;
	mpt size;
	bool space;  /* stretches */
	bool breaks; /* a line may end here; space only */
	bool forced; /* a forced break, no glyph */
};
struct glyphs {
	struct glyph *items;
	size_t count;
};

/* --- lines.c: glyphs → lines --- */
struct fragment {
	const struct doc_run *run;
	const struct font_face *face;
	mpt size, x, width;
	struct canvas_glyph *glyphs;
	size_t count;
	struct fragment *next;
};
struct line {
	struct fragment *fragments;
	mpt x;	   /* of the line inside its column */
	mpt width; /* of the text */
};

/* --- vertical items --- */
enum vkind { V_LINE, V_RULE, V_GRID, V_ROW, V_IMAGE, V_QR, V_BREAK, V_COND };

struct cell_box {
	struct vitem *items;
	mpt x, width, height;
	mpt first_baseline; /* from the cell's top, 0 = no text */
	enum doc_valign valign;
	bool head;
	int span, rows;
	mpt tall; /* rows > 1: height of all of them */
	struct cell_box *next;
};

struct table_state {
	mpt *widths;
	size_t count;
	struct vitem *head; /* rows */
	mpt head_height;
	mpt border, pad_x, pad_y, x, width;
	struct gfx_color color;
	enum doc_split split;
	int split_lines;
	bool head_repeat;
	const char *carry;   /* added to a group's heading that goes on */
	struct vitem *group; /* that heading, of the rows to come, or NULL */
	struct arena *arena;
	uint32_t tag; /* structure element, 0 = not opened yet */
	int refs;     /* pending rows; the table goes with the last */
	bool ended;
	/* Rows from this one on that a cell above covers, by column; while a
	 * row is set, negative where one of its own cells begins. */
	int busy[LAY_TABLE_COLUMNS];
	struct pos join_pos;  /* of the last cell that joins rows */
	struct vitem *joined; /* rows that wait for the last one joined */
};

struct vitem {
	enum vkind kind;
	mpt height;
	mpt before; /* space above, dropped at the top of a page */
	int keep; /* strength with which it stays with the item before, 0 = free
		   */
	mpt x;
	struct vitem *next;
	const struct doc_block *block;
	struct arena
	    *owner; /* arena to free after the block's last item, or NULL */
	bool last_of_owner;
	struct vitem *notes; /* V_LINE: lines of the notes marked in it */
	/* What the item wants at the foot of its page (note.c), and the least
	 * of it that must be on this page. */
	mpt notes_height, notes_least;
	mpt need; /* V_COND: a page ends here unless so much room is left */
	/* V_LINE */
	struct line line;
	mpt baseline; /* from the item's top */
	const struct doc_para *para;
	bool para_first, para_last;
	/* V_RULE */
	mpt width;
	/* V_GRID, V_ROW */
	struct cell_box *cells;
	struct table_state *table;
	struct vitem *joined; /* the next row of those that one item is */
	mpt own;	      /* the row's part of the height, if joined */
	bool row_first;	      /* of its table */
	struct vitem *group;  /* V_ROW: its group's heading as carried, or NULL
			       */
	uint32_t tag;
};

struct vlist {
	struct vitem *first, **tail;
	mpt height;	/* with inner spaces, without the first one's */
	mpt text_width; /* widest line of the last paragraph */
	mpt after;	/* space that the last block wants below */
	int keep;	/* the next item stays with the last: strength */
	int keep_lines; /* so many lines of the next paragraph as well */
};

struct page_end {
	int64_t price;
	size_t at; /* the first item of the next page */
};

/* The items from which the end of a page is chosen (break.c). */
struct window {
	struct vitem **items;
	/* Sums over the items before: heights with the spaces above, notes. */
	mpt *height, *notes;
	struct page_end *ends; /* the best end of a page that begins here */
	size_t count, cap;
	bool final; /* nothing comes behind the last item */
};

/* The open levels of a list: L, its last LI and the LBody of that. */
enum { LIST_TAGS = 3, LIST_LEVELS = 6 };
struct list_state {
	unsigned list; /* of the document, 0 = none */
	int depth;
	struct {
		int level;
		const char *counted;
		uint32_t tags[LIST_TAGS];
	} levels[LIST_LEVELS];
	/* How many of their tags, outer ones first, are open on the page. */
	int open;
};

struct lay {
	struct lay_config config;
	struct arena *arena;
	const struct canvas *canvas;
	struct lay_facts facts;
	const struct doc_page *page;
	bool fixed;
	bool page_open;
	int number; /* of the page being filled, as printed */
	bool unnumbered;
	bool section_first; /* the first page since numbering began anew */
	int physical;
	struct vlist pending;
	struct table_state *table;
	int scale;	/* per mille, of all sizes: shrinking boxes */
	bool measuring; /* errors of text are not reported */
	bool too_wide;	/* set while measuring */
	/* structure: what is open on the page */
	const struct doc_para *open_para;
	uint32_t para_tag;
	const struct doc_para *resume_para;
	uint32_t resume_tag;
	struct table_state *open_table;
	struct list_state list;
	bool toc_open;
	uint32_t toc_tag;
	/* footnotes (note.c) */
	bool any_notes;
	struct vitem *foot; /* lines left over from the page before */
	struct vitem *held; /* drawn items whose memory notes still use */
	const struct doc_para *foot_para; /* of the last line drawn, and */
	uint32_t foot_tag;		  /* its tag, to go on */
	struct window window;
};

/* shape.c */
bool lay_shape(struct lay *lay, const struct doc_para *p, struct arena *a,
    struct glyphs *ret, struct err *err);
void lay_report(struct lay *lay, struct err *err);

/* lines.c: breaks into lines; `width` is the column's. */
bool lay_lines(struct lay *lay, const struct doc_para *p,
    const struct glyphs *g, mpt width, bool balance, struct arena *a,
    struct line **ret, size_t *ret_count, struct err *err);

/* sense.c: what it costs a title to break between two words (glyph ranges). */
int64_t lay_sense_price(const struct glyphs *g, size_t from, size_t to,
    size_t next, size_t next_to);

/* column.c: blocks → items, in the arena `a`. */
void vlist_init(struct vlist *list);
bool lay_block(struct lay *lay, const struct doc_block *b, mpt width,
    bool balance, struct arena *a, struct vlist *list, struct err *err);
bool lay_blocks(struct lay *lay, const struct doc_block *b, mpt width,
    bool balance, struct arena *a, struct vlist *list, struct err *err);
void vlist_add(struct vlist *list, struct vitem *item, mpt before);

/* grid.c */
bool lay_columns(struct lay *lay, const struct doc_col *cols, size_t count,
    mpt gap, mpt width, mpt *ret, struct pos pos, struct err *err);
bool lay_grid(struct lay *lay, const struct doc_block *b, mpt width,
    struct arena *a, struct vlist *list, struct err *err);

/* table.c */
bool lay_table_begin(struct lay *lay, struct doc_block *b, struct err *err);
bool lay_table_row(struct lay *lay, struct doc_block *b, struct err *err);
void lay_table_end(struct lay *lay);
void table_release(struct table_state *t);
/* Cuts a row at `room`; the rest becomes a new item behind it. */
bool lay_row_split(
    struct lay *lay, struct vitem *row, mpt room, struct err *err);
/* True when the row's table allows it and enough lines stand on both sides. */
bool lay_row_may_split(const struct vitem *row, mpt room);

/* span.c: the columns that a row's next cell takes; false when there are none,
 * which is reported. */
bool lay_span_take(struct lay *lay, struct table_state *t,
    const struct doc_cell *c, size_t *col, mpt *ret_x, mpt *ret_width);
/* After a row's last cell: true when more rows are joined with it. */
bool lay_span_row_end(struct table_state *t);
/* Puts a row behind those that wait. */
void lay_span_join(struct table_state *t, struct vitem *row);
/* No row comes any more: a cell that still wants one is reported. */
void lay_span_end(struct lay *lay, struct table_state *t);
/* What waited, as one item with its heights; NULL when nothing did. */
struct vitem *lay_span_take_joined(struct table_state *t);
bool lay_span_too_tall(struct vitem *v, mpt room, struct err *err);
/* Frees the arenas of a row and of those joined with it. */
void lay_row_free(struct vitem *v);

/* mark.c: on the page that has just begun */
bool lay_draw_mark(struct lay *lay, struct err *err);

/* note.c: lays out the notes of a line, at the width of the page's text. */
bool lay_line_notes(
    struct lay *lay, struct vitem *line, struct arena *a, struct err *err);
/* What the notes of all lines inside an item need. */
void lay_measure_notes(const struct lay *lay, struct vitem *v);
/* The notes of an item that was drawn come behind those left over. */
void lay_take_notes(struct lay *lay, struct vitem *v);
/* Room that `notes` take at the foot, with the rule above; 0 of 0. */
mpt lay_foot_height(mpt notes);
/* What the lines left over want, at most `most`. */
mpt lay_foot_left(const struct lay *lay, mpt most);
/* Draws the lines left over as far as they fit between the body's end and the
 * foot; what does not fit is left over again. */
bool lay_draw_notes(struct lay *lay, mpt body_end, struct err *err);

/* break.c: the first item of the next page.  LAY_WAIT: more items must come
 * first; LAY_NONE: not even the first item fits; LAY_REST: all of them go on
 * this page. */
enum lay_found { LAY_WAIT, LAY_NONE, LAY_REST, LAY_AT };
bool lay_find_break(struct lay *lay, bool final, enum lay_found *ret,
    struct vitem **ret_at, struct err *err);
/* Height of what a table that goes on repeats at the top of a page. */
mpt lay_carried_height(const struct vitem *first);

/* pages.c */
mpt lay_body_height(const struct lay *lay);
bool lay_page_begin(struct lay *lay, bool last, struct err *err);
bool lay_page_end(struct lay *lay, struct err *err);
/* Ships the pages that are full, as far as their ends can be chosen. */
bool lay_fill_pages(struct lay *lay, struct err *err);
/* The same when a forced break has come. */
bool lay_fill_to_break(struct lay *lay, struct err *err);
void lay_free_held(struct lay *lay);
bool lay_flush(struct lay *lay, struct err *err);

/* draw.c */
bool draw_items(
    struct lay *lay, const struct vitem *v, mpt x, mpt y, struct err *err);
bool draw_item(struct lay *lay, const struct vitem *v, mpt x, mpt y, bool top,
    struct err *err);
bool draw_close_para(struct lay *lay, bool goes_on, struct err *err);
bool draw_close_table(struct lay *lay, struct err *err);
bool draw_artifact(struct lay *lay, struct err *err);
bool draw_close(struct lay *lay, struct err *err);
/* Only the text and underlines of a line, of the fragments before `to`. */
bool draw_fragments(struct lay *lay, const struct vitem *v,
    const struct fragment *from, const struct fragment *to, mpt x, mpt y,
    struct err *err);

/* items.c: lists as a tree of items.  In the item's list, with the levels
 * around it, up to the place of its label; what the last item left open is
 * closed. */
bool lay_item_open(
    struct lay *lay, const struct doc_para *p, bool goes_on, struct err *err);
/* The item's body, behind its label. */
bool lay_item_body(struct lay *lay, struct err *err);
/* The page ends; the next one may go on with the list. */
bool lay_list_shut(struct lay *lay, struct err *err);
/* Something else follows: the next item begins a list. */
bool lay_list_end(struct lay *lay, struct err *err);
/* The first fragment of a line that is no label. */
const struct fragment *lay_behind_label(const struct vitem *line);

/* turned.c: a canvas that turns text and shapes counter-clockwise about a point
 * and hands them on to `to`, which outlives it; structure passes as it is.
 * Only for what stands inside a page: it begins and ends none, has no images
 * and no files. */
struct lay_turned {
	const struct canvas *to;
	int degrees;
	struct gfx_matrix turn;
};
struct canvas lay_turned_canvas(struct lay_turned *t, const struct canvas *to,
    int degrees, struct gfx_point about);

/* fixed.c */
bool lay_art(struct lay *lay, const struct doc_block *b, struct err *err);
bool draw_qr(
    struct lay *lay, const struct doc_qr *qr, mpt x, mpt y, struct err *err);

#endif
