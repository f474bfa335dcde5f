/* tests/unit/model/bonus_test.c -- money by date, against the table of cases.
 */
#include "support/t.h"

#include "model/model.h"

/* What the table's first column speaks of. */
/* clang-format off */
static const struct {
	const char *starts, *form;
	enum model_kind kind;
} rows[] = {
	{ "Bằng khen cấp tỉnh - cá nhân",  "bang-khen-tinh",        MODEL_PERSON     },
	{ "Bằng khen cấp tỉnh - tập thể",  "bang-khen-tinh",        MODEL_COLLECTIVE },
	{ "Giấy khen sở/doanh nghiệp",     "giay-khen-so",          MODEL_PERSON     },
	{ "Giấy khen như trên - tập thể",  "giay-khen-so",          MODEL_COLLECTIVE },
	{ "Giấy khen UBND cấp xã - cá",    "giay-khen-xa",          MODEL_PERSON     },
	{ "Giấy khen UBND cấp xã - tập",   "giay-khen-xa",          MODEL_COLLECTIVE },
	{ "Cờ thi đua cấp tỉnh",           "co-thi-dua-tinh",       MODEL_COLLECTIVE },
	{ "Chiến sĩ thi đua cấp tỉnh",     "chien-si-thi-dua-tinh", MODEL_PERSON     },
	{ "Chiến sĩ thi đua cơ sở",        "chien-si-thi-dua-co-so", MODEL_PERSON    },
	{ "Lao động tiên tiến",            "lao-dong-tien-tien",    MODEL_PERSON     },
};
/* clang-format on */

static struct model_rules *
load(struct arena *a)
{
	struct model_rules *rules;
	struct err err;

	assert_true(model_rules_load(
	    a, SOURCE_ROOT "/templates/rules/tien-thuong.xml", &rules, &err));
	return rules;
}

static void
check_row(const struct model_rules *rules, char *line)
{
	char *cells[7] = { line };
	struct model_bonus b;
	struct err err;
	day_t day;

	for (int i = 1; i < 7; i++) {
		cells[i] = strchr(cells[i - 1], '\t');
		assert_non_null(cells[i]);
		*cells[i]++ = '\0';
	}
	for (size_t r = 0; r < sizeof(rows) / sizeof(*rows); r++) {
		if (strncmp(cells[0], rows[r].starts, strlen(rows[r].starts)) !=
		    0)
			continue;
		for (int end = 2; end <= 3; end++) {
			if (!day_parse_iso(cells[end], &day))
				continue;
			assert_true(model_bonus(
			    rules, rows[r].form, rows[r].kind, day, &b, &err));
			if (b.amount != strtoll(cells[6], NULL, 10))
				fail_msg("%s, %s: %lld, not %s", cells[0],
				    cells[end], (long long)b.amount, cells[6]);
			assert_int_equal(b.base, strtoll(cells[4], NULL, 10));
		}
		return;
	}
}

static void
every_amount_of_the_table_holds_on_its_first_and_last_day(void **state)
{
	struct arena *a = arena_new(0);
	struct model_rules *rules = load(a);
	char line[512];
	int n = 0;
	FILE *f = fopen(TEST_DIR "/data/model/bonus_tests.tsv", "r");

	(void)state;
	assert_non_null(f);
	assert_non_null(fgets(line, sizeof(line), f));
	for (; fgets(line, sizeof(line), f) != NULL; n++)
		check_row(rules, line);
	fclose(f);
	assert_true(n > 40);
	arena_free(a);
}

static void
a_form_without_a_rule_is_not_guessed(void **state)
{
	struct arena *a = arena_new(0);
	struct model_rules *rules = load(a);
	struct model_bonus b;
	struct err err;

	(void)state;
	assert_false(
	    model_bonus(rules, "khong-co", MODEL_PERSON, 19000, &b, &err));
	assert_int_equal(err.kind, ERR_NOTFOUND);
	assert_false(
	    model_bonus(rules, "bang-khen-tinh", MODEL_PERSON, 0, &b, &err));
	assert_true(err.hint[0] != '\0');
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_amount_of_the_table_holds_on_its_first_and_last_day),
		cmocka_unit_test(a_form_without_a_rule_is_not_guessed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
