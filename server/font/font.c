/* font/font.c -- faces: coverage, measures, subsets, through HarfBuzz.
 *
 * The catalogue is a text file, a face a line (fonts/README.md).  A face is
 * read, checked and measured when it is first asked for; from then on it is
 * never written, so threads share it without a lock. */
#include "font/font.h"

#include <hb-ot.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "font/font_priv.h"

static const uint32_t punctuation[] = { 0x2013, 0x2014, 0x2018, 0x2019, 0x201C,
	0x201D, 0x2026 };

void
font_face_done(struct font_face *f)
{
	hb_font_destroy(f->font);
	hb_face_destroy(f->hb);
	hb_blob_destroy(f->blob);
	hb_blob_destroy(f->kern_blob);
	for (int i = 0; i < PAGES; i++)
		free(f->pages[i]);
	free(f->advances);
	free(f->codepoints);
	free(f->path);
}

/* --- loading --- */

static char *
find_kept(const struct font_set *set, struct font_face *f)
{
	for (size_t i = 0; i < set->kept_count; i++)
		if (strcmp(set->kept[i].file, f->file) == 0) {
			f->blob = hb_blob_create(set->kept[i].bytes,
			    (unsigned)set->kept[i].len, HB_MEMORY_MODE_READONLY,
			    NULL, NULL);
			return strdup(f->file);
		}
	return NULL;
}

static void
set_glyph(struct font_face *f, uint32_t cp, uint16_t gid)
{
	uint16_t **page = &f->pages[cp >> 8];

	if (*page == NULL)
		*page = calloc(256, sizeof(**page));
	if (*page == NULL)
		return;
	(*page)[cp & 255] = gid;
	if (f->codepoints != NULL && f->codepoints[gid] == 0)
		f->codepoints[gid] = cp;
}

static void
read_coverage(struct font_face *f)
{
	hb_set_t *all = hb_set_create();
	hb_codepoint_t cp = HB_SET_VALUE_INVALID, gid;

	hb_face_collect_unicodes(f->hb, all);
	while (hb_set_next(all, &cp) && cp < 0x10000)
		if (hb_font_get_nominal_glyph(f->font, cp, &gid) && gid != 0 &&
		    gid < f->glyphs)
			set_glyph(f, cp, (uint16_t)gid);
	hb_set_destroy(all);
	for (size_t g = 0; f->advances != NULL && g < f->glyphs; g++)
		f->advances[g] = (int16_t)hb_font_get_glyph_h_advance(
		    f->font, (hb_codepoint_t)g);
}

static int
be16(const uint8_t *p)
{
	return (int16_t)(p[0] << 8 | p[1]);
}

static void
read_os2(struct font_face *f)
{
	hb_blob_t *b =
	    hb_face_reference_table(f->hb, HB_TAG('O', 'S', '/', '2'));
	unsigned len;
	const uint8_t *p = (const uint8_t *)hb_blob_get_data(b, &len);
	struct font_measures *m = &f->measures;

	if (len >= 90) {
		m->x_height = be16(p + 86);
		m->cap_height = be16(p + 88);
	}
	if (m->cap_height == 0)
		m->cap_height = f->upem * 2 / 3;
	hb_blob_destroy(b);
}

static void
read_head(struct font_face *f)
{
	hb_blob_t *b =
	    hb_face_reference_table(f->hb, HB_TAG('h', 'e', 'a', 'd'));
	unsigned len;
	const uint8_t *p = (const uint8_t *)hb_blob_get_data(b, &len);

	for (unsigned i = 0; i < 4 && len >= 44; i++)
		f->measures.bbox[i] = be16(p + 36 + 2 * i);
	hb_blob_destroy(b);
}

static void
read_post(struct font_face *f)
{
	hb_blob_t *b =
	    hb_face_reference_table(f->hb, HB_TAG('p', 'o', 's', 't'));
	unsigned len;
	const uint8_t *p = (const uint8_t *)hb_blob_get_data(b, &len);

	if (len >= 16) {
		f->measures.italic_angle_x1000 = be16(p + 4) * 1000;
		f->measures.fixed_pitch = (p[12] | p[13] | p[14] | p[15]) != 0;
	}
	hb_blob_destroy(b);
}

