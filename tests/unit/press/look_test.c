/* tests/unit/press/look_test.c -- pages to look at while a form is filled in.
 */
#include "support/t.h"

#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "press/press.h"
#include "xml/xml.h"

static struct press *press;

static bool
look(struct arena *a, const char *data, struct err_list *errors,
    struct press_sheets *ret)
{
	struct press_job job = {
		.template = "plan", .draft = true, .nd30 = true
	};
	struct xml_doc *doc;
	struct err err;

	if (data == NULL)
		assert_true(xml_parse_file(a,
		    SOURCE_ROOT "/templates/documents/plan/mau.xml", XML_DATA,
		    &doc, &err));
	else
		assert_true(xml_parse(
		    a, "t", data, strlen(data), XML_DATA, &doc, &err));
	job.data = doc;
	err_list_init(errors, a);
	return press_look(press, a, &job, errors, ret);
}

static void
the_plan_is_drawn_as_well_formed_pages_whose_texts_are_texts(void **state)
{
	struct arena *a = arena_new(0);
	struct press_sheets s;
	struct err_list errors;

	(void)state;
	assert_true(look(a, NULL, &errors, &s));
	assert_true(s.count >= 3);
	assert_non_null(strstr(s.svg[0], ">KẾ HOẠCH</text>"));
	assert_non_null(strstr(s.svg[0], "DỰ THẢO"));
	assert_non_null(
	    strstr(s.svg[0], "data-o=\"/ho-so/phong-trao/muc-dich[1]\""));
	for (size_t i = 0; i < s.count; i++) {
		struct xml_doc *doc;
		struct err err;

		assert_true(xml_parse(a, "trang.svg", s.svg[i],
		    strlen(s.svg[i]), XML_DATA, &doc, &err));
		assert_null(strstr(s.svg[i], " style="));
		assert_null(strstr(s.svg[i], "href"));
	}
	arena_free(a);
}

static void
a_form_with_almost_nothing_in_it_is_drawn_and_says_what_is_missing(void **state)
{
	struct arena *a = arena_new(0);
	struct press_sheets s;
	struct err_list errors;

	(void)state;
	assert_true(look(a,
	    "<ho-so><van-ban loai='KH'/><phong-trao><ten>A &lt; B</ten>"
	    "</phong-trao></ho-so>",
	    &errors, &s));
	assert_true(s.count >= 1);
	assert_true(errors.errors > 5);
	assert_non_null(strstr(s.svg[0], "A &lt; B"));
	arena_free(a);
}

static void
a_turned_box_is_turned_text_and_shapes(void **state)
{
	static const char template[] =
	    "<doc xmlns='urn:sovang:1' id='thu' version='1' engine='1' "
	    "lang='vi'><page name='to' size='A5' margin='0'/>"
	    "<fixed page='to'><box at='20mm 50mm' size='100mm 10mm' "
	    "rotate='90'><p font='serif 14'><u>Lưu hành nội bộ</u></p></box>"
	    "</fixed></doc>";
	struct press_job job = { 0 };
	struct arena *a = arena_new(0);
	struct press_sheets s;
	struct err_list errors;
	struct xml_doc *doc;
	char path[64];
	struct err err;

	(void)state;
	snprintf(path, sizeof(path), "/tmp/look-%ld.xml", (long)getpid());
	assert_true(file_write(path, template, sizeof(template) - 1, &err));
	job.template = path;
	assert_true(xml_parse(a, "d", "<d/>", 4, XML_DATA, &doc, &err));
	job.data = doc;
	err_list_init(&errors, a);
	assert_true(press_look(press, a, &job, &errors, &s));
	assert_int_equal(errors.errors, 0);
	assert_int_equal(s.count, 1);
	assert_non_null(strstr(s.svg[0], " transform=\"rotate(-90 "));
	assert_non_null(strstr(s.svg[0], ">Lưu hành nội bộ</text>"));
	/* the underline */
	assert_non_null(strstr(s.svg[0], "<path transform=\"matrix(0 -1 1 0 "));
	unlink(path);
	arena_free(a);
}

static void
a_plan_is_drawn_within_a_moment(void **state)
{
	clock_t begin = clock();
	enum { TIMES = 5 };

	(void)state;
	for (int i = 0; i <= TIMES; i++) {
		struct arena *a = arena_new(0);
		struct press_sheets s;
		struct err_list errors;

		begin = i == 1 ? clock() : begin; /* compiled by then */
		assert_true(look(a, NULL, &errors, &s));
		arena_free(a);
	}
	print_message("%.1f ms\n",
	    (double)(clock() - begin) * 1000 / CLOCKS_PER_SEC / TIMES);
	/* Sanitizers make it several times slower. */
	assert_true((double)(clock() - begin) / CLOCKS_PER_SEC / TIMES < 0.5);
}

static int
open_press(void **state)
{
	struct press_config config = { .templates = SOURCE_ROOT "/templates",
		.fonts = SOURCE_ROOT "/fonts" };

	(void)state;
	return press_open(&config, &press, NULL) ? 0 : -1;
}

static int
close_press(void **state)
{
	(void)state;
	press_close(press);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_plan_is_drawn_as_well_formed_pages_whose_texts_are_texts),
		cmocka_unit_test(
		    a_form_with_almost_nothing_in_it_is_drawn_and_says_what_is_missing),
		cmocka_unit_test(a_turned_box_is_turned_text_and_shapes),
		cmocka_unit_test(a_plan_is_drawn_within_a_moment),
	};

	return cmocka_run_group_tests(tests, open_press, close_press);
}
