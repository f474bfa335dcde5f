/* archive/fact.h -- statements of the log that carry a value.
 *
 * How an organisation numbers its documents, that a book is closed, what a
 * records file is called and what lies in it: none of it is a row that changes.
 * Each is written down once, with its event; the newest one holds.  So history
 * is there for free, and whoever changes a row changes the log's hashes. */
#ifndef ARCHIVE_FACT_H
#define ARCHIVE_FACT_H

#include "archive/archive.h"

struct arc_fact {
	int64_t seq, at;   /* given by the log */
	const char *kind;  /* "numbering", "close", "note", "file" … */
	const char *key;   /* what it is about */
	const char *other; /* a second thing, "" = none */
	const char *value;
	const char *uid;  /* of the document that the event belongs to, or "" */
	const char *text; /* what the log says, a sentence in Vietnamese */
};

/* Inside arc_begin() … arc_commit(). */
MUST_CHECK bool arc_add_fact(
    struct arc *arc, const struct arc_fact *fact, struct err *err);
/* In the order of the log; NULL = any. */
MUST_CHECK bool arc_list_facts(struct arc *arc, struct arena *a,
    const struct arc_fact *like, struct arc_fact **ret, size_t *ret_count,
    struct err *err);
/* The newest one; ret->seq is 0 when there is none. */
MUST_CHECK bool arc_last_fact(struct arc *arc, struct arena *a,
    const struct arc_fact *like, struct arc_fact *ret, struct err *err);

#endif
