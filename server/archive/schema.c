/* archive/schema.c -- the SQL schema of a data folder, and opening it.
 *
 * Numbers never vanish and never change: triggers hold that against every
 * program that writes through SQL, ours included. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "archive/search_priv.h"
#include "base/file.h"

/* The step that leads to each version.  A released step never changes: a new
 * version is a new step, in a file of its own (sql_N.c). */
static const char *const steps[] = {
	[1] = arc_sql_1,
	[2] = arc_sql_2,
};
enum { SCHEMA = sizeof(steps) / sizeof(steps[0]) - 1 };

/* One version forward, or nothing. */
static bool
migrate_step(struct db *db, int version, struct err *err)
{
	char done[40];

	snprintf(done, sizeof(done), "PRAGMA user_version=%d;", version);
	if (!db_begin(db, err))
		return false;
	/* A number may be left out: its step never reached a release. */
	if ((steps[version] == NULL || db_exec(db, steps[version], err)) &&
	    db_exec(db, done, err) && db_commit(db, err))
		return true;
	db_rollback(db);
	return false;
}

static bool
migrate(struct db *db, struct err *err)
{
	int version;

	if (!db_version(db, &version, err))
		return false;
	if (version > SCHEMA) {
		err_set(err, ERR_SETUP, no_pos,
		    "dữ liệu ở phiên bản %d, chương trình này hiểu đến %d",
		    version, SCHEMA);
		return err_hint(err, "dùng chương trình mới hơn");
	}
	while (version < SCHEMA)
		if (!migrate_step(db, ++version, err))
			return false;
	return true;
}

bool
arc_init(const char *dir, struct err *err)
{
	struct arena *a = arena_new(0);
	struct db *db = NULL;
	bool ok = a != NULL || err_nomem(err);

	ok = ok && file_make_dir(dir, err) &&
	     file_make_dir(file_join(a, dir, "volumes"), err) &&
	     file_make_dir(file_join(a, dir, "fonts"), err) &&
	     db_open(file_join(a, dir, "sovang.db"), DB_CREATE, &db, err) &&
	     db_add_tokenizer(db, &arc_tokenizer, err) && migrate(db, err);
	db_close(db);
	arena_free(a);
	return ok;
}

/* Documents of an older program are not in the index yet. */
static bool
catch_up(struct arc *arc, struct err *err)
{
	int64_t count;

	return arc_reindex(arc, false, &count, err);
}

/* A reader of an older folder lets a writer bring it forward first. */
static bool
is_current(struct arc *arc, struct err *err)
{
	struct arc *writer;
	int version;

	if (!db_version(arc->db, &version, err))
		return false;
	if (version == SCHEMA)
		return true;
	if (!arc_open(arc->dir, true, arc->env, &writer, err))
		return false;
	arc_close(writer);
	return true;
}

static bool
open_parts(struct arc *arc, struct err *err)
{
	const char *path = file_join(arc->arena, arc->dir, "sovang.db");

	if (path == NULL || arc->dir == NULL)
		return err_nomem(err);
	if (!file_exists(path)) {
		err_set(err, ERR_NOTFOUND, no_pos,
		    "%s không phải thư mục dữ liệu", arc->dir);
		return err_hint(
		    err, "tạo bằng: sovang init --data %s", arc->dir);
	}
	if (!db_open(path, arc->writer ? DB_WRITE : DB_READ, &arc->db, err) ||
	    !db_add_tokenizer(arc->db, &arc_tokenizer, err) ||
	    !db_add_rank(arc->db, "sovang_rank", rank_hits, err))
		return false;
	return arc->writer ? migrate(arc->db, err) && catch_up(arc, err)
			   : is_current(arc, err);
}

bool
arc_open(const char *dir, bool writer, const struct env *env, struct arc **ret,
    struct err *err)
{
	struct arc *arc = calloc(1, sizeof(*arc));

	if (arc == NULL)
		return err_nomem(err);
	arc->lock = arc->fd = -1;
	arc->writer = writer;
	arc->env = env;
	arc->arena = arena_new(0);
	if (arc->arena == NULL) {
		free(arc);
		return err_nomem(err);
	}
	arc->dir = arena_strdup(arc->arena, dir);
	if (!open_parts(arc, err)) {
		arc_close(arc);
		return false;
	}
	*ret = arc;
	return true;
}

void
arc_close(struct arc *arc)
{
	if (arc == NULL)
		return;
	arc_abort(arc);
	db_close(arc->db);
	arena_free(arc->arena);
	free(arc);
}

struct db *
arc_db(struct arc *arc)
{
	return arc->db;
}
