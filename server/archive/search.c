/* archive/search.c -- a search is run.
 *
 * Newest first is the order of row numbers: the index is read backwards and
 * left as soon as a page is full, whatever the number of hits.  Relevance looks
 * at the newest 2,000 hits and at the best titles of all times.  Everything
 * stops at a deadline. */
#include <stdlib.h>
#include <string.h>

#include "archive/search_priv.h"
#include "viet/text.h"

enum {
	COUNTED = 10000,
	LIMIT = 1000,
	RANKED = 2000, /* newest hits that are judged */
	TITLES = 300,
	JUMPED = 200,
	RANK_MS = 50,
	COUNT_MS = 10,
	MENTION_MS = 15, /* what only mentions a name or a number */
	PAGE_MS = 250
};

/* `next` of a page: the id of its last document; a bit tells the second stage.
 * By relevance: the newest document of the first page, and how many came. */
#define SECOND ((int64_t)1 << 60)
enum { OFFSETS = 4096 };

static const char sql_newest[] = "SELECT " ROW_COLUMNS " FROM document d WHERE "
				 "d.id < ?1 ORDER BY d.id DESC LIMIT ?2";
static const char sql_match[] =
    "SELECT " ROW_COLUMNS " FROM search s JOIN document d ON d.id = s.rowid"
    " WHERE search MATCH ?3 AND s.rowid < ?1 ORDER BY s.rowid DESC LIMIT ?2";
static const char sql_count_all[] =
    "SELECT id FROM document ORDER BY id DESC LIMIT ?2";
static const char sql_count[] =
    "SELECT rowid FROM search WHERE search MATCH ?1 ORDER BY rowid DESC LIMIT "
    "?2";
static const char sql_rank[] =
    "SELECT rowid, sovang_rank(search, ?4) FROM search WHERE search MATCH ?3 "
    "AND rowid < ?1 ORDER BY rowid DESC LIMIT ?2";
static const char sql_ids[] =
    "SELECT rowid FROM search WHERE search MATCH ?3 AND rowid < ?1 "
    "ORDER BY rowid DESC LIMIT ?2";
static const char sql_by_id[] =
    "SELECT " ROW_COLUMNS " FROM document d WHERE d.id = ?1";

struct run {
	struct arc *arc;
	struct arena *a;
	const struct arc_query *q;
	struct plan plan;
	int limit;
	struct arc_hits *ret;
};

/* The deadline has passed: not a failure. */
static bool
is_late(const struct err *err)
{
	return err->kind == ERR_BUSY;
}

/* --- newest first --- */

/* One stage, from `before` back; false when the page is not full yet. */
static bool
fill(struct run *r, int stage, int64_t before, bool *ret_full, struct err *err)
{
	const char *match = r->plan.stage[stage];
	struct arc_hits *h = r->ret;
	struct db_stmt *st;
	bool row = true;

	*ret_full = false;
	if (!db_prepare(r->arc->db, match[0] == '\0' ? sql_newest : sql_match,
		&st, err))
		return false;
	db_bind_int(st, 1, before == 0 ? INT64_MAX : before);
	db_bind_int(st, 2, r->limit + 1);
	if (match[0] != '\0')
		db_bind_text(st, 3, match);
	for (;;) {
		if (!db_step(st, &row, err))
			return false;
		if (!row)
			break;
		if (h->count == (size_t)r->limit) {
			*ret_full = true;
			break;
		}
		row_read(st, r->a, &h->docs[h->count++]);
		h->next = h->docs[h->count - 1].id | (stage == 1 ? SECOND : 0);
	}
	db_reset(st);
	return true;
}

/* Time is up in a stage: the next page goes on from here. */
static void
stop_late(struct run *r, int stage)
{
	struct arc_hits *h = r->ret;

	if (stage == 1 && r->plan.stage[0] != NULL && r->q->before == 0 &&
	    h->count > 0) {
		if (!(h->next & SECOND))
			h->next = SECOND | (SECOND - 1);
		return;
	}
	h->explain = h->count > 0 ? "Tìm lâu quá nên dừng ở đây; trang sau tìm "
				    "tiếp."
				  : "Tìm lâu quá nên đã dừng; hãy thêm từ hoặc "
				    "lọc theo năm.";
}

static bool
newest(struct run *r, struct err *err)
{
	int64_t before = r->q->before & ~SECOND;
	int stage = r->plan.stage[0] == NULL || (r->q->before & SECOND) ? 1 : 0;
	bool full = false;

	for (; stage < 2 && !full; stage++) {
		db_deadline(r->arc->db,
		    stage == 1 && r->ret->count > 0 ? MENTION_MS : PAGE_MS);
		if (!fill(r, stage, before, &full, err)) {
			if (is_late(err))
				stop_late(r, stage);
			return is_late(err);
		}
		before = 0;
		if (stage == 0 && r->ret->count > 0)
			r->ret->understood = r->plan.jump.understood;
	}
	if (!full)
		r->ret->next = 0;
	return true;
}

