/* db/copy.c -- a whole database at one moment into a file of its own. */
#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "db/db.h"
#include "db/db_priv.h"

/* Readers and the writer of a WAL database go on meanwhile. */
static bool
copy_pages(struct db *db, sqlite3 *to, struct err *err)
{
	sqlite3_backup *b =
	    sqlite3_backup_init(to, "main", db_handle(db), "main");
	int code = SQLITE_ERROR;

	if (b != NULL) {
		sqlite3_backup_step(b, -1);
		code = sqlite3_backup_finish(b);
	}
	if (code == SQLITE_OK)
		code = sqlite3_exec(
		    to, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
	return code == SQLITE_OK ||
	       err_set(err,
		   (code & 0xFF) == SQLITE_CORRUPT ? ERR_CORRUPT : ERR_IO,
		   no_pos, "%s", sqlite3_errmsg(to));
}

bool
db_copy(struct db *db, const char *path, struct err *err)
{
	sqlite3 *to = NULL;
	int flags =
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
	bool ok;

	if (sqlite3_open_v2(path, &to, flags, NULL) != SQLITE_OK)
		ok = err_set(
		    err, ERR_IO, no_pos, "%s: %s", path, sqlite3_errmsg(to));
	else
		ok = copy_pages(db, to, err);
	sqlite3_close_v2(to);
	return ok;
}

bool
db_keep(struct db *db, const char *path, struct err *err)
{
	struct arena *a = arena_new(0);
	const char *part = a == NULL ? NULL : arena_printf(a, "%s.part", path);
	bool ok = part != NULL || err_nomem(err);

	if (ok && !file_exists(path)) {
		/* Half a copy must not be taken for one at the next start. */
		unlink(part);
		ok = db_copy(db, part, err) &&
		     (rename(part, path) == 0 || err_errno(err, path)) &&
		     file_sync_dir(file_dir(a, path), err);
	}
	arena_free(a);
	return ok;
}
