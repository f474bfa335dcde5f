/* archive/register.h -- the register beside issuing: numbers that are kept, put
 * in between or cancelled, what becomes of a document after issue, the book.
 *
 * Decree 30/2020/NĐ-CP, articles 15, 16 and 18.  Nothing here deletes or
 * renumbers; each act needs a reason and is an event of the log.  All but the
 * readers work inside arc_begin() … arc_commit(). */
#ifndef ARCHIVE_REGISTER_H
#define ARCHIVE_REGISTER_H

#include "archive/archive.h"

/* A number of the register; suffix "" or "a" … "z" for one put in between. */
struct arc_number {
	const char *org, *series;
	int year;
	int64_t number;
	const char *suffix;
};

/* Giữ số: takes the next number for a document of that day which comes later.
 * ERR_REGISTER when the date is before the last one, ERR_VALUE without a
 * purpose. */
MUST_CHECK bool arc_reserve(struct arc *arc, const char *org,
    const char *series, day_t date, const char *purpose, int64_t *ret,
    struct err *err);
/* Chèn số: sets "12a" aside behind number 12, with its date; *ret_suffix lives
 * as long as the group.  ERR_NOTFOUND when 12 was never given. */
MUST_CHECK bool arc_insert_number(struct arc *arc,
    const struct arc_number *after, const char *reason, const char **ret_suffix,
    struct err *err);
/* Hủy số: a number that was set aside and not used; it stays in the book.
 * ERR_REGISTER for a document's number: that is recalled instead. */
MUST_CHECK bool arc_cancel(struct arc *arc, const struct arc_number *n,
    const char *reason, struct err *err);
/* May a document of this day take the number that was set aside?  It is used up
 * when the document is added. */
MUST_CHECK bool arc_may_use(
    struct arc *arc, const struct arc_number *n, day_t date, struct err *err);

/* What becomes of a document.  `other` is the document that replaces or
 * corrects it, filed before; "" for the last two. */
enum arc_fate {
	ARC_REPLACED,  /* thay-the */
	ARC_CORRECTED, /* dinh-chinh; stays in force */
	ARC_RECALLED,  /* thu-hoi: nothing more may happen to it */
	ARC_ANNULLED,  /* huy-bo: an award that was taken back */
	ARC_FATES
};
extern const char *const arc_fate_status[ARC_FATES];
MUST_CHECK bool arc_set_fate(struct arc *arc, enum arc_fate fate,
    const char *uid, const char *other, const char *reason, struct err *err);

/* A link between documents, seen from one of them. */
struct arc_link {
	enum arc_fate fate;
	bool towards; /* the other one did it to this one */
	const char *uid, *code, *type_name; /* the other, "" = none */
	const char *reason;
	int64_t at;
};
MUST_CHECK bool arc_links(struct arc *arc, struct arena *a, const char *uid,
    struct arc_link **ret, size_t *ret_count, struct err *err);

/* A line of the book, in the order of the numbers. */
struct arc_entry {
	int64_t number;
	const char *suffix, *code;
	day_t date;
	const char *type_name, *title, *signer, *uid;
	const char *state; /* a document's status, or giu-so, huy-so */
	const char *note;  /* what happened to it, "" = nothing */
};
/* Calls `use` for each; stops when it gives false. */
MUST_CHECK bool arc_book(struct arc *arc, const char *org, const char *series,
    int year,
    bool (*use)(void *ctx, const struct arc_entry *entry, struct err *err),
    void *ctx, struct err *err);

#endif
