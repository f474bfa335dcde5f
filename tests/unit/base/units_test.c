/* tests/unit/base/units_test.c -- lengths on paper. */
#include "support/t.h"

#include "base/units.h"

/* clang-format off */
static const struct {
	const char *text, *bare;
	mpt want;
} good[] = {
	{ "12",       "pt", 12000 },   { "12pt",     NULL, 12000 },
	{ "0",        "mm", 0 },       { "13.5pt",   NULL, 13500 },
	{ "30mm",     NULL, 85039 },   { "210mm",    NULL, 595276 },
	{ "297mm",    NULL, 841890 },  { "1.27cm",   NULL, 36000 },
	{ "25.4mm",   NULL, 72000 },   { "2.54cm",   NULL, 72000 },
	{ "-3mm",     NULL, -8504 },   { "+3mm",     NULL, 8504 },
	{ "0.0005pt", NULL, 1 },       { "0.0004pt", NULL, 0 },
	{ "-0.0005pt", NULL, -1 },     { ".5pt",     NULL, 500 },
	{ "0.123456pt", NULL, 123 },   { "1",        "cm", 28346 },
	{ "1000000pt", NULL, 1000000000 },
};

static const char *const bad[] = {
	"", "-", "+", ".", "mm", "12 mm", " 12mm", "12mm ", "1,5mm", "12in",
	"1e3pt", "12.pt", "0.1234567pt", "--3mm", "12PT", "0x10pt", "nan",
	"1000001pt", "99999999999999999999pt", "1000000cm",
};
/* clang-format on */

static void
lengths_are_read_with_their_units(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		mpt len = -1;

		assert_true(mpt_parse(good[i].text, good[i].bare, &len));
		assert_int_equal(len, good[i].want);
	}
}

static void
anything_else_is_refused_and_leaves_the_result_alone(void **state)
{
	mpt len = 42;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(mpt_parse(bad[i], "pt", &len));
	assert_false(mpt_parse("12", NULL, &len));
	assert_int_equal(len, 42);
}

static void
millimetres_and_points_agree_both_ways(void **state)
{
	(void)state;
	assert_int_equal(mpt_of_pt(12), 12000);
	assert_int_equal(mpt_of_mm(0), 0);
	assert_int_equal(mpt_of_mm(-30), -85039);
	for (int mm = -1000; mm <= 1000; mm++)
		assert_int_equal(mpt_to_mm100(mpt_of_mm(mm)), mm * 100);
	assert_int_equal(mpt_to_mm100(MPT_MAX), 75758451);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lengths_are_read_with_their_units),
		cmocka_unit_test(
		    anything_else_is_refused_and_leaves_the_result_alone),
		cmocka_unit_test(millimetres_and_points_agree_both_ways),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
