/* archive/numbering_priv.h -- what the files of the numbering share. */
#ifndef ARCHIVE_NUMBERING_PRIV_H
#define ARCHIVE_NUMBERING_PRIV_H

#include "archive/arc_priv.h"
#include "archive/numbering.h"

struct xml_node;

#define NUMBERING "numbering" /* kind of the facts; other = first day */

/* Does the list of abbreviations hold this one? */
bool types_hold(const char *types, const char *type);
/* One <cau-hinh>; the texts stay the document's. */
bool numbering_read(
    const struct xml_node *n, struct arc_numbering *ret, struct err *err);
/* NULL = none. */
const struct arc_series_def *numbering_series(
    const struct arc_numbering *n, const char *type, bool secret);
bool numbering_symbol(const char *pattern, const struct arc_kind *k,
    struct buf *out, struct err *err);

#endif
