/* tests/fault/store.c -- a data folder seen from outside: what must hold
 * whatever happened. */
#include "store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "run.h"

enum { BLOCK = 512 };

static sqlite3 *
open_db(const char *dir)
{
	char *path = joined(dir, "sovang.db");
	sqlite3 *db = NULL;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) !=
	    SQLITE_OK) {
		sqlite3_close(db);
		db = NULL;
	}
	free(path);
	return db;
}

static bool
complain(struct buf *ret, const char *what, const char *which)
{
	buf_printf(
	    ret, "    %s%s%s\n", what, which[0] == '\0' ? "" : ": ", which);
	return false;
}

static const char *
text_of(sqlite3_stmt *st, int at)
{
	const void *s = sqlite3_column_text(st, at);

	return s == NULL ? "NULL" : s;
}

/* Each statement counts what is wrong. */
static const struct {
	const char *what, *sql;
} rules[] = {
	{ "a number was given twice",
	    "SELECT count(*) FROM (SELECT 1 FROM document GROUP BY org, "
	    "series, year, number HAVING count(*) > 1)" },
	{ "a gap in the numbers",
	    "SELECT count(*) FROM (SELECT count(*) n, max(number) m, "
	    "min(number) f FROM document GROUP BY org, series, year HAVING n "
	    "<> m - f + 1 OR f NOT IN (1, 71))" },
	{ "a counter and its numbers differ",
	    "SELECT count(*) FROM counter c WHERE c.last <> (SELECT "
	    "max(number) FROM document d WHERE d.org = c.org AND d.series = "
	    "c.series AND d.year = c.year)" },
	{ "a number without a counter",
	    "SELECT count(*) FROM document d LEFT JOIN counter c USING (org, "
	    "series, year) WHERE c.last IS NULL OR d.number > c.last" },
	{ "index and register differ",
	    "SELECT count(*) FROM document d LEFT JOIN doc_text t ON t.id = "
	    "d.id LEFT JOIN doc_facet f ON f.id = d.id WHERE t.id IS NULL OR "
	    "f.id IS NULL" },
	{ "log and register differ",
	    "SELECT (SELECT count(*) FROM event WHERE kind = 'issue') <> "
	    "(SELECT count(*) FROM document)" },
	{ "a document lies past the committed end",
	    "SELECT count(*) FROM document d JOIN volume v ON v.name = "
	    "d.volume WHERE d.data_offset + d.data_length > v.committed" },
	{ "SQLite finds the database damaged",
	    "SELECT count(*) FROM pragma_integrity_check WHERE "
	    "integrity_check <> 'ok'" },
};

static bool
check_rules(sqlite3 *db, struct buf *ret)
{
	sqlite3_stmt *st;
	bool ok = true;

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		if (sqlite3_prepare_v2(db, rules[i].sql, -1, &st, NULL) !=
		    SQLITE_OK)
			return complain(ret, rules[i].what, sqlite3_errmsg(db));
		if (sqlite3_step(st) != SQLITE_ROW ||
		    sqlite3_column_int(st, 0) != 0)
			ok = complain(ret, rules[i].what, "");
		sqlite3_finalize(st);
	}
	return ok;
}

/* Every event is a leaf of the log's tree, in order, and each level above holds
 * its whole subtrees; what the leaves say is fsck's matter. */
static bool
check_log(sqlite3 *db, struct buf *ret)
{
	sqlite3_stmt *st;
	bool ok = true;

	if (sqlite3_prepare_v2(db,
		"SELECT level, count(*), max(at) + 1, (SELECT count(*) FROM "
		"event), "
		"(SELECT max(seq) FROM event) FROM tree GROUP BY level",
		-1, &st, NULL) != SQLITE_OK)
		return complain(ret, "log", sqlite3_errmsg(db));
	while (ok && sqlite3_step(st) == SQLITE_ROW) {
		int level = sqlite3_column_int(st, 0);
		int64_t nodes = sqlite3_column_int64(st, 1);
		int64_t events = sqlite3_column_int64(st, 3);

		if (nodes != events >> level ||
		    nodes != sqlite3_column_int64(st, 2) ||
		    events != sqlite3_column_int64(st, 4))
			ok = complain(ret, "log and tree differ at level",
			    text_of(st, 0));
	}
	sqlite3_finalize(st);
	return ok;
}

