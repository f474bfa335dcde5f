/* tests/unit/graphic/color_test.c -- colours and matrices. */
#include "support/t.h"

#include "graphic/graphic.h"

static void
colors_are_read_in_three_forms(void **state)
{
	struct gfx_color c;

	(void)state;
	assert_true(gfx_color_parse("#b8860B", &c));
	assert_int_equal(c.r, 0xB8);
	assert_int_equal(c.g, 0x86);
	assert_int_equal(c.b, 0x0B);
	assert_true(gfx_color_parse("#f0a", &c));
	assert_int_equal(c.r, 0xFF);
	assert_int_equal(c.g, 0x00);
	assert_int_equal(c.b, 0xAA);
	assert_true(gfx_color_parse("do", &c));
	assert_int_equal(c.r, 0xC0);
	assert_int_equal(c.g, 0x00);
}

static void
what_is_no_color_is_refused(void **state)
{
	static const char *const bad[] = { "", "#", "#12", "#12345", "#1234567",
		"#12345g", "12345678", "Do", "đỏ", "red ", "#\xFF\xFF\xFF" };
	struct gfx_color c = { 1, 2, 3 };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(gfx_color_parse(bad[i], &c));
	assert_int_equal(c.r, 1); /* untouched */
}

static void
matrices_move_scale_and_mirror(void **state)
{
	struct gfx_matrix m = { -2000000, 0, 0, 500000, 100, -7 };
	struct gfx_point p = gfx_apply(&m, (struct gfx_point){ 10, 21 });

	(void)state;
	assert_int_equal(p.x, 80);
	assert_int_equal(p.y, 4); /* 10.5 is rounded away from zero */
	p = gfx_apply(&gfx_identity, (struct gfx_point){ -3, 4 });
	assert_int_equal(p.x, -3);
	assert_int_equal(p.y, 4);
}

static void
the_inner_matrix_comes_first(void **state)
{
	struct gfx_matrix turn = { 0, 1000000, -1000000, 0, 0, 0 };
	struct gfx_matrix move = { 1000000, 0, 0, 1000000, 50, 0 };
	struct gfx_matrix m = gfx_multiply(&turn, &move);
	struct gfx_point p = gfx_apply(&m, (struct gfx_point){ 1, 2 });
	struct gfx_point inner = gfx_apply(&move, (struct gfx_point){ 1, 2 });
	struct gfx_point both = gfx_apply(&turn, inner);

	(void)state;
	assert_int_equal(p.x, both.x);
	assert_int_equal(p.y, both.y);
	assert_int_equal(p.x, -2);
	assert_int_equal(p.y, 51);
}

static void
wild_matrices_stop_at_the_ends(void **state)
{
	struct gfx_matrix m = { INT32_MAX, INT32_MIN, INT32_MAX, INT32_MIN,
		INT32_MAX, INT32_MIN };
	struct gfx_point p =
	    gfx_apply(&m, (struct gfx_point){ INT32_MAX, INT32_MAX });

	(void)state;
	assert_int_equal(p.x, INT32_MAX);
	assert_int_equal(p.y, -INT32_MAX);
	p = gfx_apply(&m, (struct gfx_point){ INT32_MIN, INT32_MIN });
	assert_int_equal(p.x, -INT32_MAX);
	assert_int_equal(p.y, INT32_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(colors_are_read_in_three_forms),
		cmocka_unit_test(what_is_no_color_is_refused),
		cmocka_unit_test(matrices_move_scale_and_mirror),
		cmocka_unit_test(the_inner_matrix_comes_first),
		cmocka_unit_test(wild_matrices_stop_at_the_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
