/* tests/unit/model/intake_test.c -- tables as offices send them. */
#include "support/t.h"

#include "model/intake.h"

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

static struct model_taken
take(const char *const *cells, size_t rows, size_t columns,
    struct model_map *map)
{
	struct model_table t = { cells, rows, columns };
	struct model_taken out;
	struct err err;

	assert_true(model_map_guess(NULL, a, "hy", &t, map, &err));
	assert_true(model_take(a, &t, map, &out, &err));
	return out;
}

#define TEXT(out, i, column, want) \
	assert_string_equal((out).roster.entries[i].text[column], want)

static void
a_table_with_a_title_groups_numbers_and_sums_gives_its_people(void **state)
{
	static const char *const cells[] = {
		/* clang-format off */
		"DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG", "", "", "", "",
		"STT", "Họ và tên", "Chức vụ", "Đơn vị công tác", "Ghi chú",
		"(1)", "(2)", "(3)", "(4)", "(5)",
		"I", "TẬP THỂ", "", "", "",
		"1", "Phòng Kế toán", "", "Sở Tài chính", "",
		"II", "CÁ NHÂN", "", "", "",
		"1", "Ông Lê Văn A", "Chuyên viên", "Sở Y tế", "x",
		"2", "Bà  Trần B", "Trưởng phòng", "Sở Nội vụ", "",
		"III", "Hộ gia đình", "", "", "",
		"1", "Hộ ông Vũ C", "", "Thôn Đoài", "",
		"", "Cộng: 04", "", "", "",
		/* clang-format on */
	};
	struct model_map map;
	struct model_taken out = take(cells, 11, 5, &map);

	(void)state;
	assert_int_equal(map.heading, 1);
	assert_int_equal(map.field[0], MODEL_IGNORE);
	assert_int_equal(map.field[3], MODEL_UNIT);
	assert_int_equal(out.roster.count, 4);
	assert_int_equal(out.skipped_count, 7);
	assert_int_equal(out.roster.entries[0].kind, MODEL_COLLECTIVE);
	TEXT(out, 0, MODEL_NAME, "Phòng Kế toán, Sở Tài chính");
	assert_int_equal(out.roster.entries[1].kind, MODEL_PERSON);
	assert_int_equal(out.roster.entries[1].row, 7);
	TEXT(out, 1, MODEL_SALUTATION, "Ông");
	TEXT(out, 1, MODEL_NAME, "Lê Văn A");
	TEXT(out, 1, MODEL_NOTE, "x");
	TEXT(out, 2, MODEL_SALUTATION, "Bà");
	assert_int_equal(out.roster.entries[3].kind, MODEL_HOUSEHOLD);
	TEXT(out, 3, MODEL_UNIT, "Thôn Đoài");
}

static void
columns_without_headings_are_known_by_what_stands_in_them(void **state)
{
	static const char *const cells[] = { "1", "Ông", "Lê Văn A",
		"Chuyên viên", "Sở Y tế", "2", "Bà", "Trần B", "Kế toán",
		"Sở Nội vụ" };
	struct model_map map;
	struct model_taken out = take(cells, 2, 5, &map);

	(void)state;
	assert_int_equal(map.heading, -1);
	assert_int_equal(out.roster.count, 2);
	TEXT(out, 1, MODEL_SALUTATION, "Bà");
	TEXT(out, 1, MODEL_NAME, "Trần B");
	TEXT(out, 1, MODEL_POSITION, "Kế toán");
	TEXT(out, 1, MODEL_UNIT, "Sở Nội vụ");
}

static void
a_name_in_two_columns_is_joined(void **state)
{
	static const char *const cells[] = { "TT", "Họ đệm", "Tên", "Ông (Bà)",
		"Chức danh", "Nơi công tác", "1", "Lê Văn", "Đạt", "Ông",
		"Kỹ sư", "Sở Xây dựng" };
	struct model_map map;
	struct model_taken out = take(cells, 2, 6, &map);

	(void)state;
	assert_int_equal(out.roster.count, 1);
	TEXT(out, 0, MODEL_NAME, "Lê Văn Đạt");
	TEXT(out, 0, MODEL_SALUTATION, "Ông");
	TEXT(out, 0, MODEL_UNIT, "Sở Xây dựng");
}

static void
people_whose_names_look_like_sums_are_people(void **state)
{
	static const char *const cells[] = { "Họ và tên", "Chức vụ", "Đơn vị",
		"Công Tằng Tôn Nữ Lan", "Tổng biên tập", "Báo Hưng Yên",
		"Tống Văn Cộng", "Cộng tác viên", "Đài tỉnh" };
	struct model_map map;
	struct model_taken out = take(cells, 3, 3, &map);

	(void)state;
	assert_int_equal(out.roster.count, 2);
}

static void
what_a_person_corrected_is_remembered_for_the_organisation(void **state)
{
	static const char *const cells[] = { "Tên", "Bộ phận", "Lê A", "Tổ 1" };
	struct model_table t = { cells, 2, 2 };
	struct model_map map;
	struct err err;
	struct db *db;

	(void)state;
	assert_true(db_open(":memory:", DB_CREATE, &db, &err));
	assert_true(db_exec(db,
	    "CREATE TABLE roster_heading(org TEXT, heading TEXT, field INTEGER,"
	    " PRIMARY KEY(org, heading))",
	    &err));
	assert_true(model_map_guess(db, a, "hy", &t, &map, &err));
	map.heading = 0;
	map.field[0] = MODEL_NAME;
	map.field[1] = MODEL_UNIT;
	assert_true(model_map_remember(db, a, "hy", &t, &map, &err));
	assert_true(model_map_guess(db, a, "hy", &t, &map, &err));
	assert_int_equal(map.heading, 0);
	assert_int_equal(map.field[1], MODEL_UNIT);
	assert_true(model_map_guess(db, a, "khac", &t, &map, &err));
	assert_int_equal(map.heading, -1);
	db_close(db);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, start, stop)
	const struct CMUnitTest tests[] = {
		T(a_table_with_a_title_groups_numbers_and_sums_gives_its_people),
		T(columns_without_headings_are_known_by_what_stands_in_them),
		T(a_name_in_two_columns_is_joined),
		T(people_whose_names_look_like_sums_are_people),
		T(what_a_person_corrected_is_remembered_for_the_organisation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
