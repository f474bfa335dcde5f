/* doc/doc.h -- the document tree between template and typesetting.
 *
 * The builder (doc/build.h) is an xml_sink: it checks every element and
 * attribute against the element table, resolves styles, numbers the items and
 * hands finished blocks to a doc_sink, one after another.  Everything here is
 * plain data: no XML, no fonts loaded, no positions.  Lengths are mpt, colours
 * RGB.
 *
 * Memory: a block and all that hangs on it lives in its own arena and is handed
 * over with the call: the receiver frees it with doc_block_free() when it has
 * been placed.  Page masters, meta and styles live as long as the builder. */
#ifndef DOC_DOC_H
#define DOC_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/units.h"
#include "graphic/graphic.h"

struct arena;

enum doc_align { DOC_LEFT, DOC_RIGHT, DOC_CENTER, DOC_JUSTIFY };
enum doc_valign { DOC_TOP, DOC_MIDDLE, DOC_BOTTOM };
enum doc_break { DOC_BREAK_NONE, DOC_BREAK_PAGE };

/* A character style: what one run looks like. */
struct doc_font {
	const char *role; /* of the font catalogue: "serif", "display" … */
	bool bold, italic;
	mpt size;
	struct gfx_color color;
	mpt raise; /* superscript > 0, subscript < 0 */
	bool underline;
	mpt tracking; /* letter-spacing of display lines, usually 0 */
};

/* A paragraph style, fully resolved: no inheritance is left. */
struct doc_style {
	const char *name;
	struct doc_font font;
	enum doc_align align;
	mpt first_indent; /* added to left on the first line; may be negative */
	mpt left, right;
	mpt before, after; /* the larger of after and next before is used */
	mpt line;	   /* baseline distance; 0 = line_factor is used */
	int line_factor;   /* per mille of the size, e.g. 1150 */
	int widows, orphans;
	bool keep_next; /* with at least `orphans` lines of the next block */
	bool keep_together;
	int keep_strength; /* 1 soft, 2 strong, 3 always */
	bool balance;	   /* centred titles: lines of even length */
	bool nobr;	   /* must stay on one line */
	bool kern;
};

enum doc_run_kind {
	DOC_TEXT,
	DOC_BR,		 /* forced line break */
	DOC_PAGE_NUMBER, /* filled in by layout, only in headers and footers */
	DOC_PAGE_COUNT,
	DOC_TAB
};

/* Where the text behind a tab stands, up to the next tab or the line's end. */
enum doc_tab_align {
	DOC_TAB_LEFT,
	DOC_TAB_RIGHT,
	DOC_TAB_CENTER,
	DOC_TAB_DECIMAL
};
struct doc_tab {
	mpt at;	      /* from the paragraph's left edge */
	int permille; /* of the paragraph's width, when at is 0 */
	enum doc_tab_align align;
	bool leader; /* dots up to there */
};

struct doc_run {
	enum doc_run_kind kind;
	const char
	    *text; /* NFC; U+00A0 joins unbreakably; no newline, no tab */
	size_t len;
	struct doc_font font;
	bool nobr; /* no break inside */
	bool from_data;
	struct doc_tab tab;	/* DOC_TAB */
	bool missing;		/* draft marker */
	bool note_mark;		/* number of a footnote: no part of the text */
	struct doc_block *note; /* the footnote whose mark this is, or NULL */
	const char *data_path;	/* of a value, for messages; may be NULL */
	struct pos pos;
	struct doc_run *next;
};

/* What a paragraph is: for tags, outline and the decree linter.  The names are
 * the values of the attribute role=, those of Decree 30's parts (annex I). */
