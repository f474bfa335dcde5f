/* graphic/color.c -- colours and matrices. */
#include <string.h>

#include "graphic/graphic.h"

/* clang-format off */
static const struct {
	const char *name;
	struct gfx_color color;
} names[] = {
	{ "den",   { 0x00, 0x00, 0x00 } },
	{ "trang", { 0xFF, 0xFF, 0xFF } },
	{ "do",    { 0xC0, 0x00, 0x00 } },
	{ "vang",  { 0xB8, 0x86, 0x0B } },
	{ "xam",   { 0x60, 0x60, 0x60 } },
};
/* clang-format on */

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool
gfx_color_parse(const char *text, struct gfx_color *ret)
{
	int d[6];
	size_t len = strlen(text);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i].name, text) == 0) {
			*ret = names[i].color;
			return true;
		}
	if (text[0] != '#' || (len != 4 && len != 7))
		return false;
	for (size_t i = 0; i + 1 < len; i++) {
		d[i] = digit(text[i + 1]);
		if (d[i] < 0)
			return false;
	}
	if (len == 4)
		*ret = (struct gfx_color){ (uint8_t)(d[0] * 17),
			(uint8_t)(d[1] * 17), (uint8_t)(d[2] * 17) };
	else
		*ret = (struct gfx_color){ (uint8_t)(d[0] * 16 + d[1]),
			(uint8_t)(d[2] * 16 + d[3]),
			(uint8_t)(d[4] * 16 + d[5]) };
	return true;
}

const struct gfx_matrix gfx_identity = { 1000000, 0, 0, 1000000, 0, 0 };

/* A matrix of some use reaches no further than the mpt; a wild one stops
 * there. */
static int32_t
scaled(int64_t v, int64_t plus)
{
	int64_t r =
	    v >= 0 ? (v + 500000) / 1000000 : -((-v + 500000) / 1000000);

	r += plus;
	if (r > INT32_MAX)
		return INT32_MAX;
	return r < -INT32_MAX ? -INT32_MAX : (int32_t)r;
}

/* a*x + b*y; each product fits, the halves of both together do. */
static int64_t
sum(int32_t a, int32_t x, int32_t b, int32_t y)
{
	int64_t p = (int64_t)a * x, q = (int64_t)b * y;
	int64_t half = p / 2 + q / 2;

	if (half > INT64_MAX / 4)
		return INT64_MAX / 2;
	return half < -(INT64_MAX / 4) ? -(INT64_MAX / 2) : p + q;
}

struct gfx_point
gfx_apply(const struct gfx_matrix *m, struct gfx_point p)
{
	return (struct gfx_point){
		scaled(sum(m->a, p.x, m->c, p.y), m->e),
		scaled(sum(m->b, p.x, m->d, p.y), m->f),
	};
}

struct gfx_matrix
gfx_multiply(const struct gfx_matrix *o, const struct gfx_matrix *i)
{
	struct gfx_point t = gfx_apply(o, (struct gfx_point){ i->e, i->f });

	return (struct gfx_matrix){
		.a = scaled(sum(o->a, i->a, o->c, i->b), 0),
		.b = scaled(sum(o->b, i->a, o->d, i->b), 0),
		.c = scaled(sum(o->a, i->c, o->c, i->d), 0),
		.d = scaled(sum(o->b, i->c, o->d, i->d), 0),
		.e = t.x,
		.f = t.y,
	};
}
