/* nd30/canvas.c -- the observer: hands every call on and keeps the facts.
 *
 * It numbers structure elements itself, because another canvas may give every
 * element the number 0 (a file without tags), and a paragraph that goes on on
 * the next page must still be known again. */
#include "nd30/nd30_priv.h"

static bool
on_begin(void *ctx, const struct canvas_meta *m, struct err *err)
{
	struct nd30 *n = ctx;

	return n->next.begin(n->next.ctx, m, err);
}

static bool
on_page_begin(void *ctx, const struct canvas_page *p, struct err *err)
{
	struct nd30 *n = ctx;
	struct nd_facts *f = &n->facts;

	if (!ND_GROW(f->arena, f->pages, f->page_cap, f->page_count))
		return err_nomem(err);
	f->pages[f->page_count++] = (struct nd_page){ .width = p->width,
		.height = p->height,
		.top = p->top,
		.right = p->right,
		.bottom = p->bottom,
		.left = p->left };
	f->flowing = f->flowing || !p->fixed;
	return n->next.page_begin(n->next.ctx, p, err);
}

static bool
on_page_end(void *ctx, struct err *err)
{
	struct nd30 *n = ctx;

	return n->next.page_end(n->next.ctx, err);
}

static bool
on_text(void *ctx, const struct canvas_text *t, struct err *err)
{
	struct nd30 *n = ctx;

	return nd_note_text(n, t, err) && n->next.text(n->next.ctx, t, err);
}

static bool
on_rect(void *ctx, mpt x, mpt y, mpt w, mpt h, struct gfx_color color,
    struct err *err)
{
	struct nd30 *n = ctx;
	struct nd_facts *f = &n->facts;

	if (f->page_count == 1 && n->tables == 0 && h <= mpt_of_pt(3)) {
		if (!ND_GROW(f->arena, f->rules, f->rule_cap, f->rule_count))
			return err_nomem(err);
		f->rules[f->rule_count++] = (struct nd_rule_line){ x, y, w, h };
	}
	return n->next.rect(n->next.ctx, x, y, w, h, color, err);
}

static bool
on_path(void *ctx, const struct gfx_path *path, const struct gfx_matrix *at,
    const struct gfx_paint *paint, struct err *err)
{
	struct nd30 *n = ctx;

	return n->next.path(n->next.ctx, path, at, paint, err);
}

static bool
on_ornament(void *ctx, const struct gfx_ornament *o,
    const struct gfx_matrix *at, struct err *err)
{
	struct nd30 *n = ctx;

	return n->next.ornament(n->next.ctx, o, at, err);
}

static bool
on_image(void *ctx, const struct gfx_image *image, const char *name, mpt x,
    mpt y, mpt w, mpt h, struct err *err)
{
	struct nd30 *n = ctx;

	return n->next.image(n->next.ctx, image, name, x, y, w, h, err);
}

static bool
on_open(void *ctx, const struct canvas_tag *tag, uint32_t *ret, struct err *err)
{
	struct nd30 *n = ctx;
	struct canvas_tag own = *tag;
	struct element *e;
	size_t para = 0;
	uint32_t id = tag->resume;

	if (n->depth == ND_DEPTH)
		return err_set(err, ERR_LIMIT, no_pos, "cấu trúc lồng quá sâu");
	if (id > 0) {
		para = n->elements[id - 1].para;
		own.resume = n->elements[id - 1].next_id;
	} else if (ret != NULL) {
		if (!ND_GROW(n->facts.arena, n->elements, n->element_cap,
			n->element_count))
			return err_nomem(err);
		n->elements[n->element_count] = (struct element){ 0, 0 };
		id = (uint32_t)++n->element_count;
	}
	/* A label and the paragraph behind it are one paragraph. */
	if (tag->role == CANVAS_PARAGRAPH && n->label > 0) {
		para = n->label;
		n->label = 0;
		if (id > 0)
			n->elements[id - 1].para = para;
	}
	n->tables += tag->role == CANVAS_TABLE;
	n->artifacts += tag->role == CANVAS_ARTIFACT;
	if (tag->role == CANVAS_TABLE && n->facts.page_count > 0)
		nd_page_now(n)->table = true;
	n->tags[n->depth++] = (struct open_tag){ .role = tag->role,
		.part = tag->part,
		.para = para,
		.pending = para == 0,
		.id = id };
	if (ret == NULL)
		return n->next.open(n->next.ctx, &own, NULL, err);
	*ret = id;
	e = &n->elements[id - 1];
	return n->next.open(n->next.ctx, &own, &e->next_id, err);
}

static bool
on_close(void *ctx, struct err *err)
{
	struct nd30 *n = ctx;

	bool label = n->depth > 0 && n->tags[n->depth - 1].role == CANVAS_LABEL;

	if (!label && !nd_end_line(n, err))
		return false;
	if (n->depth > 0) {
		n->depth--;
		n->label = label ? n->tags[n->depth].para : n->label;
		n->tables -= n->tags[n->depth].role == CANVAS_TABLE;
		n->artifacts -= n->tags[n->depth].role == CANVAS_ARTIFACT;
	}
	return n->next.close(n->next.ctx, err);
}

static bool
on_outline(void *ctx, int level, const char *title, mpt y, struct err *err)
{
	struct nd30 *n = ctx;

	return n->next.outline(n->next.ctx, level, title, y, err);
}

static bool
on_attach(void *ctx, const char *name, const char *mime, const char *relation,
    const void *bytes, size_t len, struct err *err)
{
	struct nd30 *n = ctx;

	return n->next.attach(
	    n->next.ctx, name, mime, relation, bytes, len, err);
}

static bool
on_end(void *ctx, struct err *err)
{
	struct nd30 *n = ctx;

	return n->next.end(n->next.ctx, err);
}

static void
drop_line(void *buf)
{
	buf_done(buf);
}

bool
nd30_new(struct arena *a, const struct canvas *next, struct nd30 **ret,
    struct canvas *ret_canvas, struct err *err)
{
	struct nd30 *n = arena_alloc(a, sizeof(*n));

	if (n == NULL || !arena_defer(a, drop_line, &n->line))
		return err_nomem(err);
	n->next = *next;
	n->facts.arena = a;
	*ret = n;
	*ret_canvas = (struct canvas){ n, on_begin, on_page_begin, on_page_end,
		on_text, on_rect, on_path, on_ornament, on_image, on_open,
		on_close, on_outline, on_attach, on_end };
	return true;
}
