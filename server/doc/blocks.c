/* doc/blocks.c -- paragraphs, headings, lists, tables, grids, keeps. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "doc/doc_priv.h"

const char *const doc_role_names[DOC_ROLE__MAX] = { [DOC_ROLE_BODY] = "than",
#define NAMED(id, name) [DOC_ROLE_##id] = (name),
	DOC_ROLES(NAMED)
#undef NAMED
};

static void
set_role(struct doc_build *b, struct frame *f, enum doc_role other)
{
	const char *outline = doc_attr(f, "outline"), *id = doc_attr(f, "id");

	b->para->role =
	    (enum doc_role)doc_choice(f, "role", DOC_ROLE_WORDS, (int)other);
	if (outline != NULL)
		b->para->outline = arena_strdup(b->block_arena, outline);
	if (id != NULL)
		b->para->id = arena_strdup(b->block_arena, id);
}

bool
el_p(struct doc_build *b, struct frame *f, struct err *err)
{
	if (!doc_para_open(b, f, NULL, err))
		return false;
	set_role(b, f, DOC_ROLE_BODY);
	return true;
}

/* The label in the level's own weight, then a space that cannot break. */
static bool
put_label(struct doc_build *b, struct frame *f, const struct level *l,
    const char *label, struct err *err)
{
	struct doc_font font = f->font;

	font.bold = font.bold || l->bold;
	font.italic = font.italic || l->italic;
	b->para->label_first = true;
	if (!doc_add_label(b, &font, label, f->pos, err))
		return false;
	return doc_add_label(b, &font, "\xC2\xA0", f->pos, err);
}

bool
el_h(struct doc_build *b, struct frame *f, struct err *err)
{
	const char *num = doc_attr(f, "numbering"), *label;
	const struct level *l;
	int level = doc_int(b, f, "level", 1, 1, LEVELS);

	if (!doc_para_open(b, f, NULL, err))
		return false;
	set_role(b, f, DOC_ROLE_HEADING);
	b->para->heading_level = level;
	b->para->heading = ++b->headings;
	b->para->outline = ""; /* filled at the end from the text */
	if (num == NULL)
		return true;
	if (!doc_number(b, f, num, doc_int(b, f, "num-level", level, 1, LEVELS),
		b->para->id, &label, &l, err))
		return false;
	if (label == NULL)
		return true;
	/* A label that is the whole heading («Phụ lục I») needs no space. */
	if (l->alone != NULL)
		return doc_add_label(b, &f->font, label, f->pos, err);
	return put_label(b, f, l, label, err);
}

static const char *
text_of(struct arena *a, const struct doc_run *runs)
{
	size_t len = 0, at = 0;
	char *s;

	for (const struct doc_run *r = runs; r != NULL; r = r->next)
		len += r->note_mark ? 0 : r->kind == DOC_TEXT ? r->len : 1;
	s = arena_alloc(a, len + 1);
	for (const struct doc_run *r = runs; s != NULL && r != NULL;
	     r = r->next) {
		if (r->note_mark)
			continue;
		if (r->kind == DOC_TEXT)
			memcpy(s + at, r->text, r->len);
		else
			s[at] = ' ';
		at += r->kind == DOC_TEXT ? r->len : 1;
	}
	return s;
}

/* What has an id and no number is spoken of by its own words. */
static bool
name_target(struct doc_build *b, const struct frame *f)
{
	const char *id = b->para->id, *text;

	if (id == NULL || doc_ref_known(b, id))
		return true;
	text = text_of(b->block_arena, b->para->runs);
	return text != NULL && doc_ref_add(b, id, text, f->pos);
}

bool
el_p_end(struct doc_build *b, struct frame *f, struct err *err)
{
	struct doc_para *p = b->para;

	if (p->outline != NULL && p->outline[0] == '\0')
		p->outline = text_of(b->block_arena, p->runs);
	if (p->heading_level > 0 && !doc_heading_add(b, p))
		return err_nomem(err);
	if (!name_target(b, f))
		return err_nomem(err);
	return doc_para_close(b, f, err);
}

/* --- lists --- */

bool
el_list(struct doc_build *b, struct frame *f, struct err *err)
{
	struct frame *up = doc_parent(b, f);

	if (doc_attr(f, "numbering") == NULL)
		return doc_author_error(b, ERR_ATTR, f->pos,
		    "thêm numbering=\"…\" đã khai báo bằng <numbering>",
		    "thẻ <list> thiếu thuộc tính numbering");
	(void)err;
	f->list = ++b->lists;
	f->tail = up->tail;
	return true;
}

