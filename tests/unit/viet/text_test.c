/* tests/unit/viet/text_test.c -- case, folding, the place of the tone. */
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
letters_are_counted_not_bytes(void **state)
{
	const char *p = "Đệ\xF0\x9F\x8F\x86.";

	(void)state;
	assert_int_equal(viet_length(p), 4);
	assert_int_equal(viet_next(&p), 0x110);
	assert_int_equal(viet_next(&p), 0x1EC7);
	assert_int_equal(viet_next(&p), 0x1F3C6);
	assert_int_equal(viet_next(&p), '.');
	assert_int_equal(viet_next(&p), 0);
	assert_int_equal(viet_next(&p), 0);
	assert_int_equal(viet_length(""), 0);
}

static void
a_letter_that_is_cut_off_is_not_read_past(void **state)
{
	const char *p = "\xE1\xBA";

	(void)state;
	viet_next(&p);
	assert_int_equal(viet_next(&p), 0);
}

static void
case_goes_both_ways(void **state)
{
	struct arena *a = *state;

	assert_string_equal(
	    viet_upper(a, "đường phố ướt, ỷ, 71"), "ĐƯỜNG PHỐ ƯỚT, Ỷ, 71");
	assert_string_equal(viet_lower(a, "ỨNG HÒE Ở ĐẤT"), "ứng hòe ở đất");
	assert_string_equal(
	    viet_upper(a, "françois müller"), "FRANÇOIS MÜLLER");
	assert_string_equal(viet_upper(a, ""), "");
}

static void
all_letters_go_up_and_down(void **state)
{
	for (size_t i = 0; i < VIET_LETTERS; i++) {
		struct buf b = { 0 };
		char *up, *low;

		buf_utf8(&b, viet_letter_at(i));
		up = viet_upper(*state, buf_str(&b));
		low = viet_lower(*state, buf_str(&b));
		assert_string_not_equal(up, low);
		assert_string_equal(viet_upper(*state, low), up);
		assert_string_equal(viet_lower(*state, up), low);
		buf_done(&b);
	}
}

static void
a_look_alike_is_shown_as_it_was_typed(void **state)
{
	assert_string_equal(viet_upper(*state, "ðƣ"), "ÐƢ");
	assert_string_equal(viet_lower(*state, "ÐƢ"), "ðƣ");
}

static void
only_the_first_letter_goes_up(void **state)
{
	assert_string_equal(
	    viet_capital(*state, "ủy ban Nhân dân"), "Ủy ban Nhân dân");
	assert_string_equal(viet_capital(*state, "một"), "Một");
	assert_string_equal(viet_capital(*state, "71 tập thể"), "71 tập thể");
	assert_string_equal(viet_capital(*state, ""), "");
}

static void
folding_drops_marks_and_bars(void **state)
{
	struct arena *a = *state;

	assert_string_equal(viet_fold(a, "Đường Nguyễn Trãi, Ðà Nẵng"),
	    "duong nguyen trai, da nang");
	assert_string_equal(viet_fold(a, "khen thƣởng"), "khen thuong");
	assert_string_equal(viet_fold(a, "Müller, Škoda"), "muller, skoda");
	assert_string_equal(viet_fold(a, "e\xCC\x82\xCC\xA3"), "e");
	assert_string_equal(viet_fold(a, "МИР 71/KH"), "мир 71/kh");
}

static void
case_and_folding_report_a_full_arena(void **state)
{
	struct arena *small = arena_new(16);
	const char *s = "một dòng dài hơn mười sáu byte";

	(void)state;
	assert_null(viet_upper(small, s));
	assert_null(viet_fold(small, s));
	assert_null(viet_capital(small, s));
	arena_free(small);
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

/* clang-format off */
static const struct {
	const char *typed, *want;
} tones[] = {
	/* old and new style */
	{ "hoà", "hòa" },     { "hòa", "hòa" },     { "khoẻ", "khỏe" },
	{ "loè", "lòe" },     { "thuỷ", "thủy" },   { "thủy", "thủy" },
	{ "uỷ", "ủy" },       { "uý", "úy" },       { "xoã", "xõa" },
	/* closed syllables and three vowels have one style */
	{ "hoàn", "hoàn" },   { "hòan", "hoàn" },   { "huỳnh", "huỳnh" },
	{ "hùynh", "huỳnh" }, { "ngoài", "ngoài" }, { "ngòai", "ngoài" },
	{ "khuỷu", "khuỷu" }, { "xoáy", "xoáy" },   { "ngoéo", "ngoéo" },
	/* qu and gi are consonants */
	{ "quý", "quý" },     { "qúy", "quý" },     { "quà", "quà" },
	{ "qùa", "quà" },     { "quỳnh", "quỳnh" }, { "qụôc", "quộc" },
	{ "già", "già" },     { "gìa", "già" },     { "giỏi", "giỏi" },
	{ "gìn", "gìn" },     { "gì", "gì" },       { "giếng", "giếng" },
	{ "giữa", "giữa" },   { "giò", "giò" },
	/* a vowel with a mark of its own keeps the tone */
	{ "nguyễn", "nguyễn" }, { "nguỹên", "nguyễn" }, { "thuở", "thuở" },
	{ "huế", "huế" },     { "tiến", "tiến" },   { "mường", "mường" },
	{ "cứu", "cứu" },     { "của", "của" },     { "mía", "mía" },
	{ "rượu", "rượu" },   { "yến", "yến" },     { "ỷ", "ỷ" },
	/* no tone, or no syllable */
	{ "hoa", "hoa" },     { "thng", "thng" },   { "café", "café" },
	{ "josé", "josé" },   { "71", "71" },       { "hòà", "hòà" },
	{ "à", "à" },         { "", "" },           { "òa1", "òa1" },
	{ "oaoaó", "oaoaó" }, { "quỹ", "quỹ" },     { "q", "q" },
};
/* clang-format on */

static void
every_tone_has_one_place(void **state)
{
	for (size_t i = 0; i < sizeof(tones) / sizeof(tones[0]); i++)
		assert_string_equal(
		    canonical(*state, tones[i].typed), tones[i].want);
}

static void
making_canonical_twice_changes_nothing(void **state)
{
	for (size_t i = 0; i < sizeof(tones) / sizeof(tones[0]); i++)
		assert_string_equal(
		    canonical(*state, tones[i].want), tones[i].want);
}

int
main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(letters_are_counted_not_bytes),
		T(a_letter_that_is_cut_off_is_not_read_past),
		T(case_goes_both_ways),
		T(all_letters_go_up_and_down),
		T(a_look_alike_is_shown_as_it_was_typed),
		T(only_the_first_letter_goes_up),
		T(folding_drops_marks_and_bars),
		T(case_and_folding_report_a_full_arena),
		T(every_tone_has_one_place),
		T(making_canonical_twice_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
