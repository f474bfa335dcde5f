/* access/session.c -- who is logged in, by the hash of what the browser holds.
 */
#include <string.h>

#include "access/acc_priv.h"
#include "base/secret.h"
#include "base/sign.h"

void
acc_token_hash(const char *token, struct hash *ret)
{
	hash_of(token, strlen(token), ret);
}

static void
letters(const void *bytes, size_t len, char ret[static ACC_TOKEN_LEN + 1])
{
	char b64[B64_LEN(HASH_BYTES) + 1];

	b64_write(bytes, len, b64);
	for (int i = 0; i < ACC_TOKEN_LEN; i++)
		ret[i] = (char)(b64[i] == '+'	? '-'
				: b64[i] == '/' ? '_'
						: b64[i]);
	ret[ACC_TOKEN_LEN] = '\0';
}

void
acc_token_make(const struct env *env, char ret[static ACC_TOKEN_LEN + 1])
{
	uint8_t chance[HASH_BYTES];

	env_random(env, chance, sizeof(chance));
	letters(chance, sizeof(chance), ret);
	secret_wipe(chance, sizeof(chance));
}

void
acc_form_token(const char *token, char ret[static ACC_TOKEN_LEN + 1])
{
	char text[8 + ACC_TOKEN_LEN + 1] = "bieu mau";
	struct hash h;
	size_t len = strlen(token);

	if (len > ACC_TOKEN_LEN)
		len = ACC_TOKEN_LEN;
	memcpy(text + 8, token, len);
	hash_of(text, 8 + len, &h);
	letters(h.bytes, sizeof(h.bytes), ret);
}

bool
acc_end_sessions(
    struct db *db, int64_t account, const void *keep, struct err *err)
{
	static const char sql[] =
	    "DELETE FROM acc_session WHERE account = ?1 AND hash <> ?2";
	struct db_stmt *st;

	if (!db_prepare(db, sql, &st, err))
		return false;
	db_bind_int(st, 1, account);
	db_bind_blob(st, 2, keep == NULL ? "" : keep, keep == NULL ? 0 : 32);
	return db_run(st, err);
}

/* The account must still be what the password was checked against. */
static bool
use_login(
    struct db *db, const struct acc_passed *p, int64_t now, struct err *err)
{
	static const char sql[] =
	    "UPDATE acc_account SET last_login = ?2,"
	    " totp_step = max(totp_step, ?3) WHERE id = ?1 AND hash = ?4"
	    " AND disabled = 0 AND (?3 = 0 OR totp_step < ?3) RETURNING id";
	static const char used[] =
	    "DELETE FROM acc_recovery WHERE account = ?1 AND hash = ?2"
	    " RETURNING account";
	struct db_stmt *st;
	struct hash h;
	bool row;

	if (!db_prepare(db, sql, &st, err))
		return false;
	db_bind_int(st, 1, p->account);
	db_bind_int(st, 2, now);
	db_bind_int(st, 3, p->step);
	db_bind_text(st, 4, p->hash);
	if (!db_step(st, &row, err))
		return false;
	db_reset(st);
	if (row && p->recovery != NULL) {
		acc_token_hash(p->recovery, &h);
		if (!db_prepare(db, used, &st, err))
			return false;
		db_bind_int(st, 1, p->account);
		db_bind_blob(st, 2, h.bytes, sizeof(h.bytes));
		if (!db_step(st, &row, err))
			return false;
		db_reset(st);
	}
	return row || err_set(err, ERR_LOGIN, no_pos,
			  "tài khoản vừa được thay đổi, hoặc mã xác thực đã "
			  "dùng");
}

