/* web/pages.c -- the pages: document, register, files. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/register.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/day.h"
#include "viet/date.h"
#include "web/web_priv.h"

/* --- small texts --- */

const char *
web_moment(struct arena *a, int64_t t)
{
	struct ymd d = day_ymd(day_in_vietnam(t));
	int64_t rest = (t + 7 * 3600) % 86400;

	return arena_printf(a, "%02d/%02d/%04d %02d:%02d", d.day, d.month,
	    d.year, (int)(rest / 3600), (int)(rest / 60 % 60));
}

const char *
web_day(struct arena *a, day_t day)
{
	char text[11];

	day_print_iso(day, text);
	return arena_strdup(a, text);
}

/* --- one document --- */

void
web_put_document(struct xml_build *b, struct arena *a, const struct arc_doc *d)
{
	xml_set(b, "id", d->uid);
	xml_set(b, "ma-loai", d->type);
	xml_set(b, "loai", d->type_name);
	xml_set(b, "so-ky-hieu", d->code);
	xml_set(b, "ngay", web_day(a, d->date));
	xml_set(b, "tinh-trang", d->status);
	xml_set(b, "tinh-trang-chu", arc_state_name(d->status));
}

static void
put_fact(struct xml_build *b, const char *name, const char *value)
{
	if (value == NULL || value[0] == '\0')
		return;
	xml_open(b, "muc");
	xml_set(b, "ten", name);
	xml_add_text(b, value);
	xml_close(b);
}

static const char *
date_text(struct arena *a, day_t day)
{
	struct buf b = { 0 };
	const char *s;

	viet_date_long(&b, day);
	s = arena_strdup(a, buf_str(&b) + strlen("ngày "));
	buf_done(&b);
	return s;
}

static void
put_facts(struct xml_build *b, struct arena *a, const struct arc_doc *d)
{
	const char *person = d->honouree;

	xml_open(b, "tin");
	put_fact(b, "Loại văn bản", d->type_name);
	put_fact(b, "Số, ký hiệu", d->code);
	put_fact(b, "Ngày ban hành", date_text(a, d->date));
	put_fact(b, "Người ký", d->signer);
	put_fact(b, "Chức vụ", d->position);
	put_fact(b, "Người được khen", person);
	put_fact(b, "Đơn vị, địa chỉ", d->unit);
	put_fact(b, "Phong trào thi đua", d->campaign_name);
	put_fact(b, "Số trang", arena_printf(a, "%d", d->pages));
	put_fact(b, "Tình trạng", arc_state_name(d->status));
	put_fact(b, "Nơi giữ trong kho",
	    arena_printf(a, "tập %s, mã %s", d->volume, d->uid));
	xml_close(b);
}

static bool
put_history(struct xml_build *b, struct arena *a, struct arc *arc,
    const char *uid, struct err *err)
{
	struct arc_event *list;
	size_t n;

	if (!arc_events(arc, a, uid, &list, &n, err))
		return false;
	xml_open(b, "lich-su");
	for (size_t i = 0; i < n; i++) {
		xml_open(b, "viec");
		xml_set(b, "luc", web_moment(a, list[i].at));
		xml_add_text(b, list[i].text);
		xml_close(b);
	}
	xml_close(b);
	return true;
}

bool
page_document(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	struct arc *arc = web_reader(web, err);
	struct arc_doc d;
	struct xml_build *b;
	char hex[HASH_HEX + 1];

	if (arc == NULL || !arc_get(arc, a, http_param(req, "id"), &d, err))
		return false;
	hash_hex(&d.sha256, hex);
	b = web_data(web, req);
	xml_open(b, "van-ban");
	web_put_document(b, a, &d);
	xml_set(b, "sha256", hex);
	xml_set(b, "co-tep",
	    arena_printf(a, "%lld KB", (long long)(d.length + 1023) / 1024));
	xml_leaf(b, "trich-yeu", d.title);
	put_facts(b, a, &d);
	if (!put_history(b, a, arc, d.uid, err))
		return false;
	xml_close(b);
	return web_page(web, req, 200, "pages/van-ban", b, err);
}

static const char *
file_name(struct arena *a, const struct arc_doc *d, const char *ending)
{
	char *s = arena_printf(a, "%s %s%s", d->type_name, d->code, ending);

	for (char *p = s; p != NULL && *p != '\0'; p++)
		if (*p == '/')
			*p = '-';
	return s == NULL ? "van-ban" : s;
}

/* Bytes never change: the hash is the entity tag, and caching is for ever. */
static bool
reply_stored(
    struct http_request *req, struct web *web, bool data, struct err *err)
{
	struct arena *a = http_arena(req);
	struct arc_doc d;
	char hex[HASH_HEX + 1];

	if (!web_find_document(web, req, http_param(req, "id"), &d, err))
		return false;
	hash_hex(data ? &d.data_sha256 : &d.sha256, hex);
	http_reply_header(
	    req, "Cache-Control", "private, max-age=31536000, immutable");
	if (strcmp(d.status, "con-hieu-luc") != 0)
		http_reply_header(req, "X-Document-Status", d.status);
	if (http_not_modified(req, hex))
		return true;
	http_reply_name(req, file_name(a, &d, data ? ".xml" : ".pdf"),
	    http_query(req, "tai-ve") == NULL);
	return web_reply_document(web, req, &d, data,
	    data ? "application/xml; charset=utf-8" : "application/pdf", err);
}

bool
page_pdf(struct http_request *req, void *app, struct err *err)
{
	return reply_stored(req, app, false, err);
}

bool
page_xml(struct http_request *req, void *app, struct err *err)
{
	return reply_stored(req, app, true, err);
}

/* --- files of the pages --- */

static const char *
asset_type(const char *name)
{
	static const char *const types[][2] = { { ".css",
						    "text/css; charset=utf-8" },
		{ ".js", "text/javascript; charset=utf-8" },
		{ ".svg", "image/svg+xml" }, { ".png", "image/png" },
		{ ".webp", "image/webp" } };
	size_t len = strlen(name);

	if (name[0] == '.' ||
	    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-.") != len)
		return NULL;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		size_t end = strlen(types[i][0]);

		if (len > end && strcmp(name + len - end, types[i][0]) == 0)
			return types[i][1];
	}
	return NULL;
}

bool
page_asset(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	const char *name = http_param(req, "name"), *bytes, *path, *type;
	char hex[HASH_HEX + 1];
	struct hash hash;
	size_t len;

	if (name[0] == '\0')
		name = "bieu-tuong.svg"; /* /favicon.ico */
	type = asset_type(name);
	if (type == NULL)
		return err_set(err, ERR_NOTFOUND, no_pos, "tệp %s", name);
	path = arena_printf(a, "pages/assets/%s", name);
	if (path == NULL ||
	    !press_file(web->config.press, a, path, &bytes, &len, err))
		return path == NULL ? err_nomem(err) : false;
	hash_of(bytes, len, &hash);
	hash_hex(&hash, hex);
	http_reply_header(req, "Cache-Control", "public, max-age=300");
	if (!http_not_modified(req, hex))
		http_reply(req, 200, type, bytes, len, true);
	return true;
}
