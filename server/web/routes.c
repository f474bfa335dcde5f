/* web/routes.c -- the one table of pages, API calls, rights and scopes.
 *
 * gate.c holds every request against it, openapi.c describes the API from it,
 * and tests/web/matrix tries every row with every role. */
#include "web/desk.h"
#include "web/jobs_priv.h"

#define GET(p, h) .http = { .method = HTTP_GET, .path = p, .handler = h }
#define API(p, h)                                                             \
	.http = {                                                             \
		.method = HTTP_GET, .path = p, .handler = h, .pace = PACE_API \
	}
#define JSON(m, p, h)              \
	.http = { .method = m,     \
		.path = p,         \
		.handler = h,      \
		.body = HTTP_JSON, \
		.slow = true,      \
		.pace = PACE_WRITE }
/* A form that changes something: in a worker, as it waits for the disk. */
#define POST(p, h)                     \
	.http = { .method = HTTP_POST, \
		.path = p,             \
		.handler = h,          \
		.body = HTTP_FORM,     \
		.slow = true,          \
		.pace = PACE_WRITE }

#define UPLOAD(p, h)                   \
	.http = { .method = HTTP_POST, \
		.path = p,             \
		.handler = h,          \
		.body = HTTP_UPLOAD,   \
		.limit = UPLOAD_BYTES, \
		.slow = true,          \
		.pace = PACE_WRITE }
