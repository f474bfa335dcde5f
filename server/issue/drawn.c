/* issue/drawn.c -- the words of a layout trace, and how two lists differ.
 *
 * The difference is the shortest one (Myers, "An O(ND) difference algorithm",
 * 1986).  Lists that differ in more than MOST words are not worth that: what
 * stands between the equal beginnings and ends counts as other words. */
#include "issue/drawn.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

enum { MOST = 2000, TOUCH = 3 /* 1/100 mm */ };

/* --- reading --- */

struct scan {
	struct arena *a;
	struct buf words; /* of struct drawn_word */
	struct buf art;	  /* of uint64_t */
	struct buf text;  /* of the word that may go on */
	struct drawn_word word;
	int page, end, y; /* where the last run ended */
};

static bool
flush(struct scan *s)
{
	if (s->text.len == 0)
		return true;
	s->word.text = arena_strndup(s->a, buf_str(&s->text), s->text.len);
	buf_add(&s->words, &s->word, sizeof(s->word));
	buf_clear(&s->text);
	return s->word.text != NULL;
}

static void
start_word(struct scan *s, const char *style, int x, int y)
{
	s->word = (struct drawn_word){
		.style = style, .page = s->page, .x = x, .y = y
	};
}

/* A run's text: words by its spaces; x is the run's, which is enough to see
 * whether something moved. */
static bool
read_run(struct scan *s, const char *text, const char *end, const char *style,
    const int at[3])
{
	bool touches = s->word.page == s->page && s->y == at[1] &&
		       abs(s->end - at[0]) <= TOUCH;

	if (!touches && !flush(s))
		return false;
	for (; text < end; text++) {
		bool space =
		    *text == ' ' || (text[0] == (char)0xC2 && text + 1 < end &&
					text[1] == (char)0xA0);

		if (space) {
			text += *text != ' ';
			if (!flush(s))
				return false;
			continue;
		}
		if (s->text.len == 0)
			start_word(s, style, at[0], at[1]);
		buf_char(&s->text, *text);
	}
	s->end = at[0] + at[2];
	s->y = at[1];
	return true;
}

/* "text X Y W Face size #colour «…»…" */
static bool
read_text(struct scan *s, const char *line, const char *end)
{
	int at[3];
	char *p = (char *)(uintptr_t)line;
	const char *open, *close = end, *style;

	for (int i = 0; i < 3; i++)
		at[i] = (int)strtol(p, &p, 10);
	open = strstr(p, " «");
	if (open == NULL || open > end)
		return true;
	while (close > open && memcmp(close - 2, "»", 2) != 0)
		close--;
	if (close <= open)
		return true;
	style = arena_strndup(s->a, p + 1, (size_t)(open - p) - 1);
	return style != NULL && read_run(s, open + 3, close - 2, style, at);
}

static void
note_art(struct scan *s, const char *line, size_t len)
{
	uint64_t *h;

	if (s->page < 1)
		return;
	h = (uint64_t *)(void *)(s->art.data) + s->page;
	for (size_t i = 0; i < len; i++)
		*h = (*h ^ (unsigned char)line[i]) * 1099511628211U;
}

static bool
begins(const char *line, const char *word)
{
	return strncmp(line, word, strlen(word)) == 0;
}

static bool
read_line(struct scan *s, const char *line, size_t len)
{
	static const uint64_t none = 14695981039346656037U;

	if (begins(line, "text "))
		return read_text(s, line + 5, line + len);
	if (begins(line, "page ")) {
		s->page = (int)strtol(line + 5, NULL, 10);
		while (s->art.len / sizeof(none) <= (size_t)s->page &&
		       !s->art.failed)
			buf_add(&s->art, &none, sizeof(none));
		return flush(s) && !s->art.failed;
	}
	if (begins(line, "rect ") || begins(line, "path ") ||
	    begins(line, "ornament ") || begins(line, "image "))
		note_art(s, line, len);
	return line[0] != '[' || flush(s);
}

bool
drawn_read(struct arena *a, const char *trace, struct drawn *ret)
{
	struct scan s = { .a = a };
	bool ok = true;

	while (ok && *trace != '\0') {
		size_t len, indent = strspn(trace, " ");

		trace += indent;
		len = strcspn(trace, "\n");
		ok = read_line(&s, trace, len);
		trace += len + (trace[len] == '\n');
	}
	ok = ok && flush(&s) && buf_ok(&s.words);
	ret->count = s.words.len / sizeof(*ret->list);
	ret->pages = s.page;
	ret->list =
	    ok ? arena_memdup(a, buf_str(&s.words), s.words.len + 1) : NULL;
	ret->art = ok ? arena_memdup(a, buf_str(&s.art), s.art.len + 1) : NULL;
	buf_done(&s.words);
	buf_done(&s.art);
	buf_done(&s.text);
	return ret->list != NULL && ret->art != NULL;
}

