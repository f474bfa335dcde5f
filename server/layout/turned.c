/* layout/turned.c -- a canvas that turns what is drawn, for turned boxes.
 *
 * Text stays a run and gets an angle, so that it is extracted as it was
 * written; rectangles become paths, and paths get another matrix. */
#include "layout/lay_priv.h"

static bool
on_text(void *ctx, const struct canvas_text *text, struct err *err)
{
	const struct lay_turned *t = ctx;
	struct gfx_point at =
	    gfx_apply(&t->turn, (struct gfx_point){ text->x, text->y });
	struct canvas_text turned = *text;

	turned.x = at.x;
	turned.y = at.y;
	turned.angle = (text->angle + t->degrees) % 360;
	return t->to->text(t->to->ctx, &turned, err);
}

static bool
on_path(void *ctx, const struct gfx_path *path, const struct gfx_matrix *at,
    const struct gfx_paint *paint, struct err *err)
{
	const struct lay_turned *t = ctx;
	struct gfx_matrix turned = gfx_multiply(&t->turn, at);

	return t->to->path(t->to->ctx, path, &turned, paint, err);
}

static bool
on_rect(void *ctx, mpt x, mpt y, mpt w, mpt h, struct gfx_color color,
    struct err *err)
{
	struct gfx_segment s[] = {
		{ GFX_MOVE, { { 0, 0 } } },
		{ GFX_LINE, { { w, 0 } } },
		{ GFX_LINE, { { w, h } } },
		{ GFX_LINE, { { 0, h } } },
		{ .verb = GFX_CLOSE },
	};
	const struct gfx_path path = { s, sizeof(s) / sizeof(s[0]) };
	const struct gfx_matrix at = { 1000000, 0, 0, 1000000, x, y };
	const struct gfx_paint paint = { .fill = true, .fill_color = color };

	return on_path(ctx, &path, &at, &paint, err);
}

static bool
on_ornament(void *ctx, const struct gfx_ornament *ornament,
    const struct gfx_matrix *at, struct err *err)
{
	const struct lay_turned *t = ctx;
	struct gfx_matrix turned = gfx_multiply(&t->turn, at);

	return t->to->ornament(t->to->ctx, ornament, &turned, err);
}

static bool
on_open(void *ctx, const struct canvas_tag *tag, uint32_t *ret, struct err *err)
{
	const struct lay_turned *t = ctx;

	return t->to->open(t->to->ctx, tag, ret, err);
}

static bool
on_close(void *ctx, struct err *err)
{
	const struct lay_turned *t = ctx;

	return t->to->close(t->to->ctx, err);
}

static bool
on_outline(void *ctx, int level, const char *title, mpt y, struct err *err)
{
	const struct lay_turned *t = ctx;

	return t->to->outline(t->to->ctx, level, title, y, err);
}

struct canvas
lay_turned_canvas(struct lay_turned *t, const struct canvas *to, int degrees,
    struct gfx_point about)
{
	struct gfx_matrix away = { 1000000, 0, 0, 1000000, -about.x, -about.y };
	struct gfx_matrix turn = { .e = about.x, .f = about.y };

	/* y grows downwards */
	gfx_turn(degrees, &turn.a, &turn.c);
	turn.b = -turn.c;
	turn.d = turn.a;
	*t = (struct lay_turned){ to, degrees, gfx_multiply(&turn, &away) };
	return (struct canvas){ .ctx = t,
		.text = on_text,
		.rect = on_rect,
		.path = on_path,
		.ornament = on_ornament,
		.open = on_open,
		.close = on_close,
		.outline = on_outline };
}
