/* tests/unit/viet/letter_test.c -- the alphabet. */
#include "support/t.h"

#include <unicode/uchar.h>

#include "viet/text.h"

static void
there_are_134_letters_each_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < VIET_LETTERS; i++) {
		struct viet_letter l;

		assert_true(viet_letter_at(i) >= 0x80);
		assert_true(viet_letter(viet_letter_at(i), &l));
		for (size_t k = 0; k < i; k++)
			assert_int_not_equal(
			    viet_letter_at(i), viet_letter_at(k));
	}
}

static void
the_letters_have_the_case_pairs_of_unicode(void **state)
{
	size_t upper = 0;

	(void)state;
	for (size_t i = 0; i < VIET_LETTERS; i++) {
		uint32_t cp = viet_letter_at(i);
		struct viet_letter l;

		assert_true(viet_letter(cp, &l));
		assert_int_equal(l.lower, u_tolower((UChar32)cp));
		assert_int_equal(l.upper, u_isupper((UChar32)cp));
		upper += l.upper;
	}
	assert_int_equal(upper, 67);
}

static void
a_letter_is_its_base_and_its_tone(void **state)
{
	(void)state;
	for (size_t i = 0; i < VIET_LETTERS; i++) {
		struct viet_letter l;

		assert_true(viet_letter(viet_letter_at(i), &l));
		assert_int_equal(
		    viet_with_tone(l.base, (enum viet_tone)l.tone), l.lower);
	}
	assert_int_equal(viet_with_tone('b', VIET_HEAVY), 'b');
	assert_int_equal(viet_with_tone(0x4E00, VIET_HEAVY), 0x4E00);
}

/* The name of a letter in Unicode says what it is made of. */
static void
tones_and_shapes_agree_with_unicodes_names(void **state)
{
	static const char *const tones[] = { NULL, "GRAVE", "HOOK ABOVE",
		"TILDE", "ACUTE", "DOT BELOW" };
	static const struct {
		uint32_t base;
		const char *shape;
	} shapes[] = { { 0xE2, "CIRCUMFLEX" }, { 0x103, "BREVE" },
		{ 0xEA, "CIRCUMFLEX" }, { 0xF4, "CIRCUMFLEX" },
		{ 0x1A1, "HORN" }, { 0x1B0, "HORN" }, { 0x111, "STROKE" } };

	(void)state;
	for (size_t i = 0; i < VIET_LETTERS; i++) {
		UErrorCode status = U_ZERO_ERROR;
		struct viet_letter l;
		char name[128];

		assert_true(viet_letter(viet_letter_at(i), &l));
		u_charName((UChar32)viet_letter_at(i), U_UNICODE_CHAR_NAME,
		    name, sizeof(name), &status);
		assert_true(U_SUCCESS(status));
		for (int t = 1; t < 6; t++)
			assert_int_equal(
			    strstr(name, tones[t]) != NULL, l.tone == t);
		for (size_t k = 0; k < 7; k++)
			if (shapes[k].base == l.base)
				assert_non_null(strstr(name, shapes[k].shape));
		assert_int_equal(
		    strstr(name, "LETTER ")[7], (char)(l.plain - 32));
	}
}

static void
the_alphabet_has_its_order(void **state)
{
	const char *p = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
	uint32_t cp;
	uint8_t n = 0;

	(void)state;
	while ((cp = viet_next(&p)) != 0) {
		struct viet_letter l;

		assert_true(viet_letter(cp, &l));
		assert_int_equal(l.order, ++n);
	}
}

static void
look_alikes_count_as_what_they_stand_for(void **state)
{
	struct viet_letter l;

	(void)state;
	assert_true(viet_letter(0xD0, &l));
	assert_int_equal(l.base, 0x111);
	assert_true(l.upper);
	assert_true(viet_letter(0x1A3, &l));
	assert_int_equal(l.base, 0x1B0);
	assert_false(l.upper);
}

static void
what_is_no_letter_is_none(void **state)
{
	static const uint32_t none[] = { 0, ' ', '0', '-', 0xA0, 0xD7, 0xDC,
		0x1AE, 0x1B1, 0x300, 0x1E9F, 0x1EFA, 0x201C, 0x10FFFF,
		UINT32_MAX };
	struct viet_letter l;

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_false(viet_letter(none[i], &l));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_are_134_letters_each_once),
		cmocka_unit_test(the_letters_have_the_case_pairs_of_unicode),
		cmocka_unit_test(a_letter_is_its_base_and_its_tone),
		cmocka_unit_test(tones_and_shapes_agree_with_unicodes_names),
		cmocka_unit_test(the_alphabet_has_its_order),
		cmocka_unit_test(look_alikes_count_as_what_they_stand_for),
		cmocka_unit_test(what_is_no_letter_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
