/* tests/fault/power.c -- fault_power SOVANG SHIM ROOT: pulls the plug.
 *
 * The program makes a data folder and issues two campaigns into it while the
 * shim notes every write, sync, rename and new name, and how much had been
 * promised on standard output by then.  Then, for moments between two of these
 * records, the folder is built as a disk may hold it: what was synced is there;
 * of the rest each sector of a write is there or not, by chance, each change of
 * length too, and of the changes in a folder a random number of the first.
 * Whatever comes out, the program must start on it without help, hold all that
 * was promised, and go on issuing without gap.
 *
 * Memory that SQLite shares by mapping (-shm) never counts as written. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run.h"
#include "shim.h"
#include "store.h"

enum { SECTOR = 512, FILES = 256, NAMES = 512 };

/* One file's bytes: what a sync has made sure of. */
struct file {
	uint64_t inode;
	struct buf sure;
	size_t settled; /* records before this one are in `sure` */
};

/* A name in the tree; a folder has no file. */
struct name {
	char path[128];
	uint64_t inode;
	bool folder;
};

struct disk {
	struct file files[FILES];
	size_t file_count;
	struct name names[NAMES];
	size_t name_count;
};

struct power {
	struct setting s;
	struct buf log, said;
	const struct fault_record **records;
	size_t count;
	uint64_t chance;
	int runs, failures;
};

static uint64_t
random_below(struct power *p, uint64_t n)
{
	uint64_t z = p->chance += 0x9E3779B97F4A7C15u;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return (z >> 33) % n;
}

/* --- the record --- */

static const char *
data_of(const struct fault_record *r)
{
	return (const char *)(r + 1);
}

static void
read_log(struct power *p, const char *path)
{
	size_t at = 0;

	slurp(path, &p->log);
	p->records = calloc(
	    p->log.len / sizeof(struct fault_record) + 1, sizeof(void *));
	if (p->records == NULL)
		stop("calloc", path);
	while (at + sizeof(struct fault_record) <= p->log.len) {
		/* Records are not aligned in the file: each gets a copy. */
		struct fault_record head, *r;

		memcpy(&head, p->log.data + at, sizeof(head));
		r = malloc(sizeof(head) + head.len);
		if (r == NULL)
			stop("malloc", path);
		memcpy(r, p->log.data + at, sizeof(head) + head.len);
		p->records[p->count++] = r;
		at += sizeof(head) + head.len;
	}
}

/* --- the disk --- */

static struct file *
file_of(struct disk *d, uint64_t inode)
{
	for (size_t i = d->file_count; i-- > 0;)
		if (d->files[i].inode == inode)
			return &d->files[i];
	return NULL;
}

static void
new_file(struct disk *d, uint64_t inode, size_t at)
{
	if (d->file_count == FILES)
		stop("too many files", "power");
	d->files[d->file_count++] = (struct file){ inode, { 0 }, at };
}

static void
set_length(struct buf *b, size_t len)
{
	while (b->len < len)
		buf_char(b, '\0');
	buf_cut(b, len);
}

static void
overwrite(struct buf *b, size_t at, const char *bytes, size_t len)
{
	if (b->len < at + len)
		set_length(b, at + len);
	memcpy(b->data + at, bytes, len);
}

/* Applies the record whole, or by chance. */
static void
apply(struct power *p, struct buf *b, const struct fault_record *r,
    unsigned percent)
{
	size_t at = r->offset, end = r->offset + r->len;

	if (r->op == OP_TRUNCATE && random_below(p, 100) < percent)
		set_length(b, at);
	if (r->op != OP_WRITE)
		return;
	while (at < end) {
		size_t n = SECTOR - at % SECTOR;

		if (n > end - at)
			n = end - at;
		if (random_below(p, 100) < percent)
			overwrite(b, at, data_of(r) + (at - r->offset), n);
		at += n;
	}
}

/* Records of the file from where it is settled up to `until`. */
static void
apply_all(struct power *p, struct file *f, struct buf *to, size_t until,
    unsigned percent)
{
	for (size_t i = f->settled; i < until; i++)
		if (p->records[i]->inode == f->inode)
			apply(p, to, p->records[i], percent);
}

static bool
stands_in(const char *path, const char *folder)
{
	const char *slash = strrchr(path, '/');
	size_t n = slash == NULL ? 0 : (size_t)(slash - path);

	return strlen(folder) == n && memcmp(path, folder, n) == 0;
}

static void
drop_name(struct disk *d, const char *path)
{
	for (size_t i = 0; i < d->name_count; i++)
		if (strcmp(d->names[i].path, path) == 0)
			d->names[i--] = d->names[--d->name_count];
}

static void
add_name(struct disk *d, const char *path, uint64_t inode, bool folder)
{
	struct name *n = &d->names[d->name_count++];

	if (d->name_count == NAMES || strlen(path) >= sizeof(n->path))
		stop("too many names", path);
	memcpy(n->path, path, strlen(path) + 1);
	n->inode = inode;
	n->folder = folder;
}

