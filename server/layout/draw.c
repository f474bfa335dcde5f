/* layout/draw.c -- items onto the canvas, with their logical structure. */
#include <string.h>

#include "doc/build.h"
#include "layout/lay_priv.h"

static bool
open_tag(struct lay *lay, enum canvas_role role, int level, const char *alt,
    uint32_t resume, uint32_t *ret, struct err *err)
{
	struct canvas_tag tag = {
		.role = role, .level = level, .alt = alt, .resume = resume
	};

	return lay->canvas->open(lay->canvas->ctx, &tag, ret, err);
}

bool
draw_artifact(struct lay *lay, struct err *err)
{
	return open_tag(lay, CANVAS_ARTIFACT, 0, NULL, 0, NULL, err);
}

bool
draw_close(struct lay *lay, struct err *err)
{
	return lay->canvas->close(lay->canvas->ctx, err);
}

bool
draw_close_para(struct lay *lay, bool goes_on, struct err *err)
{
	if (lay->open_para == NULL)
		return true;
	lay->resume_para = goes_on ? lay->open_para : NULL;
	lay->resume_tag = lay->para_tag;
	lay->open_para = NULL;
	return draw_close(lay, err);
}

bool
draw_close_table(struct lay *lay, struct err *err)
{
	if (lay->open_table == NULL && !lay->toc_open)
		return true;
	lay->open_table = NULL;
	lay->toc_open = false;
	return draw_close(lay, err);
}

static bool
open_toc(struct lay *lay, const struct doc_para *p, struct err *err)
{
	if (p->toc == lay->toc_open)
		return true;
	if (!p->toc) {
		lay->toc_tag = 0;
		return draw_close_table(lay, err);
	}
	if (!draw_close_table(lay, err))
		return false;
	lay->toc_open = true;
	return open_tag(
	    lay, CANVAS_TOC, 0, NULL, lay->toc_tag, &lay->toc_tag, err);
}

static bool
draw_label(
    struct lay *lay, const struct vitem *v, mpt x, mpt y, struct err *err)
{
	const struct fragment *from = v->line.fragments;
	const struct fragment *to = lay_behind_label(v);
	struct canvas_tag tag = { .role = CANVAS_LABEL,
		.part = doc_role_names[v->para->role] };

	return from == to ||
	       (lay->canvas->open(lay->canvas->ctx, &tag, NULL, err) &&
		   draw_fragments(lay, v, from, to, x, y, err) &&
		   draw_close(lay, err));
}

/* What a paragraph stands in: a list's item, the contents, or neither. */
static bool
open_around(struct lay *lay, const struct vitem *v, bool goes_on, mpt x, mpt y,
    struct err *err)
{
	const struct doc_para *p = v->para;

	if (p->item_level == 0)
		return lay_list_end(lay, err) && open_toc(lay, p, err);
	return open_toc(lay, p, err) && lay_item_open(lay, p, goes_on, err) &&
	       draw_label(lay, v, x, y, err) && lay_item_body(lay, err);
}

static bool
open_para(struct lay *lay, const struct vitem *v, mpt x, mpt y, struct err *err)
{
	const struct doc_para *p = v->para;
	bool heading = p->heading_level > 0;
	uint32_t resume = lay->resume_para == p ? lay->resume_tag : 0;

	if (lay->open_para == p)
		return true;
	if (!draw_close_para(lay, false, err))
		return false;
	if (!open_around(lay, v, resume != 0, x, y, err))
		return false;
	if (p->heading > 0 && resume == 0)
		doc_refs_page(lay->config.refs, p->heading, lay->number);
	if (resume == 0)
		doc_refs_place(lay->config.refs, p->id, lay->number);
	lay->resume_para = NULL;
	lay->open_para = p;
	if (heading && resume == 0 && p->outline != NULL &&
	    p->outline[0] != '\0' &&
	    !lay->canvas->outline(
		lay->canvas->ctx, p->heading_level, p->outline, y, err))
		return false;
	return lay->canvas->open(lay->canvas->ctx,
	    &(struct canvas_tag){ .role = heading  ? CANVAS_HEADING
					  : p->toc ? CANVAS_TOC_ITEM
						   : CANVAS_PARAGRAPH,
		.part = doc_role_names[p->role],
		.level = p->heading_level,
		.resume = resume },
	    &lay->para_tag, err);
}

static bool
draw_underline(
    struct lay *lay, const struct fragment *f, mpt x, mpt y, struct err *err)
{
	if (!f->run->font.underline)
		return true;
	return lay->canvas->rect(lay->canvas->ctx, x, y + f->size / 9, f->width,
	    f->size / 18, f->run->font.color, err);
}

