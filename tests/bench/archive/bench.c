/* tests/bench/archive/bench.c -- archive_bench DIR N [QUERIES] [plain]
 *
 * Builds an archive of N documents in DIR through the program's own issuing, or
 * takes the one that is there; asks QUERIES (200) of each class while another
 * process issues documents as fast as it can; prints Markdown.  With `plain`
 * the same texts and questions go to FTS5 as it comes.  With `texts` or `asked`
 * instead the texts, folded, or the questions as SQL of PostgreSQL are printed
 * for `run`. */
#include "bench.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/env.h"
#include "corpus.h"

enum { GROUP = 1000 };

int64_t
bench_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t
bench_cpu(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int
by_wall(const void *x, const void *y)
{
	const struct bench_times *a = x, *b = y;

	return a->wall < b->wall ? -1 : a->wall > b->wall;
}

static int
by_cpu(const void *x, const void *y)
{
	const struct bench_times *a = x, *b = y;

	return a->cpu < b->cpu ? -1 : a->cpu > b->cpu;
}

static void
put_ms(int64_t t)
{
	printf(" %lld.%02lld |", (long long)(t / 1000),
	    (long long)(t % 1000 / 10));
}

void
bench_row(const char *name, struct bench_times *times, int count)
{
	static const int shares[] = { 50, 95, 99 };

	printf("| %s |", name);
	qsort(times, (size_t)count, sizeof(*times), by_wall);
	for (int i = 0; i < 3; i++)
		put_ms(times[(count - 1) * shares[i] / 100].wall);
	qsort(times, (size_t)count, sizeof(*times), by_cpu);
	for (int i = 0; i < 2; i++)
		put_ms(times[(count - 1) * shares[i] / 100].cpu);
	printf("\n");
	fflush(stdout);
}

static void
die(const struct err *err)
{
	fprintf(stderr, "%s\n%s\n", err->text, err->hint);
	exit(3);
}

static int64_t
size_of(const char *dir, const char *name)
{
	char path[4096];
	struct stat st;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return stat(path, &st) == 0 ? (int64_t)st.st_size : 0;
}

static int64_t
documents(struct arc *arc)
{
	struct arena *a = arena_new(0);
	struct arc_query q = { .limit = 1 };
	struct arc_hits h;
	struct err err;
	int64_t n;

	if (!arc_search(arc, a, &q, &h, &err))
		die(&err);
	n = h.count > 0 ? h.docs[0].id : 0;
	arena_free(a);
	return n;
}

static void
build(const char *dir, int64_t count)
{
	struct arc *arc;
	struct err err;
	int64_t from, start = bench_now();

	if (!arc_init(dir, &err) ||
	    !arc_open(dir, true, env_system(), &arc, &err))
		die(&err);
	from = documents(arc);
	for (int64_t i = from; i < count; i += GROUP) {
		int64_t to = i + GROUP < count ? i + GROUP : count;

		if (!corpus_issue(arc, i, to, count, &err))
			die(&err);
		if (to % 50000 == 0)
			fprintf(stderr, "%lld documents, %lld s\n",
			    (long long)to,
			    (long long)((bench_now() - start) / 1000000));
	}
	if (from < count)
		printf("built: %lld documents, %lld a second\n",
		    (long long)(count - from),
		    (long long)((count - from) * 1000000 /
				(bench_now() - start + 1)));
	arc_close(arc);
	printf("size: %lld MB (register, texts, index), %lld bytes a "
	       "document\n\n",
	    (long long)(size_of(dir, "sovang.db") >> 20),
	    (long long)(size_of(dir, "sovang.db") / count));
	fflush(stdout);
}

/* A process that issues ten documents, and ten, and so on. */
static pid_t
start_writer(const char *dir, int64_t count)
{
	pid_t pid = fork();
	struct arc *arc;
	struct err err;

	if (pid != 0)
		return pid;
	if (!arc_open(dir, true, env_system(), &arc, &err))
		die(&err);
	for (int64_t i = documents(arc);; i += 10)
		if (!corpus_issue(arc, i, i + 10, count, &err))
			die(&err);
}

static void
ask(struct arc *arc, struct arena *a, const struct bench_query *b)
{
	struct arc_suggestion *list;
	struct arc_facets facets;
	struct arc_hits hits;
	struct err err;
	size_t n;
	bool ok = true;

	if (b->suggest) {
		ok = arc_suggest(arc, a, b->q.words, &list, &n, &err);
		if (!ok)
			die(&err);
		return;
	}
	if (!b->facets || b->q.extracts)
		ok = arc_search(arc, a, &b->q, &hits, &err);
	if (ok && b->facets)
		ok = arc_count_facets(arc, a, &b->q, &facets, &err);
	if (!ok)
		die(&err);
}

static void
measure(const char *dir, int64_t count, int queries)
{
	struct bench_times *times = calloc((size_t)queries, sizeof(*times));
	struct arena *a = arena_new(0);
	pid_t writer = start_writer(dir, count);
	int64_t before, start = bench_now();
	struct arc *arc;
	struct err err;

	if (!arc_open(dir, false, env_system(), &arc, &err))
		die(&err);
	before = documents(arc);
	printf(BENCH_HEAD("search"));
	for (int c = 0; c < CLASSES; c++) {
		/* The first tenth warms the cache and does not count. */
		for (int n = -queries / 10; n < queries; n++) {
			struct bench_query b;
			struct bench_times t;

			arena_reset(a);
			bench_query(
			    a, (enum class_of_query)c, n + queries, count, &b);
			t = (struct bench_times){ bench_now(), bench_cpu() };
			ask(arc, a, &b);
			t.wall = bench_now() - t.wall;
			t.cpu = bench_cpu() - t.cpu;
			if (n >= 0)
				times[n] = t;
		}
		bench_row(class_names[c], times, queries);
	}
	kill(writer, SIGKILL);
	waitpid(writer, NULL, 0);
	printf("\nmeanwhile the writer issued %lld documents a second\n",
	    (long long)((documents(arc) - before) * 1000000 /
			(bench_now() - start + 1)));
	arc_close(arc);
	arena_free(a);
	free(times);
}

int
main(int argc, char **argv)
{
	int64_t count;
	int queries;

	if (argc < 3) {
		fprintf(stderr, "archive_bench DIR N [QUERIES] "
				"[plain|texts|asked]\n");
		return 2;
	}
	count = strtoll(argv[2], NULL, 10);
	queries = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 200;
	if (count < 100 || queries < 10)
		return 2;
	if (argc > 4 && strcmp(argv[4], "texts") == 0)
		return plain_texts(count) ? 0 : 3;
	if (argc > 4 && strcmp(argv[4], "asked") == 0)
		return plain_asked(count, queries) ? 0 : 3;
	build(argv[1], count);
	measure(argv[1], count, queries);
	if (argc > 4 && strcmp(argv[4], "plain") == 0)
		return plain_run(argv[1], count, queries) ? 0 : 3;
	return 0;
}
