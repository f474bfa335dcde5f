/* layout/column.c -- blocks → vertical items of a column.
 *
 * An item is what cannot be divided: a line, a rule, a grid, a row.  The space
 * above it belongs to it and is dropped at the top of a page.  `keep` says how
 * strongly it stays with the item before. */
#include <string.h>

#include "layout/lay_priv.h"

void
vlist_init(struct vlist *list)
{
	memset(list, 0, sizeof(*list));
	list->tail = &list->first;
}

void
vlist_add(struct vlist *list, struct vitem *item, mpt before)
{
	if (before < list->after)
		before = list->after;
	list->after = 0;
	item->before = list->first == NULL ? 0 : before;
	list->height += item->before + item->height;
	*list->tail = item;
	list->tail = &item->next;
}

static struct vitem *
new_item(struct arena *a, enum vkind kind, const struct doc_block *b)
{
	struct vitem *v = arena_alloc(a, sizeof(*v));

	if (v != NULL) {
		v->kind = kind;
		v->block = b;
	}
	return v;
}

static mpt
scaled(const struct lay *lay, mpt v)
{
	return (mpt)((int64_t)v * lay->scale / 1000);
}

/* Distance of baselines, and the baseline inside it. */
static bool
line_measure(struct lay *lay, const struct doc_style *st, mpt *ret_height,
    mpt *ret_baseline, struct err *err)
{
	const struct font_measures *m;
	const struct font_face *face;
	mpt size = scaled(lay, st->font.size), ascent, descent, lead;

	if (!font_find(lay->config.fonts, st->font.role, st->font.bold,
		st->font.italic, &face, err))
		return false;
	m = font_measures(face);
	ascent = font_scale(face, m->ascent, size);
	descent = -font_scale(face, m->descent, size);
	*ret_height = st->line > 0
			  ? scaled(lay, st->line)
			  : (mpt)((int64_t)size * st->line_factor / 1000);
	lead = *ret_height - ascent - descent;
	*ret_baseline = ascent + lead / 2;
	return true;
}

static int
line_keep(const struct doc_style *st, size_t i, size_t count)
{
	if (st->keep_together)
		return st->keep_strength;
	if ((int)i < st->orphans || (int)(count - i) < st->widows)
		return 2;
	return 0;
}

static bool
add_para(struct lay *lay, const struct doc_block *b, mpt width, bool balance,
    struct arena *a, struct vlist *list, struct err *err)
{
	const struct doc_style *st = b->para.style;
	struct glyphs g;
	struct line *lines;
	size_t count;
	mpt height, baseline;

	if (!lay_shape(lay, &b->para, a, &g, err) ||
	    !lay_lines(
		lay, &b->para, &g, width, balance, a, &lines, &count, err) ||
	    !line_measure(lay, st, &height, &baseline, err))
		return false;
	if (st->nobr && count > 1)
		lay->too_wide = true;
	list->text_width = 0;
	for (size_t i = 0; i < count; i++) {
		struct vitem *v = new_item(a, V_LINE, b);

		if (v == NULL)
			return err_nomem(err);
		v->line = lines[i];
		v->height = height;
		v->baseline = baseline;
		v->para = &b->para;
		v->para_first = i == 0;
		v->para_last = i + 1 == count;
		if (i == 0)
			v->keep = list->keep;
		else if ((int)i < list->keep_lines)
			v->keep = list->keep;
		if (i > 0 && line_keep(st, i, count) > v->keep)
			v->keep = line_keep(st, i, count);
		if (!lay->measuring && !lay->fixed &&
		    !lay_line_notes(lay, v, a, err))
			return false;
		if (lines[i].width > list->text_width)
			list->text_width = lines[i].width;
		vlist_add(list, v, i == 0 ? scaled(lay, st->before) : 0);
	}
	list->after = scaled(lay, st->after);
	list->keep = st->keep_next ? 3 : 0;
	list->keep_lines = st->keep_next ? 2 : 0;
	return true;
}

static bool
add_rule(struct lay *lay, const struct doc_block *b, mpt width, struct arena *a,
    struct vlist *list, struct err *err)
{
	const struct doc_rule *r = &b->rule;
	struct vitem *v = new_item(a, V_RULE, b);
	mpt whole = r->of_text ? list->text_width : width;

	(void)lay;
	if (v == NULL)
		return err_nomem(err);
	v->width = r->width > 0 ? r->width
				: (mpt)((int64_t)whole * r->permille / 1000);
	v->height = r->thickness;
	v->keep = 3;
	v->x = r->align == DOC_CENTER  ? (width - v->width) / 2
	       : r->align == DOC_RIGHT ? width - v->width
				       : 0;
	vlist_add(list, v, r->before);
	list->after = r->after;
	return true;
}

static bool
add_picture(const struct doc_block *b, mpt width, struct arena *a,
    struct vlist *list, struct err *err)
{
	bool image = b->kind == DOC_IMAGE;
	struct vitem *v = new_item(a, image ? V_IMAGE : V_QR, b);
	enum doc_align align = image ? b->image.align : b->qr.align;

	if (v == NULL)
		return err_nomem(err);
	v->width = image ? b->image.w : b->qr.size;
	v->height = image ? b->image.h : b->qr.size;
	v->keep = list->keep;
	v->x = align == DOC_CENTER  ? (width - v->width) / 2
	       : align == DOC_RIGHT ? width - v->width
				    : 0;
	vlist_add(list, v, 0);
	list->keep = 0;
	return true;
}

/* Everything inside stays together; the inner keeps are at least as strong. */
static bool
add_keep(struct lay *lay, const struct doc_block *b, mpt width, bool balance,
    struct arena *a, struct vlist *list, struct err *err)
{
	struct vitem **from = list->tail;

	if (!lay_blocks(lay, b->keep.blocks, width, balance, a, list, err))
		return false;
	if (*from != NULL)
		for (struct vitem *v = (*from)->next; v != NULL; v = v->next)
			if (v->keep < b->keep.strength)
				v->keep = b->keep.strength;
	if (b->keep.next)
		list->keep = b->keep.strength;
	return true;
}

bool
lay_block(struct lay *lay, const struct doc_block *b, mpt width, bool balance,
    struct arena *a, struct vlist *list, struct err *err)
{
	switch (b->kind) {
	case DOC_PARA:
		return add_para(lay, b, width, balance, a, list, err);
	case DOC_RULE:
		return add_rule(lay, b, width, a, list, err);
	case DOC_SPACE:
		if (b->size > list->after)
			list->after = b->size;
		return true;
	case DOC_GRID:
		return lay_grid(lay, b, width, a, list, err);
	case DOC_KEEP:
		return add_keep(lay, b, width, balance, a, list, err);
	case DOC_IMAGE:
	case DOC_QR:
		return add_picture(b, width, a, list, err);
	default:
		return true; /* structure marks; the rest is handled above */
	}
}

bool
lay_blocks(struct lay *lay, const struct doc_block *b, mpt width, bool balance,
    struct arena *a, struct vlist *list, struct err *err)
{
	for (; b != NULL; b = b->next)
		if (!lay_block(lay, b, width, balance, a, list, err))
			return false;
	return true;
}
