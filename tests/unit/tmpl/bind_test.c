/* tests/unit/tmpl/bind_test.c -- templates and data as strings, bound XML out.
 */
#include "support/t.h"

#include "tmpl/tmpl.h"
#include "xml/write.h"
#include "xml/xml.h"

struct file {
	const char *name, *text;
};

struct fix {
	struct arena *a;
	struct err_list errors;
	struct buf out;
	const struct file *files;
};

#define DOC "<doc xmlns='urn:sovang:1'>"
#define DATA                                                            \
	"<ho-so><so>71</so><ngay>2022-04-12</ngay><trong> </trong>"     \
	"<nguoi><ten>Lê Văn Đức</ten><tien>1490000</tien></nguoi>" \
	"<nguoi><ten>Bùi Thị Ân</ten><tien>2980000</tien></nguoi></ho-so>"

static bool
load(void *ctx, struct arena *a, const char *name, const char **ret_label,
    const char **ret_bytes, size_t *ret_len, struct err *err)
{
	const struct file *f = ctx;

	(void)a;
	for (; f != NULL && f->name != NULL; f++)
		if (strcmp(f->name, name) == 0) {
			*ret_label = f->name;
			*ret_bytes = f->text;
			*ret_len = strlen(f->text);
			return true;
		}
	return err_set(err, ERR_NOTFOUND, no_pos, "mẫu %s", name);
}

static bool
bind(struct fix *f, const struct file *files, const char *data, bool draft)
{
	struct tmpl_loader loader = { (void *)(uintptr_t)files, load };
	struct tmpl_options o = { .draft = draft, .join = true, .bare = true };
	struct xml_doc *doc;
	struct xml_writer w;
	struct xml_sink sink = xml_text_sink(&w, &f->out);
	struct tmpl *t;
	struct err err;

	buf_clear(&f->out);
	err_list_init(&f->errors, f->a);
	assert_true(xml_parse(
	    f->a, "du-lieu.xml", data, strlen(data), XML_DATA, &doc, &err));
	if (!tmpl_load(f->a, &loader, "mau", &f->errors, &t))
		return false;
	o.data = doc;
	return tmpl_run(t, &o, &sink, &f->errors);
}

static void
expect(void **state, const char *template, const char *result)
{
	struct fix *f = *state;
	struct file files[] = { { "mau", template }, { NULL, NULL } };

	if (!bind(f, files, DATA, false)) {
		struct buf b = { 0 };

		for (size_t i = 0; i < f->errors.len; i++)
			err_print(f->errors.items[i], &b);
		print_message("%s", buf_str(&b));
		buf_done(&b);
		fail();
	}
	assert_string_equal(buf_str(&f->out), result);
}

static const struct err *
expect_error(void **state, const char *template, enum err_kind kind, int line)
{
	struct fix *f = *state;
	struct file files[] = { { "mau", template }, { NULL, NULL } };

	assert_false(bind(f, files, DATA, false));
	assert_true(f->errors.len > 0);
	assert_int_equal(f->errors.items[0]->kind, kind);
	assert_int_equal(f->errors.items[0]->line, line);
	return f->errors.items[0];
}

static int
setup(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->a = arena_new(0);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fix *f = *state;

	buf_done(&f->out);
	arena_free(f->a);
	free(f);
	return 0;
}

static void
values_and_filters_are_bound(void **state)
{
	expect(state,
	    DOC "<p>Số: ${/ho-so/so}/KH, ${/ho-so/ngay|ngay}</p></doc>",
	    "<p>Số:\xC2\xA0"
	    "71/KH, ngày\xC2\xA0"
	    "12 tháng\xC2\xA0"
	    "4 năm\xC2\xA0"
	    "2022</p>");
	expect(state, DOC "<p a='${/ho-so/nguoi[1]/tien|tien}'/></doc>",
	    "<p a=\"1.490.000\"/>");
	expect(state, DOC "<p>$${x} ${'}|'}</p></doc>", "<p>${x} }|</p>");
}

