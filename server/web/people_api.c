/* web/people_api.c -- accounts, keys, settings and requests for programs: what
 * the pages of admin.c, own.c and trail.c do, in JSON. */
#include <stdlib.h>
#include <string.h>

#include "base/env.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/secret.h"
#include "web/web_priv.h"

static int64_t
now(void)
{
	return env_now(env_system());
}

void
web_json_words(struct json *j, const char *key, const char *words)
{
	json_key(j, key);
	json_array(j);
	while (*words != '\0') {
		char one[40];
		size_t len = strcspn(words, " ");

		if (len > 0 && len < sizeof(one)) {
			memcpy(one, words, len);
			one[len] = '\0';
			json_str(j, one);
		}
		words += len;
		words += *words == ' ';
	}
	json_array_end(j);
}

/* A list of strings, all of them known words. */
static bool
read_words(struct http_request *req, const char *name,
    bool (*parse)(const char *, unsigned *, struct err *), unsigned *ret,
    struct err *err)
{
	const char *v;
	unsigned one;

	*ret = 0;
	for (size_t n = 0; (v = http_form_at(req, name, n)) != NULL; n++) {
		if (!parse(v, &one, err))
			return false;
		*ret |= one;
	}
	return true;
}

/* One member that says what happened. */
static bool
reply_one(struct http_request *req, const char *key, const char *value,
    struct err *err)
{
	struct buf b = { 0 };
	struct json j = { .out = &b };

	json_object(&j);
	json_pair(&j, key, value);
	json_object_end(&j);
	http_reply_header(req, "Cache-Control", "no-store");
	if (!buf_ok(&b)) {
		buf_done(&b);
		return err_nomem(err);
	}
	http_reply(req, 200, "application/json; charset=utf-8", buf_str(&b),
	    b.len, false);
	buf_done(&b);
	return true;
}

/* --- accounts --- */

static void
put_account(struct json *j, struct arena *a, const struct acc_account *acc)
{
	json_object(j);
	json_pair(j, "login", acc->login);
	json_pair(j, "name", acc->name);
	json_key(j, "org");
	json_str(j, acc->org);
	web_json_words(j, "roles", acc_roles_text(a, acc->roles));
	json_key(j, "disabled");
	json_bool(j, acc->disabled);
	json_key(j, "secondFactor");
	json_bool(j, acc->totp);
	json_object_end(j);
}

bool
api_accounts(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	struct arc *arc = web_reader(web, err);
	const char *own = web_who(req)->org;
	struct acc_account *list;
	struct buf b = { 0 };
	struct json j = { .out = &b };
	size_t n;

	if (arc == NULL || !acc_list(arc_db(arc), a, &list, &n, err))
		return false;
	json_object(&j);
	json_key(&j, "accounts");
	json_array(&j);
	for (size_t i = 0; i < n; i++)
		if (own[0] == '\0' || strcmp(own, list[i].org) == 0)
			put_account(&j, a, &list[i]);
	json_array_end(&j);
	json_object_end(&j);
	return web_json(req, &b, err);
}

bool
api_account(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	struct arc *arc = web_reader(web, err);
	struct acc_account acc;
	struct buf b = { 0 };
	struct json j = { .out = &b };

	if (arc == NULL ||
	    !acc_get(arc_db(arc), a, http_param(req, "login"), &acc, err))
		return false;
	put_account(&j, a, &acc);
	return web_json(req, &b, err);
}

struct act {
	struct http_request *req;
	const struct acc_actor *who;
	const char *login;
	struct acc_new fresh;
	struct acc_change change;
	struct acc_key key;
	int64_t id;
	char hash[SECRET_HASH], token[ACC_TOKEN_LEN + 4];
};

static bool
act_add(struct arc *arc, void *ctx, struct err *err)
{
	struct act *x = ctx;

	return acc_add(arc_db(arc), x->who, &x->fresh, now(), err);
}

