/* layout/record.c -- a canvas that remembers what is drawn. */
#include "layout/record.h"

#include <string.h>

#include "base/arena.h"

enum kind {
	OP_PAGE,
	OP_PAGE_END,
	OP_TEXT,
	OP_RECT,
	OP_PATH,
	OP_ORNAMENT,
	OP_IMAGE,
	OP_OPEN,
	OP_CLOSE,
	OP_OUTLINE
};

struct op {
	enum kind kind;
	struct op *next;
	union {
		struct canvas_page page;
		struct canvas_text text;
		struct {
			mpt x, y, w, h;
			struct gfx_color color;
		} rect;
		struct {
			struct gfx_path path;
			struct gfx_matrix at;
			struct gfx_paint paint;
		} path;
		struct {
			const struct gfx_ornament *ornament;
			struct gfx_matrix at;
		} ornament;
		struct {
			struct gfx_image image;
			const char *name;
			mpt x, y, w, h;
		} image;
		struct {
			struct canvas_tag tag;
			uint32_t id; /* that layout was given */
		} open;
		struct {
			int level;
			const char *title;
			mpt y;
		} outline;
	};
};

struct lay_record {
	struct arena *arena;
	struct op *first, **tail;
	uint32_t ids;
};

static struct op *
add(struct lay_record *r, enum kind kind, struct err *err)
{
	struct op *op = arena_alloc(r->arena, sizeof(*op));

	if (op == NULL) {
		err_nomem(err);
		return NULL;
	}
	op->kind = kind;
	*r->tail = op;
	r->tail = &op->next;
	return op;
}

/* NULL stays NULL; false when memory is out. */
static bool
keep(struct lay_record *r, const char **s, struct err *err)
{
	if (*s == NULL)
		return true;
	*s = arena_strdup(r->arena, *s);
	return *s != NULL || err_nomem(err);
}

static bool
on_begin(void *ctx, const struct canvas_meta *meta, struct err *err)
{
	(void)ctx, (void)meta, (void)err;
	return true;
}

static bool
on_page(void *ctx, const struct canvas_page *page, struct err *err)
{
	struct op *op = add(ctx, OP_PAGE, err);

	if (op != NULL)
		op->page = *page;
	return op != NULL;
}

static bool
on_page_end(void *ctx, struct err *err)
{
	return add(ctx, OP_PAGE_END, err) != NULL;
}

static bool
on_text(void *ctx, const struct canvas_text *text, struct err *err)
{
	struct lay_record *r = ctx;
	struct op *op = add(r, OP_TEXT, err);

	if (op == NULL)
		return false;
	op->text = *text;
	op->text.style = op->text.data = NULL;
	op->text.glyphs = arena_memdup(
	    r->arena, text->glyphs, text->count * sizeof(*text->glyphs));
	return op->text.glyphs != NULL || err_nomem(err);
}

static bool
on_rect(void *ctx, mpt x, mpt y, mpt w, mpt h, struct gfx_color color,
    struct err *err)
{
	struct op *op = add(ctx, OP_RECT, err);

	if (op == NULL)
		return false;
	op->rect.x = x;
	op->rect.y = y;
	op->rect.w = w;
	op->rect.h = h;
	op->rect.color = color;
	return true;
}

static bool
on_path(void *ctx, const struct gfx_path *path, const struct gfx_matrix *at,
    const struct gfx_paint *paint, struct err *err)
{
	struct lay_record *r = ctx;
	struct op *op = add(r, OP_PATH, err);

	if (op == NULL)
		return false;
	op->path.at = *at;
	op->path.paint = *paint;
	op->path.path = *path;
	op->path.path.segments = arena_memdup(
	    r->arena, path->segments, path->count * sizeof(*path->segments));
	return op->path.path.segments != NULL || err_nomem(err);
}

static bool
on_ornament(void *ctx, const struct gfx_ornament *o,
    const struct gfx_matrix *at, struct err *err)
{
	struct op *op = add(ctx, OP_ORNAMENT, err);

	if (op == NULL)
		return false;
	op->ornament.ornament = o;
	op->ornament.at = *at;
	return true;
}

static bool
on_image(void *ctx, const struct gfx_image *image, const char *name, mpt x,
    mpt y, mpt w, mpt h, struct err *err)
{
	struct lay_record *r = ctx;
	struct op *op = add(r, OP_IMAGE, err);

	if (op == NULL)
		return false;
	op->image.image = *image;
	op->image.name = name;
	op->image.x = x;
	op->image.y = y;
	op->image.w = w;
	op->image.h = h;
	return keep(r, &op->image.name, err);
}

