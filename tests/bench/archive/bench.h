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
/* Prints "| name | p50 | p95 | p99 |" in milliseconds; sorts times. */
void bench_row(const char *name, int64_t *times, int count);

/* The same texts in plain FTS5 (unicode61, remove_diacritics 2): builds
 * DIR/plain.db if it is not there, and measures. */
bool plain_run(const char *dir, int64_t count, int queries);

#endif
