/* tests/bench/archive/corpus.h -- an archive out of nothing: of N documents 80
 * % are certificates of about 120 words, 15 % decisions of about 800, 5 % plans
 * of about 2,000, over ten years.  Document i of N is always the same. */
#ifndef TESTS_BENCH_ARCHIVE_CORPUS_H
#define TESTS_BENCH_ARCHIVE_CORPUS_H

#include <stdint.h>

#include "archive/archive.h"
#include "base/arena.h"

/* Number, year, code and uid are the caller's: they come from the register. */
void corpus_document(
    struct arena *a, int64_t i, int64_t count, struct arc_new *ret);

/* Takes the numbers, makes the codes and files documents [from, to) of `count`
 * in one group. */
bool corpus_issue(
    struct arc *arc, int64_t from, int64_t to, int64_t count, struct err *err);

#endif
