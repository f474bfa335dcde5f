/* tests/unit/issue/office.h -- an office with one filed decision, for the tests
 * of its certificates. */
#ifndef TESTS_UNIT_ISSUE_OFFICE_H
#define TESTS_UNIT_ISSUE_OFFICE_H

#include "support/t.h"

#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "db/db.h"
#include "issue/batch.h"
#include "issue/edition.h"
#include "support/campaign.h"
#include "xml/xml.h"

struct fix {
	char dir[64];
	struct arena *a;
	struct press *press;
	struct model_rules *rules;
	struct model_campaign *c;
	struct arc_writer *writer;
	struct arc *arc;
	struct iss_batch *batch;
	const char *decision;
	bool long_unit;
	struct err err;
};

static inline void
nap(void)
{
	struct timespec t = { 0, 5 * 1000 * 1000 };

	nanosleep(&t, NULL);
}

/* Person number 5 works in a unit whose name no certificate can hold. */
static inline const char *
with_long_unit(struct fix *f, const char *text)
{
	const char *at = strstr(strstr(text, "ma=\"p5\""), "<don-vi>");
	struct buf b = { 0 };
	const char *out;

	at += strlen("<don-vi>");
	buf_add(&b, text, (size_t)(at - text));
	for (int i = 0; i < 40; i++)
		buf_str_add(&b, "Chi nhánh Công ty Tư vấn giám sát ");
	buf_str_add(&b, at);
	out = arena_strdup(f->a, buf_str(&b));
	buf_done(&b);
	return out;
}

static inline void
load(struct fix *f, int persons, int odd, const char *odd_name)
{
	const char *text =
	    campaign_of(f->a, SOURCE_ROOT, persons, odd, odd_name);
	struct err_list errors;
	struct xml_doc *doc;

	if (f->long_unit)
		text = with_long_unit(f, text);
	err_list_init(&errors, f->a);
	assert_true(xml_parse(
	    f->a, "x.xml", text, strlen(text), XML_DATA, &doc, &f->err));
	assert_true(model_load(f->a, doc, &errors, &f->c));
}

static inline void
start(struct fix *f)
{
	struct iss_batch_config c = { .data = f->dir,
		.press = f->press,
		.env = env_system(),
		.threads = 2 };

	assert_true(
	    arc_writer_start(f->dir, env_system(), &f->writer, &f->err));
	c.writer = f->writer;
	assert_true(arc_open(f->dir, false, env_system(), &f->arc, &f->err));
	assert_true(iss_batch_start(&c, &f->batch, &f->err));
}

static inline void
stop(struct fix *f)
{
	iss_batch_stop(f->batch);
	arc_close(f->arc);
	arc_writer_stop(f->writer);
	f->batch = NULL;
	f->arc = NULL;
	f->writer = NULL;
}

/* The decision is filed as a program without a writing thread does it. */
static inline void
open_office(struct fix *f, int persons, int odd, const char *odd_name)
{
	struct arc_query q = { .type = "decision", .limit = 1 };
	struct iss iss = { .press = f->press, .rules = f->rules };
	struct err_list errors;
	struct press_config base = { .templates = SOURCE_ROOT "/templates",
		.fonts = SOURCE_ROOT "/fonts" };
	struct arc_hits h;

	load(f, persons, odd, odd_name);
	err_list_init(&errors, f->a);
	iss.errors = &errors;
	assert_true(arc_open(f->dir, true, env_system(), &iss.arc, &f->err));
	assert_true(
	    iss_publish_shipped(iss.arc, &base, &errors, NULL, &f->err));
	assert_true(iss_decision(&iss, f->c, &f->c->rounds[0], &f->err));
	assert_true(iss_batch_upgrade(arc_db(iss.arc), &f->err));
	assert_true(arc_search(iss.arc, f->a, &q, &h, &f->err));
	f->decision = h.docs[0].uid;
	arc_close(iss.arc);
	start(f);
}

static inline int
setup(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	strcpy(f->dir, "/tmp/sovang-batch-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	f->a = arena_new(0);
	assert_true(press_open(
	    &(struct press_config){ .templates = SOURCE_ROOT "/templates",
		.fonts = SOURCE_ROOT "/fonts",
		.office_dir = f->dir },
	    &f->press, &f->err));
	assert_true(model_rules_load(f->a,
	    SOURCE_ROOT "/templates/rules/tien-thuong.xml", &f->rules,
	    &f->err));
	assert_true(arc_init(f->dir, &f->err));
	*state = f;
	return 0;
}

static inline int
teardown(void **state)
{
	struct fix *f = *state;
	char command[128];

	stop(f);
	press_close(f->press);
	arena_free(f->a);
	snprintf(command, sizeof(command), "rm -rf %s", f->dir);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

static inline const char *
add(struct fix *f, const char *kind, const char *only)
{
	struct iss_order o = {
		.decision = f->decision, .only = only, .owner = "lan"
	};
	char id[ENV_ID_LEN + 1];
	bool fresh;

	assert_true(iss_batch_add(f->batch, kind, &o, id, &fresh, &f->err));
	return arena_strdup(f->a, id);
}

static inline struct jobs_info
look(struct fix *f, const char *id)
{
	struct jobs_info info;

	assert_true(
	    jobs_get(iss_batch_jobs(f->batch), f->a, id, &info, &f->err));
	return info;
}

static inline struct jobs_info
wait_for(struct fix *f, const char *id, enum jobs_state state)
{
	struct jobs_info info = look(f, id);

	for (int i = 0;
	     i < 6000 && info.state != state && info.state != JOBS_FAILED;
	     i++) {
		nap();
		info = look(f, id);
	}
	if (info.state != state)
		fprintf(stderr, "%s %s\n", info.error, info.hint);
	assert_int_equal(info.state, state);
	return info;
}

/* Numbers 1 … n, each once, each with the bytes and the text of its own. */
static inline void
assert_exact(struct fix *f, size_t want)
{
	struct err_list problems;
	struct arc_doc *docs;
	int64_t seen;
	size_t n;

	assert_true(
	    arc_of_decision(f->arc, f->a, f->decision, &docs, &n, &f->err));
	assert_int_equal(n, want);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(docs[i].number, i + 1);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(docs[i].key, docs[k].key);
	}
	err_list_init(&problems, f->a);
	assert_true(arc_fsck(f->arc, &problems, &seen, &f->err));
	assert_int_equal(problems.len, 0);
	assert_int_equal(seen, want + 1);
}

#endif
