/* tests/bench/book/bench.c -- a year's register of so many numbers as PDF,
 * .xlsx and .csv:  book_bench [NUMBERS [FOLDER]] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "archive/archive.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "records/book.h"

enum { GROUP = 1000 };

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
die(const struct err *err)
{
	struct buf b = { 0 };

	err_print(err, &b);
	fputs(buf_str(&b), stderr);
	exit(1);
}

static bool
add(struct arc *arc, struct arena *a, int i, int count, struct err *err)
{
	static const char data[] =
	    "<ho-so><co-quan ky-hieu=\"UBND\"><ten>Ủy ban nhân dân tỉnh Hưng "
	    "Yên</ten></co-quan></ho-so>";
	char uid[ENV_ID_LEN + 1];
	struct arc_new d = { .org = "ubnd",
		.series = "van-ban",
		.year = 2024,
		.symbol = "QĐ-UBND",
		.type = "decision",
		.type_name = "Quyết định",
		.date =
		    day_of_ymd((struct ymd){ 2024, 1, 2 }) + i * 360 / count,
		.signer = "Nguyễn Hoàng Vĩnh Khang",
		.pdf = "%PDF-1.7 x",
		.pdf_len = 10,
		.data = data,
		.data_len = sizeof(data) - 1,
		.pages = 1,
		.outgoing = { .recipients = "Sở Nội vụ; Ủy ban nhân dân các "
					    "huyện, thị xã, thành phố",
		    .keeper = "VT, NC",
		    .copies = 25,
		    .language = "Tiếng Việt" } };

	arc_uid(arc, uid);
	d.uid = uid;
	d.title = arena_printf(a,
	    "Về việc tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh cho tập "
	    "thể, cá nhân có thành tích xuất sắc, đợt %d",
	    i + 1);
	if (!arc_take_number(arc, d.org, d.series, d.date, &d.number, err))
		return false;
	d.code = arena_printf(a, "%02lld/QĐ-UBND", (long long)d.number);
	return arc_add(arc, &d, err);
}

static void
fill(const char *dir, int count)
{
	struct arena *a = arena_new(0);
	struct arc *arc;
	struct err err;

	if (!arc_init(dir, &err) ||
	    !arc_open(dir, true, env_system(), &arc, &err))
		die(&err);
	for (int i = 0; i < count;) {
		arena_reset(a);
		if (!arc_begin(arc, &err))
			die(&err);
		for (int k = 0; k < GROUP && i < count; k++, i++)
			if (!add(arc, a, i, count, &err))
				die(&err);
		if (!arc_commit(arc, &err))
			die(&err);
	}
	arc_close(arc);
	arena_free(a);
}

static void
report(const char *what, double start, size_t bytes, int pages)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	printf(
	    "%-5s %6.2f s  %6.1f MB", what, now() - start, (double)bytes / 1e6);
	if (pages > 0)
		printf("  %d pages", pages);
	printf("  peak %ld MB\n", u.ru_maxrss / 1024);
}

static void
sheet(const struct rec_book *k, enum sheet_kind kind, const char *name)
{
	double start = now();
	struct buf out = { 0 };
	struct err err;

	if (!rec_book_sheet(k, kind, &out, &err))
		die(&err);
	report(name, start, out.len, 0);
	buf_done(&out);
}

int
main(int argc, char **argv)
{
	int count = argc > 1 ? atoi(argv[1]) : 100000;
	char made[] = "/tmp/sovang-book-XXXXXX", command[64];
	const char *dir = argc > 2 ? argv[2] : mkdtemp(made);
	struct rec_book k = {
		.org = "ubnd", .series = "van-ban", .year = 2024, .volume = 1
	};
	struct press_config config = { 0 };
	struct press_result r;
	struct err_list errors;
	struct arc_point point;
	struct arena *a = arena_new((size_t)1024 * 1024 * 1024);
	double start = now();
	struct err err;

	fill(dir, count);
	printf("filled with %d numbers in %.1f s\n", count, now() - start);
	if (!press_open(&config, &k.press, &err) ||
	    !arc_open(dir, false, env_system(), &k.arc, &err) ||
	    !arc_checkpoint(k.arc, a, &point, &err))
		die(&err);
	k.point = &point;
	sheet(&k, SHEET_CSV, "csv");
	sheet(&k, SHEET_XLSX, "xlsx");
	err_list_init(&errors, a);
	start = now();
	if (!rec_book_pdf(&k, a, &errors, &r, &err))
		die(&err);
	report("pdf", start, r.pdf_len, r.pages);
	if (argc > 3 && !file_write(argv[3], r.pdf, r.pdf_len, &err))
		die(&err);
	arc_close(k.arc);
	press_close(k.press);
	arena_free(a);
	snprintf(command, sizeof(command), "rm -rf %s", made);
	return argc > 2 ? 0 : system(command);
}
