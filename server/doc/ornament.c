/* doc/ornament.c -- ornaments: read from their files, shared by the documents
 * of one thread. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "doc/doc_priv.h"
#include "xml/xml.h"

enum { SHARED = 32 };

struct doc_art {
	struct gfx_ornament *items[SHARED];
	struct arena *arenas[SHARED];
	size_t count;
};

struct doc_art *
doc_art_new(void)
{
	return calloc(1, sizeof(struct doc_art));
}

void
doc_art_free(struct doc_art *art)
{
	for (size_t i = 0; art != NULL && i < art->count; i++)
		arena_free(art->arenas[i]);
	free(art);
}

static struct gfx_ornament *
find(const struct doc_art *art, const char *href)
{
	for (size_t i = 0; art != NULL && i < art->count; i++)
		if (strcmp(art->items[i]->name, href) == 0)
			return art->items[i];
	return NULL;
}

/* Takes the ornament and the arena that it lives in; false when there is no
 * room or no cache. */
static bool
take(struct doc_art *art, struct gfx_ornament *o, struct arena *arena)
{
	if (art == NULL || art->count == SHARED)
		return false;
	o->kept = arena_alloc(arena, sizeof(*o->kept));
	if (o->kept == NULL)
		return false;
	o->kept->arena = arena;
	art->items[art->count] = o;
	art->arenas[art->count++] = arena;
	return true;
}

static void
load_shape(struct doc_build *b, struct arena *to, const struct xml_node *n,
    const char *unit, struct gfx_shape *shape)
{
	struct frame f = { .spec = NULL, .pos = xml_pos(n) };
	struct attr_value attrs[12];
	const char *name, *ns, *value;
	struct err err;

	f.attrs = attrs;
	while (f.attr_count < 12 &&
	       xml_attr_at(n, f.attr_count, &name, &ns, &value)) {
		attrs[f.attr_count] = (struct attr_value){ name, value, f.pos };
		f.attr_count++;
	}
	doc_paint(b, &f, &shape->paint);
	value = xml_attr(n, "d");
	if (!gfx_path_parse(to, value == NULL ? "" : value, unit, f.pos,
		&shape->path, &err))
		err_list_add(b->config.errors, &err);
}

/* Everything of the ornament lies in `to`. */
static struct gfx_ornament *
read_ornament(
    struct doc_build *b, struct frame *f, const char *href, struct arena *to)
{
	const char *bytes, *unit;
	size_t len, n = 0;
	struct xml_doc *doc;
	struct gfx_ornament *o = arena_alloc(to, sizeof(*o));
	const struct xml_node *root, *e;
	struct err err;

	if (o == NULL || !doc_asset_bytes(b, f, href, &bytes, &len))
		return NULL;
	if (!xml_parse(b->arena, href, bytes, len, XML_TEMPLATE, &doc, &err)) {
		err_list_add(b->config.errors, &err);
		return NULL;
	}
	root = xml_root(doc);
	unit = xml_attr(root, "unit");
	if (unit == NULL)
		unit = "mm";
	if (xml_attr(root, "width") == NULL ||
	    xml_attr(root, "height") == NULL ||
	    !mpt_parse(xml_attr(root, "width"), unit, &o->width) ||
	    !mpt_parse(xml_attr(root, "height"), unit, &o->height)) {
		doc_author_error(b, ERR_ASSET, xml_pos(root),
		    "viết <ornament width=\"60\" height=\"60\" unit=\"mm\">",
		    "hoa văn %s không ghi kích thước", href);
		return NULL;
	}
	for (e = xml_first_element(root); e != NULL; e = xml_next_element(e))
		n++;
	o->shapes = arena_alloc_n(to, n, sizeof(*o->shapes));
	for (e = xml_first_element(root); o->shapes != NULL && e != NULL;
	     e = xml_next_element(e))
		load_shape(b, to, e, unit, &o->shapes[o->count++]);
	o->name = arena_strdup(to, href);
	return o->shapes == NULL || o->name == NULL ? NULL : o;
}

static void
free_arena(void *arena)
{
	arena_free(arena);
}

/* One with an error goes with the document, so that the next tells it again. */
struct gfx_ornament *
doc_ornament(struct doc_build *b, struct frame *f, const char *href)
{
	struct gfx_ornament *o = find(b->config.art, href);
	size_t before = b->config.errors->errors;
	struct arena *own;

	if (o != NULL)
		return o;
	own = arena_new(0);
	if (own == NULL)
		return NULL;
	o = read_ornament(b, f, href, own);
	if (o != NULL && b->config.errors->errors == before &&
	    take(b->config.art, o, own))
		return o;
	return arena_defer(b->arena, free_arena, own) ? o : NULL;
}
