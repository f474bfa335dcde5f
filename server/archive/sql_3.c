/* archive/sql_3.c -- the log becomes a hash tree.
 *
 * `event` gains what lets anyone recompute it: the document's status after the
 * event and the counters that moved with it.  `filed` says where the rest of a
 * document's members stands and what it hashes to.  `tree` keeps the whole
 * subtrees of RFC 6962: row `at` of level 0 is the leaf of event at + 1.  The
 * rows for what was filed before are made by log_migrate(), after step 5. */
#include "archive/arc_priv.h"

/* clang-format off */
const char arc_sql_3[] =
    "DROP TRIGGER event_same;"
    "ALTER TABLE event DROP COLUMN chain;"
    "ALTER TABLE event ADD COLUMN status TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE event ADD COLUMN counters TEXT NOT NULL DEFAULT '';"
    "UPDATE event SET status = coalesce("
    " (SELECT d.status FROM document d WHERE d.uid = event.uid), '');"
    "UPDATE event SET counters = coalesce((SELECT group_concat(org || char(9) ||"
    " series || char(9) || year || char(9) || last || char(9) || last_date, char(10))"
    " FROM counter), '') WHERE seq = (SELECT max(seq) FROM event);"
    "CREATE TABLE filed("
    " id INTEGER PRIMARY KEY REFERENCES document(id),"
    " manifest_offset INTEGER NOT NULL, manifest_length INTEGER NOT NULL,"
    " manifest_sha256 TEXT NOT NULL, frame_sha256 TEXT NOT NULL);"
    "CREATE TABLE tree("
    " level INTEGER NOT NULL, at INTEGER NOT NULL, hash BLOB NOT NULL,"
    " PRIMARY KEY(level, at)) WITHOUT ROWID;"
    "CREATE TRIGGER event_same BEFORE UPDATE ON event BEGIN"
    " SELECT RAISE(ABORT, 'nhật ký không được sửa'); END;"
    "CREATE TRIGGER filed_stays BEFORE DELETE ON filed BEGIN"
    " SELECT RAISE(ABORT, 'văn bản đã vào sổ không được xóa'); END;"
    "CREATE TRIGGER filed_same BEFORE UPDATE ON filed BEGIN"
    " SELECT RAISE(ABORT, 'văn bản đã vào sổ không được sửa'); END;"
    "CREATE TRIGGER tree_stays BEFORE DELETE ON tree BEGIN"
    " SELECT RAISE(ABORT, 'nhật ký không được xóa'); END;"
    "CREATE TRIGGER tree_same BEFORE UPDATE ON tree BEGIN"
    " SELECT RAISE(ABORT, 'nhật ký không được sửa'); END;";
/* clang-format on */