/* What is missing in a draft stands in a frame: nobody overlooks it. */
static bool
draw_frame(
    struct lay *lay, const struct fragment *f, mpt x, mpt y, struct err *err)
{
	const struct canvas *cv = lay->canvas;
	struct gfx_color c = f->run->font.color;
	mpt up = f->size * 9 / 10, down = f->size / 4, thick = f->size / 20;
	mpt h = up + down;

	if (!f->run->missing)
		return true;
	return cv->rect(cv->ctx, x, y - up, f->width, thick, c, err) &&
	       cv->rect(cv->ctx, x, y + down, f->width, thick, c, err) &&
	       cv->rect(cv->ctx, x, y - up, thick, h, c, err) &&
	       cv->rect(
		   cv->ctx, x + f->width - thick, y - up, thick, h, c, err);
}

bool
draw_fragments(struct lay *lay, const struct vitem *v,
    const struct fragment *from, const struct fragment *to, mpt x, mpt y,
    struct err *err)
{
	for (const struct fragment *f = from; f != to; f = f->next) {
		struct canvas_text t = { .face = f->face,
			.size = f->size,
			.color = f->run->font.color,
			.x = x + v->line.x + f->x,
			.y = y + v->baseline - f->run->font.raise,
			.width = f->width,
			.glyphs = f->glyphs,
			.count = f->count,
			.style = v->para->style->name,
			.data = f->run->data_path,
			.pos = f->run->pos };

		if (!lay->canvas->text(lay->canvas->ctx, &t, err) ||
		    !draw_underline(lay, f, t.x, t.y, err) ||
		    !draw_frame(lay, f, t.x, t.y, err))
			return false;
	}
	return true;
}

static bool
draw_rule(struct lay *lay, const struct vitem *v, mpt x, mpt y, struct err *err)
{
	return draw_close_para(lay, false, err) && draw_artifact(lay, err) &&
	       lay->canvas->rect(lay->canvas->ctx, x + v->x, y, v->width,
		   v->height, v->block->rule.color, err) &&
	       draw_close(lay, err);
}

static mpt
cell_shift(const struct cell_box *c, mpt room)
{
	if (c->valign == DOC_MIDDLE)
		return (room - c->height) / 2;
	return c->valign == DOC_BOTTOM ? room - c->height : 0;
}

static bool
draw_grid(struct lay *lay, const struct vitem *v, mpt x, mpt y, struct err *err)
{
	for (const struct cell_box *c = v->cells; c != NULL; c = c->next) {
		mpt lead = c->items == NULL ? 0 : c->items->before;

		if (!draw_items(lay, c->items, x + c->x,
			y + cell_shift(c, v->height) + lead, err))
			return false;
	}
	return true;
}

/* Joined rows: each cell has its left and lower border. */
static bool
cell_borders(
    struct lay *lay, const struct vitem *v, mpt x, mpt y, struct err *err)
{
	const struct table_state *t = v->table;
	const struct canvas *cv = lay->canvas;
	mpt b = t->border;

	for (const struct vitem *r = v; r != NULL; y += r->own, r = r->joined)
		for (const struct cell_box *c = r->cells; c != NULL;
		     c = c->next)
			if (!cv->rect(cv->ctx, x + c->x - b / 2, y, b, c->tall,
				t->color, err) ||
			    !cv->rect(cv->ctx, x + c->x - b / 2,
				y + c->tall - b / 2, c->width + b, b, t->color,
				err))
				return false;
	return true;
}

static bool
row_borders(
    struct lay *lay, const struct vitem *v, mpt x, mpt y, struct err *err)
{
	const struct table_state *t = v->table;
	const struct canvas *cv = lay->canvas;
	mpt b = t->border;

	if (!cv->rect(cv->ctx, x - b / 2, y + v->height - b / 2, t->width + b,
		b, t->color, err))
		return false;
	for (const struct cell_box *c = v->cells; c != NULL; c = c->next)
		if (!cv->rect(cv->ctx, x + c->x - b / 2, y, b, v->height,
			t->color, err))
			return false;
	return true;
}

static bool
draw_borders(struct lay *lay, const struct vitem *v, mpt x, mpt y, bool top,
    struct err *err)
{
	const struct table_state *t = v->table;
	const struct canvas *cv = lay->canvas;
	mpt b = t->border;

	if (b == 0)
		return true;
	if (!draw_artifact(lay, err))
		return false;
	if (top && !cv->rect(cv->ctx, x - b / 2, y - b / 2, t->width + b, b,
		       t->color, err))
		return false;
	if (v->joined == NULL ? !row_borders(lay, v, x, y, err)
			      : !cell_borders(lay, v, x, y, err))
		return false;
	return cv->rect(cv->ctx, x + t->width - b / 2, y, b, v->height,
		   t->color, err) &&
	       draw_close(lay, err);
}

