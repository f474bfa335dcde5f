/* web/gate.c -- who comes in.
 *
 * web_admit() runs when the headers are there: session or token, right,
 * organisation.  web_enter() runs when the body is there: form token, first
 * password, then the route's own handler.  Both hold the request against the
 * same row of web_routes. */
#include <string.h>

#include "base/buf.h"
#include "base/env.h"
#include "base/json.h"
#include "viet/text.h"
#include "web/web_priv.h"

struct visit {
	struct acc_actor who;
	const char *token; /* of the session or of the page before login */
	bool session;
	bool ours;    /* the browser says the request comes from our own page */
	bool expired; /* a form of ours whose session has ended */
	struct err why; /* what was wrong with the token that was shown */
	char form[ACC_TOKEN_LEN + 1];
};

static struct visit *
visit_of(struct http_request *req)
{
	return http_user(req);
}

const struct acc_actor *
web_who(struct http_request *req)
{
	struct visit *v = visit_of(req);

	return v == NULL ? &acc_nobody : &v->who;
}

const char *
web_session(struct http_request *req)
{
	struct visit *v = visit_of(req);

	return v != NULL && v->session ? v->token : NULL;
}

const char *
web_cookie(struct http_request *req, const char *name)
{
	const char *full;

	if (!http_secure(req))
		return name;
	full = arena_printf(http_arena(req), "__Host-%s", name);
	return full == NULL ? name : full;
}

/* Before there is a session a page's forms hang on a cookie of their own, so
 * that nobody else can log a browser in. */
const char *
web_form_token(struct http_request *req)
{
	struct visit *v = visit_of(req);
	uint8_t chance[32];
	char token[ACC_TOKEN_LEN + 1];
	const char *name = web_cookie(req, "sovang-truoc");

	if (v == NULL)
		return "";
	if (v->token == NULL) {
		env_random(env_system(), chance, sizeof(chance));
		for (int i = 0; i < ACC_TOKEN_LEN; i++)
			token[i] = "0123456789abcdef"[chance[i % 32] >>
							  (i < 32 ? 0 : 4) &
						      15];
		token[ACC_TOKEN_LEN] = '\0';
		v->token = arena_strdup(http_arena(req), token);
		if (v->token == NULL)
			return "";
		http_set_cookie(req, name, v->token, 0);
	}
	acc_form_token(v->token, v->form);
	return v->form;
}

const char *
web_own_path(const char *path)
{
	if (path == NULL || path[0] != '/' || path[1] == '/' ||
	    path[1] == '\\' || strchr(path, '\n') != NULL)
		return "/";
	return path;
}

/* --- where the request comes from --- */

static bool
unsafe(const struct http_request *req)
{
	return http_method(req) != HTTP_GET;
}

/* Browsers say it themselves (Fetch Metadata, Origin); others do not. */
static bool
same_origin(struct http_request *req, bool *ret_known)
{
	const char *site = http_header(req, "Sec-Fetch-Site");
	const char *origin = http_header(req, "Origin");
	const char *host = http_header(req, "Host"), *slashes;

	*ret_known = site != NULL || origin != NULL;
	if (site != NULL && strcmp(site, "same-origin") != 0)
		return false;
	if (origin == NULL)
		return site != NULL;
	slashes = strstr(origin, "://");
	return host != NULL && slashes != NULL &&
	       strcmp(slashes + 3, host) == 0;
}

/* --- session or token --- */

static bool
look_up(struct web *web, struct http_request *req, struct visit *v,
    const char *token, struct err *err)
{
	struct arc *arc = web_reader(web, err);

	if (arc == NULL)
		return false;
	if (acc_live_find(web->live, arc_db(arc), http_arena(req), token,
		&v->who, &v->why))
		return true;
	v->who = acc_nobody;
	if (v->why.kind == ERR_LOGIN)
		return true;
	*err = v->why;
	return false;
}

static bool
find_actor(
    struct web *web, struct http_request *req, struct visit *v, struct err *err)
{
	const char *bearer = http_header(req, "Authorization");
	const char *cookie = http_cookie(req, web_cookie(req, "sovang"));

	v->who = acc_nobody;
	if (bearer != NULL && strncmp(bearer, "Bearer ", 7) == 0) {
		if (!look_up(web, req, v, bearer + 7, err))
			return false;
	} else if (cookie != NULL) {
		if (!look_up(web, req, v, cookie, err))
			return false;
		v->session = v->who.account != 0;
		v->token = v->session ? cookie : NULL;
	}
	if (v->token == NULL && !v->who.by_token)
		v->token = http_cookie(req, web_cookie(req, "sovang-truoc"));
	v->who.address = http_client(req);
	v->who.request = http_request_id(req);
	return true;
}

/* A demonstration lets everybody read. */
static bool
is_open(const struct web *web, const struct web_route *r, const struct visit *v)
{
	return r->right == ACC_PUBLIC ||
	       (web->config.open && v->who.account == 0 &&
		   (r->right == ACC_READ || strcmp(r->http.path, "/") == 0));
}

