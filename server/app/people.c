/* app/people.c -- subcommands for accounts and API tokens. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/access.h"
#include "app/commands.h"
#include "archive/archive.h"
#include "base/arena.h"
#include "base/env.h"
#include "base/secret.h"

/* What one subcommand does inside the transaction. */
struct deed {
	const struct cli *cli;
	struct arena *a;
	int64_t now;
	char word[SECRET_WORD + 1];
	char hash[SECRET_HASH];
	char token[ACC_TOKEN_LEN + 4];
};
typedef bool (*deed_run)(struct db *db, struct deed *d, struct err *err);

static int
run(const struct cli *cli, deed_run use, bool password)
{
	struct deed d = { .cli = cli, .now = env_now(env_system()) };
	struct arc *arc = NULL;
	struct err err;
	bool ok;

	d.a = arena_new(0);
	if (d.a == NULL)
		return cli_out_of_memory();
	secret_word(d.word);
	ok = (!password || secret_hash(d.word, d.hash, &err)) &&
	     arc_open(cli_value(cli, "data"), true, env_system(), &arc, &err) &&
	     db_upgrade(arc_db(arc), &acc_module, &err) && arc_begin(arc, &err);
	if (ok) {
		ok = use(arc_db(arc), &d, &err) && arc_commit(arc, &err);
		if (!ok)
			arc_abort(arc);
	}
	if (ok && password)
		printf("Mật khẩu dùng một lần của %s: %s\n", cli->words[0],
		    d.word);
	if (ok && d.token[0] != '\0')
		printf("%s\n", d.token);
	arc_close(arc);
	arena_free(d.a);
	return ok ? 0 : cli_fail(&err);
}

static bool
read_roles(const char *text, unsigned *ret, struct err *err)
{
	return acc_roles_parse(text, ret, err) &&
	       (*ret != 0 || err_set(err, ERR_MISSING, no_pos, "vai trò"));
}

static bool
user_add(struct db *db, struct deed *d, struct err *err)
{
	const char *org = cli_value(d->cli, "org");
	struct acc_new n = { .login = d->cli->words[0],
		.name = cli_value(d->cli, "name"),
		.org = org == NULL ? "" : org,
		.hash = d->hash };

	return read_roles(cli_value(d->cli, "roles"), &n.roles, err) &&
	       acc_add(db, &acc_console, &n, d->now, err);
}

int
cmd_user_add(const struct cli *cli)
{
	return run(cli, user_add, true);
}

static bool
user_passwd(struct db *db, struct deed *d, struct err *err)
{
	const char *login = d->cli->words[0];

	return acc_set_password(
		   db, &acc_console, login, d->hash, true, NULL, d->now, err) &&
	       (!cli_flag(d->cli, "no-totp") ||
		   acc_set_totp(
		       db, &acc_console, login, NULL, NULL, d->now, err));
}

int
cmd_user_passwd(const struct cli *cli)
{
	return run(cli, user_passwd, true);
}

static bool
user_role(struct db *db, struct deed *d, struct err *err)
{
	unsigned roles;
	struct acc_change c = { .roles = &roles,
		.org = cli_value(d->cli, "org") };

	return read_roles(d->cli->words[1], &roles, err) &&
	       acc_change(db, &acc_console, d->cli->words[0], &c, d->now, err);
}

int
cmd_user_role(const struct cli *cli)
{
	return run(cli, user_role, false);
}

static bool
user_lock(struct db *db, struct deed *d, struct err *err)
{
	bool locked = strcmp(d->cli->command->name, "user disable") == 0;
	struct acc_change c = { .disabled = &locked };

	return acc_change(db, &acc_console, d->cli->words[0], &c, d->now, err);
}

int
cmd_user_lock(const struct cli *cli)
{
	return run(cli, user_lock, false);
}

static bool
user_list(struct db *db, struct deed *d, struct err *err)
{
	struct acc_account *list;
	size_t n;

	if (!acc_list(db, d->a, &list, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		printf("%s\t%s\t%s\t%s\t%s\n", list[i].login, list[i].name,
		    list[i].org[0] == '\0' ? "*" : list[i].org,
		    acc_roles_text(d->a, list[i].roles),
		    list[i].disabled ? "khóa" : "dùng");
	return true;
}

int
cmd_user_list(const struct cli *cli)
{
	return run(cli, user_list, false);
}

/* --- tokens --- */

static bool
token_add(struct db *db, struct deed *d, struct err *err)
{
	const char *days = cli_value(d->cli, "days");
	struct acc_key k = { .login = d->cli->words[0],
		.name = cli_value(d->cli, "name") };
	long span = days == NULL ? 365 : strtol(days, NULL, 10);

	if (span < 1 || span > 3650)
		return err_set(err, ERR_USAGE, no_pos, "số ngày «%s»", days);
	k.expires = d->now + span * 86400;
	return acc_rights_parse(cli_value(d->cli, "rights"), &k.scopes, err) &&
	       acc_key_add(db, &acc_console, &k, env_system(), d->token, err);
}

int
cmd_token_add(const struct cli *cli)
{
	return run(cli, token_add, false);
}

static bool
token_list(struct db *db, struct deed *d, struct err *err)
{
	struct acc_key *list;
	size_t n;

	if (!acc_key_list(db, d->a, NULL, &list, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		printf("%lld\t%s\t%s\t%s\t%s\n", (long long)list[i].id,
		    list[i].login, list[i].name,
		    acc_rights_text(d->a, list[i].scopes),
		    list[i].revoked		? "đã hủy"
		    : list[i].expires <= d->now ? "hết hạn"
						: "dùng");
	return true;
}

int
cmd_token_list(const struct cli *cli)
{
	return run(cli, token_list, false);
}

static bool
token_revoke(struct db *db, struct deed *d, struct err *err)
{
	return acc_key_revoke(
	    db, &acc_console, strtoll(d->cli->words[0], NULL, 10), d->now, err);
}

int
cmd_token_revoke(const struct cli *cli)
{
	return run(cli, token_revoke, false);
}
