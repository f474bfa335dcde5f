/* xml/xml_priv.h -- what the files of this library share. */
#ifndef XML_XML_PRIV_H
#define XML_XML_PRIV_H

#include <libxml/tree.h>

#include "xml/xml.h"

struct xml_doc {
	xmlDocPtr tree;
	const char *name;   /* in the arena */
	const char *source; /* in the arena, NULL when built */
	size_t source_len;
	size_t *lines; /* offset of each line's start */
	size_t line_count;
	struct arena *arena;
};

/* Our nodes are libxml2's in disguise; `_private` holds one more than the byte
 * offset in the source where the node starts, 0 = unknown. */
static inline xmlNodePtr
xml_raw(const struct xml_node *n)
{
	return (xmlNodePtr)(void *)(uintptr_t)n;
}

static inline const struct xml_node *
xml_wrap(const xmlNode *n)
{
	return (const struct xml_node *)(const void *)n;
}

/* Notes in `psvi` which one of its name among its siblings the element is, from
 * the one before it; reading a path then costs nothing in a list of thousands.
 */
void xml_note_index(xmlNodePtr n);

/* Makes a document that the arena frees; takes `tree` in every case. */
bool xml_adopt(struct arena *a, xmlDocPtr tree, const char *name,
    const char *source, size_t len, struct xml_doc **ret, struct err *err);

#endif
