/* access/account.c -- accounts, and what changes them. */
#include <string.h>

#include "access/acc_priv.h"

static const char columns[] =
    "SELECT id, login, name, org, roles, disabled, must_change,"
    " totp IS NOT NULL, created, last_login FROM acc_account ORDER BY login";
static const char one[] =
    "SELECT id, login, name, org, roles, disabled, must_change,"
    " totp IS NOT NULL, created, last_login FROM acc_account"
    " WHERE login = ?1";

static bool
read_account(const struct db_stmt *st, struct arena *a, struct acc_account *ret,
    struct err *err)
{
	ret->id = db_int(st, 0);
	ret->login = db_text(st, 1, a);
	ret->name = db_text(st, 2, a);
	ret->org = db_text(st, 3, a);
	ret->disabled = db_int(st, 5) != 0;
	ret->must_change = db_int(st, 6) != 0;
	ret->totp = db_int(st, 7) != 0;
	ret->created = db_int(st, 8);
	ret->last_login = db_int(st, 9);
	return acc_roles_parse(db_text(st, 4, a), &ret->roles, err);
}

bool
acc_list(struct db *db, struct arena *a, struct acc_account **ret,
    size_t *ret_count, struct err *err)
{
	struct acc_account *list;
	struct db_stmt *st;
	int64_t room;
	size_t n = 0;
	bool row;

	if (!acc_count(db, &room, err) || !db_prepare(db, columns, &st, err))
		return false;
	list = arena_alloc_n(a, (size_t)room + 1, sizeof(*list));
	if (list == NULL)
		return err_nomem(err);
	while (n < (size_t)room) {
		if (!db_step(st, &row, err))
			return false;
		if (!row)
			break;
		if (!read_account(st, a, &list[n++], err))
			return false;
	}
	db_reset(st);
	*ret = list;
	*ret_count = n;
	return true;
}

bool
acc_get(struct db *db, struct arena *a, const char *login,
    struct acc_account *ret, struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (!db_prepare(db, one, &st, err))
		return false;
	db_bind_text(st, 1, login);
	if (!db_step(st, &row, err))
		return false;
	if (!row)
		return err_set(
		    err, ERR_NOTFOUND, no_pos, "tài khoản %s", login);
	if (!read_account(st, a, ret, err))
		return false;
	db_reset(st);
	return true;
}

bool
acc_count(struct db *db, int64_t *ret, struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (!db_prepare(db, "SELECT count(*) FROM acc_account", &st, err) ||
	    !db_step(st, &row, err))
		return false;
	*ret = db_int(st, 0);
	db_reset(st);
	return true;
}

static bool
login_fits(const char *login, struct err *err)
{
	size_t len = strlen(login);

	if (len >= 2 && len <= ACC_LOGIN_MAX &&
	    strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789.-_") == len &&
	    strcmp(login, acc_console.login) != 0)
		return true;
	err_set(err, ERR_VALUE, no_pos, "tên đăng nhập «%.60s»", login);
	return err_hint(err,
	    "từ 2 đến %d chữ thường không dấu, chữ số, dấu chấm, gạch nối; ví "
	    "dụ nguyen.thi.dao",
	    ACC_LOGIN_MAX);
}

/* The first that lists of leaked passwords give to those who guess, and what
 * people here write; letters in lower case. */
static const char *const common[] = { "1234567890", "0123456789", "12345678910",
	"0987654321", "9876543210", "1111111111", "0000000000", "1q2w3e4r5t",
	"qwertyuiop", "abcdefghij", "password123", "password1234", "matkhau123",
	"matkhau1234", "matkhau12345", "administrator", "quantri123",
	"vanthu12345", "vietnam123", "vietnam2025", "hungyen123", "hungyen2025",
	"ubndtinh123", "thiduakhenthuong", "anhyeuem123", "iloveyou123",
	"emyeuanh123", "qwerty12345", "123456789a", "a123456789", "aa12345678",
	"abc1234567", "asdfghjkl1", "zxcvbnm123", "1qaz2wsx3edc", "passw0rd123",
	"changeme123", "letmein1234" };

static bool
all_the_same(const char *s)
{
	return s[strspn(s, (char[]){ s[0], '\0' })] == '\0';
}

