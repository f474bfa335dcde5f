/* tests/unit/viet/nfc_test.c -- valid UTF-8 and normal form C. */
#include "support/t.h"

#include <unicode/unorm2.h>

#include "viet/text.h"

static int
setup(void **state)
{
	*state = arena_new(0);
	return *state == NULL;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static const char *
nfc(struct arena *a, const char *s)
{
	const char *out = NULL;

	assert_true(viet_nfc(a, s, strlen(s), &out, NULL));
	return out;
}

static void
text_that_is_nfc_is_not_copied(void **state)
{
	const char *s =
	    "Ủy ban nhân dân tỉnh “Hưng Yên” – 71/KH-UBND…\n\t€ ₫ ½";

	assert_ptr_equal(nfc(*state, s), s);
	assert_string_equal(nfc(*state, ""), "");
	assert_int_equal(arena_used(*state), 0);
}

static void
every_letter_is_composed_from_its_parts(void **state)
{
	const UNormalizer2 *forms[2];
	UErrorCode status = U_ZERO_ERROR;

	forms[0] = unorm2_getNFDInstance(&status);
	forms[1] = unorm2_getNFKDInstance(&status);
	assert_true(U_SUCCESS(status));
	for (size_t i = 0; i < VIET_LETTERS; i++)
		for (size_t f = 0; f < 2; f++) {
			struct buf whole = { 0 }, apart = { 0 };
			uint32_t cp = viet_letter_at(i);
			UChar one = (UChar)cp, many[8];
			int32_t n = unorm2_normalize(
			    forms[f], &one, 1, many, 8, &status);

			buf_utf8(&whole, cp);
			for (int32_t k = 0; k < n; k++)
				buf_utf8(&apart, many[k]);
			assert_string_equal(
			    nfc(*state, buf_str(&apart)), buf_str(&whole));
			buf_done(&whole);
			buf_done(&apart);
		}
}

static void
only_the_words_that_need_it_change(void **state)
{
	assert_string_equal(
	    nfc(*state, "Việt Na\xCC\x81m tu\xCC\x9B\xCC\xA3 do"),
	    "Việt Nám tự do");
	assert_string_equal(nfc(*state, "e\xCC\x81"), "é");
	assert_string_equal(nfc(*state, " e\xCC\x81 "), " é ");
	/* A mark without a letter stays where it is. */
	assert_string_equal(nfc(*state, "a \xCC\x81 b"), "a \xCC\x81 b");
	/* Marks in either order are one letter. */
	assert_string_equal(nfc(*state, "e\xCC\x82\xCC\xA3"), "ệ");
	assert_string_equal(nfc(*state, "e\xCC\xA3\xCC\x82"), "ệ");
}

/* No code point is wrongly taken for composed: ICU says the same of each, alone
 * and with an acute behind it. */
static void
all_of_unicode_agrees_with_icu(void **state)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *icu = unorm2_getNFCInstance(&status);

	for (uint32_t cp = 0xA0; cp < 0x110000; cp++) {
		UChar in[3], out[16];
		int32_t n = 0, len;
		struct buf s = { 0 }, want = { 0 };

		if ((cp >= 0xD800 && cp < 0xE000) || cp == 0xFFFE ||
		    cp == 0xFFFF)
			continue;
		U16_APPEND_UNSAFE(in, n, cp);
		in[n] = cp % 2 == 0 ? 0x301 : 'x';
		len = unorm2_normalize(icu, in, n + 1, out, 16, &status);
		buf_utf8(&s, cp);
		buf_utf8(&s, in[n]);
		for (int32_t i = 0; i < len;) {
			UChar32 c;

			U16_NEXT(out, i, len, c);
			buf_utf8(&want, (uint32_t)c);
		}
		assert_true(U_SUCCESS(status));
		assert_string_equal(nfc(*state, buf_str(&s)), buf_str(&want));
		buf_done(&s);
		buf_done(&want);
		arena_reset(*state);
	}
}

