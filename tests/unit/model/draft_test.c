/* tests/unit/model/draft_test.c -- drafts and lists in a database. */
#include "support/t.h"

#include <time.h>
#include <unistd.h>

#include "model/draft.h"
#include "model/roster.h"
#include "viet/text.h"
#include "xml/xml.h"

#define DEMO SOURCE_ROOT "/templates/demo/phong-trao-71.xml"
#define KEY "hy-2022-du-an-trong-diem"

static struct arena *a;
static struct db *db;
static char path[] = "/tmp/draft-XXXXXX";

static int
start(void **state)
{
	struct err err;
	int fd;

	(void)state;
	strcpy(path + strlen(path) - 6, "XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	close(fd);
	a = arena_new(0);
	assert_true(db_open(path, DB_CREATE, &db, &err));
	assert_true(model_upgrade(db, &err));
	return 0;
}

static int
stop(void **state)
{
	char name[64];

	(void)state;
	db_close(db);
	arena_free(a);
	unlink(path);
	snprintf(name, sizeof(name), "%s-wal", path);
	unlink(name);
	snprintf(name, sizeof(name), "%s-shm", path);
	unlink(name);
	return 0;
}

static void
import(void)
{
	struct xml_doc *doc;
	struct err_list errors;
	const char *key;
	struct err err;

	err_list_init(&errors, a);
	assert_true(xml_parse_file(a, DEMO, XML_DATA, &doc, &err));
	if (!model_draft_import(db, a, doc, "An", 1000, &errors, &key, &err))
		fail_msg("%s", err.text);
	assert_string_equal(key, KEY);
}

static const char *
canonical(const struct xml_doc *doc)
{
	struct buf b = { 0 };
	struct err err;
	const char *s;

	assert_true(xml_canonical(doc, &b, &err));
	s = arena_strdup(a, buf_str(&b));
	buf_done(&b);
	return s;
}

static void
the_demo_goes_in_and_the_plan_and_decision_come_out_the_same(void **state)
{
	struct xml_doc *out, *in, *before, *after;
	struct model_campaign *x, *y;
	struct model_rules *rules;
	struct err_list errors;
	struct err err;

	(void)state;
	import();
	err_list_init(&errors, a);
	assert_true(model_draft_export(db, a, KEY, &out, &err));
	assert_true(xml_parse_file(a, DEMO, XML_DATA, &in, &err));
	assert_true(model_load(a, in, &errors, &x));
	assert_true(model_load(a, out, &errors, &y));
	assert_true(model_rules_load(
	    a, SOURCE_ROOT "/templates/rules/tien-thuong.xml", &rules, &err));
	assert_true(
	    model_decision_view(a, x, &x->rounds[0], rules, 0, &before, &err));
	assert_true(
	    model_decision_view(a, y, &y->rounds[0], rules, 0, &after, &err));
	assert_int_equal(y->rounds[0].count, 48);
	assert_string_equal(y->rounds[0].honourees[13].key, "cn-02");
	/* Only blanks between elements may differ: compare all values. */
	assert_string_equal(
	    xml_string(a, xml_child(xml_child(xml_root(before), "khen-thuong"),
			      "danh-sach")),
	    xml_string(a, xml_child(xml_child(xml_root(after), "khen-thuong"),
			      "danh-sach")));
	assert_true(model_draft_export(db, a, KEY, &in, &err));
	assert_string_equal(canonical(out), canonical(in));
}

static void
importing_twice_or_a_file_with_mistakes_changes_nothing(void **state)
{
	static const char bad[] =
	    "<phong-trao-thi-dua ma='x'><co-quan/></phong-trao-thi-dua>";
	struct xml_doc *doc;
	struct err_list errors;
	const char *key;
	struct err err;

	(void)state;
	import();
	err_list_init(&errors, a);
	assert_true(xml_parse_file(a, DEMO, XML_DATA, &doc, &err));
	assert_false(
	    model_draft_import(db, a, doc, "An", 1, &errors, &key, &err));
	assert_int_equal(err.kind, ERR_TAKEN);
	assert_true(xml_parse(a, "t", bad, strlen(bad), XML_DATA, &doc, &err));
	assert_false(
	    model_draft_import(db, a, doc, "An", 1, &errors, &key, &err));
	assert_true(errors.errors > 3);
}

static bool
save(const char *by, int64_t base, const char *field, const char *value,
    int64_t *version, struct err *err)
{
	struct model_draft d;
	struct model_save s = { KEY, MODEL_MAIN, base, by, "sửa", 2000, NULL };

	assert_true(model_draft_get(db, a, KEY, "", base, &d, err));
	for (size_t i = 0; i < d.form.count; i++)
		if (strcmp(d.form.fields[i].path, field) == 0)
			d.form.fields[i].value = value;
	s.form = &d.form;
	return model_draft_save(db, a, &s, version, err);
}

static void
the_second_who_saves_is_told_who_was_first(void **state)
{
	struct model_draft *versions;
	int64_t version;
	struct err err;
	size_t n;

	(void)state;
	import();
	assert_true(
	    save("Bình", 1, "phong-trao/ten", "Tên mới", &version, &err));
	assert_int_equal(version, 2);
	assert_false(
	    save("Chi", 1, "phong-trao/kinh-phi", "Khác", &version, &err));
	assert_int_equal(err.kind, ERR_TAKEN);
	assert_non_null(strstr(err.text, "Bình"));
	assert_true(
	    save("Chi", 2, "phong-trao/kinh-phi", "Khác", &version, &err));
	assert_int_equal(version, 3);
	/* Saving the same again makes no version. */
	assert_true(
	    save("Chi", 3, "phong-trao/kinh-phi", "Khác", &version, &err));
	assert_int_equal(version, 3);
	assert_false(save("Chi", 3, "@ma", "khac", &version, &err));
	assert_int_equal(err.kind, ERR_VALUE);
	assert_true(model_draft_versions(db, a, KEY, "", &versions, &n, &err));
	assert_int_equal(n, 3);
	assert_string_equal(versions[1].by, "Bình");
}

static void
what_was_typed_waits_for_its_writer(void **state)
{
	struct model_field f = { "phong-trao/ten", "dở\ndang " };
	struct model_form form = { MODEL_CAMPAIGN, &f, 1 };
	struct model_save s = { KEY, "", 1, "An", "", 5, &form };
	struct model_typed t;
	struct err err;
	bool found;

	(void)state;
	assert_true(model_typed_keep(db, a, &s, &err));
	f.value = "dở\ndang hơn ";
	assert_true(model_typed_keep(db, a, &s, &err));
	assert_true(model_typed_get(db, a, KEY, "", "An", &found, &t, &err));
	assert_true(found);
	assert_string_equal(t.form.fields[0].value, "dở\ndang hơn ");
	assert_true(model_typed_get(db, a, KEY, "", "Bình", &found, &t, &err));
	assert_false(found);
	assert_true(model_typed_forget(db, KEY, "", "An", &err));
	assert_true(model_typed_get(db, a, KEY, "", "An", &found, &t, &err));
	assert_false(found);
}

/* --- lists --- */

static const struct model_act act = { KEY, "so-ket-2023", "An", 7 };

static void
names_are(const char *const *want, size_t n)
{
	struct model_roster r;
	struct err err;

	assert_true(
	    model_roster_load(db, a, act.campaign, act.round, &r, &err));
	assert_int_equal(r.count, n);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(r.entries[i].text[MODEL_NAME], want[i]);
}

static struct model_entry
person(const char *name, const char *unit)
{
	return (struct model_entry){ .kind = MODEL_PERSON,
		.text = { "", "Ông", name, "Chuyên viên", unit, "" } };
}

static void
lists_are_sorted_and_every_step_can_be_undone(void **state)
{
	struct model_entry list[] = { person("Lê Văn Đạt", "Sở Y tế"),
		person("Trần Hoà", "Sở Nội vụ"),
		person("Nguyễn Văn An", "Phòng Thanh tra, Sở Y tế"),
		person("Vũ Thị Ánh", "Công ty Lạ"),
		person("Bùi Hòa", "Sở Nội vụ") };
	static const char *const given[] = { "Lê Văn Đạt", "Trần Hoà",
		"Nguyễn Văn An", "Vũ Thị Ánh", "Bùi Hòa" };
	static const char *const by_name[] = { "Nguyễn Văn An", "Vũ Thị Ánh",
		"Lê Văn Đạt", "Bùi Hòa", "Trần Hoà" };
	static const char *const by_unit[] = { "Bùi Hòa", "Trần Hoà",
		"Nguyễn Văn An", "Lê Văn Đạt", "Vũ Thị Ánh" };
	static const char *const units[] = { "Sở Nội vụ", "Sở Y tế" };
	const char *last;
	struct err err;

	(void)state;
	assert_true(model_units_set(db, "hy", units, 2, &err));
	assert_true(
	    model_roster_add(db, a, &act, list, 5, false, "nhập 5 dòng", &err));
	names_are(given, 5);
	assert_true(model_roster_sort(db, a, &act, "hy", MODEL_BY_NAME, &err));
	names_are(by_name, 5);
	assert_true(model_roster_sort(db, a, &act, "hy", MODEL_BY_UNIT, &err));
	/* "Phòng Thanh tra, Sở Y tế" belongs to "Sở Y tế". */
	names_are(by_unit, 5);
	assert_true(model_roster_undo(db, a, &act, &err));
	names_are(by_name, 5);
	assert_true(
	    model_roster_last(db, a, act.campaign, act.round, &last, &err));
	assert_string_equal(last, "xếp theo tên");
	assert_true(model_roster_undo(db, a, &act, &err));
	names_are(given, 5);
	assert_true(model_roster_undo(db, a, &act, &err));
	names_are(NULL, 0);
	assert_false(model_roster_undo(db, a, &act, &err));
	assert_int_equal(err.kind, ERR_NOTFOUND);
}

static void
a_row_that_somebody_else_changed_is_not_overwritten(void **state)
{
	struct model_entry e = person("Lê Văn Đạt", "Sở Y tế");
	struct model_roster r;
	struct err err;

	(void)state;
	assert_true(model_roster_add(db, a, &act, &e, 1, false, "nhập", &err));
	assert_true(
	    model_roster_load(db, a, act.campaign, act.round, &r, &err));
	assert_string_equal(r.entries[0].key, "cn-0001");
	r.entries[0].text[MODEL_NAME] = "Lê Văn Đát";
	assert_true(model_entry_save(db, a, &act, &r.entries[0], &err));
	assert_false(model_entry_save(db, a, &act, &r.entries[0], &err));
	assert_int_equal(err.kind, ERR_TAKEN);
	assert_true(model_entry_drop(db, a, &act, r.entries[0].id, &err));
	assert_false(model_entry_drop(db, a, &act, r.entries[0].id, &err));
	assert_true(model_roster_undo(db, a, &act, &err));
	assert_true(
	    model_roster_load(db, a, act.campaign, act.round, &r, &err));
	assert_int_equal(r.count, 1);
}

static const struct model_problem *
problem(const struct model_problems *p, size_t entry, const char *code)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->list[i].entry == entry &&
		    strcmp(p->list[i].code, code) == 0)
			return &p->list[i];
	return NULL;
}

