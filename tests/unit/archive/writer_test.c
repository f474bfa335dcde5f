/* tests/unit/archive/writer_test.c -- many threads, one that writes. */
#include "support/t.h"

#include <pthread.h>
#include <sys/time.h>

#include "archive/register.h"
#include "archive/writer.h"
#include "base/limits.h"
#include "db/db.h"

enum { THREADS = 64, EACH = 6 };

struct fix {
	char dir[64];
	struct env_fixed clock;
	struct env env;
	struct arc_writer *w;
	struct arc *reader;
	struct arena *a;
	struct err err;
};

static int
setup(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	strcpy(f->dir, "/tmp/sovang-writer-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	f->clock = (struct env_fixed){ 1649725200, 7 };
	f->env = env_fixed(&f->clock);
	f->a = arena_new(0);
	assert_true(arc_init(f->dir, &f->err));
	assert_true(arc_writer_start(f->dir, &f->env, &f->w, &f->err));
	assert_true(arc_open(f->dir, false, &f->env, &f->reader, &f->err));
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fix *f = *state;
	char command[128];

	arc_writer_stop(f->w);
	arc_close(f->reader);
	arena_free(f->a);
	snprintf(command, sizeof(command), "rm -rf %s", f->dir);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

/* --- acts --- */

struct gate {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	bool inside, open;
};

struct paper {
	const char *key;
	bool fail;	   /* after everything was done */
	struct gate *gate; /* waits in the act until it opens */
	int64_t number;
};

static bool
file_paper(struct arc *arc, void *ctx, struct err *err)
{
	struct paper *p = ctx;
	char uid[ENV_ID_LEN + 1], code[32];
	struct arc_new d = { .org = "cq",
		.series = "vb",
		.year = 2022,
		.symbol = "QĐ-UBND",
		.code = code,
		.type = "decision",
		.type_name = "Quyết định",
		.date = day_of_ymd((struct ymd){ 2022, 4, 12 }),
		.title = "Về việc tặng Bằng khen",
		.people = "Nguyễn Văn Hòa",
		.body = p->fail ? "không được ban hành" : "được ban hành",
		.pdf = "%PDF-bytes",
		.pdf_len = 10,
		.data = "<x/>",
		.data_len = 4,
		.pages = 1,
		.uid = uid,
		.key = p->key };

	if (!arc_take_number(arc, "cq", "vb", d.date, &d.number, err))
		return false;
	arc_uid(arc, uid);
	snprintf(code, sizeof(code), "%02lld/QĐ-UBND", (long long)d.number);
	p->number = d.number;
	return arc_add(arc, &d, err) &&
	       (!p->fail || err_set(err, ERR_VALUE, no_pos, "cố ý"));
}

/* Lets the others queue up, so that they are one group with this act. */
static bool
wait_inside(struct arc *arc, void *ctx, struct err *err)
{
	struct gate *g = ctx;

	(void)arc;
	(void)err;
	pthread_mutex_lock(&g->mutex);
	g->inside = true;
	pthread_cond_broadcast(&g->changed);
	while (!g->open)
		pthread_cond_wait(&g->changed, &g->mutex);
	pthread_mutex_unlock(&g->mutex);
	return true;
}

struct caller {
	struct fix *f;
	arc_act act;
	void *ctx;
	bool ok;
	struct err err;
	pthread_t thread;
};

static void *
call(void *ctx)
{
	struct caller *c = ctx;

	c->ok = arc_write(c->f->w, c->act, c->ctx, &c->err);
	return NULL;
}

static void
start(struct caller *c, struct fix *f, arc_act act, void *ctx)
{
	pthread_attr_t small;

	*c = (struct caller){ .f = f, .act = act, .ctx = ctx };
	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, 256 * 1024);
	assert_int_equal(pthread_create(&c->thread, &small, call, c), 0);
	pthread_attr_destroy(&small);
}

static void
wait_depth(struct fix *f, size_t depth)
{
	struct timespec pause = { 0, 1000000 };
	struct arc_writer_state s;

	for (int i = 0; i < 20000; i++) {
		arc_writer_state(f->w, &s);
		if (s.depth >= depth)
			return;
		nanosleep(&pause, NULL);
	}
	fail_msg("the queue never got to %zu", depth);
}

/* All acts run in one group, in this order. */
static void
as_one_group(struct fix *f, struct caller *c, arc_act act, void **ctxs, int n)
{
	struct gate g = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER,
		false, false };
	struct arc_writer_state before, after;
	struct caller first;

	arc_writer_state(f->w, &before);
	start(&first, f, wait_inside, &g);
	for (int i = 0; i < n; i++) {
		wait_depth(f, (size_t)i + 1);
		start(&c[i], f, act, ctxs[i]);
	}
	wait_depth(f, (size_t)n + 1);
	pthread_mutex_lock(&g.mutex);
	while (!g.inside)
		pthread_cond_wait(&g.changed, &g.mutex);
	g.open = true;
	pthread_cond_broadcast(&g.changed);
	pthread_mutex_unlock(&g.mutex);
	for (int i = 0; i < n; i++)
		pthread_join(c[i].thread, NULL);
	pthread_join(first.thread, NULL);
	arc_writer_state(f->w, &after);
	assert_int_equal(after.groups, before.groups + 1);
	assert_int_equal(after.acts, before.acts + n + 1);
}

