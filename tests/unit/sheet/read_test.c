/* tests/unit/sheet/read_test.c -- tables that others wrote, in every encoding
 * that lists of names still come in. */
#include "support/t.h"

#include <zip.h>

#include "base/limits.h"
#include "sheet/read.h"
#include "sheet/sheet.h"

static struct arena *a;

static int
start(void **state)
{
	(void)state;
	a = arena_new(0);
	return a == NULL;
}

static int
stop(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static struct sheet_grid
read_as(const char *bytes, size_t len, enum sheet_encoding want)
{
	struct sheet_grid g;
	struct err err;

	if (!sheet_read(a, bytes, len, want, &g, &err))
		fail_msg("%s", err.text);
	return g;
}

static struct sheet_grid
read_text(const char *text)
{
	return read_as(text, strlen(text), SHEET_GUESS);
}

#define CELL(g, r, c, text) assert_string_equal(sheet_cell_at(&(g), r, c), text)

static void
fields_may_stand_between_tabs_semicolons_commas_or_bars(void **state)
{
	static const char *const texts[] = {
		"STT\tHọ và tên\tĐơn vị\n1\tLê, A\tSở X; phòng Y\n",
		"STT;Họ và tên;Đơn vị\r\n1;Lê, A;\"Sở X; phòng Y\"\r\n",
		"STT,Họ và tên,Đơn vị\r1,\"Lê, A\",Sở X; phòng Y\r",
		"STT|Họ và tên|Đơn vị\n1|Lê, A|Sở X; phòng Y",
		"\xef\xbb\xbfSTT;Họ và tên;Đơn vị\n1;Lê, A;\"Sở X; phòng Y\"",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct sheet_grid g = read_text(texts[i]);

		assert_int_equal(g.rows, 2);
		assert_int_equal(g.columns, 3);
		CELL(g, 0, 0, "STT");
		CELL(g, 1, 1, "Lê, A");
		CELL(g, 1, 2, "Sở X; phòng Y");
		assert_int_equal(g.encoding, SHEET_UTF8);
	}
}

static void
empty_lines_and_lines_inside_quotes_keep_the_rows_as_people_see_them(
    void **state)
{
	struct sheet_grid g =
	    read_text("A\tB\r\n\r\n\"hai\r\ndòng \"\"x\"\"\"\t2\r\n\r\n\t\r\n");

	(void)state;
	assert_int_equal(g.rows, 3);
	CELL(g, 2, 0, "hai\ndòng \"x\"");
	CELL(g, 2, 1, "2");
	CELL(g, 9, 9, "");
}

static void
what_we_wrote_as_csv_and_xlsx_comes_back(void **state)
{
	static const struct sheet_column columns[] = {
		{ "Họ và tên", SHEET_TEXT, 20 }, { "Số", SHEET_NUMBER, 9 }
	};
	static const char *const names[] = { "Nguyễn Văn Hòa", "=1+1", "'a",
		"hai\ndòng" };

	(void)state;
	for (int kind = SHEET_XLSX; kind <= SHEET_CSV; kind++) {
		struct sheet_head h = { .kind = (enum sheet_kind)kind,
			.name = "Sổ",
			.title = "t",
			.author = "x",
			.columns = columns,
			.count = 2 };
		struct sheet *s;
		struct buf out = { 0 };
		struct sheet_grid g;
		struct err err;

		assert_true(sheet_new(&h, &s, &err));
		for (size_t i = 0; i < 4; i++) {
			struct sheet_cell c[] = { { .text = names[i] },
				{ .number = 7 } };

			assert_true(sheet_row(s, c, &err));
		}
		assert_true(sheet_take(s, &out, &err));
		g = read_as(buf_str(&out), out.len, SHEET_GUESS);
		assert_int_equal(g.rows, 5);
		CELL(g, 0, 0, "Họ và tên");
		for (size_t i = 0; i < 4; i++)
			CELL(g, 1 + i, 0, names[i]);
		CELL(g, 1, 1, "7");
		sheet_free(s);
		buf_done(&out);
	}
}

static void
old_encodings_are_known_by_their_syllables(void **state)
{
	/* Họ và tên; Nguyễn Thị Thủy; Phòng Thanh tra, Sở Tài chính */
	static const char tcvn3[] =
	    "Hä vµ tªn\tNguyÔn ThÞ Thñy\tPhßng Thanh tra, Së Tµi chÝnh\n";
	static const struct {
		const char *bytes;
		enum sheet_encoding encoding;
	} files[] = {
		{ "H\xe4 v\xb5 t\xaan\tNguy\xd4n Th\xde Th\xf1y\t"
		  "S\xeb T\xb5i ch\xddnh\n",
		    SHEET_TCVN3 },
		{ "Ho\xf2 va\xcc t\xean\tNguy\xea\xden Thi\xf2 Thu\xd2y\t"
		  "S\xf5\xd2 Ta\xcci chi\xecnh\n",
		    SHEET_WINDOWS },
	};
	struct sheet_grid g = read_text(tcvn3);

	(void)state;
	assert_int_equal(g.encoding, SHEET_TCVN3);
	CELL(g, 0, 1, "Nguyễn Thị Thủy");
	CELL(g, 0, 2, "Phòng Thanh tra, Sở Tài chính");
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		g = read_text(files[i].bytes);
		assert_int_equal(g.encoding, files[i].encoding);
		CELL(g, 0, 0, "Họ và tên");
		CELL(g, 0, 1, "Nguyễn Thị Thủy");
		CELL(g, 0, 2, "Sở Tài chính");
	}
}

