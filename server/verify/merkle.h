/* verify/merkle.h -- the hash tree of RFC 6962 and the check of its proofs.
 *
 * Leaves count from 0; `size` is the number of leaves. */
#ifndef VERIFY_MERKLE_H
#define VERIFY_MERKLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/hash.h"

enum { MERKLE_PATH = 64 }; /* the longest proof */

/* False when memory is out. */
MUST_CHECK bool merkle_leaf(const void *bytes, size_t len, struct hash *ret);
void merkle_node(
    const struct hash *left, const struct hash *right, struct hash *ret);

/* Is the leaf at `index` of the tree with this root? */
MUST_CHECK bool merkle_included(const struct hash *leaf, uint64_t index,
    uint64_t size, const struct hash *path, size_t count,
    const struct hash *root);
/* Do the first `old` leaves of the new tree make the old root? */
MUST_CHECK bool merkle_extends(uint64_t old, const struct hash *old_root,
    uint64_t size, const struct hash *root, const struct hash *path,
    size_t count);

#endif
