/* web/jobs.c -- jobs: the list, one of them, pause, go on, cancel, its file. */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/day.h"
#include "viet/number.h"
#include "web/jobs_priv.h"

static const char *const state_names[JOBS_STATES] = { "Đang chờ", "Đang chạy",
	"Tạm dừng", "Xong", "Dừng vì lỗi", "Đã hủy" };

static struct jobs *
jobs_of(struct web *web)
{
	return iss_batch_jobs(web->batch);
}

bool
scope_job(struct web *web, struct http_request *req, const char **ret_org,
    struct err *err)
{
	struct jobs_info info;

	if (!jobs_get(jobs_of(web), http_arena(req), http_param(req, "id"),
		&info, err))
		return false;
	*ret_org = info.org;
	return true;
}

/* --- notes --- */

struct noting {
	const struct acc_actor *who;
	unsigned right;
	const char *org, *action, *object, *detail;
};

static bool
note_act(struct arc *arc, void *ctx, struct err *err)
{
	const struct noting *n = ctx;

	return acc_check(arc_db(arc), n->who, n->right, n->org, err) &&
	       acc_note(arc_db(arc), n->who, env_now(env_system()), n->action,
		   n->object, n->detail, err);
}

bool
web_note(struct web *web, struct http_request *req, unsigned right,
    const char *org, const char *action, const char *object, const char *detail,
    struct err *err)
{
	struct noting n = { web_who(req), right, org, action, object, detail };

	return web_write(web, note_act, &n, err);
}

/* --- shown --- */

const char *
web_span(struct arena *a, int64_t s)
{
	if (s < 60)
		return arena_printf(a, "%lld giây", (long long)s);
	if (s < 3600)
		return arena_printf(a, "%lld phút %lld giây", (long long)s / 60,
		    (long long)s % 60);
	return arena_printf(a, "%lld giờ %lld phút", (long long)s / 3600,
	    (long long)s / 60 % 60);
}

static void
put_grouped(struct xml_build *b, const char *name, int64_t n)
{
	struct buf text = { 0 };

	viet_grouped(&text, n);
	xml_set(b, name, buf_str(&text));
	buf_done(&text);
}

void
web_put_job(struct xml_build *b, struct arena *a, const struct jobs_info *i)
{
	int64_t done = i->made + i->spoilt;

	xml_set(b, "id", i->id);
	xml_set(b, "loai", i->kind);
	xml_set(b, "ten", i->title);
	xml_set(b, "ma-trang-thai", jobs_state_keys[i->state]);
	xml_set(b, "trang-thai", state_names[i->state]);
	xml_set(b, "sac",
	    i->state == JOBS_DONE				    ? "tot"
	    : i->state == JOBS_FAILED || i->state == JOBS_CANCELLED ? "xau"
								    : "cho");
	put_grouped(b, "tong", i->total);
	put_grouped(b, "xong", i->made);
	put_grouped(b, "hong", i->spoilt);
	xml_set_int(b, "so-tong", i->total);
	xml_set_int(b, "so-xong", done);
	if (i->per_minute > 0)
		put_grouped(b, "moi-phut", i->per_minute);
	if (i->left >= 0)
		xml_set(b, "con", web_span(a, i->left));
	xml_set(b, "nguoi", i->owner);
	xml_set(b, "luc", web_moment(a, i->created));
	if (i->ended > 0)
		xml_set(b, "het", web_moment(a, i->ended));
	xml_set(b, "van-ban", i->subject);
	if (i->error[0] != '\0') {
		xml_set(b, "loi", i->error);
		xml_set(b, "goi-y", i->hint);
	}
}

static void
put_buttons(struct xml_build *b, enum jobs_state s)
{
	static const struct {
		enum jobs_state to;
		const char *deed, *name;
	} deeds[] = { { JOBS_PAUSED, "tam-dung", "Tạm dừng" },
		{ JOBS_QUEUED, "lam-tiep", "Làm tiếp" },
		{ JOBS_CANCELLED, "huy", "Hủy việc này" } };

	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		if (!jobs_may_follow(s, deeds[i].to) ||
		    (s == JOBS_RUNNING && deeds[i].to == JOBS_QUEUED))
			continue;
		xml_open(b, "nut");
		xml_set(b, "viec", deeds[i].deed);
		xml_set(b, "ten", deeds[i].name);
		xml_close(b);
	}
}

bool
page_jobs(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	const char *own = web_who(req)->org;
	struct jobs_filter f = { .org = own[0] == '\0' ? NULL : own,
		.limit = 100 };
	struct jobs_info *list;
	struct xml_build *b;
	size_t n;

	if (!jobs_list(jobs_of(web), a, &f, &list, &n, err))
		return false;
	b = web_data(web, req);
	for (size_t i = 0; i < n; i++) {
		xml_open(b, "viec");
		web_put_job(b, a, &list[i]);
		xml_close(b);
	}
	return web_page(web, req, 200, "pages/viec", b, err);
}

