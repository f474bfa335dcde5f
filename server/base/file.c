/* base/file.c -- whole files in and out, safely. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

static bool
read_fd(int fd, struct arena *a, const char *path, size_t limit, char **ret,
    size_t *ret_len, struct err *err)
{
	struct stat st;
	size_t len = 0, size;
	char *p;

	if (fstat(fd, &st) != 0)
		return err_errno(err, path);
	if (!S_ISREG(st.st_mode))
		return err_set(
		    err, ERR_IO, no_pos, "%s: không phải là tệp", path);
	if ((uintmax_t)st.st_size > limit)
		return err_set(err, ERR_LIMIT, no_pos,
		    "%s: tệp dài %jd byte, nhiều nhất %zu byte", path,
		    (intmax_t)st.st_size, limit);
	size = (size_t)st.st_size;
	p = arena_alloc(a, size + 1);
	if (p == NULL)
		return err_nomem(err);
	while (len < size) {
		ssize_t n = read(fd, p + len, size - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(err, path);
		if (n == 0)
			break; /* somebody shortened it meanwhile */
		len += (size_t)n;
	}
	*ret = p;
	*ret_len = len;
	return true;
}

bool
file_read(struct arena *a, const char *path, size_t limit, char **ret,
    size_t *ret_len, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok;

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return err_set(err, ERR_NOTFOUND, no_pos, "tệp %s", path);
	if (fd < 0)
		return err_errno(err, path);
	ok = read_fd(fd, a, path, limit, ret, ret_len, err);
	close(fd);
	return ok;
}

bool
file_write_all(int fd, const void *data, size_t len)
{
	const char *p = data;

	while (len > 0) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		p += n;
		len -= (size_t)n;
	}
	return true;
}

bool
file_sync_dir(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return err_errno(err, path);
	ok = fsync(fd) == 0 || err_errno(err, path);
	close(fd);
	return ok;
}

struct file_out {
	struct arena *arena;
	const char *path, *dir;
	char *tmp;
	int fd; /* -1 once it is closed */
};

bool
file_begin(const char *path, struct file_out **ret, struct err *err)
{
	struct arena *a = arena_new(0);
	struct file_out *f = a == NULL ? NULL : arena_alloc(a, sizeof(*f));

	if (f != NULL) {
		f->arena = a;
		f->path = arena_strdup(a, path);
		f->dir = file_dir(a, path);
		f->tmp = arena_printf(a, "%s.XXXXXX", path);
	}
	if (f == NULL || f->path == NULL || f->dir == NULL || f->tmp == NULL) {
		arena_free(a);
		return err_nomem(err);
	}
	f->fd = mkstemp(f->tmp);
	if (f->fd < 0) {
		err_errno(err, path);
		arena_free(a);
		return false;
	}
	*ret = f;
	return true;
}

bool
file_put(struct file_out *f, const void *data, size_t len, struct err *err)
{
	return file_write_all(f->fd, data, len) || err_errno(err, f->tmp);
}

void
file_drop(struct file_out *f)
{
	if (f == NULL)
		return;
	if (f->fd >= 0)
		close(f->fd);
	unlink(f->tmp);
	arena_free(f->arena);
}

static bool
close_synced(struct file_out *f, struct err *err)
{
	bool ok = fchmod(f->fd, 0640) == 0 && fsync(f->fd) == 0;

	if (!ok)
		err_errno(err, f->tmp);
	if (close(f->fd) != 0 && ok) {
		ok = false;
		err_errno(err, f->tmp);
	}
	f->fd = -1;
	return ok;
}

bool
file_commit(struct file_out *f, struct err *err)
{
	bool ok = close_synced(f, err);

	if (ok && rename(f->tmp, f->path) != 0)
		ok = err_errno(err, f->path);
	if (!ok) {
		file_drop(f);
		return false;
	}
	ok = file_sync_dir(f->dir, err);
	arena_free(f->arena);
	return ok;
}

bool
file_write(const char *path, const void *data, size_t len, struct err *err)
{
	struct file_out *f;

	if (!file_begin(path, &f, err))
		return false;
	if (file_put(f, data, len, err))
		return file_commit(f, err);
	file_drop(f);
	return false;
}

/* The folder in which `path` stands. */
static bool
sync_parent(const char *path, struct err *err)
{
	struct arena *a = arena_new(0);
	const char *dir = a == NULL ? NULL : file_dir(a, path);
	bool ok = dir != NULL ? file_sync_dir(dir, err) : err_nomem(err);

	arena_free(a);
	return ok;
}

bool
file_make_dir(const char *path, struct err *err)
{
	char part[PATH_MAX];
	size_t len = strlen(path);

	if (len == 0 || len >= sizeof(part))
		return err_set(
		    err, ERR_IO, no_pos, "%s: tên thư mục quá dài", path);
	memcpy(part, path, len + 1);
	for (char *p = part + 1;; p++) {
		char c = *p;

		if (c != '/' && c != '\0')
			continue;
		*p = '\0';
		if (mkdir(part, 0750) == 0) {
			if (!sync_parent(part, err))
				return false;
		} else if (errno != EEXIST) {
			return err_errno(err, part);
		}
		*p = c;
		if (c == '\0')
			break;
	}
	if (!file_is_dir(path))
		return err_set(
		    err, ERR_IO, no_pos, "%s: không phải là thư mục", path);
	return true;
}

bool
file_exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

bool
file_is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

char *
file_join(struct arena *a, const char *dir, const char *name)
{
	return arena_printf(a, "%s/%s", dir, name);
}

char *
file_dir(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return arena_strdup(a, ".");
	if (slash == path)
		return arena_strdup(a, "/");
	return arena_strndup(a, path, (size_t)(slash - path));
}

/* The folders above the binary, nearest first: build/release/sovang stands in
 * the source tree, bin/sovang beside share/. */
static char *
home_near_binary(struct arena *a, const char *name)
{

	char exe[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	char *dir, *path;

	if (n <= 0)
		return NULL;
	exe[n] = '\0';
	dir = file_dir(a, exe);
	for (int up = 0; up < 5 && dir != NULL && strcmp(dir, "/") != 0; up++) {
		path = arena_printf(a, "%s/%s", dir, name);
		if (path != NULL && file_is_dir(path))
			return path;
		path = arena_printf(a, "%s/share/sovang/%s", dir, name);
		if (path != NULL && file_is_dir(path))
			return path;
		dir = file_dir(a, dir);
	}
	return NULL;
}

char *
file_home(struct arena *a, const char *name)
{
	const char *home = getenv("SOVANG_HOME");
	char *path;

	if (home == NULL || home[0] == '\0')
		return home_near_binary(a, name);
	path = file_join(a, home, name);
	return path != NULL && file_is_dir(path) ? path : NULL;
}
