/* web/home.c -- the first page: what waits, what goes on, what can be trusted.
 *
 * Signals are words with a colour: each says when something was last done and,
 * when that is too long ago, what to do. */
#include <stdlib.h>
#include <string.h>

#include "archive/care.h"
#include "base/buf.h"
#include "model/draft.h"
#include "web/web_priv.h"

enum { HOME_CAMPAIGNS = 8, DAY = 86400 };

/* --- what waits --- */

static bool
put_requests(struct http_request *req, struct xml_build *b, struct arc *arc,
    struct err *err)
{
	const struct acc_actor *who = web_who(req);
	struct acc_request *list;
	size_t n, mine = 0;

	if ((who->rights & ACC_APPROVE) == 0)
		return true;
	if (!acc_requests(
		arc_db(arc), http_arena(req), who->org, "cho", &list, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		mine += strcmp(list[i].asked_by, who->login) != 0;
	xml_open(b, "cho-duyet");
	xml_set_int(b, "so", (long long)mine);
	xml_close(b);
	return true;
}

/* --- campaigns --- */

static bool
put_campaigns(struct http_request *req, struct xml_build *b, struct arc *arc,
    struct err *err)
{
	struct arena *a = http_arena(req);
	struct model_head *list;
	size_t n;

	if ((web_who(req)->rights & ACC_DRAFT) == 0)
		return true;
	if (!model_draft_list(
		arc_db(arc), a, web_who(req)->org, &list, &n, err))
		return false;
	xml_open(b, "cac-phong-trao");
	xml_set_int(b, "so", (long long)n);
	for (size_t i = 0; i < n && i < HOME_CAMPAIGNS; i++) {
		struct buf where = { 0 };

		buf_str_add(&where, "/phong-trao/");
		http_encode(&where, list[i].campaign);
		xml_open(b, "phong-trao");
		xml_set(b, "ten", list[i].name);
		xml_set(b, "dia-chi", buf_str(&where));
		xml_set(b, "luc", web_moment(a, list[i].at));
		xml_set(b, "boi", list[i].by);
		xml_set_int(b, "dot", list[i].rounds);
		xml_set_int(b, "nguoi", list[i].honourees);
		xml_close(b);
		buf_done(&where);
	}
	xml_close(b);
	return true;
}

/* --- numbers --- */

static bool
put_numbers(struct web *web, struct http_request *req, struct xml_build *b,
    struct arc *arc, struct err *err)
{
	struct arena *a = http_arena(req);
	const char *own = web_who(req)->org;
	int year = day_ymd(day_in_vietnam(env_now(env_system()))).year;
	struct arc_series *list;
	size_t n;

	if (!arc_list_series(arc, a, &list, &n, err))
		return false;
	xml_open(b, "cac-so");
	xml_set_int(b, "nam", year);
	xml_set_int(b, "tat-ca", (long long)n);
	for (size_t i = 0; i < n; i++)
		if (list[i].year == year &&
		    (own[0] == '\0' || strcmp(own, list[i].org) == 0))
			web_put_series(web, b, a, arc, &list[i]);
	xml_close(b);
	return true;
}

/* --- trust --- */

struct signal {
	const char *name;  /* what it is about */
	const char *key;   /* of arc_note(): when it was done */
	const char *found; /* of arc_note(): "tốt", "0" or what was wrong */
	int days;	   /* good for so long */
	const char *never, *late;
};
/* clang-format off */
static const struct signal signals[] = {
	{ "Bản sao dự phòng", "backup.at", NULL, 2,
	  "chưa có lần nào; chạy «sovang archive backup» mỗi ngày",
	  "quá hai ngày; kiểm tra việc sao lưu hằng ngày" },
	{ "Phục hồi thử", "drill.at", "drill.result", 8,
	  "chưa thử lần nào; chạy «sovang archive drill» mỗi tuần",
	  "quá một tuần; chạy «sovang archive drill»" },
	{ "Đọc lại toàn bộ kho", "scrub.ended", "scrub.bad", 35,
	  "chưa đọc lại trọn vòng; chạy «sovang archive scrub» mỗi đêm",
	  "quá một tháng; chạy «sovang archive scrub» mỗi đêm" },
};
/* clang-format on */

static void
put_signal(struct xml_build *b, const char *name, bool good, const char *text)
{
	xml_open(b, "tin-hieu");
	xml_set(b, "ten", name);
	xml_set(b, "mau", good ? "tot" : "xau");
	xml_add_text(b, text);
	xml_close(b);
}

static bool
put_signal_of(struct xml_build *b, struct arena *a, struct arc *arc,
    const struct signal *s, struct err *err)
{
	int64_t now = env_now(env_system()), at;
	const char *when, *found = "";

	if (!arc_note(arc, a, s->key, &when, err) ||
	    (s->found != NULL && !arc_note(arc, a, s->found, &found, err)))
		return false;
	if (when[0] == '\0') {
		put_signal(b, s->name, false, s->never);
		return true;
	}
	at = strtoll(when, NULL, 10);
	if (found[0] != '\0' && strcmp(found, "tốt") != 0 &&
	    strcmp(found, "0") != 0)
		put_signal(b, s->name, false,
		    arena_printf(a, "lúc %s, có chỗ hỏng: %s",
			web_moment(a, at), found));
	else if (now - at > (int64_t)s->days * DAY)
		put_signal(b, s->name, false,
		    arena_printf(
			a, "lần cuối lúc %s, %s", web_moment(a, at), s->late));
	else
		put_signal(b, s->name, true,
		    arena_printf(a, "tốt, lúc %s", web_moment(a, at)));
	return true;
}

static bool
put_trust(struct web *web, struct http_request *req, struct xml_build *b,
    struct arc *arc, struct err *err)
{
	struct arc_writer_state w;

	xml_open(b, "tin-cay");
	arc_writer_state(web->writer, &w);
	put_signal(b, "Ghi sổ, cấp số", !w.broken,
	    w.broken ? "đĩa đã báo lỗi khi ghi: việc cấp số đã dừng; kiểm tra "
		       "đĩa rồi khởi động lại"
		     : "đang làm việc bình thường");
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		if (!put_signal_of(b, http_arena(req), arc, &signals[i], err))
			return false;
	xml_close(b);
	return true;
}

bool
page_home(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arc *arc = web_reader(web, err);
	struct xml_build *b;

	if (arc == NULL)
		return false;
	/* A guest of an open archive came to search. */
	if (web_who(req)->account == 0) {
		http_redirect(req, 302, "/luu-tru");
		return true;
	}
	b = web_data(web, req);
	if (!put_requests(req, b, arc, err) ||
	    !put_campaigns(req, b, arc, err) ||
	    !put_numbers(web, req, b, arc, err) ||
	    !put_trust(web, req, b, arc, err))
		return false;
	return web_page(web, req, 200, "pages/trang-chu", b, err);
}