static void
change_names(struct disk *d, const struct fault_record *r)
{
	const char *name = data_of(r), *to;
	uint64_t inode = 0;

	switch (r->op) {
	case OP_CREATE:
	case OP_MKDIR:
		drop_name(d, name);
		add_name(d, name, r->inode, r->op == OP_MKDIR);
		break;
	case OP_UNLINK:
		drop_name(d, name);
		break;
	case OP_RENAME:
	case OP_LINK:
		to = name + strlen(name) + 1;
		for (size_t i = 0; i < d->name_count; i++)
			if (strcmp(d->names[i].path, name) == 0)
				inode = d->names[i].inode;
		if (r->op == OP_RENAME)
			drop_name(d, name);
		drop_name(d, to);
		add_name(d, to, inode, false);
		break;
	default:
		break;
	}
}

static bool
is_name_change(const struct fault_record *r)
{
	return r->op == OP_CREATE || r->op == OP_MKDIR || r->op == OP_UNLINK ||
	       r->op == OP_RENAME || r->op == OP_LINK;
}

/* Was the folder of this change synced between it and `until`? */
static bool
is_settled(const struct power *p, size_t at, size_t until)
{
	for (size_t i = at + 1; i < until; i++)
		if (p->records[i]->op == OP_SYNC_DIR &&
		    stands_in(data_of(p->records[at]), data_of(p->records[i])))
			return true;
	return false;
}

/* The names the disk holds at record `until`: of each folder's changes since
 * its last sync a random number of the first. */
static void
build_names(struct power *p, struct disk *d, size_t until)
{
	struct {
		char folder[128];
		size_t left;
	} loose[16];
	size_t folders = 0;

	for (size_t i = 0; i < until; i++) {
		const struct fault_record *r = p->records[i];
		const char *slash;
		char folder[128];
		size_t f = 0;

		if (!is_name_change(r))
			continue;
		if (is_settled(p, i, until)) {
			change_names(d, r);
			continue;
		}
		slash = strrchr(data_of(r), '/');
		snprintf(folder, sizeof(folder), "%.*s",
		    slash == NULL ? 0 : (int)(slash - data_of(r)), data_of(r));
		while (f < folders && strcmp(loose[f].folder, folder) != 0)
			f++;
		if (f == folders) {
			memcpy(loose[f].folder, folder, sizeof(folder));
			loose[f].left = random_below(p, 5);
			folders++;
		}
		if (loose[f].left == 0)
			continue;
		loose[f].left--;
		change_names(d, r);
	}
}

/* The bytes of all files as far as syncs have made sure of them. */
static void
build_files(struct power *p, struct disk *d, size_t until)
{
	for (size_t i = 0; i < until; i++) {
		const struct fault_record *r = p->records[i];
		struct file *f;

		if (r->op == OP_CREATE) {
			f = file_of(d, r->inode);
			if (f != NULL)
				f->inode = 0; /* an old number, used again */
			new_file(d, r->inode, i);
		}
		if (r->op != OP_SYNC || (f = file_of(d, r->inode)) == NULL)
			continue;
		apply_all(p, f, &f->sure, i, 100);
		f->settled = i;
	}
}

static bool
has_folder(const struct disk *d, const char *path)
{
	char folder[128];
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return true;
	snprintf(folder, sizeof(folder), "%.*s", (int)(slash - path), path);
	for (size_t i = 0; i < d->name_count; i++)
		if (d->names[i].folder && strcmp(d->names[i].path, folder) == 0)
			return has_folder(d, folder);
	return false;
}

/* Writes the tree as it may be found after the power came back. */
static void
write_disk(struct power *p, size_t until, unsigned percent, const char *to)
{
	static struct disk d;
	char path[512];

	memset(&d, 0, sizeof(d));
	build_names(p, &d, until);
	build_files(p, &d, until);
	remove_tree(to);
	if (mkdir(to, 0750) != 0)
		stop("mkdir", to);
	/* Shorter names first: a folder before what stands in it. */
	for (size_t len = 1; len < sizeof(d.names[0].path); len++)
		for (size_t i = 0; i < d.name_count; i++) {
			const struct name *n = &d.names[i];
			struct file *f = file_of(&d, n->inode);
			struct buf now = { 0 };

			if (strlen(n->path) != len || !has_folder(&d, n->path))
				continue;
			snprintf(path, sizeof(path), "%s/%s", to, n->path);
			if (n->folder && mkdir(path, 0750) != 0)
				stop("mkdir", path);
			if (n->folder || f == NULL)
				continue;
			buf_add(&now, f->sure.data, f->sure.len);
			apply_all(p, f, &now, until, percent);
			if (strstr(path, "-shm") != NULL)
				buf_clear(&now);
			spill(path, buf_str(&now), now.len);
			buf_done(&now);
		}
	for (size_t i = 0; i < d.file_count; i++)
		buf_done(&d.files[i].sure);
}

/* --- what must hold --- */

static const char *const init_args[] = { "sovang", "init", "--data",
	"power/data", NULL };
