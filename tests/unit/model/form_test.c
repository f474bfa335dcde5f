/* tests/unit/model/form_test.c -- a campaign's fields, out of XML and back. */
#include "support/t.h"

#include "model/form.h"
#include "xml/xml.h"

#define DEMO SOURCE_ROOT "/templates/demo/phong-trao-71.xml"

static struct arena *a;

static int
start(void **state)
{
	(void)state;
	a = arena_new(0);
	return a == NULL;
}

static int
stop(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static struct model_form
demo(enum model_part part)
{
	struct xml_doc *doc;
	struct model_form f;
	struct err err;
	const struct xml_node *root;

	assert_true(xml_parse_file(a, DEMO, XML_DATA, &doc, &err));
	root = xml_root(doc);
	if (part == MODEL_ROUND)
		root = xml_child(root, "dot-khen");
	if (!model_form_read(a, part, root, &f, &err))
		fail_msg("%s", err.text);
	return f;
}

static struct model_form
made(enum model_part part, const char *packed)
{
	struct model_form raw, f;
	struct err err;

	assert_true(model_form_unpack(a, part, packed, &raw, &err));
	if (!model_form_clean(a, &raw, &f, &err))
		fail_msg("%s", err.text);
	return f;
}

static const char *
xml_of(const struct model_form *f)
{
	struct xml_doc *doc;
	struct buf b = { 0 };
	struct err err;
	const char *s;

	assert_true(model_form_doc(a, f, &doc, &err));
	assert_true(xml_canonical(doc, &b, &err));
	s = arena_strdup(a, buf_str(&b));
	buf_done(&b);
	return s;
}

static void
the_demo_goes_through_the_form_and_comes_back_whole(void **state)
{
	(void)state;
	for (int part = 0; part < MODEL_PARTS; part++) {
		struct model_form f = demo((enum model_part)part), again;
		struct xml_doc *doc;
		struct err err;

		assert_true(model_form_doc(a, &f, &doc, &err));
		assert_true(model_form_read(
		    a, (enum model_part)part, xml_root(doc), &again, &err));
		assert_int_equal(f.count, again.count);
		assert_true(f.count > 15);
		for (size_t i = 0; i < f.count; i++) {
			assert_string_equal(
			    f.fields[i].path, again.fields[i].path);
			assert_string_equal(
			    f.fields[i].value, again.fields[i].value);
		}
		assert_string_equal(xml_of(&f), xml_of(&again));
	}
}

static void
the_demo_has_nothing_missing(void **state)
{
	(void)state;
	for (int part = 0; part < MODEL_PARTS; part++) {
		struct model_form f = demo((enum model_part)part);
		struct err_list errors;

		err_list_init(&errors, a);
		model_form_check(a, &f, &errors);
		for (size_t i = 0; i < errors.len; i++)
			print_message("%s: %s\n", errors.items[i]->data,
			    errors.items[i]->text);
		assert_int_equal(errors.errors, 0);
	}
}

static void
an_element_without_a_field_is_named_not_dropped(void **state)
{
	static const char text[] =
	    "<phong-trao-thi-dua ma='x'><phong-trao><muc-tieu>a</muc-tieu>"
	    "</phong-trao></phong-trao-thi-dua>";
	struct xml_doc *doc;
	struct model_form f;
	struct err err;

	(void)state;
	assert_true(
	    xml_parse(a, "t", text, strlen(text), XML_DATA, &doc, &err));
	assert_false(
	    model_form_read(a, MODEL_CAMPAIGN, xml_root(doc), &f, &err));
	assert_int_equal(err.kind, ERR_ELEMENT);
	assert_non_null(strstr(err.text, "muc-tieu"));
}

static void
fields_come_in_any_order_with_gaps_and_lines(void **state)
{
	struct model_form f =
	    made(MODEL_CAMPAIGN, "phong-trao/muc-dich[7]=ba\n"
				 "phong-trao/muc-dich[2]=  một  \\n\\nhai\n"
				 "phong-trao/@tu-ngay=12/4/2022\n"
				 "phong-trao/to-chuc/don-vi[3]/viec[9]=việc\n"
				 "phong-trao/to-chuc/don-vi[3]/ten=Sở\n"
				 "phong-trao/noi-dung[1]/ten=\n"
				 "@ma=x\n");

	(void)state;
	assert_string_equal(xml_of(&f),
	    "<phong-trao-thi-dua ma=\"x\"><phong-trao tu-ngay=\"2022-04-12\">"
	    "<muc-dich>một</muc-dich><muc-dich>hai</muc-dich><muc-dich>ba"
	    "</muc-dich><to-chuc><don-vi><ten>Sở</ten><viec>việc</viec>"
	    "</don-vi></to-chuc></phong-trao></phong-trao-thi-dua>");
}

static void
a_path_that_nobody_knows_is_refused(void **state)
{
	static const char *const paths[] = { "phong-trao/khac", "", "a//b",
		"phong-trao/muc-dich", "phong-trao/muc-dich[0]",
		"phong-trao/muc-dich[501]", "phong-trao/muc-dich[1]/ten",
		"phong-trao/ten[1]", "phong-trao", "@ma/ten", "../@ma",
		"phong-trao/muc-dich[99999999999999999999]" };

	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		struct model_field field = { paths[i], "x" };
		struct model_form raw = { MODEL_CAMPAIGN, &field, 1 }, f;
		struct err err;

		assert_false(model_form_clean(a, &raw, &f, &err));
		assert_int_equal(err.kind, ERR_REQUEST);
	}
}

