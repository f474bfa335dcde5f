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

static int64_t
scaled(int64_t v)
{
	return v >= 0 ? (v + 500000) / 1000000 : -((-v + 500000) / 1000000);
}

struct gfx_point
gfx_apply(const struct gfx_matrix *m, struct gfx_point p)
{
	return (struct gfx_point){
		(mpt)(scaled((int64_t)m->a * p.x + (int64_t)m->c * p.y) + m->e),
		(mpt)(scaled((int64_t)m->b * p.x + (int64_t)m->d * p.y) + m->f),
	};
}

struct gfx_matrix
gfx_multiply(const struct gfx_matrix *o, const struct gfx_matrix *i)
{
	struct gfx_point t = gfx_apply(o, (struct gfx_point){ i->e, i->f });
	struct gfx_matrix m;

	m.a = (int32_t)scaled((int64_t)o->a * i->a + (int64_t)o->c * i->b);
	m.b = (int32_t)scaled((int64_t)o->b * i->a + (int64_t)o->d * i->b);
	m.c = (int32_t)scaled((int64_t)o->a * i->c + (int64_t)o->c * i->d);
	m.d = (int32_t)scaled((int64_t)o->b * i->c + (int64_t)o->d * i->d);
	m.e = t.x;
	m.f = t.y;
	return m;
}
