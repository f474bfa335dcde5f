/* font/closure.c -- does a face draw what it claims to have?
 *
 * A letter may be in the table of letters and yet lack its mark: the outline of
 * a compound glyph is followed to its end here, and compared with the letter
 * without the mark. */
#include <hb-ot.h>
#include <string.h>

#include "font/font_priv.h"

struct shape {
	unsigned contours;
	uint32_t trail; /* of all points in their order */
	int x0, y0, x1, y1;
	bool any;
};

static void
reach(struct shape *s, float fx, float fy)
{
	int x = (int)fx, y = (int)fy;

	s->trail = (s->trail ^ (uint32_t)x) * 16777619u;
	s->trail = (s->trail ^ (uint32_t)y) * 16777619u;
	if (!s->any || x < s->x0)
		s->x0 = x;
	if (!s->any || x > s->x1)
		s->x1 = x;
	if (!s->any || y < s->y0)
		s->y0 = y;
	if (!s->any || y > s->y1)
		s->y1 = y;
	s->any = true;
}

static void
on_move(hb_draw_funcs_t *funcs, void *to, hb_draw_state_t *st, float x, float y,
    void *user)
{
	struct shape *s = to;

	(void)funcs, (void)st, (void)user;
	s->contours++;
	reach(s, x, y);
}

static void
on_line(hb_draw_funcs_t *funcs, void *to, hb_draw_state_t *st, float x, float y,
    void *user)
{
	(void)funcs, (void)st, (void)user;
	reach(to, x, y);
}

static void
on_quadratic(hb_draw_funcs_t *funcs, void *to, hb_draw_state_t *st, float cx,
    float cy, float x, float y, void *user)
{
	(void)funcs, (void)st, (void)user;
	reach(to, cx, cy);
	reach(to, x, y);
}

static void
on_cubic(hb_draw_funcs_t *funcs, void *to, hb_draw_state_t *st, float ax,
    float ay, float bx, float by, float x, float y, void *user)
{
	(void)funcs, (void)st, (void)user;
	reach(to, ax, ay);
	reach(to, bx, by);
	reach(to, x, y);
}

static hb_draw_funcs_t *
make_pen(void)
{
	hb_draw_funcs_t *pen = hb_draw_funcs_create();

	hb_draw_funcs_set_move_to_func(pen, on_move, NULL, NULL);
	hb_draw_funcs_set_line_to_func(pen, on_line, NULL, NULL);
	hb_draw_funcs_set_quadratic_to_func(pen, on_quadratic, NULL, NULL);
	hb_draw_funcs_set_cubic_to_func(pen, on_cubic, NULL, NULL);
	hb_draw_funcs_make_immutable(pen);
	return pen;
}

static struct shape
shape_of(const struct font_face *f, hb_draw_funcs_t *pen, uint32_t cp)
{
	struct shape s = { .trail = 2166136261u };

	hb_font_get_glyph_shape(f->font, font_glyph(f, cp), pen, &s);
	return s;
}

/* What stands without the last mark: «ê» for «ế»; 0 = none. */
static uint32_t
bare(uint32_t cp)
{
	hb_codepoint_t a, b;

	if (cp == 0x110 || cp == 0x111)
		return cp == 0x110 ? 'D' : 'd'; /* has no decomposition */
	return hb_unicode_decompose(hb_unicode_funcs_get_default(), cp, &a, &b)
		   ? a
		   : 0;
}

static bool
adds_nothing(const struct shape *s, const struct shape *base)
{
	return s->trail == base->trail ||
	       (s->contours <= base->contours && s->x0 >= base->x0 &&
		   s->x1 <= base->x1 && s->y0 >= base->y0 && s->y1 <= base->y1);
}

static bool
draws(const struct font_face *f, hb_draw_funcs_t *pen, uint32_t cp)
{
	struct shape s = shape_of(f, pen, cp), base;
	uint32_t without = bare(cp);

	if (s.contours == 0)
		return false;
	if (without == 0)
		return true;
	base = shape_of(f, pen, without);
	/* A stroke through d may stay inside its box; a mark on i takes the
	 * place of the dot. */
	if (without == 'd' || without == 'D' || without == 'i')
		return s.trail != base.trail && s.contours >= base.contours;
	return !adds_nothing(&s, &base);
}

uint32_t
font_first_undrawn(const struct font_face *f)
{
	hb_draw_funcs_t *pen = make_pen();
	uint32_t cp, found = 0;

	for (size_t i = 0; found == 0 && (cp = font_letter(i)) != 0; i++)
		if (!draws(f, pen, cp))
			found = cp;
	for (cp = 0x21; found == 0 && cp < 0x7F; cp++)
		if (!draws(f, pen, cp))
			found = cp;
	hb_draw_funcs_destroy(pen);
	return found;
}
