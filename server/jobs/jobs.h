/* jobs/jobs.h -- long work in the background that survives a stop.
 *
 * A job is a row, its items (records) are rows: what is done is written in the
 * transaction that did it, so a job that was cut off goes on with the first
 * item that is not settled and does none twice.  Worker threads take turns
 * among the jobs, a group of items at a time: a job of five thousand does not
 * keep one of three waiting.
 *
 * The library neither opens nor writes the database itself: whoever starts it
 * hands in the way to the one writer and to reading connections. */
#ifndef JOBS_JOBS_H
#define JOBS_JOBS_H

#include "base/env.h"
#include "db/module.h"

struct arena;
struct jobs;
struct jobs_run;

enum jobs_state {
	JOBS_QUEUED,
	JOBS_RUNNING,
	JOBS_PAUSED,
	JOBS_DONE,
	JOBS_FAILED, /* stopped by an error; may be queued again */
	JOBS_CANCELLED
};
enum { JOBS_STATES = JOBS_CANCELLED + 1 };
/* "cho", "dang-chay", "tam-dung", "xong", "hong", "huy" */
extern const char *const jobs_state_keys[JOBS_STATES];
bool jobs_may_follow(enum jobs_state from, enum jobs_state to);

/* The tables: db_upgrade() them before jobs_start(). */
extern const struct db_module jobs_module;

typedef bool (*jobs_act)(struct db *db, void *ctx, struct err *err);
struct jobs_store {
	/* Runs `act` in a transaction of the one writer; true = durable. */
	bool (*write)(void *ctx, jobs_act act, void *act_ctx, struct err *err);
	/* A reading connection of the calling thread; borrowed. */
	struct db *(*reader)(void *ctx, struct err *err);
	void *ctx;
};

enum jobs_fate { JOBS_OPEN, JOBS_MADE, JOBS_SPOILT };
struct jobs_item {
	int64_t n;	  /* from 1, in the order of the work */
	const char *key;  /* of the record */
	const char *name; /* what people call it */
	enum jobs_fate fate;
	const char *result; /* uid of what was made, "" = none */
	const char *note;   /* the error of a spoilt one, or a remark */
};

/* What can be done.  `step` gets the next open items (at most `group`) and
 * settles every one of them by jobs_settle() inside a transaction of the
 * store; when it says false the job fails with *err, but for ERR_BUSY, which
 * makes it try again a little later.  `finish` runs when no item is open; a
 * job without items is done there.  Both ask jobs_stopping() now and then; a
 * `finish` that was cut short says true without jobs_leave(), and begins anew
 * when the job goes on. */
struct jobs_kind {
	const char *name;
	size_t group;
	bool (*step)(void *ctx, struct jobs_run *run,
	    const struct jobs_item *items, size_t count, struct err *err);
	bool (*finish)(void *ctx, struct jobs_run *run, struct err *err);
	void *ctx;
};

struct jobs_config {
	struct jobs_store store;
	const struct env *env;
	const struct jobs_kind *kinds; /* outlive the queue */
	size_t kind_count;
	int workers; /* 0 = two */
	/* Called by workers when a job has come further or has another state;
	 * may be NULL.  It must not wait. */
	void (*changed)(void *ctx);
	void *changed_ctx;
};

/* Jobs that ran when the program ended are queued again.  `config` is copied.
 */
MUST_CHECK bool jobs_start(
    const struct jobs_config *config, struct jobs **ret, struct err *err);
/* Lets each worker end the group it has; what is open goes on at the next
 * start.  NULL is fine. */
void jobs_stop(struct jobs *j);

struct jobs_new {
	const char *kind;
	const char *key; /* idempotency key: one job for ever, "" = none */
	const char *title, *owner, *org;
	const char *subject;	       /* uid of the document it is about */
	const char *args;	       /* for the kind; any text */
	const struct jobs_item *items; /* key and name; numbered 1, 2, … */
	size_t count;
};
/* *ret_fresh false: the job with this key was there already.  ERR_BUSY when
 * JOBS_QUEUE jobs are not ended, ERR_LIMIT over JOBS_ITEMS items, ERR_NOTFOUND
 * for an unknown kind. */
MUST_CHECK bool jobs_add(struct jobs *j, const struct jobs_new *job,
    char ret_id[static ENV_ID_LEN + 1], bool *ret_fresh, struct err *err);

/* JOBS_PAUSED, JOBS_QUEUED (go on) or JOBS_CANCELLED.  The group that is being
 * worked on is still ended.  ERR_NOTFOUND; ERR_DENIED when it may not follow.
 */
MUST_CHECK bool jobs_turn(
    struct jobs *j, const char *id, enum jobs_state to, struct err *err);

struct jobs_info {
	const char *id, *kind, *title, *owner, *org, *subject, *args;
	enum jobs_state state;
	const char *error, *hint;	 /* of a failed job */
	const char *result;		 /* what `finish` left; "" = nothing */
	int64_t created, started, ended; /* seconds; 0 = not yet */
	int64_t total, made, spoilt;
	int64_t per_minute; /* measured just now; 0 = not known */
	int64_t left;	    /* seconds to go; -1 = not known */
};
MUST_CHECK bool jobs_get(struct jobs *j, struct arena *a, const char *id,
    struct jobs_info *ret, struct err *err);

struct jobs_filter {
	const char *org, *owner, *subject, *kind; /* NULL = any */
	bool unfinished;
	int limit; /* at most 200 */
};
/* Newest first. */
MUST_CHECK bool jobs_list(struct jobs *j, struct arena *a,
    const struct jobs_filter *f, struct jobs_info **ret, size_t *ret_count,
    struct err *err);
/* In the order of the work, from number `from` on; `fate` -1 = all, `noted` =
 * only those with a note. */
struct jobs_pick {
	int64_t from;
	int fate;
	bool noted;
	int limit;
};
MUST_CHECK bool jobs_items(struct jobs *j, struct arena *a, const char *id,
    const struct jobs_pick *pick, struct jobs_item **ret, size_t *ret_count,
    struct err *err);

/* --- for the kinds --- */

const char *jobs_run_id(const struct jobs_run *run);
/* As jobs_get(), as of the start of this turn; lives as long as the turn. */
const struct jobs_info *jobs_run_info(const struct jobs_run *run);
struct arena *jobs_run_arena(struct jobs_run *run);
/* Somebody wants it paused or cancelled, or the program ends. */
bool jobs_stopping(struct jobs_run *run);
/* Inside a transaction of the store: `items` get fate, result and note. */
MUST_CHECK bool jobs_settle(struct db *db, const struct jobs_run *run,
    const struct jobs_item *items, size_t count, struct err *err);
/* So many more are durable: for rate and time to go. */
void jobs_tell(struct jobs_run *run, size_t count);
/* The measure of a job without items. */
void jobs_tell_total(struct jobs_run *run, size_t total);
/* What the job leaves; copied, written when it is done. */
MUST_CHECK bool jobs_leave(
    struct jobs_run *run, const char *result, struct err *err);

#endif
