/* pdf/outline.c -- the outline, "bookmarks" (PDF 32000-1, 12.3.3). */
#include "pdf/pdf_priv.h"

enum { LEVELS = 8 };

bool
pdf_outline(void *ctx, int level, const char *title, mpt y, struct err *err)
{
	struct pdf *p = ctx;
	struct outline *o = arena_alloc(p->arena, sizeof(*o));

	if (o == NULL)
		return err_nomem(err);
	o->level = level < 1 ? 1 : level > LEVELS ? LEVELS : level;
	o->page = (int)p->page_count - 1;
	o->title = arena_strdup(p->arena, title);
	o->y = p->height - y;
	if (p->last_outline == NULL)
		p->outlines = o;
	else
		p->last_outline->next = o;
	p->last_outline = o;
	return o->title != NULL || err_nomem(err);
}

/* An entry belongs to the nearest one before it that stands higher. */
static void
link_entries(struct pdf *p, struct outline *root)
{
	struct outline *open[LEVELS + 1] = { root };
	int depth = 0;

	for (struct outline *o = p->outlines; o != NULL; o = o->next) {
		struct outline *up;

		while (depth > 0 && open[depth]->level >= o->level)
			depth--;
		up = open[depth];
		o->id = pdf_number(p);
		o->up = up;
		o->before = up->last;
		if (up->last == NULL)
			up->first = o;
		else
			up->last->after = o;
		up->last = o;
		up->kids++;
		open[++depth] = o;
	}
}

static void
put_link(struct buf *b, const char *key, const struct outline *o)
{
	if (o != NULL)
		buf_printf(b, "/%s %u 0 R\n", key, o->id);
}

/* A closed entry counts its kids below zero. */
static bool
write_entry(struct pdf *p, const struct outline *o, struct err *err)
{
	struct buf *b = &p->scratch;

	buf_clear(b);
	buf_str_add(b, "<<\n/Title ");
	pdf_text(b, o->title);
	buf_char(b, '\n');
	put_link(b, "Parent", o->up);
	put_link(b, "Prev", o->before);
	put_link(b, "Next", o->after);
	put_link(b, "First", o->first);
	put_link(b, "Last", o->last);
	if (o->kids > 0)
		buf_printf(b, "/Count -%d\n", o->kids);
	buf_printf(b, "/Dest [%u 0 R /XYZ null ", p->pages[o->page].id);
	buf_fixed(b, o->y, 3);
	buf_str_add(b, " null]\n>>");
	return pdf_pack(p, o->id, b, err);
}

bool
pdf_write_outlines(struct pdf *p, struct err *err)
{
	struct outline root = { .level = 0 };
	struct buf b = { 0 };
	struct object object;

	if (p->outlines == NULL)
		return true;
	if (!pdf_object(p, &object, err))
		return false;
	root.id = object.id;
	link_entries(p, &root);
	if (!buf_ok(&p->places))
		return err_nomem(err);
	for (struct outline *o = p->outlines; o != NULL; o = o->next)
		if (!write_entry(p, o, err))
			return false;
	buf_printf(&b, "/Type /Outlines /Count %d\n", root.kids);
	put_link(&b, "First", root.first);
	put_link(&b, "Last", root.last);
	pdf_body(p, &object, &b);
	if (HPDF_Dict_Add(p->doc->catalog, "Outlines", object.dict) != HPDF_OK)
		return err_nomem(err);
	return true;
}
