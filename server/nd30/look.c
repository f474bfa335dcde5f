/* nd30/look.c -- face, size, weight, slant, case, colour of each part. */
#include "font/font.h"
#include "nd30/nd30_priv.h"
#include "viet/text.h"

/* A short piece of what stands there, so that the place is known at once. */
static const char *
quote(struct judge *j, const char *text)
{
	enum { SHOWN = 30 };
	const char *p = text, *s;
	size_t n = 0;

	while (*p != '\0' && n < SHOWN) {
		viet_next(&p);
		n++;
	}
	s = arena_printf(
	    j->a, "%.*s%s", (int)(p - text), text, *p == '\0' ? "" : "…");
	return s == NULL ? "" : s;
}

static bool
all_upper(const char *text)
{
	struct viet_letter l;
	uint32_t cp;

	while ((cp = viet_next(&text)) != 0)
		if (viet_letter(cp, &l) && !l.upper)
			return false;
	return true;
}

/* Do the letters have the property, all of them or most of them? */
static bool
fits(const struct nd_rule *r, const struct nd_para *p, size_t with, int wanted)
{
	if (wanted < 0)
		return true;
	if (r->mostly)
		return (with * 2 > p->letters) == (wanted == 1);
	return with == (wanted == 1 ? p->letters : 0);
}

static void
look_at(struct judge *j, const struct nd_rule *r, const struct nd_para *p)
{
	const char *text = quote(j, p->text);

	if (r->size_lo > 0 &&
	    (p->size_min < r->size_lo || p->size_max > r->size_hi))
		nd_found_para(j, p, "cỡ chữ %s, quy định %s («%s»)",
		    nd_pt(j,
			p->size_min < r->size_lo ? p->size_min : p->size_max),
		    nd_pt_range(j, r->size_lo, r->size_hi), text);
	else if (!fits(r, p, p->bold, r->bold))
		nd_found_para(j, p, "chữ %s đậm, quy định %s («%s»)",
		    r->bold == 1 ? "không" : "in",
		    r->bold == 1 ? "chữ đậm" : "không đậm", text);
	else if (!fits(r, p, p->italic, r->italic))
		nd_found_para(j, p, "kiểu chữ %s, quy định %s («%s»)",
		    r->italic == 1 ? "đứng" : "nghiêng",
		    r->italic == 1 ? "nghiêng" : "đứng", text);
	else if (r->upper && !all_upper(p->text))
		nd_found_para(
		    j, p, "có chữ in thường, quy định in hoa («%s»)", text);
	else if (r->one_line && p->count > 1)
		nd_found_para(j, p, "xuống %zu dòng, quy định một dòng («%s»)",
		    p->count, text);
}

void
nd_m_look(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p;
	size_t at = 0;

	while ((p = nd_next(j, r->part, false, &at)) != NULL)
		look_at(j, r, p);
}

void
nd_m_face(struct judge *j, const struct nd_rule *r)
{
	for (size_t i = 0; i < j->f->look_count; i++) {
		const struct nd_look *l = &j->f->looks[i];

		if (nd_begins(r->words, font_name(l->face)) == 0)
			nd_found(j, l->place, l->pos, "phông %s",
			    font_name(l->face));
	}
}

static bool
is_color(struct gfx_color c, uint8_t v)
{
	return c.r == v && c.g == v && c.b == v;
}

/* The parts in `phan` may be red; room for a number that is not given yet is
 * white. */
void
nd_m_color(struct judge *j, const struct nd_rule *r)
{
	for (size_t i = 0; i < j->f->look_count; i++) {
		const struct nd_look *l = &j->f->looks[i];

		if (is_color(l->color, 0) || nd_is_part(r->part, l->part) ||
		    (is_color(l->color, 255) &&
			strcmp(l->part, "so-ky-hieu") == 0))
			continue;
		nd_found(j, l->place, l->pos, "màu #%02x%02x%02x", l->color.r,
		    l->color.g, l->color.b);
	}
}

/* «Điều 1.» is bold, whatever follows. */
void
nd_m_label_bold(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p;
	size_t at = 0;

	while ((p = nd_next(j, r->part, true, &at)) != NULL) {
		const char *dot = strchr(p->text, '.');
		size_t letters = 0;

		for (const char *s = p->text; dot != NULL && s <= dot;)
			letters += viet_next(&s) != ' ';
		if (dot != NULL && p->bold_lead < letters)
			nd_found_para(j, p, "«%.*s» không đậm",
			    (int)(dot - p->text + 1), p->text);
	}
}

/* The size that most letters of the text have. */
static mpt
body_size(const struct judge *j)
{
	enum { SIZES = 8 };
	struct {
		mpt size;
		size_t letters;
	} seen[SIZES] = { { 0, 0 } };
	const struct nd_para *p;
	size_t at = 0, i, best = 0;

	while ((p = nd_next(j, "than|can-cu|dieu|khoan|diem", true, &at)) !=
	       NULL) {
		for (i = 0; i + 1 < SIZES && seen[i].letters > 0 &&
			    seen[i].size != p->size[0];
		     i++)
			;
		seen[i].size = p->size[0];
		seen[i].letters += p->size_letters[0];
		if (seen[i].letters > seen[best].letters)
			best = i;
	}
	return seen[best].size;
}

void
nd_m_as_body(struct judge *j, const struct nd_rule *r)
{
	mpt body = body_size(j);
	const struct nd_para *p;
	size_t at = 0;

	while ((p = nd_next(j, r->part, true, &at)) != NULL)
		if (p->size[0] != body)
			nd_found_para(j, p, "cỡ chữ %s, phần lời văn cỡ %s",
			    nd_pt(j, p->size[0]), nd_pt(j, body));
}