static void
read_measures(struct font_face *f)
{
	hb_font_extents_t e;
	hb_blob_t *cff =
	    hb_face_reference_table(f->hb, HB_TAG('C', 'F', 'F', ' '));
	struct font_measures *m = &f->measures;

	if (hb_font_get_h_extents(f->font, &e)) {
		m->ascent = e.ascender;
		m->descent = e.descender;
		m->line_gap = e.line_gap;
	}
	m->cff = hb_blob_get_length(cff) > 0;
	hb_blob_destroy(cff);
	m->bold = f->bold;
	m->italic = f->italic;
	m->serif = strcmp(f->role, "sans") != 0;
	m->stem_v = f->bold ? 140 : 80;
	read_os2(f);
	read_head(f);
	read_post(f);
}

/* The classic kern table (OpenType, `kern`), version 0, format 0, horizontal.
 */
static void
read_kern(struct font_face *f)
{
	unsigned len;
	const uint8_t *p;

	f->kern_blob =
	    hb_face_reference_table(f->hb, HB_TAG('k', 'e', 'r', 'n'));
	p = (const uint8_t *)hb_blob_get_data(f->kern_blob, &len);
	if (len < 18 || be16(p) != 0 || be16(p + 2) < 1 || p[8] != 0 ||
	    (p[9] & 1) == 0)
		return;
	f->kern_count = (size_t)(p[10] << 8 | p[11]);
	f->kern = p + 18;
	if (18 + f->kern_count * 6 > len)
		f->kern_count = 0;
}

static void
read_name(struct font_face *f)
{
	unsigned size = sizeof(f->name);

	hb_ot_name_get_utf8(f->hb, HB_OT_NAME_ID_POSTSCRIPT_NAME,
	    hb_language_from_string("en", -1), &size, f->name);
	for (char *p = f->name; *p != '\0'; p++)
		if ((unsigned char)*p <= ' ' || (unsigned char)*p >= 0x7F ||
		    strchr("()<>[]{}/%#", *p) != NULL)
			*p = '-';
	if (f->name[0] == '\0')
		memcpy(f->name, "Face", 5);
}

/* The first letter of Vietnamese or of official punctuation that the face
 * lacks, 0 when it has them all. */
uint32_t
font_letter(size_t i)
{
	/* Every letter lies in one of these. */
	static const uint16_t odd[] = { 0xC0, 0xC1, 0xC2, 0xC3, 0xC8, 0xC9,
		0xCA, 0xCC, 0xCD, 0xD2, 0xD3, 0xD4, 0xD5, 0xD9, 0xDA, 0xDD,
		0x102, 0x110, 0x128, 0x168, 0x1A0, 0x1AF };
	enum {
		ODD = 2 * sizeof(odd) / sizeof(odd[0]),
		ROW = 0x1EF9 - 0x1EA0 + 1
	};

	if (i < ODD)
		return odd[i / 2] + (i % 2 == 0		     ? 0
					: odd[i / 2] < 0x100 ? 0x20
							     : 1);
	return i < ODD + ROW ? 0x1EA0 + (uint32_t)(i - ODD) : 0;
}

static uint32_t
first_missing(const struct font_face *f)
{
	uint32_t cp;

	for (size_t i = 0; (cp = font_letter(i)) != 0; i++)
		if (font_glyph(f, cp) == 0)
			return cp;
	for (cp = 0x20; cp < 0x7F; cp++)
		if (font_glyph(f, cp) == 0)
			return cp;
	for (size_t i = 0; i < sizeof(punctuation) / sizeof(*punctuation); i++)
		if (font_glyph(f, punctuation[i]) == 0)
			return punctuation[i];
	return 0;
}

