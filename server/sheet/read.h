/* sheet/read.h -- tables that office programs wrote, and clipboards.
 *
 * .xlsx (the first sheet that is shown) and text with fields between tabs,
 * semicolons, commas or bars, quoted or not.  Texts become UTF-8, NFC; which
 * encoding a file has is guessed by how many words come out as Vietnamese
 * syllables, and whoever reads may say otherwise: lists are still kept in fonts
 * of the nineties (viet/legacy.h), in .xlsx files too.  What comes out of a zip
 * is bounded by base/limits.h, whatever its directory claims. */
#ifndef SHEET_READ_H
#define SHEET_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"

struct arena;

enum sheet_encoding {
	SHEET_GUESS,
	SHEET_UTF8,
	SHEET_UTF16,	      /* either order */
	SHEET_TCVN3,	      /* .VnTime */
	SHEET_TCVN3_CAPITALS, /* .VnTimeH */
	SHEET_VNI,
	SHEET_WINDOWS, /* code page 1258: «CSV» of a Vietnamese Windows */
	SHEET_ENCODINGS
};
/* "tu-dong", "utf-8", …; and what people call them. */
extern const char *const sheet_encoding_codes[SHEET_ENCODINGS];
extern const char *const sheet_encoding_names[SHEET_ENCODINGS];
/* SHEET_GUESS for what is none. */
enum sheet_encoding sheet_encoding_of(const char *code);

struct sheet_grid {
	size_t rows, columns;
	const char **cells; /* rows × columns, never NULL; row 0 first */
	enum sheet_encoding encoding; /* what it was taken for */
	size_t lost; /* letters that the encoding has not, or that are gone */
};
/* The cell, "" outside. */
const char *sheet_cell_at(
    const struct sheet_grid *g, size_t row, size_t column);

/* Blank rows at the end and blank columns at the right are dropped.  ERR_LIMIT
 * past SHEET_ROWS or SHEET_COLUMNS, ERR_VALUE for a file that is no table (the
 * old .xls, .docx, a picture), ERR_CORRUPT. */
MUST_CHECK bool sheet_read(struct arena *a, const char *bytes, size_t len,
    enum sheet_encoding want, struct sheet_grid *ret, struct err *err);

#endif
