/* archive/proof.h -- what the log can prove.
 *
 * The log is an append-only hash tree (RFC 6962) over the events of the
 * register.  A checkpoint is its size and root, signed; whoever keeps one can
 * tell later whether anything before it was changed (archive/README.md). */
#ifndef ARCHIVE_PROOF_H
#define ARCHIVE_PROOF_H

#include "archive/archive.h"

struct arc_point {
	int64_t size; /* events; 0 = the log is empty, nothing was written */
	struct hash root; /* of the hash tree */
	const char *path, *text;
};

/* Signs the log as it stands, into checkpoints/.  ERR_CORRUPT, and nothing is
 * signed, when the log does not continue the newest checkpoint. */
MUST_CHECK bool arc_checkpoint(
    struct arc *arc, struct arena *a, struct arc_point *ret, struct err *err);
/* The text that proves the document against the newest checkpoint.
 * ERR_NOTFOUND without such a document or a checkpoint behind it. */
MUST_CHECK bool arc_prove(struct arc *arc, struct arena *a, const char *uid,
    const char **ret, struct err *err);
/* The text that proves that the log grew from one checkpoint file to another by
 * appending only.  ERR_CORRUPT when it did not. */
MUST_CHECK bool arc_prove_growth(struct arc *arc, struct arena *a,
    const char *old_path, const char *new_path, const char **ret,
    struct err *err);
/* Holds a checkpoint that was kept elsewhere against the log of today. */
MUST_CHECK bool arc_check_held(
    struct arc *arc, const char *path, struct err *err);

/* The manifest as filed, hashed and compared first. */
MUST_CHECK bool arc_read_manifest(struct arc *arc, struct arena *a,
    const struct arc_doc *doc, const char **ret, size_t *ret_len,
    struct err *err);

#endif
