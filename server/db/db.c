/* db/db.c -- SQLite behind our own words. */
#include "db/db.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "db/db_priv.h"

enum {
	STATEMENTS = 128,
	WAIT_MS = 10000,
	WAITING_MS = 500 /* for a turn of a busy processor, or for the disk */
};

struct db_stmt {
	sqlite3_stmt *st;
	const char *sql;
	struct db *db;
};

struct db {
	sqlite3 *h;
	struct db_stmt statements[STATEMENTS];
	int count;
	int64_t deadline; /* in ms of the monotonic clock, 0 = none */
	int64_t cpu;	  /* the same in ms of the thread's own work */
};

static bool
failed(struct db *db, struct err *err)
{
	int code = sqlite3_extended_errcode(db->h);
	const char *text = sqlite3_errmsg(db->h);
	enum err_kind kind = ERR_DB;

	if (code == SQLITE_CONSTRAINT_UNIQUE ||
	    code == SQLITE_CONSTRAINT_PRIMARYKEY)
		kind = ERR_TAKEN;
	else if (code == SQLITE_CONSTRAINT_TRIGGER)
		kind = ERR_REGISTER;
	else if ((code & 0xFF) == SQLITE_BUSY ||
		 (code & 0xFF) == SQLITE_INTERRUPT)
		kind = ERR_BUSY;
	else if ((code & 0xFF) == SQLITE_NOMEM)
		kind = ERR_NOMEM;
	else if ((code & 0xFF) == SQLITE_FULL || (code & 0xFF) == SQLITE_IOERR)
		kind = ERR_IO;
	else if ((code & 0xFF) == SQLITE_CORRUPT ||
		 (code & 0xFF) == SQLITE_NOTADB)
		kind = ERR_CORRUPT;
	err_set(err, kind, no_pos, "%s", text);
	if (kind == ERR_BUSY)
		err_hint(
		    err, "một chương trình khác đang ghi; thử lại sau ít phút");
	return false;
}