bool
el_list_end(struct doc_build *b, struct frame *f, struct err *err)
{
	struct frame *up = doc_parent(b, f);

	(void)err;
	if (up->tail != NULL && f->list > 0)
		up->tail = f->tail;
	return true;
}

bool
el_item(struct doc_build *b, struct frame *f, struct err *err)
{
	static const enum doc_role roles[] = { DOC_ROLE_ARTICLE,
		DOC_ROLE_CLAUSE, DOC_ROLE_POINT };
	const char *num = doc_attr(doc_parent(b, f), "numbering"),
		   *label = NULL;
	int level = doc_int(b, f, "level", 1, 1, LEVELS);
	const struct level *l = NULL;
	const char *id = doc_attr(f, "id");

	if (!doc_para_open(b, f, NULL, err))
		return false;
	if (num != NULL && !doc_number(b, f, num, level, id, &label, &l, err))
		return false;
	if (l != NULL && l->style != NULL && doc_attr(f, "style") == NULL) {
		b->para->style = doc_style_of(b, f, l->style, b->block_arena);
		f->font = b->para->style->font;
	}
	set_role(b, f, level <= 3 ? roles[level - 1] : DOC_ROLE_BODY);
	b->para->item_level = level;
	b->para->list = doc_parent(b, f)->list;
	b->para->counted = l == NULL ? NULL : doc_counted(l, level);
	return label == NULL || put_label(b, f, l, label, err);
}

/* --- columns --- */

static bool
parse_col(const char *word, size_t len, struct doc_col *col)
{
	char text[24];
	mpt v;

	if (len == 0 || len >= sizeof(text))
		return false;
	memcpy(text, word, len);
	text[len] = '\0';
	if (strcmp(text, "auto") == 0) {
		*col = (struct doc_col){ .kind = DOC_COL_AUTO };
		return true;
	}
	if (len > 2 && strcmp(text + len - 2, "fr") == 0) {
		text[len - 2] = '\0';
		if (!mpt_parse(text, "pt", &v) || v <= 0 || v > 100000)
			return false;
		*col = (struct doc_col){ .kind = DOC_COL_FR, .fr = v };
		return true;
	}
	*col = (struct doc_col){ .kind = DOC_COL_FIXED };
	return mpt_parse(text, NULL, &col->width) && col->width > 0;
}

static bool
parse_cols(struct doc_build *b, struct frame *f, struct doc_col **ret,
    size_t *ret_count, struct err *err)
{
	const char *v = doc_attr(f, "cols");
	struct doc_col *cols =
	    arena_alloc_n(b->block_arena, LAY_TABLE_COLUMNS, sizeof(*cols));
	size_t n = 0;

	if (cols == NULL)
		return err_nomem(err);
	for (v = v == NULL ? "" : v; *v != '\0'; v += strspn(v, " ")) {
		size_t len = strcspn(v, " ");

		if (n == LAY_TABLE_COLUMNS || !parse_col(v, len, &cols[n])) {
			n = 0;
			break;
		}
		n++;
		v += len;
	}
	if (n == 0) {
		doc_author_error(b, ERR_VALUE, doc_attr_pos(f, "cols"),
		    "viết như cols=\"10mm 1fr auto\", nhiều nhất 32 cột",
		    "thẻ <%s>: cols=\"%.60s\"", f->spec->name,
		    doc_attr(f, "cols") == NULL ? "" : doc_attr(f, "cols"));
		cols[0] = (struct doc_col){ .kind = DOC_COL_FR, .fr = 1000 };
		n = 1;
	}
	*ret = cols;
	*ret_count = n;
	return true;
}

/* --- tables: delivered as a beginning, rows and an end --- */

static void
parse_split(struct doc_build *b, struct frame *f, struct doc_table *t)
{
	const char *v = doc_attr(f, "row-split");

	t->row_split = DOC_SPLIT_NO;
	t->split_lines = 2;
	if (v == NULL || strcmp(v, "no") == 0)
		return;
	if (strcmp(v, "any") == 0) {
		t->row_split = DOC_SPLIT_ANY;
		t->split_lines = 1;
	} else if (strncmp(v, "lines:", 6) == 0 && v[6] >= '1' && v[6] <= '9' &&
		   v[7] == '\0') {
		t->row_split = DOC_SPLIT_LINES;
		t->split_lines = v[6] - '0';
	} else {
		doc_author_error(b, ERR_VALUE, doc_attr_pos(f, "row-split"),
		    "viết no, any hoặc lines:2", "row-split=\"%.40s\"", v);
	}
}

