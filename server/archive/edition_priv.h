/* archive/edition_priv.h -- what the files about template versions share. */
#ifndef ARCHIVE_EDITION_PRIV_H
#define ARCHIVE_EDITION_PRIV_H

#include "archive/arc_priv.h"
#include "archive/editions.h"
#include "db/module.h"

/* How the log tells of a version; the check of the log reads them as well. */
#define EDITION_SENTENCE "Công bố mẫu %s phiên bản %lld, khóa %s, áp dụng từ %s"
#define RETIRE_SENTENCE "Ngừng dùng mẫu %s phiên bản %lld"

extern const struct db_module edition_module;

/* parts.c */
/* Writes the bytes unless they are there; `hex` gets their hash. */
bool part_put(struct arc *arc, const char *bytes, size_t len,
    char hex[static HASH_HEX + 1], struct err *err);
/* A lock's canonical text over its parts, which are put in order. */
bool lock_print(struct arc_lock *lock, struct buf *out, struct err *err);
bool lock_parse(
    struct arena *a, const char *text, struct arc_lock *ret, struct err *err);

#endif
