/* tests/unit/issue/batch_test.c -- a decision's certificates as jobs. */
#include "unit/issue/office.h"

#include <signal.h>
#include <sys/resource.h>

enum { PERSONS = ISS_GROUP + 22 };

static void
a_trial_takes_no_number_and_tells_what_shrank(void **state)
{
	struct fix *f = *state;
	struct iss_report r;
	struct jobs_info info;
	const char *id;

	open_office(f, 12, 3, "Nguyễn Phạm Hoàng Thị Thanh Thủy Tiên Bảo Ngọc");
	id = add(f, ISS_TRIAL, "");
	info = wait_for(f, id, JOBS_DONE);
	assert_int_equal(info.made, 12);
	assert_exact(f, 0);
	assert_true(iss_batch_report(f->batch, f->a, id, &r, &f->err));
	assert_int_equal(r.total, 12);
	assert_int_equal(r.found[ISS_SHRUNK], 1);
	assert_int_equal(r.findings[0].n, 4);
	assert_non_null(strstr(r.findings[0].what, " pt xuống "));
	assert_int_equal(r.longest[0].n, 4);
	assert_int_equal(r.unit_count, 12);
	assert_int_equal(r.blanks, 12);
	assert_int_equal(r.reserve, 1);
}

static void
who_cannot_be_typeset_is_told_before_and_stops_nobody(void **state)
{
	struct fix *f = *state;
	struct jobs_pick spoilt = { .fate = JOBS_SPOILT };
	struct jobs_item *items;
	struct iss_report r;
	const char *trial, *id;
	size_t n;

	f->long_unit = true;
	open_office(f, PERSONS, -1, "");
	trial = add(f, ISS_TRIAL, "");
	assert_int_equal(wait_for(f, trial, JOBS_DONE).spoilt, 1);
	assert_true(iss_batch_report(f->batch, f->a, trial, &r, &f->err));
	assert_int_equal(r.found[ISS_SPOILT], 1);
	assert_int_equal(r.blanks, PERSONS - 1);
	id = add(f, ISS_MAKE, "");
	assert_int_equal(wait_for(f, id, JOBS_DONE).made, PERSONS - 1);
	assert_true(jobs_items(
	    iss_batch_jobs(f->batch), f->a, id, &spoilt, &items, &n, &f->err));
	assert_int_equal(n, 1);
	assert_string_equal(items[0].key, "p5");
	assert_true(items[0].note[0] != '\0');
	assert_exact(f, PERSONS - 1);
}

static void
a_stop_in_the_middle_leaves_out_nobody_and_takes_nothing_twice(void **state)
{
	struct fix *f = *state;
	struct jobs_info info;
	const char *id;

	open_office(f, 3 * ISS_GROUP, -1, "");
	id = add(f, ISS_MAKE, "");
	while (look(f, id).made == 0)
		nap();
	stop(f);
	start(f);
	info = wait_for(f, id, JOBS_DONE);
	assert_int_equal(info.made, 3 * ISS_GROUP);
	assert_exact(f, 3 * ISS_GROUP);
}

static void
a_second_start_gives_back_the_first_job(void **state)
{
	struct fix *f = *state;
	const char *first, *second;

	open_office(f, 40, -1, "");
	first = add(f, ISS_MAKE, "");
	second = add(f, ISS_MAKE, "");
	wait_for(f, first, JOBS_DONE);
	wait_for(f, second, JOBS_DONE);
	/* Asked when all is done, it finds them all and makes none. */
	assert_int_equal(wait_for(f, add(f, ISS_MAKE, ""), JOBS_DONE).made, 40);
	assert_exact(f, 40);
}

