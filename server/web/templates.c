/* web/templates.c -- templates and their versions: list, reference, sample,
 * upload of a new version with everything that is wrong with it, publishing.
 *
 * A version that is published never changes; what is uploaded is a draft until
 * it is checked and published (issue/edition.h). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "issue/edition.h"
#include "web/web_priv.h"

enum { UPLOAD_FILES = 20 };

/* --- small things --- */

static bool
fits_name(const char *s, const char *more)
{
	if (s[0] == '\0' || s[0] == '.' || strlen(s) > 60)
		return false;
	for (; *s != '\0'; s++)
		if (!((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9') ||
			*s == '-' || strchr(more, *s) != NULL))
			return false;
	return true;
}

static const char *
template_address(struct arena *a, const char *id, int64_t version)
{
	const char *s = version == 0 ? arena_printf(a, "/mau/%s", id)
				     : arena_printf(a, "/mau/%s/%lld", id,
					   (long long)version);

	return s == NULL ? "/mau" : s;
}

static void
put_edition(struct xml_build *b, struct arena *a, const struct arc_edition *e)
{
	xml_open(b, "phien-ban");
	xml_set(b, "mau", e->id);
	xml_set_int(b, "so", e->version);
	xml_set(b, "trang-thai", arc_edition_state_keys[e->state]);
	xml_set(b, "trang-thai-chu", arc_edition_state_names[e->state]);
	xml_set(b, "khoa", e->lock);
	xml_set(b, "kem", e->shipped ? "co" : "khong");
	if (e->from != 0)
		xml_set(b, "tu-ngay", web_day(a, e->from));
	xml_set(b, "boi", e->by);
	xml_set(b, "ghi-chu", e->note);
	xml_set(b, "luc", web_moment(a, e->changed));
	xml_set(b, "dia-chi", template_address(a, e->id, e->version));
	xml_close(b);
}

/* The title of the template's README, without the mark of a heading. */
static void
put_reference(
    struct web *web, struct xml_build *b, struct arena *a, const char *id)
{
	const char *name = arena_printf(a, "documents/%s/README.md", id);
	const char *bytes, *end;
	struct err ignored;
	size_t len;

	if (name == NULL ||
	    !press_file(web->config.press, a, name, &bytes, &len, &ignored))
		return;
	end = memchr(bytes, '\n', len);
	if (len > 2 && bytes[0] == '#' && end != NULL) {
		xml_leaf(b, "ten",
		    arena_strndup(a, bytes + 2, (size_t)(end - bytes) - 2));
		len -= (size_t)(end - bytes) + 1;
		bytes = end + 1;
	}
	xml_leaf(b, "tham-chieu", arena_strndup(a, bytes, len));
}

/* --- all templates --- */

static bool
list_page(struct web *web, struct http_request *req, int status,
    const struct err *why, struct err *err)
{
	struct arena *a = http_arena(req);
	struct arc *arc = web_reader(web, err);
	struct arc_edition *list;
	struct xml_build *b;
	const char *id = "";
	size_t n;

	if (arc == NULL || !arc_list_editions(arc, a, NULL, &list, &n, err))
		return false;
	b = web_data(web, req);
	if (why != NULL)
		web_say_err(b, why, "tep");
	for (size_t i = 0; i < n; i++) {
		struct arc_edition now;
		struct err none;

		if (strcmp(id, list[i].id) == 0)
			continue;
		id = list[i].id;
		xml_open(b, "mau");
		xml_set(b, "id", id);
		xml_set(b, "dia-chi", template_address(a, id, 0));
		put_reference(web, b, a, id);
		if (arc_edition_in_force(
			arc, a, id, arc_today(arc), &now, &none))
			put_edition(b, a, &now);
		xml_close(b);
	}
	return web_page(web, req, status, "pages/cac-mau", b, err);
}

bool
page_templates(struct http_request *req, void *app, struct err *err)
{
	return list_page(app, req, 200, NULL, err);
}

bool
page_template(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	struct arc *arc = web_reader(web, err);
	const char *id = http_param(req, "id");
	struct arc_edition *list;
	struct xml_build *b;
	size_t n;

	if (arc == NULL || !arc_list_editions(arc, a, id, &list, &n, err))
		return false;
	if (n == 0)
		return err_set(err, ERR_NOTFOUND, no_pos, "mẫu %s", id);
	b = web_data(web, req);
	xml_open(b, "mau");
	xml_set(b, "id", id);
	put_reference(web, b, a, id);
	for (size_t i = 0; i < n; i++)
		put_edition(b, a, &list[i]);
	xml_close(b);
	return web_page(web, req, 200, "pages/mau", b, err);
}

/* --- one version --- */

static bool
get_edition(struct http_request *req, struct arc *arc, struct arc_edition *ret,
    struct err *err)
{
	const char *text = http_param(req, "version");
	char *end;
	long long version = strtoll(text, &end, 10);

	if (*end != '\0' || version <= 0)
		return err_set(
		    err, ERR_NOTFOUND, no_pos, "không có phiên bản «%s»", text);
	return arc_get_edition(
	    arc, http_arena(req), http_param(req, "id"), version, ret, err);
}

static void
put_problem(struct xml_build *b, const struct err *e)
{
	struct buf code = { 0 };

	err_code(e, &code);
	xml_open(b, "cho-sai");
	xml_set(b, "ma", buf_str(&code));
	xml_set(b, "ten", err_title(e->kind));
	xml_set(b, "nhac", err_is_warning(e->kind) ? "co" : "khong");
	if (e->line > 0) {
		xml_set(b, "tep", e->file);
		xml_set_int(b, "dong", e->line);
		xml_set_int(b, "cot", e->col);
	}
	xml_leaf(b, "chu", e->text);
	xml_leaf(b, "goi-y", e->hint[0] == '\0' ? NULL : e->hint);
	xml_leaf(b, "trich", e->excerpt[0] == '\0' ? NULL : e->excerpt);
	xml_leaf(b, "dieu", e->article[0] == '\0' ? NULL : e->article);
	xml_close(b);
	buf_done(&code);
}

static bool
check_edition(struct web *web, struct xml_build *b, struct arena *a,
    struct arc *arc, const struct arc_edition *e, struct err *err)
{
	struct press_config base = { .office_dir = web->config.data };
	struct err_list errors;
	struct iss_closure c;
	bool ok;

	err_list_init(&errors, a);
	ok = iss_check_edition(arc, &base, e, &errors, &c, err);
	xml_open(b, "kiem-tra");
	xml_set(b, "dat", ok ? "co" : "khong");
	xml_set_int(b, "so-loi", (long long)errors.errors);
	xml_set_int(b, "so-nhac", (long long)errors.warnings);
	for (size_t i = 0; i < errors.len; i++)
		put_problem(b, errors.items[i]);
	xml_close(b);
	iss_closure_free(&c);
	return ok || err->kind == ERR_CHECK;
}

static bool
put_parts(struct xml_build *b, struct arena *a, struct arc *arc,
    const struct arc_edition *e, struct err *err)
{
	struct arc_lock lock;

	if (e->lock[0] == '\0')
		return true;
	if (!arc_read_lock(arc, a, e->lock, &lock, err))
		return false;
	for (size_t i = 0; i < lock.count; i++) {
		xml_open(b, "phan");
		xml_set(b, "ten", lock.parts[i].name);
		xml_set(b, "sha256", lock.parts[i].sha256);
		xml_close(b);
	}
	return true;
}

static bool
edition_page(struct web *web, struct http_request *req, int status,
    const struct err *why, struct err *err)
{
	struct arena *a = http_arena(req);
	struct arc *arc = web_reader(web, err);
	struct arc_edition e;
	struct xml_build *b;

	if (arc == NULL || !get_edition(req, arc, &e, err))
		return false;
	b = web_data(web, req);
	if (why != NULL)
		web_say_err(b, why, NULL);
	xml_open(b, "mau");
	xml_set(b, "id", e.id);
	put_reference(web, b, a, e.id);
	put_edition(b, a, &e);
	if (e.lock[0] == '\0' && !check_edition(web, b, a, arc, &e, err))
		return false;
	if (!put_parts(b, a, arc, &e, err))
		return false;
	xml_close(b);
	return web_page(web, req, status, "pages/mau-phien-ban", b, err);
}

bool
page_edition(struct http_request *req, void *app, struct err *err)
{
	return edition_page(app, req, 200, NULL, err);
}

/* --- the sample, typeset by exactly this version --- */

static bool
typeset_sample(struct press *press, struct arena *a, const char *id,
    struct press_result *ret, struct err *err)
{
	const char *name = arena_printf(a, "documents/%s/mau.xml", id), *bytes;
	struct press_job job = { .template = id, .draft = true };
	struct err_list errors;
	struct xml_doc *data;
	size_t len;

	err_list_init(&errors, a);
	if (name == NULL)
		return err_nomem(err);
	if (!press_file(press, a, name, &bytes, &len, err) ||
	    !xml_parse(a, name, bytes, len, XML_DATA, &data, err))
		return false;
	job.data = data;
	if (press_run(press, a, &job, &errors, ret))
		return true;
	*err = *errors.items[0];
	return false;
}

bool
page_edition_sample(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	struct arc *arc = web_reader(web, err);
	struct press_config base = { .office_dir = web->config.data };
	struct press *press = NULL;
	struct press_result r;
	struct err_list errors;
	struct iss_closure c = { 0 };
	struct arc_edition e;
	bool ok = arc != NULL && get_edition(req, arc, &e, err);

	err_list_init(&errors, a);
	if (ok && e.lock[0] != '\0')
		ok = iss_open_lock(arc, web->config.press, e.lock, &press, err);
	else if (ok)
		ok = iss_check_edition(arc, &base, &e, &errors, &c, err);
	if (press == NULL)
		press = c.press;
	ok = ok && typeset_sample(press, a, e.id, &r, err);
	if (ok) {
		http_reply_name(req, arena_printf(a, "Mẫu %s.pdf", e.id), true);
		http_reply(
		    req, 200, "application/pdf", r.pdf, r.pdf_len, false);
	}
	iss_closure_free(&c);
	return ok;
}

/* --- upload --- */

struct upload {
	const struct acc_actor *who;
	const char *id, *note;
	struct arc_file files[UPLOAD_FILES];
	size_t count;
	int64_t version;
};

static bool
read_file(struct arena *a, const struct http_file *f, const char **ret,
    struct err *err)
{
	char *bytes;
	size_t have = 0;

	if (f->size > XML_BYTES_TEMPLATE * 4)
		return err_set(
		    err, ERR_LIMIT, no_pos, "tệp %s lớn quá 4 MB", f->name);
	bytes = arena_alloc(a, (size_t)f->size + 1);
	if (bytes == NULL)
		return err_nomem(err);
	while (have < f->size) {
		ssize_t n = pread(
		    f->fd, bytes + have, (size_t)f->size - have, (off_t)have);

		if (n <= 0)
			return err_errno(err, f->name);
		have += (size_t)n;
	}
	*ret = bytes;
	return true;
}

static bool
read_upload(struct http_request *req, struct upload *u, struct err *err)
{
	struct arena *a = http_arena(req);
	const struct http_file *f;
	bool has_template = false;

	u->id = web_field(req, "ma");
	u->note = web_field(req, "ghi-chu");
	if (!fits_name(u->id, "")) {
		err_set(err, ERR_VALUE, no_pos, "mã mẫu «%s» không dùng được",
		    u->id);
		return err_hint(
		    err, "chữ thường không dấu, chữ số và gạch nối: giay-khen");
	}
	for (size_t i = 0; (f = http_file_at(req, "tep", i)) != NULL; i++) {
		struct arc_file *to = &u->files[u->count];

		if (u->count == UPLOAD_FILES)
			return err_set(err, ERR_LIMIT, no_pos,
			    "một mẫu có nhiều nhất %d tệp", UPLOAD_FILES);
		if (!fits_name(f->name, "._") &&
		    strcmp(f->name, "README.md") != 0) {
			err_set(err, ERR_VALUE, no_pos,
			    "tên tệp «%s» không dùng được", f->name);
			return err_hint(err,
			    "template.xml, mau.xml, README.md và ảnh, hoa văn "
			    "của mẫu");
		}
		to->name = arena_printf(a, "documents/%s/%s", u->id, f->name);
		to->len = (size_t)f->size;
		if (to->name == NULL)
			return err_nomem(err);
		if (!read_file(a, f, &to->bytes, err))
			return false;
		has_template =
		    has_template || strcmp(f->name, "template.xml") == 0;
		u->count++;
	}
	if (has_template)
		return true;
	err_set(err, ERR_MISSING, no_pos, "chưa có tệp template.xml");
	return err_hint(err, "chọn template.xml, cùng mau.xml nếu có");
}

static bool
add_edition(struct arc *arc, void *ctx, struct err *err)
{
	struct upload *u = ctx;
	const struct arc_edition e = {
		.id = u->id, .by = u->who->login, .note = u->note
	};

	return acc_check(arc_db(arc), u->who, ACC_TEMPLATE, NULL, err) &&
	       arc_add_edition(arc, &e, u->files, u->count, &u->version, err) &&
	       acc_note(arc_db(arc), u->who, env_now(env_system()), "mau",
		   u->id, "tải lên bản dự thảo", err);
}

bool
do_upload_edition(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct upload u = { .who = web_who(req) };
	struct err why;

	if (read_upload(req, &u, &why) && web_write(web, add_edition, &u, &why))
		return web_done(req,
		    template_address(http_arena(req), u.id, u.version),
		    "Đã tải lên bản dự thảo và soát các tệp.");
	if (err_http_status(why.kind) >= 500) {
		*err = why;
		return false;
	}
	return list_page(web, req, 422, &why, err);
}

/* --- publish, retire, drop --- */

struct turn {
	const struct acc_actor *who;
	struct arc_edition e;
	struct iss_closure closure;
	const char *reason;
	const char *done;
};

static bool
may_turn(struct arc *arc, const struct turn *t, struct err *err)
{
	return acc_check(arc_db(arc), t->who, ACC_TEMPLATE, NULL, err) &&
	       acc_note(arc_db(arc), t->who, env_now(env_system()), "mau",
		   t->e.id, t->done, err);
}

static bool
publish(struct arc *arc, void *ctx, struct err *err)
{
	struct turn *t = ctx;

	return may_turn(arc, t, err) &&
	       arc_publish_edition(arc, &t->e, t->closure.engine,
		   t->closure.files, t->closure.count, err);
}

static bool
retire(struct arc *arc, void *ctx, struct err *err)
{
	struct turn *t = ctx;

	return may_turn(arc, t, err) &&
	       arc_retire_edition(arc, t->e.id, t->e.version, t->reason, err);
}

static bool
drop(struct arc *arc, void *ctx, struct err *err)
{
	struct turn *t = ctx;

	return may_turn(arc, t, err) &&
	       arc_drop_edition(arc, t->e.id, t->e.version, err);
}

/* clang-format off */
static const struct {
	const char *name, *done;
	arc_act act;
	bool checked; /* only what is without an error */
	bool gone;    /* the version's page is no more */
} turns[] = {
	{ "cong-bo", "Đã công bố phiên bản này.",        publish, true,  false },
	{ "ngung",   "Đã ngừng dùng phiên bản này.",     retire,  false, false },
	{ "bo",      "Đã bỏ bản dự thảo.",               drop,    false, true  },
};
/* clang-format on */

static bool
prepare(struct web *web, struct http_request *req, struct turn *t, bool checked,
    struct err *err)
{
	struct press_config base = { .office_dir = web->config.data };
	struct arc *arc = web_reader(web, err);
	struct err_list errors;

	if (arc == NULL || !get_edition(req, arc, &t->e, err))
		return false;
	if (!checked)
		return true;
	if (t->e.lock[0] != '\0')
		return err_set(err, ERR_DENIED, no_pos,
		    "phiên bản %lld đã công bố, không đổi được nữa",
		    (long long)t->e.version);
	err_list_init(&errors, http_arena(req));
	t->e.by = t->who->login;
	return iss_check_edition(arc, &base, &t->e, &errors, &t->closure, err);
}

bool
do_turn_edition(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	const char *name = http_param(req, "deed");
	struct turn t = { .who = web_who(req),
		.reason = web_field(req, "ly-do") };
	struct err why;
	size_t i = 0;
	bool ok;

	while (i < sizeof(turns) / sizeof(turns[0]) &&
	       strcmp(turns[i].name, name) != 0)
		i++;
	if (i == sizeof(turns) / sizeof(turns[0]))
		return err_set(
		    err, ERR_NOTFOUND, no_pos, "không có việc «%s»", name);
	t.done = turns[i].done;
	ok = prepare(web, req, &t, turns[i].checked, &why) &&
	     web_write(web, turns[i].act, &t, &why);
	iss_closure_free(&t.closure);
	if (ok)
		return web_done(req,
		    template_address(
			a, t.e.id, turns[i].gone ? 0 : t.e.version),
		    t.done);
	if (err_http_status(why.kind) >= 500 || why.kind == ERR_NOTFOUND) {
		*err = why;
		return false;
	}
	return edition_page(web, req, 422, &why, err);
}
