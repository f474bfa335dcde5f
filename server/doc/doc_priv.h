/* doc/doc_priv.h -- the builder's state and its tables. */
#ifndef DOC_DOC_PRIV_H
#define DOC_DOC_PRIV_H

#include "doc/build.h"

#define DOC_NS "urn:sovang:1"

/* Where an element may stand and what it opens. */
enum place {
	IN_ROOT = 1,
	IN_DOC = 2,
	IN_PAGE = 4, /* <page> */
	IN_NUMBERING = 8,
	IN_FLOW = 16,	/* flow, section */
	IN_BLOCKS = 32, /* cell, keep, box, header: blocks but no tables */
	IN_TABLE = 64,
	IN_HEAD = 128, /* thead */
	IN_ROW = 256,
	IN_GRID = 512,
	IN_ART = 1024, /* fixed, background */
	IN_LIST = 2048,
	IN_PARA = 4096, /* text and inline elements */
	IN_NOTHING = 0
};

/* The values of role=, in the order of enum doc_role. */
#define DOC_ROLE_WORD(id, name) " " name
#define DOC_ROLE_WORDS "than" DOC_ROLES(DOC_ROLE_WORD)

enum attr_type {
	AT_TEXT,
	AT_LENGTH,
	AT_NUMBER,
	AT_YES,	   /* yes, no */
	AT_CHOICE, /* one of `values` */
	AT_COLOR,
	AT_FONT, /* "serif-bold 14" */
	AT_NAME
};

struct attr_spec {
	const char *name;
	enum attr_type type;
	const char *values; /* AT_CHOICE: "left right center" */
	const char *help;   /* one line, Vietnamese */
};

struct frame;
struct doc_build;

struct elem_spec {
	const char *name;
	unsigned stands; /* mask of places */
	enum place opens;
	const struct attr_spec *const *attrs; /* lists, NULL at the end */
	bool (*start)(struct doc_build *b, struct frame *f, struct err *err);
	bool (*end)(struct doc_build *b, struct frame *f, struct err *err);
	const char *help;
};
extern const struct elem_spec doc_elems[];
extern const size_t doc_elem_count;

struct attr_value {
	const char *name, *value;
	struct pos pos;
};

enum { FRAMES = 72 };

struct frame {
	const struct elem_spec *spec; /* NULL = unknown element, skipped */
	enum place place;
	struct pos pos;
	struct attr_value *attrs;
	size_t attr_count;
	/* Where finished blocks of the children go. */
	struct doc_block **tail;
	struct doc_block *block; /* what this element builds */
	struct doc_cell **cell_tail;
	struct doc_row *row;
	struct doc_cell *cell;
	struct doc_running *running;
	struct doc_page *page;
	struct numbering *numbering;
	unsigned list;	      /* of <list>: which one */
	struct doc_font font; /* of text right here */
	bool nobr;
	bool in_art;
	bool skipped; /* stands where it may not */
};

struct style_def {
	const char *name;
	struct attr_value *attrs;
	size_t attr_count;
	struct doc_style style;
	bool resolved, resolving;
	struct pos pos;
	struct style_def *next;
};

struct level {
	const char *as, *format, *ref, *alone, *style;
	bool bold, italic;
	bool goes_on; /* a higher level does not set it back */
};
enum { LEVELS = 6 };
#define DOC_NOTE_STYLE "chu-thich" /* of footnotes, if declared */
struct numbering {
	const char *name;
	struct level levels[LEVELS];
	int counts[LEVELS];
	int total;
	struct numbering *next;
};

struct named_page {
	struct doc_page page;
	struct named_page *next;
};

/* The headings of the running pass and of the one before. */
struct heading {
	const char *text;
	int level, page; /* page: 0 = not known */
	struct heading *next;
};
struct doc_toc {
	struct heading *now, **tail, *before;
	bool passed, used;
};

struct attached {
	const char *name, *mime, *relation, *bytes;
	size_t len;
	struct pos pos;
	struct attached *next;
};

