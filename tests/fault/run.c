/* tests/fault/run.c -- running the program from outside, with the shim or
 * without. */
#include "run.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SECONDS = 60 };

_Noreturn void
stop(const char *what, const char *which)
{
	fprintf(stderr, "%s: %s: %s\n", what, which, strerror(errno));
	exit(2);
}

char *
joined(const char *dir, const char *name)
{
	size_t n = strlen(dir) + strlen(name) + 2;
	char *s = malloc(n);

	if (s == NULL)
		stop("malloc", name);
	snprintf(s, n, "%s/%s", dir, name);
	return s;
}

void
slurp(const char *path, struct buf *ret)
{
	FILE *f = fopen(path, "rb");
	char piece[65536];
	size_t n;

	buf_clear(ret);
	if (f == NULL)
		return;
	while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
		buf_add(ret, piece, n);
	fclose(f);
}

void
spill(const char *path, const void *bytes, size_t len)
{
	FILE *f = fopen(path, "wb");

	/* Among the files may be a key, which nobody else may read. */
	if (f == NULL || fchmod(fileno(f), 0600) != 0 ||
	    fwrite(bytes, 1, len, f) != len || fclose(f) != 0)
		stop("write", path);
}

void
remove_tree(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL) {
		char *name;

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		name = joined(path, e->d_name);
		if (unlink(name) != 0)
			remove_tree(name);
		free(name);
	}
	if (d != NULL)
		closedir(d);
	if (rmdir(path) != 0 && errno != ENOENT && errno != ENOTDIR)
		stop("rmdir", path);
}

void
copy_tree(const char *from, const char *to)
{
	DIR *d = opendir(from);
	struct dirent *e;
	struct stat st;

	if (d == NULL || mkdir(to, 0750) != 0)
		stop("copy", from);
	while ((e = readdir(d)) != NULL) {
		char *a = joined(from, e->d_name), *b = joined(to, e->d_name);
		struct buf bytes = { 0 };

		if (strcmp(e->d_name, ".") == 0 ||
		    strcmp(e->d_name, "..") == 0) {
			/* not ours */
		} else if (stat(a, &st) == 0 && S_ISDIR(st.st_mode)) {
			copy_tree(a, b);
		} else {
			slurp(a, &bytes);
			spill(b, buf_str(&bytes), bytes.len);
		}
		buf_done(&bytes);
		free(a);
		free(b);
	}
	closedir(d);
}

bool
same_text(const struct buf *a, const struct buf *b)
{
	return a->len == b->len && memcmp(buf_str(a), buf_str(b), a->len) == 0;
}

static void
child(const struct setting *s, const char *const *args, const char *const *env,
    bool append)
{
	int out, err,
	    flags = O_WRONLY | O_CREAT | (append ? O_APPEND : O_TRUNC);

	if (chdir(s->work) != 0)
		_exit(120);
	out = open("out", flags, 0600);
	err = open("err", O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (dup2(out, STDOUT_FILENO) < 0 || dup2(err, STDERR_FILENO) < 0)
		_exit(121);
	close(out);
	close(err);
	setenv("SOVANG_HOME", s->root, 1);
	setenv("LD_PRELOAD", s->shim, 1);
	for (; env != NULL && *env != NULL; env++)
		putenv((char *)(uintptr_t)*env);
	alarm(SECONDS); /* a program that hangs dies of a signal as well */
	execv(s->program, (char *const *)(uintptr_t)args);
	_exit(122);
}

void
run(const struct setting *s, const char *const *args, const char *const *env,
    bool append, struct result *ret)
{
	char *out = joined(s->work, "out"), *err = joined(s->work, "err");
	pid_t pid = fork();
	int status;

	if (pid < 0)
		stop("fork", s->program);
	if (pid == 0)
		child(s, args, env, append);
	if (waitpid(pid, &status, 0) != pid)
		stop("waitpid", s->program);
	ret->status =
	    WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
	if (ret->status >= 120)
		stop("exec", s->program);
	slurp(out, &ret->out);
	slurp(err, &ret->err);
	free(out);
	free(err);
}

void
result_done(struct result *r)
{
	buf_done(&r->out);
	buf_done(&r->err);
}

/* Takes `what` out of the line. */
static void
drop(char *line, const char *from, char until)
{
	char *at = strstr(line, from), *end;

	if (at == NULL)
		return;
	end = strchr(at + strlen(from), until);
	if (end != NULL)
		memmove(at, end + 1, strlen(end + 1) + 1);
}

/* Each honouree stands on a line of its own; the first of each kind stays. */
static bool
is_one_too_many(const char *line)
{
	static const char *const kinds[] = { "<tap-the ma=\"", "<ca-nhan ma=\"",
		"<ho-gia-dinh ma=\"" };

	for (size_t i = 0; i < 3; i++)
		if (strstr(line, kinds[i]) != NULL)
			return strstr(line, "-01\"") == NULL;
	return false;
}

void
make_campaign(
    const struct setting *s, const char *key, bool numbered, const char *path)
{
	char *from = joined(s->root, "templates/demo/phong-trao-71.xml");
	FILE *in = fopen(from, "r"), *to = fopen(path, "w");
	char *line = NULL;
	size_t room = 0;

	if (in == NULL || to == NULL)
		stop("open", in == NULL ? from : path);
	while (getline(&line, &room, in) >= 0) {
		if (is_one_too_many(line))
			continue;
		drop(line, " kiem-tra=\"", '"');
		if (!numbered)
			drop(line, " so=\"71", '"');
		if (strstr(line, "<phong-trao-thi-dua") != NULL)
			fprintf(to, "<phong-trao-thi-dua ma=\"%s\">\n", key);
		else
			fputs(line, to);
	}
	free(line);
	fclose(in);
	if (fclose(to) != 0)
		stop("write", path);
	free(from);
}
