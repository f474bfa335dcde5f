/* font/truetype.c -- the TrueType program of a few glyphs (OpenType 1.9: glyf,
 * loca, hmtx).
 *
 * Glyphs are numbered anew, hinting is left out: a PDF needs outlines and
 * widths.  HarfBuzz could do it, but keeps the old numbers or chooses its own;
 * with ours the tables have no holes, and a file is a fifth smaller and faster
 * to pack.  Nothing in the font is trusted: the office may bring its own. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "font/font_priv.h"

enum {
	ARGS_ARE_WORDS = 0x0001,
	HAS_SCALE = 0x0008,
	MORE = 0x0020,
	HAS_TWO_SCALES = 0x0040,
	HAS_MATRIX = 0x0080,
	HAS_INSTRUCTIONS = 0x0100,
	GLYPHS_MAX = 0xFFFF
};

struct table {
	hb_blob_t *blob;
	const uint8_t *p;
	unsigned len;
};

/* What is read and what is being made. */
struct cut {
	const struct font_face *f;
	struct table head, hhea, hmtx, maxp, loca, glyf;
	bool long_loca;
	unsigned metrics; /* of hmtx */
	uint16_t *fresh;  /* old number → new one, 0 = not in yet */
	uint16_t *old;	  /* new number → old one */
	size_t count, room;
	struct arena *arena;
	struct buf out_glyf;
	size_t *starts;
};