struct asset {
	const char *href;
	struct gfx_image image;
	struct gfx_ornament *ornament;
	struct asset *next;
};

/* The paragraph that a footnote interrupts. */
struct outer_para {
	struct doc_para *para;
	struct doc_run **run_tail, *last_run;
};

struct doc_build {
	struct doc_build_config config;
	struct arena *arena;		   /* = config.arena */
	struct arena *attr_arenas[FRAMES]; /* attributes, by depth */
	struct frame frames[FRAMES];
	int depth;
	int skip; /* depth inside an unknown element */
	struct style_def *styles;
	struct numbering *numberings;
	struct named_page *pages;
	struct asset *assets;
	struct doc_meta meta;
	struct attached *files;
	int headings, notes; /* so far */
	unsigned lists;
	bool begun;
	const struct doc_page *page; /* of the open section */
	struct arena *block_arena;   /* of the open top-level block */
	/* the open paragraph */
	struct doc_para *para;
	struct doc_run **run_tail;
	struct doc_run *last_run;
	bool space_pending, any_text;
	bool any_words; /* other than labels */
	int skip_text;	/* depth inside what stands where it may not */
	struct outer_para outer;
	bool table_open;
	bool in_turned; /* inside a box with rotate= */
	struct doc_block *table;
};

/* attach.c: at the end of the document */
bool doc_send_files(struct doc_build *b, struct err *err);

/* --- build.c --- */
/* Collects an author's error; always true, so that building goes on. */
bool doc_author_error(struct doc_build *b, enum err_kind kind, struct pos pos,
    const char *hint, const char *fmt, ...) PRINTF_LIKE(5, 6);
struct frame *doc_parent(struct doc_build *b, const struct frame *f);
/* A new block in the open top-level arena; opens one when needed. */
struct doc_block *doc_new_block(struct doc_build *b, enum doc_block_kind kind,
    struct pos pos, struct err *err);
/* Hands a finished block to the parent: kept in its list, or delivered. */
bool doc_finish_block(struct doc_build *b, struct frame *f,
    struct doc_block *block, struct err *err);
bool doc_deliver(struct doc_build *b, struct doc_block *block, struct err *err);
bool doc_begin(struct doc_build *b, struct err *err);

/* --- attrs.c --- */
const char *doc_attr(const struct frame *f, const char *name);
struct pos doc_attr_pos(const struct frame *f, const char *name);
/* Value of a length attribute, `other` when absent; wrong ones are reported. */
mpt doc_length(
    struct doc_build *b, const struct frame *f, const char *name, mpt other);
int doc_int(struct doc_build *b, const struct frame *f, const char *name,
    int other, int min, int max);
bool doc_yes(const struct frame *f, const char *name, bool other);
/* Index of the value among the words, `other` when absent. */
int doc_choice(
    const struct frame *f, const char *name, const char *words, int other);
struct gfx_color doc_color(struct doc_build *b, const struct frame *f,
    const char *name, struct gfx_color other);
/* Up to n lengths divided by spaces; the number read, -1 after an error. */
int doc_lengths(struct doc_build *b, const struct frame *f, const char *name,
    mpt *ret, int n);
bool doc_check_attrs(struct doc_build *b, const struct frame *f);
const char *doc_nearest(const char *name, const char *const *names, size_t n);

/* --- style.c --- */
extern const struct attr_spec doc_style_attrs[];
bool doc_add_style(struct doc_build *b, struct frame *f, struct err *err);
/* The named style with the frame's own attributes on top, in the open block's
 * arena; `other` names the style when there is no style attribute. */
const struct doc_style *doc_style_of(struct doc_build *b, const struct frame *f,
    const char *other, struct arena *a);
bool doc_style_known(const struct doc_build *b, const char *name);
bool doc_font_parse(const char *text, struct arena *a, struct doc_font *font);

