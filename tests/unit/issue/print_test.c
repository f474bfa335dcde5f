/* tests/unit/issue/print_test.c -- files for the printer. */
#include "unit/issue/office.h"

#include "archive/fact.h"
#include "issue/sheets.h"

enum { PERSONS = 90 };

static struct iss_print
whole(struct fix *f)
{
	return (struct iss_print){ .decision = f->decision,
		.owner = "lan",
		.printer = "",
		.stock = "",
		.pages = "",
		.reason = "" };
}

/* The text of the printed file, page after page; form feeds part them. */
static char *
print_text(struct fix *f, const struct iss_print *p, size_t *ret_pages)
{
	char id[ENV_ID_LEN + 1], *text;
	const char *path, *command, *out;
	size_t len;
	bool fresh;

	assert_true(iss_print_add(f->batch, p, id, &fresh, &f->err));
	wait_for(f, id, JOBS_DONE);
	path = iss_print_path(f->batch, f->a, id);
	out = arena_printf(f->a, "%s/%s.txt", f->dir, id);
	command = arena_printf(f->a,
	    "qpdf --check %s >/dev/null && pdftotext -layout %s %s", path, path,
	    out);
	assert_int_equal(system(command), 0);
	assert_true(file_read(f->a, out, 1 << 24, &text, &len, &f->err));
	*ret_pages = 0;
	for (const char *s = text; (s = strchr(s, '\f')) != NULL; s++)
		(*ret_pages)++;
	return text;
}

static void
made_office(struct fix *f)
{
	open_office(f, PERSONS, -1, "");
	wait_for(f, add(f, ISS_MAKE, ""), JOBS_DONE);
}

static void
each_unit_has_its_sheet_before_its_certificates(void **state)
{
	struct fix *f = *state;
	struct iss_print p = whole(f);
	const char *text, *first, *second;
	size_t pages;

	made_office(f);
	p = whole(f);
	p.sort = ISS_BY_UNIT;
	p.separators = true;
	text = print_text(f, &p, &pages);
	assert_int_equal(pages, PERSONS + 40);
	/* Persons 1, 41 and 81 are of the first unit. */
	assert_non_null(strstr(text, "03 bằng khen (số thứ tự 1 đến 3"));
	first = strstr(text, "Thôn 1, xã Cẩm Ngưỡng");
	second = strstr(text, "Thôn 2, xã Cẩm Ngưỡng");
	assert_true(first != NULL && second != NULL && first < second);
	/* Again, without: the decision's order. */
	p = whole(f);
	(void)print_text(f, &p, &pages);
	assert_int_equal(pages, PERSONS);
}

static void
given_names_decide_the_order_of_names(void **state)
{
	struct fix *f = *state;
	struct arc_doc *docs;
	size_t n;

	made_office(f);
	assert_true(iss_sorted(
	    f->arc, f->a, f->decision, ISS_BY_NAME, &docs, &n, &f->err));
	assert_int_equal(n, PERSONS);
	/* All are called Hòa: then the middle name, then the family name. */
	assert_string_equal(docs[0].honouree, "Bùi Bích Hòa");
	assert_true(iss_sorted(
	    f->arc, f->a, f->decision, ISS_AS_DECIDED, &docs, &n, &f->err));
	assert_int_equal(docs[0].number, 1);
}

static void
pages_are_printed_again_with_a_reason_on_record(void **state)
{
	struct fix *f = *state;
	const struct arc_fact like = { .kind = "in-lai" };
	struct iss_print p;
	struct arc_fact *facts;
	char id[ENV_ID_LEN + 1];
	const char *text;
	size_t pages, n;
	bool fresh;

	made_office(f);
	p = whole(f);
	p.pages = "37-41, 50";
	assert_false(iss_print_add(f->batch, &p, id, &fresh, &f->err));
	assert_int_equal(f->err.kind, ERR_VALUE);
	p.reason = "Kẹt giấy\nở máy in";
	text = print_text(f, &p, &pages);
	assert_int_equal(pages, 6);
	assert_non_null(strstr(text, "Số sổ vàng: 37"));
	assert_non_null(strstr(text, "Số sổ vàng: 50"));
	assert_null(strstr(text, "Số sổ vàng: 42"));
	assert_true(arc_list_facts(f->arc, f->a, &like, &facts, &n, &f->err));
	assert_int_equal(n, 1);
	assert_string_equal(facts[0].other, "37-41, 50");
	assert_string_equal(facts[0].value, "lan");
	assert_non_null(strstr(facts[0].text, "Kẹt giấy ở máy in"));
	assert_exact(f, PERSONS);
}

