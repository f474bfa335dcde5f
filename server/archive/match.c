/* archive/match.c -- from words and filters to a query of FTS5.
 *
 * Every term is quoted and stands as it is in the index, so nothing that was
 * typed can be syntax. */
#include <stdio.h>
#include <string.h>

#include "archive/search_priv.h"

/* Endings of an unfinished word that are tried: the commonest. */
enum { ENDINGS = 16 };

static const char sql_endings[] =
    "SELECT term FROM vocab WHERE term >= ?1 AND term < ?2 AND term <> ?1 "
    "ORDER BY docs DESC LIMIT ?3";

void
match_done(struct match *m)
{
	buf_done(&m->wanted);
	buf_done(&m->without);
	buf_done(&m->roles);
}

static void
join(struct buf *b, const char *by)
{
	if (b->len > 0)
		buf_str_add(b, by);
}

static void
add_quoted(struct buf *out, const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '"')
			buf_char(out, '"');
		buf_char(out, *s);
	}
}

static void
add_role(struct match *m, enum role role, size_t word)
{
	buf_char(&m->roles, (char)role);
	buf_char(&m->roles, (char)('A' + word));
}

/* --- words --- */

struct making {
	struct arc *arc;
	struct match *m;
	const struct match_options *o;
	struct buf *out;
	size_t word;
};

static void
add_form(struct buf *out, const struct viet_syllable *s, bool unmarked)
{
	if (s->marked && !unmarked) {
		buf_char(out, '=');
		buf_str_add(out, s->exact);
	} else {
		buf_str_add(out, s->folded);
	}
}

/* "first second … last" where `last` replaces the last syllable, or NULL. */
static void
add_phrase(struct making *k, const struct syllables *s, const char *last)
{
	buf_char(k->out, '"');
	for (size_t i = 0; i < s->count; i++) {
		if (i > 0)
			buf_char(k->out, ' ');
		if (last != NULL && i + 1 == s->count)
			buf_str_add(k->out, last);
		else
			add_form(k->out, &s->list[i], k->o->unmarked);
	}
	buf_char(k->out, '"');
	add_role(k->m, ROLE_WORD, k->word);
}

/* The phrase, and the phrase with each common ending of its last syllable. */
static bool
add_endings(struct making *k, const struct syllables *s, struct err *err)
{
	struct buf form = { 0 }, after = { 0 };
	struct arena *a = arena_new(0);
	struct db_stmt *st;
	bool row = true, ok = a != NULL || err_nomem(err);

	add_form(&form, &s->list[s->count - 1], k->o->unmarked);
	buf_printf(&after, "%s\xF4\x8F\xBF\xBF", buf_str(&form));
	buf_char(k->out, '(');
	add_phrase(k, s, NULL);
	ok = ok && db_prepare(k->arc->db, sql_endings, &st, err);
	if (ok) {
		db_bind_text(st, 1, buf_str(&form));
		db_bind_text(st, 2, buf_str(&after));
		db_bind_int(st, 3, ENDINGS);
		while ((ok = db_step(st, &row, err)) && row) {
			buf_str_add(k->out, " OR ");
			add_phrase(k, s, db_text(st, 0, a));
		}
		db_reset(st);
	}
	buf_char(k->out, ')');
	buf_done(&form);
	buf_done(&after);
	arena_free(a);
	return ok;
}

/* A single unmarked word finds every marking; its own form counts more. */
static void
add_both(struct making *k, const struct syllables *s)
{
	buf_char(k->out, '(');
	add_phrase(k, s, NULL);
	buf_printf(k->out, " OR \"=%s\")", s->list[0].exact);
	add_role(k->m, ROLE_EXACT, k->word);
}

static bool
add_word(struct making *k, const struct word *w, struct err *err)
{
	struct syllables s;

	syllables_read(w, &s);
	if (s.count == 0)
		return true;
	join(k->out, w->minus ? " OR " : " AND ");
	if (s.is_number && !w->quoted && !w->prefix && !k->o->parts) {
		buf_char(k->out, '"');
		add_form(k->out, &s.whole, k->o->unmarked);
		buf_char(k->out, '"');
		add_role(k->m, ROLE_WORD, k->word);
	} else if (w->prefix) {
		return add_endings(k, &s, err);
	} else if (k->o->ranked && s.count == 1 && !s.list[0].marked) {
		add_both(k, &s);
	} else {
		add_phrase(k, &s, NULL);
	}
	return true;
}

/* All wanted words as one phrase. */
static bool
add_together(struct making *k, const struct words *w, struct err *err)
{
	struct word all = {
		.text = w->text, .len = strlen(w->text), .quoted = true
	};

	return add_word(k, &all, err);
}