static const char *const fsck_args[] = { "sovang", "archive", "fsck", "--data",
	"power/data", NULL };
static const char *const first_args[] = { "sovang", "issue", "all", "one.xml",
	"--data", "power/data", NULL };
static const char *const second_args[] = { "sovang", "issue", "all", "two.xml",
	"--data", "power/data", NULL };
static const char *const third_args[] = { "sovang", "issue", "all", "three.xml",
	"--data", "power/data", NULL };

static bool
works(struct power *p, const char *const *args, struct buf *wrong)
{
	struct result r = { 0 };
	bool ok;

	run(&p->s, args, NULL, false, &r);
	ok = r.status == 0;
	if (!ok)
		buf_printf(wrong, "    sovang %s %s: exit %d: %s", args[1],
		    args[2], r.status, buf_str(&r.err));
	result_done(&r);
	return ok;
}

static bool
holds(struct power *p, size_t at, struct buf *wrong)
{
	char *data = joined(p->s.work, "power/data");
	size_t promised = at < p->count ? p->records[at]->said : p->said.len;
	struct buf said = { 0 };
	const char *tab;
	bool ok = true;

	buf_add(&said, buf_str(&p->said), promised);
	tab = strchr(buf_str(&said), '\n');
	if (tab == NULL) { /* the folder itself had not been promised yet */
		ok = works(p, init_args, wrong);
	} else {
		ok =
		    works(p, fsck_args, wrong) && store_has(data, &said, wrong);
	}
	/* Numbers, log and volumes are looked at before and after. */
	ok = ok && (tab == NULL || store_check(data, wrong)) &&
	     works(p, third_args, wrong) && works(p, fsck_args, wrong) &&
	     store_has(data, &said, wrong) && store_check(data, wrong);
	buf_done(&said);
	free(data);
	return ok;
}

static void
try(struct power *p, size_t at, unsigned percent)
{
	char *to = joined(p->s.work, "power");
	uint64_t seed = p->chance;
	struct buf wrong = { 0 };

	write_disk(p, at, percent, to);
	p->runs++;
	if (!holds(p, at, &wrong)) {
		p->failures++;
		printf("power lost before record %zu of %zu, %u%% of the rest "
		       "written, chance %llu\n%s",
		    at, p->count, percent, (unsigned long long)seed,
		    buf_str(&wrong));
		fflush(stdout);
	}
	buf_done(&wrong);
	free(to);
}

/* --- the act itself --- */

static void
act(struct power *p)
{
	char *log = joined(p->s.work, "log"),
	     *root = joined(p->s.work, "power"),
	     *out = joined(p->s.work, "out");
	char log_text[400], root_text[400];
	const char *env[] = { log_text, root_text, NULL };
	const char *const *const steps[] = { init_args, first_args, first_args,
		second_args };
	struct result r = { 0 };

	snprintf(log_text, sizeof(log_text), "FAULT_LOG=%s", log);
	snprintf(root_text, sizeof(root_text), "FAULT_ROOT=%s", root);
	if (mkdir(root, 0750) != 0)
		stop("mkdir", root);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		run(&p->s, steps[i], env, true, &r);
		if (r.status != 0)
			stop("the act failed", buf_str(&r.err));
	}
	result_done(&r);
	slurp(out, &p->said);
	read_log(p, log);
	free(log);
	free(root);
	free(out);
}

static void
make_files(struct power *p)
{
	static const char *const keys[] = { "one", "two", "three" };
	char name[32], *path;

	for (size_t i = 0; i < 3; i++) {
		snprintf(name, sizeof(name), "%s.xml", keys[i]);
		path = joined(p->s.work, name);
		make_campaign(&p->s, keys[i], false, path);
		free(path);
	}
}

int
main(int argc, char **argv)
{
	static const unsigned percents[] = { 0, 100, 50, 90, 10 };
	char work[] = "/tmp/sovang-power.XXXXXX";
	struct power p = { .chance = 1 };
	size_t step = 1;

	if (argc != 4) {
		fputs("fault_power SOVANG SHIM ROOT\n", stderr);
		return 2;
	}
	if (mkdtemp(work) == NULL)
		stop("mkdtemp", work);
	p.s = (struct setting){ argv[1], argv[2], argv[3], work };
	make_files(&p);
	act(&p);
	printf("%zu records, %zu bytes promised\n", p.count, p.said.len);
	if (getenv("SOVANG_LONG") == NULL)
		step = p.count / 70 + 1;
	for (size_t at = 0; at <= p.count && p.failures < 15; at += step)
		for (size_t i = 0; i < 5 && p.failures < 15; i++)
			if (step == 1 || i == (at / step) % 5)
				try(&p, at, percents[i]);
	printf("%d losses of power, %d failures\n", p.runs, p.failures);
	for (size_t i = 0; i < p.count; i++)
		free((void *)(uintptr_t)p.records[i]);
	free(p.records);
	buf_done(&p.log);
	buf_done(&p.said);
	remove_tree(work);
	return p.failures > 0 || p.runs == 0;
}
