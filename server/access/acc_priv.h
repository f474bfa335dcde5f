/* access/acc_priv.h -- what the files of this library share. */
#ifndef ACCESS_ACC_PRIV_H
#define ACCESS_ACC_PRIV_H

#include "access/access.h"
#include "base/arena.h"
#include "base/hash.h"

/* Hash of a token, as stored. */
void acc_token_hash(const char *token, struct hash *ret);
/* 256 random bits as ACC_TOKEN_LEN letters and NUL. */
void acc_token_make(const struct env *env, char ret[static ACC_TOKEN_LEN + 1]);
/* Session or key by its hash.  *ret_found false: none that is valid. */
struct acc_found {
	struct acc_actor actor; /* texts in the arena */
	int64_t expires, seen;	/* of a session; expires of a key, 0 = never */
};
MUST_CHECK bool acc_session_find(struct db *db, struct arena *a,
    const struct hash *hash, int64_t now, struct acc_found *ret,
    bool *ret_found, struct err *err);
MUST_CHECK bool acc_key_find(struct db *db, struct arena *a,
    const struct hash *hash, int64_t now, struct acc_found *ret,
    bool *ret_found, struct err *err);
/* Act. */
MUST_CHECK bool acc_touch(struct db *db, const struct hash *hash, bool key,
    int64_t now, struct err *err);
/* Act: one row of the trail. */
MUST_CHECK bool acc_write_deed(
    struct db *db, const struct acc_deed *deed, struct err *err);
/* Ends all sessions of an account but one (NULL = all). */
MUST_CHECK bool acc_end_sessions(
    struct db *db, int64_t account, const void *keep, struct err *err);

#endif