static void
data_is_text_never_markup(void **state)
{
	struct fix *f = *state;
	struct file files[] = { { "mau", DOC "<p>${/d}</p></doc>" },
		{ NULL, NULL } };

	assert_true(bind(f, files, "<d>&lt;b>a&amp;b ${x}</d>", false));
	assert_string_equal(buf_str(&f->out), "<p>&lt;b&gt;a&amp;b ${x}</p>");
}

static void
a_joint_between_literal_and_value_does_not_break(void **state)
{
	expect(state, DOC "<p>Kế hoạch số ${/ho-so/so}</p></doc>",
	    "<p>Kế hoạch số\xC2\xA0"
	    "71</p>");
}

static void
loops_sort_number_and_separate(void **state)
{
	expect(state,
	    DOC
	    "<each in='/ho-so/nguoi' as='n' index='i' sort='ten-viet($n/ten)' "
	    "sep=';' end='.'><p>${$i}. ${$n/ten}</p></each></doc>",
	    "<p>1. Bùi Thị Ân;</p><p>2. Lê Văn Đức.</p>");
	expect(state,
	    DOC "<each in='/ho-so/nguoi' as='n' where='$n/tien &gt; 2000000'>"
		"<p>${$n/ten} ${$count}</p></each></doc>",
	    "<p>Bùi Thị Ân 1</p>");
	expect(state,
	    DOC "<each in='/ho-so/khong' "
		"as='n'><p/><empty><q/></empty></each></doc>",
	    "<q/>");
}

static void
conditions_choose(void **state)
{
	expect(state,
	    DOC "<if test='/ho-so/so = 71'><a/></if><choose>"
		"<when test='false()'><b/></when><otherwise><c/></otherwise>"
		"</choose></doc>",
	    "<a/><c/>");
}

static void
sums_are_exact(void **state)
{
	expect(state,
	    DOC "<let name='t' select='tong(/ho-so/nguoi/tien)'/>"
		"<p>${$t|tien} (${$t|bang-chu} đồng)</p></doc>",
	    "<p>4.470.000 (bốn triệu bốn trăm bảy mươi nghìn đồng)</p>");
}

static void
a_frame_is_filled(void **state)
{
	struct fix *f = *state;
	struct file files[] = {
		{ "mau",
		    "<doc xmlns='urn:sovang:1' extends='khung'>"
		    "<meta/><fill slot='a'><p>${$x}</p></fill><sau/></doc>" },
		{ "khung",
		    DOC "<let name='x' select='/ho-so/so'/>"
			"<flow><slot name='a'/><slot name='b'><d/></slot>"
			"</flow></doc>" },
		{ NULL, NULL }
	};

	assert_true(bind(f, files, DATA, false));
	assert_string_equal(
	    buf_str(&f->out), "<meta/><flow><p>71</p><d/></flow><sau/>");
}

static void
includes_and_calls_take_arguments(void **state)
{
	struct fix *f = *state;
	struct file files[] = { { "mau", DOC
				    "<fragment name='k'><b>${$v}</b></fragment>"
				    "<include href='phan' with-v='/ho-so/so'/>"
				    "<call name='k' with-v=\"'z'\"/></doc>" },
		{ "phan",
		    "<fragment xmlns='urn:sovang:1'><i>${$v}</i></fragment>" },
		{ NULL, NULL } };

	assert_true(bind(f, files, DATA, false));
	assert_string_equal(buf_str(&f->out), "<i>71</i><b>z</b>");
}

static void
a_misspelt_path_is_named_with_its_neighbour(void **state)
{
	const struct err *e = expect_error(state,
	    DOC "\n<p>${/ho-so/nguoi[2]/tenn}</p></doc>", ERR_MISSING, 2);

	assert_string_equal(e->data, "/ho-so/nguoi[2]/tenn");
	assert_string_equal(e->expr, "${/ho-so/nguoi[2]/tenn}");
	assert_non_null(strstr(e->hint, "«ten»"));
	assert_int_equal(e->col, 4);
	assert_non_null(strstr(e->excerpt, "^"));
}

