/* web/admin.c -- accounts, keys of all, settings. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/env.h"
#include "base/json.h"
#include "base/secret.h"
#include "web/web_priv.h"

static const char all_orgs[] = "*";

static const char *
org_field(struct http_request *req)
{
	const char *v = web_field(req, "co-quan");

	if (v[0] == '\0')
		return web_who(req)->org;
	return strcmp(v, all_orgs) == 0 ? "" : v;
}

static bool
read_roles(struct http_request *req, unsigned *ret, struct err *err)
{
	const char *v;
	unsigned one;

	*ret = 0;
	for (size_t n = 0; (v = http_form_at(req, "vai-tro", n)) != NULL; n++) {
		if (!acc_roles_parse(v, &one, err))
			return false;
		*ret |= one;
	}
	return true;
}

/* --- pages --- */

static void
put_roles(struct xml_build *b, unsigned have)
{
	for (int i = 0; i < ACC_ROLES; i++) {
		xml_open(b, "vai-tro");
		xml_set(b, "ma", acc_role_key(i));
		xml_set(b, "ten", acc_role_name(i));
		xml_set(b, "co", have & 1u << i ? "co" : "khong");
		xml_close(b);
	}
}

/* Organisations that have a register, for the list of choices. */
static bool
put_orgs(struct http_request *req, struct xml_build *b, struct arc *arc,
    const char *have, struct err *err)
{
	struct arc_series *list;
	const char *last = "";
	bool seen = have[0] == '\0';
	size_t n;

	if (!arc_list_series(arc, http_arena(req), &list, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(list[i].org, last) == 0)
			continue;
		last = list[i].org;
		seen = seen || strcmp(last, have) == 0;
		xml_open(b, "cq");
		xml_set(b, "ma", last);
		xml_set(b, "co", strcmp(last, have) == 0 ? "co" : "khong");
		xml_close(b);
	}
	if (!seen) {
		xml_open(b, "cq");
		xml_set(b, "ma", have);
		xml_set(b, "co", "co");
		xml_close(b);
	}
	return true;
}

static void
put_account(struct http_request *req, struct xml_build *b,
    const struct acc_account *acc)
{
	struct arena *a = http_arena(req);
	struct buf roles = { 0 };

	for (int i = 0; i < ACC_ROLES; i++)
		if (acc->roles & 1u << i)
			buf_printf(&roles, "%s%s", roles.len > 0 ? ", " : "",
			    acc_role_name(i));
	xml_open(b, "nguoi-dung");
	xml_set(b, "login", acc->login);
	xml_set(b, "ten", acc->name);
	xml_set(b, "co-quan", acc->org);
	xml_set(b, "vai-tro", buf_str(&roles));
	xml_set(b, "khoa", acc->disabled ? "co" : "khong");
	xml_set(b, "moi", acc->must_change ? "co" : "khong");
	xml_set(b, "hai-buoc", acc->totp ? "co" : "khong");
	xml_set(b, "lan-cuoi",
	    acc->last_login == 0 ? "" : web_moment(a, acc->last_login));
	xml_close(b);
	buf_done(&roles);
}

/* What an administrator of one organisation sees ends with it. */
static bool
mine(struct http_request *req, const char *org)
{
	const char *own = web_who(req)->org;

	return own[0] == '\0' || strcmp(own, org) == 0;
}

struct shown {
	const struct err *why;
	const char *field;
	const char *login, *password; /* shown once */
};

