/* pdf/tags.c -- structure tree and marked content (PDF 32000-1, 14.7).
 *
 * Leaves (paragraph, heading, figure) carry marked content; groups carry
 * elements.  What is opened inside an artifact is part of the artifact.
 *
 * A paragraph or table that goes on is opened again on the very next page; so
 * what was closed a page earlier is finished, packed away and its memory used
 * again.  The tree of a long table needs the memory of two pages. */
#include <string.h>

#include "pdf/pdf_priv.h"

static const char *const names[] = { "Document", "Sect", "H", "P", "L", "LI",
	"Lbl", "LBody", "Table", "THead", "TBody", "TR", "TH", "TD", "Figure",
	"Note", "Span", "Div", "TOC", "TOCI", "Artifact" };

static bool
is_leaf(enum canvas_role role)
{
	return role == CANVAS_HEADING || role == CANVAS_PARAGRAPH ||
	       role == CANVAS_LABEL || role == CANVAS_FIGURE ||
	       role == CANVAS_NOTE || role == CANVAS_SPAN ||
	       role == CANVAS_TOC_ITEM;
}

static void
put_name(struct buf *b, const struct element *e)
{
	buf_str_add(b, names[e->role]);
	if (e->role == CANVAS_HEADING)
		buf_int(b, e->level < 1 ? 1 : e->level > 6 ? 6 : e->level);
}

static void
put_ref(struct buf *b, unsigned id)
{
	buf_int(b, id);
	buf_str_add(b, " 0 R ");
}

static struct element *
take_element(struct pdf *p)
{
	struct element *e = p->spare;

	if (e == NULL)
		return arena_alloc(p->arena, sizeof(*e));
	p->spare = e->next;
	{
		struct buf kids = e->kids, alt = e->alt;

		buf_clear(&kids);
		buf_clear(&alt);
		*e = (struct element){ .kids = kids, .alt = alt };
	}
	return e;
}

static void
put_note_name(struct buf *b, unsigned id)
{
	buf_printf(b, "(n%09u) ", id);
}

static struct element *
new_element(struct pdf *p, const struct canvas_tag *tag)
{
	struct element *e = take_element(p), *up = NULL;

	if (e == NULL)
		return NULL;
	for (int i = p->depth; i-- > 0 && up == NULL;)
		up = p->stack[i];
	e->role = tag->role;
	e->level = tag->level;
	e->columns = tag->columns;
	e->rows = tag->rows;
	if (tag->alt != NULL)
		buf_str_add(&e->alt, tag->alt);
	e->id = pdf_number(p);
	e->parent = up == NULL ? p->tree_id : up->id;
	put_ref(up == NULL ? &p->roots : &up->kids, e->id);
	/* PDF/UA-1, 7.9: a note can be told from all others.  Numbers of
	 * elements only grow, so the names come in the order that a tree
	 * wants. */
	if (e->role == CANVAS_NOTE) {
		put_note_name(&p->notes, e->id);
		put_ref(&p->notes, e->id);
	}
	e->next = p->live;
	p->live = e;
	return e;
}

static struct element *
find_live(struct pdf *p, uint32_t id)
{
	struct element *e = p->live;

	while (e != NULL && e->id != id)
		e = e->next;
	return e;
}

/* A kid on the element's own page is a bare number. */
static void
begin_mark(struct pdf *p, struct element *e)
{
	struct page *page = &p->pages[p->page_count - 1];
	int mcid = page->mcids++;

	if (e->page == 0)
		e->page = page->id;
	if (e->page == page->id) {
		buf_int(&e->kids, mcid);
		buf_char(&e->kids, ' ');
	} else {
		buf_printf(&e->kids, "<</Type /MCR /Pg %u 0 R /MCID %d>> ",
		    page->id, mcid);
	}
	put_ref(&p->page_marks, e->id);
	buf_char(&p->content, '/');
	put_name(&p->content, e);
	buf_str_add(&p->content, " <</MCID ");
	buf_int(&p->content, mcid);
	buf_str_add(&p->content, ">> BDC\n");
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
	if (p->tree_id == 0)
		p->tree_id = pdf_number(p);
	e = tag->resume == 0 ? NULL : find_live(p, tag->resume);
	if (e == NULL)
		e = new_element(p, tag);
	if (e == NULL)
		return err_nomem(err);
	e->opened++;
	if (ret != NULL)
		*ret = e->id;
	p->marked[p->depth] = is_leaf(tag->role);
	p->stack[p->depth++] = e;
	if (is_leaf(tag->role))
		begin_mark(p, e);
	return true;
}

bool
pdf_close(void *ctx, struct err *err)
{
	struct pdf *p = ctx;
	struct element *e;

	(void)err;
	if (!pdf_is_tagged(p))
		return true;
	if (p->artifact_depth > 0) {
		if (--p->artifact_depth == 0)
			buf_str_add(&p->content, "EMC\n");
		return true;
	}
	e = p->stack[--p->depth];
	e->opened--;
	e->closed_on = (int)p->page_count;
	if (p->marked[p->depth])
		buf_str_add(&p->content, "EMC\n");
	return true;
}

