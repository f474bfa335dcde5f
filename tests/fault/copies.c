/* tests/fault/copies.c -- backup, restore, migration under faults: a copy
 * counts only when it is whole, and what was there before is never worse off.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/arc_priv.h"
#include "base/hash.h"
#include "drive.h"
#include "store.h"

static const char *const backup_args[] = { "sovang", "archive", "backup",
	"copy", "--data", "data", NULL };
static const char *const restore_args[] = { "sovang", "archive", "restore",
	"copy", "restored", NULL };

static bool
is_job(const struct test *t, const char *name)
{
	return strcmp(t->job->name, name) == 0;
}

static void
remove_in_work(const struct test *t, const char *name)
{
	char *path = joined(t->s.work, name);

	remove_tree(path);
	free(path);
}

static bool
is_there(const struct test *t, const char *name)
{
	char *path = joined(t->s.work, name);
	bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

/* Two folders hold the same, and are whole. */
static bool
same_store(const struct test *t, const char *name, struct buf *said)
{
	char *a = joined(t->s.work, name), *b = joined(t->s.work, "data");
	struct buf one = { 0 }, two = { 0 };
	bool ok = store_check(a, said);

	store_dump(a, &one);
	store_dump(b, &two);
	if (ok && (one.len == 0 || !same_text(&one, &two))) {
		buf_printf(said, "    %s is not what was filed\n", name);
		ok = false;
	}
	buf_done(&one);
	buf_done(&two);
	free(a);
	free(b);
	return ok;
}

/* --- backup --- */

void
backup_prepare(const struct test *t)
{
	remove_in_work(t, "copy");
}

static bool
restores(const struct test *t, struct buf *said)
{
	bool ok;

	remove_in_work(t, "restored");
	ok = expect_clean(t, restore_args, "restoring from it", said) &&
	     same_store(t, "restored", said);
	remove_in_work(t, "restored");
	return ok;
}

bool
backup_verify(const struct test *t, const struct result *r, struct buf *said)
{
	struct result half = { 0 };
	bool ok = same_store(t, "data", said);

	if (ok && r->status != 0) {
		/* What counts as a point is whole; else there is none. */
		remove_in_work(t, "restored");
		run(&t->s, restore_args, NULL, false, &half);
		ok = half.status != 0 || same_store(t, "restored", said);
		result_done(&half);
		ok = ok && expect_clean(t, backup_args, "the next run", said);
	}
	return ok && restores(t, said);
}

/* --- restore --- */

void
restore_prepare(const struct test *t)
{
	remove_in_work(t, "restored");
}

bool
restore_verify(const struct test *t, const struct result *r, struct buf *said)
{
	if (r->status != 0) {
		if (is_there(t, "restored")) {
			buf_str_add(said,
			    "    a failed restore left a folder behind\n");
			return false;
		}
		if (!expect_clean(t, restore_args, "the next run", said))
			return false;
	}
	return same_store(t, "restored", said);
}

/* --- migration --- */

static void
must(sqlite3 *db, const char *sql)
{
	char *text = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &text) != SQLITE_OK)
		stop(sql, text);
}

