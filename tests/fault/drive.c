/* tests/fault/drive.c -- fault_drive SOVANG SHIM ROOT CASE: lets the k-th call
 * of each kind fail, k = 1, 2, 3 ... until nothing fails any more.
 *
 * For every k: the program ends by itself; it either did all it was asked for,
 * to the last byte, or says what is wrong; what it said it had issued is there;
 * no final file holds half a document; and the next run without a fault needs
 * no help.  The everyday run samples the allocations, SOVANG_LONG=1 takes each.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drive.h"
#include "shim.h"
#include "store.h"

static const char old_file[] = "what stood there before";

/* --- acts that leave a file or nothing --- */

static void
put_old_file(const struct test *t)
{
	char *path = joined(t->s.work, t->job->file);

	spill(path, old_file, sizeof(old_file));
	free(path);
}

static bool
verify_file(const struct test *t, const struct result *r, struct buf *said)
{
	char *path = joined(t->s.work, t->job->file);
	struct buf now = { 0 };
	bool is_new, is_old;

	slurp(path, &now);
	is_new = same_text(&now, &t->file);
	is_old = now.len == sizeof(old_file) &&
		 memcmp(now.data, old_file, now.len) == 0;
	buf_done(&now);
	free(path);
	if (is_new || (is_old && r->status != 0))
		return true;
	buf_printf(said, "    the file is %s\n",
	    is_old ? "still the old one" : "neither the old nor the new one");
	return false;
}

/* --- acts on a data folder --- */

static const char *const init_args[] = { "sovang", "init", "--data", "data",
	NULL };
static const char *const fsck_args[] = { "sovang", "archive", "fsck", "--data",
	"data", NULL };

static void
fresh_store(const struct test *t)
{
	char *data = joined(t->s.work, "data"),
	     *empty = joined(t->s.work, "empty");

	remove_tree(data);
	if (strcmp(t->job->name, "init") != 0)
		copy_tree(empty, data);
	free(data);
	free(empty);
}

bool
expect_clean(const struct test *t, const char *const *args, const char *what,
    struct buf *said)
{
	struct result r = { 0 };
	bool ok;

	run(&t->s, args, NULL, false, &r);
	ok = r.status == 0;
	if (!ok)
		buf_printf(said, "    %s: exit %d: %s", what, r.status,
		    buf_str(&r.err));
	result_done(&r);
	return ok;
}

/* After a fault the same act without one must bring everything in order. */
static bool
verify_store(const struct test *t, const struct result *r, struct buf *said)
{
	char *data = joined(t->s.work, "data");
	struct buf dump = { 0 };
	bool issues = strcmp(t->job->name, "issue") == 0, ok = true;

	if (issues)
		ok = store_has(data, &r->out, said) &&
		     store_check(data, said) &&
		     expect_clean(t, fsck_args, "fsck afterwards", said);
	if (ok && r->status != 0)
		ok = expect_clean(t, t->job->args, "the next run", said);
	if (ok) {
		store_dump(data, &dump);
		ok = same_text(&dump, &t->dump) && store_check(data, said);
		if (!ok)
			buf_str_add(
			    said, "    the store is not as it ought to be\n");
	}
	buf_done(&dump);
	free(data);
	return ok;
}

/* --- the acts --- */

