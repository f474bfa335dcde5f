/* doc/page.c -- page masters, sections, meta. */
#include <string.h>

#include "base/arena.h"
#include "doc/doc_priv.h"

static bool
meta_text(struct doc_build *b, const struct frame *f, const char *name,
    const char **to)
{
	const char *v = doc_attr(f, name);

	if (v == NULL || *to != NULL)
		return true;
	*to = arena_strdup(b->arena, v);
	return *to != NULL;
}

/* The rules of typesetting that a template was proven with; there is one set so
 * far. */
bool
el_doc(struct doc_build *b, struct frame *f, struct err *err)
{
	const char *engine = doc_attr(f, "engine");

	(void)err;
	if (engine != NULL && strcmp(engine, "1") != 0)
		doc_author_error(b, ERR_VALUE, doc_attr_pos(f, "engine"),
		    "viết engine=\"1\"",
		    "chương trình này không có quy tắc dàn trang phiên bản "
		    "«%.20s»",
		    engine);
	return true;
}

bool
el_meta(struct doc_build *b, struct frame *f, struct err *err)
{
	bool ok = meta_text(b, f, "title", &b->meta.title) &&
		  meta_text(b, f, "author", &b->meta.author) &&
		  meta_text(b, f, "subject", &b->meta.subject) &&
		  meta_text(b, f, "keywords", &b->meta.keywords) &&
		  meta_text(b, f, "pdf-profile", &b->meta.profile);

	return ok || err_nomem(err);
}

bool
el_style(struct doc_build *b, struct frame *f, struct err *err)
{
	return doc_add_style(b, f, err);
}

static void
page_size(struct doc_build *b, const struct frame *f, struct doc_page *p)
{
	static const struct {
		const char *name;
		int w, h;
	} sizes[] = { { "A4", 210, 297 }, { "A3", 297, 420 },
		{ "A5", 148, 210 } };
	const char *v = doc_attr(f, "size");
	mpt wh[2], swap;

	p->width = mpt_of_mm(210);
	p->height = mpt_of_mm(297);
	for (size_t i = 0; v != NULL && i < 3; i++)
		if (strcmp(sizes[i].name, v) == 0) {
			p->width = mpt_of_mm(sizes[i].w);
			p->height = mpt_of_mm(sizes[i].h);
			v = NULL;
		}
	if (v != NULL && doc_lengths(b, f, "size", wh, 2) == 2) {
		p->width = wh[0];
		p->height = wh[1];
	}
	if (doc_choice(f, "orientation", "portrait landscape", 0) == 1) {
		swap = p->width;
		p->width = p->height;
		p->height = swap;
	}
}

static void
page_margin(struct doc_build *b, const struct frame *f, struct doc_page *p)
{
	mpt m[4];
	int n = doc_lengths(b, f, "margin", m, 4);

	if (n == 1)
		m[1] = m[2] = m[3] = m[0];
	else if (n != 4)
		return;
	p->top = m[0];
	p->right = m[1];
	p->bottom = m[2];
	p->left = m[3];
}

bool
el_page(struct doc_build *b, struct frame *f, struct err *err)
{
	const char *name = doc_attr(f, "name");
	struct named_page *np = arena_alloc(b->arena, sizeof(*np)), *old;

	if (np == NULL)
		return err_nomem(err);
	np->page.name = arena_strdup(b->arena, name == NULL ? "" : name);
	if (np->page.name == NULL)
		return err_nomem(err);
	page_size(b, f, &np->page);
	page_margin(b, f, &np->page);
	np->page.header_at = doc_length(b, f, "header-at", mpt_of_mm(13));
	np->page.bleed = doc_length(b, f, "bleed", 0);
	f->page = &np->page;
	for (old = b->pages; old != NULL; old = old->next)
		if (strcmp(old->page.name, np->page.name) == 0)
			return true; /* the first definition wins */
	np->next = b->pages;
	b->pages = np;
	return true;
}

/* In the order of the words of on= and not-on=. */
static const unsigned on_bits[] = { DOC_ON_FIRST, DOC_ON_ODD, DOC_ON_EVEN,
	DOC_ON_LAST, DOC_ON_FIRST | DOC_ON_ODD | DOC_ON_EVEN,
	DOC_ON_ODD | DOC_ON_EVEN };

static bool
has_numbers(const struct doc_block *b)
{
	for (; b != NULL; b = b->next) {
		const struct doc_run *r =
		    b->kind == DOC_PARA ? b->para.runs : NULL;

		for (; r != NULL; r = r->next)
			if (r->kind == DOC_PAGE_NUMBER ||
			    r->kind == DOC_PAGE_COUNT)
				return true;
		for (const struct doc_cell *c =
			 b->kind == DOC_GRID ? b->grid.cells : NULL;
		     c != NULL; c = c->next)
			if (has_numbers(c->blocks))
				return true;
		if (b->kind == DOC_KEEP && has_numbers(b->keep.blocks))
			return true;
	}
	return false;
}

