/* records/file.c -- a file's description: one fact each time it changes. */
#include "records/file.h"

#include <stdlib.h>
#include <string.h>

#include "archive/fact.h"
#include "records/file_priv.h"
#include "records/records_priv.h"
#include "viet/text.h"
#include "xml/xml.h"

/* --- fact ⇄ struct --- */

static const char *
or_empty(const char *s)
{
	return s == NULL ? "" : s;
}

/* The texts of a file by their attribute; the same table reads and writes. */
#define TEXTS(f)                                                               \
	{                                                                      \
		{ "co-quan", &(f)->org }, { "ma-dinh-danh", &(f)->organ_id },  \
		    { "ky-hieu", &(f)->notation }, { "tieu-de", &(f)->title }, \
		    { "thoi-han", &(f)->maintenance },                         \
		    { "quyen", &(f)->rights }, { "nguoi-lap", &(f)->creator }, \
		    { "ngon-ngu", &(f)->language },                            \
		    { "mo-ta", &(f)->description },                            \
		    { "phong-trao", &(f)->campaign },                          \
		    { "ma-bam", &(f)->list_hash },                             \
	}

static void
set_day(struct xml_build *b, const char *name, day_t day)
{
	char iso[11];

	if (day == 0)
		return;
	day_print_iso(day, iso);
	xml_set(b, name, iso);
}

static bool
to_text(struct arena *a, const struct rec_file *file, const char **ret,
    struct err *err)
{
	struct rec_file f = *file;
	const struct {
		const char *name, **at;
	} texts[] = TEXTS(&f);
	struct xml_build *b = xml_build_new(a, "ho-so");
	struct buf out = { 0 };
	struct xml_doc *doc;
	bool ok;

	xml_set_int(b, "nam", f.catalog);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		xml_set(b, texts[i].name, or_empty(*texts[i].at));
	set_day(b, "bat-dau", f.start);
	set_day(b, "ket-thuc", f.end);
	set_day(b, "nop-luu", f.handed);
	if (f.closed) {
		xml_set_int(b, "nam-ket-thuc", f.ended);
		xml_set_int(b, "den-van-ban", f.last_id);
	}
	ok = xml_build_doc(b, &doc, err) && xml_canonical(doc, &out, err);
	*ret = ok ? arena_strdup(a, buf_str(&out)) : NULL;
	buf_done(&out);
	return ok && (*ret != NULL || err_nomem(err));
}

static int64_t
int_of(const struct xml_node *n, const char *name)
{
	const char *s = xml_attr(n, name);

	return s == NULL ? 0 : strtoll(s, NULL, 10);
}

static day_t
day_of(const struct xml_node *n, const char *name)
{
	const char *s = xml_attr(n, name);
	day_t d;

	return s != NULL && day_parse_iso(s, &d) ? d : 0;
}

bool
file_of_fact(struct arena *a, const struct arc_fact *fact, struct rec_file *ret,
    struct err *err)
{
	const struct {
		const char *name, **at;
	} texts[] = TEXTS(ret);
	const struct xml_node *n;
	struct xml_doc *doc;

	*ret = (struct rec_file){ .id = fact->key };
	if (!xml_parse(a, "ho-so", fact->value, strlen(fact->value), XML_DATA,
		&doc, err))
		return false;
	n = xml_root(doc);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		*texts[i].at = or_empty(xml_attr(n, texts[i].name));
	ret->catalog = (int)int_of(n, "nam");
	ret->start = day_of(n, "bat-dau");
	ret->end = day_of(n, "ket-thuc");
	ret->handed = day_of(n, "nop-luu");
	ret->ended = (int)int_of(n, "nam-ket-thuc");
	ret->last_id = int_of(n, "den-van-ban");
	ret->closed = ret->ended > 0;
	return true;
}

static const char *
short_code(struct arena *a, const struct rec_file *f)
{
	return arena_printf(a, "%d/%s", f->catalog, f->notation);
}

bool
file_record(struct arc *arc, struct arena *a, const struct rec_file *f,
    const char *what, const char *reason, struct err *err)
{
	struct arc_fact fact = {
		.kind = "file", .key = f->id, .other = short_code(a, f)
	};

	fact.text = arena_printf(
	    a, "%s hồ sơ %s. Lý do: %s", what, or_empty(fact.other), reason);
	if (fact.other == NULL || fact.text == NULL)
		return err_nomem(err);
	return to_text(a, f, &fact.value, err) && arc_add_fact(arc, &fact, err);
}

const char *
rec_file_code(struct arena *a, const struct rec_file *f)
{
	return arena_printf(
	    a, "%s.%d.%s", f->organ_id, f->catalog, f->notation);
}

