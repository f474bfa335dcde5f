/* access/live.h -- what a running server keeps in memory about people.
 *
 * Sessions that were looked up a moment ago, reading that is still to be noted
 * in the trail, and how often somebody guessed a password.  Thread-safe.  A
 * session is asked for again after ACC_FRESH seconds, so that what another
 * program revoked ends within that time; acc_live_forget() ends it at once. */
#ifndef ACCESS_LIVE_H
#define ACCESS_LIVE_H

#include "access/access.h"

enum { ACC_FRESH = 1 };

struct acc_live;
struct acc_live *acc_live_new(const struct env *env); /* NULL: no memory */
void acc_live_free(struct acc_live *live);

/* The actor behind a session's or an API token; texts are copied into the
 * arena, `address` and `request` are left for the caller.  ERR_LOGIN when there
 * is no such token any more. */
MUST_CHECK bool acc_live_find(struct acc_live *live, struct db *db,
    struct arena *a, const char *token, struct acc_actor *ret, struct err *err);
void acc_live_forget(struct acc_live *live);

/* Notes reading: kept in memory, the same deed within one flush counts up. What
 * changes something uses acc_note() in its act. */
void acc_live_note(struct acc_live *live, const struct acc_actor *who,
    const char *action, const char *object);
bool acc_live_waiting(struct acc_live *live);
/* Act: writes what waits.  On false nothing is lost. */
MUST_CHECK bool acc_live_flush(
    struct acc_live *live, struct db *db, struct err *err);
/* After the act's fate is known. */
void acc_live_flushed(struct acc_live *live, bool durable);

/* Login back-off: seconds until the next try, 0 = go on.  After five failures
 * for an account from anywhere, or ten from an address, each further one
 * doubles the wait up to ACC_WAIT_MAX. */
enum { ACC_WAIT_MAX = 300 };
unsigned acc_live_wait(
    struct acc_live *live, const char *login, const char *address);
void acc_live_tried(
    struct acc_live *live, const char *login, const char *address, bool right);

#endif
