/* tests/fuzz/campaign.c -- any bytes as the XML of a campaign: checked, and
 * what is accepted gives views for all its documents. */
#include "fuzz.h"
#include "model/model.h"
#include "xml/xml.h"

static struct model_rules *
rules(void)
{
	static struct model_rules *r;
	struct err err;

	if (r == NULL)
		HOLDS(model_rules_load(arena_new(0),
		    SOURCE_ROOT "/templates/rules/tien-thuong.xml", &r, &err));
	return r;
}

static void
use_round(struct arena *a, const struct model_campaign *c,
    const struct model_round *r)
{
	struct xml_doc *view;
	struct err err;
	size_t count = 0;

	if (!model_decision_view(a, c, r, rules(), 5, &view, &err))
		fuzz_error(&err);
	for (size_t i = 0; i < r->count && i < 20; i++) {
		HOLDS(r->honourees[i].name != NULL);
		if (!model_certificate_view(a, c, r, &r->honourees[i],
			"1/QĐ-UBND", 3, "https://x/v/", &view, &err))
			fuzz_error(&err);
	}
	for (int k = 0; k < MODEL_KINDS; k++)
		count += r->per_kind[k];
	HOLDS(count == r->count);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new(FUZZ_ARENA);
	struct model_campaign *c;
	struct err_list errors;
	struct xml_doc *doc, *view;
	struct err err;

	HOLDS(a != NULL);
	err_list_init(&errors, a);
	if (!xml_parse(
		a, "x.xml", (const char *)bytes, len, XML_DATA, &doc, &err)) {
		fuzz_error(&err);
	} else if (model_load(a, doc, &errors, &c)) {
		HOLDS(err_list_ok(&errors) && c->key[0] != '\0');
		if (!model_plan_view(a, c, 7, &view, &err))
			fuzz_error(&err);
		for (size_t i = 0; i < c->round_count && i < 4; i++)
			use_round(a, c, &c->rounds[i]);
	} else {
		HOLDS(errors.errors > 0);
	}
	fuzz_errors(&errors);
	arena_free(a);
	return 0;
}
