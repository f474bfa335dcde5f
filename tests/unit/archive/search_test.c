/* tests/unit/archive/search_test.c -- what a query means, and what it finds. */
#include "support/t.h"

#include "archive/archive.h"
#include "archive/care.h"
#include "base/day.h"
#include "db/db.h"

struct fix {
	char dir[64];
	struct env_fixed clock;
	struct env env;
	struct arc *arc;
	struct arena *a;
	struct err err;
};

struct filed {
	const char *code, *type, *type_name, *date, *title, *people, *body;
	const char *signer, *campaign, *kind;
};
/* clang-format off */
static const struct filed documents[] = {
	{ "71/KH-UBND", "plan", "Kế hoạch", "2022-04-12",
	  "Phát động phong trào thi đua “Đẩy nhanh tiến độ”", "Trần Quốc Toản",
	  "giải phóng mặt bằng; bồi thường", "Trần Quốc Toản", "pt-1", "" },
	{ "05/QĐ-UBND", "decision", "Quyết định", "2022-05-02", "Về việc tặng Bằng khen",
	  "Nguyễn Văn Hòa; xã Yên Mỹ\nNguyễn Văn Hóa; xã Bạch Sam\nLý Thị Hoa; xã Dị Sử\n",
	  "Thực hiện Kế hoạch số 71/KH-UBND ngày 12/4/2022", "Trần Quốc Toản", "pt-1", "" },
	{ "01/SV", "certificate", "Bằng khen", "2022-05-02",
	  "Bằng khen tặng Nguyễn Văn Hòa, xã Yên Mỹ", "Nguyễn Văn Hòa; xã Yên Mỹ\n",
	  "đã có thành tích xuất sắc", "Lê Thị Thủy", "pt-1", "ca-nhan" },
	{ "02/SV", "certificate", "Bằng khen", "2023-01-31",
	  "Bằng khen tặng Nguyễn Văn Hóa, xã Bạch Sam", "Nguyễn Văn Hóa; xã Bạch Sam\n",
	  "khen thưởng đột xuất", "Lê Thị Thủy", "pt-2", "ca-nhan" },
	{ "03/SV", "certificate", "Bằng khen", "2023-02-01",
	  "Bằng khen tặng Hội Phụ nữ xã Yên Mỹ", "Hội Phụ nữ xã Yên Mỹ; huyện Yên Mỹ\n",
	  "thường xuyên chăm lo đời sống; vườn hoa; hòa thuận", "Lê Thị Thủy", "pt-2",
	  "tap-the" },
};
/* clang-format on */
enum { DOCUMENTS = sizeof(documents) / sizeof(documents[0]) };

static day_t
day(const char *text)
{
	day_t d;

	assert_true(day_parse_iso(text, &d));
	return d;
}

static void
file(struct fix *f, const struct filed *x)
{
	struct arc_new d = { .org = "cq",
		.series =
		    strcmp(x->type, "certificate") == 0 ? "so-vang" : x->type,
		.symbol = strchr(x->code, '/') + 1,
		.code = x->code,
		.type = x->type,
		.type_name = x->type_name,
		.date = day(x->date),
		.title = x->title,
		.people = x->people,
		.body = x->body,
		.signer = x->signer,
		.campaign = x->campaign,
		.campaign_name = x->campaign,
		.honouree_kind = x->kind,
		.pdf = "%PDF",
		.pdf_len = 4,
		.data = "<x/>",
		.data_len = 4,
		.pages = 1 };
	char uid[ENV_ID_LEN + 1];

	d.year = day_ymd(d.date).year;
	d.number = strtoll(x->code, NULL, 10);
	arc_uid(f->arc, uid);
	d.uid = uid;
	assert_true(arc_begin(f->arc, &f->err));
	assert_true(arc_add(f->arc, &d, &f->err));
	assert_true(arc_commit(f->arc, &f->err));
}

