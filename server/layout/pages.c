/* layout/pages.c -- items → pages.
 *
 * Items wait in a list until more of them are there than a page can hold; then
 * the page ends before the last item that fits and may begin a page.  Where
 * every place is held by a keep, the weakest keep is released, and said so.
 * Since nothing is drawn before its page is full, a signature block that comes
 * late can still take the lines before it along.
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

/* Running heads are set anew for each page: they hold its number. */
static bool
draw_running(struct lay *lay, struct err *err)
{
	const struct doc_page *p = lay->page;
	unsigned bits = page_bits(lay, false);
	bool ok = true;

	for (const struct doc_running *r = p->running; ok && r != NULL;
	     r = r->next) {
		struct arena *a;
		struct vlist list;
		mpt y;

		if ((r->on & bits) == 0 || lay->unnumbered)
			continue;
		a = arena_new(0);
		if (a == NULL)
			return err_nomem(err);
		vlist_init(&list);
		ok = lay_blocks(lay, r->blocks, p->width - p->left - p->right,
			 false, a, &list, err) &&
		     draw_artifact(lay, err);
		y = r->footer
			? p->height - p->bottom / 2
			: p->header_at -
			      (list.first == NULL ? 0 : list.first->baseline);
		ok = ok && draw_items(lay, list.first, p->left, y, err) &&
		     draw_close(lay, err);
		arena_free(a);
	}
	return ok;
}

/* Big and pale, behind everything: no transparency is needed. */
static bool
draw_mark(struct lay *lay, struct err *err)
{
	static const struct doc_style style = { .name = "chìm",
		.font = { .role = "sans",
		    .bold = true,
		    .size = 88000,
		    .color = { 234, 234, 234 } },
		.align = DOC_CENTER,
		.line_factor = 1150 };
	struct doc_run run = { .kind = DOC_TEXT, .font = style.font };
	struct doc_block b = { .kind = DOC_PARA };
	struct arena *a;
	struct vlist list;
	bool ok;

	if (lay->config.watermark == NULL)
		return true;
	a = arena_new(0);
	if (a == NULL)
		return err_nomem(err);
	run.text = lay->config.watermark;
	run.len = strlen(run.text);
	b.para.style = &style;
	b.para.runs = &run;
	vlist_init(&list);
	ok = lay_block(lay, &b, lay->page->width, false, a, &list, err) &&
	     draw_artifact(lay, err) &&
	     draw_items(lay, list.first, 0,
		 (lay->page->height - list.height) / 2, err) &&
	     draw_close(lay, err);
	arena_free(a);
	return ok;
}

bool
lay_page_begin(struct lay *lay, struct err *err)
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
	     draw_mark(lay, err);
	for (; ok && b != NULL; b = b->next)
		ok = lay_art(lay, b, err);
	lay->page_open = ok;
	ok = ok && draw_running(lay, err);
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

/* Height of what a table that goes on repeats at the top of a page: its head,
 * and the heading of the group that goes on. */
static mpt
carried_head(const struct vitem *first)
{
	const struct table_state *t;

	if (first == NULL || first->kind != V_ROW || first->row_first)
		return 0;
	t = first->table;
	for (const struct vitem *h = t->head; h != NULL; h = h->next)
		if (h->cells == first->cells)
			return 0; /* the head itself */
	return (t->head_repeat ? t->head_height : 0) +
	       (first->group == NULL ? 0 : first->group->height);
}

static void
keep_released(struct lay *lay, const struct vitem *at, int strength)
{
	struct err err;

	if (strength < 2)
		return;
	err_set(&err, WARN_KEEP, at->block == NULL ? no_pos : at->block->pos,
	    "không đủ chỗ để giữ liền (độ mạnh %d), phải sang trang tại đây",
	    strength);
	lay_report(lay, &err);
}

/* The first item of the next page; NULL when all fits.  *ret_fits tells whether
 * at least one item fits at all. */
static struct vitem *
find_break(struct lay *lay, bool *ret_fits)
{
	mpt room = lay_body_height(lay) - carried_head(lay->pending.first),
	    y = 0;
	struct vitem *best[4] = { NULL };

	*ret_fits = true;
	for (struct vitem *v = lay->pending.first; v != NULL; v = v->next) {
		bool first = v == lay->pending.first;

		if (!first && v->keep <= 3)
			best[v->keep] = v;
		if (v->kind == V_BREAK)
			return v;
		y += (first ? 0 : v->before) + v->height;
		if (y <= room)
			continue;
		*ret_fits = !first;
		for (int s = 0; s <= 3; s++)
			if (best[s] != NULL) {
				keep_released(lay, best[s], s);
				return best[s];
			}
		return v;
	}
	return NULL;
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

	if (carried_head(first) == 0)
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

/* Draws the items up to `end` as one page and forgets them. */
static bool
ship(struct lay *lay, const struct vitem *end, struct err *err)
{
	/* What goes on here must outlive the running heads, which open and
	 * close paragraphs of their own. */
	const struct doc_para *resume = lay->resume_para;
	uint32_t tag = lay->resume_tag;
	mpt y = lay->page->top;
	struct vitem *v;
	bool top = true;

	if (!lay_page_begin(lay, err) ||
	    !draw_carried_head(lay, lay->pending.first, &y, err))
		return false;
	lay->resume_para = resume;
	lay->resume_tag = tag;
	top = y == lay->page->top;
	while ((v = lay->pending.first) != end) {
		y += v == lay->pending.first && y == lay->page->top ? 0
								    : v->before;
		/* What follows a table is not part of it. */
		if (v->kind != V_ROW && lay->open_table != NULL &&
		    !draw_close_table(lay, err))
			return false;
		if (v->kind != V_BREAK &&
		    !draw_item(lay, v, lay->page->left, y, top, err))
			return false;
		y += v->height;
		top = false;
		lay->pending.height -= v->before + v->height;
		lay->pending.first = v->next;
		item_done(v);
	}
	if (lay->pending.first == NULL) {
		lay->pending.tail = &lay->pending.first;
		lay->pending.height = 0;
	}
	v = lay->pending.first;
	return draw_close_para(lay,
		   v != NULL && v->kind == V_LINE && v->para == lay->open_para,
		   err) &&
	       draw_close_table(lay, err) && lay_page_end(lay, err);
}

/* What is first and fits nowhere: a row is cut, anything else is an error. */
static bool
too_tall(struct lay *lay, struct err *err)
{
	struct vitem *v = lay->pending.first;
	mpt room = lay_body_height(lay) - carried_head(v);
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

static void
drop_breaks(struct lay *lay)
{
	while (
	    lay->pending.first != NULL && lay->pending.first->kind == V_BREAK) {
		struct vitem *v = lay->pending.first;

		lay->pending.first = v->next;
		item_done(v);
	}
	if (lay->pending.first == NULL)
		lay->pending.tail = &lay->pending.first;
}

bool
lay_fill_pages(struct lay *lay, struct err *err)
{
	bool fits;
	const struct vitem *end;

	while ((end = find_break(lay, &fits)) != NULL) {
		if (!fits) {
			if (!too_tall(lay, err))
				return false;
			continue;
		}
		if (!ship(lay, end, err))
			return false;
		drop_breaks(lay);
	}
	return true;
}

bool
lay_flush(struct lay *lay, struct err *err)
{
	if (!lay_fill_pages(lay, err))
		return false;
	drop_breaks(lay);
	return lay->pending.first == NULL || ship(lay, NULL, err);
}