static void
each_kind_of_mistake_is_found_at_its_row(void **state)
{
	struct model_entry list[] = {
		person("Nguyễn Văn Hƣng", "Sở Y tế"),
		person("Nguye\xcc\x82\xcc\x83n Văn\xc2\xa0 Hòa", "Sở Y tế"),
		person("Nguyễn Văn Hòa", "Sở Y tê"),
		person("Nguyễn Văn Hoà", "Sở Y tế"),
		person("Nguyễn Văn Hòa", "Sở Nội vụ"),
		person("TRẦN THỊ BÍCH", "Sở Y tế"),
		person("Ban Quản lý dự án giao thông tỉnh", "Sở Y tế"),
		person("", ""),
		person("Kh\xc2\xad"
		       "ng Thị Ðào",
		    "Sở Y tế"),
	};
	struct model_roster r = { list, sizeof(list) / sizeof(list[0]), { 0 } };
	static const char *const units[] = { "Sở Y tế", "Sở Nội vụ" };
	struct model_problems p;
	struct err err;

	(void)state;
	list[5].text[MODEL_SALUTATION] = "nữ";
	assert_true(model_roster_check(a, &r, units, 2, NULL, &p, &err));
	assert_string_equal(problem(&p, 0, "ky-tu")->mended, "Nguyễn Văn Hưng");
	assert_string_equal(problem(&p, 1, "ky-tu")->mended, "Nguyễn Văn Hòa");
	assert_string_equal(problem(&p, 2, "don-vi")->instead, "Sở Y tế");
	/* Hoà and Hòa are one name; the place of the tone is not touched. */
	assert_true(problem(&p, 3, "trung")->must);
	assert_null(problem(&p, 3, "ky-tu"));
	assert_non_null(problem(&p, 4, "cung-ten"));
	assert_string_equal(
	    problem(&p, 5, "hoa-thuong")->instead, "Trần Thị Bích");
	assert_string_equal(problem(&p, 5, "danh-xung")->instead, "Bà");
	assert_non_null(problem(&p, 6, "doi-tuong"));
	assert_true(problem(&p, 7, "thieu")->must);
	/* A soft hyphen may have been ư: only a person can tell. */
	assert_null(problem(&p, 8, "ky-tu")->mended);
	assert_int_equal(p.mendable, 2);
}

