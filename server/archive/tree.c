/* archive/tree.c -- the hash tree of the log in the database.
 *
 * Only whole subtrees are kept; they never change, so an entry costs one row
 * and every second, fourth … entry one more.  The root of any size and every
 * proof are put together from at most a few dozen of them. */
#include "archive/log_priv.h"

static const char sql_put[] =
    "INSERT INTO tree(level, at, hash) VALUES(?1, ?2, ?3)";
static const char sql_get[] =
    "SELECT hash FROM tree WHERE level = ?1 AND at = ?2";
static const char sql_size[] =
    "SELECT coalesce(max(at) + 1, 0) FROM tree WHERE level = 0";

static bool
put(struct db *db, int level, uint64_t at, const struct hash *h,
    struct err *err)
{
	struct db_stmt *st;

	if (!db_prepare(db, sql_put, &st, err))
		return false;
	db_bind_int(st, 1, level);
	db_bind_int(st, 2, (int64_t)at);
	db_bind_blob(st, 3, h->bytes, HASH_BYTES);
	return db_run(st, err);
}

bool
tree_node(
    struct db *db, int level, uint64_t at, struct hash *ret, struct err *err)
{
	struct db_stmt *st;
	bool row, ok;

	if (!db_prepare(db, sql_get, &st, err))
		return false;
	db_bind_int(st, 1, level);
	db_bind_int(st, 2, (int64_t)at);
	if (!db_step(st, &row, err))
		return false;
	ok = row && db_bytes(st, 0, ret->bytes, HASH_BYTES);
	db_reset(st);
	return ok || err_set(err, ERR_CORRUPT, no_pos,
			 "cây băm của nhật ký thiếu nút %llu bậc %d",
			 (unsigned long long)at, level);
}

bool
tree_size(struct db *db, uint64_t *ret, struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (!db_prepare(db, sql_size, &st, err) || !db_step(st, &row, err))
		return false;
	*ret = row ? (uint64_t)db_int(st, 0) : 0;
	db_reset(st);
	return true;
}

bool
tree_append(
    struct db *db, uint64_t at, const struct hash *leaf, struct err *err)
{
	struct hash h = *leaf, left;
	int level = 0;

	if (!put(db, 0, at, &h, err))
		return false;
	for (; (at & 1) == 1; at >>= 1) {
		if (!tree_node(db, level, at - 1, &left, err))
			return false;
		merkle_node(&left, &h, &h);
		if (!put(db, ++level, at >> 1, &h, err))
			return false;
	}
	return true;
}

/* The largest power of two smaller than n, for n > 1. */
static uint64_t
split(uint64_t n)
{
	uint64_t k = 1;

	while (k * 2 < n)
		k *= 2;
	return k;
}

/* Hash of the n leaves from `from`, which is a multiple of the power of two
 * that is not smaller than n. */
static bool
range(
    struct db *db, uint64_t from, uint64_t n, struct hash *ret, struct err *err)
{
	struct hash right;
	uint64_t k = split(n);
	int level = 0;

	if ((n & (n - 1)) == 0) {
		for (; n > 1; n >>= 1, from >>= 1)
			level++;
		return tree_node(db, level, from, ret, err);
	}
	if (!range(db, from, k, ret, err) ||
	    !range(db, from + k, n - k, &right, err))
		return false;
	merkle_node(ret, &right, ret);
	return true;
}

bool
tree_root(struct db *db, uint64_t size, struct hash *ret, struct err *err)
{
	if (size > 0)
		return range(db, 0, size, ret, err);
	hash_of("", 0, ret);
	return true;
}

/* PATH(m, D[n]) of RFC 6962 over the n leaves from `from`. */
static bool
path_in(struct db *db, uint64_t from, uint64_t m, uint64_t n,
    struct tree_path *ret, struct err *err)
{
	uint64_t k = split(n);
	bool left = m < k, ok;

	if (n == 1)
		return true;
	ok = left ? path_in(db, from, m, k, ret, err)
		  : path_in(db, from + k, m - k, n - k, ret, err);
	return ok && range(db, left ? from + k : from, left ? n - k : k,
			 &ret->hashes[ret->count++], err);
}

bool
tree_inclusion(struct db *db, uint64_t at, uint64_t size, struct tree_path *ret,
    struct err *err)
{
	ret->count = 0;
	return path_in(db, 0, at, size, ret, err);
}

/* SUBPROOF(m, D[n], whole) of RFC 6962. */
static bool
proof_in(struct db *db, uint64_t from, uint64_t m, uint64_t n, bool whole,
    struct tree_path *ret, struct err *err)
{
	uint64_t k = split(n);
	bool left = m <= k, ok;

	if (m == n)
		return whole ||
		       range(db, from, n, &ret->hashes[ret->count++], err);
	ok = left ? proof_in(db, from, m, k, whole, ret, err)
		  : proof_in(db, from + k, m - k, n - k, false, ret, err);
	return ok && range(db, left ? from + k : from, left ? n - k : k,
			 &ret->hashes[ret->count++], err);
}

bool
tree_consistency(struct db *db, uint64_t old, uint64_t size,
    struct tree_path *ret, struct err *err)
{
	ret->count = 0;
	return proof_in(db, 0, old, size, true, ret, err);
}