/* --- what holds afterwards --- */

static int64_t
total(struct fix *f, const char *words)
{
	struct arc_query q = { .words = words };
	struct arc_hits h;

	assert_true(arc_search(f->reader, f->a, &q, &h, &f->err));
	return h.total;
}

/* The numbers are 1 … n, and register, volume, log and index agree. */
static void
assert_whole(struct fix *f, int64_t n)
{
	struct err_list problems;
	struct arc_series *list;
	size_t count;
	int64_t seen;

	err_list_init(&problems, f->a);
	assert_true(arc_fsck(f->reader, &problems, &seen, &f->err));
	for (size_t i = 0; i < problems.len; i++)
		print_error("%s\n", problems.items[i]->text);
	assert_int_equal(problems.len, 0);
	assert_int_equal(seen, n);
	assert_true(arc_list_series(f->reader, f->a, &list, &count, &f->err));
	assert_int_equal(count, n > 0 ? 1 : 0);
	if (n > 0) {
		assert_int_equal(list[0].last, n);
		assert_int_equal(list[0].count, n);
	}
	assert_int_equal(total(f, ""), n);
	assert_int_equal(total(f, "\"không được ban hành\""), 0);
}

struct many {
	struct fix *f;
	int from, issued;
	pthread_t thread;
};

static void *
file_many(void *ctx)
{
	struct many *m = ctx;

	for (int i = 0; i < EACH; i++) {
		char key[32];
		struct paper p = { .key = key, .fail = (m->from + i) % 5 == 3 };

		snprintf(key, sizeof(key), "k%d", m->from + i);
		if (arc_write(m->f->w, file_paper, &p, NULL))
			m->issued++;
	}
	return NULL;
}

static void
sixty_four_threads_and_every_number_once(void **state)
{
	struct fix *f = *state;
	struct many m[THREADS];
	struct arc_writer_state s;
	int issued = 0;

	for (int i = 0; i < THREADS; i++) {
		m[i] = (struct many){ .f = f, .from = i * EACH };
		assert_int_equal(
		    pthread_create(&m[i].thread, NULL, file_many, &m[i]), 0);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(m[i].thread, NULL);
		issued += m[i].issued;
	}
	/* Of 0 … 383 every fifth, from 3 on, fails. */
	assert_int_equal(issued, THREADS * EACH - 77);
	assert_whole(f, issued);
	arc_writer_state(f->w, &s);
	assert_int_equal(s.depth, 0);
	assert_int_equal(s.acts, THREADS * EACH);
	assert_int_equal(s.failed_groups, 0);
	assert_true(s.groups < s.acts);
}

