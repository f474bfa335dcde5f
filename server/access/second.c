/* access/second.c -- settings, and the rule that two persons must agree. */
#include <string.h>

#include "access/acc_priv.h"

const char acc_two_person[] = "hai-nguoi";

bool
acc_setting(struct db *db, struct arena *a, const char *name, const char **ret,
    struct err *err)
{
	static const char sql[] =
	    "SELECT value FROM acc_setting WHERE name = ?1";
	struct db_stmt *st;
	bool row;

	if (!db_prepare(db, sql, &st, err))
		return false;
	db_bind_text(st, 1, name);
	if (!db_step(st, &row, err))
		return false;
	*ret = row ? db_text(st, 0, a) : "";
	db_reset(st);
	return true;
}

bool
acc_set_setting(struct db *db, const struct acc_actor *who, const char *name,
    const char *value, int64_t now, struct err *err)
{
	static const char sql[] =
	    "INSERT INTO acc_setting(name, value) VALUES(?1, ?2)"
	    " ON CONFLICT(name) DO UPDATE SET value = excluded.value";
	struct db_stmt *st;

	if (!acc_check(db, who, ACC_MANAGE, "", err) ||
	    !db_prepare(db, sql, &st, err))
		return false;
	db_bind_text(st, 1, name);
	db_bind_text(st, 2, value);
	return db_run(st, err) &&
	       acc_note(db, who, now, "thiet-lap", name, value, err);
}

/* --- requests --- */

static const char columns[] =
    "SELECT uid, action, org, object, title, asked_by, asked_at, state,"
    " decided_by, decided_at, note FROM acc_request"
    " WHERE (?1 = '' OR org = ?1) AND (?2 = '' OR state = ?2)"
    " ORDER BY asked_at DESC, uid LIMIT 200";
static const char by_uid[] =
    "SELECT uid, action, org, object, title, asked_by, asked_at, state,"
    " decided_by, decided_at, note FROM acc_request WHERE uid = ?1";
static const char open_one[] =
    "SELECT uid, action, org, object, title, asked_by, asked_at, state,"
    " decided_by, decided_at, note FROM acc_request"
    " WHERE action = ?1 AND object = ?2 AND state IN ('cho', 'dong-y')";

static void
read_request(const struct db_stmt *st, struct arena *a, struct acc_request *r)
{
	r->uid = db_text(st, 0, a);
	r->action = db_text(st, 1, a);
	r->action_name = acc_action_name(r->action);
	r->org = db_text(st, 2, a);
	r->object = db_text(st, 3, a);
	r->title = db_text(st, 4, a);
	r->asked_by = db_text(st, 5, a);
	r->asked_at = db_int(st, 6);
	r->state = db_text(st, 7, a);
	r->decided_by = db_text(st, 8, a);
	r->decided_at = db_int(st, 9);
	r->note = db_text(st, 10, a);
}

bool
acc_requests(struct db *db, struct arena *a, const char *org, const char *state,
    struct acc_request **ret, size_t *ret_count, struct err *err)
{
	struct acc_request *list = arena_alloc_n(a, 200, sizeof(*list));
	struct db_stmt *st;
	size_t n = 0;
	bool row;

	if (list == NULL)
		return err_nomem(err);
	if (!db_prepare(db, columns, &st, err))
		return false;
	db_bind_text(st, 1, org == NULL ? "" : org);
	db_bind_text(st, 2, state == NULL ? "" : state);
	for (;;) {
		if (!db_step(st, &row, err))
			return false;
		if (!row)
			break;
		read_request(st, a, &list[n++]);
	}
	db_reset(st);
	*ret = list;
	*ret_count = n;
	return true;
}

static bool
set_state(struct db *db, const char *uid, const char *state, struct err *err)
{
	static const char sql[] =
	    "UPDATE acc_request SET state = ?2 WHERE uid = ?1";
	struct db_stmt *st;

	if (!db_prepare(db, sql, &st, err))
		return false;
	db_bind_text(st, 1, uid);
	db_bind_text(st, 2, state);
	return db_run(st, err);
}

