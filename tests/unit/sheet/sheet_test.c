/* tests/unit/sheet/sheet_test.c -- tables for office programs: what is written
 * comes back, by readers that nobody here wrote. */
#include "support/t.h"

#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "sheet/read.h"
#include "sheet/sheet.h"

static const struct sheet_column columns[] = {
	{ "Số, ký hiệu", SHEET_TEXT, 18 },
	{ "Ngày", SHEET_DAY, 12 },
	{ "Số lượng", SHEET_NUMBER, 8 },
};

static struct sheet_head
head(enum sheet_kind kind)
{
	return (struct sheet_head){ .kind = kind,
		.name = "Sổ",
		.title = "Sổ đăng ký & công văn",
		.author = "UBND tỉnh",
		.created = 1649725200,
		.columns = columns,
		.count = 3 };
}

static void
write_text(enum sheet_kind kind, const char *text, struct buf *out)
{
	struct sheet_head h = head(kind);
	struct sheet_cell row[3] = { { .text = text }, { .day = 19094 },
		{ .number = -5 } };
	struct sheet *s = NULL;
	struct err err;

	assert_true(sheet_new(&h, &s, &err));
	assert_true(sheet_row(s, row, &err));
	row[1].blank = row[2].blank = true;
	row[0].text = "";
	assert_true(sheet_row(s, row, &err));
	assert_true(sheet_take(s, out, &err));
	sheet_free(s);
}

static void
a_csv_begins_with_the_mark_of_utf8_and_quotes_texts(void **state)
{
	(void)state;
	assert_writes("\xef\xbb\xbf\"Số, ký hiệu\",\"Ngày\",\"Số lượng\"\r\n"
		      "\"71/KH-UBND, \"\"gấp\"\"\",2022-04-12,-5\r\n,,\r\n",
	    write_text(SHEET_CSV, "71/KH-UBND, \"gấp\"", &out));
}

static void
a_text_that_would_run_gets_one_apostrophe_and_loses_it_when_read(void **state)
{
	static const char *const texts[] = { "=1+1", "+84 221", "-5",
		"@SUM(A1)", "\t=1", "\r=1", "  =1+1", "'ngoặc", "''", "＝1",
		"\n=1" };
	static const char *const plain[] = { "71/KH-UBND", "a=1", "", " a",
		"«-»", "Đ" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct buf out = { 0 };
		char guarded[64];

		assert_true(sheet_needs_guard(texts[i]));
		write_text(SHEET_CSV, texts[i], &out);
		snprintf(guarded, sizeof(guarded), "\"'%s\",2022", texts[i]);
		assert_non_null(strstr(buf_str(&out), guarded));
		snprintf(guarded, sizeof(guarded), "'%s", texts[i]);
		assert_string_equal(sheet_unguard(guarded), texts[i]);
		buf_done(&out);
	}
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		assert_false(sheet_needs_guard(plain[i]));
		assert_string_equal(sheet_unguard(plain[i]), plain[i]);
	}
}

/* --- .xlsx and .zip, read by unzip and python3 --- */

static void
make_place(char dir[32])
{
	strcpy(dir, "/tmp/sovang-sheet-XXXXXX");
	assert_non_null(mkdtemp(dir));
}

static void
run(const char *dir, const char *command)
{
	char line[1024];

	snprintf(line, sizeof(line), "cd %s && (%s) >/dev/null", dir, command);
	assert_int_equal(system(line), 0);
}

static void
put(const char *dir, const char *name, const void *bytes, size_t len)
{
	char path[128];
	struct err err;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	assert_true(file_write(path, bytes, len, &err));
}

static void
in_xlsx_a_formula_is_a_text_and_stays_the_same(void **state)
{
	char dir[32];
	struct buf out = { 0 }, again = { 0 };

	(void)state;
	make_place(dir);
	write_text(SHEET_XLSX, "=cmd|'/C calc'!A0", &out);
	write_text(SHEET_XLSX, "=cmd|'/C calc'!A0", &again);
	assert_int_equal(out.len, again.len);
	assert_memory_equal(buf_str(&out), buf_str(&again), out.len);
	put(dir, "a.xlsx", buf_str(&out), out.len);
	run(dir, "unzip -t a.xlsx && unzip -q a.xlsx && "
		 "! grep -q '<f>' xl/worksheets/sheet1.xml && "
		 "grep -q \"=cmd|'/C calc'!A0\" xl/worksheets/sheet1.xml && "
		 "grep -q '<v>44663</v>' xl/worksheets/sheet1.xml && "
		 "grep -q '<v>-5</v>' xl/worksheets/sheet1.xml && "
		 "grep -q 'ký &amp;&amp; công' xl/worksheets/sheet1.xml && "
		 "xmllint --noout xl/worksheets/sheet1.xml xl/styles.xml");
	run("/tmp", "rm -rf /tmp/sovang-sheet-*");
	buf_done(&out);
	buf_done(&again);
}

