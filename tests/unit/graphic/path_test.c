/* tests/unit/graphic/path_test.c -- the path language and its arcs. */
#include "support/t.h"

#include "base/limits.h"
#include "graphic/graphic.h"

static const struct pos here = { "mau.xml", 3, 9 };

/* The path in mpt: "M0,0 L10,0 C… Z". */
static void
print_path(struct buf *out, const struct gfx_path *p)
{
	static const int points[] = { 1, 1, 3, 0 };

	for (size_t i = 0; i < p->count; i++) {
		const struct gfx_segment *s = &p->segments[i];

		buf_printf(out, "%s%c", i == 0 ? "" : " ", "MLCZ"[s->verb]);
		for (int k = 0; k < points[s->verb]; k++)
			buf_printf(out, "%s%d,%d", k == 0 ? "" : ";", s->p[k].x,
			    s->p[k].y);
	}
}

static void
expect(const char *d, const char *unit, const char *result)
{
	struct arena *a = arena_new(0);
	struct gfx_path p;
	struct err err;
	struct buf b = { 0 };

	if (!gfx_path_parse(a, d, unit, here, &p, &err))
		fail_msg("%s: %s", d, err.text);
	print_path(&b, &p);
	assert_string_equal(buf_str(&b), result);
	buf_done(&b);
	arena_free(a);
}

static void
refuse(const char *d, enum err_kind kind, const char *part)
{
	struct arena *a = arena_new(0);
	struct gfx_path p;
	struct err err;

	assert_false(gfx_path_parse(a, d, "pt", here, &p, &err));
	assert_int_equal(err.kind, kind);
	assert_int_equal(err.line, 3);
	if (strstr(err.text, part) == NULL)
		fail_msg("«%s» gives «%s»", d, err.text);
	assert_true(err.hint[0] != '\0');
	arena_free(a);
}

static void
lines_absolute_and_relative_meet(void **state)
{
	(void)state;
	expect("M1 2 L3,4 H9V8 Z", "pt",
	    "M1000,2000 L3000,4000 L9000,4000 L9000,8000 Z");
	expect("m1 2l2 2h6v4z", "pt",
	    "M1000,2000 L3000,4000 L9000,4000 L9000,8000 Z");
	expect("M10 0", "mm", "M28346,0");
}

static void
points_after_a_move_are_lines(void **state)
{
	(void)state;
	expect("M0 0 1 1 2 0", "pt", "M0,0 L1000,1000 L2000,0");
	expect("m5 5 1 1", "pt", "M5000,5000 L6000,6000");
}

static void
numbers_may_touch_each_other(void **state)
{
	(void)state;
	expect("M.5-.25L1.5.5-7.+0", "pt", "M500,-250 L1500,500 L-7000,0");
}

static void
long_decimals_are_cut(void **state)
{
	(void)state;
	expect("M0.12345678901234567890 1", "pt", "M123,1000");
}

static void
smooth_curves_mirror_the_last_control(void **state)
{
	(void)state;
	expect("M0 0 C0 1 1 1 1 0 S2 -1 2 0", "pt",
	    "M0,0 C0,1000;1000,1000;1000,0 C1000,-1000;2000,-1000;2000,0");
	expect(
	    "M1 1 S2 2 3 1", "pt", "M1000,1000 C1000,1000;2000,2000;3000,1000");
}

static void
quadratic_curves_become_cubic(void **state)
{
	(void)state;
	expect("M0 0 Q3 3 6 0", "pt", "M0,0 C2000,2000;4000,2000;6000,0");
	expect("M0 0 Q3 3 6 0 T12 0", "pt",
	    "M0,0 C2000,2000;4000,2000;6000,0 "
	    "C8000,-2000;10000,-2000;12000,0");
}

static void
after_closing_the_pen_is_at_the_start(void **state)
{
	(void)state;
	expect("M1 1 h2 v2 z l1 1", "pt",
	    "M1000,1000 L3000,1000 L3000,3000 Z L2000,2000");
}