static void
vni_is_known_as_bytes_and_as_letters_that_were_copied(void **state)
{
	static const char bytes[] = "Ho\xef va\xf8 te\xe2n\tNguye\xe3n Th\xf2 "
				    "Thu\xfby\tS\xf4\xfb Ta\xf8i ch\xednh\n";
	static const char copied[] =
	    "Hoï vaø teân\tNguyeãn Thò Thuûy\tSôû Taøi chính\n";
	const char *const texts[] = { bytes, copied };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct sheet_grid g = read_text(texts[i]);

		assert_int_equal(g.encoding, SHEET_VNI);
		CELL(g, 0, 1, "Nguyễn Thị Thủy");
		CELL(g, 0, 2, "Sở Tài chính");
	}
}

static void
unicode_stays_unicode_whatever_names_stand_in_it(void **state)
{
	static const char *const texts[] = {
		"Họ và tên\tNguyễn Thị Thủy\n",
		"Ho ten\tNguyen Van A\n",
		"Tên\tY Bhok Niê\nĐắk Lắk\tĐiểu K'Ré\n",
		"Công ty\tSamsung Électronique Việt Nam\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(read_text(texts[i]).encoding, SHEET_UTF8);
}

static void
utf16_is_read_in_both_orders_with_and_without_its_mark(void **state)
{
	static const char le[] = "\xff\xfe"
				 "T\0\xea\0n\0\t\0A\0\n\0L\0\xea\0 \0A\0n\0\t\0"
				 "B\0";
	static const char be[] = "\0T\0\xea\0n\0\t\0A\0\n\0L\0\xea\0 \0A\0n\0\t"
				 "\0B";
	struct sheet_grid g = read_as(le, sizeof(le) - 1, SHEET_GUESS);

	(void)state;
	assert_int_equal(g.encoding, SHEET_UTF16);
	CELL(g, 1, 0, "Lê An");
	g = read_as(be, sizeof(be) - 1, SHEET_GUESS);
	CELL(g, 1, 1, "B");
	CELL(g, 0, 0, "Tên");
}

static void
whoever_knows_better_chooses_the_encoding(void **state)
{
	struct sheet_grid g =
	    read_as("LE V\xa3N THU", 10, SHEET_TCVN3_CAPITALS);

	(void)state;
	assert_int_equal(g.encoding, SHEET_TCVN3_CAPITALS);
	assert_int_equal(sheet_encoding_of("vni"), SHEET_VNI);
	assert_int_equal(sheet_encoding_of("khac"), SHEET_GUESS);
	assert_int_equal(sheet_encoding_of(NULL), SHEET_GUESS);
}

static void
what_is_no_table_is_named(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *hint;
	} files[] = { { "\xd0\xcf\x11\xe0\xa1\xb1", 6, ".xlsx" },
		{ "%PDF-1.4", 8, "bảng tính" }, { "PK\3\4 hỏng", 10, ".xlsx" },
		{ "<html><table>", 13, ".xlsx" } };

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct sheet_grid g;
		struct err err;

		assert_false(sheet_read(
		    a, files[i].bytes, files[i].len, SHEET_GUESS, &g, &err));
		assert_int_equal(err.kind, ERR_VALUE);
		assert_non_null(strstr(err.hint, files[i].hint));
	}
}

