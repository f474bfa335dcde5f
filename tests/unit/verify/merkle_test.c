/* tests/unit/verify/merkle_test.c -- proofs against RFC 6962 written down
 * naively: section 2.1 word for word, on arrays. */
#include "support/t.h"

#include "support/merkle_naive.h"

enum { MOST = 200 };
static struct hash leaves[MOST];

static int
fill(void **state)
{
	(void)state;
	for (int i = 0; i < MOST; i++) {
		char text[16];

		snprintf(text, sizeof(text), "%d", i);
		assert_true(merkle_leaf(text, strlen(text), &leaves[i]));
	}
	return 0;
}

static void
assert_hex(const struct hash *h, const char *want)
{
	char hex[HASH_HEX + 1];

	hash_hex(h, hex);
	assert_string_equal(hex, want);
}

/* The test vectors that certificate transparency logs share. */
static void
known_trees_have_their_known_roots(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
	} in[] = { { "", 0 }, { "\x00", 1 }, { "\x10", 1 }, { "\x20\x21", 2 },
		{ "\x30\x31", 2 }, { "@ABC", 4 }, { "PQRSTUVW", 8 },
		{ "`abcdefghijklmno", 16 } };
	struct hash l[8], root;

	(void)state;
	for (int i = 0; i < 8; i++)
		assert_true(merkle_leaf(in[i].bytes, in[i].len, &l[i]));
	naive_root(l, 1, &root);
	assert_hex(&root, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511"
			  "a30617afa01d");
	naive_root(l, 3, &root);
	assert_hex(&root,
	    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158"
	    "f329e06e77");
	naive_root(l, 8, &root);
	assert_hex(&root,
	    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370"
	    "eff4604328");
}

static void
every_leaf_of_every_tree_up_to_200_is_proved(void **state)
{
	struct hash path[MERKLE_PATH], root;

	(void)state;
	for (size_t n = 1; n <= MOST; n++) {
		naive_root(leaves, n, &root);
		for (size_t i = 0; i < n; i++) {
			size_t count = naive_path(leaves, i, n, path);

			assert_true(merkle_included(
			    &leaves[i], i, n, path, count, &root));
			assert_false(merkle_included(
			    &leaves[i], i ^ 1, n, path, count, &root));
			assert_false(merkle_included(
			    &leaves[(i + 1) % MOST], i, n, path, count, &root));
			assert_false(merkle_included(
			    &leaves[i], n, n, path, count, &root));
			path[count] = root;
			assert_false(merkle_included(
			    &leaves[i], i, n, path, count + 1, &root));
			if (count == 0)
				continue;
			assert_false(merkle_included(
			    &leaves[i], i, n, path, count - 1, &root));
			path[i % count].bytes[i % HASH_BYTES] ^= 4;
			assert_false(merkle_included(
			    &leaves[i], i, n, path, count, &root));
		}
	}
}

static void
every_pair_of_trees_up_to_200_is_proved(void **state)
{
	static struct hash roots[MOST + 1];
	struct hash path[MERKLE_PATH];

	(void)state;
	for (size_t n = 1; n <= MOST; n++)
		naive_root(leaves, n, &roots[n]);
	for (size_t n = 1; n <= MOST; n++)
		for (size_t m = 1; m <= n; m++) {
			size_t count = naive_consistency(leaves, m, n, path);

			assert_true(merkle_extends(
			    m, &roots[m], n, &roots[n], path, count));
			if (m == n)
				continue;
			assert_false(merkle_extends(
			    m, &roots[n], n, &roots[m], path, count));
			assert_false(merkle_extends(
			    m, &roots[m], n, &roots[n], path, count - 1));
			path[m % count].bytes[m % HASH_BYTES] ^= 1;
			assert_false(merkle_extends(
			    m, &roots[m], n, &roots[n], path, count));
		}
}

static void
a_tree_with_one_leaf_changed_extends_no_older_one(void **state)
{
	struct hash path[MERKLE_PATH], old, now, other[MOST];

	(void)state;
	memcpy(other, leaves, sizeof(other));
	for (size_t n = 2; n <= 32; n++)
		for (size_t m = 1; m <= n; m++)
			for (size_t i = 0; i < m; i++) {
				size_t count;

				other[i].bytes[0] ^= 1;
				naive_root(leaves, m, &old);
				naive_root(other, n, &now);
				count = naive_consistency(other, m, n, path);
				assert_false(merkle_extends(
				    m, &old, n, &now, path, count));
				other[i].bytes[0] ^= 1;
			}
}

static void
sizes_that_make_no_sense_prove_nothing(void **state)
{
	(void)state;
	assert_false(merkle_included(&leaves[0], 0, 0, leaves, 0, &leaves[0]));
	assert_false(merkle_extends(0, &leaves[0], 1, &leaves[0], leaves, 0));
	assert_false(merkle_extends(2, &leaves[0], 1, &leaves[0], leaves, 0));
	assert_false(merkle_extends(
	    UINT64_MAX, &leaves[0], 1, &leaves[0], leaves, MERKLE_PATH));
	assert_false(merkle_included(
	    &leaves[0], 5, UINT64_MAX, leaves, MERKLE_PATH, &leaves[0]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_trees_have_their_known_roots),
		cmocka_unit_test(every_leaf_of_every_tree_up_to_200_is_proved),
		cmocka_unit_test(every_pair_of_trees_up_to_200_is_proved),
		cmocka_unit_test(
		    a_tree_with_one_leaf_changed_extends_no_older_one),
		cmocka_unit_test(sizes_that_make_no_sense_prove_nothing),
	};

	return cmocka_run_group_tests(tests, fill, NULL);
}
