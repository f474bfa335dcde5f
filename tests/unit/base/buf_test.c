/* tests/unit/base/buf_test.c -- a growing run of bytes. */
#include "support/t.h"

static void
an_empty_buffer_reads_as_nothing(void **state)
{
	struct buf b = { 0 };

	(void)state;
	assert_string_equal(buf_str(&b), "");
	assert_true(buf_ok(&b));
	buf_add(&b, NULL, 0);
	buf_str_add(&b, "");
	assert_null(b.data);
	buf_done(&b);
}

static void
bytes_follow_each_other_with_a_nul_behind(void **state)
{
	struct buf b = { 0 };

	(void)state;
	for (int i = 0; i < 10000; i++) {
		buf_char(&b, (char)('a' + i % 26));
		assert_int_equal(b.data[b.len], '\0');
	}
	assert_int_equal(b.len, 10000);
	for (int i = 0; i < 10000; i++)
		assert_int_equal(b.data[i], 'a' + i % 26);
	buf_cut(&b, 20000);
	assert_int_equal(b.len, 10000);
	buf_cut(&b, 3);
	assert_string_equal(buf_str(&b), "abc");
	buf_clear(&b);
	assert_string_equal(buf_str(&b), "");
	buf_done(&b);
}

static void
the_limit_is_reached_and_not_passed(void **state)
{
	struct buf b = { .limit = 5 };

	(void)state;
	buf_str_add(&b, "abcde");
	assert_true(buf_ok(&b));
	buf_char(&b, 'f');
	assert_false(buf_ok(&b));
	assert_string_equal(buf_str(&b), "abcde");
	buf_cut(&b, 0);
	buf_char(&b, 'x'); /* the failure is remembered */
	assert_false(buf_ok(&b));
	buf_clear(&b);
	buf_char(&b, 'x');
	assert_true(buf_ok(&b));
	buf_clear(&b);
	buf_printf(&b, "%d", 123456);
	assert_false(buf_ok(&b));
	buf_done(&b);
	assert_int_equal(b.limit, 5);
}

static void
what_is_taken_belongs_to_the_taker(void **state)
{
	struct buf b = { 0 };
	size_t len = 9;
	char *p;

	(void)state;
	buf_str_add(&b, "abc");
	p = buf_take(&b, &len);
	assert_string_equal(p, "abc");
	assert_int_equal(len, 3);
	free(p);
	p = buf_take(&b, NULL);
	assert_string_equal(p, "");
	free(p);
	b.limit = 1;
	buf_str_add(&b, "abc");
	assert_null(buf_take(&b, &len));
	buf_done(&b);
}

static void
integers_are_written_without_printf(void **state)
{
	(void)state;
	assert_writes("0", buf_int(&out, 0));
	assert_writes("-7", buf_int(&out, -7));
	assert_writes("9223372036854775807", buf_int(&out, INT64_MAX));
	assert_writes("-9223372036854775808", buf_int(&out, INT64_MIN));
}

static void
fixed_numbers_drop_trailing_zeros(void **state)
{
	(void)state;
	assert_writes("12.34", buf_fixed(&out, 12340, 3));
	assert_writes("12", buf_fixed(&out, 12000, 3));
	assert_writes("0", buf_fixed(&out, 0, 3));
	assert_writes("0.005", buf_fixed(&out, 5, 3));
	assert_writes("-0.005", buf_fixed(&out, -5, 3));
	assert_writes("-1.5", buf_fixed(&out, -1500, 3));
	assert_writes("10", buf_fixed(&out, 10, 0));
	assert_writes("595.276", buf_fixed(&out, 595276, 3));
	assert_writes("-9223372036854775.808", buf_fixed(&out, INT64_MIN, 3));
}

static void
code_points_become_utf8(void **state)
{
	(void)state;
	assert_writes("aéệ\xF0\x9F\x8F\x86", {
		buf_utf8(&out, 'a');
		buf_utf8(&out, 0xE9);
		buf_utf8(&out, 0x1EC7);
		buf_utf8(&out, 0x1F3C6);
	});
	assert_writes("\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80"
		      "\x80\xF4\x8F\xBF\xBF",
	    {
		    buf_utf8(&out, 0x7F);
		    buf_utf8(&out, 0x80);
		    buf_utf8(&out, 0x7FF);
		    buf_utf8(&out, 0x800);
		    buf_utf8(&out, 0xFFFF);
		    buf_utf8(&out, 0x10000);
		    buf_utf8(&out, 0x10FFFF);
	    });
}

static void
long_prints_grow_the_buffer(void **state)
{
	(void)state;
	assert_writes("      1      2", buf_printf(&out, "%7d%7d", 1, 2));
	struct buf b = { 0 };
	buf_printf(&b, "%5000s", "x");
	assert_int_equal(b.len, 5000);
	assert_int_equal(b.data[4999], 'x');
	buf_done(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_buffer_reads_as_nothing),
		cmocka_unit_test(bytes_follow_each_other_with_a_nul_behind),
		cmocka_unit_test(the_limit_is_reached_and_not_passed),
		cmocka_unit_test(what_is_taken_belongs_to_the_taker),
		cmocka_unit_test(integers_are_written_without_printf),
		cmocka_unit_test(fixed_numbers_drop_trailing_zeros),
		cmocka_unit_test(code_points_become_utf8),
		cmocka_unit_test(long_prints_grow_the_buffer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