bool
match_words(struct arc *arc, struct match *m, const struct words *w,
    const struct match_options *o, struct err *err)
{
	struct making k = { arc, m, o, &m->wanted, 0 };

	if (o->phrase)
		return add_together(&k, w, err);
	for (size_t i = 0; i < w->count; i++) {
		if (w->list[i].minus)
			continue;
		if (!add_word(&k, &w->list[i], err))
			return false;
		k.word++;
	}
	/* Words to be taken away come last: they are phrases of the query too,
	 * but never stand in what is found. */
	k.out = &m->without;
	for (size_t i = 0; i < w->count; i++)
		if (w->list[i].minus && !add_word(&k, &w->list[i], err))
			return false;
	return true;
}

/* --- facts --- */

void
match_fact(struct buf *out, enum fact fact, const char *value)
{
	struct buf term = { 0 };

	fact_add(&term, fact, value);
	if (term.len > 0)
		buf_cut(&term, term.len - 1); /* the space behind it */
	buf_char(out, '"');
	add_quoted(out, buf_str(&term));
	buf_char(out, '"');
	buf_done(&term);
}

void
match_and(struct match *m, const char *condition)
{
	join(&m->wanted, " AND ");
	buf_printf(&m->wanted, "(%s)", condition);
}

void
match_not(struct match *m, const char *condition)
{
	join(&m->without, " OR ");
	buf_printf(&m->without, "(%s)", condition);
}

static void
filter(struct match *m, enum fact fact, const char *value)
{
	if (value == NULL || value[0] == '\0')
		return;
	join(&m->wanted, " AND ");
	match_fact(&m->wanted, fact, value);
}

static void
or_day(struct buf *out, struct ymd d, int parts)
{
	char text[32];

	join(out, " OR ");
	snprintf(text, sizeof(text), "%04d%02d%02d", d.year, d.month, d.day);
	text[parts == 1 ? 4 : parts == 2 ? 6 : 8] = '\0';
	match_fact(out,
	    parts == 1	 ? FACT_YEAR
	    : parts == 2 ? FACT_MONTH
			 : FACT_DAY,
	    text);
}

/* Days, months and years that fill the time between: never more than about a
 * hundred terms. */
static void
filter_days(struct match *m, day_t from, day_t until)
{
	const day_t first = day_of_ymd((struct ymd){ 1945, 1, 1 });
	const day_t last = day_of_ymd((struct ymd){ 2100, 12, 31 });
	struct buf any = { 0 };

	if (from == 0 && until == 0)
		return;
	from = from == 0 || from < first ? first : from;
	until = until == 0 || until > last ? last : until;
	while (from <= until) {
		struct ymd d = day_ymd(from);
		struct ymd year = { d.year + 1, 1, 1 },
			   month = { d.year + d.month / 12, d.month % 12 + 1,
				   1 };
		int parts = 3;

		if (d.day == 1 && d.month == 1 && day_of_ymd(year) - 1 <= until)
			parts = 1;
		else if (d.day == 1 && day_of_ymd(month) - 1 <= until)
			parts = 2;
		or_day(&any, d, parts);
		from = parts == 1   ? day_of_ymd(year)
		       : parts == 2 ? day_of_ymd(month)
				    : from + 1;
	}
	if (any.len == 0) /* the end before the beginning: nothing */
		match_fact(&any, FACT_DAY, "none");
	match_and(m, buf_str(&any));
	buf_done(&any);
}

void
match_filters(struct match *m, const struct arc_query *q)
{
	struct whole_name signer;
	char year[12];

	snprintf(year, sizeof(year), "%04d", q->year);
	filter(m, FACT_TYPE, q->type);
	filter(m, FACT_SERIES, q->series);
	filter(m, FACT_CAMPAIGN, q->campaign);
	filter(m, FACT_ORG, q->org);
	filter(m, FACT_STATUS, q->status);
	filter(m, FACT_KIND, q->kind);
	filter(m, FACT_YEAR, q->year == 0 ? NULL : year);
	if (q->signer != NULL && q->signer[0] != '\0') {
		bool named = name_read(q->signer, strlen(q->signer), &signer);

		filter(m,
		    named && signer.marked ? FACT_SIGNER_EXACT : FACT_SIGNER,
		    !named	    ? "?"
		    : signer.marked ? signer.exact
				    : signer.folded);
	}
	filter_days(m, q->from, q->until);
}

const char *
match_text(struct match *m, struct arena *a)
{
	if (m->wanted.len == 0 && m->without.len > 0)
		match_fact(&m->wanted, FACT_ALL, "");
	if (!buf_ok(&m->wanted) || !buf_ok(&m->without) || !buf_ok(&m->roles))
		return NULL;
	if (m->without.len == 0)
		return arena_strdup(a, buf_str(&m->wanted));
	return arena_printf(
	    a, "(%s) NOT (%s)", buf_str(&m->wanted), buf_str(&m->without));
}
