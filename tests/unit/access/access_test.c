/* tests/unit/access/access_test.c -- accounts, sessions, keys, two persons, the
 * trail; on a database in a file of its own. */
#include "access/access.h"

#include <unistd.h>

#include "access/live.h"
#include "base/secret.h"
#include "support/t.h"

static const char good[] = "con đò qua sông 7";
static char good_hash[SECRET_HASH];

struct fix {
	char path[64];
	struct db *db;
	struct arena *a;
	struct env_fixed clock;
	struct env env;
	struct acc_live *live;
	struct err err;
};

static int
setup(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));
	int fd;

	assert_non_null(f);
	strcpy(f->path, "/tmp/sovang-access-XXXXXX");
	fd = mkstemp(f->path);
	assert_true(fd >= 0);
	close(fd);
	f->a = arena_new(0);
	f->clock = (struct env_fixed){ .now = 1700000000, .seed = 7 };
	f->env = env_fixed(&f->clock);
	f->live = acc_live_new(&f->env);
	assert_true(db_open(f->path, DB_CREATE, &f->db, &f->err));
	assert_true(db_upgrade(f->db, &acc_module, &f->err));
	if (good_hash[0] == '\0')
		assert_true(secret_hash(good, good_hash, &f->err));
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fix *f = *state;
	char more[80];

	acc_live_free(f->live);
	db_close(f->db);
	unlink(f->path);
	snprintf(more, sizeof(more), "%s-wal", f->path);
	unlink(more);
	snprintf(more, sizeof(more), "%s-shm", f->path);
	unlink(more);
	arena_free(f->a);
	free(f);
	return 0;
}

static bool
add(struct fix *f, const char *login, const char *org, unsigned roles)
{
	struct acc_new n = { login, "Nguyễn Thị Đào", org, roles, good_hash };

	return acc_add(f->db, &acc_console, &n, f->clock.now, &f->err);
}

static struct acc_actor
actor(struct fix *f, const char *login)
{
	struct acc_account acc;
	struct acc_actor who = acc_nobody;

	assert_true(acc_get(f->db, f->a, login, &acc, &f->err));
	who.account = acc.id;
	who.login = acc.login;
	who.name = acc.name;
	who.org = acc.org;
	who.roles = acc.roles;
	who.rights = acc_rights_of(acc.roles);
	return who;
}

static bool
try_login(struct fix *f, const char *login, const char *password,
    const char *code, char token[static ACC_TOKEN_LEN + 1])
{
	struct acc_try t = { login, password, code, "10.0.0.1", "curl", "0" };
	struct acc_passed passed;

	return acc_verify(f->db, f->a, &t, f->clock.now, &passed, &f->err) &&
	       acc_session_open(f->db, &passed, &f->env, token, &f->err);
}

static bool
session_is(struct fix *f, const char *token, struct acc_actor *ret)
{
	return acc_live_find(f->live, f->db, f->a, token, ret, &f->err);
}

static void
every_role_has_its_rights_and_no_other(void **state)
{
	static const struct {
		unsigned role, may, may_not;
	} rows[] = {
		{ ACC_DRAFTER, ACC_DRAFT, ACC_ISSUE | ACC_APPROVE },
		{ ACC_REGISTRAR, ACC_ISSUE | ACC_CANCEL,
		    ACC_APPROVE | ACC_MANAGE },
		{ ACC_LEADER, ACC_APPROVE, ACC_ISSUE | ACC_DRAFT },
		{ ACC_ARCHIVIST, ACC_KEEP | ACC_AUDIT, ACC_ISSUE | ACC_MANAGE },
		{ ACC_ADMIN, ACC_MANAGE, ACC_ISSUE | ACC_APPROVE | ACC_DRAFT },
		{ ACC_READER, ACC_READ, ACC_PRINT | ACC_DRAFT | ACC_AUDIT },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		unsigned have = acc_rights_of(rows[i].role);

		assert_int_equal(have & rows[i].may, rows[i].may);
		assert_int_equal(have & rows[i].may_not, 0);
		assert_true(have & ACC_SELF);
	}
	assert_int_equal(acc_rights_of(0), 0);
}

static void
a_right_holds_in_the_own_organisation_only(void **state)
{
	struct fix *f = *state;
	struct acc_actor who;

	assert_true(add(f, "dao", "so-tai-chinh", ACC_REGISTRAR));
	who = actor(f, "dao");
	assert_true(acc_check(f->db, &who, ACC_ISSUE, "so-tai-chinh", &f->err));
	assert_false(acc_check(f->db, &who, ACC_ISSUE, "ubnd", &f->err));
	assert_int_equal(f->err.kind, ERR_DENIED);
	assert_false(
	    acc_check(f->db, &who, ACC_APPROVE, "so-tai-chinh", &f->err));
	assert_false(acc_check(f->db, &acc_nobody, ACC_READ, NULL, &f->err));
	assert_int_equal(f->err.kind, ERR_LOGIN);
}

