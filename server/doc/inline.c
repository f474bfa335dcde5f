/* doc/inline.c -- text and inline elements of the open paragraph.
 *
 * White space of the template collapses to single spaces; a space that ends one
 * element and begins the next is one; spaces at the paragraph's edges and
 * around a forced break go. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "doc/doc_priv.h"
#include "viet/text.h"

static const struct gfx_color missing_color = { 0xC0, 0x00, 0x00 };

bool
doc_para_open(
    struct doc_build *b, struct frame *f, const char *style, struct err *err)
{
	f->block = doc_new_block(b, DOC_PARA, f->pos, err);
	if (f->block == NULL)
		return false;
	b->para = &f->block->para;
	b->para->style = doc_style_of(b, f, style, b->block_arena);
	b->run_tail = &b->para->runs;
	b->last_run = NULL;
	b->space_pending = b->any_text = b->any_words = false;
	f->font = b->para->style->font;
	f->nobr = b->para->style->nobr;
	f->tail = NULL;
	return true;
}

bool
doc_para_close(struct doc_build *b, struct frame *f, struct err *err)
{
	b->para = NULL;
	b->space_pending = false;
	return doc_finish_block(b, f, f->block, err);
}

static bool
same_font(const struct doc_font *x, const struct doc_font *y)
{
	return strcmp(x->role, y->role) == 0 && x->bold == y->bold &&
	       x->italic == y->italic && x->size == y->size &&
	       memcmp(&x->color, &y->color, sizeof(x->color)) == 0 &&
	       x->raise == y->raise && x->underline == y->underline &&
	       x->tracking == y->tracking;
}

static struct doc_run *
new_run(struct doc_build *b, enum doc_run_kind kind,
    const struct doc_font *font, bool nobr, struct pos pos)
{
	struct doc_run *run = arena_alloc(b->block_arena, sizeof(*run));

	if (run == NULL)
		return NULL;
	run->kind = kind;
	run->font = *font;
	run->font.role = arena_strdup(b->block_arena, font->role);
	run->nobr = nobr;
	run->pos = pos;
	run->text = "";
	*b->run_tail = run;
	b->run_tail = &run->next;
	b->last_run = run;
	return run->font.role == NULL ? NULL : run;
}

/* Collapsed text; the pending space is put before it when text stands on both
 * sides. */
static void
collapse(struct doc_build *b, const struct xml_chars *c, struct buf *out)
{
	for (size_t i = 0; i < c->len; i++) {
		if (strchr(" \t\r\n", c->text[i]) != NULL) {
			b->space_pending = true;
			continue;
		}
		if (b->space_pending && b->any_text)
			buf_char(out, ' ');
		b->space_pending = false;
		b->any_text = true;
		buf_char(out, c->text[i]);
	}
}

static bool
append_text(struct doc_build *b, struct doc_run *run, const char *text,
    size_t len, struct err *err)
{
	char *joined = arena_alloc(b->block_arena, run->len + len + 1);

	if (joined == NULL)
		return err_nomem(err);
	memcpy(joined, run->text, run->len);
	memcpy(joined + run->len, text, len);
	run->text = joined;
	run->len += len;
	return true;
}

static bool
add_piece(struct doc_build *b, struct frame *f, const struct xml_chars *c,
    struct err *err)
{
	struct doc_run *run = b->last_run;
	struct doc_font font = f->font;
	struct buf text = { 0 };
	bool missing = c->origin == XML_IS_MISSING, ok;
	const char *path = c->data_path;
	size_t skip = 0;

	if (b->para == NULL || b->skip_text > 0)
		return true;
	collapse(b, c, &text);
	if (text.len == 0)
		return true;
	b->any_words = true;
	if (missing && buf_str(&text)[0] == ' ') {
		/* The space before it is not in its frame. */
		if (new_run(b, DOC_TEXT, &font, f->nobr, c->pos) == NULL ||
		    !append_text(b, b->last_run, " ", 1, err)) {
			buf_done(&text);
			return err_nomem(err);
		}
		run = NULL;
		skip = 1;
	}
	if (missing)
		font.color = missing_color;
	if (run == NULL || run->kind != DOC_TEXT || run->note_mark ||
	    run->nobr != f->nobr || run->missing != missing ||
	    run->from_data != (c->origin == XML_FROM_DATA) ||
	    !same_font(&run->font, &font)) {
		run = new_run(b, DOC_TEXT, &font, f->nobr, c->pos);
		if (run == NULL) {
			buf_done(&text);
			return err_nomem(err);
		}
		run->missing = missing;
		run->from_data = c->origin == XML_FROM_DATA;
		run->data_path =
		    path == NULL ? NULL : arena_strdup(b->block_arena, path);
	}
	ok = buf_ok(&text) ? append_text(b, run, buf_str(&text) + skip,
				 text.len - skip, err)
			   : err_nomem(err);
	buf_done(&text);
	return ok;
}

/* U+2028 in a value is a line break (the filter `lines`). */
bool
doc_add_text(struct doc_build *b, struct frame *f, const struct xml_chars *c,
    struct err *err)
{
	struct xml_chars piece = *c;
	const char *end = c->text + c->len, *at = c->text;

	while ((at = memchr(at, 0xE2, (size_t)(end - at))) != NULL) {
		if (end - at < 3 || memcmp(at, "\xE2\x80\xA8", 3) != 0) {
			at++;
			continue;
		}
		piece.len = (size_t)(at - piece.text);
		if (!add_piece(b, f, &piece, err) ||
		    !doc_add_run(b, f, DOC_BR, err))
			return false;
		piece.text = at += 3;
	}
	piece.len = (size_t)(end - piece.text);
	return add_piece(b, f, &piece, err);
}

