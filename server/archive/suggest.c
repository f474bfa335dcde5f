/* archive/suggest.c -- what may be meant while a query is being typed.
 *
 * Numbers that begin so, whole names that begin so, and the commonest words
 * that end it.  Ranges of keys are read up to a bound, never a whole index. */
#include <stdio.h>
#include <string.h>

#include "archive/search_priv.h"
#include "viet/text.h"

enum { SUGGESTIONS = 10, NAMES = 5, CODES = 3, ENDINGS = 5, READ = 400 };

static const char sql_names[] =
    "SELECT name, docs FROM (SELECT name, docs FROM person WHERE sound >= ?1 "
    "AND sound < ?2 LIMIT ?3) ORDER BY docs DESC LIMIT ?4";
static const char sql_codes[] =
    "SELECT code, count(*) FROM (SELECT code FROM document WHERE code >= ?1 "
    "AND code < ?2 ORDER BY code LIMIT ?3) GROUP BY code LIMIT ?4";
static const char sql_words[] =
    "SELECT term, docs FROM vocab WHERE term >= ?1 AND term < ?2 "
    "ORDER BY docs DESC LIMIT ?4";

struct suggesting {
	struct arc *arc;
	struct arena *a;
	struct arc_suggestion *list;
	size_t count;
};

/* Keys that begin with `begin`; `before` is put before each text. */
static bool
add_range(struct suggesting *g, const char *sql, const char *begin, int most,
    const char *before, const char *what, struct err *err)
{
	const char *after = arena_printf(g->a, "%s\xF4\x8F\xBF\xBF", begin);
	struct db_stmt *st;
	bool row = true, ok;

	if (after == NULL)
		return err_nomem(err);
	if (!db_prepare(g->arc->db, sql, &st, err))
		return false;
	db_bind_text(st, 1, begin);
	db_bind_text(st, 2, after);
	db_bind_int(st, 3, READ);
	db_bind_int(st, 4, most);
	while ((ok = db_step(st, &row, err)) && row && g->count < SUGGESTIONS) {
		const char *s = db_text(st, 0, g->a);

		s = arena_printf(g->a, "%s%s", before, s + (*s == '='));
		if (s != NULL)
			g->list[g->count++] =
			    (struct arc_suggestion){ s, what, db_int(st, 1) };
	}
	db_reset(st);
	return ok;
}

static bool
add_words(struct suggesting *g, const struct words *w, struct err *err)
{
	const struct word *last = &w->list[w->count - 1];
	struct syllables s;
	char begin[VIET_SYLLABLE_BYTES + 2], *before;

	syllables_read(last, &s);
	if (s.count != 1)
		return true;
	/* Marked words are better to read, so they are asked for first. */
	snprintf(begin, sizeof(begin), "%s%s", s.list[0].marked ? "=" : "",
	    s.list[0].marked ? s.list[0].exact : s.list[0].folded);
	before = arena_strndup(g->a, w->text, (size_t)(last->text - w->text));
	return before == NULL
		   ? err_nomem(err)
		   : add_range(g, sql_words, begin, ENDINGS, before, "từ", err);
}

bool
arc_suggest(struct arc *arc, struct arena *a, const char *typed,
    struct arc_suggestion **ret, size_t *ret_count, struct err *err)
{
	struct suggesting g = { .arc = arc, .a = a };
	struct whole_name name;
	struct words w;
	const char *text = typed;
	bool ok = true;

	g.list = arena_alloc_n(a, SUGGESTIONS, sizeof(*g.list));
	if (g.list == NULL)
		return err_nomem(err);
	*ret = g.list;
	*ret_count = 0;
	if (!viet_nfc(a, typed, strlen(typed), &text, NULL))
		return true;
	words_read(&w, text, true);
	if (w.count == 0 || !name_read(text, strlen(text), &name))
		return true;
	db_deadline(arc->db, 20);
	if (text[0] >= '0' && text[0] <= '9')
		ok = add_range(&g, sql_codes, viet_upper(a, text), CODES, "",
		    "số, ký hiệu", err);
	else if (strlen(name.sound) >= 2)
		ok = add_range(
		    &g, sql_names, name.sound, NAMES, "", "họ tên", err);
	ok = ok && add_words(&g, &w, err);
	db_deadline(arc->db, 0);
	if (!ok && err != NULL && err->kind != ERR_BUSY)
		return false;
	*ret_count = g.count;
	return true;
}
