/* tests/unit/pdf/text_test.c -- text operators: nothing is set twice, strings
 * are escaped, tracking is said once. */
#include "support/t.h"

#include "font/font.h"
#include "pdf/pdf_priv.h"

enum { LETTERS = 8 };

struct fix {
	struct arena *a;
	struct font_set *set;
	const struct font_face *face;
	struct pdf *pdf;
	struct canvas canvas;
};

static int
setup(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));
	struct canvas_meta meta = { .title = "Thử" };
	struct canvas_page page = {
		.width = 595276, .height = 841890, .number = 1
	};
	struct err err;

	assert_non_null(f);
	f->a = arena_new(0);
	assert_true(font_set_open(
	    SOURCE_ROOT "/fonts/catalogue.txt", NULL, &f->set, &err));
	assert_true(font_find(f->set, "serif", false, false, &f->face, &err));
	assert_true(pdf_new(f->a, NULL, &f->pdf, &f->canvas, &err));
	assert_true(f->canvas.begin(f->pdf, &meta, &err));
	assert_true(f->canvas.page_begin(f->pdf, &page, &err));
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fix *f = *state;

	arena_free(f->a);
	font_set_close(f->set);
	free(f);
	return 0;
}

/* The operators of a text whose glyphs are moved by `adjusts`. */
static const char *
text(struct fix *f, const char *letters, const mpt *adjusts, size_t *ret_len)
{
	struct canvas_glyph glyphs[LETTERS];
	struct canvas_text t = { .face = f->face,
		.size = 10000,
		.x = 1000,
		.y = 841890,
		.glyphs = glyphs,
		.count = strlen(letters) };
	size_t from = f->pdf->content.len;
	struct err err;

	for (size_t i = 0; i < t.count; i++)
		glyphs[i] = (struct canvas_glyph){
			.gid = font_glyph(f->face, (unsigned char)letters[i]),
			.adjust = adjusts == NULL ? 0 : adjusts[i]
		};
	assert_true(f->canvas.text(f->pdf, &t, &err));
	if (ret_len != NULL)
		*ret_len = f->pdf->content.len - from;
	return buf_str(&f->pdf->content) + from;
}

static bool
has(const char *content, size_t len, const char *what, size_t what_len)
{
	for (size_t i = 0; i + what_len <= len; i++)
		if (memcmp(content + i, what, what_len) == 0)
			return true;
	return false;
}
#define HAS(what) has(s, len, what, sizeof(what) - 1)

static void
glyphs_are_numbered_by_their_first_use(void **state)
{
	struct fix *f = *state;
	size_t len;
	const char *s = text(f, "aba", NULL, &len);

	assert_true(HAS("(\0\1\0\2\0\1) Tj"));
}

static void
the_face_is_set_once(void **state)
{
	struct fix *f = *state;
	size_t len;
	const char *s = text(f, "a", NULL, &len);

	assert_true(HAS("/F0 10 Tf"));
	s = text(f, "b", NULL, &len);
	assert_false(HAS("Tf"));
	assert_false(HAS("rg")); /* a page begins with black */
}

static void
a_moved_glyph_splits_the_string(void **state)
{
	static const mpt adjusts[] = { 0, -500, 0, 0 };
	struct fix *f = *state;
	size_t len;
	const char *s = text(f, "abab", adjusts, &len);

	assert_true(HAS("[(\0\1\0\2)50(\0\1\0\2)] TJ"));
	assert_false(HAS("Tc"));
}

static void
tracking_is_set_once_and_taken_back(void **state)
{
	static const mpt adjusts[] = { 300, 300, 800, 300, 0 };
	struct fix *f = *state;
	size_t len;
	const char *s = text(f, "ababa", adjusts, &len);

	assert_true(HAS("0.3 Tc"));
	assert_true(HAS("[(\0\1\0\2\0\1)-50(\0\2\0\1)] TJ"));
	s = text(f, "a", NULL, &len);
	assert_true(HAS("0 Tc"));
	s = text(f, "a", NULL, &len);
	assert_false(HAS("Tc"));
}

/* The 40th glyph is '(', the 92nd a backslash, the 13th a carriage return. */
static void
delimiters_in_codes_are_escaped(void **state)
{
	struct fix *f = *state;
	char letter[2] = "";
	size_t len;
	const char *s;

	for (int c = 0x21; c < 0x7F; c++) {
		letter[0] = (char)c;
		s = text(f, letter, NULL, &len);
		if (c == 0x20 + 13)
			assert_true(HAS("(\0\\r) Tj"));
		if (c == 0x20 + 40)
			assert_true(HAS("(\0\\() Tj"));
		if (c == 0x20 + 41)
			assert_true(HAS("(\0\\)) Tj"));
		if (c == 0x20 + 92)
			assert_true(HAS("(\0\\\\) Tj"));
	}
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(glyphs_are_numbered_by_their_first_use),
		T(the_face_is_set_once),
		T(a_moved_glyph_splits_the_string),
		T(tracking_is_set_once_and_taken_back),
		T(delimiters_in_codes_are_escaped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
