/* nd30/page.c -- paper, margins, page numbers, and where the parts stand. */
#include "nd30/nd30_priv.h"

static mpt
apart(mpt a, mpt b)
{
	return a > b ? a - b : b - a;
}

static struct place
corner(size_t page)
{
	return (struct place){ (int)page + 1, 0, 0 };
}

void
nd_m_paper(struct judge *j, const struct nd_rule *r)
{
	for (size_t i = 0; i < j->f->page_count; i++) {
		const struct nd_page *p = &j->f->pages[i];
		bool wide = p->width > p->height;
		mpt small = wide ? p->height : p->width;
		mpt big = wide ? p->width : p->height;

		if (apart(small, r->lo) > r->slack ||
		    apart(big, r->hi) > r->slack)
			nd_found(j, corner(i), no_pos, "khổ %s × %s",
			    nd_mm(j, p->width), nd_mm(j, p->height));
		else if (wide && !p->table)
			nd_found(j, corner(i), no_pos,
			    "trang nằm ngang mà không có bảng");
	}
}

/* --- margins --- */

struct edge {
	const char *side, *name;
};

static const struct edge edges[] = { { "tren", "lề trên" },
	{ "phai", "lề phải" }, { "duoi", "lề dưới" }, { "trai", "lề trái" } };

/* The margin that was meant, and the one that the ink leaves. */
static mpt
margin(const struct nd_page *p, size_t edge, mpt *ret_ink)
{
	switch (edge) {
	case 0:
		*ret_ink = p->ink_top;
		return p->top;
	case 1:
		*ret_ink = p->width - p->ink_right;
		return p->right;
	case 2:
		*ret_ink = p->height - p->ink_bottom;
		return p->bottom;
	default:
		*ret_ink = p->ink_left;
		return p->left;
	}
}

static struct place
edge_place(const struct nd_page *p, size_t page, size_t edge, mpt ink)
{
	struct place at = { (int)page + 1, p->width / 2, p->height / 2 };

	if (edge == 0)
		at.y = ink;
	else if (edge == 1)
		at.x = p->width - ink;
	else if (edge == 2)
		at.y = p->height - ink;
	else
		at.x = ink;
	return at;
}

void
nd_m_margin(struct judge *j, const struct nd_rule *r)
{
	size_t e = 0;

	while (e < 3 && strcmp(edges[e].side, r->side) != 0)
		e++;
	for (size_t i = 0; i < j->f->page_count; i++) {
		const struct nd_page *p = &j->f->pages[i];
		mpt ink, meant = margin(p, e, &ink);

		if (!p->ink)
			continue;
		if (meant < r->lo - r->slack || meant > r->hi + r->slack)
			nd_found(j, edge_place(p, i, e, meant), no_pos,
			    "%s %s, quy định %s", edges[e].name,
			    nd_mm(j, meant), nd_mm_range(j, r->lo, r->hi));
		else if (ink < meant - r->slack)
			nd_found(j, edge_place(p, i, e, ink), no_pos,
			    "chữ lấn ra %s, chỉ còn %s", edges[e].name,
			    nd_mm(j, ink));
	}
}

/* --- page numbers --- */

static const struct nd_para *
number_of(const struct judge *j, const struct nd_page *p)
{
	const struct nd_para *n =
	    p->number == 0 ? NULL : &j->f->paras[p->number - 1];

	return n == NULL || n->letters == 0 ? NULL : n;
}

void
nd_m_number_place(struct judge *j, const struct nd_rule *r)
{
	for (size_t i = 0; i < j->f->page_count; i++) {
		const struct nd_page *p = &j->f->pages[i];
		const struct nd_para *n = number_of(j, p);
		mpt text, center;

		if (n == NULL)
			continue;
		text = (p->left + p->width - p->right) / 2;
		center = nd_center(&n->lines[0]);
		if (n->lines[0].y > p->top || n->lines[0].y <= n->size_max)
			nd_found_para(j, n,
			    "chân số cách mép trên %s, ngoài lề trên (%s)",
			    nd_mm(j, n->lines[0].y), nd_mm(j, p->top));
		else if (apart(center, text) > r->slack &&
			 apart(center, p->width / 2) > r->slack)
			nd_found_para(j, n, "lệch khỏi giữa %s",
			    nd_mm(j, apart(center, text)));
	}
}

static bool
read_number(const char *s, int *ret)
{
	int v = 0;

	if (*s < '1' || *s > '9' || strlen(s) > 5)
		return false;
	for (; *s >= '0' && *s <= '9'; s++)
		v = v * 10 + *s - '0';
	*ret = v;
	return *s == '\0';
}

/* Nothing on a first page, then each page its number; an annex may count on its
 * own. */
void
nd_m_number_count(struct judge *j, const struct nd_rule *r)
{
	int before = 0, v;

	(void)r;
	for (size_t i = 0; i < j->f->page_count; i++) {
		const struct nd_page *p = &j->f->pages[i];
		const struct nd_para *n = number_of(j, p);
		bool begins = i == 0 || p->annex > 0;

		v = begins && n == NULL ? 1 : before + 1;
		if (n == NULL) {
			if (!begins)
				nd_found(j, corner(i), no_pos,
				    "trang %zu không có số", i + 1);
		} else if (!read_number(n->text, &v)) {
			nd_found_para(
			    j, n, "«%s» không phải chữ số Ả Rập", n->text);
			v = before + 1;
		} else if (v == 1) {
			nd_found_para(j, n, "trang đầu hiện số 1");
		} else if (v != before + 1) {
			nd_found_para(j, n, "số %d sau số %d", v, before);
		}
		before = v;
	}
}