static bool
no_file(const struct font_face *f, struct err *err)
{
	err_set(err, ERR_FONT, no_pos, "không có tệp phông %s (vai trò %s)",
	    f->file, f->role);
	return err_hint(
	    err, "cài gói %s: apt-get install %s", f->package, f->package);
}

static bool
read_file(struct font_face *f, struct err *err)
{
	unsigned len;
	const char *bytes;

	if (f->blob == NULL)
		f->blob = hb_blob_create_from_file(f->path);
	bytes = hb_blob_get_data(f->blob, &len);
	if (len < 12)
		return err_set(
		    err, ERR_FONT, no_pos, "tệp phông %s trống", f->path);
	hash_of(bytes, len, &f->hash);
	f->hb = hb_face_create(f->blob, 0);
	hb_face_make_immutable(f->hb);
	f->font = hb_font_create(f->hb);
	f->upem = (int)hb_face_get_upem(f->hb);
	f->glyphs = hb_face_get_glyph_count(f->hb);
	if (f->glyphs == 0)
		return err_set(err, ERR_FONT, no_pos,
		    "tệp phông %s không đọc được", f->path);
	f->advances = calloc(f->glyphs, sizeof(*f->advances));
	f->codepoints = calloc(f->glyphs, sizeof(*f->codepoints));
	if (f->advances == NULL || f->codepoints == NULL)
		return err_nomem(err);
	read_coverage(f);
	read_measures(f);
	read_kern(f);
	read_name(f);
	hb_font_make_immutable(f->font);
	return true;
}

/* Another edition of the same face may lack letters or measure otherwise, and
 * documents would not come out the same. */
static bool
is_the_one(const struct font_face *f, struct err *err)
{
	char hex[HASH_HEX + 1];

	hash_hex(&f->hash, hex);
	if (strcmp(hex, f->sum) == 0)
		return true;
	err_set(err, ERR_FONT, no_pos,
	    "phông %s không phải bản mà chương trình đã kiểm", f->path);
	return err_hint(err,
	    "cài lại gói %s của Debian 12; sau khi tự kiểm bản khác, ghi mã "
	    "SHA-256 của nó vào fonts/catalogue.txt: %s",
	    f->package, hex);
}

static bool
load_parts(struct font_set *set, struct font_face *f, struct err *err)
{
	uint32_t missing;
	bool ours = false;

	if (set->kept != NULL)
		f->path = find_kept(set, f);
	else if (!font_find_file(set, f, &f->path, &ours, err))
		return false;
	if (f->path == NULL)
		return no_file(f, err);
	if (!read_file(f, err))
		return false;
	if (ours && f->sum != NULL && !is_the_one(f, err))
		return false;
	missing = first_missing(f);
	if (missing != 0) {
		err_set(err, ERR_FONT, no_pos, "phông %s thiếu chữ U+%04X",
		    f->path, missing);
		return err_hint(err,
		    "dùng phông có đủ 134 chữ tiếng Việt; cài gói %s",
		    f->package);
	}
	missing = font_first_undrawn(f);
	if (missing != 0) {
		err_set(err, ERR_FONT, no_pos,
		    "phông %s vẽ chữ U+%04X trống hoặc mất dấu", f->path,
		    missing);
		return err_hint(err,
		    "thay tệp phông; phông đã kiểm ở gói %s: apt-get install "
		    "%s",
		    f->package, f->package);
	}
	return true;
}

static bool
load(struct font_set *set, struct font_face *f, struct err *err)
{
	/* As it stands in the catalogue: where a failure leaves it. */
	struct font_face clean = *f;

	if (load_parts(set, f, err)) {
		atomic_store_explicit(&f->loaded, true, memory_order_release);
		return true;
	}
	font_face_done(f);
	*f = clean;
	return false;
}

static bool
need(struct font_set *set, struct font_face *f, struct err *err)
{
	bool ok;

	if (atomic_load_explicit(&f->loaded, memory_order_acquire))
		return true;
	pthread_mutex_lock(&set->lock);
	ok = f->loaded || load(set, f, err);
	pthread_mutex_unlock(&set->lock);
	return ok;
}

