/* tests/unit/base/err_test.c -- errors with a kind, a place and a remedy. */
#include "support/t.h"

#include <errno.h>

#include "base/limits.h"

static const struct pos here = { "mau.xml", 2, 5 };

/* Every byte sequence that begins is complete. */
static bool
is_whole_utf8(const char *s)
{
	while (*s != '\0') {
		unsigned char c = (unsigned char)*s++;
		int more = c < 0x80 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;

		if (c >= 0x80 && c < 0xC2)
			return false;
		for (; more > 0; more--, s++)
			if (((unsigned char)*s & 0xC0) != 0x80)
				return false;
	}
	return true;
}

static void
setting_forgets_what_was_before(void **state)
{
	struct err err;

	(void)state;
	assert_false(err_set(&err, ERR_VALUE, here, "giá trị %d", 5));
	assert_false(err_hint(&err, "viết %s", "6"));
	err_expr(&err, "${a}");
	err_data(&err, "/a/b");
	err_record(&err, "Lê Thị Hà");
	assert_false(err_set(&err, ERR_LIMIT, no_pos, "quá dài"));
	assert_int_equal(err.kind, ERR_LIMIT);
	assert_string_equal(err.text, "quá dài");
	assert_int_equal(err.line, 0);
	assert_string_equal(err.file, "");
	assert_string_equal(err.hint, "");
	assert_string_equal(err.expr, "");
	assert_string_equal(err.data, "");
	assert_string_equal(err.record, "");
}

static void
nobody_has_to_care(void **state)
{
	(void)state;
	assert_false(err_set(NULL, ERR_VALUE, here, "x"));
	assert_false(err_hint(NULL, "x"));
	assert_false(err_nomem(NULL));
	assert_false(err_errno(NULL, "x"));
	err_expr(NULL, "x");
	err_data(NULL, "x");
	err_record(NULL, "x");
	err_excerpt(NULL, "x", 1);
}

static void
long_text_is_cut_between_letters(void **state)
{
	static const char *const letters[] = { "a", "đ", "ệ",
		"\xF0\x9F\x8F\x86" };

	(void)state;
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		for (size_t shift = 0; shift < 4; shift++) {
			struct buf b = { 0 };
			struct err err;

			for (size_t k = 0; k < shift; k++)
				buf_char(&b, 'x');
			for (int k = 0; k < 500; k++)
				buf_str_add(&b, letters[i]);
			err_set(&err, ERR_VALUE,
			    (struct pos){ buf_str(&b), 1, 1 }, "%s",
			    buf_str(&b));
			err_hint(&err, "%s", buf_str(&b));
			err_record(&err, buf_str(&b));
			assert_true(is_whole_utf8(err.text));
			assert_true(is_whole_utf8(err.file));
			assert_true(is_whole_utf8(err.hint));
			assert_true(is_whole_utf8(err.record));
			assert_in_range(strlen(err.text), sizeof(err.text) - 8,
			    sizeof(err.text) - 1);
			buf_done(&b);
		}
}

static void
the_system_says_why(void **state)
{
	struct err err;

	(void)state;
	errno = ENOSPC;
	assert_false(err_errno(&err, "/tmp/x"));
	assert_int_equal(err.kind, ERR_IO);
	assert_string_equal(err.text, "/tmp/x: No space left on device");
}

static struct err
at(int line, int col)
{
	struct err err;

	err_set(&err, ERR_VALUE, (struct pos){ "x", line, col }, "x");
	return err;
}

static const char *
excerpt(struct err *err, const char *source)
{
	err_excerpt(err, source, strlen(source));
	return err->excerpt;
}

