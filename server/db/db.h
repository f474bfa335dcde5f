/* db/db.h -- connections, statements, transactions.
 *
 * The only user of SQLite.  One writing connection at a time, which also
 * checkpoints; readers are read-only and never checkpoint (SQLite 3.40.1 can
 * lose a WAL reset between two writers).  A connection and its statements
 * belong to one thread at a time. */
#ifndef DB_DB_H
#define DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"

struct arena;
struct db;
struct db_stmt;

enum db_mode { DB_READ, DB_WRITE, DB_CREATE };

/* WAL, synchronous=FULL, foreign keys on, no trusted schema.  ERR_NOTFOUND when
 * there is no file (but for DB_CREATE), ERR_BUSY after 10 s of waiting, ERR_DB.
 */
MUST_CHECK bool db_open(
    const char *path, enum db_mode mode, struct db **ret, struct err *err);
void db_close(struct db *db);

/* One or more statements without parameters. */
MUST_CHECK bool db_exec(struct db *db, const char *sql, struct err *err);

/* Prepared once per connection and text; `sql` must be a constant.  The
 * statement is reset and its values forgotten; it belongs to the connection. */
MUST_CHECK bool db_prepare(
    struct db *db, const char *sql, struct db_stmt **ret, struct err *err);
/* Parameters count from 1.  Text and blobs are copied; NULL text binds NULL. */
void db_bind_int(struct db_stmt *st, int at, int64_t v);
void db_bind_text(struct db_stmt *st, int at, const char *s);
void db_bind_blob(struct db_stmt *st, int at, const void *p, size_t len);
/* *ret_row tells whether there is one.  ERR_TAKEN when a unique thing exists,
 * ERR_REGISTER when a trigger refuses, ERR_BUSY when the deadline has passed.
 */
MUST_CHECK bool db_step(struct db_stmt *st, bool *ret_row, struct err *err);
/* A statement that gives no rows. */
MUST_CHECK bool db_run(struct db_stmt *st, struct err *err);
/* Columns count from 0; copied into the arena, NULL becomes "". */
int64_t db_int(const struct db_stmt *st, int at);
double db_double(const struct db_stmt *st, int at);
const char *db_text(const struct db_stmt *st, int at, struct arena *a);
const void *db_blob(
    const struct db_stmt *st, int at, struct arena *a, size_t *ret_len);
/* Copies a column of exactly `want` bytes; false when it is not that long. */
bool db_bytes(const struct db_stmt *st, int at, void *ret, size_t want);
void db_reset(struct db_stmt *st);
int64_t db_last_id(const struct db *db);

MUST_CHECK bool db_begin(struct db *db, struct err *err);
MUST_CHECK bool db_commit(struct db *db, struct err *err);
void db_rollback(struct db *db);

/* Stops a query that works longer, in milliseconds from now; 0 = no limit.
 * Waiting for a busy processor or the disk counts only after half a second:
 * what is found must not depend on who else is at work. */
void db_deadline(struct db *db, int milliseconds);

/* The database as it is at this moment into a new file that needs no other
 * beside it. */
MUST_CHECK bool db_copy(struct db *db, const char *path, struct err *err);

/* The same under that name to last, whole or not at all; what stands there
 * already stays: it is older. */
MUST_CHECK bool db_keep(struct db *db, const char *path, struct err *err);

/* Schema version (user_version). */
MUST_CHECK bool db_version(struct db *db, int *ret, struct err *err);

/* A tokenizer for full-text tables of this connection.  `next` walks a text: it
 * calls `emit` for each token; `colocated` puts it at the place of the one
 * before. */
struct db_token {
	const char *text;
	size_t len, from, to;
	bool colocated;
};
typedef bool (*db_emit)(void *ctx, const struct db_token *token);
struct db_tokenizer {
	const char *name;
	/* `query`: the text comes from a query, not from a document. */
	bool (*walk)(
	    const char *text, size_t len, bool query, db_emit emit, void *ctx);
};
MUST_CHECK bool db_add_tokenizer(
    struct db *db, const struct db_tokenizer *tokenizer, struct err *err);

/* An SQL function name(TABLE, ARG) that judges a row by where the phrases of
 * the query stand in it: phrases count from 0 in the order of the query, at
 * most 1,000 hits in the order of the text are given. */
struct db_hit {
	int phrase, column, offset;
};
typedef double (*db_rank)(
    const char *arg, const struct db_hit *hits, size_t count);
MUST_CHECK bool db_add_rank(
    struct db *db, const char *name, db_rank rank, struct err *err);

#endif
