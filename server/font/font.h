/* font/font.h -- faces: coverage, measures, subsets.
 *
 * The only user of HarfBuzz.  A font set is read from a catalogue
 * (fonts/README) that maps roles to files: "serif" (Times metrics), "display"
 * (certificates), "script" …, each in up to four styles.  A file in the
 * office's own folder takes precedence over Debian's.  Every face is checked
 * when it is first used: all 134 Vietnamese letters and the punctuation of
 * official documents, or ERR_FONT with a sentence that says which package to
 * install.  After that a face is immutable and may be used by any thread.
 *
 * Glyph numbers are those of the face's baked subset: small, dense, the same on
 * every machine that has the same font file. */
#ifndef FONT_FONT_H
#define FONT_FONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/units.h"

struct arena;
struct buf;
struct font_set;
struct font_face;

/* `catalogue` is the path of fonts/catalogue.xml; `office_dir` (may be NULL)
 * holds the office's own files.  Faces are loaded when first asked for. */
MUST_CHECK bool font_set_open(const char *catalogue, const char *office_dir,
    struct font_set **ret, struct err *err);
/* From files that were kept, and from nothing else: `catalogue` is the text of
 * a catalogue, and each face is looked for by its file name.  Texts and bytes
 * are borrowed as long as the set. */
struct font_kept {
	const char *file; /* "LiberationSerif-Bold.ttf" */
	const char *bytes;
	size_t len;
};
MUST_CHECK bool font_set_open_kept(const char *catalogue, size_t len,
    const struct font_kept *files, size_t count, struct font_set **ret,
    struct err *err);
void font_set_close(struct font_set *set);
/* HarfBuzz's version. */
const char *font_library_version(void);
/* The catalogue as it was read. */
const char *font_set_catalogue(const struct font_set *set, size_t *ret_len);
/* Loads and checks every face of the catalogue now (server start). */
MUST_CHECK bool font_set_check(struct font_set *set, struct err *err);

/* Thread-safe.  ERR_FONT for an unknown role (hint: the known ones) or a file
 * that is missing or incomplete.  A role without a bold or italic file falls
 * back to its nearest style only where the catalogue says so. */
MUST_CHECK bool font_find(struct font_set *set, const char *role, bool bold,
    bool italic, const struct font_face **ret, struct err *err);
bool font_has_role(const struct font_set *set, const char *role);

/* Dense index of the face in its set, from 0; font_count() is one past it. */
unsigned font_index(const struct font_face *f);
const char *font_name(const struct font_face *f);	 /* PostScript name */
const char *font_file(const struct font_face *f);	 /* path it came from */
const struct hash *font_hash(const struct font_face *f); /* of the whole file */
/* The whole file, as long as the set. */
const char *font_bytes(const struct font_face *f, size_t *ret_len);
/* Face number `at` of the catalogue, loaded; *ret = NULL past the end. */
MUST_CHECK bool font_at(struct font_set *set, unsigned at,
    const struct font_face **ret, struct err *err);

/* 0 when the face lacks the letter. */
uint16_t font_glyph(const struct font_face *f, uint32_t codepoint);
/* Advance in font units; font_upem() units are one em. */
int font_advance(const struct font_face *f, uint16_t glyph);
/* Pair kerning in font units (negative = closer), 0 when there is none. */
int font_kern(const struct font_face *f, uint16_t left, uint16_t right);
int font_upem(const struct font_face *f);

/* In font units, upwards positive; descent is negative. */
struct font_measures {
	int ascent, descent, line_gap; /* OS/2 typo or hhea, one rule for all */
	int cap_height, x_height;
	int bbox[4];		/* xMin yMin xMax yMax */
	int italic_angle_x1000; /* degrees * 1000 */
	int stem_v;
	bool italic, bold, serif, fixed_pitch;
	bool cff; /* outlines are CFF (FontFile3), else TrueType (FontFile2) */
};
const struct font_measures *font_measures(const struct font_face *f);

/* Units of length at a size, rounded to the nearest mpt. */
mpt font_scale(const struct font_face *f, int units, mpt size);

size_t font_glyph_count(const struct font_face *f);
/* The font program of some glyphs, ready for FontFile2 or FontFile3; the first
 * must be glyph 0.  TrueType: glyphs[i] is glyph i of the program, and behind
 * them stand the glyphs that compound ones are made of.  CFF: the numbers stay
 * as they are.  *ret_count is the number of glyphs in the program.  Same list,
 * same bytes.  ERR_FONT when the file is damaged. */
MUST_CHECK bool font_subset(const struct font_face *f, const uint16_t *glyphs,
    size_t count, struct buf *out, size_t *ret_count, struct err *err);
/* The letter that a glyph stands for, for ToUnicode; 0 = none. */
uint32_t font_codepoint(const struct font_face *f, uint16_t glyph);

#endif
