/* graphic/arc.c -- elliptical arcs as cubic curves.
 *
 * The ellipse is made a unit circle; there the arc runs from vector u to vector
 * v and is cut into quarter turns and a rest.  Sine and cosine of libm may
 * differ in the last bit from one machine to the next, so none is called: only
 * the four operations and sqrt, which IEEE 754 rounds the same everywhere, and
 * a series for the turn of the ellipse.  Results are rounded to mpt once. */
#include <math.h>

#include "graphic/graphic_priv.h"

struct vec {
	double x, y;
};

/* Affine map from the unit circle to the page. */
struct ellipse {
	double cx, cy, rx, ry;
	double cos, sin; /* of the turn */
};

/* Taylor's series around 0 for |degrees| <= 45; the rest are quarter turns. */
static struct vec
direction(int64_t millionths)
{
	const double radian = 3.14159265358979323846 / 180;
	int64_t rest = millionths % 360000000;
	int quarters = 0;
	double t, term, s = 0, c = 0;

	for (; rest > 45000000; rest -= 90000000)
		quarters++;
	for (; rest < -45000000; rest += 90000000)
		quarters--;
	t = (double)rest / 1000000 * radian;
	term = 1;
	for (int i = 0; i < 20; i++) {
		double signed_term = (i & 2) != 0 ? -term : term;

		if (i % 2 == 0)
			c += signed_term;
		else
			s += signed_term;
		term = term * t / (i + 1);
	}
	switch (((quarters % 4) + 4) % 4) {
	case 1:
		return (struct vec){ -s, c };
	case 2:
		return (struct vec){ -c, -s };
	case 3:
		return (struct vec){ s, -c };
	default:
		return (struct vec){ c, s };
	}
}

/* Far outside every sheet is far enough. */
static mpt
rounded(double v)
{
	const double most = 1e9;

	if (!(v > -most))
		return (mpt)-most;
	if (v > most)
		return (mpt)most;
	return (mpt)(v >= 0 ? v + 0.5 : v - 0.5);
}

static struct gfx_point
on_page(const struct ellipse *e, struct vec p)
{
	double x = p.x * e->rx, y = p.y * e->ry;

	return (struct gfx_point){ rounded(e->cx + e->cos * x - e->sin * y),
		rounded(e->cy + e->sin * x + e->cos * y) };
}

/* Centre and ends on the unit circle (SVG 1.1, F.6.5 and F.6.6: radii that are
 * too small grow). */
static void
find_centre(const struct gfx_arc *arc, struct ellipse *e, struct vec *ret_u,
    struct vec *ret_v)
{
	struct vec dir = direction(arc->turn);
	double dx = ((double)arc->from.x - arc->to.x) / 2;
	double dy = ((double)arc->from.y - arc->to.y) / 2;
	double x, y, size, factor, mx, my;

	e->cos = dir.x;
	e->sin = dir.y;
	e->rx = fabs((double)arc->rx);
	e->ry = fabs((double)arc->ry);
	x = (dir.x * dx + dir.y * dy) / e->rx;
	y = (dir.x * dy - dir.y * dx) / e->ry;
	size = x * x + y * y;
	if (size > 1) {
		double grow = sqrt(size);

		e->rx *= grow;
		e->ry *= grow;
		x /= grow;
		y /= grow;
		size = 1;
	}
	factor = sqrt((1 - size) / size);
	if (arc->large == arc->sweep)
		factor = -factor;
	mx = factor * y;
	my = -factor * x;
	*ret_u = (struct vec){ x - mx, y - my };
	*ret_v = (struct vec){ -x - mx, -y - my };
	e->cx = ((double)arc->from.x + arc->to.x) / 2 +
		(dir.x * mx * e->rx - dir.y * my * e->ry);
	e->cy = ((double)arc->from.y + arc->to.y) / 2 +
		(dir.y * mx * e->rx + dir.x * my * e->ry);
}

/* One curve along the unit circle from u to v, at most a quarter turn; `s` is
 * 1 when the angle grows, else -1. */
static void
put_curve(const struct ellipse *e, struct vec u, struct vec v, double s,
    struct gfx_point ret[3])
{
	double cosine = u.x * v.x + u.y * v.y, half_sin, half_cos, k;

	cosine = cosine > 1 ? 1 : cosine < -1 ? -1 : cosine;
	half_sin = sqrt((1 - cosine) / 2);
	half_cos = sqrt((1 + cosine) / 2);
	k = 4.0 / 3 * s * half_sin / (1 + half_cos); /* 4/3 tan(angle / 4) */
	ret[0] = on_page(e, (struct vec){ u.x - k * u.y, u.y + k * u.x });
	ret[1] = on_page(e, (struct vec){ v.x + k * v.y, v.y - k * v.x });
	ret[2] = on_page(e, v);
}

int
gfx_arc_curves(const struct gfx_arc *arc, struct gfx_point ret[4][3])
{
	const double hair = 1e-9;
	double s = arc->sweep ? 1 : -1, cross, dot;
	struct ellipse e;
	struct vec u, v;
	int quarters, n = 0;

	if (arc->rx == 0 || arc->ry == 0 ||
	    (arc->from.x == arc->to.x && arc->from.y == arc->to.y))
		return 0;
	find_centre(arc, &e, &u, &v);
	cross = s * (u.x * v.y - u.y * v.x);
	dot = u.x * v.x + u.y * v.y;
	/* Rounding may turn a hair's breadth into a full circle: the flag knows
	 * better.  A whole quarter that is a hair too long is one curve. */
	if (cross >= 0 || !arc->large)
		quarters = dot >= -hair ? 0 : 1;
	else
		quarters = dot <= hair ? 2 : 3;
	for (; n < quarters; n++) {
		struct vec next = { -s * u.y, s * u.x };

		put_curve(&e, u, next, s, ret[n]);
		u = next;
	}
	put_curve(&e, u, v, s, ret[n]);
	ret[n][2] = arc->to;
	return n + 1;
}
