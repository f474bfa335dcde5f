/* tests/unit/viet/words_test.c -- numbers, dates, order, syllables. */
#include "support/t.h"

#include "viet/date.h"
#include "viet/number.h"
#include "viet/sort.h"
#include "viet/syllable.h"
#include "viet/text.h"

static char line[512];

static FILE *
table(const char *name)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof(path), "%s/data/viet/%s", TEST_DIR, name);
	f = fopen(path, "r");
	assert_non_null(f);
	return f;
}

static bool
read_line(FILE *f)
{
	if (fgets(line, sizeof(line), f) == NULL)
		return false;
	line[strcspn(line, "\r\n")] = '\0';
	return true;
}

static void
the_table_of_numbers_in_words_holds(void **state)
{
	FILE *f = table("number_words_tests.tsv");
	int rows = 0;

	(void)state;
	assert_true(read_line(f));
	while (read_line(f)) {
		char *grouped = strchr(line, '\t') + 1;
		char *words = strchr(grouped, '\t') + 1;
		char *money = strchr(words, '\t') + 1;
		int64_t n = strtoll(line, NULL, 10);
		struct buf whole = { 0 };

		words[-1] = money[-1] = '\0';
		assert_writes(grouped, viet_grouped(&out, n));
		assert_writes(words, viet_words(&out, n));
		buf_char(&whole, '(');
		viet_words_capital(&whole, n);
		buf_str_add(&whole, " đồng)");
		assert_string_equal(buf_str(&whole), money);
		buf_done(&whole);
		grouped[strcspn(grouped, "\t")] = '\0';
		int64_t back;
		assert_true(viet_number_parse(grouped, &back));
		assert_int_equal(back, n);
		rows++;
	}
	fclose(f);
	assert_true(rows > 70);
}

static void
every_int64_can_be_spoken(void **state)
{
	struct buf b = { 0 };

	(void)state;
	viet_words(&b, INT64_MAX);
	assert_memory_equal(buf_str(&b), "chín tỷ hai trăm hai mươi ba triệu",
	    strlen("chín tỷ hai trăm hai mươi ba triệu"));
	buf_clear(&b);
	viet_words(&b, INT64_MIN);
	assert_memory_equal(buf_str(&b), "âm chín", strlen("âm chín"));
	buf_done(&b);
}

static void
a_number_with_odd_dots_is_refused(void **state)
{
	int64_t n;

	(void)state;
	assert_false(viet_number_parse("1.49", &n));
	assert_false(viet_number_parse("1490.000", &n));
	assert_false(viet_number_parse("", &n));
	assert_false(viet_number_parse("12a", &n));
	assert_false(viet_number_parse("99999999999999999999", &n));
	assert_true(viet_number_parse("-1.490.000", &n));
	assert_int_equal(n, -1490000);
}

static void
points_follow_the_legal_order(void **state)
{
	(void)state;
	assert_writes("abcdđeghik", {
		for (int i = 1; i <= 10; i++)
			viet_point(&out, i);
	});
	assert_writes("y", viet_point(&out, 23));
	assert_writes("aa", viet_point(&out, 24));
}

static void
roman_numerals_have_their_range(void **state)
{
	struct buf none = { 0 };

	(void)state;
	assert_writes("MCMXCIV", assert_true(viet_roman(&out, 1994, true)));
	assert_writes("iv", assert_true(viet_roman(&out, 4, false)));
	assert_false(viet_roman(&none, 0, true));
	assert_false(viet_roman(&none, 4000, true));
	buf_done(&none);
}

static void
dates_have_the_decrees_zeros(void **state)
{
	day_t d;

	(void)state;
	assert_true(day_parse_iso("2022-02-05", &d));
	assert_writes("ngày 05 tháng 02 năm 2022", viet_date_long(&out, d));
	assert_writes("05/02/2022", viet_date_short(&out, d));
	assert_true(day_parse_iso("2022-04-12", &d));
	assert_writes("ngày 12 tháng 4 năm 2022", viet_date_long(&out, d));
	assert_writes("12/04/2022",
	    assert_true(viet_date_pattern(&out, d, "dd/MM/yyyy")));
	assert_writes("", assert_false(viet_date_pattern(&out, d, "hh")));
}

static void
names_sort_by_the_given_name(void **state)
{
	struct arena *a = arena_new(0);
	FILE *f = table("sort_names_by_given_test.txt");
	const char *last = NULL;
	char *before = NULL;
	int rows = 0;

	(void)state;
	while (read_line(f)) {
		char *key;

		/* The list has plain CLDR order, where Hoà and Hòa are apart.
		 */
		if (line[0] == '#' || line[0] == '\0' ||
		    strstr(line, "Hoà") != NULL || strstr(line, "Hoá") != NULL)
			continue;
		key = viet_key_name(a, line);
		if (last != NULL && strcmp(last, key) >= 0)
			fail_msg("«%s» should stand before «%s»", before, line);
		last = key;
		before = arena_strdup(a, line);
		rows++;
	}
	fclose(f);
	assert_true(rows > 15);
	assert_memory_equal(viet_key_name(a, "Bùi Văn Hoà"),
	    viet_key_name(a, "Bùi Văn Hòa"), 20);
	arena_free(a);
}

static void
syllables_have_an_exact_and_a_folded_form(void **state)
{
	static const char text[] = "“Khen thưởng” – số 71/KH-UBND, Hoà.";
	static const char *const want[][2] = { { "khen", "khen" },
		{ "thưởng", "thuong" }, { "số", "so" },
		{ "71/kh-ubnd", "71/kh-ubnd" }, { "71", "71" }, { "kh", "kh" },
		{ "ubnd", "ubnd" }, { "hòa", "hoa" } };
	struct viet_syllables it;
	struct viet_syllable s;
	size_t n = 0;

	(void)state;
	viet_syllables_start(&it, text, strlen(text));
	while (viet_syllable_next(&it, &s)) {
		assert_true(n < sizeof(want) / sizeof(*want));
		assert_string_equal(s.exact, want[n][0]);
		assert_string_equal(s.folded, want[n][1]);
		assert_true(s.from < s.to && s.to <= strlen(text));
		n++;
	}
	assert_int_equal(n, sizeof(want) / sizeof(*want));
}

static void
endless_words_are_cut_not_overrun(void **state)
{
	char text[4000];
	struct viet_syllables it;
	struct viet_syllable s;

	(void)state;
	memset(text, 'x', sizeof(text));
	viet_syllables_start(&it, text, sizeof(text));
	text[sizeof(text) - 1] = '\0';
	assert_true(viet_syllable_next(&it, &s));
	assert_true(s.exact_len < VIET_SYLLABLE_BYTES);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_of_numbers_in_words_holds),
		cmocka_unit_test(every_int64_can_be_spoken),
		cmocka_unit_test(a_number_with_odd_dots_is_refused),
		cmocka_unit_test(points_follow_the_legal_order),
		cmocka_unit_test(roman_numerals_have_their_range),
		cmocka_unit_test(dates_have_the_decrees_zeros),
		cmocka_unit_test(names_sort_by_the_given_name),
		cmocka_unit_test(syllables_have_an_exact_and_a_folded_form),
		cmocka_unit_test(endless_words_are_cut_not_overrun),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
