/* db/module.c -- schemas of the libraries that keep tables of their own. */
#include "db/module.h"

#include <string.h>

#include "base/arena.h"
#include "db/db_priv.h"

static const char sql_table[] =
    "CREATE TABLE IF NOT EXISTS schema_module("
    " name TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID";
static const char sql_exists[] =
    "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND "
    "name = 'schema_module'";
static const char sql_version[] =
    "SELECT version FROM schema_module WHERE name = ?1";
static const char sql_set[] =
    "INSERT INTO schema_module(name, version) VALUES(?1, ?2) "
    "ON CONFLICT(name) DO UPDATE SET version = excluded.version";

bool
db_module_version(struct db *db, const char *name, int *ret, struct err *err)
{
	struct db_stmt *st;
	bool row;
	int version = 0;

	if (!db_prepare(db, sql_exists, &st, err) || !db_step(st, &row, err))
		return false;
	db_reset(st);
	if (row) {
		if (!db_prepare(db, sql_version, &st, err))
			return false;
		db_bind_text(st, 1, name);
		if (!db_step(st, &row, err))
			return false;
		version = row ? (int)db_int(st, 0) : 0;
		db_reset(st);
	}
	*ret = version;
	return true;
}

static bool
take_step(
    struct db *db, const struct db_module *m, int version, struct err *err)
{
	struct db_stmt *st;

	if (!db_exec(db, sql_table, err) ||
	    !db_exec(db, m->steps[version], err) ||
	    !db_prepare(db, sql_set, &st, err))
		return false;
	db_bind_text(st, 1, m->name);
	db_bind_int(st, 2, version + 1);
	return db_run(st, err);
}

/* Two programs may start at the same moment: the version counts that stands
 * inside the transaction. */
static bool
forward(struct db *db, const struct db_module *m, int *ret, struct err *err)
{
	int version;

	if (!db_begin(db, err))
		return false;
	if (db_module_version(db, m->name, &version, err) &&
	    (version >= m->count || take_step(db, m, version++, err)) &&
	    db_commit(db, err)) {
		*ret = version;
		return true;
	}
	db_rollback(db);
	return false;
}

/* "sovang.db" → "sovang.access-v1.db".  A database in memory has no name. */
static bool
keep_before(
    struct db *db, const struct db_module *m, int version, struct err *err)
{
	const char *name = sqlite3_db_filename(db_handle(db), "main"), *path;
	struct arena *a;
	size_t stem;
	bool ok;

	if (name == NULL || name[0] == '\0')
		return true;
	a = arena_new(0);
	if (a == NULL)
		return err_nomem(err);
	stem = strlen(name);
	if (stem > 3 && strcmp(name + stem - 3, ".db") == 0)
		stem -= 3;
	path = arena_printf(
	    a, "%.*s.%s-v%d.db", (int)stem, name, m->name, version);
	ok = path != NULL ? db_keep(db, path, err) : err_nomem(err);
	arena_free(a);
	return ok;
}

bool
db_upgrade(struct db *db, const struct db_module *m, struct err *err)
{
	int version;

	if (!db_module_version(db, m->name, &version, err))
		return false;
	if (version > 0 && version < m->count &&
	    !keep_before(db, m, version, err))
		return false;
	while (version < m->count)
		if (!forward(db, m, &version, err))
			return false;
	if (version == m->count)
		return true;
	err_set(err, ERR_SETUP, no_pos,
	    "phần dữ liệu «%s» ở phiên bản %d, chương trình này hiểu đến %d",
	    m->name, version, m->count);
	return err_hint(err, "dùng chương trình mới hơn");
}