#define DATA "--data", "data"
static const struct job jobs[] = {
	{ "render-plan",
	    { "sovang", "render", "plan", "plan.xml", "-o", "x.pdf" }, "x.pdf",
	    put_old_file, verify_file },
	{ "render-certificate",
	    { "sovang", "render", "certificate-merit", "certificate.xml", "-o",
		"x.pdf" },
	    "x.pdf", put_old_file, verify_file },
	{ "check", { "sovang", "check", "plan", "plan.xml" }, NULL, NULL,
	    NULL },
	{ "check-wrong", { "sovang", "check", "./wrong.xml" }, NULL, NULL,
	    NULL },
	{ "init", { "sovang", "init", DATA }, NULL, fresh_store, verify_store },
	{ "issue", { "sovang", "issue", "all", "campaign.xml", DATA }, NULL,
	    fresh_store, verify_store },
	{ "fsck", { "sovang", "archive", "fsck", DATA }, NULL, NULL, NULL },
	{ "fsck-damaged", { "sovang", "archive", "fsck", DATA }, NULL, NULL,
	    NULL },
	{ "search", { "sovang", "search", DATA, "--", "thắng", "-kế" }, NULL,
	    NULL, NULL },
	{ "backup", { "sovang", "archive", "backup", "copy", DATA }, NULL,
	    backup_prepare, backup_verify },
	{ "restore", { "sovang", "archive", "restore", "copy", "restored" },
	    NULL, restore_prepare, restore_verify },
	{ "migrate", { "sovang", "archive", "fsck", "--data", "older" }, NULL,
	    migrate_prepare, migrate_verify },
	{ "get", { "sovang", "get", "UID", "-o", "x.pdf", DATA }, "x.pdf",
	    put_old_file, verify_file },
};

/* --- setting the scene --- */

static void
make_wrong_template(const struct test *t)
{
	char *from = joined(t->s.root, "templates/documents/plan/template.xml"),
	     *to = joined(t->s.work, "wrong.xml");
	struct buf b = { 0 };
	char *at;

	slurp(from, &b);
	at = strstr(buf_str(&b), "${");
	if (at == NULL)
		stop("no expression in", from);
	memcpy(at, "$[", 2); /* what was an expression is none any more */
	at = strstr(at, "${");
	if (at != NULL && at[2] != '\0')
		at[2] = '(';
	spill(to, buf_str(&b), b.len);
	buf_done(&b);
	free(from);
	free(to);
}

static void
copy_file(const struct test *t, const char *from, const char *to)
{
	char *a = joined(t->s.root, from), *b = joined(t->s.work, to);
	struct buf bytes = { 0 };

	slurp(a, &bytes);
	spill(b, buf_str(&bytes), bytes.len);
	buf_done(&bytes);
	free(a);
	free(b);
}

/* A byte in the middle of the volume is another one. */
static void
damage(const struct test *t)
{
	char name[400];
	struct buf b = { 0 };
	struct result r = { 0 };
	const char *const args[] = { "sovang", "archive", "list", DATA, NULL };
	int year;

	run(&t->s, args, NULL, false, &r);
	result_done(&r);
	for (year = 2020; year < 2200; year++) {
		snprintf(name, sizeof(name), "%s/data/volumes/%d-000001.tar",
		    t->s.work, year);
		slurp(name, &b);
		if (b.len > 2000)
			break;
	}
	if (b.len <= 2000)
		stop("no volume in", t->s.work);
	b.data[1500] ^= 1;
	spill(name, buf_str(&b), b.len);
	buf_done(&b);
}

static void
set_scene(struct test *t)
{
	char *path = joined(t->s.work, "campaign.xml"),
	     *data = joined(t->s.work, "data"),
	     *empty = joined(t->s.work, "empty");
	struct buf said = { 0 };
	const char *const issue_args[] = { "sovang", "issue", "all",
		"campaign.xml", DATA, NULL };

	copy_file(t, "templates/documents/plan/mau.xml", "plan.xml");
	copy_file(t, "templates/documents/certificate-merit/mau.xml",
	    "certificate.xml");
	make_wrong_template(t);
	make_campaign(&t->s, "pt-1", true, path);
	if (!expect_clean(t, init_args, "init", &said))
		stop("init", buf_str(&said));
	copy_tree(data, empty);
	if (!expect_clean(t, issue_args, "issue", &said))
		stop("issue", buf_str(&said));
	if (strcmp(t->job->name, "fsck-damaged") == 0)
		damage(t);
	copies_set_scene(t);
	buf_done(&said);
	free(path);
	free(data);
	free(empty);
}

