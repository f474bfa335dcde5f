/* access/trail.c -- who saw, changed, printed, downloaded what. */
#include <string.h>

#include "access/acc_priv.h"

/* clang-format off */
static const struct {
	const char *action, *name;
} actions[] = {
	{ "dang-nhap",      "Đăng nhập" },
	{ "dang-nhap-hong", "Đăng nhập không thành" },
	{ "dang-xuat",      "Đăng xuất" },
	{ "doi-mat-khau",   "Đổi mật khẩu" },
	{ "hai-buoc",       "Bật hoặc tắt xác thực hai bước" },
	{ "them-tai-khoan", "Thêm tài khoản" },
	{ "sua-tai-khoan",  "Sửa tài khoản" },
	{ "het-phien",      "Kết thúc các phiên" },
	{ "them-khoa",      "Tạo khóa API" },
	{ "huy-khoa",       "Hủy khóa API" },
	{ "thiet-lap",      "Đổi thiết lập" },
	{ "xin-duyet",      "Xin duyệt" },
	{ "duyet",          "Duyệt" },
	{ "tu-choi",        "Không duyệt" },
	{ "xem",            "Xem" },
	{ "tai-ve",         "Tải về" },
	{ "tim",            "Tìm" },
	{ "in",             "In" },
	{ "in-lai",         "In lại" },
	{ "soan",           "Soạn, sửa" },
	{ "xoa",            "Xóa bản nháp" },
	{ "ban-hanh",       "Ban hành" },
	{ "thay-the",       "Thay thế" },
	{ "dinh-chinh",     "Đính chính" },
	{ "thu-hoi",        "Thu hồi" },
	{ "huy-bo",         "Hủy bỏ" },
	{ "so",             "Thao tác trên sổ" },
	{ "sao-luu",        "Sao lưu, diễn tập" },
	{ "mau",            "Thay đổi mẫu" },
	{ "xuat",           "Xuất danh sách" },
};
/* clang-format on */

const char *
acc_action_name(const char *action)
{
	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++)
		if (strcmp(actions[i].action, action) == 0)
			return actions[i].name;
	return action;
}

const char *
acc_action_key(size_t index)
{
	return index < sizeof(actions) / sizeof(actions[0])
		   ? actions[index].action
		   : NULL;
}

bool
acc_write_deed(struct db *db, const struct acc_deed *d, struct err *err)
{
	static const char sql[] =
	    "INSERT INTO acc_trail(at, login, org, address, request, action,"
	    " object, detail, times) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
	    "?9)";
	struct db_stmt *st;

	if (!db_prepare(db, sql, &st, err))
		return false;
	db_bind_int(st, 1, d->at);
	db_bind_text(st, 2, d->login);
	db_bind_text(st, 3, d->org);
	db_bind_text(st, 4, d->address);
	db_bind_text(st, 5, d->request);
	db_bind_text(st, 6, d->action);
	db_bind_text(st, 7, d->object);
	db_bind_text(st, 8, d->detail);
	db_bind_int(st, 9, d->times);
	return db_run(st, err);
}

bool
acc_note(struct db *db, const struct acc_actor *who, int64_t now,
    const char *action, const char *object, const char *detail, struct err *err)
{
	struct acc_deed d = { .at = now,
		.login = who->login,
		.org = who->org,
		.address = who->address,
		.request = who->request,
		.action = action,
		.object = object,
		.detail = detail,
		.times = 1 };

	return acc_write_deed(db, &d, err);
}

static void
read_deed(const struct db_stmt *st, struct arena *a, struct acc_deed *d)
{
	d->id = db_int(st, 0);
	d->at = db_int(st, 1);
	d->login = db_text(st, 2, a);
	d->org = db_text(st, 3, a);
	d->address = db_text(st, 4, a);
	d->request = db_text(st, 5, a);
	d->action = db_text(st, 6, a);
	d->object = db_text(st, 7, a);
	d->detail = db_text(st, 8, a);
	d->times = db_int(st, 9);
}

/* One text for each leading column, so that each has its index. */
#define COLUMNS                                                                \
	"SELECT id, at, login, org, address, request, action, object, detail," \
	" times FROM acc_trail WHERE id < ?1 AND at >= ?2 AND at < ?3"
#define ORDER " ORDER BY id DESC LIMIT ?4"

bool
acc_trail(struct db *db, struct arena *a, const struct acc_trail_query *q,
    struct acc_deed **ret, size_t *ret_count, int64_t *ret_next,
    struct err *err)
{
	static const char *const by[] = { COLUMNS ORDER,
		COLUMNS " AND login = ?5" ORDER,
		COLUMNS " AND action = ?6" ORDER,
		COLUMNS " AND login = ?5 AND action = ?6" ORDER,
		COLUMNS " AND object = ?7" ORDER,
		COLUMNS " AND object = ?7 AND login = ?5" ORDER,
		COLUMNS " AND object = ?7 AND action = ?6" ORDER,
		COLUMNS
		" AND object = ?7 AND login = ?5 AND action = ?6" ORDER };
	int limit = q->limit < 1 || q->limit > 1000 ? 50 : q->limit;
	unsigned which = (q->login != NULL && q->login[0] != '\0' ? 1u : 0u) |
			 (q->action != NULL && q->action[0] != '\0' ? 2u : 0u) |
			 (q->object != NULL && q->object[0] != '\0' ? 4u : 0u);
	struct acc_deed *list = arena_alloc_n(a, (size_t)limit, sizeof(*list));
	struct db_stmt *st;
	size_t n = 0;
	bool row;

	if (list == NULL)
		return err_nomem(err);
	if (!db_prepare(db, by[which], &st, err))
		return false;
	db_bind_int(st, 1, q->before > 0 ? q->before : INT64_MAX);
	db_bind_int(st, 2, q->from);
	db_bind_int(st, 3, q->until > 0 ? q->until : INT64_MAX);
	db_bind_int(st, 4, limit + 1);
	if (which & 1)
		db_bind_text(st, 5, q->login);
	if (which & 2)
		db_bind_text(st, 6, q->action);
	if (which & 4)
		db_bind_text(st, 7, q->object);
	*ret_next = 0;
	for (;;) {
		if (!db_step(st, &row, err))
			return false;
		if (!row)
			break;
		if (n == (size_t)limit) {
			*ret_next = list[n - 1].id;
			break;
		}
		read_deed(st, a, &list[n++]);
	}
	db_reset(st);
	*ret = list;
	*ret_count = n;
	return true;
}
