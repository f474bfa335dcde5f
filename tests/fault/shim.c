/* tests/fault/shim.c -- preloaded into the program: makes its k-th allocation,
 * write, sync ... fail, or notes what it does to its files.
 *
 * Counting starts at main(), so that the constructors of foreign libraries are
 * left alone.  Nothing here allocates. */
#define _GNU_SOURCE
#include "shim_priv.h"

#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);

static struct fault_state spare;
static struct fault_state *state = &spare;
static enum fault_kind kind = FAULT_KINDS;
static uint64_t fail_at;
static bool armed, sticky, traced;
static int log_fd = -1;
static char root[PATH_MAX];

/* Who asked: addresses for addr2line. */
static void
trace(void)
{
	void *frames[24];
	int n;

	armed = false; /* backtrace() allocates at its first call */
	n = backtrace(frames, 24);
	backtrace_symbols_fd(frames, n, STDERR_FILENO);
	armed = true;
}

bool
fails(enum fault_kind k)
{
	uint64_t n;

	if (!armed)
		return false;
	n = __atomic_add_fetch(&state->calls[k], 1, __ATOMIC_RELAXED);
	if (k != kind || fail_at == 0 || n < fail_at ||
	    (n > fail_at && !sticky))
		return false;
	if (state->fired++ == 0 && traced)
		trace();
	return true;
}

/* --- memory ---
 *
 * The program has a malloc of its own, before ours in the order of symbols;
 * what it calls is glibc's second set of names, and those we stand in front of.
 */

/* For the very first calls, before dlsym() has found glibc's. */
static char first_bytes[65536];
static size_t first_used;

static void *
first_piece(size_t size)
{
	void *p = first_bytes + first_used;

	first_used += (size + 15) / 16 * 16;
	if (first_used > sizeof(first_bytes))
		abort();
	return p;
}

static void *
next(const char *name)
{
	static bool looking;
	void *symbol;

	if (looking)
		return NULL;
	looking = true;
	symbol = dlsym(RTLD_NEXT, name);
	looking = false;
	return symbol;
}

void *
__libc_malloc(size_t size)
{
	static void *(*real)(size_t);
	void *symbol;

	if (real == NULL && (symbol = next("__libc_malloc")) != NULL)
		memcpy(&real, &symbol, sizeof(real));
	if (real == NULL)
		return first_piece(size);
	if (!fails(FAULT_ALLOC))
		return real(size);
	errno = ENOMEM;
	return NULL;
}

void *
__libc_calloc(size_t n, size_t size)
{
	static void *(*real)(size_t, size_t);
	void *symbol;

	if (real == NULL && (symbol = next("__libc_calloc")) != NULL)
		memcpy(&real, &symbol, sizeof(real));
	if (real == NULL)
		return first_piece(n * size);
	if (!fails(FAULT_ALLOC))
		return real(n, size);
	errno = ENOMEM;
	return NULL;
}

void *
__libc_realloc(void *p, size_t size)
{
	static void *(*real)(void *, size_t);
	void *symbol;

	if (real == NULL && (symbol = next("__libc_realloc")) != NULL)
		memcpy(&real, &symbol, sizeof(real));
	if (real == NULL)
		abort();
	if (!fails(FAULT_ALLOC))
		return real(p, size);
	errno = ENOMEM;
	return NULL;
}

/* --- the log of a power-loss run --- */

/* The path below root, or NULL. */
static const char *
inside(const char *path, char full[static PATH_MAX])
{
	size_t n = strlen(root);

	if (log_fd < 0)
		return NULL;
	if (path[0] == '/') {
		snprintf(full, PATH_MAX, "%s", path);
	} else {
		if (syscall(SYS_getcwd, full, PATH_MAX) < 0)
			return NULL;
		strncat(full, "/", PATH_MAX - strlen(full) - 1);
		strncat(full, path, PATH_MAX - strlen(full) - 1);
	}
	if (strncmp(full, root, n) != 0 || (full[n] != '/' && full[n] != '\0'))
		return NULL;
	return full[n] == '\0' ? "" : full + n + 1;
}

static bool
fd_inside(
    int fd, struct stat *st, char full[static PATH_MAX], const char **ret_name)
{
	char link[40];
	ssize_t n;

	if (log_fd < 0 || fd == log_fd)
		return false;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = syscall(SYS_readlink, link, full, PATH_MAX - 1);
	if (n <= 0 || fstat(fd, st) != 0)
		return false;
	full[n] = '\0';
	if (strncmp(full, root, strlen(root)) != 0)
		return false;
	*ret_name = full + strlen(root) + (full[strlen(root)] == '/');
	return true;
}

static void
put(const void *p, size_t len)
{
	const char *from = p;

	while (len > 0) {
		ssize_t n = syscall(SYS_write, log_fd, from, len);

		if (n <= 0)
			abort();
		from += n;
		len -= (size_t)n;
	}
}

