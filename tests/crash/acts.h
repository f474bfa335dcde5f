/* tests/crash/acts.h -- what the process does that will be killed. */
#ifndef TESTS_CRASH_ACTS_H
#define TESTS_CRASH_ACTS_H

#include "issue/issue.h"

enum { ISSUERS = 4, ACTS_MOST = 8 };

struct office {
	const char *dir, *promises; /* data folder; file of what was promised */
	struct press *press;
	struct model_rules *rules;
	struct model_campaign *campaign;
	struct arena *a;
	uint32_t seed;
};

/* What stands in the file of promises, a record for each document whose issue
 * was acknowledged; written by one write(). */
struct promise {
	char uid[ENV_ID_LEN + 1];
	int64_t number;
	struct hash pdf, data;
};

/* Issues until it is killed: four threads that file documents in three series,
 * one act in seven failing after all was done; `certificates`: one of the four
 * issues the certificates of a campaign by the name of `trial` instead.  Never
 * returns. */
_Noreturn void acts_run(struct office *o, int trial, bool certificates);

#endif
