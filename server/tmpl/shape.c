/* tmpl/shape.c -- a RELAX NG schema → which name may stand below which. */
#include "tmpl/shape.h"

#include <string.h>

#include "base/arena.h"
#include "xml/xml.h"

enum { WALK_DEPTH = 64 };

static bool
named(const char *name, const char *s, size_t len)
{
	return strlen(name) == len && memcmp(name, s, len) == 0;
}

/* One longer; the old array stays in the arena: schemas are small. */
static void *
grown(struct shapes *s, const void *items, size_t count, size_t size)
{
	char *more = arena_alloc_n(s->arena, count + 1, size);

	if (more == NULL)
		s->failed = true;
	else if (count > 0)
		memcpy(more, items, count * size);
	return more;
}

static struct shape *
shape_of(struct shapes *s, const struct xml_node *element)
{
	struct shape *sh, **all;

	for (size_t i = 0; i < s->count; i++)
		if (s->all[i]->node == element)
			return s->all[i];
	sh = arena_alloc(s->arena, sizeof(*sh));
	all = grown(s, s->all, s->count, sizeof(struct shape *));
	if (sh == NULL || all == NULL) {
		s->failed = true;
		return NULL;
	}
	sh->name = xml_attr(element, "name");
	if (sh->name == NULL)
		sh->name = "";
	sh->node = element;
	all[s->count] = sh;
	s->all = all;
	s->count++;
	return sh;
}

static const struct xml_node *
find_define(const struct shapes *s, const char *name)
{
	for (const struct xml_node *d = xml_first_element(s->grammar);
	     d != NULL; d = xml_next_element(d))
		if (strcmp(xml_name(d), "define") == 0 &&
		    xml_attr(d, "name") != NULL &&
		    strcmp(xml_attr(d, "name"), name) == 0)
			return d;
	return NULL;
}

static void
add_child(struct shapes *s, struct shape *of, const struct xml_node *element)
{
	struct shape *child = shape_of(s, element);
	struct shape **more =
	    grown(s, of->children, of->child_count, sizeof(struct shape *));

	if (child == NULL || more == NULL)
		return;
	more[of->child_count++] = child;
	of->children = more;
}

static void
add_attr(struct shapes *s, struct shape *of, const char *name)
{
	const char **more =
	    grown(s, of->attrs, of->attr_count, sizeof(const char *));

	if (name == NULL || more == NULL)
		return;
	more[of->attr_count++] = name;
	of->attrs = more;
}

static void
walk(struct shapes *s, struct shape *of, const struct xml_node *pattern,
    int depth)
{
	if (pattern == NULL || depth > WALK_DEPTH)
		return;
	for (const struct xml_node *n = xml_first_element(pattern); n != NULL;
	     n = xml_next_element(n)) {
		const char *name = xml_attr(n, "name");

		if (strcmp(xml_name(n), "element") == 0)
			add_child(s, of, n);
		else if (strcmp(xml_name(n), "attribute") == 0)
			add_attr(s, of, name);
		else if (strcmp(xml_name(n), "ref") == 0 && name != NULL)
			walk(s, of, find_define(s, name), depth + 1);
		else
			walk(s, of, n, depth + 1);
	}
}

void
shape_fill(struct shapes *s, struct shape *of)
{
	if (of->filled)
		return;
	of->filled = true;
	walk(s, of, of->node, 0);
}

bool
shapes_load(struct shapes *s, struct arena *a, const struct xml_doc *schema)
{
	*s = (struct shapes){ .arena = a, .grammar = xml_root(schema) };
	s->document.name = "/";
	s->document.node = xml_child(s->grammar, "start");
	if (s->document.node != NULL)
		shape_fill(s, &s->document);
	return !s->failed && s->document.child_count > 0;
}

struct shape *
shape_child(struct shapes *s, struct shape *of, const char *name, size_t len)
{
	shape_fill(s, of);
	for (size_t i = 0; i < of->child_count; i++)
		if (named(of->children[i]->name, name, len))
			return of->children[i];
	return NULL;
}

bool
shape_has_attr(struct shapes *s, struct shape *of, const char *name, size_t len)
{
	shape_fill(s, of);
	for (size_t i = 0; i < of->attr_count; i++)
		if (named(of->attrs[i], name, len))
			return true;
	return false;
}
