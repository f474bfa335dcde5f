/* web/own.c -- the own account: overview, password, API tokens. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/env.h"
#include "base/hash.h"
#include "base/secret.h"
#include "web/web_priv.h"

static const char *
password_field(struct http_request *req, const char *name)
{
	const char *v = http_form(req, name);

	return v == NULL ? "" : v;
}

/* --- overview --- */

static const char *
rights_names(struct arena *a, unsigned rights)
{
	struct buf b = { 0 };
	const char *s;

	for (int i = 0; i < ACC_RIGHTS; i++)
		if (rights & 1u << i)
			buf_printf(&b, "%s%s", b.len > 0 ? "; " : "",
			    acc_right_name(i));
	s = arena_strdup(a, buf_str(&b));
	buf_done(&b);
	return s == NULL ? "" : s;
}

void
web_put_keys(struct http_request *req, struct xml_build *b,
    const struct acc_key *keys, size_t count)
{
	struct arena *a = http_arena(req);
	int64_t now = env_now(env_system());

	for (size_t i = 0; i < count; i++) {
		const struct acc_key *k = &keys[i];

		xml_open(b, "khoa");
		xml_set_int(b, "so", k->id);
		xml_set(b, "chu", k->login);
		xml_set(b, "ten", k->name);
		xml_set(b, "quyen", rights_names(a, k->scopes));
		xml_set(b, "tao", web_moment(a, k->created));
		xml_set(b, "het-han",
		    k->expires == 0 ? "" : web_moment(a, k->expires));
		xml_set(b, "dung",
		    k->last_used == 0 ? "" : web_moment(a, k->last_used));
		xml_set(b, "tinh-trang",
		    k->revoked				   ? "da-huy"
		    : k->expires != 0 && k->expires <= now ? "het-han"
							   : "dung");
		xml_close(b);
	}
}

static bool
own_page(struct web *web, struct http_request *req, int status,
    const struct err *why, const char *fresh_key, struct err *err)
{
	struct arena *a = http_arena(req);
	const struct acc_actor *who = web_who(req);
	struct arc *arc = web_reader(web, err);
	struct acc_account acc;
	struct acc_key *keys;
	struct xml_build *b;
	size_t n;

	if (arc == NULL || !acc_get(arc_db(arc), a, who->login, &acc, err) ||
	    !acc_key_list(arc_db(arc), a, who->login, &keys, &n, err))
		return false;
	b = web_data(web, req);
	if (why != NULL)
		web_say_err(b, why, "ten-khoa");
	xml_open(b, "tai-khoan");
	xml_set(b, "hai-buoc", acc.totp ? "co" : "khong");
	xml_set(b, "lan-cuoi",
	    acc.last_login == 0 ? "chưa lần nào"
				: web_moment(a, acc.last_login));
	xml_set(b, "khoa-moi", fresh_key);
	for (int i = 0; i < ACC_RIGHTS; i++)
		if (who->rights & 1u << i && i > 0) {
			xml_open(b, "quyen");
			xml_set(b, "ma", acc_right_key(i));
			xml_set(b, "ten", acc_right_name(i));
			xml_close(b);
		}
	web_put_keys(req, b, keys, n);
	xml_close(b);
	return web_page(web, req, status, "pages/tai-khoan", b, err);
}

bool
page_own(struct http_request *req, void *app, struct err *err)
{
	return own_page(app, req, 200, NULL, "", err);
}

/* --- password --- */

static bool
password_page(struct web *web, struct http_request *req, int status,
    const struct err *why, const char *field, struct err *err)
{
	struct xml_build *b = web_data(web, req);

	if (why != NULL)
		web_say_err(b, why, field);
	xml_open(b, "mat-khau");
	xml_set(b, "lan-dau", web_who(req)->must_change ? "co" : "khong");
	xml_set_int(b, "it-nhat", ACC_PASSWORD_MIN);
	xml_close(b);
	return web_page(web, req, status, "pages/mat-khau", b, err);
}

bool
page_password(struct http_request *req, void *app, struct err *err)
{
	return password_page(app, req, 200, NULL, NULL, err);
}

struct new_password {
	const struct acc_actor *who;
	char hash[SECRET_HASH];
	struct hash session;
};

static bool
store_password(struct arc *arc, void *ctx, struct err *err)
{
	const struct new_password *p = ctx;

	return acc_set_password(arc_db(arc), p->who, p->who->login, p->hash,
	    false, p->session.bytes, env_now(env_system()), err);
}

