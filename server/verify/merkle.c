/* verify/merkle.c -- the hash tree of RFC 6962 and the check of its proofs.
 *
 * Both checks walk from the leaf to the root: `at` is the place of the current
 * node in its row, `last` that of the row's last node. */
#include "verify/merkle.h"

#include <string.h>

bool
merkle_leaf(const void *bytes, size_t len, struct hash *ret)
{
	struct hash_run *run = hash_run_new();

	if (run == NULL)
		return false;
	hash_run_add(run, "\x00", 1);
	hash_run_add(run, bytes, len);
	hash_run_take(run, ret);
	return true;
}

void
merkle_node(const struct hash *left, const struct hash *right, struct hash *ret)
{
	uint8_t both[1 + 2 * HASH_BYTES] = { 1 };

	memcpy(both + 1, left->bytes, HASH_BYTES);
	memcpy(both + 1 + HASH_BYTES, right->bytes, HASH_BYTES);
	hash_of(both, sizeof(both), ret);
}

bool
merkle_included(const struct hash *leaf, uint64_t index, uint64_t size,
    const struct hash *path, size_t count, const struct hash *root)
{
	uint64_t at = index, last = size - 1;
	struct hash h = *leaf;

	if (index >= size)
		return false;
	for (size_t i = 0; i < count; i++, at >>= 1, last >>= 1) {
		if (last == 0)
			return false;
		if ((at & 1) == 0 && at < last) {
			merkle_node(&h, &path[i], &h);
			continue;
		}
		/* A last node without a neighbour rises as it is. */
		for (; at != 0 && (at & 1) == 0; at >>= 1, last >>= 1)
			continue;
		merkle_node(&path[i], &h, &h);
	}
	return last == 0 && hash_equal(&h, root);
}

bool
merkle_extends(uint64_t old, const struct hash *old_root, uint64_t size,
    const struct hash *root, const struct hash *path, size_t count)
{
	uint64_t at = old - 1, last = size - 1;
	struct hash then, now;
	size_t i = 0;

	if (old == 0 || old > size)
		return false;
	if (old == size)
		return count == 0 && hash_equal(old_root, root);
	for (; (at & 1) == 1; at >>= 1, last >>= 1)
		continue;
	/* An old tree that is a whole subtree is where the walk begins. */
	if ((old & (old - 1)) != 0 && count == 0)
		return false;
	then = (old & (old - 1)) == 0 ? *old_root : path[i++];
	now = then;
	for (; i < count; i++, at >>= 1, last >>= 1) {
		if (last == 0)
			return false;
		if ((at & 1) == 0 && at < last) {
			merkle_node(&now, &path[i], &now);
			continue;
		}
		for (; at != 0 && (at & 1) == 0; at >>= 1, last >>= 1)
			continue;
		merkle_node(&path[i], &then, &then);
		merkle_node(&path[i], &now, &now);
	}
	return last == 0 && hash_equal(&then, old_root) &&
	       hash_equal(&now, root);
}
