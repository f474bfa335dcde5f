/* tmpl/filter.c -- what may stand after a bar in ${ … | … }.
 *
 * Two kinds: those that decide about the result of the expression (default,
 * join …) are looked at first; the others then map text to text, in the order
 * written. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/day.h"
#include "tmpl/tmpl_priv.h"
#include "viet/date.h"
#include "viet/number.h"
#include "viet/text.h"

enum kind { DECIDES, MAPS };

struct filter {
	const char *name;
	enum kind kind;
	size_t min_args, max_args;
	/* NULL result with *err set = the text does not fit the filter */
	const char *(*map)(struct run *r, const char *s,
	    const struct filter_use *u, struct err *err);
	const char *args; /* as written behind the name */
	const char *help;
};

static const char *
take(struct run *r, struct buf *b)
{
	const char *s =
	    buf_ok(b) ? arena_strndup(r->scratch, buf_str(b), b->len) : NULL;

	buf_done(b);
	return s;
}

static const char *
wrong(struct err *err, const char *want, const char *have, const char *example)
{
	err_set(err, ERR_TYPE, no_pos, "cần %s, có «%s»", want, have);
	err_hint(err, "ghi trong dữ liệu như %s", example);
	return NULL;
}

static bool
number_of(const char *s, int64_t *ret, struct err *err)
{
	if (viet_number_parse(s, ret))
		return true;
	wrong(err, "số nguyên", s, "1490000");
	return false;
}

static const char *
do_date(
    struct run *r, const char *s, const struct filter_use *u, struct err *err)
{
	struct buf b = { 0 };
	day_t day;

	if (!day_parse_any(s, &day))
		return wrong(err, "ngày", s, "2022-04-12");
	if (u->arg_count == 0)
		viet_date_long(&b, day);
	else
		viet_date_pattern(&b, day, u->args[0]);
	return take(r, &b);
}

static const char *
do_short_date(
    struct run *r, const char *s, const struct filter_use *u, struct err *err)
{
	struct buf b = { 0 };
	day_t day;

	(void)u;
	if (!day_parse_any(s, &day))
		return wrong(err, "ngày", s, "2022-04-12");
	viet_date_short(&b, day);
	return take(r, &b);
}

static const char *
do_year(
    struct run *r, const char *s, const struct filter_use *u, struct err *err)
{
	struct buf b = { 0 };
	day_t day;

	(void)u;
	if (!day_parse_any(s, &day))
		return wrong(err, "ngày", s, "2022-04-12");
	buf_int(&b, day_ymd(day).year);
	return take(r, &b);
}

static const char *
do_grouped(
    struct run *r, const char *s, const struct filter_use *u, struct err *err)
{
	struct buf b = { 0 };
	int64_t n;

	(void)u;
	if (!number_of(s, &n, err))
		return NULL;
	viet_grouped(&b, n);
	return take(r, &b);
}

static const char *
do_words(
    struct run *r, const char *s, const struct filter_use *u, struct err *err)
{
	struct buf b = { 0 };
	int64_t n;

	(void)u;
	if (!number_of(s, &n, err))
		return NULL;
	viet_words(&b, n);
	return take(r, &b);
}

static const char *
do_roman(
    struct run *r, const char *s, const struct filter_use *u, struct err *err)
{
	struct buf b = { 0 };
	int64_t n;

	(void)u;
	if (!number_of(s, &n, err))
		return NULL;
	if (!viet_roman(&b, n, true))
		return wrong(err, "số từ 1 đến 3999", s, "4");
	return take(r, &b);
}

static const char *
do_pad(
    struct run *r, const char *s, const struct filter_use *u, struct err *err)
{
	struct buf b = { 0 };
	int64_t n, width;

	if (!number_of(s, &n, err) || !number_of(u->args[0], &width, err))
		return NULL;
	viet_padded(&b, n, (int)(width > 18 ? 18 : width));
	return take(r, &b);
}

static const char *
do_upper(
    struct run *r, const char *s, const struct filter_use *u, struct err *err)
{
	(void)u;
	(void)err;
	return viet_upper(r->scratch, s);
}

static const char *
do_lower(
    struct run *r, const char *s, const struct filter_use *u, struct err *err)
{
	(void)u;
	(void)err;
	return viet_lower(r->scratch, s);
}

static const char *
do_capital(
    struct run *r, const char *s, const struct filter_use *u, struct err *err)
{
	(void)u;
	(void)err;
	return viet_capital(r->scratch, s);
}

