/* doc/note.c -- footnotes.
 *
 * <footnote> stands where its mark is to stand and holds the words of the note.
 * The builder sets the mark aside as a run that knows its note; typesetting
 * puts the note at the foot of the page that has the mark.  Numbers run through
 * the whole document, so that none depends on where a page ends. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "doc/doc_priv.h"

static const char *const shut[] = { "footnote", "thead", "header", "footer",
	"box" };

/* A note needs a page's foot of its own: not in what is repeated, not on a
 * sheet of boxes, not in another note. */
static bool
may_have_notes(const struct doc_build *b, const struct frame *f)
{
	for (const struct frame *up = b->frames; up < f; up++)
		for (size_t i = 0; i < sizeof(shut) / sizeof(shut[0]); i++)
			if (strcmp(up->spec->name, shut[i]) == 0)
				return false;
	return true;
}

static bool
put_mark(struct doc_build *b, const struct doc_font *base, const char *number,
    struct pos pos, struct err *err)
{
	struct doc_font font = *base;

	font.raise += font.size / 3;
	font.size = font.size * 2 / 3;
	font.bold = font.italic = font.underline = false;
	if (!doc_add_label(b, &font, number, pos, err))
		return false;
	b->last_run->note_mark = true;
	return true;
}

/* Without a style of that name: eleven points, as in common practice. */
static bool
note_style(struct doc_build *b, struct frame *f, struct err *err)
{
	bool named =
	    doc_attr(f, "style") != NULL || doc_style_known(b, DOC_NOTE_STYLE);
	struct doc_style *st;

	if (named)
		return true;
	st = arena_memdup(
	    b->block_arena, b->para->style, sizeof(*b->para->style));
	if (st == NULL)
		return err_nomem(err);
	if (doc_attr(f, "font") == NULL && doc_attr(f, "size") == NULL)
		st->font.size = 11000;
	if (doc_attr(f, "align") == NULL)
		st->align = DOC_JUSTIFY;
	b->para->style = st;
	f->font = st->font;
	return true;
}

bool
el_footnote(struct doc_build *b, struct frame *f, struct err *err)
{
	const char *id = doc_attr(f, "id");
	struct doc_run *mark;
	char number[16];

	f->skipped = b->para == NULL || !may_have_notes(b, f);
	if (f->skipped) {
		f->place = IN_PARA;
		b->skip_text++;
		return doc_author_error(b, ERR_ELEMENT, f->pos,
		    "đặt chú thích trong đoạn văn, đề mục, điều khoản hoặc ô "
		    "của bảng",
		    "<footnote> không đứng trong đầu bảng, đầu trang, chân "
		    "trang, khung hay chú thích khác");
	}
	snprintf(number, sizeof(number), "%d", ++b->notes);
	if (id != NULL && !doc_ref_add(b, id, number, f->pos))
		return err_nomem(err);
	if (!put_mark(b, &f->font, number, f->pos, err))
		return false;
	mark = b->last_run;
	b->outer = (struct outer_para){ b->para, b->run_tail, mark };
	if (!doc_para_open(b, f,
		doc_style_known(b, DOC_NOTE_STYLE) ? DOC_NOTE_STYLE : NULL,
		err) ||
	    !note_style(b, f, err))
		return false;
	b->para->role = DOC_ROLE_NOTE;
	if (id != NULL)
		b->para->id = arena_strdup(b->block_arena, id);
	b->para->label_first = true;
	mark->note = f->block;
	return put_mark(b, &f->font, number, f->pos, err) &&
	       doc_add_label(b, &f->font, "\xC2\xA0", f->pos, err);
}

bool
el_footnote_end(struct doc_build *b, struct frame *f, struct err *err)
{
	(void)err;
	if (f->skipped) {
		b->skip_text--;
		return true;
	}
	if (!b->any_words)
		doc_author_error(b, ERR_ELEMENT, f->pos,
		    "viết lời chú thích trong <footnote>…</footnote>",
		    "chú thích không có chữ");
	b->para = b->outer.para;
	b->run_tail = b->outer.run_tail;
	b->last_run = b->outer.last_run;
	b->space_pending = false;
	b->any_text = true;
	return true;
}

bool
el_footnote_ref(struct doc_build *b, struct frame *f, struct err *err)
{
	const char *to = doc_attr(f, "to"), *number;

	if (to == NULL)
		return doc_author_error(b, ERR_ATTR, f->pos, "thêm to=\"…\"",
		    "thẻ <footnote-ref> thiếu thuộc tính to");
	if (b->para == NULL)
		return true;
	number = doc_ref_text(b, to, doc_attr_pos(f, "to"));
	return put_mark(b, &f->font, number, f->pos, err);
}
