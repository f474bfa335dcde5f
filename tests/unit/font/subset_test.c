/* tests/unit/font/subset_test.c -- a subset draws what the face draws, under
 * new numbers; HarfBuzz reads it back. */
#include "support/t.h"

#include <hb.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "font/font.h"

#define CATALOGUE SOURCE_ROOT "/fonts/catalogue.txt"

struct fix {
	struct arena *a;
	struct font_set *set;
	const struct font_face *face;
	struct buf out;
	size_t count;
};

static void
open_face(struct fix *f, const char *office, const char *role, bool bold)
{
	struct err err;

	assert_true(font_set_open(CATALOGUE, office, &f->set, &err));
	assert_true(font_find(f->set, role, bold, false, &f->face, &err));
}

static int
setup(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->a = arena_new(0);
	open_face(f, NULL, "serif", false);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fix *f = *state;

	buf_done(&f->out);
	font_set_close(f->set);
	arena_free(f->a);
	free(f);
	return 0;
}

/* .notdef and the letters' glyphs; returns how many. */
static size_t
list(const struct fix *f, const uint32_t *letters, size_t n, uint16_t *ret)
{
	ret[0] = 0;
	for (size_t i = 0; i < n; i++)
		ret[i + 1] = font_glyph(f->face, letters[i]);
	return n + 1;
}

static void
subset(struct fix *f, const uint16_t *glyphs, size_t count)
{
	struct err err;

	buf_clear(&f->out);
	assert_true(
	    font_subset(f->face, glyphs, count, &f->out, &f->count, &err));
}

static hb_font_t *
read_back(const char *bytes, size_t len)
{
	hb_blob_t *blob = hb_blob_create(
	    bytes, (unsigned)len, HB_MEMORY_MODE_READONLY, NULL, NULL);
	hb_face_t *face = hb_face_create(blob, 0);
	hb_font_t *font = hb_font_create(face);

	hb_blob_destroy(blob);
	hb_face_destroy(face);
	return font;
}

static hb_font_t *
whole_face(const struct fix *f)
{
	hb_blob_t *blob = hb_blob_create_from_file(font_file(f->face));
	hb_face_t *face = hb_face_create(blob, 0);
	hb_font_t *font = hb_font_create(face);

	hb_blob_destroy(blob);
	hb_face_destroy(face);
	return font;
}

/* --- outlines as text, to be compared --- */

static void
on_point(hb_draw_funcs_t *d, void *data, hb_draw_state_t *st, float x, float y,
    void *user)
{
	(void)d, (void)st, (void)user;
	buf_printf(data, "p %d %d\n", (int)x, (int)y);
}

static void
on_curve(hb_draw_funcs_t *d, void *data, hb_draw_state_t *st, float cx,
    float cy, float x, float y, void *user)
{
	(void)d, (void)st, (void)user;
	buf_printf(data, "q %d %d %d %d\n", (int)cx, (int)cy, (int)x, (int)y);
}

static void
outline(hb_font_t *font, unsigned glyph, struct buf *out)
{
	hb_draw_funcs_t *d = hb_draw_funcs_create();

	hb_draw_funcs_set_move_to_func(d, on_point, NULL, NULL);
	hb_draw_funcs_set_line_to_func(d, on_point, NULL, NULL);
	hb_draw_funcs_set_quadratic_to_func(d, on_curve, NULL, NULL);
	hb_font_get_glyph_shape(font, glyph, d, out);
	hb_draw_funcs_destroy(d);
}

static void
assert_draws_the_same(const struct fix *f, const uint16_t *glyphs, size_t n)
{
	hb_font_t *own = whole_face(f),
		  *cut = read_back(buf_str(&f->out), f->out.len);
	struct buf a = { 0 }, b = { 0 };

	for (size_t i = 0; i < n; i++) {
		buf_clear(&a);
		buf_clear(&b);
		outline(own, glyphs[i], &a);
		outline(cut, (unsigned)i, &b);
		assert_string_equal(buf_str(&a), buf_str(&b));
		assert_int_equal(hb_font_get_glyph_h_advance(own, glyphs[i]),
		    hb_font_get_glyph_h_advance(cut, (unsigned)i));
	}
	buf_done(&a);
	buf_done(&b);
	hb_font_destroy(own);
	hb_font_destroy(cut);
}

/* --- */

static void
letters_get_the_numbers_of_their_order(void **state)
{
	static const uint32_t letters[] = { 'S', 0x1ED5, ' ', 'V', 'a', 'n',
		'g', 0x0110, 0x1EB1 };
	struct fix *f = *state;
	uint16_t glyphs[10];
	size_t n = list(f, letters, 9, glyphs);

	subset(f, glyphs, n);
	assert_draws_the_same(f, glyphs, n);
	assert_true(f->out.len < 6000);
}

static void
every_vietnamese_letter_of_every_face_draws_the_same(void **state)
{
	static const char *const roles[] = { "serif", "sans", "display" };
	struct fix *f = *state;

	for (size_t r = 0; r < 3; r++)
		for (int bold = 0; bold < 2; bold++) {
			uint16_t glyphs[400] = { 0 };
			size_t n = 1;

			font_set_close(f->set);
			open_face(f, NULL, roles[r], bold);
			for (uint32_t cp = 0x20; cp < 0x1F00; cp++) {
				uint16_t g = font_glyph(f->face, cp);

				if (cp == 0x180)
					cp = 0x1A0;
				if (cp == 0x1B1)
					cp = 0x1EA0;
				if (g != 0 && n < 400)
					glyphs[n++] = g;
			}
			assert_true(n > 200);
			subset(f, glyphs, n);
			assert_draws_the_same(f, glyphs, n);
		}
}