static void
put_attributes(struct buf *b, const struct element *e)
{
	if (e->role != CANVAS_HEAD_CELL && e->columns <= 1 && e->rows <= 1)
		return;
	buf_str_add(b, "/A <</O /Table");
	if (e->role == CANVAS_HEAD_CELL)
		buf_str_add(b, " /Scope /Column");
	if (e->columns > 1)
		buf_printf(b, " /ColSpan %d", e->columns);
	if (e->rows > 1)
		buf_printf(b, " /RowSpan %d", e->rows);
	buf_str_add(b, ">>\n");
}

static bool
pack_element(struct pdf *p, const struct element *e, struct err *err)
{
	struct buf *b = &p->scratch;

	if (!buf_ok(&e->kids) || !buf_ok(&e->alt))
		return err_nomem(err);
	buf_clear(b);
	buf_str_add(b, "<<\n/Type /StructElem /S /");
	put_name(b, e);
	buf_str_add(b, " /P ");
	put_ref(b, e->parent);
	if (e->page != 0) {
		buf_str_add(b, "/Pg ");
		put_ref(b, e->page);
	}
	if (e->alt.len > 0) {
		buf_str_add(b, "/Alt ");
		pdf_text(b, buf_str(&e->alt));
		buf_char(b, '\n');
	}
	put_attributes(b, e);
	if (e->role == CANVAS_NOTE) {
		buf_str_add(b, "/ID ");
		put_note_name(b, e->id);
	}
	buf_str_add(b, "/K [");
	buf_add(b, buf_str(&e->kids), e->kids.len);
	buf_str_add(b, "]\n>>");
	return pdf_pack(p, e->id, b, err);
}

/* Packs what no later page can open again; `all` at the end. */
static bool
pack_closed(struct pdf *p, bool all, struct err *err)
{
	struct element **at = &p->live;

	while (*at != NULL) {
		struct element *e = *at;

		if (!all &&
		    (e->opened > 0 || e->closed_on >= (int)p->page_count)) {
			at = &e->next;
			continue;
		}
		if (!pack_element(p, e, err))
			return false;
		*at = e->next;
		e->next = p->spare;
		p->spare = e;
	}
	return true;
}

bool
pdf_tags_page_end(struct pdf *p, struct err *err)
{
	struct buf *b = &p->scratch;
	struct page *page = &p->pages[p->page_count - 1];

	if (!pdf_is_tagged(p))
		return true;
	if (!buf_ok(&p->page_marks))
		return err_nomem(err);
	buf_clear(b);
	buf_char(b, '[');
	buf_add(b, buf_str(&p->page_marks), p->page_marks.len);
	buf_char(b, ']');
	buf_clear(&p->page_marks);
	page->marks = pdf_number(p);
	return pdf_pack(p, page->marks, b, err) && pack_closed(p, false, err);
}

static bool
pack_parents(struct pdf *p, unsigned id, struct err *err)
{
	struct buf *b = &p->scratch;

	buf_clear(b);
	buf_str_add(b, "<<\n/Nums [");
	for (size_t i = 0; i < p->page_count; i++)
		buf_printf(b, "%zu %u 0 R\n", i, p->pages[i].marks);
	buf_str_add(b, "]\n>>");
	return pdf_pack(p, id, b, err);
}

bool
pdf_write_tags(struct pdf *p, struct err *err)
{
	struct buf *b = &p->scratch;
	unsigned parents;

	if (!pdf_is_tagged(p) || p->tree_id == 0)
		return true;
	parents = pdf_number(p);
	if (!pack_closed(p, true, err) || !pack_parents(p, parents, err))
		return false;
	if (!buf_ok(&p->roots) || !buf_ok(&p->notes))
		return err_nomem(err);
	buf_clear(b);
	buf_printf(b,
	    "<<\n/Type /StructTreeRoot /ParentTree %u 0 R /ParentTreeNextKey "
	    "%zu\n/K [",
	    parents, p->page_count);
	buf_add(b, buf_str(&p->roots), p->roots.len);
	buf_str_add(b, "]\n");
	if (p->notes.len > 0) {
		buf_str_add(b, "/IDTree <</Names [");
		buf_add(b, buf_str(&p->notes), p->notes.len);
		buf_str_add(b, "]>>\n");
	}
	buf_str_add(b, ">>");
	return pdf_pack(p, p->tree_id, b, err);
}

void
pdf_tags_free(struct pdf *p)
{
	struct element *lists[] = { p->live, p->spare };

	for (int i = 0; i < 2; i++)
		for (struct element *e = lists[i]; e != NULL; e = e->next) {
			buf_done(&e->kids);
			buf_done(&e->alt);
		}
	buf_done(&p->roots);
	buf_done(&p->page_marks);
	buf_done(&p->notes);
}