static void
text_that_looks_like_a_coded_letter_keeps_its_letters(void **state)
{
	char dir[32];
	struct buf out = { 0 };

	(void)state;
	make_place(dir);
	write_text(SHEET_XLSX, "a_x0041_b_x_", &out);
	put(dir, "a.xlsx", buf_str(&out), out.len);
	run(dir, "unzip -q a.xlsx && "
		 "grep -q 'a_x005F_x0041_b_x_' xl/worksheets/sheet1.xml");
	run("/tmp", "rm -rf /tmp/sovang-sheet-*");
	buf_done(&out);
}

static void
what_was_written_is_read_back_letter_by_letter(void **state)
{
	static const char *const texts[] = { "=1+1", "'ngoặc", "+84 221", "@a",
		"71/KH-UBND", "a;b,c\td", "\"nháy\"", "a_x0041_b",
		"Nguyễn Thị Thúy" };
	struct arena *a = arena_new(0);

	(void)state;
	for (int kind = SHEET_XLSX; kind <= SHEET_CSV; kind++)
		for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
			struct buf out = { 0 };
			struct sheet_grid g;
			struct err err;

			write_text((enum sheet_kind)kind, texts[i], &out);
			assert_true(sheet_read(
			    a, buf_str(&out), out.len, SHEET_GUESS, &g, &err));
			assert_string_equal(sheet_cell_at(&g, 1, 0), texts[i]);
			assert_string_equal(sheet_cell_at(&g, 1, 2), "-5");
			buf_done(&out);
		}
	arena_free(a);
}

static void
a_text_too_long_for_xlsx_is_refused_with_its_column(void **state)
{
	struct sheet_head h = head(SHEET_XLSX);
	struct sheet_cell row[3] = { { .text = NULL }, { .blank = true },
		{ .blank = true } };
	char *text = malloc(32769);
	struct sheet *s = NULL;
	struct err err;

	(void)state;
	assert_non_null(text);
	memset(text, 'a', 32768);
	text[32768] = '\0';
	assert_true(sheet_new(&h, &s, &err));
	row[0].text = text + 1; /* at the limit */
	assert_true(sheet_row(s, row, &err));
	row[0].text = text;
	assert_false(sheet_row(s, row, &err));
	assert_int_equal(err.kind, ERR_LIMIT);
	assert_non_null(strstr(err.text, "Số, ký hiệu"));
	sheet_free(s);
	free(text);
}

static void
where_no_file_can_be_made_the_error_says_so_and_nothing_stays(void **state)
{
	struct sheet_head h = head(SHEET_XLSX);
	struct sheet *s = NULL;
	struct err err;

	(void)state;
	setenv("TMPDIR", "/nowhere", 1);
	assert_false(sheet_new(&h, &s, &err));
	unsetenv("TMPDIR");
	assert_int_equal(err.kind, ERR_IO);
	assert_null(s);
}

static void
a_folder_is_packed_in_order_and_gives_the_same_bytes(void **state)
{
	char dir[32], in[64], one[64], two[64];
	struct err err;

	(void)state;
	make_place(dir);
	snprintf(in, sizeof(in), "%s/tui/data", dir);
	assert_true(file_make_dir(in, &err));
	put(in, "Đơn vị.txt", "b", 1);
	put(in, "a.txt", "a", 1);
	snprintf(in, sizeof(in), "%s/tui", dir);
	put(in, "bagit.txt", "x", 1);
	snprintf(one, sizeof(one), "%s/1.zip", dir);
	snprintf(two, sizeof(two), "%s/2.zip", dir);
	assert_true(sheet_zip(in, one, 1649725200, &err));
	run(dir, "touch tui/*");
	setenv("TZ", "America/New_York", 1);
	tzset();
	assert_true(sheet_zip(in, two, 1649725200, &err));
	unsetenv("TZ");
	tzset();
	run(dir, "cmp 1.zip 2.zip && unzip -t 1.zip && "
		 "[ \"$(unzip -Z1 1.zip | head -n 1)\" = tui/bagit.txt ] && "
		 "unzip -l 1.zip | grep -q '2022-04-12 08:00' && "
		 "mkdir x && cd x && unzip -q ../1.zip && diff -r tui ../tui");
	assert_false(sheet_zip("/nowhere/x", one, 0, &err));
	run("/tmp", "rm -rf /tmp/sovang-sheet-*");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_csv_begins_with_the_mark_of_utf8_and_quotes_texts),
		cmocka_unit_test(
		    a_text_that_would_run_gets_one_apostrophe_and_loses_it_when_read),
		cmocka_unit_test(
		    in_xlsx_a_formula_is_a_text_and_stays_the_same),
		cmocka_unit_test(
		    text_that_looks_like_a_coded_letter_keeps_its_letters),
		cmocka_unit_test(
		    what_was_written_is_read_back_letter_by_letter),
		cmocka_unit_test(
		    a_text_too_long_for_xlsx_is_refused_with_its_column),
		cmocka_unit_test(
		    where_no_file_can_be_made_the_error_says_so_and_nothing_stays),
		cmocka_unit_test(
		    a_folder_is_packed_in_order_and_gives_the_same_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
