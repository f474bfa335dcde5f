/* archive/archive.h -- register, volumes, index, search.
 *
 * A data folder holds sovang.db and volumes/YYYY-NNNNNN.tar
 * (archive/README.md). Issuing is one act: numbers are taken, documents are
 * appended to a volume, synced, read back and hashed, and then one transaction
 * commits number, row, index and event together.  What lies past the committed
 * end of a volume is cut off by the next writer.
 *
 * A handle belongs to one thread at a time.  Writers of all processes take
 * turns by a lock file; readers never wait. */
#ifndef ARCHIVE_ARCHIVE_H
#define ARCHIVE_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/day.h"
#include "base/env.h"
#include "base/err.h"
#include "base/hash.h"

struct arc;
struct arc_doc;
struct arena;
struct db;
struct xml_doc;

/* Creates folder, database and schema; fine when they exist already. */
MUST_CHECK bool arc_init(const char *dir, struct err *err);
/* ERR_NOTFOUND without a data folder, ERR_SETUP when a newer program wrote it.
 */
MUST_CHECK bool arc_open(const char *dir, bool writer, const struct env *env,
    struct arc **ret, struct err *err);
void arc_close(struct arc *arc);
/* The connection, for `model`'s tables in the same transaction. */
struct db *arc_db(struct arc *arc);

/* --- issuing --- */

/* What the register and the exchange of documents want beside the row (Decree
 * 30/2020/NĐ-CP, annexes IV and VI). */
struct arc_outgoing {
	const char *organ_id;	/* mã định danh of the organisation */
	const char *recipients; /* with "; " between */
	const char *keeper;	/* who keeps the filed copy: "VT, NC" */
	const char *unit;	/* who drafted it: "NC" */
	const char *secrecy;	/* "", "mat", "toi-mat" or "tuyet-mat" */
	const char *language;
	int copies; /* 0 = not said */
	int priority; /* 0 ordinary, 1 khẩn, 2 thượng khẩn, 3 hỏa tốc */
};

/* A document to be filed.  Texts are copied; NULL counts as "". */
struct arc_new {
	const char *org, *series; /* "ubnd-hung-yen", "van-ban" */
	int year;
	int64_t number;
	const char *suffix;    /* "a" in 12a, or "" */
	const char *symbol;    /* "KH-UBND" */
	const char *code;      /* "71/KH-UBND": what people call it */
	const char *type;      /* plan, decision, certificate */
	const char *type_name; /* "Kế hoạch" */
	day_t date;
	const char *title;
	const char *campaign, *campaign_name;
	const char *signer, *position;
	const char *honouree, *honouree_kind, *unit;
	const char *decision; /* uid of the decision a certificate belongs to */
	const char *key;      /* idempotency key, "" = none */
	const char *people, *body; /* for the index only */
	struct arc_outgoing outgoing;
	int pages;
	const char *pdf;
	size_t pdf_len;
	const char *data;
	size_t data_len;
	const char *template_lock; /* JSON */
	/* JSON object for the manifest alone: by what it was made; NULL = none.
	 * Borrowed until arc_add() returns. */
	const char *making;
	const char *uid; /* made by arc_uid() */
};

/* Takes the write lock and opens the transaction.  ERR_BUSY after 10 s. */
MUST_CHECK bool arc_begin(struct arc *arc, struct err *err);
/* A new opaque identifier. */
void arc_uid(struct arc *arc, char out[static ENV_ID_LEN + 1]);
/* The next number of the series in the year of `date`; a year begins at
 * midnight in Vietnam.  ERR_REGISTER when the date is before the last one given
 * or has not come yet, or when the year's book is closed. */
MUST_CHECK bool arc_take_number(struct arc *arc, const char *org,
    const char *series, day_t date, int64_t *ret, struct err *err);
/* The number that arc_take_number() would give now, to prepare a document
 * before its turn; *ret_fresh (may be NULL) = the year has none yet.  Readers
 * may ask too. */