/* --- checking --- */

static bool
fits(const char *name, const char *value, size_t most, bool required,
    struct err *err)
{
	struct viet_bad bad;

	if (required && value[strspn(value, " ")] == '\0') {
		err_set(err, ERR_MISSING, no_pos, "hồ sơ thiếu %s", name);
		return err_hint(err, "trường này bắt buộc theo phụ lục VI Nghị "
				     "định 30/2020/NĐ-CP");
	}
	if (!viet_valid(value, strlen(value), &bad) ||
	    strpbrk(value, "\r\n\t") != NULL)
		return err_set(
		    err, ERR_UTF8, no_pos, "%s có ký tự không in được", name);
	if (viet_length(value) <= most)
		return true;
	return err_set(err, ERR_LENGTH, no_pos,
	    "%s dài %zu chữ, phụ lục VI cho nhiều nhất %zu", name,
	    viet_length(value), most);
}

/* "01.TĐKT": a number, a dot, letters. */
static bool
notation_fits(const char *s, struct err *err)
{
	size_t digits = strspn(s, "0123456789");

	if (digits > 0 && s[digits] == '.' && s[digits + 1] != '\0' &&
	    strpbrk(s, " /\\") == NULL)
		return true;
	err_set(err, ERR_VALUE, no_pos, "số, ký hiệu hồ sơ «%s» không đúng", s);
	return err_hint(err,
	    "ghi số thứ tự, dấu chấm rồi chữ viết tắt của đề mục, như "
	    "01.TĐKT");
}

static bool
organ_fits(const char *s, struct err *err)
{
	size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.");

	if (n > 0 && s[n] == '\0' && n <= 13)
		return true;
	err_set(
	    err, ERR_VALUE, no_pos, "mã định danh cơ quan «%s» không đúng", s);
	return err_hint(err, "nhiều nhất 13 ký tự gồm chữ hoa, chữ số, dấu "
			     "chấm, như 000.00.00.H31");
}

static bool
check(const struct rec_file *f, struct err *err)
{
	if (!organ_fits(f->organ_id, err) ||
	    !fits("số, ký hiệu hồ sơ", f->notation, 20, true, err) ||
	    !notation_fits(f->notation, err) ||
	    !fits("tiêu đề", f->title, 500, true, err) ||
	    !fits("thời hạn bảo quản", f->maintenance, 30, true, err) ||
	    !fits("chế độ sử dụng", f->rights, 30, false, err) ||
	    !fits("người lập", f->creator, 30, true, err) ||
	    !fits("ngôn ngữ", f->language, 50, false, err) ||
	    !fits("mô tả", f->description, 500, false, err))
		return false;
	if (f->start == 0)
		return err_set(
		    err, ERR_MISSING, no_pos, "hồ sơ thiếu ngày bắt đầu");
	if (f->end != 0 && f->end < f->start)
		return err_set(
		    err, ERR_VALUE, no_pos, "hồ sơ kết thúc trước khi bắt đầu");
	return true;
}

static bool
has_reason(const char *reason, struct err *err)
{
	if (reason != NULL && reason[strspn(reason, " \t\r\n")] != '\0')
		return true;
	err_set(err, ERR_VALUE, no_pos, "chưa ghi lý do");
	return err_hint(err, "ghi lý do: nó vào lịch sử của hồ sơ");
}

/* --- acts --- */

bool
rec_file_create(struct arc *arc, struct arena *a, const struct rec_file *file,
    const char *reason, const char **ret_id, struct err *err)
{
	struct rec_file f = *file, old;
	char id[ENV_ID_LEN + 1];
	struct err none;
	const char *code = short_code(a, file);

	if (code == NULL)
		return err_nomem(err);
	if (!has_reason(reason, err) || !check(file, err))
		return false;
	if (rec_file_get(arc, a, code, &old, &none))
		return err_set(err, ERR_TAKEN, no_pos, "đã có hồ sơ %s", code);
	arc_uid(arc, id);
	f.id = arena_strdup(a, id);
	f.closed = false;
	f.list_hash = "";
	f.handed = 0;
	*ret_id = f.id;
	return f.id != NULL ? file_record(arc, a, &f, "Lập", reason, err)
			    : err_nomem(err);
}

bool
file_editable(struct arc *arc, struct arena *a, const char *id,
    const char *reason, struct rec_file *ret, struct err *err)
{
	if (!has_reason(reason, err) || !rec_file_get(arc, a, id, ret, err))
		return false;
	if (!ret->closed)
		return true;
	err_set(err, ERR_REGISTER, no_pos, "hồ sơ %d/%s đã kết thúc",
	    ret->catalog, ret->notation);
	return err_hint(err, "hồ sơ đã kết thúc không thêm, bớt được nữa; lập "
			     "hồ sơ mới");
}