static bool
put_spoilt(struct xml_build *b, struct arena *a, struct jobs *jobs,
    const char *id, struct err *err)
{
	struct jobs_pick pick = { .fate = JOBS_SPOILT, .limit = 200 };
	struct jobs_item *items;
	size_t n;

	if (!jobs_items(jobs, a, id, &pick, &items, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		const char *note = items[i].note;

		xml_open(b, "hong");
		xml_set_int(b, "so", items[i].n);
		xml_set(b, "ten", items[i].name);
		/* A trial's note has the kind in front, and may go on. */
		if (strchr(note, '\t') != NULL)
			note = arena_strndup(a, strchr(note, '\t') + 1,
			    strcspn(strchr(note, '\t') + 1, "\n"));
		xml_add_text(b, note);
		xml_close(b);
	}
	return true;
}

bool
page_job(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	struct jobs_info info;
	struct xml_build *b;

	if (!jobs_get(jobs_of(web), a, http_param(req, "id"), &info, err))
		return false;
	b = web_data(web, req);
	xml_open(b, "viec");
	web_put_job(b, a, &info);
	put_buttons(b, info.state);
	if (info.spoilt > 0 && !put_spoilt(b, a, jobs_of(web), info.id, err))
		return false;
	xml_close(b);
	return web_page(web, req, 200, "pages/mot-viec", b, err);
}

static const struct {
	const char *deed;
	enum jobs_state to;
	const char *said;
} turns[] = { { "tam-dung", JOBS_PAUSED, "Đã tạm dừng." },
	{ "lam-tiep", JOBS_QUEUED, "Việc được làm tiếp." },
	{ "huy", JOBS_CANCELLED,
	    "Đã hủy việc; những gì đã làm xong vẫn giữ nguyên." } };

/* Whoever may print turns print jobs; numbers need the registrar. */
static unsigned
right_for(const struct jobs_info *info)
{
	return strcmp(info->kind, ISS_PRINT) == 0 ? ACC_PRINT : ACC_ISSUE;
}

static bool
turn_job(struct web *web, struct http_request *req, const char *deed,
    const char **ret_said, struct err *err)
{
	struct arena *a = http_arena(req);
	struct jobs_info info;
	size_t i = 0, n = sizeof(turns) / sizeof(turns[0]);
	unsigned right;

	while (i < n && strcmp(turns[i].deed, deed) != 0)
		i++;
	if (i == n)
		return err_set(err, ERR_NOTFOUND, no_pos, "việc «%s»", deed);
	if (!jobs_get(jobs_of(web), a, http_param(req, "id"), &info, err))
		return false;
	right = right_for(&info);
	*ret_said = turns[i].said;
	return web_note(web, req, right, info.org,
		   right == ACC_PRINT ? "in" : "ban-hanh", info.id,
		   arena_printf(a, "%s: %s", turns[i].deed, info.title), err) &&
	       jobs_turn(jobs_of(web), info.id, turns[i].to, err);
}

bool
do_job(struct http_request *req, void *app, struct err *err)
{
	const char *said, *where = arena_printf(http_arena(req), "/viec/%s",
			      http_param(req, "id"));

	if (where == NULL)
		return err_nomem(err);
	return turn_job(app, req, http_param(req, "deed"), &said, err) &&
	       web_done(req, where, said);
}

bool
api_job_turn(struct http_request *req, void *app, struct err *err)
{
	const char *said;

	return turn_job(app, req, web_field(req, "trang-thai"), &said, err) &&
	       api_job(req, app, err);
}

/* --- the file of a print job --- */

bool
page_print_file(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	struct jobs_info info;
	const char *path;
	struct stat st;
	char *name;
	int fd;

	if (!jobs_get(jobs_of(web), a, http_param(req, "id"), &info, err))
		return false;
	path = iss_print_path(web->batch, a, info.id);
	fd = path == NULL || info.state != JOBS_DONE
		 ? -1
		 : open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) != 0) {
		if (fd >= 0)
			close(fd);
		err_set(err, ERR_NOTFOUND, no_pos, "việc này không còn tệp");
		return err_hint(err, "lập lại tập in ở trang Bằng khen");
	}
	name = arena_printf(a, "%s.pdf", info.title);
	for (char *p = name; p != NULL && *p != '\0'; p++)
		if (*p == '/')
			*p = '-';
	http_reply_header(req, "Cache-Control", "private, no-store");
	http_reply_name(req, name == NULL ? "tap-in.pdf" : name,
	    http_query(req, "tai-ve") == NULL);
	http_reply_file(
	    req, 200, "application/pdf", fd, 0, (uint64_t)st.st_size);
	close(fd);
	return true;
}
