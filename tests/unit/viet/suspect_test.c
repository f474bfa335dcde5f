/* tests/unit/viet/suspect_test.c -- what nobody sees. */
#include "support/t.h"

#include "viet/text.h"

/* clang-format off */
static const struct {
	const char *text;
	size_t at, letter;
	uint32_t cp;
} suspects[] = {
	{ "Lƣu trữ",             1, 2, 0x1A3 },
	{ "LƢU",                 1, 2, 0x1A2 },
	{ "Ðỗ",                  0, 1, 0xD0 },
	{ "ð",                   0, 1, 0xF0 },
	{ "số\xC2\xA0" "71",     4, 3, 0xA0 },
	{ "th\xC2\xAD",          2, 3, 0xAD },
	{ "ệ\xE2\x80\x8B",       3, 2, 0x200B },
	{ "a\xE2\x80\xAE",       1, 2, 0x202E },
	{ "\xEF\xBB\xBF" "a",    0, 1, 0xFEFF },
	{ "a\xEF\xBF\xBD",       1, 2, 0xFFFD },
	{ "a  b",                2, 3, ' ' },
	{ "ệ  ",                 4, 3, ' ' },
	{ "e\xCC\x82",           1, 2, 0x302 },
	{ "a\xE2\x80\xA8",       1, 2, 0x2028 },
	{ "a\xE2\x80\x83",       1, 2, 0x2003 },
	{ "\xEE\x80\x80",        0, 1, 0xE000 },
};
/* clang-format on */

static void
what_nobody_sees_is_found_with_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(suspects) / sizeof(suspects[0]); i++) {
		struct viet_suspect it = { 0 };

		assert_true(viet_suspect(suspects[i].text, &it));
		assert_int_equal(it.at, suspects[i].at);
		assert_int_equal(it.letter, suspects[i].letter);
		assert_int_equal(it.cp, suspects[i].cp);
		assert_string_not_equal(it.what, "");
		assert_string_not_equal(it.hint, "");
		assert_false(viet_suspect(suspects[i].text, &it));
	}
}

static void
good_text_has_none(void **state)
{
	static const char *const good[] = { "", "Nguyễn Thị Ước",
		"“Khen thưởng” – số 71/KH-UBND, 5 %…", "a b c\nd",
		"27 °C, 30 m²" };

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct viet_suspect it = { 0 };

		assert_false(viet_suspect(good[i], &it));
	}
}

static void
all_of_them_are_found_one_after_another(void **state)
{
	struct viet_suspect it = { 0 };
	const char *s = "Lƣu   trữ\xC2\xA0Ð";

	(void)state;
	assert_true(viet_suspect(s, &it));
	assert_int_equal(it.letter, 2);
	assert_true(viet_suspect(s, &it));
	assert_int_equal(it.letter, 5);
	assert_true(viet_suspect(s, &it));
	assert_int_equal(it.letter, 6);
	assert_true(viet_suspect(s, &it));
	assert_int_equal(it.letter, 10);
	assert_int_equal(it.cp, 0xA0);
	assert_true(viet_suspect(s, &it));
	assert_int_equal(it.letter, 11);
	assert_false(viet_suspect(s, &it));
	assert_false(viet_suspect(s, &it));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_nobody_sees_is_found_with_its_place),
		cmocka_unit_test(good_text_has_none),
		cmocka_unit_test(all_of_them_are_found_one_after_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
