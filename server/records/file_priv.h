/* records/file_priv.h -- what the files about hồ sơ share. */
#ifndef RECORDS_FILE_PRIV_H
#define RECORDS_FILE_PRIV_H

#include "archive/fact.h"
#include "records/file.h"

bool file_of_fact(struct arena *a, const struct arc_fact *fact,
    struct rec_file *ret, struct err *err);
/* The description as it is from now on; `what` is "Lập", "Sửa" … */
bool file_record(struct arc *arc, struct arena *a, const struct rec_file *f,
    const char *what, const char *reason, struct err *err);
/* A file that is not closed, and a reason. */
bool file_editable(struct arc *arc, struct arena *a, const char *id,
    const char *reason, struct rec_file *ret, struct err *err);

#endif