static bool
allowed(struct web *web, struct http_request *req, const struct web_route *r,
    struct visit *v, struct err *err)
{
	const char *org = NULL;

	if (is_open(web, r, v))
		return true;
	if (v->who.account == 0) {
		if (v->why.kind == ERR_LOGIN) {
			*err = v->why;
			return false;
		}
		return acc_may(&v->who, r->right, NULL, err);
	}
	if (!acc_may(&v->who, r->right, NULL, err))
		return false;
	if (r->scope != NULL && !r->scope(web, req, &org, err))
		return false;
	return acc_may(&v->who, r->right, org, err);
}

bool
web_admit(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	const struct web_route *r = http_about(req);
	struct visit *v = arena_alloc(http_arena(req), sizeof(*v));
	bool known;

	if (v == NULL)
		return err_nomem(err);
	http_set_user(req, v);
	v->ours = same_origin(req, &known);
	if (!find_actor(web, req, v, err))
		return false;
	if (unsafe(req) && known && !v->ours && !v->who.by_token) {
		err_set(
		    err, ERR_DENIED, no_pos, "yêu cầu đến từ một trang khác");
		return err_hint(err, "làm lại từ trang của Sổ Vàng");
	}
	if (allowed(web, req, r, v, err))
		return true;
	/* What was typed is read, so that it can be kept (web_enter). */
	v->expired = err->kind == ERR_LOGIN && v->ours &&
		     r->http.body == HTTP_FORM && !web_wants_json(req);
	return v->expired;
}

static bool
form_token_fits(struct http_request *req, struct visit *v)
{
	const char *have = http_header(req, "X-CSRF-Token");
	char want[ACC_TOKEN_LEN + 1];

	if (have == NULL)
		have = http_form(req, "ma-bieu");
	if (have == NULL || v->token == NULL)
		return false;
	acc_form_token(v->token, want);
	return strcmp(have, want) == 0;
}

static bool
check_form(struct http_request *req, struct visit *v, struct err *err)
{
	if (!unsafe(req) || v->who.by_token || form_token_fits(req, v))
		return true;
	err_set(err, ERR_DENIED, no_pos, "biểu mẫu này không còn dùng được");
	return err_hint(
	    err, "mở lại trang rồi gửi lần nữa; trình duyệt phải nhận cookie");
}

static bool
put_field(void *ctx, const char *name, const char *value)
{
	return http_form_put(ctx, name, value);
}

/* A program sends what a person types: the same handlers read both. */
static bool
read_json(struct http_request *req, const struct web_route *r, struct err *err)
{
	size_t len;
	const char *body = http_body(req, &len);

	if (r->http.body != HTTP_JSON || len == 0)
		return true;
	if (strlen(body) != len ||
	    !viet_valid(body, len, &(struct viet_bad){ 0 }))
		return err_set(
		    err, ERR_UTF8, no_pos, "nội dung không phải UTF-8");
	return json_read_fields(
	    http_arena(req), body, len, put_field, req, err);
}

bool
web_enter(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	const struct web_route *r = http_about(req);
	struct visit *v = visit_of(req);
	bool done;

	if (v->expired)
		return web_relogin(web, req, err);
	if (!check_form(req, v, err))
		return false;
	if (v->who.must_change && !r->early && r->right != ACC_PUBLIC) {
		if (web_wants_json(req))
			return err_set(err, ERR_DENIED, no_pos,
			    "phải đổi mật khẩu lần đầu trước");
		http_redirect(req, 303, "/tai-khoan/mat-khau");
		return true;
	}
	if (!read_json(req, r, err) || !web_once_begin(web, req, &done, err))
		return false;
	if (done)
		return true;
	if (!r->http.handler(req, app, err)) {
		web_once_end(web, NULL);
		return false;
	}
	web_once_end(web, req);
	if (r->deed != NULL && http_status(req) < 300)
		acc_live_note(web->live, &v->who, r->deed,
		    http_param(req, "id")[0] != '\0' ? http_param(req, "id")
						     : http_query_string(req));
	return true;
}

bool
scope_document(struct web *web, struct http_request *req, const char **ret_org,
    struct err *err)
{
	struct arc_doc d;

	/* Most accounts may see all: spare them the look-up. */
	if (web_who(req)->org[0] == '\0')
		return true;
	if (!web_find_document(web, req, http_param(req, "id"), &d, err))
		return false;
	*ret_org = d.org;
	return true;
}

bool
scope_whole(struct web *web, struct http_request *req, const char **ret_org,
    struct err *err)
{
	(void)web;
	(void)req;
	(void)err;
	*ret_org = "";
	return true;
}

bool
scope_account(struct web *web, struct http_request *req, const char **ret_org,
    struct err *err)
{
	struct arc *arc = web_reader(web, err);
	struct acc_account acc;

	if (arc == NULL || !acc_get(arc_db(arc), http_arena(req),
			       http_param(req, "login"), &acc, err))
		return false;
	*ret_org = acc.org;
	return true;
}
