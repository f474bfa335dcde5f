/* layout/table.c -- tables, row by row.
 *
 * Widths are settled when the table begins, so that a row can be set as it
 * comes and forgotten once its page is drawn.  A row draws its left, right and
 * lower borders; the upper one is drawn by the row that stands first on a page,
 * so no line is drawn twice.  A row that no page can hold is cut between lines.
 */
#include <string.h>

#include "layout/lay_priv.h"

void
table_release(struct table_state *t)
{
	if (t != NULL && t->ended && t->refs == 0)
		arena_free(t->arena);
}

static bool
lay_row(struct lay *lay, struct table_state *t, const struct doc_row *row,
    struct arena *a, struct vitem *v, struct err *err)
{
	struct cell_box **tail = &v->cells;
	size_t col = 0;
	for (const struct doc_cell *c = row->cells; c != NULL; c = c->next) {
		struct cell_box *box = arena_alloc(a, sizeof(*box));
		struct vlist list;
		mpt x, width;

		if (box == NULL)
			return err_nomem(err);
		if (!lay_span_take(lay, t, c, &col, &x, &width))
			break;
		vlist_init(&list);
		if (!lay_blocks(lay, c->blocks, width - 2 * t->pad_x, false, a,
			&list, err))
			return false;
		*box = (struct cell_box){ .items = list.first,
			.x = x,
			.width = width,
			.height = list.height + 2 * t->pad_y,
			.valign = c->valign,
			.head = c->head,
			.span = c->span,
			.rows = c->rows };
		if (c->rows == 1 && box->height > v->height)
			v->height = box->height;
		*tail = box;
		tail = &box->next;
	}
	v->kind = V_ROW;
	v->table = t;
	v->width = t->width;
	return true;
}

static bool
lay_head(struct lay *lay, struct table_state *t, const struct doc_row *row,
    struct err *err)
{
	struct vitem **tail = &t->head;

	for (; row != NULL; row = row->next) {
		struct vitem *v = arena_alloc(t->arena, sizeof(*v));
		bool more;

		if (v == NULL)
			return err_nomem(err);
		if (!lay_row(lay, t, row, t->arena, v, err))
			return false;
		more = lay_span_row_end(t);
		if (row->next == NULL && more) {
			lay_span_end(lay, t);
			more = false;
		}
		if (more || t->joined != NULL) {
			lay_span_join(t, v);
			if (more)
				continue;
			v = lay_span_take_joined(t);
		}
		t->head_height += v->height;
		*tail = v;
		tail = &v->next;
	}
	return true;
}

bool
lay_table_begin(struct lay *lay, struct doc_block *b, struct err *err)
{
	const struct doc_table *d = &b->table;
	struct table_state *t = arena_alloc(b->arena, sizeof(*t));
	mpt width = lay->page->width - lay->page->left - lay->page->right;

	if (t == NULL) {
		doc_block_free(b);
		return err_nomem(err);
	}
	t->arena = b->arena;
	t->border = d->border;
	t->color = d->border_color;
	t->pad_x = d->pad_x;
	t->pad_y = d->pad_y;
	t->split = d->row_split;
	t->split_lines = d->split_lines;
	t->head_repeat = d->head_repeat;
	t->carry = d->carry == NULL ? "(tiếp theo)" : d->carry;
	t->width = width;
	t->count = d->col_count;
	t->widths = arena_alloc_n(b->arena, d->col_count, sizeof(*t->widths));
	lay->table = t;
	if (t->widths == NULL ||
	    !lay_columns(
		lay, d->cols, d->col_count, 0, width, t->widths, b->pos, err) ||
	    !lay_head(lay, t, d->head, err))
		return false;
	if (d->before > lay->pending.after)
		lay->pending.after = d->before;
	/* The head is an item of its own on the first page. */
	for (struct vitem *h = t->head; h != NULL; h = h->next) {
		struct vitem *v = arena_memdup(b->arena, h, sizeof(*h));

		if (v == NULL)
			return err_nomem(err);
		v->next = NULL;
		v->row_first = h == t->head;
		v->keep = v->row_first ? lay->pending.keep : 3;
		v->block = b;
		t->refs++;
		vlist_add(&lay->pending, v, 0);
	}
	lay->pending.keep = t->head == NULL ? 0 : 3;
	return true;
}

/* --- groups --- */

