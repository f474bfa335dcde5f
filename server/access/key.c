/* access/key.c -- tokens for programs that use the API. */
#include <string.h>

#include "access/acc_priv.h"

bool
acc_key_add(struct db *db, const struct acc_actor *who,
    const struct acc_key *key, const struct env *env,
    char ret[static ACC_TOKEN_LEN + 4], struct err *err)
{
	static const char sql[] =
	    "INSERT INTO acc_key(hash, account, name, scopes, created, expires)"
	    " VALUES(?1, ?2, ?3, ?4, ?5, ?6)";
	int64_t now = env_now(env);
	struct arena *a = arena_new(0);
	struct acc_account acc;
	struct db_stmt *st;
	struct hash h;
	bool ok;

	if (a == NULL)
		return err_nomem(err);
	ok = acc_get(db, a, key->login, &acc, err) &&
	     (acc.id == who->account
		     ? acc_check(db, who, ACC_SELF, NULL, err)
		     : acc_check(db, who, ACC_MANAGE, acc.org, err));
	if (ok && (key->name[0] == '\0' || strlen(key->name) > 200))
		ok = err_set(err, ERR_LENGTH, no_pos, "tên của khóa");
	if (ok && (key->scopes & ~acc_rights_of(acc.roles)) != 0)
		ok = err_set(err, ERR_DENIED, no_pos,
		    "khóa không thể có quyền mà tài khoản %s không có",
		    acc.login);
	if (ok && key->scopes == 0)
		ok = err_set(err, ERR_MISSING, no_pos, "quyền của khóa");
	ok = ok && db_prepare(db, sql, &st, err);
	if (ok) {
		memcpy(ret, "sv_", 3);
		acc_token_make(env, ret + 3);
		acc_token_hash(ret, &h);
		db_bind_blob(st, 1, h.bytes, sizeof(h.bytes));
		db_bind_int(st, 2, acc.id);
		db_bind_text(st, 3, key->name);
		db_bind_text(st, 4, acc_rights_text(a, key->scopes));
		db_bind_int(st, 5, now);
		db_bind_int(st, 6, key->expires);
		ok = db_run(st, err) && acc_note(db, who, now, "them-khoa",
					    acc.login, key->name, err);
	}
	arena_free(a);
	return ok;
}

static bool
find_owner(struct db *db, struct arena *a, int64_t id,
    struct acc_account *ret_owner, const char **ret_name, struct err *err)
{
	static const char sql[] =
	    "SELECT a.login, k.name FROM acc_key k JOIN acc_account a"
	    " ON a.id = k.account WHERE k.id = ?1";
	struct db_stmt *st;
	const char *login;
	bool row;

	if (!db_prepare(db, sql, &st, err))
		return false;
	db_bind_int(st, 1, id);
	if (!db_step(st, &row, err))
		return false;
	if (!row)
		return err_set(err, ERR_NOTFOUND, no_pos, "khóa API số %lld",
		    (long long)id);
	login = db_text(st, 0, a);
	*ret_name = db_text(st, 1, a);
	db_reset(st);
	return acc_get(db, a, login, ret_owner, err);
}

bool
acc_key_revoke(struct db *db, const struct acc_actor *who, int64_t id,
    int64_t now, struct err *err)
{
	static const char sql[] = "UPDATE acc_key SET revoked = ?2 "
				  "WHERE id = ?1 AND revoked = 0";
	struct arena *a = arena_new(0);
	struct acc_account owner;
	struct db_stmt *st;
	const char *name = "";
	bool ok;

	if (a == NULL)
		return err_nomem(err);
	ok = find_owner(db, a, id, &owner, &name, err) &&
	     (owner.id == who->account
		     ? acc_check(db, who, ACC_SELF, NULL, err)
		     : acc_check(db, who, ACC_MANAGE, owner.org, err)) &&
	     db_prepare(db, sql, &st, err);
	if (ok) {
		db_bind_int(st, 1, id);
		db_bind_int(st, 2, now);
		ok = db_run(st, err) &&
		     acc_note(db, who, now, "huy-khoa", owner.login, name, err);
	}
	arena_free(a);
	return ok;
}

bool
acc_key_list(struct db *db, struct arena *a, const char *login,
    struct acc_key **ret, size_t *ret_count, struct err *err)
{
	static const char sql[] =
	    "SELECT k.id, a.login, k.name, k.scopes, k.created, k.expires,"
	    " k.seen, k.revoked FROM acc_key k JOIN acc_account a"
	    " ON a.id = k.account WHERE ?1 = '' OR a.login = ?1"
	    " ORDER BY k.id DESC LIMIT 500";
	struct acc_key *list = arena_alloc_n(a, 500, sizeof(*list));
	struct db_stmt *st;
	size_t n = 0;
	bool row;

	if (list == NULL)
		return err_nomem(err);
	if (!db_prepare(db, sql, &st, err))
		return false;
	db_bind_text(st, 1, login == NULL ? "" : login);
	for (;;) {
		struct acc_key *k = &list[n];

		if (!db_step(st, &row, err))
			return false;
		if (!row)
			break;
		k->id = db_int(st, 0);
		k->login = db_text(st, 1, a);
		k->name = db_text(st, 2, a);
		if (!acc_rights_parse(db_text(st, 3, a), &k->scopes, err))
			return false;
		k->created = db_int(st, 4);
		k->expires = db_int(st, 5);
		k->last_used = db_int(st, 6);
		k->revoked = db_int(st, 7) != 0;
		n++;
	}
	db_reset(st);
	*ret = list;
	*ret_count = n;
	return true;
}

bool
acc_key_find(struct db *db, struct arena *a, const struct hash *hash,
    int64_t now, struct acc_found *ret, bool *ret_found, struct err *err)
{
	static const char sql[] =
	    "SELECT a.id, a.login, a.name, a.org, a.roles, k.scopes, k.expires,"
	    " k.seen FROM acc_key k JOIN acc_account a ON a.id = k.account"
	    " WHERE k.hash = ?1 AND k.revoked = 0 AND a.disabled = 0"
	    " AND (k.expires = 0 OR k.expires > ?2)";
	struct acc_actor *who = &ret->actor;
	struct db_stmt *st;
	unsigned scopes;
	bool row;

	if (!db_prepare(db, sql, &st, err))
		return false;
	db_bind_blob(st, 1, hash->bytes, sizeof(hash->bytes));
	db_bind_int(st, 2, now);
	if (!db_step(st, &row, err))
		return false;
	*ret_found = row;
	if (row) {
		*who = acc_nobody;
		who->account = db_int(st, 0);
		who->login = db_text(st, 1, a);
		who->name = db_text(st, 2, a);
		who->org = db_text(st, 3, a);
		who->by_token = true;
		if (!acc_roles_parse(db_text(st, 4, a), &who->roles, err) ||
		    !acc_rights_parse(db_text(st, 5, a), &scopes, err))
			return false;
		who->rights = acc_rights_of(who->roles) & scopes;
		ret->expires = db_int(st, 6);
		ret->seen = db_int(st, 7);
	}
	db_reset(st);
	return true;
}
