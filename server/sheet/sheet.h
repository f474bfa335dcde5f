/* sheet/sheet.h -- tables in files that office programs open.
 *
 * The only user of libxlsxwriter, libzip and libcsv.  A table goes out row by
 * row, as .xlsx or as .csv (RFC 4180, UTF-8 with its mark, CRLF); the same rows
 * give the same bytes.
 *
 * A text that a spreadsheet might run as a formula is neither run nor lost.  In
 * .xlsx a text is a text: the cell holds a string and has the format "@", so it
 * stays one when somebody edits it.  A .csv has no types: a text whose first
 * letter behind blanks is one of = + - @ (or their full-width forms), or that
 * begins with a tab or a line's end, gets one apostrophe in front.  So does a
 * text that begins with an apostrophe itself; whoever reads the file takes
 * exactly one away (sheet_unguard) and has what was written. */
#ifndef SHEET_SHEET_H
#define SHEET_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/day.h"
#include "base/err.h"

struct buf;

enum sheet_kind { SHEET_XLSX, SHEET_CSV };
enum sheet_type {
	SHEET_TEXT,
	SHEET_NUMBER, /* a whole number */
	SHEET_DAY     /* a day; YYYY-MM-DD in .csv, whatever the locale */
};

struct sheet_column {
	const char *title;
	enum sheet_type type;
	int width; /* letters, in .xlsx; longer texts wrap */
};

struct sheet_head {
	enum sheet_kind kind;
	const char *name;   /* of the sheet, at most 31 letters */
	const char *title;  /* printed above each page of .xlsx */
	const char *author; /* of the file */
	int64_t created;    /* seconds since the epoch */
	const struct sheet_column *columns;
	size_t count;
};

/* A cell by its column's type; an empty text, or `blank`, leaves it empty. */
struct sheet_cell {
	const char *text;
	int64_t number;
	day_t day;
	bool blank;
};

struct sheet;

/* `head` and what it points to must outlive the sheet. */
MUST_CHECK bool sheet_new(
    const struct sheet_head *head, struct sheet **ret, struct err *err);
/* ERR_LIMIT past the 1,048,576 rows of .xlsx, or for a text of more than 32,767
 * letters: nothing is cut off silently. */
MUST_CHECK bool sheet_row(
    struct sheet *s, const struct sheet_cell *cells, struct err *err);
/* The whole file, behind what `out` has; the sheet is at its end. */
MUST_CHECK bool sheet_take(struct sheet *s, struct buf *out, struct err *err);
void sheet_free(struct sheet *s);

/* Would a spreadsheet that reads .csv run it, or has it an apostrophe of its
 * own in front? */
bool sheet_needs_guard(const char *text);
/* The text of a .csv cell as it was before it was guarded. */
const char *sheet_unguard(const char *cell);

/* Packs a folder into a zip file, all or nothing: paths in the order of their
 * bytes below the folder's own name, every file with this time.  The same
 * folder gives the same bytes. */
MUST_CHECK bool sheet_zip(
    const char *dir, const char *path, int64_t when, struct err *err);

#endif
