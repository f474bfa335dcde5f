/* tests/unit/jobs/jobs_test.c -- the queue, its workers, a stop in the middle.
 */
#include "support/t.h"

#include <pthread.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "jobs/jobs.h"

enum { MANY = 60 };

struct fix {
	char path[64];
	struct db *db;
	pthread_mutex_t lock; /* of the writer and of what follows */
	pthread_key_t reader;
	struct env_fixed clock;
	struct env env;
	struct jobs *jobs;
	struct arena *a;
	struct err err;
	int times[MANY + 1]; /* an item was worked on */
	char order[200];     /* first letters of the keys, as they were done */
	int fail_at, busy_at, busy_times;
	bool hold, no_writing;
	int finished;
};

static void
nap(void)
{
	struct timespec t = { 0, 2 * 1000 * 1000 };

	nanosleep(&t, NULL);
}

static bool
store_write(void *ctx, jobs_act act, void *act_ctx, struct err *err)
{
	struct fix *f = ctx;
	bool ok;

	pthread_mutex_lock(&f->lock);
	ok = f->no_writing ? err_set(err, ERR_IO, no_pos, "đĩa đầy")
			   : db_begin(f->db, err);
	ok = ok && act(f->db, act_ctx, err) && db_commit(f->db, err);
	if (!ok)
		db_rollback(f->db);
	pthread_mutex_unlock(&f->lock);
	return ok;
}

static void
reader_free(void *db)
{
	db_close(db);
}

static struct db *
store_reader(void *ctx, struct err *err)
{
	struct fix *f = ctx;
	struct db *db = pthread_getspecific(f->reader);

	if (db == NULL && db_open(f->path, DB_READ, &db, err))
		assert_int_equal(pthread_setspecific(f->reader, db), 0);
	return db;
}

struct settling {
	struct fix *f;
	struct jobs_run *run;
	struct jobs_item items[4];
	size_t count;
};

static bool
settle_act(struct db *db, void *ctx, struct err *err)
{
	struct settling *s = ctx;

	for (size_t i = 0; i < s->count; i++) {
		const struct jobs_item *it = &s->items[i];

		s->f->times[it->n]++;
		strncat(s->f->order, it->key, 1);
	}
	return jobs_settle(db, s->run, s->items, s->count, err);
}

/* An item whose key begins with x is spoilt. */
static bool
step(void *ctx, struct jobs_run *run, const struct jobs_item *items,
    size_t count, struct err *err)
{
	struct fix *f = ctx;
	struct settling s = { .f = f, .run = run, .count = count };
	bool busy, fails, hold;

	pthread_mutex_lock(&f->lock);
	busy = items[0].n == f->busy_at && f->busy_times-- > 0;
	fails = items[0].n == f->fail_at;
	pthread_mutex_unlock(&f->lock);
	if (busy)
		return err_set(err, ERR_BUSY, no_pos, "hàng đợi đầy");
	if (fails) {
		err_set(err, ERR_IO, no_pos, "hết chỗ trên đĩa");
		return err_hint(err, "dọn đĩa rồi làm tiếp");
	}
	do {
		nap();
		pthread_mutex_lock(&f->lock);
		hold = f->hold;
		pthread_mutex_unlock(&f->lock);
	} while (hold && !jobs_stopping(run));
	for (size_t i = 0; i < count; i++) {
		s.items[i] = items[i];
		s.items[i].fate =
		    items[i].key[0] == 'x' ? JOBS_SPOILT : JOBS_MADE;
		s.items[i].note = items[i].key[0] == 'x' ? "tên quá dài" : "";
		s.items[i].result = "ma";
	}
	if (!store_write(f, settle_act, &s, err))
		return false;
	jobs_tell(run, count);
	return true;
}

static bool
finish(void *ctx, struct jobs_run *run, struct err *err)
{
	struct fix *f = ctx;

	f->finished++;
	jobs_tell_total(run, 3);
	return jobs_leave(run, "tệp in", err);
}

static const char *const names[] = { "viec", "in" };

static void
start(struct fix *f, int workers)
{
	static struct jobs_kind kinds[2];
	struct jobs_config c = { .store = { store_write, store_reader, f },
		.env = &f->env,
		.kinds = kinds,
		.kind_count = 2,
		.workers = workers };

	kinds[0] = (struct jobs_kind){ names[0], 4, step, NULL, f };
	kinds[1] = (struct jobs_kind){ names[1], 0, NULL, finish, f };
	assert_true(jobs_start(&c, &f->jobs, &f->err));
}