/* clang-format off */
#define DOC_ROLES(X)                                                           \
	X(MOTTO, "quoc-hieu-khoi")                                             \
	X(AGENCY, "co-quan")                                                   \
	X(SYMBOL, "so-ky-hieu")                                                \
	X(PLACE_DATE, "dia-danh-ngay")                                         \
	X(TYPE_NAME, "ten-loai")                                               \
	X(ABSTRACT, "trich-yeu")                                               \
	X(BASIS, "can-cu")                                                     \
	X(HEADING, "muc")                                                      \
	X(ARTICLE, "dieu")                                                     \
	X(CLAUSE, "khoan")                                                     \
	X(POINT, "diem")                                                       \
	X(AUTHORITY, "quyen-han") /* and chức vụ */                            \
	X(SIGNER, "ho-ten")                                                    \
	X(RECIPIENTS_HEAD, "noi-nhan-dau")                                     \
	X(RECIPIENTS, "noi-nhan")                                              \
	X(ANNEX_HEAD, "phu-luc")                                               \
	X(ANNEX_TITLE, "ten-phu-luc")                                          \
	X(ANNEX_NOTE, "kem-theo") /* (Kèm theo …) */                           \
	X(PAGE_NUMBER, "so-trang")                                             \
	X(QUOC_HIEU, "quoc-hieu")                                              \
	X(TIEU_NGU, "tieu-ngu")                                                \
	X(DRAFT_MARK, "du-thao")                                               \
	X(UPPER_AGENCY, "co-quan-chu-quan")                                    \
	X(ISSUER, "tham-quyen") /* CHỦ TỊCH …, QUYẾT ĐỊNH: */                  \
	X(SUBJECT, "ve-viec")   /* V/v of a letter */                          \
	X(ADDRESSEE, "kinh-gui")                                               \
	X(CHAPTER, "chuong") /* Phần, Chương, Mục with its title */            \
	X(URGENCY, "do-khan")                                                  \
	X(CIRCULATION, "luu-hanh")                                             \
	X(DRAFTER, "nguoi-soan")                                               \
	X(ADDRESS, "dia-chi")                                                 \
	X(NOTE, "chu-thich") /* of <footnote> only */
/* clang-format on */

enum doc_role {
	DOC_ROLE_BODY, /* "than" */
#define DOC_ROLE_ENUM(id, name) DOC_ROLE_##id,
	DOC_ROLES(DOC_ROLE_ENUM)
#undef DOC_ROLE_ENUM
	    DOC_ROLE__MAX
};
extern const char *const doc_role_names[DOC_ROLE__MAX];

struct doc_para {
	const struct doc_style *style;
	struct doc_run *runs;
	enum doc_role role;
	int heading_level; /* 1..6 when it is a heading or article title, else 0
			    */
	const char *outline; /* text for the bookmarks, NULL = none */
	const char *id;	     /* target of references, NULL = none */
	bool label_first; /* the first run is the item's label ("1.", "a)") */
	int heading;	  /* which of the headings, from 1; 0 = none */
	bool toc;	  /* an entry of the table of contents */
	int item_level;	  /* 1.. inside a list (tags), 0 outside */
	unsigned list;	  /* which of the document's lists, from 1 */
	/* How the items of its level are counted, as the canvas's numbering;
	 * NULL = they are not. */
	const char *counted;
};

/* A horizontal rule.  width: of_text = as wide as the longest line of the block
 * before it (Decree 30: the motto), times permille. */
struct doc_rule {
	mpt width;    /* 0 when relative */
	int permille; /* of the column, or of the text above */
	bool of_text;
	mpt thickness;
	enum doc_align align;
	mpt before, after;
	struct gfx_color color;
};

/* Column widths: fixed mpt, shares of what is left, or the widest content
 * (`auto`: only over the rows of the first page, so that tables stream). */
enum doc_col_kind { DOC_COL_FIXED, DOC_COL_FR, DOC_COL_AUTO };
struct doc_col {
	enum doc_col_kind kind;
	mpt width; /* FIXED */
	int fr;	   /* FR, thousandths: 1fr = 1000 */
};

struct doc_cell {
	struct doc_block *blocks;
	enum doc_valign valign;
	int span; /* columns, >= 1 */
	int rows; /* >= 1; more: joined with the cells below */
	bool head;
	struct doc_cell *next;
	struct pos pos;
};

/* Letterhead, signature block: columns side by side, not a data table. */
struct doc_grid {
	struct doc_col *cols;
	size_t col_count;
	mpt gap;
	struct doc_cell *cells; /* row by row */
	bool keep_together;
	int keep_prev_lines; /* at least so many lines of body before it */
	mpt before, after;
};

enum doc_split { DOC_SPLIT_NO, DOC_SPLIT_LINES, DOC_SPLIT_ANY };

struct doc_row {
	struct doc_cell *cells;
	bool head;  /* belongs to thead: repeated on each page */
	bool group; /* a group's heading: carried with carry text */
	bool sum;   /* stays with the row before it */
	bool keep_next;
	struct pos pos;
	struct doc_row *next;
};

struct doc_table {
	struct doc_col *cols;
	size_t col_count;
	mpt border; /* 0 = none */
	struct gfx_color border_color;
	mpt pad_x, pad_y; /* inside each cell */
	bool head_repeat;
	enum doc_split row_split;
	int split_lines; /* at least so many on both sides */
	const char
	    *carry; /* "(tiếp theo)" after a carried group head, or NULL */
	struct doc_row *head; /* known when the table begins */
	mpt before, after;
};

