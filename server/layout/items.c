/* layout/items.c -- the items of a list as a tree (PDF 32000-1, 14.8.4.3.3).
 *
 * Items come one after another, each with its level.  An item of a deeper level
 * is a list of its own in the body of the item above it: L, LI, LBody, L …  The
 * tags of the open levels stand in one row, three a level; at the end of a page
 * they are closed, and opened again by their numbers when the list goes on. */
#include "layout/lay_priv.h"

static bool
shut(struct lay *lay, int to, struct err *err)
{
	for (; lay->list.open > to; lay->list.open--)
		if (!draw_close(lay, err))
			return false;
	return true;
}

/* Opens again, or for the first time, what stands before the tag `to`. */
static bool
open_up(struct lay *lay, int to, struct err *err)
{
	static const enum canvas_role roles[LIST_TAGS] = { CANVAS_LIST,
		CANVAS_ITEM, CANVAS_ITEM_BODY };
	struct list_state *s = &lay->list;

	for (; s->open < to; s->open++) {
		int level = s->open / LIST_TAGS, at = s->open % LIST_TAGS;
		uint32_t *id = &s->levels[level].tags[at];
		struct canvas_tag tag = { .role = roles[at],
			.numbering = at == 0 ? s->levels[level].counted : NULL,
			.resume = *id };

		if (!lay->canvas->open(lay->canvas->ctx, &tag, id, err))
			return false;
	}
	return true;
}

/* The levels that the item stands in, without tags of the one before it. */
static bool
set_levels(struct lay *lay, const struct doc_para *p, struct err *err)
{
	struct list_state *s = &lay->list;
	int depth = s->depth, at;

	while (depth > 0 && s->levels[depth - 1].level > p->item_level)
		depth--;
	if (!shut(lay, depth * LIST_TAGS, err))
		return false;
	if (depth == 0 || s->levels[depth - 1].level < p->item_level) {
		s->levels[depth].level = p->item_level;
		s->levels[depth].counted = p->counted;
		s->levels[depth].tags[0] = 0;
		depth++;
	}
	s->depth = depth;
	at = (depth - 1) * LIST_TAGS;
	s->levels[depth - 1].tags[1] = s->levels[depth - 1].tags[2] = 0;
	return shut(lay, at + 1, err);
}

bool
lay_item_open(
    struct lay *lay, const struct doc_para *p, bool goes_on, struct err *err)
{
	struct list_state *s = &lay->list;

	if (s->list != p->list) {
		if (!lay_list_end(lay, err))
			return false;
		s->list = p->list;
	}
	if ((!goes_on || s->depth == 0) && !set_levels(lay, p, err))
		return false;
	return open_up(lay, s->depth * LIST_TAGS - 1, err);
}

bool
lay_item_body(struct lay *lay, struct err *err)
{
	return open_up(lay, lay->list.depth * LIST_TAGS, err);
}

bool
lay_list_shut(struct lay *lay, struct err *err)
{
	return shut(lay, 0, err);
}

bool
lay_list_end(struct lay *lay, struct err *err)
{
	if (!shut(lay, 0, err))
		return false;
	lay->list = (struct list_state){ 0 };
	return true;
}

/* A label is a run of its own, the space behind it another. */
const struct fragment *
lay_behind_label(const struct vitem *line)
{
	const struct fragment *f = line->line.fragments;
	const struct doc_para *p = line->para;

	if (p->item_level == 0 || !line->para_first || !p->label_first ||
	    p->runs == NULL || p->runs->len == 0)
		return f;
	while (f != NULL && (f->run == p->runs || f->run == p->runs->next))
		f = f->next;
	return f;
}
