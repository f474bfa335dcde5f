/* archive/writer.h -- the one writing thread of a process.
 *
 * Acts are queued, run one after the other inside one transaction, each behind
 * a savepoint of its own, and committed as a group: one sync of the volume, one
 * reading back, one COMMIT.  Between groups the lock of the data folder is
 * free, so that other programs can write too. */
#ifndef ARCHIVE_WRITER_H
#define ARCHIVE_WRITER_H

#include "archive/archive.h"

struct arc_writer;

/* Opens the folder for writing (see arc_open()) and starts the thread. */
MUST_CHECK bool arc_writer_start(const char *dir, const struct env *env,
    struct arc_writer **ret, struct err *err);
/* Ends what is queued and waits until those who wait for it have their answer;
 * nobody may call arc_write() any more.  NULL is fine. */
void arc_writer_stop(struct arc_writer *w);

/* Runs on the writing thread, in a transaction that is open: arc_begin(),
 * arc_commit() and arc_abort() are not for it.  What it needs in other
 * libraries' tables it does through arc_db(). */
typedef bool (*arc_act)(struct arc *arc, void *ctx, struct err *err);

/* Returns when the group is durable.  False: the act failed (what it did is
 * undone, other acts of the group stand), or the group as a whole could not be
 * committed.  ERR_BUSY when ARC_WRITE_QUEUE acts wait already; ERR_IO for ever
 * after a sync that failed.  Any thread but the writing one may call. */
MUST_CHECK bool arc_write(
    struct arc_writer *w, arc_act act, void *ctx, struct err *err);

struct arc_writer_state {
	size_t depth;	       /* acts that wait or run */
	int64_t acts, groups;  /* since the start */
	int64_t failed_groups; /* that could not be begun or committed */
	bool broken;	       /* a sync failed: nothing is written any more */
	struct err last;       /* of the last such group, or ERR_NONE */
};
void arc_writer_state(struct arc_writer *w, struct arc_writer_state *ret);

#endif
