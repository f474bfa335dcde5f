/* archive/edition_sql.c -- tables of template versions and their files.
 *
 * A part is any file, under its SHA-256, written once.  Triggers hold what a
 * published version promises against every program that writes through SQL. */
#include "archive/edition_priv.h"

#define FIXED "('cong-bo', 'ngung-dung')"
#define FILE_TRIGGER(name, act, row)                                            \
	"CREATE TRIGGER edition_file_" name " BEFORE " act                      \
	" ON edition_file WHEN (SELECT state FROM edition WHERE id = " row      \
	".id AND version = " row ".version) IN " FIXED                          \
	" BEGIN SELECT RAISE(ABORT, 'tệp của mẫu đã công bố không " \
	"được sửa'); END;"

/* clang-format off */
static const char step_1[] =
    "CREATE TABLE part("
    " sha256 TEXT NOT NULL UNIQUE, bytes BLOB NOT NULL);"
    "CREATE TRIGGER part_stays BEFORE DELETE ON part BEGIN"
    " SELECT RAISE(ABORT, 'tệp đã khóa của mẫu không được xóa'); END;"
    "CREATE TRIGGER part_same BEFORE UPDATE ON part BEGIN"
    " SELECT RAISE(ABORT, 'tệp đã khóa của mẫu không được sửa'); END;"
    "CREATE TABLE edition("
    " id TEXT NOT NULL, version INTEGER NOT NULL CHECK(version > 0),"
    " state TEXT NOT NULL CHECK(state IN ('du-thao', 'cho-duyet', 'cong-bo', 'ngung-dung')),"
    " lock TEXT NOT NULL DEFAULT '', shipped INTEGER NOT NULL,"
    " from_day INTEGER NOT NULL DEFAULT 0, by TEXT NOT NULL, note TEXT NOT NULL,"
    " created INTEGER NOT NULL, changed INTEGER NOT NULL,"
    " PRIMARY KEY(id, version),"
    " CHECK((state IN " FIXED ") = (lock <> ''))) WITHOUT ROWID;"
    "CREATE TABLE edition_file("
    " id TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL,"
    " sha256 TEXT NOT NULL REFERENCES part(sha256),"
    " PRIMARY KEY(id, version, name),"
    " FOREIGN KEY(id, version) REFERENCES edition(id, version)) WITHOUT ROWID;"
    "CREATE TRIGGER edition_stays BEFORE DELETE ON edition"
    " WHEN OLD.state IN " FIXED " BEGIN"
    " SELECT RAISE(ABORT, 'phiên bản mẫu đã công bố không được xóa'); END;"
    "CREATE TRIGGER edition_same BEFORE UPDATE ON edition"
    " WHEN OLD.state IN " FIXED " AND (NEW.id <> OLD.id OR NEW.version <> OLD.version"
    " OR NEW.lock <> OLD.lock OR NEW.shipped <> OLD.shipped OR NEW.from_day <> OLD.from_day"
    " OR NEW.by <> OLD.by OR NEW.note <> OLD.note OR NEW.created <> OLD.created"
    " OR NEW.state NOT IN (OLD.state, 'ngung-dung')) BEGIN"
    " SELECT RAISE(ABORT, 'phiên bản mẫu đã công bố không được sửa'); END;"
    FILE_TRIGGER("new", "INSERT", "NEW")
    FILE_TRIGGER("same", "UPDATE", "OLD")
    FILE_TRIGGER("stays", "DELETE", "OLD");
/* clang-format on */
static const char *const steps[] = { step_1 };

const struct db_module edition_module = { "template", steps,
	sizeof(steps) / sizeof(*steps) };
