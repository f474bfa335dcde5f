/* issue/setting.c -- how printers take blanks: statements of the archive's log,
 * the newest of a printer and a stock holds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/fact.h"
#include "base/arena.h"
#include "base/buf.h"
#include "issue/batch.h"

#define FACT "may-in"

enum { NAME_BYTES = 120 };

static bool
is_name(const char *s)
{
	return s != NULL && s[strspn(s, " ")] != '\0' &&
	       strlen(s) <= NAME_BYTES && strpbrk(s, "\t\r\n") == NULL;
}

static bool
is_within(const struct iss_setting *s, struct err *err)
{
	if (!is_name(s->printer) || !is_name(s->stock)) {
		err_set(
		    err, ERR_VALUE, no_pos, "chưa ghi tên máy in và loại phôi");
		return err_hint(
		    err, "ví dụ «HP phòng Văn thư» và «Phôi bằng khen 2025»");
	}
	if (abs(s->x) > ISS_SHIFT_MOST || abs(s->y) > ISS_SHIFT_MOST) {
		err_set(err, ERR_VALUE, no_pos,
		    "dịch quá 20 mm thì bản in ra ngoài khung");
		return err_hint(err, "đo lại từ mép giấy trên tờ căn chỉnh");
	}
	if (s->scale_x >= ISS_SCALE_LEAST && s->scale_x <= ISS_SCALE_MOST &&
	    s->scale_y >= ISS_SCALE_LEAST && s->scale_y <= ISS_SCALE_MOST)
		return true;
	err_set(err, ERR_VALUE, no_pos, "tỷ lệ phải từ 95 %% đến 105 %%");
	return err_hint(err, "đo lại khoảng cách giữa hai dấu chữ thập");
}

bool
iss_setting_save(struct arc *arc, const struct iss_setting *s, struct err *err)
{
	struct arena *a;
	struct arc_fact f = {
		.kind = FACT, .key = s->printer, .other = s->stock, .uid = ""
	};
	bool ok;

	if (!is_within(s, err))
		return false;
	a = arena_new(0);
	if (a == NULL)
		return err_nomem(err);
	f.value =
	    arena_printf(a, "%d %d %d %d", s->x, s->y, s->scale_x, s->scale_y);
	f.text = arena_printf(a,
	    "Căn chỉnh máy in %s, phôi %s: dịch %d × %d phần mười mm, tỷ lệ "
	    "%d × %d phần vạn",
	    s->printer, s->stock, s->x, s->y, s->scale_x, s->scale_y);
	ok = f.value != NULL && f.text != NULL ? arc_add_fact(arc, &f, err)
					       : err_nomem(err);
	arena_free(a);
	return ok;
}

static bool
is_newest(const struct arc_fact *list, size_t n, size_t at)
{
	for (size_t i = at + 1; i < n; i++)
		if (strcmp(list[i].key, list[at].key) == 0 &&
		    strcmp(list[i].other, list[at].other) == 0)
			return false;
	return true;
}

static void
read_value(const char *s, struct iss_setting *ret)
{
	int *const fields[] = { &ret->x, &ret->y, &ret->scale_x,
		&ret->scale_y };
	char *end;

	for (int i = 0; i < 4; i++, s = end)
		*fields[i] = (int)strtol(s, &end, 10);
}

bool
iss_settings(struct arc *arc, struct arena *a, struct iss_setting **ret,
    size_t *ret_count, struct err *err)
{
	const struct arc_fact like = { .kind = FACT };
	struct arc_fact *list;
	size_t n;

	*ret_count = 0;
	if (!arc_list_facts(arc, a, &like, &list, &n, err))
		return false;
	*ret = arena_alloc_n(a, n + 1, sizeof(**ret));
	if (*ret == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < n; i++) {
		struct iss_setting *s = &(*ret)[*ret_count];

		if (!is_newest(list, n, i))
			continue;
		*s = (struct iss_setting){ .printer = list[i].key,
			.stock = list[i].other,
			.at = list[i].at };
		read_value(list[i].value, s);
		(*ret_count)++;
	}
	return true;
}
