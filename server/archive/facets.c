/* archive/facets.c -- what a query finds, by type, year, campaign ….
 *
 * One pass over the newest hits and a narrow table beside the index: a number a
 * kind.  A kind that is filtered is counted once more without its filter, so
 * that the other choices keep their counts. */
#include <stdlib.h>
#include <string.h>

#include "archive/search_priv.h"

enum { SCANNED = 10000, SCAN_MS = 40, LEAST_MS = 10, SHOWN = 100 };

#define FIELDS "f.f0, f.f1, f.f2, f.f3, f.f4, f.f5, f.f6, f.f7"
static const char sql_scan[] =
    "SELECT " FIELDS " FROM search s JOIN doc_facet f ON f.id = s.rowid "
    "WHERE search MATCH ?1 ORDER BY s.rowid DESC LIMIT ?2";
static const char sql_values[] =
    "SELECT no, kind, key, name, docs FROM facet_value ORDER BY no";

struct tally {
	int64_t *counts; /* by number of the value */
	int64_t size;
};

struct facet_run {
	struct arc *arc;
	struct arena *a;
	struct tally tally[ARC_FACETS];
	bool whole; /* no query: the kept counts are the answer */
	bool newest;
	int share_ms; /* of the time, for one scan */
};

static bool
read_size(struct facet_run *r, struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (!db_prepare(
		r->arc->db, "SELECT max(no) FROM facet_value", &st, err) ||
	    !db_step(st, &row, err))
		return false;
	for (int k = 0; k < ARC_FACETS; k++) {
		struct tally *t = &r->tally[k];

		t->size = (row ? db_int(st, 0) : 0) + 1;
		t->counts =
		    arena_alloc_n(r->a, (size_t)t->size, sizeof(*t->counts));
		if (t->counts == NULL)
			return err_nomem(err);
	}
	db_reset(st);
	return true;
}

static void
count_row(struct facet_run *r, const struct db_stmt *st, unsigned kinds)
{
	for (int k = 0; k < ARC_FACETS; k++) {
		int64_t no = db_int(st, k);

		if ((kinds >> k & 1) && no > 0 && no < r->tally[k].size)
			r->tally[k].counts[no]++;
	}
}

/* Counts the kinds of the set over what the query finds. */
static bool
scan(struct facet_run *r, const struct arc_query *q, unsigned kinds,
    struct err *err)
{
	static const struct match_options plain = { 0 };
	struct plan p;
	int left = SCANNED;

	/* To understand the query is not what takes long, and must not fail for
	 * want of time. */
	db_deadline(r->arc->db, 0);
	if (!plan_read(r->arc, r->a, q, &plain, &p, err))
		return false;
	db_deadline(r->arc->db, r->share_ms);
	if (p.stage[1][0] == '\0') {
		r->whole = true;
		return true;
	}
	for (int stage = 0; stage < 2 && left > 0; stage++) {
		struct db_stmt *st;
		bool row = true, ok;

		if (p.stage[stage] == NULL)
			continue;
		if (!db_prepare(r->arc->db, sql_scan, &st, err))
			return false;
		db_bind_text(st, 1, p.stage[stage]);
		db_bind_int(st, 2, left);
		while ((ok = db_step(st, &row, err)) && row) {
			count_row(r, st, kinds);
			left--;
		}
		db_reset(st);
		if (!ok && err->kind != ERR_BUSY)
			return false;
		if (!ok) { /* the deadline */
			r->newest = true;
			break;
		}
	}
	r->newest = r->newest || left == 0;
	return true;
}

/* Which kind a filter belongs to, and the query without it. */
static unsigned
filtered(const struct arc_query *q, int kind, struct arc_query *ret)
{
	const char **texts[ARC_FACETS] = { [ARC_BY_TYPE] = &ret->type,
		[ARC_BY_CAMPAIGN] = &ret->campaign,
		[ARC_BY_SERIES] = &ret->series,
		[ARC_BY_ORG] = &ret->org,
		[ARC_BY_SIGNER] = &ret->signer,
		[ARC_BY_STATUS] = &ret->status,
		[ARC_BY_KIND] = &ret->kind };

	*ret = *q;
	if (kind == ARC_BY_YEAR) {
		ret->year = 0;
		return q->year != 0;
	}
	if (*texts[kind] == NULL || (*texts[kind])[0] == '\0')
		return 0;
	*texts[kind] = NULL;
	return 1;
}