bool
font_set_check(struct font_set *set, struct err *err)
{
	for (unsigned i = 0; i < set->count; i++)
		if (!need(set, &set->faces[i], err))
			return false;
	return true;
}

bool
font_at(struct font_set *set, unsigned at, const struct font_face **ret,
    struct err *err)
{
	*ret = at < set->count ? &set->faces[at] : NULL;
	return *ret == NULL || need(set, &set->faces[at], err);
}

bool
font_has_role(const struct font_set *set, const char *role)
{
	for (unsigned i = 0; i < set->count; i++)
		if (strcmp(set->faces[i].role, role) == 0)
			return true;
	return false;
}

static bool
no_face(const struct font_set *set, const char *role, bool bold, bool italic,
    struct err *err)
{
	struct buf known = { 0 };

	for (unsigned i = 0; i < set->count; i++)
		if (i == 0 ||
		    strcmp(set->faces[i].role, set->faces[i - 1].role) != 0)
			buf_printf(&known, " %s", set->faces[i].role);
	err_set(err, ERR_FONT, no_pos, "không có phông vai trò «%s»%s%s", role,
	    bold ? " đậm" : "", italic ? " nghiêng" : "");
	err_hint(
	    err, "các vai trò trong fonts/catalogue.txt:%s", buf_str(&known));
	buf_done(&known);
	return false;
}

bool
font_find(struct font_set *set, const char *role, bool bold, bool italic,
    const struct font_face **ret, struct err *err)
{
	for (unsigned i = 0; i < set->count; i++) {
		struct font_face *f = &set->faces[i];

		if (strcmp(f->role, role) != 0 || f->bold != bold ||
		    f->italic != italic)
			continue;
		if (!need(set, f, err))
			return false;
		*ret = f;
		return true;
	}
	return no_face(set, role, bold, italic, err);
}

/* --- a loaded face --- */

unsigned
font_index(const struct font_face *f)
{
	return f->index;
}

const char *
font_name(const struct font_face *f)
{
	return f->name;
}

const char *
font_file(const struct font_face *f)
{
	return f->path;
}

const struct hash *
font_hash(const struct font_face *f)
{
	return &f->hash;
}

const char *
font_bytes(const struct font_face *f, size_t *ret_len)
{
	unsigned len;
	const char *bytes = hb_blob_get_data(f->blob, &len);

	*ret_len = len;
	return bytes;
}

uint16_t
font_glyph(const struct font_face *f, uint32_t cp)
{
	if (cp >= 0x10000 || f->pages[cp >> 8] == NULL)
		return 0;
	return f->pages[cp >> 8][cp & 255];
}

int
font_advance(const struct font_face *f, uint16_t glyph)
{
	return glyph < f->glyphs ? f->advances[glyph] : 0;
}

int
font_kern(const struct font_face *f, uint16_t left, uint16_t right)
{
	uint32_t key = (uint32_t)left << 16 | right;
	size_t lo = 0, hi = f->kern_count;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		const uint8_t *p = f->kern + mid * 6;
		uint32_t here = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
				(uint32_t)p[2] << 8 | p[3];

		if (here == key)
			return be16(p + 4);
		if (here < key)
			lo = mid + 1;
		else
			hi = mid;
	}
	return 0;
}

int
font_upem(const struct font_face *f)
{
	return f->upem;
}

const struct font_measures *
font_measures(const struct font_face *f)
{
	return &f->measures;
}

mpt
font_scale(const struct font_face *f, int units, mpt size)
{
	int64_t v = (int64_t)units * size;
	int64_t half = f->upem / 2;

	return (mpt)(v >= 0 ? (v + half) / f->upem : -((-v + half) / f->upem));
}

size_t
font_glyph_count(const struct font_face *f)
{
	return f->glyphs;
}

uint32_t
font_codepoint(const struct font_face *f, uint16_t glyph)
{
	return glyph < f->glyphs ? f->codepoints[glyph] : 0;
}
