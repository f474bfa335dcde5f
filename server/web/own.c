/* web/own.c -- the own account. */
#include <string.h>

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
	const char *field;
	struct err why;

	if (change_password(web, req, &field, &why))
		return web_done(req, "/",
		    "Đã đổi mật khẩu. Các phiên ở máy khác đã kết thúc.");
	if (err_http_status(why.kind) >= 500) {
		*err = why;
		return false;
	}
	return password_page(web, req, 422, &why, field, err);
}