bool
el_table(struct doc_build *b, struct frame *f, struct err *err)
{
	struct doc_table *t;
	const char *carry = doc_attr(f, "carry");

	b->table = doc_new_block(b, DOC_TABLE_BEGIN, f->pos, err);
	if (b->table == NULL)
		return false;
	t = &b->table->table;
	b->table_open = false;
	t->border = doc_length(b, f, "border", 500);
	t->border_color =
	    doc_color(b, f, "border-color", (struct gfx_color){ 0, 0, 0 });
	t->pad_x = doc_length(b, f, "pad-x", 4000);
	t->pad_y = doc_length(b, f, "pad-y", 2500);
	t->head_repeat = doc_yes(f, "head-repeat", true);
	t->before = doc_length(b, f, "before", 6000);
	t->after = doc_length(b, f, "after", 6000);
	if (carry != NULL)
		t->carry = arena_strdup(b->block_arena, carry);
	parse_split(b, f, t);
	return parse_cols(b, f, &t->cols, &t->col_count, err);
}

/* The head is part of the beginning; the first row delivers it. */
static bool
open_table(struct doc_build *b, struct err *err)
{
	struct doc_block *table = b->table;

	if (b->table_open)
		return true;
	b->table_open = true;
	b->table = NULL;
	return doc_deliver(b, table, err);
}

bool
el_table_end(struct doc_build *b, struct frame *f, struct err *err)
{
	struct doc_block *end;

	if (!open_table(b, err))
		return false;
	b->table_open = false;
	end = doc_new_block(b, DOC_TABLE_END, f->pos, err);
	return end != NULL && doc_deliver(b, end, err);
}

bool
el_tr(struct doc_build *b, struct frame *f, struct err *err)
{
	struct frame *up = doc_parent(b, f);
	bool head = up->place == IN_HEAD;

	if (!head && !open_table(b, err))
		return false;
	f->block = doc_new_block(b, DOC_ROW, f->pos, err);
	if (f->block == NULL)
		return false;
	f->row = &f->block->row;
	f->row->head = head;
	f->row->pos = f->pos;
	f->row->group = doc_yes(f, "group", false);
	f->row->sum = doc_yes(f, "sum", false);
	f->row->keep_next = doc_yes(f, "keep-next", f->row->group);
	f->cell_tail = &f->row->cells;
	return true;
}

bool
el_tr_end(struct doc_build *b, struct frame *f, struct err *err)
{
	struct doc_row **to;

	if (!f->row->head)
		return doc_deliver(b, f->block, err);
	to = &b->table->table.head;
	while (*to != NULL)
		to = &(*to)->next;
	*to = f->row;
	return true;
}

static bool
open_cell(
    struct doc_build *b, struct frame *f, const char *valign, struct err *err)
{
	struct frame *up = doc_parent(b, f);
	struct doc_cell *c = arena_alloc(b->block_arena, sizeof(*c));

	if (c == NULL)
		return err_nomem(err);
	c->pos = f->pos;
	c->span = doc_int(b, f, "span", 1, 1, LAY_TABLE_COLUMNS);
	c->rows = doc_int(b, f, "rowspan", 1, 1, LAY_TABLE_ROWSPAN);
	c->valign =
	    (enum doc_valign)doc_choice(f, "valign", "top middle bottom",
		strcmp(valign, "middle") == 0 ? DOC_MIDDLE : DOC_TOP);
	c->head = strcmp(f->spec->name, "th") == 0;
	*up->cell_tail = c;
	up->cell_tail = &c->next;
	f->cell = c;
	f->tail = &c->blocks;
	return true;
}

/* <td> and <th> hold text directly: one paragraph. */
bool
el_td(struct doc_build *b, struct frame *f, struct err *err)
{
	bool head = strcmp(f->spec->name, "th") == 0;

	if (!open_cell(b, f, head ? "middle" : "top", err) ||
	    !doc_para_open(b, f, doc_attr(f, "style"), err))
		return false;
	set_role(b, f, DOC_ROLE_BODY);
	f->cell->blocks = f->block;
	return true;
}

/* The paragraph hangs on its cell already. */
bool
el_td_end(struct doc_build *b, struct frame *f, struct err *err)
{
	if (!name_target(b, f))
		return err_nomem(err);
	b->para = NULL;
	b->space_pending = false;
	return true;
}

