/* xml/validate.c -- documents against a RELAX NG schema.
 *
 * A tree of its own is validated: libxml2 writes into the nodes, and ours are
 * shared. */
#include <libxml/relaxng.h>
#include <string.h>

#include "base/arena.h"
#include "xml/xml_priv.h"

struct xml_schema {
	xmlRelaxNGPtr rng;
};

static void
free_schema(void *schema)
{
	xmlRelaxNGFree(schema);
}

static void
silent(void *ctx, xmlErrorPtr e)
{
	(void)ctx;
	(void)e;
}

bool
xml_schema_load(struct arena *a, const char *bytes, size_t len,
    struct xml_schema **ret, struct err *err)
{
	struct xml_schema *s = arena_alloc(a, sizeof(*s));
	xmlRelaxNGParserCtxtPtr ctx;

	if (s == NULL || len > INT32_MAX)
		return err_nomem(err);
	ctx = xmlRelaxNGNewMemParserCtxt(bytes, (int)len);
	if (ctx == NULL)
		return err_nomem(err);
	xmlRelaxNGSetParserStructuredErrors(ctx, silent, NULL);
	s->rng = xmlRelaxNGParse(ctx);
	xmlRelaxNGFreeParserCtxt(ctx);
	if (s->rng == NULL)
		return err_set(
		    err, ERR_SETUP, no_pos, "lược đồ RELAX NG không đọc được");
	*ret = s;
	return arena_defer(a, free_schema, s->rng) || err_nomem(err);
}

struct complaint {
	struct err_list *errors;
	const char *name;
};

static void
on_complaint(void *ctx, xmlErrorPtr e)
{
	struct complaint *c = ctx;
	struct pos pos = { c->name, e->line, 1 };
	char text[200];
	struct err err;

	snprintf(text, sizeof(text), "%s", e->message);
	text[strcspn(text, "\n")] = '\0';
	err_set(&err, ERR_XML, pos, "lược đồ của mẫu không nhận: %s", text);
	err_hint(&err, "xem templates/tham-chieu.md");
	err_list_add(c->errors, &err);
}

static bool
validate(
    const struct xml_schema *schema, struct xml_doc *doc, struct complaint *c)
{
	xmlRelaxNGValidCtxtPtr ctx = xmlRelaxNGNewValidCtxt(schema->rng);
	size_t before = c->errors->errors;
	struct err err;
	int bad;

	if (ctx == NULL) {
		err_nomem(&err);
		err_list_add(c->errors, &err);
		return false;
	}
	xmlRelaxNGSetValidStructuredErrors(ctx, on_complaint, c);
	bad = xmlRelaxNGValidateDoc(ctx, doc->tree);
	xmlRelaxNGFreeValidCtxt(ctx);
	if (bad == 0)
		return true;
	if (c->errors->errors == before) {
		err_set(&err, ERR_XML, (struct pos){ c->name, 1, 1 },
		    "lược đồ của mẫu không nhận tệp này");
		err_list_add(c->errors, &err);
	}
	return false;
}

bool
xml_validate(const struct xml_schema *schema, const char *name,
    const char *bytes, size_t len, struct err_list *errors)
{
	struct complaint c = { errors, name };
	struct arena *a = arena_new(0);
	struct xml_doc *doc;
	struct err err;
	bool ok = false;

	if (a == NULL)
		err_nomem(&err);
	else
		ok = xml_parse(a, name, bytes, len, XML_TEMPLATE, &doc, &err);
	if (ok)
		ok = validate(schema, doc, &c);
	else
		err_list_add(errors, &err);
	arena_free(a);
	return ok;
}

const char *
xml_library_version(void)
{
	return LIBXML_DOTTED_VERSION;
}
