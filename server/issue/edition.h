/* issue/edition.h -- versions of templates: checked, published, opened.
 *
 * A version is checked and published from the files that it really needs: all
 * that a press reads while it compiles the template and typesets its sample.
 * Documents are made by presses that have those files and no other. */
#ifndef ISSUE_EDITION_H
#define ISSUE_EDITION_H

#include "archive/editions.h"
#include "press/press.h"

/* What a check found a version to be made of. */
struct iss_closure {
	struct arena *arena;
	struct press *press; /* keeps the bytes */
	const struct arc_file *files;
	size_t count;
	const char *engine;
	int pages; /* of the sample */
};

/* Everything that must be right before a version is published: well formed,
 * known to the table of elements and to the schema alike, every path legal,
 * every file there, its sample (documents/ID/mau.xml) typeset without an error
 * and in the decree's form.  `files` stand before those of the folders that
 * `base` names.  False when there is any error; all are in `errors`.  *ret is
 * to be freed in both cases. */
MUST_CHECK bool iss_check_files(const struct press_config *base, const char *id,
    const struct arc_file *files, size_t count, struct err_list *errors,
    struct iss_closure *ret);
void iss_closure_free(struct iss_closure *c);

/* The same for a version that is in the archive. */
MUST_CHECK bool iss_check_edition(struct arc *arc,
    const struct press_config *base, const struct arc_edition *edition,
    struct err_list *errors, struct iss_closure *ret, struct err *err);

/* Checks, then publishes in one act: e->id, version, from (0 = today), by and
 * note count.  ERR_CHECK when there are errors; they are listed. */
MUST_CHECK bool iss_publish(struct arc *arc, const struct press_config *base,
    const struct arc_edition *e, struct err_list *errors, struct err *err);

/* Publishes what the program brings, where the archive has nothing newer of its
 * own: the first versions of a new folder, and newer ones beside them when the
 * program's files have changed.  A template whose newest version is the
 * office's stays as it is.  `told` (may be NULL) hears of each. */
MUST_CHECK bool iss_publish_shipped(struct arc *arc,
    const struct press_config *base, struct err_list *errors,
    void (*told)(const struct arc_edition *e), struct err *err);

/* The files of a folder as those of documents/ID: what an author uploads. */
MUST_CHECK bool iss_read_folder(struct arena *a, const char *path,
    const char *id, struct arc_file **ret, size_t *ret_count, struct err *err);

/* A press on exactly the files of a lock; belongs to `base` and is opened once.
 * ERR_CORRUPT names a file that is missing or changed. */
MUST_CHECK bool iss_open_lock(struct arc *arc, struct press *base,
    const char *lock, struct press **ret, struct err *err);

#endif
