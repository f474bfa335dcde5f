/* web/api_jobs.c -- jobs in JSON, under /api/v1/jobs. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "web/jobs_priv.h"

static bool
reply(struct http_request *req, struct buf *b, struct err *err)
{
	bool ok;

	buf_char(b, '\n');
	ok = buf_ok(b) || err_nomem(err);
	if (ok) {
		http_reply_header(req, "Cache-Control", "no-store");
		http_reply(req, 200, "application/json; charset=utf-8",
		    buf_str(b), b->len, false);
	}
	buf_done(b);
	return ok;
}

static void
put_job(struct json *j, struct arena *a, const struct jobs_info *i)
{
	json_object(j);
	json_pair(j, "id", i->id);
	json_pair(j, "loai", i->kind);
	json_pair(j, "ten", i->title);
	json_pair(j, "quyet-dinh", i->subject);
	json_pair(j, "trang-thai", jobs_state_keys[i->state]);
	json_pair_int(j, "tong", i->total);
	json_pair_int(j, "xong", i->made);
	json_pair_int(j, "hong", i->spoilt);
	json_pair_int(j, "moi-phut", i->per_minute);
	if (i->left >= 0)
		json_pair_int(j, "con-giay", i->left);
	json_pair(j, "nguoi", i->owner);
	json_pair_int(j, "luc", i->created);
	if (i->ended > 0)
		json_pair_int(j, "het", i->ended);
	json_pair(j, "loi", i->error);
	json_pair(j, "goi-y", i->hint);
	if (i->state == JOBS_DONE && strcmp(i->kind, ISS_PRINT) == 0)
		json_pair(
		    j, "tep", arena_printf(a, "/api/v1/jobs/%s/file", i->id));
	json_object_end(j);
}

bool
api_jobs(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	const char *own = web_who(req)->org;
	struct jobs_filter f = { .org = own[0] == '\0' ? NULL : own,
		.subject = http_query(req, "quyet-dinh"),
		.kind = http_query(req, "loai"),
		.unfinished = http_query(req, "chua-xong") != NULL,
		.limit = 200 };
	struct buf b = { 0 };
	struct json j = { .out = &b };
	struct jobs_info *list;
	size_t n;

	if (!jobs_list(iss_batch_jobs(web->batch), a, &f, &list, &n, err))
		return false;
	json_object(&j);
	json_key(&j, "viec");
	json_array(&j);
	for (size_t i = 0; i < n; i++)
		put_job(&j, a, &list[i]);
	json_array_end(&j);
	json_object_end(&j);
	return reply(req, &b, err);
}

bool
api_job(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	struct buf b = { 0 };
	struct json j = { .out = &b };
	struct jobs_info info;

	if (!jobs_get(iss_batch_jobs(web->batch), a, http_param(req, "id"),
		&info, err))
		return false;
	put_job(&j, a, &info);
	return reply(req, &b, err);
}

bool
api_job_items(struct http_request *req, void *app, struct err *err)
{
	static const char *const fates[] = { "chua", "xong", "hong" };
	struct web *web = app;
	struct arena *a = http_arena(req);
	const char *from = http_query(req, "tu"),
		   *fate = http_query(req, "ket-qua");
	struct jobs_pick pick = { .fate = -1, .limit = 1000 };
	struct buf b = { 0 };
	struct json j = { .out = &b };
	struct jobs_item *items;
	size_t n;

	pick.from = from == NULL ? 0 : strtoll(from, NULL, 10);
	for (int i = 0; fate != NULL && i < 3; i++)
		if (strcmp(fates[i], fate) == 0)
			pick.fate = i;
	if (!jobs_items(iss_batch_jobs(web->batch), a, http_param(req, "id"),
		&pick, &items, &n, err))
		return false;
	json_object(&j);
	json_key(&j, "muc");
	json_array(&j);
	for (size_t i = 0; i < n; i++) {
		json_object(&j);
		json_pair_int(&j, "so", items[i].n);
		json_pair(&j, "ma", items[i].key);
		json_pair(&j, "ten", items[i].name);
		json_pair(&j, "ket-qua", fates[items[i].fate]);
		json_pair(&j, "van-ban", items[i].result);
		json_pair(&j, "ghi-chu", items[i].note);
		json_object_end(&j);
	}
	json_array_end(&j);
	if (n == 1000)
		json_pair_int(&j, "tiep", items[n - 1].n + 1);
	json_object_end(&j);
	return reply(req, &b, err);
}
