/* web/certificates.c -- the certificates of a decision: trial, issue, print. */
#include <string.h>

#include "viet/number.h"
#include "web/jobs_priv.h"

enum { SHOWN = 300 };

static void
put_grouped(struct xml_build *b, const char *name, size_t n)
{
	struct buf text = { 0 };

	viet_grouped(&text, (int64_t)n);
	xml_set(b, name, buf_str(&text));
	buf_done(&text);
}

/* --- the report of a trial --- */

static const struct {
	const char *key, *title, *tone;
} kinds[] = {
	[ISS_SHRUNK] = { "thu-nho", "Chữ phải thu nhỏ", "cho" },
	[ISS_ODD] = { "chu-la", "Chữ lạ", "xau" },
	[ISS_SPOILT] = { "khong-lap-duoc", "Không lập được bằng", "xau" },
	[ISS_SAME] = { "trung-ten", "Trùng tên", "cho" },
	[ISS_SPELLING] = { "don-vi", "Đơn vị ghi khác nhau", "cho" },
};

static void
put_findings(struct xml_build *b, const struct iss_report *r)
{
	size_t n = r->finding_count < SHOWN ? r->finding_count : SHOWN;

	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		xml_open(b, "loai");
		xml_set(b, "ma", kinds[k].key);
		xml_set(b, "ten", kinds[k].title);
		put_grouped(b, "so", r->found[k]);
		xml_close(b);
	}
	for (size_t i = 0; i < n; i++) {
		const struct iss_finding *f = &r->findings[i];

		xml_open(b, "cho");
		xml_set_int(b, "so", f->n);
		xml_set(b, "ten", f->name);
		xml_set(b, "don-vi", f->unit);
		xml_set(b, "loai", kinds[f->kind].title);
		xml_set(b, "sac", kinds[f->kind].tone);
		xml_add_text(b, f->what);
		xml_close(b);
	}
	if (n < r->finding_count)
		put_grouped(b, "con-nua", r->finding_count - n);
}

static void
put_report(struct xml_build *b, const struct iss_report *r)
{
	xml_open(b, "bao-cao");
	put_grouped(b, "tong", r->total);
	put_grouped(b, "tot", r->fine);
	put_grouped(b, "hong", r->found[ISS_SPOILT]);
	xml_set_int(b, "so-hong", (long long)r->found[ISS_SPOILT]);
	put_grouped(b, "phoi", r->blanks);
	put_grouped(b, "du-phong", r->reserve);
	put_grouped(b, "to-ngan", r->separators);
	put_grouped(b, "bien-ban", r->list_pages);
	put_grouped(b, "don-vi", r->unit_count);
	for (int i = 0; i < 3; i++) {
		if (r->longest[i].letters == 0)
			continue;
		xml_open(b, "dai");
		xml_set(b, "o", r->longest[i].what);
		xml_set_int(b, "chu", (long long)r->longest[i].letters);
		xml_set_int(b, "so", r->longest[i].n);
		xml_add_text(b, r->longest[i].text);
		xml_close(b);
	}
	put_findings(b, r);
	xml_close(b);
}

static bool
put_trial(struct web *web, struct xml_build *b, struct arena *a,
    const char *job, struct err *err)
{
	struct jobs_info info;
	struct iss_report r;

	if (job[0] == '\0')
		return true;
	if (!jobs_get(iss_batch_jobs(web->batch), a, job, &info, err))
		return false;
	xml_open(b, "soat");
	web_put_job(b, a, &info);
	if (info.state == JOBS_DONE) {
		if (!iss_batch_report(web->batch, a, job, &r, err))
			return false;
		put_report(b, &r);
	}
	xml_close(b);
	return true;
}

static bool
put_making(struct web *web, struct xml_build *b, struct arena *a,
    const char *job, struct err *err)
{
	struct jobs_info info;

	if (job[0] == '\0')
		return true;
	if (!jobs_get(iss_batch_jobs(web->batch), a, job, &info, err))
		return false;
	xml_open(b, "cap");
	web_put_job(b, a, &info);
	xml_close(b);
	return true;
}

