/* layout/layout.c -- the receiver of blocks. */
#include "layout/layout.h"

#include <string.h>

#include "layout/lay_priv.h"

static bool
on_begin(void *ctx, const struct doc_meta *m, struct err *err)
{
	struct lay *lay = ctx;
	struct canvas_meta meta = { .title = m->title,
		.author = m->author,
		.subject = m->subject,
		.keywords = m->keywords,
		.lang = m->lang,
		.number = lay->config.number,
		.issuer = lay->config.issuer,
		.created = lay->config.created,
		.profile = m->profile };
	struct canvas_tag document = { .role = CANVAS_DOCUMENT };

	if (lay->config.profile != NULL)
		meta.profile = lay->config.profile;
	return lay->canvas->begin(lay->canvas->ctx, &meta, err) &&
	       lay->canvas->open(lay->canvas->ctx, &document, NULL, err);
}

static bool
on_section(void *ctx, const struct doc_section *s, struct err *err)
{
	struct lay *lay = ctx;

	lay->page = s->page;
	lay->fixed = s->fixed;
	lay->unnumbered = s->number == DOC_UNNUMBERED;
	if (s->number == DOC_RESTART || lay->physical == 0)
		lay->number = 1;
	lay->section_first = lay->physical == 0 || s->number == DOC_RESTART;
	vlist_init(&lay->pending);
	return !s->fixed || lay_page_begin(lay, true, err);
}

/* A place without height; the space above it belongs to what comes after. */
static bool
add_place(struct lay *lay, struct doc_block *b, enum vkind kind, mpt need,
    struct err *err)
{
	struct vitem *v = arena_alloc(b->arena, sizeof(*v));
	mpt after = lay->pending.after;

	if (v == NULL) {
		doc_block_free(b);
		return err_nomem(err);
	}
	v->kind = kind;
	v->need = need;
	v->keep = kind == V_COND ? lay->pending.keep : 0;
	v->block = b;
	v->owner = b->arena;
	v->last_of_owner = true;
	lay->pending.after = 0;
	vlist_add(&lay->pending, v, 0);
	lay->pending.after = after;
	return kind != V_BREAK || lay_fill_to_break(lay, err);
}

/* The block's arena goes with its last item. */
static bool
add_flow(struct lay *lay, struct doc_block *b, struct err *err)
{
	struct vitem **from = lay->pending.tail, *last = NULL;
	mpt width = lay->page->width - lay->page->left - lay->page->right;

	if (!lay_block(lay, b, width, false, b->arena, &lay->pending, err)) {
		*from = NULL;
		lay->pending.tail = from;
		doc_block_free(b);
		return false;
	}
	for (struct vitem *v = *from; v != NULL; v = v->next) {
		v->owner = b->arena;
		lay_measure_notes(lay, v);
		last = v;
	}
	if (last == NULL)
		doc_block_free(b);
	else
		last->last_of_owner = true;
	return lay_fill_pages(lay, err);
}

static bool
on_block(void *ctx, struct doc_block *b, struct err *err)
{
	struct lay *lay = ctx;
	bool ok;

	if (lay->fixed) {
		ok = lay_art(lay, b, err);
		doc_block_free(b);
		return ok;
	}
	switch (b->kind) {
	case DOC_TABLE_BEGIN:
		return lay_table_begin(lay, b, err) && lay_fill_pages(lay, err);
	case DOC_ROW:
		return lay_table_row(lay, b, err) && lay_fill_pages(lay, err);
	case DOC_TABLE_END:
		lay_table_end(lay);
		doc_block_free(b);
		return true;
	case DOC_PAGE_BREAK:
		return add_place(lay, b, V_BREAK, 0, err);
	case DOC_COND_BREAK:
		return add_place(lay, b, V_COND, b->size, err);
	default:
		return add_flow(lay, b, err);
	}
}

static bool
on_section_end(void *ctx, struct err *err)
{
	struct lay *lay = ctx;

	return lay->fixed ? lay_page_end(lay, err) : lay_flush(lay, err);
}

static bool
on_attach(void *ctx, const char *name, const char *mime, const char *relation,
    const void *bytes, size_t len, struct err *err)
{
	struct lay *lay = ctx;

	return lay->canvas->attach(
	    lay->canvas->ctx, name, mime, relation, bytes, len, err);
}

static bool
on_end(void *ctx, struct err *err)
{
	struct lay *lay = ctx;

	lay->facts.wants_page_count =
	    lay->facts.wants_page_count &&
	    lay->config.page_count != lay->facts.pages;
	return lay->canvas->close(lay->canvas->ctx, err) &&
	       lay->canvas->end(lay->canvas->ctx, err);
}

static void
free_item(struct lay *lay, struct vitem *v)
{
	struct table_state *own = v->table;

	if (own != NULL)
		own->refs--;
	lay_row_free(v);
	if (own != NULL && own != lay->table)
		table_release(own);
}

static void
free_items(struct lay *lay, struct vitem *v)
{
	while (v != NULL) {
		struct vitem *next = v->next;

		free_item(lay, v);
		v = next;
	}
}

/* After an error items may still be waiting. */
static void
free_pending(void *ctx)
{
	struct lay *lay = ctx;

	free_items(lay, lay->held);
	free_items(lay, lay->pending.first);
	if (lay->table != NULL) {
		lay_row_free(lay->table->joined);
		arena_free(lay->table->arena);
	}
}

bool
lay_new(struct arena *a, const struct lay_config *config, struct lay **ret,
    struct doc_sink *ret_sink, struct err *err)
{
	struct lay *lay = arena_alloc(a, sizeof(*lay));

	if (lay == NULL)
		return err_nomem(err);
	lay->config = *config;
	lay->canvas = config->canvas;
	lay->arena = a;
	lay->scale = 1000;
	lay->number = 1;
	vlist_init(&lay->pending);
	if (!arena_defer(a, free_pending, lay))
		return err_nomem(err);
	*ret = lay;
	*ret_sink = (struct doc_sink){ lay, on_begin, on_section, on_block,
		on_section_end, on_attach, on_end };
	return true;
}

const struct lay_facts *
lay_facts(const struct lay *lay)
{
	return &lay->facts;
}
