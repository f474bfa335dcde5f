/* nd30/nd30_priv.h -- facts of a drawn document, rules, and what judges them.
 */
#ifndef ND30_ND30_PRIV_H
#define ND30_ND30_PRIV_H

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/day.h"
#include "base/limits.h"
#include "nd30/nd30.h"

struct xml_node;

/* --- facts (canvas.c, facts.c) --- */

struct place {
	int page; /* physical, from 1 */
	mpt x, y;
};

struct nd_line {
	int page;
	mpt x, width; /* of the ink: spaces at both ends do not count */
	mpt y;	      /* baseline */
	const char *text;
};

enum { ND_SIZES = 4 };

/* A paragraph outside tables. */
struct nd_para {
	const char *part; /* of doc_role_names */
	int annex;	  /* 0 = the document itself, 1.. */
	bool first;	  /* nothing is drawn above it on its page */
	struct pos pos;
	struct nd_line *lines;
	size_t count, cap;
	const char *text;	      /* lines joined by spaces */
	size_t letters, bold, italic; /* letters, digits, signs */
	size_t bold_lead;	      /* bold before the first that is not */
	bool white;		      /* holds room left blank */
	mpt size[ND_SIZES], size_min, size_max; /* size[0]: of most letters */
	size_t size_letters[ND_SIZES];
	mpt natural; /* height of a single line of its faces */
	mpt shift;   /* of the baseline below the middle of its line */
	const char *style;
};

struct nd_page {
	mpt width, height, top, right, bottom, left;
	mpt ink_left, ink_right, ink_top, ink_bottom; /* edges of the text */
	bool ink, table;
	int annex;     /* the annex that begins here, 0 = none */
	size_t number; /* index + 1 of the page number's paragraph, 0 = none */
};

/* A face in a colour in a part, where it was first seen. */
struct nd_look {
	const struct font_face *face;
	struct gfx_color color;
	const char *part;
	struct place place;
	struct pos pos;
};

/* A rule on the first page. */
struct nd_rule_line {
	mpt x, y, w, h;
};

struct nd_facts {
	struct arena *arena;
	struct nd_para *paras;
	size_t para_count, para_cap;
	struct nd_page *pages;
	size_t page_count, page_cap;
	struct nd_look *looks;
	size_t look_count, look_cap;
	struct nd_rule_line *rules;
	size_t rule_count, rule_cap;
	int annexes;
	bool flowing; /* some page is not a fixed sheet */
};

enum { ND_DEPTH = 64, ND_STYLES = 128 };

struct open_tag {
	enum canvas_role role;
	size_t para;  /* index + 1, 0 = none */
	bool pending; /* a paragraph without text yet */
	const char *part;
	uint32_t id;
};

/* What an element was, for when it is reopened. */
struct element {
	uint32_t next_id; /* the other canvas's number */
	size_t para;
};

struct nd30 {
	struct canvas next;
	struct nd_facts facts;
	struct open_tag tags[ND_DEPTH];
	int depth, tables, artifacts;
	size_t label; /* the paragraph that a label has begun, 0 = none */
	struct element *elements;
	size_t element_count, element_cap;
	const char *styles[ND_STYLES]; /* our copies of their names */
	/* the line being drawn */
	struct buf line;
	bool in_line;
	mpt end; /* of its ink */
};

/* With the texts of the paragraphs joined; a text is NULL when memory is out.
 */
const struct nd_facts *nd_facts_of(struct nd30 *n);

/* Room for one more; false when memory is out. */
bool nd_grow(
    struct arena *a, void **items, size_t *cap, size_t count, size_t size);
#define ND_GROW(a, items, cap, count) \
	nd_grow((a), (void **)&(items), &(cap), (count), sizeof(*(items)))

struct nd_page *nd_page_now(struct nd30 *n);
bool nd_note_text(struct nd30 *n, const struct canvas_text *t, struct err *err);
/* The line's words and width are known when the next begins. */
bool nd_end_line(struct nd30 *n, struct err *err);

/* --- rules (rules.c) --- */

struct judge;
struct nd_rule;
typedef void (*nd_measure)(struct judge *j, const struct nd_rule *r);

struct nd_rule {
	int code;
	bool warning;
	nd_measure run;
	const char *part; /* "quoc-hieu|tieu-ngu", NULL = none given */
	const char *name; /* what people call it */
	const char *article, *remedy;
	const char *other; /* the part to compare with, "trang" = the page */
	const char *words; /* alternatives parted by | */
	const char *side;
	mpt size_lo, size_hi;	  /* 0 = any */
	signed char bold, italic; /* -1 = either */
	bool upper, one_line, mostly;
	mpt lo, hi, slack;
	int ratio_lo, ratio_hi; /* per mille */
};

struct nd_rule_set {
	day_t from, to;
	const char *name;
	struct nd_rule *rules;
	size_t count;
	struct nd_rule_set *next;
};

struct nd_law {
	const char *number; /* "91/2017/NĐ-CP" */
	const char *name;   /* folded; what it is cited by, NULL = number */
	const char *title;  /* as people write it */
	day_t issued;	    /* 0 = not known */
	day_t from, to;
	const char *successor; /* NULL = none known */
};

struct nd30_rules {
	struct arena *arena;
	struct nd_rule_set *sets;
	struct nd_law *laws;
	size_t law_count;
};

/* The measures by name, NULL when there is none (judge.c). */
nd_measure nd_measure_find(const char *name);

/* --- judging (judge.c) --- */

struct judge {
	const struct nd_facts *f;
	const struct nd30_rules *rules;
	const struct nd_rule *rule;
	struct arena *a;
	struct err_list *errors;
	bool has_day;
	day_t day;
	struct err first;
	size_t found; /* places where the rule is broken */
};