static void
pages_that_make_no_sense_are_refused(void **state)
{
	static const char *const bad[] = { "x", "5-3", "0", "1,,2", "1-", "-4",
		"3;4", "99999999999999999999", "1-91" };
	bool picked[90] = { false };
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(sheets_pick(bad[i], picked, 90, &err));
		assert_int_equal(err.kind, ERR_VALUE);
	}
	memset(picked, 0, sizeof(picked));
	assert_true(sheets_pick(" 1 , 3-5,90 ", picked, 90, &err));
	for (int i = 0; i < 90; i++)
		assert_int_equal(
		    picked[i], i == 0 || (i >= 2 && i <= 4) || i == 89);
}

static void
the_hand_over_list_names_everybody(void **state)
{
	struct fix *f = *state;
	struct iss_print p;
	const char *text;
	size_t pages;

	made_office(f);
	p = whole(f);
	p.list = true;
	text = print_text(f, &p, &pages);
	assert_non_null(strstr(text, "Hai bên đã giao và nhận đủ 90 bằng"));
	assert_non_null(strstr(text, "90/SV"));
	assert_non_null(strstr(text, "Cộng: 90 bằng khen"));
}

static bool
save(struct arc *arc, void *ctx, struct err *err)
{
	return iss_setting_save(arc, ctx, err);
}

static void
a_setting_moves_an_overlay_and_the_newest_holds(void **state)
{
	struct fix *f = *state;
	struct iss_setting s = { "HP Văn thư", "Phôi 2025", -12, 5, 10000,
		10000, 0 };
	struct iss_setting *list;
	struct iss_print p;
	char id[ENV_ID_LEN + 1];
	size_t n, pages;
	const char *text;
	bool fresh;

	made_office(f);
	p = whole(f);
	p.overlay = true;
	p.printer = "HP Văn thư";
	p.stock = "Phôi 2025";
	assert_false(iss_print_add(f->batch, &p, id, &fresh, &f->err));
	assert_int_equal(f->err.kind, ERR_NOTFOUND);
	assert_true(arc_write(f->writer, save, &s, &f->err));
	s.x = 34;
	s.scale_x = 9950;
	assert_true(arc_write(f->writer, save, &s, &f->err));
	assert_true(iss_settings(f->arc, f->a, &list, &n, &f->err));
	assert_int_equal(n, 1);
	assert_int_equal(list[0].x, 34);
	assert_int_equal(list[0].scale_x, 9950);
	text = print_text(f, &p, &pages);
	assert_int_equal(pages, PERSONS);
	/* What is on the blanks already is not printed. */
	assert_null(strstr(text, "BẰNG KHEN"));
	assert_null(strstr(text, "Số sổ vàng"));
	assert_non_null(strstr(text, "90"));
	s.x = ISS_SHIFT_MOST + 1;
	assert_false(arc_write(f->writer, save, &s, &f->err));
	assert_int_equal(f->err.kind, ERR_VALUE);
	s.x = 0;
	s.scale_y = 9000;
	assert_false(arc_write(f->writer, save, &s, &f->err));
	s.scale_y = 10000;
	s.printer = " ";
	assert_false(arc_write(f->writer, save, &s, &f->err));
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(each_unit_has_its_sheet_before_its_certificates),
		T(given_names_decide_the_order_of_names),
		T(pages_are_printed_again_with_a_reason_on_record),
		T(pages_that_make_no_sense_are_refused),
		T(the_hand_over_list_names_everybody),
		T(a_setting_moves_an_overlay_and_the_newest_holds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