/* --- inline.c --- */
bool doc_para_open(
    struct doc_build *b, struct frame *f, const char *style, struct err *err);
bool doc_para_close(struct doc_build *b, struct frame *f, struct err *err);
bool doc_add_text(struct doc_build *b, struct frame *f,
    const struct xml_chars *c, struct err *err);
bool doc_add_run(struct doc_build *b, struct frame *f, enum doc_run_kind kind,
    struct err *err);
/* Text of our own making (labels, references). */
bool doc_add_label(struct doc_build *b, const struct doc_font *font,
    const char *text, struct pos pos, struct err *err);

/* toc.c */
bool doc_heading_add(struct doc_build *b, const struct doc_para *p);
/* True when a table of contents was printed with what is no longer so. */
bool doc_toc_changed(const struct doc_toc *toc);
void doc_toc_turn(struct doc_toc *toc);

/* --- list.c --- */
struct doc_toc *doc_refs_toc(struct doc_refs *refs);
/* What is used is not known before the next pass. */
void doc_refs_wait(struct doc_refs *refs);
/* How the level's items are counted, as canvas.h names it; NULL = not. */
const char *doc_counted(const struct level *l, int level);
bool doc_number(struct doc_build *b, struct frame *f, const char *numbering,
    int level, const char *id, const char **ret_label,
    const struct level **ret_level, struct err *err);
/* Makes `text` what a reference to `id` says; false when memory is out. */
bool doc_ref_add(
    struct doc_build *b, const char *id, const char *text, struct pos pos);
const char *doc_ref_text(struct doc_build *b, const char *id, struct pos pos);
/* True when the running pass has named it. */
bool doc_ref_known(const struct doc_build *b, const char *id);
/* The page of the pass before, as text. */
const char *doc_ref_page(struct doc_build *b, const char *id, struct pos pos);
int doc_ref_total(struct doc_build *b, const char *numbering);
void doc_refs_end(struct doc_build *b);

/* --- the elements' functions --- */
#define ELEM(name) \
	bool name(struct doc_build *b, struct frame *f, struct err *err)
ELEM(el_doc);
ELEM(el_doc_end);
ELEM(el_meta);
ELEM(el_style);
ELEM(el_numbering);
ELEM(el_level);
ELEM(el_page);
ELEM(el_running);
ELEM(el_running_end);
ELEM(el_background);
ELEM(el_flow);
ELEM(el_flow_end);
ELEM(el_fixed);
ELEM(el_p);
ELEM(el_h);
ELEM(el_p_end);
ELEM(el_list);
ELEM(el_list_end);
ELEM(el_item);
ELEM(el_table);
ELEM(el_table_end);
ELEM(el_thead_end);
ELEM(el_tr);
ELEM(el_tr_end);
ELEM(el_td);
ELEM(el_td_end);
ELEM(el_grid);
ELEM(el_grid_end);
ELEM(el_cell);
ELEM(el_keep);
ELEM(el_keep_end);
ELEM(el_space);
ELEM(el_page_break);
ELEM(el_cond_break);
ELEM(el_rule);
ELEM(el_box);
ELEM(el_box_end);
ELEM(el_shape);
ELEM(el_ornament);
ELEM(el_image);
ELEM(el_qr);
ELEM(el_watermark);
ELEM(el_bold);
ELEM(el_span);
ELEM(el_run);
ELEM(el_tab);
ELEM(el_toc);
ELEM(el_attach);
ELEM(el_ref);
ELEM(el_footnote);
ELEM(el_footnote_end);
ELEM(el_footnote_ref);

/* art.c */
void doc_paint(struct doc_build *b, struct frame *f, struct gfx_paint *paint);
bool doc_asset_bytes(struct doc_build *b, struct frame *f, const char *href,
    const char **bytes, size_t *len);

/* ornament.c: NULL after an error was collected */
struct gfx_ornament *doc_ornament(
    struct doc_build *b, struct frame *f, const char *href);

#endif