bool
acc_password_fits(const char *login, const char *password, struct err *err)
{
	size_t len = strlen(password), letters = 0;
	char low[ACC_PASSWORD_MAX + 1];
	bool known;

	for (const char *p = password; *p != '\0'; p++)
		letters += ((unsigned char)*p & 0xC0) != 0x80;
	if (letters < ACC_PASSWORD_MIN || len > ACC_PASSWORD_MAX) {
		err_set(
		    err, ERR_LENGTH, no_pos, "mật khẩu dài %zu chữ", letters);
		return err_hint(err,
		    "từ %d chữ trở lên, dài không quá %d byte; một câu dễ nhớ "
		    "là tốt nhất",
		    ACC_PASSWORD_MIN, ACC_PASSWORD_MAX);
	}
	for (size_t i = 0; i <= len; i++)
		low[i] = (char)(password[i] >= 'A' && password[i] <= 'Z'
				    ? password[i] + 'a' - 'A'
				    : password[i]);
	known = all_the_same(low) || strstr(low, login) != NULL;
	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		known = known || strcmp(low, common[i]) == 0;
	if (!known)
		return true;
	err_set(err, ERR_VALUE, no_pos, "mật khẩu này dễ đoán");
	return err_hint(
	    err, "đừng dùng tên đăng nhập, dãy số, từ ai cũng thử trước");
}

static bool
name_fits(const char *name, struct err *err)
{
	if (name[0] != '\0' && strlen(name) <= 200)
		return true;
	err_set(err, ERR_LENGTH, no_pos, "họ tên «%.40s»", name);
	return err_hint(err, "ghi họ tên đầy đủ, không quá 200 byte");
}

bool
acc_add(struct db *db, const struct acc_actor *who, const struct acc_new *n,
    int64_t now, struct err *err)
{
	static const char sql[] =
	    "INSERT INTO acc_account(login, name, org, roles, hash, created)"
	    " VALUES(?1, ?2, ?3, ?4, ?5, ?6)";
	struct db_stmt *st;
	struct arena *a;
	bool ok;

	if (!acc_check(db, who, ACC_MANAGE, n->org, err) ||
	    !login_fits(n->login, err) || !name_fits(n->name, err))
		return false;
	if (n->roles == 0)
		return err_set(
		    err, ERR_MISSING, no_pos, "vai trò của %s", n->login);
	a = arena_new(0);
	if (a == NULL)
		return err_nomem(err);
	ok = db_prepare(db, sql, &st, err);
	if (ok) {
		const char *roles = acc_roles_text(a, n->roles);

		db_bind_text(st, 1, n->login);
		db_bind_text(st, 2, n->name);
		db_bind_text(st, 3, n->org);
		db_bind_text(st, 4, roles);
		db_bind_text(st, 5, n->hash);
		db_bind_int(st, 6, now);
		ok = db_run(st, err);
		if (!ok && err != NULL && err->kind == ERR_TAKEN)
			err_set(err, ERR_TAKEN, no_pos, "đã có tài khoản %s",
			    n->login);
		ok = ok && acc_note(db, who, now, "them-tai-khoan", n->login,
			       roles, err);
	}
	arena_free(a);
	return ok;
}

/* Somebody must be left who can undo it. */
static bool
keeps_an_admin(struct db *db, struct err *err)
{
	static const char sql[] =
	    "SELECT count(*) FROM acc_account WHERE disabled = 0 AND org = ''"
	    " AND ' ' || roles || ' ' LIKE '% quan-tri %'";
	struct db_stmt *st;
	bool row;
	int64_t n;

	if (!db_prepare(db, sql, &st, err) || !db_step(st, &row, err))
		return false;
	n = db_int(st, 0);
	db_reset(st);
	if (n > 0)
		return true;
	err_set(err, ERR_DENIED, no_pos,
	    "không còn ai giữ quyền quản trị toàn hệ thống");
	return err_hint(err, "giao quyền quản trị cho người khác trước");
}

static bool
write_account(struct db *db, const struct acc_account *acc, const char *roles,
    struct err *err)
{
	static const char sql[] = "UPDATE acc_account SET name = ?2, org = ?3,"
				  " roles = ?4, disabled = ?5 WHERE id = ?1";
	struct db_stmt *st;

	if (!db_prepare(db, sql, &st, err))
		return false;
	db_bind_int(st, 1, acc->id);
	db_bind_text(st, 2, acc->name);
	db_bind_text(st, 3, acc->org);
	db_bind_text(st, 4, roles);
	db_bind_int(st, 5, acc->disabled);
	return db_run(st, err);
}