enum { UPLOAD_BYTES = 16 * 1024 * 1024 };

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
	{ GET("/tai-khoan", page_own), .right = ACC_SELF },
	{ GET("/tai-khoan/mat-khau", page_password), .right = ACC_SELF, .early = true },
	{ POST("/tai-khoan/mat-khau", do_password), .right = ACC_SELF, .early = true },
	{ GET("/tai-khoan/hai-buoc", page_totp), .right = ACC_SELF },
	{ GET("/tai-khoan/hai-buoc/ma.svg", image_totp), .right = ACC_SELF },
	{ POST("/tai-khoan/hai-buoc", do_totp), .right = ACC_SELF },
	{ POST("/tai-khoan/hai-buoc/tat", do_totp_off), .right = ACC_SELF },
	{ POST("/tai-khoan/khoa", do_own_key), .right = ACC_SELF },
	{ POST("/khoa/:id/huy", do_key_revoke), .right = ACC_SELF },

	/* archive */
	{ GET("/luu-tru", page_archive), .right = ACC_READ },
	{ .http = { .method = HTTP_GET, .path = "/luu-tru/:file", .handler = page_results,
	    .slow = true, .pace = PACE_WRITE }, .right = ACC_READ, .deed = "xuat" },
	{ POST("/luu-tru/luu", do_save_search), .right = ACC_READ },
	{ POST("/luu-tru/bo", do_forget_search), .right = ACC_READ },
	{ GET("/ho-so", page_dossier), .right = ACC_READ, .deed = "xem" },
	{ GET("/van-ban/:id", page_document), .right = ACC_READ,
	    .scope = scope_document, .deed = "xem" },
	{ GET("/van-ban/:id/tep.pdf", page_pdf), .right = ACC_READ,
	    .scope = scope_document, .deed = "tai-ve" },
	{ GET("/van-ban/:id/du-lieu.xml", page_xml), .right = ACC_READ,
	    .scope = scope_document, .deed = "tai-ve" },
	{ GET("/so-dang-ky", page_register), .right = ACC_READ },

	/* certificates of a decision, jobs, printers */
	{ GET("/van-ban/:id/bang-khen", page_certificates), .right = ACC_READ,
	    .scope = scope_document },
	{ GET("/van-ban/:id/bang-khen.zip", page_zip), .right = ACC_PRINT,
	    .scope = scope_document, .deed = "tai-ve" },
	{ POST("/van-ban/:id/bang-khen/soat", do_trial), .right = ACC_ISSUE,
	    .scope = scope_document },
	{ POST("/van-ban/:id/bang-khen/cap", do_make), .right = ACC_ISSUE,
	    .scope = scope_document },
	{ POST("/van-ban/:id/bang-khen/in", do_print), .right = ACC_PRINT,
	    .scope = scope_document },
	{ GET("/viec", page_jobs), .right = ACC_READ },
	{ GET("/viec/:id", page_job), .right = ACC_READ, .scope = scope_job },
	{ GET("/viec/:id/tien-do", page_progress), .right = ACC_READ, .scope = scope_job },
	{ GET("/viec/:id/tep.pdf", page_print_file), .right = ACC_PRINT,
	    .scope = scope_job, .deed = "tai-ve" },
	{ POST("/viec/:id/:deed", do_job), .right = ACC_PRINT, .scope = scope_job },
	{ GET("/may-in", page_printers), .right = ACC_PRINT },
	{ POST("/may-in", do_printer), .right = ACC_PRINT },
	{ GET("/may-in/to-can-chinh.pdf", page_calibration), .right = ACC_PRINT },

	{ GET("/so-dang-ky/:org/:series/:year", page_book), .right = ACC_READ,
	    .scope = scope_book },
	{ .http = { .method = HTTP_GET, .path = "/so-dang-ky/:org/:series/:year/:file",
	    .handler = page_book_file, .slow = true, .pace = PACE_WRITE },
	    .right = ACC_READ, .scope = scope_book, .deed = "xuat" },
	{ POST("/so-dang-ky/:org/:series/:year/:deed", do_number), .right = ACC_ISSUE,
	    .scope = scope_book },

	/* templates */
	{ GET("/mau", page_templates), .right = ACC_READ },
	{ .http = { .method = HTTP_POST, .path = "/mau", .handler = do_upload_edition,
	    .body = HTTP_UPLOAD, .limit = 8 * 1024 * 1024, .slow = true, .pace = PACE_WRITE },
	    .right = ACC_TEMPLATE },
	{ GET("/mau/:id", page_template), .right = ACC_READ },
	{ .http = { .method = HTTP_GET, .path = "/mau/:id/:version", .handler = page_edition,
	    .slow = true, .pace = PACE_WRITE }, .right = ACC_READ },
	{ .http = { .method = HTTP_GET, .path = "/mau/:id/:version/mau-thu.pdf",
	    .handler = page_edition_sample, .slow = true, .pace = PACE_WRITE },
	    .right = ACC_READ },
	{ .http = { .method = HTTP_GET, .path = "/mau/:id/:version/so-sanh",
	    .handler = page_edition_compare, .slow = true, .pace = PACE_WRITE },
	    .right = ACC_TEMPLATE },
	{ POST("/mau/:id/:version/:deed", do_turn_edition), .right = ACC_TEMPLATE },

	/* campaigns, lists, decisions */
	{ GET("/phong-trao", page_campaigns), .right = ACC_DRAFT },
	{ GET("/phong-trao/tao", page_campaign_new), .right = ACC_DRAFT },
	{ POST("/phong-trao/tao", do_edit), .right = ACC_DRAFT },
	{ UPLOAD("/phong-trao/nhap", do_campaign_import), .right = ACC_DRAFT },
	{ GET("/phong-trao/:ma", page_campaign), .right = ACC_DRAFT, .scope = scope_campaign },
	{ GET("/phong-trao/:ma/sua", page_edit), .right = ACC_DRAFT, .scope = scope_campaign },
	{ POST("/phong-trao/:ma/sua", do_edit), .right = ACC_DRAFT, .scope = scope_campaign },
	{ POST("/phong-trao/:ma/nhap-do", do_typed), .right = ACC_DRAFT, .scope = scope_campaign },
	{ GET("/phong-trao/:ma/xem-truoc", page_preview), .right = ACC_DRAFT, .scope = scope_campaign },
	{ POST("/phong-trao/:ma/xem-truoc", do_preview), .right = ACC_DRAFT, .scope = scope_campaign },
	{ GET("/phong-trao/:ma/ban-thao.pdf", page_draft_pdf), .right = ACC_DRAFT,
	    .scope = scope_campaign, .deed = "tai-ve" },
	{ GET("/phong-trao/:ma/xuat.xml", page_export), .right = ACC_DRAFT,
	    .scope = scope_campaign, .deed = "xuat" },
	{ GET("/phong-trao/:ma/lich-su", page_versions), .right = ACC_DRAFT, .scope = scope_campaign },
	{ GET("/phong-trao/:ma/dot-moi", page_campaign_new), .right = ACC_DRAFT, .scope = scope_campaign },
	{ POST("/phong-trao/:ma/dot-moi", do_edit), .right = ACC_DRAFT, .scope = scope_campaign },
	{ GET("/phong-trao/:ma/danh-sach", page_roster), .right = ACC_DRAFT, .scope = scope_campaign },
	{ POST("/phong-trao/:ma/danh-sach", do_roster), .right = ACC_DRAFT, .scope = scope_campaign },
	{ UPLOAD("/phong-trao/:ma/danh-sach/gui", do_upload), .right = ACC_DRAFT, .scope = scope_campaign },
	{ GET("/phong-trao/:ma/danh-sach/nhap", page_intake), .right = ACC_DRAFT, .scope = scope_campaign },
	{ POST("/phong-trao/:ma/danh-sach/nhap", do_intake), .right = ACC_DRAFT, .scope = scope_campaign },
	{ GET("/don-vi", page_units), .right = ACC_DRAFT },
	{ POST("/don-vi", do_units), .right = ACC_DRAFT },
	{ GET("/phong-trao/:ma/ban-hanh", page_issue), .right = ACC_ISSUE, .scope = scope_campaign },
	{ POST("/phong-trao/:ma/ban-hanh", do_issue), .right = ACC_ISSUE, .scope = scope_campaign },
	{ GET("/van-ban/:id/xu-ly", page_fate), .right = ACC_CANCEL, .scope = scope_document },
	{ POST("/van-ban/:id/xu-ly", do_fate), .right = ACC_CANCEL, .scope = scope_document },

	/* the manual */
	{ GET("/huong-dan", page_manual) },
	{ GET("/huong-dan/:chapter", page_chapter) },
	{ GET("/huong-dan/hinh/:name", page_manual_picture) },

	/* two persons */
	{ GET("/cho-duyet", page_requests), .right = ACC_APPROVE },
	{ POST("/cho-duyet/:id", do_decide), .right = ACC_APPROVE },

	/* administration */
	{ GET("/quan-tri/tai-khoan", page_accounts), .right = ACC_MANAGE },
	{ POST("/quan-tri/tai-khoan", do_account_add), .right = ACC_MANAGE },
	{ GET("/quan-tri/tai-khoan/:login", page_account), .right = ACC_MANAGE,
	    .scope = scope_account },
	{ POST("/quan-tri/tai-khoan/:login", do_account_change), .right = ACC_MANAGE,
	    .scope = scope_account },
	{ POST("/quan-tri/tai-khoan/:login/mat-khau", do_account_password),
	    .right = ACC_MANAGE, .scope = scope_account },
	{ GET("/quan-tri/khoa", page_keys), .right = ACC_MANAGE },
	{ GET("/quan-tri/thiet-lap", page_settings), .right = ACC_MANAGE,
	    .scope = scope_whole },
	{ POST("/quan-tri/thiet-lap", do_settings), .right = ACC_MANAGE,
	    .scope = scope_whole },
	{ GET("/quan-tri/nhat-ky", page_trail), .right = ACC_AUDIT },

	/* API */
	{ API("/api/v1/openapi.json", api_openapi),
	    .summary = "Bản mô tả này" },
	{ API("/api/v1/me", api_who), .right = ACC_SELF,
	    .summary = "Tài khoản và quyền của người gọi" },
	{ API("/api/v1/suggestions", api_suggestions), .right = ACC_READ,
	    .summary = "Gợi ý khi gõ", .query = "q" },
	{ API("/api/v1/jobs", api_jobs), .right = ACC_READ,
	    .summary = "Các việc chạy nền, mới nhất trước", .query = "quyet-dinh loai chua-xong" },
	{ POST("/api/v1/jobs", api_job_add), .right = ACC_PRINT,
	    .summary = "Bắt đầu một việc: soát, cấp bằng khen, lập tệp in",
	    .takes = "loai! quyet-dinh! nguoi kieu xep to-ngan may trang ly-do" },
	{ API("/api/v1/jobs/:id", api_job), .right = ACC_READ, .scope = scope_job,
	    .summary = "Một việc: tiến độ, tốc độ, thời gian còn lại" },
	{ API("/api/v1/jobs/:id/items", api_job_items), .right = ACC_READ,
	    .scope = scope_job, .summary = "Từng mục của một việc", .query = "tu ket-qua" },
	{ POST("/api/v1/jobs/:id/state", api_job_turn), .right = ACC_PRINT,
	    .scope = scope_job, .summary = "Tạm dừng, làm tiếp, hủy", .takes = "trang-thai!" },
	{ API("/api/v1/jobs/:id/file", page_print_file), .right = ACC_PRINT,
	    .scope = scope_job, .deed = "tai-ve", .summary = "Tệp in của một việc", .makes = "application/pdf" },
	{ API("/api/v1/documents", api_documents), .right = ACC_READ,
	    .summary = "Tìm văn bản, mới nhất trước",
	    .query = "q loai nam phong-trao so co-quan nguoi-ky tinh-trang doi-tuong tu-ngay den-ngay xep truoc" },
	{ API("/api/v1/documents/:id", api_document), .right = ACC_READ,
	    .scope = scope_document, .deed = "xem", .summary = "Một văn bản" },
	{ API("/api/v1/documents/:id/pdf", page_pdf), .right = ACC_READ,
	    .scope = scope_document, .deed = "tai-ve", .summary = "Bản PDF, đúng từng byte như đã lưu", .makes = "application/pdf" },
	{ API("/api/v1/documents/:id/data", page_xml), .right = ACC_READ,
	    .scope = scope_document, .deed = "tai-ve", .summary = "Dữ liệu XML của văn bản", .makes = "application/xml" },
	{ API("/api/v1/campaigns", api_campaigns), .right = ACC_DRAFT,
	    .summary = "Các phong trào đang soạn" },
	{ API("/api/v1/campaigns/:ma", api_campaign), .right = ACC_DRAFT, .scope = scope_campaign,
	    .summary = "Nội dung một phong trào, hoặc một đợt khen của nó", .query = "dot" },
	{ .http = { .method = HTTP_PUT, .path = "/api/v1/campaigns/:ma", .handler = api_campaign_put,
	    .slow = true, .pace = PACE_WRITE }, .right = ACC_DRAFT, .scope = scope_campaign,
	    .summary = "Lưu phong trào hoặc đợt khen từ XML; If-Match là phiên bản đã đọc", .query = "dot" },
	{ API("/api/v1/campaigns/:ma/xml", page_export), .right = ACC_DRAFT, .scope = scope_campaign,
	    .deed = "xuat", .summary = "Cả phong trào dưới dạng XML", .makes = "application/xml" },
	{ API("/api/v1/campaigns/:ma/honourees", api_honourees), .right = ACC_DRAFT, .scope = scope_campaign,
	    .summary = "Danh sách khen của một đợt, với chỗ phải sửa", .query = "dot tu" },
	{ API("/api/v1/campaigns/:ma/agreement", api_agreement), .right = ACC_DRAFT, .scope = scope_campaign,
	    .summary = "Quyết định của một đợt có khớp với danh sách, tờ trình, bằng khen không", .query = "dot" },
	{ API("/api/v1/accounts", api_accounts), .right = ACC_MANAGE,
	    .summary = "Các tài khoản" },
	{ JSON(HTTP_POST, "/api/v1/accounts", api_account_add), .right = ACC_MANAGE,
	    .summary = "Thêm tài khoản; đáp bằng mật khẩu dùng một lần", .takes = "login! name! roles! org" },
	{ API("/api/v1/accounts/:login", api_account), .right = ACC_MANAGE,
	    .scope = scope_account, .summary = "Một tài khoản" },
	{ JSON(HTTP_PATCH, "/api/v1/accounts/:login", api_account_change), .right = ACC_MANAGE,
	    .scope = scope_account, .summary = "Sửa tài khoản; nên kèm If-Match", .takes = "name org roles disabled" },
	{ JSON(HTTP_POST, "/api/v1/accounts/:login/password", api_account_password), .right = ACC_MANAGE,
	    .scope = scope_account, .summary = "Đặt lại mật khẩu; đáp bằng mật khẩu dùng một lần" },
	{ API("/api/v1/keys", api_keys), .right = ACC_SELF, .summary = "Khóa API của người gọi" },
	{ JSON(HTTP_POST, "/api/v1/keys", api_key_add), .right = ACC_SELF,
	    .summary = "Tạo khóa API, chỉ trong phiên của trình duyệt", .takes = "name! rights! days!" },
	{ JSON(HTTP_DELETE, "/api/v1/keys/:id", api_key_revoke), .right = ACC_SELF,
	    .summary = "Hủy một khóa API" },
	{ API("/api/v1/settings", api_settings), .right = ACC_MANAGE,
	    .scope = scope_whole, .summary = "Thiết lập" },
	{ JSON(HTTP_PATCH, "/api/v1/settings", api_settings_change), .right = ACC_MANAGE,
	    .scope = scope_whole, .summary = "Đổi thiết lập", .takes = "twoPersons!" },
	{ API("/api/v1/requests", api_requests), .right = ACC_APPROVE, .summary = "Việc cần hai người" },
	{ JSON(HTTP_POST, "/api/v1/requests/:id", api_decide), .right = ACC_APPROVE,
	    .summary = "Duyệt hoặc không duyệt", .takes = "agree! note" },
	{ API("/api/v1/trail", api_trail), .right = ACC_AUDIT,
	    .summary = "Nhật ký truy cập, mới nhất trước", .query = "nguoi viec doi-tuong tu-ngay den-ngay truoc" },
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

void
web_print_routes(struct buf *out)
{
	static const struct {
		enum http_method method;
		const char *name;
	} methods[] = { { HTTP_GET, "GET" }, { HTTP_POST, "POST" },
		{ HTTP_PUT, "PUT" }, { HTTP_PATCH, "PATCH" },
		{ HTTP_DELETE, "DELETE" } };
	static const char *const bodies[] = { [HTTP_BYTES] = "bytes",
		[HTTP_FORM] = "form",
		[HTTP_UPLOAD] = "upload",
		[HTTP_JSON] = "json" };

	for (size_t i = 0; i < web_route_count; i++) {
		const struct web_route *r = &web_routes[i];

		for (size_t k = 0; k < sizeof(methods) / sizeof(methods[0]);
		     k++)
			if (methods[k].method == r->http.method)
				buf_str_add(out, methods[k].name);
		buf_printf(out, "\t%s\t", r->http.path);
		for (int k = 0; k < ACC_RIGHTS; k++)
			if (r->right & 1u << k)
				buf_printf(out, "%s ", acc_right_key(k));
		buf_printf(out, "\t%s\t%s\n", r->scope == NULL ? "-" : "org",
		    bodies[r->http.body]);
	}
}