/* A box on a fixed page, in page coordinates. */
struct doc_box {
	mpt x, y, w, h;
	enum doc_valign valign;
	struct doc_block *blocks;
	mpt shrink_to; /* smallest size of the largest run; 0 = no shrinking */
	bool yields;   /* past that floor it is made smaller, not refused */
	int rotate;    /* degrees, counter-clockwise about the middle */
	bool one_line;
	bool batch; /* all sheets of a batch take the smallest size */
	bool balance;
	bool variable;	  /* printed in overlay mode (pre-printed stock) */
	const char *name; /* in messages and the shrink report */
};

struct doc_image {
	struct gfx_image image;
	const char *name; /* key for reuse in one file */
	mpt x, y;	  /* on a fixed page, else unused */
	mpt w, h;
	const char *alt; /* NULL = decoration */
	enum doc_align align;
};

struct doc_vector {
	struct gfx_path path;
	struct gfx_paint paint;
	struct gfx_matrix at;
};

struct doc_use { /* an ornament at a place */
	const struct gfx_ornament *ornament;
	struct gfx_matrix at;
};

struct doc_qr {
	struct gfx_qr code;
	mpt x, y, size; /* size with the quiet zone; in flow x, y are unused */
	int quiet;	/* modules */
	const char *alt;
	enum doc_align align;
};

struct doc_keep {
	struct doc_block *blocks;
	int strength; /* 1..3 */
	bool next;
};

enum doc_block_kind {
	DOC_PARA,
	DOC_RULE,
	DOC_SPACE, /* size: vertical, dropped at the top of a page */
	DOC_PAGE_BREAK,
	DOC_COND_BREAK, /* size: break unless so much is left */
	DOC_GRID,
	DOC_KEEP,
	DOC_TABLE_BEGIN, /* then any number of DOC_ROW, then DOC_TABLE_END */
	DOC_ROW,
	DOC_TABLE_END,
	DOC_BOX, /* fixed pages and backgrounds only, as are: */
	DOC_VECTOR,
	DOC_USE,
	DOC_IMAGE, /* also in flow */
	DOC_QR	   /* also in flow */
};

struct doc_block {
	enum doc_block_kind kind;
	bool fixed_art; /* part of the pre-printed stock: left out in overlay
			   mode */
	struct pos pos;
	struct doc_block *next;
	union {
		struct doc_para para;
		struct doc_rule rule;
		mpt size;
		struct doc_grid grid;
		struct doc_keep keep;
		struct doc_table table;
		struct doc_row row;
		struct doc_box box;
		struct doc_vector vector;
		struct doc_use use;
		struct doc_image image;
		struct doc_qr qr;
	};
	struct arena *arena; /* of a top-level block; NULL inside another */
};
void doc_block_free(struct doc_block *b);

/* On which pages of a section a header or footer stands. */
enum {
	DOC_ON_FIRST = 1,
	DOC_ON_ODD = 2, /* odd and even do not include the first page */
	DOC_ON_EVEN = 4,
	DOC_ON_LAST = 8
};
struct doc_running {
	unsigned on, not_on;
	bool numbers; /* holds a page number: not in unnumbered sections */
	bool footer;
	struct doc_block *blocks;
	struct doc_running *next;
};

/* What stands under the text of a draft. */
struct doc_mark {
	const char *text;
	mpt size;
	int angle; /* degrees, counter-clockwise */
	struct gfx_color color;
};

/* A page master. */
struct doc_page {
	const char *name;
	mpt width, height; /* orientation applied */
	mpt top, right, bottom, left;
	mpt header_at; /* baseline of the page number line from the sheet's top
			*/
	mpt bleed;
	struct doc_running *running;
	struct doc_block
	    *background; /* vectors, ornaments, images, fixed boxes */
	const struct doc_mark *mark; /* NULL = the usual one */
};

enum doc_numbering { DOC_CONTINUE, DOC_RESTART, DOC_UNNUMBERED };
struct doc_section {
	const struct doc_page *page;
	enum doc_numbering number;
	bool fixed; /* one sheet of boxes: a certificate */
	struct pos pos;
};

struct doc_meta {
	const char *title, *author, *subject, *keywords, *lang, *profile;
};

/* The receiver of a document (layout).  Called in order: begin, then for each
 * section section_begin, block…, section_end, then attach…, end. */
struct doc_sink {
	void *ctx;
	bool (*begin)(void *ctx, const struct doc_meta *meta, struct err *err);
	bool (*section_begin)(
	    void *ctx, const struct doc_section *section, struct err *err);
	bool (*block)(void *ctx, struct doc_block *block, struct err *err);
	bool (*section_end)(void *ctx, struct err *err);
	bool (*attach)(void *ctx, const char *name, const char *mime,
	    const char *relation, const void *bytes, size_t len,
	    struct err *err);
	bool (*end)(void *ctx, struct err *err);
};

#endif
