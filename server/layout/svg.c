/* layout/svg.c -- a canvas that writes SVG. */
#include "layout/svg.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "font/font.h"

/* Points with two digits. */
static void
put(struct buf *b, const char *name, mpt v)
{
	buf_printf(b, " %s=\"", name);
	buf_fixed(b, v / 10, 2);
	buf_char(b, '"');
}

static void
put_color(struct buf *b, const char *name, struct gfx_color c)
{
	buf_printf(b, " %s=\"#%02x%02x%02x\"", name, c.r, c.g, c.b);
}

static void
put_escaped(struct buf *b, uint32_t cp)
{
	switch (cp) {
	case '&':
		buf_str_add(b, "&amp;");
		break;
	case '<':
		buf_str_add(b, "&lt;");
		break;
	case '>':
		buf_str_add(b, "&gt;");
		break;
	case '"':
		buf_str_add(b, "&quot;");
		break;
	default:
		buf_utf8(b, cp);
	}
}

static void
put_text(struct buf *b, const char *s)
{
	for (; *s != '\0'; s++)
		if (strchr("&<>\"", *s) != NULL)
			put_escaped(b, (unsigned char)*s);
		else
			buf_char(b, *s);
}

static bool
ok(struct lay_svg *s, struct err *err)
{
	return buf_ok(s->out) || err_nomem(err);
}

static bool
sv_begin(void *ctx, const struct canvas_meta *m, struct err *err)
{
	(void)m;
	return ok(ctx, err);
}

static bool
note_start(struct lay_svg *s, struct err *err)
{
	if (s->pages == s->cap) {
		size_t cap = s->cap == 0 ? 16 : 2 * s->cap;
		size_t *starts = arena_alloc_n(s->a, cap, sizeof(*starts));

		if (starts == NULL)
			return err_nomem(err);
		if (s->pages > 0)
			memcpy(starts, s->starts, s->pages * sizeof(*starts));
		s->starts = starts;
		s->cap = cap;
	}
	s->starts[s->pages++] = s->out->len;
	return true;
}

static bool
sv_page_begin(void *ctx, const struct canvas_page *p, struct err *err)
{
	struct lay_svg *s = ctx;

	if (!note_start(s, err))
		return false;
	buf_str_add(s->out, "<svg xmlns=\"http://www.w3.org/2000/svg\" "
			    "class=\"to-giay\" role=\"img\" viewBox=\"0 0 ");
	buf_fixed(s->out, p->width / 10, 2);
	buf_char(s->out, ' ');
	buf_fixed(s->out, p->height / 10, 2);
	buf_printf(s->out,
	    "\" font-family=\"Liberation Serif, Times New Roman, serif\" "
	    "aria-label=\"Trang %d\">",
	    p->number);
	return ok(s, err);
}

static bool
sv_page_end(void *ctx, struct err *err)
{
	struct lay_svg *s = ctx;

	buf_str_add(s->out, "</svg>\n");
	return ok(s, err);
}

static bool
is_blank(uint32_t cp)
{
	return cp == ' ' || cp == 0xA0;
}

/* Faces of the same measures on the machines of offices; NULL = the page's own.
 */
static const char *
family(const char *name)
{
	if (strncmp(name, "LiberationSerif", 15) == 0)
		return NULL;
	if (strncmp(name, "LiberationSans", 14) == 0)
		return "Liberation Sans, Arial, sans-serif";
	return strncmp(name, "Yrsa", 4) == 0
		   ? "Yrsa, Times New Roman, serif"
		   : "TeX Gyre Chorus, Monotype Corsiva, cursive";
}

static mpt
advance(const struct canvas_text *x, size_t i)
{
	return font_scale(
		   x->face, font_advance(x->face, x->glyphs[i].gid), x->size) +
	       x->glyphs[i].adjust;
}