MUST_CHECK bool arc_next_number(struct arc *arc, const char *org,
    const char *series, int year, int64_t *ret, bool *ret_fresh,
    struct err *err);
/* Lets an empty series begin at a number that was given before this program
 * came, with the reason; ERR_REGISTER once the series of that year has numbers.
 */
MUST_CHECK bool arc_open_series(struct arc *arc, const char *org,
    const char *series, int year, int64_t first, const char *reason,
    struct err *err);
/* The document that was filed under this key; false when there is none. */
bool arc_find_key(
    struct arc *arc, struct arena *a, const char *key, struct arc_doc *ret);
MUST_CHECK bool arc_add(
    struct arc *arc, const struct arc_new *doc, struct err *err);
/* All of the group or nothing.  After a failed sync the handle refuses to
 * write. */
MUST_CHECK bool arc_commit(struct arc *arc, struct err *err);
void arc_abort(struct arc *arc);

/* --- reading --- */

struct arc_doc {
	int64_t id; /* grows with time: newest first is id descending */
	const char *uid, *org, *series, *symbol, *code, *type, *type_name,
	    *title, *campaign, *campaign_name, *signer, *position, *honouree,
	    *honouree_kind, *unit, *decision, *status, *template_lock, *suffix,
	    *key; /* idempotency key, "" = none */
	int year, pages;
	int64_t number;
	day_t date;
	int64_t created;
	struct hash sha256, data_sha256;
	const char *volume;
	int64_t offset, length, data_offset, data_length;
};

/* ERR_NOTFOUND. */
MUST_CHECK bool arc_get(struct arc *arc, struct arena *a, const char *uid,
    struct arc_doc *ret, struct err *err);

/* Of a document from before these columns it is read from the data. */
MUST_CHECK bool arc_get_outgoing(struct arc *arc, struct arena *a, int64_t id,
    const char *uid, struct arc_outgoing *ret, struct err *err);

/* The documents that belong to a decision, in the order of their numbers. */
MUST_CHECK bool arc_of_decision(struct arc *arc, struct arena *a,
    const char *decision, struct arc_doc **ret, size_t *ret_count,
    struct err *err);

/* The bytes, hashed and compared first: ERR_CORRUPT names the document. */
MUST_CHECK bool arc_read(struct arc *arc, struct arena *a,
    const struct arc_doc *doc, bool data, const char **ret, size_t *ret_len,
    struct err *err);

struct arc_event {
	int64_t at;
	const char *kind, *text;
};
MUST_CHECK bool arc_events(struct arc *arc, struct arena *a, const char *uid,
    struct arc_event **ret, size_t *ret_count, struct err *err);

struct arc_series {
	const char *org, *series;
	int year;
	int64_t last, count;
};
MUST_CHECK bool arc_list_series(struct arc *arc, struct arena *a,
    struct arc_series **ret, size_t *ret_count, struct err *err);

/* --- search --- */

/* NULL and "" = any. */
struct arc_query {
	const char *words; /* as typed; "" = everything */
	const char *type, *campaign, *series, *org, *signer, *status;
	const char *kind;  /* of the honouree */
	int year;	   /* 0 = any */
	day_t from, until; /* of the document's date, 0 = open */
	bool relevance;	   /* else newest first */
	bool typing;	   /* the last word is not finished */
	bool extracts;
	int64_t before; /* `next` of the page before, 0 = the first page */
	int limit;	/* at most 1000 */
};
/* A piece of a text; `hit` = one of the words that were searched. */
struct arc_part {
	const char *text;
	bool hit;
};
struct arc_extract {
	struct arc_part *parts;
	size_t count;
};
struct arc_hits {
	struct arc_doc *docs;
	struct arc_extract *extracts; /* beside docs, NULL if not asked */
	size_t count;
	int64_t total; /* counted up to 10,000 */
	bool more_total;
	int64_t next;	     /* `before` of the next page, 0 = no more */
	const char *explain; /* what of the query could not be used, or NULL */
	/* what was taken for a number, symbol, date or name, or NULL */
	const char *understood;
	const char *name;    /* the whole name that it was, or NULL */
	const char *instead; /* words that would find something, or NULL */
};
/* Never fails because of what was typed, and stops in time: when relevance
 * takes too long the answer is newest first and says so. */
