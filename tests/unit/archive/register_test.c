/* tests/unit/archive/register_test.c -- numbers that are set aside, what
 * becomes of documents, the book. */
#include "support/t.h"

#include <time.h>
#include <unistd.h>

#include "archive/archive.h"
#include "archive/register.h"
#include "base/buf.h"
#include "db/db.h"

struct fix {
	char dir[64];
	struct env_fixed clock;
	struct env env;
	struct arc *arc;
	struct arena *a;
	struct err err;
	struct err_list problems;
};

static int
setup(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	strcpy(f->dir, "/tmp/sovang-reg-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	f->clock = (struct env_fixed){ 1767200000, 7 };
	f->env = env_fixed(&f->clock);
	f->a = arena_new(0);
	assert_true(arc_init(f->dir, &f->err));
	assert_true(arc_open(f->dir, true, &f->env, &f->arc, &f->err));
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

/* Files a document under a number; 0 = the next one. */
static const char *
issue(struct fix *f, const char *date, int64_t number, const char *suffix)
{
	struct arc_new d = { .org = "cq",
		.series = "vb",
		.suffix = suffix,
		.symbol = "QĐ-UBND",
		.type = "decision",
		.type_name = "Quyết định",
		.title = "Về việc tặng Bằng khen",
		.pdf = "%PDF",
		.pdf_len = 4,
		.data = "<x/>",
		.data_len = 4,
		.pages = 1 };
	char *uid = arena_alloc(f->a, ENV_ID_LEN + 1);

	d.date = day(date);
	d.year = day_ymd(d.date).year;
	d.number = number;
	assert_true(arc_begin(f->arc, &f->err));
	if (number == 0)
		assert_true(arc_take_number(
		    f->arc, "cq", "vb", d.date, &d.number, &f->err));
	arc_uid(f->arc, uid);
	d.uid = uid;
	d.code =
	    arena_printf(f->a, "%02lld%s/QĐ-UBND", (long long)d.number, suffix);
	if (arc_add(f->arc, &d, &f->err) && arc_commit(f->arc, &f->err))
		return uid;
	arc_abort(f->arc);
	return NULL;
}

static int64_t
reserve(struct fix *f, const char *date, const char *why)
{
	int64_t n = 0;

	assert_true(arc_begin(f->arc, &f->err));
	if (arc_reserve(f->arc, "cq", "vb", day(date), why, &n, &f->err))
		assert_true(arc_commit(f->arc, &f->err));
	else
		arc_abort(f->arc);
	return n;
}

static bool
cancel(struct fix *f, int64_t number, const char *suffix, const char *why)
{
	struct arc_number n = { "cq", "vb", 2022, number, suffix };
	bool ok;

	assert_true(arc_begin(f->arc, &f->err));
	ok =
	    arc_cancel(f->arc, &n, why, &f->err) && arc_commit(f->arc, &f->err);
	if (!ok)
		arc_abort(f->arc);
	return ok;
}

static bool
fate(struct fix *f, enum arc_fate what, const char *uid, const char *other,
    const char *why)
{
	bool ok;

	assert_true(arc_begin(f->arc, &f->err));
	ok = arc_set_fate(f->arc, what, uid, other, why, &f->err) &&
	     arc_commit(f->arc, &f->err);
	if (!ok)
		arc_abort(f->arc);
	return ok;
}

static size_t
problems(struct fix *f)
{
	int64_t count;

	err_list_init(&f->problems, f->a);
	assert_true(arc_fsck(f->arc, &f->problems, &count, &f->err));
	return f->problems.errors;
}

static bool
put_entry(void *ctx, const struct arc_entry *e, struct err *err)
{
	(void)err;
	buf_printf(
	    ctx, "%lld%s %s|", (long long)e->number, e->suffix, e->state);
	return true;
}

static const char *
book(struct fix *f)
{
	struct buf b = { 0 };
	const char *s;

	assert_true(arc_book(f->arc, "cq", "vb", 2022, put_entry, &b, &f->err));
	s = arena_strdup(f->a, buf_str(&b));
	buf_done(&b);
	return s;
}

static void
a_kept_number_waits_while_others_go_on(void **state)
{
	struct fix *f = *state;
	struct arc_number two = { "cq", "vb", 2022, 2, "" };

	assert_non_null(issue(f, "2022-04-12", 0, ""));
	assert_int_equal(reserve(f, "2022-04-12", "chờ ký"), 2);
	assert_non_null(issue(f, "2022-04-13", 0, ""));
	assert_string_equal(book(f), "1 con-hieu-luc|2 giu-so|3 con-hieu-luc|");
	assert_true(arc_begin(f->arc, &f->err));
	assert_false(arc_may_use(f->arc, &two, day("2022-04-13"), &f->err));
	assert_non_null(strstr(f->err.hint, "2022-04-12"));
	assert_true(arc_may_use(f->arc, &two, day("2022-04-12"), &f->err));
	arc_abort(f->arc);
	assert_non_null(issue(f, "2022-04-12", 2, ""));
	assert_string_equal(
	    book(f), "1 con-hieu-luc|2 con-hieu-luc|3 con-hieu-luc|");
	assert_int_equal(problems(f), 0);
}

static void
a_number_is_used_once(void **state)
{
	struct fix *f = *state;

	assert_int_equal(reserve(f, "2022-04-12", "chờ ký"), 1);
	assert_non_null(issue(f, "2022-04-12", 1, ""));
	assert_null(issue(f, "2022-04-12", 1, ""));
	assert_false(cancel(f, 1, "", "nhầm"));
	assert_non_null(strstr(f->err.text, "được dùng"));
	assert_int_equal(problems(f), 0);
}

static void
a_cancelled_number_stays_in_the_book_and_never_comes_back(void **state)
{
	struct fix *f = *state;

	assert_int_equal(reserve(f, "2022-04-12", "chờ ký"), 1);
	assert_false(cancel(f, 1, "", "  "));
	assert_int_equal(f->err.kind, ERR_VALUE);
	assert_true(cancel(f, 1, "", "không ban hành nữa"));
	assert_false(cancel(f, 1, "", "lần nữa"));
	assert_null(issue(f, "2022-04-12", 1, ""));
	assert_non_null(issue(f, "2022-04-12", 0, ""));
	assert_string_equal(book(f), "1 huy-so|2 con-hieu-luc|");
	assert_int_equal(problems(f), 0);
}

static void
a_document_is_not_cancelled(void **state)
{
	struct fix *f = *state;

	assert_non_null(issue(f, "2022-04-12", 0, ""));
	assert_false(cancel(f, 1, "", "nhầm"));
	assert_int_equal(f->err.kind, ERR_NOTFOUND);
	assert_non_null(strstr(f->err.hint, "thu hồi"));
}

static void
numbers_in_between_get_letters(void **state)
{
	struct fix *f = *state;
	struct arc_number one = { "cq", "vb", 2022, 1, "" };
	struct arc_number nine = { "cq", "vb", 2022, 9, "" };
	const char *suffix;

	assert_non_null(issue(f, "2022-04-12", 0, ""));
	assert_non_null(issue(f, "2022-04-20", 0, ""));
	for (int i = 0; i < 2; i++) {
		assert_true(arc_begin(f->arc, &f->err));
		assert_true(arc_insert_number(
		    f->arc, &one, "bỏ sót", &suffix, &f->err));
		assert_string_equal(suffix, i == 0 ? "a" : "b");
		assert_true(arc_commit(f->arc, &f->err));
	}
	assert_non_null(issue(f, "2022-04-12", 1, "a"));
	assert_string_equal(book(f),
	    "1 con-hieu-luc|1a con-hieu-luc|1b giu-so|2 con-hieu-luc|");
	assert_true(cancel(f, 1, "b", "thừa"));
	assert_true(arc_begin(f->arc, &f->err));
	assert_false(
	    arc_insert_number(f->arc, &nine, "bỏ sót", &suffix, &f->err));
	assert_int_equal(f->err.kind, ERR_NOTFOUND);
	arc_abort(f->arc);
	assert_int_equal(problems(f), 0);
}

static void
a_replaced_document_names_its_successor_and_back(void **state)
{
	struct fix *f = *state;
	const char *old = issue(f, "2022-04-12", 0, "");
	const char *new = issue(f, "2022-04-13", 0, "");
	struct arc_link *links;
	struct arc_doc d;
	size_t n;

	assert_false(fate(f, ARC_REPLACED, new, old, "sai tên"));
	assert_false(fate(f, ARC_REPLACED, old, old, "sai tên"));
	assert_false(fate(f, ARC_REPLACED, old, "khong-co", "sai tên"));
	assert_false(fate(f, ARC_REPLACED, old, new, ""));
	assert_true(fate(f, ARC_REPLACED, old, new, "sai tên"));
	assert_true(arc_get(f->arc, f->a, old, &d, &f->err));
	assert_string_equal(d.status, "thay-the");
	assert_true(arc_links(f->arc, f->a, old, &links, &n, &f->err));
	assert_int_equal(n, 1);
	assert_true(links[0].towards);
	assert_string_equal(links[0].code, "02/QĐ-UBND");
	assert_true(arc_links(f->arc, f->a, new, &links, &n, &f->err));
	assert_int_equal(n, 1);
	assert_false(links[0].towards);
	assert_string_equal(links[0].uid, old);
	/* Nothing more happens to it. */
	assert_false(fate(f, ARC_RECALLED, old, "", "thêm"));
	assert_int_equal(problems(f), 0);
}

static void
a_corrected_document_may_still_be_recalled(void **state)
{
	struct fix *f = *state;
	const char *old = issue(f, "2022-04-12", 0, "");
	const char *new = issue(f, "2022-04-13", 0, "");
	struct arc_doc d;

	assert_true(fate(f, ARC_CORRECTED, old, new, "sai ngày"));
	assert_true(fate(f, ARC_RECALLED, old, "", "sai thẩm quyền"));
	assert_true(arc_get(f->arc, f->a, old, &d, &f->err));
	assert_string_equal(d.status, "thu-hoi");
	assert_true(fate(f, ARC_ANNULLED, new, "", "kê khai gian dối"));
	assert_int_equal(problems(f), 0);
}

static void
raw_sql_neither_deletes_nor_changes(void **state)
{
	static const char *const tries[] = { "DELETE FROM slot",
		"UPDATE slot SET number = 9", "DELETE FROM slot_end",
		"UPDATE slot_end SET uid = 'x'", "DELETE FROM link",
		"UPDATE link SET reason = 'x'",
		"UPDATE document SET suffix = 'b'", "DELETE FROM document" };
	struct fix *f = *state;
	const char *old = issue(f, "2022-04-12", 0, "");

	assert_int_equal(reserve(f, "2022-04-12", "chờ ký"), 2);
	assert_true(cancel(f, 2, "", "thôi"));
	assert_true(fate(f, ARC_RECALLED, old, "", "sai"));
	for (size_t i = 0; i < sizeof(tries) / sizeof(*tries); i++)
		assert_false(db_exec(arc_db(f->arc), tries[i], &f->err));
	assert_int_equal(problems(f), 0);
}

static void
rows_that_were_changed_around_the_triggers_are_found(void **state)
{
	static const char *const tries[] = { "UPDATE slot SET purpose = 'khác'",
		"UPDATE slot_end SET reason = 'khác'",
		"UPDATE link SET reason = 'khác'", "DELETE FROM link",
		"INSERT INTO slot VALUES(99, 'cq', 'vb', 2022, 9, '', 1, 'x')",
		"UPDATE document SET suffix = 'b'" };
	struct fix *f = *state;
	const char *old = issue(f, "2022-04-12", 0, "");

	assert_int_equal(reserve(f, "2022-04-12", "chờ ký"), 2);
	assert_true(cancel(f, 2, "", "thôi"));
	assert_true(fate(f, ARC_RECALLED, old, "", "sai"));
	assert_true(db_exec(arc_db(f->arc),
	    "DROP TRIGGER slot_same; DROP TRIGGER slot_end_same; "
	    "DROP TRIGGER link_same; DROP TRIGGER link_stays; "
	    "DROP TRIGGER document_number",
	    &f->err));
	for (size_t i = 0; i < sizeof(tries) / sizeof(*tries); i++) {
		assert_true(db_begin(arc_db(f->arc), &f->err));
		assert_true(db_exec(arc_db(f->arc), tries[i], &f->err));
		assert_true(db_commit(arc_db(f->arc), &f->err));
		assert_true(problems(f) > i);
	}
}

/* --- the year --- */

static bool
take(struct fix *f, const char *date, int64_t *ret)
{
	bool ok;

	*ret = 0;
	assert_true(arc_begin(f->arc, &f->err));
	ok = arc_take_number(f->arc, "cq", "vb", day(date), ret, &f->err);
	arc_abort(f->arc);
	return ok;
}

static void
a_year_opens_at_midnight_in_vietnam_wherever_the_machine_is(void **state)
{
	static const char *const zones[] = { "UTC", "America/New_York",
		"Asia/Ho_Chi_Minh", "Pacific/Auckland" };
	struct fix *f = *state;
	int64_t n;

	assert_non_null(issue(f, "2025-12-31", 0, ""));
	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		setenv("TZ", zones[i], 1);
		tzset();
		f->clock.now = 1767200399; /* 23:59:59 on 31 December */
		assert_false(take(f, "2026-01-01", &n));
		assert_int_equal(f->err.kind, ERR_REGISTER);
		assert_non_null(strstr(f->err.text, "chưa đến"));
		assert_true(take(f, "2025-12-31", &n));
		assert_int_equal(n, 2);
		f->clock.now = 1767200400; /* 00:00:00 */
		assert_true(take(f, "2026-01-01", &n));
		assert_int_equal(n, 1);
		assert_true(take(f, "2025-12-31", &n));
		assert_int_equal(n, 2);
	}
	unsetenv("TZ");
	tzset();
}

static void
a_closed_book_gives_no_number_and_the_next_year_goes_on(void **state)
{
	struct fix *f = *state;
	struct arc_book_sum s;
	int64_t n;

	assert_non_null(issue(f, "2022-04-12", 0, ""));
	assert_int_equal(reserve(f, "2022-04-13", "chờ ký"), 2);
	assert_true(arc_begin(f->arc, &f->err));
	assert_false(
	    arc_close_book(f->arc, "cq", "vb", 2022, "hết năm", &f->err));
	assert_non_null(strstr(f->err.text, "đang giữ"));
	arc_abort(f->arc);
	assert_true(cancel(f, 2, "", "thôi"));
	assert_true(arc_begin(f->arc, &f->err));
	assert_false(arc_close_book(f->arc, "cq", "vb", 2022, " ", &f->err));
	assert_true(
	    arc_close_book(f->arc, "cq", "vb", 2022, "hết năm", &f->err));
	assert_true(arc_commit(f->arc, &f->err));
	assert_false(take(f, "2022-12-31", &n));
	assert_non_null(strstr(f->err.text, "đã khóa"));
	assert_true(take(f, "2023-01-02", &n));
	assert_int_equal(n, 1);
	assert_true(arc_sum_book(f->arc, f->a, "cq", "vb", 2022, &s, &f->err));
	assert_int_equal(s.documents, 1);
	assert_int_equal(s.cancelled, 1);
	assert_true(s.closed > 0);
	assert_int_equal(problems(f), 0);
}

static void
a_number_and_symbol_is_given_once_in_a_year_whatever_the_series(void **state)
{
	struct fix *f = *state;

	assert_non_null(issue(f, "2022-04-12", 0, ""));
	assert_false(db_exec(arc_db(f->arc),
	    "INSERT INTO document SELECT 77, 'x', org, 'khac', year, number, "
	    "suffix, symbol, code, type, type_name, date, title, campaign, "
	    "campaign_name, signer, position, honouree, honouree_kind, unit, "
	    "decision, status, NULL, pages, template_lock, created, sha256, "
	    "data_sha256, volume, offset, length, data_offset, data_length "
	    "FROM document",
	    &f->err));
	assert_int_equal(f->err.kind, ERR_REGISTER);
	assert_non_null(strstr(f->err.text, "số và ký hiệu"));
}

static void
what_is_noted_is_checked_and_the_newest_counts(void **state)
{
	struct fix *f = *state;
	const char *uid = issue(f, "2022-04-12", 0, "");
	const char *notes[ARC_NOTES];
	static const struct {
		enum arc_note_field field;
		const char *value;
		bool good;
	} tries[] = { { ARC_NOTE_COPIES, "0", false },
		{ ARC_NOTE_COPIES, "1000", false },
		{ ARC_NOTE_COPIES, "x", false },
		{ ARC_NOTE_COPIES, "999", true },
		{ ARC_NOTE_PRIORITY, "4", false },
		{ ARC_NOTE_SENT, "30/2/2022", false },
		{ ARC_NOTE_SENT, "13/4/2022", true },
		{ ARC_NOTE_REMARK, "a\tb", false },
		{ ARC_NOTE_REMARK, "\xff", false },
		{ ARC_NOTE_COPIES, "12", true } };

	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
		bool ok;

		assert_true(arc_begin(f->arc, &f->err));
		ok = arc_note_document(f->arc, uid, tries[i].field,
		    tries[i].value, "gửi đi", &f->err);
		assert_int_equal(ok, tries[i].good);
		if (ok)
			assert_true(arc_commit(f->arc, &f->err));
		else
			arc_abort(f->arc);
	}
	assert_true(arc_get_notes(f->arc, f->a, uid, notes, &f->err));
	assert_string_equal(notes[ARC_NOTE_COPIES], "12");
	assert_string_equal(notes[ARC_NOTE_SENT], "2022-04-13");
	assert_null(notes[ARC_NOTE_REMARK]);
	assert_int_equal(problems(f), 0);
}

