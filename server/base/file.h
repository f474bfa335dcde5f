/* base/file.h -- whole files in and out, safely. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"

struct arena;

/* The whole file with a NUL behind it.  ERR_NOTFOUND when there is none,
 * ERR_LIMIT over `limit` bytes, ERR_IO otherwise. */
MUST_CHECK bool file_read(struct arena *a, const char *path, size_t limit,
    char **ret, size_t *ret_len, struct err *err);

/* All or nothing: temporary file beside it, fsync, rename, fsync of the
 * folder.  What stood at `path` is replaced. */
MUST_CHECK bool file_write(
    const char *path, const void *data, size_t len, struct err *err);

/* The same piece by piece: nothing stands at `path` until file_commit().  Both
 * file_commit() and file_drop() end the handle; the latter takes NULL. */
struct file_out;
MUST_CHECK bool file_begin(
    const char *path, struct file_out **ret, struct err *err);
MUST_CHECK bool file_put(
    struct file_out *f, const void *data, size_t len, struct err *err);
MUST_CHECK bool file_commit(struct file_out *f, struct err *err);
void file_drop(struct file_out *f);

/* Creates a folder and its parents (mode 0750), to last; fine when it exists.
 */
MUST_CHECK bool file_make_dir(const char *path, struct err *err);
bool file_exists(const char *path);
bool file_is_dir(const char *path);

/* write(2) until all is written; false with errno set. */
bool file_write_all(int fd, const void *data, size_t len);
/* fsync of the folder itself, so that a new name in it lasts. */
MUST_CHECK bool file_sync_dir(const char *path, struct err *err);

/* "dir/name"; NULL when memory is out. */
char *file_join(struct arena *a, const char *dir, const char *name);
/* Folder part, "." when there is none. */
char *file_dir(struct arena *a, const char *path);

/* Where the program's own read-only files are: $SOVANG_HOME when set, else
 * found from the running binary (the source tree it was built in, or
 * PREFIX/share/sovang).  `name` is "templates", "fonts" …  NULL when there is
 * no such folder. */
char *file_home(struct arena *a, const char *name);

#endif
