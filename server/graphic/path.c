/* graphic/path.c -- SVG's path language, a subset (SVG 1.1, 8.3).
 *
 * Numbers are read into thousandths of the unit as integers and turned into mpt
 * once.  M L H V C S Q T Z and their relative forms; arcs are not part of it
 * (draw them as curves). */
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "graphic/graphic.h"

struct reader {
	const char *d, *p;
	const char *unit;
	struct arena *arena;
	struct gfx_path *path;
	size_t cap;
	struct gfx_point at, start,
	    control; /* control: of the last C/S or Q/T */
	char last;
	struct pos pos;
	struct err *err;
};

static bool
wrong(struct reader *r, const char *what)
{
	err_set(r->err, ERR_VALUE, r->pos, "đường vẽ, ký tự thứ %zu: %s",
	    (size_t)(r->p - r->d) + 1, what);
	return err_hint(r->err,
	    "chỉ dùng M L H V C S Q T Z (hoặc chữ thường) và số, "
	    "ví dụ M0 0 L10 0 Z");
}

static void
skip_space(struct reader *r)
{
	while (*r->p != '\0' && strchr(" \t\r\n,", *r->p) != NULL)
		r->p++;
}

static bool
number(struct reader *r, mpt *ret)
{
	char text[24];
	size_t n = 0;

	skip_space(r);
	if (*r->p == '-' || *r->p == '+')
		text[n++] = *r->p++;
	if (*r->p == '.')
		text[n++] = '0';
	while (n + 1 < sizeof(text) &&
	       ((*r->p >= '0' && *r->p <= '9') ||
		   (*r->p == '.' && memchr(text, '.', n) == NULL)))
		text[n++] = *r->p++;
	if (n > 0 && text[n - 1] == '.')
		n--;
	text[n] = '\0';
	return mpt_parse(text, r->unit, ret) || wrong(r, "cần một số");
}

static bool
point(struct reader *r, bool relative, struct gfx_point *ret)
{
	if (!number(r, &ret->x) || !number(r, &ret->y))
		return false;
	if (relative) {
		ret->x += r->at.x;
		ret->y += r->at.y;
	}
	return true;
}

static bool
add(struct reader *r, enum gfx_verb verb, struct gfx_point a,
    struct gfx_point b, struct gfx_point c)
{
	struct gfx_path *path = r->path;

	if (path->count >= GFX_PATH_POINTS) {
		err_set(r->err, ERR_LIMIT, r->pos, "đường vẽ có quá %d đoạn",
		    GFX_PATH_POINTS);
		return false;
	}
	if (path->count == r->cap) {
		size_t cap = r->cap == 0 ? 16 : r->cap * 2;
		struct gfx_segment *s =
		    arena_alloc_n(r->arena, cap, sizeof(*s));

		if (s == NULL)
			return err_nomem(r->err);
		if (path->count > 0)
			memcpy(s, path->segments, path->count * sizeof(*s));
		path->segments = s;
		r->cap = cap;
	}
	path->segments[path->count++] =
	    (struct gfx_segment){ verb, { a, b, c } };
	r->at = verb == GFX_CURVE ? c : a;
	return true;
}

static struct gfx_point
mirrored(const struct reader *r, const char *after)
{
	if (r->last == '\0' || strchr(after, r->last) == NULL)
		return r->at;
	return (struct gfx_point){ 2 * r->at.x - r->control.x,
		2 * r->at.y - r->control.y };
}

static mpt
two_thirds(mpt from, mpt to)
{
	return (mpt)(from + ((int64_t)to - from) * 2 / 3);
}

/* A quadratic curve as the cubic one of the same shape. */
static bool
quadratic(struct reader *r, struct gfx_point q, struct gfx_point end)
{
	struct gfx_point c1 = { two_thirds(r->at.x, q.x),
		two_thirds(r->at.y, q.y) };
	struct gfx_point c2 = { two_thirds(end.x, q.x),
		two_thirds(end.y, q.y) };

	r->control = q;
	return add(r, GFX_CURVE, c1, c2, end);
}

static bool
curve(struct reader *r, char verb, bool relative)
{
	struct gfx_point a, b, c;

	if (verb == 'C' && !point(r, relative, &a))
		return false;
	if (verb == 'S')
		a = mirrored(r, "CcSs");
	if (!point(r, relative, &b) || !point(r, relative, &c))
		return false;
	if (!add(r, GFX_CURVE, a, b, c))
		return false;
	r->control = b;
	return true;
}

static bool
straight(struct reader *r, char verb, bool relative)
{
	struct gfx_point p = r->at;
	mpt v;

	if (verb == 'H' || verb == 'V') {
		if (!number(r, &v))
			return false;
		if (verb == 'H')
			p.x = relative ? p.x + v : v;
		else
			p.y = relative ? p.y + v : v;
	} else if (!point(r, relative, &p)) {
		return false;
	}
	return add(r, GFX_LINE, p, p, p);
}

static bool
command(struct reader *r, char letter)
{
	bool relative = letter >= 'a';
	char verb = relative ? (char)(letter - 32) : letter;
	struct gfx_point p, q;

	switch (verb) {
	case 'M':
		if (!point(r, relative, &p) || !add(r, GFX_MOVE, p, p, p))
			return false;
		r->start = p;
		return true;
	case 'L':
	case 'H':
	case 'V':
		return straight(r, verb, relative);
	case 'C':
	case 'S':
		return curve(r, verb, relative);
	case 'Q':
		return point(r, relative, &q) && point(r, relative, &p) &&
		       quadratic(r, q, p);
	case 'T':
		q = mirrored(r, "QqTt");
		return point(r, relative, &p) && quadratic(r, q, p);
	default:
		return wrong(r, "lệnh vẽ không dùng được");
	}
}

static bool
starts_number(char c)
{
	return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.';
}

bool
gfx_path_parse(struct arena *a, const char *d, const char *unit, struct pos pos,
    struct gfx_path *ret, struct err *err)
{
	struct gfx_path path = { 0 };
	struct reader r = { .d = d,
		.p = d,
		.unit = unit,
		.arena = a,
		.path = &path,
		.pos = pos,
		.err = err };
	char letter = '\0';

	for (skip_space(&r); *r.p != '\0'; skip_space(&r)) {
		if (!starts_number(*r.p))
			letter = *r.p++;
		else if (letter == 'M' || letter == 'm')
			letter =
			    letter == 'M' ? 'L' : 'l'; /* SVG: implicit lines */
		if (path.count == 0 && letter != 'M' && letter != 'm')
			return wrong(&r, "đường vẽ phải bắt đầu bằng M");
		if (letter == 'Z' || letter == 'z') {
			if (!add(&r, GFX_CLOSE, r.start, r.start, r.start))
				return false;
			letter = '\0';
		} else if (!command(&r, letter)) {
			return false;
		}
		r.last = letter;
	}
	*ret = path;
	return true;
}
