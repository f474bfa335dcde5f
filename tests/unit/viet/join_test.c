/* tests/unit/viet/join_test.c -- where a line must not break. */
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

/* «~» stands for U+00A0 in the rows. */
static char *
with_nbsp(struct arena *a, const char *s)
{
	struct buf b = { 0 };
	char *out;

	for (; *s != '\0'; s++)
		if (*s == '~')
			buf_str_add(&b, "\xC2\xA0");
		else
			buf_char(&b, *s);
	out = arena_strdup(a, buf_str(&b));
	buf_done(&b);
	return out;
}

static const char *const rows[] = {
	"Kế hoạch số~71/KH-UBND ngày~12 tháng~4 năm~2022",
	"Số:~05/QĐ-UBND",
	"tại Điều~3, khoản~2 Điều~8, điểm~đ khoản~1, Phụ lục~II, (số~5)",
	"CHƯƠNG~II, PHỤ LỤC~I, ĐIỀU~1.",
	"quý~I/2022, quý~III năm~2023, Phần~IV.",
	"1.490.000~đồng; 35~mm, 5~%; 1,5~lần; 10~triệu đồng",
	"(Điều~3) “Điều~4” [khoản~1]",
	"TP.~Hồ Chí Minh, TX.~Mỹ Hào",
	"Huân chương Lao động hạng~Nhất, hạng~Ba.",
	"dòng một\nsố~12\ttrang~3",
	/* nothing to join */
	"số liệu, năm qua, Điều này, thứ hai, hạng ghế, điểm cao",
	"có 23 tập thể và 05 gia đình",
	"năm~2022. Người thứ nhất",
	"số  12, hai dấu cách",
	"số",
	" ",
	"",
	"12 tháng~4",
	"khoản tiền lớn I",
};

static void
joints_stand_where_the_table_says(void **state)
{
	struct arena *a = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *plain = arena_strdup(a, rows[i]), *p = plain;
		char *want = with_nbsp(a, rows[i]);

		while ((p = strchr(p, '~')) != NULL)
			*p = ' ';
		assert_string_equal(viet_join(a, plain), want);
	}
}

static void
joining_twice_changes_nothing(void **state)
{
	struct arena *a = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *once = with_nbsp(a, rows[i]);

		assert_ptr_equal(viet_join(a, once), once);
	}
}

static void
a_joint_of_the_author_does_not_hide_the_next(void **state)
{
	struct arena *a = *state;

	assert_string_equal(viet_join(a, with_nbsp(a, "số~12 người")),
	    with_nbsp(a, "số~12~người"));
}

static void
a_full_arena_gives_null(void **state)
{
	struct arena *small = arena_new(16);

	(void)state;
	assert_null(viet_join(small, "Kế hoạch số 71/KH-UBND ngày 12"));
	arena_free(small);
}

int
main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(joints_stand_where_the_table_says),
		T(joining_twice_changes_nothing),
		T(a_joint_of_the_author_does_not_hide_the_next),
		T(a_full_arena_gives_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
