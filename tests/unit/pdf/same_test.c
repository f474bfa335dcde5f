/* tests/unit/pdf/same_test.c -- two files of ours, packed the same or not. */
#include "support/t.h"

#include <libdeflate.h>

#include "base/buf.h"
#include "pdf/same.h"

static const char page[] = "BT /F1 14 Tf 100 700 Td <0001000200030004> Tj ET "
			   "BT /F1 14 Tf 100 680 Td <0001000200030004> Tj ET "
			   "BT /F1 14 Tf 100 660 Td <0001000200030004> Tj ET";

static void
put_stream(struct buf *out, int number, const char *text, int level)
{
	struct libdeflate_compressor *d = libdeflate_alloc_compressor(level);
	char packed[1024];
	size_t n;

	assert_non_null(d);
	n = libdeflate_zlib_compress(
	    d, text, strlen(text), packed, sizeof(packed));
	assert_true(n > 0);
	libdeflate_free_compressor(d);
	buf_printf(out,
	    "%d 0 obj\n<< /Length %zu /Filter /FlateDecode >>\nstream\n",
	    number, n);
	buf_add(out, packed, n);
	buf_str_add(out, "\nendstream\nendobj\n");
}

static void
put_file(struct buf *out, const char *title, const char *text, int level)
{
	buf_str_add(out, "%PDF-1.7\n");
	buf_printf(out, "1 0 obj\n<< /Title (%s) >>\nendobj\n", title);
	put_stream(out, 2, text, level);
	buf_printf(out, "3 0 obj\n%d\nendobj\ntrailer\n", level);
}

static int
compare(const char *title, const char *text, int level)
{
	struct buf a = { 0 }, b = { 0 };
	struct err err;
	int object;

	put_file(&a, "x", page, 1);
	put_file(&b, title, text, level);
	assert_true(
	    pdf_compare(buf_str(&a), a.len, buf_str(&b), b.len, &object, &err));
	buf_done(&a);
	buf_done(&b);
	return object;
}

static void
the_same_content_packed_otherwise_is_the_same(void **state)
{
	(void)state;
	assert_int_equal(compare("x", page, 1), 0);
	assert_int_equal(compare("x", page, 12), 0);
}

static void
the_object_that_differs_is_named(void **state)
{
	(void)state;
	assert_int_equal(compare("y", page, 12), 1);
	assert_int_equal(compare("x", "BT ET", 12), 2);
}

static void
a_file_with_other_objects_is_another_one(void **state)
{
	struct buf a = { 0 }, b = { 0 };
	struct err err;
	int object;

	(void)state;
	put_file(&a, "x", page, 1);
	put_file(&b, "x", page, 1);
	put_stream(&b, 4, page, 1);
	assert_true(
	    pdf_compare(buf_str(&a), a.len, buf_str(&b), b.len, &object, &err));
	assert_int_equal(object, -1);
	/* cut anywhere, it never reads past the end */
	for (size_t n = 0; n < a.len; n++) {
		char *cut = malloc(n + 1);

		assert_non_null(cut);
		memcpy(cut, buf_str(&a), n);
		assert_true(
		    pdf_compare(buf_str(&a), a.len, cut, n, &object, &err));
		free(cut);
	}
	buf_done(&a);
	buf_done(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_content_packed_otherwise_is_the_same),
		cmocka_unit_test(the_object_that_differs_is_named),
		cmocka_unit_test(a_file_with_other_objects_is_another_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
