/* tests/support/campaign.h -- the demonstration campaign with as many persons
 * as a test wants. */
#ifndef TESTS_SUPPORT_CAMPAIGN_H
#define TESTS_SUPPORT_CAMPAIGN_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"

/* The XML; person number `odd` (from 0, or -1) is called `odd_name`. */
static inline const char *
campaign_of(struct arena *a, const char *root, int persons, int odd,
    const char *odd_name)
{
	static const char *const first[] = { "Nguyễn", "Trần", "Lê", "Phạm",
		"Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô" };
	static const char *const middle[] = { "Văn", "Thị", "Đức", "Minh",
		"Thúy", "Quốc", "Hữu", "Bích", "Xuân", "Gia", "Ngọc" };
	static const char *const last[] = { "Hòa", "Thủy", "Dũng", "Ngân",
		"Khỏe", "Tuấn", "Lệ", "Ổn", "Quỳnh", "Thắng", "Vẽ", "Ánh",
		"Mỹ" };
	const char *path =
	    arena_printf(a, "%s/templates/demo/phong-trao-71.xml", root);
	char *text, *from, *to;
	struct buf b = { 0 };
	const char *out;
	size_t len;

	if (!file_read(a, path, 1 << 20, &text, &len, NULL))
		return NULL;
	from = strstr(text, "<tap-the ma=");
	to = strstr(text, "</dot-khen>");
	buf_add(&b, text, (size_t)(from - text));
	for (int i = 0; i < persons; i++)
		buf_printf(&b,
		    "<ca-nhan ma=\"p%d\" danh-xung=\"%s\"><ten>%s %s "
		    "%s</ten><chuc-vu>Chuyên viên</chuc-vu><don-vi>Thôn %d, "
		    "xã Cẩm Ngưỡng</don-vi></ca-nhan>\n",
		    i, i % 2 == 0 ? "Ông" : "Bà", i == odd ? "" : first[i % 10],
		    i == odd ? odd_name : middle[i / 10 % 11],
		    i == odd ? "" : last[i / 110 % 13], i % 40 + 1);
	buf_str_add(&b, to);
	out = arena_strdup(a, buf_str(&b));
	buf_done(&b);
	return out;
}

#endif