static bool
complains(const char *packed, enum model_part part, const char *path)
{
	struct model_form f = made(part, packed);
	struct err_list errors;

	err_list_init(&errors, a);
	model_form_check(a, &f, &errors);
	for (size_t i = 0; i < errors.len; i++)
		if (strcmp(errors.items[i]->data, path) == 0)
			return true;
	return false;
}

static void
what_is_missing_or_odd_names_its_field(void **state)
{
	static const char old[] = "phong-trao/@tu-ngay=2022-04-12\n"
				  "phong-trao/@so-ket=2021\n"
				  "phong-trao/@den-nam=22\n"
				  "phong-trao/ten=Thi đua Ƣ\n"
				  "phong-trao/noi-dung[1]/ten=a\n"
				  "ke-hoach/@ngay=mai\n"
				  "ke-hoach/@so=71a\n"
				  "@ma=Hưng\n";

	(void)state;
	assert_true(complains("", MODEL_CAMPAIGN, "phong-trao/muc-dich[1]"));
	assert_true(complains("", MODEL_CAMPAIGN, "phong-trao/ten"));
	assert_true(complains(old, MODEL_CAMPAIGN, "phong-trao/@so-ket"));
	assert_true(complains(old, MODEL_CAMPAIGN, "phong-trao/@den-nam"));
	assert_true(complains(old, MODEL_CAMPAIGN, "phong-trao/ten"));
	assert_true(complains(old, MODEL_CAMPAIGN, "ke-hoach/@ngay"));
	assert_true(complains(old, MODEL_CAMPAIGN, "ke-hoach/@so"));
	assert_true(complains(old, MODEL_CAMPAIGN, "@ma"));
	assert_true(
	    complains(old, MODEL_CAMPAIGN, "phong-trao/noi-dung[1]/chi-tiet"));
	assert_true(complains("@ngay=2023-09-01\nto-trinh/@ngay=2023-09-21\n",
	    MODEL_ROUND, "to-trinh/@ngay"));
	assert_true(
	    complains("to-trinh/@so=412\n", MODEL_ROUND, "to-trinh/@so"));
}

