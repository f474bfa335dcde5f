/* access/saved.c -- searches that a person keeps under a name. */
#include <string.h>

#include "access/acc_priv.h"

static const char sql_list[] = "SELECT name, query, at FROM acc_saved "
			       "WHERE account = ?1 ORDER BY name";
static const char sql_count[] =
    "SELECT count(*) FROM acc_saved WHERE account = ?1 AND name <> ?2";
static const char sql_put[] =
    "INSERT INTO acc_saved(account, name, query, at) VALUES(?1, ?2, ?3, ?4) "
    "ON CONFLICT(account, name) DO UPDATE SET query = excluded.query, "
    "at = excluded.at";
static const char sql_delete[] =
    "DELETE FROM acc_saved WHERE account = ?1 AND name = ?2";

bool
acc_saved_list(struct db *db, struct arena *a, int64_t account,
    struct acc_saved **ret, size_t *ret_count, struct err *err)
{
	struct acc_saved *list = arena_alloc_n(a, ACC_SAVED_MAX, sizeof(*list));
	struct db_stmt *st;
	size_t n = 0;
	bool row = true;

	if (list == NULL)
		return err_nomem(err);
	if (!db_prepare(db, sql_list, &st, err))
		return false;
	db_bind_int(st, 1, account);
	while (n < ACC_SAVED_MAX) {
		if (!db_step(st, &row, err))
			return false;
		if (!row)
			break;
		list[n++] = (struct acc_saved){ db_text(st, 0, a),
			db_text(st, 1, a), db_int(st, 2) };
	}
	db_reset(st);
	*ret = list;
	*ret_count = n;
	return true;
}

static bool
fits(struct db *db, const struct acc_actor *who, const struct acc_saved *s,
    struct err *err)
{
	struct db_stmt *st;
	bool row;
	int64_t others;

	if (s->name[0] == '\0') {
		err_set(err, ERR_VALUE, no_pos, "lần tìm này chưa có tên");
		return err_hint(err, "đặt một tên ngắn để lần sau chọn lại");
	}
	if (strlen(s->name) > (size_t)ACC_SAVED_NAME * 3 ||
	    strlen(s->query) > ACC_SAVED_QUERY)
		return err_set(
		    err, ERR_LIMIT, no_pos, "tên hoặc điều kiện tìm quá dài");
	if (!db_prepare(db, sql_count, &st, err))
		return false;
	db_bind_int(st, 1, who->account);
	db_bind_text(st, 2, s->name);
	if (!db_step(st, &row, err))
		return false;
	others = db_int(st, 0);
	db_reset(st);
	if (others < ACC_SAVED_MAX)
		return true;
	err_set(err, ERR_LIMIT, no_pos, "đã lưu %d lần tìm", ACC_SAVED_MAX);
	return err_hint(err, "bỏ bớt những lần tìm không dùng nữa");
}

bool
acc_save_search(struct db *db, const struct acc_actor *who,
    const struct acc_saved *search, struct err *err)
{
	struct db_stmt *st;

	if (!acc_check(db, who, ACC_READ, NULL, err) ||
	    !fits(db, who, search, err) || !db_prepare(db, sql_put, &st, err))
		return false;
	db_bind_int(st, 1, who->account);
	db_bind_text(st, 2, search->name);
	db_bind_text(st, 3, search->query);
	db_bind_int(st, 4, search->at);
	return db_run(st, err);
}

bool
acc_forget_search(struct db *db, const struct acc_actor *who, const char *name,
    struct err *err)
{
	struct db_stmt *st;

	if (!db_prepare(db, sql_delete, &st, err))
		return false;
	db_bind_int(st, 1, who->account);
	db_bind_text(st, 2, name);
	return db_run(st, err);
}
