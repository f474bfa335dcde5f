/* pdf/face.c -- fonts as subset CID fonts (PDF 32000-1, 9.7).
 *
 * CID = order of first use, so that tables and programs have no holes.  Widths
 * are exact; ToUnicode maps each used glyph to the letter that was drawn; the
 * font program holds just the used glyphs. */
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
	*f = (struct used_face){ .face = face, .count = 1 };
	f->glyphs = arena_alloc_n(
	    p->arena, font_glyph_count(face) + 1, sizeof(*f->glyphs));
	f->orders = arena_alloc_n(
	    p->arena, font_glyph_count(face) + 1, sizeof(*f->orders));
	if (f->glyphs == NULL || f->orders == NULL)
		return err_nomem(err);
	if (!pdf_object(p, &f->object, err))
		return false;
	*ret = p->face_count++;
	return true;
}

static bool
keeps_numbers(const struct used_face *f)
{
	return font_measures(f->face)->cff;
}

unsigned
pdf_cid(struct used_face *f, uint16_t gid)
{
	if (gid >= font_glyph_count(f->face))
		return 0;
	if (f->orders[gid] == 0 && gid != 0) {
		f->glyphs[f->count] = gid;
		f->orders[gid] = (uint16_t)f->count++;
	}
	return keeps_numbers(f) ? gid : f->orders[gid];
}

/* One past the last CID. */
static size_t
cid_end(const struct used_face *f)
{
	return keeps_numbers(f) ? font_glyph_count(f->face) : f->count;
}

/* The face's glyph of a CID; false when it is not in the file. */
static bool
glyph_of(const struct used_face *f, size_t cid, uint16_t *ret)
{
	*ret = keeps_numbers(f) ? (uint16_t)cid : f->glyphs[cid];
	return cid == 0 || f->orders[*ret] != 0;
}

void
pdf_hex16(struct buf *b, unsigned v)
{
	static const char hex[] = "0123456789ABCDEF";
	char s[4] = { hex[v >> 12 & 15], hex[v >> 8 & 15], hex[v >> 4 & 15],
		hex[v & 15] };

	buf_add(b, s, 4);
}

/* [first [w w …] …] with three decimals of a thousandth. */
static void
write_widths(struct buf *b, const struct used_face *f)
{
	int upem = font_upem(f->face);
	bool open = false;
	uint16_t g;

	buf_str_add(b, "/W [");
	for (size_t cid = 0; cid < cid_end(f); cid++) {
		if (!glyph_of(f, cid, &g)) {
			if (open)
				buf_str_add(b, "]\n");
			open = false;
			continue;
		}
		if (!open)
			buf_printf(b, "%zu [", cid);
		else
			buf_char(b, ' ');
		open = true;
		buf_fixed(b,
		    ((int64_t)font_advance(f->face, g) * 1000000 + upem / 2) /
			upem,
		    3);
	}
	buf_str_add(b, open ? "]]\n" : "]\n");
}

static void
write_mapping(struct buf *b, const struct used_face *f)
{
	size_t count = cid_end(f), n = 0;
	struct buf lines = { 0 };
	uint16_t g;

	buf_str_add(b,
	    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
	    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 "
	    ">> "
	    "def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
	    "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
	for (size_t cid = 0; cid < count; cid++) {
		uint32_t cp;

		if (glyph_of(f, cid, &g) &&
		    (cp = font_codepoint(f->face, g)) != 0) {
			buf_char(&lines, '<');
			pdf_hex16(&lines, (unsigned)cid);
			buf_str_add(&lines, "> <");
			pdf_hex16(&lines, cp);
			buf_str_add(&lines, ">\n");
			n++;
		}
		/* A block holds at most 100 lines. */
		if (n == 100 || (cid + 1 == count && n > 0)) {
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

	hash_of(f->glyphs, f->count * sizeof(*f->glyphs), &h);
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
pack(struct pdf *p, const struct buf *raw, const char **ret, size_t *ret_len,
    struct err *err)
{
	if (!buf_ok(raw))
		return err_nomem(err);
	if (!pdf_deflate(p, buf_str(raw), raw->len, ret, ret_len, err))
		return false;
	*ret = arena_memdup(p->arena, *ret, *ret_len);
	return *ret != NULL || err_nomem(err);
}

/* The streams of a face, from the cache when the document before used the same
 * glyphs: the fixed words of a certificate do. */
static bool
pack_face(struct pdf *p, const struct used_face *f, struct pdf_packed *ret,
    struct err *err)
{
	struct buf program = { 0 }, map = { 0 };
	bool ok;

	if (pdf_cache_find(p->cache, f, ret))
		return true;
	write_mapping(&map, f);
	ok = font_subset(f->face, f->glyphs, f->count, &program,
		 &ret->program_glyphs, err) &&
	     pack(p, &program, &ret->program, &ret->program_len, err) &&
	     pack(p, &map, &ret->map, &ret->map_len, err);
	ret->program_raw = program.len;
	buf_done(&program);
	buf_done(&map);
	if (ok)
		pdf_cache_put(p->cache, f, ret);
	return ok;
}

static bool
write_file(struct pdf *p, const struct used_face *f,
    const struct pdf_packed *packed, struct object *ret, struct err *err)
{
	struct buf head = { 0 };
	bool ok;

	if (font_measures(f->face)->cff)
		buf_str_add(&head, "/Subtype /CIDFontType0C\n");
	else
		buf_printf(&head, "/Length1 %zu\n", packed->program_raw);
	buf_str_add(&head, "/Filter /FlateDecode\n");
	ok = pdf_stream(p, buf_str(&head), packed->program, packed->program_len,
	    true, ret, err);
	buf_done(&head);
	return ok;
}

/* PDF/A-1 wants the set of CIDs in the program: a bit each, the first highest.
 */
static bool
write_cidset(struct pdf *p, size_t count, struct object *ret, struct err *err)
{
	size_t len = count / 8 + 1;
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
	bool cff = font_measures(f->face)->cff;
	struct pdf_packed packed;

	subset_tag(f, tag);
	snprintf(name, sizeof(name), "%s+%s", tag, font_name(f->face));
	if (!pack_face(p, f, &packed, err) ||
	    !pdf_stream(p, "/Filter /FlateDecode\n", packed.map, packed.map_len,
		true, &map, err) ||
	    !write_file(p, f, &packed, &file, err) ||
	    (pdf_part(p) == 1 &&
		!write_cidset(p, packed.program_glyphs, &set, err)) ||
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
