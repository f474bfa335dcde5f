/* xml/build.c -- making documents, and their canonical bytes. */
#include <libxml/c14n.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "xml/xml_priv.h"

struct xml_build {
	struct arena *arena;
	struct xml_doc *doc;
	xmlNodePtr at;
	bool failed;
	struct err err;
};

static const xmlChar *
u(const char *s)
{
	return (const xmlChar *)s;
}

struct xml_build *
xml_build_new(struct arena *a, const char *root_name)
{
	struct xml_build *b = arena_alloc(a, sizeof(*b));
	xmlDocPtr tree;

	if (b == NULL)
		return NULL;
	b->arena = a;
	tree = xmlNewDoc(u("1.0"));
	if (tree == NULL ||
	    !xml_adopt(a, tree, "dữ liệu", NULL, 0, &b->doc, &b->err)) {
		b->failed = true;
		return b;
	}
	b->at = xmlNewDocNode(tree, NULL, u(root_name), NULL);
	if (b->at == NULL)
		b->failed = true;
	else
		xmlDocSetRootElement(tree, b->at);
	return b;
}

void
xml_open(struct xml_build *b, const char *name)
{
	xmlNodePtr n;

	if (b == NULL || b->failed)
		return;
	n = xmlNewChild(b->at, NULL, u(name), NULL);
	if (n == NULL)
		b->failed = true;
	else
		b->at = n;
}

void
xml_close(struct xml_build *b)
{
	if (b != NULL && !b->failed && b->at->parent != NULL &&
	    b->at->parent->type == XML_ELEMENT_NODE)
		b->at = b->at->parent;
}

void
xml_set(struct xml_build *b, const char *attr, const char *value)
{
	if (b == NULL || b->failed || value == NULL)
		return;
	if (xmlNewProp(b->at, u(attr), u(value)) == NULL)
		b->failed = true;
}

void
xml_set_int(struct xml_build *b, const char *attr, long long value)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", value);
	xml_set(b, attr, text);
}

void
xml_add_text(struct xml_build *b, const char *text)
{
	xmlNodePtr n;

	if (b == NULL || b->failed || text == NULL || text[0] == '\0')
		return;
	n = xmlNewDocText(b->doc->tree, u(text));
	if (n == NULL || xmlAddChild(b->at, n) == NULL)
		b->failed = true;
}

void
xml_leaf(struct xml_build *b, const char *name, const char *text)
{
	if (text == NULL)
		return;
	xml_open(b, name);
	xml_add_text(b, text);
	xml_close(b);
}

/* The copy's offsets would point into another source. */
static void
forget_offsets(xmlNodePtr n)
{
	n->_private = NULL;
	for (xmlNodePtr c = n->type == XML_ELEMENT_NODE ? n->children : NULL;
	     c != NULL; c = c->next)
		forget_offsets(c);
}

void
xml_copy(struct xml_build *b, const struct xml_node *n)
{
	xmlNodePtr copy;

	if (b == NULL || b->failed || n == NULL)
		return;
	copy = xmlDocCopyNode(xml_raw(n), b->doc->tree, 1);
	if (copy == NULL || xmlAddChild(b->at, copy) == NULL)
		b->failed = true;
	else if (xml_kind(n) == XML_ELEMENT)
		forget_offsets(copy);
}

static void
note_indexes(xmlNodePtr n)
{
	for (; n != NULL; n = n->next) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		xml_note_index(n);
		note_indexes(n->children);
	}
}

bool
xml_build_doc(struct xml_build *b, struct xml_doc **ret, struct err *err)
{
	if (b == NULL || b->failed)
		return err_nomem(err);
	note_indexes(xmlDocGetRootElement(b->doc->tree));
	*ret = b->doc;
	return true;
}

bool
xml_canonical(const struct xml_doc *doc, struct buf *out, struct err *err)
{
	xmlChar *bytes = NULL;
	int len = xmlC14NDocDumpMemory(
	    doc->tree, NULL, XML_C14N_1_0, NULL, 0, &bytes);

	if (len < 0 || bytes == NULL)
		return err_nomem(err);
	buf_add(out, bytes, (size_t)len);
	xmlFree(bytes);
	return buf_ok(out) || err_nomem(err);
}
