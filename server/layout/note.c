/* layout/note.c -- footnotes at the foot of the page that has their mark.
 *
 * A line's notes are set when the line is; the item on whose page they must be
 * (a line, a grid, a row with all its cells) is measured with them, and break.c
 * leaves room for them.  A note that does not fit goes on at the foot of the
 * next page, but at least two of its lines stand with its mark. */
#include <string.h>

#include "doc/build.h"
#include "layout/lay_priv.h"

enum {
	LEAD_ABOVE = 8000, /* between the text and the short rule */
	LEAD_BELOW = 3000,
	RULE_THICK = 500,
	GAP = 2000, /* between two notes */
	RULE_MM = 50
};

mpt
lay_foot_height(mpt notes)
{
	return notes == 0 ? 0 : notes + LEAD_ABOVE + RULE_THICK + LEAD_BELOW;
}

static bool
lay_note(struct lay *lay, const struct doc_block *note, struct arena *a,
    struct vitem **ret, struct err *err)
{
	const struct doc_page *p = lay->page;
	struct vlist list;

	vlist_init(&list);
	if (!lay_block(
		lay, note, p->width - p->left - p->right, false, a, &list, err))
		return false;
	if (list.first != NULL)
		list.first->before = GAP;
	*ret = list.first;
	return true;
}

bool
lay_line_notes(
    struct lay *lay, struct vitem *line, struct arena *a, struct err *err)
{
	struct vitem **to = &line->notes;

	for (const struct fragment *f = line->line.fragments; f != NULL;
	     f = f->next) {
		if (f->run->note == NULL)
			continue;
		if (!lay_note(lay, f->run->note, a, to, err))
			return false;
		while (*to != NULL)
			to = &(*to)->next;
		lay->any_notes = true;
	}
	return true;
}

/* Calls `take` with the notes of each line of an item, cell by cell. */
static void
each_line(
    struct vitem *v, void (*take)(void *ctx, struct vitem *line), void *ctx)
{
	if (v->kind == V_LINE && v->notes != NULL)
		take(ctx, v);
	for (struct vitem *r = v; r != NULL; r = r->joined)
		for (struct cell_box *c = r->cells; c != NULL; c = c->next)
			for (struct vitem *k = c->items; k != NULL; k = k->next)
				each_line(k, take, ctx);
}

struct sums {
	mpt all, least;
};

static int
lines_of(const struct vitem *n)
{
	int count = 0;

	for (const struct vitem *k = n; k != NULL && k->para == n->para;
	     k = k->next)
		count++;
	return count;
}

/* The least: all but the last note, of that two lines, or three where only one
 * would be left. */
static void
add_up(void *ctx, struct vitem *line)
{
	struct sums *s = ctx;
	int at = 0, count = 0;

	for (const struct vitem *n = line->notes; n != NULL; n = n->next) {
		if (n->para_first) {
			count = lines_of(n);
			at = 0;
		}
		s->all += n->before + n->height;
		if (++at <= 2 || count == 3)
			s->least = s->all;
	}
}

void
lay_measure_notes(const struct lay *lay, struct vitem *v)
{
	struct sums s = { 0, 0 };

	if (lay->any_notes)
		each_line(v, add_up, &s);
	v->notes_height = s.all;
	/* Of more notes than half a page some must begin on the next one. */
	v->notes_least = s.least < lay_body_height(lay) / 2
			     ? s.least
			     : lay_body_height(lay) / 2;
}

static void
take_over(void *ctx, struct vitem *line)
{
	struct vitem **to = ctx;

	while (*to != NULL)
		to = &(*to)->next;
	*to = line->notes;
	line->notes = NULL;
}

void
lay_take_notes(struct lay *lay, struct vitem *v)
{
	if (v->notes_height > 0)
		each_line(v, take_over, &lay->foot);
}

mpt
lay_foot_left(const struct lay *lay, mpt most)
{
	mpt sum = 0;

	for (const struct vitem *n = lay->foot; n != NULL; n = n->next) {
		mpt more = sum + n->before + n->height;

		if (lay_foot_height(more) > most)
			break;
		sum = more;
	}
	return sum;
}

static bool
draw_rule(struct lay *lay, mpt y, struct err *err)
{
	static const struct gfx_color black = { 0, 0, 0 };

	return draw_artifact(lay, err) &&
	       lay->canvas->rect(lay->canvas->ctx, lay->page->left, y,
		   mpt_of_mm(RULE_MM), RULE_THICK, black, err) &&
	       draw_close(lay, err);
}

/* One note's lines from *at on, up to `end`, in one element. */
static bool
draw_note(struct lay *lay, struct vitem **at, const struct vitem *end, mpt *y,
    struct err *err)
{
	const struct doc_para *p = (*at)->para;
	struct canvas_tag tag = { .role = CANVAS_NOTE,
		.part = doc_role_names[DOC_ROLE_NOTE],
		.resume = lay->foot_para == p ? lay->foot_tag : 0 };

	if (!lay->canvas->open(lay->canvas->ctx, &tag, &lay->foot_tag, err))
		return false;
	if (tag.resume == 0)
		doc_refs_place(lay->config.refs, p->id, lay->number);
	lay->foot_para = p;
	for (; *at != end && (*at)->para == p; *at = (*at)->next) {
		*y += (*at)->before;
		if (!draw_fragments(lay, *at, (*at)->line.fragments, NULL,
			lay->page->left, *y, err))
			return false;
		*y += (*at)->height;
	}
	return draw_close(lay, err);
}

bool
lay_draw_notes(struct lay *lay, mpt body_end, struct err *err)
{
	mpt foot = lay->page->height - lay->page->bottom, sum = 0, y;
	struct vitem *at = lay->foot, *end;

	for (end = at; end != NULL; end = end->next) {
		mpt more = sum + end->before + end->height;

		if (body_end + lay_foot_height(more) > foot)
			break;
		sum = more;
	}
	lay->foot = end;
	if (end == at)
		return true;
	y = foot - sum;
	if (!draw_rule(lay, y - LEAD_BELOW - RULE_THICK, err))
		return false;
	while (at != end)
		if (!draw_note(lay, &at, end, &y, err))
			return false;
	if (end == NULL || end->para != lay->foot_para)
		lay->foot_para = NULL;
	return true;
}
