/* jobs/jobs_priv.h -- what the files of this library share. */
#ifndef JOBS_JOBS_PRIV_H
#define JOBS_JOBS_PRIV_H

#include <pthread.h>

#include "jobs/jobs.h"

enum { SAMPLES = 16, WORKERS = 8 };

/* A job that is not ended, as the workers see it. */
struct live {
	char id[ENV_ID_LEN + 1];
	const struct jobs_kind *kind;
	bool busy;    /* a worker has it */
	bool stop;    /* no further turn */
	bool running; /* the row says so */
	bool dead;    /* failed, and not even that could be written */
	struct err why;
	int64_t turn;	    /* of its last turn: the smallest is next */
	int64_t not_before; /* milliseconds */
	/* durable items at moments, for the rate */
	struct {
		int64_t ms, made;
	} samples[SAMPLES];
	size_t sample_count;
	int64_t made, total;
	struct live *next;
};

struct jobs {
	struct jobs_config config;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct live *live;
	int64_t clock; /* turns */
	bool stopping;
	pthread_t threads[WORKERS];
	int thread_count;
};

struct jobs_run {
	struct jobs *jobs;
	struct live *live;
	struct arena *arena;
	struct jobs_info info;
	const char *result; /* NULL = none */
};

/* worker.c */
int64_t ms_now(void);
bool workers_start(struct jobs *j, int count);
void workers_stop(struct jobs *j);

/* live.c; all under j->lock */
struct live *live_find(struct jobs *j, const char *id);
/* NULL = out of memory */
struct live *live_add(
    struct jobs *j, const char *id, const struct jobs_kind *kind);
void live_drop(struct jobs *j, struct live *l);
void live_sample(struct live *l, int64_t ms);
/* Items in a minute; 0 = not known. */
int64_t live_rate(const struct live *l);
const struct jobs_kind *kind_find(const struct jobs *j, const char *name);

/* rows.c; inside a transaction of the store unless it only reads */
enum jobs_state state_of(const char *key);
bool row_find(struct db *db, struct arena *a, const char *id,
    struct jobs_info *ret, struct err *err);
bool row_open_items(struct db *db, struct arena *a, const char *id,
    size_t limit, struct jobs_item **ret, size_t *ret_count, struct err *err);

struct turn_to {
	const char *id;
	enum jobs_state to;
	int64_t now;
	const char *result;    /* NULL = leave */
	const struct err *why; /* NULL = none */
	bool refused;	       /* out: the state may not follow */
};
bool row_turn(struct db *db, void *turn_to, struct err *err);

#endif