static void
a_table_without_end_is_refused(void **state)
{
	struct buf b = { 0 };
	struct sheet_grid g;
	struct err err;

	(void)state;
	for (int i = 0; i <= SHEET_ROWS; i++)
		buf_str_add(&b, "a\tb\n");
	assert_false(sheet_read(a, buf_str(&b), b.len, SHEET_GUESS, &g, &err));
	assert_int_equal(err.kind, ERR_LIMIT);
	buf_clear(&b);
	for (int i = 0; i <= SHEET_COLUMNS; i++)
		buf_str_add(&b, "a\t");
	buf_str_add(&b, "b");
	assert_false(sheet_read(a, buf_str(&b), b.len, SHEET_GUESS, &g, &err));
	assert_int_equal(err.kind, ERR_LIMIT);
	buf_done(&b);
}

/* An .xlsx with these parts. */
static void
pack(struct buf *out, const char *const *names, const char *const *texts,
    size_t n, size_t blanks)
{
	zip_error_t code;
	zip_source_t *src = zip_source_buffer_create(NULL, 0, 0, &code);
	zip_t *z = zip_open_from_source(src, ZIP_TRUNCATE, &code);
	zip_stat_t st;
	struct buf *parts = arena_alloc_n(a, n, sizeof(*parts));

	assert_non_null(z);
	zip_source_keep(src);
	for (size_t i = 0; i < n; i++) {
		buf_str_add(&parts[i], texts[i]);
		for (size_t k = 0; i + 1 == n && k < blanks; k += 64)
			buf_add(&parts[i],
			    "                                                "
			    "                ",
			    64);
		assert_true(zip_file_add(z, names[i],
				zip_source_buffer(
				    z, buf_str(&parts[i]), parts[i].len, 0),
				0) >= 0);
	}
	assert_int_equal(zip_close(z), 0);
	assert_int_equal(zip_source_open(src), 0);
	zip_source_stat(src, &st);
	for (zip_uint64_t left = st.size; left > 0;) {
		char piece[4096];
		zip_int64_t got = zip_source_read(src, piece, sizeof(piece));

		assert_true(got > 0);
		buf_add(out, piece, (size_t)got);
		left -= (zip_uint64_t)got;
	}
	zip_source_close(src);
	zip_source_free(src);
	for (size_t i = 0; i < n; i++)
		buf_done(&parts[i]);
}

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define REL \
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
static const char *const parts[] = { "xl/workbook.xml",
	"xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml",
	"xl/worksheets/sheet2.xml" };
static const char book[] =
    "<workbook xmlns='" MAIN "' xmlns:r='" REL "'><sheets>"
    "<sheet name='ẩn' sheetId='1' state='hidden' r:id='rId1'/>"
    "<sheet name='DS' sheetId='2' r:id='rId2'/></sheets></workbook>";