static const char *
do_nobr(
    struct run *r, const char *s, const struct filter_use *u, struct err *err)
{
	struct buf b = { 0 };

	(void)u;
	(void)err;
	for (; *s != '\0'; s++) {
		if (*s == ' ')
			buf_str_add(&b, "\xC2\xA0");
		else
			buf_char(&b, *s);
	}
	return take(r, &b);
}

static const char *
do_cut(
    struct run *r, const char *s, const struct filter_use *u, struct err *err)
{
	struct buf b = { 0 };
	const char *p = s;
	int64_t most;

	if (!number_of(u->args[0], &most, err))
		return NULL;
	if ((int64_t)viet_length(s) <= most)
		return s;
	for (int64_t i = 0; i + 1 < most && *p != '\0'; i++)
		buf_utf8(&b, viet_next(&p));
	buf_str_add(&b, "…");
	return take(r, &b);
}

static const char *
do_phone(
    struct run *r, const char *s, const struct filter_use *u, struct err *err)
{
	struct buf b = { 0 };
	size_t len = strlen(s);

	(void)u;
	if (strspn(s, "0123456789") != len || len < 9 || len > 11)
		return wrong(err, "số điện thoại", s, "0221386xxxx");
	buf_printf(
	    &b, "%.*s.%.*s.%s", (int)(len - 6), s, 3, s + len - 6, s + len - 3);
	return take(r, &b);
}

static const char *
do_mask(
    struct run *r, const char *s, const struct filter_use *u, struct err *err)
{
	struct buf b = { 0 };
	size_t len = strlen(s);

	(void)u;
	if (strspn(s, "0123456789") != len || (len != 9 && len != 12))
		return wrong(err, "số căn cước 9 hoặc 12 chữ số", s, "033…");
	for (size_t i = 0; i + 3 < len; i++)
		buf_char(&b, '*');
	buf_str_add(&b, s + len - 3);
	return take(r, &b);
}

/* Decree 30, PL III: the name of a type by its abbreviation. */
static const char *
do_type_name(
    struct run *r, const char *s, const struct filter_use *u, struct err *err)
{
	static const char *const types[][2] = { { "NQ", "Nghị quyết" },
		{ "QĐ", "Quyết định" }, { "CT", "Chỉ thị" },
		{ "QC", "Quy chế" }, { "QyĐ", "Quy định" },
		{ "TC", "Thông cáo" }, { "TB", "Thông báo" },
		{ "HD", "Hướng dẫn" }, { "CTr", "Chương trình" },
		{ "KH", "Kế hoạch" }, { "PA", "Phương án" }, { "ĐA", "Đề án" },
		{ "DA", "Dự án" }, { "BC", "Báo cáo" }, { "BB", "Biên bản" },
		{ "TTr", "Tờ trình" }, { "HĐ", "Hợp đồng" },
		{ "CĐ", "Công điện" }, { "BGN", "Bản ghi nhớ" },
		{ "BTT", "Bản thỏa thuận" }, { "GUQ", "Giấy ủy quyền" },
		{ "GM", "Giấy mời" }, { "GGT", "Giấy giới thiệu" },
		{ "GNP", "Giấy nghỉ phép" }, { "PG", "Phiếu gửi" },
		{ "PC", "Phiếu chuyển" }, { "PB", "Phiếu báo" },
		{ "BK", "Bằng khen" }, { "GK", "Giấy khen" } };

	(void)r;
	(void)u;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(types[i][0], s) == 0)
			return types[i][1];
	return wrong(err, "chữ viết tắt tên loại văn bản", s, "KH");
}

static const char *
do_keep(
    struct run *r, const char *s, const struct filter_use *u, struct err *err)
{
	(void)r;
	(void)u;
	(void)err;
	return s;
}

