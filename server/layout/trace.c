/* layout/trace.c -- a canvas that writes text. */
#include "layout/trace.h"

#include <string.h>

#include "base/buf.h"
#include "font/font.h"

static const char *const role_names[] = { "Document", "Sect", "H", "P", "L",
	"LI", "Lbl", "LBody", "Table", "THead", "TBody", "TR", "TH", "TD",
	"Figure", "Note", "Span", "Div", "TOC", "TOCI", "Artifact" };

static struct buf *
begin_line(struct lay_trace *t)
{
	for (int i = 0; i < t->depth; i++)
		buf_str_add(t->out, "  ");
	return t->out;
}

static void
put_mm(struct buf *b, mpt v)
{
	buf_char(b, ' ');
	buf_int(b, mpt_to_mm100(v));
}

static bool
ok(struct lay_trace *t, struct err *err)
{
	buf_char(t->out, '\n');
	return buf_ok(t->out) || err_nomem(err);
}

static bool
tr_begin(void *ctx, const struct canvas_meta *m, struct err *err)
{
	struct lay_trace *t = ctx;

	buf_printf(t->out, "document «%s» lang %s",
	    m->title == NULL ? "" : m->title, m->lang == NULL ? "" : m->lang);
	return ok(t, err);
}

static bool
tr_page_begin(void *ctx, const struct canvas_page *p, struct err *err)
{
	struct lay_trace *t = ctx;
	struct buf *b = begin_line(t);

	t->page = p->number;
	buf_printf(b, "page %d", p->number);
	put_mm(b, p->width);
	put_mm(b, p->height);
	return ok(t, err);
}

static bool
tr_page_end(void *ctx, struct err *err)
{
	struct lay_trace *t = ctx;

	buf_str_add(begin_line(t), "end page");
	return ok(t, err);
}

static bool
tr_text(void *ctx, const struct canvas_text *x, struct err *err)
{
	struct lay_trace *t = ctx;
	struct buf *b = begin_line(t);

	buf_str_add(b, "text");
	put_mm(b, x->x);
	put_mm(b, x->y);
	put_mm(b, x->width);
	buf_printf(b, " %s ", font_name(x->face));
	buf_fixed(b, x->size, 3);
	buf_printf(b, " #%02x%02x%02x «", x->color.r, x->color.g, x->color.b);
	for (size_t i = 0; i < x->count; i++)
		buf_utf8(b, x->glyphs[i].codepoint);
	buf_str_add(b, "»");
	if (x->angle != 0)
		buf_printf(b, " angle %d", x->angle);
	if (x->pos.line > 0)
		buf_printf(b, " @%s:%d", x->pos.file == NULL ? "" : x->pos.file,
		    x->pos.line);
	if (x->data != NULL)
		buf_printf(b, " =%s", x->data);
	return ok(t, err);
}

static bool
tr_rect(
    void *ctx, mpt x, mpt y, mpt w, mpt h, struct gfx_color c, struct err *err)
{
	struct lay_trace *t = ctx;
	struct buf *b = begin_line(t);

	buf_str_add(b, "rect");
	put_mm(b, x);
	put_mm(b, y);
	put_mm(b, w);
	put_mm(b, h);
	buf_printf(b, " #%02x%02x%02x", c.r, c.g, c.b);
	return ok(t, err);
}

static bool
tr_path(void *ctx, const struct gfx_path *p, const struct gfx_matrix *at,
    const struct gfx_paint *paint, struct err *err)
{
	struct lay_trace *t = ctx;
	struct buf *b = begin_line(t);

	buf_printf(b, "path %zu%s%s", p->count, paint->fill ? " fill" : "",
	    paint->stroke ? " stroke" : "");
	put_mm(b, at->e);
	put_mm(b, at->f);
	return ok(t, err);
}

static bool
tr_ornament(void *ctx, const struct gfx_ornament *o,
    const struct gfx_matrix *at, struct err *err)
{
	struct lay_trace *t = ctx;
	struct buf *b = begin_line(t);

	buf_printf(b, "ornament %s", o->name);
	put_mm(b, at->e);
	put_mm(b, at->f);
	return ok(t, err);
}

static bool
tr_image(void *ctx, const struct gfx_image *image, const char *name, mpt x,
    mpt y, mpt w, mpt h, struct err *err)
{
	struct lay_trace *t = ctx;
	struct buf *b = begin_line(t);

	buf_printf(b, "image %s %dx%d", name, image->width, image->height);
	put_mm(b, x);
	put_mm(b, y);
	put_mm(b, w);
	put_mm(b, h);
	return ok(t, err);
}

static bool
tr_open(void *ctx, const struct canvas_tag *tag, uint32_t *ret, struct err *err)
{
	struct lay_trace *t = ctx;
	struct buf *b = begin_line(t);
	uint32_t id = tag->resume != 0 ? tag->resume : ++t->tags;

	buf_printf(b, "[%s", role_names[tag->role]);
	if (tag->role == CANVAS_HEADING)
		buf_int(b, tag->level);
	if (tag->numbering != NULL)
		buf_printf(b, " %s", tag->numbering);
	if (tag->part != NULL && strcmp(tag->part, "than") != 0 &&
	    tag->role != CANVAS_LABEL)
		buf_printf(b, " %s", tag->part);
	if (tag->rows > 1)
		buf_printf(b, " rows %d", tag->rows);
	if (tag->resume != 0)
		buf_str_add(b, " goes on");
	buf_char(b, ']');
	if (ret != NULL)
		*ret = id;
	t->depth++;
	return ok(t, err);
}

static bool
tr_close(void *ctx, struct err *err)
{
	struct lay_trace *t = ctx;

	t->depth--;
	return buf_ok(t->out) || err_nomem(err);
}

static bool
tr_outline(void *ctx, int level, const char *title, mpt y, struct err *err)
{
	struct lay_trace *t = ctx;
	struct buf *b = begin_line(t);

	buf_printf(b, "outline %d «%s»", level, title);
	put_mm(b, y);
	return ok(t, err);
}

static bool
tr_attach(void *ctx, const char *name, const char *mime, const char *relation,
    const void *bytes, size_t len, struct err *err)
{
	struct lay_trace *t = ctx;

	(void)bytes;
	buf_printf(
	    begin_line(t), "attach %s %s %s %zu", name, mime, relation, len);
	return ok(t, err);
}

static bool
tr_end(void *ctx, struct err *err)
{
	struct lay_trace *t = ctx;

	buf_str_add(t->out, "end");
	return ok(t, err);
}

struct canvas
lay_trace_canvas(struct lay_trace *t, struct buf *out)
{
	*t = (struct lay_trace){ .out = out };
	return (struct canvas){ t, tr_begin, tr_page_begin, tr_page_end,
		tr_text, tr_rect, tr_path, tr_ornament, tr_image, tr_open,
		tr_close, tr_outline, tr_attach, tr_end };
}
