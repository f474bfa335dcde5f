/* web/compare.c -- what a version of a template would change in documents that
 * were issued: looked at before it is published. */
#include <stdlib.h>
#include <string.h>

#include "issue/compare.h"
#include "web/web_priv.h"

enum { COMPARE_LAST = 20 };

static const char *
where(struct arena *a, const struct iss_change *c)
{
	int before = c->page_before, after = c->page_after;

	if (before > 0 && after > 0 && before != after)
		return arena_printf(
		    a, "trang %d, nay ở trang %d", before, after);
	return arena_printf(a, "trang %d", before > 0 ? before : after);
}

/* The change in a sentence; the words stand beside it. */
static const char *
what(struct arena *a, const struct iss_change *c)
{
	switch (c->kind) {
	case ISS_WORDS:
		return c->before[0] == '\0'  ? "thêm chữ"
		       : c->after[0] == '\0' ? "bớt chữ"
					     : "đổi chữ";
	case ISS_STYLE:
		return "đổi phông, cỡ hoặc màu";
	case ISS_PAGE:
		return "sang trang khác";
	case ISS_PLACE:
		return arena_printf(a, "xê dịch, xa nhất %d,%02d mm",
		    c->shift / 100, c->shift % 100);
	case ISS_ART:
		return "đường kẻ, hoa văn hoặc ảnh đổi";
	}
	return "";
}

static void
put_compared(struct xml_build *b, struct arena *a, const struct iss_compared *c)
{
	xml_open(b, "van-ban");
	xml_set(b, "id", c->uid);
	xml_set(b, "so-ky-hieu", c->code);
	xml_set(b, "trich-yeu", c->title);
	xml_set_int(b, "so-doi", (long long)c->diff.count);
	xml_set(b, "con-nua", c->diff.cut ? "co" : "khong");
	xml_set_int(b, "trang-truoc", c->diff.pages_before);
	xml_set_int(b, "trang-sau", c->diff.pages_after);
	for (size_t i = 0; i < c->error_count; i++)
		xml_leaf(b, "hong", c->errors[i]);
	for (size_t i = 0; i < c->diff.count; i++) {
		const struct iss_change *x = &c->diff.list[i];

		xml_open(b, "doi");
		xml_set(b, "o", where(a, x));
		xml_set(b, "gi", what(a, x));
		xml_leaf(b, "truoc", x->before[0] == '\0' ? NULL : x->before);
		xml_leaf(b, "sau", x->after[0] == '\0' ? NULL : x->after);
		xml_close(b);
	}
	xml_close(b);
}

/* The version asked for, and the one in force or the one that "voi" names. */
static bool
find_pair(struct http_request *req, struct arc *arc, struct arc_edition ret[2],
    struct err *err)
{
	struct arena *a = http_arena(req);
	const char *id = http_param(req, "id"), *with = http_query(req, "voi");

	if (!arc_get_edition(arc, a, id,
		strtoll(http_param(req, "version"), NULL, 10), &ret[1], err))
		return false;
	if (with != NULL)
		return arc_get_edition(
		    arc, a, id, strtoll(with, NULL, 10), &ret[0], err);
	return arc_edition_in_force(arc, a, id, arc_today(arc), &ret[0], err);
}

bool
page_edition_compare(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	struct arc *arc = web_reader(web, err);
	struct press_config base = { .office_dir = web->config.data };
	struct arc_edition pair[2];
	struct iss_compared *list;
	struct xml_build *b;
	size_t n;

	if (arc == NULL || !find_pair(req, arc, pair, err) ||
	    !iss_compare_editions(
		arc, &base, a, pair, COMPARE_LAST, &list, &n, err))
		return false;
	b = web_data(web, req);
	xml_open(b, "so-sanh");
	xml_set(b, "mau", pair[1].id);
	xml_set_int(b, "truoc", pair[0].version);
	xml_set_int(b, "sau", pair[1].version);
	for (size_t i = 0; i < n; i++)
		put_compared(b, a, &list[i]);
	xml_close(b);
	return web_page(web, req, 200, "pages/mau-so-sanh", b, err);
}
