/* xml/read.c -- walking a document. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "xml/xml_priv.h"

const char *
xml_source(const struct xml_doc *doc, size_t *ret_len)
{
	*ret_len = doc->source_len;
	return doc->source;
}

const char *
xml_doc_name(const struct xml_doc *doc)
{
	return doc->name;
}

const struct xml_node *
xml_root(const struct xml_doc *doc)
{
	return xml_wrap(xmlDocGetRootElement(doc->tree));
}

enum xml_kind
xml_kind(const struct xml_node *n)
{
	switch (xml_raw(n)->type) {
	case XML_ELEMENT_NODE:
		return XML_ELEMENT;
	case XML_TEXT_NODE:
	case XML_CDATA_SECTION_NODE:
		return XML_TEXT;
	default:
		return XML_OTHER;
	}
}

const char *
xml_name(const struct xml_node *n)
{
	xmlNodePtr raw = xml_raw(n);

	if (raw->type != XML_ELEMENT_NODE && raw->type != XML_ATTRIBUTE_NODE)
		return "";
	return (const char *)raw->name;
}

const char *
xml_ns(const struct xml_node *n)
{
	xmlNodePtr raw = xml_raw(n);

	if (raw->type != XML_ELEMENT_NODE || raw->ns == NULL ||
	    raw->ns->href == NULL)
		return "";
	return (const char *)raw->ns->href;
}

const char *
xml_text(const struct xml_node *n)
{
	xmlNodePtr raw = xml_raw(n);

	if (xml_kind(n) != XML_TEXT || raw->content == NULL)
		return "";
	return (const char *)raw->content;
}

const struct xml_node *
xml_parent(const struct xml_node *n)
{
	xmlNodePtr up = xml_raw(n)->parent;

	return up == NULL || up->type != XML_ELEMENT_NODE ? NULL : xml_wrap(up);
}

const struct xml_node *
xml_first(const struct xml_node *n)
{
	return xml_kind(n) == XML_ELEMENT ? xml_wrap(xml_raw(n)->children)
					  : NULL;
}

const struct xml_node *
xml_next(const struct xml_node *n)
{
	return xml_wrap(xml_raw(n)->next);
}

static const struct xml_node *
skip_to_element(const struct xml_node *n)
{
	while (n != NULL && xml_kind(n) != XML_ELEMENT)
		n = xml_next(n);
	return n;
}

const struct xml_node *
xml_first_element(const struct xml_node *n)
{
	return skip_to_element(xml_first(n));
}

const struct xml_node *
xml_next_element(const struct xml_node *n)
{
	return skip_to_element(xml_next(n));
}

const struct xml_node *
xml_child(const struct xml_node *n, const char *name)
{
	const struct xml_node *c = xml_first_element(n);

	while (c != NULL && strcmp(xml_name(c), name) != 0)
		c = xml_next_element(c);
	return c;
}

static const char *
attr_value(const xmlAttr *at)
{
	if (at->children == NULL || at->children->content == NULL)
		return "";
	return (const char *)at->children->content;
}

const char *
xml_attr(const struct xml_node *n, const char *name)
{
	if (xml_kind(n) != XML_ELEMENT)
		return NULL;
	for (const xmlAttr *at = xml_raw(n)->properties; at != NULL;
	     at = at->next)
		if (at->ns == NULL && strcmp((const char *)at->name, name) == 0)
			return attr_value(at);
	return NULL;
}

bool
xml_attr_at(const struct xml_node *n, size_t index, const char **ret_name,
    const char **ret_ns, const char **ret_value)
{
	const xmlAttr *at;

	if (xml_kind(n) != XML_ELEMENT)
		return false;
	for (at = xml_raw(n)->properties; at != NULL && index > 0; index--)
		at = at->next;
	if (at == NULL)
		return false;
	*ret_name = (const char *)at->name;
	*ret_ns = at->ns == NULL || at->ns->href == NULL
		      ? ""
		      : (const char *)at->ns->href;
	*ret_value = attr_value(at);
	return true;
}

static const struct xml_doc *
doc_of(const struct xml_node *n)
{
	const xmlDoc *tree = xml_raw(n)->doc;

	return tree == NULL ? NULL : tree->_private;
}

static struct pos
pos_at(const struct xml_doc *doc, size_t off)
{
	struct pos pos = { doc->name, 1, 1 };
	size_t lo = 0, hi = doc->line_count;

	while (hi - lo > 1) {
		size_t mid = (lo + hi) / 2;

		if (doc->lines[mid] <= off)
			lo = mid;
		else
			hi = mid;
	}
	pos.line = (int)lo + 1;
	for (size_t i = doc->lines[lo]; i < off && i < doc->source_len; i++)
		pos.col += ((unsigned char)doc->source[i] & 0xC0) != 0x80;
	return pos;
}

static bool
offset_of(const struct xml_node *n, size_t *ret)
{
	uintptr_t v = (uintptr_t)xml_raw(n)->_private;

	if (v == 0)
		return false;
	*ret = v - 1;
	return true;
}

struct pos
xml_pos(const struct xml_node *n)
{
	const struct xml_doc *doc = doc_of(n);
	xmlNodePtr raw = xml_raw(n);
	size_t off;

	if (doc == NULL)
		return no_pos;
	if (raw->type == XML_ATTRIBUTE_NODE)
		return xml_attr_pos(
		    xml_wrap(raw->parent), (const char *)raw->name);
	if (doc->source == NULL || !offset_of(n, &off))
		return (struct pos){ doc->name, 0, 0 };
	return pos_at(doc, off);
}

/* Finds ` name=` in the opening tag that starts at `off`, outside quotes. */
static size_t
find_attr(const struct xml_doc *doc, size_t off, const char *name)
{
	size_t len = strlen(name);
	char quote = '\0';

	for (size_t i = off; i < doc->source_len; i++) {
		char c = doc->source[i];

		if (quote != '\0') {
			if (c == quote)
				quote = '\0';
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (c == '>') {
			break;
		} else if (strchr(" \t\r\n", c) != NULL &&
			   i + 1 + len < doc->source_len &&
			   memcmp(doc->source + i + 1, name, len) == 0 &&
			   strchr("= \t\r\n", doc->source[i + 1 + len]) !=
			       NULL) {
			return i + 1;
		}
	}
	return off;
}

struct pos
xml_attr_pos(const struct xml_node *n, const char *name)
{
	const struct xml_doc *doc = doc_of(n);
	size_t off;

	if (doc == NULL || doc->source == NULL || !offset_of(n, &off))
		return doc == NULL ? no_pos : (struct pos){ doc->name, 0, 0 };
	return pos_at(doc, find_attr(doc, off, name));
}

static void
gather(const xmlNode *n, struct buf *b)
{
	for (; n != NULL; n = n->next) {
		if ((n->type == XML_TEXT_NODE ||
			n->type == XML_CDATA_SECTION_NODE) &&
		    n->content != NULL)
			buf_str_add(b, (const char *)n->content);
		else if (n->type == XML_ELEMENT_NODE)
			gather(n->children, b);
	}
}

char *
xml_string(struct arena *a, const struct xml_node *n)
{
	const xmlNode *raw = xml_raw(n), *only = raw->children;
	struct buf b = { 0 };
	char *s;

	if (raw->type == XML_TEXT_NODE || raw->type == XML_CDATA_SECTION_NODE)
		return arena_strdup(
		    a, raw->content == NULL ? "" : (const char *)raw->content);
	if (only == NULL)
		return arena_strdup(a, "");
	if (only->next == NULL && only->type == XML_TEXT_NODE &&
	    only->content != NULL)
		return arena_strdup(a, (const char *)only->content);
	gather(only, &b);
	s = buf_ok(&b) ? arena_strndup(a, buf_str(&b), b.len) : NULL;
	buf_done(&b);
	return s;
}

char *
xml_child_string(struct arena *a, const struct xml_node *n, const char *name)
{
	const struct xml_node *c = xml_child(n, name);

	return c == NULL ? NULL : xml_string(a, c);
}

/* In psvi: the position among siblings of the same name, times two, plus one
 * when another follows. */
void
xml_note_index(xmlNodePtr n)
{
	uintptr_t index = 1;

	for (xmlNodePtr s = n->prev; s != NULL; s = s->prev)
		if (s->type == XML_ELEMENT_NODE &&
		    xmlStrEqual(s->name, n->name)) {
			index = (uintptr_t)s->psvi / 2 + 1;
			s->psvi = (void *)((uintptr_t)s->psvi | 1);
			break;
		}
	n->psvi = (void *)(index * 2);
}

static void
path_of(const xmlNode *n, struct buf *b)
{
	uintptr_t place;

	if (n == NULL ||
	    (n->type != XML_ELEMENT_NODE && n->type != XML_ATTRIBUTE_NODE))
		return;
	path_of(n->parent, b);
	buf_str_add(b, n->type == XML_ATTRIBUTE_NODE ? "/@" : "/");
	buf_str_add(b, (const char *)n->name);
	if (n->type == XML_ATTRIBUTE_NODE)
		return;
	place = (uintptr_t)n->psvi;
	if (place > 2) { /* not the first, or not alone */
		buf_char(b, '[');
		buf_int(b, (int64_t)(place / 2));
		buf_char(b, ']');
	}
}

char *
xml_path(struct arena *a, const struct xml_node *n)
{
	const xmlNode *raw = xml_raw(n);
	struct buf b = { 0 };
	char *s;

	if (raw->type == XML_TEXT_NODE)
		raw = raw->parent;
	path_of(raw, &b);
	if (b.len == 0)
		buf_char(&b, '/');
	s = buf_ok(&b) ? arena_strndup(a, buf_str(&b), b.len) : NULL;
	buf_done(&b);
	return s;
}