/* Blocks of a page live as long as the builder: they are built in its arena. */
bool
el_running(struct doc_build *b, struct frame *f, struct err *err)
{
	struct doc_page *page = doc_parent(b, f)->page;
	struct doc_running *r = arena_alloc(b->arena, sizeof(*r)), **to;
	int not_on;

	if (r == NULL)
		return err_nomem(err);
	r->on = on_bits[doc_choice(
	    f, "on", "first odd even last all not-first", 4)];
	not_on = doc_choice(f, "not-on", "first odd even last", -1);
	r->not_on = not_on < 0 ? 0 : on_bits[not_on];
	r->footer = strcmp(f->spec->name, "footer") == 0;
	to = &page->running;
	while (*to != NULL)
		to = &(*to)->next;
	*to = r;
	f->tail = &r->blocks;
	f->running = r;
	if (b->block_arena == NULL)
		b->block_arena = b->arena;
	return true;
}

bool
el_running_end(struct doc_build *b, struct frame *f, struct err *err)
{
	(void)b;
	(void)err;
	f->running->numbers = has_numbers(f->running->blocks);
	return true;
}

bool
el_background(struct doc_build *b, struct frame *f, struct err *err)
{
	(void)err;
	f->page = doc_parent(b, f)->page;
	f->tail = &f->page->background;
	f->in_art = true;
	if (b->block_arena == NULL)
		b->block_arena = b->arena;
	return true;
}

bool
el_watermark(struct doc_build *b, struct frame *f, struct err *err)
{
	struct doc_mark *m = arena_alloc(b->arena, sizeof(*m));
	const char *text = doc_attr(f, "text");

	if (m == NULL)
		return err_nomem(err);
	m->text = arena_strdup(b->arena, text == NULL ? "DỰ THẢO" : text);
	m->size = doc_length(b, f, "size", 88000);
	m->angle = doc_int(b, f, "angle", 45, 0, 359);
	m->color =
	    doc_color(b, f, "color", (struct gfx_color){ 234, 234, 234 });
	doc_parent(b, f)->page->mark = m;
	return m->text != NULL || err_nomem(err);
}

static const struct doc_page *
find_page(struct doc_build *b, const struct frame *f)
{
	const char *name = doc_attr(f, "page"), *names[40], *near;
	size_t n = 0;

	if (name == NULL && b->pages != NULL && b->pages->next == NULL)
		return &b->pages->page;
	for (const struct named_page *p = b->pages; p != NULL; p = p->next) {
		if (name != NULL && strcmp(p->page.name, name) == 0)
			return &p->page;
		if (n < 40)
			names[n++] = p->page.name;
	}
	near = doc_nearest(name == NULL ? "" : name, names, n);
	doc_author_error(b, ERR_VALUE, doc_attr_pos(f, "page"),
	    near == NULL ? "khai báo <page name=…>" : near,
	    "không có trang mẫu «%.60s»", name == NULL ? "" : name);
	return b->pages == NULL ? NULL : &b->pages->page;
}

static bool
section_begin(struct doc_build *b, struct frame *f, bool fixed, struct err *err)
{
	static const enum doc_numbering numbers[] = { DOC_CONTINUE, DOC_RESTART,
		DOC_UNNUMBERED };
	const struct doc_sink *s = b->config.sink;
	struct doc_section section = { .fixed = fixed, .pos = f->pos };

	section.page = find_page(b, f);
	section.number =
	    numbers[doc_choice(f, "number", "continue restart none", 0)];
	b->page = section.page;
	if (section.page == NULL)
		return err_set(
		    err, ERR_VALUE, f->pos, "mẫu không có <page> nào");
	return doc_begin(b, err) && s->section_begin(s->ctx, &section, err);
}

/* Masters were built in the builder's own arena; what follows is not. */
static void
leave_masters(struct doc_build *b)
{
	if (b->block_arena == b->arena)
		b->block_arena = NULL;
}

bool
el_flow(struct doc_build *b, struct frame *f, struct err *err)
{
	leave_masters(b);
	f->tail = NULL;
	return section_begin(b, f, false, err);
}

bool
el_fixed(struct doc_build *b, struct frame *f, struct err *err)
{
	leave_masters(b);
	f->tail = NULL;
	return section_begin(b, f, true, err);
}

bool
el_flow_end(struct doc_build *b, struct frame *f, struct err *err)
{
	const struct doc_sink *s = b->config.sink;

	(void)f;
	b->page = NULL;
	return s->section_end(s->ctx, err);
}

bool
el_doc_end(struct doc_build *b, struct frame *f, struct err *err)
{
	const struct doc_sink *s = b->config.sink;

	(void)f;
	doc_refs_end(b);
	return doc_begin(b, err) && doc_send_files(b, err) &&
	       s->end(s->ctx, err);
}
