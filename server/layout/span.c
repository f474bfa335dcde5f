/* layout/span.c -- rows that cells join (rowspan).
 *
 * Joined rows are one item: nothing can part them, and the last one settles the
 * heights.  Until it comes they wait beside the list; more than a page of them
 * is an error at once, so that waiting needs the memory of a page. */
#include "layout/lay_priv.h"

bool
lay_span_take(struct lay *lay, struct table_state *t, const struct doc_cell *c,
    size_t *col, mpt *ret_x, mpt *ret_width)
{
	size_t at = *col, end;
	struct err err;
	mpt x = 0;

	while (at < t->count && t->busy[at] > 0)
		at++;
	for (size_t i = 0; i < at; i++)
		x += t->widths[i];
	*ret_x = x;
	*ret_width = 0;
	end = at + (size_t)c->span;
	for (; at < end && at < t->count && t->busy[at] <= 0; at++) {
		*ret_width += t->widths[at];
		t->busy[at] = -(c->rows - 1);
	}
	*col = at;
	if (c->rows > 1)
		t->join_pos = c->pos;
	if (at == end)
		return true;
	err_set(&err, ERR_VALUE, c->pos,
	    "ô này không còn cột: bảng có %zu cột, kể cả cột mà ô phía trên "
	    "gộp xuống",
	    t->count);
	err_hint(&err, "bớt ô, giảm span hoặc rowspan, hoặc thêm cột vào cols");
	lay_report(lay, &err);
	return *ret_width > 0;
}

bool
lay_span_row_end(struct table_state *t)
{
	bool more = false;

	for (size_t i = 0; i < t->count; i++) {
		t->busy[i] = t->busy[i] > 0 ? t->busy[i] - 1 : -t->busy[i];
		more = more || t->busy[i] > 0;
	}
	return more;
}

void
lay_span_join(struct table_state *t, struct vitem *row)
{
	struct vitem **to = &t->joined;

	while (*to != NULL)
		to = &(*to)->joined;
	*to = row;
	row->own = row->height;
}

void
lay_span_end(struct lay *lay, struct table_state *t)
{
	int most = 0;
	struct err err;

	for (size_t i = 0; i < t->count; i++) {
		if (t->busy[i] > most)
			most = t->busy[i];
		t->busy[i] = 0;
	}
	if (most == 0)
		return;
	err_set(&err, ERR_VALUE, t->join_pos,
	    "ô này còn gộp %d hàng nữa nhưng phía dưới đã hết hàng", most);
	err_hint(&err, "giảm rowspan, hoặc thêm hàng");
	lay_report(lay, &err);
}

static mpt
height_of(const struct vitem *row, int rows, struct vitem **ret_last)
{
	struct vitem *at = (struct vitem *)row;
	mpt sum = 0;

	for (; at != NULL && rows-- > 0; at = at->joined) {
		sum += at->own;
		*ret_last = at;
	}
	return sum;
}

struct vitem *
lay_span_take_joined(struct table_state *t)
{
	struct vitem *first = t->joined, *last = NULL;

	t->joined = NULL;
	for (struct vitem *r = first; r != NULL; r = r->joined)
		for (struct cell_box *c = r->cells; c != NULL; c = c->next) {
			mpt sum = height_of(r, c->rows, &last);

			if (c->height > sum)
				last->own += c->height - sum;
		}
	for (struct vitem *r = first; r != NULL; r = r->joined)
		for (struct cell_box *c = r->cells; c != NULL; c = c->next)
			c->tall = height_of(r, c->rows, &last);
	if (first != NULL)
		first->height = height_of(first, INT32_MAX, &last);
	return first;
}

bool
lay_span_too_tall(struct vitem *v, mpt room, struct err *err)
{
	struct vitem *last;
	int32_t over = mpt_to_mm100(height_of(v, INT32_MAX, &last) - room);

	err_set(err, ERR_ROW, v->block == NULL ? no_pos : v->block->pos,
	    "các hàng nối nhau bằng rowspan cao hơn trang %d,%02d mm",
	    over / 100, over % 100);
	return err_hint(err,
	    "giảm rowspan: chia ô gộp thành nhiều ô, hoặc dùng "
	    "<tr group=\"yes\"> cho tên nhóm dài");
}

void
lay_row_free(struct vitem *v)
{
	while (v != NULL) {
		struct vitem *next = v->joined;

		if (v->last_of_owner)
			arena_free(v->owner);
		v = next;
	}
}
