/* viet/date.c -- dates as Decree 30/2020 writes them. */
#include "viet/date.h"

#include <string.h>

#include "base/buf.h"
#include "viet/number.h"

static int
month_width(int month)
{
	return month <= 2 ? 2 : 1;
}

void
viet_date_long(struct buf *out, day_t day)
{
	struct ymd d = day_ymd(day);

	buf_str_add(out, "ngày ");
	viet_padded(out, d.day, 2);
	buf_str_add(out, " tháng ");
	viet_padded(out, d.month, month_width(d.month));
	buf_str_add(out, " năm ");
	buf_int(out, d.year);
}

void
viet_date_short(struct buf *out, day_t day)
{
	struct ymd d = day_ymd(day);

	viet_padded(out, d.day, 2);
	buf_char(out, '/');
	viet_padded(out, d.month, month_width(d.month));
	buf_char(out, '/');
	buf_int(out, d.year);
}

bool
viet_date_pattern(struct buf *out, day_t day, const char *pattern)
{
	struct ymd d = day_ymd(day);
	size_t start = out->len;

	while (*pattern != '\0') {
		size_t run = strspn(pattern, (char[2]){ *pattern, '\0' });

		if (*pattern == 'd' && run <= 2)
			viet_padded(out, d.day, (int)run);
		else if (*pattern == 'M' && run <= 2)
			viet_padded(out, d.month, (int)run);
		else if (*pattern == 'y' && run == 4)
			viet_padded(out, d.year, 4);
		else if ((*pattern | 32) < 'a' || (*pattern | 32) > 'z')
			buf_add(out, pattern, run);
		else {
			buf_cut(out, start);
			return false;
		}
		pattern += run;
	}
	return true;
}
