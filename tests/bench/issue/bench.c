/* tests/bench/issue/bench.c -- issue_bench DIR N [THREADS]
 *
 * Issues N certificates for good: typeset, numbered, synced, indexed.  First
 * its parts alone on this machine in the same run, then all four: a round in
 * groups, one by one, and 16 callers at once.  Prints Markdown.  DIR should be
 * on the disk that is meant. */
#include "bench.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/arena.h"
#include "support/campaign.h"
#include "xml/xml.h"

enum { CALLERS = 16 };

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
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return ((int64_t)u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000 +
	       u.ru_utime.tv_usec + u.ru_stime.tv_usec;
}

void
bench_die(const struct err *err)
{
	fprintf(stderr, "%s\n%s\n%s\n", err->text, err->hint, err->record);
	exit(3);
}

void
bench_rate(const char *name, int count, int64_t wall, int64_t cpu)
{
	printf("| %s | %lld | %lld.%03lld |\n", name,
	    (long long)((int64_t)count * 1000000 / (wall + 1)),
	    (long long)(cpu / count / 1000), (long long)(cpu / count % 1000));
	fflush(stdout);
}

static int
by_size(const void *x, const void *y)
{
	const int64_t *a = x, *b = y;

	return *a < *b ? -1 : *a > *b;
}

void
bench_times(const char *name, int64_t *times, int count)
{
	static const int shares[] = { 50, 95, 99 };

	qsort(times, (size_t)count, sizeof(*times), by_size);
	printf("| %s |", name);
	for (int i = 0; i < 3; i++) {
		int64_t t = times[(count - 1) * shares[i] / 100];

		printf(" %lld.%02lld |", (long long)(t / 1000),
		    (long long)(t % 1000 / 10));
	}
	printf("\n");
	fflush(stdout);
}

static void
load(struct bench *b)
{
	const char *text = campaign_of(b->a, SOURCE_ROOT, b->count, -1, NULL);
	const char *home = SOURCE_ROOT "/templates";
	struct press_config config = { .templates = home,
		.fonts = SOURCE_ROOT "/fonts" };
	struct xml_doc *doc;
	struct err err = { 0 };

	err_list_init(&b->errors, b->a);
	if (text == NULL || !press_open(&config, &b->press, &err) ||
	    !model_rules_load(b->a,
		SOURCE_ROOT "/templates/rules/tien-thuong.xml", &b->rules,
		&err) ||
	    !xml_parse(b->a, "campaign.xml", text, strlen(text), XML_DATA, &doc,
		&err) ||
	    !model_load(b->a, doc, &b->errors, &b->campaign))
		bench_die(&err);
}

/* --- all four --- */

static double
whole_round(struct bench *b)
{
	struct arc_writer *writer;
	struct arc *arc;
	struct iss iss;
	struct err err;
	int64_t wall, cpu;

	part_open(b, "round", &writer, &arc, &iss);
	wall = bench_now();
	cpu = bench_cpu();
	if (!iss_certificates(&iss, b->campaign, &b->campaign->rounds[0], &err))
		bench_die(&err);
	wall = bench_now() - wall;
	bench_rate("all four, a round", b->count, wall, bench_cpu() - cpu);
	arc_writer_stop(writer);
	arc_close(arc);
	return (double)b->count * 1e6 / (double)(wall + 1);
}

struct caller {
	struct bench *b;
	struct iss iss;
	int from, step, count;
	int64_t *times;
	pthread_t thread;
};

/* A round of one honouree each. */
static void *
one_by_one(void *ctx)
{
	struct caller *c = ctx;
	struct model_round r = c->b->campaign->rounds[0];
	struct model_honouree *all = r.honourees;
	struct err err;

	r.count = 1;
	for (int i = c->from; i < c->count; i += c->step) {
		r.honourees = &all[i];
		c->times[i] = bench_now();
		if (!iss_certificates(&c->iss, c->b->campaign, &r, &err))
			bench_die(&err);
		c->times[i] = bench_now() - c->times[i];
	}
	return NULL;
}

