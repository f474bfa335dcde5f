/* archive/backup.h -- copies that were checked, and the way back.
 *
 * A backup folder holds the volumes once and any number of points: the database
 * at a moment and how much of each volume belonged to it (archive/README.md).
 * Only bytes that the folder does not have yet are copied. */
#ifndef ARCHIVE_BACKUP_H
#define ARCHIVE_BACKUP_H

#include "archive/archive.h"

struct arc_backed {
	const char *point; /* its name */
	int64_t events, documents;
	int64_t copied; /* bytes of volumes */
	struct hash root;
};

/* Adds a point.  It counts only after the copy was read back: problems found
 * are listed and make it fail with ERR_CORRUPT.  The newest `keep` points stay.
 */
MUST_CHECK bool arc_backup(struct arc *arc, struct arena *a, const char *dir,
    int keep, struct err_list *problems, struct arc_backed *ret,
    struct err *err);
/* Makes the folder `dir` from a point: the newest whose name begins with `at`,
 * "" = the newest.  Everything is checked before the folder gets its name;
 * ERR_TAKEN when there is something there. */
MUST_CHECK bool arc_restore(const char *backup, const char *dir, const char *at,
    const struct env *env, struct arena *a, struct err_list *problems,
    struct arc_backed *ret, struct err *err);
/* Restores the newest point into a scratch folder, holds it against the living
 * archive and writes down what came of it (arc_note "drill.result"). */
MUST_CHECK bool arc_drill(struct arc *arc, struct arena *a, const char *backup,
    struct err_list *problems, struct arc_backed *ret, struct err *err);

#endif
