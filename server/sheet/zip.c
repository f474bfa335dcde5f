/* sheet/zip.c -- a folder into a zip file, on libzip. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include "base/file.h"
#include "sheet/sheet_priv.h"

struct pack {
	zip_t *zip;
	struct arena *a;
	zip_uint16_t time, date; /* of every file */
};

/* Vietnamese time, wherever the program runs; a zip begins in 1980 and counts
 * in pairs of seconds. */
static void
set_time(struct pack *p, int64_t when)
{
	struct ymd d = day_ymd(day_in_vietnam(when));
	int64_t s = ((when + 7 * 3600) % 86400 + 86400) % 86400;

	if (d.year < 1980) {
		d = (struct ymd){ 1980, 1, 1 };
		s = 0;
	}
	p->date = (zip_uint16_t)((d.year - 1980) << 9 | d.month << 5 | d.day);
	p->time =
	    (zip_uint16_t)(s / 3600 << 11 | s / 60 % 60 << 5 | s % 60 / 2);
}

static bool
zip_failed(struct pack *p, const char *name, struct err *err)
{
	return err_set(err, ERR_IO, no_pos, "không đóng gói được %s: %s", name,
	    zip_error_strerror(zip_get_error(p->zip)));
}

/* `name` is the path inside the zip. */
static bool
add_file(struct pack *p, const char *path, const char *name, struct err *err)
{
	zip_source_t *src = zip_source_file(p->zip, path, 0, -1);
	zip_int64_t at;

	if (src == NULL)
		return zip_failed(p, name, err);
	at = zip_file_add(p->zip, name, src, ZIP_FL_ENC_UTF_8);
	if (at < 0) {
		zip_source_free(src);
		return zip_failed(p, name, err);
	}
	if (zip_file_set_dostime(
		p->zip, (zip_uint64_t)at, p->time, p->date, 0) != 0)
		return zip_failed(p, name, err);
	return true;
}

static int
by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int
is_name(const struct dirent *e)
{
	return strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
}

static bool
add_folder(struct pack *p, const char *dir, const char *prefix, struct err *err)
{
	struct dirent **list = NULL;
	int n = scandir(dir, &list, is_name, by_bytes);
	bool ok = n >= 0 || err_errno(err, dir);

	for (int i = 0; i < n; i++) {
		const char *name = list[i]->d_name,
			   *path = file_join(p->a, dir, name),
			   *inside = arena_printf(p->a, "%s/%s", prefix, name);

		if (ok && (path == NULL || inside == NULL))
			ok = err_nomem(err);
		if (ok)
			ok = file_is_dir(path)
				 ? add_folder(p, path, inside, err)
				 : add_file(p, path, inside, err);
		free(list[i]);
	}
	free(list);
	return ok;
}

/* libzip renames its own temporary file but does not sync. */
static bool
settle(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct arena *a = arena_new(0);
	char *dir = a == NULL ? NULL : file_dir(a, path);
	bool ok = dir != NULL || err_nomem(err);

	if (ok && (fd < 0 || fsync(fd) != 0))
		ok = err_errno(err, path);
	ok = ok && file_sync_dir(dir, err);
	if (fd >= 0)
		close(fd);
	arena_free(a);
	return ok;
}

bool
sheet_zip(const char *dir, const char *path, int64_t when, struct err *err)
{
	struct pack p = { .a = arena_new(0) };
	const char *slash = strrchr(dir, '/');
	int code = 0;
	bool ok;

	if (p.a == NULL)
		return err_nomem(err);
	set_time(&p, when);
	p.zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
	if (p.zip == NULL) {
		arena_free(p.a);
		return err_errno(err, path);
	}
	ok = add_folder(&p, dir, slash == NULL ? dir : slash + 1, err);
	if (ok && zip_close(p.zip) != 0) {
		ok = zip_failed(&p, path, err);
		zip_discard(p.zip);
	} else if (!ok)
		zip_discard(p.zip);
	arena_free(p.a);
	return ok && settle(path, err);
}