static void
singles(struct bench *b)
{
	int n = b->count < 500 ? b->count : 500;
	struct caller c = { .b = b, .step = 1, .count = n };
	struct arc_writer *writer;
	struct arc *arc;

	part_open(b, "single", &writer, &arc, &c.iss);
	c.iss.pool = NULL;
	c.times = calloc((size_t)n, sizeof(*c.times));
	one_by_one(&c);
	bench_times("all four, one by one", c.times, n);
	free(c.times);
	arc_writer_stop(writer);
	arc_close(arc);
}

static void
callers(struct bench *b)
{
	int64_t *times = calloc((size_t)b->count, sizeof(*times)), wall, cpu;
	struct err_list errors[CALLERS];
	struct caller c[CALLERS];
	struct arc_writer *writer;
	struct arc *arc;
	struct iss iss;
	struct err err;

	part_open(b, "callers", &writer, &arc, &iss);
	wall = bench_now();
	cpu = bench_cpu();
	for (int i = 0; i < CALLERS; i++) {
		c[i] =
		    (struct caller){ b, iss, i, CALLERS, b->count, times, 0 };
		err_list_init(&errors[i], b->a);
		c[i].iss.pool = NULL;
		c[i].iss.errors = &errors[i];
		if (!arc_open(arena_printf(b->a, "%s/callers", b->dir), false,
			env_system(), &c[i].iss.arc, &err))
			bench_die(&err);
		pthread_create(&c[i].thread, NULL, one_by_one, &c[i]);
	}
	for (int i = 0; i < CALLERS; i++) {
		pthread_join(c[i].thread, NULL);
		arc_close(c[i].iss.arc);
	}
	wall = bench_now() - wall;
	bench_rate("all four, 16 callers, one certificate each time", b->count,
	    wall, bench_cpu() - cpu);
	free(times);
	arc_writer_stop(writer);
	arc_close(arc);
}

/* --- */

static double
least(double a, double b)
{
	return a < b ? a : b;
}

int
main(int argc, char **argv)
{
	struct bench b = { .a = arena_new((size_t)2 << 30) };
	int64_t render_cpu, write_cpu;
	double disk, render, write, whole, parts;
	int threads = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 2;
	size_t bytes;
	struct err err;

	if (argc < 3 || b.a == NULL)
		return 2;
	b.dir = argv[1];
	b.count = (int)strtol(argv[2], NULL, 10);
	if (b.count < 1 || b.count > 50000)
		return 2;
	load(&b);
	if (!iss_pool_start(threads, &b.pool, &err))
		bench_die(&err);
	(void)part_render(&b, &render_cpu, &bytes); /* warms the caches */
	render = part_render(&b, &render_cpu, &bytes);
	disk = part_disk(&b, bytes, ISS_GROUP);
	printf("%d certificates, %zu bytes each in the volume, %d threads "
	       "typeset\n\n| | p50 ms | p95 | p99 |\n|---|---|---|---|\n",
	    b.count, bytes, threads);
	part_floor(&b, bytes);
	singles(&b);
	printf("\n| | a second | processor ms each |\n|---|---|---|\n");
	printf("| disk alone, groups of %d | %.0f | |\n", ISS_GROUP, disk);
	bench_rate("rendering alone", b.count,
	    (int64_t)(b.count * 1e6 / render), render_cpu);
	write = part_write(&b, &write_cpu);
	bench_rate("register and index alone", b.count,
	    (int64_t)(b.count * 1e6 / write), write_cpu);
	whole = whole_round(&b);
	callers(&b);
	parts = least(disk, least(render, write));
	printf("\nA round: %.0f a second; the slowest part alone allows %.0f "
	       "(%.0f %%), the processor time of all parts on two processors "
	       "%.0f (%.0f %%).\n",
	    whole, parts, 100 * whole / parts,
	    2e6 * b.count / (double)(render_cpu + write_cpu),
	    100 * whole * (double)(render_cpu + write_cpu) / (2e6 * b.count));
	iss_pool_stop(b.pool);
	press_close(b.press);
	arena_free(b.a);
	return 0;
}
