/* archive/search_priv.h -- what the files of the search share.
 *
 * Terms of the index.  Every syllable has its folded form ("hoa") and, at the
 * same place, its exact form behind '=' ("=hòa"); a document number stands
 * whole at the place of its first part.  Facts of a document (type, year,
 * names …) are terms that begin with FACT and a letter: no text can hold that
 * byte, so that a filter is a part of the query like any word. */
#ifndef ARCHIVE_SEARCH_PRIV_H
#define ARCHIVE_SEARCH_PRIV_H

#include "archive/arc_priv.h"
#include "viet/syllable.h"

#define FACT '\x01'

/* The letters behind FACT. */
enum fact {
	FACT_ALL = 'a',	       /* every document */
	FACT_DAY = 'd',	       /* 20220412 */
	FACT_MONTH = 'm',      /* 202204 */
	FACT_YEAR = 'y',       /* 2022 */
	FACT_NUMBER = '#',     /* 71 */
	FACT_CODE = 'c',       /* 71/kh-ubnd */
	FACT_SYMBOL = 'x',     /* kh-ubnd */
	FACT_NAME = 'n',       /* folded whole name: nguyen_van_hoa */
	FACT_NAME_EXACT = 'N', /* nguyễn_văn_hòa */
	FACT_SIGNER = 'k',
	FACT_SIGNER_EXACT = 'K',
	FACT_TYPE = 't',
	FACT_SERIES = 'b',
	FACT_CAMPAIGN = 'p',
	FACT_ORG = 'o',
	FACT_STATUS = 's',
	FACT_KIND = 'h'
};

/* --- token.c --- */

enum { NAME_BYTES = 400 };

/* A whole name: its syllables joined by '_'. */
struct whole_name {
	char exact[NAME_BYTES], folded[NAME_BYTES];
	char sound[NAME_BYTES]; /* folded, no gaps, y as i: what sounds alike */
	size_t syllables;
	bool marked; /* some syllable has marks */
};
/* False for a text without a single syllable. */
bool name_read(const char *text, size_t len, struct whole_name *ret);
/* "05/QĐ-UBND" → "5/qd-ubnd"; false for anything else. */
bool code_read(
    const char *text, size_t len, char out[static VIET_SYLLABLE_BYTES]);
/* "QĐ-UBND" → "qd-ubnd" */
bool symbol_read(
    const char *text, size_t len, char out[static VIET_SYLLABLE_BYTES]);
/* FACT, letter, value; spaces and control characters become '_'. */
void fact_add(struct buf *out, enum fact fact, const char *value);
/* All that a document is found by besides its text. */
void facts_write(struct buf *out, const struct arc_new *d, const char *status);
/* Calls `use` for each name in the lines "name; unit" of `people`. */
void people_each(const char *people,
    void (*use)(void *ctx, const char *name, size_t len), void *ctx);

/* --- words.c: what was typed --- */

enum { WORDS = 32, WORD_SYLLABLES = 64 };

struct word {
	const char *text; /* in the query, without quotes, minus, star */
	size_t len;
	bool minus, quoted, prefix;
};
struct words {
	const char *text; /* the query in NFC */
	struct word list[WORDS];
	size_t count, wanted;
	const char *explain; /* what of it could not be used, or NULL */
};
void words_read(struct words *ret, const char *text, bool typing);

/* The syllables of one word; a number that stands whole apart. */
struct syllables {
	struct viet_syllable list[WORD_SYLLABLES], whole;
	size_t count;
	bool is_number; /* it is all one document number: `whole` */
};
void syllables_read(const struct word *w, struct syllables *ret);

/* --- match.c: the query of FTS5 --- */

/* What a phrase of the query stands for, for the rank function. */
enum role { ROLE_WORD = 'w', ROLE_EXACT = 'e', ROLE_FACT = 'f' };

struct match {
	struct buf wanted, without; /* joined by AND, by OR */
	struct buf roles;	    /* role and 'A' + word of each phrase */
};
struct match_options {
	bool ranked;   /* unmarked words ask for their exact form as well */
	bool parts;    /* document numbers by their parts, not whole */
	bool unmarked; /* marks that were typed do not count */
	bool phrase;   /* all words next to each other */
};
void match_done(struct match *m);
bool match_words(struct arc *arc, struct match *m, const struct words *w,
    const struct match_options *o, struct err *err);
void match_filters(struct match *m, const struct arc_query *q);
/* One fact as a quoted term of the query. */
void match_fact(struct buf *out, enum fact fact, const char *value);
/* One more condition. */
void match_and(struct match *m, const char *condition);
void match_not(struct match *m, const char *condition);
/* In the arena; "" = every document, NULL = no memory. */
const char *match_text(struct match *m, struct arena *a);

/* --- jump.c: numbers, symbols, dates, names --- */

struct jump {
	const char *match; /* NULL = the words are just words */
	const char *understood;
	const char *name; /* the whole name that it is, or NULL */
	bool phrase;	  /* the words belong together */
};
bool jump_read(struct arc *arc, struct arena *a, const struct words *w,
    struct jump *ret, struct err *err);

/* --- plan.c: the steps of a search --- */

struct plan {
	struct words words;
	/* Matches in the order of their showing, each without those before;
	 * stage[0] may be NULL, and stage[1] "" = every document. */
	const char *stage[2];
	const char *roles; /* of stage[1] */
	const char *title; /* all words together in title or names, or NULL */
	struct jump jump;
};
bool plan_read(struct arc *arc, struct arena *a, const struct arc_query *q,
    const struct match_options *o, struct plan *ret, struct err *err);

/* --- rank.c --- */

double rank_hits(const char *roles, const struct db_hit *hits, size_t count);

/* --- extract.c --- */

/* Fills ret[0..count), which is zeroed. */
bool extracts_read(struct arc *arc, struct arena *a, const struct words *w,
    const struct arc_doc *docs, size_t count, struct arc_extract *ret,
    struct err *err);

#endif