static void
a_quarter_arc_is_one_curve(void **state)
{
	(void)state;
	/* 4/3 tan(90°/4) = 0.552285 */
	expect("M10 0 A10 10 0 0 1 0 10", "pt",
	    "M10000,0 C10000,5523;5523,10000;0,10000");
	expect("M10 0 A10 10 0 0 0 0 -10", "pt",
	    "M10000,0 C10000,-5523;5523,-10000;0,-10000");
}

static void
the_large_arc_goes_the_long_way(void **state)
{
	(void)state;
	expect("M10 0 A10 10 0 1 0 0 10", "pt",
	    "M10000,0 C10000,-5523;5523,-10000;0,-10000 "
	    "C-5523,-10000;-10000,-5523;-10000,0 "
	    "C-10000,5523;-5523,10000;0,10000");
}

static void
half_circles_and_ellipses_work(void **state)
{
	(void)state;
	expect("M-10 0 a10 5 0 0 1 20 0", "pt",
	    "M-10000,0 C-10000,-2761;-5523,-5000;0,-5000 "
	    "C5523,-5000;10000,-2761;10000,0");
	/* the same ellipse lying, turned by a quarter: radii change places */
	expect("M-10 0 a5 10 90 0 1 20 0", "pt",
	    "M-10000,0 C-10000,-2761;-5523,-5000;0,-5000 "
	    "C5523,-5000;10000,-2761;10000,0");
	expect("M-10 0 a5 10 -270 01 20 0", "pt",
	    "M-10000,0 C-10000,-2761;-5523,-5000;0,-5000 "
	    "C5523,-5000;10000,-2761;10000,0");
}

static void
radii_too_small_grow_and_none_is_a_line(void **state)
{
	(void)state;
	expect("M-10 0 A1 1 0 0 1 10 0", "pt",
	    "M-10000,0 C-10000,-5523;-5523,-10000;0,-10000 "
	    "C5523,-10000;10000,-5523;10000,0");
	expect("M0 0 A0 5 0 0 1 10 0", "pt", "M0,0 L10000,0");
	expect("M4 4 A5 5 0 1 1 4 4", "pt", "M4000,4000 L4000,4000");
}

/* Every point of the curves lies on the ellipse within a part in a thousand. */
static void
turned_arcs_stay_on_their_ellipse(void **state)
{
	struct arena *a = arena_new(0);
	struct gfx_path p;
	struct err err;
	char d[80];

	(void)state;
	for (int turn = -400; turn <= 400; turn += 25) {
		snprintf(d, sizeof(d), "M20 0 A20 20 %d 1 1 0 -20", turn);
		assert_true(gfx_path_parse(a, d, "pt", here, &p, &err));
		assert_int_equal(p.count, 4);
		for (size_t i = 1; i < p.count; i++) {
			const struct gfx_point *c = p.segments[i].p;
			struct gfx_point from =
			    p.segments[i - 1].verb == GFX_MOVE
				? p.segments[i - 1].p[0]
				: p.segments[i - 1].p[2];
			double x =
			    (from.x + 3.0 * c[0].x + 3.0 * c[1].x + c[2].x) / 8;
			double y =
			    (from.y + 3.0 * c[0].y + 3.0 * c[1].y + c[2].y) / 8;
			double off = x * x + y * y - 20000.0 * 20000.0;

			assert_true(off < 400000.0 && off > -400000.0);
		}
	}
	arena_free(a);
}

