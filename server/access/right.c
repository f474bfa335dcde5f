/* access/right.c -- roles, rights, and the one table between them. */
#include <string.h>

#include "access/acc_priv.h"
#include "base/buf.h"

struct word {
	const char *key, *name;
	unsigned rights;
};

/* clang-format off */
static const struct word roles[ACC_ROLES] = {
	{ "chuyen-vien", "Chuyên viên",
	  ACC_SELF | ACC_READ | ACC_DRAFT },
	{ "van-thu", "Văn thư",
	  ACC_SELF | ACC_READ | ACC_DRAFT | ACC_ISSUE | ACC_PRINT | ACC_CANCEL },
	{ "lanh-dao", "Lãnh đạo",
	  ACC_SELF | ACC_READ | ACC_APPROVE },
	{ "luu-tru", "Lưu trữ",
	  ACC_SELF | ACC_READ | ACC_PRINT | ACC_KEEP | ACC_AUDIT },
	{ "quan-tri", "Quản trị",
	  ACC_SELF | ACC_READ | ACC_KEEP | ACC_TEMPLATE | ACC_AUDIT | ACC_MANAGE },
	{ "nguoi-xem", "Người xem",
	  ACC_SELF | ACC_READ },
};
static const struct word rights[ACC_RIGHTS] = {
	{ "ban-than",  "Tài khoản của mình", 0 },
	{ "doc",       "Xem, tìm, tải văn bản", 0 },
	{ "soan",      "Soạn phong trào, danh sách, xem trước", 0 },
	{ "ban-hanh",  "Cấp số, ban hành", 0 },
	{ "in",        "In, in lại", 0 },
	{ "thu-hoi",   "Thay thế, đính chính, thu hồi, hủy", 0 },
	{ "duyet",     "Duyệt việc cần hai người", 0 },
	{ "giu-kho",   "Sao lưu, đối chiếu, giao nộp", 0 },
	{ "mau",       "Quản lý mẫu văn bản", 0 },
	{ "nhat-ky",   "Xem nhật ký truy cập", 0 },
	{ "quan-ly",   "Quản lý tài khoản, khóa API, thiết lập", 0 },
};
/* clang-format on */

const struct acc_actor acc_nobody = { 0, "", "", "", 0, 0, false, false, "",
	"" };
const struct acc_actor acc_console = { -1, "dong-lenh", "Dòng lệnh", "",
	(1u << ACC_ROLES) - 1, (1u << ACC_RIGHTS) - 1, false, false, "", "" };

const char *
acc_role_key(int bit)
{
	return bit < ACC_ROLES ? roles[bit].key : NULL;
}

const char *
acc_role_name(int bit)
{
	return bit < ACC_ROLES ? roles[bit].name : NULL;
}

const char *
acc_right_key(int bit)
{
	return bit < ACC_RIGHTS ? rights[bit].key : NULL;
}

const char *
acc_right_name(int bit)
{
	return bit < ACC_RIGHTS ? rights[bit].name : NULL;
}

static bool
parse(const struct word *words, int count, const char *what, const char *text,
    unsigned *ret, struct err *err)
{
	unsigned bits = 0;

	for (;;) {
		size_t len;
		int i;

		text += strspn(text, ", ");
		len = strcspn(text, ", ");
		if (len == 0)
			break;
		for (i = 0; i < count; i++)
			if (strlen(words[i].key) == len &&
			    memcmp(words[i].key, text, len) == 0)
				break;
		if (i == count)
			return err_set(err, ERR_VALUE, no_pos, "%s %.*s", what,
			    (int)len, text);
		bits |= 1u << i;
		text += len;
	}
	*ret = bits;
	return true;
}

static bool
hint_words(const struct word *words, int count, struct err *err)
{
	struct buf b = { 0 };

	for (int i = 0; i < count; i++)
		buf_printf(&b, "%s%s", i > 0 ? ", " : "", words[i].key);
	err_hint(err, "dùng: %s", buf_str(&b));
	buf_done(&b);
	return false;
}

bool
acc_roles_parse(const char *text, unsigned *ret, struct err *err)
{
	return parse(roles, ACC_ROLES, "vai trò", text, ret, err) ||
	       hint_words(roles, ACC_ROLES, err);
}

bool
acc_rights_parse(const char *text, unsigned *ret, struct err *err)
{
	return parse(rights, ACC_RIGHTS, "quyền", text, ret, err) ||
	       hint_words(rights, ACC_RIGHTS, err);
}

static const char *
print(struct arena *a, const struct word *words, int count, unsigned bits)
{
	struct buf b = { 0 };
	const char *s;

	for (int i = 0; i < count; i++)
		if (bits & 1u << i)
			buf_printf(
			    &b, "%s%s", b.len > 0 ? " " : "", words[i].key);
	s = arena_strdup(a, buf_str(&b));
	buf_done(&b);
	return s == NULL ? "" : s;
}

const char *
acc_roles_text(struct arena *a, unsigned bits)
{
	return print(a, roles, ACC_ROLES, bits);
}

const char *
acc_rights_text(struct arena *a, unsigned bits)
{
	return print(a, rights, ACC_RIGHTS, bits);
}

unsigned
acc_rights_of(unsigned of)
{
	unsigned all = 0;

	for (int i = 0; i < ACC_ROLES; i++)
		if (of & 1u << i)
			all |= roles[i].rights;
	return all;
}

bool
acc_may(const struct acc_actor *who, unsigned right, const char *org,
    struct err *err)
{
	if (right == ACC_PUBLIC)
		return true;
	if (who->account == 0) {
		err_set(err, ERR_LOGIN, no_pos, "trang này cần đăng nhập");
		return err_hint(err, "đăng nhập rồi thử lại");
	}
	if ((who->rights & right) != right) {
		const char *name = "quyền này";

		for (int i = 0; i < ACC_RIGHTS; i++)
			if (right & ~who->rights & 1u << i)
				name = rights[i].name;
		err_set(err, ERR_DENIED, no_pos,
		    "tài khoản %s không có quyền «%s»", who->login, name);
		return err_hint(err,
		    "nhờ người quản trị giao thêm vai trò, hoặc dùng tài khoản "
		    "khác");
	}
	if (org != NULL && who->org[0] != '\0' && strcmp(who->org, org) != 0) {
		err_set(err, ERR_DENIED, no_pos,
		    "việc này thuộc cơ quan khác với cơ quan của tài khoản %s",
		    who->login);
		return err_hint(err, "nhờ người của cơ quan ấy làm");
	}
	return true;
}

bool
acc_check(struct db *db, const struct acc_actor *who, unsigned right,
    const char *org, struct err *err)
{
	static const char sql[] =
	    "SELECT roles, org, disabled FROM acc_account "
	    "WHERE id = ?1";
	struct acc_actor now = *who;
	struct arena *a;
	struct db_stmt *st;
	bool row, ok;

	if (who->account <= 0)
		return acc_may(who, right, org, err);
	a = arena_new(0);
	if (a == NULL)
		return err_nomem(err);
	now.rights = 0;
	ok = db_prepare(db, sql, &st, err);
	if (ok) {
		db_bind_int(st, 1, who->account);
		ok = db_step(st, &row, err);
	}
	if (ok && row && db_int(st, 2) == 0) {
		ok = acc_roles_parse(db_text(st, 0, a), &now.roles, err);
		now.rights = acc_rights_of(now.roles) & who->rights;
		now.org = db_text(st, 1, a);
	}
	if (ok)
		db_reset(st);
	ok = ok && acc_may(&now, right, org, err);
	arena_free(a);
	return ok;
}