static int
most_first(const void *x, const void *y)
{
	const struct arc_facet *a = x, *b = y;

	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return strcmp(a->key, b->key);
}

static int
newest_first(const void *x, const void *y)
{
	const struct arc_facet *a = x, *b = y;

	return strcmp(b->key, a->key);
}

static bool
add_value(struct arena *a, struct arc_facets *ret, size_t room[], int kind,
    struct arc_facet f)
{
	if (ret->count[kind] == room[kind]) {
		size_t more = room[kind] * 2 + 16;
		struct arc_facet *list = arena_alloc_n(a, more, sizeof(*list));

		if (list == NULL)
			return false;
		if (ret->count[kind] > 0)
			memcpy(list, ret->list[kind],
			    ret->count[kind] * sizeof(*list));
		ret->list[kind] = list;
		room[kind] = more;
	}
	ret->list[kind][ret->count[kind]++] = f;
	return true;
}

static bool
read_values(struct facet_run *r, unsigned whole, struct arc_facets *ret,
    struct err *err)
{
	size_t room[ARC_FACETS] = { 0 };
	struct db_stmt *st;
	bool row = true, ok;

	if (!db_prepare(r->arc->db, sql_values, &st, err))
		return false;
	while ((ok = db_step(st, &row, err)) && row) {
		int64_t no = db_int(st, 0), kind = db_int(st, 1);
		struct arc_facet f = { 0 };

		if (kind < 0 || kind >= ARC_FACETS || no >= r->tally[kind].size)
			continue;
		f.count = whole >> kind & 1 ? db_int(st, 4)
					    : r->tally[kind].counts[no];
		if (f.count == 0)
			continue;
		f.key = db_text(st, 2, r->a);
		f.name = db_text(st, 3, r->a);
		if (!add_value(r->a, ret, room, (int)kind, f)) {
			db_reset(st);
			return err_nomem(err);
		}
	}
	db_reset(st);
	for (int k = 0; ok && k < ARC_FACETS; k++) {
		if (ret->count[k] > 0)
			qsort(ret->list[k], ret->count[k],
			    sizeof(*ret->list[k]),
			    k == ARC_BY_YEAR ? newest_first : most_first);
		if (ret->count[k] > SHOWN)
			ret->count[k] = SHOWN;
	}
	return ok;
}

bool
arc_count_facets(struct arc *arc, struct arena *a, const struct arc_query *q,
    struct arc_facets *ret, struct err *err)
{
	struct facet_run r = { .arc = arc, .a = a };
	unsigned plain = 0, whole = 0;
	struct arc_query other;
	int scans = 1;
	struct err own;
	bool ok;

	if (err == NULL)
		err = &own;
	*ret = (struct arc_facets){ 0 };
	if (!read_size(&r, err))
		return false;
	for (int k = 0; k < ARC_FACETS; k++) {
		plain |= !filtered(q, k, &other) << k;
		scans += !(plain >> k & 1);
	}
	r.share_ms = SCAN_MS / scans > LEAST_MS ? SCAN_MS / scans : LEAST_MS;
	ok = scan(&r, q, plain, err);
	whole = r.whole ? plain : 0;
	for (int k = 0; ok && k < ARC_FACETS; k++) {
		if (plain >> k & 1)
			continue;
		(void)filtered(q, k, &other);
		r.whole = false;
		ok = scan(&r, &other, 1u << k, err);
		whole |= r.whole ? 1u << k : 0;
	}
	db_deadline(arc->db, 0);
	ret->newest = r.newest;
	return ok && read_values(&r, whole, ret, err);
}