static void
a_word_of_any_length_is_composed(void **state)
{
	enum { LETTERS = 5000 };
	struct buf apart = { 0 }, whole = { 0 };

	for (int i = 0; i < LETTERS; i++) {
		buf_str_add(&apart, "e\xCC\xA3\xCC\x82");
		buf_str_add(&whole, "ệ");
	}
	assert_string_equal(nfc(*state, buf_str(&apart)), buf_str(&whole));
	buf_done(&apart);
	buf_done(&whole);
}

/* clang-format off */
static const struct {
	const char *text;
	size_t len, at, letter;
	uint32_t value;
	bool control;
} bad[] = {
	{ "a\xFF",                2, 1, 2, 0xFF, false },
	{ "\xC3",                 1, 0, 1, 0xC3, false },
	{ "ệ\xC3x",               5, 3, 2, 0xC3, false },
	{ "ệ\xE1\xBA",            5, 3, 2, 0xE1, false },
	{ "\xE1\xBAx",            3, 0, 1, 0xE1, false },
	{ "ab\x80",               3, 2, 3, 0x80, false },
	{ "\xC0\x80",             2, 0, 1, 0xC0, false }, /* NUL too long */
	{ "\xE0\x80\xAF",         3, 0, 1, 0xE0, false }, /* slash too long */
	{ "\xF0\x80\x80\xAF",     4, 0, 1, 0xF0, false },
	{ "\xED\xA0\x80",         3, 0, 1, 0xED, false }, /* surrogate */
	{ "\xF4\x90\x80\x80",     4, 0, 1, 0xF4, false }, /* past the end */
	{ "\xF5\x80\x80\x80",     4, 0, 1, 0xF5, false },
	{ "Đ\x01",                3, 2, 2, 1,    true },
	{ "a\0b",                 3, 1, 2, 0,    true },
	{ "a\x7F",                2, 1, 2, 0x7F, true },
	{ "a\xC2\x85",            3, 1, 2, 0x85, true },
	{ "a\xEF\xBF\xBF",        4, 1, 2, 0xFFFF, true },
};
/* clang-format on */

static void
the_first_bad_place_is_named(void **state)
{
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct viet_bad where;
		const char *out = NULL;
		struct err err;

		assert_false(viet_valid(bad[i].text, bad[i].len, &where));
		assert_int_equal(where.at, bad[i].at);
		assert_int_equal(where.letter, bad[i].letter);
		assert_int_equal(where.value, bad[i].value);
		assert_int_equal(where.control, bad[i].control);
		assert_false(
		    viet_nfc(*state, bad[i].text, bad[i].len, &out, &err));
		assert_int_equal(err.kind, ERR_UTF8);
		assert_string_not_equal(err.hint, "");
		assert_null(out);
	}
}

static void
tab_and_line_ends_are_text(void **state)
{
	struct viet_bad where;

	(void)state;
	assert_true(viet_valid("a\tb\r\nc", 6, &where));
	assert_true(viet_valid("", 0, &where));
}

static void
a_full_arena_is_an_error(void **state)
{
	struct arena *small = arena_new(64);
	const char *out = NULL, s[] = "e\xCC\x81 và một dòng dài hơn sáu mươi "
				      "bốn byte, thế là không đủ chỗ";
	struct err err;

	(void)state;
	assert_false(viet_nfc(small, s, strlen(s), &out, &err));
	assert_int_equal(err.kind, ERR_NOMEM);
	arena_free(small);
}

int
main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(text_that_is_nfc_is_not_copied),
		T(every_letter_is_composed_from_its_parts),
		T(only_the_words_that_need_it_change),
		T(all_of_unicode_agrees_with_icu),
		T(a_word_of_any_length_is_composed),
		T(the_first_bad_place_is_named),
		T(tab_and_line_ends_are_text),
		T(a_full_arena_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