static void
faults_are_named_with_their_place(void **state)
{
	(void)state;
	refuse("", ERR_VALUE, "trống");
	refuse("  ", ERR_VALUE, "trống");
	refuse("L1 1", ERR_VALUE, "bắt đầu bằng M");
	refuse("1 1", ERR_VALUE, "ký tự thứ 1: cần một lệnh");
	refuse("M1", ERR_VALUE, "ký tự thứ 3: cần một số");
	refuse("M1 1 L", ERR_VALUE, "cần một số");
	refuse("M1 1 B2 2", ERR_VALUE, "ký tự thứ 6: lệnh vẽ");
	refuse("M1 1 Z 5 5", ERR_VALUE, "ký tự thứ 8: cần một lệnh");
	refuse("M1 1 L1e3 2", ERR_VALUE, "cần một số");
	refuse("M- -", ERR_VALUE, "cần một số");
	refuse("M. .", ERR_VALUE, "cần một số");
	refuse("M0 0 A1 1 0 2 0 1 1", ERR_VALUE, "cần 0 hoặc 1");
	refuse("M0 0 \xFF", ERR_VALUE, "lệnh vẽ");
	refuse("M99999999999999999999 0", ERR_VALUE, "cần một số");
}

static void
far_points_are_refused_before_they_overflow(void **state)
{
	(void)state;
	refuse("M900000 0", ERR_VALUE, "quá xa");
	refuse("M15000 0 l15000 0", ERR_VALUE, "quá xa");
	refuse("M0 0 h19000 h19000", ERR_VALUE, "quá xa");
	refuse("M0 0 Q19000 0 -19000 0 T0 0", ERR_VALUE, "quá xa");
	refuse("M0 0 A999999 1 0 0 0 1 1", ERR_VALUE, "quá xa");
}

static void
a_path_has_a_greatest_length(void **state)
{
	struct arena *a = arena_new(0);
	struct buf d = { 0 };
	struct gfx_path p;
	struct err err;

	(void)state;
	buf_str_add(&d, "M0 0");
	for (int i = 1; i < GFX_PATH_POINTS; i++)
		buf_str_add(&d, " 1 1");
	assert_true(gfx_path_parse(a, buf_str(&d), "pt", here, &p, &err));
	assert_int_equal(p.count, GFX_PATH_POINTS);
	buf_str_add(&d, " 1 1");
	assert_false(gfx_path_parse(a, buf_str(&d), "pt", here, &p, &err));
	assert_int_equal(err.kind, ERR_LIMIT);
	buf_done(&d);
	arena_free(a);
}

/* Letters and digits at random: an answer or an error, never more. */
static void
nonsense_does_no_harm(void **state)
{
	static const char letters[] = "MmLlHhVvCcSsQqTtAaZz0123456789.-+, eE";
	struct arena *a = arena_new(0);
	uint32_t seed = 1;
	char d[60];

	(void)state;
	for (int round = 0; round < 60000; round++) {
		struct gfx_path p;
		struct err err;
		size_t n = 2;

		d[0] = 'M';
		d[1] = '1';
		for (; n < sizeof(d) - 1; n++) {
			seed = seed * 1664525 + 1013904223;
			d[n] = letters[(seed >> 16) % (sizeof(letters) - 1)];
			if (d[n] == ' ' && (seed >> 8) % 16 == 0)
				break;
		}
		d[n] = '\0';
		if (!gfx_path_parse(a, d, "mm", here, &p, &err))
			assert_true(err.text[0] != '\0');
		arena_reset(a);
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_absolute_and_relative_meet),
		cmocka_unit_test(points_after_a_move_are_lines),
		cmocka_unit_test(numbers_may_touch_each_other),
		cmocka_unit_test(long_decimals_are_cut),
		cmocka_unit_test(smooth_curves_mirror_the_last_control),
		cmocka_unit_test(quadratic_curves_become_cubic),
		cmocka_unit_test(after_closing_the_pen_is_at_the_start),
		cmocka_unit_test(a_quarter_arc_is_one_curve),
		cmocka_unit_test(the_large_arc_goes_the_long_way),
		cmocka_unit_test(half_circles_and_ellipses_work),
		cmocka_unit_test(radii_too_small_grow_and_none_is_a_line),
		cmocka_unit_test(turned_arcs_stay_on_their_ellipse),
		cmocka_unit_test(faults_are_named_with_their_place),
		cmocka_unit_test(far_points_are_refused_before_they_overflow),
		cmocka_unit_test(a_path_has_a_greatest_length),
		cmocka_unit_test(nonsense_does_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