static int
setup(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	strcpy(f->dir, "/tmp/sovang-find-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	f->clock = (struct env_fixed){ 1649725200, 7 };
	f->env = env_fixed(&f->clock);
	f->a = arena_new(0);
	assert_true(arc_init(f->dir, &f->err));
	assert_true(arc_open(f->dir, true, &f->env, &f->arc, &f->err));
	for (int i = 0; i < DOCUMENTS; i++)
		file(f, &documents[i]);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fix *f = *state;
	char command[128];

	arc_close(f->arc);
	arena_free(f->a);
	snprintf(command, sizeof(command), "rm -rf %s", f->dir);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

/* Numbers of what is found, in order: "71 5 1". */
static void
numbers(struct fix *f, struct arc_query q, struct buf *out)
{
	struct arc_hits h;

	assert_true(arc_search(f->arc, f->a, &q, &h, &f->err));
	for (size_t i = 0; i < h.count; i++)
		buf_printf(out, "%s%lld", i > 0 ? " " : "",
		    (long long)h.docs[i].number);
}
#define assert_finds(want, ...) \
	assert_writes(want, numbers(f, (struct arc_query){ __VA_ARGS__ }, &out))

static void
marks_count_where_they_are_typed(void **state)
{
	struct fix *f = *state;

	assert_finds("3 2 71", .words = "thuong");
	assert_finds("2", .words = "thưởng");
	assert_finds("3 71", .words = "thường");
	assert_finds("2 1 5", .words = "\"nguyen van hoa\"");
	assert_finds("1 5", .words = "\"nguyen văn hòa\"");
	assert_finds("1 5", .words = "\"Nguyễn Van Hoà\"");
	assert_finds("1 5", .words = "\"NGUYE\u0302\u0303N van ho\u0300a\"");
}

static void
a_name_stands_before_what_mentions_it(void **state)
{
	struct fix *f = *state;
	struct arc_query q = { .words = "Nguyễn Văn Hoà" };
	struct arc_hits h;

	assert_true(arc_search(f->arc, f->a, &q, &h, &f->err));
	assert_int_equal(h.count, 2);
	assert_string_equal(h.name, "Nguyễn Văn Hòa");
	assert_non_null(h.understood);
	/* Scattered words are not the name. */
	assert_finds("", .words = "Lý Thị Hòa");
	assert_finds("5", .words = "ly thi hoa");
}

static void
a_number_comes_before_what_cites_it(void **state)
{
	struct fix *f = *state;

	assert_finds("71 5", .words = "71/KH-UBND");
	assert_finds("71 5", .words = "số 71/kh–ubnd");
	assert_finds("71 5", .words = "71 KH-UBND");
	assert_finds("71 5", .words = "71");
	assert_finds("5", .words = "5/QD-UBND");
	assert_finds("5", .words = "qd 5 2022");
	assert_finds("71 5", .words = "kế hoạch 71");
	/* a part of a number: newest first */
	assert_finds("5 71", .words = "71/KH");
	assert_finds("71 5", .words = "KH-UBND");
}

static void
a_citation_leads_to_what_it_cites(void **state)
{
	struct fix *f = *state;

	/* What it cites first, then who cites it the same way. */
	assert_finds("71 5", .words = "Kế hoạch số 71/KH-UBND ngày 12/4/2022");
	assert_finds(
	    "71", .words = "ke hoach so 71/KH–UBND ngày 12 tháng 4 năm 2022");
	/* The day is mistyped: the number and its year are enough. */
	assert_finds("71", .words = "71/KH-UBND ngày 21/4/2022");
	assert_finds("71",
	    .words = "Kế hoạch số 71/KH-UBND ngày 12 tháng 4 năm 2022 của Ủy "
		     "ban nhân dân tỉnh Hưng Yên phát động phong trào thi đua "
		     "đặc biệt “Đẩy nhanh tiến độ thực hiện các Dự án”");
	assert_finds("5", .words = "QĐ số 05/QĐ-UBND ngày 02/5/2022 về việc "
				   "tặng Bằng khen");
	assert_finds("", .words = "Kế hoạch số 71/KH-UBND ngày 12/4/2019");
}

static void
a_date_is_the_day_of_issue_first(void **state)
{
	struct fix *f = *state;

	assert_finds("71 5", .words = "12/4/2022");
	assert_finds("71 5", .words = "ngày 12-4-2022");
	assert_finds("71", .words = "12 tháng 4 năm 2022");
	assert_finds("1 5", .words = "tháng 5/2022");
	assert_finds("3 2", .words = "năm 2023");
	assert_finds("", .words = "31/2/2022");
}

static void
filters_narrow_together(void **state)
{
	struct fix *f = *state;

	assert_finds("3 2 1", .words = "", .type = "certificate");
	assert_finds("1", .words = "hoa", .type = "certificate", .year = 2022);
	assert_finds("3", .kind = "tap-the");
	assert_finds("3 2", .campaign = "pt-2");
	assert_finds("3 2 1", .signer = "le thi thuy");
	assert_finds("3 2 1", .signer = "Lê Thị Thuỷ");
	assert_finds("", .signer = "Lê Thị Thúy");
	assert_finds("5 71", .signer = "Trần Quốc Toản");
	assert_finds("", .status = "dinh-chinh");
	assert_finds("3 2 1 5 71", .status = "con-hieu-luc", .org = "cq");
	assert_finds("", .words = "\" OR \"", .type = "\" OR \"");
}

static void
days_are_filtered_to_the_day(void **state)
{
	struct fix *f = *state;

	assert_finds(
	    "2 1 5", .from = day("2022-05-02"), .until = day("2023-01-31"));
	assert_finds("3", .from = day("2023-02-01"));
	assert_finds("71", .until = day("2022-05-01"));
	assert_finds("3 2 1 5 71", .from = day("2022-01-01"),
	    .until = day("2023-12-31"));
	assert_finds("", .from = day("2023-02-02"), .until = day("2023-02-01"));
}

static void
phrases_minus_and_stars(void **state)
{
	struct fix *f = *state;

	assert_finds("71", .words = "\"mặt bằng\"");
	assert_finds("", .words = "“bằng mặt”");
	assert_finds("3", .words = "Yên Mỹ -Nguyễn");
	assert_finds("3 71", .words = "-nguyen");
	assert_finds("3 2 71", .words = "thuo*");
	assert_finds("", .words = "thuo");
	assert_finds("3 2 71", .words = "thuo", .typing = true);
	assert_finds("2", .words = "khen thưở", .typing = true);
}

static void
what_makes_no_sense_is_explained(void **state)
{
	static const char *const odd[] = { "\"giải phóng", "-hoa", "+ …",
		"hoa OR khen", "\xFF\xFE", "Trần Quốc Toàn" };
	struct fix *f = *state;

	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		struct arc_query q = { .words = odd[i] };
		struct arc_hits h;

		assert_true(arc_search(f->arc, f->a, &q, &h, &f->err));
		assert_non_null(h.explain);
	}
}

static void
wrong_marks_are_told_what_would_find(void **state)
{
	struct fix *f = *state;
	struct arc_query q = { .words = "Nguyễn Văn Hỏa" };
	struct arc_hits h;

	assert_true(arc_search(f->arc, f->a, &q, &h, &f->err));
	assert_int_equal(h.count, 0);
	assert_string_equal(h.instead, "nguyen van hoa");
	q.words = "khongcogi";
	assert_true(arc_search(f->arc, f->a, &q, &h, &f->err));
	assert_null(h.instead);
}

static void
relevance_puts_titles_and_exact_words_first(void **state)
{
	struct fix *f = *state;

	/* «hoa» as typed before «hòa» and «hóa» of the same place */
	assert_finds("5 3 2 1", .words = "hoa", .relevance = true);
	assert_finds("3 1 5", .words = "Yên Mỹ xã", .relevance = true);
	assert_finds("2 3 1 5", .words = "bang khen", .relevance = true);
}

/* Every page once, in both orders. */
static void
pages_lead_through_everything_once(void **state)
{
	static const char *const words[] = { "", "khen", "nguyen van hoa",
		"71" };
	static const int want[] = { 5, 4, 3, 2 };
	struct fix *f = *state;

	for (int relevance = 0; relevance < 2; relevance++)
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
			struct arc_query q = { .words = words[i],
				.limit = 1,
				.relevance = relevance == 1 };
			unsigned seen = 0;
			struct arc_hits h;
			int pages = 0;

			do {
				assert_true(
				    arc_search(f->arc, f->a, &q, &h, &f->err));
				assert_int_equal(h.count, 1);
				assert_int_equal(h.total, want[i]);
				assert_false(seen >> h.docs[0].id & 1);
				seen |= 1u << h.docs[0].id;
				q.before = h.next;
				pages++;
			} while (h.next != 0);
			assert_int_equal(pages, want[i]);
		}
}

