/* nd30/facts.c -- runs of glyphs → lines, paragraphs, looks, the ink of pages.
 */
#include "font/font.h"
#include "nd30/nd30_priv.h"
#include "viet/text.h"

enum { LOOKS = 512 };

bool
nd_grow(struct arena *a, void **items, size_t *cap, size_t count, size_t size)
{
	size_t more = *cap == 0 ? 16 : *cap * 2;
	void *to;

	if (count < *cap)
		return true;
	to = arena_alloc_n(a, more, size);
	if (to == NULL)
		return false;
	if (count > 0)
		memcpy(to, *items, count * size);
	*items = to;
	*cap = more;
	return true;
}

struct nd_page *
nd_page_now(struct nd30 *n)
{
	return &n->facts.pages[n->facts.page_count - 1];
}

static struct open_tag *
top(struct nd30 *n)
{
	return n->depth == 0 ? NULL : &n->tags[n->depth - 1];
}

/* --- lines --- */

bool
nd_end_line(struct nd30 *n, struct err *err)
{
	struct open_tag *t = top(n);
	struct nd_line *l;
	struct nd_para *p;

	if (!n->in_line || t == NULL || t->para == 0)
		return true;
	n->in_line = false;
	p = &n->facts.paras[t->para - 1];
	l = &p->lines[p->count - 1];
	l->width = n->end - l->x;
	while (n->line.len > 0 && buf_str(&n->line)[n->line.len - 1] == ' ')
		buf_cut(&n->line, n->line.len - 1);
	l->text = buf_ok(&n->line) ? arena_strndup(n->facts.arena,
					 buf_str(&n->line), n->line.len)
				   : NULL;
	buf_clear(&n->line);
	return l->text != NULL || err_nomem(err);
}

static bool
begin_line(struct nd30 *n, struct nd_para *p, const struct canvas_text *t,
    struct err *err)
{
	if (!ND_GROW(n->facts.arena, p->lines, p->cap, p->count))
		return err_nomem(err);
	p->lines[p->count++] = (struct nd_line){
		.page = (int)n->facts.page_count, .x = t->x, .y = t->y
	};
	n->in_line = true;
	n->end = t->x;
	buf_clear(&n->line);
	return true;
}

/* A raised or lowered piece stays in its line. */
static bool
same_line(
    const struct nd30 *n, const struct nd_para *p, const struct canvas_text *t)
{
	const struct nd_line *l = &p->lines[p->count - 1];
	mpt off = t->y > l->y ? t->y - l->y : l->y - t->y;

	return n->in_line && off * 5 < t->size * 3;
}

static void
count_size(struct nd_para *p, mpt size, size_t letters)
{
	for (int i = 0; i < ND_SIZES; i++) {
		if (p->size_letters[i] != 0 && p->size[i] != size)
			continue;
		p->size[i] = size;
		p->size_letters[i] += letters;
		if (i > 0 && p->size_letters[i] > p->size_letters[0]) {
			size_t k = p->size_letters[0];
			mpt s = p->size[0];

			p->size[0] = size;
			p->size_letters[0] = p->size_letters[i];
			p->size[i] = s;
			p->size_letters[i] = k;
		}
		break;
	}
	if (p->size_min == 0 || size < p->size_min)
		p->size_min = size;
	if (size > p->size_max)
		p->size_max = size;
}

static bool
is_space(uint32_t cp)
{
	return cp == ' ' || cp == 0xA0;
}

/* Adds a run's letters; the ink begins and ends at what is not a space. */
static size_t
put_letters(struct nd30 *n, struct nd_line *l, const struct canvas_text *t,
    mpt *ret_left, mpt *ret_right)
{
	mpt x = t->x;
	size_t letters = 0;

	for (size_t i = 0; i < t->count; i++) {
		const struct canvas_glyph *g = &t->glyphs[i];
		mpt own =
		    font_scale(t->face, font_advance(t->face, g->gid), t->size);

		if (!is_space(g->codepoint)) {
			if (letters++ == 0)
				*ret_left = x;
			*ret_right = x + own;
		}
		if (l != NULL && is_space(g->codepoint)) {
			if (n->line.len > 0)
				buf_char(&n->line, ' ');
		} else if (l != NULL) {
			if (n->line.len == 0)
				l->x = x;
			buf_utf8(&n->line, g->codepoint);
		}
		x += own + g->adjust;
	}
	if (l != NULL && letters > 0)
		n->end = *ret_right;
	return letters;
}

static void
count_style(struct nd_para *p, const struct canvas_text *t, size_t letters)
{
	const struct font_measures *m = font_measures(t->face);
	mpt natural =
	    font_scale(t->face, m->ascent - m->descent + m->line_gap, t->size);

	if (m->bold && p->bold == p->letters)
		p->bold_lead += letters;
	p->letters += letters;
	p->bold += m->bold ? letters : 0;
	p->italic += m->italic ? letters : 0;
	if (t->color.r == 255 && t->color.g == 255 && t->color.b == 255)
		p->white = true;
	if (natural > p->natural) {
		p->natural = natural;
		p->shift =
		    font_scale(t->face, m->ascent + m->descent, t->size) / 2;
	}
	if (p->count == 0 || t->y == p->lines[p->count - 1].y)
		count_size(p, t->size, letters);
}

