/* web/saved.c -- searches that a person keeps under a name. */
#include <string.h>

#include "base/buf.h"
#include "web/web_priv.h"

struct saving {
	const struct acc_actor *who;
	struct acc_saved search;
};

static bool
save(struct arc *arc, void *ctx, struct err *err)
{
	const struct saving *s = ctx;

	return acc_save_search(arc_db(arc), s->who, &s->search, err);
}

static bool
forget(struct arc *arc, void *ctx, struct err *err)
{
	const struct saving *s = ctx;

	return acc_forget_search(arc_db(arc), s->who, s->search.name, err);
}

/* What the form sends is put together anew: nothing but fields of the archive
 * page can be kept. */
static const char *
query_of(struct http_request *req)
{
	struct buf b = { 0 };
	const char *name, *value, *out;

	for (size_t i = 0; http_form_field(req, i, &name, &value); i++) {
		if (!web_is_search_field(name) || value[0] == '\0')
			continue;
		buf_printf(&b, "%s%s=", b.len == 0 ? "" : "&", name);
		http_encode(&b, value);
	}
	out = buf_ok(&b) ? arena_strdup(http_arena(req), buf_str(&b)) : NULL;
	buf_done(&b);
	return out;
}

static const char *
back_to(struct http_request *req, const char *query)
{
	const char *where = query[0] == '\0' ? "/luu-tru"
					     : arena_printf(http_arena(req),
						   "/luu-tru?%s", query);

	return where == NULL ? "/luu-tru" : where;
}

bool
do_save_search(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct saving s = { web_who(req),
		{ web_field(req, "ten-lan-tim"), query_of(req),
		    env_now(env_system()) } };
	struct err why;

	if (s.search.query == NULL)
		return err_nomem(err);
	if (web_write(web, save, &s, &why))
		return web_done(
		    req, back_to(req, s.search.query), "Đã lưu lần tìm này.");
	if (err_http_status(why.kind) >= 500) {
		*err = why;
		return false;
	}
	web_flash(req, WEB_BAD, why.text);
	http_redirect(req, 303, back_to(req, s.search.query));
	return true;
}

bool
do_forget_search(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct saving s = { web_who(req),
		{ web_field(req, "ten-lan-tim"), "", 0 } };

	return web_write(web, forget, &s, err) &&
	       web_done(req, "/luu-tru", "Đã bỏ lần tìm đã lưu.");
}

bool
web_put_saved(struct http_request *req, struct xml_build *b, struct arc *arc,
    struct err *err)
{
	struct acc_saved *list;
	size_t n;

	if (web_who(req)->account <= 0)
		return true;
	if (!acc_saved_list(arc_db(arc), http_arena(req), web_who(req)->account,
		&list, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		xml_open(b, "da-luu");
		xml_set(b, "ten", list[i].name);
		xml_set(b, "dia-chi", back_to(req, list[i].query));
		xml_close(b);
	}
	return true;
}
