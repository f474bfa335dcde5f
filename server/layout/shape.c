/* layout/shape.c -- runs → glyphs.
 *
 * Vietnamese in NFC needs no shaping engine: one code point, one glyph. Kerning
 * is added where the style asks for it.  A letter that the face lacks is an
 * error with its place in the data; nothing is ever drawn as a box. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "layout/lay_priv.h"
#include "viet/text.h"

void
lay_report(struct lay *lay, struct err *err)
{
	if (lay->measuring)
		return;
	err->page = lay->physical + (lay->page_open ? 0 : 1);
	err_list_add(lay->config.errors, err);
}

static void
no_glyph(struct lay *lay, const struct doc_run *run,
    const struct font_face *face, uint32_t cp)
{
	struct buf letter = { 0 };
	struct err err;

	buf_utf8(&letter, cp);
	err_set(&err, ERR_GLYPH, run->pos,
	    "chữ «%s» (U+%04X) không có trong phông %s", buf_str(&letter), cp,
	    font_name(face));
	err_data(&err, run->data_path);
	err_hint(&err, "gõ lại chữ ấy, hoặc chọn phông khác cho chỗ này");
	lay_report(lay, &err);
	buf_done(&letter);
}

static mpt
size_of(const struct lay *lay, const struct doc_run *run)
{
	return (mpt)((int64_t)run->font.size * lay->scale / 1000);
}

static const char *
run_text(struct lay *lay, const struct doc_run *run, struct arena *a)
{
	if (run->kind == DOC_PAGE_NUMBER)
		return arena_printf(a, "%d", lay->number);
	if (run->kind != DOC_PAGE_COUNT)
		return run->text;
	lay->facts.wants_page_count = true;
	return arena_printf(
	    a, "%d", lay->config.page_count > 0 ? lay->config.page_count : 1);
}

static size_t
count_glyphs(struct lay *lay, const struct doc_para *p)
{
	size_t n = 0;

	(void)lay;
	for (const struct doc_run *r = p->runs; r != NULL; r = r->next)
		n += r->kind == DOC_TEXT ? viet_length(r->text) : 12;
	return n;
}

static void
kern(const struct font_face *face, mpt size, struct glyph *left,
    const struct glyph *right)
{
	if (left->face != face || left->size != size || left->forced)
		return;
	left->advance +=
	    font_scale(face, font_kern(face, left->gid, right->gid), size);
}

static void
shape_run(struct lay *lay, const struct doc_para *p, const struct doc_run *run,
    const struct font_face *face, const char *text, struct glyphs *g)
{
	mpt size = size_of(lay, run);
	uint32_t cp;

	while ((cp = viet_next(&text)) != 0) {
		struct glyph *it = &g->items[g->count];
		bool nbsp = cp == 0xA0;

		it->cp = cp;
		it->space = cp == ' ' || nbsp;
		it->breaks = cp == ' ' && !run->nobr;
		it->gid = font_glyph(face, nbsp ? ' ' : cp);
		if (it->gid == 0) {
			no_glyph(lay, run, face, cp);
			continue;
		}
		it->face = face;
		it->run = run;
		it->size = size;
		it->advance =
		    font_scale(face, font_advance(face, it->gid), size) +
		    run->font.tracking;
		if (p->style->kern && g->count > 0)
			kern(face, size, it - 1, it);
		g->count++;
	}
}

/* Its least width; lines.c stretches it to the stop. */
static void
add_tab(struct lay *lay, const struct doc_run *run,
    const struct font_face *face, struct glyphs *g)
{
	mpt size = size_of(lay, run);

	g->items[g->count++] = (struct glyph){ .gid = font_glyph(face, ' '),
		.cp = ' ',
		.advance = run->tab.leader ? size * 2 : size / 4,
		.face = face,
		.run = run,
		.size = size };
}

bool
lay_shape(struct lay *lay, const struct doc_para *p, struct arena *a,
    struct glyphs *ret, struct err *err)
{
	const struct font_face *face;

	ret->count = 0;
	ret->items =
	    arena_alloc_n(a, count_glyphs(lay, p) + 1, sizeof(*ret->items));
	if (ret->items == NULL)
		return err_nomem(err);
	for (const struct doc_run *r = p->runs; r != NULL; r = r->next) {
		const char *text;

		if (r->kind == DOC_BR) {
			ret->items[ret->count].run = r;
			ret->items[ret->count++].forced = true;
			continue;
		}
		if (!font_find(lay->config.fonts, r->font.role, r->font.bold,
			r->font.italic, &face, err)) {
			if (err->line == 0) {
				err->line = r->pos.line;
				err->col = r->pos.col;
				snprintf(err->file, sizeof(err->file), "%s",
				    r->pos.file == NULL ? "" : r->pos.file);
			}
			return false;
		}
		if (r->kind == DOC_TAB) {
			add_tab(lay, r, face, ret);
			continue;
		}
		text = run_text(lay, r, a);
		if (text == NULL)
			return err_nomem(err);
		shape_run(lay, p, r, face, text, ret);
	}
	return true;
}
