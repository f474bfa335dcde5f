/* records/lists.h -- the printed lists of Decree 30/2020/NĐ-CP, annex IV: what
 * lies in a file, and which files are handed over; a file as a bag. */
#ifndef RECORDS_LISTS_H
#define RECORDS_LISTS_H

#include "records/file.h"

/* Mục lục văn bản, tài liệu trong hồ sơ: seven columns. */
MUST_CHECK bool rec_file_index_pdf(struct press *press, struct arc *arc,
    struct arena *a, const struct rec_file *file, struct err_list *errors,
    struct press_result *ret, struct err *err);
/* Mục lục hồ sơ, tài liệu nộp lưu: seven columns, the files of one year. */
MUST_CHECK bool rec_files_index_pdf(struct press *press, struct arc *arc,
    struct arena *a, int year, struct err_list *errors,
    struct press_result *ret, struct err *err);

/* The file as a BagIt bag (RFC 8493): every document as PDF and XML in the
 * order of time, the data of annex VI, the printed list, a page to open in a
 * browser.  Names are mã hồ sơ and ordinal with dots between.  `path` must not
 * exist; one that ends in .zip is packed.  All or nothing.  The same file gives
 * the same bytes. */
MUST_CHECK bool rec_file_bag(struct press *press, struct arc *arc,
    struct arena *a, const struct rec_file *file, const char *path,
    struct err *err);

#endif
