/* issue/batch_priv.h -- what the files of the batch share. */
#ifndef ISSUE_BATCH_PRIV_H
#define ISSUE_BATCH_PRIV_H

#include <pthread.h>

#include "issue/batch.h"
#include "issue/issue_priv.h"

enum { BATCH_KINDS = 3 };

struct iss_batch {
	struct iss_batch_config config;
	struct iss_pool *pool;
	struct jobs *jobs;
	struct jobs_kind kinds[BATCH_KINDS];
	pthread_key_t reader; /* a reading handle per thread */
};

/* The calling thread's. */
struct arc *batch_reader(struct iss_batch *b, struct err *err);

/* A filed decision and what its certificates are made from. */
struct award {
	struct arc_doc decision;
	struct model_campaign *c;
	struct model_round *r;
};
bool award_load(struct iss_batch *b, struct arena *a, const char *uid,
    struct award *ret, struct err *err);
/* Index of the honouree with this key, looked for from `hint` on; r->count when
 * there is none. */
size_t award_find(const struct award *w, const char *key, size_t hint);

/* "name=value" lines. */
const char *args_get(struct arena *a, const char *args, const char *name);

/* trial.c, make.c, print.c: of struct jobs_kind; ctx is the batch */
bool trial_step(void *ctx, struct jobs_run *run, const struct jobs_item *items,
    size_t count, struct err *err);
bool make_step(void *ctx, struct jobs_run *run, const struct jobs_item *items,
    size_t count, struct err *err);
bool print_finish(void *ctx, struct jobs_run *run, struct err *err);

#endif