static void
one_certificate_first_and_then_the_others(void **state)
{
	struct fix *f = *state;
	struct iss_order o = { .only = "khong-co" };
	char id[ENV_ID_LEN + 1];
	bool fresh;

	open_office(f, 20, -1, "");
	wait_for(f, add(f, ISS_MAKE, "p7"), JOBS_DONE);
	assert_exact(f, 1);
	wait_for(f, add(f, ISS_MAKE, ""), JOBS_DONE);
	assert_exact(f, 20);
	o.decision = f->decision;
	assert_false(
	    iss_batch_add(f->batch, ISS_MAKE, &o, id, &fresh, &f->err));
	assert_int_equal(f->err.kind, ERR_NOTFOUND);
}

static void
a_cancelled_job_keeps_what_it_made(void **state)
{
	struct fix *f = *state;
	struct iss_standing s;
	const char *id;

	open_office(f, 3 * ISS_GROUP, -1, "");
	id = add(f, ISS_MAKE, "");
	while (look(f, id).made == 0)
		nap();
	if (jobs_turn(iss_batch_jobs(f->batch), id, JOBS_CANCELLED, &f->err)) {
		for (int i = 0; i < 100; i++)
			nap();
		assert_int_equal(look(f, id).state, JOBS_CANCELLED);
	}
	assert_true(
	    iss_batch_standing(f->batch, f->a, f->decision, &s, &f->err));
	assert_true(s.filed % ISS_GROUP == 0);
	assert_int_equal(s.filed, look(f, id).made);
	wait_for(f, add(f, ISS_MAKE, ""), JOBS_DONE);
	assert_exact(f, 3 * ISS_GROUP);
}

static void
only_an_award_decision_in_force_has_certificates(void **state)
{
	struct fix *f = *state;
	struct iss_order o = { .owner = "lan" };
	struct arc_doc *docs;
	char id[ENV_ID_LEN + 1];
	size_t n;
	bool fresh;

	open_office(f, 2, -1, "");
	wait_for(f, add(f, ISS_MAKE, ""), JOBS_DONE);
	assert_true(
	    arc_of_decision(f->arc, f->a, f->decision, &docs, &n, &f->err));
	o.decision = docs[0].uid;
	assert_false(
	    iss_batch_add(f->batch, ISS_MAKE, &o, id, &fresh, &f->err));
	assert_int_equal(f->err.kind, ERR_REQUEST);
	o.decision = "khong-co";
	assert_false(
	    iss_batch_add(f->batch, ISS_TRIAL, &o, id, &fresh, &f->err));
	assert_int_equal(f->err.kind, ERR_NOTFOUND);
}

static void
a_full_disk_stops_the_job_and_it_goes_on_later(void **state)
{
	struct fix *f = *state;
	struct rlimit was, small;
	struct jobs_info info;
	const char *id;

	open_office(f, 3 * ISS_GROUP, -1, "");
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	signal(SIGXFSZ, SIG_IGN);
	small = was;
	small.rlim_cur = 6 * 1024 * 1024;
	id = add(f, ISS_MAKE, "");
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	for (int i = 0; i < 6000; i++) {
		info = look(f, id);
		if (info.state == JOBS_FAILED || info.state == JOBS_DONE)
			break;
		nap();
	}
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	assert_int_equal(info.state, JOBS_FAILED);
	assert_true(info.error[0] != '\0');
	/* As after the disk was cleared and the program started anew. */
	stop(f);
	start(f);
	info = look(f, id);
	if (info.state == JOBS_FAILED)
		assert_true(jobs_turn(
		    iss_batch_jobs(f->batch), id, JOBS_QUEUED, &f->err));
	wait_for(f, id, JOBS_DONE);
	assert_exact(f, 3 * ISS_GROUP);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_trial_takes_no_number_and_tells_what_shrank),
		T(who_cannot_be_typeset_is_told_before_and_stops_nobody),
		T(a_stop_in_the_middle_leaves_out_nobody_and_takes_nothing_twice),
		T(a_second_start_gives_back_the_first_job),
		T(one_certificate_first_and_then_the_others),
		T(a_cancelled_job_keeps_what_it_made),
		T(only_an_award_decision_in_force_has_certificates),
		T(a_full_disk_stops_the_job_and_it_goes_on_later),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