static bool
open_table(struct lay *lay, struct table_state *t, struct err *err)
{
	if (lay->open_table == t)
		return true;
	if (!draw_close_para(lay, false, err) || !draw_close_table(lay, err))
		return false;
	lay->open_table = t;
	return open_tag(lay, CANVAS_TABLE, 0, NULL, t->tag, &t->tag, err);
}

static bool
draw_cell(struct lay *lay, const struct table_state *t,
    const struct cell_box *c, mpt height, mpt x, mpt y, bool tagged,
    struct err *err)
{
	struct canvas_tag tag = { .role =
				      c->head ? CANVAS_HEAD_CELL : CANVAS_CELL,
		.columns = c->span,
		.rows = c->rows };

	if (tagged && !lay->canvas->open(lay->canvas->ctx, &tag, NULL, err))
		return false;
	if (!draw_items(lay, c->items, x + c->x + t->pad_x,
		y + t->pad_y + cell_shift(c, height), err) ||
	    !draw_close_para(lay, false, err))
		return false;
	return !tagged || draw_close(lay, err);
}

static bool
draw_cells(struct lay *lay, const struct vitem *row, mpt height, mpt x, mpt y,
    bool tagged, struct err *err)
{
	if (tagged && !open_tag(lay, CANVAS_ROW, 0, NULL, 0, NULL, err))
		return false;
	for (const struct cell_box *c = row->cells; c != NULL; c = c->next)
		if (!draw_cell(lay, row->table, c,
			c->rows > 1 ? c->tall : height, x, y, tagged, err))
			return false;
	return !tagged || draw_close(lay, err);
}

/* Repeated heads are artifacts: the caller has opened one. */
static bool
draw_row(struct lay *lay, const struct vitem *v, mpt x, mpt y, bool top,
    struct err *err)
{
	bool tagged = v->block != NULL;

	if (tagged && !open_table(lay, v->table, err))
		return false;
	if (!draw_borders(lay, v, x, y, top || v->row_first, err))
		return false;
	for (const struct vitem *r = v; r != NULL; r = r->joined) {
		mpt height = v->joined == NULL ? v->height : r->own;

		if (!draw_cells(lay, r, height, x, y, tagged, err))
			return false;
		y += height;
	}
	return true;
}

static bool
draw_picture(
    struct lay *lay, const struct vitem *v, mpt x, mpt y, struct err *err)
{
	const struct doc_image *i = &v->block->image;
	const char *alt = v->kind == V_IMAGE ? i->alt : v->block->qr.alt;

	if (!draw_close_para(lay, false, err) ||
	    !open_tag(lay, alt == NULL ? CANVAS_ARTIFACT : CANVAS_FIGURE, 0,
		alt, 0, NULL, err))
		return false;
	if (v->kind == V_QR) {
		if (!draw_qr(lay, &v->block->qr, x + v->x, y, err))
			return false;
	} else if (!lay->canvas->image(lay->canvas->ctx, &i->image, i->name,
		       x + v->x, y, i->w, i->h, err)) {
		return false;
	}
	return draw_close(lay, err);
}

bool
draw_item(struct lay *lay, const struct vitem *v, mpt x, mpt y, bool top,
    struct err *err)
{
	if (v->kind != V_ROW && v->kind != V_LINE &&
	    (lay->open_table != NULL || lay->toc_open) && v->table == NULL &&
	    !draw_close_table(lay, err))
		return false;
	if (v->kind != V_LINE && v->kind != V_BREAK && v->kind != V_COND &&
	    lay->list.list > 0 &&
	    !(draw_close_para(lay, false, err) && lay_list_end(lay, err)))
		return false;
	switch (v->kind) {
	case V_LINE:
		return open_para(lay, v, x, y, err) &&
		       draw_fragments(
			   lay, v, lay_behind_label(v), NULL, x, y, err);
	case V_RULE:
		return draw_rule(lay, v, x, y, err);
	case V_GRID:
		return draw_close_para(lay, false, err) &&
		       draw_grid(lay, v, x, y, err) &&
		       draw_close_para(lay, false, err);
	case V_ROW:
		return draw_row(lay, v, x, y, top, err);
	case V_IMAGE:
	case V_QR:
		return draw_picture(lay, v, x, y, err);
	case V_BREAK:
	case V_COND:
		break;
	}
	return true;
}

/* A column's items from y on; the first one's space above counts for nothing.
 */
bool
draw_items(
    struct lay *lay, const struct vitem *v, mpt x, mpt y, struct err *err)
{
	for (; v != NULL; v = v->next) {
		if (!draw_item(lay, v, x, y, false, err))
			return false;
		y += v->height + (v->next == NULL ? 0 : v->next->before);
	}
	return draw_close_para(lay, false, err) && lay_list_end(lay, err);
}
