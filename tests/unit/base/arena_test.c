/* tests/unit/base/arena_test.c -- memory that is released all at once. */
#include "support/t.h"

#include "base/limits.h"

static void
memory_is_zeroed_and_aligned(void **state)
{
	struct arena *a = arena_new(0);

	(void)state;
	for (size_t size = 0; size < 300; size++) {
		unsigned char *p = arena_alloc(a, size);

		assert_non_null(p);
		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xAA, size);
	}
	arena_free(a);
}

static void
memory_is_zeroed_again_after_a_reset(void **state)
{
	struct arena *a = arena_new(0);

	(void)state;
	memset(arena_alloc(a, 1000), 0xAA, 1000);
	arena_reset(a);
	assert_int_equal(arena_used(a), 0);
	assert_int_equal(((char *)arena_alloc(a, 1000))[999], 0);
	arena_free(a);
}

static void
the_limit_is_reached_and_not_passed(void **state)
{
	enum { LIMIT = 64 * 1024 };
	struct arena *a = arena_new(LIMIT);
	size_t got = 0;

	(void)state;
	assert_null(arena_alloc(a, LIMIT + 1));
	assert_non_null(arena_alloc(a, LIMIT));
	assert_null(arena_alloc(a, 1));
	arena_free(a);

	a = arena_new(LIMIT);
	while (arena_alloc(a, sizeof(max_align_t)) != NULL)
		got += sizeof(max_align_t);
	assert_int_equal(got, LIMIT);
	assert_int_equal(arena_used(a), got);
	arena_free(a);
}

static void
an_arena_that_was_reset_has_its_whole_limit(void **state)
{
	enum { LIMIT = 8192 };
	struct arena *a = arena_new(LIMIT);

	(void)state;
	for (int round = 0; round < 3; round++) {
		assert_non_null(arena_alloc(a, 100));
		arena_reset(a);
		assert_non_null(arena_alloc(a, LIMIT));
		assert_null(arena_alloc(a, 1));
		arena_reset(a);
	}
	arena_free(a);
}

static void
the_default_limit_is_that_of_the_table(void **state)
{
	struct arena *a = arena_new(0);

	(void)state;
	assert_null(arena_alloc(a, ARENA_LIMIT_DEFAULT + 1));
	arena_free(a);
}

static void
a_product_that_overflows_is_refused(void **state)
{
	struct arena *a = arena_new(0);

	(void)state;
	assert_null(arena_alloc_n(a, SIZE_MAX / 2, 3));
	assert_null(arena_alloc_n(a, SIZE_MAX, SIZE_MAX));
	assert_null(arena_alloc(a, SIZE_MAX));
	assert_null(arena_strndup(a, "", SIZE_MAX));
	assert_non_null(arena_alloc_n(a, 0, 8));
	assert_non_null(arena_alloc_n(a, 8, 0));
	arena_free(a);
}

static void
copies_stand_on_their_own(void **state)
{
	struct arena *a = arena_new(0);
	char text[] = "Hưng Yên";

	(void)state;
	char *whole = arena_strdup(a, text), *part = arena_strndup(a, text, 5);
	char *bytes = arena_memdup(a, text, 3);
	char *printed = arena_printf(a, "%s-%d", text, 71);

	text[0] = 'X';
	assert_string_equal(whole, "Hưng Yên");
	assert_string_equal(part, "Hưng");
	assert_memory_equal(bytes, "H\xC6\xB0", 3);
	assert_string_equal(printed, "Hưng Yên-71");
	assert_string_equal(arena_strdup(a, ""), "");
	arena_free(a);
}

static char order[8];

static void
note(void *handle)
{
	strncat(order, handle, 1);
}

static void
closers_run_last_first_and_once(void **state)
{
	struct arena *a = arena_new(0);
	static char one[] = "1", two[] = "2", three[] = "3";

	(void)state;
	order[0] = '\0';
	assert_true(arena_defer(a, note, one));
	assert_true(arena_defer(a, note, two));
	arena_reset(a);
	assert_string_equal(order, "21");
	assert_true(arena_defer(a, note, three));
	arena_free(a);
	assert_string_equal(order, "213");
}

static void
a_handle_that_does_not_fit_is_closed_at_once(void **state)
{
	struct arena *a = arena_new(16);
	static char one[] = "1";

	(void)state;
	order[0] = '\0';
	assert_false(arena_defer(a, note, one));
	assert_string_equal(order, "1");
	arena_free(a);
	assert_string_equal(order, "1");
	arena_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed_and_aligned),
		cmocka_unit_test(memory_is_zeroed_again_after_a_reset),
		cmocka_unit_test(the_limit_is_reached_and_not_passed),
		cmocka_unit_test(an_arena_that_was_reset_has_its_whole_limit),
		cmocka_unit_test(the_default_limit_is_that_of_the_table),
		cmocka_unit_test(a_product_that_overflows_is_refused),
		cmocka_unit_test(copies_stand_on_their_own),
		cmocka_unit_test(closers_run_last_first_and_once),
		cmocka_unit_test(a_handle_that_does_not_fit_is_closed_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
