/* tests/unit/archive/tree_test.c -- the tree in the database against RFC 6962
 * on arrays, for all sizes up to 200. */
#include "support/t.h"

#include "archive/log_priv.h"
#include "support/merkle_naive.h"

enum { MOST = 200 };
static struct hash leaves[MOST];
static struct db *db;
static struct err err;

static int
fill(void **state)
{
	(void)state;
	assert_true(db_open(":memory:", DB_CREATE, &db, &err));
	assert_true(db_exec(db,
	    "CREATE TABLE tree(level INTEGER, at INTEGER, hash BLOB,"
	    " PRIMARY KEY(level, at)) WITHOUT ROWID",
	    &err));
	for (int i = 0; i < MOST; i++) {
		char text[16];

		snprintf(text, sizeof(text), "lá %d", i);
		assert_true(merkle_leaf(text, strlen(text), &leaves[i]));
	}
	return 0;
}

static int
close_db(void **state)
{
	(void)state;
	db_close(db);
	return 0;
}

static void
each_leaf_more_gives_the_root_of_the_standard(void **state)
{
	struct hash want, have;
	uint64_t size;

	(void)state;
	assert_true(tree_root(db, 0, &have, &err));
	naive_root(leaves, 0, &want);
	assert_true(hash_equal(&want, &have));
	for (uint64_t n = 1; n <= MOST; n++) {
		assert_true(tree_append(db, n - 1, &leaves[n - 1], &err));
		assert_true(tree_size(db, &size, &err));
		assert_int_equal(size, n);
		assert_true(tree_root(db, n, &have, &err));
		naive_root(leaves, n, &want);
		assert_true(hash_equal(&want, &have));
	}
}

static void
the_root_of_every_earlier_size_is_still_known(void **state)
{
	struct hash want, have;

	(void)state;
	for (uint64_t n = 1; n <= MOST; n++) {
		assert_true(tree_root(db, n, &have, &err));
		naive_root(leaves, n, &want);
		assert_true(hash_equal(&want, &have));
	}
}

static void
assert_path(const struct tree_path *have, const struct hash *want, size_t count)
{
	assert_int_equal(have->count, count);
	for (size_t i = 0; i < count; i++)
		assert_true(hash_equal(&have->hashes[i], &want[i]));
}

static void
inclusion_paths_are_those_of_the_standard(void **state)
{
	struct hash want[MERKLE_PATH];
	struct tree_path have;

	(void)state;
	for (size_t n = 1; n <= MOST; n++)
		for (size_t i = n % 3; i < n; i += 3) {
			size_t count = naive_path(leaves, i, n, want);

			assert_true(tree_inclusion(db, i, n, &have, &err));
			assert_path(&have, want, count);
		}
}

static void
consistency_proofs_are_those_of_the_standard(void **state)
{
	struct hash want[MERKLE_PATH];
	struct tree_path have;

	(void)state;
	for (size_t n = 1; n <= MOST; n++)
		for (size_t m = 1 + n % 3; m <= n; m += 3) {
			size_t count = naive_consistency(leaves, m, n, want);

			assert_true(tree_consistency(db, m, n, &have, &err));
			assert_path(&have, want, count);
		}
}

static void
appending_twice_at_one_place_is_refused(void **state)
{
	(void)state;
	assert_false(tree_append(db, MOST - 1, &leaves[0], &err));
	assert_int_equal(err.kind, ERR_TAKEN);
}

static void
a_missing_node_is_an_error_not_a_proof(void **state)
{
	struct tree_path path;
	struct hash root;

	(void)state;
	assert_false(tree_root(db, MOST + 1, &root, &err));
	assert_int_equal(err.kind, ERR_CORRUPT);
	assert_true(
	    db_exec(db, "DELETE FROM tree WHERE level = 3 AND at = 2", &err));
	assert_false(tree_root(db, 24, &root, &err));
	assert_int_equal(err.kind, ERR_CORRUPT);
	assert_false(tree_inclusion(db, 0, 24, &path, &err));
	assert_true(tree_root(db, 16, &root, &err));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_leaf_more_gives_the_root_of_the_standard),
		cmocka_unit_test(the_root_of_every_earlier_size_is_still_known),
		cmocka_unit_test(inclusion_paths_are_those_of_the_standard),
		cmocka_unit_test(consistency_proofs_are_those_of_the_standard),
		cmocka_unit_test(appending_twice_at_one_place_is_refused),
		cmocka_unit_test(a_missing_node_is_an_error_not_a_proof),
	};

	return cmocka_run_group_tests(tests, fill, close_db);
}
