/* issue/make.c -- the job that numbers, typesets and files certificates.
 *
 * An item is settled inside the act that files its certificate: after a stop at
 * any moment both are there or neither is. */
#include <string.h>

#include "base/arena.h"
#include "issue/batch_priv.h"

struct making {
	struct jobs_run *run;
	const struct jobs_item *items; /* as the round's honourees */
	size_t told;
};

static const char *
why_spoilt(struct arena *a, const struct err *why)
{
	const char *s = why->hint[0] == '\0'
			    ? arena_strdup(a, why->text)
			    : arena_printf(a, "%s; %s", why->text, why->hint);

	return s == NULL ? "" : s;
}

static bool
settle(struct arc *arc, void *ctx, const struct iss_made *made, size_t count,
    struct err *err)
{
	struct making *m = ctx;
	struct arena *a = arena_new(0);
	struct jobs_item *items =
	    a == NULL ? NULL : arena_alloc_n(a, count, sizeof(*items));
	bool ok = items != NULL || err_nomem(err);

	for (size_t i = 0; ok && i < count; i++) {
		items[i] = m->items[made[i].at];
		items[i].fate = made[i].uid != NULL ? JOBS_MADE : JOBS_SPOILT;
		items[i].result = made[i].uid;
		items[i].note =
		    made[i].why == NULL ? "" : why_spoilt(a, made[i].why);
	}
	ok = ok && jobs_settle(arc_db(arc), m->run, items, count, err);
	arena_free(a);
	return ok;
}

static bool
proceed(void *ctx, size_t done, size_t total)
{
	struct making *m = ctx;

	(void)total;
	jobs_tell(m->run, done - m->told);
	m->told = done;
	return !jobs_stopping(m->run);
}

/* The round with the honourees of these items, in their order. */
static bool
pick_round(struct arena *a, const struct award *w,
    const struct jobs_item *items, size_t count, struct model_round *ret,
    struct err *err)
{
	size_t at = 0;

	*ret = *w->r;
	ret->honourees = arena_alloc_n(a, count, sizeof(*ret->honourees));
	if (ret->honourees == NULL)
		return err_nomem(err);
	ret->count = count;
	for (size_t i = 0; i < count; i++) {
		at = award_find(w, items[i].key, at);
		if (at == w->r->count)
			return err_set(err, ERR_CORRUPT, no_pos,
			    "quyết định không có người mang mã %s",
			    items[i].key);
		ret->honourees[i] = w->r->honourees[at];
	}
	return true;
}

bool
make_step(void *ctx, struct jobs_run *run, const struct jobs_item *items,
    size_t count, struct err *err)
{
	struct iss_batch *b = ctx;
	struct arena *a = jobs_run_arena(run);
	struct making m = { .run = run, .items = items };
	struct iss iss = { .writer = b->config.writer,
		.press = b->config.press,
		.pool = b->pool,
		.proceed = proceed,
		.inside = settle,
		.ctx = &m };
	struct err_list errors;
	struct model_round round;
	struct award w;
	size_t done;

	err_list_init(&errors, a);
	iss.errors = &errors;
	iss.arc = batch_reader(b, err);
	return iss.arc != NULL &&
	       award_load(b, a, jobs_run_info(run)->subject, &w, err) &&
	       pick_round(a, &w, items, count, &round, err) &&
	       iss_certificates_from(&iss, w.c, &round, 0, &done, err);
}
