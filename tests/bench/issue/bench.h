/* tests/bench/issue/bench.h -- what the two files share. */
#ifndef TESTS_BENCH_ISSUE_BENCH_H
#define TESTS_BENCH_ISSUE_BENCH_H

#include <stdint.h>

#include "issue/issue.h"

struct bench {
	const char *dir;
	int count;
	struct arena *a;
	struct press *press;
	struct model_rules *rules;
	struct model_campaign *campaign;
	struct err_list errors;
	struct iss_pool *pool;
};

/* Microseconds: of the clock, of all processors that this process had. */
int64_t bench_now(void);
int64_t bench_cpu(void);
/* "| name | N a second | processor ms each |" */
void bench_rate(const char *name, int count, int64_t wall, int64_t cpu);
/* "| name | p50 ms | p95 ms | p99 ms |"; sorts. */
void bench_times(const char *name, int64_t *times, int count);
void bench_die(const struct err *err);

/* --- parts.c --- */

/* A folder of its own with the decision issued; *ret_arc reads. */
void part_open(struct bench *b, const char *name, struct arc_writer **ret,
    struct arc **ret_arc, struct iss *ret_iss);
/* Documents a second that the disk takes in groups: two files, each appended
 * and synced, as volume and log are. */
double part_disk(struct bench *b, size_t bytes, int group);
/* The same one by one: time of each. */
void part_floor(struct bench *b, size_t bytes);
/* Typesetting on all threads of the pool; *ret_bytes of one document. */
double part_render(struct bench *b, int64_t *ret_cpu, size_t *ret_bytes);
/* Number, volume, row, index, sync of documents that are typeset already. */
double part_write(struct bench *b, int64_t *ret_cpu);

#endif
