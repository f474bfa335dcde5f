/* issue/certificate.c -- the certificates of a round, group after group.
 *
 * While a group is being written the next one is typeset, under the numbers
 * that follow.  When somebody else took one of them, the group is typeset again
 * before its turn. */
#include <string.h>

#include "base/arena.h"
#include "issue/issue_priv.h"
#include "xml/xml.h"

/* Typeset outside of the act so often, then inside, where nobody comes before:
 * a few are set so fast that it is not worth to try again. */
enum { TRIES = 3, TRIES_FEW = 2, FEW = 4 };

const char *
decision_key(struct arena *a, const struct model_campaign *c,
    const struct model_round *r)
{
	return arena_printf(a, "%s/%s/decision", c->key, r->key);
}

/* --- one certificate --- */

const char *
certificate_address(
    struct arena *a, const struct model_campaign *c, const char *uid)
{
	const struct xml_node *org = xml_child(c->root, "co-quan");
	const char *base = xml_attr(org, "kiem-tra");

	return base == NULL ? NULL : arena_printf(a, "%s%s", base, uid);
}

static bool
certificate_view(struct work *w, struct xml_doc **ret, struct err *err)
{
	return model_certificate_view(w->set, w->c, w->r, w->h,
	    w->decision->code, w->doc.number,
	    certificate_address(w->set, w->c, w->uid), ret, err);
}

bool
certificate_start(struct work *w, struct iss *iss,
    const struct model_campaign *c, const struct model_round *r,
    const struct model_honouree *h, struct err *err)
{
	if (!work_start(w, iss, c, err))
		return false;
	w->r = r;
	w->h = h;
	w->doc.key =
	    arena_printf(w->a, "%s/%s/certificate/%s", c->key, r->key, h->key);
	w->doc.type = "certificate";
	w->doc.type_name = "Bằng khen";
	w->doc.date = r->date;
	w->doc.signer = r->signer;
	w->doc.position = r->signer_position;
	w->doc.honouree = h->name;
	w->doc.honouree_kind = model_kind_names[h->kind];
	w->doc.unit = h->unit;
	w->doc.title = arena_printf(w->a, "Bằng khen tặng %s%s%s%s%s",
	    h->salutation, h->salutation[0] == '\0' ? "" : " ", h->name,
	    h->unit[0] == '\0' ? "" : ", ", h->unit);
	w->template = "certificate-merit";
	w->view = certificate_view;
	return (w->doc.key != NULL && w->doc.title != NULL) || err_nomem(err);
}

/* --- a group --- */

struct round {
	struct iss *iss;
	struct arena *a;
	const struct model_campaign *c;
	const struct model_round *r;
	struct arc_doc decision;
	struct place place;
};

struct group {
	size_t from, to;
	struct works ws;
	struct batch batch;
};

static void
typeset_one(void *ctx, size_t i)
{
	struct works *ws = ctx;

	if (!ws->list[i].found && !ws->list[i].spoilt)
		work_typeset(&ws->list[i]);
}

static void
group_typeset(struct group *g)
{
	g->batch = (struct batch){
		.job = typeset_one, .ctx = &g->ws, .count = g->ws.count
	};
	pool_run(g->ws.iss->pool, &g->batch);
}

static void
group_end(struct group *g)
{
	pool_wait(g->ws.iss->pool, &g->batch);
	for (size_t i = 0; i < g->ws.count; i++)
		work_end(&g->ws.list[i]);
	g->ws.count = 0;
}

/* Somebody who stands in the round twice gets one certificate. */
static bool
in_group(const struct group *g, const char *key)
{
	for (size_t i = 0; i + 1 < g->ws.count; i++)
		if (strcmp(g->ws.list[i].doc.key, key) == 0)
			return true;
	return false;
}

/* While others issue one by one, the number that comes next now will be
 * another's when the act has its turn. */
static bool
better_inside(const struct group *g)
{
	struct arc_writer_state s;

	if (g->ws.count > FEW || g->ws.iss->writer == NULL)
		return false;
	arc_writer_state(g->ws.iss->writer, &s);
	return s.depth > 0;
}

/* `next`: the first number, 0 = what the register gives. */
static bool
group_start(struct group *g, const struct round *d, size_t from, int64_t next,
    struct err *err)
{
	size_t left = d->r->count - from;
	bool ok = true;

