/* tests/nd30/mutations_test.c -- each rule of form against templates that break
 * just it, and against such that nearly do (mutations.tsv).
 *
 * A mutation is a few edits in a copy of the templates; what is measured are
 * the pages that come of it. */
#include "support/t.h"

#include <unistd.h>

#include "base/file.h"
#include "press/press.h"
#include "support/table.h"
#include "viet/text.h"
#include "xml/xml.h"

#define ARROW " ⇒ "

static char folder[] = "/tmp/nd30-XXXXXX";

static const struct {
	const char *name, *path;
} files[] = { { "base", "common/nd30/van-ban.xml" },
	{ "plan", "documents/plan/template.xml" },
	{ "qd", "documents/award-decision/template.xml" },
	{ "plan-data", "documents/plan/mau.xml" },
	{ "qd-data", "documents/award-decision/mau.xml" } };
enum { FILES = sizeof(files) / sizeof(files[0]) };

static void
restore(void)
{
	char command[1024];

	snprintf(command, sizeof(command), "cp -R '%s/templates' '%s/'",
	    SOURCE_ROOT, folder);
	assert_int_equal(system(command), 0);
}

static int
make_folder(void **state)
{
	(void)state;
	assert_non_null(mkdtemp(folder));
	restore();
	return 0;
}

static int
remove_folder(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command);
}

/* «base: old ⇒ new»: the old text must be there. */
static void
edit(struct arena *a, const char *what)
{
	const char *colon = strstr(what, ": "), *old, *new, *at = NULL;
	char path[512], *bytes, *arrow;
	size_t len, name;
	struct buf out = { 0 };
	struct err err;

	assert_non_null(colon);
	name = (size_t)(colon - what);
	old = arena_strdup(a, colon + 2);
	arrow = strstr(old, ARROW);
	assert_non_null(arrow);
	*arrow = '\0';
	new = arrow + strlen(ARROW);
	for (size_t i = 0; i < FILES; i++) {
		if (strlen(files[i].name) != name ||
		    memcmp(files[i].name, what, name) != 0)
			continue;
		snprintf(path, sizeof(path), "%s/templates/%s", folder,
		    files[i].path);
		assert_true(file_read(a, path, 1 << 20, &bytes, &len, &err));
		at = strstr(bytes, old);
		if (at == NULL)
			fail_msg("«%s» is not in %s", old, files[i].path);
		buf_add(&out, bytes, (size_t)(at - bytes));
		buf_str_add(&out, new);
		buf_str_add(&out, at + strlen(old));
		assert_true(file_write(path, out.data, out.len, &err));
	}
	buf_done(&out);
	if (at == NULL)
		fail_msg("no such file: %s", what);
}

/* All the codes that a document of the folder gets, "43,44". */
static const char *
codes_of(struct arena *a, const char *template, const char *profile,
    struct buf *said)
{
	char templates[64], path[512];
	struct press_config config = { .templates = templates,
		.fonts = SOURCE_ROOT "/fonts" };
	struct press_job job = {
		.template = template, .nd30 = true, .profile = profile
	};
	struct press_result result;
	struct err_list errors;
	struct xml_doc *data;
	struct press *p;
	struct buf codes = { 0 };
	struct viet_bad bad;
	const char *ret;
	struct err err;
	bool ok;

	snprintf(templates, sizeof(templates), "%s/templates", folder);
	snprintf(
	    path, sizeof(path), "%s/documents/%s/mau.xml", templates, template);
	err_list_init(&errors, a);
	assert_true(press_open(&config, &p, &err));
	assert_true(xml_parse_file(a, path, XML_DATA, &data, &err));
	job.data = data;
	ok = press_run(p, a, &job, &errors, &result);
	for (size_t i = 0; i < errors.len; i++) {
		const struct err *e = errors.items[i];

		if (e->kind != ERR_ND30 && e->kind != WARN_ND30 &&
		    err_is_warning(e->kind))
			continue;
		err_print(e, said);
		if (codes.len > 0)
			buf_char(&codes, ',');
		if (e->kind == ERR_ND30 || e->kind == WARN_ND30)
			buf_printf(&codes, "%02d", e->rule);
		else
			buf_str_add(&codes, err_symbol(e->kind));
		/* Everything that a clerk needs is there, in whole letters. */
		assert_true(viet_valid(e->text, strlen(e->text), &bad));
		assert_true(e->text[0] != '\0' && e->hint[0] != '\0');
		if (e->kind == ERR_ND30)
			assert_true(e->page > 0 && e->article[0] != '\0');
	}
	assert_int_equal(ok, errors.errors == 0);
	press_close(p);
	ret = arena_strdup(a, buf_str(&codes));
	buf_done(&codes);
	return ret;
}

static void
each_mutation_has_its_finding_and_no_other(void **state)
{
	int rows = 0, wrong = 0;
	struct table t;

	(void)state;
	table_open(&t, "../nd30/mutations.tsv");
	for (; table_next(&t); rows++) {
		struct arena *a = arena_new(0);
		const char *want = t.field[0][0] == '-' ? "" : t.field[0];
		struct buf said = { 0 };
		const char *codes;

		for (int i = 3; i < 8 && t.field[i][0] != '\0'; i++)
			edit(a, t.field[i]);
		codes = codes_of(a, t.field[1], NULL, &said);
		if (strcmp(codes, want) != 0) {
			wrong++;
			print_error("%s, %s: «%s» instead of «%s»\n%s",
			    t.field[1], t.field[2], codes, want,
			    buf_str(&said));
		}
		buf_done(&said);
		arena_free(a);
		restore();
	}
	assert_true(rows > 130);
	assert_int_equal(wrong, 0);
}

static void
the_shipped_documents_have_no_finding(void **state)
{
	static const char *const names[] = { "plan", "award-decision",
		"certificate-merit", "certificate-merit-a4",
		"certificate-commendation" };

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		struct arena *a = arena_new(0);
		struct buf said = { 0 };

		assert_string_equal(codes_of(a, names[i], NULL, &said), "");
		/* A file without tags numbers no paragraph; one that goes
		 * on on the next page is still one. */
		assert_string_equal(codes_of(a, names[i], "plain", &said), "");
		buf_done(&said);
		arena_free(a);
	}
}

/* A rule that no mutation breaks may measure nothing at all. */
static void
every_rule_of_the_file_is_broken_by_a_mutation(void **state)
{
	struct arena *a = arena_new(0);
	bool broken[100] = { false };
	struct xml_doc *doc;
	struct table t;
	struct err err;
	int rules = 0;

	(void)state;
	table_open(&t, "../nd30/mutations.tsv");
	while (table_next(&t))
		if (t.field[0][0] != '-')
			broken[strtol(t.field[0], NULL, 10)] = true;
	assert_true(xml_parse_file(
	    a, SOURCE_ROOT "/templates/rules/nd30.xml", XML_DATA, &doc, &err));
	for (const struct xml_node *set = xml_first_element(xml_root(doc));
	     set != NULL; set = xml_next_element(set))
		for (const struct xml_node *n = xml_first_element(set);
		     n != NULL; n = xml_next_element(n), rules++)
			if (!broken[strtol(xml_attr(n, "ma"), NULL, 10)])
				fail_msg("rule %s has no mutation",
				    xml_attr(n, "ma"));
	assert_true(rules > 80);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_shipped_documents_have_no_finding),
		cmocka_unit_test(
		    every_rule_of_the_file_is_broken_by_a_mutation),
		cmocka_unit_test(each_mutation_has_its_finding_and_no_other),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
