/* web/trail.c -- who did what, and what waits for a second person. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/env.h"
#include "base/json.h"
#include "web/web_priv.h"

enum { PAGE = 50 };

static const char *
field(struct http_request *req, const char *name)
{
	const char *v = http_query(req, name);

	return v == NULL ? "" : v;
}

/* Midnight in Vietnam, or 0 for what is no day. */
static int64_t
moment_field(struct http_request *req, const char *name, int days)
{
	const char *v = field(req, name);
	day_t day;

	if (v[0] == '\0' || !day_parse_any(v, &day))
		return 0;
	/* The inverse of day_in_vietnam(). */
	return ((int64_t)day + days - day_in_vietnam(0)) * 86400 - 7 * 3600;
}

static void
read_query(struct http_request *req, struct acc_trail_query *q)
{
	*q = (struct acc_trail_query){ .login = field(req, "nguoi"),
		.action = field(req, "viec"),
		.object = field(req, "doi-tuong"),
		.from = moment_field(req, "tu-ngay", 0),
		.until = moment_field(req, "den-ngay", 1),
		.before = strtoll(field(req, "truoc"), NULL, 10),
		.limit = PAGE };
}

static bool
read_trail(struct web *web, struct http_request *req, struct acc_deed **ret,
    size_t *ret_count, int64_t *ret_next, struct err *err)
{
	struct arc *arc = web_reader(web, err);
	struct acc_trail_query q;
	const char *own = web_who(req)->org;
	size_t kept = 0;

	read_query(req, &q);
	if (arc == NULL || !acc_trail(arc_db(arc), http_arena(req), &q, ret,
			       ret_count, ret_next, err))
		return false;
	for (size_t i = 0; i < *ret_count; i++)
		if (own[0] == '\0' || strcmp((*ret)[i].org, own) == 0)
			(*ret)[kept++] = (*ret)[i];
	*ret_count = kept;
	return true;
}

static const char *
next_address(struct http_request *req, int64_t next)
{
	static const char *const fields[] = { "nguoi", "viec", "doi-tuong",
		"tu-ngay", "den-ngay" };
	struct buf b = { 0 };
	const char *s;

	buf_str_add(&b, "/quan-tri/nhat-ky?");
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (field(req, fields[i])[0] != '\0') {
			buf_printf(&b, "%s=", fields[i]);
			http_encode(&b, field(req, fields[i]));
			buf_char(&b, '&');
		}
	buf_printf(&b, "truoc=%lld", (long long)next);
	s = arena_strdup(http_arena(req), buf_str(&b));
	buf_done(&b);
	return s;
}

bool
page_trail(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	struct acc_deed *list;
	struct xml_build *b;
	int64_t next;
	size_t n;

	if (!read_trail(web, req, &list, &n, &next, err))
		return false;
	b = web_data(web, req);
	xml_open(b, "nhat-ky");
	xml_set(b, "nguoi", field(req, "nguoi"));
	xml_set(b, "viec", field(req, "viec"));
	xml_set(b, "doi-tuong", field(req, "doi-tuong"));
	xml_set(b, "tu-ngay", field(req, "tu-ngay"));
	xml_set(b, "den-ngay", field(req, "den-ngay"));
	if (next != 0)
		xml_set(b, "tiep", next_address(req, next));
	for (size_t i = 0; acc_action_key(i) != NULL; i++) {
		xml_open(b, "loai");
		xml_set(b, "ma", acc_action_key(i));
		xml_set(b, "ten", acc_action_name(acc_action_key(i)));
		xml_set(b, "co",
		    strcmp(acc_action_key(i), field(req, "viec")) == 0
			? "co"
			: "khong");
		xml_close(b);
	}
	for (size_t i = 0; i < n; i++) {
		xml_open(b, "viec");
		xml_set(b, "luc", web_moment(a, list[i].at));
		xml_set(b, "nguoi", list[i].login);
		xml_set(b, "ten", acc_action_name(list[i].action));
		xml_set(b, "doi-tuong", list[i].object);
		xml_set(b, "them", list[i].detail);
		xml_set(b, "dia-chi", list[i].address);
		xml_set_int(b, "lan", list[i].times);
		xml_close(b);
	}
	xml_close(b);
	return web_page(web, req, 200, "pages/quan-tri-nhat-ky", b, err);
}

