/* sheet/read_priv.h -- what the files about reading share. */
#ifndef SHEET_READ_PRIV_H
#define SHEET_READ_PRIV_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "sheet/read.h"

/* Cells as they come, row by row. */
struct sheet_rows {
	struct arena *a;
	const char ***rows; /* each SHEET_COLUMNS long */
	size_t count, cap;
	size_t column; /* the next one of the last row */
	bool failed;   /* memory, or a limit: err says which */
	struct err err;
};
void rows_cell(struct sheet_rows *r, size_t row, size_t column,
    const char *text, size_t len);

bool csv_read(struct sheet_rows *r, const char *text, size_t len);
bool xlsx_read(
    struct sheet_rows *r, const char *bytes, size_t len, struct err *err);

/* guess.c: bytes → UTF-8 (NFC). */
bool sheet_decode(struct arena *a, const char *bytes, size_t len,
    enum sheet_encoding *encoding, const char **ret, size_t *ret_lost,
    struct err *err);
/* Text that is UTF-8 already, but may spell an old font with the letters of
 * Windows-1252. */
enum sheet_encoding sheet_guess_copied(struct arena *a, const char *text);
/* One text of that kind; itself when it is none. */
const char *sheet_decode_copied(struct arena *a, enum sheet_encoding encoding,
    const char *text, size_t *lost);

#endif
