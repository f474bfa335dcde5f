/* archive/fsck_priv.h -- what the checks share. */
#ifndef ARCHIVE_FSCK_PRIV_H
#define ARCHIVE_FSCK_PRIV_H

#include "archive/log_priv.h"

/* Where an event says a counter stands. */
struct counter_seen {
	const char *key; /* "org TAB series TAB year" */
	const char *at;	 /* "last TAB date" */
	bool found;
	struct counter_seen *next;
};
/* End of the documents in a volume. */
struct volume_seen {
	const char *name;
	int64_t end;
	bool listed; /* the register knows it */
	struct volume_seen *next;
};

struct fsck {
	struct arc *arc;
	struct arena *row;  /* forgotten with each row */
	struct arena *keep; /* as long as the check */
	struct err_list *problems;
	uint64_t events; /* by the highest number */
	struct counter_seen *counters;
	struct volume_seen *volumes;
};

bool fsck_start(struct fsck *f, struct arc *arc, struct err_list *problems,
    struct err *err);
void fsck_end(struct fsck *f);

/* Notes what is wrong. */
void fsck_bad(struct fsck *f, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* A pass that could not go on because the data is damaged is a finding; true
 * unless the machine failed. */
bool fsck_went(struct fsck *f, bool ok, struct err *err);

/* fsck_log.c: entries, tree, checkpoints, counters */
bool fsck_events(struct fsck *f, struct err *err);
bool fsck_tree(struct fsck *f, struct err *err);
bool fsck_points(struct fsck *f, struct err *err);
bool fsck_counters(struct fsck *f, struct err *err);

/* fsck_register.c */
bool fsck_register(struct fsck *f, struct err *err);

/* fsck_editions.c */
bool fsck_editions(struct fsck *f, struct err *err);

/* fsck.c: the database file */
bool fsck_structure(struct fsck *f, struct err *err);
/* fsck.c: one document: its bytes, its place in the log, its status */
bool fsck_document(struct fsck *f, const struct arc_doc *d, struct err *err);

#endif
