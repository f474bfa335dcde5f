/* tests/unit/archive/archive_test.c -- issuing into a folder of its own. */
#include "support/t.h"

#include <fcntl.h>
#include <unistd.h>

#include "archive/archive.h"
#include "base/file.h"

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
	assert_true(arc_open(f->dir, true, &f->env, &f->arc, &f->err));
}

static int
setup(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	strcpy(f->dir, "/tmp/sovang-arc-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	f->clock = (struct env_fixed){ 1767200000, 7 };
	f->env = env_fixed(&f->clock);
	f->a = arena_new(0);
	assert_true(arc_init(f->dir, &f->err));
	reopen(f);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fix *f = *state;
	char command[128];

	arc_close(f->arc);
	arena_free(f->a);
	snprintf(command, sizeof(command), "rm -rf %s", f->dir);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

static day_t
day(const char *text)
{
	day_t d;

	assert_true(day_parse_iso(text, &d));
	return d;
}

static bool
add(struct fix *f, const char *date, const char *key, const char *title)
{
	struct arc_new d = { .org = "cq",
		.series = "vb",
		.symbol = "QĐ-UBND",
		.type = "decision",
		.type_name = "Quyết định",
		.title = title,
		.people = "Nguyễn Văn Hòa",
		.body = "giải phóng mặt bằng",
		.pdf = "%PDF-bytes",
		.pdf_len = 10,
		.data = "<x/>",
		.data_len = 4,
		.pages = 1,
		.key = key };
	char uid[ENV_ID_LEN + 1];

	d.date = day(date);
	d.year = day_ymd(d.date).year;
	if (!arc_take_number(f->arc, "cq", "vb", d.date, &d.number, &f->err))
		return false;
	arc_uid(f->arc, uid);
	d.uid = uid;
	d.code = arena_printf(f->a, "%02lld/QĐ-UBND", (long long)d.number);
	return arc_add(f->arc, &d, &f->err);
}

static void
issue(struct fix *f, const char *date, const char *key)
{
	assert_true(arc_begin(f->arc, &f->err));
	assert_true(add(f, date, key, "Về việc tặng Bằng khen"));
	assert_true(arc_commit(f->arc, &f->err));
}

static int64_t
total(struct fix *f, const char *words)
{
	struct arc_query q = { .words = words };
	struct arc_hits h;

	assert_true(arc_search(f->arc, f->a, &q, &h, &f->err));
	return h.total;
}

static void
numbers_begin_anew_each_year(void **state)
{
	struct fix *f = *state;
	struct arc_doc d;

	issue(f, "2022-12-30", "a");
	issue(f, "2022-12-31", "b");
	issue(f, "2023-01-01", "c");
	assert_true(arc_find_key(f->arc, f->a, "b", &d));
	assert_int_equal(d.number, 2);
	assert_true(arc_find_key(f->arc, f->a, "c", &d));
	assert_int_equal(d.number, 1);
	assert_int_equal(d.year, 2023);
}

static void
a_date_does_not_run_backwards(void **state)
{
	struct fix *f = *state;

	issue(f, "2022-05-10", "a");
	assert_true(arc_begin(f->arc, &f->err));
	assert_false(add(f, "2022-05-09", "b", "x"));
	assert_int_equal(f->err.kind, ERR_REGISTER);
	assert_true(f->err.hint[0] != '\0');
	arc_abort(f->arc);
	assert_int_equal(total(f, ""), 1);
}

static void
an_aborted_group_gives_its_numbers_back(void **state)
{
	struct fix *f = *state;
	struct arc_doc d;

	assert_true(arc_begin(f->arc, &f->err));
	assert_true(add(f, "2022-05-10", "a", "x"));
	assert_true(add(f, "2022-05-10", "b", "x"));
	arc_abort(f->arc);
	issue(f, "2022-05-10", "c");
	assert_true(arc_find_key(f->arc, f->a, "c", &d));
	assert_int_equal(d.number, 1);
	assert_false(arc_find_key(f->arc, f->a, "a", &d));
}

static void
the_same_key_is_filed_once(void **state)
{
	struct fix *f = *state;

	issue(f, "2022-05-10", "a");
	assert_true(arc_begin(f->arc, &f->err));
	assert_false(add(f, "2022-05-10", "a", "x"));
	assert_int_equal(f->err.kind, ERR_TAKEN);
	assert_false(arc_commit(f->arc, &f->err));
	assert_int_equal(f->err.kind, ERR_REGISTER);
	assert_int_equal(total(f, ""), 1);
	issue(f, "2022-05-10", "b");
	assert_int_equal(total(f, ""), 2);
}

static void
a_series_opens_at_a_given_number_only_while_empty(void **state)
{
	struct fix *f = *state;
	struct arc_doc d;

	assert_true(arc_begin(f->arc, &f->err));
	assert_true(
	    arc_open_series(f->arc, "cq", "vb", 2022, 71, "sổ giấy", &f->err));
	assert_true(add(f, "2022-04-12", "a", "x"));
	assert_true(arc_commit(f->arc, &f->err));
	assert_true(arc_find_key(f->arc, f->a, "a", &d));
	assert_int_equal(d.number, 71);
	assert_true(arc_begin(f->arc, &f->err));
	assert_false(
	    arc_open_series(f->arc, "cq", "vb", 2022, 90, "x", &f->err));
	assert_int_equal(f->err.kind, ERR_REGISTER);
	arc_abort(f->arc);
}

static void
bytes_past_the_committed_end_are_cut_off(void **state)
{
	struct fix *f = *state;
	const char *path =
	    arena_printf(f->a, "%s/volumes/2025-000001.tar", f->dir);
	const char *bytes;
	struct arc_doc d;
	size_t len;
	int fd;

	issue(f, "2022-05-10", "a");
	fd = open(path, O_WRONLY | O_APPEND);
	assert_true(fd >= 0);
	for (int i = 0; i < 100; i++)
		assert_true(
		    file_write_all(fd, "rác rưởi sau lần tắt điện", 28));
	close(fd);
	reopen(f);
	issue(f, "2022-05-11", "b");
	for (int i = 0; i < 2; i++) {
		assert_true(arc_find_key(f->arc, f->a, i == 0 ? "a" : "b", &d));
		assert_true(
		    arc_read(f->arc, f->a, &d, false, &bytes, &len, &f->err));
		assert_memory_equal(bytes, "%PDF-bytes", 10);
	}
}

static void
a_volume_that_lost_bytes_is_not_written_to(void **state)
{
	struct fix *f = *state;
	const char *path =
	    arena_printf(f->a, "%s/volumes/2025-000001.tar", f->dir);

	issue(f, "2022-05-10", "a");
	assert_int_equal(truncate(path, 100), 0);
	assert_false(arc_begin(f->arc, &f->err));
	assert_int_equal(f->err.kind, ERR_CORRUPT);
}

static void
two_writers_take_turns(void **state)
{
	struct fix *f = *state;
	struct arc *other;
	struct err err;

	assert_true(arc_open(f->dir, true, &f->env, &other, &err));
	for (int i = 0; i < 5; i++) {
		struct arc *mine = f->arc;

		issue(f, "2022-05-10", arena_printf(f->a, "a%d", i));
		f->arc = other;
		issue(f, "2022-05-10", arena_printf(f->a, "b%d", i));
		f->arc = mine;
	}
	assert_int_equal(total(f, ""), 10);
	arc_close(other);
}

static void
a_document_is_found_in_the_instant_of_its_commit(void **state)
{
	struct fix *f = *state;

	issue(f, "2022-05-10", "a");
	assert_int_equal(total(f, "nguyen van hoa"), 1);
	assert_int_equal(total(f, "Nguyễn Văn Hoà"), 1);
	assert_int_equal(total(f, "Nguyễn Văn Hóa"), 0);
	assert_int_equal(total(f, "\"mặt bằng\""), 1);
	assert_int_equal(total(f, "\"bằng mặt\""), 0);
	assert_int_equal(total(f, "01/QĐ-UBND"), 1);
	assert_int_equal(total(f, "qd"), 1);
	assert_int_equal(total(f, "hoa -giai"), 0);
}

static void
nothing_typed_is_an_error(void **state)
{
	static const char *const odd[] = { "\"", "\"\"", "-", "--", "(", "a OR",
		"NOT", "*", "“", "a\"b", "\xFF\xFE", "…", "title:x", "^a",
		"+" };
	struct fix *f = *state;
	struct arc_hits h;

	issue(f, "2022-05-10", "a");
	for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++) {
		struct arc_query q = { .words = odd[i] };

		assert_true(arc_search(f->arc, f->a, &q, &h, &f->err));
	}
	assert_non_null(h.explain); /* "+" is punctuation only */
}

static void
an_unknown_document_is_not_found(void **state)
{
	struct fix *f = *state;
	struct arc_doc d;

	assert_false(arc_get(f->arc, f->a, "khong-co", &d, &f->err));
	assert_int_equal(f->err.kind, ERR_NOTFOUND);
}

static void
a_folder_that_is_none_is_refused(void **state)
{
	struct fix *f = *state;
	struct arc *arc;
	struct err err;

	assert_false(arc_open("/tmp", false, &f->env, &arc, &err));
	assert_int_equal(err.kind, ERR_NOTFOUND);
	assert_true(err.hint[0] != '\0');
}

int
main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(numbers_begin_anew_each_year),
		T(a_date_does_not_run_backwards),
		T(an_aborted_group_gives_its_numbers_back),
		T(the_same_key_is_filed_once),
		T(a_series_opens_at_a_given_number_only_while_empty),
		T(bytes_past_the_committed_end_are_cut_off),
		T(a_volume_that_lost_bytes_is_not_written_to),
		T(two_writers_take_turns),
		T(a_document_is_found_in_the_instant_of_its_commit),
		T(nothing_typed_is_an_error),
		T(an_unknown_document_is_not_found),
		T(a_folder_that_is_none_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
