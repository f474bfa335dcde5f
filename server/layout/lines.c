/* layout/lines.c -- glyphs → lines: total fit.
 *
 * A paragraph is a row of words with stretchable spaces between.  Of all ways
 * to divide it the one with the least sum of demerits is taken (Knuth and
 * Plass, 1981), by dynamic programming over the places where a line may end.  A
 * space shrinks to two thirds and may stretch to half more at a price that
 * rises with the cube; past that the price is high but finite, so a loose line
 * is found rather than none.
 *
 * Justified text pays for every line but the last, for which a single short
 * word (a runt) is dear.  Centred and flush text pays for nothing but a runt,
 * unless it is balanced: then the lines pay for being uneven. */
#include <string.h>

#include "layout/lay_priv.h"

#define INFINITE INT64_MAX
enum { LOOSE = 100000, RUNT = 5000, LINE_COST = 30 };

struct word {
	size_t from, to; /* glyphs */
	mpt width;	 /* of its glyphs */
	mpt spaces;	 /* stretchable, inside (U+00A0) */
	mpt gap;	 /* width of the breakable space behind it */
	int64_t price;	 /* of a line's end behind it, by its sense */
};

struct chain {
	int64_t cost;
	size_t from; /* word that begins the last line */
	int lines;
};

static size_t
split_words(const struct glyphs *g, size_t from, size_t to, struct word *words)
{
	size_t n = 0, i = from;

	while (i < to) {
		struct word *w = &words[n];

		while (i < to && g->items[i].breaks)
			i++;
		if (i == to)
			break;
		*w = (struct word){ .from = i };
		for (; i < to && !g->items[i].breaks; i++) {
			w->width += g->items[i].advance;
			if (g->items[i].space)
				w->spaces += g->items[i].advance;
		}
		w->to = i;
		w->gap = i < to ? g->items[i].advance : 0;
		n++;
	}
	return n;
}

struct problem {
	const struct word *words;
	size_t count;
	mpt width, first_width;
	bool justify, balance;
	mpt target; /* balanced: the width to come near to */
};

static int64_t
cube(int64_t permille)
{
	return permille * permille / 1000 * permille / 1000;
}

/* Price of a line whose text has width `w` and spaces `s` in a column `room`.
 */
static int64_t
line_cost(const struct problem *p, mpt w, mpt s, mpt room, bool last, bool runt)
{
	int64_t slack = (int64_t)room - w, ratio;

	if (p->justify && !last) {
		if (slack < 0)
			return s == 0 || -slack * 3 > s
				   ? INFINITE
				   : cube(-slack * 3000 / s) + LINE_COST;
		if (s == 0)
			return slack == 0 ? LINE_COST : LOOSE * 2;
		ratio = slack * 2000 / s;
		return ratio > 3000 ? LOOSE + ratio : cube(ratio) + LINE_COST;
	}
	/* The last line may be set a little tighter than natural. */
	if (slack < 0 && !(p->justify && s > 0 && -slack * 4 <= s))
		return INFINITE;
	if (p->balance) {
		ratio = ((int64_t)p->target - w) * 1000 / (p->target + 1);
		return ratio * ratio / 100 + LINE_COST + (runt ? RUNT : 0);
	}
	return LINE_COST + (runt ? RUNT : 0);
}

static void
best_chain(const struct problem *p, struct chain *c)
{
	c[0] = (struct chain){ 0, 0, 0 };
	for (size_t j = 1; j <= p->count; j++) {
		int64_t w = 0, s = 0;

		c[j].cost = INFINITE;
		for (size_t i = j; i-- > 0;) {
			mpt room = i == 0 ? p->first_width : p->width;
			bool last = j == p->count;
			bool runt = last && i > 0 && j - i == 1;
			int64_t cost;

			w += p->words[i].width +
			     (i + 1 < j ? p->words[i].gap : 0);
			s += p->words[i].spaces +
			     (i + 1 < j ? p->words[i].gap : 0);
			if (w - s / 3 > room && i + 1 < j)
				break;
			if (c[i].cost == INFINITE)
				continue;
			cost = line_cost(p, (mpt)w, (mpt)s, room, last, runt);
			if (cost == INFINITE && i + 1 == j)
				cost = LOOSE *
				       10; /* a word wider than the column */
			if (!last && cost != INFINITE)
				cost += p->words[j - 1].price;
			if (cost != INFINITE && c[i].cost + cost < c[j].cost) {
				c[j].cost = c[i].cost + cost;
				c[j].from = i;
				c[j].lines = c[i].lines + 1;
			}
		}
	}
}

