/* tests/search/gold_test.c -- gold.tsv: what a query must find, measured.
 *
 * Columns: kind, query, ids of the documents that it must find (the i-th
 * document of the corpus has id i), the id that must come first or 0.
 * `gold_test --dump` prints the corpus for make_gold.py. */
#include "folder.h"

#include "base/day.h"

enum { DOCUMENTS = 800, IDS = 400 };

struct measure {
	int queries;
	double recall, precision;
};
struct row {
	char *kind, *query;
	int64_t ids[IDS], first;
	size_t count;
};

static void
dump(void)
{
	struct folder f;
	struct arena *a = arena_new(0);
	struct arc_query q = { .words = "", .limit = DOCUMENTS };
	struct arc_hits h;

	folder_make(&f, DOCUMENTS);
	assert_true(arc_search(f.arc, a, &q, &h, &f.err));
	for (int64_t i = 0; i < DOCUMENTS; i++) {
		const struct arc_doc *have = &h.docs[DOCUMENTS - 1 - i];
		struct arc_new d;
		char date[11];
		const char *texts[4];

		corpus_document(a, i, DOCUMENTS, &d);
		day_print_iso(d.date, date);
		texts[0] = d.title;
		texts[1] = d.signer;
		texts[2] = d.people;
		texts[3] = d.body;
		printf("%lld\t%s\t%s\t%s\t%s", (long long)have->id, have->code,
		    d.type, d.type_name, date);
		for (int t = 0; t < 4; t++) {
			putchar('\t');
			for (const char *p = texts[t]; *p != '\0'; p++)
				putchar(*p == '\n' ? '|' : *p);
		}
		putchar('\n');
	}
	arena_free(a);
	folder_remove(&f);
}

static void
parse_row(char *line, struct row *r)
{
	char *save = NULL, *ids;

	memset(r, 0, sizeof(*r));
	r->kind = strtok_r(line, "\t", &save);
	r->query = strtok_r(NULL, "\t", &save);
	ids = strtok_r(NULL, "\t", &save);
	r->first = strtoll(strtok_r(NULL, "\t\n", &save), NULL, 10);
	while (ids != NULL && *ids != '\0' && *ids != '-') {
		assert_true(r->count < IDS);
		r->ids[r->count++] = strtoll(ids, &ids, 10);
		ids += *ids == ',';
	}
}

static bool
holds(const struct row *r, int64_t id)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->ids[i] == id)
			return true;
	return false;
}

/* What was found, over all pages: a page may end early on a busy machine. */
struct found {
	int64_t ids[2 * DOCUMENTS];
	size_t count;
	const char *instead;
};

static void
search_all(
    struct folder *f, struct arena *a, struct arc_query *q, struct found *ret)
{
	struct arc_hits h;

	ret->count = 0;
	ret->instead = NULL;
	do {
		assert_true(arc_search(f->arc, a, q, &h, &f->err));
		for (size_t i = 0; i < h.count; i++) {
			assert_true(ret->count < 2 * DOCUMENTS);
			ret->ids[ret->count++] = h.docs[i].id;
		}
		if (h.instead != NULL)
			ret->instead = h.instead;
		q->before = h.next;
	} while (h.next != 0);
}

static void
judge(struct measure *m, const struct row *r, const struct found *h)
{
	size_t found = 0, right = 0, top = h->count < 10 ? h->count : 10;

	for (size_t i = 0; i < h->count; i++)
		found += holds(r, h->ids[i]);
	for (size_t i = 0; i < top; i++)
		right += holds(r, h->ids[i]);
	m->queries++;
	m->recall += r->count == 0 ? 1 : (double)found / (double)r->count;
	m->precision += top == 0 ? 1 : (double)right / (double)top;
	if (found < r->count || right < top)
		printf("%s\t%s\t%zu of %zu, %zu of the first %zu\n", r->kind,
		    r->query, found, r->count, right, top);
	if (r->first != 0 && (h->count == 0 || h->ids[0] != r->first))
		fail_msg("%s: document %lld does not come first", r->query,
		    (long long)r->first);
}

/* Wrong marks find nothing, but are told what would. */
static void
check_wrong(const struct row *r, const struct found *h)
{
	if (h->count == 0 && h->instead != NULL)
		return;
	fail_msg("%s: %zu found, no hint", r->query, h->count);
}

static bool
has_marks(const char *kind)
{
	static const char *const unmarked[] = { "unaccented", "mixed",
		"name-unaccented", "name-mixed", "typing",
		"number-unaccented" };

	for (size_t i = 0; i < sizeof(unmarked) / sizeof(unmarked[0]); i++)
		if (strcmp(kind, unmarked[i]) == 0)
			return false;
	return true;
}

static void
run_file(struct folder *f, bool relevance, struct measure *all,
    struct measure *marked)
{
	FILE *in = fopen(TEST_DIR "/search/gold.tsv", "r");
	char *line = NULL;
	size_t cap = 0;

	assert_non_null(in);
	while (getline(&line, &cap, in) > 0) {
		struct arena *a = arena_new(0);
		struct arc_query q = { .limit = 1000, .relevance = relevance };
		struct found h;
		struct row r;

		parse_row(line, &r);
		q.words = r.query;
		q.typing = strcmp(r.kind, "typing") == 0;
		search_all(f, a, &q, &h);
		if (strcmp(r.kind, "wrong") == 0) {
			check_wrong(&r, &h);
		} else {
			judge(all, &r, &h);
			if (has_marks(r.kind))
				judge(marked, &r, &h);
		}
		arena_free(a);
	}
	free(line);
	fclose(in);
}

static void
queries_find_what_they_must(void **state)
{
	struct folder f;

	(void)state;
	folder_make(&f, DOCUMENTS);
	for (int relevance = 0; relevance < 2; relevance++) {
		struct measure all = { 0 }, marked = { 0 };

		run_file(&f, relevance == 1, &all, &marked);
		printf("%s: %d queries, recall %.4f; %d with marks, precision "
		       "among the first ten %.4f\n",
		    relevance == 1 ? "by relevance" : "newest first",
		    all.queries, all.recall / all.queries, marked.queries,
		    marked.precision / marked.queries);
		assert_true(all.queries >= 300 && marked.queries >= 100);
		assert_true(all.recall / all.queries >= 0.99);
		assert_true(marked.precision / marked.queries >= 0.95);
	}
	folder_remove(&f);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(queries_find_what_they_must),
	};

	if (argc > 1 && strcmp(argv[1], "--dump") == 0) {
		dump();
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
