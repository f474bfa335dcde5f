/* access/once.c -- a request with an Idempotency-Key is done once.
 *
 * The key is claimed in the transaction that does the work: either both stand
 * or neither.  The reply is stored afterwards, for whoever asks again within
 * two days. */
#include <string.h>

#include "access/acc_priv.h"

enum { KEEP_SECONDS = 2 * 24 * 3600 };

bool
acc_once_find(struct db *db, struct arena *a, int64_t account, const char *key,
    struct acc_once *ret, bool *ret_found, struct err *err)
{
	static const char sql[] = "SELECT request, status, type, body FROM "
				  "acc_once WHERE account = ?1 AND key = ?2";
	struct db_stmt *st;

	if (!db_prepare(db, sql, &st, err))
		return false;
	db_bind_int(st, 1, account);
	db_bind_text(st, 2, key);
	if (!db_step(st, ret_found, err))
		return false;
	if (*ret_found) {
		if (!db_bytes(st, 0, ret->request.bytes, HASH_BYTES))
			memset(&ret->request, 0, sizeof(ret->request));
		ret->status = (int)db_int(st, 1);
		ret->type = db_text(st, 2, a);
		ret->body = db_blob(st, 3, a, &ret->len);
	}
	db_reset(st);
	return true;
}

bool
acc_once_claim(struct db *db, int64_t account, const char *key,
    const struct hash *request, int64_t now, struct err *err)
{
	static const char old[] = "DELETE FROM acc_once WHERE at < ?1";
	static const char sql[] =
	    "INSERT INTO acc_once(account, key, request, at)"
	    " VALUES(?1, ?2, ?3, ?4)";
	struct db_stmt *st;

	if (!db_prepare(db, old, &st, err))
		return false;
	db_bind_int(st, 1, now - KEEP_SECONDS);
	if (!db_run(st, err) || !db_prepare(db, sql, &st, err))
		return false;
	db_bind_int(st, 1, account);
	db_bind_text(st, 2, key);
	db_bind_blob(st, 3, request->bytes, HASH_BYTES);
	db_bind_int(st, 4, now);
	if (db_run(st, err))
		return true;
	if (err != NULL && err->kind == ERR_TAKEN)
		err_set(err, ERR_TAKEN, no_pos,
		    "yêu cầu mang khóa %.60s đang được làm hoặc đã làm xong",
		    key);
	return false;
}

bool
acc_once_store(struct db *db, int64_t account, const char *key,
    const struct acc_once *reply, struct err *err)
{
	static const char sql[] =
	    "UPDATE acc_once SET status = ?3, type = ?4, body = ?5"
	    " WHERE account = ?1 AND key = ?2";
	struct db_stmt *st;

	if (!db_prepare(db, sql, &st, err))
		return false;
	db_bind_int(st, 1, account);
	db_bind_text(st, 2, key);
	db_bind_int(st, 3, reply->status);
	db_bind_text(st, 4, reply->type);
	db_bind_blob(st, 5, reply->len == 0 ? "" : reply->body, reply->len);
	return db_run(st, err);
}
