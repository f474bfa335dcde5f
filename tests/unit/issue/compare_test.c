/* tests/unit/issue/compare_test.c -- two layouts of one document, by words. */
#include "support/t.h"

#include "base/buf.h"
#include "issue/compare.h"

struct fix {
	struct arena *a;
	struct err err;
	struct iss_diff d;
};

static int
setup(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->a = arena_new(0);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fix *f = *state;

	arena_free(f->a);
	free(f);
	return 0;
}

static const struct iss_change *
compare(struct fix *f, const char *before, const char *after)
{
	assert_true(iss_compare_traces(f->a, before, after, &f->d, &f->err));
	return f->d.list;
}

#define PAGE(n) "  page " #n " 21000 29700\n"
#define LINE(x, y, w, text)                                                    \
	"    text " #x " " #y " " #w " LiberationSerif 14 #000000 «" text "»" \
	"\n"
#define BOLD(x, y, w, text)                                                    \
	"    text " #x " " #y " " #w " LiberationSerif-Bold 14 #000000 «" text \
	"»\n"

static void
the_same_layout_has_no_change(void **state)
{
	static const char t[] = PAGE(1) "  [P]\n" LINE(3000, 2000, 900, "a b");

	compare(*state, t, t);
	assert_int_equal(((struct fix *)*state)->d.count, 0);
	assert_int_equal(((struct fix *)*state)->d.pages_after, 1);
}

static void
runs_that_touch_are_one_word(void **state)
{
	struct fix *f = *state;

	compare(f,
	    PAGE(1) LINE(100, 200, 50, "Số:") LINE(150, 200, 50, " 71")
		LINE(200, 200, 9, "/") LINE(209, 200, 80, "KH-UBND"),
	    PAGE(1) LINE(100, 200, 100, "Số: 71/KH-UBND"));
	assert_int_equal(f->d.count, 1);
	assert_int_equal(f->d.list[0].kind, ISS_PLACE);
	assert_int_equal(f->d.list[0].words, 1); /* its run began elsewhere */
}

static void
other_words_are_told_with_both_texts(void **state)
{
	const struct iss_change *c =
	    compare(*state, PAGE(1) LINE(100, 200, 500, "một hai ba bốn"),
		PAGE(1) LINE(100, 200, 500, "một hải bạ bốn năm"));

	assert_int_equal(((struct fix *)*state)->d.count, 2);
	assert_int_equal(c[0].kind, ISS_WORDS);
	assert_string_equal(c[0].before, "hai ba");
	assert_string_equal(c[0].after, "hải bạ");
	assert_string_equal(c[1].before, "");
	assert_string_equal(c[1].after, "năm");
	assert_int_equal(c[1].page_before, 0);
	assert_int_equal(c[1].page_after, 1);
}

static void
words_that_went_to_another_page_are_one_change(void **state)
{
	struct fix *f = *state;
	const struct iss_change *c = compare(f,
	    PAGE(1) LINE(100, 200, 500, "một hai") LINE(100, 300, 500, "ba bốn")
		PAGE(2) LINE(100, 200, 500, "năm"),
	    PAGE(1) LINE(100, 200, 500, "một hai") PAGE(2)
		LINE(100, 200, 500, "ba bốn") LINE(100, 260, 500, "năm"));

	assert_int_equal(f->d.count, 2);
	assert_int_equal(c[0].kind, ISS_PAGE);
	assert_string_equal(c[0].before, "ba bốn");
	assert_int_equal(c[0].page_after, 2);
	assert_int_equal(c[1].kind, ISS_PLACE);
	assert_int_equal(c[1].shift, 60);
}

static void
style_and_drawing_are_told_apart_from_words(void **state)
{
	struct fix *f = *state;
	const struct iss_change *c = compare(f,
	    PAGE(1) LINE(100, 200, 500, "một hai") "  rect 1 2 3 4 #000000\n",
	    PAGE(1) BOLD(100, 200, 500, "một hai") "  rect 1 2 3 5 #000000\n");

	assert_int_equal(f->d.count, 2);
	assert_int_equal(c[0].kind, ISS_STYLE);
	assert_int_equal(c[0].words, 2);
	assert_int_equal(c[1].kind, ISS_ART);
	assert_int_equal(c[1].page_before, 1);
}

/* Every word is there in exactly one role, whatever the texts. */
static void
random_texts_are_accounted_for(void **state)
{
	struct fix *f = *state;
	unsigned seed = 7;

	for (int round = 0; round < 300; round++) {
		struct buf t[2] = { { 0 } };
		size_t words[2], said[2] = { 0, 0 };

		for (int i = 0; i < 2; i++) {
			seed = seed * 1103515245U + 12345U;
			words[i] = seed >> 16 & 31;
			buf_str_add(&t[i], PAGE(1) "    text 1 2 3 F 1 #0 «");
			for (size_t k = 0; k < words[i]; k++) {
				seed = seed * 1103515245U + 12345U;
				buf_printf(&t[i], "%c ",
				    (char)('a' + (seed >> 16) % 3));
			}
			buf_str_add(&t[i], "»\n");
		}
		compare(f, buf_str(&t[0]), buf_str(&t[1]));
		for (size_t i = 0; i < f->d.count; i++) {
			const struct iss_change *c = &f->d.list[i];

			assert_int_equal(c->kind, ISS_WORDS);
			said[0] += (strlen(c->before) + 1) / 2;
			said[1] += (strlen(c->after) + 1) / 2;
		}
		assert_int_equal(words[0] - said[0], words[1] - said[1]);
		buf_done(&t[0]);
		buf_done(&t[1]);
	}
}

static void
texts_that_share_nothing_end_as_well(void **state)
{
	struct fix *f = *state;
	struct buf t[2] = { { 0 } };

	for (int i = 0; i < 2; i++) {
		buf_str_add(&t[i], PAGE(1) "    text 1 2 3 F 1 #0 «");
		for (int k = 0; k < 9000; k++)
			buf_printf(&t[i], "%c%d ", "xy"[i], k);
		buf_str_add(&t[i], "»\n");
	}
	compare(f, buf_str(&t[0]), buf_str(&t[1]));
	assert_int_equal(f->d.count, 1);
	assert_int_equal(f->d.list[0].words, 18000);
	assert_non_null(strstr(f->d.list[0].before, "…"));
	buf_done(&t[0]);
	buf_done(&t[1]);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(the_same_layout_has_no_change),
		T(runs_that_touch_are_one_word),
		T(other_words_are_told_with_both_texts),
		T(words_that_went_to_another_page_are_one_change),
		T(style_and_drawing_are_told_apart_from_words),
		T(random_texts_are_accounted_for),
		T(texts_that_share_nothing_end_as_well),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
