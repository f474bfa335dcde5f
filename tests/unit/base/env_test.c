/* tests/unit/base/env_test.c -- time and chance from outside. */
#include "support/t.h"

#include <time.h>

#include "base/env.h"

static void
the_system_knows_the_time(void **state)
{
	int64_t before = (int64_t)time(NULL), now = env_now(env_system());

	(void)state;
	assert_true(now >= before && now <= (int64_t)time(NULL));
}

static void
a_fixed_env_gives_the_same_again(void **state)
{
	struct env_fixed one = { 1649721600, 7 }, two = { 1649721600, 7 };
	struct env a = env_fixed(&one), b = env_fixed(&two);
	char x[64], y[64], z[64];

	(void)state;
	assert_int_equal(env_now(&a), 1649721600);
	one.now = 5;
	assert_int_equal(env_now(&a), 5);
	env_random(&a, x, sizeof(x));
	/* In pieces it is the same sequence. */
	env_random(&b, y, 10);
	env_random(&b, y + 10, sizeof(y) - 10);
	assert_memory_equal(x, y, sizeof(x));
	env_random(&a, z, sizeof(z));
	assert_memory_not_equal(x, z, sizeof(x));
}

static void
fill(void *ctx, void *out, size_t len)
{
	memcpy(out, ctx, len);
}

/* 128 bits in groups of five, the last with two zeros behind. */
static void
an_identifier_holds_all_its_bits(void **state)
{
	static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
	char id[ENV_ID_LEN + 1];
	unsigned char raw[16];
	struct env env = { NULL, fill, raw };

	(void)state;
	for (int bit = 0; bit < 128; bit++) {
		memset(raw, 0, sizeof(raw));
		raw[bit / 8] = (unsigned char)(0x80 >> bit % 8);
		env_id(&env, id);
		assert_int_equal(strlen(id), ENV_ID_LEN);
		for (int i = 0; i < ENV_ID_LEN; i++)
			assert_int_equal(
			    id[i], digits[i == bit / 5 ? 16 >> bit % 5 : 0]);
	}
	memset(raw, 0xFF, sizeof(raw));
	env_id(&env, id);
	assert_string_equal(id, "zzzzzzzzzzzzzzzzzzzzzzzzzw");
}

static int
compare(const void *a, const void *b)
{
	return memcmp(a, b, ENV_ID_LEN);
}

static void
identifiers_of_the_system_do_not_repeat(void **state)
{
	enum { COUNT = 20000 };
	static char ids[COUNT][ENV_ID_LEN + 1];

	(void)state;
	for (int i = 0; i < COUNT; i++)
		env_id(env_system(), ids[i]);
	qsort(ids, COUNT, sizeof(ids[0]), compare);
	for (int i = 1; i < COUNT; i++)
		assert_string_not_equal(ids[i - 1], ids[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_system_knows_the_time),
		cmocka_unit_test(a_fixed_env_gives_the_same_again),
		cmocka_unit_test(an_identifier_holds_all_its_bits),
		cmocka_unit_test(identifiers_of_the_system_do_not_repeat),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
