/* web/manual.c -- the manual: chapters and pictures of docs/huong-dan. */
#include <string.h>

#include "web/web_priv.h"

/* clang-format off */
static const struct chapter {
	const char *key, *title;
} chapters[] = {
	{ "bat-dau",    "Bắt đầu: cài đặt, đăng nhập, vai trò" },
	{ "phong-trao", "Soạn phong trào thi đua" },
	{ "danh-sach",  "Đưa danh sách khen thưởng vào" },
	{ "ban-hanh",   "Ban hành kế hoạch và quyết định" },
	{ "bang-khen",  "Làm bằng khen, in lên phôi" },
	{ "so",         "Sổ đăng ký: giữ số, chèn số, hủy số, in sổ" },
	{ "kho",        "Kho lưu trữ: tìm, xuất, hồ sơ" },
	{ "kiem-tra",   "Kiểm tra bản giấy bằng mã QR" },
	{ "mau",        "Mẫu văn bản và phiên bản" },
	{ "quan-tri",   "Quản trị: tài khoản, sao lưu, phục hồi" },
	{ "api",        "Dành cho chương trình khác: API" },
};
/* clang-format on */
enum { CHAPTERS = sizeof(chapters) / sizeof(chapters[0]) };

static bool
show(struct web *web, struct http_request *req, size_t which, const char *name,
    struct err *err)
{
	struct xml_build *b = web_data(web, req);

	xml_open(b, "huong-dan");
	for (size_t i = 0; i < CHAPTERS; i++) {
		xml_open(b, "chuong");
		xml_set(b, "ma", chapters[i].key);
		xml_set(b, "ten", chapters[i].title);
		xml_set(b, "dang-doc", i == which ? "co" : "khong");
		if (i + 1 == which)
			xml_set(b, "truoc", "co");
		if (which < CHAPTERS && i == which + 1)
			xml_set(b, "sau", "co");
		xml_close(b);
	}
	xml_close(b);
	return web_page(web, req, 200, name, b, err);
}

bool
page_manual(struct http_request *req, void *app, struct err *err)
{
	return show(app, req, CHAPTERS, "pages/huong-dan-muc-luc", err);
}

bool
page_chapter(struct http_request *req, void *app, struct err *err)
{
	const char *key = http_param(req, "chapter");

	for (size_t i = 0; i < CHAPTERS; i++)
		if (strcmp(chapters[i].key, key) == 0)
			return show(app, req, i,
			    arena_printf(
				http_arena(req), "docs/huong-dan/%s", key),
			    err);
	return err_set(
	    err, ERR_NOTFOUND, no_pos, "hướng dẫn không có chương «%s»", key);
}

bool
page_manual_picture(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	const char *name = http_param(req, "name"), *bytes;
	const char *path = arena_printf(a, "docs/huong-dan/hinh/%s", name);
	size_t len = strlen(name);

	if (path == NULL)
		return err_nomem(err);
	if (len < 5 || strcmp(name + len - 4, ".png") != 0)
		return err_set(err, ERR_NOTFOUND, no_pos, "hình %s", name);
	if (!press_file(web->config.press, a, path, &bytes, &len, err))
		return false;
	http_reply_header(req, "Cache-Control", "public, max-age=300");
	http_reply(req, 200, "image/png", bytes, len, true);
	return true;
}