static int
setup(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));
	int fd;

	assert_non_null(f);
	strcpy(f->path, "/tmp/sovang-jobs-XXXXXX");
	fd = mkstemp(f->path);
	assert_true(fd >= 0);
	close(fd);
	f->clock = (struct env_fixed){ 1700000000, 7 };
	f->env = env_fixed(&f->clock);
	f->a = arena_new(0);
	pthread_mutex_init(&f->lock, NULL);
	pthread_key_create(&f->reader, reader_free);
	assert_true(db_open(f->path, DB_CREATE, &f->db, &f->err));
	assert_true(db_upgrade(f->db, &jobs_module, &f->err));
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fix *f = *state;
	char command[256];

	jobs_stop(f->jobs);
	db_close(pthread_getspecific(f->reader));
	pthread_key_delete(f->reader);
	db_close(f->db);
	pthread_mutex_destroy(&f->lock);
	snprintf(command, sizeof(command), "rm -f %s %s-wal %s-shm", f->path,
	    f->path, f->path);
	assert_int_equal(system(command), 0);
	arena_free(f->a);
	free(f);
	return 0;
}

/* Items "<letter>1", "<letter>2", …; the id lives in the arena. */
static char *
add(struct fix *f, const char *letter, size_t count, const char *key)
{
	struct jobs_item *items =
	    arena_alloc_n(f->a, count + 1, sizeof(*items));
	struct jobs_new job = { .kind = "viec",
		.key = key,
		.title = "Bằng khen",
		.owner = "lan",
		.subject = "qd-1",
		.args = "a=1",
		.items = items,
		.count = count };
	char id[ENV_ID_LEN + 1];
	bool fresh;

	for (size_t i = 0; i < count; i++) {
		items[i].key = arena_printf(f->a, "%s%zu", letter, i + 1);
		items[i].name = "Nguyễn Văn A";
	}
	assert_true(jobs_add(f->jobs, &job, id, &fresh, &f->err));
	return arena_strdup(f->a, id);
}

static struct jobs_info
look(struct fix *f, const char *id)
{
	struct jobs_info info;

	assert_true(jobs_get(f->jobs, f->a, id, &info, &f->err));
	return info;
}

static struct jobs_info
wait_for(struct fix *f, const char *id, enum jobs_state state)
{
	struct jobs_info info = look(f, id);

	for (int i = 0; i < 4000 && info.state != state; i++) {
		nap();
		info = look(f, id);
	}
	assert_int_equal(info.state, state);
	return info;
}

static void
set_hold(struct fix *f, bool hold)
{
	pthread_mutex_lock(&f->lock);
	f->hold = hold;
	pthread_mutex_unlock(&f->lock);
}

static void
assert_each_once(struct fix *f, int count)
{
	for (int i = 1; i <= count; i++)
		assert_int_equal(f->times[i], 1);
}

static void
every_item_is_done_once_and_in_order(void **state)
{
	struct fix *f = *state;
	struct jobs_item *items;
	struct jobs_pick all = { .fate = -1 };
	struct jobs_info info;
	size_t n;
	char *id;

	start(f, 2);
	id = add(f, "a", 10, "");
	info = wait_for(f, id, JOBS_DONE);
	assert_int_equal(info.made, 10);
	assert_int_equal(info.spoilt, 0);
	assert_string_equal(info.args, "a=1");
	assert_true(info.ended >= info.started && info.started > 0);
	assert_each_once(f, 10);
	assert_true(jobs_items(f->jobs, f->a, id, &all, &items, &n, &f->err));
	assert_int_equal(n, 10);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(items[i].n, i + 1);
		assert_int_equal(items[i].fate, JOBS_MADE);
		assert_string_equal(items[i].result, "ma");
	}
}

static void
a_spoilt_item_stops_nothing_and_says_why(void **state)
{
	struct fix *f = *state;
	struct jobs_pick spoilt = { .fate = JOBS_SPOILT };
	struct jobs_item *items;
	struct jobs_info info;
	size_t n;
	char *id;

	start(f, 1);
	id = add(f, "x", 6, "");
	info = wait_for(f, id, JOBS_DONE);
	assert_int_equal(info.spoilt, 6);
	assert_int_equal(info.made, 0);
	assert_true(
	    jobs_items(f->jobs, f->a, id, &spoilt, &items, &n, &f->err));
	assert_int_equal(n, 6);
	assert_string_equal(items[0].note, "tên quá dài");
}

static void
a_state_follows_only_where_the_table_lets_it(void **state)
{
	static const char *const allowed = "qr qp qf qc rq rp rd rf rc pq pc "
					   "fq fc ";
	static const char letters[] = "qrpdfc";

	(void)state;
	for (int i = 0; i < JOBS_STATES; i++)
		for (int k = 0; k < JOBS_STATES; k++) {
			char pair[4] = { letters[i], letters[k], ' ', '\0' };

			assert_int_equal(jobs_may_follow((enum jobs_state)i,
					     (enum jobs_state)k),
			    strstr(allowed, pair) != NULL);
		}
}

