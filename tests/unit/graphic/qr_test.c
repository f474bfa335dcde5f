/* tests/unit/graphic/qr_test.c -- QR codes as squares. */
#include "support/t.h"

#include "base/limits.h"
#include "graphic/graphic.h"

/* Three finders of ISO/IEC 18004, 6.3.3: a ring of seven, white, a core. */
static void
check_finder(const struct gfx_qr *q, int left, int top)
{
	for (int y = 0; y < 7; y++)
		for (int x = 0; x < 7; x++) {
			int ring = x < y ? x : y;

			ring = 6 - x < ring ? 6 - x : ring;
			ring = 6 - y < ring ? 6 - y : ring;
			assert_int_equal(
			    q->dark[(top + y) * q->modules + left + x],
			    ring != 1);
		}
}

static void
a_code_has_its_three_finders(void **state)
{
	struct arena *a = arena_new(0);
	struct gfx_qr q;
	struct err err;

	(void)state;
	assert_true(
	    gfx_qr_encode(a, "https://example.vn/k/71", GFX_QR_M, &q, &err));
	assert_int_equal(q.modules, 25); /* version 2 */
	check_finder(&q, 0, 0);
	check_finder(&q, q.modules - 7, 0);
	check_finder(&q, 0, q.modules - 7);
	arena_free(a);
}

static void
more_correction_needs_more_room(void **state)
{
	struct arena *a = arena_new(0);
	const char *text = "Quyết định số 71/QĐ-UBND ngày 12 tháng 4 năm 2022";
	struct gfx_qr low, high;
	struct err err;

	(void)state;
	assert_true(gfx_qr_encode(a, text, GFX_QR_L, &low, &err));
	assert_true(gfx_qr_encode(a, text, GFX_QR_H, &high, &err));
	assert_true(low.modules < high.modules);
	arena_free(a);
}

static void
empty_and_endless_texts_are_refused(void **state)
{
	struct arena *a = arena_new(0);
	char text[GFX_QR_BYTES + 2];
	struct gfx_qr q;
	struct err err;

	(void)state;
	assert_false(gfx_qr_encode(a, "", GFX_QR_M, &q, &err));
	assert_int_equal(err.kind, ERR_LIMIT);
	memset(text, 'a', sizeof(text));
	text[GFX_QR_BYTES] = '\0';
	assert_true(gfx_qr_encode(a, text, GFX_QR_H, &q, &err));
	assert_int_equal(q.modules % 4, 1);
	text[GFX_QR_BYTES] = 'a';
	text[GFX_QR_BYTES + 1] = '\0';
	assert_false(gfx_qr_encode(a, text, GFX_QR_L, &q, &err));
	assert_int_equal(err.kind, ERR_LIMIT);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_has_its_three_finders),
		cmocka_unit_test(more_correction_needs_more_room),
		cmocka_unit_test(empty_and_endless_texts_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
