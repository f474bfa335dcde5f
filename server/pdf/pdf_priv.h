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

/* A face and the glyphs that were drawn, in the order of their first use: that
 * is their number in the file (CID), but for CFF, which keeps the face's. */
struct used_face {
	const struct font_face *face;
	struct object object; /* Type0 */
	uint16_t *glyphs;     /* by order of use; the first is .notdef */
	uint16_t *orders;     /* by the face's number; 0 = not used */
	size_t count;
};

struct named {
	const char *name;
	struct object object;
	struct named *next;
};

/* A structure element that is open or may be opened again. */
struct element {
	enum canvas_role role;
	int level, columns, rows;
	const char *numbering;	   /* of a list, NULL = none */
	int opened;		   /* how often it is on the stack */
	int closed_on;		   /* the page, from 1 */
	unsigned id, parent, page; /* object numbers; 0 = no content yet */
	unsigned handle;	   /* its first id: what layout resumes it by */
	int count;		   /* of kids */
	bool drawn;		   /* a figure: */
	mpt box[4]; /* what it covers, in the file's coordinates */
	struct buf alt;
	struct buf kids; /* as they will stand in /K */
	struct element *next;
};

struct page {
	HPDF_Page hpdf; /* a shell once the page is written */
	unsigned id;
	unsigned marks; /* object number of its part of the parent tree */
	int mcids;
};

struct outline {
	int level, page;
	const char *title;
	mpt y;
	struct outline *next; /* in the order of the document */
	/* as a tree, once all are known */
	unsigned id;
	int kids;
	struct outline *up, *before, *after, *first, *last;
};

struct pdf {
	struct arena *arena;
	HPDF_Doc doc;
	struct canvas_meta meta;
	const char *profile;
	bool ended, failed; /* failed: some body was not to be had */
	struct hash_run *hash;
	struct hash file_id;
	/* numbers and packed objects: file.c */
	unsigned last_id;
	struct buf out;	   /* the file's bytes that were not yet written away */
	uint64_t written;  /* those that were */
	struct pdf_out to; /* .write NULL = all are kept in `out` */
	struct buf places; /* struct place, by number */
	unsigned synced;   /* entries of libharu that have their number */
	struct buf pack, pack_index, value;
	unsigned packed;
	unsigned pack_ids[256];
	struct pdf_cache *cache;	       /* borrowed, or NULL */
	struct libdeflate_compressor *deflate; /* NULL until needed */
	char *room;			       /* of pdf_deflate() */
	size_t room_len;
	struct used_face faces[PDF_FACES];
	unsigned face_count;
	struct named *images, *ornaments, *files;
	struct object resources;
	/* the open page */
	struct buf content;
	mpt height;
	const struct font_face *last_face; /* what the page is set to */
	mpt last_size, last_spacing;
	struct pdf_shift shift; /* scale 0 = none */
	struct gfx_color fill;
	/* pages */
	struct page *pages;
	size_t page_count, page_cap;
	/* structure */
	unsigned tree_id;
	struct element *live, *spare;
	struct buf roots, page_marks, scratch;
	struct buf notes; /* names and references of the ID tree */
	struct element *stack[PDF_TAG_DEPTH];
	bool marked[PDF_TAG_DEPTH];
	int depth, artifact_depth;
	struct outline *outlines, *last_outline;
};

/* pdf.c */
bool pdf_object(struct pdf *p, struct object *ret, struct err *err);
/* A stream object, written at once; `bytes` are deflated unless `plain`.  Only
 * its number is returned: libharu never sees it. */
bool pdf_stream(struct pdf *p, const char *body, const void *bytes, size_t len,
    bool plain, struct object *ret, struct err *err);
/* A failure is remembered and told at the end of the document. */
void pdf_body(struct pdf *p, struct object *o, struct buf *body);
/* libharu goes on after a failure and then touches NULL: asked after each
 * phase.
 */
bool pdf_sound(struct pdf *p, struct err *err);
/* *ret is good until the next call. */
bool pdf_deflate(struct pdf *p, const void *bytes, size_t len, const char **ret,
    size_t *ret_len, struct err *err);