static void
too_wide(
    struct lay *lay, const struct glyphs *g, const struct word *w, mpt room)
{
	const struct glyph *at = &g->items[w->from];
	int32_t over = mpt_to_mm100(w->width - room);
	struct err err;

	lay->too_wide = true;
	err_set(&err, ERR_OVERFLOW, at->run->pos,
	    "một cụm không ngắt được dài hơn bề rộng cột %d,%02d mm",
	    over / 100, over % 100);
	err_data(&err, at->run->data_path);
	err_hint(&err, "rút ngắn cụm này, cho ngắt dòng, hoặc mở rộng cột");
	lay_report(lay, &err);
}

/* Dots stand on a grid, so that those of all lines stand under each other. */
static bool
put_dots(struct fragment *f, const struct glyph *tab, mpt at, struct arena *a)
{
	uint16_t dot = font_glyph(tab->face, '.');
	mpt each =
	    font_scale(tab->face, font_advance(tab->face, dot), tab->size);
	mpt lead = each <= 0 ? 0 : each + (each - (at % each + each) % each);
	int n = each <= 0 ? 0 : (tab->advance - lead - each / 2) / each;

	if (n <= 0 || dot == 0)
		return true;
	f->glyphs = arena_alloc_n(a, (size_t)n, sizeof(*f->glyphs));
	if (f->glyphs == NULL)
		return false;
	for (int i = 0; i < n; i++)
		f->glyphs[i] = (struct canvas_glyph){ dot, '.', 0 };
	f->count = (size_t)n;
	f->x += lead;
	f->width = n * each;
	return true;
}

/* Turns glyphs into runs of one face; `extra` is shared out over the spaces. */
static bool
make_line(const struct glyphs *g, size_t from, size_t to, mpt extra,
    struct arena *a, struct line *line)
{
	struct fragment **tail = &line->fragments, *f = NULL;
	struct canvas_glyph *out = arena_alloc_n(a, to - from, sizeof(*out));
	size_t spaces = 0, seen = 0;
	mpt x = 0;

	if (out == NULL)
		return false;
	for (size_t i = from; i < to; i++)
		spaces += g->items[i].space;
	for (size_t i = from; i < to; i++) {
		const struct glyph *it = &g->items[i];
		mpt own = font_scale(
		    it->face, font_advance(it->face, it->gid), it->size);
		mpt share = 0;

		if (f == NULL || f->run != it->run) {
			f = arena_alloc(a, sizeof(*f));
			if (f == NULL)
				return false;
			*f = (struct fragment){ .run = it->run,
				.face = it->face,
				.size = it->size,
				.x = x,
				.glyphs = out };
			*tail = f;
			tail = &f->next;
		}
		if (it->space) {
			share = (mpt)((int64_t)extra * (int64_t)(seen + 1) /
					  (int64_t)spaces -
				      (int64_t)extra * (int64_t)seen /
					  (int64_t)spaces);
			seen++;
		}
		*out = (struct canvas_glyph){ it->gid, it->cp,
			it->advance - own + share };
		out++;
		f->count++;
		f->width += it->advance + share;
		if (it->run->kind == DOC_TAB && it->run->tab.leader &&
		    !put_dots(f, it, line->x + x, a))
			return false;
		x += it->advance + share;
	}
	line->width = x;
	return true;
}

