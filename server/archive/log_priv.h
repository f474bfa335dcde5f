/* archive/log_priv.h -- the log: its leaves, its tree, what is signed. */
#ifndef ARCHIVE_LOG_PRIV_H
#define ARCHIVE_LOG_PRIV_H

#include "archive/arc_priv.h"
#include "base/note.h"
#include "verify/merkle.h"

/* --- tree.c --- */

struct tree_path {
	struct hash hashes[MERKLE_PATH];
	size_t count;
};
/* `at` must be the size of the tree so far. */
bool tree_append(
    struct db *db, uint64_t at, const struct hash *leaf, struct err *err);
/* ERR_CORRUPT when it is not there. */
bool tree_node(
    struct db *db, int level, uint64_t at, struct hash *ret, struct err *err);
bool tree_size(struct db *db, uint64_t *ret, struct err *err);
bool tree_root(struct db *db, uint64_t size, struct hash *ret, struct err *err);
bool tree_inclusion(struct db *db, uint64_t at, uint64_t size,
    struct tree_path *ret, struct err *err);
/* 0 < old <= size */
bool tree_consistency(struct db *db, uint64_t old, uint64_t size,
    struct tree_path *ret, struct err *err);

/* --- leaf.c --- */

/* All events in order: the columns that leaf_write() reads. */
extern const char sql_leaves[];
/* The canonical text of the event in the current row (archive/README.md). */
void leaf_write(const struct db_stmt *st, struct arena *a, struct buf *out);
/* The text of one event. */
bool leaf_get(struct db *db, struct arena *a, int64_t seq, struct buf *ret,
    struct err *err);
/* Hashes the event that was just written and puts it into the tree. */
bool log_append(struct db *db, int64_t seq, struct err *err);

/* --- migrate.c --- */

/* Before step 3 the old chain must hold; after step 5, when all that a leaf
 * covers has its table, the events that are in no tree yet are put into it. */
bool log_migrate_check(struct arc *arc, struct err *err);
bool log_migrate(struct arc *arc, struct err *err);

/* --- key.c --- */

/* Makes a key when the folder has none. */
bool key_ensure(struct arena *a, const char *dir, struct err *err);
bool key_public(
    struct arena *a, const char *dir, struct note_key *ret, struct err *err);
/* The secret seed; ERR_SETUP when it does not fit the public key. */
bool key_secret(struct arena *a, const char *dir, struct note_key *ret,
    uint8_t seed[static SIGN_KEY], struct err *err);

#define POINT_FORMAT "%012llu.txt"
/* Reads a checkpoint file and checks its signature. */
bool point_read(struct arena *a, const char *path, const struct note_key *key,
    struct note *ret, struct err *err);
/* Sizes of all files in checkpoints/, ascending. */
bool point_list(struct arena *a, const char *dir, uint64_t **ret,
    size_t *ret_count, struct err *err);
/* Is this checkpoint a state that the log went through?  ERR_CORRUPT. */
bool point_fits(
    struct db *db, const struct note *n, const char *name, struct err *err);

/* --- notes.c --- */

struct note_line {
	const char *key, *value;
};
/* Into `meta`, all or none, under the lock. */
bool notes_write(struct arc *arc, const struct note_line *notes, size_t count,
    struct err *err);

/* --- filed.c --- */

bool filed_get(struct arc *arc, int64_t id, struct filed *ret, struct err *err);
/* NULL = unreadable: the row says so by empty hashes. */
bool filed_put(
    struct db *db, int64_t id, const struct filed *f, struct err *err);
/* Looks for the manifest of a document from before `filed`.  What cannot be
 * read just now is a failure; what is damaged or gone is not, and is told by
 * *ret_readable: it will not be better tomorrow. */
bool filed_find(struct arc *arc, struct arena *a, const struct arc_doc *d,
    struct filed *ret, bool *ret_readable, struct err *err);
/* First byte behind the document's members. */
int64_t filed_end(const struct filed *f);
/* Reads and hashes everything of the members but PDF and data. */
bool filed_frame(struct arc *arc, struct arena *a, const struct arc_doc *d,
    const struct filed *f, struct hash *ret, struct err *err);

#endif