static int64_t
facet(const struct arc_facets *f, enum arc_facet_kind kind, const char *key)
{
	for (size_t i = 0; i < f->count[kind]; i++)
		if (strcmp(f->list[kind][i].key, key) == 0)
			return f->list[kind][i].count;
	return 0;
}

static void
facets_count_what_the_query_finds(void **state)
{
	struct fix *f = *state;
	struct arc_query all = { .words = "" }, some = { .words = "nguyen" },
			 narrow = { .type = "certificate" };
	struct arc_facets c;

	assert_true(arc_count_facets(f->arc, f->a, &all, &c, &f->err));
	assert_int_equal(facet(&c, ARC_BY_TYPE, "certificate"), 3);
	assert_int_equal(facet(&c, ARC_BY_YEAR, "2022"), 3);
	assert_string_equal(c.list[ARC_BY_YEAR][0].key, "2023");
	assert_true(arc_count_facets(f->arc, f->a, &some, &c, &f->err));
	assert_int_equal(facet(&c, ARC_BY_TYPE, "certificate"), 2);
	assert_int_equal(facet(&c, ARC_BY_TYPE, "decision"), 1);
	assert_int_equal(facet(&c, ARC_BY_TYPE, "plan"), 0);
	/* A filter does not hide the other choices of its own kind. */
	assert_true(arc_count_facets(f->arc, f->a, &narrow, &c, &f->err));
	assert_int_equal(facet(&c, ARC_BY_TYPE, "plan"), 1);
	assert_int_equal(facet(&c, ARC_BY_SIGNER, "Lê Thị Thủy"), 3);
	assert_int_equal(facet(&c, ARC_BY_SIGNER, "Trần Quốc Toản"), 0);
	assert_false(c.newest);
}

