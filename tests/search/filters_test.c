/* tests/search/filters_test.c -- filters in any combination, facets under them,
 * against the register read with plain SQL. */
#include "folder.h"

#include "archive/register.h"
#include "db/db.h"

enum { DOCUMENTS = 700, ROUNDS = 400, FILTERS = 10 };

static uint32_t
chance(uint32_t *seed, uint32_t n)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % n;
}

/* Some are recalled, some corrected by a later one. */
static void
change_some(struct folder *f, struct arena *a, const struct arc_hits *all)
{
	assert_true(arc_begin(f->arc, &f->err));
	for (size_t i = 20; i < all->count; i += 9)
		assert_true(arc_set_fate(f->arc, ARC_RECALLED, all->docs[i].uid,
		    NULL, "ghi nhầm", &f->err));
	for (size_t i = 24; i < all->count; i += 27)
		assert_true(arc_set_fate(f->arc, ARC_CORRECTED,
		    all->docs[i].uid, all->docs[0].uid, "sai tên", &f->err));
	assert_true(arc_commit(f->arc, &f->err));
	(void)a;
}

/* Takes the values of some document, so that something is often found. */
static void
choose(struct arc_query *q, const struct arc_doc *d, uint32_t filters)
{
	static const char *const words[] = { "", "khen thưởng", "nguyen",
		"\"thi đua\"", "xã -huyện" };

	*q = (struct arc_query){ .words = words[filters % 5], .limit = 1000 };
	q->type = filters & 1 ? d->type : NULL;
	q->campaign = filters & 2 ? d->campaign : NULL;
	q->series = filters & 4 ? d->series : NULL;
	q->org = filters & 8 ? d->org : NULL;
	q->signer = filters & 16 ? d->signer : NULL;
	q->status = filters & 32 ? d->status : NULL;
	q->kind = filters & 64 ? d->honouree_kind : NULL;
	q->year = filters & 128 ? d->year : 0;
	q->from = filters & 256 ? d->date - (day_t)(filters % 400) : 0;
	q->until = filters & 512 ? d->date + (day_t)(filters % 300) : 0;
}

/* What the register says to the filters alone, newest first. */
static size_t
ask_register(
    struct folder *f, const struct arc_query *q, int64_t ids[DOCUMENTS])
{
	static const char sql[] =
	    "SELECT id FROM document WHERE (?1 = '' OR type = ?1) AND (?2 = '' "
	    "OR campaign = ?2) AND (?3 = '' OR series = ?3) AND (?4 = '' OR "
	    "org = ?4) AND (?5 = '' OR signer = ?5) AND (?6 = '' OR status = "
	    "?6) AND (?7 = '' OR honouree_kind = ?7) AND (?8 = 0 OR year = ?8) "
	    "AND (?9 = 0 OR date >= ?9) AND (?10 = 0 OR date <= ?10) "
	    "ORDER BY id DESC";
	const char *texts[] = { q->type, q->campaign, q->series, q->org,
		q->signer, q->status, q->kind };
	struct db_stmt *st;
	size_t n = 0;
	bool row = true;

	assert_true(db_prepare(arc_db(f->arc), sql, &st, &f->err));
	for (int i = 0; i < 7; i++)
		db_bind_text(st, i + 1, texts[i] == NULL ? "" : texts[i]);
	db_bind_int(st, 8, q->year);
	db_bind_int(st, 9, q->from);
	db_bind_int(st, 10, q->until);
	while (db_step(st, &row, &f->err) && row)
		ids[n++] = db_int(st, 0);
	db_reset(st);
	return n;
}

static size_t
ask_search(struct folder *f, struct arena *a, const struct arc_query *q,
    int64_t ids[DOCUMENTS])
{
	struct arc_query page = *q;
	struct arc_hits h;
	size_t n = 0;

	/* A page may end early on a busy machine. */
	do {
		assert_true(arc_search(f->arc, a, &page, &h, &f->err));
		for (size_t i = 0; i < h.count; i++) {
			assert_true(n < DOCUMENTS);
			ids[n++] = h.docs[i].id;
		}
		page.before = h.next;
	} while (h.next != 0);
	return n;
}

/* Both lists are newest first. */
static size_t
in_both(const int64_t *x, size_t n, const int64_t *y, size_t m)
{
	size_t i = 0, k = 0, both = 0;

	while (i < n && k < m) {
		both += x[i] == y[k];
		if (x[i] >= y[k]) {
			k += x[i] == y[k];
			i++;
		} else {
			k++;
		}
	}
	return both;
}

