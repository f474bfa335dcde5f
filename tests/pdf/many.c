/* tests/pdf/many.c -- the same documents by several threads of one press.
 *
 *   many THREADS ROOT OFFICE TEMPLATE DATA...   a line for each document that
 * was made: template, SHA-256, run
 *
 * Each document is made eight times, shared out among the threads. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/day.h"
#include "press/press.h"
#include "xml/xml.h"

enum { THREADS = 64, RUNS = 8 };

struct work {
	struct press *press;
	char **jobs; /* template, data */
	int count, threads, me;
};

static int64_t
moment_of(const struct xml_doc *data)
{
	const struct xml_node *v = xml_child(xml_root(data), "van-ban");
	const char *date = v == NULL ? NULL : xml_attr(v, "ngay");
	day_t day;

	return date == NULL || !day_parse_iso(date, &day)
		   ? 0
		   : (int64_t)day * 86400 + 3600;
}

static void
make(const struct work *w, const char *template, const char *path, int run)
{
	struct arena *a = arena_new(0);
	struct press_job job = { .template = template };
	struct press_result r;
	struct err_list errors;
	struct xml_doc *data;
	struct hash sum;
	struct err err;
	char hex[HASH_HEX + 1];

	err_list_init(&errors, a);
	if (!xml_parse_file(a, path, XML_DATA, &data, &err))
		abort();
	job.data = data;
	job.created = moment_of(data);
	if (!press_run(w->press, a, &job, &errors, &r))
		abort();
	hash_of(r.pdf, r.pdf_len, &sum);
	hash_hex(&sum, hex);
	printf("%s %s %d\n", template, hex, run);
	arena_free(a);
}

static void *
run(void *arg)
{
	const struct work *w = arg;

	for (int i = w->me; i < w->count * RUNS; i += w->threads)
		make(w, w->jobs[i % w->count * 2],
		    w->jobs[i % w->count * 2 + 1], i / w->count);
	return NULL;
}

int
main(int argc, char **argv)
{
	int threads = argc > 1 ? atoi(argv[1]) : 0;
	struct press_config config = { .templates = NULL };
	pthread_t ids[THREADS];
	struct work works[THREADS];
	struct press *p;
	struct err err;
	char folders[2][4096];

	if (argc < 6 || argc % 2 != 0 || threads < 1 || threads > THREADS) {
		fputs("many THREADS ROOT OFFICE TEMPLATE DATA...\n", stderr);
		return 2;
	}
	snprintf(folders[0], sizeof(folders[0]), "%s/templates", argv[2]);
	snprintf(folders[1], sizeof(folders[1]), "%s/fonts", argv[2]);
	config.templates = folders[0];
	config.fonts = folders[1];
	config.office_dir = argv[3];
	if (!press_open(&config, &p, &err))
		return 3;
	for (int i = 0; i < threads; i++) {
		works[i] =
		    (struct work){ p, argv + 4, (argc - 4) / 2, threads, i };
		if (pthread_create(&ids[i], NULL, run, &works[i]) != 0)
			abort();
	}
	for (int i = 0; i < threads; i++)
		pthread_join(ids[i], NULL);
	press_close(p);
	return 0;
}