bool
rec_file_change(struct arc *arc, struct arena *a, const struct rec_file *file,
    const char *reason, struct err *err)
{
	struct rec_file f;

	if (!file_editable(arc, a, file->id, reason, &f, err))
		return false;
	f.title = file->title;
	f.maintenance = file->maintenance;
	f.rights = file->rights;
	f.language = file->language;
	f.description = file->description;
	f.start = file->start;
	f.end = file->end;
	return check(&f, err) && file_record(arc, a, &f, "Sửa", reason, err);
}

bool
rec_file_hand_over(struct arc *arc, struct arena *a, const char *id, day_t day,
    const char *reason, struct err *err)
{
	struct rec_file f;

	if (!has_reason(reason, err) || !rec_file_get(arc, a, id, &f, err))
		return false;
	if (!f.closed || f.handed != 0)
		return err_set(err, ERR_REGISTER, no_pos,
		    f.closed ? "hồ sơ %d/%s đã nộp lưu"
			     : "hồ sơ %d/%s chưa kết thúc, chưa nộp lưu được",
		    f.catalog, f.notation);
	if (day < f.end)
		return err_set(err, ERR_VALUE, no_pos,
		    "ngày nộp lưu trước ngày hồ sơ kết thúc");
	f.handed = day;
	return file_record(arc, a, &f, "Nộp lưu", reason, err);
}

/* --- reading --- */

bool
rec_file_get(struct arc *arc, struct arena *a, const char *word,
    struct rec_file *ret, struct err *err)
{
	struct arc_fact like = { .kind = "file" }, f;

	if (strchr(word, '/') != NULL)
		like.other = word;
	else
		like.key = word;
	if (!arc_last_fact(arc, a, &like, &f, err))
		return false;
	if (f.seq == 0) {
		err_set(err, ERR_NOTFOUND, no_pos, "không có hồ sơ %s", word);
		return err_hint(err, "xem các hồ sơ: sovang file list; ghi "
				     "năm/ký hiệu như 2022/01.TĐKT");
	}
	return file_of_fact(a, &f, ret, err);
}

static int
by_code(const void *a, const void *b)
{
	const struct rec_file *x = a, *y = b;
	int d = x->catalog - y->catalog;
	long m = strtol(x->notation, NULL, 10),
	     n = strtol(y->notation, NULL, 10);

	if (d == 0)
		d = (m > n) - (m < n);
	return d != 0 ? d : strcmp(x->notation, y->notation);
}

bool
rec_file_list(struct arc *arc, struct arena *a, struct rec_file **ret,
    size_t *ret_count, struct err *err)
{
	const struct arc_fact like = { .kind = "file" };
	struct arc_fact *facts;
	size_t n, count = 0;

	if (!arc_list_facts(arc, a, &like, &facts, &n, err))
		return false;
	*ret = arena_alloc_n(a, n + 1, sizeof(**ret));
	if (*ret == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		while (k < count && strcmp((*ret)[k].id, facts[i].key) != 0)
			k++;
		count += k == count;
		if (!file_of_fact(a, &facts[i], &(*ret)[k], err))
			return false;
	}
	qsort(*ret, count, sizeof(**ret), by_code);
	*ret_count = count;
	return true;
}

/* --- due --- */

static int
by_deadline(const void *a, const void *b)
{
	const struct rec_due *x = a, *y = b;

	return (x->deadline > y->deadline) - (x->deadline < y->deadline);
}

bool
rec_files_due(struct arc *arc, struct arena *a, day_t today,
    struct rec_due **ret, size_t *ret_count, struct err *err)
{
	struct rec_file *all;
	size_t n;

	*ret_count = 0;
	if (!rec_file_list(arc, a, &all, &n, err))
		return false;
	*ret = arena_alloc_n(a, n + 1, sizeof(**ret));
	if (*ret == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < n; i++) {
		struct rec_due d = { .file = all[i] };

		if (!all[i].closed || all[i].handed != 0)
			continue;
		d.deadline =
		    day_of_ymd((struct ymd){ all[i].ended + 1, 12, 31 });
		d.late = today > d.deadline;
		if (today >= d.deadline - REC_NOTICE_DAYS)
			(*ret)[(*ret_count)++] = d;
	}
	qsort(*ret, *ret_count, sizeof(**ret), by_deadline);
	return true;
}
