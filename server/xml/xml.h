/* xml/xml.h -- safe parsing, reading, building and XPath.
 *
 * The only user of libxml2.  Parsing: no network, no DTD (a DOCTYPE is
 * refused), no entities but the five of XML and character references, depth and
 * size bounded by base/limits.h, invalid UTF-8 and control characters refused.
 * Text is given out as it stands; NFC is made by the reader (viet_nfc).  A
 * document and its nodes belong to the arena; a document is read-only after
 * parsing and may be read by several threads, but XPath contexts belong to one.
 */
#ifndef XML_XML_H
#define XML_XML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"

struct arena;
struct buf;
struct xml_doc;
struct xml_node; /* an element, text or other node of a document */

enum xml_use { XML_TEMPLATE, XML_DATA }; /* chooses the size limit */
enum xml_kind { XML_ELEMENT, XML_TEXT, XML_OTHER };

/* `name` is the file name that errors show; copied.  ERR_XML with line and
 * column, ERR_UTF8, ERR_LIMIT. */
MUST_CHECK bool xml_parse(struct arena *a, const char *name, const char *bytes,
    size_t len, enum xml_use use, struct xml_doc **ret, struct err *err);
MUST_CHECK bool xml_parse_file(struct arena *a, const char *path,
    enum xml_use use, struct xml_doc **ret, struct err *err);
/* The author's text, for excerpts.  NULL for a built document. */
const char *xml_source(const struct xml_doc *doc, size_t *ret_len);
const char *xml_doc_name(const struct xml_doc *doc);

const struct xml_node *xml_root(const struct xml_doc *doc);
enum xml_kind xml_kind(const struct xml_node *n);
const char *xml_name(const struct xml_node *n); /* local name; "" for text */
const char *xml_ns(const struct xml_node *n);	/* URI or "" */
const char *xml_text(const struct xml_node *n); /* of a text node, else "" */
const struct xml_node *xml_parent(const struct xml_node *n);
const struct xml_node *xml_first(const struct xml_node *n);
const struct xml_node *xml_next(const struct xml_node *n);
/* The same over elements only. */
const struct xml_node *xml_first_element(const struct xml_node *n);
const struct xml_node *xml_next_element(const struct xml_node *n);
/* First child element with this local name, or NULL. */
const struct xml_node *xml_child(const struct xml_node *n, const char *name);
/* Value of the attribute without namespace, borrowed, or NULL. */
const char *xml_attr(const struct xml_node *n, const char *name);
/* Attributes in the author's order, for index 0, 1, 2 …; false past the end. */
bool xml_attr_at(const struct xml_node *n, size_t index, const char **ret_name,
    const char **ret_ns, const char **ret_value);
/* Line and column of the opening `<`, or of a text's first letter. */
struct pos xml_pos(const struct xml_node *n);
struct pos xml_attr_pos(const struct xml_node *n, const char *name);
/* All text below, joined; NULL when memory is out. */
char *xml_string(struct arena *a, const struct xml_node *n);
/* text of xml_child(n, name), or NULL when there is no such child. */
char *xml_child_string(
    struct arena *a, const struct xml_node *n, const char *name);
/* "/ho-so/ca-nhan[17]/ten": as a person would point at it. */
char *xml_path(struct arena *a, const struct xml_node *n);

/* Building.  Remembers its first failure: append freely, ask at the end. */
struct xml_build;
struct xml_build *xml_build_new(struct arena *a, const char *root_name);
void xml_open(struct xml_build *b, const char *name);
void xml_close(struct xml_build *b);
void xml_set(struct xml_build *b, const char *attr, const char *value);
void xml_set_int(struct xml_build *b, const char *attr, long long value);
void xml_add_text(struct xml_build *b, const char *text);
/* <name>text</name>; nothing at all when text is NULL. */
void xml_leaf(struct xml_build *b, const char *name, const char *text);
/* Copies a whole subtree of another document to the current place. */
void xml_copy(struct xml_build *b, const struct xml_node *n);
MUST_CHECK bool xml_build_doc(
    struct xml_build *b, struct xml_doc **ret, struct err *err);

/* Holds documents against a RELAX NG schema, read once.  What does not fit is
 * collected as ERR_XML with the document's line; false when anything was. */
struct xml_schema;
MUST_CHECK bool xml_schema_load(struct arena *a, const char *bytes, size_t len,
    struct xml_schema **ret, struct err *err);
MUST_CHECK bool xml_validate(const struct xml_schema *schema, const char *name,
    const char *bytes, size_t len, struct err_list *errors);
/* libxml2's version. */
const char *xml_library_version(void);

/* Canonical XML 1.0 (W3C, 2001): the same document, the same bytes. */
MUST_CHECK bool xml_canonical(
    const struct xml_doc *doc, struct buf *out, struct err *err);

#endif
