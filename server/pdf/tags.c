/* pdf/tags.c -- structure tree, marked content, outline (PDF
 * 32000-1, 14.7, 12.3).
 *
 * Leaves (paragraph, heading, figure) carry marked content; groups carry
 * elements. What is opened inside an artifact is part of the artifact. */
#include <string.h>

#include "pdf/pdf_priv.h"

static const char *const names[] = { "Document", "Sect", "H", "P", "L", "LI",
	"Lbl", "LBody", "Table", "THead", "TBody", "TR", "TH", "TD", "Figure",
	"Note", "Span", "Div", "Artifact" };

static bool
is_leaf(enum canvas_role role)
{
	return role == CANVAS_HEADING || role == CANVAS_PARAGRAPH ||
	       role == CANVAS_LABEL || role == CANVAS_FIGURE ||
	       role == CANVAS_NOTE || role == CANVAS_SPAN;
}

static void
put_name(struct buf *b, const struct element *e)
{
	buf_str_add(b, names[e->role]);
	if (e->role == CANVAS_HEADING)
		buf_int(b, e->level < 1 ? 1 : e->level > 6 ? 6 : e->level);
}

static bool
add_kid(struct pdf *p, struct element *parent, struct kid value)
{
	struct kid *k = arena_memdup(p->arena, &value, sizeof(value));

	if (k == NULL)
		return false;
	if (parent->last_kid == NULL)
		parent->kids = k;
	else
		parent->last_kid->next = k;
	parent->last_kid = k;
	return true;
}

static struct element *
new_element(struct pdf *p, const struct canvas_tag *tag)
{
	struct element *e = arena_alloc(p->arena, sizeof(*e));
	struct element *up = NULL;

	if (e == NULL)
		return NULL;
	if (p->element_count == p->element_cap) {
		size_t cap = p->element_cap == 0 ? 64 : p->element_cap * 2;
		struct element **all =
		    arena_alloc_n(p->arena, cap, sizeof(*all));

		if (all == NULL)
			return NULL;
		if (p->element_count > 0)
			memcpy(
			    all, p->elements, p->element_count * sizeof(*all));
		p->elements = all;
		p->element_cap = cap;
	}
	e->role = tag->role;
	e->level = tag->level;
	e->columns = tag->columns;
	e->alt = tag->alt == NULL ? NULL : arena_strdup(p->arena, tag->alt);
	for (int i = p->depth; i-- > 0 && up == NULL;)
		up = p->stack[i];
	e->parent = up;
	if (up != NULL && !add_kid(p, up, (struct kid){ .element = e }))
		return NULL;
	p->elements[p->element_count++] = e;
	return e;
}

static bool
begin_mark(struct pdf *p, struct element *e)
{
	struct page *page = &p->pages[p->page_count - 1];
	struct mark *m = arena_alloc(p->arena, sizeof(*m));
	int mcid = page->mcids++;

	if (m == NULL ||
	    !add_kid(p, e,
		(struct kid){ .page = (int)p->page_count - 1, .mcid = mcid }))
		return false;
	m->element = e;
	if (page->last_mark == NULL)
		page->marks = m;
	else
		page->last_mark->next = m;
	page->last_mark = m;
	buf_char(&p->content, '/');
	put_name(&p->content, e);
	buf_printf(&p->content, " <</MCID %d>> BDC\n", mcid);
	return true;
}

bool
pdf_open(
    void *ctx, const struct canvas_tag *tag, uint32_t *ret, struct err *err)
{
	struct pdf *p = ctx;
	struct element *e;

	if (ret != NULL)
		*ret = 0;
	if (!pdf_is_tagged(p))
		return true;
	if (p->artifact_depth > 0 || tag->role == CANVAS_ARTIFACT) {
		if (p->artifact_depth++ == 0)
			buf_str_add(&p->content, "/Artifact BMC\n");
		return true;
	}
	if (p->depth == PDF_TAG_DEPTH)
		return err_set(err, ERR_LIMIT, no_pos, "cấu trúc lồng quá sâu");
	e = tag->resume > 0 && tag->resume <= p->element_count
		? p->elements[tag->resume - 1]
		: new_element(p, tag);
	if (e == NULL)
		return err_nomem(err);
	if (ret != NULL)
		*ret =
		    tag->resume > 0 ? tag->resume : (uint32_t)p->element_count;
	p->marked[p->depth] = is_leaf(tag->role);
	p->stack[p->depth++] = e;
	if (is_leaf(tag->role) && !begin_mark(p, e))
		return err_nomem(err);
	return true;
}

