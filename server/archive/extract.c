/* archive/extract.c -- the lines of a document around the words that were
 * searched.
 *
 * The stored text is walked with the words of the index, so what is marked is
 * what was found.  Long documents are read up to a bound: an extract helps to
 * choose, it decides nothing. */
#include <stdlib.h>
#include <string.h>

#include "archive/search_priv.h"

enum {
	AROUND = 28, /* syllables of an extract */
	HITS = 256,
	TERMS = WORDS,
	PARTS = 2 * AROUND + 2
};

static const char sql_text[] = "SELECT substr(people, 1, 65536), "
			       "substr(body, 1, 65536) FROM doc_text WHERE "
			       "id = ?1";

struct place {
	size_t from, to; /* bytes */
	size_t at;	 /* syllable */
	int word;
};
struct looking {
	struct syllables words[TERMS];
	bool prefix[TERMS];
	size_t count;
	/* the last syllables that were read, in a ring */
	struct viet_syllable ring[WORD_SYLLABLES];
	size_t read;
	struct place hits[HITS];
	size_t hit_count;
};

static bool
same(const struct viet_syllable *typed, const struct viet_syllable *have,
    bool prefix)
{
	const char *t = typed->marked ? typed->exact : typed->folded;
	const char *h = typed->marked ? have->exact : have->folded;

	return prefix ? strncmp(t, h, strlen(t)) == 0 : strcmp(t, h) == 0;
}

/* Does word `w` end with the syllable that was read last? */
static void
look(struct looking *l, size_t w)
{
	const struct syllables *s = &l->words[w];
	size_t n = s->count;
	struct place *p;

	if (n == 0 || n > l->read || l->hit_count == HITS)
		return;
	for (size_t i = 0; i < n; i++) {
		size_t at = l->read - n + i;

		if (!same(&s->list[i], &l->ring[at % WORD_SYLLABLES],
			l->prefix[w] && i + 1 == n))
			return;
	}
	p = &l->hits[l->hit_count++];
	p->from = l->ring[(l->read - n) % WORD_SYLLABLES].from;
	p->to = l->ring[(l->read - 1) % WORD_SYLLABLES].to;
	p->at = l->read - n;
	p->word = (int)w;
}

static void
find_all(struct looking *l, const char *text, size_t len)
{
	struct viet_syllables it;
	struct viet_syllable s;

	l->read = l->hit_count = 0;
	viet_syllables_start(&it, text, len);
	while (l->hit_count < HITS && viet_syllable_next(&it, &s)) {
		if (s.whole)
			continue;
		l->ring[l->read++ % WORD_SYLLABLES] = s;
		for (size_t w = 0; w < l->count; w++)
			look(l, w);
	}
}

/* The hit from which on most different words stand within an extract. */
static size_t
best_start(const struct looking *l, int *ret_words)
{
	size_t best = 0;

	*ret_words = 0;
	for (size_t i = 0; i < l->hit_count; i++) {
		uint32_t seen = 0;
		int words = 0;

		for (size_t k = i; k < l->hit_count &&
				   l->hits[k].at < l->hits[i].at + AROUND - 6;
		     k++) {
			uint32_t bit = (uint32_t)1 << l->hits[k].word;

			words += !(seen & bit);
			seen |= bit;
		}
		if (words > *ret_words) {
			*ret_words = words;
			best = i;
		}
	}
	return best;
}

static void
add_part(struct arena *a, struct arc_extract *e, const char *text, size_t len,
    bool hit)
{
	char *copy = len == 0 ? NULL : arena_strndup(a, text, len);

	if (copy == NULL || e->count == PARTS)
		return;
	for (char *p = copy; *p != '\0'; p++)
		if (*p == '\n' || *p == '\t')
			*p = ' ';
	e->parts[e->count++] = (struct arc_part){ copy, hit };
}

/* Bytes from the beginning of syllable `first` to the end of the extract. */
static void
bounds(const char *text, size_t len, size_t first, size_t *ret_from,
    size_t *ret_to)
{
	struct viet_syllables it;
	struct viet_syllable s;
	size_t n = 0;

	*ret_from = *ret_to = 0;
	viet_syllables_start(&it, text, len);
	while (n < first + AROUND && viet_syllable_next(&it, &s)) {
		if (s.whole)
			continue;
		if (n++ == first)
			*ret_from = s.from;
		*ret_to = s.to;
	}
}

static bool
write_extract(struct arena *a, const struct looking *l, const char *text,
    size_t len, size_t start, struct arc_extract *ret)
{
	size_t first = l->hits[start].at > 6 ? l->hits[start].at - 6 : 0;
	size_t from, to, done;

	ret->parts = arena_alloc_n(a, PARTS, sizeof(*ret->parts));
	if (ret->parts == NULL)
		return false;
	bounds(text, len, first, &from, &to);
	if (from > 0)
		add_part(a, ret, "… ", strlen("… "), false);
	done = from;
	for (size_t i = 0; i < l->hit_count; i++) {
		const struct place *p = &l->hits[i];

		if (p->from < done || p->to > to)
			continue;
		add_part(a, ret, text + done, p->from - done, false);
		add_part(a, ret, text + p->from, p->to - p->from, true);
		done = p->to;
	}
	add_part(a, ret, text + done, to - done, false);
	if (to + 2 < len)
		add_part(a, ret, " …", strlen(" …"), false);
	return true;
}

static void
set_words(struct looking *l, const struct words *w)
{
	for (size_t i = 0; i < w->count; i++)
		if (!w->list[i].minus) {
			syllables_read(&w->list[i], &l->words[l->count]);
			l->prefix[l->count++] = w->list[i].prefix;
		}
}

/* The stored names and text of a document; *ret_texts in the arena. */
static bool
read_texts(struct arc *arc, struct arena *a, int64_t id,
    const char *ret_texts[static 2], struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (!db_prepare(arc->db, sql_text, &st, err))
		return false;
	db_bind_int(st, 1, id);
	if (!db_step(st, &row, err))
		return false;
	for (int i = 0; i < 2; i++)
		ret_texts[i] = row ? db_text(st, i, a) : "";
	db_reset(st);
	return true;
}

/* Of the names when they hold as many of the words as the text does. */
static bool
extract_one(struct looking *l, struct arena *a, const char *const texts[2],
    struct arc_extract *ret)
{
	int words[2];
	size_t start[2];

	for (int i = 1; i >= 0; i--) {
		find_all(l, texts[i], strlen(texts[i]));
		start[i] = best_start(l, &words[i]);
	}
	if (words[0] >= words[1] && words[0] > 0)
		return write_extract(
		    a, l, texts[0], strlen(texts[0]), start[0], ret);
	if (words[1] == 0)
		return true;
	find_all(l, texts[1], strlen(texts[1]));
	return write_extract(a, l, texts[1], strlen(texts[1]), start[1], ret);
}

bool
extracts_read(struct arc *arc, struct arena *a, const struct words *w,
    const struct arc_doc *docs, size_t count, struct arc_extract *ret,
    struct err *err)
{
	struct arena *scratch = arena_new(0);
	struct looking *l = calloc(1, sizeof(*l));
	bool ok = (scratch != NULL && l != NULL) || err_nomem(err);

	if (ok)
		set_words(l, w);
	for (size_t i = 0; ok && i < count; i++) {
		const char *texts[2];

		arena_reset(scratch);
		ok = read_texts(arc, scratch, docs[i].id, texts, err) &&
		     (extract_one(l, a, texts, &ret[i]) || err_nomem(err));
	}
	free(l);
	arena_free(scratch);
	return ok;
}