static void
mending_all_counts_the_texts_and_can_be_undone(void **state)
{
	struct model_entry list[] = { person("Nguyễn Văn Hƣng", " Sở  Y tế"),
		person("Lê Thuỷ", "Sở Y tế") };
	static const char *const before[] = { "Nguyễn Văn Hƣng", "Lê Thuỷ" };
	static const char *const after[] = { "Nguyễn Văn Hưng", "Lê Thuỷ" };
	struct err err;
	size_t n;

	(void)state;
	assert_true(
	    model_roster_add(db, a, &act, list, 2, false, "nhập", &err));
	assert_true(model_roster_mend(db, a, &act, &n, &err));
	assert_int_equal(n, 2);
	names_are(after, 2);
	assert_true(model_roster_mend(db, a, &act, &n, &err));
	assert_int_equal(n, 0);
	assert_true(model_roster_undo(db, a, &act, &err));
	names_are(before, 2);
}

static void
who_was_honoured_before_for_the_same_is_said(void **state)
{
	struct model_issued issued = {
		.db = db, .campaign = KEY, .round = "moi"
	};
	struct model_past past = { &issued, model_issued_find };
	struct model_entry list[] = { person("Đặng Quốc Thắng",
	    "Ban Quản lý dự án đầu tư xây dựng công trình giao thông tỉnh") };
	struct model_roster r = { list, 1, { 0 } };
	struct model_campaign *c;
	struct model_problems p;
	struct err_list errors;
	struct xml_doc *doc;
	struct err err;

	(void)state;
	err_list_init(&errors, a);
	assert_true(xml_parse_file(a, DEMO, XML_DATA, &doc, &err));
	assert_true(model_load(a, doc, &errors, &c));
	assert_true(model_store(db, c, &err));
	assert_true(model_roster_check(a, &r, NULL, 0, &past, &p, &err));
	assert_non_null(strstr(problem(&p, 0, "da-khen")->text, "so-ket-2023"));
	issued.round = "so-ket-2023";
	assert_true(model_roster_check(a, &r, NULL, 0, &past, &p, &err));
	assert_null(problem(&p, 0, "da-khen"));
}

