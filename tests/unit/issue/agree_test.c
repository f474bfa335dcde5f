/* tests/unit/issue/agree_test.c -- a decision that says two things is stopped.
 */
#include "support/t.h"

#include "base/file.h"
#include "issue/agree.h"
#include "model/draft.h"
#include "xml/xml.h"

static struct press *press;
static struct arena *a;
static struct model_rules *rules;

static struct model_campaign *
load(const char *from, const char *to)
{
	struct model_campaign *c;
	struct xml_doc *doc;
	struct err_list errors;
	struct buf b = { 0 };
	char *text;
	const char *p;
	size_t len;
	struct err err;

	err_list_init(&errors, a);
	assert_true(
	    file_read(a, SOURCE_ROOT "/templates/demo/phong-trao-71.xml",
		1 << 20, &text, &len, &err));
	for (p = text; from != NULL && strstr(p, from) != NULL;) {
		const char *at = strstr(p, from);

		buf_add(&b, p, (size_t)(at - p));
		buf_str_add(&b, to);
		p = at + strlen(from);
	}
	buf_str_add(&b, p);
	assert_true(
	    xml_parse(a, "t", buf_str(&b), b.len, XML_DATA, &doc, &err));
	assert_true(model_load(a, doc, &errors, &c));
	buf_done(&b);
	return c;
}

static struct iss_agreement
agree(struct model_campaign *c)
{
	struct iss_agreement g;
	struct err_list errors;
	struct err err;

	err_list_init(&errors, a);
	if (!iss_agree(press, a, c, &c->rounds[0], rules, &errors, &g, &err))
		fail_msg("%s", err.text);
	return g;
}

static bool
broken(const struct iss_agreement *g, const char *what)
{
	for (size_t i = 0; i < g->count; i++)
		if (strcmp(g->points[i].what, what) == 0)
			return !g->points[i].holds;
	fail_msg("no point %s", what);
	return false;
}

static void
the_demo_agrees_in_every_point(void **state)
{
	struct iss_agreement g = agree(load(NULL, NULL));
	struct err err;

	(void)state;
	for (size_t i = 0; i < g.count; i++)
		if (!g.points[i].holds)
			print_message("%s: %s / %s\n", g.points[i].what,
			    g.points[i].found, g.points[i].wanted);
	assert_int_equal(g.broken, 0);
	assert_true(g.count > 18);
	assert_true(iss_agree_err(&g, &err));
}

static void
who_is_not_in_the_list_is_not_in_the_title(void **state)
{
	struct model_campaign *c = load(NULL, NULL);
	struct model_round *r = &c->rounds[0];
	struct iss_agreement g;

	(void)state;
	r->count -= r->per_kind[MODEL_HOUSEHOLD];
	r->per_kind[MODEL_HOUSEHOLD] = 0;
	g = agree(c);
	assert_int_equal(g.broken, 0);
}

static void
a_name_that_the_annex_has_not_is_told(void **state)
{
	struct model_campaign *c = load(NULL, NULL);
	struct iss_agreement g;
	struct err err;

	(void)state;
	/* What the certificate would say, but not what was laid out. */
	c->rounds[0].honourees[20].name = "Nguyễn Văn Khác";
	g = agree(c);
	assert_true(broken(&g, "Danh sách kèm theo: đủ tên, đúng thứ tự"));
	assert_false(iss_agree_err(&g, &err));
	assert_int_equal(err.kind, ERR_CONSISTENCY);
	assert_non_null(strstr(err.text, "Nguyễn Văn Khác"));
	assert_true(err.hint[0] != '\0');
}

/* The template says another number than the list has. */
static void
a_template_with_a_number_of_its_own_is_told(void **state)
{
	struct press_config config = { .templates = "mau-sai",
		.fonts = SOURCE_ROOT "/fonts" };
	static const char command[] =
	    "rm -rf mau-sai && cp -r " SOURCE_ROOT
	    "/templates mau-sai && chmod -R u+w mau-sai && sed -i "
	    "'s/count(.ds.ca-nhan)|pad:2}&#160;cá "
	    "nhân</31-1-1|pad:2}\\&#160;cá "
	    "nhân</' mau-sai/documents/award-decision/template.xml";
	struct press *right = press;
	struct iss_agreement g;
	struct err err;

	(void)state;
	assert_int_equal(system(command), 0);
	assert_true(press_open(&config, &press, &err));
	g = agree(load(NULL, NULL));
	press_close(press);
	press = right;
	assert_true(broken(&g, "Điều 1: số cá nhân"));
	assert_int_equal(system("rm -rf mau-sai"), 0);
}

static void
a_proposal_after_the_decision_is_told(void **state)
{
	struct iss_agreement g =
	    agree(load("ngay=\"2023-09-21\"", "ngay=\"2023-10-21\""));

	(void)state;
	assert_int_equal(g.broken, 1);
	assert_true(broken(&g, "Tờ trình có trước quyết định"));
}

static void
a_round_without_anybody_is_refused(void **state)
{
	struct model_campaign *c = load(NULL, NULL);
	struct iss_agreement g;
	struct err_list errors;
	struct err err;

	(void)state;
	err_list_init(&errors, a);
	c->rounds[0].count = 0;
	assert_false(
	    iss_agree(press, a, c, &c->rounds[0], rules, &errors, &g, &err));
	assert_int_equal(err.kind, ERR_CONSISTENCY);
}

static int
open_press(void **state)
{
	struct press_config config = { .templates = SOURCE_ROOT "/templates",
		.fonts = SOURCE_ROOT "/fonts" };
	struct err err;

	(void)state;
	a = arena_new(0);
	return press_open(&config, &press, &err) &&
		       model_rules_load(a,
			   SOURCE_ROOT "/templates/rules/tien-thuong.xml",
			   &rules, &err)
		   ? 0
		   : -1;
}

static int
close_press(void **state)
{
	(void)state;
	press_close(press);
	arena_free(a);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_demo_agrees_in_every_point),
		cmocka_unit_test(who_is_not_in_the_list_is_not_in_the_title),
		cmocka_unit_test(a_name_that_the_annex_has_not_is_told),
		cmocka_unit_test(a_template_with_a_number_of_its_own_is_told),
		cmocka_unit_test(a_proposal_after_the_decision_is_told),
		cmocka_unit_test(a_round_without_anybody_is_refused),
	};

	return cmocka_run_group_tests(tests, open_press, close_press);
}
