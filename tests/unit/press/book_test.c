/* tests/unit/press/book_test.c -- many documents in one file. */
#include "support/t.h"

#include <unistd.h>

#include "base/file.h"
#include "press/press.h"
#include "xml/xml.h"

#define TEMPLATE                                                         \
	"<doc xmlns='urn:sovang:1' id='thu' version='1' engine='1' "     \
	"lang='vi'><style name='goc' font='serif 14'/>"                  \
	"<page name='to' size='A5' orientation='landscape' margin='0'/>" \
	"<each in='/ho-so/to' as='t'><fixed page='to' number='none'>"    \
	"<box name='tên' at='20mm 20mm' size='100mm 10mm' "             \
	"fit='shrink:13pt one-line'><p style='goc'>${$t}</p></box>"      \
	"</fixed></each></doc>"

struct fix {
	struct arena *a;
	struct press *press;
	struct err_list errors;
	struct press_book *book;
	char template[64], out[64];
};

static int
setup(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));
	struct press_config config = { .templates = SOURCE_ROOT "/templates",
		.fonts = SOURCE_ROOT "/fonts" };
	struct press_book_meta meta = { .title = "Tập in", .created = 3600 };
	long pid = (long)getpid();
	struct err err;

	assert_non_null(f);
	f->a = arena_new(0);
	snprintf(f->template, sizeof(f->template), "/tmp/book-%ld.xml", pid);
	snprintf(f->out, sizeof(f->out), "/tmp/book-%ld.pdf", pid);
	assert_true(file_write(f->template, TEMPLATE, strlen(TEMPLATE), &err));
	assert_true(press_open(&config, &f->press, &err));
	assert_true(press_book_begin(f->press, f->out, &meta, &f->book, &err));
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fix *f = *state;

	press_book_drop(f->book);
	unlink(f->template);
	unlink(f->out);
	press_close(f->press);
	arena_free(f->a);
	free(f);
	return 0;
}

static bool
add(struct fix *f, const char *data)
{
	struct press_job job = { .template = f->template };
	struct press_result r;
	struct xml_doc *doc;
	struct err err;

	assert_true(
	    xml_parse(f->a, "d.xml", data, strlen(data), XML_DATA, &doc, &err));
	job.data = doc;
	err_list_init(&f->errors, f->a);
	return press_book_add(f->book, f->a, &job, "Một tờ", &f->errors, &r);
}

static char *
end(struct fix *f, size_t *ret_len)
{
	struct press_book *book = f->book;
	struct err err;
	char *bytes;

	f->book = NULL;
	assert_true(press_book_end(book, &err));
	assert_true(file_read(f->a, f->out, 1 << 24, &bytes, ret_len, &err));
	return bytes;
}

static void
the_file_appears_when_it_is_complete(void **state)
{
	struct fix *f = *state;
	size_t len;
	char *bytes;

	assert_true(add(f, "<ho-so><to>Một</to><to>Hai</to></ho-so>"));
	assert_true(add(f, "<ho-so><to>Ba</to></ho-so>"));
	assert_int_equal(press_book_pages(f->book), 3);
	assert_false(file_exists(f->out));
	bytes = end(f, &len);
	assert_memory_equal(bytes, "%PDF-1.7\n", 9);
	assert_memory_equal(bytes + len - 6, "%%EOF\n", 6);
}

static void
a_document_with_errors_leaves_nothing_and_the_next_follows(void **state)
{
	struct fix *f = *state;
	size_t len, without_len;
	char *bytes, *without;
	struct press_book_meta meta = { .title = "Tập in", .created = 3600 };
	struct err err;

	assert_true(add(f, "<ho-so><to>Một</to></ho-so>"));
	assert_false(add(f,
	    "<ho-so><to>Hai</to><to>Tên này dài đến mức không cỡ "
	    "chữ nào chứa hết được trên một dòng của khung</to></ho-so>"));
	assert_int_equal(f->errors.items[0]->kind, ERR_OVERFLOW);
	assert_false(press_book_failed(f->book));
	assert_int_equal(press_book_pages(f->book), 1);
	assert_true(add(f, "<ho-so><to>Ba</to></ho-so>"));
	bytes = end(f, &len);
	assert_true(press_book_begin(f->press, f->out, &meta, &f->book, &err));
	assert_true(add(f, "<ho-so><to>Một</to></ho-so>"));
	assert_true(add(f, "<ho-so><to>Ba</to></ho-so>"));
	without = end(f, &without_len);
	assert_int_equal(len, without_len);
	assert_memory_equal(bytes, without, len);
}

static void
a_book_that_is_given_up_leaves_no_file(void **state)
{
	struct fix *f = *state;

	assert_true(add(f, "<ho-so><to>Một</to></ho-so>"));
	press_book_drop(f->book);
	f->book = NULL;
	assert_false(file_exists(f->out));
}

static void
an_empty_book_is_an_error(void **state)
{
	struct fix *f = *state;
	struct press_book *book = f->book;
	struct err err;

	f->book = NULL;
	assert_false(press_book_end(book, &err));
	assert_non_null(strstr(err.text, "không có trang nào"));
	assert_false(file_exists(f->out));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    the_file_appears_when_it_is_complete, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_document_with_errors_leaves_nothing_and_the_next_follows,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_book_that_is_given_up_leaves_no_file, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    an_empty_book_is_an_error, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