bool
pdf_close(void *ctx, struct err *err)
{
	struct pdf *p = ctx;

	(void)err;
	if (!pdf_is_tagged(p))
		return true;
	if (p->artifact_depth > 0) {
		if (--p->artifact_depth == 0)
			buf_str_add(&p->content, "EMC\n");
		return true;
	}
	if (p->marked[--p->depth])
		buf_str_add(&p->content, "EMC\n");
	return true;
}

static void
put_kids(struct pdf *p, struct buf *b, const struct element *e)
{
	buf_str_add(b, "/K [");
	for (const struct kid *k = e->kids; k != NULL; k = k->next) {
		if (k->element != NULL)
			buf_printf(b, "%u 0 R ", k->element->object.id);
		else
			buf_printf(b, "<</Type /MCR /Pg %u 0 R /MCID %d>> ",
			    p->pages[k->page].id, k->mcid);
	}
	buf_str_add(b, "]\n");
}

static void
write_element(struct pdf *p, struct element *e, unsigned root)
{
	struct buf b = { 0 };

	buf_str_add(&b, "/Type /StructElem /S /");
	put_name(&b, e);
	buf_printf(&b, " /P %u 0 R\n",
	    e->parent == NULL ? root : e->parent->object.id);
	if (e->alt != NULL) {
		buf_str_add(&b, "/Alt ");
		pdf_text(&b, e->alt);
		buf_char(&b, '\n');
	}
	if (e->role == CANVAS_HEAD_CELL || e->columns > 1) {
		buf_str_add(&b, "/A <</O /Table");
		if (e->role == CANVAS_HEAD_CELL)
			buf_str_add(&b, " /Scope /Column");
		if (e->columns > 1)
			buf_printf(&b, " /ColSpan %d", e->columns);
		buf_str_add(&b, ">>\n");
	}
	put_kids(p, &b, e);
	pdf_body(p, &e->object, &b);
}

static void
write_parents(struct pdf *p, struct buf *b)
{
	buf_str_add(b, "/Nums [");
	for (size_t i = 0; i < p->page_count; i++) {
		buf_printf(b, "%zu [", i);
		for (const struct mark *m = p->pages[i].marks; m != NULL;
		     m = m->next)
			buf_printf(b, "%u 0 R ", m->element->object.id);
		buf_str_add(b, "]\n");
	}
	buf_str_add(b, "]\n");
}

bool
pdf_write_tags(struct pdf *p, struct err *err)
{
	struct object root, parents;
	struct buf b = { 0 };

	if (!pdf_is_tagged(p))
		return true;
	if (!pdf_object(p, &root, err) || !pdf_object(p, &parents, err))
		return false;
	for (size_t i = 0; i < p->element_count; i++)
		if (!pdf_object(p, &p->elements[i]->object, err))
			return false;
	for (size_t i = 0; i < p->element_count; i++)
		write_element(p, p->elements[i], root.id);
	write_parents(p, &b);
	pdf_body(p, &parents, &b);
	buf_printf(&b,
	    "/Type /StructTreeRoot /ParentTree %u 0 R /ParentTreeNextKey "
	    "%zu\n/K [",
	    parents.id, p->page_count);
	for (size_t i = 0; i < p->element_count; i++)
		if (p->elements[i]->parent == NULL)
			buf_printf(&b, "%u 0 R ", p->elements[i]->object.id);
	buf_str_add(&b, "]\n");
	pdf_body(p, &root, &b);
	if (HPDF_Dict_Add(p->doc->catalog, "StructTreeRoot", root.dict) !=
	    HPDF_OK)
		return err_nomem(err);
	return true;
}

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
