/* layout/grid.c -- columns side by side: letterhead, signature block.
 *
 * Cells of one row are shifted so that their first baselines agree: the number
 * line and the date line of a letterhead stand on one line though their sizes
 * differ. */
#include <string.h>

#include "base/limits.h"
#include "layout/lay_priv.h"

bool
lay_columns(struct lay *lay, const struct doc_col *cols, size_t count, mpt gap,
    mpt width, mpt *ret, struct pos pos, struct err *err)
{
	int64_t fixed = (int64_t)gap * ((int64_t)count - 1), shares = 0, left;
	int32_t over;
	struct err own;

	(void)err;
	for (size_t i = 0; i < count; i++) {
		if (cols[i].kind == DOC_COL_FIXED)
			fixed += cols[i].width;
		else
			shares +=
			    cols[i].kind == DOC_COL_FR ? cols[i].fr : 1000;
	}
	left = width - fixed;
	if (left < 0) {
		over = mpt_to_mm100((mpt)-left);
		err_set(&own, ERR_OVERFLOW, pos,
		    "các cột rộng hơn trang %d,%02d mm", over / 100,
		    over % 100);
		err_hint(&own, "thu hẹp một cột");
		lay_report(lay, &own);
		left = 0;
	}
	for (size_t i = 0; i < count; i++) {
		int64_t share = cols[i].kind == DOC_COL_FR ? cols[i].fr : 1000;

		if (cols[i].kind == DOC_COL_FIXED) {
			ret[i] = cols[i].width;
			continue;
		}
		ret[i] = (mpt)(shares == 0 ? 0 : left * share / shares);
		left -= ret[i];
		shares -= share;
	}
	return true;
}

static mpt
first_baseline(const struct vitem *v)
{
	mpt y = 0;

	for (; v != NULL; v = v->next) {
		if (v->kind == V_LINE)
			return y + v->baseline;
		y += v->height + (v->next == NULL ? 0 : v->next->before);
	}
	return 0;
}

static bool
lay_cell(struct lay *lay, const struct doc_cell *c, mpt x, mpt width,
    struct arena *a, struct cell_box **ret, struct err *err)
{
	struct cell_box *box = arena_alloc(a, sizeof(*box));
	struct vlist list;

	if (box == NULL)
		return err_nomem(err);
	vlist_init(&list);
	if (!lay_blocks(lay, c->blocks, width, false, a, &list, err))
		return false;
	box->items = list.first;
	box->height = list.height;
	box->x = x;
	box->width = width;
	box->valign = c->valign;
	box->first_baseline = first_baseline(list.first);
	*ret = box;
	return true;
}

/* Takes one row's cells from *cell on. */
static bool
lay_grid_row(struct lay *lay, const struct doc_grid *g, const mpt *widths,
    const struct doc_cell **cell, struct arena *a, struct vitem *row,
    struct err *err)
{
	struct cell_box **tail = &row->cells;
	mpt x = 0, deepest = 0;

	for (size_t i = 0; i < g->col_count && *cell != NULL; i++) {
		if (!lay_cell(lay, *cell, x, widths[i], a, tail, err))
			return false;
		if ((*tail)->first_baseline > deepest)
			deepest = (*tail)->first_baseline;
		x += widths[i] + g->gap;
		tail = &(*tail)->next;
		*cell = (*cell)->next;
	}
	for (struct cell_box *c = row->cells; c != NULL; c = c->next) {
		if (c->first_baseline > 0 && c->items != NULL)
			c->items->before = deepest - c->first_baseline;
		if (c->items != NULL)
			c->height += c->items->before;
		if (c->height > row->height)
			row->height = c->height;
	}
	return true;
}

/* The last lines before a signature block go to the next page with it. */
static void
keep_lines_before(struct vlist *list, int lines)
{
	struct vitem *last[9] = { NULL };
	int n = 0;

	for (struct vitem *v = list->first; v != NULL; v = v->next) {
		if (v->kind != V_LINE)
			continue;
		memmove(last + 1, last, sizeof(last) - sizeof(last[0]));
		last[0] = v;
		n++;
	}
	for (int i = 0; i + 1 < lines && i + 1 < n; i++)
		if (last[i]->keep < 2)
			last[i]->keep = 2;
}

bool
lay_grid(struct lay *lay, const struct doc_block *b, mpt width, struct arena *a,
    struct vlist *list, struct err *err)
{
	const struct doc_grid *g = &b->grid;
	const struct doc_cell *cell = g->cells;
	mpt widths[LAY_TABLE_COLUMNS];
	bool first = true;

	if (!lay_columns(
		lay, g->cols, g->col_count, g->gap, width, widths, b->pos, err))
		return false;
	if (g->keep_prev_lines > 0)
		keep_lines_before(list, g->keep_prev_lines);
	while (cell != NULL) {
		struct vitem *row = arena_alloc(a, sizeof(*row));

		if (row == NULL)
			return err_nomem(err);
		row->kind = V_GRID;
		row->block = b;
		if (!lay_grid_row(lay, g, widths, &cell, a, row, err))
			return false;
		if (first)
			row->keep = g->keep_prev_lines > 0 ? 3 : list->keep;
		else if (g->keep_together)
			row->keep = 3;
		vlist_add(list, row, first ? g->before : 0);
		first = false;
	}
	list->keep = 0;
	list->after = g->after;
	return true;
}
