/* access/login.c -- is it really you. */
#include <string.h>

#include "access/acc_priv.h"
#include "base/secret.h"

bool
acc_code_fits(const uint8_t *key, const char *code, int64_t now, int64_t after,
    int64_t *ret_step)
{
	int64_t step = now / SECRET_STEP;
	char want[7];
	bool fits = false;

	if (strlen(code) != 6)
		return false;
	for (int64_t s = step - 1; s <= step + 1; s++) {
		secret_totp(key, s, want);
		/* A code that was used once is worth nothing any more. */
		if (secret_equal(want, code, 6) && s > after) {
			fits = true;
			*ret_step = s;
		}
	}
	return fits;
}

struct row {
	int64_t id, step;
	const char *hash;
	bool disabled, has_key;
	uint8_t key[SECRET_TOTP];
};

static bool
find(struct db *db, struct arena *a, const char *login, struct row *ret,
    struct err *err)
{
	static const char sql[] =
	    "SELECT id, hash, disabled, totp, totp_step FROM acc_account"
	    " WHERE login = ?1";
	struct db_stmt *st;
	bool row;

	memset(ret, 0, sizeof(*ret));
	ret->hash = "";
	if (!db_prepare(db, sql, &st, err))
		return false;
	db_bind_text(st, 1, login);
	if (!db_step(st, &row, err))
		return false;
	if (row) {
		ret->id = db_int(st, 0);
		ret->hash = db_text(st, 1, a);
		ret->disabled = db_int(st, 2) != 0;
		ret->has_key = db_bytes(st, 3, ret->key, sizeof(ret->key));
		ret->step = db_int(st, 4);
	}
	db_reset(st);
	return true;
}

static bool
recovery_fits(struct db *db, int64_t account, const char *code, bool *ret,
    struct err *err)
{
	static const char sql[] =
	    "SELECT 1 FROM acc_recovery WHERE account = ?1 AND hash = ?2";
	struct db_stmt *st;
	struct hash h;

	acc_token_hash(code, &h);
	if (!db_prepare(db, sql, &st, err))
		return false;
	db_bind_int(st, 1, account);
	db_bind_blob(st, 2, h.bytes, sizeof(h.bytes));
	if (!db_step(st, ret, err))
		return false;
	db_reset(st);
	return true;
}

/* One text for all that can be wrong: nobody learns which names exist. */
static bool
wrong(struct err *err)
{
	err_set(err, ERR_LOGIN, no_pos,
	    "tên đăng nhập, mật khẩu hoặc mã xác thực không đúng");
	return err_hint(err,
	    "xem lại chữ hoa, chữ thường và bộ gõ; quên mật khẩu thì nhờ người "
	    "quản trị đặt lại");
}

bool
acc_verify(struct db *db, struct arena *a, const struct acc_try *attempt,
    int64_t now, struct acc_passed *ret, struct err *err)
{
	const char *code = attempt->code == NULL ? "" : attempt->code;
	struct acc_passed p = { .attempt = *attempt, .login = attempt->login };
	struct row row;
	bool fits, second;

	if (strlen(attempt->login) > ACC_LOGIN_MAX ||
	    strlen(attempt->password) > ACC_PASSWORD_MAX)
		return wrong(err);
	if (!find(db, a, attempt->login, &row, err))
		return false;
	fits = secret_check(row.hash, attempt->password);
	second = !row.has_key ||
		 acc_code_fits(row.key, code, now, row.step, &p.step);
	if (!second && code[0] != '\0') {
		if (!recovery_fits(db, row.id, code, &second, err))
			return false;
		p.recovery = second ? code : NULL;
	}
	secret_wipe(row.key, sizeof(row.key));
	if (!fits || !second || row.disabled)
		return wrong(err);
	p.account = row.id;
	p.hash = row.hash;
	*ret = p;
	return true;
}

bool
acc_confirm(struct db *db, struct arena *a, int64_t account,
    const char *password, struct err *err)
{
	static const char sql[] = "SELECT hash FROM acc_account WHERE id = ?1";
	struct db_stmt *st;
	const char *hash = "";
	bool row;

	if (!db_prepare(db, sql, &st, err))
		return false;
	db_bind_int(st, 1, account);
	if (!db_step(st, &row, err))
		return false;
	if (row)
		hash = db_text(st, 0, a);
	db_reset(st);
	if (strlen(password) <= ACC_PASSWORD_MAX &&
	    secret_check(hash, password))
		return true;
	return err_set(err, ERR_DENIED, no_pos, "mật khẩu hiện nay không đúng");
}
