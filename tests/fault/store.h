/* tests/fault/store.h -- a data folder seen from outside: what must hold
 * whatever happened. */
#ifndef TESTS_FAULT_STORE_H
#define TESTS_FAULT_STORE_H

#include <stdbool.h>

#include "base/buf.h"

/* Numbers without gap or twin, counters, index, log and volumes agree with the
 * register, the log's tree holds.  What is wrong is told in *ret, a line each.
 */
bool store_check(const char *dir, struct buf *ret);

/* Each whole line of `said` (code, title, SHA-256) is in the register. */
bool store_has(const char *dir, const struct buf *said, struct buf *ret);

/* Everything that does not differ from run to run, as text: two stores that
 * were filled alike compare equal. */
void store_dump(const char *dir, struct buf *ret);

#endif