/* --- by relevance --- */

struct scored {
	int64_t id;
	double score;
};
struct pool {
	struct scored *list;
	size_t count, most;
};

static int
by_id(const void *x, const void *y)
{
	const struct scored *a = x, *b = y;

	return a->id < b->id ? 1 : a->id > b->id ? -1 : 0;
}

static int
by_score(const void *x, const void *y)
{
	const struct scored *a = x, *b = y;

	return a->score < b->score ? 1 : a->score > b->score ? -1 : by_id(x, y);
}

/* Hits of one query with their score: their rank, or `fixed` for all. */
static bool
gather(struct run *r, struct pool *pool, const char *match, const char *roles,
    double fixed, int64_t before, int most, struct err *err)
{
	struct db_stmt *st;
	bool row = true;

	if (!db_prepare(
		r->arc->db, roles != NULL ? sql_rank : sql_ids, &st, err))
		return false;
	db_bind_int(st, 1, before);
	db_bind_int(st, 2, most);
	db_bind_text(st, 3, match);
	if (roles != NULL)
		db_bind_text(st, 4, roles);
	while (pool->count < pool->most) {
		if (!db_step(st, &row, err))
			return false;
		if (!row)
			break;
		pool->list[pool->count++] = (struct scored){ db_int(st, 0),
			roles != NULL ? db_double(st, 1) : fixed };
	}
	db_reset(st);
	return true;
}

/* Best first; what came by several ways has the sum. */
static void
settle(struct pool *pool)
{
	size_t n = 0;

	qsort(pool->list, pool->count, sizeof(*pool->list), by_id);
	for (size_t i = 0; i < pool->count; i++) {
		if (n > 0 && pool->list[n - 1].id == pool->list[i].id)
			pool->list[n - 1].score += pool->list[i].score;
		else
			pool->list[n++] = pool->list[i];
	}
	pool->count = n;
	qsort(pool->list, n, sizeof(*pool->list), by_score);
}

static bool
read_by_id(struct run *r, int64_t id, struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (!db_prepare(r->arc->db, sql_by_id, &st, err))
		return false;
	db_bind_int(st, 1, id);
	if (!db_step(st, &row, err))
		return false;
	if (row)
		row_read(st, r->a, &r->ret->docs[r->ret->count++]);
	db_reset(st);
	return true;
}

static int64_t
newest_id(const struct pool *pool)
{
	int64_t id = 0;

	for (size_t i = 0; i < pool->count; i++)
		if (pool->list[i].id > id)
			id = pool->list[i].id;
	return id;
}

static bool
collect(struct run *r, struct pool *pool, int64_t before, struct err *err)
{
	const struct plan *p = &r->plan;

	if (p->stage[0] != NULL &&
	    !gather(r, pool, p->stage[0], NULL, 1000, before, JUMPED, err))
		return false;
	if (pool->count > 0)
		r->ret->understood = p->jump.understood;
	return gather(r, pool, p->stage[1], p->roles, 0, before, RANKED, err) &&
	       (p->title == NULL ||
		   gather(r, pool, p->title, NULL, 100, before, TITLES, err));
}

/* *ret_late = there was no time; nothing was written then. */
static bool
ranked(struct run *r, bool *ret_late, struct err *err)
{
	struct pool pool = { .most = JUMPED + RANKED + TITLES };
	int64_t top = r->q->before / OFFSETS;
	size_t offset = (size_t)(r->q->before % OFFSETS);
	bool ok;

	pool.list = arena_alloc_n(r->a, pool.most, sizeof(*pool.list));
	if (pool.list == NULL)
		return err_nomem(err);
	db_deadline(r->arc->db, RANK_MS);
	ok = collect(r, &pool, top == 0 ? INT64_MAX : top + 1, err);
	db_deadline(r->arc->db, 0);
	*ret_late = !ok && is_late(err);
	if (!ok)
		return *ret_late;
	if (top == 0)
		top = newest_id(&pool);
	settle(&pool);
	for (size_t i = offset;
	     i < pool.count && r->ret->count < (size_t)r->limit; i++)
		if (!read_by_id(r, pool.list[i].id, err))
			return false;
	offset += r->ret->count;
	if (offset < pool.count && offset < OFFSETS)
		r->ret->next = top * OFFSETS + (int64_t)offset;
	return true;
}

/* --- all together --- */