/* A browser drops blanks at the ends of a text. */
static void
trim(const struct canvas_text *x, size_t *first, size_t *last, mpt *left,
    mpt *width)
{
	*first = 0;
	*last = x->count;
	*left = x->x;
	*width = x->width;
	while (*first < *last && is_blank(x->glyphs[*first].codepoint)) {
		*left += advance(x, *first);
		*width -= advance(x, (*first)++);
	}
	while (*last > *first && is_blank(x->glyphs[*last - 1].codepoint))
		*width -= advance(x, --*last);
}

static bool
sv_text(void *ctx, const struct canvas_text *x, struct err *err)
{
	struct lay_svg *s = ctx;
	struct buf *b = s->out;
	const struct font_measures *m = font_measures(x->face);
	size_t first, last, blanks = 0;
	mpt left, width, stretch = 0;

	trim(x, &first, &last, &left, &width);
	if (first == last)
		return true;
	for (size_t i = first; i < last; i++)
		if (is_blank(x->glyphs[i].codepoint)) {
			blanks++;
			stretch += x->glyphs[i].adjust;
		}
	buf_str_add(b, "<text");
	if (family(font_name(x->face)) != NULL)
		buf_printf(
		    b, " font-family=\"%s\"", family(font_name(x->face)));
	put(b, "x", left);
	put(b, "y", x->y);
	put(b, "font-size", x->size);
	if (m->bold)
		buf_str_add(b, " font-weight=\"bold\"");
	if (m->italic)
		buf_str_add(b, " font-style=\"italic\"");
	if (x->color.r != 0 || x->color.g != 0 || x->color.b != 0)
		put_color(b, "fill", x->color);
	if (blanks > 0 && stretch / (mpt)blanks != 0)
		put(b, "word-spacing", stretch / (mpt)blanks);
	if (x->angle != 0) {
		buf_printf(b, " transform=\"rotate(%d ", -x->angle);
		buf_fixed(b, left / 10, 2);
		buf_char(b, ' ');
		buf_fixed(b, x->y / 10, 2);
		buf_str_add(b, ")\"");
	}
	if (x->data != NULL) {
		buf_str_add(b, " data-o=\"");
		put_text(b, x->data);
		buf_char(b, '"');
	}
	/* The width on paper holds, whatever face the browser has. */
	put(b, "textLength", width);
	buf_str_add(b, " lengthAdjust=\"spacingAndGlyphs\">");
	for (size_t i = first; i < last; i++)
		put_escaped(b, x->glyphs[i].codepoint);
	buf_str_add(b, "</text>");
	return ok(s, err);
}

static bool
sv_rect(
    void *ctx, mpt x, mpt y, mpt w, mpt h, struct gfx_color c, struct err *err)
{
	struct lay_svg *s = ctx;

	buf_str_add(s->out, "<rect");
	put(s->out, "x", x);
	put(s->out, "y", y);
	put(s->out, "width", w);
	put(s->out, "height", h);
	put_color(s->out, "fill", c);
	buf_str_add(s->out, "/>");
	return ok(s, err);
}

static void
put_matrix(struct buf *b, const struct gfx_matrix *m)
{
	const int32_t v[] = { m->a, m->b, m->c, m->d };

	buf_str_add(b, " transform=\"matrix(");
	for (int i = 0; i < 4; i++) {
		buf_fixed(b, v[i], 6);
		buf_char(b, ' ');
	}
	buf_fixed(b, m->e / 10, 2);
	buf_char(b, ' ');
	buf_fixed(b, m->f / 10, 2);
	buf_str_add(b, ")\"");
}

static void
put_segments(struct buf *b, const struct gfx_path *p)
{
	static const char letters[] = "MLCZ";
	static const int points[] = { 1, 1, 3, 0 };

	buf_str_add(b, " d=\"");
	for (size_t i = 0; i < p->count; i++) {
		const struct gfx_segment *g = &p->segments[i];

		buf_char(b, letters[g->verb]);
		for (int k = 0; k < points[g->verb]; k++) {
			if (k > 0)
				buf_char(b, ' ');
			buf_fixed(b, g->p[k].x / 10, 2);
			buf_char(b, ' ');
			buf_fixed(b, g->p[k].y / 10, 2);
		}
	}
	buf_char(b, '"');
}