static void
write_extract(const struct arc_extract *e, struct buf *out)
{
	for (size_t i = 0; i < e->count; i++)
		buf_printf(
		    out, e->parts[i].hit ? "[%s]" : "%s", e->parts[i].text);
}

static void
extracts_mark_what_was_found(void **state)
{
	struct fix *f = *state;
	struct arc_query q = { .words = "\"giai phong\" bồi",
		.extracts = true };
	struct arc_hits h;

	assert_true(arc_search(f->arc, f->a, &q, &h, &f->err));
	assert_int_equal(h.count, 1);
	assert_writes("[giải phóng] mặt bằng; [bồi] thường",
	    write_extract(&h.extracts[0], &out));
	q.words = "hóa bạch";
	assert_true(arc_search(f->arc, f->a, &q, &h, &f->err));
	assert_int_equal(h.count, 2);
	assert_writes("Nguyễn Văn [Hóa]; xã [Bạch] Sam",
	    write_extract(&h.extracts[0], &out));
}

static void
a_dossier_is_one_spelling_and_offers_the_others(void **state)
{
	struct fix *f = *state;
	struct arc_dossier d;

	assert_true(
	    arc_read_dossier(f->arc, f->a, "Nguyễn Văn Hoà", &d, &f->err));
	assert_int_equal(d.count, 2);
	assert_string_equal(d.awards[0].name, "Nguyễn Văn Hòa");
	assert_string_equal(d.awards[0].unit, "xã Yên Mỹ");
	assert_int_equal(d.variant_count, 1);
	assert_string_equal(d.variants[0].name, "Nguyễn Văn Hóa");
	assert_int_equal(d.variants[0].docs, 2);
	assert_true(
	    arc_read_dossier(f->arc, f->a, "nguyen van hoa", &d, &f->err));
	assert_int_equal(d.count, 4);
	/* i and y sound alike */
	assert_true(arc_read_dossier(f->arc, f->a, "Lí Thị Hoa", &d, &f->err));
	assert_int_equal(d.count, 0);
	assert_string_equal(d.variants[0].name, "Lý Thị Hoa");
	assert_true(arc_read_dossier(f->arc, f->a, "\xFF", &d, &f->err));
	assert_int_equal(d.count, 0);
}

static void
who_was_honoured_before_is_told_while_the_award_stands(void **state)
{
	struct fix *f = *state;
	struct arc_earlier *e;
	size_t n;

	/* The decision and the certificate; the unit as others write it. */
	assert_true(arc_earlier_awards(f->arc, f->a, "Nguyễn Văn Hoà",
	    "Xã Yên  Mỹ", "pt-1", &e, &n, &f->err));
	assert_int_equal(n, 2);
	assert_true(e[0].same_campaign && e[0].same_unit);
	assert_string_equal(e[0].name, "Nguyễn Văn Hòa");
	assert_true(arc_earlier_awards(
	    f->arc, f->a, "Nguyễn Văn Hòa", "", "pt-9", &e, &n, &f->err));
	assert_int_equal(n, 2);
	assert_false(e[0].same_campaign || e[0].same_unit);
	/* Somebody else of that name; another spelling; who only signed. */
	assert_true(arc_earlier_awards(f->arc, f->a, "Nguyễn Văn Hòa",
	    "xã Bạch Sam", "pt-1", &e, &n, &f->err));
	assert_int_equal(n, 0);
	assert_true(arc_earlier_awards(
	    f->arc, f->a, "Nguyễn Văn Hỏa", "", "pt-1", &e, &n, &f->err));
	assert_int_equal(n, 0);
	assert_true(arc_earlier_awards(
	    f->arc, f->a, "Trần Quốc Toản", "", "pt-1", &e, &n, &f->err));
	assert_int_equal(n, 0);
	/* An award that was taken back does not count. */
	assert_true(db_exec(arc_db(f->arc),
	    "UPDATE document SET status = 'huy-bo' WHERE type = 'certificate'",
	    &f->err));
	assert_true(arc_earlier_awards(f->arc, f->a, "Nguyễn Văn Hòa",
	    "xã Yên Mỹ", "pt-1", &e, &n, &f->err));
	assert_int_equal(n, 1);
	assert_string_equal(e[0].doc.type, "decision");
}