static void
note(enum fault_op op, uint64_t inode, uint64_t offset, const void *data,
    size_t len)
{
	struct fault_record r = {
		.op = op, .len = (uint32_t)len, .inode = inode, .offset = offset
	};
	struct stat out;

	if (log_fd < 0)
		return;
	fflush(stdout);
	if (fstat(STDOUT_FILENO, &out) == 0 && S_ISREG(out.st_mode))
		r.said = (uint64_t)out.st_size;
	put(&r, sizeof(r));
	put(data, len);
}

static void
note_name(enum fault_op op, uint64_t inode, const char *name)
{
	if (name != NULL)
		note(op, inode, 0, name, strlen(name) + 1);
}

/* --- files --- */

static int
open_file(int dir, const char *path, int flags, mode_t mode)
{
	char full[PATH_MAX];
	const char *name = inside(path, full);
	struct stat st;
	bool is_new = name != NULL && (flags & O_CREAT) != 0 &&
		      syscall(SYS_access, path, F_OK) != 0;
	int fd;

	if (fails(FAULT_OPEN)) {
		errno = EMFILE;
		return -1;
	}
	fd = (int)syscall(SYS_openat, dir, path, flags, mode);
	if (fd >= 0 && is_new && fstat(fd, &st) == 0)
		note_name(OP_CREATE, st.st_ino, name);
	return fd;
}

#define MODE_OF(flags, mode)                                \
	do {                                                \
		va_list ap;                                 \
		va_start(ap, flags);                        \
		if (((flags) & (O_CREAT | O_TMPFILE)) != 0) \
			(mode) = va_arg(ap, mode_t);        \
		va_end(ap);                                 \
	} while (0)

int
open(const char *path, int flags, ...)
{
	mode_t mode = 0;

	MODE_OF(flags, mode);
	return open_file(AT_FDCWD, path, flags, mode);
}

int
open64(const char *path, int flags, ...)
{
	mode_t mode = 0;

	MODE_OF(flags, mode);
	return open_file(AT_FDCWD, path, flags, mode);
}

int
openat(int dir, const char *path, int flags, ...)
{
	mode_t mode = 0;

	MODE_OF(flags, mode);
	return open_file(dir, path, flags, mode);
}

int
mkstemp(char *template)
{
	char *end = template + strlen(template) - 6;
	int fd = -1;

	for (unsigned i = 0; i < 100 && fd < 0; i++) {
		snprintf(
		    end, 7, "%03u%03u", (unsigned)getpid() % 1000, i % 1000);
		fd = open_file(
		    AT_FDCWD, template, O_RDWR | O_CREAT | O_EXCL, 0600);
		if (fd < 0 && errno != EEXIST)
			return -1;
	}
	return fd;
}

static ssize_t
write_file(int fd, const void *p, size_t len, off_t at, bool positioned)
{
	char full[PATH_MAX];
	const char *name;
	struct stat st;
	bool seen = log_fd >= 0 && fd_inside(fd, &st, full, &name);
	ssize_t n;

	if (fd > STDERR_FILENO && fails(FAULT_WRITE)) {
		errno = ENOSPC;
		return -1;
	}
	if (fd > STDERR_FILENO && len > 1 && fails(FAULT_SHORT))
		len /= 2;
	if (seen && !positioned)
		at = lseek(fd, 0, SEEK_CUR);
	n = positioned ? syscall(SYS_pwrite64, fd, p, len, at)
		       : syscall(SYS_write, fd, p, len);
	if (seen && n > 0)
		note(OP_WRITE, st.st_ino, (uint64_t)at, p, (size_t)n);
	return n;
}

ssize_t
write(int fd, const void *p, size_t len)
{
	return write_file(fd, p, len, 0, false);
}

ssize_t
pwrite(int fd, const void *p, size_t len, off_t at)
{
	return write_file(fd, p, len, at, true);
}

ssize_t
pwrite64(int fd, const void *p, size_t len, off_t at)
{
	return write_file(fd, p, len, at, true);
}

static ssize_t
read_file(int fd, void *p, size_t len, off_t at, bool positioned)
{
	if (fails(FAULT_READ)) {
		errno = EIO;
		return -1;
	}
	return positioned ? syscall(SYS_pread64, fd, p, len, at)
			  : syscall(SYS_read, fd, p, len);
}

ssize_t
read(int fd, void *p, size_t len)
{
	return read_file(fd, p, len, 0, false);
}

ssize_t
pread(int fd, void *p, size_t len, off_t at)
{
	return read_file(fd, p, len, at, true);
}

ssize_t
pread64(int fd, void *p, size_t len, off_t at)
{
	return read_file(fd, p, len, at, true);
}

