/* tests/unit/base/file_test.c -- whole files in and out. */
#include "support/t.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

struct fix {
	struct arena *a;
	char dir[64];
	struct err err;
};

static int
setup(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));

	if (f == NULL)
		return -1;
	f->a = arena_new(0);
	strcpy(f->dir, "/tmp/sovang-file-XXXXXX");
	*state = f;
	return f->a == NULL || mkdtemp(f->dir) == NULL;
}

/* Removes what the tests make: files and one level of folders in each. */
static void
remove_tree(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL) {
		char sub[PATH_MAX];

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		snprintf(sub, sizeof(sub), "%s/%s", path, e->d_name);
		if (unlink(sub) != 0)
			remove_tree(sub);
	}
	if (d != NULL)
		closedir(d);
	rmdir(path);
}

static int
teardown(void **state)
{
	struct fix *f = *state;

	remove_tree(f->dir);
	arena_free(f->a);
	free(f);
	return 0;
}

static char *
path_of(struct fix *f, const char *name)
{
	return file_join(f->a, f->dir, name);
}

static int
entries(const char *path)
{
	DIR *d = opendir(path);
	int n = -2; /* . and .. */

	assert_non_null(d);
	while (readdir(d) != NULL)
		n++;
	closedir(d);
	return n;
}

static void
assert_holds(struct fix *f, const char *path, const char *want)
{
	size_t len;
	char *data;

	assert_true(file_read(f->a, path, 1000, &data, &len, &f->err));
	assert_int_equal(len, strlen(want));
	assert_string_equal(data, want);
}

static void
what_is_written_is_read(void **state)
{
	struct fix *f = *state;
	char *path = path_of(f, "a");
	struct stat st;

	assert_true(file_write(path, "một", strlen("một"), &f->err));
	assert_holds(f, path, "một");
	assert_true(file_write(path, "", 0, &f->err));
	assert_holds(f, path, "");
	assert_int_equal(entries(f->dir), 1);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
}

static void
the_limit_is_reached_and_not_passed(void **state)
{
	struct fix *f = *state;
	char *path = path_of(f, "a"), *data = NULL;
	size_t len;

	assert_true(file_write(path, "12345", 5, &f->err));
	assert_true(file_read(f->a, path, 5, &data, &len, &f->err));
	data = NULL;
	assert_false(file_read(f->a, path, 4, &data, &len, &f->err));
	assert_int_equal(f->err.kind, ERR_LIMIT);
	assert_null(data);
}

static void
what_cannot_be_read_is_named(void **state)
{
	struct fix *f = *state;
	struct arena *small = arena_new(16);
	char *path = path_of(f, "a"), *data;
	size_t len;

	assert_false(file_read(f->a, path, 9, &data, &len, &f->err));
	assert_int_equal(f->err.kind, ERR_NOTFOUND);
	assert_non_null(strstr(f->err.text, path));
	assert_false(file_read(f->a, f->dir, 9, &data, &len, &f->err));
	assert_int_equal(f->err.kind, ERR_IO);
	assert_false(file_read(f->a, "/dev/null", 9, &data, &len, &f->err));
	assert_int_equal(f->err.kind, ERR_IO);
	assert_true(file_write(path, "0123456789abcdef", 16, &f->err));
	assert_false(file_read(
	    f->a, file_join(f->a, path, "b"), 9, &data, &len, &f->err));
	assert_int_equal(f->err.kind, ERR_NOTFOUND);
	assert_false(file_read(small, path, 99, &data, &len, &f->err));
	assert_int_equal(f->err.kind, ERR_NOMEM);
	arena_free(small);
}

static void
a_folder_that_is_missing_is_an_error(void **state)
{
	struct fix *f = *state;

	assert_false(file_write(path_of(f, "no/a"), "x", 1, &f->err));
	assert_int_equal(f->err.kind, ERR_IO);
	assert_int_equal(entries(f->dir), 0);
}

static void
a_failed_rename_leaves_no_temporary_file(void **state)
{
	struct fix *f = *state;
	char *path = path_of(f, "folder");

	assert_true(file_make_dir(file_join(f->a, path, "full"), &f->err));
	assert_false(file_write(path, "x", 1, &f->err));
	assert_int_equal(f->err.kind, ERR_IO);
	assert_int_equal(entries(f->dir), 1);
	assert_true(file_is_dir(path));
}

/* The limit on a file's size stops the write in its middle, as a full disk
 * does. */
