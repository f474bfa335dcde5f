/* archive/rank.c -- how well a document fits.
 *
 * All words are in it already; what counts is where.  The title says what a
 * document is about, then the names, then the text.  Words in a row are worth
 * as much again.  The exact form of a word that was typed without marks stands
 * above every other marking of it.  How
 * rare a word is in all documents does not matter when every hit has it, and
 * asking would cost more than the search. */
#include <string.h>

#include "archive/search_priv.h"

enum { COLUMNS = 4 };
static const double weights[COLUMNS] = { 8, 5, 1, 0 };
static const double exact_weight = 40; /* more than all columns together */

struct seen {
	int count[WORDS][COLUMNS];
	bool exact[WORDS], row[WORDS][COLUMNS];
};

static double
of_word(const struct seen *s, int word)
{
	double sum = s->exact[word] ? exact_weight : 0;

	for (int c = 0; c < COLUMNS; c++) {
		int n = s->count[word][c] > 5 ? 5 : s->count[word][c];

		if (n == 0)
			continue;
		sum += weights[c] * (1 + 0.1 * (n - 1));
		if (s->row[word][c])
			sum += weights[c];
	}
	return sum;
}

double
rank_hits(const char *roles, const struct db_hit *hits, size_t count)
{
	size_t phrases = strlen(roles) / 2;
	int last_word = -1, last_column = -1, last_offset = -1;
	struct seen seen;
	double sum = 0;

	memset(&seen, 0, sizeof(seen));
	for (size_t i = 0; i < count; i++) {
		const struct db_hit *h = &hits[i];
		const char *role = roles + 2 * h->phrase;
		int word;

		if ((size_t)h->phrase >= phrases || h->column < 0 ||
		    h->column >= COLUMNS)
			continue;
		word = role[1] - 'A';
		if (word < 0 || word >= WORDS)
			continue;
		if (role[0] == ROLE_EXACT) {
			seen.exact[word] = true;
			continue;
		}
		seen.count[word][h->column]++;
		if (word == last_word + 1 && h->column == last_column &&
		    h->offset == last_offset + 1)
			seen.row[word][h->column] = true;
		last_word = word;
		last_column = h->column;
		last_offset = h->offset;
	}
	for (int w = 0; w < WORDS; w++)
		sum += of_word(&seen, w);
	return sum;
}