static void
the_caret_stands_under_the_letter(void **state)
{
	const char *source = "một\n\tđộ dài=\"35\"\r\nba";
	struct err err;

	(void)state;
	err = at(1, 1);
	assert_string_equal(excerpt(&err, source), "một\n^");
	err = at(2, 5);
	assert_string_equal(excerpt(&err, source), " độ dài=\"35\"\n    ^");
	err = at(3, 3); /* just behind the end */
	assert_string_equal(excerpt(&err, source), "ba\n  ^");
	err = at(2, 0); /* column unknown */
	assert_string_equal(excerpt(&err, source), " độ dài=\"35\"");
}

static void
a_line_that_is_not_there_has_no_excerpt(void **state)
{
	struct err err;

	(void)state;
	err = at(4, 1);
	assert_string_equal(excerpt(&err, "a\nb\n"), "");
	err = at(0, 1);
	assert_string_equal(excerpt(&err, "a"), "");
	err = at(1, 1);
	err_excerpt(&err, NULL, 0);
	assert_string_equal(err.excerpt, "");
}

/* Letters 1, 2 … of a line are all the same, but the one in question is «#».
 */
static void
the_caret_stands_right_in_lines_of_any_length(void **state)
{
	static const char *const letters[] = { "a", "đ", "ệ",
		"\xF0\x9F\x8F\x86" };

	(void)state;
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		for (int col = 1; col <= 200; col++) {
			struct buf b = { 0 };
			struct err err = at(1, col);
			const char *caret, *p;
			int letters_before = 0;

			for (int k = 1; k <= 200; k++)
				buf_str_add(&b, k == col ? "#" : letters[i]);
			err_excerpt(&err, buf_str(&b), b.len);
			buf_done(&b);
			assert_true(is_whole_utf8(err.excerpt));
			caret = strchr(err.excerpt, '\n');
			assert_non_null(caret);
			for (p = err.excerpt; *p != '#'; p++) {
				assert_int_not_equal(*p, '\n');
				letters_before +=
				    ((unsigned char)*p & 0xC0) != 0x80;
			}
			assert_int_equal(
			    strspn(caret + 1, " "), letters_before);
			assert_string_equal(caret + 1 + letters_before, "^");
		}
}

static void
all_kinds_have_a_symbol_a_title_and_a_status(void **state)
{
	(void)state;
	for (int k = 0; k < ERR__MAX; k++) {
		enum err_kind kind = (enum err_kind)k;
		int status = err_http_status(kind);
		int exit_status = err_exit_status(kind);

		assert_string_not_equal(err_symbol(kind), "");
		assert_string_not_equal(err_title(kind), "");
		assert_in_range(exit_status, 0, 3);
		assert_true(status == 200 || (status >= 400 && status < 600));
		assert_int_equal(status == 200, exit_status == 0);
		assert_int_equal(
		    err_is_warning(kind), err_symbol(kind)[0] == 'W');
		for (int other = 0; other < k; other++)
			assert_string_not_equal(
			    err_symbol(kind), err_symbol((enum err_kind)other));
	}
	assert_string_equal(err_symbol(ERR_MISSING), "E-MISSING");
	assert_true(err_is_warning(WARN_LOOSE));
}

static void
printing_has_place_particulars_excerpt_and_hint(void **state)
{
	struct err err;

	(void)state;
	err_set(&err, ERR_MISSING, here, "họ tên");
	err_expr(&err, "${$n/ten}");
	err_data(&err, "/ds/n[2]/ten");
	err_record(&err, "số 2");
	err_hint(&err, "ghi họ tên");
	err_excerpt(&err, "a\nabcdef", 8);
	err.page = 3;
	assert_writes("E-MISSING mau.xml:2:5: thiếu giá trị: họ tên — dữ liệu "
		      "/ds/n[2]/ten — biểu thức ${$n/ten} — hồ sơ «số 2» — "
		      "trang 3\n"
		      "    | abcdef\n"
		      "    |     ^\n"
		      "    gợi ý: ghi họ tên\n",
	    err_print(&err, &out));
	err_set(&err, ERR_NOTFOUND, no_pos, "tệp x");
	assert_writes(
	    "E-NOTFOUND không tìm thấy: tệp x\n", err_print(&err, &out));
}

