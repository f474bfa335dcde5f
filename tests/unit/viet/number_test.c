/* tests/unit/viet/number_test.c -- numbers as offices write them. */
#include "support/table.h"

#include "viet/number.h"

static void
the_table_of_numbers_in_words_holds(void **state)
{
	struct table t;
	int rows = 0;

	(void)state;
	table_open(&t, "viet/number_words_tests.tsv");
	assert_true(table_next(&t)); /* the names of the columns */
	while (table_next(&t)) {
		int64_t n = strtoll(t.field[0], NULL, 10), back;

		assert_writes(t.field[1], viet_grouped(&out, n));
		assert_writes(t.field[2], viet_words(&out, n));
		assert_writes(t.field[3], viet_words_money(&out, n));
		assert_true(viet_number_parse(t.field[1], &back));
		assert_int_equal(back, n);
		rows++;
	}
	assert_int_equal(rows, 75);
}

static void
every_int64_can_be_spoken(void **state)
{
	(void)state;
	assert_writes("chín tỷ hai trăm hai mươi ba triệu ba trăm bảy mươi hai "
		      "nghìn không trăm ba mươi sáu tỷ tám trăm năm mươi tư "
		      "triệu bảy trăm bảy mươi lăm nghìn tám trăm linh bảy",
	    viet_words(&out, INT64_MAX));
	assert_writes("âm chín tỷ hai trăm hai mươi ba triệu ba trăm bảy mươi "
		      "hai nghìn không trăm ba mươi sáu tỷ tám trăm năm mươi "
		      "tư triệu bảy trăm bảy mươi lăm nghìn tám trăm linh tám",
	    viet_words(&out, INT64_MIN));
	assert_writes("một tỷ tỷ", viet_words(&out, 1000000000000000000));
	assert_writes("một triệu tỷ không trăm linh một",
	    viet_words(&out, 1000000000000001));
	assert_writes("Âm năm", viet_words_capital(&out, -5));
}

static void
words_are_added_to_what_is_there(void **state)
{
	(void)state;
	assert_writes("Tổng: Hai mươi mốt, (Không đồng)", {
		buf_str_add(&out, "Tổng: ");
		viet_words_capital(&out, 21);
		buf_str_add(&out, ", ");
		viet_words_money(&out, 0);
	});
}

static void
a_full_buffer_is_remembered(void **state)
{
	struct buf b = { .limit = 5 };

	(void)state;
	viet_words_money(&b, 1490000);
	assert_false(buf_ok(&b));
	buf_done(&b);
}

static void
thousands_are_parted_by_dots(void **state)
{
	(void)state;
	assert_writes("0", viet_grouped(&out, 0));
	assert_writes("-999", viet_grouped(&out, -999));
	assert_writes("-1.000", viet_grouped(&out, -1000));
	assert_writes(
	    "9.223.372.036.854.775.807", viet_grouped(&out, INT64_MAX));
	assert_writes(
	    "-9.223.372.036.854.775.808", viet_grouped(&out, INT64_MIN));
}

static void
a_number_with_odd_dots_is_refused(void **state)
{
	static const char *const bad[] = { "1.49", "1490.000", "", "12a", "-",
		".", "1.", ".000", "1..000", "1,5", " 1", "1 ", "+1",
		"9223372036854775808", "99999999999999999999" };
	int64_t n = 42;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(viet_number_parse(bad[i], &n));
	assert_int_equal(n, 42);
	assert_true(viet_number_parse("-1.490.000", &n));
	assert_int_equal(n, -1490000);
	assert_true(viet_number_parse("9223372036854775807", &n));
	assert_true(n == INT64_MAX);
	assert_true(viet_number_parse("05", &n));
	assert_int_equal(n, 5);
}

static void
points_follow_the_legal_order(void **state)
{
	struct buf none = { 0 };

	(void)state;
	assert_writes("abcdđeghiklmnopqrstuvxy", {
		for (int i = 1; i <= 23; i++)
			assert_true(viet_point(&out, i));
	});
	assert_writes("aa", assert_true(viet_point(&out, 24)));
	assert_writes("ađ", assert_true(viet_point(&out, 28)));
	assert_writes("ba", assert_true(viet_point(&out, 47)));
	assert_writes("yy", assert_true(viet_point(&out, 23 * 24)));
	assert_writes("aaa", assert_true(viet_point(&out, 23 * 24 + 1)));
	assert_false(viet_point(&none, 0));
	assert_false(viet_point(&none, -3));
	assert_int_equal(none.len, 0);
}

static int
roman_value(const char *s)
{
	static const char digits[] = "IVXLCDM";
	static const int values[] = { 1, 5, 10, 50, 100, 500, 1000 };
	int sum = 0, last = 0;

	for (size_t i = strlen(s); i-- > 0;) {
		int v = values[strchr(digits, s[i]) - digits];

		sum += v < last ? -v : v;
		last = v > last ? v : last;
	}
	return sum;
}

static void
all_roman_numerals_read_back(void **state)
{
	struct buf b = { 0 };

	(void)state;
	for (int n = 1; n <= 3999; n++) {
		buf_clear(&b);
		assert_true(viet_roman(&b, n, /*upper*/ true));
		assert_int_equal(roman_value(buf_str(&b)), n);
		assert_true(b.len <= 15);
	}
	buf_done(&b);
	assert_writes("MCMXCIV", assert_true(viet_roman(&out, 1994, true)));
	assert_writes("iv", assert_true(viet_roman(&out, 4, false)));
}

static void
roman_numerals_have_their_range(void **state)
{
	struct buf none = { 0 };

	(void)state;
	assert_false(viet_roman(&none, 0, true));
	assert_false(viet_roman(&none, 4000, true));
	assert_false(viet_roman(&none, INT64_MIN, true));
	assert_int_equal(none.len, 0);
}

static void
padding_counts_digits(void **state)
{
	(void)state;
	assert_writes("05", viet_padded(&out, 5, 2));
	assert_writes("12", viet_padded(&out, 12, 2));
	assert_writes("123", viet_padded(&out, 123, 2));
	assert_writes("000", viet_padded(&out, 0, 3));
	assert_writes("-05", viet_padded(&out, -5, 2));
	assert_writes("-9223372036854775808", viet_padded(&out, INT64_MIN, 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_of_numbers_in_words_holds),
		cmocka_unit_test(every_int64_can_be_spoken),
		cmocka_unit_test(words_are_added_to_what_is_there),
		cmocka_unit_test(a_full_buffer_is_remembered),
		cmocka_unit_test(thousands_are_parted_by_dots),
		cmocka_unit_test(a_number_with_odd_dots_is_refused),
		cmocka_unit_test(points_follow_the_legal_order),
		cmocka_unit_test(all_roman_numerals_read_back),
		cmocka_unit_test(roman_numerals_have_their_range),
		cmocka_unit_test(padding_counts_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