static void
filters_in_any_combination_agree_with_the_register(void **state)
{
	struct arena *all_arena = arena_new(0), *a = arena_new(0);
	struct arc_query everything = { .words = "", .limit = 1000 };
	size_t found = 0, empty = 0;
	struct folder f;
	struct arc_hits all;
	uint32_t seed = 71;

	(void)state;
	folder_make(&f, DOCUMENTS);
	assert_true(arc_search(f.arc, all_arena, &everything, &all, &f.err));
	assert_int_equal(all.count, DOCUMENTS);
	change_some(&f, all_arena, &all);
	assert_true(arc_search(f.arc, all_arena, &everything, &all, &f.err));
	for (int round = 0; round < ROUNDS; round++) {
		const struct arc_doc *d =
		    &all.docs[chance(&seed, (uint32_t)all.count)];
		/* Each filter alone, all at once, and any. */
		uint32_t filters = round < FILTERS    ? 1u << round
				   : round == FILTERS ? 1023u
						      : chance(&seed, 1024);
		int64_t have[DOCUMENTS], want[DOCUMENTS], plain[DOCUMENTS];
		struct arc_query q, words;
		size_t n, m, p;

		arena_reset(a);
		choose(&q, d, filters);
		words = (struct arc_query){ .words = q.words, .limit = 1000 };
		n = ask_search(&f, a, &q, have);
		m = ask_register(&f, &q, want);
		p = ask_search(&f, a, &words, plain);
		/* Found = what the words find of what the register gives. */
		assert_int_equal(n, in_both(want, m, plain, p));
		assert_int_equal(n, in_both(want, m, have, n));
		found += n > 0;
		empty += n == 0;
	}
	assert_true(found > ROUNDS / 2 && empty > 0);
	arena_free(a);
	arena_free(all_arena);
	folder_remove(&f);
}

/* The filter that a facet belongs to, set to its value. */
static void
with_value(struct arc_query *q, int kind, const char *key)
{
	const char **texts[ARC_FACETS] = { [ARC_BY_TYPE] = &q->type,
		[ARC_BY_CAMPAIGN] = &q->campaign,
		[ARC_BY_SERIES] = &q->series,
		[ARC_BY_ORG] = &q->org,
		[ARC_BY_SIGNER] = &q->signer,
		[ARC_BY_STATUS] = &q->status,
		[ARC_BY_KIND] = &q->kind };

	if (kind == ARC_BY_YEAR)
		q->year = (int)strtol(key, NULL, 10);
	else
		*texts[kind] = key;
}

static void
facets_under_filters_agree_with_the_register(void **state)
{
	struct arena *all_arena = arena_new(0), *a = arena_new(0);
	struct arc_query everything = { .words = "", .limit = 1000 };
	struct folder f;
	struct arc_hits all;
	uint32_t seed = 12;
	int checked = 0;

	(void)state;
	folder_make(&f, DOCUMENTS);
	assert_true(arc_search(f.arc, all_arena, &everything, &all, &f.err));
	change_some(&f, all_arena, &all);
	for (int round = 0; round < 60; round++) {
		const struct arc_doc *d =
		    &all.docs[chance(&seed, (uint32_t)all.count)];
		struct arc_facets facets;
		struct arc_query q;

		arena_reset(a);
		choose(&q, d, round == 0 ? 0 : chance(&seed, 1024));
		q.words = "";
		assert_true(arc_count_facets(f.arc, a, &q, &facets, &f.err));
		if (facets.newest) /* out of time on a busy machine */
			continue;
		for (int k = 0; k < ARC_FACETS; k++)
			for (size_t i = 0; i < facets.count[k] && i < 5; i++) {
				const struct arc_facet *v = &facets.list[k][i];
				struct arc_query one = q;
				int64_t ids[DOCUMENTS];

				with_value(&one, k, v->key);
				assert_int_equal(
				    v->count, ask_register(&f, &one, ids));
				checked++;
			}
	}
	assert_true(checked > 500);
	arena_free(a);
	arena_free(all_arena);
	folder_remove(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    filters_in_any_combination_agree_with_the_register),
		cmocka_unit_test(facets_under_filters_agree_with_the_register),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