static const char rels[] = "<Relationships xmlns='x'><Relationship Id='rId2' "
			   "Target='worksheets/sheet2.xml'/></Relationships>";

static void
the_first_shown_sheet_counts_with_rich_texts_gaps_and_inline_texts(void **state)
{
	const char *const texts[] = { book, rels,
		"<sst xmlns='" MAIN "'><si><r><t>Nguyễn </t></r><r><t>Văn "
		"A</t></r><rPh><t>x</t></rPh></si></sst>",
		"<worksheet xmlns='" MAIN "'><sheetData><row r='2'>"
		"<c r='B2' t='s'><v>0</v></c><c r='D2' t='inlineStr'><is><t>Sở"
		"</t></is></c><c><v>5</v></c></row><row r='4'><c r='A4' "
		"t='str'><v>x</v></c><c r='B4' t='s'><v>99</v></c></row>"
		"</sheetData></worksheet>" };
	struct buf out = { 0 };
	struct sheet_grid g;

	(void)state;
	pack(&out, parts, texts, 4, 0);
	g = read_as(buf_str(&out), out.len, SHEET_GUESS);
	assert_int_equal(g.rows, 4);
	assert_int_equal(g.columns, 5);
	CELL(g, 1, 1, "Nguyễn Văn A");
	CELL(g, 1, 3, "Sở");
	CELL(g, 1, 4, "5");
	CELL(g, 3, 0, "x");
	CELL(g, 3, 1, "");
	buf_done(&out);
}

static void
a_zip_that_bursts_is_stopped(void **state)
{
	const char *const texts[] = { book, rels, "<sst/>", "<worksheet>" };
	struct buf out = { 0 };
	struct sheet_grid g;
	struct err err;

	(void)state;
	pack(&out, parts, texts, 4, SHEET_PART_BYTES + 64);
	assert_true(out.len < 200000);
	assert_false(
	    sheet_read(a, buf_str(&out), out.len, SHEET_GUESS, &g, &err));
	assert_int_equal(err.kind, ERR_LIMIT);
	buf_done(&out);
}

static void
a_part_with_a_doctype_or_none_at_all_is_refused(void **state)
{
	const char *const evil[] = {
		"<!DOCTYPE x [<!ENTITY a 'b'>]><workbook/>", rels, "<sst/>",
		"<worksheet/>"
	};
	struct buf out = { 0 };
	struct sheet_grid g;
	struct err err;

	(void)state;
	pack(&out, parts, evil, 4, 0);
	assert_false(
	    sheet_read(a, buf_str(&out), out.len, SHEET_GUESS, &g, &err));
	buf_clear(&out);
	pack(&out, parts + 2, evil + 2, 1, 0);
	assert_false(
	    sheet_read(a, buf_str(&out), out.len, SHEET_GUESS, &g, &err));
	assert_int_equal(err.kind, ERR_VALUE);
	buf_done(&out);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, start, stop)
	const struct CMUnitTest tests[] = {
		T(fields_may_stand_between_tabs_semicolons_commas_or_bars),
		T(empty_lines_and_lines_inside_quotes_keep_the_rows_as_people_see_them),
		T(what_we_wrote_as_csv_and_xlsx_comes_back),
		T(old_encodings_are_known_by_their_syllables),
		T(vni_is_known_as_bytes_and_as_letters_that_were_copied),
		T(unicode_stays_unicode_whatever_names_stand_in_it),
		T(utf16_is_read_in_both_orders_with_and_without_its_mark),
		T(whoever_knows_better_chooses_the_encoding),
		T(what_is_no_table_is_named),
		T(a_table_without_end_is_refused),
		T(the_first_shown_sheet_counts_with_rich_texts_gaps_and_inline_texts),
		T(a_zip_that_bursts_is_stopped),
		T(a_part_with_a_doctype_or_none_at_all_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
