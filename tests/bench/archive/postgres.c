/* tests/bench/archive/postgres.c -- the same texts and questions for
 * PostgreSQL's text search: folded by us, because it knows no Vietnamese. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "bench.h"
#include "corpus.h"
#include "viet/syllable.h"
#include "viet/text.h"

static void
put_line(const char *s)
{
	for (; *s != '\0'; s++)
		putchar(*s == '\t' || *s == '\n' || *s == '\\' ? ' ' : *s);
}

bool
plain_texts(int64_t count)
{
	struct arena *a = arena_new(0);

	for (int64_t i = 0; i < count; i++) {
		struct arc_new d;

		arena_reset(a);
		corpus_document(a, i, count, &d);
		printf("%lld\t%s\t%d\t", (long long)i + 1, d.type,
		    day_ymd(d.date).year);
		put_line(viet_fold(a, d.title));
		putchar(' ');
		put_line(viet_fold(a, d.people));
		putchar(' ');
		put_line(viet_fold(a, d.body));
		putchar('\n');
	}
	arena_free(a);
	return !ferror(stdout);
}

/* 'khen' & 'thuong', 'khen' <-> 'thuong', 'thu':* */
static void
put_query(struct arena *a, const struct arc_query *q, struct buf *out)
{
	const char *folded = viet_fold(a, q->words);
	bool phrase = q->words[0] == '"';
	struct viet_syllables it;
	struct viet_syllable s;
	size_t n = 0;

	viet_syllables_start(&it, folded, strlen(folded));
	while (viet_syllable_next(&it, &s)) {
		if (s.whole)
			continue;
		buf_printf(out, "%s%s",
		    n == 0   ? ""
		    : phrase ? " <-> "
			     : " & ",
		    s.folded);
		n++;
	}
	if (q->typing)
		buf_str_add(out, ":*");
}

static void
put_statement(const struct bench_query *b, const char *query)
{
	if (b->facets)
		printf("SELECT type, year, count(*) FROM doc WHERE words @@ "
		       "'%s'::tsquery GROUP BY 1, 2;\n",
		    query);
	else if (b->q.relevance)
		printf("SELECT id FROM doc WHERE words @@ '%s'::tsquery ORDER "
		       "BY ts_rank(words, '%s'::tsquery) DESC LIMIT 20;\n",
		    query, query);
	else if (b->q.year != 0)
		printf("SELECT id FROM doc WHERE words @@ '%s'::tsquery AND "
		       "year = %d AND type = '%s' ORDER BY id DESC LIMIT 20;\n",
		    query, b->q.year, b->q.type);
	else
		printf("SELECT id FROM doc WHERE words @@ '%s'::tsquery AND id "
		       "< %lld ORDER BY id DESC LIMIT 20;\n",
		    query,
		    (long long)(b->q.before == 0 ? INT64_MAX : b->q.before));
}

bool
plain_asked(int64_t count, int queries)
{
	struct arena *a = arena_new(0);

	for (int c = 0; c < CLASSES; c++) {
		if (c == PAGE || c == SUGGESTIONS)
			continue;
		for (int n = 0; n < queries; n++) {
			struct bench_query b;
			struct buf query = { 0 };

			arena_reset(a);
			bench_query(
			    a, (enum class_of_query)c, n + queries, count, &b);
			put_query(a, &b.q, &query);
			printf("%s\t", class_names[c]);
			put_statement(&b, buf_str(&query));
			buf_done(&query);
		}
	}
	arena_free(a);
	return !ferror(stdout);
}
