/* base/units.c -- lengths on paper as integers.
 *
 * One inch is 72 pt and 25.4 mm, so 1 mm = 720000/254 mpt.  All arithmetic is
 * done in int64_t with one rounding at the end. */
#include "base/units.h"

#include <string.h>

struct unit {
	const char *name;
	int64_t num; /* mpt per unit = num / den */
	int64_t den;
};

static const struct unit units[] = {
	{ "pt", 1000, 1 },
	{ "mm", 720000, 254 },
	{ "cm", 7200000, 254 },
};

static int64_t
div_round(int64_t a, int64_t b)
{
	return a >= 0 ? (a + b / 2) / b : -((-a + b / 2) / b);
}

mpt
mpt_of_pt(int pt)
{
	return (mpt)(pt * MPT_PER_PT);
}

mpt
mpt_of_mm(int mm)
{
	return (mpt)div_round((int64_t)mm * 720000, 254);
}

int32_t
mpt_to_mm100(mpt len)
{
	return (int32_t)div_round((int64_t)len * 25400, 720000);
}

static const struct unit *
unit_find(const char *name)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(units[i].name, name) == 0)
			return &units[i];
	return NULL;
}

/* Millionths in *ret, the rest of the text is returned; NULL when no number
 * stands there or it is absurdly large. */
static const char *
parse_millionths(const char *s, int64_t *ret)
{
	bool neg = *s == '-';
	int64_t v = 0;
	int digits = 0, decimals = 0;

	if (neg || *s == '+')
		s++;
	for (; *s >= '0' && *s <= '9'; s++, digits++) {
		v = v * 10 + (*s - '0');
		if (v > 1000000)
			return NULL;
	}
	if (*s == '.') {
		for (s++; *s >= '0' && *s <= '9'; s++, digits++) {
			if (++decimals > 6)
				return NULL;
			v = v * 10 + (*s - '0');
		}
		if (decimals == 0)
			return NULL;
	}
	if (digits == 0)
		return NULL;
	for (; decimals < 6; decimals++)
		v *= 10;
	*ret = neg ? -v : v;
	return s;
}

bool
mpt_parse(const char *text, const char *bare_unit, mpt *ret)
{
	const struct unit *u;
	const char *rest;
	int64_t v, len;

	rest = parse_millionths(text, &v);
	if (rest == NULL)
		return false;
	if (*rest == '\0')
		rest = bare_unit;
	if (rest == NULL)
		return false;
	u = unit_find(rest);
	if (u == NULL)
		return false;
	len = div_round(v * u->num / u->den, 1000000);
	if (len > MPT_MAX || len < -(int64_t)MPT_MAX)
		return false;
	*ret = (mpt)len;
	return true;
}