static bool
ask(struct db *db, const struct acc_actor *who, const struct acc_request *r,
    const struct env *env, struct err *err)
{
	static const char sql[] =
	    "INSERT INTO acc_request(uid, action, org, object, title, asked_by,"
	    " asked_at) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)";
	char uid[ENV_ID_LEN + 1];
	int64_t now = env_now(env);
	struct db_stmt *st;

	env_id(env, uid);
	if (!db_prepare(db, sql, &st, err))
		return false;
	db_bind_text(st, 1, uid);
	db_bind_text(st, 2, r->action);
	db_bind_text(st, 3, r->org);
	db_bind_text(st, 4, r->object);
	db_bind_text(st, 5, r->title);
	db_bind_text(st, 6, who->login);
	db_bind_int(st, 7, now);
	return db_run(st, err) &&
	       acc_note(db, who, now, "xin-duyet", r->object, r->title, err);
}

static bool
second(struct db *db, struct arena *a, const struct acc_actor *who,
    const struct acc_request *r, const struct env *env, enum acc_second *ret,
    struct err *err)
{
	struct acc_request have;
	struct db_stmt *st;
	const char *on;
	bool row;

	*ret = ACC_GO;
	if (!acc_setting(db, a, acc_two_person, &on, err))
		return false;
	if (strcmp(on, "co") != 0 || who->account < 0)
		return true;
	if (!db_prepare(db, open_one, &st, err))
		return false;
	db_bind_text(st, 1, r->action);
	db_bind_text(st, 2, r->object);
	if (!db_step(st, &row, err))
		return false;
	if (row)
		read_request(st, a, &have);
	db_reset(st);
	if (row && strcmp(have.state, "dong-y") == 0 &&
	    strcmp(have.decided_by, who->login) != 0)
		return set_state(db, have.uid, "da-dung", err);
	*ret = ACC_ASKED;
	return row || ask(db, who, r, env, err);
}

bool
acc_second_person(struct db *db, const struct acc_actor *who,
    const struct acc_request *request, const struct env *env,
    enum acc_second *ret, struct err *err)
{
	struct arena *a = arena_new(0);
	bool ok;

	if (a == NULL)
		return err_nomem(err);
	ok = second(db, a, who, request, env, ret, err);
	arena_free(a);
	return ok;
}

static bool
decide(struct db *db, struct arena *a, const struct acc_actor *who,
    const char *uid, bool yes, const char *note, int64_t now, struct err *err)
{
	static const char sql[] =
	    "UPDATE acc_request SET state = ?2, decided_by = ?3,"
	    " decided_at = ?4, note = ?5 WHERE uid = ?1";
	struct acc_request r;
	struct db_stmt *st;
	bool row;

	if (!db_prepare(db, by_uid, &st, err))
		return false;
	db_bind_text(st, 1, uid);
	if (!db_step(st, &row, err))
		return false;
	if (!row)
		return err_set(
		    err, ERR_NOTFOUND, no_pos, "việc chờ duyệt %s", uid);
	read_request(st, a, &r);
	db_reset(st);
	if (!acc_check(db, who, ACC_APPROVE, r.org, err))
		return false;
	if (strcmp(r.asked_by, who->login) == 0) {
		err_set(err, ERR_DENIED, no_pos,
		    "người xin không được tự duyệt việc của mình");
		return err_hint(err, "nhờ một lãnh đạo khác");
	}
	if (strcmp(r.state, "cho") != 0)
		return err_set(err, ERR_TAKEN, no_pos,
		    "%s đã quyết định việc này", r.decided_by);
	if (!db_prepare(db, sql, &st, err))
		return false;
	db_bind_text(st, 1, uid);
	db_bind_text(st, 2, yes ? "dong-y" : "tu-choi");
	db_bind_text(st, 3, who->login);
	db_bind_int(st, 4, now);
	db_bind_text(st, 5, note);
	return db_run(st, err) &&
	       acc_note(db, who, now, yes ? "duyet" : "tu-choi", r.object,
		   r.title, err);
}

bool
acc_decide(struct db *db, const struct acc_actor *who, const char *uid,
    bool yes, const char *note, int64_t now, struct err *err)
{
	struct arena *a = arena_new(0);
	bool ok;

	if (a == NULL)
		return err_nomem(err);
	ok = decide(db, a, who, uid, yes, note, now, err);
	arena_free(a);
	return ok;
}
