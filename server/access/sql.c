/* access/sql.c -- the tables of people.  A released step never changes. */
#include "access/access.h"

static const char step_1[] =
    "CREATE TABLE acc_account("
    " id INTEGER PRIMARY KEY, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL,"
    " org TEXT NOT NULL DEFAULT '', roles TEXT NOT NULL, hash TEXT NOT NULL,"
    " must_change INTEGER NOT NULL DEFAULT 1,"
    " disabled INTEGER NOT NULL DEFAULT 0, totp BLOB,"
    " totp_step INTEGER NOT NULL DEFAULT 0, created INTEGER NOT NULL,"
    " last_login INTEGER NOT NULL DEFAULT 0);"
    "CREATE TABLE acc_recovery("
    " account INTEGER NOT NULL REFERENCES acc_account(id),"
    " hash BLOB NOT NULL, PRIMARY KEY(account, hash)) WITHOUT ROWID;"
    "CREATE TABLE acc_session("
    " hash BLOB PRIMARY KEY,"
    " account INTEGER NOT NULL REFERENCES acc_account(id),"
    " created INTEGER NOT NULL, seen INTEGER NOT NULL,"
    " expires INTEGER NOT NULL, address TEXT NOT NULL, agent TEXT NOT NULL)"
    " WITHOUT ROWID;"
    "CREATE INDEX acc_session_account ON acc_session(account);"
    "CREATE TABLE acc_key("
    " id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE,"
    " account INTEGER NOT NULL REFERENCES acc_account(id),"
    " name TEXT NOT NULL, scopes TEXT NOT NULL, created INTEGER NOT NULL,"
    " expires INTEGER NOT NULL, seen INTEGER NOT NULL DEFAULT 0,"
    " revoked INTEGER NOT NULL DEFAULT 0);"
    "CREATE TABLE acc_setting("
    " name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE acc_request("
    " uid TEXT PRIMARY KEY, action TEXT NOT NULL, org TEXT NOT NULL,"
    " object TEXT NOT NULL, title TEXT NOT NULL, asked_by TEXT NOT NULL,"
    " asked_at INTEGER NOT NULL, state TEXT NOT NULL DEFAULT 'cho'"
    "  CHECK(state IN ('cho', 'dong-y', 'tu-choi', 'da-dung')),"
    " decided_by TEXT NOT NULL DEFAULT '',"
    " decided_at INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT '')"
    " WITHOUT ROWID;"
    "CREATE UNIQUE INDEX acc_request_open ON acc_request(action, object)"
    " WHERE state IN ('cho', 'dong-y');"
    "CREATE INDEX acc_request_time ON acc_request(asked_at);"
    "CREATE TABLE acc_trail("
    " id INTEGER PRIMARY KEY, at INTEGER NOT NULL, login TEXT NOT NULL,"
    " org TEXT NOT NULL, address TEXT NOT NULL, request TEXT NOT NULL,"
    " action TEXT NOT NULL, object TEXT NOT NULL, detail TEXT NOT NULL,"
    " times INTEGER NOT NULL DEFAULT 1);"
    "CREATE INDEX acc_trail_login ON acc_trail(login, id);"
    "CREATE INDEX acc_trail_object ON acc_trail(object, id);"
    "CREATE INDEX acc_trail_action ON acc_trail(action, id);"
    "CREATE TRIGGER acc_trail_no_update BEFORE UPDATE ON acc_trail"
    " BEGIN SELECT RAISE(ABORT, 'nhật ký truy cập chỉ được ghi thêm'); END;"
    "CREATE TRIGGER acc_trail_no_delete BEFORE DELETE ON acc_trail"
    " BEGIN SELECT RAISE(ABORT, 'nhật ký truy cập chỉ được ghi thêm'); END;";

/* Searches that a person keeps under a name. */
static const char step_2[] =
    "CREATE TABLE acc_saved("
    " account INTEGER NOT NULL REFERENCES acc_account(id),"
    " name TEXT NOT NULL, query TEXT NOT NULL, at INTEGER NOT NULL,"
    " PRIMARY KEY(account, name)) WITHOUT ROWID;";

/* Requests with an Idempotency-Key, and what was replied. */
static const char step_3[] =
    "CREATE TABLE acc_once("
    " account INTEGER NOT NULL, key TEXT NOT NULL, request BLOB NOT NULL,"
    " at INTEGER NOT NULL, status INTEGER NOT NULL DEFAULT 0,"
    " type TEXT NOT NULL DEFAULT '', body BLOB, PRIMARY KEY(account, key));"
    "CREATE INDEX acc_once_at ON acc_once(at);";

static const char *const steps[] = { step_1, step_2, step_3 };

const struct db_module acc_module = { "access", steps,
	sizeof(steps) / sizeof(steps[0]) };
