/* pdf/face.c -- fonts as subset CID fonts (PDF 32000-1, 9.7).
 *
 * CID = glyph number.  Widths are exact; ToUnicode maps each used glyph to the
 * letter that was drawn; the font program holds just the used glyphs. */
#include <stdio.h>
#include <string.h>

#include "pdf/pdf_priv.h"

bool
pdf_face(
    struct pdf *p, const struct font_face *face, unsigned *ret, struct err *err)
{
	struct used_face *f;

	for (unsigned i = 0; i < p->face_count; i++)
		if (p->faces[i].face == face) {
			*ret = i;
			return true;
		}
	if (p->face_count == PDF_FACES)
		return err_set(err, ERR_LIMIT, no_pos, "quá nhiều phông chữ");
	f = &p->faces[p->face_count];
	f->face = face;
	f->used = arena_alloc(p->arena, font_glyph_count(face) / 8 + 1);
	if (f->used == NULL)
		return err_nomem(err);
	if (!pdf_object(p, &f->object, err))
		return false;
	*ret = p->face_count++;
	return true;
}

static bool
is_used(const struct used_face *f, size_t gid)
{
	return (f->used[gid / 8] & 1 << gid % 8) != 0;
}

/* [first [w w …] …] with three decimals of a thousandth. */
static void
write_widths(struct buf *b, const struct used_face *f)
{
	size_t count = font_glyph_count(f->face);
	int upem = font_upem(f->face);
	bool open = false;

	buf_str_add(b, "/W [");
	for (size_t g = 0; g < count; g++) {
		if (!is_used(f, g)) {
			if (open)
				buf_str_add(b, "]\n");
			open = false;
			continue;
		}
		if (!open)
			buf_printf(b, "%zu [", g);
		else
			buf_char(b, ' ');
		open = true;
		buf_fixed(b,
		    ((int64_t)font_advance(f->face, (uint16_t)g) * 1000000 +
			upem / 2) /
			upem,
		    3);
	}
	buf_str_add(b, open ? "]]\n" : "]\n");
}

