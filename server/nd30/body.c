/* nd30/body.c -- how the text runs: edges, indents, gaps, lines, numbering, the
 * mark at its end. */
#include "nd30/nd30_priv.h"
#include "viet/text.h"

/* Lines that a justified paragraph fills: all but the last.  One that a forced
 * break ends early is no finding, a paragraph of such lines is. */
void
nd_m_justified(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p;
	size_t at = 0;

	while ((p = nd_next(j, r->part, true, &at)) != NULL) {
		const struct nd_line *bad = NULL;
		size_t ragged = 0;
		mpt worst = 0;

		for (size_t i = 0; i + 1 < p->count; i++) {
			const struct nd_line *l = &p->lines[i];
			const struct nd_page *page = nd_page(j, l->page);
			mpt room = page->width - page->right - l->x - l->width;
			mpt left = i == 0 ? 0 : l->x - page->left;

			if (left > room)
				room = left;
			if (room <= r->slack)
				continue;
			ragged++;
			if (room > worst) {
				worst = room;
				bad = l;
			}
		}
		if (ragged * 2 > p->count - 1)
			nd_found(j, nd_place(bad), p->pos,
			    "dòng «%.40s…» cách lề %s", bad->text,
			    nd_mm(j, worst));
	}
}

void
nd_m_indent(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p;
	size_t at = 0;

	while ((p = nd_next(j, r->part, true, &at)) != NULL) {
		const struct nd_line *l = &p->lines[0];
		mpt in = l->x - nd_page(j, l->page)->left;

		if (in < r->lo - r->slack || in > r->hi + r->slack)
			nd_found_para(j, p,
			    "dòng đầu lùi %s, quy định %s («%.40s…»)",
			    nd_mm(j, in), nd_mm_range(j, r->lo, r->hi),
			    l->text);
	}
}

/* Distance of baselines inside a paragraph, 0 = it has one line on each page.
 */
static mpt
pitch(const struct nd_para *p)
{
	for (size_t i = 1; i < p->count; i++)
		if (p->lines[i].page == p->lines[i - 1].page)
			return p->lines[i].y - p->lines[i - 1].y;
	return 0;
}

/* A paragraph of one line has the pitch of its style's others, or, when all of
 * them are short, that of the longest paragraph in proportion. */
static mpt
likely_pitch(
    const struct judge *j, const struct nd_rule *r, const struct nd_para *p)
{
	const struct nd_para *o, *longest = NULL;
	size_t at = 0;

	if (pitch(p) > 0)
		return pitch(p);
	while ((o = nd_next(j, r->part, true, &at)) != NULL) {
		if (pitch(o) == 0)
			continue;
		if (strcmp(o->style, p->style) == 0)
			return pitch(o);
		if (longest == NULL || o->count > longest->count)
			longest = o;
	}
	if (longest == NULL || longest->natural == 0)
		return p->natural;
	return (mpt)((int64_t)pitch(longest) * p->natural / longest->natural);
}

/* From baseline to baseline lie half a line of each, the gap, and what the
 * faces differ in. */
void
nd_m_gap(struct judge *j, const struct nd_rule *r)
{
	for (size_t i = 1; i < j->f->para_count; i++) {
		const struct nd_para *a = &j->f->paras[i - 1];
		const struct nd_para *b = &j->f->paras[i];
		const struct nd_line *end;
		mpt own, gap;

		if (b->annex > 0 || a->letters == 0 || b->letters == 0 ||
		    !nd_is_part(r->part, a->part) ||
		    !nd_is_part(r->part, b->part))
			continue;
		end = &a->lines[a->count - 1];
		if (end->page != b->lines[0].page)
			continue;
		own = (likely_pitch(j, r, a) + likely_pitch(j, r, b)) / 2 +
		      b->shift - a->shift;
		gap = b->lines[0].y - end->y - own;
		if (gap < r->lo - r->slack)
			nd_found_para(j, b,
			    "cách đoạn trước %s, quy định ít nhất %s "
			    "(«%.40s…»)",
			    nd_pt(j, gap), nd_pt(j, r->lo), b->lines[0].text);
	}
}

