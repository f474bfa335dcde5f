/* pdf/same.h -- do two of our files say the same, though packed by another
 * version of a library? */
#ifndef PDF_SAME_H
#define PDF_SAME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"

/* Compares object by object: dictionaries without the lengths of streams,
 * streams unpacked.  *ret_object = 0 when they are the same, else the number of
 * the first object that differs, -1 when one file has other objects.  Both must
 * be files that this program wrote. */
MUST_CHECK bool pdf_compare(const char *one, size_t one_len, const char *two,
    size_t two_len, int *ret_object, struct err *err);

#endif
