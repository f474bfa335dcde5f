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

#include "archive/edition_priv.h"
#include "archive/log_priv.h"
#include "archive/search_priv.h"
#include "base/file.h"

/* The step that leads to each version.  A released step never changes: a new
 * version is a new step, in a file of its own (sql_N.c). */
static const char *const steps[] = {
	[1] = arc_sql_1,
	[2] = arc_sql_2,
	[3] = arc_sql_3,
	[4] = arc_sql_4,
	[5] = arc_sql_5,
};
enum { SCHEMA = sizeof(steps) / sizeof(steps[0]) - 1 };

/* What a step does beside its SQL, before and after it. */
static const struct {
	bool (*before)(struct arc *arc, struct err *err);
	bool (*after)(struct arc *arc, struct err *err);
} deeds[SCHEMA + 1] = {
	[3] = { log_migrate_check, NULL },
	[5] = { NULL, log_migrate },
};

/* One version forward, or nothing. */
static bool
take_step(struct arc *arc, int version, struct err *err)
{
	char done[40];

	snprintf(done, sizeof(done), "PRAGMA user_version=%d;", version);
	/* A number may be left out: its step never reached a release. */
	if (steps[version] == NULL)
		return db_exec(arc->db, done, err);
	return (deeds[version].before == NULL ||
		   deeds[version].before(arc, err)) &&
	       db_exec(arc->db, steps[version], err) &&
	       (deeds[version].after == NULL ||
		   deeds[version].after(arc, err)) &&
	       db_exec(arc->db, done, err);
}

/* Two programs may start at the same moment: the version counts that stands
 * inside the transaction. */
static bool
migrate_step(struct arc *arc, int *ret_version, struct err *err)
{
	int version;

	if (!db_begin(arc->db, err))
		return false;
	if (db_version(arc->db, &version, err) &&
	    (version >= SCHEMA || take_step(arc, ++version, err)) &&
	    db_commit(arc->db, err)) {
		*ret_version = version;
		return true;
	}
	db_rollback(arc->db);
	return false;
}

/* The database as the older program left it stays beside the new one. */
static bool
keep_before(struct arc *arc, int version, struct err *err)
{
	const char *path =
	    arena_printf(arc->arena, "%s/sovang.v%d.db", arc->dir, version);

	return path != NULL ? db_keep(arc->db, path, err) : err_nomem(err);
}

static bool
migrate(struct arc *arc, struct err *err)
{
	int version;

	if (!db_version(arc->db, &version, err))
		return false;
	if (version > SCHEMA) {
		err_set(err, ERR_SETUP, no_pos,
		    "dữ liệu ở phiên bản %d, chương trình này hiểu đến %d",
		    version, SCHEMA);
		return err_hint(err, "dùng chương trình mới hơn");
	}
	if (version > 0 && version < SCHEMA && !keep_before(arc, version, err))
		return false;
	while (version < SCHEMA)
		if (!migrate_step(arc, &version, err))
			return false;
	return db_upgrade(arc->db, &edition_module, err);
}

bool
arc_init(const char *dir, struct err *err)
{
	struct arena *a = arena_new(0);
	struct arc arc = { .arena = a, .dir = dir, .lock = -1, .fd = -1 };
	bool ok = a != NULL || err_nomem(err);

	ok = ok && file_make_dir(dir, err) &&
	     file_make_dir(file_join(a, dir, "volumes"), err) &&
	     file_make_dir(file_join(a, dir, "fonts"), err) &&
	     file_make_dir(file_join(a, dir, "checkpoints"), err) &&
	     db_open(file_join(a, dir, "sovang.db"), DB_CREATE, &arc.db, err) &&
	     db_add_tokenizer(arc.db, &arc_tokenizer, err) &&
	     migrate(&arc, err) && key_ensure(a, dir, err);
	db_close(arc.db);
	arena_free(a);
	return ok;
}

/* A reader of an older folder lets a writer bring it forward first. */
static bool
is_current(struct arc *arc, struct err *err)
{
	struct arc *writer;
	int version, editions;
	bool behind;

	if (!db_version(arc->db, &version, err) ||
	    !db_module_version(arc->db, edition_module.name, &editions, err))
		return false;
	if (version == SCHEMA && editions == edition_module.count) {
		/* A program that was killed after the last step. */
		if (!index_is_behind(arc, &behind, err))
			return false;
		if (!behind)
			return true;
	}
	if (!arc_open(arc->dir, true, arc->env, &writer, err))
		return false;
	arc_close(writer);
	return true;
}

static bool
open_parts(struct arc *arc, const char *path, struct err *err)
{
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
	return arc->writer ? migrate(arc, err) &&
				 key_ensure(arc->arena, arc->dir, err) &&
				 index_catch_up(arc, err)
			   : is_current(arc, err);
}

bool
arc_open_part(const char *dir, const char *db_name, bool writer,
    const struct env *env, struct arc **ret, struct err *err)
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
	if (!open_parts(arc, file_join(arc->arena, dir, db_name), err)) {
		arc_close(arc);
		return false;
	}
	*ret = arc;
	return true;
}

bool
arc_open(const char *dir, bool writer, const struct env *env, struct arc **ret,
    struct err *err)
{
	return arc_open_part(dir, "sovang.db", writer, env, ret, err);
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
