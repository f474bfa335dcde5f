/* tests/crash/acts.c -- what the process does that will be killed. */
#include "acts.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"

struct issuer {
	struct office *o;
	struct arc_writer *writer;
	int trial, place, promises;
	uint32_t seed;
	pthread_t thread;
};

_Noreturn static void
give_up(const struct err *err)
{
	fprintf(stderr, "crash: %s %s\n", err->text, err->hint);
	_exit(9);
}

static uint32_t
random_below(uint32_t *seed, uint32_t n)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % n;
}

static void
promise(int fd, const struct promise *p)
{
	if (write(fd, p, sizeof(*p)) != sizeof(*p))
		_exit(8);
}

/* --- small documents --- */

struct paper {
	struct issuer *who;
	int count;
	bool fail;
	struct promise done[ACTS_MOST];
	char bytes[8192];
};

static bool
file_one(struct arc *arc, struct paper *p, int i, struct err *err)
{
	static const char *const series[][2] = { { "van-ban", "QĐ-UBND" },
		{ "so-vang", "SV" }, { "mat", "M-UBND" } };
	int which = (int)random_below(&p->who->seed, 3);
	uint32_t *seed = &p->who->seed;
	struct promise *done = &p->done[i];
	char code[32], data[128];
	struct arc_new d = { .org = "cq",
		.series = series[which][0],
		.year = 2022,
		.symbol = series[which][1],
		.code = code,
		.type = "decision",
		.type_name = "Quyết định",
		.date = day_of_ymd((struct ymd){ 2022, 4, 12 }),
		.title = "Về việc tặng Bằng khen",
		.people = "Nguyễn Văn Hòa; Thôn Đoài",
		.body = "đã có thành tích xuất sắc trong phong trào thi đua",
		.pdf = p->bytes,
		.pdf_len = 500 + random_below(seed, 7000),
		.data = data,
		.pages = 1,
		.uid = done->uid };

	for (size_t k = 0; k < d.pdf_len; k += 64)
		p->bytes[k] = (char)random_below(seed, 256);
	if (!arc_take_number(arc, d.org, d.series, d.date, &d.number, err))
		return false;
	arc_uid(arc, done->uid);
	done->number = d.number;
	snprintf(
	    code, sizeof(code), "%02lld/%s", (long long)d.number, d.symbol);
	d.data_len = (size_t)snprintf(data, sizeof(data),
	    "<ho-so so=\"%lld\"><ten>Nguyễn Văn Hòa</ten></ho-so>",
	    (long long)d.number);
	hash_of(d.pdf, d.pdf_len, &done->pdf);
	hash_of(d.data, d.data_len, &done->data);
	return arc_add(arc, &d, err);
}

static bool
file_some(struct arc *arc, void *ctx, struct err *err)
{
	struct paper *p = ctx;

	for (int i = 0; i < p->count; i++)
		if (!file_one(arc, p, i, err))
			return false;
	return !p->fail || err_set(err, ERR_VALUE, no_pos, "cố ý");
}

static void *
file_for_ever(void *ctx)
{
	struct issuer *who = ctx;
	struct paper *p = calloc(1, sizeof(*p));
	struct err err;

	p->who = who;
	for (;;) {
		p->count = 1 + (int)random_below(&who->seed, ACTS_MOST);
		p->fail = random_below(&who->seed, 7) == 0;
		if (!arc_write(who->writer, file_some, p, &err)) {
			if (!p->fail)
				give_up(&err);
			continue;
		}
		for (int i = 0; i < p->count; i++)
			promise(who->promises, &p->done[i]);
	}
	return NULL;
}

/* --- certificates --- */

static void
promise_document(void *ctx, const struct arc_doc *doc, bool fresh)
{
	struct issuer *who = ctx;
	struct promise p = { .number = doc->number,
		.pdf = doc->sha256,
		.data = doc->data_sha256 };

	(void)fresh;
	snprintf(p.uid, sizeof(p.uid), "%s", doc->uid);
	promise(who->promises, &p);
}

static void *
issue_campaign(void *ctx)
{
	struct issuer *who = ctx;
	struct office *o = who->o;
	struct model_campaign c = *o->campaign;
	struct err_list errors;
	struct iss iss = { .writer = who->writer,
		.press = o->press,
		.rules = o->rules,
		.errors = &errors,
		.issued = promise_document,
		.ctx = who };
	struct err err;

	err_list_init(&errors, o->a);
	c.key = arena_printf(o->a, "pt-%d", who->trial);
	c.plan_number = 0;
	if (!iss_pool_start(2, &iss.pool, &err) ||
	    !arc_open(o->dir, false, env_system(), &iss.arc, &err) ||
	    !iss_plan(&iss, &c, &err) ||
	    !iss_decision(&iss, &c, &c.rounds[0], &err) ||
	    !iss_certificates(&iss, &c, &c.rounds[0], &err))
		give_up(&err);
	return file_for_ever(ctx);
}

void
acts_run(struct office *o, int trial, bool certificates)
{
	struct issuer who[ISSUERS];
	struct arc_writer *writer;
	struct err err;
	int fd =
	    open(o->promises, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);

	if (fd < 0)
		_exit(7);
	if (!arc_writer_start(o->dir, env_system(), &writer, &err))
		give_up(&err);
	for (int i = 0; i < ISSUERS; i++) {
		who[i] = (struct issuer){ .o = o,
			.writer = writer,
			.trial = trial,
			.place = i,
			.promises = fd,
			.seed = o->seed + (uint32_t)i };
		if (pthread_create(&who[i].thread, NULL,
			certificates && i == 0 ? issue_campaign : file_for_ever,
			&who[i]) != 0)
			_exit(6);
	}
	for (;;)
		pause();
}