/* The run that all others are measured by. */
static void
take_reference(struct test *t)
{
	char *data = joined(t->s.work, "data");

	if (t->job->prepare != NULL)
		t->job->prepare(t);
	run(&t->s, t->job->args, NULL, false, &t->reference);
	if (t->job->file != NULL) {
		char *path = joined(t->s.work, t->job->file);

		slurp(path, &t->file);
		free(path);
	}
	if (t->job->verify == verify_store)
		store_dump(data, &t->dump);
	printf(
	    "%s: exit %d without a fault\n", t->job->name, t->reference.status);
	free(data);
}

/* --- one run with a fault --- */

/* A point is named after its moment. */
static bool
says_the_time(const struct test *t)
{
	return t->job->verify == backup_verify ||
	       t->job->verify == restore_verify;
}

static bool
verify(const struct test *t, const struct result *r, struct buf *said)
{
	bool wrong = t->reference.status != 0;

	if (r->status < 0)
		buf_printf(said, "    died of signal %d\n", -r->status);
	else if (r->status == 0 && wrong)
		buf_str_add(said, "    found nothing wrong\n");
	else if (r->status == 0 && !says_the_time(t) &&
		 !same_text(&r->out, &t->reference.out))
		buf_str_add(
		    said, "    says something else than without the fault\n");
	else if (r->status == 0 && r->err.len > 0 &&
		 getenv("FAULT_TRACE") == NULL)
		buf_str_add(said, "    complains and ends with 0\n");
	else if (r->status != 0 && r->err.len == 0 &&
		 !(wrong && same_text(&r->out, &t->reference.out)))
		buf_str_add(said, "    ends without a word\n");
	if (said->len > 0)
		return false;
	return t->job->verify == NULL || t->job->verify(t, r, said);
}

/* False when nothing was left to fail. */
static bool
try(struct test *t, const char *kind, uint64_t k, bool sticky)
{
	char kind_text[32], at_text[40], state_text[500];
	const char *env[] = { kind_text, at_text, state_text,
		sticky ? "FAULT_STICKY=1" : NULL, NULL };
	struct result r = { 0 };
	struct buf said = { 0 };
	bool fired;

	snprintf(kind_text, sizeof(kind_text), "FAULT_KIND=%s", kind);
	snprintf(
	    at_text, sizeof(at_text), "FAULT_AT=%llu", (unsigned long long)k);
	snprintf(
	    state_text, sizeof(state_text), "FAULT_STATE=%s", t->state_path);
	memset(t->state, 0, sizeof(*t->state));
	if (t->job->prepare != NULL)
		t->job->prepare(t);
	run(&t->s, t->job->args, env, false, &r);
	fired = t->state->fired > 0;
	t->runs += fired;
	if (!verify(t, &r, &said)) {
		t->failures++;
		printf("FAULT_KIND=%s FAULT_AT=%llu%s: exit %d\n%s", kind,
		    (unsigned long long)k, sticky ? " FAULT_STICKY=1" : "",
		    r.status, buf_str(&said));
		if (r.err.len > 0)
			printf("    it said: %s", buf_str(&r.err));
		fflush(stdout);
	}
	result_done(&r);
	buf_done(&said);
	return fired;
}

/* Every day so many of each kind, over the whole length of the run; from a
 * place of their own, so that the kinds do not hit the same moments. */
