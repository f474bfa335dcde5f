/* doc/build.c -- the builder: frames, places, delivery.
 *
 * Each open element is a frame.  A block that stands directly in a flow lives
 * in an arena of its own and is delivered when it ends; blocks inside it
 * (cells, keeps, boxes) share that arena and hang on their parents. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "doc/doc_priv.h"

bool
doc_author_error(struct doc_build *b, enum err_kind kind, struct pos pos,
    const char *hint, const char *fmt, ...)
{
	struct err err;
	char text[380];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	err_set(&err, kind, pos, "%s", text);
	if (hint != NULL)
		err_hint(&err, "%s", hint);
	err_list_add(b->config.errors, &err);
	return true;
}

void
doc_block_free(struct doc_block *block)
{
	if (block != NULL && block->arena != NULL)
		arena_free(block->arena);
}

struct frame *
doc_parent(struct doc_build *b, const struct frame *f)
{
	return f == b->frames ? NULL : &b->frames[f - b->frames - 1];
}

struct doc_block *
doc_new_block(struct doc_build *b, enum doc_block_kind kind, struct pos pos,
    struct err *err)
{
	struct doc_block *block;

	if (b->block_arena == NULL)
		b->block_arena = arena_new(0);
	block = b->block_arena == NULL
		    ? NULL
		    : arena_alloc(b->block_arena, sizeof(*block));
	if (block == NULL) {
		err_nomem(err);
		return NULL;
	}
	block->kind = kind;
	block->pos = pos;
	return block;
}

bool
doc_begin(struct doc_build *b, struct err *err)
{
	const struct doc_sink *s = b->config.sink;

	if (b->begun)
		return true;
	b->begun = true;
	return s->begin(s->ctx, &b->meta, err);
}

/* The receiver owns the block and its arena from here on. */
bool
doc_deliver(struct doc_build *b, struct doc_block *block, struct err *err)
{
	const struct doc_sink *s = b->config.sink;

	block->arena = b->block_arena;
	b->block_arena = NULL;
	if (b->config.overlay && block->fixed_art) {
		doc_block_free(block);
		return true;
	}
	return s->block(s->ctx, block, err);
}

bool
doc_finish_block(struct doc_build *b, struct frame *f, struct doc_block *block,
    struct err *err)
{
	struct frame *up = doc_parent(b, f);

	if (up->tail != NULL && b->config.overlay && block->fixed_art)
		return true; /* of a background: goes with its page */
	if (up->tail != NULL) {
		*up->tail = block;
		up->tail = &block->next;
		return true;
	}
	return doc_deliver(b, block, err);
}

static const struct elem_spec *
spec_find(const char *name)
{
	for (size_t i = 0; i < doc_elem_count; i++)
		if (strcmp(doc_elems[i].name, name) == 0)
			return &doc_elems[i];
	return NULL;
}

static void
unknown_element(struct doc_build *b, const struct xml_tag *tag)
{
	const char *names[100], *near;
	char hint[120];

	for (size_t i = 0; i < doc_elem_count; i++)
		names[i] = doc_elems[i].name;
	near = doc_nearest(tag->name, names, doc_elem_count);
	snprintf(hint, sizeof(hint), "có phải <%s>?", near == NULL ? "" : near);
	doc_author_error(b, ERR_ELEMENT, tag->pos,
	    near == NULL ? "các thẻ dùng được có trong templates/README.md"
			 : hint,
	    "không có thẻ <%.60s>", tag->name);
}

/* Names of the elements in which this one may stand. */
static void
wrong_place(struct doc_build *b, const struct xml_tag *tag,
    const struct elem_spec *spec)
{
	char hint[300] = "thẻ này đứng trong:";
	size_t n = strlen(hint);

	for (size_t i = 0; i < doc_elem_count && n < sizeof(hint); i++)
		if (doc_elems[i].opens & spec->stands)
			n += (size_t)snprintf(hint + n, sizeof(hint) - n,
			    " <%s>", doc_elems[i].name);
	doc_author_error(b, ERR_ELEMENT, tag->pos, hint,
	    "thẻ <%s> không đứng ở đây được", tag->name);
}

/* Attributes outlive the call: they are read again at the element's end.  Each
 * depth has an arena that is emptied by the next element there. */