static mpt
aligned(enum doc_align align, mpt room, mpt width)
{
	if (align == DOC_CENTER)
		return (room - width) / 2;
	return align == DOC_RIGHT ? room - width : 0;
}

struct setting {
	struct lay *lay;
	const struct doc_para *para;
	const struct glyphs *g;
	mpt width; /* of the column without left and right */
	bool balance;
	struct arena *a;
	struct line *lines;
	size_t count;
};

static void
past_stop(struct lay *lay, const struct doc_run *run, mpt by, const char *what)
{
	int32_t over = mpt_to_mm100(by);
	struct err err;

	lay->too_wide = true;
	err_set(&err, ERR_OVERFLOW, run->pos, "%s %d,%02d mm", what, over / 100,
	    over % 100);
	err_data(&err, run->data_path);
	err_hint(&err, "rút ngắn chữ, hoặc đổi at của điểm dừng");
	lay_report(lay, &err);
}

/* Width from a glyph to the next tab; `decimal`: to the comma. */
static mpt
piece_width(const struct glyphs *g, size_t from, size_t to, bool decimal)
{
	mpt w = 0;

	for (size_t i = from; i < to; i++) {
		if (g->items[i].run->kind == DOC_TAB ||
		    (decimal && g->items[i].cp == ','))
			break;
		w += g->items[i].advance;
	}
	return w;
}

/* Stretches the line's tabs to their stops; true when it has any. */
static bool
place_tabs(struct setting *s, size_t from, size_t to, mpt indent, mpt room)
{
	const struct doc_run *last = NULL;
	mpt x = 0;

	for (size_t i = from; i < to; i++) {
		struct glyph *it = &s->g->items[i];
		const struct doc_tab *tab = &it->run->tab;

		if (it->run->kind == DOC_TAB) {
			mpt at = tab->at > 0 ? tab->at
					     : (mpt)((int64_t)s->width *
						     tab->permille / 1000);
			mpt piece = piece_width(
			    s->g, i + 1, to, tab->align == DOC_TAB_DECIMAL);

			at -= indent;
			if (tab->align == DOC_TAB_CENTER)
				at -= piece / 2;
			else if (tab->align != DOC_TAB_LEFT)
				at -= piece;
			last = it->run;
			if (at < x)
				past_stop(s->lay, last, x - at,
				    "chữ phía trước vượt điểm dừng");
			else
				it->advance = at - x;
		}
		x += it->advance;
	}
	if (last != NULL && x > room)
		past_stop(
		    s->lay, last, x - room, "chữ sau điểm dừng vượt lề phải");
	return last != NULL;
}

/* Past half more than their width again, spaces are holes: the line is left
 * ragged, and it is said. */
static bool
is_loose(const struct setting *s, const struct problem *p, size_t from,
    size_t to, mpt extra)
{
	mpt spaces = 0;

	(void)s;
	for (size_t i = from; i < to; i++)
		spaces +=
		    p->words[i].spaces + (i + 1 < to ? p->words[i].gap : 0);
	return extra > 0 && (int64_t)extra * 2 > (int64_t)spaces * 3;
}

static void
too_loose(
    struct lay *lay, const struct glyphs *g, const struct word *w, mpt extra)
{
	const struct doc_run *run = g->items[w->from].run;
	int32_t mm = mpt_to_mm100(extra);
	struct err err;

	err_set(&err, WARN_LOOSE, run->pos,
	    "dòng để lệch lề phải %d,%02d mm, vì canh đều thì khe chữ quá rộng",
	    mm / 100, mm % 100);
	err_data(&err, run->data_path);
	err_hint(&err,
	    "cho ngắt trong cụm chữ dài, mở rộng cột, hoặc canh trái: "
	    "align=\"left\"");
	lay_report(lay, &err);
}

