/* pdf/pdf.h -- a canvas that writes a PDF.
 *
 * libharu keeps objects, pages and the cross-reference table; everything inside
 * the objects is ours: fonts as subset CID fonts with exact widths and a
 * correct ToUnicode map, text by TJ, structure tree, XMP, output intent,
 * images.  No clock and no chance: the same calls give the same bytes. */
#ifndef PDF_PDF_H
#define PDF_PDF_H

#include "layout/canvas.h"

struct arena;
struct pdf;

/* The library's version that this code was proven with. */
#define PDF_LIBHARU "2.3.0"

/* The libraries that have a say in the bytes. */
const char *pdf_haru_version(void);
const char *pdf_deflate_version(void);

/* What one document leaves for the next of the same thread: packed font
 * programs, a compressor.  Never changes a byte.  Goes before the fonts do. */
struct pdf_cache;
struct pdf_cache *pdf_cache_new(void);
void pdf_cache_free(struct pdf_cache *cache);

/* Everything lives in the arena; `cache` (may be NULL) is borrowed until that
 * goes.  ERR_SETUP with another libharu. */
MUST_CHECK bool pdf_new(struct arena *a, struct pdf_cache *cache,
    struct pdf **ret, struct canvas *ret_canvas, struct err *err);

/* After the canvas has ended: the file's bytes, in the arena. */
MUST_CHECK bool pdf_bytes(
    struct pdf *pdf, const char **ret, size_t *ret_len, struct err *err);

/* Every page is scaled from its top left corner and then moved right and down,
 * which makes up for how a printer feeds its paper; scales in 1/100 %.  Before
 * the first page; the sheet keeps its size. */
struct pdf_shift {
	mpt x, y;
	int scale_x, scale_y;
};
void pdf_move_pages(struct pdf *pdf, const struct pdf_shift *shift);

/* Instead, before the canvas begins: the bytes go away as they come, so that a
 * file of any length needs the memory of a page and a little for each.
 * pdf_finish() writes the rest, after the canvas has ended. */
struct pdf_out {
	void *ctx;
	bool (*write)(
	    void *ctx, const void *bytes, size_t len, struct err *err);
};
void pdf_write_to(struct pdf *pdf, const struct pdf_out *out);
MUST_CHECK bool pdf_finish(struct pdf *pdf, struct err *err);

#endif