static bool
copy_attrs(struct doc_build *b, struct frame *f, const struct xml_tag *tag)
{
	struct arena **a = &b->attr_arenas[f - b->frames];

	if (*a == NULL)
		*a = arena_new(0);
	if (*a == NULL)
		return false;
	arena_reset(*a);
	f->attrs = arena_alloc_n(*a, tag->attr_count, sizeof(*f->attrs));
	if (f->attrs == NULL)
		return false;
	for (size_t i = 0; i < tag->attr_count; i++) {
		struct attr_value *v = &f->attrs[i];

		v->name = arena_strdup(*a, tag->attrs[i].name);
		v->value = arena_strdup(*a, tag->attrs[i].value);
		v->pos = tag->attrs[i].pos;
		if (v->name == NULL || v->value == NULL)
			return false;
	}
	f->attr_count = tag->attr_count;
	return true;
}

static bool
push_frame(struct doc_build *b, const struct elem_spec *spec,
    const struct xml_tag *tag, struct frame **ret)
{
	struct frame *up = b->depth == 0 ? NULL : &b->frames[b->depth - 1];
	struct frame *f = &b->frames[b->depth];

	memset(f, 0, sizeof(*f));
	f->spec = spec;
	f->place = spec->opens;
	f->pos = tag->pos;
	if (up != NULL) {
		f->font = up->font;
		f->nobr = up->nobr;
		f->in_art = up->in_art;
		f->page = up->page;
	}
	b->depth++;
	*ret = f;
	return copy_attrs(b, f, tag);
}

static bool
on_start(void *ctx, const struct xml_tag *tag, struct err *err)
{
	struct doc_build *b = ctx;
	const struct elem_spec *spec = spec_find(tag->name);
	enum place here =
	    b->depth == 0 ? IN_ROOT : b->frames[b->depth - 1].place;
	struct frame *f;

	if (b->skip > 0) {
		b->skip++;
		return true;
	}
	if (spec == NULL || (spec->stands & (unsigned)here) == 0 ||
	    b->depth == FRAMES) {
		if (spec == NULL)
			unknown_element(b, tag);
		else
			wrong_place(b, tag, spec);
		b->skip = 1;
		return true;
	}
	if (!push_frame(b, spec, tag, &f))
		return err_nomem(err);
	doc_check_attrs(b, f);
	return spec->start == NULL || spec->start(b, f, err);
}

static bool
on_chars(void *ctx, const struct xml_chars *c, struct err *err)
{
	struct doc_build *b = ctx;
	struct frame *f;

	if (b->skip > 0 || b->depth == 0)
		return true;
	f = &b->frames[b->depth - 1];
	if (f->place == IN_PARA)
		return doc_add_text(b, f, c, err);
	if (strspn(c->text, " \t\r\n") < c->len)
		doc_author_error(b, ERR_ELEMENT, c->pos,
		    "đặt chữ trong <p>, <h>, "
		    "<item>…",
		    "chữ không đứng thẳng trong <%s> được", f->spec->name);
	return true;
}

static bool
on_end(void *ctx, const char *name, struct pos pos, struct err *err)
{
	struct doc_build *b = ctx;
	struct frame *f;
	bool ok;

	(void)name;
	(void)pos;
	if (b->skip > 0) {
		b->skip--;
		return true;
	}
	f = &b->frames[b->depth - 1];
	ok = f->spec->end == NULL || f->spec->end(b, f, err);
	b->depth--;
	return ok;
}

static void
free_build(void *build)
{
	struct doc_build *b = build;

	for (int i = 0; i < FRAMES; i++)
		arena_free(b->attr_arenas[i]);
	arena_free(b->block_arena);
}

bool
doc_build_new(const struct doc_build_config *config, struct doc_build **ret,
    struct xml_sink *ret_sink, struct err *err)
{
	struct doc_build *b = arena_alloc(config->arena, sizeof(*b));

	if (b == NULL)
		return err_nomem(err);
	b->config = *config;
	b->arena = config->arena;
	b->meta.lang = "vi-VN";
	if (!arena_defer(b->arena, free_build, b))
		return err_nomem(err);
	*ret = b;
	*ret_sink = (struct xml_sink){ b, on_start, on_chars, on_end };
	return true;
}
