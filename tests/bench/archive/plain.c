/* tests/bench/archive/plain.c -- the same texts in FTS5 as it comes: unicode61,
 * remove_diacritics 2, bm25 over all hits, prefix queries, facets by a join. */
#include "bench.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "corpus.h"
#include "viet/syllable.h"

static const char schema[] =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
    "CREATE TABLE doc(id INTEGER PRIMARY KEY, type TEXT, year INTEGER);"
    "CREATE VIRTUAL TABLE fts USING fts5(title, people, body, content='',"
    " tokenize='unicode61 remove_diacritics 2');";

static bool
plain_build(sqlite3 *h, int64_t count)
{
	sqlite3_stmt *text, *row;
	struct arena *a = arena_new(0);
	int64_t start = bench_now();
	bool ok = sqlite3_exec(h, schema, NULL, NULL, NULL) == SQLITE_OK;

	sqlite3_prepare_v2(h,
	    "INSERT INTO fts(rowid, title, people, body) VALUES(?1, ?2, ?3, "
	    "?4)",
	    -1, &text, NULL);
	sqlite3_prepare_v2(
	    h, "INSERT INTO doc VALUES(?1, ?2, ?3)", -1, &row, NULL);
	for (int64_t i = 0; ok && i < count; i++) {
		struct arc_new d;

		if (i % 1000 == 0)
			sqlite3_exec(h, i == 0 ? "BEGIN" : "COMMIT; BEGIN",
			    NULL, NULL, NULL);
		arena_reset(a);
		corpus_document(a, i, count, &d);
		sqlite3_bind_int64(text, 1, i + 1);
		sqlite3_bind_text(text, 2, d.title, -1, SQLITE_STATIC);
		sqlite3_bind_text(text, 3, d.people, -1, SQLITE_STATIC);
		sqlite3_bind_text(text, 4, d.body, -1, SQLITE_STATIC);
		sqlite3_bind_int64(row, 1, i + 1);
		sqlite3_bind_text(row, 2, d.type, -1, SQLITE_STATIC);
		sqlite3_bind_int(row, 3, day_ymd(d.date).year);
		ok = sqlite3_step(text) == SQLITE_DONE &&
		     sqlite3_step(row) == SQLITE_DONE;
		sqlite3_reset(text);
		sqlite3_reset(row);
	}
	sqlite3_exec(h, "COMMIT", NULL, NULL, NULL);
	sqlite3_finalize(text);
	sqlite3_finalize(row);
	arena_free(a);
	printf("\nplain FTS5 built (no register, no volumes): %lld a second\n",
	    (long long)(count * 1000000 / (bench_now() - start + 1)));
	return ok;
}

/* Every syllable quoted; quotes of the query make a phrase. */
static void
write_match(struct buf *out, const struct arc_query *q)
{
	struct viet_syllables it;
	struct viet_syllable s;
	bool phrase = q->words[0] == '"';

	viet_syllables_start(&it, q->words, strlen(q->words));
	if (phrase)
		buf_char(out, '"');
	while (viet_syllable_next(&it, &s)) {
		if (s.whole)
			continue;
		buf_printf(out, phrase ? "%s " : "\"%s\" ", s.exact);
	}
	if (phrase)
		buf_char(out, '"');
	else if (q->typing)
		buf_cut(out, out->len - 1);
	if (q->typing)
		buf_char(out, '*');
}

static const char *
sql_for(const struct bench_query *b)
{
	if (b->facets)
		return "SELECT d.type, d.year, count(*) FROM fts JOIN doc d ON "
		       "d.id = fts.rowid WHERE fts MATCH ?1 GROUP BY 1, 2";
	if (b->q.year != 0)
		return "SELECT fts.rowid FROM fts JOIN doc d ON d.id = "
		       "fts.rowid WHERE fts MATCH ?1 AND d.year = ?2 AND "
		       "d.type = ?3 ORDER BY fts.rowid DESC LIMIT 20";
	if (b->q.relevance)
		return "SELECT rowid FROM fts WHERE fts MATCH ?1 ORDER BY rank "
		       "LIMIT 20";
	return "SELECT rowid FROM fts WHERE fts MATCH ?1 AND rowid < ?4 "
	       "ORDER BY rowid DESC LIMIT 20";
}

static void
plain_ask(sqlite3 *h, const struct bench_query *b)
{
	struct buf match = { 0 };
	sqlite3_stmt *st;

	write_match(&match, &b->q);
	sqlite3_prepare_v2(h, sql_for(b), -1, &st, NULL);
	sqlite3_bind_text(st, 1, buf_str(&match), -1, SQLITE_STATIC);
	sqlite3_bind_int(st, 2, b->q.year);
	sqlite3_bind_text(st, 3, b->q.type, -1, SQLITE_STATIC);
	sqlite3_bind_int64(st, 4, b->q.before == 0 ? INT64_MAX : b->q.before);
	while (sqlite3_step(st) == SQLITE_ROW)
		;
	sqlite3_finalize(st);
	buf_done(&match);
}

bool
plain_run(const char *dir, int64_t count, int queries)
{
	struct bench_times *times = calloc((size_t)queries, sizeof(*times));
	struct arena *a = arena_new(0);
	char path[4096];
	sqlite3 *h;
	bool ok = true;

	snprintf(path, sizeof(path), "%s/plain.db", dir);
	if (access(path, F_OK) != 0) {
		if (sqlite3_open(path, &h) != SQLITE_OK)
			return false;
		ok = plain_build(h, count);
		sqlite3_close(h);
	}
	if (!ok || sqlite3_open(path, &h) != SQLITE_OK)
		return false;
	printf("\n" BENCH_HEAD("plain FTS5"));
	for (int c = 0; c < CLASSES; c++) {
		int64_t start = bench_now();
		int n = 0;

		if (c == PAGE || c == SUGGESTIONS)
			continue;
		/* What takes seconds is asked less often. */
		for (;
		     n < queries && (n < 10 || bench_now() - start < 60000000);
		     n++) {
			struct bench_query b;

			arena_reset(a);
			bench_query(
			    a, (enum class_of_query)c, n + queries, count, &b);
			times[n].wall = bench_now();
			times[n].cpu = bench_cpu();
			plain_ask(h, &b);
			times[n].wall = bench_now() - times[n].wall;
			times[n].cpu = bench_cpu() - times[n].cpu;
		}
		bench_row(class_names[c], times, n);
	}
	sqlite3_close(h);
	arena_free(a);
	free(times);
	return true;
}