/* (text) as a PDF string in UTF-16BE with its mark. */
void pdf_text(struct buf *out, const char *text);
bool pdf_is_tagged(const struct pdf *p);
int pdf_part(const struct pdf *p); /* PDF/A part, 0 = none */

/* file.c */
static inline unsigned
pdf_id(const void *hpdf_object)
{
	const HPDF_Obj_Header *header = hpdf_object;

	return header->obj_id & 0x00FFFFFF;
}
unsigned pdf_number(struct pdf *p);
bool pdf_sync(struct pdf *p, struct err *err);
/* `body` is the whole value, "<<…>>" or "[…]"; it is written away at once. */
bool pdf_pack(
    struct pdf *p, unsigned id, const struct buf *body, struct err *err);
void pdf_header(struct pdf *p);
/* Streams and pages leave as soon as they are complete. */
bool pdf_write_stream(struct pdf *p, unsigned id, const char *body,
    const void *bytes, size_t len, struct err *err);
bool pdf_write_page(struct pdf *p, struct page *page, struct err *err);
bool pdf_flush(struct pdf *p, struct err *err);
bool pdf_save(struct pdf *p, struct err *err);

/* cache.c: all of them take NULL for no cache. */
struct pdf_packed {
	const char *program, *map; /* deflated */
	size_t program_len, program_raw, program_glyphs, map_len;
};
bool pdf_cache_find(
    struct pdf_cache *cache, const struct used_face *f, struct pdf_packed *ret);
void pdf_cache_put(struct pdf_cache *cache, const struct used_face *f,
    const struct pdf_packed *packed);
/* Taken out while in use; NULL when memory is out. */
struct libdeflate_compressor *pdf_cache_deflate(struct pdf_cache *cache);
void pdf_cache_give_back(
    struct pdf_cache *cache, struct libdeflate_compressor *deflate);

/* page.c */
bool pdf_page_begin(void *ctx, const struct canvas_page *page, struct err *err);
bool pdf_page_end(void *ctx, struct err *err);
/* v/1000 and a space. */
void pdf_num(struct buf *b, mpt v);
/* Sets the page's fill colour unless it is set. */
void pdf_fill(struct pdf *p, struct gfx_color c);
bool pdf_draw_rect(void *ctx, mpt x, mpt y, mpt w, mpt h,
    struct gfx_color color, struct err *err);
bool pdf_draw_path(void *ctx, const struct gfx_path *path,
    const struct gfx_matrix *at, const struct gfx_paint *paint,
    struct err *err);
bool pdf_draw_ornament(void *ctx, const struct gfx_ornament *o,
    const struct gfx_matrix *at, struct err *err);
bool pdf_draw_image(void *ctx, const struct gfx_image *image, const char *name,
    mpt x, mpt y, mpt w, mpt h, struct err *err);

/* text.c */
bool pdf_draw_text(void *ctx, const struct canvas_text *t, struct err *err);

/* face.c */
bool pdf_face(struct pdf *p, const struct font_face *face, unsigned *ret,
    struct err *err);
/* The number under which a glyph of the face is drawn. */
unsigned pdf_cid(struct used_face *f, uint16_t gid);
void pdf_hex16(struct buf *b, unsigned v);
bool pdf_write_faces(struct pdf *p, struct err *err);

/* tags.c */
bool pdf_open(
    void *ctx, const struct canvas_tag *tag, uint32_t *ret, struct err *err);
bool pdf_close(void *ctx, struct err *err);
/* Something was drawn there: the open figure covers it. */
void pdf_cover(struct pdf *p, mpt x, mpt y, mpt w, mpt h);
/* Once a page's content is complete. */
bool pdf_tags_page_end(struct pdf *p, struct err *err);
bool pdf_write_tags(struct pdf *p, struct err *err);
void pdf_tags_free(struct pdf *p);

/* outline.c */
bool pdf_outline(
    void *ctx, int level, const char *title, mpt y, struct err *err);
bool pdf_write_outlines(struct pdf *p, struct err *err);

/* meta.c */
/* "(D:20220412080000+07'00')" */
void pdf_put_date(struct pdf *p, struct buf *b);
bool pdf_write_meta(struct pdf *p, struct err *err);
bool pdf_attach(void *ctx, const char *name, const char *mime,
    const char *relation, const void *bytes, size_t len, struct err *err);

#endif