static void
what_a_failing_act_did_is_undone_and_the_others_stand(void **state)
{
	struct fix *f = *state;
	struct paper p[5] = { { .key = "a" }, { .key = "b", .fail = true },
		{ .key = "c" }, { .key = "d", .fail = true },
		{ .key = "e", .fail = true } };
	void *ctxs[5] = { &p[0], &p[1], &p[2], &p[3], &p[4] };
	struct caller c[5];
	struct arc_doc d;

	as_one_group(f, c, file_paper, ctxs, 5);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(c[i].ok, !p[i].fail);
		if (p[i].fail)
			assert_string_equal(c[i].err.text, "cố ý");
	}
	assert_whole(f, 2);
	assert_true(arc_find_key(f->reader, f->a, "c", &d));
	assert_int_equal(d.number, 2);
	assert_false(arc_find_key(f->reader, f->a, "b", &d));
}

static void
the_same_key_twice_in_a_group_is_filed_once(void **state)
{
	struct fix *f = *state;
	struct paper p[3] = { { .key = "a" }, { .key = "a" }, { .key = "b" } };
	void *ctxs[3] = { &p[0], &p[1], &p[2] };
	struct caller c[3];

	as_one_group(f, c, file_paper, ctxs, 3);
	assert_true(c[0].ok && c[2].ok);
	assert_false(c[1].ok);
	assert_int_equal(c[1].err.kind, ERR_TAKEN);
	assert_whole(f, 2);
}

static bool
take_only(struct arc *arc, void *ctx, struct err *err)
{
	int64_t *number = ctx;

	return arc_take_number(arc, "cq", "vb",
	    day_of_ymd((struct ymd){ 2022, 4, 12 }), number, err);
}

static void
a_number_without_a_document_goes_back(void **state)
{
	struct fix *f = *state;
	struct paper p = { .key = "a" };
	int64_t number;

	assert_false(arc_write(f->w, take_only, &number, &f->err));
	assert_int_equal(f->err.kind, ERR_REGISTER);
	assert_true(arc_write(f->w, file_paper, &p, &f->err));
	assert_int_equal(p.number, 1);
	assert_whole(f, 1);
}

struct twice {
	struct paper paper;
	const char *uid;
};

/* Issues a document and recalls it at once. */
static bool
file_and_recall(struct arc *arc, void *ctx, struct err *err)
{
	struct twice *t = ctx;
	struct arena *a = arena_new(0);
	struct arc_doc d;
	bool ok = file_paper(arc, &t->paper, err) &&
		  arc_find_key(arc, a, t->paper.key, &d) &&
		  arc_set_fate(arc, ARC_RECALLED, d.uid, NULL, "sai tên", err);

	arena_free(a);
	return ok;
}

static void
a_document_is_found_by_what_the_group_made_of_it(void **state)
{
	struct fix *f = *state;
	struct arc_query q = { .words = "", .status = "thu-hoi" };
	struct twice t = { .paper = { .key = "a" } };
	struct arc_hits h;

	assert_true(arc_write(f->w, file_and_recall, &t, &f->err));
	assert_true(arc_search(f->reader, f->a, &q, &h, &f->err));
	assert_int_equal(h.total, 1);
	q.status = "con-hieu-luc";
	assert_true(arc_search(f->reader, f->a, &q, &h, &f->err));
	assert_int_equal(h.total, 0);
	assert_whole(f, 1);
}

/* An act that breaks the transaction under the others' feet. */
static bool
roll_back_all(struct arc *arc, void *ctx, struct err *err)
{
	(void)ctx;
	(void)err;
	db_rollback(arc_db(arc));
	return true;
}

static bool
file_or_break(struct arc *arc, void *ctx, struct err *err)
{
	return ctx == NULL ? roll_back_all(arc, ctx, err)
			   : file_paper(arc, ctx, err);
}

static void
nobody_is_told_of_success_when_the_group_is_lost(void **state)
{
	struct fix *f = *state;
	struct paper p[2] = { { .key = "a" }, { .key = "b" } };
	void *ctxs[3] = { &p[0], NULL, &p[1] };
	struct arc_writer_state s;
	struct caller c[3];
	bool late;

	as_one_group(f, c, file_or_break, ctxs, 2);
	start(&c[2], f, file_or_break, ctxs[2]);
	pthread_join(c[2].thread, NULL);
	assert_false(c[0].ok || c[1].ok);
	late = c[2].ok;
	assert_true(late);
	arc_writer_state(f->w, &s);
	assert_int_equal(s.failed_groups, 1);
	assert_true(s.last.text[0] != '\0');
	assert_false(s.broken);
	assert_whole(f, 1);
}

