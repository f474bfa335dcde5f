/* archive/schema.c -- the SQL schema of a data folder, and opening it.
 *
 * Numbers never vanish and never change: triggers hold that against every
 * program that writes through SQL, ours included. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "archive/arc_priv.h"
#include "base/file.h"

enum { SCHEMA = 1 };

/* clang-format off */
static const char schema_1[] =
    "CREATE TABLE counter("
    " org TEXT NOT NULL, series TEXT NOT NULL, year INTEGER NOT NULL,"
    " last INTEGER NOT NULL, last_date INTEGER NOT NULL,"
    " PRIMARY KEY(org, series, year)) WITHOUT ROWID;"
    "CREATE TABLE volume("
    " name TEXT PRIMARY KEY, committed INTEGER NOT NULL,"
    " sealed INTEGER NOT NULL DEFAULT 0, sha256 TEXT) WITHOUT ROWID;"
    "CREATE TABLE document("
    " id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,"
    " org TEXT NOT NULL, series TEXT NOT NULL, year INTEGER NOT NULL,"
    " number INTEGER NOT NULL, symbol TEXT NOT NULL, code TEXT NOT NULL,"
    " type TEXT NOT NULL, type_name TEXT NOT NULL, date INTEGER NOT NULL,"
    " title TEXT NOT NULL, campaign TEXT NOT NULL, campaign_name TEXT NOT NULL,"
    " signer TEXT NOT NULL, position TEXT NOT NULL, honouree TEXT NOT NULL,"
    " honouree_kind TEXT NOT NULL, unit TEXT NOT NULL, decision TEXT NOT NULL,"
    " status TEXT NOT NULL DEFAULT 'con-hieu-luc', request TEXT UNIQUE,"
    " pages INTEGER NOT NULL, template_lock TEXT NOT NULL, created INTEGER NOT NULL,"
    " sha256 TEXT NOT NULL, data_sha256 TEXT NOT NULL,"
    " volume TEXT NOT NULL REFERENCES volume(name), offset INTEGER NOT NULL,"
    " length INTEGER NOT NULL, data_offset INTEGER NOT NULL, data_length INTEGER NOT NULL,"
    " UNIQUE(org, series, year, number));"
    "CREATE INDEX document_type ON document(type, id);"
    "CREATE INDEX document_year ON document(year, id);"
    "CREATE INDEX document_campaign ON document(campaign, id);"
    "CREATE INDEX document_code ON document(code);"
    "CREATE TABLE event("
    " seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL,"
    " uid TEXT NOT NULL, text TEXT NOT NULL, chain TEXT NOT NULL);"
    "CREATE INDEX event_uid ON event(uid, seq);"
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE VIRTUAL TABLE search USING fts5("
    " title, people, body, content='', tokenize='vi');"
    "CREATE TRIGGER document_stays BEFORE DELETE ON document BEGIN"
    " SELECT RAISE(ABORT, 'văn bản đã vào sổ không được xóa'); END;"
    "CREATE TRIGGER document_number BEFORE UPDATE OF org, series, year, number,"
    " code, uid, sha256, volume, offset, length ON document BEGIN"
    " SELECT RAISE(ABORT, 'số và bản lưu của văn bản đã vào sổ không được sửa'); END;"
    "CREATE TRIGGER event_stays BEFORE DELETE ON event BEGIN"
    " SELECT RAISE(ABORT, 'nhật ký không được xóa'); END;"
    "CREATE TRIGGER event_same BEFORE UPDATE ON event BEGIN"
    " SELECT RAISE(ABORT, 'nhật ký không được sửa'); END;"
    "CREATE TRIGGER counter_stays BEFORE DELETE ON counter BEGIN"
    " SELECT RAISE(ABORT, 'số đã cấp không được xóa'); END;"
    "CREATE TRIGGER counter_grows BEFORE UPDATE ON counter"
    " WHEN NEW.last < OLD.last BEGIN"
    " SELECT RAISE(ABORT, 'số đã cấp không được lùi'); END;"
    "PRAGMA user_version=1;";
/* clang-format on */

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
	if (version == SCHEMA)
		return true;
	if (!db_begin(db, err))
		return false;
	if (db_exec(db, schema_1, err) && db_commit(db, err))
		return true;
	db_rollback(db);
	return false;
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
	    !db_add_tokenizer(arc->db, &arc_tokenizer, err))
		return false;
	return !arc->writer || migrate(arc->db, err);
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
