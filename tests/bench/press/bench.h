/* tests/bench/press/bench.h -- what the benchmark's two files share. */
#ifndef BENCH_PRESS_BENCH_H
#define BENCH_PRESS_BENCH_H

#include <stdbool.h>
#include <stddef.h>

struct press;
struct xml_doc;

/* Processor time of this process in seconds, by getrusage. */
double bench_cpu(void);

/* What the wrapped functions took since bench_clocks_clear(), in seconds. */
struct bench_clocks {
	double compress, subset, save;
	size_t streams, raw, packed; /* of compression */
};
extern struct bench_clocks bench_clocks;
void bench_clocks_clear(void);
/* Keeps a copy of each stream that is compressed from here on. */
void bench_keep_streams(bool keep);
/* Seconds to deflate the kept streams once more with one compressor. */
double bench_floor(void);
size_t bench_floor_bytes(void);

/* Stages that are pushed through each other are timed by leaving off the later
 * ones. */
enum bench_stage { BENCH_BIND, BENCH_BLOCKS, BENCH_PLACE };
struct bench_stages;
/* Loads the template once; NULL after saying why.  `path` is the file. */
struct bench_stages *bench_stages_open(
    struct press *press, const char *home, const char *path);
void bench_stages_close(struct bench_stages *s);
/* One pass up to the stage; `pages` of the pass before, 0 at first. */
bool bench_stages_run(
    struct bench_stages *s, enum bench_stage upto, const struct xml_doc *data);

#endif
