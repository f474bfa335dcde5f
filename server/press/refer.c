/* press/refer.c -- reference and schema from the tables of elements.
 *
 * The schema avoids <mixed> and <interleave>, whose errors libxml2 tells badly.
 * A value may always be an expression, so a list of allowed values has the
 * pattern of one beside it. */
#include "press/refer.h"

#include <string.h>

#include "base/buf.h"
#include "doc/elems.h"
#include "tmpl/tmpl.h"

/* --- reference --- */

/* The elements inside which something stands: "`table`, `thead`". */
static void
put_hosts(struct buf *b, unsigned stands)
{
	struct doc_elem e;
	bool first = true;

	for (size_t i = 0; doc_elem_at(i, &e); i++) {
		if ((e.opens & stands) == 0)
			continue;
		buf_printf(b, "%s`%s`", first ? "" : ", ", e.name);
		first = false;
	}
	if (first)
		buf_str_add(b, "gốc của tệp");
}

static void
put_attr(struct buf *b, const struct doc_attr *a)
{
	buf_printf(b, "| `%s` | ", a->name);
	if (a->values != NULL)
		for (const char *at = a->values; *at != '\0';) {
			size_t len = strcspn(at, " ");

			buf_printf(b, "%s`%.*s`", at == a->values ? "" : " ",
			    (int)len, at);
			at += len + strspn(at + len, " ");
		}
	else
		buf_str_add(b, a->type);
	buf_printf(b, " | %s |\n", a->help);
}

static void
put_elem(struct buf *b, size_t i, const struct doc_elem *e)
{
	bool style = strcmp(e->name, "style") == 0, styled = false;
	struct doc_attr a;
	size_t shown = 0;

	buf_printf(b, "\n### `<%s>`: %s\n\nĐứng trong: ", e->name, e->help);
	put_hosts(b, e->stands);
	buf_str_add(b, ".\n");
	for (size_t k = 0; doc_attr_at(i, k, &a); k++) {
		if (a.of_style && !style) {
			styled = true;
			continue;
		}
		if (shown++ == 0)
			buf_str_add(b, "\n| thuộc tính | giá trị | ý nghĩa |\n"
				       "|---|---|---|\n");
		put_attr(b, &a);
	}
	if (styled)
		buf_str_add(b,
		    "\nNgoài ra: mọi thuộc tính trình bày của `<style>`, viết "
		    "thẳng ở đây.\n");
}

static void
put_controls(struct buf *b)
{
	const struct tmpl_control *c;

	buf_str_add(b, "\n## Thẻ điều khiển\n\n| thẻ | thuộc tính | ý nghĩa |\n"
		       "|---|---|---|\n");
	for (size_t i = 0; (c = tmpl_control_at(i)) != NULL; i++)
		buf_printf(b, "| `<%s>` | %s%s%s | %s |\n", c->name,
		    c->attrs[0] == '\0' ? "" : "`", c->attrs,
		    c->attrs[0] == '\0' ? "" : "`", c->help);
}

static void
put_functions(struct buf *b)
{
	const char *name, *args, *help;

	buf_str_add(b, "\n## Bộ lọc\n\nViết trong `${ biểu thức | bộ lọc }`; "
		       "nhiều bộ lọc thì cái trước làm trước.\n\n"
		       "| bộ lọc | tham số | ý nghĩa |\n|---|---|---|\n");
	for (size_t i = 0; tmpl_filter_at(i, &name, &args, &help); i++)
		buf_printf(b, "| `%s` | %s%s%s%s | %s |\n", name,
		    args[0] == '\0' ? "" : "`", args[0] == '\0' ? "" : name,
		    args, args[0] == '\0' ? "" : "`", help);
	buf_str_add(b, "\n## Hàm\n\nCó thêm các hàm này trong mọi biểu thức "
		       "XPath 1.0, bên cạnh các hàm của chính XPath.\n\n"
		       "| hàm | ý nghĩa |\n|---|---|\n");
	for (size_t i = 0; tmpl_function_at(i, &name, &args, &help); i++)
		buf_printf(b, "| `%s(%s)` | %s |\n", name, args, help);
}

void
press_reference(struct buf *b)
{
	struct doc_elem e;

	buf_str_add(b,
	    "# Tham chiếu cho người viết mẫu\n\n"
	    "Tệp này in ra từ chính các bảng mà chương trình dùng để soát mẫu "
	    "(`sovang reference`).\n");
	put_controls(b);
	put_functions(b);
	buf_str_add(b, "\n## Thẻ dàn trang\n");
	for (size_t i = 0; doc_elem_at(i, &e); i++)
		put_elem(b, i, &e);
}

/* --- schema --- */

#define OPTIONAL_ATTR "<optional><attribute name=\"%s\"/></optional>\n"

static void
put_choice(struct buf *b, const struct doc_attr *a)
{
	buf_printf(b, "<optional><attribute name=\"%s\"><choice>", a->name);
	for (const char *at = a->values; *at != '\0';) {
		size_t len = strcspn(at, " ");

		buf_printf(b, "<value>%.*s</value>", (int)len, at);
		at += len + strspn(at + len, " ");
	}
	buf_str_add(b,
	    "<data type=\"string\"><param name=\"pattern\">.*\\$\\{.*</param>"
	    "</data></choice></attribute></optional>\n");
}