static void
five_thousand_rows_are_checked_and_kept_within_two_seconds(void **state)
{
	enum { N = 5000 };
	struct model_entry *list = arena_alloc_n(a, N, sizeof(*list));
	struct model_roster r = { list, N, { 0 } };
	struct model_problems p;
	clock_t begin = clock();
	struct err err;

	(void)state;
	for (int i = 0; i < N; i++)
		list[i] = person(arena_printf(a, "Nguyễn Văn %d Hòa", i),
		    arena_printf(a, "Phòng Kế toán, Sở số %d", i % 300));
	assert_true(model_roster_check(a, &r, NULL, 0, NULL, &p, &err));
	assert_true(db_begin(db, &err));
	assert_true(
	    model_roster_add(db, a, &act, list, N, false, "nhập", &err));
	assert_true(model_roster_sort(db, a, &act, "hy", MODEL_BY_UNIT, &err));
	assert_true(db_commit(db, &err));
	assert_true((double)(clock() - begin) / CLOCKS_PER_SEC < 2.0);
	assert_true(
	    model_roster_load(db, a, act.campaign, act.round, &r, &err));
	assert_int_equal(r.count, N);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, start, stop)
	const struct CMUnitTest tests[] = {
		T(the_demo_goes_in_and_the_plan_and_decision_come_out_the_same),
		T(importing_twice_or_a_file_with_mistakes_changes_nothing),
		T(the_second_who_saves_is_told_who_was_first),
		T(what_was_typed_waits_for_its_writer),
		T(lists_are_sorted_and_every_step_can_be_undone),
		T(a_row_that_somebody_else_changed_is_not_overwritten),
		T(each_kind_of_mistake_is_found_at_its_row),
		T(mending_all_counts_the_texts_and_can_be_undone),
		T(who_was_honoured_before_for_the_same_is_said),
		T(five_thousand_rows_are_checked_and_kept_within_two_seconds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
