/* tests/fuzz/doc.c -- any bytes as a template of a document: bound, placed,
 * drawn as a PDF. */
#include <unistd.h>

#include "base/file.h"
#include "fuzz.h"
#include "press/press.h"
#include "xml/xml.h"

static struct press *press;
static struct xml_doc *data;
static char dir[64];

static void
tidy(void)
{
	press_close(press);
	rmdir(dir);
}

static void
set_up(void)
{
	static const struct press_config config = { .templates = SOURCE_ROOT
						    "/templates",
		.fonts = SOURCE_ROOT "/fonts" };
	struct err err;

	HOLDS(press_open(&config, &press, &err));
	HOLDS(xml_parse_file(arena_new(0),
	    SOURCE_ROOT "/templates/documents/certificate-merit/mau.xml",
	    XML_DATA, &data, &err));
	snprintf(dir, sizeof(dir), "/tmp/sovang-fuzz-XXXXXX");
	HOLDS(mkdtemp(dir) != NULL);
	atexit(tidy);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static unsigned long count;
	struct press_job job = { .data = data };
	struct press_result r;
	struct err_list errors;
	struct arena *a;
	char path[128];
	FILE *f;

	if (press == NULL)
		set_up();
	a = arena_new(FUZZ_ARENA);
	HOLDS(a != NULL);
	/* A name of its own each time: compiled templates are kept by name. */
	snprintf(path, sizeof(path), "%s/%lu.xml", dir, count++);
	f = fopen(path, "wb");
	HOLDS(f != NULL && fwrite(bytes, 1, len, f) == len && fclose(f) == 0);
	err_list_init(&errors, a);
	job.template = path;
	job.data = data;
	job.draft = len % 3 == 0;
	job.profile = len % 2 == 0 ? "a-3a" : "a-1a";
	if (press_run(press, a, &job, &errors, &r)) {
		HOLDS(r.pages > 0 && r.pdf_len > 8);
		HOLDS(memcmp(r.pdf, "%PDF-1.", 7) == 0);
	} else {
		HOLDS(errors.errors > 0);
	}
	fuzz_errors(&errors);
	unlink(path);
	arena_free(a);
	return 0;
}