static void
a_double_click_makes_one_job(void **state)
{
	struct fix *f = *state;
	struct jobs_info *list;
	struct jobs_filter any = { 0 };
	char *first, *second;
	size_t n;

	start(f, 1);
	first = add(f, "a", 5, "bam-hai-lan");
	second = add(f, "a", 5, "bam-hai-lan");
	assert_string_equal(first, second);
	wait_for(f, first, JOBS_DONE);
	assert_string_equal(add(f, "a", 5, "bam-hai-lan"), first);
	assert_true(jobs_list(f->jobs, f->a, &any, &list, &n, &f->err));
	assert_int_equal(n, 1);
	assert_each_once(f, 5);
}

static void
a_full_queue_says_busy(void **state)
{
	struct fix *f = *state;
	struct jobs_new job = { .kind = "viec", .title = "một việc nữa" };
	char id[ENV_ID_LEN + 1];
	bool fresh;
	char *first;

	start(f, 1);
	set_hold(f, true);
	first = add(f, "a", 4, "");
	for (int i = 1; i < JOBS_QUEUE; i++)
		add(f, "b", 1, "");
	assert_false(jobs_add(f->jobs, &job, id, &fresh, &f->err));
	assert_int_equal(f->err.kind, ERR_BUSY);
	assert_true(f->err.hint[0] != '\0');
	assert_true(jobs_turn(f->jobs, first, JOBS_CANCELLED, &f->err));
	assert_true(jobs_add(f->jobs, &job, id, &fresh, &f->err));
	set_hold(f, false);
}

static void
too_many_items_and_an_unknown_kind_are_refused(void **state)
{
	struct fix *f = *state;
	struct jobs_new many = { .kind = "viec", .count = JOBS_ITEMS + 1 };
	struct jobs_new odd = { .kind = "khac" };
	char id[ENV_ID_LEN + 1];
	bool fresh;

	start(f, 1);
	assert_false(jobs_add(f->jobs, &many, id, &fresh, &f->err));
	assert_int_equal(f->err.kind, ERR_LIMIT);
	assert_false(jobs_add(f->jobs, &odd, id, &fresh, &f->err));
	assert_int_equal(f->err.kind, ERR_NOTFOUND);
	assert_false(jobs_turn(f->jobs, "khong-co", JOBS_PAUSED, &f->err));
	assert_int_equal(f->err.kind, ERR_NOTFOUND);
}

static void
a_paused_job_goes_on_where_it_was(void **state)
{
	struct fix *f = *state;
	struct jobs_info info;
	char *id;

	start(f, 2);
	set_hold(f, true);
	id = add(f, "a", MANY, "");
	wait_for(f, id, JOBS_RUNNING);
	assert_true(jobs_turn(f->jobs, id, JOBS_PAUSED, &f->err));
	assert_false(jobs_turn(f->jobs, id, JOBS_PAUSED, &f->err));
	assert_int_equal(f->err.kind, ERR_DENIED);
	set_hold(f, false);
	for (int i = 0; i < 20; i++)
		nap();
	info = look(f, id);
	assert_int_equal(info.state, JOBS_PAUSED);
	assert_true(info.made <= 4); /* the group that was in hand */
	assert_true(jobs_turn(f->jobs, id, JOBS_QUEUED, &f->err));
	do {
		nap();
		info = look(f, id);
	} while (info.made < 12);
	assert_true(
	    info.state == JOBS_DONE || (info.per_minute > 0 && info.left >= 0));
	info = wait_for(f, id, JOBS_DONE);
	assert_int_equal(info.made, MANY);
	assert_int_equal(info.left, -1);
	assert_each_once(f, MANY);
}

static void
pausing_and_going_on_in_haste_loses_nothing(void **state)
{
	struct fix *f = *state;
	char *id;

	start(f, 2);
	id = add(f, "a", MANY, "");
	for (int i = 0; i < 30; i++)
		if (jobs_turn(f->jobs, id, JOBS_PAUSED, &f->err))
			assert_true(
			    jobs_turn(f->jobs, id, JOBS_QUEUED, &f->err));
	wait_for(f, id, JOBS_DONE);
	assert_each_once(f, MANY);
}

static void
a_cancelled_job_is_never_taken_up_again(void **state)
{
	struct fix *f = *state;
	struct jobs_info info;
	char *id;

	start(f, 1);
	set_hold(f, true);
	id = add(f, "a", 20, "");
	wait_for(f, id, JOBS_RUNNING);
	assert_true(jobs_turn(f->jobs, id, JOBS_CANCELLED, &f->err));
	set_hold(f, false);
	jobs_stop(f->jobs);
	start(f, 1);
	for (int i = 0; i < 20; i++)
		nap();
	info = look(f, id);
	assert_int_equal(info.state, JOBS_CANCELLED);
	assert_true(info.made <= 4);
	assert_false(jobs_turn(f->jobs, id, JOBS_QUEUED, &f->err));
}