/* --- the parts --- */

void
nd_m_required(struct judge *j, const struct nd_rule *r)
{
	size_t n;

	for (const char *w = r->words; *w != '\0'; w += n + (w[n] == '|')) {
		const char *part;

		n = strcspn(w, "|");
		part = arena_strndup(j->a, w, n);
		if (part != NULL && nd_first(j, part) == NULL)
			nd_found(j, corner(0), no_pos,
			    "không có đoạn nào mang role=\"%s\"", part);
	}
}

void
nd_m_half(struct judge *j, const struct nd_rule *r)
{
	bool right = strcmp(r->side, "phai") == 0;
	const struct nd_para *p;
	size_t at = 0;

	while ((p = nd_next(j, r->part, true, &at)) != NULL) {
		mpt middle = nd_page(j, p->lines[0].page)->width / 2;
		mpt center = 0;

		nd_widest(p, &center);
		if ((center > middle) != right)
			nd_found_para(j, p, "«%.60s» nằm ở nửa trang bên %s",
			    p->lines[0].text, right ? "trái" : "phải");
	}
}

/* On top of the first page, `khoang` below the margin at most. */
void
nd_m_top(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p = nd_first(j, r->part);
	mpt below;

	if (p == NULL)
		return;
	below = p->lines[0].y - nd_page(j, p->lines[0].page)->top;
	if (p->lines[0].page != 1 || below > r->hi)
		nd_found_para(j, p,
		    "trang %d, dưới lề trên %s, quy định đầu trang 1",
		    p->lines[0].page, nd_mm(j, below));
}

/* The axis that the rule compares with. */
static bool
axis_of(const struct judge *j, const struct nd_rule *r, int page, mpt *ret)
{
	const struct nd_page *pg = nd_page(j, page);
	const struct nd_para *p;

	if (strcmp(r->other, "trang") == 0) {
		*ret = (pg->left + pg->width - pg->right) / 2;
		return true;
	}
	p = nd_first(j, r->other);
	if (p == NULL || p->lines[0].page != page)
		return false;
	nd_widest(p, ret);
	return true;
}

void
nd_m_axis(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p;
	size_t at = 0;

	while ((p = nd_next(j, r->part, false, &at)) != NULL)
		for (size_t i = 0; i < p->count; i++) {
			const struct nd_line *l = &p->lines[i];
			mpt axis = 0, off;

			if (l->width == 0 || !axis_of(j, r, l->page, &axis))
				continue;
			off = apart(nd_center(l), axis);
			if (off <= r->slack)
				continue;
			nd_found(j, nd_place(l), p->pos,
			    "«%.60s» lệch khỏi giữa %s", l->text,
			    nd_mm(j, off));
			break;
		}
}

/* The first lines of two parts stand on one height. */
void
nd_m_level(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p = nd_first(j, r->part);
	const struct nd_para *o = nd_first(j, r->other);
	mpt off;

	if (p == NULL || o == NULL)
		return;
	off = apart(p->lines[0].y, o->lines[0].y);
	if (p->lines[0].page != o->lines[0].page || off > r->slack)
		nd_found_para(j, p, "«%.50s» và «%.50s» lệch nhau %s",
		    p->lines[0].text, o->lines[0].text, nd_mm(j, off));
}

void
nd_m_flush(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p;
	size_t at = 0;

	while ((p = nd_next(j, r->part, true, &at)) != NULL) {
		mpt off =
		    apart(p->lines[0].x, nd_page(j, p->lines[0].page)->left);

		if (off > r->slack)
			nd_found_para(j, p, "«%.60s» cách lề trái %s",
			    p->lines[0].text, nd_mm(j, off));
	}
}

/* --- the rule under a part --- */

static const struct nd_rule_line *
rule_below(const struct judge *j, const struct nd_para *p, mpt center)
{
	const struct nd_line *last = &p->lines[p->count - 1];
	mpt far = last->y + mpt_of_mm(8), middle;

	for (size_t i = 0; i < j->f->rule_count; i++) {
		const struct nd_rule_line *l = &j->f->rules[i];

		middle = l->x + l->w / 2;
		if (l->y > last->y && l->y < far && l->w > l->h &&
		    apart(middle, center) <= mpt_of_mm(20))
			return l;
	}
	return NULL;
}

void
nd_m_underline(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p = nd_last(j, r->part);
	const struct nd_rule_line *l;
	mpt text, center = 0;
	int permille;

	if (p == NULL || p->lines[0].page != 1)
		return;
	text = nd_widest(p, &center);
	l = rule_below(j, p, center);
	if (l == NULL) {
		nd_found_para(j, p, "không có đường kẻ bên dưới");
		return;
	}
	permille = (int)((int64_t)l->w * 1000 / text);
	if (permille < r->ratio_lo - 10 || permille > r->ratio_hi + 10)
		nd_found(j, (struct place){ 1, l->x, l->y }, p->pos,
		    "đường kẻ dài %s, dòng chữ dài %s", nd_mm(j, l->w),
		    nd_mm(j, text));
	else if (apart(l->x + l->w / 2, center) > r->slack)
		nd_found(j, (struct place){ 1, l->x, l->y }, p->pos,
		    "đường kẻ lệch khỏi giữa dòng chữ %s",
		    nd_mm(j, apart(l->x + l->w / 2, center)));
}