static bool
change(struct db *db, struct arena *a, const struct acc_actor *who,
    const char *login, const struct acc_change *c, int64_t now, struct err *err)
{
	struct acc_account acc;
	const char *roles;

	if (!acc_get(db, a, login, &acc, err) ||
	    !acc_check(db, who, ACC_MANAGE, acc.org, err) ||
	    (c->org != NULL && !acc_check(db, who, ACC_MANAGE, c->org, err)))
		return false;
	acc.name = c->name == NULL ? acc.name : c->name;
	acc.org = c->org == NULL ? acc.org : c->org;
	acc.roles = c->roles == NULL ? acc.roles : *c->roles;
	acc.disabled = c->disabled == NULL ? acc.disabled : *c->disabled;
	if (acc.roles == 0)
		return err_set(
		    err, ERR_MISSING, no_pos, "vai trò của %s", login);
	roles = acc_roles_text(a, acc.roles);
	return name_fits(acc.name, err) &&
	       write_account(db, &acc, roles, err) && keeps_an_admin(db, err) &&
	       acc_end_sessions(db, acc.id, NULL, err) &&
	       acc_note(db, who, now, "sua-tai-khoan", login,
		   arena_printf(a, "%s; cơ quan %s; %s", roles,
		       acc.org[0] == '\0' ? "tất cả" : acc.org,
		       acc.disabled ? "khóa" : "dùng"),
		   err);
}

bool
acc_change(struct db *db, const struct acc_actor *who, const char *login,
    const struct acc_change *c, int64_t now, struct err *err)
{
	struct arena *a = arena_new(0);
	bool ok;

	if (a == NULL)
		return err_nomem(err);
	ok = change(db, a, who, login, c, now, err);
	arena_free(a);
	return ok;
}

/* The own account, or that of another with ACC_MANAGE there. */
static bool
may_touch(struct db *db, const struct acc_actor *who,
    const struct acc_account *acc, struct err *err)
{
	if (acc->id == who->account)
		return acc_check(db, who, ACC_SELF, NULL, err);
	return acc_check(db, who, ACC_MANAGE, acc->org, err);
}

bool
acc_set_password(struct db *db, const struct acc_actor *who, const char *login,
    const char *hash, bool once, const void *keep_session, int64_t now,
    struct err *err)
{
	static const char sql[] = "UPDATE acc_account SET hash = ?2,"
				  " must_change = ?3 WHERE id = ?1";
	struct arena *a = arena_new(0);
	struct acc_account acc;
	struct db_stmt *st;
	bool ok;

	if (a == NULL)
		return err_nomem(err);
	ok = acc_get(db, a, login, &acc, err) &&
	     may_touch(db, who, &acc, err) && db_prepare(db, sql, &st, err);
	if (ok) {
		db_bind_int(st, 1, acc.id);
		db_bind_text(st, 2, hash);
		db_bind_int(st, 3, once);
		ok = db_run(st, err) &&
		     acc_end_sessions(db, acc.id, keep_session, err) &&
		     acc_note(db, who, now, "doi-mat-khau", login,
			 once ? "dùng một lần" : "", err);
	}
	arena_free(a);
	return ok;
}

static bool
write_codes(
    struct db *db, int64_t account, const char *const *codes, struct err *err)
{
	static const char clear[] =
	    "DELETE FROM acc_recovery WHERE account = ?1";
	static const char add[] =
	    "INSERT INTO acc_recovery(account, hash) VALUES(?1, ?2)";
	struct db_stmt *st;
	struct hash h;

	if (!db_prepare(db, clear, &st, err))
		return false;
	db_bind_int(st, 1, account);
	if (!db_run(st, err))
		return false;
	for (int i = 0; codes != NULL && i < ACC_CODES; i++) {
		if (!db_prepare(db, add, &st, err))
			return false;
		acc_token_hash(codes[i], &h);
		db_bind_int(st, 1, account);
		db_bind_blob(st, 2, h.bytes, sizeof(h.bytes));
		if (!db_run(st, err))
			return false;
	}
	return true;
}

bool
acc_set_totp(struct db *db, const struct acc_actor *who, const char *login,
    const uint8_t *key, const char *const *codes, int64_t now, struct err *err)
{
	static const char sql[] = "UPDATE acc_account SET totp = ?2,"
				  " totp_step = 0 WHERE id = ?1";
	struct arena *a = arena_new(0);
	struct acc_account acc;
	struct db_stmt *st;
	bool ok;

	if (a == NULL)
		return err_nomem(err);
	ok = acc_get(db, a, login, &acc, err) &&
	     may_touch(db, who, &acc, err) && db_prepare(db, sql, &st, err);
	if (ok) {
		db_bind_int(st, 1, acc.id);
		if (key != NULL)
			db_bind_blob(st, 2, key, 20);
		ok = db_run(st, err) &&
		     write_codes(db, acc.id, key == NULL ? NULL : codes, err) &&
		     acc_note(db, who, now, "hai-buoc", login,
			 key == NULL ? "tắt" : "bật", err);
	}
	arena_free(a);
	return ok;
}