bool
api_account_add(struct http_request *req, void *app, struct err *err)
{
	struct act x = { .who = web_who(req) };
	char word[SECRET_WORD + 1];

	secret_word(word);
	x.fresh.login = web_field(req, "login");
	x.fresh.name = web_field(req, "name");
	x.fresh.org =
	    http_form(req, "org") == NULL ? x.who->org : web_field(req, "org");
	x.fresh.hash = x.hash;
	return read_words(req, "roles", acc_roles_parse, &x.fresh.roles, err) &&
	       secret_hash(word, x.hash, err) &&
	       web_write(app, act_add, &x, err) &&
	       reply_one(req, "password", word, err);
}

/* The tag is that of the account as its GET gives it, looked at where nobody
 * can come between. */
static bool
tag_holds(struct db *db, struct act *x, struct err *err)
{
	struct arena *a = http_arena(x->req);
	struct acc_account acc;
	struct buf b = { 0 };
	struct json j = { .out = &b };
	struct hash h;
	char hex[HASH_HEX + 1];

	if (!acc_get(db, a, x->login, &acc, err))
		return false;
	put_account(&j, a, &acc);
	buf_char(&b, '\n');
	hash_of(buf_str(&b), b.len, &h);
	buf_done(&b);
	hash_hex(&h, hex);
	hex[32] = '\0';
	return http_matches(x->req, hex, false, err);
}

static bool
act_change(struct arc *arc, void *ctx, struct err *err)
{
	struct act *x = ctx;

	return tag_holds(arc_db(arc), x, err) &&
	       acc_change(
		   arc_db(arc), x->who, x->login, &x->change, now(), err);
}

bool
api_account_change(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct act x = { .req = req,
		.who = web_who(req),
		.login = http_param(req, "login") };
	bool disabled = strcmp(web_field(req, "disabled"), "co") == 0;
	unsigned roles;

	if (!read_words(req, "roles", acc_roles_parse, &roles, err))
		return false;
	if (http_form(req, "roles") != NULL)
		x.change.roles = &roles;
	if (http_form(req, "name") != NULL)
		x.change.name = web_field(req, "name");
	if (http_form(req, "org") != NULL)
		x.change.org = web_field(req, "org");
	if (http_form(req, "disabled") != NULL)
		x.change.disabled = &disabled;
	if (!web_write(web, act_change, &x, err))
		return false;
	acc_live_forget(web->live);
	return api_account(req, app, err);
}

static bool
act_password(struct arc *arc, void *ctx, struct err *err)
{
	struct act *x = ctx;

	return acc_set_password(
	    arc_db(arc), x->who, x->login, x->hash, true, NULL, now(), err);
}

bool
api_account_password(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct act x = { .who = web_who(req),
		.login = http_param(req, "login") };
	char word[SECRET_WORD + 1];

	secret_word(word);
	if (!secret_hash(word, x.hash, err) ||
	    !web_write(web, act_password, &x, err))
		return false;
	acc_live_forget(web->live);
	return reply_one(req, "password", word, err);
}

/* --- keys --- */

bool
api_keys(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	struct arc *arc = web_reader(web, err);
	struct acc_key *keys;
	struct buf b = { 0 };
	struct json j = { .out = &b };
	size_t n;

	if (arc == NULL ||
	    !acc_key_list(arc_db(arc), a, web_who(req)->login, &keys, &n, err))
		return false;
	json_object(&j);
	json_key(&j, "keys");
	json_array(&j);
	for (size_t i = 0; i < n; i++) {
		json_object(&j);
		json_pair_int(&j, "id", keys[i].id);
		json_pair(&j, "name", keys[i].name);
		web_json_words(
		    &j, "rights", acc_rights_text(a, keys[i].scopes));
		json_pair_int(&j, "created", keys[i].created);
		json_pair_int(&j, "expires", keys[i].expires);
		json_key(&j, "revoked");
		json_bool(&j, keys[i].revoked);
		json_object_end(&j);
	}
	json_array_end(&j);
	json_object_end(&j);
	return web_json(req, &b, err);
}

static bool
act_key_add(struct arc *arc, void *ctx, struct err *err)
{
	struct act *x = ctx;

	return acc_key_add(
	    arc_db(arc), x->who, &x->key, env_system(), x->token, err);
}