static bool
set_line(struct setting *s, const struct problem *p, size_t from, size_t to,
    bool first, bool last)
{
	const struct doc_style *st = s->para->style;
	struct line *line = &s->lines[s->count++];
	mpt room = from == 0 ? p->first_width : p->width, w = 0, extra = 0;
	size_t g0 = p->words[from].from, g1 = p->words[to - 1].to;

	line->x = st->left + (first ? st->first_indent : 0);
	if (place_tabs(s, g0, g1, first ? st->first_indent : 0, room))
		return make_line(s->g, g0, g1, 0, s->a, line);
	for (size_t i = g0; i < g1; i++)
		w += s->g->items[i].advance;
	if (p->justify && (!last || w > room))
		extra = room - w;
	if (is_loose(s, p, from, to, extra)) {
		too_loose(s->lay, s->g, &p->words[from], extra);
		extra = 0;
	}
	if (to - from == 1 && w > room &&
	    p->words[from].spaces * 3 < w - room) {
		too_wide(s->lay, s->g, &p->words[from], room);
		extra = 0;
	}
	if (!make_line(s->g, g0, g1, extra, s->a, line))
		return false;
	line->x += aligned(st->align, room, line->width);
	return true;
}

static void
set_balance(struct problem *p, const struct chain *c)
{
	int64_t total = 0;

	for (size_t i = 0; i < p->count; i++)
		total += p->words[i].width +
			 (i + 1 < p->count ? p->words[i].gap : 0);
	p->target = (mpt)(total / c[p->count].lines);
	p->balance = c[p->count].lines > 1;
}

static bool
has_tab(const struct glyphs *g, size_t from, size_t to)
{
	while (from < to && g->items[from].run->kind != DOC_TAB)
		from++;
	return from < to;
}

/* One stretch between forced breaks. */
static bool
set_segment(struct setting *s, size_t from, size_t to, bool first)
{
	const struct doc_style *st = s->para->style;
	struct word *words = arena_alloc_n(s->a, to - from + 1, sizeof(*words));
	struct chain *c;
	struct problem p = { .words = words,
		.width = s->width,
		.first_width = s->width - (first ? st->first_indent : 0),
		.justify =
		    st->align == DOC_JUSTIFY && !has_tab(s->g, from, to) };
	size_t *ends, n = 0;

	if (words == NULL)
		return false;
	p.count = split_words(s->g, from, to, words);
	c = arena_alloc_n(s->a, p.count + 1, sizeof(*c));
	ends = arena_alloc_n(s->a, p.count + 1, sizeof(*ends));
	if (c == NULL || ends == NULL)
		return false;
	if (p.count == 0) { /* an empty line, asked for */
		s->lines[s->count++].x = st->left;
		return true;
	}
	best_chain(&p, c);
	if (s->balance || st->balance) {
		for (size_t i = 0; i + 1 < p.count; i++)
			words[i].price = lay_sense_price(s->g, words[i].from,
			    words[i].to, words[i + 1].from, words[i + 1].to);
		set_balance(&p, c);
		best_chain(&p, c);
	}
	for (size_t j = p.count; j > 0; j = c[j].from)
		ends[n++] = j;
	while (n-- > 0) {
		size_t begin = c[ends[n]].from;

		if (!set_line(
			s, &p, begin, ends[n], first && begin == 0, n == 0))
			return false;
	}
	return true;
}

bool
lay_lines(struct lay *lay, const struct doc_para *p, const struct glyphs *g,
    mpt width, bool balance, struct arena *a, struct line **ret,
    size_t *ret_count, struct err *err)
{
	struct setting s = { .lay = lay,
		.para = p,
		.g = g,
		.balance = balance,
		.a = a,
		.width = width - p->style->left - p->style->right };
	size_t from = 0;

	s.lines = arena_alloc_n(a, g->count + 2, sizeof(*s.lines));
	if (s.lines == NULL)
		return err_nomem(err);
	for (size_t i = 0; i <= g->count; i++) {
		if (i < g->count && !g->items[i].forced)
			continue;
		if (!set_segment(&s, from, i, from == 0))
			return err_nomem(err);
		from = i + 1;
	}
	*ret = s.lines;
	*ret_count = s.count;
	return true;
}
