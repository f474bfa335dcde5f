/* tests/bench/issue/parts.c -- the parts of issuing, each alone. */
#include "bench.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "issue/edition.h"
#include "issue/issue_priv.h"

void
part_open(struct bench *b, const char *name, struct arc_writer **ret,
    struct arc **ret_arc, struct iss *ret_iss)
{
	const char *dir = arena_printf(b->a, "%s/%s", b->dir, name);
	struct press_config base = { .templates = SOURCE_ROOT "/templates",
		.fonts = SOURCE_ROOT "/fonts" };
	struct arc *arc;
	struct err err;

	if (!arc_init(dir, &err) ||
	    !arc_open(dir, true, env_system(), &arc, &err) ||
	    !iss_publish_shipped(arc, &base, &b->errors, NULL, &err))
		bench_die(&err);
	arc_close(arc);
	if (!arc_writer_start(dir, env_system(), ret, &err) ||
	    !arc_open(dir, false, env_system(), ret_arc, &err))
		bench_die(&err);
	*ret_iss = (struct iss){ .arc = *ret_arc,
		.writer = *ret,
		.press = b->press,
		.pool = b->pool,
		.rules = b->rules,
		.errors = &b->errors };
	if (!iss_decision(ret_iss, b->campaign, &b->campaign->rounds[0], &err))
		bench_die(&err);
}

/* --- disk --- */

static void
append(int fd, const char *bytes, size_t len)
{
	if (write(fd, bytes, len) != (ssize_t)len || fdatasync(fd) != 0) {
		perror("append");
		exit(3);
	}
}

static void
open_two(struct bench *b, int fd[2])
{
	for (int i = 0; i < 2; i++) {
		const char *path = arena_printf(b->a, "%s/floor%d", b->dir, i);

		fd[i] = open(path, O_RDWR | O_CREAT | O_TRUNC, 0640);
		if (fd[i] < 0) {
			perror(path);
			exit(3);
		}
	}
}

double
part_disk(struct bench *b, size_t bytes, int group)
{
	size_t len = bytes * (size_t)group;
	char *zeros = calloc(1, len);
	int64_t start;
	int fd[2], rounds = b->count / group + 1;

	open_two(b, fd);
	start = bench_now();
	for (int i = 0; i < rounds; i++) {
		append(fd[0], zeros, len);
		append(fd[1], zeros, len / 8);
	}
	start = bench_now() - start;
	close(fd[0]);
	close(fd[1]);
	free(zeros);
	return (double)rounds * group * 1e6 / (double)(start + 1);
}

void
part_floor(struct bench *b, size_t bytes)
{
	int n = b->count < 300 ? b->count : 300, fd[2];
	int64_t *times = calloc((size_t)n, sizeof(*times));
	char *zeros = calloc(1, bytes);

	open_two(b, fd);
	for (int i = 0; i < n; i++) {
		times[i] = bench_now();
		append(fd[0], zeros, bytes);
		append(fd[1], zeros, bytes / 8);
		times[i] = bench_now() - times[i];
	}
	bench_times("the disk's floor: two appends, two syncs", times, n);
	close(fd[0]);
	close(fd[1]);
	free(times);
	free(zeros);
}

/* --- typesetting --- */

static void
typeset(void *ctx, size_t i)
{
	struct work *list = ctx;

	work_typeset(&list[i]);
	if (!list[i].set_ok)
		bench_die(&list[i].err);
}

static void
start_all(
    struct bench *b, struct iss *iss, struct maker *maker, struct work *list)
{
	static const struct arc_doc decision = { .uid = "x",
		.code = "1/QĐ-UBND" };
	const struct model_round *r = &b->campaign->rounds[0];
	struct err err;

	if (!maker_choose(iss, b->a, "certificate-merit", maker, &err))
		bench_die(&err);
	for (int i = 0; i < b->count; i++) {
		if (!certificate_start(
			&list[i], iss, b->campaign, r, &r->honourees[i], &err))
			bench_die(&err);
		list[i].decision = &decision;
		list[i].maker = maker;
		list[i].doc.series = "so-vang";
		list[i].doc.symbol = "SV";
		list[i].doc.number = i + 1;
	}
}

double
part_render(struct bench *b, int64_t *ret_cpu, size_t *ret_bytes)
{
	struct work *list = calloc((size_t)b->count, sizeof(*list));
	struct maker maker;
	struct iss iss;
	struct arc_writer *writer;
	struct arc *arc;
	int64_t wall, cpu;
	struct batch batch = {
		.job = typeset, .ctx = list, .count = (size_t)b->count
	};

	part_open(b, "render", &writer, &arc, &iss);
	wall = bench_now();
	cpu = bench_cpu();
	start_all(b, &iss, &maker, list);
	pool_run(b->pool, &batch);
	pool_wait(b->pool, &batch);
	wall = bench_now() - wall;
	*ret_cpu = bench_cpu() - cpu;
	*ret_bytes = list[0].doc.pdf_len + list[0].doc.data_len + 4096;
	for (int i = 0; i < b->count; i++)
		work_end(&list[i]);
	free(list);
	arc_writer_stop(writer);
	arc_close(arc);
	return (double)b->count * 1e6 / (double)(wall + 1);
}

/* --- register, volume, index --- */

struct piece {
	struct work *list;
	int count;
};

static bool
file_piece(struct arc *arc, void *ctx, struct err *err)
{
	struct piece *p = ctx;

	for (int i = 0; i < p->count; i++) {
		struct arc_new *d = &p->list[i].doc;

		if (!arc_take_number(
			arc, d->org, d->series, d->date, &d->number, err) ||
		    !arc_add(arc, d, err))
			return false;
	}
	return true;
}

double
part_write(struct bench *b, int64_t *ret_cpu)
{
	struct maker maker;
	struct arc_writer *writer;
	struct work *list = calloc((size_t)b->count, sizeof(*list));
	struct batch batch = {
		.job = typeset, .ctx = list, .count = (size_t)b->count
	};
	struct arc *arc;
	struct iss iss;
	struct err err;
	int64_t wall;

	part_open(b, "write", &writer, &arc, &iss);
	start_all(b, &iss, &maker, list);
	pool_run(b->pool, &batch);
	pool_wait(b->pool, &batch);
	wall = bench_now();
	*ret_cpu = bench_cpu();
	for (int i = 0; i < b->count; i += ISS_GROUP) {
		int left = b->count - i;
		struct piece p = { list + i,
			left < ISS_GROUP ? left : ISS_GROUP };

		if (!arc_write(writer, file_piece, &p, &err))
			bench_die(&err);
	}
	wall = bench_now() - wall;
	*ret_cpu = bench_cpu() - *ret_cpu;
	for (int i = 0; i < b->count; i++)
		work_end(&list[i]);
	free(list);
	arc_writer_stop(writer);
	arc_close(arc);
	return (double)b->count * 1e6 / (double)(wall + 1);
}