static uint64_t
step_of(const struct test *t, enum fault_kind kind, bool sticky)
{
	static const uint64_t daily[FAULT_KINDS][2] = { [FAULT_ALLOC] = { 24,
							    4 },
		[FAULT_WRITE] = { 8, 2 },
		[FAULT_SHORT] = { 4, 0 },
		[FAULT_SYNC] = { 8, 2 },
		[FAULT_RENAME] = { 4, 2 },
		[FAULT_TRUNCATE] = { 3, 1 },
		[FAULT_OPEN] = { 6, 2 },
		[FAULT_READ] = { 6, 2 },
		[FAULT_STEP] = { 12, 2 } };
	const char *own = getenv("FAULT_STRIDE");
	uint64_t most = daily[kind][sticky], calls = t->calls[kind];

	if (own != NULL && kind == FAULT_ALLOC)
		return strtoull(own, NULL, 10);
	if (getenv("SOVANG_LONG") != NULL)
		return sticky && kind == FAULT_ALLOC ? 11 : 1;
	return most == 0 || calls <= most ? 1 : calls / most + 1;
}

static void
try_all(struct test *t, enum fault_kind kind, bool sticky)
{
	static const char *const names[] = FAULT_KIND_NAMES;
	uint64_t step = step_of(t, kind, sticky);

	/* A step that is stopped looks like a deadline: whoever only reads may
	 * answer with what it has. */
	if (kind == FAULT_STEP && t->job->prepare == NULL)
		return;
	if (kind == FAULT_STEP && t->job->file != NULL)
		return;
	for (uint64_t k = 1 + (uint64_t)kind % step;
	     t->failures < t->most_failures; k += step)
		if (!try(t, names[kind], k, sticky))
			break;
}

static void
open_state(struct test *t)
{
	int fd;

	t->state_path = joined(t->s.work, "state");
	fd = open(t->state_path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || ftruncate(fd, sizeof(*t->state)) != 0)
		stop("open", t->state_path);
	t->state = mmap(
	    NULL, sizeof(*t->state), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (t->state == MAP_FAILED)
		stop("mmap", t->state_path);
	close(fd);
}

/* The uid of some document, for `get`. */
static const char *
some_uid(const struct test *t)
{
	const char *const args[] = { "sovang", "archive", "list", DATA, NULL };
	static char uid[64];
	struct result r = { 0 };

	run(&t->s, args, NULL, false, &r);
	snprintf(uid, sizeof(uid), "%.*s",
	    (int)strcspn(buf_str(&r.out), "\t\n"), buf_str(&r.out));
	result_done(&r);
	return uid;
}

int
main(int argc, char **argv)
{
	char work[] = "/tmp/sovang-fault.XXXXXX";
	struct test t = { 0 };
	struct job job;

	if (argc != 5) {
		fputs("fault_drive SOVANG SHIM ROOT CASE\n", stderr);
		return 2;
	}
	for (size_t i = 0; i < sizeof(jobs) / sizeof(jobs[0]); i++)
		if (strcmp(jobs[i].name, argv[4]) == 0)
			t.job = &jobs[i];
	if (t.job == NULL || access(argv[1], X_OK) != 0 ||
	    mkdtemp(work) == NULL)
		stop("cannot run", argv[t.job == NULL ? 4 : 1]);
	t.s = (struct setting){ argv[1], argv[2], argv[3], work };
	t.most_failures = getenv("FAULT_MOST") == NULL
			      ? 15
			      : (int)strtol(getenv("FAULT_MOST"), NULL, 10);
	open_state(&t);
	job = *t.job;
	t.job = &job;
	set_scene(&t);
	if (strcmp(job.name, "get") == 0)
		job.args[2] = some_uid(&t);
	take_reference(&t);
	try(&t, "alloc", 0, false); /* counts the calls of all kinds */
	memcpy(t.calls, t.state->calls, sizeof(t.calls));
	for (int k = 0; k < FAULT_KINDS; k++) {
		try_all(&t, (enum fault_kind)k, false);
		if (k != FAULT_SHORT)
			try_all(&t, (enum fault_kind)k, true);
	}
	printf("%s: %d faults, %d failures\n", job.name, t.runs, t.failures);
	result_done(&t.reference);
	buf_done(&t.file);
	buf_done(&t.dump);
	remove_tree(work);
	free(t.state_path);
	return t.failures > 0 || t.runs == 0;
}
