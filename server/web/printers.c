/* web/printers.c -- printers and blanks: what was measured on paper becomes a
 * shift and a scale. */
#include <stdlib.h>
#include <string.h>

#include "web/jobs_priv.h"

/* On the calibration sheet, in 0.1 mm. */
enum { AT = 200, ACROSS = 2570, DOWN = 1700 };

static void
put_tenths(struct xml_build *b, struct arena *a, const char *name, int v)
{
	xml_set(b, name,
	    arena_printf(
		a, "%s%d,%d", v < 0 ? "-" : "", abs(v) / 10, abs(v) % 10));
}

static void
put_percent(struct xml_build *b, struct arena *a, const char *name, int v)
{
	xml_set(b, name, arena_printf(a, "%d,%02d", v / 100, v % 100));
}

static bool
show(struct web *web, struct http_request *req, int status,
    const struct err *why, struct err *err)
{
	static const char *const names[] = { "may-in", "phoi", "trai", "tren",
		"ngang", "doc" };
	struct arena *a = http_arena(req);
	struct arc *arc = web_reader(web, err);
	struct iss_setting *list;
	struct xml_build *b;
	size_t n;

	if (arc == NULL || !iss_settings(arc, a, &list, &n, err))
		return false;
	b = web_data(web, req);
	if (why != NULL)
		web_say_err(b, why, NULL);
	for (size_t i = 0; i < n; i++) {
		xml_open(b, "may");
		xml_set(b, "may-in", list[i].printer);
		xml_set(b, "phoi", list[i].stock);
		put_tenths(b, a, "x", list[i].x);
		put_tenths(b, a, "y", list[i].y);
		put_percent(b, a, "ngang", list[i].scale_x);
		put_percent(b, a, "doc", list[i].scale_y);
		xml_set(b, "luc", web_moment(a, list[i].at));
		xml_close(b);
	}
	xml_open(b, "go");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		xml_set(b, names[i], web_field(req, names[i]));
	xml_close(b);
	return web_page(web, req, status, "pages/may-in", b, err);
}

bool
page_printers(struct http_request *req, void *app, struct err *err)
{
	return show(app, req, 200, NULL, err);
}

/* "20,3" or "20.3" millimetres → 203 */
static bool
read_tenths(struct http_request *req, const char *field, const char *name,
    int *ret, struct err *err)
{
	const char *s = web_field(req, field);
	char *end;
	long whole = strtol(s, &end, 10);
	int tenth = 0;

	if (end != s && (*end == ',' || *end == '.') && end[1] >= '0' &&
	    end[1] <= '9') {
		tenth = end[1] - '0';
		end += 2;
	}
	if (end == s || *end != '\0' || whole < 0 || whole > 400) {
		err_set(err, ERR_VALUE, no_pos, "%s: «%.20s» không đọc được",
		    name, s);
		return err_hint(err, "ghi số đo bằng milimét, ví dụ 20,3");
	}
	*ret = (int)whole * 10 + tenth;
	return true;
}

/* 1/10000 of what was meant over what came out; rounded. */
static int
scale_of(int meant, int measured)
{
	return measured == 0 ? 0 : (meant * 10000 + measured / 2) / measured;
}

/* The print is scaled from the sheet's corner, then moved: A must come to stand
 * where it is meant to. */
static bool
read_setting(struct http_request *req, struct iss_setting *s, struct err *err)
{
	int left, top, across, down;

	if (!read_tenths(req, "trai", "Mép trái đến A", &left, err) ||
	    !read_tenths(req, "tren", "Mép trên đến A", &top, err) ||
	    !read_tenths(req, "ngang", "Từ A đến B", &across, err) ||
	    !read_tenths(req, "doc", "Từ A đến C", &down, err))
		return false;
	*s = (struct iss_setting){ .printer = web_field(req, "may-in"),
		.stock = web_field(req, "phoi"),
		.scale_x = scale_of(ACROSS, across),
		.scale_y = scale_of(DOWN, down) };
	/* The printer makes left = off + AT · across / ACROSS; behind the scale
	 * A lies at AT again, so what is off remains. */
	s->x = AT * across / ACROSS - left;
	s->y = AT * down / DOWN - top;
	return true;
}