static void
put_dash(struct buf *b, const struct gfx_paint *paint)
{
	if (paint->dash_count == 0)
		return;
	buf_str_add(b, " stroke-dasharray=\"");
	for (int i = 0; i < paint->dash_count && i < 4; i++) {
		if (i > 0)
			buf_char(b, ' ');
		buf_fixed(b, paint->dash[i] / 10, 2);
	}
	buf_char(b, '"');
}

static void
put_path(struct buf *b, const struct gfx_path *p, const struct gfx_matrix *at,
    const struct gfx_paint *paint)
{
	static const char *const caps[] = { "butt", "round", "square" };
	static const char *const joins[] = { "miter", "round", "bevel" };

	buf_str_add(b, "<path");
	if (at != NULL)
		put_matrix(b, at);
	put_segments(b, p);
	if (paint->fill)
		put_color(b, "fill", paint->fill_color);
	else
		buf_str_add(b, " fill=\"none\"");
	if (paint->even_odd)
		buf_str_add(b, " fill-rule=\"evenodd\"");
	if (paint->stroke) {
		put_color(b, "stroke", paint->stroke_color);
		put(b, "stroke-width", paint->stroke_width);
		buf_printf(b, " stroke-linecap=\"%s\" stroke-linejoin=\"%s\"",
		    caps[paint->line_cap % 3], joins[paint->line_join % 3]);
		put_dash(b, paint);
	}
	buf_str_add(b, "/>");
}

static bool
sv_path(void *ctx, const struct gfx_path *p, const struct gfx_matrix *at,
    const struct gfx_paint *paint, struct err *err)
{
	struct lay_svg *s = ctx;

	put_path(s->out, p, at, paint);
	return ok(s, err);
}

static bool
sv_ornament(void *ctx, const struct gfx_ornament *o,
    const struct gfx_matrix *at, struct err *err)
{
	struct lay_svg *s = ctx;

	buf_str_add(s->out, "<g");
	put_matrix(s->out, at);
	buf_char(s->out, '>');
	for (size_t i = 0; i < o->count; i++)
		put_path(s->out, &o->shapes[i].path, NULL, &o->shapes[i].paint);
	buf_str_add(s->out, "</g>");
	return ok(s, err);
}

static bool
sv_image(void *ctx, const struct gfx_image *image, const char *name, mpt x,
    mpt y, mpt w, mpt h, struct err *err)
{
	struct lay_svg *s = ctx;

	(void)image;
	buf_str_add(s->out, "<rect fill=\"#dddddd\"");
	put(s->out, "x", x);
	put(s->out, "y", y);
	put(s->out, "width", w);
	put(s->out, "height", h);
	buf_str_add(s->out, "><title>");
	put_text(s->out, name);
	buf_str_add(s->out, "</title></rect>");
	return ok(s, err);
}

static bool
sv_open(void *ctx, const struct canvas_tag *tag, uint32_t *ret, struct err *err)
{
	(void)ctx;
	(void)tag;
	(void)err;
	if (ret != NULL)
		*ret = 1;
	return true;
}

static bool
sv_nothing(void *ctx, struct err *err)
{
	return ok(ctx, err);
}

static bool
sv_outline(void *ctx, int level, const char *title, mpt y, struct err *err)
{
	(void)level;
	(void)title;
	(void)y;
	return ok(ctx, err);
}

static bool
sv_attach(void *ctx, const char *name, const char *mime, const char *relation,
    const void *bytes, size_t len, struct err *err)
{
	(void)name;
	(void)mime;
	(void)relation;
	(void)bytes;
	(void)len;
	return ok(ctx, err);
}

struct canvas
lay_svg_canvas(struct lay_svg *s, struct arena *a, struct buf *out)
{
	*s = (struct lay_svg){ .a = a, .out = out };
	return (struct canvas){ s, sv_begin, sv_page_begin, sv_page_end,
		sv_text, sv_rect, sv_path, sv_ornament, sv_image, sv_open,
		sv_nothing, sv_outline, sv_attach, sv_nothing };
}
