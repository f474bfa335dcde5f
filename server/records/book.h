/* records/book.h -- the register as a book: typeset for printing and binding,
 * or as a table for office programs.
 *
 * Decree 30/2020/NĐ-CP, article 16 and annex IV: what the System keeps must be
 * printable with all columns of the book. */
#ifndef RECORDS_BOOK_H
#define RECORDS_BOOK_H

#include "archive/proof.h"
#include "archive/register.h"
#include "press/press.h"
#include "sheet/sheet.h"

struct buf;

struct rec_book {
	struct arc *arc; /* a reader is enough */
	struct press *press;
	const char *org, *series;
	int year;
	int volume; /* "quyển số", from 1 */
	/* The log as it was signed, for the last page; NULL = without. */
	const struct arc_point *point;
};

/* A4 landscape: cover, the ten columns, the closing line.  ERR_NOTFOUND when
 * the series has no number in that year.  The bytes live in the arena. */
MUST_CHECK bool rec_book_pdf(const struct rec_book *book, struct arena *a,
    struct err_list *errors, struct press_result *ret, struct err *err);
/* One row a number, the ten columns and what became of it. */
MUST_CHECK bool rec_book_sheet(const struct rec_book *book,
    enum sheet_kind kind, struct buf *out, struct err *err);

#endif
