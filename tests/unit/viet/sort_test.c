/* tests/unit/viet/sort_test.c -- order of names and of texts. */
#include "support/table.h"

#include "viet/sort.h"

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

typedef char *key_of(struct arena *a, const char *s);

/* Each row is less than the next, compared as bytes either way. */
static void
check_order(struct arena *a, key_of *key, const char *const *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < count; k++) {
			int c = strcmp(key(a, rows[i]), key(a, rows[k]));

			if ((i < k) != (c < 0) || (i == k) != (c == 0))
				fail_msg("«%s» and «%s»", rows[i], rows[k]);
		}
}

#define CHECK_ORDER(a, key, rows) \
	check_order(a, key, rows, sizeof(rows) / sizeof((rows)[0]))

static void
the_table_of_names_holds(void **state)
{
	struct arena *a = *state;
	const char *names[64];
	struct table t;
	size_t n = 0;

	table_open(&t, "viet/sort_names_by_given_test.txt");
	while (table_next(&t)) {
		names[n++] = arena_strdup(a, t.field[0]);
		if (t.field[1][0] != '\0')
			assert_string_equal(viet_key_name(a, t.field[0]),
			    viet_key_name(a, t.field[1]));
	}
	assert_int_equal(n, 21);
	check_order(a, viet_key_name, names, n);
}

static void
letters_come_before_tones_and_tones_before_case(void **state)
{
	static const char *const rows[] = { "a", "A", "à", "ả", "ã", "á", "ạ",
		"ai", "ă", "ằ", "â", "ậ", "b", "d", "đ", "Đ", "e", "ê", "f",
		"o", "ô", "ơ", "p", "u", "ư", "ự", "v", "x", "y", "z" };

	CHECK_ORDER(*state, viet_key_text, rows);
}

static void
all_tones_of_a_word_stand_together(void **state)
{
	static const char *const rows[] = { "ma", "mà", "mả", "mã", "má", "mạ",
		"ma túy", "mai", "mang" };

	CHECK_ORDER(*state, viet_key_text, rows);
}

static void
numbers_go_by_value_and_before_letters(void **state)
{
	static const char *const rows[] = { "", "Điều 1", "Điều 2", "Điều 02",
		"Điều 10", "Điều 10a", "Điều 100", "Điều a" };

	CHECK_ORDER(*state, viet_key_text, rows);
}

static void
other_alphabets_come_last_and_foreign_marks_after_tones(void **state)
{
	static const char *const rows[] = { "Muller", "Mùller", "Müller", "Mz",
		"Мир", "日本" };

	CHECK_ORDER(*state, viet_key_text, rows);
}

static void
spaces_punctuation_and_hidden_signs_do_not_count(void **state)
{
	struct arena *a = *state;
	static const char *const same[] = { "Kế hoạch 71/KH-UBND",
		"  Kế  hoạch “71/KH-UBND”.", "Kế\xC2\xA0hoạch 71 KH UBND",
		"Kế ho\xC2\xADạch 71 KH/UBND" };

	for (size_t i = 1; i < sizeof(same) / sizeof(same[0]); i++)
		assert_string_equal(
		    viet_key_text(a, same[0]), viet_key_text(a, same[i]));
}

static void
look_alikes_sort_as_the_letters_they_show(void **state)
{
	struct arena *a = *state;

	assert_string_equal(
	    viet_key_text(a, "Ðỗ Lƣu"), viet_key_text(a, "Đỗ Lưu"));
	assert_string_equal(
	    viet_key_text(a, "Hùynh Qúy"), viet_key_text(a, "Huỳnh Quý"));
}

static void
a_name_of_one_word_stands_before_its_namesakes(void **state)
{
	static const char *const rows[] = { "", "Hoa", "Lê Hoa", "Trần Hoa",
		"Lê Thị Hoa" };

	CHECK_ORDER(*state, viet_key_name, rows);
}

static void
capitals_part_no_namesakes(void **state)
{
	static const char *const rows[] = { "Lê Thị Hà", "LÊ THỊ HÀ",
		"Lê Thị Thu HÀ", "Lê Thị Xuân Hà", "Lê Thị Hạ" };

	CHECK_ORDER(*state, viet_key_name, rows);
}

static void
spaces_in_a_name_do_not_count(void **state)
{
	struct arena *a = *state;

	assert_string_equal(viet_key_name(a, "  Lê  Thị\xC2\xA0Hà "),
	    viet_key_name(a, "Lê Thị Hà"));
	assert_string_equal(viet_key_name(a, " "), viet_key_name(a, ""));
}

static void
a_word_of_any_length_has_a_key(void **state)
{
	char word[1000], longer[1002];

	memset(word, 'x', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	snprintf(longer, sizeof(longer), "%sa", word);
	assert_true(strcmp(viet_key_text(*state, word),
			viet_key_text(*state, longer)) < 0);
	memset(word, '9', sizeof(word) - 1);
	assert_non_null(viet_key_text(*state, word));
}

static void
a_full_arena_gives_null(void **state)
{
	struct arena *small = arena_new(16);

	(void)state;
	assert_null(viet_key_text(small, "Đẩy nhanh tiến độ"));
	assert_null(viet_key_name(small, "Nguyễn Thị Thu Hà"));
	arena_free(small);
}

int
main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(the_table_of_names_holds),
		T(letters_come_before_tones_and_tones_before_case),
		T(all_tones_of_a_word_stand_together),
		T(numbers_go_by_value_and_before_letters),
		T(other_alphabets_come_last_and_foreign_marks_after_tones),
		T(spaces_punctuation_and_hidden_signs_do_not_count),
		T(look_alikes_sort_as_the_letters_they_show),
		T(a_name_of_one_word_stands_before_its_namesakes),
		T(capitals_part_no_namesakes),
		T(spaces_in_a_name_do_not_count),
		T(a_word_of_any_length_has_a_key),
		T(a_full_arena_gives_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
