/* press/keep.c -- template files, and what a thread keeps of them: compiled
 * templates, ornaments, packed font programs. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "pdf/pdf.h"
#include "press/press_priv.h"
#include "tmpl/tmpl.h"
#include "xml/xml.h"

void
press_cache_free(void *cache)
{
	struct cache *c = cache;

	for (int i = 0; c != NULL && i < CACHED; i++)
		arena_free(c->items[i].arena);
	if (c != NULL) {
		pdf_cache_free(c->pdf);
		doc_art_free(c->art);
	}
	free(c);
}

/* --- files --- */

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

/* A file that a clerk names by its path, not yet among the templates. */
static bool
load_path(struct arena *a, const char *path, const char **ret_label,
    const char **ret_bytes, size_t *ret_len, struct err *err)
{
	char *bytes;

	if (!file_read(a, path, XML_BYTES_TEMPLATE, &bytes, ret_len, err))
		return false;
	*ret_label = path;
	*ret_bytes = bytes;
	return true;
}

static bool
load_template(void *ctx, struct arena *a, const char *name,
    const char **ret_label, const char **ret_bytes, size_t *ret_len,
    struct err *err)
{
	struct press *p = ctx;
	bool xml = ends_with(name, ".xml");
	const char *shapes[3];

	if (xml && !p->only_files && file_exists(name))
		return load_path(a, name, ret_label, ret_bytes, ret_len, err);
	shapes[0] = xml ? name : arena_printf(a, "%s.xml", name);
	shapes[1] = arena_printf(a, "%s/template.xml", name);
	shapes[2] = arena_printf(a, "documents/%s/template.xml", name);
	for (size_t i = 0; i < 3 && shapes[i] != NULL; i++) {
		if (!press_has(p, a, shapes[i]))
			continue;
		*ret_label = shapes[i];
		return press_read(p, a, shapes[i], PRESS_TEMPLATES,
		    XML_BYTES_TEMPLATE, ret_bytes, ret_len, err);
	}
	err_set(err, ERR_NOTFOUND, no_pos, "mẫu «%s»", name);
	return err_hint(err,
	    "tên mẫu là tên thư mục trong templates/documents, hoặc "
	    "đường dẫn tới tệp .xml");
}

bool
press_file(struct press *p, struct arena *a, const char *name, const char **ret,
    size_t *ret_len, struct err *err)
{
	return press_read(
	    p, a, name, PRESS_OFFICE_FIRST, GFX_IMAGE_BYTES, ret, ret_len, err);
}

/* --- compiled templates --- */

static struct cache *
cache_new(struct press *p)
{
	struct cache *c = calloc(1, sizeof(*c));

	if (c == NULL)
		return NULL;
	c->pdf = pdf_cache_new();
	c->art = doc_art_new();
	if (c->pdf == NULL || c->art == NULL ||
	    pthread_setspecific(p->cache, c) != 0) {
		press_cache_free(c);
		return NULL;
	}
	return c;
}

static struct cached *
cache_slot(struct press *p)
{
	struct cache *c = pthread_getspecific(p->cache);
	struct cached *oldest;

	if (c == NULL)
		c = cache_new(p);
	if (c == NULL)
		return NULL;
	oldest = &c->items[0];
	for (int i = 1; i < CACHED; i++)
		if (c->items[i].used < oldest->used)
			oldest = &c->items[i];
	arena_free(oldest->arena);
	*oldest = (struct cached){ .used = ++c->clock };
	return oldest;
}

static struct tmpl *
cache_find(struct press *p, const char *name)
{
	struct cache *c = pthread_getspecific(p->cache);

	for (int i = 0; c != NULL && i < CACHED; i++)
		if (c->items[i].tmpl != NULL &&
		    strcmp(c->items[i].name, name) == 0) {
			c->items[i].used = ++c->clock;
			return c->items[i].tmpl;
		}
	return NULL;
}

/* Misspelt paths are found here, before any data is. */
static bool
lint_template(
    struct press *p, struct arena *a, struct tmpl *t, struct err_list *errors)
{
	const char *data = tmpl_data(t), *name, *bytes;
	struct xml_doc *schema;
	struct err err;
	size_t len;

	if (data == NULL)
		return true;
	name = arena_printf(a, "schema/%s.rng", data);
	if (name != NULL && press_file(p, a, name, &bytes, &len, &err) &&
	    xml_parse(a, name, bytes, len, XML_TEMPLATE, &schema, &err))
		return tmpl_lint(t, schema, errors);
	if (name == NULL)
		err_nomem(&err);
	err_list_add(errors, &err);
	return false;
}

struct tmpl *
press_template(struct press *p, const char *name, struct err_list *errors)
{
	struct tmpl_loader loader = { p, load_template };
	struct tmpl *t = cache_find(p, name);
	struct cached *slot;
	struct err err;

	if (t != NULL)
		return t;
	slot = cache_slot(p);
	if (slot != NULL)
		slot->arena = arena_new(0);
	if (slot == NULL || slot->arena == NULL ||
	    strlen(name) >= sizeof(slot->name)) {
		err_nomem(&err);
		err_list_add(errors, &err);
		return NULL;
	}
	memcpy(slot->name, name, strlen(name) + 1);
	if (!tmpl_load(slot->arena, &loader, slot->name, errors, &slot->tmpl) ||
	    !lint_template(p, slot->arena, slot->tmpl, errors)) {
		slot->tmpl = NULL; /* errors are copies; the arena goes later */
		return NULL;
	}
	return slot->tmpl;
}

bool
press_check(struct press *p, struct arena *a, const char *template,
    struct err_list *errors)
{
	bool ok;

	(void)a;
	errors->template = template;
	errors->version = "";
	ok = press_template(p, template, errors) != NULL;
	errors->template = NULL;
	return ok;
}