static void
a_small_job_does_not_wait_for_a_large_one(void **state)
{
	struct fix *f = *state;
	char *large, *small;

	start(f, 1);
	set_hold(f, true);
	large = add(f, "L", MANY, "");
	wait_for(f, large, JOBS_RUNNING);
	small = add(f, "s", 8, "");
	set_hold(f, false);
	wait_for(f, small, JOBS_DONE);
	wait_for(f, large, JOBS_DONE);
	/* At most the group in hand and one between its own two. */
	assert_true(strrchr(f->order, 's') - f->order < 24);
}

static void
what_ran_when_the_program_ended_goes_on_at_the_next_start(void **state)
{
	struct fix *f = *state;
	struct jobs_info info;
	char *id;

	start(f, 2);
	id = add(f, "a", MANY, "");
	while (look(f, id).made < 8)
		nap();
	jobs_stop(f->jobs);
	f->jobs = NULL;
	start(f, 2);
	info = wait_for(f, id, JOBS_DONE);
	assert_int_equal(info.made, MANY);
	assert_each_once(f, MANY);
}

static void
an_error_stops_the_job_and_it_may_go_on_later(void **state)
{
	struct fix *f = *state;
	struct jobs_info info;
	char *id;

	f->fail_at = 9;
	start(f, 1);
	id = add(f, "a", 20, "");
	info = wait_for(f, id, JOBS_FAILED);
	assert_string_equal(info.error, "hết chỗ trên đĩa");
	assert_string_equal(info.hint, "dọn đĩa rồi làm tiếp");
	assert_int_equal(info.made, 8);
	pthread_mutex_lock(&f->lock);
	f->fail_at = 0;
	pthread_mutex_unlock(&f->lock);
	assert_true(jobs_turn(f->jobs, id, JOBS_QUEUED, &f->err));
	info = wait_for(f, id, JOBS_DONE);
	assert_string_equal(info.error, "");
	assert_each_once(f, 20);
}

static void
a_writer_that_is_busy_is_asked_again(void **state)
{
	struct fix *f = *state;
	char *id;

	f->busy_at = 5;
	f->busy_times = 2;
	start(f, 1);
	id = add(f, "a", 12, "");
	wait_for(f, id, JOBS_DONE);
	assert_each_once(f, 12);
}

static void
a_failure_that_cannot_be_written_is_shown_all_the_same(void **state)
{
	struct fix *f = *state;
	struct jobs_info info;
	char *id;

	start(f, 1);
	set_hold(f, true);
	id = add(f, "a", 12, "");
	wait_for(f, id, JOBS_RUNNING);
	pthread_mutex_lock(&f->lock);
	f->no_writing = true;
	f->hold = false;
	pthread_mutex_unlock(&f->lock);
	info = wait_for(f, id, JOBS_FAILED);
	assert_string_equal(info.error, "đĩa đầy");
	pthread_mutex_lock(&f->lock);
	f->no_writing = false;
	pthread_mutex_unlock(&f->lock);
	memset(f->times, 0, sizeof(f->times));
	assert_true(jobs_turn(f->jobs, id, JOBS_QUEUED, &f->err));
	wait_for(f, id, JOBS_DONE);
	assert_each_once(f, 12);
}

static void
a_job_without_items_is_done_at_its_end(void **state)
{
	struct fix *f = *state;
	struct jobs_new job = { .kind = "in", .title = "Tệp in" };
	char id[ENV_ID_LEN + 1];
	bool fresh;

	start(f, 2);
	assert_true(jobs_add(f->jobs, &job, id, &fresh, &f->err));
	assert_true(fresh);
	assert_string_equal(wait_for(f, id, JOBS_DONE).result, "tệp in");
	assert_int_equal(f->finished, 1);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(every_item_is_done_once_and_in_order),
		T(a_spoilt_item_stops_nothing_and_says_why),
		T(a_state_follows_only_where_the_table_lets_it),
		T(a_double_click_makes_one_job),
		T(a_full_queue_says_busy),
		T(too_many_items_and_an_unknown_kind_are_refused),
		T(a_paused_job_goes_on_where_it_was),
		T(pausing_and_going_on_in_haste_loses_nothing),
		T(a_cancelled_job_is_never_taken_up_again),
		T(a_small_job_does_not_wait_for_a_large_one),
		T(what_ran_when_the_program_ended_goes_on_at_the_next_start),
		T(an_error_stops_the_job_and_it_may_go_on_later),
		T(a_writer_that_is_busy_is_asked_again),
		T(a_failure_that_cannot_be_written_is_shown_all_the_same),
		T(a_job_without_items_is_done_at_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
