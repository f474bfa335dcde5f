/* tmpl/func.c -- functions that XPath 1.0 lacks.
 *
 * Sums are exact int64, never doubles; a sort key is text that compares byte by
 * byte. */
#include <string.h>

#include "base/arena.h"
#include "base/day.h"
#include "tmpl/tmpl_priv.h"
#include "viet/number.h"
#include "viet/sort.h"
#include "viet/text.h"

static struct run *
running(void *ctx)
{
	return ((struct tmpl *)ctx)->run;
}

static bool
text_result(struct xml_value *ret, const char *s, struct err *err)
{
	if (s == NULL)
		return err_nomem(err);
	ret->kind = XML_STRING;
	ret->string = s;
	return true;
}

/* tong(nodes): exact sum of whole numbers. */
static bool
fn_sum(void *ctx, struct arena *a, const struct xml_value *args, size_t count,
    struct xml_value *ret, struct err *err)
{
	int64_t sum = 0, n;

	(void)ctx;
	(void)count;
	if (args[0].kind != XML_NODES)
		return err_set(err, ERR_TYPE, no_pos, "tong() cần một tập nút");
	for (size_t i = 0; i < args[0].count; i++) {
		const char *s = xml_string(a, args[0].nodes[i]);

		if (s == NULL)
			return err_nomem(err);
		if (!viet_number_parse(s, &n) ||
		    __builtin_add_overflow(sum, n, &sum)) {
			err_set(err, ERR_TYPE, no_pos,
			    "tong(): «%s» không phải số", s);
			err_data(err, xml_path(a, args[0].nodes[i]));
			return err_hint(
			    err, "ghi số nguyên trong dữ liệu, như 1490000");
		}
	}
	return text_result(ret, arena_printf(a, "%lld", (long long)sum), err);
}

/* dem(nodes): count() under a name that a clerk knows. */
static bool
fn_count(void *ctx, struct arena *a, const struct xml_value *args, size_t count,
    struct xml_value *ret, struct err *err)
{
	(void)ctx;
	(void)count;
	if (args[0].kind != XML_NODES)
		return err_set(err, ERR_TYPE, no_pos, "dem() cần một tập nút");
	return text_result(ret, arena_printf(a, "%zu", args[0].count), err);
}

/* nhan(a, b): exact product. */
static bool
fn_times(void *ctx, struct arena *a, const struct xml_value *args, size_t count,
    struct xml_value *ret, struct err *err)
{
	int64_t n[2], product;

	(void)ctx;
	for (size_t i = 0; i < count; i++) {
		const char *s = xml_value_string(a, &args[i]);

		if (s == NULL || !viet_number_parse(s, &n[i]))
			return err_set(err, ERR_TYPE, no_pos,
			    "nhan(): «%s» không phải số", s == NULL ? "" : s);
	}
	if (__builtin_mul_overflow(n[0], n[1], &product))
		return err_set(err, ERR_TYPE, no_pos, "nhan(): tích quá lớn");
	return text_result(
	    ret, arena_printf(a, "%lld", (long long)product), err);
}

/* max-date(nodes): the latest day. */
static bool
fn_max_date(void *ctx, struct arena *a, const struct xml_value *args,
    size_t count, struct xml_value *ret, struct err *err)
{
	day_t day, best = 0;
	char text[11];

	(void)ctx;
	(void)count;
	if (args[0].kind != XML_NODES || args[0].count == 0)
		return err_set(
		    err, ERR_TYPE, no_pos, "max-date() cần tập ngày");
	for (size_t i = 0; i < args[0].count; i++) {
		const char *s = xml_string(a, args[0].nodes[i]);

		if (s == NULL || !day_parse_any(s, &day))
			return err_set(err, ERR_TYPE, no_pos,
			    "max-date(): «%s» không phải ngày",
			    s == NULL ? "" : s);
		if (i == 0 || day > best)
			best = day;
	}
	day_print_iso(best, text);
	return text_result(ret, arena_strdup(a, text), err);
}

/* ten-viet(name): sort key, given name first. */
static bool
fn_name_key(void *ctx, struct arena *a, const struct xml_value *args,
    size_t count, struct xml_value *ret, struct err *err)
{
	const char *s = xml_value_string(a, &args[0]);

	(void)ctx;
	(void)count;
	return text_result(ret, s == NULL ? NULL : viet_key_name(a, s), err);
}