static bool
change_password(struct web *web, struct http_request *req,
    const char **ret_field, struct err *err)
{
	const struct acc_actor *who = web_who(req);
	const char *fresh = password_field(req, "moi");
	const char *token = web_session(req);
	struct new_password p = { .who = who };
	struct arc *arc = web_reader(web, err);

	*ret_field = "cu";
	if (arc == NULL || token == NULL ||
	    !acc_confirm(arc_db(arc), http_arena(req), who->account,
		password_field(req, "cu"), err))
		return arc != NULL && token == NULL
			   ? err_set(err, ERR_DENIED, no_pos,
				 "mật khẩu chỉ đổi được trên trang này")
			   : false;
	*ret_field = "moi";
	if (!acc_password_fits(who->login, fresh, err))
		return false;
	if (strcmp(fresh, password_field(req, "cu")) == 0)
		return err_set(
		    err, ERR_VALUE, no_pos, "mật khẩu mới giống mật khẩu cũ");
	*ret_field = "lai";
	if (strcmp(fresh, password_field(req, "lai")) != 0)
		return err_set(err, ERR_VALUE, no_pos,
		    "hai lần gõ mật khẩu mới khác nhau");
	hash_of(token, strlen(token), &p.session);
	if (!secret_hash(fresh, p.hash, err) ||
	    !web_write(web, store_password, &p, err))
		return false;
	acc_live_forget(web->live);
	return true;
}

bool
do_password(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	bool first = web_who(req)->must_change;
	const char *field;
	struct err why;

	if (change_password(web, req, &field, &why))
		return web_done(req, first ? "/" : "/tai-khoan",
		    "Đã đổi mật khẩu. Các phiên ở máy khác đã kết thúc.");
	if (err_http_status(why.kind) >= 500) {
		*err = why;
		return false;
	}
	return password_page(web, req, 422, &why, field, err);
}

/* --- API tokens --- */

struct new_key {
	const struct acc_actor *who;
	struct acc_key key;
	char token[ACC_TOKEN_LEN + 4];
};

static bool
store_key(struct arc *arc, void *ctx, struct err *err)
{
	struct new_key *k = ctx;

	return acc_key_add(
	    arc_db(arc), k->who, &k->key, env_system(), k->token, err);
}

static bool
read_key_form(struct http_request *req, struct acc_key *key, struct err *err)
{
	static const struct {
		const char *text;
		int days;
	} spans[] = { { "30", 30 }, { "90", 90 }, { "365", 365 } };
	const char *span = web_field(req, "han"), *v;
	unsigned one;

	key->name = web_field(req, "ten-khoa");
	for (size_t n = 0; (v = http_form_at(req, "quyen", n)) != NULL; n++) {
		if (!acc_rights_parse(v, &one, err))
			return false;
		key->scopes |= one;
	}
	for (size_t i = 0; i < sizeof(spans) / sizeof(spans[0]); i++)
		if (strcmp(spans[i].text, span) == 0)
			key->expires =
			    env_now(env_system()) + spans[i].days * 86400;
	return key->expires != 0 ||
	       err_set(err, ERR_VALUE, no_pos, "thời hạn của khóa");
}

bool
do_own_key(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct new_key k = { .who = web_who(req) };
	struct err why;

	k.key.login = k.who->login;
	/* A token that makes tokens could not be taken away for good. */
	if (k.who->by_token)
		return err_set(err, ERR_DENIED, no_pos,
		    "khóa API không tạo được khóa khác");
	if (read_key_form(req, &k.key, &why) &&
	    web_write(web, store_key, &k, &why))
		return own_page(web, req, 200, NULL, k.token, err);
	if (err_http_status(why.kind) >= 500) {
		*err = why;
		return false;
	}
	return own_page(web, req, 422, &why, "", err);
}

struct revoking {
	const struct acc_actor *who;
	int64_t id;
};

static bool
revoke_key(struct arc *arc, void *ctx, struct err *err)
{
	const struct revoking *r = ctx;

	return acc_key_revoke(
	    arc_db(arc), r->who, r->id, env_now(env_system()), err);
}

bool
do_key_revoke(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct revoking r = { web_who(req),
		strtoll(http_param(req, "id"), NULL, 10) };

	if (!web_write(web, revoke_key, &r, err))
		return false;
	acc_live_forget(web->live);
	return web_done(req,
	    strcmp(web_field(req, "ve"), "quan-tri") == 0 ? "/quan-tri/khoa"
							  : "/tai-khoan",
	    "Đã hủy khóa API. Chương trình dùng khóa ấy không vào được nữa.");
}
