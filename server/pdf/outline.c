/* pdf/outline.c -- the outline, "bookmarks" (PDF 32000-1, 12.3.3). */
#include "pdf/pdf_priv.h"

bool
pdf_outline(void *ctx, int level, const char *title, mpt y, struct err *err)
{
	struct pdf *p = ctx;
	struct outline *o = arena_alloc(p->arena, sizeof(*o));

	(void)level;
	if (o == NULL)
		return err_nomem(err);
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

bool
pdf_write_outlines(struct pdf *p, struct err *err)
{
	struct object root;
	struct buf b = { 0 };
	size_t count = 0;
	unsigned before = 0;

	if (p->outlines == NULL)
		return true;
	if (!pdf_object(p, &root, err))
		return false;
	for (struct outline *o = p->outlines; o != NULL; o = o->next, count++)
		if (!pdf_object(p, &o->object, err))
			return false;
	for (struct outline *o = p->outlines; o != NULL; o = o->next) {
		buf_str_add(&b, "/Title ");
		pdf_text(&b, o->title);
		buf_printf(&b, "\n/Parent %u 0 R\n", root.id);
		if (before != 0)
			buf_printf(&b, "/Prev %u 0 R\n", before);
		if (o->next != NULL)
			buf_printf(&b, "/Next %u 0 R\n", o->next->object.id);
		buf_printf(
		    &b, "/Dest [%u 0 R /XYZ null ", p->pages[o->page].id);
		buf_fixed(&b, o->y, 3);
		buf_str_add(&b, " null]\n");
		before = o->object.id;
		pdf_body(p, &o->object, &b);
	}
	buf_printf(&b,
	    "/Type /Outlines /Count %zu\n/First %u 0 R /Last %u 0 R\n", count,
	    p->outlines->object.id, before);
	pdf_body(p, &root, &b);
	if (HPDF_Dict_Add(p->doc->catalog, "Outlines", root.dict) != HPDF_OK)
		return err_nomem(err);
	return true;
}