static bool
count_hits(struct run *r, struct err *err)
{
	struct arc_hits *h = r->ret;
	struct db_stmt *st;
	bool row;

	db_deadline(r->arc->db, COUNT_MS);
	for (int stage = 0; stage < 2 && !h->more_total; stage++) {
		const char *match = r->plan.stage[stage];

		if (match == NULL)
			continue;
		if (!db_prepare(r->arc->db,
			match[0] == '\0' ? sql_count_all : sql_count, &st, err))
			return false;
		if (match[0] != '\0')
			db_bind_text(st, 1, match);
		db_bind_int(st, 2, COUNTED + 1 - h->total);
		for (;;) {
			if (!db_step(st, &row, err)) {
				h->more_total = is_late(err);
				if (!h->more_total)
					return false;
				break;
			}
			if (!row)
				break;
			h->total++;
		}
		db_reset(st);
		if (h->total > COUNTED) {
			h->total = COUNTED;
			h->more_total = true;
		}
	}
	if (h->total < (int64_t)h->count)
		h->total = (int64_t)h->count;
	return true;
}

static bool
run_once(struct run *r, struct err *err)
{
	bool late = false, ok;

	r->ret->count = 0;
	r->ret->total = r->ret->next = 0;
	r->ret->more_total = false;
	if (r->q->relevance && r->plan.stage[1][0] != '\0') {
		if (!ranked(r, &late, err))
			return false;
		if (!late)
			return count_hits(r, err);
		if (r->q->before > 0) /* not the same order any more */
			return true;
		r->ret->count = 0;
	}
	ok = newest(r, err) && count_hits(r, err);
	if (late) {
		r->ret->explain = "Quá nhiều văn bản khớp để xếp theo mức phù "
				  "hợp; đây là mới nhất trước.";
		r->ret->next = 0;
	}
	return ok;
}

static bool
any_number(const struct words *w)
{
	struct syllables s;

	for (size_t i = 0; i < w->count; i++) {
		syllables_read(&w->list[i], &s);
		if (s.is_number && !w->list[i].minus)
			return true;
	}
	return false;
}

static bool
any_marks(const struct words *w)
{
	struct syllables s;

	for (size_t i = 0; i < w->count; i++) {
		syllables_read(&w->list[i], &s);
		for (size_t k = 0; k < s.count; k++)
			if (s.list[k].marked && !w->list[i].minus)
				return true;
	}
	return false;
}

/* Nothing was found: numbers by their parts, then whether other marks would. */
static bool
try_wider(struct run *r, struct match_options o, struct err *err)
{
	const struct words *w = &r->plan.words;
	const char *typed = w->text;
	struct arc_query wide = *r->q;
	struct arc_hits found = { 0 };
	struct run other = *r;

	/* What was found took its time; to understand the query has its own. */
	db_deadline(r->arc->db, 0);
	if (any_number(w)) {
		o.parts = true;
		if (!plan_read(r->arc, r->a, r->q, &o, &r->plan, err) ||
		    !run_once(r, err))
			return false;
		if (r->ret->count > 0) {
			r->ret->explain =
			    "Không có số đúng như đã gõ; đây là văn bản có "
			    "các phần của số ấy.";
			return true;
		}
	}
	if (!any_marks(w))
		return true;
	wide.words = viet_fold(r->a, typed);
	wide.relevance = false;
	found.docs = r->ret->docs;
	other.q = &wide;
	other.ret = &found;
	db_deadline(r->arc->db, 0);
	if (!plan_read(r->arc, r->a, &wide, &o, &other.plan, err) ||
	    !newest(&other, err))
		return false;
	if (found.count > 0) {
		r->ret->instead = wide.words;
		r->ret->explain = "Không có văn bản nào khớp đúng dấu đã gõ; "
				  "gõ không dấu thì có.";
	}
	return true;
}

static bool
make_extracts(struct run *r, struct err *err)
{
	struct arc_hits *h = r->ret;

	if (!r->q->extracts || r->plan.words.wanted == 0)
		return true;
	h->extracts = arena_alloc_n(r->a, h->count + 1, sizeof(*h->extracts));
	if (h->extracts == NULL)
		return err_nomem(err);
	return extracts_read(
	    r->arc, r->a, &r->plan.words, h->docs, h->count, h->extracts, err);
}

bool
arc_search(struct arc *arc, struct arena *a, const struct arc_query *q,
    struct arc_hits *ret, struct err *err)
{
	struct match_options o = { .ranked = q->relevance };
	struct run r = { .arc = arc, .a = a, .q = q, .ret = ret };
	struct err own;
	bool ok;

	if (err == NULL)
		err = &own;
	*ret = (struct arc_hits){ 0 };
	r.limit = q->limit < 1 ? 20 : q->limit > LIMIT ? LIMIT : q->limit;
	ret->docs = arena_alloc_n(a, (size_t)r.limit + 1, sizeof(*ret->docs));
	if (ret->docs == NULL)
		return err_nomem(err);
	if (!plan_read(arc, a, q, &o, &r.plan, err))
		return false;
	ret->explain = r.plan.words.explain;
	ret->name = r.plan.jump.name;
	ok = run_once(&r, err);
	if (ok && ret->count == 0 && q->before == 0 && r.plan.words.wanted > 0)
		ok = try_wider(&r, o, err);
	db_deadline(arc->db, 0);
	return ok && make_extracts(&r, err);
}
