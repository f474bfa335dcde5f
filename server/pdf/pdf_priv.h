/* pdf/pdf_priv.h -- what the files of this library share. */
#ifndef PDF_PDF_PRIV_H
#define PDF_PDF_PRIV_H

#include <hpdf.h>
#include <hpdf_objects.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "font/font.h"
#include "pdf/pdf.h"

enum { PDF_FACES = 32, PDF_TAG_DEPTH = 64 };

/* An object whose dictionary body we write ourselves. */
struct object {
	HPDF_Dict dict;
	unsigned id;
	const char *body;
};

struct used_face {
	const struct font_face *face;
	struct object object; /* Type0 */
	uint8_t *used;	      /* a bit per glyph */
};

struct named {
	const char *name;
	struct object object;
	struct named *next;
};

struct element {
	enum canvas_role role;
	int level, columns;
	const char *alt;
	struct element *parent;
	struct kid *kids, *last_kid;
	unsigned id; /* object number, set at the end */
	struct object object;
};

/* A child element, or marked content on a page. */
struct kid {
	struct element *element;
	int page, mcid;
	struct kid *next;
};

struct mark {
	struct element *element;
	struct mark *next;
};

struct page {
	HPDF_Page hpdf;
	unsigned id;
	struct mark *marks, *last_mark;
	int mcids;
};

struct outline {
	int page;
	const char *title;
	mpt y;
	struct object object;
	struct outline *next;
};

struct pdf {
	struct arena *arena;
	HPDF_Doc doc;
	struct canvas_meta meta;
	const char *profile;
	bool ended;
	struct hash_run *hash;
	struct libdeflate_compressor *deflate;
	struct used_face faces[PDF_FACES];
	unsigned face_count;
	struct named *images, *ornaments, *files;
	struct object resources;
	/* the open page */
	struct buf content;
	mpt height;
	const struct font_face *last_face;
	/* pages */
	struct page *pages;
	size_t page_count, page_cap;
	/* structure */
	struct element **elements; /* by number - 1 */
	size_t element_count, element_cap;
	struct element *stack[PDF_TAG_DEPTH];
	bool marked[PDF_TAG_DEPTH];
	int depth, artifact_depth;
	struct outline *outlines, *last_outline;
};

/* pdf.c */
bool pdf_object(struct pdf *p, struct object *ret, struct err *err);
/* A stream object; `bytes` are deflated unless `plain`. */
bool pdf_stream(struct pdf *p, const char *body, const void *bytes, size_t len,
    bool plain, struct object *ret, struct err *err);
void pdf_body(struct pdf *p, struct object *o, struct buf *body);
bool pdf_deflate(struct pdf *p, const void *bytes, size_t len, const char **ret,
    size_t *ret_len, struct err *err);
/* (text) as a PDF string in UTF-16BE with its mark. */
void pdf_text(struct buf *out, const char *text);
bool pdf_is_tagged(const struct pdf *p);
int pdf_part(const struct pdf *p); /* PDF/A part, 0 = none */

/* page.c */
bool pdf_page_begin(void *ctx, const struct canvas_page *page, struct err *err);
bool pdf_page_end(void *ctx, struct err *err);
bool pdf_draw_text(void *ctx, const struct canvas_text *t, struct err *err);
bool pdf_draw_rect(void *ctx, mpt x, mpt y, mpt w, mpt h,
    struct gfx_color color, struct err *err);
bool pdf_draw_path(void *ctx, const struct gfx_path *path,
    const struct gfx_matrix *at, const struct gfx_paint *paint,
    struct err *err);
bool pdf_draw_ornament(void *ctx, const struct gfx_ornament *o,
    const struct gfx_matrix *at, struct err *err);
bool pdf_draw_image(void *ctx, const struct gfx_image *image, const char *name,
    mpt x, mpt y, mpt w, mpt h, struct err *err);

/* face.c */
bool pdf_face(struct pdf *p, const struct font_face *face, unsigned *ret,
    struct err *err);
bool pdf_write_faces(struct pdf *p, struct err *err);

/* tags.c */
bool pdf_open(
    void *ctx, const struct canvas_tag *tag, uint32_t *ret, struct err *err);
bool pdf_close(void *ctx, struct err *err);
bool pdf_write_tags(struct pdf *p, struct err *err);
bool pdf_outline(
    void *ctx, int level, const char *title, mpt y, struct err *err);
bool pdf_write_outlines(struct pdf *p, struct err *err);

/* meta.c */
bool pdf_write_meta(struct pdf *p, struct err *err);
bool pdf_attach(void *ctx, const char *name, const char *mime,
    const char *relation, const void *bytes, size_t len, struct err *err);

#endif
