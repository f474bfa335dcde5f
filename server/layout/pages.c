/* layout/pages.c -- items → pages.
 *
 * Items wait in a list until two pages could be filled with them; then break.c
 * chooses where the first of these ends.  Since nothing is drawn before, a
 * signature block that comes late can still take the lines before it along.
 *
 * Progress: each page takes at least one item, or a part of a row, or it is an
 * error; no input can make this loop for ever. */
#include <string.h>

#include "base/limits.h"
#include "layout/lay_priv.h"

static unsigned
page_bits(const struct lay *lay, bool last)
{
	unsigned bits = last ? DOC_ON_LAST : 0;

	if (lay->section_first)
		return bits | DOC_ON_FIRST;
	return bits | (lay->number % 2 == 1 ? DOC_ON_ODD : DOC_ON_EVEN);
}

/* A running head must not reach the text, a foot not the sheet's edge. */
static void
check_running(struct lay *lay, const struct doc_running *r, mpt end)
{
	mpt over = end - (r->footer ? lay->page->height : lay->page->top);
	int32_t mm = mpt_to_mm100(over);
	struct err err;

	if (over <= 0)
		return;
	err_set(&err, ERR_OVERFLOW, r->blocks == NULL ? no_pos : r->blocks->pos,
	    r->footer ? "chân trang vượt mép giấy %d,%02d mm"
		      : "đầu trang lấn vào phần chữ %d,%02d mm",
	    mm / 100, mm % 100);
	err_hint(&err, "bớt dòng, hoặc tăng lề trong margin=");
	lay_report(lay, &err);
}

/* Set anew for each page: it holds its number.  `*y` is where the one before
 * ended, 0 = this is the first. */
static bool
draw_running(
    struct lay *lay, const struct doc_running *r, mpt *y, struct err *err)
{
	const struct doc_page *p = lay->page;
	struct arena *a = arena_new(0);
	struct vlist list;
	bool ok;

	if (a == NULL)
		return err_nomem(err);
	vlist_init(&list);
	ok = lay_blocks(lay, r->blocks, p->width - p->left - p->right, false, a,
		 &list, err) &&
	     draw_artifact(lay, err);
	if (*y == 0)
		*y = r->footer
			 ? p->height - p->bottom / 2
			 : p->header_at -
			       (list.first == NULL ? 0 : list.first->baseline);
	ok = ok && draw_items(lay, list.first, p->left, *y, err) &&
	     draw_close(lay, err);
	*y += list.height;
	if (ok)
		check_running(lay, r, *y);
	arena_free(a);
	return ok;
}

static bool
draw_all_running(struct lay *lay, bool last, struct err *err)
{
	unsigned bits = page_bits(lay, last);
	mpt y[2] = { 0, 0 };

	for (const struct doc_running *r = lay->page->running; r != NULL;
	     r = r->next)
		if ((r->on & bits) != 0 && (r->not_on & bits) == 0 &&
		    !(lay->unnumbered && r->numbers) &&
		    !draw_running(lay, r, &y[r->footer], err))
			return false;
	return true;
}

bool
lay_page_begin(struct lay *lay, bool last, struct err *err)
{
	struct canvas_page page = { .width = lay->page->width,
		.height = lay->page->height,
		.bleed = lay->page->bleed,
		.number = lay->physical + 1,
		.top = lay->page->top,
		.right = lay->page->right,
		.bottom = lay->page->bottom,
		.left = lay->page->left,
		.fixed = lay->fixed };
	const struct doc_block *b = lay->page->background;
	int scale = lay->scale;
	bool ok;

	if (++lay->physical > LAY_PAGES)
		return err_set(err, ERR_LIMIT, no_pos,
		    "tài liệu có quá %d trang", LAY_PAGES);
	lay->facts.pages = lay->physical;
	lay->scale = 1000;
	ok = lay->canvas->page_begin(lay->canvas->ctx, &page, err) &&
	     lay_draw_mark(lay, err);
	for (; ok && b != NULL; b = b->next)
		ok = lay_art(lay, b, err);
	lay->page_open = ok;
	ok = ok && draw_all_running(lay, last, err);
	lay->scale = scale;
	return ok;
}

bool
lay_page_end(struct lay *lay, struct err *err)
{
	if (!lay->page_open)
		return true;
	lay->page_open = false;
	lay->section_first = false;
	lay->number++;
	return lay->canvas->page_end(lay->canvas->ctx, err);
}

mpt
lay_body_height(const struct lay *lay)
{
	return lay->page->height - lay->page->top - lay->page->bottom;
}

static void
item_done(struct vitem *v)
{
	struct table_state *t = v->table;

	if (t != NULL)
		t->refs--;
	lay_row_free(v);
	table_release(t);
}

static bool
draw_carried_head(
    struct lay *lay, const struct vitem *first, mpt *y, struct err *err)
{
	const struct table_state *t;
	bool top = true;

	if (lay_carried_height(first) == 0)
		return true;
	t = first->table;
	if (!draw_artifact(lay, err))
		return false;
	for (const struct vitem *h = t->head_repeat ? t->head : NULL; h != NULL;
	     h = h->next, top = false) {
		if (!draw_item(lay, h, lay->page->left, *y, top, err))
			return false;
		*y += h->height;
	}
	if (first->group != NULL) {
		if (!draw_item(
			lay, first->group, lay->page->left, *y, top, err))
			return false;
		*y += first->group->height;
	}
	return draw_close(lay, err);
}

