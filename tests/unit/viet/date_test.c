/* tests/unit/viet/date_test.c -- dates as the decree writes them. */
#include "support/t.h"

#include "viet/date.h"

static day_t
day(const char *iso)
{
	day_t d = 0;

	assert_true(day_parse_iso(iso, &d));
	return d;
}

/* clang-format off */
static const struct {
	const char *iso, *longest, *shortest;
} days[] = {
	{ "2022-02-05", "ngày 05 tháng 02 năm 2022", "05/02/2022" },
	{ "2022-01-31", "ngày 31 tháng 01 năm 2022", "31/01/2022" },
	{ "2022-03-01", "ngày 01 tháng 3 năm 2022",  "01/3/2022" },
	{ "2022-04-12", "ngày 12 tháng 4 năm 2022",  "12/4/2022" },
	{ "2020-07-22", "ngày 22 tháng 7 năm 2020",  "22/7/2020" },
	{ "2022-09-09", "ngày 09 tháng 9 năm 2022",  "09/9/2022" },
	{ "2022-10-10", "ngày 10 tháng 10 năm 2022", "10/10/2022" },
	{ "2024-02-29", "ngày 29 tháng 02 năm 2024", "29/02/2024" },
	{ "2025-12-31", "ngày 31 tháng 12 năm 2025", "31/12/2025" },
};
/* clang-format on */

static void
zeros_stand_before_days_under_ten_and_months_one_and_two(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		assert_writes(
		    days[i].longest, viet_date_long(&out, day(days[i].iso)));
		assert_writes(
		    days[i].shortest, viet_date_short(&out, day(days[i].iso)));
	}
}

static void
a_pattern_says_its_own_zeros(void **state)
{
	day_t d = day("2022-04-05");

	(void)state;
	assert_writes("05/04/2022",
	    assert_true(viet_date_pattern(&out, d, "dd/MM/yyyy")));
	assert_writes(
	    "5.4.2022", assert_true(viet_date_pattern(&out, d, "d.M.yyyy")));
	assert_writes("2022-04-05",
	    assert_true(viet_date_pattern(&out, d, "yyyy-MM-dd")));
	assert_writes("«05» – 2022",
	    assert_true(viet_date_pattern(&out, d, "«dd» – yyyy")));
	assert_writes("", assert_true(viet_date_pattern(&out, d, "")));
}

static void
a_pattern_with_another_letter_is_refused(void **state)
{
	static const char *const bad[] = { "hh", "ddd", "MMM", "yy", "yyyyy",
		"dd/mm/yyyy", "DD" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct buf b = { 0 };

		assert_false(viet_date_pattern(&b, day("2022-04-05"), bad[i]));
		assert_int_equal(b.len, 0);
		buf_done(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    zeros_stand_before_days_under_ten_and_months_one_and_two),
		cmocka_unit_test(a_pattern_says_its_own_zeros),
		cmocka_unit_test(a_pattern_with_another_letter_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
