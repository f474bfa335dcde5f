/* tests/fuzz/tmpl.c -- any bytes as a template: compiled, and run over the
 * plan's data into an HTML page. */
#include "tmpl/tmpl.h"
#include "base/file.h"
#include "fuzz.h"
#include "xml/write.h"
#include "xml/xml.h"

struct source {
	const char *bytes;
	size_t len;
};

/* The input has the name "x"; all others are the program's own files. */
static bool
load(void *ctx, struct arena *a, const char *name, const char **ret_label,
    const char **ret_bytes, size_t *ret_len, struct err *err)
{
	const struct source *s = ctx;
	char *bytes, *path;

	*ret_label = "x.xml";
	*ret_bytes = s->bytes;
	*ret_len = s->len;
	if (strcmp(name, "x") == 0)
		return true;
	if (strstr(name, "..") != NULL || strlen(name) > 200)
		return err_set(err, ERR_NOTFOUND, no_pos, "mẫu %.40s", name);
	path = arena_printf(a, SOURCE_ROOT "/templates/%s", name);
	if (path == NULL || !file_read(a, path, 100000, &bytes, ret_len, err))
		return err_set(err, ERR_NOTFOUND, no_pos, "mẫu %.40s", name);
	*ret_bytes = bytes;
	return true;
}

static const struct xml_doc *
data(void)
{
	static struct xml_doc *doc;
	struct err err;

	if (doc == NULL)
		HOLDS(xml_parse_file(arena_new(0),
		    SOURCE_ROOT "/templates/documents/plan/mau.xml", XML_DATA,
		    &doc, &err));
	return doc;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new(FUZZ_ARENA);
	struct source s = { (const char *)bytes, len };
	struct tmpl_loader loader = { &s, load };
	struct tmpl_options o = { .data = data(), .join = len % 2 == 0 };
	struct err_list errors;
	struct xml_writer w;
	struct xml_sink sink;
	struct buf out = { .limit = 4 * 1024 * 1024 };
	struct tmpl *t;

	HOLDS(a != NULL);
	err_list_init(&errors, a);
	if (tmpl_load(a, &loader, "x", &errors, &t)) {
		HOLDS(err_list_ok(&errors));
		o.draft = len % 3 == 0;
		sink = xml_html_sink(&w, &out);
		if (!tmpl_run(t, &o, &sink, &errors))
			HOLDS(errors.errors > 0);
	} else {
		HOLDS(errors.errors > 0);
	}
	fuzz_errors(&errors);
	buf_done(&out);
	arena_free(a);
	return 0;
}