static int64_t
now_ms(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int
on_progress(void *ctx)
{
	const struct db *db = ctx;

	int64_t now;

	if (db->deadline == 0 ||
	    (now = now_ms(CLOCK_MONOTONIC)) <= db->deadline)
		return 0;
	return now > db->deadline + WAITING_MS ||
	       now_ms(CLOCK_THREAD_CPUTIME_ID) > db->cpu;
}

void
db_deadline(struct db *db, int milliseconds)
{
	db->deadline =
	    milliseconds == 0 ? 0 : now_ms(CLOCK_MONOTONIC) + milliseconds;
	db->cpu = milliseconds == 0
		      ? 0
		      : now_ms(CLOCK_THREAD_CPUTIME_ID) + milliseconds;
	sqlite3_progress_handler(
	    db->h, milliseconds == 0 ? 0 : 100, on_progress, db);
}

static bool
set_up(struct db *db, enum db_mode mode, struct err *err)
{
	sqlite3_extended_result_codes(db->h, 1);
	sqlite3_busy_timeout(db->h, WAIT_MS);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if (mode == DB_READ)
		return db_exec(db,
		    "PRAGMA query_only=1; PRAGMA wal_autocheckpoint=0", err);
	return db_exec(db,
	    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
	    "PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=2000",
	    err);
}

bool
db_open(const char *path, enum db_mode mode, struct db **ret, struct err *err)
{
	int flags = mode == DB_CREATE
			? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
			: SQLITE_OPEN_READWRITE;
	struct db *db = calloc(1, sizeof(*db));

	if (db == NULL)
		return err_nomem(err);
	/* Readers of a WAL need the shared memory: read-write, then query_only.
	 */
	if (sqlite3_open_v2(path, &db->h, flags | SQLITE_OPEN_NOMUTEX, NULL) !=
	    SQLITE_OK) {
		err_set(err,
		    sqlite3_errcode(db->h) == SQLITE_CANTOPEN ? ERR_NOTFOUND
							      : ERR_DB,
		    no_pos, "%s: %s", path, sqlite3_errmsg(db->h));
		err_hint(
		    err, "tạo thư mục dữ liệu bằng: sovang init --data DIR");
		db_close(db);
		return false;
	}
	if (!set_up(db, mode, err)) {
		db_close(db);
		return false;
	}
	*ret = db;
	return true;
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	for (int i = 0; i < db->count; i++)
		sqlite3_finalize(db->statements[i].st);
	sqlite3_close_v2(db->h);
	free(db);
}

bool
db_exec(struct db *db, const char *sql, struct err *err)
{
	return sqlite3_exec(db->h, sql, NULL, NULL, NULL) == SQLITE_OK ||
	       failed(db, err);
}

bool
db_prepare(
    struct db *db, const char *sql, struct db_stmt **ret, struct err *err)
{
	struct db_stmt *s = NULL;

	for (int i = 0; i < db->count && s == NULL; i++)
		if (db->statements[i].sql == sql)
			s = &db->statements[i];
	if (s == NULL) {
		if (db->count == STATEMENTS)
			return err_set(
			    err, ERR_DB, no_pos, "quá nhiều câu lệnh");
		s = &db->statements[db->count];
		if (sqlite3_prepare_v3(db->h, sql, -1,
			SQLITE_PREPARE_PERSISTENT, &s->st, NULL) != SQLITE_OK)
			return failed(db, err);
		s->sql = sql;
		s->db = db;
		db->count++;
	}
	sqlite3_reset(s->st);
	sqlite3_clear_bindings(s->st);
	*ret = s;
	return true;
}

void
db_bind_int(struct db_stmt *st, int at, int64_t v)
{
	sqlite3_bind_int64(st->st, at, v);
}

void
db_bind_text(struct db_stmt *st, int at, const char *s)
{
	sqlite3_bind_text(st->st, at, s, -1, SQLITE_TRANSIENT);
}

void
db_bind_blob(struct db_stmt *st, int at, const void *p, size_t len)
{
	sqlite3_bind_blob64(st->st, at, p, len, SQLITE_TRANSIENT);
}

bool
db_step(struct db_stmt *st, bool *ret_row, struct err *err)
{
	int code = sqlite3_step(st->st);

	*ret_row = code == SQLITE_ROW;
	if (code == SQLITE_ROW || code == SQLITE_DONE)
		return true;
	failed(st->db, err);
	sqlite3_reset(st->st);
	return false;
}

bool
db_run(struct db_stmt *st, struct err *err)
{
	bool row, ok = db_step(st, &row, err);

	sqlite3_reset(st->st);
	return ok;
}

int64_t
db_int(const struct db_stmt *st, int at)
{
	return sqlite3_column_int64(st->st, at);
}

double
db_double(const struct db_stmt *st, int at)
{
	return sqlite3_column_double(st->st, at);
}

const char *
db_text(const struct db_stmt *st, int at, struct arena *a)
{
	const unsigned char *s = sqlite3_column_text(st->st, at);
	char *copy = s == NULL ? NULL : arena_strdup(a, (const char *)s);

	return copy == NULL ? "" : copy;
}

const void *
db_blob(const struct db_stmt *st, int at, struct arena *a, size_t *ret_len)
{
	const void *p = sqlite3_column_blob(st->st, at);

	*ret_len = (size_t)sqlite3_column_bytes(st->st, at);
	return p == NULL ? NULL : arena_memdup(a, p, *ret_len);
}

bool
db_bytes(const struct db_stmt *st, int at, void *ret, size_t want)
{
	const void *p = sqlite3_column_blob(st->st, at);

	if (p == NULL || (size_t)sqlite3_column_bytes(st->st, at) != want)
		return false;
	memcpy(ret, p, want);
	return true;
}

void
db_reset(struct db_stmt *st)
{
	sqlite3_reset(st->st);
}

int64_t
db_last_id(const struct db *db)
{
	return sqlite3_last_insert_rowid(db->h);
}

bool
db_begin(struct db *db, struct err *err)
{
	return db_exec(db, "BEGIN IMMEDIATE", err);
}

bool
db_commit(struct db *db, struct err *err)
{
	return db_exec(db, "COMMIT", err);
}

void
db_rollback(struct db *db)
{
	if (!sqlite3_get_autocommit(db->h))
		sqlite3_exec(db->h, "ROLLBACK", NULL, NULL, NULL);
}

bool
db_version(struct db *db, int *ret, struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (!db_prepare(db, "PRAGMA user_version", &st, err) ||
	    !db_step(st, &row, err))
		return false;
	*ret = row ? (int)db_int(st, 0) : 0;
	db_reset(st);
	return true;
}

sqlite3 *
db_handle(struct db *db)
{
	return db->h;
}