static void
what_was_taken_away_is_gone_inside_the_act(void **state)
{
	struct fix *f = *state;
	unsigned reader = ACC_READER;
	struct acc_change less = { .roles = &reader };
	struct acc_actor who;

	assert_true(add(f, "quan", "", ACC_ADMIN));
	assert_true(add(f, "dao", "", ACC_REGISTRAR));
	who = actor(f, "dao"); /* as the request found it */
	assert_true(acc_change(
	    f->db, &acc_console, "dao", &less, f->clock.now, &f->err));
	assert_false(acc_check(f->db, &who, ACC_ISSUE, NULL, &f->err));
	assert_true(acc_check(f->db, &who, ACC_READ, NULL, &f->err));
}

static void
a_login_gives_a_session_that_ends(void **state)
{
	struct fix *f = *state;
	char token[ACC_TOKEN_LEN + 1], other[ACC_TOKEN_LEN + 1];
	struct acc_actor who;

	assert_true(add(f, "dao", "", ACC_READER));
	assert_true(try_login(f, "dao", good, "", token));
	assert_true(try_login(f, "dao", good, "", other));
	assert_string_not_equal(token, other);
	assert_true(session_is(f, token, &who));
	assert_string_equal(who.login, "dao");
	assert_true(who.must_change);
	f->clock.now += ACC_IDLE - 1;
	assert_true(session_is(f, token, &who));
	f->clock.now += ACC_IDLE + 1;
	assert_false(session_is(f, token, &who));
	assert_int_equal(f->err.kind, ERR_LOGIN);
	assert_false(session_is(f, "khong-co", &who));
}

static void
who_works_on_stays_logged_in_until_the_day_ends(void **state)
{
	struct fix *f = *state;
	char token[ACC_TOKEN_LEN + 1];
	struct acc_actor who;
	int64_t start = f->clock.now;

	assert_true(add(f, "dao", "", ACC_READER));
	assert_true(try_login(f, "dao", good, "", token));
	while (f->clock.now + ACC_IDLE / 2 < start + ACC_LONGEST) {
		f->clock.now += ACC_IDLE / 2;
		assert_true(session_is(f, token, &who));
		assert_true(acc_live_flush(f->live, f->db, &f->err));
		acc_live_flushed(f->live, true);
	}
	f->clock.now += ACC_IDLE / 2;
	assert_false(session_is(f, token, &who));
}

static void
a_wrong_name_looks_like_a_wrong_password(void **state)
{
	struct fix *f = *state;
	char token[ACC_TOKEN_LEN + 1], first[400];

	assert_true(add(f, "dao", "", ACC_READER));
	assert_false(try_login(f, "dao", "khác hẳn rồi", "", token));
	snprintf(first, sizeof(first), "%s", f->err.text);
	assert_false(try_login(f, "khong-co", good, "", token));
	assert_string_equal(f->err.text, first);
}

static void
a_role_change_ends_sessions_within_a_second(void **state)
{
	struct fix *f = *state;
	unsigned reader = ACC_READER;
	struct acc_change less = { .roles = &reader };
	char token[ACC_TOKEN_LEN + 1];
	struct acc_actor who;

	assert_true(add(f, "quan", "", ACC_ADMIN));
	assert_true(add(f, "dao", "", ACC_REGISTRAR));
	assert_true(try_login(f, "dao", good, "", token));
	assert_true(session_is(f, token, &who));
	assert_true(acc_change(
	    f->db, &acc_console, "dao", &less, f->clock.now, &f->err));
	f->clock.now += ACC_FRESH;
	assert_false(session_is(f, token, &who));
}

static void
the_last_administrator_stays(void **state)
{
	struct fix *f = *state;
	unsigned reader = ACC_READER;
	bool off = true;
	struct acc_change strip = { .roles = &reader };
	struct acc_change lock = { .disabled = &off };

	assert_true(add(f, "quan", "", ACC_ADMIN));
	assert_false(acc_change(
	    f->db, &acc_console, "quan", &strip, f->clock.now, &f->err));
	assert_int_equal(f->err.kind, ERR_DENIED);
	assert_false(acc_change(
	    f->db, &acc_console, "quan", &lock, f->clock.now, &f->err));
}

