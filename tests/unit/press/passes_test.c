/* tests/unit/press/passes_test.c -- how often a document is run, and that
 * nothing is lost on the way. */
#include "support/t.h"

#include <unistd.h>

#include "base/file.h"
#include "press/press.h"
#include "xml/xml.h"

#define HEAD                                                          \
	"<doc xmlns='urn:sovang:1' id='thu' version='1' engine='1' "  \
	"lang='vi'><style name='goc' font='serif 14'/>"               \
	"<numbering name='m'><level n='1' as='decimal' format='%1.' " \
	"ref='mục %1' style='goc'/></numbering>"                    \
	"<page name='dung' size='A4' margin='20mm'/>"                 \
	"<flow page='dung'>"
#define TARGET "<h level='1' id='x' numbering='m' style='goc'>Kinh phí</h>"
#define FOOT "</flow></doc>"

struct fix {
	struct arena *a;
	struct press *press;
	struct err_list errors;
	struct press_result r;
	char path[64];
};

static int
setup(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));
	struct press_config config = { .templates = SOURCE_ROOT "/templates",
		.fonts = SOURCE_ROOT "/fonts" };
	struct err err;

	assert_non_null(f);
	f->a = arena_new(0);
	snprintf(
	    f->path, sizeof(f->path), "/tmp/passes-%ld.xml", (long)getpid());
	assert_true(press_open(&config, &f->press, &err));
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fix *f = *state;

	unlink(f->path);
	press_close(f->press);
	arena_free(f->a);
	free(f);
	return 0;
}

static bool
run(struct fix *f, const char *template)
{
	struct press_job job = { .template = f->path, .trace = true };
	struct xml_doc *data;
	struct err err;

	assert_true(file_write(f->path, template, strlen(template), &err));
	assert_true(xml_parse(f->a, "du-lieu.xml", "<ho-so><a>1</a></ho-so>",
	    23, XML_DATA, &data, &err));
	job.data = data;
	err_list_init(&f->errors, f->a);
	return press_run(f->press, f->a, &job, &f->errors, &f->r);
}

static size_t
errors_of(const struct fix *f, enum err_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < f->errors.len; i++)
		n += f->errors.items[i]->kind == kind;
	return n;
}

static void
a_reference_back_is_run_once(void **state)
{
	struct fix *f = *state;

	assert_true(
	    run(f, HEAD TARGET "<p style='goc'>Xem <ref to='x'/>.</p>" FOOT));
	assert_int_equal(f->r.passes, 1);
	assert_non_null(strstr(f->r.trace, "mục"));
}

static void
a_reference_ahead_is_run_twice_and_typeset_with_its_text(void **state)
{
	struct fix *f = *state;

	assert_true(
	    run(f, HEAD "<p style='goc'>Xem <ref to='x'/>.</p>" TARGET FOOT));
	assert_int_equal(f->r.passes, 2);
	assert_non_null(strstr(f->r.trace, "mục"));
	assert_null(strstr(f->r.trace, "??"));
	assert_int_equal(f->r.pages, 1);
	assert_memory_equal(f->r.pdf, "%PDF-", 5);
}

static void
pages_are_counted_when_the_first_pass_was_in_vain(void **state)
{
	struct fix *f = *state;

	assert_true(run(f, HEAD
	    "<p style='goc'>Xem <ref to='x'/>, gồm <page-count/> "
	    "trang.</p><p style='goc' before='250mm'>Sau</p>" TARGET FOOT));
	assert_int_equal(f->r.pages, 2);
	assert_int_equal(f->r.passes, 3);
	assert_non_null(strstr(f->r.trace, "2"));
}

static void
what_does_not_fit_behind_a_reference_ahead_is_told(void **state)
{
	struct fix *f = *state;

	assert_false(run(f,
	    HEAD "<p style='goc'>Xem <ref to='x'/></p>"
		 "<table cols='9mm 1fr'><tr><td style='goc'>Nghiêngngả</td>"
		 "<td style='goc'>b</td></tr></table>" TARGET FOOT));
	assert_int_equal(errors_of(f, ERR_OVERFLOW), 1);
}

static void
an_error_of_the_data_and_one_of_the_page_are_told_together(void **state)
{
	struct fix *f = *state;

	assert_false(run(f,
	    HEAD "<p style='goc'>Xem <ref to='x'/> ${khong-co}</p>"
		 "<table cols='9mm 1fr'><tr><td style='goc'>Nghiêngngả</td>"
		 "<td style='goc'>b</td></tr></table>" TARGET FOOT));
	assert_int_equal(errors_of(f, ERR_MISSING), 1);
	assert_int_equal(errors_of(f, ERR_OVERFLOW), 1);
}

static void
an_error_of_the_vain_pass_is_not_forgotten(void **state)
{
	struct fix *f = *state;

	assert_false(run(f, HEAD
	    "<p style='goc'>Xem <ref to='x'/> ${khong-co}</p>" TARGET FOOT));
	assert_int_equal(errors_of(f, ERR_MISSING), 1);
}

static void
a_reference_to_nothing_is_an_error(void **state)
{
	struct fix *f = *state;

	assert_false(
	    run(f, HEAD "<p style='goc'>Xem <ref to='y'/></p>" TARGET FOOT));
	assert_true(f->errors.errors > 0);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_reference_back_is_run_once),
		T(a_reference_ahead_is_run_twice_and_typeset_with_its_text),
		T(pages_are_counted_when_the_first_pass_was_in_vain),
		T(what_does_not_fit_behind_a_reference_ahead_is_told),
		T(an_error_of_the_data_and_one_of_the_page_are_told_together),
		T(an_error_of_the_vain_pass_is_not_forgotten),
		T(a_reference_to_nothing_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
