/* tests/unit/layout/qr_test.c -- a QR code is drawn as one path that covers the
 * dark modules and nothing else. */
#include "support/t.h"

#include "layout/lay_priv.h"

enum { SIDE = 177 }; /* of the largest code */

struct drawing {
	uint8_t cells[SIDE][SIDE];
	struct gfx_matrix at;
	struct gfx_paint paint;
	int paths;
	bool refuse;
};

/* Fills in each rectangle; anything else is a failure. */
static bool
on_path(void *ctx, const struct gfx_path *p, const struct gfx_matrix *at,
    const struct gfx_paint *paint, struct err *err)
{
	struct drawing *d = ctx;

	if (d->refuse)
		return err_set(err, ERR_LIMIT, no_pos, "đầy");
	d->at = *at;
	d->paint = *paint;
	d->paths++;
	assert_int_equal(p->count % 5, 0);
	for (size_t i = 0; i < p->count; i += 5) {
		const struct gfx_segment *s = &p->segments[i];
		mpt x0 = s[0].p[0].x, y0 = s[0].p[0].y, x1 = s[2].p[0].x,
		    y1 = s[2].p[0].y;

		assert_int_equal(s[0].verb, GFX_MOVE);
		assert_int_equal(s[4].verb, GFX_CLOSE);
		assert_int_equal(s[1].p[0].x, x1);
		assert_int_equal(s[1].p[0].y, y0);
		assert_int_equal(s[3].p[0].x, x0);
		assert_int_equal(s[3].p[0].y, y1);
		for (mpt y = y0; y < y1; y += 1000)
			for (mpt x = x0; x < x1; x += 1000)
				d->cells[y / 1000][x / 1000]++;
	}
	return true;
}

static struct drawing *
draw(struct arena *a, const char *text, mpt size, struct doc_qr *ret)
{
	struct drawing *d = arena_alloc(a, sizeof(*d));
	struct canvas canvas = { .ctx = d, .path = on_path };
	struct lay lay = { .canvas = &canvas };
	struct err err;

	*ret = (struct doc_qr){ .size = size, .quiet = 4 };
	assert_true(gfx_qr_encode(a, text, GFX_QR_M, &ret->code, &err));
	assert_true(draw_qr(&lay, ret, 1000, 2000, &err));
	return d;
}

static void
every_dark_module_is_covered_once_and_no_other(void **state)
{
	static const char *const texts[] = { "a",
		"https://sovang.hungyen.example/v/snc2gxervb51f2xj7w2k1d3j1g",
		"Ủy ban nhân dân tỉnh Hưng Yên" };
	struct arena *a = arena_new(0);

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct doc_qr qr;
		struct drawing *d = draw(a, texts[i], 62362, &qr);
		int n = qr.code.modules;

		assert_int_equal(d->paths, 1);
		for (int y = 0; y < n; y++)
			for (int x = 0; x < n; x++)
				assert_int_equal(
				    d->cells[y][x], qr.code.dark[y * n + x]);
	}
	arena_free(a);
}

static void
the_quiet_zone_is_inside_of_the_size(void **state)
{
	struct arena *a = arena_new(0);
	struct doc_qr qr;
	struct drawing *d = draw(a, "https://a.vn", 100000, &qr);
	int all = qr.code.modules + 8;
	mpt end =
	    gfx_apply(&d->at, (struct gfx_point){ qr.code.modules * 1000, 0 })
		.x;

	(void)state;
	assert_int_equal(d->at.e, 1000 + 400000 / all);
	assert_int_equal(d->at.f, 2000 + 400000 / all);
	assert_in_range(
	    end, 101000 - 400000 / all - 5, 101000 - 400000 / all + 5);
	assert_true(d->paint.fill);
	assert_false(d->paint.stroke);
	assert_int_equal(d->paint.fill_color.r, 0);
	arena_free(a);
}

static void
a_canvas_that_is_full_stops_it(void **state)
{
	struct arena *a = arena_new(0);
	struct drawing d = { .refuse = true };
	struct canvas canvas = { .ctx = &d, .path = on_path };
	struct lay lay = { .canvas = &canvas };
	struct doc_qr qr = { .size = 62362, .quiet = 4 };
	struct err err;

	(void)state;
	assert_true(gfx_qr_encode(a, "a", GFX_QR_M, &qr.code, &err));
	assert_false(draw_qr(&lay, &qr, 0, 0, &err));
	assert_int_equal(err.kind, ERR_LIMIT);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_dark_module_is_covered_once_and_no_other),
		cmocka_unit_test(the_quiet_zone_is_inside_of_the_size),
		cmocka_unit_test(a_canvas_that_is_full_stops_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