bool
acc_session_open(struct db *db, const struct acc_passed *p,
    const struct env *env, char ret[static ACC_TOKEN_LEN + 1], struct err *err)
{
	static const char sql[] =
	    "INSERT INTO acc_session(hash, account, created, seen, expires,"
	    " address, agent) VALUES(?1, ?2, ?3, ?3, ?4, ?5, ?6)";
	static const char old[] =
	    "DELETE FROM acc_session WHERE expires < ?1 OR seen < ?2";
	struct acc_actor who = { .account = p->account, .login = p->login };
	int64_t now = env_now(env);
	struct db_stmt *st;
	struct hash h;

	who.name = who.org = "";
	who.address = p->attempt.address;
	who.request = p->attempt.request;
	acc_token_make(env, ret);
	acc_token_hash(ret, &h);
	if (!use_login(db, p, now, err) || !db_prepare(db, old, &st, err))
		return false;
	db_bind_int(st, 1, now);
	db_bind_int(st, 2, now - ACC_IDLE);
	if (!db_run(st, err) || !db_prepare(db, sql, &st, err))
		return false;
	db_bind_blob(st, 1, h.bytes, sizeof(h.bytes));
	db_bind_int(st, 2, p->account);
	db_bind_int(st, 3, now);
	db_bind_int(st, 4, now + ACC_LONGEST);
	db_bind_text(st, 5, p->attempt.address);
	db_bind_text(st, 6, p->attempt.agent);
	return db_run(st, err) &&
	       acc_note(db, &who, now, "dang-nhap", p->login,
		   p->recovery != NULL ? "bằng mã dự phòng" : "", err);
}

bool
acc_session_close(struct db *db, const struct acc_actor *who, const char *token,
    int64_t now, struct err *err)
{
	static const char sql[] = "DELETE FROM acc_session WHERE hash = ?1";
	struct db_stmt *st;
	struct hash h;

	acc_token_hash(token, &h);
	if (!db_prepare(db, sql, &st, err))
		return false;
	db_bind_blob(st, 1, h.bytes, sizeof(h.bytes));
	return db_run(st, err) &&
	       acc_note(db, who, now, "dang-xuat", who->login, "", err);
}

bool
acc_sessions_close(struct db *db, const struct acc_actor *who,
    const char *login, int64_t now, struct err *err)
{
	struct arena *a = arena_new(0);
	struct acc_account acc;
	bool ok;

	if (a == NULL)
		return err_nomem(err);
	ok = acc_get(db, a, login, &acc, err) &&
	     (acc.id == who->account ||
		 acc_check(db, who, ACC_MANAGE, acc.org, err)) &&
	     acc_end_sessions(db, acc.id, NULL, err) &&
	     acc_note(db, who, now, "het-phien", login, "", err);
	arena_free(a);
	return ok;
}

bool
acc_session_find(struct db *db, struct arena *a, const struct hash *hash,
    int64_t now, struct acc_found *ret, bool *ret_found, struct err *err)
{
	static const char sql[] =
	    "SELECT a.id, a.login, a.name, a.org, a.roles, a.must_change,"
	    " s.expires, s.seen FROM acc_session s JOIN acc_account a"
	    " ON a.id = s.account WHERE s.hash = ?1 AND a.disabled = 0"
	    " AND s.expires > ?2 AND s.seen > ?3";
	struct db_stmt *st;
	bool row;

	if (!db_prepare(db, sql, &st, err))
		return false;
	db_bind_blob(st, 1, hash->bytes, sizeof(hash->bytes));
	db_bind_int(st, 2, now);
	db_bind_int(st, 3, now - ACC_IDLE);
	if (!db_step(st, &row, err))
		return false;
	*ret_found = row;
	if (row) {
		struct acc_actor *who = &ret->actor;

		*who = acc_nobody;
		who->account = db_int(st, 0);
		who->login = db_text(st, 1, a);
		who->name = db_text(st, 2, a);
		who->org = db_text(st, 3, a);
		who->must_change = db_int(st, 5) != 0;
		ret->expires = db_int(st, 6);
		ret->seen = db_int(st, 7);
		if (!acc_roles_parse(db_text(st, 4, a), &who->roles, err))
			return false;
		who->rights = acc_rights_of(who->roles);
	}
	db_reset(st);
	return true;
}

bool
acc_touch(struct db *db, const struct hash *hash, bool key, int64_t now,
    struct err *err)
{
	static const char session[] =
	    "UPDATE acc_session SET seen = ?2 WHERE hash = ?1 AND seen < ?2";
	static const char of_key[] =
	    "UPDATE acc_key SET seen = ?2 WHERE hash = ?1 AND seen < ?2";
	struct db_stmt *st;

	if (!db_prepare(db, key ? of_key : session, &st, err))
		return false;
	db_bind_blob(st, 1, hash->bytes, sizeof(hash->bytes));
	db_bind_int(st, 2, now);
	return db_run(st, err);
}
