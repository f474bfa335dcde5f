/* archive/copy.c -- files of a backup. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/backup_priv.h"
#include "base/file.h"

enum { PIECE = 256 * 1024, SMALL = 64 * 1024 * 1024 };

static bool
pump(int in, int out, int64_t from, int64_t to)
{
	static _Thread_local char piece[PIECE];

	while (from < to) {
		size_t want = to - from < PIECE ? (size_t)(to - from) : PIECE;
		ssize_t n = pread(in, piece, want, from);

		if (n < 0 && errno == EINTR)
			continue;
		if (n == 0)
			errno = ENODATA;
		if (n <= 0 || !file_write_all(out, piece, (size_t)n))
			return false;
		from += n;
	}
	return true;
}

bool
copy_volume(const char *source, const char *target, int64_t from, int64_t to,
    struct err *err)
{
	static const char zeros[2 * TAR_BLOCK];
	int in = open(source, O_RDONLY | O_CLOEXEC), out;
	bool ok;

	if (in < 0)
		return err_errno(err, source);
	out = open(target, O_WRONLY | O_CREAT | O_CLOEXEC, 0640);
	ok = out >= 0 && lseek(out, from, SEEK_SET) == from &&
	     pump(in, out, from, to) &&
	     file_write_all(out, zeros, sizeof(zeros)) &&
	     ftruncate(out, to + (int64_t)sizeof(zeros)) == 0 &&
	     fdatasync(out) == 0;
	if (!ok)
		err_errno(err, out < 0 ? target : source);
	if (out >= 0)
		close(out);
	close(in);
	return ok;
}

bool
copy_plain(const char *source, const char *target, struct err *err)
{
	int in = open(source, O_RDONLY | O_CLOEXEC), out;
	bool ok;

	if (in < 0)
		return err_errno(err, source);
	out = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
	ok = out >= 0 && pump(in, out, 0, copy_size(source)) && fsync(out) == 0;
	if (!ok)
		err_errno(err, target);
	if (out >= 0)
		close(out);
	close(in);
	return ok;
}

bool
copy_file(struct arena *a, const char *source, const char *target,
    unsigned mode, struct err *err)
{
	const char *part = arena_printf(a, "%s.%ld", target, (long)getpid());
	char *bytes;
	size_t len;
	bool ok;
	int fd;

	if (part == NULL)
		return err_nomem(err);
	if (!file_read(a, source, SMALL, &bytes, &len, err))
		return false;
	fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
	if (fd < 0)
		return err_errno(err, part);
	ok = file_write_all(fd, bytes, len) && fsync(fd) == 0;
	close(fd);
	if (ok && rename(part, target) == 0)
		return file_sync_dir(file_dir(a, target), err);
	err_errno(err, target);
	unlink(part);
	return false;
}

bool
copy_hash(const char *path, struct hash *ret, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return err_errno(err, path);
	ok = volume_hash(fd, copy_size(path), ret) || err_errno(err, path);
	close(fd);
	return ok;
}

int64_t
copy_size(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (int64_t)st.st_size : 0;
}

void
remove_tree(const char *path)
{
	char inside[PATH_MAX];
	struct dirent *e;
	struct stat st;
	DIR *d =
	    lstat(path, &st) == 0 && S_ISDIR(st.st_mode) ? opendir(path) : NULL;

	while (d != NULL && (e = readdir(d)) != NULL) {
		int n =
		    snprintf(inside, sizeof(inside), "%s/%s", path, e->d_name);

		if (n < (int)sizeof(inside) && strcmp(e->d_name, ".") != 0 &&
		    strcmp(e->d_name, "..") != 0)
			remove_tree(inside);
	}
	if (d != NULL)
		closedir(d);
	remove(path);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
gather(DIR *d, struct arena *a, struct buf *out)
{
	const struct dirent *e;

	while ((e = readdir(d)) != NULL) {
		const char *name;

		if (e->d_name[0] == '.')
			continue;
		name = arena_strdup(a, e->d_name);
		if (name == NULL)
			return false;
		buf_add(out, &name, sizeof(name));
	}
	return buf_ok(out);
}

bool
list_names(struct arena *a, const char *path, const char ***ret,
    size_t *ret_count, struct err *err)
{
	DIR *d = path == NULL ? NULL : opendir(path);
	struct buf all = { 0 };
	bool ok;

	*ret_count = 0;
	*ret = NULL;
	if (d == NULL)
		return errno == ENOENT || err_errno(err, path);
	ok = gather(d, a, &all);
	closedir(d);
	if (ok && all.len > 0) {
		*ret_count = all.len / sizeof(**ret);
		*ret = arena_memdup(a, buf_str(&all), all.len);
		ok = *ret != NULL;
		if (ok)
			qsort(*ret, *ret_count, sizeof(**ret), by_name);
	}
	buf_done(&all);
	return ok || err_nomem(err);
}
