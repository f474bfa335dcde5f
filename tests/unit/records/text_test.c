/* tests/unit/records/text_test.c -- texts for narrow columns: nothing is wider
 * than it may be, nothing is lost. */
#include "support/t.h"

#include "records/records_priv.h"

static void
assert_breaks(const char *text, int width, const char *want)
{
	struct arena *a = arena_new(0);

	assert_string_equal(rec_break(a, text, width), want);
	arena_free(a);
}

static void
what_fits_stays_as_it_is(void **state)
{
	(void)state;
	assert_breaks("", 2800, "");
	assert_breaks("71/KH-UBND", 2800, "71/KH-UBND");
	assert_breaks("Về việc tặng Bằng khen", 2800, "Về việc tặng Bằng khen");
}

static void
a_long_code_breaks_behind_its_stroke(void **state)
{
	(void)state;
	assert_breaks("123456/QĐ-UBND-VPCP", 2800, "123456/QĐ-\nUBND-VPCP");
	assert_breaks("1000000/KH-UBND", 2000, "1000000/\nKH-UBND");
}

static void
a_word_without_end_is_cut_and_loses_no_letter(void **state)
{
	struct arena *a = arena_new(0);
	const char *s = rec_break(a, "WWWWWWWWWWWWWWWWWWWW", 1000);
	size_t letters = 0, run = 0;

	(void)state;
	for (; *s != '\0'; s++) {
		run = *s == '\n' ? 0 : run + 1;
		letters += *s == 'W';
		assert_true(run <= 2);
	}
	assert_int_equal(letters, 20);
	assert_breaks("ờờờờ", 400, "ờờ\nờờ");
	arena_free(a);
}

static void
a_title_says_its_kind_once(void **state)
{
	struct arena *a = arena_new(0);

	(void)state;
	assert_string_equal(
	    rec_title(a, "Kế hoạch", "Phát động"), "Kế hoạch: Phát động");
	assert_string_equal(rec_title(a, "Bằng khen", "Bằng khen tặng ông A"),
	    "Bằng khen tặng ông A");
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_fits_stays_as_it_is),
		cmocka_unit_test(a_long_code_breaks_behind_its_stroke),
		cmocka_unit_test(a_word_without_end_is_cut_and_loses_no_letter),
		cmocka_unit_test(a_title_says_its_kind_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
