/* tests/bench/press/bench.c -- the press in a loop, one process.
 *
 *   press_bench make TEMPLATE COUNT OUT FILE...   COUNT documents, from the
 *       files in turn, parsing included, each written as OUT-N.pdf
 *   press_bench stages TEMPLATE ROUNDS FILE...    a line of JSON: processor
 *       time of a document (median over ROUNDS), where it goes, its bytes, the
 *       floor and the largest memory
 *
 * SOVANG_HOME is the folder with templates/ and fonts/. */
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "bench.h"
#include "font/font.h"
#include "pdf/pdf.h"
#include "press/press.h"
#include "xml/xml.h"

enum { KEPT = 8192 };

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

double
bench_cpu(void)
{
	struct rusage r;

	getrusage(RUSAGE_SELF, &r);
	return (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) +
	       (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

/* --- clocks around what the press calls --- */

struct bench_clocks bench_clocks;
static struct {
	bool on;
	size_t count;
	struct buf bytes[KEPT];
} kept;

size_t __real_libdeflate_zlib_compress(
    struct libdeflate_compressor *, const void *, size_t, void *, size_t);
size_t __wrap_libdeflate_zlib_compress(
    struct libdeflate_compressor *, const void *, size_t, void *, size_t);
bool __real_font_subset(const struct font_face *, const uint16_t *, size_t,
    struct buf *, size_t *, struct err *);
bool __wrap_font_subset(const struct font_face *, const uint16_t *, size_t,
    struct buf *, size_t *, struct err *);
bool __real_pdf_save(struct pdf *, const char **, size_t *, struct err *);
bool __wrap_pdf_save(struct pdf *, const char **, size_t *, struct err *);

size_t
__wrap_libdeflate_zlib_compress(struct libdeflate_compressor *c,
    const void *bytes, size_t len, void *out, size_t room)
{
	double from = now();
	size_t packed =
	    __real_libdeflate_zlib_compress(c, bytes, len, out, room);

	bench_clocks.compress += now() - from;
	bench_clocks.streams++;
	bench_clocks.raw += len;
	bench_clocks.packed += packed;
	if (kept.on && kept.count < KEPT)
		buf_add(&kept.bytes[kept.count++], bytes, len);
	return packed;
}

bool
__wrap_font_subset(const struct font_face *f, const uint16_t *glyphs,
    size_t count, struct buf *out, size_t *ret_count, struct err *err)
{
	double from = now();
	bool ok = __real_font_subset(f, glyphs, count, out, ret_count, err);

	bench_clocks.subset += now() - from;
	return ok;
}

/* Without the object streams that are packed meanwhile. */
bool
__wrap_pdf_save(
    struct pdf *pdf, const char **ret, size_t *ret_len, struct err *err)
{
	double from = now(), packing = bench_clocks.compress;
	bool ok = __real_pdf_save(pdf, ret, ret_len, err);

	bench_clocks.save += now() - from - (bench_clocks.compress - packing);
	return ok;
}

void
bench_clocks_clear(void)
{
	bench_clocks = (struct bench_clocks){ 0 };
}

void
bench_keep_streams(bool keep)
{
	kept.on = keep;
}

/* --- the press --- */

struct bench {
	struct press *press;
	const char *template;
	char *const *files;
	int file_count;
	int pages, passes;
	size_t bytes;
};

static bool
fail(const struct err_list *errors, const struct err *err)
{
	struct buf b = { 0 };

	if (err != NULL)
		err_print(err, &b);
	for (size_t i = 0; errors != NULL && i < errors->len; i++)
		err_print(errors->items[i], &b);
	fputs(buf_str(&b), stderr);
	buf_done(&b);
	return false;
}

/* As the alternatives write: without waiting for the disk. */
static bool
put(const char *path, const struct press_result *r)
{
	FILE *f = fopen(path, "wb");
	bool ok = f != NULL && fwrite(r->pdf, 1, r->pdf_len, f) == r->pdf_len;

	if (f != NULL && fclose(f) != 0)
		ok = false;
	if (!ok)
		perror(path);
	return ok;
}

/* One document, from the bytes of its data to those of its file. */
static bool
press_one(struct bench *b, int i, const char *out)
{
	struct arena *a = arena_new(0);
	struct press_job job = { .template = b->template };
	struct press_result r;
	struct err_list errors;
	struct xml_doc *data;
	struct err err;
	bool ok;

	err_list_init(&errors, a);
	if (!xml_parse_file(
		a, b->files[i % b->file_count], XML_DATA, &data, &err)) {
		fail(NULL, &err);
		arena_free(a);
		return false;
	}
	job.data = data;
	ok = press_run(b->press, a, &job, &errors, &r);
	if (!ok)
		fail(&errors, NULL);
	else if (out != NULL)
		ok = put(out, &r);
	if (ok) {
		b->pages = r.pages;
		b->passes = r.passes;
		b->bytes = r.pdf_len;
	}
	arena_free(a);
	return ok;
}

static int
make(struct bench *b, int count, const char *out)
{
	char name[4096];

	for (int i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "%s-%05d.pdf", out, i);
		if (!press_one(b, i, name))
			return 1;
	}
	return 0;
}

/* --- stages --- */

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double
median(double *v, int n)
{
	qsort(v, (size_t)n, sizeof(*v), by_value);
	return v[n / 2];
}

/* Deflating the same streams, each in its own call, and nothing else. */
double
bench_floor(void)
{
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(6);
	size_t room = 0;
	double from, took;
	char *out;

	for (size_t i = 0; i < kept.count; i++) {
		size_t bound =
		    libdeflate_zlib_compress_bound(c, kept.bytes[i].len);

		room = bound > room ? bound : room;
	}
	out = malloc(room + 1);
	from = now();
	for (size_t i = 0; c != NULL && out != NULL && i < kept.count; i++)
		__real_libdeflate_zlib_compress(
		    c, buf_str(&kept.bytes[i]), kept.bytes[i].len, out, room);
	took = now() - from;
	free(out);
	libdeflate_free_compressor(c);
	return took;
}

static void
drop_streams(void)
{
	for (size_t i = 0; i < kept.count; i++)
		buf_done(&kept.bytes[i]);
	kept.count = 0;
	kept.on = false;
}

/* Documents in one sample, so that the clock's own step does not show. */
static int
batch_for(struct bench *b)
{
	double from = bench_cpu(), one;
	int n;

	for (int i = 0; i < 3; i++)
		if (!press_one(b, i, NULL))
			return 0;
	one = (bench_cpu() - from) / 3;
	n = one > 0 ? (int)(0.05 / one) : 100;
	return n < 1 ? 1 : n;
}

static double
stage_time(struct bench *b, struct bench_stages *s, enum bench_stage upto,
    int rounds, int batch)
{
	double *v = calloc((size_t)rounds, sizeof(*v)), m;
	struct arena *a = arena_new(0);
	struct xml_doc *data;
	struct err err;

	if (!xml_parse_file(a, b->files[0], XML_DATA, &data, &err)) {
		fail(NULL, &err);
		exit(1);
	}
	for (int r = 0; r < rounds; r++) {
		double from = bench_cpu();

		for (int i = 0; i < batch; i++)
			if (!bench_stages_run(s, upto, data))
				exit(1);
		v[r] = (bench_cpu() - from) / batch;
	}
	m = median(v, rounds);
	arena_free(a);
	free(v);
	return m;
}

static void
sample(struct bench *b, double *v, int rounds, int batch)
{
	for (int r = 0; r < rounds; r++) {
		double from = bench_cpu();

		for (int i = 0; i < batch; i++)
			if (!press_one(b, r * batch + i, NULL))
				exit(1);
		v[r] = (bench_cpu() - from) / batch;
	}
}

static double
floor_time(struct bench *b, int rounds)
{
	double *v = calloc((size_t)rounds, sizeof(*v)), m;

	drop_streams();
	bench_keep_streams(true);
	if (!press_one(b, 0, NULL))
		exit(1);
	bench_keep_streams(false);
	for (int r = 0; r < rounds; r++)
		v[r] = bench_floor();
	m = median(v, rounds);
	free(v);
	return m;
}

static int
stages(struct bench *b, const char *home, int rounds)
{
	const char *path =
	    strstr(b->template, ".xml") != NULL ? b->template : NULL;
	char name[4096];
	struct bench_stages *s;
	struct rusage usage;
	double *v = calloc((size_t)rounds, sizeof(*v)), total, bind, blocks,
	       place, n;
	int batch = batch_for(b);

	if (batch == 0)
		return 1;
	getrusage(RUSAGE_SELF, &usage);
	if (path == NULL) {
		snprintf(name, sizeof(name),
		    "%s/templates/documents/%s/template.xml", home,
		    b->template);
		path = name;
	}
	s = bench_stages_open(b->press, home, path);
	if (s == NULL)
		return 1;
	bench_clocks_clear();
	sample(b, v, rounds, batch);
	n = (double)rounds * batch;
	total = median(v, rounds) * 1e3;
	bind = stage_time(b, s, BENCH_BIND, rounds, batch) * 1e3;
	blocks = stage_time(b, s, BENCH_BLOCKS, rounds, batch) * 1e3;
	place = stage_time(b, s, BENCH_PLACE, rounds, batch) * 1e3;
	printf("{\"template\":\"%s\",\"pages\":%d,\"passes\":%d,\"bytes\":%zu,"
	       "\"cpu_ms\":%.3f,\"bind_ms\":%.3f,\"blocks_ms\":%.3f,"
	       "\"place_ms\":%.3f,\"compress_ms\":%.3f,\"subset_ms\":%.3f,"
	       "\"save_ms\":%.3f,\"floor_ms\":%.3f,\"raw\":%.0f,"
	       "\"packed\":%.0f,\"rss_kb\":%ld}\n",
	    b->template, b->pages, b->passes, b->bytes, total, bind,
	    blocks - bind, place - blocks, bench_clocks.compress / n * 1e3,
	    bench_clocks.subset / n * 1e3, bench_clocks.save / n * 1e3,
	    floor_time(b, rounds) * 1e3, (double)bench_clocks.raw / n,
	    (double)bench_clocks.packed / n, usage.ru_maxrss);
	bench_stages_close(s);
	drop_streams();
	free(v);
	return 0;
}

int
main(int argc, char **argv)
{
	const char *home = getenv("SOVANG_HOME");
	struct press_config config = { .templates = NULL };
	struct bench b = { 0 };
	bool is_make = argc > 5 && strcmp(argv[1], "make") == 0;
	bool is_stages = argc > 4 && strcmp(argv[1], "stages") == 0;
	struct err err;
	int n = argc > 3 ? atoi(argv[3]) : 0, status;

	if ((!is_make && !is_stages) || home == NULL || n < 1) {
		fputs("SOVANG_HOME=... press_bench make TEMPLATE COUNT OUT "
		      "FILE... | stages TEMPLATE ROUNDS FILE...\n",
		    stderr);
		return 2;
	}
	if (!press_open(&config, &b.press, &err)) {
		fail(NULL, &err);
		return 3;
	}
	b.template = argv[2];
	b.files = argv + (is_make ? 5 : 4);
	b.file_count = argc - (is_make ? 5 : 4);
	status = is_make ? make(&b, n, argv[4]) : stages(&b, home, n);
	press_close(b.press);
	return status;
}
