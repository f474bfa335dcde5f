/* doc/toc.c -- the table of contents.
 *
 * It stands before what it lists, so it is printed from the pass before: the
 * first pass finds the headings, the second their pages, the third prints what
 * the second found. */
#include <string.h>

#include "base/arena.h"
#include "doc/doc_priv.h"

bool
doc_heading_add(struct doc_build *b, const struct doc_para *p)
{
	struct doc_toc *toc = doc_refs_toc(b->config.refs);
	struct heading *h = arena_alloc(b->arena, sizeof(*h));

	if (h == NULL)
		return false;
	h->text = arena_strdup(b->arena, p->outline == NULL ? "" : p->outline);
	h->level = p->heading_level;
	if (toc->now == NULL)
		toc->tail = &toc->now;
	*toc->tail = h;
	toc->tail = &h->next;
	return h->text != NULL;
}

bool
doc_toc_changed(const struct doc_toc *toc)
{
	const struct heading *x = toc->now, *y = toc->before;

	if (!toc->used)
		return false;
	for (; x != NULL && y != NULL; x = x->next, y = y->next)
		if (x->page != y->page || x->level != y->level ||
		    strcmp(x->text, y->text) != 0)
			return true;
	return x != NULL || y != NULL;
}

void
doc_toc_turn(struct doc_toc *toc)
{
	toc->before = toc->now;
	toc->now = NULL;
	toc->used = false;
	toc->passed = true;
}

static bool
put(struct doc_build *b, struct frame *f, const char *text, struct err *err)
{
	struct xml_chars c = { .text = text,
		.len = strlen(text),
		.origin = XML_FROM_TEMPLATE,
		.pos = f->pos };

	return doc_add_text(b, f, &c, err);
}

static bool
put_entry(struct doc_build *b, struct frame *f, const struct heading *h,
    struct err *err)
{
	mpt step = doc_length(b, f, "step", mpt_of_mm(5));
	struct doc_style *st;
	char page[24] = "0000";
	const char *number = page;

	if (!doc_para_open(b, f, NULL, err))
		return false;
	st = arena_memdup(
	    b->block_arena, b->para->style, sizeof(*b->para->style));
	if (st == NULL)
		return err_nomem(err);
	st->left += step * (h->level - 1);
	b->para->style = st;
	b->para->toc = true;
	if (h->page > 0)
		number = arena_printf(b->block_arena, "%d", h->page);
	if (number == NULL)
		return err_nomem(err);
	if (!put(b, f, h->text, err) || !doc_add_run(b, f, DOC_TAB, err))
		return false;
	b->last_run->tab = (struct doc_tab){
		.permille = 1000, .align = DOC_TAB_RIGHT, .leader = true
	};
	return put(b, f, number, err) && doc_para_close(b, f, err);
}

bool
el_toc(struct doc_build *b, struct frame *f, struct err *err)
{
	struct doc_toc *toc = doc_refs_toc(b->config.refs);
	int levels = doc_int(b, f, "levels", 3, 1, 6), n = 0;

	toc->used = true;
	if (!toc->passed) {
		doc_refs_wait(b->config.refs);
		return true;
	}
	for (const struct heading *h = toc->before; h != NULL; h = h->next) {
		if (h->level > levels)
			continue;
		if (!put_entry(b, f, h, err))
			return false;
		n++;
	}
	if (n == 0)
		doc_author_error(b, ERR_REF, f->pos,
		    "đặt tiêu đề bằng <h level=\"1\">…</h>, hoặc bỏ <toc/>",
		    "mục lục trống: văn bản không có <h> nào đến cấp %d",
		    levels);
	return true;
}