MUST_CHECK bool arc_search(struct arc *arc, struct arena *a,
    const struct arc_query *q, struct arc_hits *ret, struct err *err);

enum arc_facet_kind {
	ARC_BY_TYPE,
	ARC_BY_YEAR,
	ARC_BY_CAMPAIGN,
	ARC_BY_SERIES,
	ARC_BY_ORG,
	ARC_BY_SIGNER,
	ARC_BY_STATUS,
	ARC_BY_KIND
};
enum { ARC_FACETS = ARC_BY_KIND + 1 };
struct arc_facet {
	const char *key, *name;
	int64_t count;
};
struct arc_facets {
	struct arc_facet *list[ARC_FACETS]; /* most first, years newest first */
	size_t count[ARC_FACETS];
	bool newest; /* counted in the newest 10,000 only */
};
/* What the query finds, by each kind; a filter does not narrow its own kind.
 */
MUST_CHECK bool arc_count_facets(struct arc *arc, struct arena *a,
    const struct arc_query *q, struct arc_facets *ret, struct err *err);

/* What may be meant: words, whole names, numbers; at most 10. */
struct arc_suggestion {
	const char *text, *what; /* "Nguyễn Văn Hòa", "họ tên" */
	int64_t docs;
};
MUST_CHECK bool arc_suggest(struct arc *arc, struct arena *a, const char *words,
    struct arc_suggestion **ret, size_t *ret_count, struct err *err);

/* Everything a person, collective or household ever received. */
struct arc_award {
	struct arc_doc doc;
	const char *name, *unit; /* as written there */
};
struct arc_variant {
	const char *name;
	int64_t docs;
};
struct arc_dossier {
	struct arc_award *awards; /* newest first, at most 1000 */
	size_t count;
	bool more;
	struct arc_variant *variants; /* other spellings, most first */
	size_t variant_count;
};
MUST_CHECK bool arc_read_dossier(struct arc *arc, struct arena *a,
    const char *name, struct arc_dossier *ret, struct err *err);

/* The administrative documents of a campaign (all but certificates) in the
 * order of time; the campaigns that have any, `count` is not set. */
MUST_CHECK bool arc_list_campaign(struct arc *arc, struct arena *a,
    const char *org, const char *campaign, struct arc_doc **ret,
    size_t *ret_count, struct err *err);
MUST_CHECK bool arc_list_campaigns(struct arc *arc, struct arena *a,
    const char *org, struct arc_facet **ret, size_t *ret_count,
    struct err *err);

/* Awards that still stand and were given before to this name: the same
 * spelling, marks included, the tone wherever it is.  Of the same unit, or one
 * of the two says no unit.  For «already honoured» when a list is taken in. */
struct arc_earlier {
	struct arc_doc doc;
	const char *name, *unit; /* as written there */
	bool same_campaign;	 /* honoured for the same thing */
	bool same_unit;
};
MUST_CHECK bool arc_earlier_awards(struct arc *arc, struct arena *a,
    const char *name, const char *unit, const char *campaign,
    struct arc_earlier **ret, size_t *ret_count, struct err *err);

/* What a document's data says: "name; unit" of each honouree on a line of its
 * own, and all its texts, a line each; for `people` and `body` of arc_new.
 * False = out of memory. */
MUST_CHECK bool arc_data_words(struct arena *a, const struct xml_doc *data,
    const char **ret_people, const char **ret_body);

/* What a document's data says for the register. */
MUST_CHECK bool arc_data_outgoing(struct arena *a, const struct xml_doc *data,
    struct arc_outgoing *ret, struct err *err);

/* --- checking --- */

/* Reads every document back and compares; problems are collected.  *ret_count
 * is the number of documents seen. */
MUST_CHECK bool arc_fsck(struct arc *arc, struct err_list *problems,
    int64_t *ret_count, struct err *err);

#endif
