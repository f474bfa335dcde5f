/* press/count.c -- a canvas that draws nothing: a pass that only counts pages.
 */
#include "press/press_priv.h"

static bool
no_begin(void *ctx, const struct canvas_meta *meta, struct err *err)
{
	(void)ctx, (void)meta, (void)err;
	return true;
}

static bool
no_page(void *ctx, const struct canvas_page *page, struct err *err)
{
	(void)ctx, (void)page, (void)err;
	return true;
}

static bool
no_end(void *ctx, struct err *err)
{
	(void)ctx, (void)err;
	return true;
}

static bool
no_text(void *ctx, const struct canvas_text *text, struct err *err)
{
	(void)ctx, (void)text, (void)err;
	return true;
}

static bool
no_rect(void *ctx, mpt x, mpt y, mpt w, mpt h, struct gfx_color color,
    struct err *err)
{
	(void)ctx, (void)x, (void)y, (void)w, (void)h, (void)color, (void)err;
	return true;
}

static bool
no_path(void *ctx, const struct gfx_path *path, const struct gfx_matrix *at,
    const struct gfx_paint *paint, struct err *err)
{
	(void)ctx, (void)path, (void)at, (void)paint, (void)err;
	return true;
}

static bool
no_ornament(void *ctx, const struct gfx_ornament *ornament,
    const struct gfx_matrix *at, struct err *err)
{
	(void)ctx, (void)ornament, (void)at, (void)err;
	return true;
}

static bool
no_image(void *ctx, const struct gfx_image *image, const char *name, mpt x,
    mpt y, mpt w, mpt h, struct err *err)
{
	(void)ctx, (void)image, (void)name, (void)x, (void)y, (void)w, (void)h;
	(void)err;
	return true;
}

static bool
no_open(void *ctx, const struct canvas_tag *tag, uint32_t *ret, struct err *err)
{
	(void)ctx, (void)tag, (void)err;
	if (ret != NULL)
		*ret = 1;
	return true;
}

static bool
no_outline(void *ctx, int level, const char *title, mpt y, struct err *err)
{
	(void)ctx, (void)level, (void)title, (void)y, (void)err;
	return true;
}

static bool
no_attach(void *ctx, const char *name, const char *mime, const char *relation,
    const void *bytes, size_t len, struct err *err)
{
	(void)ctx, (void)name, (void)mime, (void)relation, (void)bytes;
	(void)len, (void)err;
	return true;
}

const struct canvas count_canvas = { NULL, no_begin, no_page, no_end, no_text,
	no_rect, no_path, no_ornament, no_image, no_open, no_end, no_outline,
	no_attach, no_end };