static void
suggestions_are_names_numbers_and_words(void **state)
{
	struct fix *f = *state;
	struct arc_suggestion *s;
	size_t n;

	assert_true(arc_suggest(f->arc, f->a, "nguyen v", &s, &n, &f->err));
	assert_true(n >= 2);
	assert_string_equal(s[0].text, "Nguyễn Văn Hòa");
	assert_true(arc_suggest(f->arc, f->a, "71/k", &s, &n, &f->err));
	assert_string_equal(s[0].text, "71/KH-UBND");
	assert_true(arc_suggest(f->arc, f->a, "khen thưở", &s, &n, &f->err));
	assert_string_equal(s[0].text, "khen thưởng");
	assert_true(arc_suggest(f->arc, f->a, "…", &s, &n, &f->err));
	assert_int_equal(n, 0);
}

/* Whoever changes a document, the next commit brings the index up to it. */
static void
a_changed_status_is_found_after_the_commit(void **state)
{
	struct fix *f = *state;
	struct arc_query all = { .words = "" };
	struct arc_facets c;

	assert_true(arc_begin(f->arc, &f->err));
	assert_true(db_exec(arc_db(f->arc),
	    "UPDATE document SET status = 'dinh-chinh' WHERE number = 71",
	    &f->err));
	assert_true(db_exec(arc_db(f->arc),
	    "UPDATE document SET status = 'thay-the', title = 'Điều chỉnh' "
	    "WHERE number = 71",
	    &f->err));
	assert_true(arc_commit(f->arc, &f->err));
	assert_finds("71", .status = "thay-the");
	assert_finds("", .status = "dinh-chinh");
	assert_finds("3 2 1 5", .status = "con-hieu-luc");
	assert_finds("71", .words = "điều chỉnh");
	assert_finds("", .words = "phát động");
	assert_true(arc_count_facets(f->arc, f->a, &all, &c, &f->err));
	assert_int_equal(facet(&c, ARC_BY_STATUS, "thay-the"), 1);
	assert_int_equal(facet(&c, ARC_BY_STATUS, "con-hieu-luc"), 4);
}

static void
an_index_that_was_lost_is_made_again(void **state)
{
	struct fix *f = *state;
	int64_t count;

	assert_true(db_exec(arc_db(f->arc),
	    "INSERT INTO search(search) VALUES('delete-all');"
	    "DELETE FROM doc_text; DELETE FROM doc_facet; "
	    "DELETE FROM facet_value; DELETE FROM person; DELETE FROM vocab",
	    &f->err));
	assert_finds("", .words = "khen");
	arc_close(f->arc);
	f->arc = NULL;
	assert_true(arc_open(f->dir, true, &f->env, &f->arc, &f->err));
	assert_finds("3 2 1 5", .words = "khen");
	assert_true(arc_reindex(f->arc, &count, &f->err));
	assert_int_equal(count, DOCUMENTS);
	/* Its data says nothing more. */
	assert_finds("71", .words = "71/KH-UBND", .org = "cq");
}

int
main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(marks_count_where_they_are_typed),
		T(a_name_stands_before_what_mentions_it),
		T(a_number_comes_before_what_cites_it),
		T(a_citation_leads_to_what_it_cites),
		T(a_date_is_the_day_of_issue_first),
		T(filters_narrow_together),
		T(days_are_filtered_to_the_day),
		T(phrases_minus_and_stars),
		T(what_makes_no_sense_is_explained),
		T(wrong_marks_are_told_what_would_find),
		T(relevance_puts_titles_and_exact_words_first),
		T(pages_lead_through_everything_once),
		T(facets_count_what_the_query_finds),
		T(extracts_mark_what_was_found),
		T(a_dossier_is_one_spelling_and_offers_the_others),
		T(who_was_honoured_before_is_told_while_the_award_stands),
		T(suggestions_are_names_numbers_and_words),
		T(a_changed_status_is_found_after_the_commit),
		T(an_index_that_was_lost_is_made_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
