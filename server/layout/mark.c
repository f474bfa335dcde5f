/* layout/mark.c -- the mark under the text of a draft.
 *
 * Pale grey, so that no transparency is needed (PDF/A-1 has none), and behind
 * everything.  It is made smaller until it fits between the sheet's edges. */
#include <string.h>

#include "layout/lay_priv.h"

enum { DEFAULT_SIZE = 88000, LEAST_SIZE = 12000 };

static int64_t
magnitude(int64_t v)
{
	return v < 0 ? -v : v;
}

/* The line, set in one piece; NULL after an error. */
static const struct line *
set_mark(struct lay *lay, const struct doc_mark *m, mpt size, struct arena *a,
    struct doc_style *style, struct err *err)
{
	struct doc_block *b = arena_alloc(a, sizeof(*b));
	struct doc_run *run = arena_alloc(a, sizeof(*run));
	struct vlist list;
	bool measuring = lay->measuring;

	if (b == NULL || run == NULL) {
		err_nomem(err);
		return NULL;
	}
	*style = (struct doc_style){ .name = "chìm",
		.font = { .role = "sans",
		    .bold = true,
		    .size = size,
		    .color = m->color },
		.line_factor = 1150 };
	*run = (struct doc_run){ .kind = DOC_TEXT,
		.font = style->font,
		.text = m->text,
		.len = strlen(m->text),
		.nobr = true };
	b->kind = DOC_PARA;
	b->para.style = style;
	b->para.runs = run;
	vlist_init(&list);
	lay->measuring = true; /* its width is looked at below */
	if (!lay_block(lay, b, INT32_MAX / 4, false, a, &list, err))
		list.first = NULL;
	lay->measuring = measuring;
	return list.first == NULL ? NULL : &list.first->line;
}

static bool
fits(const struct lay *lay, mpt width, mpt size, int32_t c, int32_t s)
{
	int64_t w =
	    (magnitude((int64_t)width * c) + magnitude((int64_t)size * s)) /
	    1000000;
	int64_t h =
	    (magnitude((int64_t)width * s) + magnitude((int64_t)size * c)) /
	    1000000;

	return w <= (int64_t)lay->page->width * 95 / 100 &&
	       h <= (int64_t)lay->page->height * 95 / 100;
}

static bool
draw(struct lay *lay, const struct doc_mark *m, const struct line *line,
    mpt size, struct err *err)
{
	int32_t c, s;
	int64_t half = line->width / 2, low = (int64_t)size * 35 / 100;
	int64_t x = lay->page->width / 2, y = lay->page->height / 2;

	gfx_turn(m->angle, &c, &s);
	x += (low * s - half * c) / 1000000;
	y += (low * c + half * s) / 1000000;
	for (const struct fragment *f = line->fragments; f != NULL;
	     f = f->next) {
		struct canvas_text t = { .face = f->face,
			.size = f->size,
			.color = m->color,
			.x = (mpt)(x + (int64_t)f->x * c / 1000000),
			.y = (mpt)(y - (int64_t)f->x * s / 1000000),
			.width = f->width,
			.glyphs = f->glyphs,
			.count = f->count,
			.angle = m->angle,
			.style = "chìm" };

		if (!lay->canvas->text(lay->canvas->ctx, &t, err))
			return false;
	}
	return true;
}

bool
lay_draw_mark(struct lay *lay, struct err *err)
{
	struct doc_mark mark = { .text = lay->config.watermark,
		.size = DEFAULT_SIZE,
		.angle = 45,
		.color = { 234, 234, 234 } };
	const struct doc_mark *m =
	    lay->page->mark == NULL ? &mark : lay->page->mark;
	struct arena *a;
	struct doc_style style;
	const struct line *line;
	int32_t c, s;
	mpt size = m->size;
	bool ok;

	if (lay->config.watermark == NULL)
		return true;
	a = arena_new(0);
	if (a == NULL)
		return err_nomem(err);
	gfx_turn(m->angle, &c, &s);
	line = set_mark(lay, m, size, a, &style, err);
	while (line != NULL && size > LEAST_SIZE &&
	       !fits(lay, line->width, size, c, s)) {
		size -= size / 10;
		line = set_mark(lay, m, size, a, &style, err);
	}
	ok = line != NULL && draw_artifact(lay, err) &&
	     draw(lay, m, line, size, err) && draw_close(lay, err);
	arena_free(a);
	return ok;
}