/* Columns that a table of the old schema shares with the new one. */
static void
copy_rows(sqlite3 *db, const char *table)
{
	struct buf names = { 0 }, sql = { 0 };
	sqlite3_stmt *st;

	buf_printf(&sql,
	    "SELECT group_concat(o.name) FROM pragma_table_info('%s') o JOIN "
	    "pragma_table_info('%s', 'now') n ON n.name = o.name",
	    table, table);
	if (sqlite3_prepare_v2(db, buf_str(&sql), -1, &st, NULL) != SQLITE_OK ||
	    sqlite3_step(st) != SQLITE_ROW)
		stop("columns", table);
	buf_printf(&names, "%s", (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	buf_clear(&sql);
	buf_printf(&sql, "INSERT INTO %s(%s) SELECT %s FROM now.%s", table,
	    buf_str(&names), buf_str(&names), table);
	must(db, buf_str(&sql));
	buf_done(&sql);
	buf_done(&names);
}

/* The log as the first versions wrote it: each event's hash covers the one
 * before. */
static void
copy_events(sqlite3 *db)
{
	char chain[HASH_HEX + 1] = "";
	sqlite3_stmt *from, *to;
	struct buf b = { 0 };
	struct hash h;

	sqlite3_prepare_v2(db,
	    "SELECT at, kind, uid, text FROM now.event WHERE kind = 'issue' "
	    "ORDER BY seq",
	    -1, &from, NULL);
	sqlite3_prepare_v2(db,
	    "INSERT INTO event(at, kind, uid, text, chain) VALUES(?1, ?2, ?3, "
	    "?4, ?5)",
	    -1, &to, NULL);
	while (sqlite3_step(from) == SQLITE_ROW) {
		buf_clear(&b);
		buf_str_add(&b, chain);
		for (int i = 0; i < 4; i++) {
			buf_printf(&b, "\n%s",
			    (const char *)sqlite3_column_text(from, i));
			sqlite3_bind_value(
			    to, i + 1, sqlite3_column_value(from, i));
		}
		hash_of(buf_str(&b), b.len, &h);
		hash_hex(&h, chain);
		sqlite3_bind_text(to, 5, chain, -1, SQLITE_TRANSIENT);
		if (sqlite3_step(to) != SQLITE_DONE)
			stop("event", sqlite3_errmsg(db));
		sqlite3_reset(to);
	}
	sqlite3_finalize(from);
	sqlite3_finalize(to);
	buf_done(&b);
}

static void
make_schema(const char *path)
{
	struct err err;
	struct db *db;

	if (!db_open(path, DB_CREATE, &db, &err) ||
	    !db_add_tokenizer(db, &arc_tokenizer, &err) ||
	    !db_exec(db, arc_sql_1, &err) ||
	    !db_exec(db, "PRAGMA user_version = 1", &err))
		stop("old schema", err.text);
	db_close(db);
}

/* The folder as the first version of the schema left it, the index empty. */
static void
make_old(const struct test *t)
{
	char *data = joined(t->s.work, "data"), *old = joined(t->s.work, "old"),
	     *path = joined(old, "sovang.db"), *signed_log;
	struct buf attach = { 0 };
	sqlite3 *db;

	copy_tree(data, old);
	signed_log = joined(old, "checkpoints");
	remove_tree(signed_log); /* they came with a later version */
	if (mkdir(signed_log, 0750) != 0 || unlink(path) != 0)
		stop("unlink", path);
	make_schema(path);
	if (sqlite3_open(path, &db) != SQLITE_OK)
		stop("open", path);
	buf_printf(&attach, "ATTACH '%s/sovang.db' AS now", data);
	must(db, buf_str(&attach));
	buf_clear(&attach);
	copy_rows(db, "volume");
	copy_rows(db, "document");
	/* The lock stood in the row itself. */
	must(db, "UPDATE document SET template_lock = '{\"program\":\"sovang "
		 "0.1.0\",\"lock\":\"0\",\"parts\":[]}'");
	copy_rows(db, "counter");
	copy_events(db);
	must(db, "DETACH now");
	sqlite3_close(db);
	buf_done(&attach);
	free(signed_log);
	free(path);
	free(old);
	free(data);
}

void
copies_set_scene(const struct test *t)
{
	struct buf said = { 0 };

	if (is_job(t, "restore") &&
	    !expect_clean(t, backup_args, "backup", &said))
		stop("backup", buf_str(&said));
	if (is_job(t, "migrate"))
		make_old(t);
	buf_done(&said);
}

void
migrate_prepare(const struct test *t)
{
	char *old = joined(t->s.work, "old"),
	     *older = joined(t->s.work, "older");

	remove_tree(older);
	copy_tree(old, older);
	free(old);
	free(older);
}

/* The database of before, which an office would go back to. */
static bool
check_kept(const struct test *t, struct buf *said)
{
	char *path = joined(t->s.work, "older/sovang.v1.db");
	sqlite3_stmt *st = NULL;
	sqlite3 *db = NULL;
	bool ok;

	ok = sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) ==
		 SQLITE_OK &&
	     sqlite3_prepare_v2(db,
		 "SELECT (SELECT group_concat(integrity_check) FROM "
		 "pragma_integrity_check), (SELECT user_version FROM "
		 "pragma_user_version), (SELECT count(*) FROM document)",
		 -1, &st, NULL) == SQLITE_OK &&
	     sqlite3_step(st) == SQLITE_ROW &&
	     strcmp((const char *)sqlite3_column_text(st, 0), "ok") == 0 &&
	     sqlite3_column_int(st, 1) == 1 && sqlite3_column_int(st, 2) == 5;
	if (!ok)
		buf_printf(said, "    the database of before is not kept: %s\n",
		    sqlite3_errmsg(db));
	sqlite3_finalize(st);
	sqlite3_close(db);
	free(path);
	return ok;
}

bool
migrate_verify(const struct test *t, const struct result *r, struct buf *said)
{
	static const char *const fsck_args[] = { "sovang", "archive", "fsck",
		"--data", "older", NULL };

	if (r->status != 0 &&
	    !expect_clean(t, t->job->args, "the next run", said))
		return false;
	return check_kept(t, said) &&
	       expect_clean(t, fsck_args, "fsck afterwards", said);
}