static bool
accounts_page(struct web *web, struct http_request *req, int status,
    const struct shown *s, struct err *err)
{
	struct arena *a = http_arena(req);
	struct arc *arc = web_reader(web, err);
	struct acc_account *list;
	struct xml_build *b;
	unsigned roles;
	size_t n;

	if (arc == NULL || !acc_list(arc_db(arc), a, &list, &n, err))
		return false;
	b = web_data(web, req);
	if (s->why != NULL)
		web_say_err(b, s->why, s->field);
	if (!read_roles(req, &roles, NULL))
		roles = 0;
	xml_open(b, "quan-tri");
	xml_set(b, "moi-login", s->login);
	xml_set(b, "moi-mat-khau", s->password);
	xml_set(b, "nhap-login", s->why != NULL ? web_field(req, "login") : "");
	xml_set(b, "nhap-ten", s->why != NULL ? web_field(req, "ten") : "");
	put_roles(b, s->why != NULL ? roles : 0);
	if (!put_orgs(req, b, arc, web_who(req)->org, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (mine(req, list[i].org))
			put_account(req, b, &list[i]);
	xml_close(b);
	return web_page(web, req, status, "pages/quan-tri-tai-khoan", b, err);
}

bool
page_accounts(struct http_request *req, void *app, struct err *err)
{
	return accounts_page(
	    app, req, 200, &(struct shown){ NULL, NULL, "", "" }, err);
}

static bool
account_page(struct web *web, struct http_request *req, int status,
    const struct shown *s, struct err *err)
{
	struct arena *a = http_arena(req);
	struct arc *arc = web_reader(web, err);
	struct acc_account acc;
	struct xml_build *b;

	if (arc == NULL ||
	    !acc_get(arc_db(arc), a, http_param(req, "login"), &acc, err))
		return false;
	if (!acc_may(web_who(req), ACC_MANAGE, acc.org, err))
		return false;
	b = web_data(web, req);
	if (s->why != NULL)
		web_say_err(b, s->why, s->field);
	xml_open(b, "quan-tri");
	xml_set(b, "moi-mat-khau", s->password);
	put_roles(b, acc.roles);
	if (!put_orgs(req, b, arc, acc.org, err))
		return false;
	put_account(req, b, &acc);
	xml_close(b);
	return web_page(
	    web, req, status, "pages/quan-tri-mot-tai-khoan", b, err);
}

bool
page_account(struct http_request *req, void *app, struct err *err)
{
	return account_page(
	    app, req, 200, &(struct shown){ NULL, NULL, "", "" }, err);
}

/* --- acts --- */

struct act {
	const struct acc_actor *who;
	const char *login;
	struct acc_new fresh;
	struct acc_change change;
	bool totp_off;
	char hash[SECRET_HASH];
};

static bool
act_add(struct arc *arc, void *ctx, struct err *err)
{
	struct act *x = ctx;

	return acc_add(
	    arc_db(arc), x->who, &x->fresh, env_now(env_system()), err);
}

static bool
act_change(struct arc *arc, void *ctx, struct err *err)
{
	struct act *x = ctx;

	return acc_change(arc_db(arc), x->who, x->login, &x->change,
	    env_now(env_system()), err);
}

static bool
act_password(struct arc *arc, void *ctx, struct err *err)
{
	struct act *x = ctx;
	int64_t now = env_now(env_system());

	return acc_set_password(arc_db(arc), x->who, x->login, x->hash, true,
		   NULL, now, err) &&
	       (!x->totp_off || acc_set_totp(arc_db(arc), x->who, x->login,
				    NULL, NULL, now, err));
}

bool
do_account_add(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct act x = { .who = web_who(req) };
	char word[SECRET_WORD + 1];
	struct shown s = { NULL, NULL, "", "" };
	struct err why;

	secret_word(word);
	x.fresh.login = web_field(req, "login");
	x.fresh.name = web_field(req, "ten");
	x.fresh.org = org_field(req);
	x.fresh.hash = x.hash;
	if (read_roles(req, &x.fresh.roles, &why) &&
	    secret_hash(word, x.hash, &why) &&
	    web_write(web, act_add, &x, &why)) {
		s.login = x.fresh.login;
		s.password = word;
		return accounts_page(web, req, 200, &s, err);
	}
	if (err_http_status(why.kind) >= 500 || why.kind == ERR_DENIED) {
		*err = why;
		return false;
	}
	s.why = &why;
	s.field = why.kind == ERR_MISSING  ? "vai-tro"
		  : why.kind == ERR_LENGTH ? "ten"
					   : "login";
	return accounts_page(web, req, 422, &s, err);
}

bool
do_account_change(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	unsigned roles;
	bool disabled = strcmp(web_field(req, "khoa"), "co") == 0;
	struct act x = { .who = web_who(req),
		.login = http_param(req, "login"),
		.change = { .name = web_field(req, "ten"),
		    .org = org_field(req),
		    .roles = &roles,
		    .disabled = &disabled } };
	struct shown s = { NULL, "vai-tro", "", "" };
	struct err why;

	if (read_roles(req, &roles, &why) &&
	    web_write(web, act_change, &x, &why)) {
		acc_live_forget(web->live);
		return web_done(req, "/quan-tri/tai-khoan",
		    arena_printf(http_arena(req),
			"Đã sửa tài khoản %s; các phiên của tài khoản ấy đã "
			"kết thúc.",
			x.login));
	}
	if (err_http_status(why.kind) >= 500 || why.kind == ERR_NOTFOUND) {
		*err = why;
		return false;
	}
	s.why = &why;
	return account_page(web, req, err_http_status(why.kind), &s, err);
}

bool
do_account_password(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	char word[SECRET_WORD + 1];
	struct act x = { .who = web_who(req),
		.login = http_param(req, "login"),
		.totp_off = strcmp(web_field(req, "tat-hai-buoc"), "co") == 0 };
	struct shown s = { NULL, NULL, "", word };

	secret_word(word);
	if (!secret_hash(word, x.hash, err) ||
	    !web_write(web, act_password, &x, err))
		return false;
	acc_live_forget(web->live);
	return account_page(web, req, 200, &s, err);
}

/* --- keys and settings --- */

bool
page_keys(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arc *arc = web_reader(web, err);
	struct acc_key *keys;
	struct acc_account acc;
	struct xml_build *b;
	size_t n, kept = 0;

	if (arc == NULL ||
	    !acc_key_list(arc_db(arc), http_arena(req), NULL, &keys, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!acc_get(
			arc_db(arc), http_arena(req), keys[i].login, &acc, err))
			return false;
		if (mine(req, acc.org))
			keys[kept++] = keys[i];
	}
	b = web_data(web, req);
	xml_open(b, "cac-khoa");
	web_put_keys(req, b, keys, kept);
	xml_close(b);
	return web_page(web, req, 200, "pages/quan-tri-khoa", b, err);
}

bool
page_settings(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arc *arc = web_reader(web, err);
	const char *two;
	struct xml_build *b;

	if (arc == NULL || !acc_setting(arc_db(arc), http_arena(req),
			       acc_two_person, &two, err))
		return false;
	b = web_data(web, req);
	xml_open(b, "thiet-lap");
	xml_set(b, "hai-nguoi", strcmp(two, "co") == 0 ? "co" : "khong");
	xml_close(b);
	return web_page(web, req, 200, "pages/quan-tri-thiet-lap", b, err);
}

struct setting {
	const struct acc_actor *who;
	const char *two;
};

static bool
act_setting(struct arc *arc, void *ctx, struct err *err)
{
	const struct setting *s = ctx;

	return acc_set_setting(arc_db(arc), s->who, acc_two_person, s->two,
	    env_now(env_system()), err);
}

bool
do_settings(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct setting s = { web_who(req),
		strcmp(web_field(req, "hai-nguoi"), "co") == 0 ? "co"
							       : "khong" };

	return web_write(web, act_setting, &s, err) &&
	       web_done(req, "/quan-tri/thiet-lap", "Đã ghi thiết lập.");
}
