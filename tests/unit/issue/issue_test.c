/* tests/unit/issue/issue_test.c -- certificates, while others write too. */
#include "support/t.h"

#include <pthread.h>

#include "base/file.h"
#include "issue/edition.h"
#include "issue/issue.h"
#include "support/campaign.h"
#include "xml/xml.h"

enum { PERSONS = ISS_GROUP + 22 };

struct fix {
	char dir[64];
	struct env_fixed clock;
	struct env env;
	struct arena *a;
	struct press *press;
	struct model_rules *rules;
	struct model_campaign *c;
	struct iss iss;
	struct err_list errors;
	size_t fresh, old, stop_at;
	struct err err;
};

static void
count_issued(void *ctx, const struct arc_doc *doc, bool fresh)
{
	struct fix *f = ctx;

	assert_true(doc->number > 0);
	f->fresh += fresh;
	f->old += !fresh;
}

static bool
until_told(void *ctx, size_t done, size_t total)
{
	struct fix *f = ctx;

	assert_true(done <= total);
	return f->stop_at == 0 || done < f->stop_at;
}

static void
load(struct fix *f, int persons, int odd, const char *odd_name)
{
	const char *text =
	    campaign_of(f->a, SOURCE_ROOT, persons, odd, odd_name);
	struct xml_doc *doc;

	assert_non_null(text);
	err_list_init(&f->errors, f->a);
	assert_true(xml_parse(
	    f->a, "x.xml", text, strlen(text), XML_DATA, &doc, &f->err));
	assert_true(model_load(f->a, doc, &f->errors, &f->c));
	assert_int_equal(f->c->rounds[0].count, persons);
}

static int
setup(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));
	const char *rules;

	assert_non_null(f);
	strcpy(f->dir, "/tmp/sovang-issue-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	f->clock = (struct env_fixed){ 1695870000, 7 };
	f->env = env_fixed(&f->clock);
	f->a = arena_new(0);
	rules = arena_printf(
	    f->a, "%s/templates/rules/tien-thuong.xml", SOURCE_ROOT);
	assert_true(press_open(
	    &(struct press_config){
		.templates = arena_printf(f->a, "%s/templates", SOURCE_ROOT),
		.fonts = arena_printf(f->a, "%s/fonts", SOURCE_ROOT) },
	    &f->press, &f->err));
	assert_true(model_rules_load(f->a, rules, &f->rules, &f->err));
	assert_true(arc_init(f->dir, &f->err));
	f->iss = (struct iss){ .press = f->press,
		.rules = f->rules,
		.errors = &f->errors,
		.issued = count_issued,
		.proceed = until_told,
		.ctx = f };
	assert_true(iss_pool_start(2, &f->iss.pool, &f->err));
	*state = f;
	return 0;
}

static void
publish_templates(struct fix *f)
{
	struct press_config base = { .templates = arena_printf(
					 f->a, "%s/templates", SOURCE_ROOT),
		.fonts = arena_printf(f->a, "%s/fonts", SOURCE_ROOT) };
	struct arc *arc;

	assert_true(arc_open(f->dir, true, env_system(), &arc, &f->err));
	assert_true(iss_publish_shipped(arc, &base, &f->errors, NULL, &f->err));
	arc_close(arc);
}

/* A process with a writing thread, or a program that writes itself. */
static void
open_archive(struct fix *f, bool thread)
{
	publish_templates(f);
	if (thread)
		assert_true(arc_writer_start(
		    f->dir, env_system(), &f->iss.writer, &f->err));
	assert_true(
	    arc_open(f->dir, !thread, env_system(), &f->iss.arc, &f->err));
	assert_true(iss_decision(&f->iss, f->c, &f->c->rounds[0], &f->err));
	f->fresh = f->old = 0;
}

