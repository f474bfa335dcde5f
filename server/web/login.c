/* web/login.c -- logging in and out, and back to what one was doing.
 *
 * When a session has ended under a form, the login page carries what was typed
 * in hidden fields named "giu." and, after the login, hands it back as a form
 * that waits for a click: nothing is lost, and nothing is sent by itself. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/env.h"
#include "web/web_priv.h"

static const char kept[] = "giu.";
static const char kept_where[] = "giu-noi";

/* A name that is only typed at its start: lower case, no blanks. */
static const char *
login_field(struct http_request *req)
{
	char *s =
	    arena_strdup(http_arena(req), web_field(req, "ten-dang-nhap"));

	if (s == NULL)
		return "";
	for (char *p = s; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + 'a' - 'A');
	return s;
}

/* --- the page --- */

static void
put_kept(struct xml_build *b, const char *name, const char *value)
{
	xml_open(b, "giu");
	xml_set(b, "ten", name);
	xml_set(b, "tri", value);
	xml_close(b);
}

/* Fields of the first form, or, on a second try, those that were kept. */
static void
put_fields(struct http_request *req, struct xml_build *b, bool again)
{
	const char *name, *value;
	struct arena *a = http_arena(req);

	for (size_t i = 0; http_form_field(req, i, &name, &value); i++) {
		bool has = strncmp(name, kept, sizeof(kept) - 1) == 0;

		if (again && has)
			put_kept(b, name, value);
		else if (!again && strcmp(name, "ma-bieu") != 0)
			put_kept(b, arena_printf(a, "%s%s", kept, name), value);
	}
}

static bool
login_page(struct web *web, struct http_request *req, int status,
    const char *next, const char *where, const struct err *why, struct err *err)
{
	struct xml_build *b = web_data(web, req);

	if (why != NULL)
		web_say_err(b, why, NULL);
	xml_open(b, "dang-nhap");
	xml_set(b, "tiep", web_own_path(next));
	xml_set(b, "ten", login_field(req));
	if (where != NULL) {
		xml_set(b, "noi", where);
		put_fields(req, b, http_form(req, kept_where) != NULL);
	}
	xml_close(b);
	return web_page(web, req, status, "pages/dang-nhap", b, err);
}

bool
page_login(struct http_request *req, void *app, struct err *err)
{
	const char *next = web_own_path(http_query(req, "tiep"));

	if (web_session(req) != NULL) {
		http_redirect(req, 303, next);
		return true;
	}
	return login_page(app, req, 200, next, NULL, NULL, err);
}

bool
web_relogin(struct web *web, struct http_request *req, struct err *err)
{
	struct err why;

	err_set(&why, ERR_LOGIN, no_pos, "phiên làm việc đã hết");
	err_hint(&why, "đăng nhập lại; nội dung vừa nhập được giữ nguyên");
	return login_page(web, req, 401, "/", http_path(req), &why, err);
}

/* --- logging in --- */

/* Cookies of plain HTTP can be read on the way: only within this machine. */
static bool
way_is_safe(struct web *web, struct http_request *req, struct err *err)
{
	const char *from = http_client(req);

	if (http_secure(req) || web->config.plain_login ||
	    strncmp(from, "127.", 4) == 0 || strcmp(from, "::1") == 0 ||
	    strncmp(from, "::ffff:127.", 11) == 0)
		return true;
	err_set(err, ERR_DENIED, no_pos,
	    "không đăng nhập qua HTTP không mã hóa từ máy khác");
	return err_hint(err,
	    "dùng địa chỉ https://; người quản trị đặt chứng thư bằng "
	    "--certificate và --key, hoặc đặt nginx đứng trước");
}

struct opening {
	struct web *web;
	const struct acc_passed *passed;
	char token[ACC_TOKEN_LEN + 1];
};

static bool
open_session(struct arc *arc, void *ctx, struct err *err)
{
	struct opening *o = ctx;

	return acc_session_open(
	    arc_db(arc), o->passed, env_system(), o->token, err);
}

/* Who guesses is noted under the name that was tried. */
static void
note_failure(struct web *web, struct http_request *req, const char *login)
{
	struct acc_actor who = acc_nobody;

	who.login = login;
	who.address = http_client(req);
	who.request = http_request_id(req);
	acc_live_note(web->live, &who, "dang-nhap-hong", login);
}