static void
put_inside(struct buf *b, unsigned place)
{
	if (place == 0) {
		buf_str_add(b, "<empty/>");
		return;
	}
	buf_printf(b,
	    "<zeroOrMore><choice>%s<ref name=\"in.%u\"/></choice>"
	    "</zeroOrMore>",
	    place == DOC_PLACE_TEXT ? "<text/>" : "", place);
}

static void
schema_elem(struct buf *b, size_t i, const struct doc_elem *e)
{
	struct doc_attr a;

	buf_printf(b, "<define name=\"e.%s\"><element name=\"%s\">\n", e->name,
	    e->name);
	for (size_t k = 0; doc_attr_at(i, k, &a); k++)
		if (a.values != NULL)
			put_choice(b, &a);
		else
			buf_printf(b, OPTIONAL_ATTR, a.name);
	put_inside(b, e->opens);
	buf_str_add(b, "</element></define>\n");
}

static void
control_attrs(struct buf *b, const struct tmpl_control *c)
{
	bool binds =
	    strcmp(c->name, "include") == 0 || strcmp(c->name, "call") == 0;

	for (const char *at = c->attrs; *at != '\0';) {
		size_t len = strcspn(at, " ");

		buf_printf(b, "<optional><attribute name=\"%.*s\"/></optional>",
		    (int)len, at);
		at += len + strspn(at + len, " ");
	}
	/* with-NAME: RELAX NG has no names by prefix. */
	if (binds)
		buf_printf(b,
		    "<zeroOrMore><attribute><nsName ns=\"\"><except>"
		    "<name ns=\"\">%s</name></except></nsName><text/>"
		    "</attribute></zeroOrMore>",
		    c->attrs);
}

static bool
among(const char *name, const char *const *names)
{
	for (; *names != NULL; names++)
		if (strcmp(name, *names) == 0)
			return true;
	return false;
}

/* A control element inside a place holds what the place holds. */
static void
schema_control(struct buf *b, const struct tmpl_control *c, unsigned place)
{
	static const char *const bare[] = { "let", "param", "include", "call",
		NULL };

	buf_printf(b, "<element name=\"%s\">", c->name);
	control_attrs(b, c);
	if (strcmp(c->name, "choose") == 0) {
		buf_printf(b,
		    "<zeroOrMore><choice><ref name=\"when.%u\"/>"
		    "<ref name=\"otherwise.%u\"/></choice></zeroOrMore>",
		    place, place);
	} else if (strcmp(c->name, "each") == 0) {
		put_inside(b, place);
		buf_printf(b, "<optional><element name=\"empty\">");
		put_inside(b, place);
		buf_str_add(b, "</element></optional>");
		put_inside(b, place);
	} else if (strcmp(c->name, "check") == 0) {
		buf_str_add(b, "<text/>");
	} else if (strcmp(c->name, "fill") == 0 ||
		   strcmp(c->name, "fragment") == 0) {
		buf_str_add(b, "<ref name=\"any\"/>");
	} else if (among(c->name, bare)) {
		buf_str_add(b, "<empty/>");
	} else {
		put_inside(b, place);
	}
	buf_str_add(b, "</element>\n");
}

static void
schema_place(struct buf *b, unsigned place)
{
	static const char *const inner[] = { "empty", "when", "otherwise",
		NULL };
	static const char *const top[] = { "fill", "fragment", NULL };
	const struct tmpl_control *c;
	struct doc_elem e;

	buf_printf(b, "<define name=\"in.%u\"><choice>\n", place);
	for (size_t i = 0; doc_elem_at(i, &e); i++)
		if ((e.stands & place) != 0)
			buf_printf(b, "<ref name=\"e.%s\"/>", e.name);
	for (size_t i = 0; (c = tmpl_control_at(i)) != NULL; i++)
		if (!among(c->name, inner) &&
		    (place == DOC_PLACE_DOC || !among(c->name, top)))
			schema_control(b, c, place);
	buf_str_add(b, "</choice></define>\n");
	for (size_t i = 0; (c = tmpl_control_at(i)) != NULL; i++) {
		if (!among(c->name, inner + 1))
			continue;
		buf_printf(b, "<define name=\"%s.%u\">", c->name, place);
		schema_control(b, c, place);
		buf_str_add(b, "</define>\n");
	}
}

void
press_schema(struct buf *b)
{
	struct doc_elem e;

	buf_str_add(b,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<!-- Lược đồ của mẫu văn bản, do chương trình in ra. -->\n"
	    "<grammar xmlns=\"http://relaxng.org/ns/structure/1.0\" "
	    "ns=\"urn:sovang:1\" "
	    "datatypeLibrary=\"http://www.w3.org/2001/XMLSchema-datatypes\">\n"
	    "<start><choice><ref name=\"e.doc\"/><element name=\"fragment\">"
	    "<optional><attribute name=\"name\"/></optional>"
	    "<ref name=\"any\"/></element></choice></start>\n");
	for (size_t i = 0; doc_elem_at(i, &e); i++)
		schema_elem(b, i, &e);
	for (int i = 1; i < DOC_PLACES; i++)
		schema_place(b, 1U << i);
	buf_str_add(b, "<define name=\"any\"><zeroOrMore><choice><text/>\n");
	for (int i = 1; i < DOC_PLACES; i++)
		buf_printf(b, "<ref name=\"in.%u\"/>", 1U << i);
	buf_str_add(b, "</choice></zeroOrMore></define>\n</grammar>\n");
}
