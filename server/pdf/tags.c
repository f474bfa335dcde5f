/* pdf/tags.c -- structure tree and marked content (PDF 32000-1, 14.7).
 *
 * Leaves (paragraph, heading, figure) carry marked content; groups carry
 * elements.  What is opened inside an artifact is part of the artifact.
 *
 * A paragraph or table that goes on is opened again on the very next page; so
 * what was closed a page earlier is finished, packed away and its memory used
 * again.  The tree of a long table needs the memory of two pages. */
#include <assert.h>
#include <string.h>

#include "pdf/pdf_priv.h"

static const char *const names[] = { "Document", "Sect", "H", "P", "L", "LI",
	"Lbl", "LBody", "Table", "THead", "TBody", "TR", "TH", "TD", "Figure",
	"Note", "Span", "Div", "TOC", "TOCI", "Artifact" };

enum {
	ARRAY_MAX = 8191, /* PDF 1.4, annex C: what PDF/A-1 allows */
	BODY_ROWS = 4096,
	NODE_PAGES = 1024
};

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

static void
put_box(struct buf *b, const struct element *e)
{
	buf_str_add(b, "/A <</O /Layout /BBox [");
	for (int i = 0; i < 4; i++)
		pdf_num(b, e->box[i]);
	buf_str_add(b, "]>>\n");
}

static void
put_attributes(struct buf *b, const struct element *e)
{
	if (e->drawn)
		put_box(b, e);
	if (e->role == CANVAS_LIST)
		buf_printf(b, "/A<</O/List/ListNumbering/%s>>",
		    e->numbering == NULL ? "None" : e->numbering);
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
	if (e->count > ARRAY_MAX && pdf_part(p) == 1) {
		err_set(err, ERR_LIMIT, no_pos,
		    "PDF/A-1 không chứa được %d phần trong một mục", e->count);
		return err_hint(err, "dùng pdf-profile=\"a-2a\"");
	}
	buf_clear(b);
	/* /Type is optional, and every fourth byte of a long table's tree. */
	buf_str_add(b, "<</S/");
	put_name(b, e);
	buf_str_add(b, "/P ");
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
	if (e->role == CANVAS_NOTE) {
		buf_str_add(b, "/ID ");
		put_note_name(b, e->id);
	}
	put_attributes(b, e);
	if (e->count == 1 && buf_str(&e->kids)[0] != '<') {
		buf_str_add(b, "/K ");
		buf_add(b, buf_str(&e->kids), e->kids.len);
		buf_str_add(b, ">>");
	} else {
		buf_str_add(b, "/K[");
		buf_add(b, buf_str(&e->kids), e->kids.len);
		buf_str_add(b, "]>>");
	}
	return pdf_pack(p, e->id, b, err);
}

/* PDF/A-1: no array is longer than ARRAY_MAX, so a long table has several
 * bodies. The open one is packed; its struct goes on as the next. */
static bool
continue_body(struct pdf *p, struct element *e, struct err *err)
{
	struct element *table = p->live;

	while (table != NULL && table->id != e->parent)
		table = table->next;
	assert(table != NULL); /* it is open while its body is */
	if (!pack_element(p, e, err))
		return false;
	buf_clear(&e->kids);
	e->count = 0;
	e->id = pdf_number(p);
	put_ref(&table->kids, e->id);
	table->count++;
	return true;
}

static struct element *
new_element(struct pdf *p, const struct canvas_tag *tag, struct err *err)
{
	struct element *e = take_element(p), *up = NULL;

	if (e == NULL) {
		err_nomem(err);
		return NULL;
	}
	for (int i = p->depth; i-- > 0 && up == NULL;)
		up = p->stack[i];
	e->role = tag->role;
	e->level = tag->level;
	e->columns = tag->columns;
	e->rows = tag->rows;
	e->numbering = tag->numbering;
	if (tag->alt != NULL)
		buf_str_add(&e->alt, tag->alt);
	if (up != NULL && up->role == CANVAS_TABLE_BODY &&
	    up->count >= BODY_ROWS && pdf_part(p) == 1 &&
	    !continue_body(p, up, err))
		return NULL;
	e->id = e->handle = pdf_number(p);
	e->parent = up == NULL ? p->tree_id : up->id;
	put_ref(up == NULL ? &p->roots : &up->kids, e->id);
	if (up != NULL)
		up->count++;
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

	while (e != NULL && e->handle != id)
		e = e->next;
	return e;
}

/* A kid on the element's own page is a bare number. */
static void
begin_mark(struct pdf *p, struct element *e)
{
	struct page *page = &p->pages[p->page_count - 1];
	int mcid = page->mcids++;

	e->count++;
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
		e = new_element(p, tag, err);
	if (e == NULL)
		return false;
	e->opened++;
	if (ret != NULL)
		*ret = e->handle;
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

void
pdf_cover(struct pdf *p, mpt x, mpt y, mpt w, mpt h)
{
	struct element *e = p->depth == 0 ? NULL : p->stack[p->depth - 1];
	mpt box[4] = { x, p->height - y - h, x + w, p->height - y };

	if (e == NULL || e->role != CANVAS_FIGURE || p->artifact_depth > 0)
		return;
	for (int i = 0; i < 4; i++)
		if (!e->drawn ||
		    (i < 2 ? box[i] < e->box[i] : box[i] > e->box[i]))
			e->box[i] = box[i];
	e->drawn = true;
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

static void
put_parents(struct pdf *p, size_t from, size_t to)
{
	struct buf *b = &p->scratch;

	buf_str_add(b, "/Nums [");
	for (size_t i = from; i < to; i++)
		buf_printf(b, "%zu %u 0 R\n", i, p->pages[i].marks);
	buf_str_add(b, "]\n>>");
}

/* A number tree: one node, or a root over nodes that no array is too long for.
 */
static bool
pack_parents(struct pdf *p, unsigned id, struct err *err)
{
	struct buf *b = &p->scratch, kids = { 0 };
	bool ok = true;

	buf_clear(b);
	if (p->page_count <= NODE_PAGES) {
		buf_str_add(b, "<<\n");
		put_parents(p, 0, p->page_count);
		return pdf_pack(p, id, b, err);
	}
	for (size_t from = 0; ok && from < p->page_count; from += NODE_PAGES) {
		size_t to = from + NODE_PAGES < p->page_count
				? from + NODE_PAGES
				: p->page_count;
		unsigned node = pdf_number(p);

		buf_clear(b);
		buf_printf(b, "<<\n/Limits [%zu %zu]\n", from, to - 1);
		put_parents(p, from, to);
		put_ref(&kids, node);
		ok = pdf_pack(p, node, b, err);
	}
	buf_clear(b);
	buf_printf(b, "<<\n/Kids [%s]\n>>", buf_str(&kids));
	ok = ok && (buf_ok(&kids) || err_nomem(err)) && pdf_pack(p, id, b, err);
	buf_done(&kids);
	return ok;
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
	buf_done(&p->notes);
	buf_done(&p->page_marks);
	buf_done(&p->notes);
}