static void
write_mapping(struct buf *b, const struct used_face *f)
{
	size_t count = font_glyph_count(f->face), n = 0;
	struct buf lines = { 0 };

	buf_str_add(b,
	    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
	    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 "
	    ">> "
	    "def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
	    "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
	for (size_t g = 0; g < count; g++) {
		uint32_t cp = font_codepoint(f->face, (uint16_t)g);

		if (is_used(f, g) && cp != 0) {
			buf_printf(&lines, "<%04zX> <%04X>\n", g, cp);
			n++;
		}
		/* A block holds at most 100 lines. */
		if (n == 100 || (g + 1 == count && n > 0)) {
			buf_printf(b, "%zu beginbfchar\n%sendbfchar\n", n,
			    buf_str(&lines));
			buf_clear(&lines);
			n = 0;
		}
	}
	buf_done(&lines);
	buf_str_add(b,
	    "endcmap\nCMapName currentdict /CMap defineresource pop\n"
	    "end\nend\n");
}

/* Six letters that name the subset, from the glyphs that are in it. */
static void
subset_tag(const struct used_face *f, char tag[static 7])
{
	struct hash h;

	hash_of(f->used, font_glyph_count(f->face) / 8 + 1, &h);
	for (int i = 0; i < 6; i++)
		tag[i] = (char)('A' + h.bytes[i] % 26);
	tag[6] = '\0';
}

static int
em(const struct font_face *face, int units)
{
	return (int)((int64_t)units * 1000 / font_upem(face));
}

static void
descriptor(struct buf *b, const struct used_face *f, const char *name,
    unsigned file, unsigned cidset)
{
	const struct font_measures *m = font_measures(f->face);
	unsigned flags = 4 | (m->fixed_pitch ? 1 : 0) | (m->serif ? 2 : 0) |
			 (m->italic ? 64 : 0) | (m->bold ? 1u << 18 : 0);

	buf_printf(b,
	    "/Type /FontDescriptor /FontName /%s /Flags %u\n"
	    "/FontBBox [%d %d %d %d] /ItalicAngle %d /Ascent %d /Descent %d\n"
	    "/CapHeight %d /StemV %d\n/%s %u 0 R\n",
	    name, flags, em(f->face, m->bbox[0]), em(f->face, m->bbox[1]),
	    em(f->face, m->bbox[2]), em(f->face, m->bbox[3]),
	    m->italic_angle_x1000 / 1000, em(f->face, m->ascent),
	    em(f->face, m->descent), em(f->face, m->cap_height), m->stem_v,
	    m->cff ? "FontFile3" : "FontFile2", file);
	if (cidset != 0)
		buf_printf(b, "/CIDSet %u 0 R\n", cidset);
}

static bool
write_file(struct pdf *p, const struct used_face *f, struct object *ret,
    struct err *err)
{
	struct buf program = { 0 }, head = { 0 };
	bool ok = font_subset(f->face, f->used, &program, err);

	if (font_measures(f->face)->cff)
		buf_str_add(&head, "/Subtype /CIDFontType0C\n");
	else
		buf_printf(&head, "/Length1 %zu\n", program.len);
	ok = ok && pdf_stream(p, buf_str(&head), buf_str(&program), program.len,
		       false, ret, err);
	buf_done(&program);
	buf_done(&head);
	return ok;
}

/* PDF/A-1 wants the set of CIDs in the program: a bit each, the first highest.
 */
static bool
write_cidset(struct pdf *p, const struct used_face *f, struct object *ret,
    struct err *err)
{
	size_t count = font_glyph_count(f->face), len = count / 8 + 1;
	uint8_t *bits = arena_alloc(p->arena, len);

	if (bits == NULL)
		return err_nomem(err);
	for (size_t g = 0; g < count; g++)
		bits[g / 8] |= (uint8_t)(0x80 >> g % 8);
	return pdf_stream(p, "", bits, len, false, ret, err);
}

static bool
write_face(struct pdf *p, struct used_face *f, struct err *err)
{
	struct object file, map, desc, cid, set = { .id = 0 };
	struct buf b = { 0 };
	char tag[7], name[96];
	bool cff = font_measures(f->face)->cff, ok;

	f->used[0] |= 1; /* .notdef is part of every program */
	subset_tag(f, tag);
	snprintf(name, sizeof(name), "%s+%s", tag, font_name(f->face));
	write_mapping(&b, f);
	ok = pdf_stream(p, "", buf_str(&b), b.len, false, &map, err);
	buf_done(&b);
	if (!ok || !write_file(p, f, &file, err) ||
	    (pdf_part(p) == 1 && !write_cidset(p, f, &set, err)) ||
	    !pdf_object(p, &desc, err) || !pdf_object(p, &cid, err))
		return false;
	descriptor(&b, f, name, file.id, set.id);
	pdf_body(p, &desc, &b);
	buf_printf(&b,
	    "/Type /Font /Subtype /CIDFontType%d /BaseFont /%s\n"
	    "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
	    "/Supplement "
	    "0 >>\n/FontDescriptor %u 0 R /DW 1000\n%s",
	    cff ? 0 : 2, name, desc.id, cff ? "" : "/CIDToGIDMap /Identity\n");
	write_widths(&b, f);
	pdf_body(p, &cid, &b);
	buf_printf(&b,
	    "/Type /Font /Subtype /Type0 /BaseFont /%s%s\n/Encoding "
	    "/Identity-H\n"
	    "/DescendantFonts [%u 0 R]\n/ToUnicode %u 0 R\n",
	    name, cff ? "-Identity-H" : "", cid.id, map.id);
	pdf_body(p, &f->object, &b);
	return true;
}

bool
pdf_write_faces(struct pdf *p, struct err *err)
{
	for (unsigned i = 0; i < p->face_count; i++)
		if (!write_face(p, &p->faces[i], err))
			return false;
	return true;
}