static void
a_password_must_be_long_and_not_everybodys(void **state)
{
	struct fix *f = *state;

	assert_true(acc_password_fits("dao", good, &f->err));
	assert_false(acc_password_fits("dao", "ngắn quá", &f->err));
	assert_false(acc_password_fits("dao", "1234567890", &f->err));
	assert_false(acc_password_fits("dao", "QWERTYUIOP", &f->err));
	assert_false(acc_password_fits("dao", "aaaaaaaaaaaa", &f->err));
	assert_false(acc_password_fits("dao", "mật khẩu dao 1", &f->err));
	assert_true(f->err.hint[0] != '\0');
}

static void
a_one_time_code_works_once(void **state)
{
	/* RFC 6238, appendix B, for SHA-1, six of the eight digits. */
	static const uint8_t key[SECRET_TOTP] = { '1', '2', '3', '4', '5', '6',
		'7', '8', '9', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9',
		'0' };
	static const struct {
		int64_t at;
		const char *code;
	} rfc[] = { { 59, "287082" }, { 1111111109, "081804" },
		{ 1111111111, "050471" }, { 1234567890, "005924" },
		{ 2000000000, "279037" }, { 20000000000, "353130" } };
	static const char *const codes[ACC_CODES] = { "a1", "a2", "a3", "a4",
		"a5", "a6", "a7", "a8" };
	struct fix *f = *state;
	char code[7], token[ACC_TOKEN_LEN + 1];

	for (size_t i = 0; i < sizeof(rfc) / sizeof(rfc[0]); i++) {
		secret_totp(key, rfc[i].at / SECRET_STEP, code);
		assert_string_equal(code, rfc[i].code);
	}
	assert_true(add(f, "dao", "", ACC_READER));
	assert_true(acc_set_totp(
	    f->db, &acc_console, "dao", key, codes, f->clock.now, &f->err));
	assert_false(try_login(f, "dao", good, "", token));
	assert_false(try_login(f, "dao", good, "000000", token));
	secret_totp(key, f->clock.now / SECRET_STEP, code);
	assert_true(try_login(f, "dao", good, code, token));
	assert_false(try_login(f, "dao", good, code, token));
	assert_true(try_login(f, "dao", good, "a3", token));
	assert_false(try_login(f, "dao", good, "a3", token));
}

static void
a_key_has_no_more_than_its_owner_and_can_be_revoked(void **state)
{
	struct fix *f = *state;
	struct acc_key key = { .login = "dao", .name = "máy quét" };
	char token[ACC_TOKEN_LEN + 4];
	struct acc_actor who, dao;
	struct acc_key *list;
	size_t n;

	assert_true(add(f, "dao", "", ACC_REGISTRAR));
	assert_true(add(f, "hoa", "", ACC_READER));
	dao = actor(f, "dao");
	key.scopes = ACC_MANAGE;
	assert_false(acc_key_add(f->db, &dao, &key, &f->env, token, &f->err));
	key.scopes = ACC_READ;
	assert_true(acc_key_add(f->db, &dao, &key, &f->env, token, &f->err));
	assert_true(session_is(f, token, &who));
	assert_int_equal(who.rights, ACC_READ);
	assert_true(who.by_token);
	assert_true(acc_key_list(f->db, f->a, "dao", &list, &n, &f->err));
	assert_int_equal(n, 1);
	who = actor(f, "hoa");
	assert_false(
	    acc_key_revoke(f->db, &who, list[0].id, f->clock.now, &f->err));
	assert_true(
	    acc_key_revoke(f->db, &dao, list[0].id, f->clock.now, &f->err));
	f->clock.now += ACC_FRESH;
	assert_false(session_is(f, token, &who));
}

static void
guessing_is_slowed_down(void **state)
{
	struct fix *f = *state;
	unsigned wait;

	for (int i = 0; i < 5; i++) {
		assert_int_equal(acc_live_wait(f->live, "dao", "1.1.1.1"), 0);
		acc_live_tried(f->live, "dao", "1.1.1.1", false);
	}
	wait = acc_live_wait(f->live, "dao", "2.2.2.2");
	assert_true(wait >= 1);
	for (int i = 0; i < 20; i++)
		acc_live_tried(f->live, "dao", "3.3.3.3", false);
	wait = acc_live_wait(f->live, "dao", "4.4.4.4");
	assert_int_equal(wait, ACC_WAIT_MAX);
	assert_true(acc_live_wait(f->live, "khác", "3.3.3.3") > 0);
	assert_int_equal(acc_live_wait(f->live, "khác", "4.4.4.4"), 0);
	f->clock.now += ACC_WAIT_MAX;
	assert_int_equal(acc_live_wait(f->live, "dao", "4.4.4.4"), 0);
}

