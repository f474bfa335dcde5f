/* tests/unit/base/day_test.c -- calendar days. */
#include "support/t.h"

#include "base/day.h"

static bool
is_leap(int y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int
days_of_month(int y, int m)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };

	return m == 2 && is_leap(y) ? 29 : days[m - 1];
}

/* Counts days one by one, which is how a calendar is made. */
static void
every_day_from_1600_to_2400_goes_both_ways(void **state)
{
	day_t day = day_of_ymd((struct ymd){ 1600, 1, 1 });

	(void)state;
	for (int y = 1600; y <= 2400; y++)
		for (int m = 1; m <= 12; m++)
			for (int d = 1; d <= days_of_month(y, m); d++, day++) {
				struct ymd want = { y, m, d };
				struct ymd got = day_ymd(day);
				char iso[11];
				day_t back;

				assert_int_equal(day_of_ymd(want), day);
				assert_memory_equal(&got, &want, sizeof(got));
				day_print_iso(day, iso);
				assert_true(day_parse_iso(iso, &back));
				assert_int_equal(back, day);
			}
}

static void
known_days_have_their_numbers(void **state)
{
	(void)state;
	assert_int_equal(day_of_ymd((struct ymd){ 1970, 1, 1 }), 0);
	assert_int_equal(day_of_ymd((struct ymd){ 2000, 3, 1 }), 11017);
	assert_int_equal(day_of_ymd((struct ymd){ 2022, 4, 12 }), 19094);
	assert_int_equal(day_of_ymd((struct ymd){ 1, 1, 1 }), -719162);
	assert_int_equal(day_of_ymd((struct ymd){ 9999, 12, 31 }), 2932896);
}

static void
days_that_do_not_exist_are_refused(void **state)
{
	static const struct ymd bad[] = { { 2022, 2, 29 }, { 1900, 2, 29 },
		{ 2022, 4, 31 }, { 2022, 13, 1 }, { 2022, 0, 1 },
		{ 2022, 1, 0 }, { 2022, 1, 32 }, { 0, 1, 1 }, { 10000, 1, 1 },
		{ 2022, -1, 1 } };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(ymd_valid(bad[i]));
	assert_true(ymd_valid((struct ymd){ 2000, 2, 29 }));
	assert_true(ymd_valid((struct ymd){ 9999, 12, 31 }));
}

static void
iso_dates_are_exact(void **state)
{
	static const char *const bad[] = { "", "2022-4-12", "2022-04-12 ",
		" 2022-04-12", "2022/04/12", "20220412", "2022-02-29",
		"0000-01-01", "2022-04", "-022-04-12", "12/4/2022" };
	day_t d = 7;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(day_parse_iso(bad[i], &d));
	assert_int_equal(d, 7);
}

static void
typed_dates_have_the_day_first(void **state)
{
	static const char *const same[] = { "2022-04-05", "5/4/2022",
		"05/04/2022", "5-4-2022", "05.04.2022" };
	static const char *const bad[] = { "5/4/22", "4/31/2022", "5/4-2022",
		"5//2022", "/4/2022", "5/4/2022x", "5 4 2022", "29/2/2022",
		"005/4/2022", "5/4/02022" };
	day_t d, want;

	(void)state;
	assert_true(day_parse_iso("2022-04-05", &want));
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		assert_true(day_parse_any(same[i], &d));
		assert_int_equal(d, want);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(day_parse_any(bad[i], &d));
}

static void
the_day_in_vietnam_begins_at_17_hours_utc(void **state)
{
	(void)state;
	assert_int_equal(day_in_vietnam(0), 0);
	assert_int_equal(day_in_vietnam(17 * 3600 - 1), 0);
	assert_int_equal(day_in_vietnam(17 * 3600), 1);
	assert_int_equal(day_in_vietnam(-7 * 3600), 0);
	assert_int_equal(day_in_vietnam(-7 * 3600 - 1), -1);
	assert_int_equal(day_in_vietnam(-7 * 3600 - 86400), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_from_1600_to_2400_goes_both_ways),
		cmocka_unit_test(known_days_have_their_numbers),
		cmocka_unit_test(days_that_do_not_exist_are_refused),
		cmocka_unit_test(iso_dates_are_exact),
		cmocka_unit_test(typed_dates_have_the_day_first),
		cmocka_unit_test(the_day_in_vietnam_begins_at_17_hours_utc),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
