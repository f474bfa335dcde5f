/* archive/sql_4.c -- numbers without a document, and what becomes of documents.
 *
 * `slot` is a number that was set aside: kept for later, or put in between
 * (12a).  `slot_end` says how that ended: used by a document, or cancelled.
 * `link` says what happened to a document after issue.  Their rows are written
 * once, together with the event of the same seq, and the log's leaf covers
 * them.  A document may now carry a suffix behind its number; SQLite lets a
 * unique constraint change only by making the table anew. */
#include "archive/arc_priv.h"

#define SAME(table, text)                                                   \
	"CREATE TRIGGER " table "_stays BEFORE DELETE ON " table            \
	" BEGIN SELECT RAISE(ABORT, '" text " không được xóa'); END;" \
	"CREATE TRIGGER " table "_same BEFORE UPDATE ON " table             \
	" BEGIN SELECT RAISE(ABORT, '" text " không được sửa'); END;"

#define COLUMNS                                                               \
	"id, uid, org, series, year, number, symbol, code, type, type_name, " \
	"date, title, campaign, campaign_name, signer, position, honouree, "  \
	"honouree_kind, unit, decision, status, request, pages, "             \
	"template_lock, created, sha256, data_sha256, volume, offset, "       \
	"length, data_offset, data_length"

/* clang-format off */
const char arc_sql_4[] =
    "CREATE TABLE filed_4 AS SELECT * FROM filed;"
    "DROP TABLE filed;"
    "CREATE TABLE document_4("
    " id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,"
    " org TEXT NOT NULL, series TEXT NOT NULL, year INTEGER NOT NULL,"
    " number INTEGER NOT NULL, suffix TEXT NOT NULL DEFAULT '',"
    " symbol TEXT NOT NULL, code TEXT NOT NULL,"
    " type TEXT NOT NULL, type_name TEXT NOT NULL, date INTEGER NOT NULL,"
    " title TEXT NOT NULL, campaign TEXT NOT NULL, campaign_name TEXT NOT NULL,"
    " signer TEXT NOT NULL, position TEXT NOT NULL, honouree TEXT NOT NULL,"
    " honouree_kind TEXT NOT NULL, unit TEXT NOT NULL, decision TEXT NOT NULL,"
    " status TEXT NOT NULL DEFAULT 'con-hieu-luc', request TEXT UNIQUE,"
    " pages INTEGER NOT NULL, template_lock TEXT NOT NULL, created INTEGER NOT NULL,"
    " sha256 TEXT NOT NULL, data_sha256 TEXT NOT NULL,"
    " volume TEXT NOT NULL REFERENCES volume(name), offset INTEGER NOT NULL,"
    " length INTEGER NOT NULL, data_offset INTEGER NOT NULL, data_length INTEGER NOT NULL,"
    " UNIQUE(org, series, year, number, suffix));"
    "INSERT INTO document_4(" COLUMNS ") SELECT " COLUMNS " FROM document;"
    "DROP TABLE document;"
    "ALTER TABLE document_4 RENAME TO document;"
    "CREATE INDEX document_type ON document(type, id);"
    "CREATE INDEX document_year ON document(year, id);"
    "CREATE INDEX document_campaign ON document(campaign, id);"
    "CREATE INDEX document_code ON document(code);"
    "CREATE INDEX document_decision ON document(decision) WHERE decision <> '';"
    "CREATE TRIGGER document_stays BEFORE DELETE ON document BEGIN"
    " SELECT RAISE(ABORT, 'văn bản đã vào sổ không được xóa'); END;"
    "CREATE TRIGGER document_number BEFORE UPDATE OF org, series, year, number,"
    " suffix, code, uid, sha256, volume, offset, length ON document BEGIN"
    " SELECT RAISE(ABORT, 'số và bản lưu của văn bản đã vào sổ không được sửa'); END;"
    "CREATE TABLE filed("
    " id INTEGER PRIMARY KEY REFERENCES document(id),"
    " manifest_offset INTEGER NOT NULL, manifest_length INTEGER NOT NULL,"
    " manifest_sha256 TEXT NOT NULL, frame_sha256 TEXT NOT NULL);"
    "INSERT INTO filed SELECT * FROM filed_4;"
    "DROP TABLE filed_4;"
    SAME("filed", "văn bản đã vào sổ")
    "CREATE TABLE slot("
    " seq INTEGER PRIMARY KEY, org TEXT NOT NULL, series TEXT NOT NULL,"
    " year INTEGER NOT NULL, number INTEGER NOT NULL, suffix TEXT NOT NULL,"
    " date INTEGER NOT NULL, purpose TEXT NOT NULL,"
    " UNIQUE(org, series, year, number, suffix));"
    SAME("slot", "số đã giữ")
    "CREATE TABLE slot_end("
    " seq INTEGER PRIMARY KEY, slot INTEGER NOT NULL UNIQUE REFERENCES slot(seq),"
    " uid TEXT NOT NULL, reason TEXT NOT NULL);"
    SAME("slot_end", "số đã dùng hoặc đã hủy")
    "CREATE TABLE link("
    " seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, uid TEXT NOT NULL,"
    " other TEXT NOT NULL, reason TEXT NOT NULL);"
    "CREATE INDEX link_uid ON link(uid);"
    "CREATE INDEX link_other ON link(other) WHERE other <> '';"
    SAME("link", "việc đã ghi vào sổ");
/* clang-format on */
