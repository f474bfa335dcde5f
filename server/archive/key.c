/* archive/key.c -- the key that signs the log, and the files that it signed.
 *
 * log.key holds the secret seed and is readable by its owner alone; log.pub is
 * what others check with.  The key signs nothing but checkpoints. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/log_priv.h"
#include "base/file.h"

#define KEY_HEAD "sovang-log-key@1\n"
enum { KEY_FILE = 4096, HEAD = sizeof(KEY_HEAD) - 1 };

/* Whole and with its mode from the first moment; another program that was
 * faster wins. */
static bool
write_secret(
    struct arena *a, const char *dir, const char *text, struct err *err)
{
	const char *path = file_join(a, dir, "log.key"),
		   *part =
		       arena_printf(a, "%s/log.key.%ld", dir, (long)getpid());
	int fd;
	bool ok;

	if (path == NULL || part == NULL)
		return err_nomem(err);
	fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_errno(err, part);
	ok = (file_write_all(fd, text, strlen(text)) && fsync(fd) == 0) ||
	     err_errno(err, part);
	close(fd);
	if (ok && link(part, path) != 0 && errno != EEXIST)
		ok = err_errno(err, path);
	unlink(part);
	return ok && file_sync_dir(dir, err);
}

static bool
read_secret(struct arena *a, const char *dir, uint8_t seed[static SIGN_KEY],
    struct err *err)
{
	const char *path = file_join(a, dir, "log.key");
	char *text;
	size_t len;

	if (path == NULL)
		return err_nomem(err);
	if (!file_read(a, path, KEY_FILE, &text, &len, err))
		return false;
	if (len > HEAD + 1 && memcmp(text, KEY_HEAD, HEAD) == 0 &&
	    b64_read(text + HEAD, len - HEAD - 1, seed, SIGN_KEY))
		return true;
	return err_set(
	    err, ERR_SETUP, no_pos, "%s: khóa ký không đọc được", path);
}

static bool
write_public(struct arena *a, const char *dir, struct err *err)
{
	const char *path = file_join(a, dir, "log.pub");
	char line[NOTE_KEY_LINE];
	uint8_t seed[SIGN_KEY];
	struct note_key key;

	if (path == NULL || !read_secret(a, dir, seed, err))
		return path == NULL ? err_nomem(err) : false;
	note_key_make(seed, &key);
	note_key_print(&key, line);
	return file_write(path, line, strlen(line), err);
}

bool
key_ensure(struct arena *a, const char *dir, struct err *err)
{
	const char *pub = file_join(a, dir, "log.pub"),
		   *secret = file_join(a, dir, "log.key"),
		   *points = file_join(a, dir, "checkpoints");
	char text[HEAD + B64_LEN(SIGN_KEY) + 2] = KEY_HEAD;
	uint8_t seed[SIGN_KEY];

	if (pub == NULL || secret == NULL || points == NULL)
		return err_nomem(err);
	if (!file_make_dir(points, err))
		return false;
	/* A lost secret is not replaced in silence: who holds old checkpoints
	 * must be told of a new key. */
	if (file_exists(pub))
		return true;
	if (!file_exists(secret)) {
		sign_make(seed);
		b64_write(seed, SIGN_KEY, text + HEAD);
		strcat(text, "\n");
		if (!write_secret(a, dir, text, err))
			return false;
	}
	return write_public(a, dir, err);
}

bool
key_public(
    struct arena *a, const char *dir, struct note_key *ret, struct err *err)
{
	const char *path = file_join(a, dir, "log.pub");
	char *text;
	size_t len;

	if (path == NULL)
		return err_nomem(err);
	if (!file_read(a, path, KEY_FILE, &text, &len, err))
		return false;
	return note_key_parse(text, len, ret) ||
	       err_set(err, ERR_CORRUPT, no_pos,
		   "%s: khóa công khai không đọc được", path);
}

bool
key_secret(struct arena *a, const char *dir, struct note_key *ret,
    uint8_t seed[static SIGN_KEY], struct err *err)
{
	struct note_key pub;

	if (!key_public(a, dir, &pub, err) || !read_secret(a, dir, seed, err))
		return false;
	note_key_make(seed, ret);
	if (strcmp(ret->name, pub.name) == 0)
		return true;
	err_set(err, ERR_SETUP, no_pos,
	    "%s: log.key và log.pub không phải một cặp", dir);
	return err_hint(err, "chép lại cả hai tệp từ bản sao dự phòng");
}

bool
point_read(struct arena *a, const char *path, const struct note_key *key,
    struct note *ret, struct err *err)
{
	char *text;
	size_t len;

	if (!file_read(a, path, KEY_FILE, &text, &len, err))
		return false;
	return (note_open(key, text, len, ret) && ret->len == len) ||
	       err_set(err, ERR_CORRUPT, no_pos,
		   "%s: điểm kiểm tra không do khóa %s ký", path, key->name);
}

static int
ascending(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static bool
name_size(const char *name, uint64_t *ret)
{
	char again[32], *end;

	*ret = strtoull(name, &end, 10);
	snprintf(again, sizeof(again), POINT_FORMAT, (unsigned long long)*ret);
	return strcmp(again, name) == 0;
}

bool
point_list(struct arena *a, const char *dir, uint64_t **ret, size_t *ret_count,
    struct err *err)
{
	const char *path = file_join(a, dir, "checkpoints");
	const struct dirent *e;
	struct buf all = { 0 };
	uint64_t size;
	DIR *d;

	if (path == NULL)
		return err_nomem(err);
	d = opendir(path);
	if (d == NULL)
		return err_errno(err, path);
	while ((e = readdir(d)) != NULL)
		if (name_size(e->d_name, &size))
			buf_add(&all, &size, sizeof(size));
	closedir(d);
	*ret_count = all.len / sizeof(size);
	*ret = arena_memdup(a, buf_str(&all), all.len + 1);
	if (*ret_count > 0 && *ret != NULL)
		qsort(*ret, *ret_count, sizeof(size), ascending);
	buf_done(&all);
	return *ret != NULL || err_nomem(err);
}