/* clang-format off */
static const struct filter filters[] = {
	/* name            kind     args  map            as written         help */
	{ "ngay",           MAPS,    0, 1, do_date,       ":'dd/MM/yyyy'",   "ngày 05 tháng 02 năm 2022; có tham số thì theo mẫu ấy" },
	{ "ngay-gon",       MAPS,    0, 0, do_short_date, "",                "12/4/2022" },
	{ "nam",            MAPS,    0, 0, do_year,       "",                "năm của một ngày" },
	{ "tien",           MAPS,    0, 0, do_grouped,    "",                "1.490.000" },
	{ "bang-chu",       MAPS,    0, 0, do_words,      "",                "số viết bằng chữ" },
	{ "la-ma",          MAPS,    0, 0, do_roman,      "",                "số La Mã" },
	{ "pad",            MAPS,    1, 1, do_pad,        ":2",              "thêm số 0 phía trước cho đủ chữ số" },
	{ "hoa",            MAPS,    0, 0, do_upper,      "",                "chữ in hoa" },
	{ "hoa-dau",        MAPS,    0, 0, do_capital,    "",                "hoa chữ đầu" },
	{ "thuong",         MAPS,    0, 0, do_lower,      "",                "chữ thường" },
	{ "nobr",           MAPS,    0, 0, do_nobr,       "",                "không ngắt dòng bên trong" },
	{ "rut-gon",        MAPS,    1, 1, do_cut,        ":40",             "cắt còn n chữ, thêm …" },
	{ "sdt",            MAPS,    0, 0, do_phone,      "",                "số điện thoại tách nhóm" },
	{ "cccd-che",       MAPS,    0, 0, do_mask,       "",                "che số căn cước, chừa ba số cuối" },
	{ "loai-van-ban",   MAPS,    0, 0, do_type_name,  "",                "tên loại văn bản theo chữ viết tắt" },
	{ "lines",          MAPS,    0, 0, do_keep,       "",                "giữ chỗ xuống dòng trong giá trị" },
	{ "default",        DECIDES, 1, 1, NULL,          ":'…'",            "dùng giá trị này khi thiếu" },
	{ "optional",       DECIDES, 0, 0, NULL,          "",                "thiếu thì để trống" },
	{ "blank-ok",       DECIDES, 0, 0, NULL,          "",                "được phép để trống" },
	{ "join",           DECIDES, 0, 1, NULL,          ":'; '",           "nối nhiều giá trị; không ghi tham số thì bằng dấu chấm phẩy" },
};
/* clang-format on */
enum { FILTER_COUNT = sizeof(filters) / sizeof(filters[0]) };

bool
tmpl_filter_at(size_t i, const char **ret_name, const char **ret_args,
    const char **ret_help)
{
	if (i >= FILTER_COUNT)
		return false;
	*ret_name = filters[i].name;
	*ret_args = filters[i].args;
	*ret_help = filters[i].help;
	return true;
}

const char *const *
tmpl_filter_names(void)
{
	static const char *names[FILTER_COUNT + 1];

	/* The same values from every thread: a benign first fill. */
	for (size_t i = 0; i < FILTER_COUNT; i++)
		names[i] = filters[i].name;
	return names;
}

const struct filter *
filter_find(const char *name)
{
	for (size_t i = 0; i < FILTER_COUNT; i++)
		if (strcmp(filters[i].name, name) == 0)
			return &filters[i];
	return NULL;
}

bool
filter_check(const struct filter_use *u, struct err *err)
{
	const struct filter *f = u->filter;
	struct buf b = { 0 };
	bool ok;

	if (u->arg_count < f->min_args || u->arg_count > f->max_args) {
		err_set(err, ERR_FILTER, no_pos,
		    f->max_args == 0 ? "bộ lọc «%s» không nhận tham số"
		    : u->arg_count > 0 ? "bộ lọc «%s» chỉ nhận một tham số"
				       : "bộ lọc «%s» cần một tham số",
		    f->name);
		if (f->max_args == 0)
			return err_hint(err, "viết |%s", f->name);
		return err_hint(err, "viết như %s:'…'", f->name);
	}
	if (f->map != do_date || u->arg_count == 0)
		return true;
	ok = viet_date_pattern(&b, 0, u->args[0]);
	buf_done(&b);
	if (ok)
		return true;
	err_set(err, ERR_FILTER, no_pos, "mẫu ngày «%s»", u->args[0]);
	return err_hint(err, "chỉ dùng d dd M MM yyyy, ví dụ 'dd/MM/yyyy'");
}

static const struct filter_use *
use_of(const struct value_use *v, const char *name)
{
	for (size_t i = 0; i < v->filter_count; i++)
		if (strcmp(v->filters[i].filter->name, name) == 0)
			return &v->filters[i];
	return NULL;
}

bool
filters_keep_lines(const struct value_use *v)
{
	return use_of(v, "lines") != NULL;
}

static void
warn_cut(struct run *r, const struct value_use *v, const char *whole)
{
	struct err err;

	err_set(&err, WARN_CUT, v->pos, "«%s» được rút gọn", whole);
	err_expr(&err, v->source);
	err_hint(&err, "xem lại chỗ rút gọn, hoặc bỏ bộ lọc rut-gon");
	run_warn(r, &err);
}