static void
a_write_that_stops_midway_keeps_the_old_file(void **state)
{
	struct fix *f = *state;
	char *path = path_of(f, "a");
	static char big[100000];
	struct rlimit old, small = { 4096, RLIM_INFINITY };

	assert_true(file_write(path, "cũ", strlen("cũ"), &f->err));
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small.rlim_max = old.rlim_max;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_false(file_write(path, big, sizeof(big), &f->err));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	signal(SIGXFSZ, SIG_DFL);
	assert_int_equal(f->err.kind, ERR_IO);
	assert_holds(f, path, "cũ");
	assert_int_equal(entries(f->dir), 1);
}

static void
a_full_disk_is_told_by_errno(void **state)
{
	int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);

	(void)state;
	assert_true(fd >= 0);
	errno = 0;
	assert_false(file_write_all(fd, "x", 1));
	assert_int_equal(errno, ENOSPC);
	assert_true(file_write_all(fd, "x", 0));
	close(fd);
	assert_false(file_write_all(-1, "x", 1));
	assert_int_equal(errno, EBADF);
}

static void
all_is_written_through_a_narrow_pipe(void **state)
{
	static char big[300000], back[sizeof(big)];
	size_t got = 0;
	int ends[2], status;
	pid_t child;

	(void)state;
	for (size_t i = 0; i < sizeof(big); i++)
		big[i] = (char)(i * 7);
	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(file_write_all(ends[1], big, sizeof(big)) ? 0 : 1);
	close(ends[1]);
	for (ssize_t n; got < sizeof(back) && (n = read(ends[0], back + got,
						   sizeof(back) - got)) > 0;)
		got += (size_t)n;
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(got, sizeof(big));
	assert_memory_equal(back, big, sizeof(big));
}

static void
folders_are_made_with_their_parents(void **state)
{
	struct fix *f = *state;
	char *path = path_of(f, "a/b/c");
	char deep[PATH_MAX + 10];

	assert_true(file_make_dir(path, &f->err));
	assert_true(file_is_dir(path));
	assert_true(file_make_dir(path, &f->err));
	assert_true(file_make_dir(path_of(f, "a//b/d/"), &f->err));
	assert_true(file_sync_dir(path, &f->err));
	memset(deep, 'x', sizeof(deep) - 1);
	deep[sizeof(deep) - 1] = '\0';
	assert_false(file_make_dir(deep, &f->err));
	assert_int_equal(f->err.kind, ERR_IO);
	assert_false(file_make_dir("", &f->err));
}

static void
a_file_is_no_folder(void **state)
{
	struct fix *f = *state;
	char *path = path_of(f, "a");

	assert_false(file_exists(path));
	assert_true(file_write(path, "x", 1, &f->err));
	assert_true(file_exists(path));
	assert_false(file_is_dir(path));
	assert_false(file_make_dir(path, &f->err));
	assert_int_equal(f->err.kind, ERR_IO);
	assert_false(file_make_dir(path_of(f, "a/b"), &f->err));
	assert_int_equal(f->err.kind, ERR_IO);
	assert_false(file_sync_dir(path, &f->err));
	assert_int_equal(f->err.kind, ERR_IO);
}

static void
paths_are_parted_at_the_last_slash(void **state)
{
	struct fix *f = *state;

	assert_string_equal(file_dir(f->a, "/a/b"), "/a");
	assert_string_equal(file_dir(f->a, "/a"), "/");
	assert_string_equal(file_dir(f->a, "a"), ".");
	assert_string_equal(file_dir(f->a, "a/b/c"), "a/b");
	assert_string_equal(file_join(f->a, "a", "b"), "a/b");
}

static void
home_is_where_the_variable_says(void **state)
{
	struct fix *f = *state;
	char *path = path_of(f, "templates");

	assert_true(file_make_dir(path, &f->err));
	setenv("SOVANG_HOME", f->dir, 1);
	assert_string_equal(file_home(f->a, "templates"), path);
	assert_null(file_home(f->a, "fonts"));
	unsetenv("SOVANG_HOME");
	/* The test program stands in the source tree or in a build of it; a
	 * folder of that name is nowhere above it. */
	assert_null(file_home(f->a, "no-such-folder-anywhere"));
}

int
main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(what_is_written_is_read),
		T(the_limit_is_reached_and_not_passed),
		T(what_cannot_be_read_is_named),
		T(a_folder_that_is_missing_is_an_error),
		T(a_failed_rename_leaves_no_temporary_file),
		T(a_write_that_stops_midway_keeps_the_old_file),
		T(a_full_disk_is_told_by_errno),
		T(all_is_written_through_a_narrow_pipe),
		T(folders_are_made_with_their_parents),
		T(a_file_is_no_folder),
		T(paths_are_parted_at_the_last_slash),
		T(home_is_where_the_variable_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