static int
sync_file(int fd)
{
	char full[PATH_MAX];
	const char *name;
	struct stat st;

	if (fails(FAULT_SYNC)) {
		errno = EIO;
		return -1;
	}
	/* The machine stays up: nothing is really waited for. */
	if (log_fd >= 0 && fd_inside(fd, &st, full, &name)) {
		if (S_ISDIR(st.st_mode))
			note_name(OP_SYNC_DIR, 0, name);
		else
			note(OP_SYNC, st.st_ino, 0, "", 0);
	}
	return 0;
}

int
fsync(int fd)
{
	return sync_file(fd);
}

int
fdatasync(int fd)
{
	return sync_file(fd);
}

static int
truncate_file(int fd, off_t len)
{
	char full[PATH_MAX];
	const char *name;
	struct stat st;

	if (fails(FAULT_TRUNCATE)) {
		errno = EIO;
		return -1;
	}
	if (syscall(SYS_ftruncate, fd, len) != 0)
		return -1;
	if (log_fd >= 0 && fd_inside(fd, &st, full, &name))
		note(OP_TRUNCATE, st.st_ino, (uint64_t)len, "", 0);
	return 0;
}

int
ftruncate(int fd, off_t len)
{
	return truncate_file(fd, len);
}

int
ftruncate64(int fd, off_t len)
{
	return truncate_file(fd, len);
}

static void
note_two_names(uint32_t op, const char *from, const char *to)
{
	char a[PATH_MAX], b[PATH_MAX], both[2 * PATH_MAX];
	const char *x = inside(from, a), *y = inside(to, b);
	size_t n;

	if (x == NULL || y == NULL)
		return;
	n = strlen(x) + 1;
	memcpy(both, x, n);
	memcpy(both + n, y, strlen(y) + 1);
	note(op, 0, 0, both, n + strlen(y) + 1);
}

int
rename(const char *from, const char *to)
{
	if (fails(FAULT_RENAME)) {
		errno = EACCES;
		return -1;
	}
	if (syscall(SYS_rename, from, to) != 0)
		return -1;
	note_two_names(OP_RENAME, from, to);
	return 0;
}

int
link(const char *from, const char *to)
{
	if (fails(FAULT_RENAME)) {
		errno = EACCES;
		return -1;
	}
	if (syscall(SYS_link, from, to) != 0)
		return -1;
	note_two_names(OP_LINK, from, to);
	return 0;
}

int
unlink(const char *path)
{
	char full[PATH_MAX];

	if (syscall(SYS_unlink, path) != 0)
		return -1;
	note_name(OP_UNLINK, 0, inside(path, full));
	return 0;
}

int
mkdir(const char *path, mode_t mode)
{
	char full[PATH_MAX];

	if (syscall(SYS_mkdir, path, mode) != 0)
		return -1;
	note_name(OP_MKDIR, 0, inside(path, full));
	return 0;
}

/* --- start --- */

static void
set_up(void)
{
	static const char *const names[] = FAULT_KIND_NAMES;
	const char *s = getenv("FAULT_KIND");
	int fd;

	for (int i = 0; s != NULL && i < FAULT_KINDS; i++)
		if (strcmp(s, names[i]) == 0)
			kind = (enum fault_kind)i;
	s = getenv("FAULT_AT");
	fail_at = s == NULL ? 0 : strtoull(s, NULL, 10);
	sticky = getenv("FAULT_STICKY") != NULL;
	traced = getenv("FAULT_TRACE") != NULL;
	s = getenv("FAULT_STATE");
	if (s != NULL && (fd = (int)syscall(SYS_open, s, O_RDWR, 0)) >= 0) {
		void *p = mmap(NULL, sizeof(*state), PROT_READ | PROT_WRITE,
		    MAP_SHARED, fd, 0);

		if (p != MAP_FAILED)
			state = p;
		close(fd);
	}
	s = getenv("FAULT_LOG");
	if (s != NULL && getenv("FAULT_ROOT") != NULL) {
		snprintf(root, sizeof(root), "%s", getenv("FAULT_ROOT"));
		log_fd = (int)syscall(SYS_open, s,
		    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	}
}

typedef int main_fn(int, char **, char **);
static main_fn *real_main;

static int
main_with_faults(int argc, char **argv, char **env)
{
	set_up();
	armed = true;
	return real_main(argc, argv, env);
}

int __libc_start_main(main_fn *m, int argc, char **argv, void (*init)(void),
    void (*fini)(void), void (*rtld_fini)(void), void *stack_end);

int
__libc_start_main(main_fn *m, int argc, char **argv, void (*init)(void),
    void (*fini)(void), void (*rtld_fini)(void), void *stack_end)
{
	int (*real)(main_fn *, int, char **, void (*)(void), void (*)(void),
	    void (*)(void), void *);
	void *symbol = dlsym(RTLD_NEXT, "__libc_start_main");

	memcpy(&real, &symbol, sizeof(real));
	real_main = m;
	return real(
	    main_with_faults, argc, argv, init, fini, rtld_fini, stack_end);
}
