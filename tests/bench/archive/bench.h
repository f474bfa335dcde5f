/* tests/bench/archive/bench.h -- what the parts of the benchmark share. */
#ifndef TESTS_BENCH_ARCHIVE_BENCH_H
#define TESTS_BENCH_ARCHIVE_BENCH_H

#include <stdint.h>

#include "archive/archive.h"

enum class_of_query {
	RARE_WORD,
	THREE_WORDS,
	PHRASE,
	PREFIX,
	UNMARKED,
	NUMBER,
	NAME,
	COMMON,
	RELEVANCE_COMMON,
	RELEVANCE_WORDS,
	RELEVANCE_NAME,
	FILTERED,
	DEEP,
	FACETS,
	PAGE, /* hits, extracts and facets: what the archive page asks */
	SUGGESTIONS,
	CLASSES
};

struct bench_query {
	struct arc_query q;
	bool facets, suggest;
};

extern const char *const class_names[CLASSES];

/* The n-th query of a class over an archive of `count` documents; the same
 * each time. */
void bench_query(struct arena *a, enum class_of_query c, int n, int64_t count,
    struct bench_query *ret);

/* Microseconds of the monotonic clock. */
int64_t bench_now(void);
/* The same of the time that this thread had a processor: what a machine that
 * does nothing else would need. */
int64_t bench_cpu(void);
/* Wall and processor time of each query. */
struct bench_times {
	int64_t wall, cpu;
};
/* Prints p50, p95, p99 of the wall and p50, p95 of the processor time in
 * milliseconds as a row of a table; sorts. */
#define BENCH_HEAD(name)                                             \
	"| " name ", ms | p50 | p95 | p99 | processor p50 | p95 |\n" \
	"|---|---|---|---|---|---|\n"
void bench_row(const char *name, struct bench_times *times, int count);

/* The same texts in plain FTS5 (unicode61, remove_diacritics 2): builds
 * DIR/plain.db if it is not there, and measures. */
bool plain_run(const char *dir, int64_t count, int queries);

/* --- postgres.c --- */

/* "id TAB type TAB year TAB words" of each document, for COPY. */
bool plain_texts(int64_t count);
/* "class TAB statement" of each question. */
bool plain_asked(int64_t count, int queries);

#endif
