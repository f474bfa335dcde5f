/* tests/bench/archive/queries.c -- what is asked, out of the documents. */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "corpus.h"
#include "viet/syllable.h"
#include "viet/text.h"

const char *const class_names[CLASSES] = {
	[RARE_WORD] = "rare word",
	[THREE_WORDS] = "three words",
	[PHRASE] = "phrase",
	[PREFIX] = "prefix while typing",
	[UNMARKED] = "three words without marks",
	[NUMBER] = "number",
	[NAME] = "whole name",
	[COMMON] = "common words",
	[RELEVANCE_COMMON] = "common words by relevance",
	[RELEVANCE_WORDS] = "three words by relevance",
	[RELEVANCE_NAME] = "name by relevance",
	[FILTERED] = "three words, two filters",
	[DEEP] = "deep paging",
	[FACETS] = "facets",
	[PAGE] = "page: hits, extracts, facets",
	[SUGGESTIONS] = "suggestions",
};

static const char *const commons[] = { "khen thưởng", "thi đua", "phong trào",
	"Ủy ban nhân dân", "thành tích xuất sắc", "cá nhân" };

/* `n` words in a row of the body, from a place that the seed chooses. */
static const char *
words_of(struct arena *a, const char *body, uint32_t seed, int n)
{
	size_t len = strlen(body);
	struct viet_syllables it;
	struct viet_syllable s;
	struct buf b = { 0 };
	size_t from = seed % (len > 200 ? len - 150 : 1);
	const char *out;

	while (from > 0 && body[from - 1] != ' ')
		from--;
	viet_syllables_start(&it, body + from, len - from);
	while (n > 0 && viet_syllable_next(&it, &s)) {
		if (s.whole || (s.exact[0] >= '0' && s.exact[0] <= '9'))
			continue;
		buf_printf(&b, "%s%s", b.len > 0 ? " " : "", s.exact);
		n--;
	}
	out = arena_strdup(a, buf_str(&b));
	buf_done(&b);
	return out;
}

/* The first syllable behind «thôn»: a hamlet nobody else speaks of. */
static const char *
hamlet(struct arena *a, const char *body)
{
	const char *at = strstr(body, "thôn ");

	if (at == NULL)
		return "xuân dục";
	at += strlen("thôn ");
	return arena_strndup(a, at, strcspn(at, ".\n"));
}

static const char *
quoted(struct arena *a, const char *s)
{
	return arena_printf(a, "\"%s\"", s);
}

/* Two to four letters of a word, as a hand that types it. */
static const char *
beginning(struct arena *a, const char *word, uint32_t seed)
{
	const char *folded = viet_fold(a, word);
	size_t n = 2 + seed % 3;

	return arena_strndup(
	    a, folded, n < strlen(folded) ? n : strlen(folded));
}

static const char *
someone(struct arena *a, const struct arc_new *d)
{
	return arena_strndup(a, d->people, strcspn(d->people, ";\n"));
}

void
bench_query(struct arena *a, enum class_of_query c, int n, int64_t count,
    struct bench_query *ret)
{
	uint32_t seed = (uint32_t)(n * 2654435761u) + (uint32_t)c * 97u;
	struct arc_query *q = &ret->q;
	struct arc_new d;
	const char *three;

	corpus_document(
	    a, (int64_t)((uint64_t)seed * (uint64_t)count >> 32), count, &d);
	three = words_of(a, d.body, seed, 3);
	memset(ret, 0, sizeof(*ret));
	q->limit = 20;
	q->words = three;
	q->relevance = c == RELEVANCE_COMMON || c == RELEVANCE_WORDS ||
		       c == RELEVANCE_NAME;
	switch (c) {
	case RARE_WORD:
		q->words = hamlet(a, d.body);
		break;
	case PHRASE:
		q->words = quoted(a, three);
		break;
	case PREFIX:
		q->words = beginning(a, words_of(a, d.body, seed, 1), seed);
		q->typing = true;
		break;
	case UNMARKED:
		q->words = viet_fold(a, three);
		break;
	case NUMBER:
		q->words = arena_printf(a, "%u/QĐ-UBND", seed % 4000 + 1);
		break;
	case NAME:
	case RELEVANCE_NAME:
		q->words = someone(a, &d);
		break;
	case COMMON:
	case RELEVANCE_COMMON:
		q->words = commons[seed % 6];
		break;
	case FILTERED:
		q->year = 2016 + (int)(seed % 10);
		q->type = seed % 2 == 0 ? "certificate" : "decision";
		break;
	case DEEP:
		q->words = commons[seed % 6];
		q->before =
		    (int64_t)((uint64_t)seed * (uint64_t)count >> 33) + 50;
		break;
	case FACETS:
		q->words = n % 2 == 0 ? commons[seed % 6] : three;
		ret->facets = true;
		break;
	case PAGE:
		q->words = n % 2 == 0 ? commons[seed % 6] : three;
		q->extracts = true;
		ret->facets = true;
		break;
	case SUGGESTIONS:
		q->words = beginning(a, someone(a, &d), seed);
		if (n % 2 == 0)
			q->words = arena_strndup(a, someone(a, &d), 8);
		ret->suggest = true;
		break;
	default:
		break;
	}
}
