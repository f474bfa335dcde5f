/* web/routes.c -- the one table of pages, API calls, rights and scopes.
 *
 * gate.c holds every request against it, openapi.c describes the API from it,
 * and tests/web/matrix tries every row with every role. */
#include "web/web_priv.h"

#define GET(p, h) .http = { .method = HTTP_GET, .path = p, .handler = h }
#define API(p, h)                                                             \
	.http = {                                                             \
		.method = HTTP_GET, .path = p, .handler = h, .pace = PACE_API \
	}
/* A form that changes something: in a worker, as it waits for the disk. */
#define POST(p, h)                     \
	.http = { .method = HTTP_POST, \
		.path = p,             \
		.handler = h,          \
		.body = HTTP_FORM,     \
		.slow = true,          \
		.pace = PACE_WRITE }

/* clang-format off */
const struct web_route web_routes[] = {
	/* public */
	{ GET("/tinh/:name", page_asset) },
	{ GET("/favicon.ico", page_asset) },
	{ GET("/healthz", api_health) },
	{ GET("/v/:id", page_short) },
	{ GET("/dang-nhap", page_login), .early = true },
	{ .http = { .method = HTTP_POST, .path = "/dang-nhap", .handler = do_login,
	    .body = HTTP_FORM, .slow = true, .pace = PACE_LOGIN }, .early = true },

	/* the own account */
	{ GET("/", page_home), .right = ACC_SELF },
	{ POST("/dang-xuat", do_logout), .right = ACC_SELF, .early = true },
	{ GET("/tai-khoan/mat-khau", page_password), .right = ACC_SELF, .early = true },
	{ POST("/tai-khoan/mat-khau", do_password), .right = ACC_SELF, .early = true },

	/* archive */
	{ GET("/luu-tru", page_archive), .right = ACC_READ },
	{ GET("/ho-so", page_dossier), .right = ACC_READ, .deed = "xem" },
	{ GET("/van-ban/:id", page_document), .right = ACC_READ,
	    .scope = scope_document, .deed = "xem" },
	{ GET("/van-ban/:id/tep.pdf", page_pdf), .right = ACC_READ,
	    .scope = scope_document, .deed = "tai-ve" },
	{ GET("/van-ban/:id/du-lieu.xml", page_xml), .right = ACC_READ,
	    .scope = scope_document, .deed = "tai-ve" },
	{ GET("/so-dang-ky", page_register), .right = ACC_READ },
	{ GET("/so-dang-ky/:org/:series/:year", page_book), .right = ACC_READ,
	    .scope = scope_book },
	{ POST("/so-dang-ky/:org/:series/:year/:deed", do_number), .right = ACC_ISSUE,
	    .scope = scope_book },

	/* API */
	{ API("/api/v1/suggestions", api_suggestions), .right = ACC_READ,
	    .summary = "Gợi ý khi gõ", .query = "q" },
	{ API("/api/v1/documents", api_documents), .right = ACC_READ,
	    .summary = "Tìm văn bản, mới nhất trước",
	    .query = "q loai nam phong-trao so co-quan nguoi-ky tinh-trang doi-tuong tu-ngay den-ngay xep truoc" },
	{ API("/api/v1/documents/:id", api_document), .right = ACC_READ,
	    .scope = scope_document, .deed = "xem", .summary = "Một văn bản" },
	{ API("/api/v1/documents/:id/pdf", page_pdf), .right = ACC_READ,
	    .scope = scope_document, .deed = "tai-ve", .summary = "Bản PDF, đúng từng byte như đã lưu" },
	{ API("/api/v1/documents/:id/data", page_xml), .right = ACC_READ,
	    .scope = scope_document, .deed = "tai-ve", .summary = "Dữ liệu XML của văn bản" },
};
/* clang-format on */
const size_t web_route_count = sizeof(web_routes) / sizeof(web_routes[0]);

/* Far above what people do, below what wears the machine out. */
const struct http_pace web_paces[WEB_PACES] = {
	[PACE_PAGE] = { 0, 0 },
	[PACE_LOGIN] = { 20, 20 },
	[PACE_WRITE] = { 600, 200 },
	[PACE_API] = { 0, 0 },
	[PACE_CHECK] = { 600, 120 },
};