/* chu-cai(text): sort key by the Vietnamese alphabet. */
static bool
fn_text_key(void *ctx, struct arena *a, const struct xml_value *args,
    size_t count, struct xml_value *ret, struct err *err)
{
	const char *s = xml_value_string(a, &args[0]);

	(void)ctx;
	(void)count;
	return text_result(ret, s == NULL ? NULL : viet_key_text(a, s), err);
}

/* hoa(text): upper case by the Vietnamese table (translate() cannot). */
static bool
fn_upper(void *ctx, struct arena *a, const struct xml_value *args, size_t count,
    struct xml_value *ret, struct err *err)
{
	const char *s = xml_value_string(a, &args[0]);

	(void)ctx;
	(void)count;
	return text_result(ret, s == NULL ? NULL : viet_upper(a, s), err);
}

/* in-list(value, 'a b c') */
static bool
fn_in_list(void *ctx, struct arena *a, const struct xml_value *args,
    size_t count, struct xml_value *ret, struct err *err)
{
	const char *s = xml_value_string(a, &args[0]);
	const char *list = xml_value_string(a, &args[1]);
	size_t len;

	(void)ctx;
	(void)count;
	if (s == NULL || list == NULL)
		return err_nomem(err);
	len = strlen(s);
	ret->kind = XML_BOOLEAN;
	for (const char *p = list; (p = strstr(p, s)) != NULL && len > 0; p++)
		if ((p == list || p[-1] == ' ') &&
		    (p[len] == ' ' || p[len] == '\0'))
			ret->boolean = true;
	return true;
}

/* register(book, key) */
static bool
fn_register(void *ctx, struct arena *a, const struct xml_value *args,
    size_t count, struct xml_value *ret, struct err *err)
{
	const struct tmpl_providers *p = &running(ctx)->options->providers;
	const char *book = xml_value_string(a, &args[0]);
	const char *key = xml_value_string(a, &args[1]);
	const char *s = NULL;

	(void)count;
	if (book == NULL || key == NULL)
		return err_nomem(err);
	if (p->number != NULL)
		s = p->number(p->ctx, a, book, key);
	ret->kind = s == NULL ? XML_NODES : XML_STRING; /* none = missing */
	ret->string = s;
	return true;
}

/* verify-url(key) */
static bool
fn_verify_url(void *ctx, struct arena *a, const struct xml_value *args,
    size_t count, struct xml_value *ret, struct err *err)
{
	const struct tmpl_providers *p = &running(ctx)->options->providers;
	const char *key = xml_value_string(a, &args[0]);
	const char *s = NULL;

	(void)count;
	if (key == NULL)
		return err_nomem(err);
	if (p->verify_url != NULL)
		s = p->verify_url(p->ctx, a, key);
	ret->kind = s == NULL ? XML_NODES : XML_STRING;
	ret->string = s;
	return true;
}

/* clang-format off */
const struct xml_function tmpl_functions[] = {
	/* name         args  call           as written       help */
	{ "tong",       1, 1, fn_sum,        "nút",           "tổng các số nguyên, đúng đến từng đồng" },
	{ "dem",        1, 1, fn_count,      "nút",           "có bao nhiêu nút" },
	{ "nhan",       2, 2, fn_times,      "a, b",          "tích hai số nguyên" },
	{ "max-date",   1, 1, fn_max_date,   "nút",           "ngày muộn nhất" },
	{ "ten-viet",   1, 1, fn_name_key,   "họ-tên",        "khóa để xếp theo tên: tên gọi trước, rồi chữ đệm, rồi họ" },
	{ "chu-cai",    1, 1, fn_text_key,   "chữ",           "khóa để xếp theo bảng chữ cái tiếng Việt" },
	{ "hoa",        1, 1, fn_upper,      "chữ",           "chữ in hoa, kể cả chữ có dấu" },
	{ "in-list",    2, 2, fn_in_list,    "chữ, 'a b c'",  "đúng khi chữ là một từ của danh sách" },
	{ "register",   2, 2, fn_register,   "sổ, mã",        "số đã cấp trong sổ; chưa cấp thì là thiếu giá trị" },
	{ "verify-url", 1, 1, fn_verify_url, "mã",            "địa chỉ trang kiểm tra, cho mã QR" },
	{ NULL,         0, 0, NULL,          NULL,            NULL },
};
/* clang-format on */

bool
tmpl_function_at(size_t i, const char **ret_name, const char **ret_args,
    const char **ret_help)
{
	const struct xml_function *f;

	if (i >= sizeof(tmpl_functions) / sizeof(tmpl_functions[0]) - 1)
		return false;
	f = &tmpl_functions[i];
	*ret_name = f->name;
	*ret_args = f->args;
	*ret_help = f->help;
	return true;
}
