/* sheet/sheet_priv.h -- what the files of this library share. */
#ifndef SHEET_SHEET_PRIV_H
#define SHEET_SHEET_PRIV_H

#include "base/arena.h"
#include "base/buf.h"
#include "sheet/sheet.h"

struct xlsx; /* the workbook */

struct sheet {
	const struct sheet_head *head;
	int64_t rows; /* the head is one */
	struct buf csv;
	struct xlsx *xlsx;
};

/* xlsx.c */
bool xlsx_new(struct sheet *s, struct err *err);
bool xlsx_row(struct sheet *s, const struct sheet_cell *cells, struct err *err);
bool xlsx_take(struct sheet *s, struct buf *out, struct err *err);
void xlsx_free(struct xlsx *x);

#endif
