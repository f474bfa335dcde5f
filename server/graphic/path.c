/* graphic/path.c -- SVG's path language (SVG 1.1, 8.3), without exponents.
 *
 * Numbers are read as decimal text into mpt, with one rounding each.  No
 * coordinate may leave a square of REACH around the origin, so no later sum of
 * a few coordinates can overflow. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "graphic/graphic_priv.h"

enum { REACH = 20000000 }; /* mpt: seven metres */

struct reader {
	const char *d, *p;
	const char *unit;
	struct arena *arena;
	struct gfx_path *path;
	size_t cap;
	struct gfx_point at, start;
	struct gfx_point control; /* of the last C, S, Q or T */
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
	    "chỉ dùng M L H V C S Q T A Z (hoặc chữ thường) và số, ví dụ M0 0 "
	    "L10 0 Z");
}

static void
skip_space(struct reader *r)
{
	while (*r->p != '\0' && strchr(" \t\r\n,", *r->p) != NULL)
		r->p++;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Copies one number; decimals past the sixth (a fraction of an atom) are
 * dropped, "7." and ".7" are made "7" and "0.7". */
static bool
take_number(struct reader *r, char *text, size_t size)
{
	size_t n = 0, decimals = 0;
	bool any = false;

	skip_space(r);
	if (*r->p == '-' || *r->p == '+')
		text[n++] = *r->p++;
	for (; is_digit(*r->p) && n + 9 < size; any = true)
		text[n++] = *r->p++;
	if (is_digit(*r->p))
		return false;
	if (*r->p == '.') {
		if (!any)
			text[n++] = '0';
		text[n++] = '.';
		for (r->p++; is_digit(*r->p); r->p++, any = true)
			if (decimals < 6) {
				text[n++] = *r->p;
				decimals++;
			}
		if (decimals == 0)
			n--;
	}
	text[n] = '\0';
	return any;
}

static bool
number(struct reader *r, mpt *ret)
{
	char text[24];

	if (!take_number(r, text, sizeof(text)) ||
	    !mpt_parse(text, r->unit, ret))
		return wrong(r, "cần một số");
	return true;
}

/* A flag of an arc: 0 or 1, possibly without space behind it. */
static bool
flag(struct reader *r, bool *ret)
{
	skip_space(r);
	if (*r->p != '0' && *r->p != '1')
		return wrong(r, "cần 0 hoặc 1");
	*ret = *r->p++ == '1';
	return true;
}

static bool
coordinate(struct reader *r, bool relative, mpt from, mpt *ret)
{
	int64_t sum;

	if (!number(r, ret))
		return false;
	sum = (int64_t)*ret + (relative ? from : 0);
	if (sum > REACH || sum < -REACH)
		return wrong(r, "điểm nằm quá xa tờ giấy");
	*ret = (mpt)sum;
	return true;
}

static bool
point(struct reader *r, bool relative, struct gfx_point *ret)
{
	return coordinate(r, relative, r->at.x, &ret->x) &&
	       coordinate(r, relative, r->at.y, &ret->y);
}

static bool
within_reach(struct gfx_point p)
{
	return p.x <= REACH && p.x >= -REACH && p.y <= REACH && p.y >= -REACH;
}

/* Mirrored control points and arcs whose radii had to grow may lie farther out
 * than what was written. */
static bool
add(struct reader *r, enum gfx_verb verb, struct gfx_point a,
    struct gfx_point b, struct gfx_point c)
{
	struct gfx_path *path = r->path;

	if (!within_reach(a) || !within_reach(b) || !within_reach(c))
		return wrong(r, "điểm nằm quá xa tờ giấy");
	if (path->count >= GFX_PATH_POINTS) {
		err_set(r->err, ERR_LIMIT, r->pos, "đường vẽ có quá %d đoạn",
		    GFX_PATH_POINTS);
		return err_hint(r->err, "chia thành nhiều đường vẽ");
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

/* The last control point mirrored about the current one, when the command
 * before was one of `after`. */
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

	if (!within_reach(q))
		return wrong(r, "điểm nằm quá xa tờ giấy");
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
arc(struct reader *r, bool relative)
{
	struct gfx_arc a = { .from = r->at };
	struct gfx_point curves[4][3];
	mpt turn;
	const char *unit = r->unit;
	int n;

	if (!coordinate(r, false, 0, &a.rx) || !coordinate(r, false, 0, &a.ry))
		return false;
	r->unit = "pt"; /* degrees: thousandths are as good for them */
	if (!number(r, &turn))
		return false;
	r->unit = unit;
	a.turn = (int64_t)turn * 1000;
	if (!flag(r, &a.large) || !flag(r, &a.sweep) ||
	    !point(r, relative, &a.to))
		return false;
	n = gfx_arc_curves(&a, curves);
	if (n == 0)
		return add(r, GFX_LINE, a.to, a.to, a.to);
	for (int i = 0; i < n; i++)
		if (!add(
			r, GFX_CURVE, curves[i][0], curves[i][1], curves[i][2]))
			return false;
	return true;
}

static bool
straight(struct reader *r, char verb, bool relative)
{
	struct gfx_point p = r->at;

	if (verb == 'H'	  ? !coordinate(r, relative, r->at.x, &p.x)
	    : verb == 'V' ? !coordinate(r, relative, r->at.y, &p.y)
			  : !point(r, relative, &p))
		return false;
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
	case 'A':
		return arc(r, relative);
	default:
		r->p--;
		return wrong(r, "lệnh vẽ không dùng được");
	}
}

static bool
starts_number(char c)
{
	return is_digit(c) || c == '-' || c == '+' || c == '.';
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
		else if (letter == '\0')
			return wrong(&r, "cần một lệnh vẽ");
		if (path.count == 0 && letter != 'M' && letter != 'm') {
			r.p = d;
			return wrong(&r, "đường vẽ phải bắt đầu bằng M");
		}
		if (letter == 'Z' || letter == 'z') {
			if (!add(&r, GFX_CLOSE, r.start, r.start, r.start))
				return false;
			r.last = letter;
			letter = '\0';
			continue;
		}
		if (!command(&r, letter))
			return false;
		r.last = letter;
	}
	if (path.count == 0)
		return wrong(&r, "đường vẽ trống");
	*ret = path;
	return true;
}
