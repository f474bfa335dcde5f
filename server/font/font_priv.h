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
	const char *sum;    /* SHA-256 of Debian's file, NULL = any */
	const char *office; /* what an office's own face is called, or NULL */
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

/* The 134 Vietnamese letters beyond ASCII, from 0; 0 past the end. */
uint32_t font_letter(size_t i);
/* closure.c: the first letter that draws nothing, or not its mark; 0 = none. */
uint32_t font_first_undrawn(const struct font_face *f);

/* find.c: where the face's file is, malloc'd; *ret_ours = it is Debian's, and
 * must be the one of the catalogue. */
MUST_CHECK bool font_find_file(const struct font_set *set,
    const struct font_face *f, char **ret, bool *ret_ours, struct err *err);

/* font.c: frees what was loaded */
void font_face_done(struct font_face *f);

/* truetype.c; see font_subset().  False when the font is damaged or memory is
 * out. */
bool font_cut_truetype(const struct font_face *f, const uint16_t *glyphs,
    size_t count, struct buf *out, size_t *ret_count);

#endif