/* --- API --- */

bool
api_trail(struct http_request *req, void *app, struct err *err)
{
	struct buf b = { 0 };
	struct json j = { .out = &b };
	struct acc_deed *list;
	int64_t next;
	size_t n;

	if (!read_trail(app, req, &list, &n, &next, err))
		return false;
	json_object(&j);
	json_key(&j, "deeds");
	json_array(&j);
	for (size_t i = 0; i < n; i++) {
		json_object(&j);
		json_pair_int(&j, "id", list[i].id);
		json_pair_int(&j, "at", list[i].at);
		json_pair(&j, "login", list[i].login);
		json_pair(&j, "action", list[i].action);
		json_pair(&j, "object", list[i].object);
		json_pair(&j, "detail", list[i].detail);
		json_pair(&j, "address", list[i].address);
		json_pair_int(&j, "times", list[i].times);
		json_object_end(&j);
	}
	json_array_end(&j);
	if (next != 0)
		json_pair_int(&j, "next", next);
	json_object_end(&j);
	return web_json(req, &b, err);
}

bool
api_who(struct http_request *req, void *app, struct err *err)
{
	const struct acc_actor *who = web_who(req);
	struct arena *a = http_arena(req);
	struct buf b = { 0 };
	struct json j = { .out = &b };

	(void)app;
	json_object(&j);
	json_pair(&j, "login", who->login);
	json_pair(&j, "name", who->name);
	json_pair(&j, "org", who->org);
	web_json_words(&j, "roles", acc_roles_text(a, who->roles));
	web_json_words(&j, "rights", acc_rights_text(a, who->rights));
	json_object_end(&j);
	return web_json(req, &b, err);
}

/* --- what waits for a second person --- */

bool
page_requests(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	struct arc *arc = web_reader(web, err);
	struct acc_request *list;
	struct xml_build *b;
	size_t n;

	if (arc == NULL || !acc_requests(arc_db(arc), a, web_who(req)->org,
			       NULL, &list, &n, err))
		return false;
	b = web_data(web, req);
	xml_open(b, "cho-duyet");
	for (size_t i = 0; i < n; i++) {
		bool own = strcmp(list[i].asked_by, web_who(req)->login) == 0;

		xml_open(b, "viec");
		xml_set(b, "id", list[i].uid);
		xml_set(b, "ten", list[i].action_name);
		xml_set(b, "nguoi", list[i].asked_by);
		xml_set(b, "luc", web_moment(a, list[i].asked_at));
		xml_set(b, "tinh-trang", list[i].state);
		xml_set(b, "cua-minh", own ? "co" : "khong");
		xml_set(b, "quyet", list[i].decided_by);
		xml_set(b, "ghi-chu", list[i].note);
		xml_add_text(b, list[i].title);
		xml_close(b);
	}
	xml_close(b);
	return web_page(web, req, 200, "pages/cho-duyet", b, err);
}

struct decision {
	const struct acc_actor *who;
	const char *uid, *note;
	bool yes;
};

static bool
act_decide(struct arc *arc, void *ctx, struct err *err)
{
	const struct decision *d = ctx;

	return acc_decide(arc_db(arc), d->who, d->uid, d->yes, d->note,
	    env_now(env_system()), err);
}

bool
do_decide(struct http_request *req, void *app, struct err *err)
{
	const char *what = web_field(req, "quyet");
	struct decision d = { web_who(req), http_param(req, "id"),
		web_field(req, "ghi-chu"), strcmp(what, "dong-y") == 0 };

	if (!d.yes && strcmp(what, "tu-choi") != 0)
		return err_set(err, ERR_VALUE, no_pos, "quyết định «%s»", what);
	return web_write(app, act_decide, &d, err) &&
	       web_done(req, "/cho-duyet",
		   d.yes ? "Đã duyệt. Người xin làm tiếp được ngay."
			 : "Đã trả lại, không duyệt.");
}
