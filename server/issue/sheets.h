/* issue/sheets.h -- which sheet follows which in a file for the printer. */
#ifndef ISSUE_SHEETS_H
#define ISSUE_SHEETS_H

#include "issue/batch.h"

/* A certificate, or the plain sheet before a unit. */
struct sheet {
	const struct arc_doc *doc; /* NULL = the plain sheet */
	const char *unit;
	size_t from, count; /* certificates of the unit, from 0 */
};
/* `docs` sorted by unit when separators are wanted. */
MUST_CHECK bool sheets_make(struct arena *a, const struct arc_doc *docs,
    size_t n, bool separators, struct sheet **ret, size_t *ret_count,
    struct err *err);
/* "37-41, 50" → picked[36 … 40], picked[49]; `picked` may be NULL and `count`
 * 0 to look at the writing only.  ERR_VALUE. */
MUST_CHECK bool sheets_pick(
    const char *text, bool *picked, size_t count, struct err *err);

#endif