bool
doc_add_label(struct doc_build *b, const struct doc_font *font,
    const char *text, struct pos pos, struct err *err)
{
	struct doc_run *run;

	if (b->skip_text > 0)
		return true;
	run = new_run(b, DOC_TEXT, font, true, pos);
	if (run == NULL)
		return err_nomem(err);
	b->any_text = true;
	b->space_pending = false;
	return append_text(b, run, text, strlen(text), err);
}

bool
doc_add_run(struct doc_build *b, struct frame *f, enum doc_run_kind kind,
    struct err *err)
{
	bool space = b->space_pending && b->any_text;

	if (b->para == NULL || b->skip_text > 0)
		return true;
	if (space && kind != DOC_BR && kind != DOC_TAB &&
	    !doc_add_label(b, &f->font, " ", f->pos, err))
		return false;
	if (new_run(b, kind, &f->font, f->nobr, f->pos) == NULL)
		return err_nomem(err);
	b->space_pending = false;
	b->any_text = kind != DOC_BR && kind != DOC_TAB;
	return true;
}

bool
el_bold(struct doc_build *b, struct frame *f, struct err *err)
{
	const char *name = f->spec->name;

	(void)b;
	(void)err;
	if (strcmp(name, "b") == 0) {
		f->font.bold = true;
	} else if (strcmp(name, "i") == 0) {
		f->font.italic = true;
	} else if (strcmp(name, "u") == 0) {
		f->font.underline = true;
	} else if (strcmp(name, "nobr") == 0) {
		f->nobr = true;
	} else if (strcmp(name, "sup") == 0) {
		f->font.raise += f->font.size / 3;
		f->font.size = f->font.size * 2 / 3;
	} else if (strcmp(name, "sub") == 0) {
		f->font.raise -= f->font.size / 6;
		f->font.size = f->font.size * 2 / 3;
	}
	return true;
}

bool
el_span(struct doc_build *b, struct frame *f, struct err *err)
{
	const char *font = doc_attr(f, "font");

	(void)err;
	if (font != NULL && !doc_font_parse(font, b->block_arena, &f->font))
		doc_author_error(b, ERR_VALUE, doc_attr_pos(f, "font"),
		    "viết như serif-bold 14", "font=\"%.60s\"", font);
	f->font.size = doc_length(b, f, "size", f->font.size);
	f->font.tracking = doc_length(b, f, "tracking", f->font.tracking);
	f->font.color = doc_color(b, f, "color", f->font.color);
	return true;
}

bool
el_run(struct doc_build *b, struct frame *f, struct err *err)
{
	static const struct {
		const char *name;
		enum doc_run_kind kind;
	} runs[] = { { "br", DOC_BR }, { "page-number", DOC_PAGE_NUMBER },
		{ "page-count", DOC_PAGE_COUNT } };

	for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++)
		if (strcmp(runs[i].name, f->spec->name) == 0)
			return doc_add_run(b, f, runs[i].kind, err);
	return true;
}

/* "60mm" or "100%" */
static bool
tab_stop(const char *v, struct doc_tab *tab)
{
	size_t n = strspn(v, "0123456789");
	int percent = 0;

	if (n == 0 || n > 3 || strcmp(v + n, "%") != 0)
		return mpt_parse(v, NULL, &tab->at) && tab->at > 0;
	for (size_t i = 0; i < n; i++)
		percent = percent * 10 + (v[i] - '0');
	tab->permille = percent * 10;
	return percent > 0 && percent <= 100;
}

/* <leader/> is the tab to the right edge, with dots. */
bool
el_tab(struct doc_build *b, struct frame *f, struct err *err)
{
	bool leader = strcmp(f->spec->name, "leader") == 0;
	const char *at = doc_attr(f, "at");
	struct doc_tab tab = { .leader = leader };

	if (b->para == NULL || b->skip_text > 0)
		return true;
	if (!tab_stop(at == NULL && leader ? "100%"
		      : at == NULL	   ? ""
					   : at,
		&tab))
		doc_author_error(b, ERR_LENGTH, doc_attr_pos(f, "at"),
		    "viết như at=\"60mm\" hoặc at=\"100%\", tính từ lề trái "
		    "của "
		    "đoạn",
		    "thẻ <%s>: at=\"%.40s\"", f->spec->name,
		    at == NULL ? "" : at);
	tab.align = (enum doc_tab_align)doc_choice(f, "align",
	    "left right center decimal", leader ? DOC_TAB_RIGHT : DOC_TAB_LEFT);
	tab.leader = doc_yes(f, "dots", leader);
	if (!doc_add_run(b, f, DOC_TAB, err))
		return false;
	b->last_run->tab = tab;
	return true;
}

bool
el_ref(struct doc_build *b, struct frame *f, struct err *err)
{
	const char *to = doc_attr(f, "to"), *text;
	struct xml_chars c = { .origin = XML_FROM_TEMPLATE, .pos = f->pos };

	if (to == NULL)
		return doc_author_error(b, ERR_ATTR, f->pos, "thêm to=\"…\"",
		    "thẻ <ref> thiếu thuộc tính to");
	text = doc_choice(f, "as", "ten trang", 0) == 1
		   ? doc_ref_page(b, to, doc_attr_pos(f, "to"))
		   : doc_ref_text(b, to, doc_attr_pos(f, "to"));
	text = text == NULL ? NULL : viet_join(b->block_arena, text);
	if (text == NULL)
		return err_nomem(err);
	c.text = text;
	c.len = strlen(text);
	return doc_add_text(b, f, &c, err);
}