/* --- paragraphs, looks, pages --- */

/* The name given with the call lives no longer than the call. */
static const char *
keep_style(struct nd30 *n, const char *name)
{
	size_t i = 0;

	if (name == NULL)
		return "";
	for (; i < ND_STYLES && n->styles[i] != NULL; i++)
		if (strcmp(n->styles[i], name) == 0)
			return n->styles[i];
	if (i == ND_STYLES)
		return "";
	n->styles[i] = arena_strdup(n->facts.arena, name);
	return n->styles[i];
}

static bool
add_para(struct nd30 *n, struct open_tag *tag, const struct canvas_text *t,
    struct err *err)
{
	struct nd_facts *f = &n->facts;
	struct nd_page *page = nd_page_now(n);
	struct nd_para *p;
	bool head = strcmp(tag->part, "phu-luc") == 0;

	if (!ND_GROW(f->arena, f->paras, f->para_cap, f->para_count))
		return err_nomem(err);
	if (head)
		page->annex = ++f->annexes;
	p = &f->paras[f->para_count++];
	*p = (struct nd_para){ .part = tag->part,
		.annex = f->annexes,
		.first = !page->ink,
		.style = keep_style(n, t->style),
		.pos = t->pos };
	if (p->style == NULL)
		return err_nomem(err);
	tag->para = f->para_count;
	tag->pending = false;
	if (tag->id > 0)
		n->elements[tag->id - 1].para = tag->para;
	if (strcmp(tag->part, "so-trang") == 0)
		page->number = tag->para;
	return true;
}

static bool
same_color(struct gfx_color a, struct gfx_color b)
{
	return a.r == b.r && a.g == b.g && a.b == b.b;
}

static bool
add_look(struct nd30 *n, const char *part, const struct canvas_text *t,
    struct err *err)
{
	struct nd_facts *f = &n->facts;

	for (size_t i = 0; i < f->look_count; i++)
		if (f->looks[i].face == t->face &&
		    same_color(f->looks[i].color, t->color) &&
		    strcmp(f->looks[i].part, part) == 0)
			return true;
	if (f->look_count == LOOKS)
		return true;
	if (!ND_GROW(f->arena, f->looks, f->look_cap, f->look_count))
		return err_nomem(err);
	f->looks[f->look_count++] = (struct nd_look){ .face = t->face,
		.color = t->color,
		.part = part,
		.place = { (int)f->page_count, t->x, t->y },
		.pos = t->pos };
	return true;
}

static void
add_ink(struct nd_page *p, const struct canvas_text *t, mpt left, mpt right)
{
	const struct font_measures *m = font_measures(t->face);
	mpt above = t->y - font_scale(t->face, m->cap_height, t->size);
	mpt below = t->y - font_scale(t->face, m->descent, t->size);

	if (!p->ink || left < p->ink_left)
		p->ink_left = left;
	if (!p->ink || right > p->ink_right)
		p->ink_right = right;
	if (!p->ink || above < p->ink_top)
		p->ink_top = above;
	if (!p->ink || below > p->ink_bottom)
		p->ink_bottom = below;
	p->ink = true;
}

bool
nd_note_text(struct nd30 *n, const struct canvas_text *t, struct err *err)
{
	struct open_tag *tag = top(n);
	bool number = tag != NULL && tag->part != NULL &&
		      strcmp(tag->part, "so-trang") == 0;
	mpt left = 0, right = 0;
	struct nd_line *l = NULL;
	struct nd_para *p = NULL;
	size_t letters;

	if (n->facts.page_count == 0 || (n->artifacts > 0 && !number))
		return true;
	if (tag != NULL && tag->part != NULL && n->tables == 0) {
		if (tag->pending && !add_para(n, tag, t, err))
			return false;
		p = &n->facts.paras[tag->para - 1];
		if (p->count == 0 || !same_line(n, p, t)) {
			if (!nd_end_line(n, err) || !begin_line(n, p, t, err))
				return false;
		}
		l = &p->lines[p->count - 1];
	}
	letters = put_letters(n, l, t, &left, &right);
	if (p != NULL && letters > 0)
		count_style(p, t, letters);
	if (letters == 0)
		return true;
	if (!number)
		add_ink(nd_page_now(n), t, left, right);
	return add_look(
	    n, tag == NULL || tag->part == NULL ? "than" : tag->part, t, err);
}

const struct nd_facts *
nd_facts_of(struct nd30 *n)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < n->facts.para_count; i++) {
		struct nd_para *p = &n->facts.paras[i];

		if (p->text != NULL)
			continue;
		buf_clear(&b);
		for (size_t k = 0; k < p->count; k++) {
			if (k > 0)
				buf_char(&b, ' ');
			buf_str_add(&b, p->lines[k].text);
		}
		p->text = arena_strndup(n->facts.arena, buf_str(&b), b.len);
	}
	buf_done(&b);
	return &n->facts;
}
