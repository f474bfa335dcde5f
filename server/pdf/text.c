/* pdf/text.c -- a run of text in the page's content (PDF 32000-1, 9.4). */
#include "pdf/pdf_priv.h"

/* Two bytes of a literal string: half as long as hexadecimal digits. */
static void
code(struct buf *b, unsigned cid)
{
	char s[4];
	size_t n = 0;

	for (int shift = 8; shift >= 0; shift -= 8) {
		char c = (char)(cid >> shift);

		if (c == '(' || c == ')' || c == '\\' || c == '\r')
			s[n++] = '\\';
		s[n++] = c;
		if (c == '\r')
			s[n - 1] = 'r';
	}
	buf_add(b, s, n);
}

/* Thousandths of the size, with two decimals, to the left. */
static void
shift(struct buf *b, mpt adjust, mpt size)
{
	int64_t v = -(int64_t)adjust * 100000;
	int64_t half = size / 2;

	buf_char(b, ')');
	buf_fixed(b, (v >= 0 ? v + half : v - half) / size, 2);
	buf_char(b, '(');
}

static void
set_face(struct pdf *p, unsigned face, mpt size)
{
	struct buf *b = &p->content;

	if (p->last_face == p->faces[face].face && p->last_size == size)
		return;
	buf_str_add(b, "/F");
	buf_int(b, face);
	buf_char(b, ' ');
	pdf_num(b, size);
	buf_str_add(b, "Tf\n");
	p->last_face = p->faces[face].face;
	p->last_size = size;
}

/* Tracked text moves nearly all of its letters by the same: that is said once.
 */
static mpt
spacing_of(const struct canvas_text *t)
{
	mpt first = t->count < 3 ? 0 : t->glyphs[0].adjust;
	size_t same = 0;

	for (size_t i = 0; first != 0 && i + 1 < t->count; i++)
		same += t->glyphs[i].adjust == first;
	return same * 2 > t->count ? first : 0;
}

/* The first four numbers of a text matrix. */
static void
turn(struct buf *b, int degrees)
{
	int32_t c, s;

	gfx_turn(degrees, &c, &s);
	buf_fixed(b, c, 6);
	buf_char(b, ' ');
	buf_fixed(b, s, 6);
	buf_char(b, ' ');
	buf_fixed(b, -s, 6);
	buf_char(b, ' ');
	buf_fixed(b, c, 6);
	buf_char(b, ' ');
}

static void
set_spacing(struct pdf *p, mpt spacing)
{
	if (p->last_spacing == spacing)
		return;
	pdf_num(&p->content, spacing);
	buf_str_add(&p->content, "Tc\n");
	p->last_spacing = spacing;
}

bool
pdf_draw_text(void *ctx, const struct canvas_text *t, struct err *err)
{
	struct pdf *p = ctx;
	struct buf *b = &p->content;
	mpt spacing = spacing_of(t);
	bool adjusted = false;
	unsigned face;

	if (!pdf_face(p, t->face, &face, err))
		return false;
	pdf_fill(p, t->color);
	buf_str_add(b, "BT\n");
	set_face(p, face, t->size);
	set_spacing(p, spacing);
	if (t->angle != 0)
		turn(b, t->angle);
	pdf_num(b, t->x);
	pdf_num(b, p->height - t->y);
	for (size_t i = 0; i + 1 < t->count; i++)
		adjusted = adjusted || t->glyphs[i].adjust != spacing;
	buf_str_add(b, t->angle != 0 ? "Tm\n" : "Td\n");
	buf_str_add(b, adjusted ? "[(" : "(");
	for (size_t i = 0; i < t->count; i++) {
		const struct canvas_glyph *g = &t->glyphs[i];

		code(b, pdf_cid(&p->faces[face], g->gid));
		if (g->adjust != spacing && i + 1 < t->count)
			shift(b, g->adjust - spacing, t->size);
	}
	buf_str_add(b, adjusted ? ")] TJ\nET\n" : ") Tj\nET\n");
	return buf_ok(b) || err_nomem(err);
}