static void
the_trail_counts_up_and_is_never_rewritten(void **state)
{
	struct fix *f = *state;
	struct acc_trail_query q = { .login = "dao" };
	struct acc_deed *list;
	struct acc_actor who;
	int64_t next;
	size_t n;

	assert_true(add(f, "dao", "", ACC_READER));
	who = actor(f, "dao");
	for (int i = 0; i < 5; i++)
		acc_live_note(f->live, &who, "tai-ve", "vb1");
	acc_live_note(f->live, &who, "tai-ve", "vb2");
	assert_true(acc_live_flush(f->live, f->db, &f->err));
	acc_live_note(f->live, &who, "tai-ve", "vb2"); /* meanwhile */
	acc_live_flushed(f->live, true);
	assert_true(acc_live_flush(f->live, f->db, &f->err));
	acc_live_flushed(f->live, true);
	assert_false(acc_live_waiting(f->live));
	assert_true(acc_trail(f->db, f->a, &q, &list, &n, &next, &f->err));
	assert_int_equal(n, 3);
	assert_string_equal(list[2].object, "vb1");
	assert_int_equal(list[2].times, 5);
	q.limit = 2;
	assert_true(acc_trail(f->db, f->a, &q, &list, &n, &next, &f->err));
	assert_int_equal(n, 2);
	q.before = next;
	assert_true(acc_trail(f->db, f->a, &q, &list, &n, &next, &f->err));
	assert_int_equal(n, 1);
	assert_int_equal(next, 0);
	assert_false(db_exec(f->db, "UPDATE acc_trail SET login='x'", &f->err));
	assert_false(db_exec(f->db, "DELETE FROM acc_trail", &f->err));
}

static void
two_persons_must_agree_when_the_rule_is_on(void **state)
{
	struct fix *f = *state;
	struct acc_request r = { .action = "thu-hoi",
		.org = "ubnd",
		.object = "vb1",
		.title = "Thu hồi 71/KH-UBND" };
	struct acc_request *list;
	struct acc_actor asks, boss;
	enum acc_second second;
	size_t n;

	assert_true(add(f, "vt", "ubnd", ACC_REGISTRAR | ACC_LEADER));
	assert_true(add(f, "ld", "ubnd", ACC_LEADER));
	asks = actor(f, "vt");
	boss = actor(f, "ld");
	assert_true(
	    acc_second_person(f->db, &asks, &r, &f->env, &second, &f->err));
	assert_int_equal(second, ACC_GO);
	assert_true(acc_set_setting(
	    f->db, &acc_console, acc_two_person, "co", f->clock.now, &f->err));
	for (int i = 0; i < 2; i++) {
		assert_true(acc_second_person(
		    f->db, &asks, &r, &f->env, &second, &f->err));
		assert_int_equal(second, ACC_ASKED);
	}
	assert_true(
	    acc_requests(f->db, f->a, "ubnd", "cho", &list, &n, &f->err));
	assert_int_equal(n, 1);
	assert_false(acc_decide(
	    f->db, &asks, list[0].uid, true, "", f->clock.now, &f->err));
	assert_int_equal(f->err.kind, ERR_DENIED);
	assert_true(acc_decide(
	    f->db, &boss, list[0].uid, true, "", f->clock.now, &f->err));
	assert_false(acc_decide(
	    f->db, &boss, list[0].uid, false, "", f->clock.now, &f->err));
	assert_true(
	    acc_second_person(f->db, &asks, &r, &f->env, &second, &f->err));
	assert_int_equal(second, ACC_GO);
	assert_true(
	    acc_second_person(f->db, &asks, &r, &f->env, &second, &f->err));
	assert_int_equal(second, ACC_ASKED); /* a yes is used once */
}

int
main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(every_role_has_its_rights_and_no_other),
		T(a_right_holds_in_the_own_organisation_only),
		T(what_was_taken_away_is_gone_inside_the_act),
		T(a_login_gives_a_session_that_ends),
		T(who_works_on_stays_logged_in_until_the_day_ends),
		T(a_wrong_name_looks_like_a_wrong_password),
		T(a_role_change_ends_sessions_within_a_second),
		T(the_last_administrator_stays),
		T(a_password_must_be_long_and_not_everybodys),
		T(a_one_time_code_works_once),
		T(a_key_has_no_more_than_its_owner_and_can_be_revoked),
		T(guessing_is_slowed_down),
		T(the_trail_counts_up_and_is_never_rewritten),
		T(two_persons_must_agree_when_the_rule_is_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
