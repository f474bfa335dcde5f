/* font/font_priv.h -- what the files of this library share. */
#ifndef FONT_FONT_PRIV_H
#define FONT_FONT_PRIV_H

#include <hb.h>
#include <pthread.h>

#include "font/font.h"

enum { FACES = 32, CATALOGUE_BYTES = 64 * 1024, PAGES = 256 };

struct font_face {
	unsigned index;
	const char *role, *file, *package;
	bool bold, italic;
	_Atomic bool loaded; /* set last: what is seen loaded is complete */
	char *path;
	struct hash hash;
	char name[64];
	hb_blob_t *blob;
	hb_face_t *hb;
	hb_font_t *font;
	int upem;
	size_t glyphs;
	struct font_measures measures;
	uint16_t *pages[PAGES]; /* code point / 256 → 256 glyph numbers */
	int16_t *advances;
	uint32_t *codepoints; /* by glyph */
	const uint8_t *kern;  /* pairs of a `kern` table, format 0 */
	size_t kern_count;
	hb_blob_t *kern_blob;
};

struct font_set {
	struct arena *arena;
	const char *office_dir;
	const struct font_kept *kept; /* instead of any folder */
	size_t kept_count;
	const char *catalogue; /* as read */
	size_t catalogue_len;
	struct font_face faces[FACES];
	unsigned count;
	pthread_mutex_t lock; /* guards loading */
};

/* font.c: frees what was loaded */
void font_face_done(struct font_face *f);

/* truetype.c; see font_subset().  False when the font is damaged or memory is
 * out. */
bool font_cut_truetype(const struct font_face *f, const uint16_t *glyphs,
    size_t count, struct buf *out, size_t *ret_count);

#endif