static void
every_wrong_value_has_its_kind(void **state)
{
	expect_error(state, DOC "<p>${/ho-so/nguoi}</p></doc>", ERR_MANY, 1);
	expect_error(state, DOC "<p>${/ho-so/trong}</p></doc>", ERR_BLANK, 1);
	expect_error(state, DOC "<p>${1 = 1}</p></doc>", ERR_TYPE, 1);
	expect_error(state, DOC "<p>${number('x')}</p></doc>", ERR_TYPE, 1);
	expect_error(state, DOC "<p>${/ho-so/so|ngay}</p></doc>", ERR_TYPE, 1);
	expect_error(state,
	    DOC "<check test='false()' code='X'>sai</check></doc>", ERR_CHECK,
	    1);
}

static void
what_is_wrong_in_a_template_is_found_without_data(void **state)
{
	const struct err *e;

	e = expect_error(state, DOC "<p>${a|uper}</p></doc>", ERR_FILTER, 1);
	assert_non_null(strstr(e->text, "uper"));
	expect_error(state, DOC "<p>${a[}</p></doc>", ERR_EXPR, 1);
	expect_error(state, DOC "<p>${a</p></doc>", ERR_EXPR, 1);
	expect_error(state, DOC "<p>${$khong}</p></doc>", ERR_EXPR, 1);
	expect_error(state, DOC "<when test='1'/></doc>", ERR_ELEMENT, 1);
	expect_error(state, DOC "<each in='a' az='b'/></doc>", ERR_ATTR, 1);
	expect_error(state, DOC "<include href='../x'/></doc>", ERR_VALUE, 1);
	expect_error(state, DOC "\n\n<p></doc>", ERR_XML, 3);
}

static void
what_finds_too_much_is_not_written(void **state)
{
	struct fix *f = *state;
	const struct err *e;

	e = expect_error(state, DOC "<p>${ //ten }</p></doc>", ERR_EXPR, 1);
	assert_int_equal(e->col, 33);
	expect_error(state, DOC "<p>${so/preceding::a}</p></doc>", ERR_EXPR, 1);
	expect_error(state, DOC "<if test='namespace::a'/></doc>", ERR_EXPR, 1);
	/* In quotes it is text. */
	expect(state, DOC "<p>${'http://a'}</p></doc>", "<p>http://a</p>");
	/* Several nodes that differ from something: said, not refused. */
	expect(state,
	    DOC "<if test=\"/ho-so/nguoi/ten != 'x'\"><a/></if></doc>", "<a/>");
	assert_int_equal(f->errors.warnings, 1);
	assert_int_equal(f->errors.items[0]->kind, WARN_EXPR);
	assert_int_equal(f->errors.items[0]->col, 54);
	expect(
	    state, DOC "<if test='not(/ho-so/so = 1)'><a/></if></doc>", "<a/>");
	assert_int_equal(f->errors.warnings, 0);
	expect(state, DOC "<if test=\"@x != ''\"><a/></if></doc>", "");
	assert_int_equal(f->errors.warnings, 0);
}

static void
a_syntax_error_is_shown_at_its_letter(void **state)
{
	const struct err *e = expect_error(
	    state, DOC "<p>${ /ho-so/so[ }</p></doc>", ERR_EXPR, 1);

	assert_int_equal(e->col, 43);
	e = expect_error(state, DOC "<if test='1 +'/></doc>", ERR_EXPR, 1);
	assert_int_equal(e->col, 40);
}

