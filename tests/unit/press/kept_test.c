/* tests/unit/press/kept_test.c -- what a thread keeps from one document to the
 * next never shows. */
#include "support/t.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "press/press.h"
#include "xml/xml.h"

#define SAMPLE(t) SOURCE_ROOT "/templates/documents/" t "/mau.xml"

struct fix {
	struct arena *a;
	struct press *press;
	struct err_list errors;
	char office[32];
};

static void
open_press(struct fix *f)
{
	struct press_config config = { .templates = SOURCE_ROOT "/templates",
		.fonts = SOURCE_ROOT "/fonts",
		.office_dir = f->office };
	struct err err;

	assert_true(press_open(&config, &f->press, &err));
}

static int
setup(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->a = arena_new(0);
	snprintf(f->office, sizeof(f->office), "/tmp/kept-XXXXXX");
	assert_non_null(mkdtemp(f->office));
	open_press(f);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fix *f = *state;

	press_close(f->press);
	arena_free(f->a);
	rmdir(f->office);
	free(f);
	return 0;
}

static bool
run(struct fix *f, const char *template, const char *data_path,
    struct press_result *ret)
{
	struct press_job job = { .template = template };
	struct xml_doc *data;
	struct err err;

	assert_true(xml_parse_file(f->a, data_path, XML_DATA, &data, &err));
	job.data = data;
	err_list_init(&f->errors, f->a);
	return press_run(f->press, f->a, &job, &f->errors, ret);
}

static void
the_hundredth_certificate_has_the_bytes_of_the_first(void **state)
{
	struct fix *f = *state;
	struct press_result first, other, again;

	assert_true(
	    run(f, "certificate-merit", SAMPLE("certificate-merit"), &first));
	for (int i = 0; i < 10; i++) {
		assert_true(run(f, "plan", SAMPLE("plan"), &other));
		assert_true(run(f, "certificate-commendation",
		    SAMPLE("certificate-commendation"), &other));
	}
	assert_true(
	    run(f, "certificate-merit", SAMPLE("certificate-merit"), &again));
	assert_int_equal(first.pdf_len, again.pdf_len);
	assert_memory_equal(first.pdf, again.pdf, first.pdf_len);
}

static void
a_press_that_has_made_others_gives_the_bytes_of_a_new_one(void **state)
{
	struct fix *f = *state;
	struct press_result used, fresh, other;

	assert_true(run(f, "certificate-commendation",
	    SAMPLE("certificate-commendation"), &other));
	assert_true(run(f, "award-decision", SAMPLE("award-decision"), &other));
	assert_true(
	    run(f, "certificate-merit", SAMPLE("certificate-merit"), &used));
	press_close(f->press);
	open_press(f);
	assert_true(
	    run(f, "certificate-merit", SAMPLE("certificate-merit"), &fresh));
	assert_int_equal(used.pdf_len, fresh.pdf_len);
	assert_memory_equal(used.pdf, fresh.pdf, used.pdf_len);
}

static void
a_document_outlives_the_press_that_made_it(void **state)
{
	struct fix *f = *state;
	struct press_result r;

	assert_true(run(f, "plan", SAMPLE("plan"), &r));
	press_close(f->press);
	assert_memory_equal(r.pdf, "%PDF-", 5);
	open_press(f);
}

static void
an_error_in_an_ornament_is_told_for_every_document(void **state)
{
	static const char ornament[] =
	    "<ornament xmlns='urn:sovang:1' width='9' height='9' unit='mm'>"
	    "<path d='M 1 1 K 2 2' fill='#000000'/></ornament>";
	static const char template[] =
	    "<doc xmlns='urn:sovang:1' id='t' version='1' engine='1' "
	    "lang='vi'><page name='to' size='A4' margin='0mm'/>"
	    "<fixed page='to'><use-ornament href='hong.xml' at='1mm 1mm'/>"
	    "</fixed></doc>";
	struct fix *f = *state;
	char *bad = file_join(f->a, f->office, "hong.xml"),
	     *mine = file_join(f->a, f->office, "mau.xml");
	struct press_result r;
	struct err err;

	assert_true(file_write(bad, ornament, sizeof(ornament) - 1, &err));
	assert_true(file_write(mine, template, sizeof(template) - 1, &err));
	for (int i = 0; i < 3; i++) {
		assert_false(run(f, mine, SAMPLE("plan"), &r));
		assert_int_equal(f->errors.errors, 1);
		assert_string_equal(f->errors.items[0]->file, "hong.xml");
	}
	unlink(bad);
	unlink(mine);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(the_hundredth_certificate_has_the_bytes_of_the_first),
		T(a_press_that_has_made_others_gives_the_bytes_of_a_new_one),
		T(a_document_outlives_the_press_that_made_it),
		T(an_error_in_an_ornament_is_told_for_every_document),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
