/* tmpl/shape.h -- what the data may look like, read from a RELAX NG schema.
 *
 * Of the schema only names and nesting are used: which elements and attributes
 * an element may have.  Any pattern that RELAX NG's XML syntax combines them
 * with (group, choice, optional, interleave, ref …) is walked through. */
#ifndef TMPL_SHAPE_H
#define TMPL_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct xml_doc;
struct xml_node;

struct shape {
	const char *name;
	const struct xml_node *node; /* its <element> */
	bool filled;
	struct shape **children;
	size_t child_count;
	const char **attrs;
	size_t attr_count;
};

struct shapes {
	struct arena *arena;
	const struct xml_node *grammar;
	struct shape **all;
	size_t count;
	struct shape document; /* its only child is the root element */
	bool failed;	       /* memory is out */
};

/* False when the grammar has no <start> or memory is out. */
bool shapes_load(
    struct shapes *s, struct arena *a, const struct xml_doc *schema);
/* Child by name, or NULL; fills in the shape's children. */
struct shape *shape_child(
    struct shapes *s, struct shape *of, const char *name, size_t len);
bool shape_has_attr(
    struct shapes *s, struct shape *of, const char *name, size_t len);
void shape_fill(struct shapes *s, struct shape *of);

#endif