/* Its memory stays as long as notes of the page are still to be drawn.  The
 * order is kept: the last item of a block frees the others. */
static void
drawn(struct lay *lay, struct vitem *v)
{
	struct vitem **to = &lay->held;

	lay_take_notes(lay, v);
	if (lay->foot == NULL) {
		item_done(v);
		return;
	}
	while (*to != NULL)
		to = &(*to)->next;
	v->next = NULL;
	*to = v;
}

void
lay_free_held(struct lay *lay)
{
	while (lay->held != NULL) {
		struct vitem *v = lay->held;

		lay->held = v->next;
		item_done(v);
	}
}

/* The items up to `end` from y on; they leave the list. */
static bool
draw_body(struct lay *lay, const struct vitem *end, mpt *y, struct err *err)
{
	bool top = *y == lay->page->top;
	struct vitem *v;

	for (bool first = top; (v = lay->pending.first) != end; first = false) {
		*y += first ? 0 : v->before;
		/* What follows a table is not part of it. */
		if (v->kind != V_ROW && lay->open_table != NULL &&
		    !draw_close_table(lay, err))
			return false;
		if (!draw_item(lay, v, lay->page->left, *y, top, err))
			return false;
		*y += v->height;
		top = false;
		lay->pending.height -= v->before + v->height;
		lay->pending.first = v->next;
		drawn(lay, v);
	}
	if (v != NULL)
		return true;
	lay->pending.tail = &lay->pending.first;
	lay->pending.height = 0;
	return true;
}

/* Draws the items up to `end` as one page and forgets them. */
static bool
ship(struct lay *lay, const struct vitem *end, bool last, struct err *err)
{
	/* What goes on here must outlive the running heads, which open and
	 * close paragraphs of their own. */
	const struct doc_para *resume = lay->resume_para;
	uint32_t tag = lay->resume_tag;
	struct list_state list = lay->list;
	const struct vitem *first = lay->pending.first;
	const struct vitem *notes = lay->foot;
	mpt y = lay->page->top;

	if (!lay_page_begin(lay, last, err) ||
	    (first != end && !draw_carried_head(lay, first, &y, err)))
		return false;
	lay->resume_para = resume;
	lay->resume_tag = tag;
	lay->list = list;
	if (!draw_body(lay, end, &y, err) ||
	    !draw_close_para(lay,
		end != NULL && end->kind == V_LINE &&
		    end->para == lay->open_para,
		err) ||
	    !lay_list_shut(lay, err) || !draw_close_table(lay, err) ||
	    !lay_draw_notes(lay, y, err))
		return false;
	if (lay->foot == NULL)
		lay_free_held(lay);
	if (first == end && notes == lay->foot)
		return err_set(err, ERR_PROGRESS,
		    end == NULL || end->block == NULL ? no_pos
						      : end->block->pos,
		    "trang %d không nhận được gì", lay->physical);
	return lay_page_end(lay, err);
}

/* What is first and fits nowhere: a row is cut, anything else is an error. */
static bool
too_tall(struct lay *lay, struct err *err)
{
	struct vitem *v = lay->pending.first;
	mpt room = lay_body_height(lay) - lay_carried_height(v);
	int32_t over;

	if (v->kind == V_ROW && v->joined != NULL)
		return lay_span_too_tall(v, room, err);
	if (v->kind == V_ROW && room > 0)
		return lay_row_split(lay, v, room, err);
	over = mpt_to_mm100(v->height - room);
	err_set(err, ERR_OVERFLOW, v->block == NULL ? no_pos : v->block->pos,
	    "khối này cao hơn trang %d,%02d mm", over / 100, over % 100);
	return err_hint(err, "rút ngắn nội dung, hoặc chia thành nhiều khối");
}

/* A page begins with neither a break nor a condition. */
static void
drop_breaks(struct lay *lay)
{
	struct vitem *v;

	while ((v = lay->pending.first) != NULL &&
	       (v->kind == V_BREAK || v->kind == V_COND)) {
		lay->pending.first = v->next;
		lay->pending.height -= v->before + v->height;
		item_done(v);
	}
	if (lay->pending.first == NULL) {
		lay->pending.tail = &lay->pending.first;
		lay->pending.height = 0;
	}
}

static bool
fill(struct lay *lay, bool final, struct err *err)
{
	enum lay_found found;
	struct vitem *end;

	for (;;) {
		if (!lay_find_break(lay, final, &found, &end, err))
			return false;
		switch (found) {
		case LAY_WAIT:
			return true;
		case LAY_REST:
			return ship(lay, NULL, true, err);
		case LAY_NONE:
			if (lay->foot == NULL && !too_tall(lay, err))
				return false;
			/* Notes left over take a page of their own. */
			if (lay->foot != NULL &&
			    !ship(lay, lay->pending.first, false, err))
				return false;
			break;
		case LAY_AT:
			if (!ship(lay, end, false, err))
				return false;
			drop_breaks(lay);
			break;
		}
	}
}

bool
lay_fill_pages(struct lay *lay, struct err *err)
{
	/* Two pages' worth is what a page's end is chosen from. */
	return lay->pending.height <= 2 * lay_body_height(lay) ||
	       fill(lay, false, err);
}

bool
lay_fill_to_break(struct lay *lay, struct err *err)
{
	return fill(lay, false, err);
}

bool
lay_flush(struct lay *lay, struct err *err)
{
	drop_breaks(lay);
	if (!fill(lay, true, err))
		return false;
	while (lay->foot != NULL)
		if (!ship(lay, NULL, true, err))
			return false;
	return true;
}