static struct doc_run *
copy_runs(struct arena *a, const struct doc_run *from, const char *carry)
{
	struct doc_run *first = NULL, **tail = &first, *last = NULL;

	for (; from != NULL; from = from->next) {
		last = arena_memdup(a, from, sizeof(*from));
		if (last == NULL)
			return NULL;
		last->text = arena_strndup(a, from->text, from->len);
		last->next = NULL;
		last->note = NULL; /* it stands where the heading first is */
		last->data_path = NULL;
		*tail = last;
		tail = &last->next;
	}
	if (last == NULL || carry == NULL)
		return first;
	*tail = arena_memdup(a, last, sizeof(*last));
	if (*tail == NULL)
		return NULL;
	(*tail)->kind = DOC_TEXT;
	(*tail)->text = arena_printf(a, " %s", carry);
	if ((*tail)->text != NULL)
		(*tail)->len = strlen((*tail)->text);
	return first;
}

/* The cell with its first paragraph; *carry is used up by the first text. */
static struct doc_cell *
copy_cell(struct arena *a, const struct doc_cell *from, const char **carry)
{
	struct doc_cell *c = arena_memdup(a, from, sizeof(*from));
	struct doc_block *b = NULL;

	if (c == NULL)
		return NULL;
	c->next = NULL;
	c->rows = 1;
	c->blocks = NULL;
	if (from->blocks == NULL || from->blocks->kind != DOC_PARA)
		return c;
	b = arena_memdup(a, from->blocks, sizeof(*b));
	if (b == NULL)
		return NULL;
	b->next = NULL;
	/* What is written on the cell itself makes a style of the row's. */
	b->para.style =
	    arena_memdup(a, from->blocks->para.style, sizeof(*b->para.style));
	if (b->para.style == NULL)
		return NULL;
	b->para.runs = copy_runs(a, from->blocks->para.runs, *carry);
	if (b->para.runs != NULL)
		*carry = NULL;
	c->blocks = b;
	return c;
}

/* A group's heading once more, with the carry text: it stands at the top of
 * each page on which the group goes on.  The row itself is gone by then. */
static bool
keep_group(struct lay *lay, struct table_state *t, const struct doc_row *row,
    struct err *err)
{
	const char *carry = t->carry;
	int busy[LAY_TABLE_COLUMNS];
	bool ok;
	struct doc_row copy = *row;
	struct doc_cell **tail = &copy.cells;

	t->group = NULL;
	if (carry[0] == '\0')
		return true;
	copy.cells = NULL;
	for (const struct doc_cell *c = row->cells; c != NULL; c = c->next) {
		*tail = copy_cell(t->arena, c, &carry);
		if (*tail == NULL)
			return err_nomem(err);
		tail = &(*tail)->next;
	}
	t->group = arena_alloc(t->arena, sizeof(*t->group));
	if (t->group == NULL)
		return err_nomem(err);
	memcpy(busy, t->busy, sizeof(busy));
	memset(t->busy, 0, sizeof(t->busy));
	ok = lay_row(lay, t, &copy, t->arena, t->group, err);
	memcpy(t->busy, busy, sizeof(busy));
	return ok;
}

/* Into the list, or beside it until the rows that a cell joins are there. */
static bool
add_row(struct lay *lay, struct table_state *t, struct vitem *v, bool more,
    struct err *err)
{
	mpt room = lay_body_height(lay) - (t->head_repeat ? t->head_height : 0);
	mpt sum = 0;

	if (more || t->joined != NULL) {
		lay_span_join(t, v);
		for (struct vitem *r = t->joined; r != NULL; r = r->joined)
			sum += r->own;
		if (sum > room)
			return lay_span_too_tall(t->joined, room, err);
		if (more)
			return true;
		v = lay_span_take_joined(t);
	}
	t->refs++;
	lay_measure_notes(lay, v);
	vlist_add(&lay->pending, v, 0);
	return true;
}

bool
lay_table_row(struct lay *lay, struct doc_block *b, struct err *err)
{
	struct table_state *t = lay->table;
	struct vitem *v = arena_alloc(b->arena, sizeof(*v));
	bool more;

	if (v == NULL || t == NULL) {
		doc_block_free(b);
		return t == NULL || err_nomem(err);
	}
	if (!lay_row(lay, t, &b->row, b->arena, v, err)) {
		doc_block_free(b);
		return false;
	}
	if (b->row.group && !keep_group(lay, t, &b->row, err)) {
		doc_block_free(b);
		return false;
	}
	more = lay_span_row_end(t);
	v->group = b->row.group ? NULL : t->group;
	v->block = b;
	v->owner = b->arena;
	v->last_of_owner = true;
	v->keep = b->row.sum ? 2 : lay->pending.keep;
	v->row_first = t->head == NULL && t->refs == 0 && t->tag == 0;
	lay->pending.keep = b->row.group ? 3 : b->row.keep_next ? 2 : 0;
	return add_row(lay, t, v, more, err);
}