static int
teardown(void **state)
{
	struct fix *f = *state;
	char command[128];

	arc_writer_stop(f->iss.writer);
	arc_close(f->iss.arc);
	iss_pool_stop(f->iss.pool);
	press_close(f->press);
	arena_free(f->a);
	snprintf(command, sizeof(command), "rm -rf %s", f->dir);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

static int64_t
last_golden(struct fix *f)
{
	int64_t next;

	assert_true(arc_next_number(
	    f->iss.arc, f->c->org, "so-vang", 2023, &next, NULL, &f->err));
	return next - 1;
}

/* Every text carries the number of its row; the archive is whole. */
static void
assert_numbers_match(struct fix *f, size_t certificates)
{
	struct arc_query q = { .type = "certificate", .limit = 1000 };
	struct err_list problems;
	struct arc_hits h;
	int64_t seen;

	assert_true(arc_search(f->iss.arc, f->a, &q, &h, &f->err));
	assert_int_equal(h.count, certificates);
	for (size_t i = 0; i < h.count; i++) {
		const struct arc_doc *d = &h.docs[i];
		const char *bytes,
		    *want = arena_printf(
			f->a, "so-vang=\"%lld\"", (long long)d->number);
		size_t len;

		assert_true(
		    arc_read(f->iss.arc, f->a, d, true, &bytes, &len, &f->err));
		assert_non_null(strstr(arena_strndup(f->a, bytes, len), want));
	}
	err_list_init(&problems, f->a);
	assert_true(arc_fsck(f->iss.arc, &problems, &seen, &f->err));
	assert_int_equal(problems.len, 0);
}

static void
a_round_is_issued_group_after_group(void **state)
{
	struct fix *f = *state;
	const struct model_round *r;

	load(f, PERSONS, -1, NULL);
	open_archive(f, true);
	r = &f->c->rounds[0];
	assert_true(iss_certificates(&f->iss, f->c, r, &f->err));
	assert_int_equal(f->fresh, PERSONS);
	assert_int_equal(last_golden(f), PERSONS);
	assert_numbers_match(f, PERSONS);
	/* Once more: everybody has theirs. */
	assert_true(iss_certificates(&f->iss, f->c, r, &f->err));
	assert_int_equal(f->old, PERSONS);
	assert_int_equal(last_golden(f), PERSONS);
}

static void
a_round_that_was_stopped_goes_on_where_it_was(void **state)
{
	struct fix *f = *state;
	const struct model_round *r;
	size_t done;

	load(f, PERSONS, -1, NULL);
	open_archive(f, false);
	r = &f->c->rounds[0];
	f->stop_at = 1;
	assert_true(iss_certificates_from(&f->iss, f->c, r, 0, &done, &f->err));
	assert_int_equal(done, ISS_GROUP);
	assert_int_equal(last_golden(f), ISS_GROUP);
	f->stop_at = 0;
	assert_true(
	    iss_certificates_from(&f->iss, f->c, r, done, &done, &f->err));
	assert_int_equal(done, PERSONS);
	assert_int_equal(f->old, 0);
	assert_numbers_match(f, PERSONS);
}

static void
a_name_that_cannot_be_set_stops_its_group_and_takes_no_number(void **state)
{
	struct fix *f = *state;
	const struct model_round *r;
	size_t done;

	load(f, PERSONS, -1, NULL);
	open_archive(f, true); /* issues the decision */
	load(f, PERSONS, ISS_GROUP + 3, "日本語");
	r = &f->c->rounds[0];
	assert_false(
	    iss_certificates_from(&f->iss, f->c, r, 0, &done, &f->err));
	assert_int_equal(f->err.kind, ERR_GLYPH);
	assert_true(f->errors.errors > 0);
	assert_string_equal(f->err.record, r->honourees[ISS_GROUP + 3].name);
	assert_int_equal(done, ISS_GROUP);
	assert_int_equal(f->fresh, ISS_GROUP);
	assert_int_equal(last_golden(f), ISS_GROUP);
	assert_numbers_match(f, ISS_GROUP);
}

/* --- somebody else takes numbers of the same series --- */

struct other {
	struct fix *f;
	volatile bool *stop;
	int filed;
	pthread_t thread;
};

static bool
file_small(struct arc *arc, void *ctx, struct err *err)
{
	struct other *o = ctx;
	char uid[ENV_ID_LEN + 1], code[32];
	struct arc_new d = { .org = o->f->c->org,
		.series = "so-vang",
		.year = 2023,
		.symbol = "SV",
		.code = code,
		.type = "other",
		.type_name = "Giấy khen",
		.date = o->f->c->rounds[0].date,
		.title = "Giấy khen",
		.pdf = "%PDF",
		.pdf_len = 4,
		.data = "<x/>",
		.data_len = 4,
		.uid = uid };

	if (!arc_take_number(arc, d.org, d.series, d.date, &d.number, err))
		return false;
	arc_uid(arc, uid);
	snprintf(code, sizeof(code), "%02lld/SV", (long long)d.number);
	return arc_add(arc, &d, err);
}

static void *
file_now_and_then(void *ctx)
{
	struct other *o = ctx;
	struct timespec pause = { 0, 20 * 1000 * 1000 };

	while (!__atomic_load_n(o->stop, __ATOMIC_SEQ_CST)) {
		if (!arc_write(o->f->iss.writer, file_small, o, NULL))
			break;
		o->filed++;
		nanosleep(&pause, NULL);
	}
	return NULL;
}

static void
a_text_never_carries_another_number_than_its_row(void **state)
{
	struct fix *f = *state;
	volatile bool stop = false;
	struct other o = { .f = f, .stop = &stop };

	load(f, PERSONS, -1, NULL);
	open_archive(f, true);
	assert_int_equal(
	    pthread_create(&o.thread, NULL, file_now_and_then, &o), 0);
	assert_true(iss_certificates(&f->iss, f->c, &f->c->rounds[0], &f->err));
	__atomic_store_n(&stop, true, __ATOMIC_SEQ_CST);
	pthread_join(o.thread, NULL);
	assert_true(o.filed > 1);
	assert_int_equal(last_golden(f), PERSONS + o.filed);
	assert_numbers_match(f, PERSONS);
}

/* --- the same round twice at once --- */

struct twin {
	struct fix *f;
	struct iss iss;
	bool ok;
	pthread_t thread;
};

static void *
issue_round(void *ctx)
{
	struct twin *t = ctx;
	struct err err;

	t->ok = iss_certificates(&t->iss, t->f->c, &t->f->c->rounds[0], &err);
	return NULL;
}

static void
who_asks_at_the_same_time_gets_the_same_documents(void **state)
{
	struct fix *f = *state;
	struct err_list errors;
	struct twin t = { .f = f };

	load(f, 40, -1, NULL);
	open_archive(f, true);
	err_list_init(&errors, f->a);
	t.iss = f->iss;
	t.iss.issued = NULL;
	t.iss.errors = &errors;
	assert_true(arc_open(f->dir, false, env_system(), &t.iss.arc, &f->err));
	assert_int_equal(pthread_create(&t.thread, NULL, issue_round, &t), 0);
	assert_true(iss_certificates(&f->iss, f->c, &f->c->rounds[0], &f->err));
	pthread_join(t.thread, NULL);
	assert_true(t.ok);
	arc_close(t.iss.arc);
	assert_int_equal(f->fresh + f->old, 40);
	assert_int_equal(last_golden(f), 40);
	assert_numbers_match(f, 40);
}

static void
a_thousand_retries_give_one_document_one_number_the_same_bytes(void **state)
{
	struct fix *f = *state;
	struct arc_query q = { .type = "plan", .limit = 10 };
	const char *bytes;
	struct arc_hits h;
	struct hash now;
	size_t len;

	load(f, 1, -1, NULL);
	open_archive(f, true);
	for (int i = 0; i < 1000; i++)
		assert_true(iss_plan(&f->iss, f->c, &f->err));
	assert_int_equal(f->fresh, 1);
	assert_int_equal(f->old, 999);
	assert_true(arc_search(f->iss.arc, f->a, &q, &h, &f->err));
	assert_int_equal(h.count, 1);
	assert_true(arc_read(
	    f->iss.arc, f->a, &h.docs[0], false, &bytes, &len, &f->err));
	hash_of(bytes, len, &now);
	assert_true(hash_equal(&now, &h.docs[0].sha256));
}

static void
without_a_decision_there_are_no_certificates(void **state)
{
	struct fix *f = *state;

	load(f, 2, -1, NULL);
	assert_true(arc_open(f->dir, true, env_system(), &f->iss.arc, &f->err));
	assert_false(
	    iss_certificates(&f->iss, f->c, &f->c->rounds[0], &f->err));
	assert_int_equal(f->err.kind, ERR_NOTFOUND);
}

int
main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_round_is_issued_group_after_group),
		T(a_round_that_was_stopped_goes_on_where_it_was),
		T(a_name_that_cannot_be_set_stops_its_group_and_takes_no_number),
		T(a_text_never_carries_another_number_than_its_row),
		T(who_asks_at_the_same_time_gets_the_same_documents),
		T(a_thousand_retries_give_one_document_one_number_the_same_bytes),
		T(without_a_decision_there_are_no_certificates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