bool
el_thead_end(struct doc_build *b, struct frame *f, struct err *err)
{
	(void)f;
	(void)b;
	(void)err;
	return true;
}

/* --- grids --- */

bool
el_grid(struct doc_build *b, struct frame *f, struct err *err)
{
	const char *prev = doc_attr(f, "keep-prev");
	struct doc_grid *g;

	f->block = doc_new_block(b, DOC_GRID, f->pos, err);
	if (f->block == NULL)
		return false;
	g = &f->block->grid;
	g->gap = doc_length(b, f, "gap", 0);
	g->keep_together = doc_yes(f, "keep", true);
	g->before = doc_length(b, f, "before", 0);
	g->after = doc_length(b, f, "after", 0);
	if (prev != NULL)
		g->keep_prev_lines =
		    prev[0] >= '0' && prev[0] <= '9' ? prev[0] - '0' : 2;
	f->cell_tail = &g->cells;
	return parse_cols(b, f, &g->cols, &g->col_count, err);
}

bool
el_grid_end(struct doc_build *b, struct frame *f, struct err *err)
{
	return doc_finish_block(b, f, f->block, err);
}

bool
el_cell(struct doc_build *b, struct frame *f, struct err *err)
{
	return open_cell(b, f, "top", err);
}

/* --- the rest of the flow --- */

bool
el_keep(struct doc_build *b, struct frame *f, struct err *err)
{
	f->block = doc_new_block(b, DOC_KEEP, f->pos, err);
	if (f->block == NULL)
		return false;
	f->block->keep.strength = doc_int(b, f, "strength", 2, 1, 3);
	f->block->keep.next = doc_yes(f, "next", false);
	f->tail = &f->block->keep.blocks;
	return true;
}

bool
el_keep_end(struct doc_build *b, struct frame *f, struct err *err)
{
	return doc_finish_block(b, f, f->block, err);
}

bool
el_space(struct doc_build *b, struct frame *f, struct err *err)
{
	struct doc_block *block = doc_new_block(b, DOC_SPACE, f->pos, err);

	if (block == NULL)
		return false;
	block->size = doc_length(b, f, "size", 6000);
	return doc_finish_block(b, f, block, err);
}

bool
el_page_break(struct doc_build *b, struct frame *f, struct err *err)
{
	struct doc_block *block = doc_new_block(b, DOC_PAGE_BREAK, f->pos, err);

	return block != NULL && doc_finish_block(b, f, block, err);
}

bool
el_cond_break(struct doc_build *b, struct frame *f, struct err *err)
{
	struct doc_block *block = doc_new_block(b, DOC_COND_BREAK, f->pos, err);

	if (block == NULL)
		return false;
	block->size = doc_length(b, f, "need", mpt_of_mm(40));
	return doc_finish_block(b, f, block, err);
}

/* "text", "text 40%", "40%", "60mm" */
static bool
rule_width(const char *v, struct doc_rule *r)
{
	int percent = 100, n = 0;
	const char *p = v;

	if (strncmp(v, "text", 4) == 0) {
		r->of_text = true;
		p += 4;
		p += strspn(p, " ");
		if (*p == '\0')
			p = "100%";
	}
	for (percent = 0; *p >= '0' && *p <= '9' && n < 4; p++, n++)
		percent = percent * 10 + (*p - '0');
	if (n > 0 && strcmp(p, "%") == 0 && percent <= 100) {
		r->permille = percent * 10;
		return true;
	}
	return !r->of_text && mpt_parse(v, NULL, &r->width) && r->width > 0;
}

bool
el_rule(struct doc_build *b, struct frame *f, struct err *err)
{
	struct doc_block *block = doc_new_block(b, DOC_RULE, f->pos, err);
	const char *v = doc_attr(f, "width");
	struct doc_rule *r;

	if (block == NULL)
		return false;
	r = &block->rule;
	if (!rule_width(v == NULL ? "100%" : v, r))
		doc_author_error(b, ERR_LENGTH, doc_attr_pos(f, "width"),
		    "viết text, text 40%, 40% hoặc 60mm", "width=\"%.40s\"", v);
	r->thickness = doc_length(b, f, "thickness", 750);
	r->before = doc_length(b, f, "before", 1000);
	r->after = doc_length(b, f, "after", 0);
	r->color = doc_color(b, f, "color", (struct gfx_color){ 0, 0, 0 });
	r->align = (enum doc_align)doc_choice(
	    f, "align", "left right center", DOC_CENTER);
	return doc_finish_block(b, f, block, err);
}