static bool
log_in(
    struct web *web, struct http_request *req, char *ret_token, struct err *err)
{
	const char *agent = http_header(req, "User-Agent");
	struct acc_try attempt = { .login = login_field(req),
		.code = web_field(req, "ma-xac-thuc"),
		.address = http_client(req),
		.agent = agent == NULL ? ""
				       : arena_strndup(http_arena(req), agent,
					     strnlen(agent, 200)),
		.request = http_request_id(req) };
	struct opening o = { .web = web };
	struct acc_passed passed;
	struct arc *arc = web_reader(web, err);
	unsigned wait;

	/* A password is taken as typed, blanks and all. */
	attempt.password = http_form(req, "mat-khau");
	if (attempt.password == NULL)
		attempt.password = "";
	if (arc == NULL || !way_is_safe(web, req, err))
		return false;
	wait = acc_live_wait(web->live, attempt.login, attempt.address);
	if (wait > 0) {
		char text[16];

		snprintf(text, sizeof(text), "%u", wait);
		http_reply_header(req, "Retry-After", text);
		err_set(err, ERR_FLOOD, no_pos, "đã sai nhiều lần");
		return err_hint(err, "chờ %u giây rồi thử lại", wait);
	}
	if (!acc_verify(arc_db(arc), http_arena(req), &attempt,
		env_now(env_system()), &passed, err)) {
		if (err->kind == ERR_LOGIN) {
			acc_live_tried(
			    web->live, attempt.login, attempt.address, false);
			note_failure(web, req, attempt.login);
		}
		return false;
	}
	acc_live_tried(web->live, attempt.login, attempt.address, true);
	o.passed = &passed;
	if (!web_write(web, open_session, &o, err))
		return false;
	memcpy(ret_token, o.token, sizeof(o.token));
	return true;
}

/* What was kept, as a form that waits for a click.  Its token is the new
 * session's. */
static bool
hand_back(struct web *web, struct http_request *req, const char *where,
    const char *token, struct err *err)
{
	struct xml_build *b = web_data(web, req);
	char form[ACC_TOKEN_LEN + 1];
	const char *name, *value;

	acc_form_token(token, form);
	xml_open(b, "gui-tiep");
	xml_set(b, "noi", where);
	xml_set(b, "ma-bieu", form);
	for (size_t i = 0; http_form_field(req, i, &name, &value); i++)
		if (strncmp(name, kept, sizeof(kept) - 1) == 0)
			put_kept(b, name + sizeof(kept) - 1, value);
	xml_close(b);
	return web_page(web, req, 200, "pages/gui-tiep", b, err);
}

bool
do_login(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	const char *next = web_own_path(http_form(req, "tiep"));
	const char *where = http_form(req, kept_where);
	char token[ACC_TOKEN_LEN + 1];
	struct err why;

	if (!log_in(web, req, token, &why)) {
		if (why.kind != ERR_LOGIN && why.kind != ERR_FLOOD &&
		    why.kind != ERR_DENIED) {
			*err = why;
			return false;
		}
		return login_page(web, req, err_http_status(why.kind), next,
		    where == NULL ? NULL : web_own_path(where), &why, err);
	}
	http_set_cookie(req, web_cookie(req, "sovang"), token, 0);
	if (where != NULL)
		return hand_back(web, req, web_own_path(where), token, err);
	http_redirect(req, 303, next);
	return true;
}

/* --- logging out --- */

struct closing {
	const struct acc_actor *who;
	const char *token;
};

static bool
close_session(struct arc *arc, void *ctx, struct err *err)
{
	const struct closing *c = ctx;

	return acc_session_close(
	    arc_db(arc), c->who, c->token, env_now(env_system()), err);
}

bool
do_logout(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct closing c = { web_who(req), web_session(req) };

	if (c.token != NULL && !web_write(web, close_session, &c, err))
		return false;
	acc_live_forget(web->live);
	http_set_cookie(req, web_cookie(req, "sovang"), "", -1);
	http_reply_header(req, "Clear-Site-Data", "\"cache\"");
	return web_done(req, "/dang-nhap", "Đã đăng xuất.");
}