/* Counts a place; the first one is kept with its words. */
void nd_found(struct judge *j, struct place at, struct pos pos, const char *fmt,
    ...) PRINTF_LIKE(4, 5);
void nd_found_para(struct judge *j, const struct nd_para *p, const char *fmt,
    ...) PRINTF_LIKE(3, 4);

/* Is `part` one of the alternatives? */
bool nd_is_part(const char *list, const char *part);
/* The alternative that `text` begins with: its length, 0 = none. */
size_t nd_begins(const char *list, const char *text);
const char *nd_has_word(struct judge *j, const char *list, const char *text);
/* The rule's next paragraph from index *at on, in the document (annex 0) or
 * anywhere; NULL at the end. */
const struct nd_para *nd_next(
    const struct judge *j, const char *parts, bool main_only, size_t *at);
const struct nd_para *nd_first(const struct judge *j, const char *parts);
const struct nd_para *nd_last(const struct judge *j, const char *parts);
struct place nd_place(const struct nd_line *l);
const struct nd_page *nd_page(const struct judge *j, int page);
mpt nd_center(const struct nd_line *l);
mpt nd_widest(const struct nd_para *p, mpt *ret_center);
/* "30,00 mm" and "13,5 pt", in the judge's arena. */
const char *nd_mm(struct judge *j, mpt v);
const char *nd_pt(struct judge *j, mpt v);
const char *nd_pt_range(struct judge *j, mpt lo, mpt hi);
const char *nd_mm_range(struct judge *j, mpt lo, mpt hi);

/* "ngày 05 tháng 02 năm 2022" as written. */
struct nd_date {
	const char *at, *end;
	size_t day_digits, month_digits;
	struct ymd ymd;
	bool exists;
};
/* Finds the next one from `s` on. */
bool nd_date_find(const char *s, struct nd_date *ret);
bool nd_date_zeros(const struct nd_date *d); /* zeros where the decree asks */

/* --- measures, by file --- */

/* phrase.c */
void nd_m_addressees(struct judge *j, const struct nd_rule *r);
void nd_m_chapters(struct judge *j, const struct nd_rule *r);
void nd_m_capitals(struct judge *j, const struct nd_rule *r);
/* look.c */
void nd_m_look(struct judge *j, const struct nd_rule *r);
void nd_m_face(struct judge *j, const struct nd_rule *r);
void nd_m_color(struct judge *j, const struct nd_rule *r);
void nd_m_label_bold(struct judge *j, const struct nd_rule *r);
void nd_m_as_body(struct judge *j, const struct nd_rule *r);
/* page.c */
void nd_m_paper(struct judge *j, const struct nd_rule *r);
void nd_m_margin(struct judge *j, const struct nd_rule *r);
void nd_m_number_place(struct judge *j, const struct nd_rule *r);
void nd_m_number_count(struct judge *j, const struct nd_rule *r);
void nd_m_required(struct judge *j, const struct nd_rule *r);
void nd_m_half(struct judge *j, const struct nd_rule *r);
void nd_m_top(struct judge *j, const struct nd_rule *r);
void nd_m_axis(struct judge *j, const struct nd_rule *r);
void nd_m_level(struct judge *j, const struct nd_rule *r);
void nd_m_flush(struct judge *j, const struct nd_rule *r);
void nd_m_underline(struct judge *j, const struct nd_rule *r);
/* body.c */
void nd_m_justified(struct judge *j, const struct nd_rule *r);
void nd_m_indent(struct judge *j, const struct nd_rule *r);
void nd_m_gap(struct judge *j, const struct nd_rule *r);
void nd_m_spacing(struct judge *j, const struct nd_rule *r);
void nd_m_articles(struct judge *j, const struct nd_rule *r);
void nd_m_clauses(struct judge *j, const struct nd_rule *r);
void nd_m_points(struct judge *j, const struct nd_rule *r);
void nd_m_end(struct judge *j, const struct nd_rule *r);
/* words.c */
void nd_m_wording(struct judge *j, const struct nd_rule *r);
void nd_m_symbol(struct judge *j, const struct nd_rule *r);
void nd_m_date(struct judge *j, const struct nd_rule *r);
void nd_m_dates(struct judge *j, const struct nd_rule *r);
void nd_m_numbers(struct judge *j, const struct nd_rule *r);
void nd_m_on_behalf(struct judge *j, const struct nd_rule *r);
void nd_m_deputy(struct judge *j, const struct nd_rule *r);
void nd_m_short_form(struct judge *j, const struct nd_rule *r);
void nd_m_forbidden(struct judge *j, const struct nd_rule *r);
void nd_m_own_authority(struct judge *j, const struct nd_rule *r);
void nd_m_bare_name(struct judge *j, const struct nd_rule *r);
void nd_m_recipients(struct judge *j, const struct nd_rule *r);
/* basis.c */
void nd_m_basis_marks(struct judge *j, const struct nd_rule *r);
void nd_m_basis_order(struct judge *j, const struct nd_rule *r);
void nd_m_in_force(struct judge *j, const struct nd_rule *r);
void nd_m_cited_date(struct judge *j, const struct nd_rule *r);
void nd_m_unknown(struct judge *j, const struct nd_rule *r);
/* annex.c */
void nd_m_annex_page(struct judge *j, const struct nd_rule *r);
void nd_m_annex_number(struct judge *j, const struct nd_rule *r);
void nd_m_annex_named(struct judge *j, const struct nd_rule *r);
void nd_m_annex_note(struct judge *j, const struct nd_rule *r);

#endif