static bool
put_prints(struct web *web, struct xml_build *b, struct arena *a,
    const char *decision, struct err *err)
{
	struct jobs_filter f = {
		.kind = ISS_PRINT, .subject = decision, .limit = 12
	};
	struct jobs_info *list;
	size_t n;

	if (!jobs_list(iss_batch_jobs(web->batch), a, &f, &list, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		xml_open(b, "tap");
		web_put_job(b, a, &list[i]);
		xml_close(b);
	}
	return true;
}

static bool
put_settings(
    struct web *web, struct xml_build *b, struct arena *a, struct err *err)
{
	struct arc *arc = web_reader(web, err);
	struct iss_setting *list;
	size_t n;

	if (arc == NULL || !iss_settings(arc, a, &list, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		xml_open(b, "may");
		xml_set(b, "may-in", list[i].printer);
		xml_set(b, "phoi", list[i].stock);
		xml_close(b);
	}
	return true;
}

/* A request that is sent twice is made once: the key is made with the page. */
static const char *
fresh_key(struct arena *a)
{
	char id[ENV_ID_LEN + 1];
	const char *s;

	env_id(env_system(), id);
	s = arena_strdup(a, id);
	return s == NULL ? "" : s;
}

static const char *
request_key(struct http_request *req)
{
	const char *given = http_header(req, "Idempotency-Key");

	return given != NULL ? given : web_field(req, "yeu-cau");
}

/* What was asked for and refused stands in the form again. */
static void
put_typed(struct http_request *req, struct xml_build *b)
{
	static const char *const names[] = { "xep", "trang", "ly-do", "may",
		"kieu" };

	xml_open(b, "go");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		xml_set(b, names[i], web_field(req, names[i]));
	xml_close(b);
}

static bool
show(struct web *web, struct http_request *req, int status,
    const struct err *why, const char *field, struct err *err)
{
	struct arena *a = http_arena(req);
	const char *id = http_param(req, "id");
	struct iss_standing s;
	struct xml_build *b;

	if (!iss_batch_standing(web->batch, a, id, &s, err))
		return false;
	b = web_data(web, req);
	if (why != NULL)
		web_say_err(b, why, field);
	xml_open(b, "quyet-dinh");
	web_put_document(b, a, &s.decision);
	xml_leaf(b, "trich-yeu", s.decision.title);
	put_grouped(b, "so-nguoi", s.honourees);
	put_grouped(b, "da-cap", s.filed);
	xml_set_int(b, "con-lai", (long long)s.honourees - (long long)s.filed);
	xml_set_int(b, "so-da-cap", (long long)s.filed);
	xml_set(b, "yeu-cau", fresh_key(a));
	xml_close(b);
	put_typed(req, b);
	return put_trial(web, b, a, s.trial, err) &&
	       put_making(web, b, a, s.making, err) &&
	       put_prints(web, b, a, id, err) && put_settings(web, b, a, err) &&
	       web_page(web, req, status, "pages/bang-khen", b, err);
}

bool
page_certificates(struct http_request *req, void *app, struct err *err)
{
	return show(app, req, 200, NULL, NULL, err);
}

/* --- starting --- */

/* A full queue is the client's to wait for: 429 (RFC 6585).  False when it was
 * something else. */
static bool
tell_full(struct web *web, struct http_request *req, struct err *err)
{
	if (err->kind != ERR_BUSY)
		return false;
	err->kind = ERR_FLOOD;
	web_fail(req, web, err);
	http_reply_header(req, "Retry-After", "30");
	return true;
}

static bool
decision_org(struct web *web, struct http_request *req, const char *id,
    struct arc_doc *ret, struct err *err)
{
	struct arc *arc = web_reader(web, err);

	return arc != NULL && arc_get(arc, http_arena(req), id, ret, err);
}

/* Starts a trial or the issue; the trial's report must be there first. */
static bool
add_batch(struct web *web, struct http_request *req, const char *kind,
    const char *decision, char ret_id[static ENV_ID_LEN + 1], struct err *err)
{
	bool make = strcmp(kind, ISS_MAKE) == 0, fresh;
	struct iss_order o = { .decision = decision,
		.only = web_field(req, "nguoi"),
		.owner = web_who(req)->login,
		.key = request_key(req) };
	struct iss_standing s;
	struct jobs_info trial;
	struct arc_doc d;

	if (!decision_org(web, req, decision, &d, err))
		return false;
	if (make) {
		if (!iss_batch_standing(
			web->batch, http_arena(req), decision, &s, err))
			return false;
		if (s.trial[0] == '\0' ||
		    !jobs_get(iss_batch_jobs(web->batch), http_arena(req),
			s.trial, &trial, err) ||
		    trial.state != JOBS_DONE) {
			err_set(err, ERR_REGISTER, no_pos,
			    "chưa soát bằng khen của %s", d.code);
			return err_hint(
			    err, "soát trước, xem báo cáo, rồi mới cấp số");
		}
	}
	return web_note(web, req, ACC_ISSUE, d.org, "ban-hanh", decision,
		   make ? "Cấp số và tạo bằng khen" : "Soát bằng khen", err) &&
	       iss_batch_add(web->batch, kind, &o, ret_id, &fresh, err);
}

static bool
start(struct web *web, struct http_request *req, const char *kind,
    const char *said, struct err *err)
{
	char id[ENV_ID_LEN + 1];
	const char *where;
	struct err why;

	if (!add_batch(web, req, kind, http_param(req, "id"), id, &why)) {
		if (why.kind == ERR_REGISTER || why.kind == ERR_VALUE)
			return show(web, req, 422, &why, NULL, err);
		*err = why;
		return tell_full(web, req, err);
	}
	where = arena_printf(http_arena(req), "/viec/%s", id);
	return where != NULL ? web_done(req, where, said) : err_nomem(err);
}

bool
do_trial(struct http_request *req, void *app, struct err *err)
{
	return start(
	    app, req, ISS_TRIAL, "Đang soát từng bằng; chưa cấp số nào.", err);
}

bool
do_make(struct http_request *req, void *app, struct err *err)
{
	return start(app, req, ISS_MAKE, "Đang cấp số và tạo bằng khen.", err);
}

/* --- print --- */

static enum iss_sort
sort_of(const char *key)
{
	for (int i = 0; i < ISS_SORTS; i++)
		if (strcmp(iss_sort_keys[i], key) == 0)
			return (enum iss_sort)i;
	return ISS_AS_DECIDED;
}

/* "may-in TAB phoi" of the chosen setting. */
static bool
split_setting(struct arena *a, const char *both, struct iss_print *p)
{
	const char *tab = strstr(both, " | ");

	p->printer = p->stock = "";
	if (tab == NULL)
		return true;
	p->printer = arena_strndup(a, both, (size_t)(tab - both));
	p->stock = arena_strdup(a, tab + 3);
	return p->printer != NULL && p->stock != NULL;
}

static bool
read_print(struct http_request *req, const char *decision, struct iss_print *p,
    struct err *err)
{
	const char *what = web_field(req, "kieu");

	*p = (struct iss_print){ .decision = decision,
		.owner = web_who(req)->login,
		.key = request_key(req),
		.sort = sort_of(web_field(req, "xep")),
		.list = strcmp(what, "bien-ban") == 0,
		.overlay = strcmp(what, "tren-phoi") == 0,
		.separators = web_field(req, "to-ngan")[0] != '\0',
		.pages = web_field(req, "trang"),
		.reason = web_field(req, "ly-do") };
	return split_setting(http_arena(req), web_field(req, "may"), p) ||
	       err_nomem(err);
}

static bool
add_print(struct web *web, struct http_request *req, const char *decision,
    char ret_id[static ENV_ID_LEN + 1], struct err *err)
{
	struct arena *a = http_arena(req);
	struct iss_print p;
	struct arc_doc d;
	const char *detail;
	bool fresh;

	if (!decision_org(web, req, decision, &d, err) ||
	    !read_print(req, decision, &p, err))
		return false;
	detail = p.pages[0] == '\0' ? "Lập tệp in"
				    : arena_printf(a, "Trang %s. Lý do: %s",
					  p.pages, p.reason);
	return web_note(web, req, ACC_PRINT, d.org,
		   p.pages[0] == '\0' ? "in" : "in-lai", decision, detail,
		   err) &&
	       iss_print_add(web->batch, &p, ret_id, &fresh, err);
}

bool
do_print(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	char id[ENV_ID_LEN + 1];
	const char *where;
	struct err why;

	if (!add_print(web, req, http_param(req, "id"), id, &why)) {
		if (why.kind == ERR_VALUE || why.kind == ERR_NOTFOUND)
			return show(web, req, 422, &why,
			    web_field(req, "trang")[0] != '\0' &&
				    web_field(req, "ly-do")[0] == '\0'
				? "ly-do"
				: NULL,
			    err);
		*err = why;
		return tell_full(web, req, err);
	}
	where = arena_printf(http_arena(req), "/viec/%s", id);
	return where != NULL ? web_done(req, where, "Đang lập tệp in.")
			     : err_nomem(err);
}

bool
api_job_add(struct http_request *req, void *app, struct err *err)
{
	static const char *const all[] = { ISS_TRIAL, ISS_MAKE, ISS_PRINT };
	struct web *web = app;
	struct arena *a = http_arena(req);
	const char *kind = web_field(req, "loai"),
		   *decision = web_field(req, "quyet-dinh"), *where;
	char id[ENV_ID_LEN + 1];
	size_t k = 0;
	struct arc_doc d;

	while (k < 3 && strcmp(all[k], kind) != 0)
		k++;
	if (k == 3) {
		err_set(err, ERR_VALUE, no_pos, "loại việc «%s»", kind);
		return err_hint(
		    err, "chọn " ISS_TRIAL ", " ISS_MAKE " hoặc " ISS_PRINT);
	}
	if (!decision_org(web, req, decision, &d, err) ||
	    !acc_may(
		web_who(req), k == 2 ? ACC_PRINT : ACC_ISSUE, d.org, err) ||
	    !(k == 2 ? add_print(web, req, decision, id, err)
		     : add_batch(web, req, kind, decision, id, err)))
		return tell_full(web, req, err);
	where = arena_printf(a, "/api/v1/jobs/%s", id);
	if (where == NULL)
		return err_nomem(err);
	http_redirect(req, 303, where);
	return true;
}
