/* tests/crash/year.c -- crash_year [ISSUES]: 64 clients issue into 12 series at
 * once while the year turns in Vietnam (17:00 UTC on 31 December).
 *
 * Each client takes the day from the clock inside its act, as an office does.
 * Afterwards every series and year holds exactly 1 … N, in the order of the
 * moments of issue, and nobody got a number of the other year. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "archive/writer.h"
#include "base/arena.h"
#include "base/buf.h"
#include "db/db.h"
#include "run.h"
#include "store.h"

enum { CLIENTS = 64, SERIES = 12 };

/* 2025-12-31 23:59:00 in Vietnam. */
static const int64_t eve = 1767200340;

/* Every look at the clock is later than the one before; half of all issues are
 * made before midnight. */
struct ticking {
	int64_t looks, per_second;
};

static int64_t
tick(void *ctx)
{
	struct ticking *t = ctx;

	return eve + __atomic_fetch_add(&t->looks, 1, __ATOMIC_SEQ_CST) /
			 t->per_second;
}

static void
chance(void *ctx, void *out, size_t len)
{
	(void)ctx;
	env_random(env_system(), out, len);
}

struct client {
	struct arc_writer *writer;
	const struct env *env;
	int place, issues;
	int64_t numbers; /* the sum of those that were given */
	pthread_t thread;
};

struct paper {
	struct client *c;
	int series;
	int64_t number;
};

static bool
file_paper(struct arc *arc, void *ctx, struct err *err)
{
	struct paper *p = ctx;
	char uid[ENV_ID_LEN + 1], code[40], series[16], symbol[16];
	day_t today = day_in_vietnam(env_now(p->c->env));
	struct arc_new d = { .org = "cq",
		.series = series,
		.year = day_ymd(today).year,
		.symbol = symbol,
		.code = code,
		.type = "decision",
		.type_name = "Quyết định",
		.date = today,
		.title = "Về việc tặng Bằng khen",
		.people = "Nguyễn Văn Hòa",
		.body = "thành tích xuất sắc",
		.pdf = "%PDF-bytes",
		.pdf_len = 10,
		.data = "<x/>",
		.data_len = 4,
		.pages = 1,
		.uid = uid };

	snprintf(series, sizeof(series), "so-%d", p->series);
	snprintf(symbol, sizeof(symbol), "QĐ%d-UBND", p->series);
	if (!arc_take_number(arc, d.org, series, d.date, &d.number, err))
		return false;
	arc_uid(arc, uid);
	snprintf(code, sizeof(code), "%02lld/%s", (long long)d.number, symbol);
	p->number = d.number;
	return arc_add(arc, &d, err);
}

static void *
issue(void *ctx)
{
	struct client *c = ctx;
	uint32_t seed = (uint32_t)c->place * 2654435761u + 7;
	struct err err;

	for (int i = 0; i < c->issues; i++) {
		struct paper p = { .c = c };

		seed = seed * 1664525u + 1013904223u;
		p.series = (int)((seed >> 8) % SERIES);
		if (!arc_write(c->writer, file_paper, &p, &err)) {
			fprintf(stderr, "client %d: %s\n", c->place, err.text);
			exit(1);
		}
		c->numbers += p.number;
	}
	return NULL;
}

/* --- afterwards --- */

static int64_t
ask(struct db *db, const char *sql)
{
	struct db_stmt *st;
	struct err err;
	bool row;
	int64_t n;

	if (!db_prepare(db, sql, &st, &err) || !db_step(st, &row, &err)) {
		fprintf(stderr, "%s: %s\n", sql, err.text);
		exit(1);
	}
	n = row ? db_int(st, 0) : -1;
	db_reset(st);
	return n;
}

static int
expect(const char *what, int64_t have, int64_t want)
{
	if (have == want)
		return 0;
	fprintf(stderr, "%s: %lld instead of %lld\n", what, (long long)have,
	    (long long)want);
	return 1;
}

static int
check(struct arc *arc, int64_t issues, int64_t numbers)
{
	struct db *db = arc_db(arc);
	int bad = 0;

	bad += expect(
	    "documents", ask(db, "SELECT count(*) FROM document"), issues);
	bad += expect("series and years",
	    ask(db, "SELECT count(*) FROM counter"), 2 * SERIES);
	bad += expect("series that are not 1 … N",
	    ask(db,
		"SELECT count(*) FROM (SELECT 1 FROM document GROUP BY org, "
		"series, year HAVING min(number) <> 1 OR max(number) <> "
		"count(*) OR count(DISTINCT number) <> count(*))"),
	    0);
	bad += expect("numbers that were told",
	    ask(db, "SELECT sum(number) FROM document"), numbers);
	bad += expect("numbers that are older than the one before",
	    ask(db,
		"SELECT count(*) FROM document a JOIN document b USING (org, "
		"series, year) WHERE b.number = a.number + 1 AND (b.created < "
		"a.created OR b.id < a.id OR b.date < a.date)"),
	    0);
	/* 17:00 UTC is midnight in Vietnam.  The day is read a moment before
	 * the row is made. */
	bad += expect("numbers of the new year before midnight",
	    ask(db,
		"SELECT count(*) FROM document WHERE year = 2026 AND created < "
		"1767200400"),
	    0);
	bad += expect("numbers of the old year after midnight",
	    ask(db,
		"SELECT count(*) FROM document WHERE year = 2025 AND created > "
		"1767200400"),
	    0);
	bad += expect("years that differ from their day",
	    ask(db,
		"SELECT count(*) FROM document WHERE year <> "
		"CAST(strftime('%Y', date * 86400, 'unixepoch') AS INTEGER)"),
	    0);
	return bad;
}

int
main(int argc, char **argv)
{
	int issues = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 10000;
	char dir[] = "/tmp/sovang-year.XXXXXX";
	struct ticking t = { 0, issues * 3 / 120 + 1 };
	const struct env env = { tick, chance, &t };
	struct client c[CLIENTS];
	struct buf said = { 0 };
	struct arc_writer *writer;
	struct arc *arc;
	struct err err;
	time_t start = time(NULL);
	int64_t numbers = 0;
	int bad;

	if (mkdtemp(dir) == NULL || !arc_init(dir, &err) ||
	    !arc_writer_start(dir, &env, &writer, &err))
		return 2;
	for (int i = 0; i < CLIENTS; i++) {
		c[i] = (struct client){ writer, &env, i,
			issues / CLIENTS + (i < issues % CLIENTS), 0, 0 };
		if (pthread_create(&c[i].thread, NULL, issue, &c[i]) != 0)
			return 2;
	}
	for (int i = 0; i < CLIENTS; i++) {
		pthread_join(c[i].thread, NULL);
		numbers += c[i].numbers;
	}
	arc_writer_stop(writer);
	if (!arc_open(dir, false, &env, &arc, &err))
		return 2;
	bad = check(arc, issues, numbers);
	printf("year: %d clients, %d series, %d issues, of them %lld in 2025 "
	       "and %lld in 2026, %lld s: %s\n",
	    CLIENTS, SERIES, issues,
	    (long long)ask(
		arc_db(arc), "SELECT count(*) FROM document WHERE year = 2025"),
	    (long long)ask(
		arc_db(arc), "SELECT count(*) FROM document WHERE year = 2026"),
	    (long long)(time(NULL) - start),
	    bad == 0 ? "1 … N in each, in the order of issue" : "FAILED");
	arc_close(arc);
	if (!store_check(dir, &said)) {
		fputs(buf_str(&said), stderr);
		bad++;
	}
	buf_done(&said);
	remove_tree(dir);
	return bad != 0;
}
