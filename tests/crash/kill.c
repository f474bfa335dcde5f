/* tests/crash/kill.c -- crash_kill [KILLS]: SIGKILL at random moments of
 * issuing, four issuers at once.
 *
 * Every trial forks one process with four issuing threads, or two of them that
 * take turns, kills all of it at a random moment, and starts again as the next
 * start would.  After each kill: everything that was acknowledged is there, to
 * the byte; nothing lies behind the committed end; no file is left over.  Now
 * and then, and at the end: numbers without gap or twin, counters, index, log
 * and volumes agree, fsck and tar are content.  100 kills every day, 2,000 with
 * SOVANG_LONG=1. */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "acts.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "issue/edition.h"
#include "run.h"
#include "store.h"
#include "support/campaign.h"
#include "xml/xml.h"

enum { PERSONS = 20, WANTED = 12 };

struct run_of_kills {
	struct office office;
	char work[64];
	size_t promised; /* records that were checked */
	int trial, span; /* microseconds in which the kills fall */
};

_Noreturn static void
failed(const struct run_of_kills *k, const char *what, const char *which)
{
	fprintf(stderr, "trial %d: %s: %s\n  the folder stays: %s\n", k->trial,
	    what, which, k->work);
	exit(1);
}

static void
must(const struct run_of_kills *k, bool ok, const char *what,
    const struct err *err)
{
	if (!ok)
		failed(k, what, err->text);
}

/* --- the office --- */

static void
open_office(struct run_of_kills *k)
{
	const struct press_config base = { .templates =
					       SOURCE_ROOT "/templates",
		.fonts = SOURCE_ROOT "/fonts" };
	struct office *o = &k->office;
	struct err_list errors;
	struct arc *arc;
	struct xml_doc *doc;
	const char *text;
	struct err err = { 0 };

	o->a = arena_new((size_t)1 << 30);
	o->dir = arena_printf(o->a, "%s/data", k->work);
	o->promises = arena_printf(o->a, "%s/promises", k->work);
	err_list_init(&errors, o->a);
	text = campaign_of(o->a, SOURCE_ROOT, PERSONS, -1, NULL);
	must(k,
	    text != NULL && press_open(&base, &o->press, &err) &&
		model_rules_load(o->a,
		    SOURCE_ROOT "/templates/rules/tien-thuong.xml", &o->rules,
		    &err) &&
		xml_parse(o->a, "campaign.xml", text, strlen(text), XML_DATA,
		    &doc, &err) &&
		model_load(o->a, doc, &errors, &o->campaign) &&
		arc_init(o->dir, &err) &&
		arc_open(o->dir, true, env_system(), &arc, &err) &&
		iss_publish_shipped(arc, &base, &errors, NULL, &err),
	    "setting up", &err);
	arc_close(arc);
}

/* --- one kill --- */

static void
kill_at(struct run_of_kills *k, int microseconds)
{
	struct timespec t = { microseconds / 1000000,
		microseconds % 1000000 * 1000L };
	int count = k->trial % 3 == 2 ? 2 : 1, status;
	pid_t pids[2];

	for (int i = 0; i < count; i++) {
		k->office.seed = k->office.seed * 48271u + 11u;
		pids[i] = fork();
		if (pids[i] == 0)
			acts_run(
			    &k->office, k->trial, i == 0 && k->trial % 4 == 1);
		if (pids[i] < 0)
			failed(k, "fork", "");
	}
	nanosleep(&t, NULL);
	for (int i = 0; i < count; i++)
		kill(pids[i], SIGKILL);
	for (int i = 0; i < count; i++)
		if (waitpid(pids[i], &status, 0) < 0 || !WIFSIGNALED(status))
			failed(k, "the program ended by itself", "");
}

/* --- what must hold --- */

static void
check_promise(struct run_of_kills *k, struct arc *arc, const struct promise *p)
{
	struct arena *a = arena_new(0);
	const char *bytes;
	struct arc_doc d;
	struct err err;
	size_t len;

	must(k, arc_get(arc, a, p->uid, &d, &err),
	    "an acknowledged document is lost", &err);
	if (d.number != p->number || !hash_equal(&d.sha256, &p->pdf) ||
	    !hash_equal(&d.data_sha256, &p->data))
		failed(k, "an acknowledged document is another one", p->uid);
	must(k,
	    arc_read(arc, a, &d, false, &bytes, &len, &err) &&
		arc_read(arc, a, &d, true, &bytes, &len, &err),
	    "bytes are missing", &err);
	arena_free(a);
}

static void
check_promises(struct run_of_kills *k, struct arc *arc)
{
	struct buf all = { 0 };
	struct promise p;

	slurp(k->office.promises, &all);
	for (; (k->promised + 1) * sizeof(p) <= all.len; k->promised++) {
		memcpy(&p, all.data + k->promised * sizeof(p), sizeof(p));
		check_promise(k, arc, &p);
	}
	if (all.len % sizeof(p) != 0)
		failed(k, "half a promise", "");
	buf_done(&all);
}