static void
a_document_out_of_force_says_by_what(void **state)
{
	struct fix *f = *state;
	const char *old = issue(f, "2022-04-12", 0, "");
	const char *new = issue(f, "2022-04-13", 0, "");
	struct arc_standing s;

	assert_true(arc_get_standing(f->arc, f->a, old, &s, &f->err));
	assert_true(s.in_force);
	assert_string_equal(s.text, "");
	assert_string_equal(s.header, "con-hieu-luc");
	assert_true(fate(f, ARC_REPLACED, old, new, "sai tên"));
	assert_true(arc_get_standing(f->arc, f->a, old, &s, &f->err));
	assert_false(s.in_force);
	assert_string_equal(s.text,
	    "Đã được thay thế bởi Quyết định 02/QĐ-UBND ngày 13 tháng 4 năm "
	    "2022.");
	assert_string_equal(
	    s.header, arena_printf(f->a, "thay-the; boi=%s", new));
	assert_false(arc_get_standing(f->arc, f->a, "khong-co", &s, &f->err));
	assert_int_equal(f->err.kind, ERR_NOTFOUND);
}

static void
a_certificate_stands_and_falls_with_its_decision(void **state)
{
	struct fix *f = *state;
	const char *decision = issue(f, "2022-04-12", 0, "");
	const char *other = issue(f, "2022-04-13", 0, "");
	struct arc_standing s;

	assert_true(db_exec(arc_db(f->arc),
	    arena_printf(f->a,
		"UPDATE document SET decision = '%s' WHERE uid = '%s'",
		decision, other),
	    &f->err));
	assert_true(arc_get_standing(f->arc, f->a, other, &s, &f->err));
	assert_true(s.in_force);
	assert_string_equal(s.text, "");
	f->clock.now = 1767200400;
	assert_true(fate(f, ARC_ANNULLED, decision, "", "gian dối"));
	assert_true(arc_get_standing(f->arc, f->a, other, &s, &f->err));
	assert_false(s.in_force);
	assert_string_equal(s.text,
	    "Quyết định 01/QĐ-UBND: Quyết định tặng thưởng đã bị hủy bỏ ngày "
	    "01 tháng 01 năm 2026.");
	assert_string_equal(
	    s.header, arena_printf(f->a, "huy-bo; quyet-dinh=%s", decision));
}

int
main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_kept_number_waits_while_others_go_on),
		T(a_number_is_used_once),
		T(a_cancelled_number_stays_in_the_book_and_never_comes_back),
		T(a_document_is_not_cancelled),
		T(numbers_in_between_get_letters),
		T(a_replaced_document_names_its_successor_and_back),
		T(a_corrected_document_may_still_be_recalled),
		T(raw_sql_neither_deletes_nor_changes),
		T(rows_that_were_changed_around_the_triggers_are_found),
		T(a_year_opens_at_midnight_in_vietnam_wherever_the_machine_is),
		T(a_closed_book_gives_no_number_and_the_next_year_goes_on),
		T(a_number_and_symbol_is_given_once_in_a_year_whatever_the_series),
		T(what_is_noted_is_checked_and_the_newest_counts),
		T(a_document_out_of_force_says_by_what),
		T(a_certificate_stands_and_falls_with_its_decision),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