static void
parts_of_compound_glyphs_stand_behind(void **state)
{
	struct fix *f = *state;
	hb_font_t *cut;
	uint16_t glyphs[2];
	/* A letter that the face builds of others; which one is the face's
	 * business. */
	bool found = false;

	for (uint32_t cp = 0xC0; cp < 0x180 && !found; cp++) {
		size_t n = list(f, &cp, 1, glyphs);

		if (glyphs[1] == 0)
			continue;
		subset(f, glyphs, n);
		found = f->count > n;
	}
	assert_true(found);
	assert_draws_the_same(f, glyphs, 2);
	cut = read_back(buf_str(&f->out), f->out.len);
	assert_int_equal(
	    hb_face_get_glyph_count(hb_font_get_face(cut)), f->count);
	hb_font_destroy(cut);
}

static void
the_same_list_gives_the_same_bytes(void **state)
{
	static const uint32_t letters[] = { 'a', 0x1EA5 };
	struct fix *f = *state;
	uint16_t glyphs[3];
	size_t n = list(f, letters, 2, glyphs), len;
	char *first;

	subset(f, glyphs, n);
	len = f->out.len;
	first = arena_memdup(f->a, buf_str(&f->out), len);
	subset(f, glyphs, n);
	assert_int_equal(f->out.len, len);
	assert_memory_equal(buf_str(&f->out), first, len);
}

static void
a_glyph_that_the_face_does_not_have_is_refused(void **state)
{
	struct fix *f = *state;
	uint16_t glyphs[2] = { 0, 65000 };
	struct err err;

	assert_false(font_subset(f->face, glyphs, 2, &f->out, &f->count, &err));
	assert_int_equal(err.kind, ERR_FONT);
	assert_false(font_subset(f->face, glyphs, 0, &f->out, &f->count, &err));
}

static size_t
offset_of(const char *font, const char *tag, size_t *ret_len)
{
	const uint8_t *p = (const uint8_t *)font;
	int tables = p[4] << 8 | p[5];

	for (int i = 0; i < tables; i++) {
		const uint8_t *e = p + 12 + i * 16;

		if (memcmp(e, tag, 4) != 0)
			continue;
		*ret_len = (size_t)e[12] << 24 | (size_t)e[13] << 16 |
			   (size_t)e[14] << 8 | e[15];
		return (size_t)e[8] << 24 | (size_t)e[9] << 16 |
		       (size_t)e[10] << 8 | e[11];
	}
	fail();
	return 0;
}

/* The office's own copy of a font, damaged: refused or drawn, never a crash. */
static void
a_damaged_font_is_refused_or_survived(void **state)
{
	static const char *const tags[] = { "glyf", "loca", "hmtx" };
	struct fix *f = *state;
	char dir[] = "/tmp/subset-XXXXXX", *bytes, *copy;
	const char *path, *source;
	size_t len, table_len, refused = 0;
	unsigned seed = 71;
	struct err err;

	assert_non_null(mkdtemp(dir));
	source = arena_strdup(f->a, font_file(f->face));
	path = file_join(f->a, dir, "LiberationSerif-Regular.ttf");
	assert_true(file_read(f->a, source, 4 << 20, &bytes, &len, &err));
	copy = arena_alloc(f->a, len);
	for (int round = 0; round < 30; round++) {
		uint16_t glyphs[301] = { 0 };
		size_t at;

		memcpy(copy, bytes, len);
		at = offset_of(copy, tags[round % 3], &table_len);
		for (size_t i = 0; i < table_len; i++) {
			seed = seed * 1103515245u + 12345;
			if (seed >> 16 & 1)
				copy[at + i] = (char)(seed >> 20);
		}
		assert_true(file_write(path, copy, len, &err));
		font_set_close(f->set);
		assert_true(font_set_open(CATALOGUE, dir, &f->set, &err));
		if (!font_find(f->set, "serif", false, false, &f->face, &err)) {
			assert_int_equal(err.kind, ERR_FONT);
			refused++; /* some letter is not drawn any more */
			continue;
		}
		for (uint16_t g = 1; g <= 300; g++)
			glyphs[g] = (uint16_t)(g * 7);
		buf_clear(&f->out);
		if (!font_subset(
			f->face, glyphs, 301, &f->out, &f->count, &err)) {
			assert_int_equal(err.kind, ERR_FONT);
			refused++;
		}
	}
	assert_true(refused >= 10); /* loca cannot be right by chance */
	unlink(path);
	rmdir(dir);
}

static void
cff_outlines_keep_their_numbers(void **state)
{
	struct fix *f = *state;
	uint16_t glyphs[2] = { 0 };

	font_set_close(f->set);
	open_face(f, NULL, "script", false);
	glyphs[1] = font_glyph(f->face, 'B');
	subset(f, glyphs, 2);
	assert_true(f->out.len > 100);
	/* Up to the highest, and none behind: a CIDSet must name just these. */
	assert_int_equal(f->count, (size_t)glyphs[1] + 1);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(letters_get_the_numbers_of_their_order),
		T(every_vietnamese_letter_of_every_face_draws_the_same),
		T(parts_of_compound_glyphs_stand_behind),
		T(the_same_list_gives_the_same_bytes),
		T(a_glyph_that_the_face_does_not_have_is_refused),
		T(a_damaged_font_is_refused_or_survived),
		T(cff_outlines_keep_their_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