/* Newlines in data are layout of the data file, not of the document. */
static const char *
one_line(struct run *r, const char *s)
{
	struct buf b = { 0 };
	bool space = false;

	/* U+2028 stands for a line break that a template asked for. */
	if (strpbrk(s, "\n\r\t") == NULL && strstr(s, "\xE2\x80\xA8") == NULL)
		return s;
	for (; *s != '\0'; s++) {
		bool line = strncmp(s, "\xE2\x80\xA8", 3) == 0;
		bool white = line || strchr(" \n\r\t", *s) != NULL;

		s += line ? 2 : 0;
		if (!white)
			buf_char(&b, *s);
		else if (!space)
			buf_char(&b, ' ');
		space = white;
	}
	return take(r, &b);
}

static const char *
join_nodes(struct run *r, const struct xml_value *v, const char *sep)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < v->count; i++) {
		if (i > 0)
			buf_str_add(&b, sep);
		buf_str_add(&b, xml_string(r->scratch, v->nodes[i]));
	}
	return take(r, &b);
}

static bool
too_many(const struct xml_value *value, struct err *err)
{
	err_set(err, ERR_MANY, no_pos, "có %zu giá trị, cần một", value->count);
	return err_hint(err, "chọn một bằng [1], hoặc nối lại bằng |join:'; '");
}

/* The expression's result as text; *ret NULL = nothing is there. */
static bool
decide(struct run *r, const struct value_use *v, const struct xml_value *value,
    const char **ret, struct err *err)
{
	const struct filter_use *join = use_of(v, "join");

	*ret = NULL;
	switch (value->kind) {
	case XML_BOOLEAN:
		err_set(err, ERR_TYPE, no_pos,
		    "kết quả là đúng hoặc sai, không phải chữ");
		return err_hint(err, "dùng <if test=\"…\"> thay cho ${…}");
	case XML_NUMBER:
		if (isnan(value->number) || isinf(value->number)) {
			err_set(
			    err, ERR_TYPE, no_pos, "kết quả không phải là số");
			return err_hint(err,
			    "có giá trị trống hoặc không phải số trong "
			    "phép tính");
		}
		*ret = xml_value_string(r->scratch, value);
		return true;
	case XML_STRING:
		*ret = value->string;
		return true;
	case XML_NODES:
		break;
	}
	if (value->count == 0)
		return true;
	if (value->count > 1 && join == NULL)
		return too_many(value, err);
	*ret = value->count == 1
		   ? xml_string(r->scratch, value->nodes[0])
		   : join_nodes(
			 r, value, join->arg_count > 0 ? join->args[0] : "; ");
	return true;
}

static bool
blank(const char *s)
{
	return s[strspn(s, " \t\r\n")] == '\0';
}

/* Applies default, optional and blank-ok.  *s NULL stays a missing value. */
static bool
settle(
    const struct value_use *v, const char **s, bool *ret_done, struct err *err)
{
	const struct filter_use *other = use_of(v, "default");
	bool blank_ok = use_of(v, "blank-ok") != NULL;

	*ret_done = true;
	if (*s == NULL || (blank(*s) && other != NULL && !blank_ok)) {
		if (other != NULL)
			*s = other->args[0];
		else if (use_of(v, "optional") != NULL)
			*s = "";
		return true;
	}
	if (blank(*s) && !blank_ok && use_of(v, "optional") == NULL) {
		err_set(err, ERR_BLANK, no_pos, "chỉ có khoảng trắng");
		return err_hint(
		    err, "điền giá trị, hoặc cho phép bằng |blank-ok");
	}
	*ret_done = blank(*s);
	return true;
}

bool
filters_apply(struct run *r, const struct value_use *v,
    const struct xml_value *value, const char **ret, struct err *err)
{
	const char *s;
	bool done;

	if (!decide(r, v, value, &s, err) || !settle(v, &s, &done, err))
		return false;
	*ret = s;
	if (done)
		return true;
	if (use_of(v, "lines") == NULL)
		s = one_line(r, s);
	for (size_t i = 0; i < v->filter_count && s != NULL; i++) {
		const struct filter_use *u = &v->filters[i];
		const char *before = s;

		if (u->filter->kind != MAPS)
			continue;
		err->kind = ERR_NONE;
		s = u->filter->map(r, s, u, err);
		if (u->filter->map == do_cut && s != NULL && s != before)
			warn_cut(r, v, before);
		if (s == NULL && err->kind != ERR_NONE)
			return false;
	}
	if (s == NULL)
		return err_nomem(err);
	*ret = s;
	return true;
}