struct saving {
	const struct acc_actor *who;
	struct iss_setting setting;
	const char *name;
};

static bool
save_act(struct arc *arc, void *ctx, struct err *err)
{
	struct saving *s = ctx;

	return acc_check(arc_db(arc), s->who, ACC_PRINT, NULL, err) &&
	       iss_setting_save(arc, &s->setting, err) &&
	       acc_note(arc_db(arc), s->who, env_now(env_system()), "thiet-lap",
		   s->name, "Căn chỉnh máy in", err);
}

bool
do_printer(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct saving s = { .who = web_who(req) };
	struct err why;

	s.name = arena_printf(http_arena(req), "%s | %s",
	    web_field(req, "may-in"), web_field(req, "phoi"));
	if (s.name == NULL)
		return err_nomem(err);
	if (read_setting(req, &s.setting, &why) &&
	    web_write(web, save_act, &s, &why))
		return web_done(req, "/may-in",
		    "Đã lưu căn chỉnh. In lại tờ căn chỉnh để kiểm tra.");
	if (why.kind == ERR_VALUE)
		return show(web, req, 422, &why, err);
	*err = why;
	return false;
}

/* --- the sheet --- */

static bool
find_setting(struct web *web, struct arena *a, const char *both,
    struct iss_setting *ret, struct err *err)
{
	struct arc *arc = web_reader(web, err);
	struct iss_setting *list;
	size_t n;

	*ret = (struct iss_setting){ .printer = "", .stock = "" };
	if (both == NULL)
		return true;
	if (arc == NULL || !iss_settings(arc, a, &list, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		const char *name =
		    arena_printf(a, "%s | %s", list[i].printer, list[i].stock);

		if (name != NULL && strcmp(name, both) == 0) {
			*ret = list[i];
			return true;
		}
	}
	return err_set(err, ERR_NOTFOUND, no_pos, "máy in «%s»", both);
}

static bool
make_sheet(struct web *web, struct arena *a, const struct iss_setting *s,
    struct xml_doc *data, struct press_result *ret, struct err *err)
{
	const struct press_job job = { .template = "sheets/calibration",
		.data = data,
		.issuer = web->org,
		.created = env_now(env_system()),
		.shift = { (mpt)((int64_t)s->x * 72000 / 254),
		    (mpt)((int64_t)s->y * 72000 / 254), s->scale_x,
		    s->scale_y } };
	struct err_list errors;

	err_list_init(&errors, a);
	if (press_run(web->config.press, a, &job, &errors, ret))
		return true;
	if (errors.len == 0)
		return err_nomem(err);
	*err = *errors.items[0];
	return false;
}

bool
page_calibration(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	struct xml_build *b = xml_build_new(a, "ho-so");
	struct press_result r;
	struct iss_setting s;
	struct xml_doc *data;

	if (!find_setting(web, a, http_query(req, "may"), &s, err))
		return false;
	xml_open(b, "co-quan");
	xml_leaf(b, "ten", web->org);
	xml_close(b);
	xml_open(b, "can-chinh");
	if (s.printer[0] != '\0') {
		xml_set(b, "may-in", s.printer);
		xml_set(b, "phoi", s.stock);
	}
	xml_close(b);
	if (!xml_build_doc(b, &data, err) ||
	    !make_sheet(web, a, &s, data, &r, err))
		return false;
	http_reply_header(req, "Cache-Control", "private, no-store");
	http_reply_name(req, "Tờ căn chỉnh máy in.pdf", true);
	http_reply(req, 200, "application/pdf", r.pdf, r.pdf_len, true);
	return true;
}