static void
a_thousand_may_wait_and_not_one_more(void **state)
{
	struct fix *f = *state;
	struct gate g = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER,
		false, false };
	struct caller *c = calloc(ARC_WRITE_QUEUE, sizeof(*c));
	int64_t number;

	assert_non_null(c);
	start(&c[0], f, wait_inside, &g);
	for (int i = 1; i < ARC_WRITE_QUEUE; i++)
		start(&c[i], f, wait_inside, &g);
	wait_depth(f, ARC_WRITE_QUEUE);
	assert_false(arc_write(f->w, take_only, &number, &f->err));
	assert_int_equal(f->err.kind, ERR_BUSY);
	assert_true(f->err.hint[0] != '\0');
	pthread_mutex_lock(&g.mutex);
	g.open = true;
	pthread_cond_broadcast(&g.changed);
	pthread_mutex_unlock(&g.mutex);
	for (int i = 0; i < ARC_WRITE_QUEUE; i++) {
		pthread_join(c[i].thread, NULL);
		assert_true(c[i].ok);
	}
	free(c);
}

/* Another program, while this one writes without a pause. */
static void
who_writes_all_the_time_does_not_starve_another(void **state)
{
	struct fix *f = *state;
	struct many m[4];
	struct arc *other;

	assert_true(arc_open(f->dir, true, &f->env, &other, &f->err));
	for (int i = 0; i < 4; i++) {
		m[i] = (struct many){ .f = f, .from = i * EACH };
		assert_int_equal(
		    pthread_create(&m[i].thread, NULL, file_many, &m[i]), 0);
	}
	for (int i = 0; i < 5; i++) {
		char key[32];
		struct paper p = { .key = key };

		snprintf(key, sizeof(key), "other%d", i);
		assert_true(arc_begin(other, &f->err));
		assert_true(file_paper(other, &p, &f->err));
		assert_true(arc_commit(other, &f->err));
	}
	for (int i = 0; i < 4; i++)
		pthread_join(m[i].thread, NULL);
	arc_close(other);
	assert_whole(
	    f, 5 + m[0].issued + m[1].issued + m[2].issued + m[3].issued);
}

static void
stopping_ends_what_is_queued(void **state)
{
	struct fix *f = *state;
	struct gate g = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER,
		true, true };
	struct paper p[3] = { { .key = "a" }, { .key = "b" }, { .key = "c" } };
	struct caller c[4];

	g.open = false;
	start(&c[0], f, wait_inside, &g);
	for (int i = 0; i < 3; i++)
		start(&c[i + 1], f, file_paper, &p[i]);
	wait_depth(f, 4);
	pthread_mutex_lock(&g.mutex);
	g.open = true;
	pthread_cond_broadcast(&g.changed);
	pthread_mutex_unlock(&g.mutex);
	arc_writer_stop(f->w);
	f->w = NULL;
	for (int i = 0; i < 4; i++) {
		pthread_join(c[i].thread, NULL);
		assert_true(c[i].ok);
	}
	assert_whole(f, 3);
}

static void
a_folder_that_is_none_starts_no_thread(void **state)
{
	struct fix *f = *state;
	struct arc_writer *w;

	assert_false(arc_writer_start("/tmp/khong-co", &f->env, &w, &f->err));
	assert_int_equal(f->err.kind, ERR_NOTFOUND);
}

int
main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(sixty_four_threads_and_every_number_once),
		T(what_a_failing_act_did_is_undone_and_the_others_stand),
		T(the_same_key_twice_in_a_group_is_filed_once),
		T(a_number_without_a_document_goes_back),
		T(a_document_is_found_by_what_the_group_made_of_it),
		T(nobody_is_told_of_success_when_the_group_is_lost),
		T(a_thousand_may_wait_and_not_one_more),
		T(who_writes_all_the_time_does_not_starve_another),
		T(stopping_ends_what_is_queued),
		T(a_folder_that_is_none_starts_no_thread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