bool
api_key_add(struct http_request *req, void *app, struct err *err)
{
	struct act x = { .who = web_who(req) };
	long days = strtol(web_field(req, "days"), NULL, 10);

	if (x.who->by_token)
		return err_set(err, ERR_DENIED, no_pos,
		    "khóa API không tạo được khóa khác");
	if (days < 1 || days > 3650)
		return err_set(err, ERR_VALUE, no_pos, "days «%s»",
		    web_field(req, "days"));
	x.key.login = x.who->login;
	x.key.name = web_field(req, "name");
	x.key.expires = now() + days * 86400;
	return read_words(
		   req, "rights", acc_rights_parse, &x.key.scopes, err) &&
	       web_write(app, act_key_add, &x, err) &&
	       reply_one(req, "key", x.token, err);
}

static bool
act_key_revoke(struct arc *arc, void *ctx, struct err *err)
{
	struct act *x = ctx;

	return acc_key_revoke(arc_db(arc), x->who, x->id, now(), err);
}

bool
api_key_revoke(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct act x = { .who = web_who(req),
		.id = strtoll(http_param(req, "id"), NULL, 10) };

	if (!web_write(web, act_key_revoke, &x, err))
		return false;
	acc_live_forget(web->live);
	return reply_one(req, "revoked", http_param(req, "id"), err);
}

/* --- settings and requests --- */

bool
api_settings(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arc *arc = web_reader(web, err);
	struct buf b = { 0 };
	struct json j = { .out = &b };
	const char *two;

	if (arc == NULL || !acc_setting(arc_db(arc), http_arena(req),
			       acc_two_person, &two, err))
		return false;
	json_object(&j);
	json_key(&j, "twoPersons");
	json_bool(&j, strcmp(two, "co") == 0);
	json_object_end(&j);
	return web_json(req, &b, err);
}

static bool
act_settings(struct arc *arc, void *ctx, struct err *err)
{
	struct act *x = ctx;

	return acc_set_setting(
	    arc_db(arc), x->who, acc_two_person, x->login, now(), err);
}

bool
api_settings_change(struct http_request *req, void *app, struct err *err)
{
	struct act x = { .who = web_who(req),
		.login = web_field(req, "twoPersons") };

	if (strcmp(x.login, "co") != 0 && strcmp(x.login, "khong") != 0)
		return err_set(err, ERR_VALUE, no_pos,
		    "twoPersons phải là true hoặc false");
	return web_write(app, act_settings, &x, err) &&
	       api_settings(req, app, err);
}

bool
api_requests(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arc *arc = web_reader(web, err);
	struct acc_request *list;
	struct buf b = { 0 };
	struct json j = { .out = &b };
	size_t n;

	if (arc == NULL || !acc_requests(arc_db(arc), http_arena(req),
			       web_who(req)->org, NULL, &list, &n, err))
		return false;
	json_object(&j);
	json_key(&j, "requests");
	json_array(&j);
	for (size_t i = 0; i < n; i++) {
		json_object(&j);
		json_pair(&j, "id", list[i].uid);
		json_pair(&j, "action", list[i].action);
		json_pair(&j, "object", list[i].object);
		json_pair(&j, "title", list[i].title);
		json_pair(&j, "askedBy", list[i].asked_by);
		json_pair_int(&j, "askedAt", list[i].asked_at);
		json_pair(&j, "state", list[i].state);
		json_pair(&j, "decidedBy", list[i].decided_by);
		json_pair(&j, "note", list[i].note);
		json_object_end(&j);
	}
	json_array_end(&j);
	json_object_end(&j);
	return web_json(req, &b, err);
}

static bool
act_decide(struct arc *arc, void *ctx, struct err *err)
{
	struct act *x = ctx;

	return acc_decide(arc_db(arc), x->who, x->login, x->id != 0,
	    x->fresh.name, now(), err);
}

bool
api_decide(struct http_request *req, void *app, struct err *err)
{
	const char *what = web_field(req, "agree");
	struct act x = { .who = web_who(req),
		.login = http_param(req, "id"),
		.id = strcmp(what, "co") == 0 };

	x.fresh.name = web_field(req, "note");
	if (!x.id && strcmp(what, "khong") != 0)
		return err_set(
		    err, ERR_VALUE, no_pos, "agree phải là true hoặc false");
	return web_write(app, act_decide, &x, err) &&
	       reply_one(req, "state", x.id ? "dong-y" : "tu-choi", err);
}