/* Each volume ends at its committed end or with the two zero blocks. */
static void
check_volume(struct run_of_kills *k, const char *name)
{
	char *path = joined(k->office.dir, "volumes"),
	     *file = joined(path, name);
	char tail[1024], zeros[1024] = { 0 };
	struct stat st;
	int fd = open(file, O_RDONLY);

	if (fd < 0 || fstat(fd, &st) != 0 || st.st_size % 512 != 0)
		failed(k, "a volume", name);
	if (st.st_size >= 1024 &&
	    (pread(fd, tail, 1024, st.st_size - 1024) != 1024 ||
		memcmp(tail, zeros, 1024) != 0))
		failed(k, "a volume does not end as a tar file", name);
	close(fd);
	free(file);
	free(path);
}

static void
check_names(struct run_of_kills *k, const char *dir, bool volumes)
{
	static const char *const known[] = { "sovang.db", "sovang.db-wal",
		"sovang.db-shm", "volumes", "fonts", "checkpoints", "lock",
		"log.key", "log.pub" };
	DIR *d = opendir(dir);
	struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL) {
		bool ok = e->d_name[0] == '.';

		for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
			ok = ok || strcmp(e->d_name, known[i]) == 0;
		if (volumes && e->d_name[0] != '.')
			check_volume(k, e->d_name);
		else if (!ok)
			failed(k, "a file is left over", e->d_name);
	}
	if (d != NULL)
		closedir(d);
}

/* The next start, and what it finds. */
static void
start_again(struct run_of_kills *k)
{
	char *volumes = joined(k->office.dir, "volumes");
	struct arc *arc;
	struct err err;

	must(k, arc_open(k->office.dir, true, env_system(), &arc, &err),
	    "the next start", &err);
	/* An act, so that the volume is looked at as well. */
	must(k, arc_begin(arc, &err) && arc_commit(arc, &err), "the next act",
	    &err);
	check_promises(k, arc);
	arc_close(arc);
	check_names(k, k->office.dir, false);
	check_names(k, volumes, true);
	free(volumes);
}

static int64_t
check_all(struct run_of_kills *k)
{
	struct arena *a = arena_new((size_t)1 << 30);
	struct buf said = { 0 };
	struct err_list problems;
	struct arc *arc;
	struct err err;
	int64_t count;

	if (!store_check(k->office.dir, &said))
		failed(k, "the folder", buf_str(&said));
	err_list_init(&problems, a);
	must(k,
	    arc_open(k->office.dir, false, env_system(), &arc, &err) &&
		arc_fsck(arc, &problems, &count, &err),
	    "fsck", &err);
	if (problems.errors > 0)
		failed(k, "fsck", problems.items[0]->text);
	arc_close(arc);
	arena_free(a);
	buf_done(&said);
	return count;
}

/* What tar lists is what the register holds. */
static void
check_tar(struct run_of_kills *k, int64_t documents)
{
	char command[300], line[32] = "";
	FILE *f;

	snprintf(command, sizeof(command),
	    "for f in '%s'/volumes/*.tar; do tar -tf $f || echo bad; done | "
	    "wc -l",
	    k->office.dir);
	f = popen(command, "r");
	if (f == NULL || fgets(line, sizeof(line), f) == NULL ||
	    pclose(f) != 0 || strtoll(line, NULL, 10) != 3 * documents)
		failed(k, "tar lists something else", line);
}

/* --- */

/* However fast the machine is: some die while they start, most in between. */
static void
adapt(struct run_of_kills *k, size_t promised)
{
	if (promised < WANTED && k->span < 2000000)
		k->span += k->span / 4;
	else if (promised > 2 * WANTED && k->span > 20000)
		k->span -= k->span / 4;
}

static bool
each(int trial, int step, int kills)
{
	return trial % step == 0 || trial == kills;
}

int
main(int argc, char **argv)
{
	struct run_of_kills k = { .work = "/tmp/sovang-kill.XXXXXX",
		.span = 60000 };
	int kills = getenv("SOVANG_LONG") != NULL ? 2000 : 100;
	int64_t documents = 0;
	time_t start = time(NULL);
	size_t before;
	uint32_t chance;

	if (argc > 1)
		kills = (int)strtol(argv[1], NULL, 10);
	if (mkdtemp(k.work) == NULL)
		return 2;
	chance = (uint32_t)start;
	k.office.seed = chance | 1;
	open_office(&k);
	for (k.trial = 1; k.trial <= kills; k.trial++) {
		chance = chance * 1664525u + 1013904223u;
		before = k.promised;
		kill_at(&k, (int)((chance >> 4) % (uint32_t)k.span));
		start_again(&k);
		adapt(&k, k.promised - before);
		if (each(k.trial, kills > 500 ? 200 : 50, kills))
			documents = check_all(&k);
		if (k.trial % 100 == 0) {
			printf("%d kills, %zu acknowledged, %lld s\n", k.trial,
			    k.promised, (long long)(time(NULL) - start));
			fflush(stdout);
		}
	}
	check_tar(&k, documents);
	if (documents < (int64_t)k.promised || k.promised == 0)
		failed(&k, "too few documents", "");
	printf("crash: %d kills, %zu acknowledged, %lld filed; 0 lost, 0 "
	       "twice, 0 gaps, 0 missing bytes, 0 leftovers, fsck clean\n",
	    kills, k.promised, (long long)documents);
	press_close(k.office.press);
	arena_free(k.office.a);
	remove_tree(k.work);
	return 0;
}
