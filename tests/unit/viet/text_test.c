/* tests/unit/viet/text_test.c -- letters, normal form, case, joints. */
#include "support/t.h"

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

static void
there_are_134_letters_in_nfc_each_once(void **state)
{
	struct arena *a = *state;

	for (size_t i = 0; i < VIET_LETTERS; i++) {
		struct buf b = { 0 };
		struct viet_letter l;
		const char *nfc;

		assert_true(viet_letter(viet_letter_at(i), &l));
		assert_true(viet_letter_at(i) >= 0x80);
		buf_utf8(&b, viet_letter_at(i));
		assert_true(viet_nfc(a, buf_str(&b), b.len, &nfc, NULL));
		assert_string_equal(nfc, buf_str(&b));
		for (size_t k = 0; k < i; k++)
			assert_int_not_equal(
			    viet_letter_at(i), viet_letter_at(k));
		buf_done(&b);
	}
}

static void
nfd_is_composed(void **state)
{
	const char *nfc, *nfd = "Vie\xCC\xA3\xCC\x82t Nam, tu\xCC\x9B\xCC\xA3";

	assert_true(viet_nfc(*state, nfd, strlen(nfd), &nfc, NULL));
	assert_string_equal(nfc, "Việt Nam, tự");
}

static void
text_that_is_nfc_is_not_copied(void **state)
{
	const char *nfc, *s = "Ủy ban nhân dân tỉnh “Hưng Yên” – 71/KH-UBND";

	assert_true(viet_nfc(*state, s, strlen(s), &nfc, NULL));
	assert_ptr_equal(nfc, s);
}

static void
invalid_utf8_and_control_characters_are_refused(void **state)
{
	static const char *const bad[] = { "a\xFF", "\xC3", "\xE1\xBA",
		"a\x01"
		"b",
		"\xC0\x80", "\xED\xA0\x80", "\xC2\x85" };
	struct err err;
	const char *nfc;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_false(
		    viet_nfc(*state, bad[i], strlen(bad[i]), &nfc, &err));
		assert_int_equal(err.kind, ERR_UTF8);
		assert_true(err.hint[0] != '\0');
	}
}

static void
case_goes_both_ways(void **state)
{
	assert_string_equal(
	    viet_upper(*state, "đường phố ướt, ỷ, ð"), "ĐƯỜNG PHỐ ƯỚT, Ỷ, Ð");
	assert_string_equal(
	    viet_lower(*state, "ỨNG HÒE Ở ĐẤT"), "ứng hòe ở đất");
	assert_string_equal(viet_capital(*state, "ủy ban"), "Ủy ban");
}

static void
folding_drops_marks_and_bars(void **state)
{
	assert_string_equal(viet_fold(*state, "Đường Nguyễn Trãi, Ðà Nẵng"),
	    "duong nguyen trai, da nang");
}

static const char *
canonical(struct arena *a, const char *s)
{
	uint32_t w[16];
	size_t n = 0;
	struct buf b = { 0 };
	char *out;

	while (n < 16 && (w[n] = viet_next(&s)) != 0)
		n++;
	viet_canonical_tone(w, n);
	for (size_t i = 0; i < n; i++)
		buf_utf8(&b, w[i]);
	out = arena_strdup(a, buf_str(&b));
	buf_done(&b);
	return out;
}

static void
both_tone_placements_are_one(void **state)
{
	assert_string_equal(canonical(*state, "hoà"), "hòa");
	assert_string_equal(canonical(*state, "hòa"), "hòa");
	assert_string_equal(canonical(*state, "khoẻ"), "khỏe");
	assert_string_equal(canonical(*state, "thuỷ"), "thủy");
	assert_string_equal(canonical(*state, "quý"), "quý");
	assert_string_equal(canonical(*state, "hoàn"), "hoàn");
}

static void
joints_do_not_break(void **state)
{
	struct arena *a = *state;

#define NB "\xC2\xA0"
	assert_string_equal(
	    viet_join(a, "Kế hoạch số 71/KH-UBND ngày 12 tháng 4"),
	    "Kế hoạch số" NB "71/KH-UBND ngày" NB "12 tháng" NB "4");
	assert_string_equal(viet_join(a, "tại Điều 3, Phụ lục II, (số 5)"),
	    "tại Điều" NB "3, Phụ lục" NB "II, (số" NB "5)");
	assert_string_equal(viet_join(a, "1.490.000 đồng; 35 mm"),
	    "1.490.000" NB "đồng; 35" NB "mm");
	assert_string_equal(
	    viet_join(a, viet_join(a, "Điều 3")), "Điều" NB "3");
	assert_string_equal(
	    viet_join(a, "số liệu, năm qua"), "số liệu, năm qua");
}

static void
what_nobody_sees_is_found(void **state)
{
	struct viet_suspect s;

	(void)state;
	assert_true(viet_suspect("Lƣu trữ", 0, &s));
	assert_int_equal(s.letter, 2);
	assert_true(viet_suspect("Ðỗ", 0, &s));
	assert_true(viet_suspect("a  b", 0, &s));
	assert_int_equal(s.letter, 3);
	assert_true(viet_suspect("e\xCC\x82", 0, &s));
	assert_false(viet_suspect("Nguyễn Thị Ước", 0, &s));
}

int
main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(there_are_134_letters_in_nfc_each_once),
		T(nfd_is_composed),
		T(text_that_is_nfc_is_not_copied),
		T(invalid_utf8_and_control_characters_are_refused),
		T(case_goes_both_ways),
		T(folding_drops_marks_and_bars),
		T(both_tone_placements_are_one),
		T(joints_do_not_break),
		T(what_nobody_sees_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