static void
a_path_in_a_document_leads_back_to_its_field(void **state)
{
	static const struct {
		enum model_part part;
		const char *data, *field;
	} rows[] = {
		{ MODEL_CAMPAIGN, "/ho-so/phong-trao/muc-dich[2]",
		    "phong-trao/muc-dich[2]" },
		{ MODEL_CAMPAIGN, "/ho-so/phong-trao/muc-dich",
		    "phong-trao/muc-dich[1]" },
		{ MODEL_CAMPAIGN, "/ho-so/phong-trao/to-chuc/don-vi/viec[2]",
		    "phong-trao/to-chuc/don-vi[1]/viec[2]" },
		{ MODEL_CAMPAIGN, "/ho-so/van-ban/nguoi-ky/@ho-ten",
		    "ke-hoach/nguoi-ky/@ho-ten" },
		{ MODEL_ROUND, "/ho-so/van-ban/can-cu[1]", "can-cu[1]" },
		{ MODEL_ROUND, "/ho-so/khen-thuong/to-trinh/@so",
		    "to-trinh/@so" },
		{ MODEL_ROUND, "/ho-so/khen-thuong/@ten", "@ten" },
		{ MODEL_ROUND, "/ho-so/khen-thuong/tien-thuong/@tong", NULL },
		{ MODEL_CAMPAIGN, "/ho-so/van-ban/trich-yeu", NULL },
		{ MODEL_CAMPAIGN, "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *f = model_field_of(a, rows[i].part, rows[i].data);

		if (rows[i].field == NULL)
			assert_null(f);
		else
			assert_string_equal(f, rows[i].field);
	}
}

static struct model_merge
merged(const char *base, const char *theirs, const char *mine)
{
	struct model_form b = made(MODEL_CAMPAIGN, base),
			  t = made(MODEL_CAMPAIGN, theirs),
			  m = made(MODEL_CAMPAIGN, mine);
	struct model_merge out;
	struct err err;

	assert_true(model_form_merge(a, &b, &t, &m, &out, &err));
	return out;
}

#define BASE                                        \
	"phong-trao/ten=A\nphong-trao/kinh-phi=K\n" \
	"phong-trao/muc-dich[1]=một\nphong-trao/muc-dich[2]=hai\n"

static void
two_people_in_different_fields_both_keep_their_words(void **state)
{
	struct model_merge m = merged(BASE,
	    "phong-trao/ten=A2\nphong-trao/kinh-phi=K\n"
	    "phong-trao/muc-dich[1]=một\nphong-trao/muc-dich[2]=hai sửa\n",
	    "phong-trao/ten=A\nphong-trao/kinh-phi=K2\n"
	    "phong-trao/muc-dich[1]=một sửa\nphong-trao/muc-dich[2]=hai\n");

	(void)state;
	assert_int_equal(m.conflicts, 0);
	assert_int_equal(m.count, 4);
	assert_string_equal(model_form_get(&m.form, "phong-trao/ten"), "A2");
	assert_string_equal(
	    model_form_get(&m.form, "phong-trao/kinh-phi"), "K2");
	assert_string_equal(
	    model_form_get(&m.form, "phong-trao/muc-dich[1]"), "một sửa");
	assert_string_equal(
	    model_form_get(&m.form, "phong-trao/muc-dich[2]"), "hai sửa");
}

static void
the_same_field_in_two_ways_is_a_conflict_with_both_texts(void **state)
{
	struct model_merge m =
	    merged(BASE, "phong-trao/ten=B\n" BASE, "phong-trao/ten=C\n");
	struct model_form theirs = made(MODEL_CAMPAIGN, "phong-trao/ten=B\n");
	struct err err;

	(void)state;
	assert_int_equal(m.conflicts, 1);
	assert_string_equal(m.changes[0].path, "phong-trao/ten");
	assert_string_equal(m.changes[0].label, "Tên phong trào");
	assert_string_equal(m.changes[0].theirs, "B");
	assert_string_equal(m.changes[0].mine, "C");
	assert_string_equal(model_form_get(&m.form, "phong-trao/ten"), "C");
	assert_true(
	    model_form_take(a, &m.form, &theirs, "phong-trao/ten", &err));
	assert_string_equal(model_form_get(&m.form, "phong-trao/ten"), "B");
}

static void
a_list_that_both_made_longer_is_one_conflict(void **state)
{
	struct model_merge m = merged(BASE, BASE "phong-trao/muc-dich[3]=ba\n",
	    BASE "phong-trao/muc-dich[3]=bốn\n");

	(void)state;
	assert_int_equal(m.conflicts, 1);
	assert_string_equal(m.changes[0].path, "phong-trao/muc-dich");
	assert_string_equal(m.changes[0].label, "Mục đích");
	assert_string_equal(m.changes[0].theirs, "một\nhai\nba");
}

static const char *
after(const char *packed, const char *act)
{
	struct model_form f;
	struct err err;

	assert_true(model_form_unpack(a, MODEL_CAMPAIGN, packed, &f, &err));
	if (!model_form_act(a, &f, act, &err))
		return err_symbol(err.kind);
	return model_form_pack(a, &f);
}

static void
the_buttons_of_a_list_move_add_and_remove(void **state)
{
	static const char two[] =
	    "phong-trao/muc-dich[1]=một\nphong-trao/muc-dich[2]=hai\n";
	static const char units[] = "phong-trao/to-chuc/don-vi[1]/ten=Sở\n"
				    "phong-trao/to-chuc/don-vi[1]/viec[1]=a\n";

	(void)state;
	assert_string_equal(after(two, "len:phong-trao/muc-dich[2]"),
	    "phong-trao/muc-dich[2]=một\nphong-trao/muc-dich[1]=hai\n");
	assert_string_equal(after(two, "xuong:phong-trao/muc-dich[2]"), two);
	assert_string_equal(after(two, "bo:phong-trao/muc-dich[1]"),
	    "phong-trao/muc-dich[1]=hai\n");
	assert_string_equal(
	    after("", "them:phong-trao/muc-dich"), "phong-trao/muc-dich[1]=\n");
	assert_string_equal(after(units, "them:phong-trao/to-chuc/don-vi"),
	    "phong-trao/to-chuc/don-vi[1]/ten=Sở\n"
	    "phong-trao/to-chuc/don-vi[1]/viec[1]=a\n"
	    "phong-trao/to-chuc/don-vi[2]/ten=\n"
	    "phong-trao/to-chuc/don-vi[2]/viec[1]=\n");
	assert_string_equal(
	    after(units, "them:phong-trao/to-chuc/don-vi[1]/viec"),
	    "phong-trao/to-chuc/don-vi[1]/ten=Sở\n"
	    "phong-trao/to-chuc/don-vi[1]/viec[1]=a\n"
	    "phong-trao/to-chuc/don-vi[1]/viec[2]=\n");
	assert_string_equal(
	    after(two, "bo:phong-trao/muc-dich[9]"), "E-REQUEST");
	assert_string_equal(after(two, "them:phong-trao/khac"), "E-REQUEST");
	assert_string_equal(after(two, "xoa"), "E-REQUEST");
}

static void
what_was_typed_is_kept_with_its_lines(void **state)
{
	struct model_field fields[] = { { "phong-trao/ten", "a\\n=b\nc\\" },
		{ "x", "" } };
	struct model_form f = { MODEL_CAMPAIGN, fields, 2 }, back;
	struct err err;

	(void)state;
	assert_true(model_form_unpack(
	    a, MODEL_CAMPAIGN, model_form_pack(a, &f), &back, &err));
	assert_int_equal(back.count, 2);
	assert_string_equal(back.fields[0].value, "a\\n=b\nc\\");
	assert_string_equal(back.fields[1].value, "");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, start, stop)
	const struct CMUnitTest tests[] = {
		T(the_demo_goes_through_the_form_and_comes_back_whole),
		T(the_demo_has_nothing_missing),
		T(an_element_without_a_field_is_named_not_dropped),
		T(fields_come_in_any_order_with_gaps_and_lines),
		T(a_path_that_nobody_knows_is_refused),
		T(what_is_missing_or_odd_names_its_field),
		T(a_path_in_a_document_leads_back_to_its_field),
		T(two_people_in_different_fields_both_keep_their_words),
		T(the_same_field_in_two_ways_is_a_conflict_with_both_texts),
		T(a_list_that_both_made_longer_is_one_conflict),
		T(the_buttons_of_a_list_move_add_and_remove),
		T(what_was_typed_is_kept_with_its_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