static void
filters_are_checked_one_by_one(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "'2022-02-05'|ngay", "ngày~05 tháng~02 năm~2022" },
		{ "'2022-04-12'|ngay:'dd/MM/yyyy'", "12/04/2022" },
		{ "'2022-04-12'|ngay:'d/M/yyyy'", "12/4/2022" },
		{ "'2022-04-05'|ngay-gon", "05/4/2022" },
		{ "'2022-04-12'|nam", "2022" },
		{ "'1234567'|tien", "1.234.567" },
		{ "'9223372036854775807'|tien", "9.223.372.036.854.775.807" },
		{ "'1000000000000000000'|bang-chu", "một tỷ tỷ" },
		{ "'21'|bang-chu", "hai mươi mốt" },
		{ "'105'|bang-chu|hoa-dau", "Một trăm linh năm" },
		{ "'14'|la-ma", "XIV" },
		{ "'7'|pad:3", "007" },
		{ "'hòa Đức'|hoa", "HÒA ĐỨC" },
		{ "'đức thọ'|hoa-dau", "Đức thọ" },
		{ "'ĐỨC Thọ'|thuong", "đức thọ" },
		{ "'Lê Văn Đức'|nobr", "Lê~Văn~Đức" },
		{ "'0221386123'|sdt", "0221.386.123" },
		{ "'033204001234'|cccd-che", "*********234" },
		{ "'KH'|loai-van-ban", "Kế hoạch" },
		{ "/ho-so/khong|default:'không có'", "không có" },
		{ "/ho-so/khong|optional", "" },
		{ "/ho-so/trong|blank-ok", " " },
		{ "/ho-so/trong|default:'—'", "—" },
		{ "/ho-so/nguoi/ten|join:' và '", "Lê Văn Đức và Bùi Thị Ân" },
		{ "/ho-so/nguoi/ten|join|hoa", "LÊ VĂN ĐỨC; BÙI THỊ ÂN" },
		{ "'a|b}c'|hoa", "A|B}C" },
	};
	char template[240], want[200];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf b = { 0 };

		for (const char *s = rows[i].out; *s != '\0'; s++)
			if (*s == '~')
				buf_str_add(&b, "\xC2\xA0");
			else
				buf_char(&b, *s);
		snprintf(template, sizeof(template), DOC "<p>${%s}</p></doc>",
		    rows[i].in);
		snprintf(want, sizeof(want), b.len == 0 ? "<p/>" : "<p>%s</p>",
		    buf_str(&b));
		expect(state, template, want);
		buf_done(&b);
	}
}

static void
values_that_a_filter_cannot_take_are_refused(void **state)
{
	static const char *const rows[] = { "'2022-02-30'|ngay", "'x'|nam",
		"'12a'|tien", "'1,5'|bang-chu", "'0'|la-ma", "'4000'|la-ma",
		"'9223372036854775808'|tien", "'12'|sdt", "'12'|cccd-che",
		"'XX'|loai-van-ban", "number('a')", "1 div 0" };
	char template[200];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(template, sizeof(template), DOC "<p>${%s}</p></doc>",
		    rows[i]);
		expect_error(state, template, ERR_TYPE, 1);
	}
	expect_error(state, DOC "<p>${'a'|pad}</p></doc>", ERR_FILTER, 1);
	expect_error(state, DOC "<p>${'a'|hoa:1}</p></doc>", ERR_FILTER, 1);
	expect_error(state, DOC "<p>${'2022-04-12'|ngay:'dd-mm'}</p></doc>",
	    ERR_FILTER, 1);
	/* A union is written where there are no filters. */
	expect_error(state, DOC "<p>${a|b}</p></doc>", ERR_FILTER, 1);
	expect(state,
	    DOC "<each in='/ho-so/so|/ho-so/ngay' as='x'><b>${$x}</b></each>"
		"</doc>",
	    "<b>71</b><b>2022-04-12</b>");
}

static void
what_is_cut_short_is_said(void **state)
{
	struct fix *f = *state;

	expect(state, DOC "<p>${/ho-so/nguoi[1]/ten|rut-gon:5}</p></doc>",
	    "<p>Lê V…</p>");
	assert_int_equal(f->errors.warnings, 1);
	assert_int_equal(f->errors.items[0]->kind, WARN_CUT);
	assert_non_null(strstr(f->errors.items[0]->text, "Lê Văn Đức"));
	expect(state, DOC "<p>${/ho-so/nguoi[1]/ten|rut-gon:10}</p></doc>",
	    "<p>Lê Văn Đức</p>");
	assert_int_equal(f->errors.warnings, 0);
}

