/* font/subset.c -- the font program for a file: the glyphs that it uses. */
#include <hb-subset.h>

#include "base/buf.h"
#include "font/font_priv.h"

/* A PDF viewer needs outlines and widths only. */
static const hb_tag_t dropped[] = {
	HB_TAG('c', 'm', 'a', 'p'),
	HB_TAG('n', 'a', 'm', 'e'),
	HB_TAG('p', 'o', 's', 't'),
	HB_TAG('O', 'S', '/', '2'),
	HB_TAG('G', 'S', 'U', 'B'),
	HB_TAG('G', 'P', 'O', 'S'),
	HB_TAG('G', 'D', 'E', 'F'),
	HB_TAG('k', 'e', 'r', 'n'),
	HB_TAG('g', 'a', 's', 'p'),
	HB_TAG('h', 'd', 'm', 'x'),
	HB_TAG('V', 'D', 'M', 'X'),
	HB_TAG('L', 'T', 'S', 'H'),
	HB_TAG('D', 'S', 'I', 'G'),
	HB_TAG('F', 'F', 'T', 'M'),
	HB_TAG('m', 'e', 't', 'a'),
};

static bool
copy_program(hb_face_t *sub, struct buf *out)
{
	hb_blob_t *blob =
	    hb_face_reference_table(sub, HB_TAG('C', 'F', 'F', ' '));
	unsigned len;
	const char *bytes = hb_blob_get_data(blob, &len);

	buf_add(out, bytes, len);
	hb_blob_destroy(blob);
	return len > 0 && buf_ok(out);
}

/* CFF outlines go through HarfBuzz and keep their numbers. */
static bool
cut_cff(const struct font_face *f, const uint16_t *glyphs, size_t count,
    struct buf *out, size_t *ret_count)
{
	hb_subset_input_t *in = hb_subset_input_create_or_fail();
	hb_face_t *sub;
	hb_set_t *wanted, *drop;
	bool ok;

	if (in == NULL)
		return false;
	wanted = hb_subset_input_glyph_set(in);
	drop = hb_subset_input_set(in, HB_SUBSET_SETS_DROP_TABLE_TAG);
	for (size_t i = 0; i < count; i++)
		hb_set_add(wanted, glyphs[i]);
	for (size_t i = 0; i < sizeof(dropped) / sizeof(dropped[0]); i++)
		hb_set_add(drop, dropped[i]);
	hb_subset_input_set_flags(
	    in, HB_SUBSET_FLAGS_RETAIN_GIDS | HB_SUBSET_FLAGS_NO_HINTING);
	sub = hb_subset_or_fail(f->hb, in);
	hb_subset_input_destroy(in);
	ok = sub != NULL && copy_program(sub, out);
	*ret_count = sub == NULL ? 0 : hb_face_get_glyph_count(sub);
	hb_face_destroy(sub);
	return ok;
}

bool
font_subset(const struct font_face *f, const uint16_t *glyphs, size_t count,
    struct buf *out, size_t *ret_count, struct err *err)
{
	if (f->measures.cff
		? cut_cff(f, glyphs, count, out, ret_count)
		: font_cut_truetype(f, glyphs, count, out, ret_count))
		return true;
	return err_set(
	    err, ERR_FONT, no_pos, "không tách được phông %s", f->path);
}

const char *
font_library_version(void)
{
	return hb_version_string();
}