	g->from = g->ws.from = from;
	g->to = from + (left < ISS_GROUP ? left : ISS_GROUP);
	g->ws.moved = g->ws.inside = false;
	g->ws.next = next;
	g->ws.count = 0;
	g->batch = (struct batch){ 0 };
	for (size_t i = from; ok && i < g->to; i++) {
		struct work *w = &g->ws.list[g->ws.count++];

		ok = certificate_start(
		    w, d->iss, d->c, d->r, &d->r->honourees[i], err);
		w->found = ok && in_group(g, w->doc.key);
		w->decision = &d->decision;
		w->doc.decision = d->decision.uid;
		w->doc.series = d->place.series;
		w->doc.symbol = d->place.symbol;
	}
	ok = ok && works_number(&g->ws, err);
	g->ws.inside = ok && better_inside(g);
	if (ok && !g->ws.inside)
		group_typeset(g);
	if (!ok)
		group_end(g);
	return ok;
}

/* The number behind the group's last. */
static int64_t
number_behind(const struct group *g)
{
	for (size_t i = g->ws.count; i-- > 0;)
		if (!g->ws.list[i].found && !g->ws.list[i].spoilt)
			return g->ws.list[i].doc.number + 1;
	return g->ws.next;
}

static bool
group_file(struct group *g, struct err *err)
{
	int tries = g->ws.count <= FEW ? TRIES_FEW : TRIES;

	for (int i = 0; i < tries; i++) {
		pool_wait(g->ws.iss->pool, &g->batch);
		while (!g->ws.inside && works_leave_out(&g->ws)) {
			g->ws.next = 0;
			if (!works_number(&g->ws, err))
				return false;
			group_typeset(g);
			pool_wait(g->ws.iss->pool, &g->batch);
		}
		if (!g->ws.inside && !works_set(&g->ws, err))
			return false;
		g->ws.inside = g->ws.inside || i + 1 == tries;
		if (works_file(&g->ws, err))
			return true;
		if (!g->ws.moved || !works_number(&g->ws, err))
			return false;
		group_typeset(g);
	}
	return false;
}

/* --- the round --- */

/* Files the groups one after the other; `now` is started. */
static bool
file_groups(const struct round *d, struct group *now, struct group *then,
    size_t *ret_done, struct err *err)
{
	for (;;) {
		bool more = now->to < d->r->count, ok = true, go_on;
		struct group *swap = now;

		pool_wait(d->iss->pool, &now->batch);
		if (more)
			ok = group_start(
			    then, d, now->to, number_behind(now), err);
		ok = ok && group_file(now, err);
		if (ok) {
			works_tell(&now->ws);
			*ret_done = now->to;
		}
		go_on = ok &&
			(d->iss->proceed == NULL ||
			    d->iss->proceed(d->iss->ctx, now->to, d->r->count));
		group_end(now);
		if (!ok || !more || !go_on) {
			if (more)
				group_end(then);
			return ok;
		}
		now = then;
		then = swap;
	}
}

static bool
round_open(struct round *d, struct group g[2], struct err *err)
{
	const struct place_of of = { d->c, "BK", d->r->date, d->r->node };

	for (int i = 0; i < 2; i++) {
		g[i].ws.iss = d->iss;
		g[i].ws.list =
		    arena_alloc_n(d->a, ISS_GROUP, sizeof(*g[i].ws.list));
		if (g[i].ws.list == NULL)
			return err_nomem(err);
	}
	if (!arc_find_key(d->iss->arc, d->a, decision_key(d->a, d->c, d->r),
		&d->decision))
		return err_set(err, ERR_NOTFOUND, no_pos,
		    "quyết định khen thưởng của đợt %s chưa được ban hành",
		    d->r->key);
	return place_find(d->iss, d->a, &of, &d->place, err);
}

bool
iss_certificates_from(struct iss *iss, const struct model_campaign *c,
    const struct model_round *r, size_t from, size_t *ret_done, struct err *err)
{
	struct round d = { .iss = iss, .a = arena_new(0), .c = c, .r = r };
	struct group g[2] = { 0 };
	bool ok;

	*ret_done = from;
	if (d.a == NULL)
		return err_nomem(err);
	ok = round_open(&d, g, err);
	if (ok && from < r->count)
		ok = group_start(&g[0], &d, from, 0, err) &&
		     file_groups(&d, &g[0], &g[1], ret_done, err);
	arena_free(d.a);
	return ok;
}

bool
iss_certificates(struct iss *iss, const struct model_campaign *c,
    const struct model_round *r, struct err *err)
{
	size_t done;

	return iss_certificates_from(iss, c, r, 0, &done, err);
}
