/* tests/fuzz/xml.c -- any bytes as an XML document: parsed, walked, written,
 * parsed again. */
#include "xml/xml.h"
#include "fuzz.h"

static void
walk(struct arena *a, const struct xml_doc *doc, const struct xml_node *n,
    int *left)
{
	const char *name, *ns, *value;
	struct pos at = xml_pos(n);

	if (--*left < 0)
		return;
	HOLDS(at.line >= 0 && at.col >= 0);
	HOLDS(xml_path(a, n) != NULL);
	for (size_t i = 0; xml_attr_at(n, i, &name, &ns, &value); i++) {
		at = xml_attr_pos(n, name);
		HOLDS(at.line >= 0 && at.col >= 0 && value != NULL);
	}
	for (const struct xml_node *c = xml_first(n); c != NULL;
	     c = xml_next(c))
		walk(a, doc, c, left);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new(FUZZ_ARENA);
	struct xml_doc *doc, *again;
	struct buf once = { 0 }, twice = { 0 };
	struct err err;
	int left = 2000;

	HOLDS(a != NULL);
	if (!xml_parse(
		a, "x.xml", (const char *)bytes, len, XML_DATA, &doc, &err)) {
		fuzz_error(&err);
		arena_free(a);
		return 0;
	}
	walk(a, doc, xml_root(doc), &left);
	/* What was written canonically reads back as the same document. */
	if (xml_canonical(doc, &once, &err)) {
		HOLDS(xml_parse(a, "y.xml", buf_str(&once), once.len, XML_DATA,
		    &again, &err));
		HOLDS(xml_canonical(again, &twice, &err));
		HOLDS(once.len == twice.len &&
		      memcmp(buf_str(&once), buf_str(&twice), once.len) == 0);
	}
	buf_done(&once);
	buf_done(&twice);
	arena_free(a);
	return 0;
}
