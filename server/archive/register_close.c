/* archive/register_close.c -- a year's book is opened by the calendar and
 * closed by a clerk; what clerks note beside a line. */
#include <stdlib.h>
#include <string.h>

#include "archive/arc_priv.h"
#include "archive/fact.h"
#include "archive/register.h"
#include "viet/text.h"

const char *const arc_note_names[ARC_NOTES] = { "so-ban", "ngay-chuyen",
	"ky-nhan", "ghi-chu", "nguoi-luu", "noi-nhan", "do-khan", "han-tra-loi",
	"mo-ta" };

bool
book_open(struct arc *arc, const char *org, const char *series, day_t date,
    struct err *err)
{
	day_t today = day_in_vietnam(env_now(arc->env));
	int year = day_ymd(date).year;
	struct arc_fact like = { .kind = "close", .key = org }, f;
	char asked[11], now[11];

	if (date > today) {
		day_print_iso(date, asked);
		day_print_iso(today, now);
		err_set(err, ERR_REGISTER, no_pos,
		    "ngày văn bản %s chưa đến, hôm nay ở Việt Nam là %s", asked,
		    now);
		return err_hint(err,
		    "số cấp theo ngày; sổ của năm mới mở lúc 00 giờ ngày 01 "
		    "tháng 01");
	}
	like.other = arena_printf(arc->group, "%s/%d", series, year);
	if (like.other == NULL)
		return err_nomem(err);
	if (!arc_last_fact(arc, arc->group, &like, &f, err))
		return false;
	if (f.seq == 0)
		return true;
	err_set(
	    err, ERR_REGISTER, no_pos, "sổ %s năm %d đã khóa", series, year);
	return err_hint(err, "văn bản mới mang ngày và số của năm nay");
}

bool
arc_close_book(struct arc *arc, const char *org, const char *series, int year,
    const char *reason, struct err *err)
{
	day_t end = day_of_ymd((struct ymd){ year, 12, 31 });
	struct arc_fact f = { .kind = "close", .key = org };
	struct arc_book_sum s;

	if (!reason_given(reason, err) ||
	    !arc_sum_book(arc, arc->group, org, series, year, &s, err))
		return false;
	if (s.last == 0)
		return err_set(err, ERR_NOTFOUND, no_pos,
		    "sổ %s năm %d chưa có số nào", series, year);
	if (s.closed != 0)
		return err_set(err, ERR_REGISTER, no_pos,
		    "sổ %s năm %d đã khóa", series, year);
	if (day_in_vietnam(env_now(arc->env)) <= end) {
		err_set(err, ERR_REGISTER, no_pos, "năm %d chưa hết", year);
		return err_hint(err, "khóa sổ từ ngày %d-01-01", year + 1);
	}
	if (s.kept > 0) {
		err_set(err, ERR_REGISTER, no_pos,
		    "sổ %s năm %d còn %lld số đang giữ", series, year,
		    (long long)s.kept);
		return err_hint(err, "dùng hoặc hủy từng số trước khi khóa sổ: "
				     "sovang register show");
	}
	f.other = arena_printf(arc->group, "%s/%d", series, year);
	f.value = arena_printf(arc->group, "%lld %lld %lld", (long long)s.last,
	    (long long)s.documents, (long long)s.cancelled);
	f.text = arena_printf(arc->group,
	    "Khóa sổ %s năm %d: đến số %02lld, %lld văn bản, %lld số hủy. Lý "
	    "do: %s",
	    series, year, (long long)s.last, (long long)s.documents,
	    (long long)s.cancelled, reason);
	return f.other != NULL && f.value != NULL && f.text != NULL
		   ? arc_add_fact(arc, &f, err)
		   : err_nomem(err);
}

/* --- notes beside a line --- */