static void
a_broken_rule_names_its_number_place_and_article(void **state)
{
	struct arena *a = arena_new(0);
	struct err_list list;
	struct err err;

	(void)state;
	err_set(&err, ERR_ND30, no_pos, "cỡ chữ 11 pt");
	err_rule(&err, 7, "khoản 4");
	err_place(&err, 2, 3005, 12345);
	assert_writes("E-ND30-07 chưa đúng thể thức: cỡ chữ 11 pt — trang 2, "
		      "cách mép trái 30,05 mm, mép trên 123,45 mm — khoản 4\n",
	    err_print(&err, &out));
	assert_writes("{\"code\":\"E-ND30-07\",\"title\":\"chưa đúng thể "
		      "thức\",\"message\":\"cỡ chữ 11 pt\",\"page\":2,"
		      "\"x\":30.05,\"y\":123.45,\"article\":\"khoản 4\"}",
	    err_json(&err, &out));
	/* Two rules may say the same words. */
	err_list_init(&list, a);
	err_list_add(&list, &err);
	err_rule(&err, 8, "khoản 4");
	err_list_add(&list, &err);
	assert_int_equal(list.errors, 2);
	/* A page without a place on it, and what is set anew. */
	err_place(&err, 2, -1, -1);
	err_rule(&err, 0, "");
	assert_writes("E-ND30 chưa đúng thể thức: cỡ chữ 11 pt — trang 2\n",
	    err_print(&err, &out));
	arena_free(a);
}

static void
a_list_drops_repetitions_and_counts_the_rest(void **state)
{
	struct arena *a = arena_new(0);
	struct err_list list;
	struct err err;

	(void)state;
	err_list_init(&list, a);
	assert_true(err_list_ok(&list));
	err_set(&err, WARN_LOOSE, here, "x");
	err_list_add(&list, &err);
	assert_true(err_list_ok(&list));
	for (int i = 0; i < TMPL_ERRORS + 50; i++) {
		err_set(&err, ERR_VALUE, (struct pos){ "x", i + 1, 1 }, "x");
		err_list_add(&list, &err);
		err_list_add(&list, &err);
		if (i == 0)
			assert_int_equal(list.errors, 1);
	}
	assert_false(err_list_ok(&list));
	assert_int_equal(list.len, TMPL_ERRORS);
	assert_int_equal(list.warnings, 1);
	assert_true(list.errors >= TMPL_ERRORS + 50);
	assert_int_equal(list.items[TMPL_ERRORS - 1]->line, TMPL_ERRORS - 1);
	arena_free(a);
}

static void
a_list_without_memory_still_counts(void **state)
{
	struct arena *a = arena_new(16);
	struct err_list list;
	struct err err;

	(void)state;
	err_list_init(&list, a);
	err_set(&err, ERR_VALUE, here, "x");
	err_list_add(&list, &err);
	assert_int_equal(list.len, 0);
	assert_int_equal(list.errors, 1);
	assert_false(err_list_ok(&list));
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(setting_forgets_what_was_before),
		cmocka_unit_test(nobody_has_to_care),
		cmocka_unit_test(long_text_is_cut_between_letters),
		cmocka_unit_test(the_system_says_why),
		cmocka_unit_test(the_caret_stands_under_the_letter),
		cmocka_unit_test(a_line_that_is_not_there_has_no_excerpt),
		cmocka_unit_test(the_caret_stands_right_in_lines_of_any_length),
		cmocka_unit_test(all_kinds_have_a_symbol_a_title_and_a_status),
		cmocka_unit_test(
		    printing_has_place_particulars_excerpt_and_hint),
		cmocka_unit_test(
		    a_broken_rule_names_its_number_place_and_article),
		cmocka_unit_test(a_list_drops_repetitions_and_counts_the_rest),
		cmocka_unit_test(a_list_without_memory_still_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
