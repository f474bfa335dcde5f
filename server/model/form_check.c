/* model/form_check.c -- what is missing or odd in a form. */
#include "model/form_priv.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/day.h"
#include "viet/number.h"
#include "viet/text.h"

struct checking {
	struct arena *a;
	const struct model_form *form;
	struct err_list *errors;
};

static void
report(struct checking *c, struct err *err, const char *path)
{
	err_data(err, path);
	err_list_add(c->errors, err);
}

static bool
is_code(const char *s)
{
	for (; *s != '\0'; s++)
		if (!((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9') ||
			*s == '-'))
			return false;
	return true;
}

static bool
is_year(const char *s)
{
	int64_t n;

	return viet_number_parse(s, &n) && strlen(s) == 4 && n >= 1945 &&
	       n <= 2200;
}

static const char *
complaint(const struct model_row *row, const char *value)
{
	int64_t n;
	day_t day;

	switch (row->input) {
	case MODEL_DAY:
		return day_parse_iso(value, &day) ? NULL
						  : "ghi ngày như 12/04/2022";
	case MODEL_YEAR:
		return is_year(value) ? NULL : "ghi năm bằng bốn chữ số";
	case MODEL_COUNT:
		return viet_number_parse(value, &n) && n > 0
			   ? NULL
			   : "ghi số nguyên dương, hoặc để trống";
	case MODEL_CODE:
		return is_code(value)
			   ? NULL
			   : "chỉ dùng chữ thường không dấu, số và gạch nối";
	case MODEL_FLAG:
		return strcmp(value, "co") == 0 ? NULL : "chọn có hoặc không";
	default:
		return NULL;
	}
}

static void
check_value(struct checking *c, const struct model_row *row, const char *path,
    const char *value)
{
	const char *label = model_field_label(c->a, c->form->part, path);
	const char *wrong = complaint(row, value);
	struct viet_suspect it = { 0 };
	struct err err;

	if (wrong != NULL) {
		err_set(&err, ERR_VALUE, no_pos, "%s: «%s» không đúng dạng",
		    label, value);
		err_hint(&err, "%s", wrong);
		report(c, &err, path);
	}
	if (viet_suspect(value, &it)) {
		err_set(&err, ERR_VALUE, no_pos, "%s: chữ thứ %zu là %s", label,
		    it.letter, it.what);
		err_hint(&err, "%s", it.hint);
		report(c, &err, path);
	}
}

/* The path of a required row's missing field: with the first indices. */
static void
missing(struct checking *c, const struct model_row *row, const char *path)
{
	struct err err;
	const char *label = model_field_label(c->a, c->form->part, path);

	err_set(&err, ERR_MISSING, no_pos, "chưa có %s", label);
	err_hint(&err, "%s", row->hint[0] == '\0' ? "điền ô này" : row->hint);
	report(c, &err, path);
}

/* "a[]/b[]" with entry `index` of the outer list. */
static const char *
example(struct arena *a, const char *pattern, int index)
{
	const char *first = strstr(pattern, "[]"), *second;

	if (first == NULL)
		return pattern;
	second = strstr(first + 2, "[]");
	return second == NULL
		   ? arena_printf(a, "%.*s[%d]%s", (int)(first - pattern),
			 pattern, index, first + 2)
		   : arena_printf(a, "%.*s[%d]%.*s[1]", (int)(first - pattern),
			 pattern, index, (int)(second - first - 2), first + 2);
}

static int
entries(const struct model_form *form, const char *pattern)
{
	size_t len = strcspn(pattern, "[");
	int last = 0;

	for (size_t i = 0; i < form->count; i++) {
		const char *p = form->fields[i].path;
		int64_t n;
		char digits[8];

		if (strncmp(p, pattern, len) != 0 || p[len] != '[')
			continue;
		snprintf(digits, sizeof(digits), "%.*s",
		    (int)strcspn(p + len + 1, "]"), p + len + 1);
		if (viet_number_parse(digits, &n) && n > last)
			last = (int)n;
	}
	return last;
}

static void
check_required(struct checking *c, const struct model_row *row)
{
	int n =
	    strchr(row->path, '[') == NULL ? 1 : entries(c->form, row->path);

	for (int i = 1; i <= (n == 0 ? 1 : n); i++) {
		const char *path = example(c->a, row->path, i);

		/* A plain list has no empty entries. */
		if (path != NULL && model_form_get(c->form, path)[0] == '\0')
			missing(c, row, path);
	}
}

/* --- what must agree --- */

static bool
days_of(const struct model_form *f, const char *x, const char *y, day_t *ret_x,
    day_t *ret_y)
{
	return day_parse_iso(model_form_get(f, x), ret_x) &&
	       day_parse_iso(model_form_get(f, y), ret_y);
}

static void
check_round(struct checking *c)
{
	day_t asked, decided;
	struct err err;

	if (days_of(c->form, "to-trinh/@ngay", "@ngay", &asked, &decided) &&
	    asked > decided) {
		err_set(&err, ERR_CONSISTENCY, no_pos,
		    "ngày tờ trình sau ngày quyết định");
		err_hint(&err, "tờ trình phải có trước quyết định");
		report(c, &err, "to-trinh/@ngay");
	}
	if (strchr(model_form_get(c->form, "to-trinh/@so"), '/') == NULL &&
	    model_form_get(c->form, "to-trinh/@so")[0] != '\0') {
		err_set(&err, ERR_VALUE, no_pos,
		    "Số, ký hiệu tờ trình: thiếu ký hiệu");
		err_hint(&err, "ghi cả số và ký hiệu, ví dụ 412/TTr-SNV");
		report(c, &err, "to-trinh/@so");
	}
}

static void
check_years(struct checking *c)
{
	static const char *const order[] = { "phong-trao/@tu-ngay",
		"phong-trao/@so-ket", "phong-trao/@tong-ket" };
	const char *end = model_form_get(c->form, "phong-trao/@den-nam");
	struct err err;

	for (size_t i = 1; i < sizeof(order) / sizeof(order[0]); i++) {
		const char *before = model_form_get(c->form, order[i - 1]),
			   *after = model_form_get(c->form, order[i]);

		if (!is_year(after) || before[0] == '\0' ||
		    strncmp(before, after, 4) <= 0)
			continue;
		err_set(&err, ERR_CONSISTENCY, no_pos, "%s %s trước %s",
		    model_field_label(c->a, MODEL_CAMPAIGN, order[i]), after,
		    model_field_label(c->a, MODEL_CAMPAIGN, order[i - 1]));
		err_hint(&err, "sửa lại năm cho đúng thứ tự");
		report(c, &err, order[i]);
	}
	if (is_year(end) &&
	    strncmp(model_form_get(c->form, order[0]), end, 4) > 0) {
		err_set(&err, ERR_CONSISTENCY, no_pos,
		    "phong trào kết thúc trước khi bắt đầu");
		err_hint(&err, "sửa lại «Từ ngày» hoặc «Đến năm»");
		report(c, &err, "phong-trao/@den-nam");
	}
}

void
model_form_check(
    struct arena *a, const struct model_form *form, struct err_list *errors)
{
	struct checking c = { a, form, errors };
	size_t rows;
	const struct model_row *row = model_rows(form->part, &rows);

	for (size_t i = 0; i < rows; i++)
		if (row[i].required)
			check_required(&c, &row[i]);
	for (size_t i = 0; i < form->count; i++) {
		const struct model_row *r =
		    model_row_of(form->part, form->fields[i].path);

		if (r != NULL)
			check_value(
			    &c, r, form->fields[i].path, form->fields[i].value);
	}
	if (form->part == MODEL_ROUND)
		check_round(&c);
	else
		check_years(&c);
}