void
nd_m_spacing(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p;
	size_t at = 0;

	while ((p = nd_next(j, r->part, true, &at)) != NULL)
		for (size_t i = 1; i < p->count; i++) {
			const struct nd_line *l = &p->lines[i];
			int permille;

			if (l->page != l[-1].page || p->natural == 0)
				continue;
			permille = (int)((int64_t)(l->y - l[-1].y) * 1000 /
					 p->natural);
			if (permille >= r->ratio_lo - 5 &&
			    permille <= r->ratio_hi + 5)
				continue;
			nd_found(j, nd_place(l), p->pos,
			    "các dòng cách nhau %s, bằng %d,%02d dòng đơn",
			    nd_pt(j, l->y - l[-1].y), permille / 1000,
			    permille % 1000 / 10);
			break;
		}
}

/* --- numbering --- */

/* "12" and what must follow it; 0 = there is no such label. */
static int
label_number(const char *s, char end)
{
	int v = 0;

	if (*s < '1' || *s > '9')
		return 0;
	for (; *s >= '0' && *s <= '9' && v < 10000; s++)
		v = v * 10 + *s - '0';
	return *s == end ? v : 0;
}

void
nd_m_articles(struct judge *j, const struct nd_rule *r)
{
	static const char word[] = "Điều ";
	const struct nd_para *p;
	size_t at = 0;
	int last = 0;

	while ((p = nd_next(j, r->part, true, &at)) != NULL) {
		int v = strncmp(p->text, word, sizeof(word) - 1) != 0
			    ? 0
			    : label_number(p->text + sizeof(word) - 1, '.');

		if (v != last + 1)
			nd_found_para(j, p, "«%.30s…», chờ «Điều %d.»", p->text,
			    last + 1);
		last = v > 0 ? v : last + 1;
	}
}

void
nd_m_clauses(struct judge *j, const struct nd_rule *r)
{
	int last = 0;

	for (size_t i = 0; i < j->f->para_count; i++) {
		const struct nd_para *p = &j->f->paras[i];
		int v;

		if (p->annex > 0)
			break;
		if (nd_is_part("dieu|muc|chuong", p->part))
			last = 0;
		if (!nd_is_part(r->part, p->part) || p->letters == 0)
			continue;
		v = label_number(p->text, '.');
		if (v != last + 1)
			nd_found_para(
			    j, p, "«%.30s…», chờ «%d.»", p->text, last + 1);
		last = v > 0 ? v : last + 1;
	}
}

/* The letter at a place of the alphabet in the rule's words. */
static const char *
letter_at(struct judge *j, const char *words, size_t at)
{
	for (; at > 0 && *words != '\0'; at--) {
		words += strcspn(words, "|");
		words += *words == '|';
	}
	return arena_strndup(j->a, words, strcspn(words, "|"));
}

/* a) b) c) d) đ) …, anew under each khoản. */
void
nd_m_points(struct judge *j, const struct nd_rule *r)
{
	size_t next = 0;

	for (size_t i = 0; i < j->f->para_count; i++) {
		const struct nd_para *p = &j->f->paras[i];
		const char *want;
		size_t n;

		if (p->annex > 0)
			break;
		if (nd_is_part("dieu|khoan|muc|chuong", p->part))
			next = 0;
		if (!nd_is_part(r->part, p->part) || p->letters == 0)
			continue;
		want = letter_at(j, r->words, next++);
		n = want == NULL ? 0 : strlen(want);
		if (n == 0 || strncmp(p->text, want, n) != 0 ||
		    p->text[n] != ')')
			nd_found_para(j, p, "«%.30s…», chờ «%s)»", p->text,
			    want == NULL ? "" : want);
	}
}

/* --- ./. --- */

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

void
nd_m_end(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *last = nd_last(j, r->part), *p;
	const struct nd_line *line;
	size_t at = 0, n;

	if (last == NULL)
		return;
	while ((p = nd_next(j, r->part, true, &at)) != NULL)
		if (p != last && strstr(p->text, "./.") != NULL)
			nd_found_para(j, p, "«./.» đứng trước khi hết bài");
	n = strlen(last->text);
	line = &last->lines[last->count - 1];
	if (!ends_with(last->text, "./."))
		nd_found(j, nd_place(line), last->pos,
		    "dòng cuối «%.80s» không có «./.»", line->text);
	else if (n > 3 && last->text[n - 4] == ' ')
		nd_found(j, nd_place(line), last->pos,
		    "«./.» rời khỏi chữ cuối cùng");
}
