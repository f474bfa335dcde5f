/* tests/unit/base/hash_test.c -- SHA-256 against the vectors of FIPS 180-4. */
#include "support/t.h"

#include "base/hash.h"

/* clang-format off */
static const struct {
	const char *text, *hex;
} vectors[] = {
	{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
};
#define MILLION_A "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
/* clang-format on */

static void
the_vectors_of_the_standard_hold(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		char hex[HASH_HEX + 1];
		struct hash h;

		hash_of(vectors[i].text, strlen(vectors[i].text), &h);
		hash_hex(&h, hex);
		assert_string_equal(hex, vectors[i].hex);
	}
}

static void
pieces_of_any_size_give_the_hash_of_the_whole(void **state)
{
	static char a[1000];

	(void)state;
	memset(a, 'a', sizeof(a));
	for (size_t piece = 1; piece <= 1000; piece += 333) {
		struct hash_run *run = hash_run_new();
		struct hash h, want;

		assert_non_null(run);
		for (size_t left = 1000000; left > 0;) {
			size_t n = left < piece ? left : piece;

			hash_run_add(run, a, n);
			left -= n;
		}
		hash_run_take(run, &h);
		assert_true(hash_parse(MILLION_A, &want));
		assert_true(hash_equal(&h, &want));
	}
}

static void
only_64_lower_case_digits_are_a_hash(void **state)
{
	char hex[HASH_HEX + 2];
	struct hash h;

	(void)state;
	strcpy(hex, MILLION_A);
	assert_true(hash_parse(hex, &h));
	hex[63] = '\0';
	assert_false(hash_parse(hex, &h));
	strcpy(hex, MILLION_A "0");
	assert_false(hash_parse(hex, &h));
	strcpy(hex, MILLION_A);
	hex[10] = 'C';
	assert_false(hash_parse(hex, &h));
	hex[10] = 'g';
	assert_false(hash_parse(hex, &h));
	assert_false(hash_parse("", &h));
}

static void
one_bit_makes_hashes_differ(void **state)
{
	struct hash a, b;

	(void)state;
	hash_of("abc", 3, &a);
	b = a;
	assert_true(hash_equal(&a, &b));
	b.bytes[31] ^= 1;
	assert_false(hash_equal(&a, &b));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_vectors_of_the_standard_hold),
		cmocka_unit_test(pieces_of_any_size_give_the_hash_of_the_whole),
		cmocka_unit_test(only_64_lower_case_digits_are_a_hash),
		cmocka_unit_test(one_bit_makes_hashes_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