static void
line_breaks_of_data_stay_where_asked(void **state)
{
	struct fix *f = *state;
	struct file files[] = { { "mau", DOC "<p>${/d}</p><q>${/d|lines}</q>"
					     "</doc>" },
		{ NULL, NULL } };

	assert_true(bind(f, files, "<d>một\nhai</d>", false));
	assert_string_equal(
	    buf_str(&f->out), "<p>một hai</p><q>một\xE2\x80\xA8hai</q>");
}

static void
functions_are_exact(void **state)
{
	expect(state, DOC "<p>${nhan(3000000000, 3)}</p></doc>",
	    "<p>9000000000</p>");
	expect_error(state,
	    DOC "<p>${nhan('9223372036854775807', 2)}</p></doc>", ERR_TYPE, 1);
	expect_error(
	    state, DOC "<p>${tong(/ho-so/nguoi/ten)}</p></doc>", ERR_TYPE, 1);
	expect(state, DOC "<p>${dem(/ho-so/nguoi)}</p></doc>", "<p>2</p>");
	expect(state, DOC "<p>${max-date(/ho-so/ngay)|ngay-gon}</p></doc>",
	    "<p>12/4/2022</p>");
	expect(state,
	    DOC "<if test=\"in-list('b', 'a b c')\"><a/></if>"
		"<if test=\"in-list('', 'a b c')\"><b/></if>"
		"<if test=\"in-list('a b', 'a b c')\"><c/></if></doc>",
	    "<a/><c/>");
	expect_error(
	    state, DOC "<p>${register('x', 'y')}</p></doc>", ERR_MISSING, 1);
}

static void
a_parameter_keeps_its_contract(void **state)
{
	struct fix *f = *state;

	/* What is missing below it was said with it. */
	expect_error(state,
	    DOC "<param name='a' select='/ho-so/khong' required='yes'/>"
		"<p>${$a/x} ${$a}</p><param name='b' select='/ho-so'/>"
		"<p>${$b/x}</p></doc>",
	    ERR_MISSING, 1);
	assert_int_equal(f->errors.errors, 2);
	expect_error(state,
	    DOC "<param name='a' select='/ho-so/khong' required='yes'/></doc>",
	    ERR_MISSING, 1);
	expect_error(state,
	    DOC "<param name='a' select='/ho-so/ngay' type='so'/></doc>",
	    ERR_TYPE, 1);
	expect_error(state,
	    DOC "<param name='a' select='/ho-so/so' pattern='^[a-z]+$'/></doc>",
	    ERR_TYPE, 1);
	expect(state,
	    DOC "<param name='a' select='/ho-so/so' type='so' "
		"pattern='^[0-9]+$'/><p>${$a}</p></doc>",
	    "<p>71</p>");
	expect_error(state,
	    DOC "<param name='a' select='/ho-so/so' type='chu'/></doc>",
	    ERR_VALUE, 1);
	expect_error(state,
	    DOC "<param name='a' select='/ho-so/so' pattern='['/></doc>",
	    ERR_VALUE, 1);
	expect_error(state,
	    DOC "<each in='/ho-so/so' as='a' order='xuoi'/></doc>", ERR_VALUE,
	    1);
}

static void
a_cycle_of_includes_is_named(void **state)
{
	struct fix *f = *state;
	struct file files[] = { { "mau", DOC "<include href='b'/></doc>" },
		{ "b", "<fragment xmlns='urn:sovang:1'>\n<include "
		       "href='mau'/></fragment>" },
		{ NULL, NULL } };

	assert_false(bind(f, files, DATA, false));
	assert_int_equal(f->errors.items[0]->kind, ERR_CYCLE);
	assert_string_equal(f->errors.items[0]->text, "mau → b → mau");
	assert_int_equal(f->errors.items[0]->line, 2);
}

static void
a_fill_without_a_slot_does_not_vanish(void **state)
{
	expect_error(state, DOC "<fill slot='x'/></doc>", ERR_SLOT, 1);
}

