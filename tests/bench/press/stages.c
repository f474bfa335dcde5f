/* tests/bench/press/stages.c -- bind, blocks and place alone.
 *
 * The stages push into each other, so each is run with a sink behind it that
 * throws everything away; a stage's own time is the difference to the one
 * before. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/limits.h"
#include "bench.h"
#include "doc/build.h"
#include "font/font.h"
#include "layout/layout.h"
#include "press/press.h"
#include "tmpl/tmpl.h"

struct bench_stages {
	struct arena *arena;
	struct press *press;
	const char *home, *path;
	struct tmpl *tmpl;
	struct font_set *fonts;
	struct doc_art *art;
	struct err_list errors;
};

/* --- sinks that throw away --- */

static bool
no_start(void *ctx, const struct xml_tag *tag, struct err *err)
{
	(void)ctx, (void)tag, (void)err;
	return true;
}

static bool
no_chars(void *ctx, const struct xml_chars *chars, struct err *err)
{
	(void)ctx, (void)chars, (void)err;
	return true;
}

static bool
no_end(void *ctx, const char *name, struct pos pos, struct err *err)
{
	(void)ctx, (void)name, (void)pos, (void)err;
	return true;
}

static bool
no_doc_begin(void *ctx, const struct doc_meta *meta, struct err *err)
{
	(void)ctx, (void)meta, (void)err;
	return true;
}

static bool
no_section(void *ctx, const struct doc_section *section, struct err *err)
{
	(void)ctx, (void)section, (void)err;
	return true;
}

static bool
no_block(void *ctx, struct doc_block *block, struct err *err)
{
	(void)ctx, (void)err;
	doc_block_free(block);
	return true;
}

static bool
nothing(void *ctx, struct err *err)
{
	(void)ctx, (void)err;
	return true;
}

static bool
no_attach(void *ctx, const char *name, const char *mime, const char *relation,
    const void *bytes, size_t len, struct err *err)
{
	(void)ctx, (void)name, (void)mime, (void)relation;
	(void)bytes, (void)len, (void)err;
	return true;
}

static bool
no_canvas_begin(void *ctx, const struct canvas_meta *meta, struct err *err)
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
no_ornament(void *ctx, const struct gfx_ornament *o,
    const struct gfx_matrix *at, struct err *err)
{
	(void)ctx, (void)o, (void)at, (void)err;
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

static const struct xml_sink no_events = { NULL, no_start, no_chars, no_end };
static const struct doc_sink no_blocks = { NULL, no_doc_begin, no_section,
	no_block, nothing, no_attach, nothing };
static const struct canvas no_canvas = { NULL, no_canvas_begin, no_page,
	nothing, no_text, no_rect, no_path, no_ornament, no_image, no_open,
	nothing, no_outline, no_attach, nothing };

/* --- */

static bool
load(void *ctx, struct arena *a, const char *name, const char **ret_label,
    const char **ret_bytes, size_t *ret_len, struct err *err)
{
	const struct bench_stages *s = ctx;
	const char *path =
	    strcmp(name, s->path) == 0
		? s->path
		: arena_printf(a, "%s/templates/%s%s", s->home, name,
		      strstr(name, ".xml") != NULL ? "" : ".xml");
	char *bytes;

	if (path == NULL)
		return err_nomem(err);
	if (!file_read(a, path, XML_BYTES_TEMPLATE, &bytes, ret_len, err))
		return false;
	*ret_label = path;
	*ret_bytes = bytes;
	return true;
}

static bool
asset(void *ctx, const char *href, const char **ret, size_t *ret_len,
    struct err *err)
{
	struct bench_stages *s = ctx;

	return press_file(s->press, s->arena, href, ret, ret_len, err);
}

static void
complain(const struct err_list *errors)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < errors->len; i++)
		err_print(errors->items[i], &b);
	fputs(buf_str(&b), stderr);
	buf_done(&b);
}

struct bench_stages *
bench_stages_open(struct press *press, const char *home, const char *path)
{
	struct bench_stages *s = calloc(1, sizeof(*s));
	struct tmpl_loader loader = { s, load };
	struct err err;

	if (s == NULL)
		return NULL;
	s->arena = arena_new(0);
	s->press = press;
	s->home = home;
	s->path = path;
	s->art = doc_art_new();
	err_list_init(&s->errors, s->arena);
	if (!font_set_open(
		arena_printf(s->arena, "%s/fonts/catalogue.txt", home), NULL,
		&s->fonts, &err)) {
		err_list_add(&s->errors, &err);
		complain(&s->errors);
		bench_stages_close(s);
		return NULL;
	}
	if (!tmpl_load(s->arena, &loader, path, &s->errors, &s->tmpl)) {
		complain(&s->errors);
		bench_stages_close(s);
		return NULL;
	}
	return s;
}

void
bench_stages_close(struct bench_stages *s)
{
	font_set_close(s->fonts);
	doc_art_free(s->art);
	arena_free(s->arena);
	free(s);
}

static bool
run(struct bench_stages *s, struct arena *a, enum bench_stage upto,
    const struct xml_doc *data, struct err_list *errors)
{
	struct tmpl_options options = { .data = data, .join = true };
	struct lay_config lc = {
		.fonts = s->fonts, .canvas = &no_canvas, .errors = errors
	};
	struct doc_sink blocks = no_blocks;
	struct xml_sink events = no_events;
	struct doc_build_config bc = { .arena = a,
		.asset = asset,
		.asset_ctx = s,
		.art = s->art,
		.refs = doc_refs_new(a),
		.errors = errors,
		.sink = &blocks };
	struct doc_build *build;
	struct lay *lay;
	struct err err;

	if ((upto >= BENCH_PLACE && !lay_new(a, &lc, &lay, &blocks, &err)) ||
	    (upto >= BENCH_BLOCKS &&
		!doc_build_new(&bc, &build, &events, &err))) {
		err_list_add(errors, &err);
		return false;
	}
	return tmpl_run(s->tmpl, &options, &events, errors);
}

bool
bench_stages_run(
    struct bench_stages *s, enum bench_stage upto, const struct xml_doc *data)
{
	struct arena *a = arena_new(0);
	struct err_list errors;
	bool ok;

	err_list_init(&errors, a);
	ok = run(s, a, upto, data, &errors);
	if (!ok)
		complain(&errors);
	arena_free(a);
	return ok;
}
