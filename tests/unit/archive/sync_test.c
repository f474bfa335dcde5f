/* tests/unit/archive/sync_test.c -- a disk that does not take what it is given:
 * fsync and fdatasync of this program, SQLite's too, fail when told to. */
#include "support/t.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/register.h"
#include "archive/writer.h"

/* The call that fails, counted down; 0 = none. */
static int fail_after;
/* SQLite syncs the data folder too, after us, and does not look at the result:
 * of that folder's syncs only the first of a handle counts. */
static ino_t folder;
static bool folder_seen;

static int
sync_call(int fd)
{
	struct stat st;

	if (fstat(fd, &st) == 0 && st.st_ino == folder) {
		if (folder_seen)
			return 0;
		folder_seen = true;
	}
	if (fail_after > 0 && --fail_after == 0) {
		errno = EIO;
		return -1;
	}
	return 0;
}

int
fsync(int fd)
{
	return sync_call(fd);
}

int
fdatasync(int fd)
{
	return sync_call(fd);
}

struct fix {
	char dir[64];
	struct env_fixed clock;
	struct env env;
	struct arc *arc;
	struct arena *a;
	struct err err;
};

static void
reopen(struct fix *f)
{
	arc_close(f->arc);
	f->arc = NULL;
	folder_seen = false;
	assert_true(arc_open(f->dir, true, &f->env, &f->arc, &f->err));
}

static int
setup(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));
	struct stat st;

	assert_non_null(f);
	fail_after = 0;
	strcpy(f->dir, "/tmp/sovang-sync-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	f->clock = (struct env_fixed){ 1767200000, 7 };
	f->env = env_fixed(&f->clock);
	f->a = arena_new(0);
	assert_true(arc_init(f->dir, &f->err));
	assert_int_equal(stat(f->dir, &st), 0);
	folder = st.st_ino;
	reopen(f);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fix *f = *state;
	char command[128];

	fail_after = 0;
	arc_close(f->arc);
	arena_free(f->a);
	snprintf(command, sizeof(command), "rm -rf %s", f->dir);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

/* One document with the next number; *ret_number is the number it got. */
static bool
file_one(struct fix *f, int64_t *ret_number)
{
	static const char pdf[] = "%PDF-1.7 a document";
	char uid[ENV_ID_LEN + 1];
	struct arc_new d = { .org = "ubnd",
		.series = "van-ban",
		.year = 2022,
		.symbol = "KH-UBND",
		.type = "plan",
		.type_name = "Kế hoạch",
		.date = day_of_ymd((struct ymd){ 2022, 4, 12 }),
		.title = "Phát động phong trào",
		.pdf = pdf,
		.pdf_len = sizeof(pdf) - 1,
		.data = "<a/>",
		.data_len = 4,
		.template_lock = "{}" };
	bool ok = arc_begin(f->arc, &f->err);

	if (!ok)
		return false;
	ok = arc_take_number(
	    f->arc, d.org, d.series, d.date, &d.number, &f->err);
	arc_uid(f->arc, uid);
	d.uid = uid;
	d.code = arena_printf(f->a, "%02lld/KH-UBND", (long long)d.number);
	ok = ok && arc_add(f->arc, &d, &f->err) && arc_commit(f->arc, &f->err);
	if (!ok)
		arc_abort(f->arc);
	*ret_number = d.number;
	return ok;
}

/* Lets sync number k of an issue fail; false when it has fewer. */
static bool
fails_at(struct fix *f, int k)
{
	int64_t number;
	bool ok;

	fail_after = k;
	ok = file_one(f, &number);
	if (fail_after > 0)
		return false;
	assert_false(ok);
	assert_int_equal(f->err.kind, ERR_IO);
	return true;
}

static void
a_failed_sync_stops_issuing(void **state)
{
	struct fix *f = *state;
	int64_t number;
	int k = 1;

	for (;; k++) {
		if (!fails_at(f, k))
			break;
		/* The disk is well again, but nobody knows what it lost. */
		assert_false(file_one(f, &number));
		assert_int_equal(f->err.kind, ERR_IO);
		assert_non_null(strstr(f->err.text, "khởi động lại"));
		reopen(f);
	}
	/* volume, its folder, SQLite's log at least */
	assert_true(k > 3);
}

static void
after_a_restart_the_numbers_have_no_gap(void **state)
{
	struct fix *f = *state;
	struct err_list problems;
	struct arc_series *series;
	int64_t number, count;
	size_t n;

	for (int k = 1; fails_at(f, k); k++)
		reopen(f);
	fail_after = 0;
	assert_true(file_one(f, &number));
	err_list_init(&problems, f->a);
	assert_true(arc_fsck(f->arc, &problems, &count, &f->err));
	assert_int_equal(problems.errors, 0);
	assert_int_equal(count, number);
	assert_true(arc_list_series(f->arc, f->a, &series, &n, &f->err));
	assert_int_equal(n, 1);
	assert_int_equal(series[0].last, number);
}

static bool
act_nothing(struct arc *arc, void *ctx, struct err *err)
{
	int64_t number;

	(void)ctx;
	return arc_reserve(arc, "ubnd", "van-ban",
	    day_of_ymd((struct ymd){ 2022, 4, 12 }), "giữ chỗ", &number, err);
}

static void
the_writing_thread_refuses_all_after_a_failed_sync(void **state)
{
	struct fix *f = *state;
	struct arc_writer_state s;
	struct arc_writer *w;

	arc_close(f->arc);
	f->arc = NULL;
	folder_seen = false;
	assert_true(arc_writer_start(f->dir, &f->env, &w, &f->err));
	assert_true(arc_write(w, act_nothing, NULL, &f->err));
	fail_after = 1;
	assert_false(arc_write(w, act_nothing, NULL, &f->err));
	assert_int_equal(f->err.kind, ERR_IO);
	fail_after = 0;
	for (int i = 0; i < 3; i++) {
		assert_false(arc_write(w, act_nothing, NULL, &f->err));
		assert_int_equal(f->err.kind, ERR_IO);
		assert_non_null(strstr(f->err.hint, "khởi động lại"));
	}
	arc_writer_state(w, &s);
	assert_true(s.broken);
	assert_int_equal(s.depth, 0);
	assert_int_equal(s.last.kind, ERR_IO);
	arc_writer_stop(w);
}

static void
a_folder_is_made_to_last(void **state)
{
	struct fix *f = *state;
	char dir[96];

	snprintf(dir, sizeof(dir), "%s/new", f->dir);
	fail_after = 1;
	assert_false(arc_init(dir, &f->err));
	assert_int_equal(f->err.kind, ERR_IO);
}

int
main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_failed_sync_stops_issuing),
		T(after_a_restart_the_numbers_have_no_gap),
		T(the_writing_thread_refuses_all_after_a_failed_sync),
		T(a_folder_is_made_to_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