/* Members of the committed part of a tar, -1 when it does not read as one. */
static int
members(const struct buf *tar, size_t end)
{
	size_t at = 0;
	int n = 0;

	while (at + BLOCK <= end && end <= tar->len) {
		const char *h = tar->data + at;
		size_t len = 0;

		if (memcmp(h + 257, "ustar", 5) != 0)
			return -1;
		for (int i = 124; h[i] >= '0' && h[i] <= '7'; i++)
			len = len * 8 + (size_t)(h[i] - '0');
		at += BLOCK + (len + BLOCK - 1) / BLOCK * BLOCK;
		n++;
	}
	return at == end ? n : -1;
}

static bool
check_volumes(sqlite3 *db, const char *dir, struct buf *ret)
{
	sqlite3_stmt *st;
	struct buf tar = { 0 };
	bool ok = true;

	if (sqlite3_prepare_v2(db,
		"SELECT name, committed, (SELECT count(*) FROM document d "
		"WHERE "
		"d.volume = v.name) FROM volume v",
		-1, &st, NULL) != SQLITE_OK)
		return complain(ret, "volumes", sqlite3_errmsg(db));
	while (ok && sqlite3_step(st) == SQLITE_ROW) {
		char name[300];

		snprintf(name, sizeof(name), "%s/volumes/%s.tar", dir,
		    text_of(st, 0));
		slurp(name, &tar);
		if (members(&tar, (size_t)sqlite3_column_int64(st, 1)) !=
		    3 * sqlite3_column_int(st, 2))
			ok = complain(ret, "register and volume differ", name);
	}
	sqlite3_finalize(st);
	buf_done(&tar);
	return ok;
}

bool
store_check(const char *dir, struct buf *ret)
{
	sqlite3 *db = open_db(dir);
	bool ok;

	if (db == NULL)
		return complain(ret, "no database", dir);
	ok = check_rules(db, ret) && check_log(db, ret) &&
	     check_volumes(db, dir, ret);
	sqlite3_close(db);
	return ok;
}

bool
store_has(const char *dir, const struct buf *said, struct buf *ret)
{
	sqlite3 *db = open_db(dir);
	const char *line = buf_str(said), *end;
	sqlite3_stmt *st = NULL;
	bool ok = true;

	if (db == NULL)
		return complain(ret, "no database", dir);
	if (sqlite3_prepare_v2(db,
		"SELECT 1 FROM document WHERE code || char(9) || title || "
		"char(9) || sha256 = ?1",
		-1, &st, NULL) != SQLITE_OK)
		ok = complain(ret, "register", sqlite3_errmsg(db));
	for (; ok && (end = strchr(line, '\n')) != NULL; line = end + 1) {
		if (memchr(line, '\t', (size_t)(end - line)) == NULL)
			continue; /* not about a document */
		sqlite3_bind_text(
		    st, 1, line, (int)(end - line), SQLITE_TRANSIENT);
		if (sqlite3_step(st) != SQLITE_ROW) {
			buf_printf(ret,
			    "    lost after acknowledgement: %.*s\n",
			    (int)(end - line), line);
			ok = false;
		}
		sqlite3_reset(st);
	}
	sqlite3_finalize(st);
	sqlite3_close(db);
	return ok;
}

void
store_dump(const char *dir, struct buf *ret)
{
	static const char *const queries[] = {
		"SELECT org, series, year, number, symbol, code, type, "
		"type_name, date, title, campaign, campaign_name, signer, "
		"position, honouree, honouree_kind, unit, decision <> '', "
		"status, request, pages, template_lock, sha256, data_sha256, "
		"length, data_length FROM document ORDER BY org, series, year, "
		"number",
		"SELECT people, body, facts FROM doc_text t JOIN document d ON "
		"d.id = t.id ORDER BY org, series, year, number",
		"SELECT * FROM counter", "SELECT kind, text FROM event",
		"SELECT name, sealed FROM volume",
		"SELECT * FROM campaign ORDER BY 1",
		"SELECT campaign, round, key, kind, name, folded, unit FROM "
		"honouree ORDER BY 1, 2, 3",
		"SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2",
		"PRAGMA user_version", "PRAGMA journal_mode"
	};
	sqlite3 *db = open_db(dir);
	sqlite3_stmt *st;

	for (size_t q = 0;
	     db != NULL && q < sizeof(queries) / sizeof(queries[0]); q++) {
		if (sqlite3_prepare_v2(db, queries[q], -1, &st, NULL) !=
		    SQLITE_OK)
			continue; /* tables that come with the first campaign */
		while (sqlite3_step(st) == SQLITE_ROW) {
			for (int i = 0; i < sqlite3_column_count(st); i++)
				buf_printf(ret, "%s|", text_of(st, i));
			buf_char(ret, '\n');
		}
		sqlite3_finalize(st);
	}
	sqlite3_close(db);
}