static unsigned
u16(const uint8_t *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static uint32_t
u32(const uint8_t *p)
{
	return (uint32_t)u16(p) << 16 | u16(p + 2);
}

static void
put16(struct buf *b, unsigned v)
{
	char s[2] = { (char)(v >> 8), (char)v };

	buf_add(b, s, 2);
}

static void
put32(struct buf *b, uint32_t v)
{
	put16(b, v >> 16);
	put16(b, v & 0xFFFF);
}

static void
set16(char *p, unsigned v)
{
	p[0] = (char)(v >> 8);
	p[1] = (char)v;
}

static struct table
open_table(const struct font_face *f, const char *tag)
{
	struct table t = { .blob = hb_face_reference_table(
			       f->hb, HB_TAG(tag[0], tag[1], tag[2], tag[3])) };

	t.p = (const uint8_t *)hb_blob_get_data(t.blob, &t.len);
	return t;
}

static bool
open_tables(struct cut *c)
{
	c->head = open_table(c->f, "head");
	c->hhea = open_table(c->f, "hhea");
	c->hmtx = open_table(c->f, "hmtx");
	c->maxp = open_table(c->f, "maxp");
	c->loca = open_table(c->f, "loca");
	c->glyf = open_table(c->f, "glyf");
	if (c->head.len < 54 || c->hhea.len < 36 || c->maxp.len < 32)
		return false;
	c->long_loca = u16(c->head.p + 50) != 0;
	c->metrics = u16(c->hhea.p + 34);
	return c->metrics > 0 && c->hmtx.len / 4 >= c->metrics &&
	       c->loca.len / (c->long_loca ? 4 : 2) > c->f->glyphs;
}

static void
close_tables(struct cut *c)
{
	hb_blob_destroy(c->head.blob);
	hb_blob_destroy(c->hhea.blob);
	hb_blob_destroy(c->hmtx.blob);
	hb_blob_destroy(c->maxp.blob);
	hb_blob_destroy(c->loca.blob);
	hb_blob_destroy(c->glyf.blob);
}

/* The outline of an old glyph; *ret_len 0 = it has none. */
static bool
outline(const struct cut *c, unsigned g, const uint8_t **ret, size_t *ret_len)
{
	size_t from, to;

	if (g >= c->f->glyphs)
		return false;
	if (c->long_loca) {
		from = u32(c->loca.p + (size_t)g * 4);
		to = u32(c->loca.p + (size_t)g * 4 + 4);
	} else {
		from = u16(c->loca.p + (size_t)g * 2) * 2u;
		to = u16(c->loca.p + (size_t)g * 2 + 2) * 2u;
	}
	if (from > to || to > c->glyf.len || (to > from && to - from < 10))
		return false;
	*ret = c->glyf.p + from;
	*ret_len = to - from;
	return true;
}

/* The new number of an old glyph, which comes in when it is not in yet. */
static bool
number_of(struct cut *c, unsigned g, unsigned *ret)
{
	if (g >= c->f->glyphs)
		return false;
	if (c->fresh[g] == 0 && g != c->old[0]) {
		if (c->count == c->room)
			return false;
		c->old[c->count] = (uint16_t)g;
		c->fresh[g] = (uint16_t)c->count++;
	}
	*ret = c->fresh[g];
	return true;
}

static bool
put_simple(struct buf *b, const uint8_t *p, size_t len)
{
	size_t head = 10 + 2 * (size_t)u16(p), skip;

	if (head + 2 > len)
		return false;
	skip = head + 2 + u16(p + head);
	if (skip > len)
		return false;
	buf_add(b, p, head);
	put16(b, 0); /* no instructions */
	buf_add(b, p + skip, len - skip);
	return true;
}

static bool
put_compound(struct cut *c, const uint8_t *p, size_t len)
{
	struct buf *b = &c->out_glyf;
	size_t at = 10, args;
	unsigned flags, g;

	buf_add(b, p, 10);
	do {
		if (at + 4 > len)
			return false;
		flags = u16(p + at);
		if (!number_of(c, u16(p + at + 2), &g))
			return false;
		args = (flags & ARGS_ARE_WORDS ? 4 : 2) +
		       (flags & HAS_SCALE	    ? 2
			   : flags & HAS_TWO_SCALES ? 4
			   : flags & HAS_MATRIX	    ? 8
						    : 0);
		if (at + 4 + args > len)
			return false;
		put16(b, flags & ~(unsigned)HAS_INSTRUCTIONS);
		put16(b, g);
		buf_add(b, p + at + 4, args);
		at += 4 + args;
	} while (flags & MORE);
	return true;
}

/* Glyphs that compounds are made of are appended while this runs. */
static bool
put_outlines(struct cut *c)
{
	for (size_t i = 0; i < c->count; i++) {
		const uint8_t *p;
		size_t len;

		c->starts[i] = c->out_glyf.len;
		if (!outline(c, c->old[i], &p, &len))
			return false;
		if (len > 0 &&
		    !(u16(p) & 0x8000 ? put_compound(c, p, len)
				      : put_simple(&c->out_glyf, p, len)))
			return false;
		if (c->out_glyf.len % 2 != 0)
			buf_char(&c->out_glyf, '\0');
	}
	c->starts[c->count] = c->out_glyf.len;
	return buf_ok(&c->out_glyf);
}

static bool
put_metrics(const struct cut *c, struct buf *b)
{
	for (size_t i = 0; i < c->count; i++) {
		size_t g = c->old[i], last = c->metrics - 1, side;

		if (g <= last) {
			buf_add(b, c->hmtx.p + g * 4, 4);
			continue;
		}
		side = c->metrics * 4u + (g - c->metrics) * 2;
		if (side + 2 > c->hmtx.len)
			return false;
		buf_add(b, c->hmtx.p + last * 4, 2);
		buf_add(b, c->hmtx.p + side, 2);
	}
	return true;
}

static uint32_t
sum_of(const char *bytes, size_t len)
{
	const uint8_t *p = (const uint8_t *)bytes;
	uint32_t sum = 0;
	uint8_t rest[4] = { 0 };
	size_t i;

	for (i = 0; i + 4 <= len; i += 4)
		sum += u32(p + i);
	if (i < len) {
		memcpy(rest, p + i, len - i);
		sum += u32(rest);
	}
	return sum;
}

/* The file: a directory of six tables, which are in order of their names. */
static void
put_file(const struct buf tables[6], struct buf *out)
{
	static const char names[] = "glyfheadhheahmtxlocamaxp";
	size_t at = 12 + 6 * 16, head = 0;
	uint32_t sum;

	put32(out, 0x00010000);
	put16(out, 6);
	put16(out, 64); /* 16 * the largest power of 2 */
	put16(out, 2);
	put16(out, 32);
	for (int i = 0; i < 6; i++) {
		buf_add(out, names + i * 4, 4);
		put32(out, sum_of(buf_str(&tables[i]), tables[i].len));
		put32(out, (uint32_t)at);
		put32(out, (uint32_t)tables[i].len);
		if (i == 1)
			head = at;
		at += (tables[i].len + 3) / 4 * 4;
	}
	for (int i = 0; i < 6; i++) {
		buf_add(out, buf_str(&tables[i]), tables[i].len);
		while (out->len % 4 != 0)
			buf_char(out, '\0');
	}
	if (!buf_ok(out))
		return;
	sum = 0xB1B0AFBAu - sum_of(buf_str(out), out->len);
	set16(out->data + head + 8, sum >> 16);
	set16(out->data + head + 10, sum & 0xFFFF);
}

static void
put_maxp(const struct cut *c, struct buf *b)
{
	buf_add(b, c->maxp.p, 32);
	if (!buf_ok(b))
		return;
	set16(b->data + 4, (unsigned)c->count);
	set16(b->data + 14, 1); /* zones; the rest is for instructions */
	memset(b->data + 16, 0, 12);
}

static void
put_head(const struct cut *c, bool long_loca, struct buf *b)
{
	buf_add(b, c->head.p, 54);
	if (!buf_ok(b))
		return;
	memset(b->data + 8, 0, 4);
	set16(b->data + 50, long_loca);
}

static bool
assemble(struct cut *c, struct buf *out)
{
	enum { GLYF, HEAD, HHEA, HMTX, LOCA, MAXP };
	struct buf t[6] = { [GLYF] = c->out_glyf };
	bool long_loca = c->out_glyf.len / 2 > 0xFFFF, ok;

	put_head(c, long_loca, &t[HEAD]);
	buf_add(&t[HHEA], c->hhea.p, 36);
	if (buf_ok(&t[HHEA]))
		set16(t[HHEA].data + 34, (unsigned)c->count);
	ok = put_metrics(c, &t[HMTX]);
	for (size_t i = 0; i <= c->count; i++) {
		if (long_loca)
			put32(&t[LOCA], (uint32_t)c->starts[i]);
		else
			put16(&t[LOCA], (unsigned)(c->starts[i] / 2));
	}
	put_maxp(c, &t[MAXP]);
	for (int i = 0; i < 6; i++)
		ok = ok && buf_ok(&t[i]);
	if (ok)
		put_file(t, out);
	for (int i = HEAD; i <= MAXP; i++)
		buf_done(&t[i]);
	return ok && buf_ok(out);
}

/* Room for every glyph of the font is more than any subset needs. */
static bool
make_lists(struct cut *c, const uint16_t *glyphs, size_t count)
{
	c->room = c->f->glyphs < GLYPHS_MAX ? c->f->glyphs : GLYPHS_MAX;
	if (count == 0 || count > c->room)
		return false;
	c->fresh = arena_alloc_n(c->arena, c->f->glyphs, sizeof(*c->fresh));
	c->old = arena_alloc_n(c->arena, c->room, sizeof(*c->old));
	c->starts = arena_alloc_n(c->arena, c->room + 1, sizeof(*c->starts));
	if (c->fresh == NULL || c->old == NULL || c->starts == NULL)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (glyphs[i] >= c->f->glyphs)
			return false;
		c->old[i] = glyphs[i];
		c->fresh[glyphs[i]] = (uint16_t)i;
	}
	c->count = count;
	return true;
}

bool
font_cut_truetype(const struct font_face *f, const uint16_t *glyphs,
    size_t count, struct buf *out, size_t *ret_count)
{
	struct cut c = { .f = f, .arena = arena_new(0) };
	bool ok = c.arena != NULL && open_tables(&c) &&
		  make_lists(&c, glyphs, count) && put_outlines(&c) &&
		  assemble(&c, out);

	*ret_count = c.count;
	buf_done(&c.out_glyf);
	if (c.head.blob != NULL)
		close_tables(&c);
	arena_free(c.arena);
	return ok;
}