/* --- matching --- */

struct match {
	const struct drawn *one, *two;
	int *to_two, *to_one;
	int from1, from2, n, m; /* what is left between equal ends */
	int **steps;		/* furthest reaching paths, by differences */
};

static bool
same(const struct match *m, int i, int k)
{
	return strcmp(m->one->list[m->from1 + i].text,
		   m->two->list[m->from2 + k].text) == 0;
}

static void
pair(struct match *m, int i, int k)
{
	m->to_two[m->from1 + i] = m->from2 + k;
	m->to_one[m->from2 + k] = m->from1 + i;
}

static void
trim(struct match *m)
{
	while (m->n > 0 && m->m > 0 && same(m, 0, 0)) {
		pair(m, 0, 0);
		m->from1++;
		m->from2++;
		m->n--;
		m->m--;
	}
	while (m->n > 0 && m->m > 0 && same(m, m->n - 1, m->m - 1)) {
		pair(m, m->n - 1, m->m - 1);
		m->n--;
		m->m--;
	}
}

/* Where difference d enters diagonal k: by a new word (true), or by one that is
 * gone.  Diagonal j of the row before stands at j + d - 1. */
static bool
enter(const struct match *m, int d, int k, int *ret_x)
{
	const int *prev = d > 0 ? m->steps[d - 1] + d - 1 : NULL;
	bool down;

	*ret_x = 0;
	if (d == 0)
		return true;
	down = k == -d || (k != d && prev[k - 1] < prev[k + 1]);
	*ret_x = down ? prev[k + 1] : prev[k - 1];
	return down;
}

static bool
reach(struct match *m, int d, bool *ret_done)
{
	int *row = m->steps[d];

	*ret_done = false;
	for (int k = -d; k <= d; k += 2) {
		int x;

		if (!enter(m, d, k, &x))
			x++;
		while (x < m->n && x - k < m->m && same(m, x, x - k))
			x++;
		row[k + d] = x;
		if (x >= m->n && x - k >= m->m) {
			*ret_done = true;
			return true;
		}
	}
	return true;
}

static void
walk_back(struct match *m, int d)
{
	int x = m->n, y = m->m;

	for (; d >= 0; d--) {
		int k = x - y, px, py = 0;
		bool down = enter(m, d, k, &px);

		if (d > 0)
			py = px - (down ? k + 1 : k - 1);
		while (x > px && y > py && x > 0 && y > 0 &&
		       same(m, x - 1, y - 1)) {
			pair(m, x - 1, y - 1);
			x--;
			y--;
		}
		x = px;
		y = py;
	}
}

static bool
run(struct match *m)
{
	bool done = m->n == 0 || m->m == 0, ok = true;
	int d = 0;

	m->steps = done ? NULL : calloc(MOST, sizeof(*m->steps));
	if (!done && m->steps == NULL)
		return false;
	for (; ok && !done && d < MOST; d += !done) {
		m->steps[d] = calloc((size_t)d * 2 + 1, sizeof(**m->steps));
		ok = m->steps[d] != NULL && reach(m, d, &done);
	}
	if (ok && done && m->steps != NULL)
		walk_back(m, d);
	for (int i = 0; m->steps != NULL && i < MOST; i++)
		free(m->steps[i]);
	free(m->steps);
	return ok;
}

bool
drawn_match(struct arena *a, const struct drawn *one, const struct drawn *two,
    int **ret_one, int **ret_two)
{
	struct match m = { .one = one,
		.two = two,
		.n = (int)one->count,
		.m = (int)two->count };

	m.to_two = arena_alloc_n(a, one->count + 1, sizeof(*m.to_two));
	m.to_one = arena_alloc_n(a, two->count + 1, sizeof(*m.to_one));
	if (m.to_two == NULL || m.to_one == NULL)
		return false;
	for (size_t i = 0; i < one->count; i++)
		m.to_two[i] = -1;
	for (size_t i = 0; i < two->count; i++)
		m.to_one[i] = -1;
	trim(&m);
	*ret_one = m.to_two;
	*ret_two = m.to_one;
	return run(&m);
}