enum shape { COUNT, DAY, LETTERS };
static const struct {
	enum shape shape;
	int least, most; /* value of a count, letters of a text */
	const char *name;
} shapes[ARC_NOTES] = {
	[ARC_NOTE_COPIES] = { COUNT, 1, 999, "Số lượng bản" },
	[ARC_NOTE_SENT] = { DAY, 0, 0, "Ngày chuyển" },
	[ARC_NOTE_RECEIVED] = { LETTERS, 1, 200, "Ký nhận" },
	[ARC_NOTE_REMARK] = { LETTERS, 1, 500, "Ghi chú" },
	[ARC_NOTE_KEEPER] = { LETTERS, 1, 200, "Nơi nhận bản lưu" },
	[ARC_NOTE_RECIPIENTS] = { LETTERS, 1, 1000, "Nơi nhận" },
	[ARC_NOTE_PRIORITY] = { COUNT, 0, 3, "Mức độ khẩn" },
	[ARC_NOTE_DUE] = { DAY, 0, 0, "Hạn trả lời" },
	[ARC_NOTE_DESCRIPTION] = { LETTERS, 1, 500, "Mô tả" },
};

static bool
check_count(enum arc_note_field field, const char *value, struct err *err)
{
	size_t digits = strspn(value, "0123456789");
	long n = digits > 0 && digits <= 4 ? strtol(value, NULL, 10) : -1;

	if (value[digits] == '\0' && n >= shapes[field].least &&
	    n <= shapes[field].most)
		return true;
	return err_set(err, ERR_VALUE, no_pos, "%s «%s»: ghi số từ %d đến %d",
	    shapes[field].name, value, shapes[field].least, shapes[field].most);
}

static bool
check_letters(enum arc_note_field field, const char *value, struct err *err)
{
	struct viet_bad bad;

	if (!viet_valid(value, strlen(value), &bad) ||
	    strpbrk(value, "\t\r\n") != NULL)
		return err_set(err, ERR_UTF8, no_pos,
		    "%s có ký tự không in được", shapes[field].name);
	if (viet_length(value) > (size_t)shapes[field].most)
		return err_set(err, ERR_LIMIT, no_pos, "%s dài quá %d chữ",
		    shapes[field].name, shapes[field].most);
	return true;
}

/* The value as it is kept; a day becomes YYYY-MM-DD. */
static bool
read_value(struct arc *arc, enum arc_note_field field, const char *value,
    const char **ret, struct err *err)
{
	char iso[11];
	day_t day;

	*ret = value;
	if (shapes[field].shape == COUNT)
		return check_count(field, value, err);
	if (shapes[field].shape == LETTERS)
		return check_letters(field, value, err);
	if (!day_parse_any(value, &day)) {
		err_set(err, ERR_VALUE, no_pos, "%s «%s» không đọc được",
		    shapes[field].name, value);
		return err_hint(err, "ghi như 2022-04-12 hoặc 12/4/2022");
	}
	day_print_iso(day, iso);
	*ret = arena_strdup(arc->group, iso);
	return *ret != NULL || err_nomem(err);
}

bool
arc_note_document(struct arc *arc, const char *uid, enum arc_note_field field,
    const char *value, const char *reason, struct err *err)
{
	struct arc_fact f = { .kind = "note",
		.key = uid,
		.other = arc_note_names[field],
		.uid = uid };
	struct arc_doc d;

	if (!reason_given(reason, err) ||
	    !arc_get(arc, arc->group, uid, &d, err) ||
	    !read_value(arc, field, value, &f.value, err))
		return false;
	f.text = arena_printf(arc->group, "%s: %s. Lý do: %s",
	    shapes[field].name, f.value, reason);
	return f.text != NULL ? arc_add_fact(arc, &f, err) : err_nomem(err);
}

bool
arc_get_notes(struct arc *arc, struct arena *a, const char *uid,
    const char *ret[ARC_NOTES], struct err *err)
{
	const struct arc_fact like = { .kind = "note", .key = uid };
	struct arc_fact *list;
	size_t n;

	for (int i = 0; i < ARC_NOTES; i++)
		ret[i] = NULL;
	if (!arc_list_facts(arc, a, &like, &list, &n, err))
		return false;
	for (size_t k = 0; k < n; k++)
		for (int i = 0; i < ARC_NOTES; i++)
			if (strcmp(list[k].other, arc_note_names[i]) == 0)
				ret[i] = list[k].value;
	return true;
}
