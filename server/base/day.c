/* base/day.c -- calendar days without a clock or a locale.
 *
 * Conversion counts years from 1 March, so that the leap day is the last of its
 * year and every formula is closed. */
#include "base/day.h"

#include <stdio.h>
#include <string.h>

day_t
day_of_ymd(struct ymd d)
{
	int y = d.month <= 2 ? d.year - 1 : d.year;
	int era = (y >= 0 ? y : y - 399) / 400;
	int yoe = y - era * 400;
	int doy =
	    (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
	int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468;
}

struct ymd
day_ymd(day_t day)
{
	int z = day + 719468;
	int era = (z >= 0 ? z : z - 146096) / 146097;
	int doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;
	struct ymd d;

	d.day = doy - (153 * mp + 2) / 5 + 1;
	d.month = mp < 10 ? mp + 3 : mp - 9;
	d.year = yoe + era * 400 + (d.month <= 2 ? 1 : 0);
	return d;
}

bool
ymd_valid(struct ymd d)
{
	struct ymd back;

	if (d.year < 1 || d.year > 9999 || d.month < 1 || d.month > 12 ||
	    d.day < 1 || d.day > 31)
		return false;
	back = day_ymd(day_of_ymd(d));
	return back.day == d.day && back.month == d.month;
}

/* Reads 1..max digits; the rest of the text, or NULL. */
static const char *
digits(const char *s, int min, int max, int *ret)
{
	int n = 0, v = 0;

	for (; n < max && s[n] >= '0' && s[n] <= '9'; n++)
		v = v * 10 + (s[n] - '0');
	if (n < min)
		return NULL;
	*ret = v;
	return s + n;
}

bool
day_parse_iso(const char *text, day_t *ret)
{
	struct ymd d;
	const char *s = digits(text, 4, 4, &d.year);

	if (s == NULL || *s != '-')
		return false;
	s = digits(s + 1, 2, 2, &d.month);
	if (s == NULL || *s != '-')
		return false;
	s = digits(s + 1, 2, 2, &d.day);
	if (s == NULL || *s != '\0' || !ymd_valid(d))
		return false;
	*ret = day_of_ymd(d);
	return true;
}

bool
day_parse_any(const char *text, day_t *ret)
{
	struct ymd d;
	const char *s;
	char sep;

	if (day_parse_iso(text, ret))
		return true;
	s = digits(text, 1, 2, &d.day);
	if (s == NULL || strchr("/-.", *s) == NULL || *s == '\0')
		return false;
	sep = *s;
	s = digits(s + 1, 1, 2, &d.month);
	if (s == NULL || *s != sep)
		return false;
	s = digits(s + 1, 4, 4, &d.year);
	if (s == NULL || *s != '\0' || !ymd_valid(d))
		return false;
	*ret = day_of_ymd(d);
	return true;
}

void
day_print_iso(day_t day, char out[static 11])
{
	struct ymd d = day_ymd(day);
	char tmp[40];

	snprintf(tmp, sizeof(tmp), "%04d-%02d-%02d", d.year, d.month, d.day);
	memcpy(out, tmp, 10);
	out[10] = '\0';
}

day_t
day_in_vietnam(int64_t unix_seconds)
{
	int64_t local = unix_seconds + 7 * 3600;
	int64_t day = local / 86400;

	return (day_t)(local % 86400 < 0 ? day - 1 : day);
}