void
lay_table_end(struct lay *lay)
{
	struct table_state *t = lay->table;
	struct vitem *v;

	lay->table = NULL;
	lay->pending.keep = 0;
	if (t == NULL)
		return;
	lay_span_end(lay, t);
	v = lay_span_take_joined(t);
	if (v != NULL) {
		t->refs++;
		lay_measure_notes(lay, v);
		vlist_add(&lay->pending, v, 0);
	}
	lay->pending.after = 6000;
	t->ended = true;
	table_release(t);
}

/* Divides a cell's items: what fits into `room` stays, the rest is returned. */
static struct vitem *
cut_cell(struct cell_box *c, mpt room, mpt *ret_height)
{
	mpt y = 0;
	struct vitem **at = &c->items, *rest;

	while (*at != NULL && y + (*at)->before + (*at)->height <= room) {
		y += (*at)->before + (*at)->height;
		at = &(*at)->next;
	}
	rest = *at;
	*at = NULL;
	*ret_height = y;
	return rest;
}

bool
lay_row_may_split(const struct vitem *row, mpt room)
{
	const struct table_state *t = row->table;
	mpt inner = room - 2 * t->pad_y;
	bool moves = false;

	if (t->split == DOC_SPLIT_NO || row->joined != NULL)
		return false;
	for (const struct cell_box *c = row->cells; c != NULL; c = c->next) {
		int before = 0, behind = 0;
		mpt y = 0;

		for (const struct vitem *v = c->items; v != NULL; v = v->next) {
			y += v->before + v->height;
			before += behind == 0 && y <= inner;
			behind += y > inner;
		}
		if (behind == 0)
			continue;
		if (before < t->split_lines || behind < t->split_lines)
			return false;
		moves = true;
	}
	return moves;
}

bool
lay_row_split(struct lay *lay, struct vitem *row, mpt room, struct err *err)
{
	struct table_state *t = row->table;
	struct arena *a = row->owner != NULL ? row->owner : t->arena;
	struct vitem *rest = arena_memdup(a, row, sizeof(*row));
	struct cell_box **tail;
	mpt inner = room - 2 * t->pad_y, tallest = 0;
	bool moved = false;
	struct err warning;

	if (rest == NULL)
		return err_nomem(err);
	rest->cells = NULL;
	rest->height = 0;
	rest->before = 0;
	rest->keep = 0;
	tail = &rest->cells;
	for (struct cell_box *c = row->cells; c != NULL; c = c->next) {
		struct cell_box *second = arena_memdup(a, c, sizeof(*c));
		mpt had = c->height, kept;

		if (second == NULL)
			return err_nomem(err);
		second->next = NULL;
		second->items = cut_cell(c, inner, &kept);
		if (second->items != NULL) {
			second->items->before = 0;
			moved = moved || kept > 0;
		}
		second->height = had - kept;
		c->height = kept + 2 * t->pad_y;
		if (c->height > tallest)
			tallest = c->height;
		if (second->height > rest->height)
			rest->height = second->height;
		*tail = second;
		tail = &second->next;
	}
	if (!moved) {
		err_set(err, ERR_PROGRESS, row->block->pos,
		    "một dòng chữ trong bảng cao hơn cả trang");
		return err_hint(err, "giảm cỡ chữ hoặc giãn dòng trong ô này");
	}
	row->height = tallest;
	row->last_of_owner = false;
	rest->next = row->next;
	row->next = rest;
	if (lay->pending.tail == &row->next)
		lay->pending.tail = &rest->next; /* more rows come behind it */
	t->refs++;
	lay_measure_notes(lay, row);
	lay_measure_notes(lay, rest);
	if (t->split != DOC_SPLIT_NO)
		return true;
	err_set(&warning, WARN_KEEP, row->block->pos,
	    "một hàng của bảng phải tách "
	    "sang trang sau");
	err_hint(&warning, "rút ngắn nội dung của hàng, hoặc cho tách bằng "
			   "row-split=\"lines:2\"");
	lay_report(lay, &warning);
	return true;
}