static void
all_errors_come_at_once(void **state)
{
	struct fix *f = *state;
	struct file files[] = {
		{ "mau", DOC "<p>${a}</p>\n<p>${b}</p>\n<p>${c}</p></doc>" },
		{ NULL, NULL }
	};

	assert_false(bind(f, files, DATA, false));
	assert_int_equal(f->errors.len, 3);
	assert_int_equal(f->errors.items[2]->line, 3);
}

static void
a_draft_marks_what_is_missing(void **state)
{
	struct fix *f = *state;
	struct file files[] = { { "mau", DOC "<p>${/ho-so/vai}</p></doc>" },
		{ NULL, NULL } };

	assert_true(bind(f, files, DATA, true));
	assert_string_equal(buf_str(&f->out), "<p>[thiếu: vai]</p>");
	assert_int_equal(f->errors.errors, 1);
}

static void
an_expensive_expression_is_stopped(void **state)
{
	struct fix *f = *state;
	struct buf data = { 0 };
	struct file files[] = { { "mau", DOC "<p>${count(/d/x[count(/d/x[. = "
					     "count(/d/x)]) = 0])}</p></doc>" },
		{ NULL, NULL } };

	buf_str_add(&data, "<d>");
	for (int i = 0; i < 5000; i++)
		buf_str_add(&data, "<x>1</x>");
	buf_str_add(&data, "</d>");
	assert_false(bind(f, files, buf_str(&data), false));
	assert_int_equal(f->errors.items[0]->kind, ERR_LIMIT);
	buf_done(&data);
}

static void
hostile_xml_is_refused(void **state)
{
	static const struct {
		const char *text;
		enum err_kind kind;
	} bad[] = {
		{ "<!DOCTYPE d [<!ENTITY a 'x'>]><d>&a;</d>", ERR_XML },
		{ "<!DOCTYPE d SYSTEM 'file:///etc/passwd'><d/>", ERR_XML },
		{ "<d>&khong;</d>", ERR_XML },
		{ "<d>\xFF</d>", ERR_UTF8 },
		{ "<d>\x01</d>", ERR_XML },
		{ "<d><a></d>", ERR_XML },
		{ "", ERR_XML },
	};
	struct fix *f = *state;
	struct xml_doc *doc;
	struct buf deep = { 0 };
	struct err err;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_false(xml_parse(f->a, "x.xml", bad[i].text,
		    strlen(bad[i].text), XML_DATA, &doc, &err));
		assert_int_equal(err.kind, bad[i].kind);
		assert_true(err.hint[0] != '\0');
	}
	for (int i = 0; i < 1000; i++)
		buf_str_add(&deep, "<a>");
	assert_false(xml_parse(
	    f->a, "x.xml", buf_str(&deep), deep.len, XML_DATA, &doc, &err));
	assert_int_equal(err.kind, ERR_LIMIT);
	buf_done(&deep);
}

int
main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(values_and_filters_are_bound),
		T(data_is_text_never_markup),
		T(a_joint_between_literal_and_value_does_not_break),
		T(loops_sort_number_and_separate),
		T(conditions_choose),
		T(sums_are_exact),
		T(a_frame_is_filled),
		T(includes_and_calls_take_arguments),
		T(a_misspelt_path_is_named_with_its_neighbour),
		T(every_wrong_value_has_its_kind),
		T(what_is_wrong_in_a_template_is_found_without_data),
		T(what_finds_too_much_is_not_written),
		T(a_syntax_error_is_shown_at_its_letter),
		T(filters_are_checked_one_by_one),
		T(values_that_a_filter_cannot_take_are_refused),
		T(what_is_cut_short_is_said),
		T(line_breaks_of_data_stay_where_asked),
		T(functions_are_exact),
		T(a_parameter_keeps_its_contract),
		T(a_cycle_of_includes_is_named),
		T(a_fill_without_a_slot_does_not_vanish),
		T(all_errors_come_at_once),
		T(a_draft_marks_what_is_missing),
		T(an_expensive_expression_is_stopped),
		T(hostile_xml_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