static bool
on_open(void *ctx, const struct canvas_tag *tag, uint32_t *ret, struct err *err)
{
	struct lay_record *r = ctx;
	struct op *op = add(r, OP_OPEN, err);

	if (op == NULL)
		return false;
	op->open.tag = *tag;
	op->open.tag.part = NULL;
	op->open.id = ++r->ids;
	if (ret != NULL)
		*ret = op->open.id;
	return keep(r, &op->open.tag.alt, err);
}

static bool
on_close(void *ctx, struct err *err)
{
	return add(ctx, OP_CLOSE, err) != NULL;
}

static bool
on_outline(void *ctx, int level, const char *title, mpt y, struct err *err)
{
	struct lay_record *r = ctx;
	struct op *op = add(r, OP_OUTLINE, err);

	if (op == NULL)
		return false;
	op->outline.level = level;
	op->outline.title = title;
	op->outline.y = y;
	return keep(r, &op->outline.title, err);
}

static bool
on_attach(void *ctx, const char *name, const char *mime, const char *relation,
    const void *bytes, size_t len, struct err *err)
{
	(void)ctx, (void)name, (void)mime, (void)relation;
	(void)bytes, (void)len, (void)err;
	return true;
}

static bool
on_end(void *ctx, struct err *err)
{
	(void)ctx, (void)err;
	return true;
}

struct lay_record *
lay_record_new(struct arena *a, struct canvas *ret)
{
	struct lay_record *r = arena_alloc(a, sizeof(*r));

	if (r == NULL)
		return NULL;
	r->arena = a;
	r->tail = &r->first;
	*ret = (struct canvas){ r, on_begin, on_page, on_page_end, on_text,
		on_rect, on_path, on_ornament, on_image, on_open, on_close,
		on_outline, on_attach, on_end };
	return r;
}

/* --- drawing again --- */

struct player {
	const struct canvas *to;
	const struct lay_replay *how;
	uint32_t *ids; /* the canvas's number of each of ours */
	bool listed;   /* the document's own entry of the outline is made */
};

static bool
play_open(struct player *p, const struct op *op, struct err *err)
{
	struct canvas_tag tag = op->open.tag;

	if (tag.role == CANVAS_DOCUMENT)
		tag.role = CANVAS_SECTION;
	if (tag.resume != 0)
		tag.resume = p->ids[tag.resume];
	return p->to->open(p->to->ctx, &tag, &p->ids[op->open.id], err);
}

static bool
play_page(struct player *p, const struct op *op, struct err *err)
{
	struct canvas_page page = op->page;

	page.number += p->how->pages_before;
	if (!p->to->page_begin(p->to->ctx, &page, err))
		return false;
	if (p->listed || p->how->outline == NULL)
		return true;
	p->listed = true;
	return p->to->outline(p->to->ctx, 1, p->how->outline, 0, err);
}

static bool
play(struct player *p, const struct op *op, struct err *err)
{
	const struct canvas *to = p->to;

	switch (op->kind) {
	case OP_PAGE:
		return play_page(p, op, err);
	case OP_PAGE_END:
		return to->page_end(to->ctx, err);
	case OP_TEXT:
		return to->text(to->ctx, &op->text, err);
	case OP_RECT:
		return to->rect(to->ctx, op->rect.x, op->rect.y, op->rect.w,
		    op->rect.h, op->rect.color, err);
	case OP_PATH:
		return to->path(to->ctx, &op->path.path, &op->path.at,
		    &op->path.paint, err);
	case OP_ORNAMENT:
		return to->ornament(
		    to->ctx, op->ornament.ornament, &op->ornament.at, err);
	case OP_IMAGE:
		return to->image(to->ctx, &op->image.image, op->image.name,
		    op->image.x, op->image.y, op->image.w, op->image.h, err);
	case OP_OPEN:
		return play_open(p, op, err);
	case OP_CLOSE:
		return to->close(to->ctx, err);
	case OP_OUTLINE:
		return to->outline(to->ctx,
		    op->outline.level + (p->how->outline != NULL),
		    op->outline.title, op->outline.y, err);
	}
	return true;
}

bool
lay_replay(const struct lay_record *r, const struct canvas *to,
    const struct lay_replay *how, struct err *err)
{
	struct player p = { .to = to, .how = how };

	p.ids = arena_alloc_n(r->arena, (size_t)r->ids + 1, sizeof(*p.ids));
	if (p.ids == NULL)
		return err_nomem(err);
	for (const struct op *op = r->first; op != NULL; op = op->next)
		if (!play(&p, op, err))
			return false;
	return true;
}
