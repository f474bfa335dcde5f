/* archive/sql_2.c -- the search: texts, facts and counts beside the index.
 *
 * The index keeps no texts (contentless); doc_text does, for extracts and for
 * taking a row out of the index again.  SQLite lets no trigger write to the
 * index while the schema is not trusted, so a trigger only notes what changed
 * in a document, whoever changes it, and the commit of the group brings the
 * index up to it.  Everything here is derived: it can be made again from
 * `document` and the volumes. */
#include "archive/arc_priv.h"

/* clang-format off */
const char arc_sql_2[] =
    "DROP TABLE search;"
    "CREATE TABLE doc_text("
    " id INTEGER PRIMARY KEY, people TEXT NOT NULL, body TEXT NOT NULL,"
    " facts TEXT NOT NULL);"
    "CREATE VIRTUAL TABLE search USING fts5("
    " title, people, body, meta, content='', columnsize=0, tokenize='vi');"
    /* a number for every type, year, campaign …, and its documents */
    "CREATE TABLE facet_value("
    " no INTEGER PRIMARY KEY, kind INTEGER NOT NULL, key TEXT NOT NULL,"
    " name TEXT NOT NULL, docs INTEGER NOT NULL, UNIQUE(kind, key));"
    /* by kind: enum arc_facet_kind */
    "CREATE TABLE doc_facet("
    " id INTEGER PRIMARY KEY, f0 INTEGER, f1 INTEGER, f2 INTEGER, f3 INTEGER,"
    " f4 INTEGER, f5 INTEGER, f6 INTEGER, f7 INTEGER);"
    /* whole names; those that sound alike stand together */
    "CREATE TABLE person("
    " sound TEXT NOT NULL, exact TEXT NOT NULL, name TEXT NOT NULL,"
    " docs INTEGER NOT NULL, PRIMARY KEY(sound, exact)) WITHOUT ROWID;"
    /* terms of the index, for what is still being typed */
    "CREATE TABLE vocab("
    " term TEXT PRIMARY KEY, docs INTEGER NOT NULL) WITHOUT ROWID;"
    /* what the index still has of documents that changed */
    "CREATE TABLE search_stale("
    " id INTEGER PRIMARY KEY, heading TEXT NOT NULL, status TEXT NOT NULL);"
    "CREATE TRIGGER document_found AFTER UPDATE OF title, type_name, status"
    " ON document WHEN OLD.title <> NEW.title OR OLD.status <> NEW.status"
    " OR OLD.type_name <> NEW.type_name BEGIN"
    " INSERT OR IGNORE INTO search_stale(id, heading, status) VALUES(OLD.id,"
    "  OLD.type_name || ' ' || OLD.code || ' ' || OLD.title, OLD.status);"
    " UPDATE facet_value SET docs = docs - 1 WHERE kind = 6 AND key = OLD.status;"
    " INSERT INTO facet_value(kind, key, name, docs)"
    "  VALUES(6, NEW.status, NEW.status, 1)"
    "  ON CONFLICT(kind, key) DO UPDATE SET docs = docs + 1;"
    " UPDATE doc_facet SET f6 = (SELECT no FROM facet_value WHERE kind = 6 AND"
    "  key = NEW.status) WHERE id = NEW.id; END;";
/* clang-format on */
