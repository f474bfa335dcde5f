/* tests/support/merkle_naive.h -- RFC 6962, section 2.1, word for word: slow,
 * recursive, on arrays of leaf hashes. */
#ifndef TESTS_SUPPORT_MERKLE_NAIVE_H
#define TESTS_SUPPORT_MERKLE_NAIVE_H

#include "verify/merkle.h"

/* The largest power of two smaller than n. */
static inline size_t
naive_split(size_t n)
{
	size_t k = 1;

	while (k * 2 < n)
		k *= 2;
	return k;
}

static inline void
naive_root(const struct hash *d, size_t n, struct hash *ret)
{
	struct hash l, r;
	size_t k = naive_split(n);

	if (n == 0) {
		hash_of("", 0, ret);
		return;
	}
	if (n == 1) {
		*ret = d[0];
		return;
	}
	naive_root(d, k, &l);
	naive_root(d + k, n - k, &r);
	merkle_node(&l, &r, ret);
}

/* PATH(m, D[n]) */
static inline size_t
naive_path(const struct hash *d, size_t m, size_t n, struct hash *ret)
{
	size_t k = naive_split(n), count;

	if (n <= 1)
		return 0;
	if (m < k) {
		count = naive_path(d, m, k, ret);
		naive_root(d + k, n - k, &ret[count]);
	} else {
		count = naive_path(d + k, m - k, n - k, ret);
		naive_root(d, k, &ret[count]);
	}
	return count + 1;
}

/* SUBPROOF(m, D[n], b) */
static inline size_t
naive_subproof(
    const struct hash *d, size_t m, size_t n, bool whole, struct hash *ret)
{
	size_t k = naive_split(n), count;

	if (m == n) {
		if (whole)
			return 0;
		naive_root(d, n, ret);
		return 1;
	}
	if (m <= k) {
		count = naive_subproof(d, m, k, whole, ret);
		naive_root(d + k, n - k, &ret[count]);
	} else {
		count = naive_subproof(d + k, m - k, n - k, false, ret);
		naive_root(d, k, &ret[count]);
	}
	return count + 1;
}

static inline size_t
naive_consistency(const struct hash *d, size_t m, size_t n, struct hash *ret)
{
	return naive_subproof(d, m, n, true, ret);
}

#endif
