/* xml/parse.c -- safe parsing.
 *
 * The tree is built by libxml2's own SAX2 handlers; ours stand in front of them
 * to note where each node starts, to refuse a DOCTYPE before anything of it is
 * read, and to bound the depth.  Input is checked to be UTF-8 first, so offsets
 * in the parser's buffer are offsets in the author's text. */
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "xml/xml_priv.h"

struct parse {
	const char *source;
	size_t len;
	struct pos refused; /* line > 0: our own refusal */
	enum err_kind kind;
	const char *text, *hint;
	/* the parser's first complaint; what follows is mostly its echo */
	int code, line, col;
	char s1[80], s2[80], message[160];
};

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
quiet(void *ctx, const char *msg, ...)
{
	(void)ctx;
	(void)msg;
}

static void
start_library(void)
{
	xmlInitParser();
	xmlSetGenericErrorFunc(NULL, quiet);
}

static size_t
offset_of(const xmlParserCtxt *ctxt, const struct parse *p)
{
	size_t off = (size_t)(ctxt->input->cur - ctxt->input->base) +
		     (size_t)ctxt->input->consumed;

	return off > p->len ? p->len : off;
}

static void
set_offset(xmlNodePtr n, size_t off)
{
	if (n != NULL && n->_private == NULL)
		n->_private = (void *)(uintptr_t)(off + 1);
}

static void
refuse(xmlParserCtxtPtr ctxt, enum err_kind kind, const char *text,
    const char *hint)
{
	struct parse *p = ctxt->_private;

	if (p->refused.line == 0) {
		p->refused.line = ctxt->input->line;
		p->refused.col = ctxt->input->col;
		p->kind = kind;
		p->text = text;
		p->hint = hint;
	}
	xmlStopParser(ctxt);
}

static void
on_start(void *ctx, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int ns_count, const xmlChar **ns, int attr_count,
    int defaulted, const xmlChar **attrs)
{
	xmlParserCtxtPtr ctxt = ctx;
	struct parse *p = ctxt->_private;
	size_t off = offset_of(ctxt, p);

	if (ctxt->nodeNr >= XML_DEPTH) {
		refuse(ctxt, ERR_LIMIT, "các thẻ lồng nhau quá 64 tầng",
		    "bớt số tầng thẻ lồng nhau");
		return;
	}
	xmlSAX2StartElementNs(
	    ctx, name, prefix, uri, ns_count, ns, attr_count, defaulted, attrs);
	/* A tag holds no raw '<', so the nearest one before is its own. */
	while (off > 0 && p->source[off - 1] != '<')
		off--;
	set_offset(ctxt->node, off > 0 ? off - 1 : 0);
	if (ctxt->node != NULL)
		xml_note_index(ctxt->node);
}

/* The parser hands out either a piece of its own buffer or, for letters outside
 * ASCII, a copy of what it has just passed. */
static size_t
text_offset(const xmlParserCtxt *ctxt, const struct parse *p,
    const xmlChar *text, int len)
{
	const xmlParserInput *in = ctxt->input;
	size_t end = offset_of(ctxt, p);

	if (text >= in->base && text < in->end)
		return (size_t)(text - in->base) + (size_t)in->consumed;
	return end >= (size_t)len ? end - (size_t)len : 0;
}

static void
on_text(void *ctx, const xmlChar *text, int len)
{
	xmlParserCtxtPtr ctxt = ctx;

	xmlSAX2Characters(ctx, text, len);
	if (ctxt->node != NULL)
		set_offset(ctxt->node->last,
		    text_offset(ctxt, ctxt->_private, text, len));
}

static void
on_cdata(void *ctx, const xmlChar *text, int len)
{
	on_text(ctx, text, len); /* plain text for everyone who reads */
}

static void
on_doctype(void *ctx, const xmlChar *name, const xmlChar *public_id,
    const xmlChar *system_id)
{
	(void)name;
	(void)public_id;
	(void)system_id;
	refuse(ctx, ERR_XML, "có khai báo <!DOCTYPE …>, không được nhận",
	    "bỏ cả khai báo <!DOCTYPE …>; viết chữ thẳng bằng UTF-8 thay cho "
	    "thực thể");
}

/* clang-format off */
static const struct {
	int code;
	const char *text; /* %1 and %2 stand for the parser's two names */
	const char *hint;
} messages[] = {
	{ XML_ERR_TAG_NAME_MISMATCH, "thẻ đóng không khớp với thẻ mở <%1>", "đóng thẻ <%1> bằng </%1> trước khi đóng thẻ ngoài" },
	{ XML_ERR_TAG_NOT_FINISHED, "thẻ <%1> chưa được đóng", "thêm </%1>" },
	{ XML_ERR_UNDECLARED_ENTITY, "thực thể &%1; không có", "chỉ dùng &amp;amp; &amp;lt; &amp;gt; &amp;quot; &amp;apos; còn chữ khác viết thẳng bằng UTF-8" },
	{ XML_WAR_UNDECLARED_ENTITY, "thực thể &%1; không có", "viết chữ thẳng bằng UTF-8" },
	{ XML_ERR_ENTITYREF_SEMICOL_MISSING, "dấu & không đi kèm tên thực thể", "viết &amp;amp; khi muốn có dấu &" },
	{ XML_ERR_NAME_REQUIRED, "sau dấu < hoặc & phải có tên", "viết &amp;lt; hoặc &amp;amp; khi muốn có chính dấu ấy" },
	{ XML_ERR_LT_IN_ATTRIBUTE, "trong giá trị thuộc tính %1 có dấu <", "viết &amp;lt; thay cho dấu <" },
	{ XML_ERR_ATTRIBUTE_NOT_STARTED, "giá trị thuộc tính không nằm trong dấu nháy", "đặt giá trị trong dấu nháy kép" },
	{ XML_ERR_ATTRIBUTE_NOT_FINISHED, "giá trị thuộc tính thiếu dấu nháy đóng", "thêm dấu nháy đóng" },
	{ XML_ERR_ATTRIBUTE_WITHOUT_VALUE, "thuộc tính %1 không có giá trị", "viết %1=\"…\"" },
	{ XML_ERR_ATTRIBUTE_REDEFINED, "thuộc tính %1 viết hai lần", "bỏ bớt một" },
	{ XML_ERR_DOCUMENT_EMPTY, "tệp không có nội dung XML", "tệp phải bắt đầu bằng một thẻ" },
	{ XML_ERR_DOCUMENT_END, "sau thẻ gốc còn nội dung thừa", "mỗi tệp chỉ có một thẻ gốc" },
	{ XML_ERR_GT_REQUIRED, "thẻ thiếu dấu >", "đóng thẻ bằng dấu >" },
	{ XML_ERR_INVALID_CHAR, "có ký tự điều khiển không được dùng trong XML", "xóa ký tự ấy" },
	{ XML_ERR_COMMENT_NOT_FINISHED, "chú thích <!-- chưa đóng", "thêm -->" },
	{ XML_NS_ERR_UNDEFINED_NAMESPACE, "tiền tố không gian tên %1 chưa khai báo", "khai báo xmlns:%1=\"…\"" },
	{ XML_ERR_SPACE_REQUIRED, "giữa hai thuộc tính phải có dấu cách", "thêm dấu cách" },
};
/* clang-format on */

static void
fill(char *out, size_t size, const char *text, const char *s1, const char *s2)
{
	size_t n = 0;

	for (; *text != '\0' && n + 1 < size; text++) {
		const char *name = NULL;

		if (text[0] == '%' && (text[1] == '1' || text[1] == '2'))
			name = text[1] == '1' ? s1 : s2;
		if (name == NULL) {
			out[n++] = *text;
			continue;
		}
		while (*name != '\0' && n + 1 < size)
			out[n++] = *name++;
		text++;
	}
	out[n] = '\0';
}

static void
unescape(char *s) /* the table is written with &amp; so that grep finds it */
{
	char *to = s;

	while (*s != '\0') {
		*to++ = *s;
		if (strncmp(s, "&amp;", 5) == 0)
			s += 4;
		s++;
	}
	*to = '\0';
}

static void
keep_text(char *to, size_t size, const char *s)
{
	size_t len = strcspn(s == NULL ? "" : s, "\n");

	if (len >= size)
		len = size - 1;
	memcpy(to, s == NULL ? "" : s, len);
	to[len] = '\0';
}

static void
on_complaint(void *ctx, xmlErrorPtr e)
{
	xmlParserCtxtPtr ctxt = ctx;
	struct parse *p = ctxt->_private;

	if (p->code != 0 || e->level < XML_ERR_ERROR)
		return;
	p->code = e->code;
	p->line = e->line;
	p->col = e->int2;
	keep_text(p->s1, sizeof(p->s1), e->str1);
	keep_text(p->s2, sizeof(p->s2), e->str2);
	keep_text(p->message, sizeof(p->message), e->message);
}

static bool
parser_error(const char *name, const struct parse *p, struct err *err)
{
	struct pos pos = { name, p->line, p->col };
	char text[256], hint[256];

	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++) {
		if (messages[i].code != p->code)
			continue;
		fill(text, sizeof(text), messages[i].text, p->s1, p->s2);
		fill(hint, sizeof(hint), messages[i].hint, p->s1, p->s2);
		unescape(hint);
		err_set(err, ERR_XML, pos, "%s", text);
		return err_hint(err, "%s", hint);
	}
	err_set(err, ERR_XML, pos, "%s",
	    p->message[0] == '\0' ? "không đọc được" : p->message);
	return err_hint(err, "xem lại cú pháp XML tại chỗ này");
}

static xmlSAXHandler
handlers(void)
{
	xmlSAXHandler sax;

	memset(&sax, 0, sizeof(sax));
	xmlSAXVersion(&sax, 2);
	sax.startElementNs = on_start;
	sax.characters = on_text;
	sax.ignorableWhitespace = on_text;
	sax.cdataBlock = on_cdata;
	sax.internalSubset = on_doctype;
	sax.externalSubset = NULL;
	sax.entityDecl = NULL;
	sax.warning = NULL;
	sax.error = NULL;
	sax.fatalError = NULL;
	sax.serror = on_complaint;
	return sax;
}

static bool
run_parser(struct arena *a, struct parse *p, const char *name,
    struct xml_doc **ret, struct err *err)
{
	const int options = XML_PARSE_NONET | XML_PARSE_BIG_LINES |
			    XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
	xmlParserCtxtPtr ctxt = xmlNewParserCtxt();
	xmlDocPtr tree;
	bool ok;

	if (ctxt == NULL)
		return err_nomem(err);
	*ctxt->sax = handlers();
	ctxt->_private = p;
	tree = xmlCtxtReadMemory(
	    ctxt, p->source, (int)p->len, NULL, "UTF-8", options);
	ok = tree != NULL && ctxt->wellFormed && p->refused.line == 0;
	if (!ok && p->refused.line > 0) {
		p->refused.file = name;
		err_set(err, p->kind, p->refused, "%s", p->text);
		err_hint(err, "%s", p->hint);
	} else if (!ok && ctxt->lastError.code == XML_ERR_NO_MEMORY) {
		err_nomem(err);
	} else if (!ok) {
		parser_error(name, p, err);
	}
	if (!ok)
		err_excerpt(err, p->source, p->len);
	xmlFreeParserCtxt(ctxt);
	if (ok)
		return xml_adopt(a, tree, name, p->source, p->len, ret, err);
	xmlFreeDoc(tree);
	return false;
}

/* Byte offset of the first byte that is not well-formed UTF-8, or len. */
static size_t
utf8_valid(const unsigned char *s, size_t len)
{
	size_t i = 0;

	while (i < len) {
		unsigned char c = s[i];
		size_t n = c < 0x80   ? 1
			   : c < 0xC2 ? 0
			   : c < 0xE0 ? 2
			   : c < 0xF0 ? 3
			   : c < 0xF5 ? 4
				      : 0;

		if (n == 0 || i + n > len)
			return i;
		for (size_t k = 1; k < n; k++)
			if ((s[i + k] & 0xC0) != 0x80)
				return i;
		if ((c == 0xE0 && s[i + 1] < 0xA0) ||
		    (c == 0xED && s[i + 1] > 0x9F) ||
		    (c == 0xF0 && s[i + 1] < 0x90) ||
		    (c == 0xF4 && s[i + 1] > 0x8F))
			return i;
		i += n;
	}
	return len;
}

static bool
bad_utf8(const char *name, const char *bytes, size_t at, struct err *err)
{
	struct pos pos = { name, 1, 1 };

	for (size_t i = 0; i < at; i++) {
		if (bytes[i] == '\n') {
			pos.line++;
			pos.col = 1;
		} else if (((unsigned char)bytes[i] & 0xC0) != 0x80) {
			pos.col++;
		}
	}
	err_set(err, ERR_UTF8, pos, "byte 0x%02X", (unsigned char)bytes[at]);
	return err_hint(err, "lưu tệp lại với bảng mã UTF-8 (không phải TCVN3, "
			     "VNI hay UTF-16)");
}

bool
xml_parse(struct arena *a, const char *name, const char *bytes, size_t len,
    enum xml_use use, struct xml_doc **ret, struct err *err)
{
	size_t limit =
	    use == XML_TEMPLATE ? XML_BYTES_TEMPLATE : XML_BYTES_DATA;
	struct parse p = { .source = bytes, .len = len };
	struct pos pos = { name, 0, 0 };
	char *copy;
	size_t good;

	pthread_once(&once, start_library);
	if (len > limit)
		return err_set(err, ERR_LIMIT, pos,
		    "XML dài %zu byte, nhiều nhất %zu byte", len, limit);
	good = utf8_valid((const unsigned char *)bytes, len);
	if (good < len)
		return bad_utf8(name, bytes, good, err);
	if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
		p.source += 3;
		p.len -= 3;
	}
	copy = arena_strndup(a, p.source, p.len);
	name = arena_strdup(a, name);
	if (copy == NULL || name == NULL)
		return err_nomem(err);
	p.source = copy;
	return run_parser(a, &p, name, ret, err);
}

bool
xml_parse_file(struct arena *a, const char *path, enum xml_use use,
    struct xml_doc **ret, struct err *err)
{
	size_t limit =
	    use == XML_TEMPLATE ? XML_BYTES_TEMPLATE : XML_BYTES_DATA;
	char *bytes;
	size_t len;

	if (!file_read(a, path, limit, &bytes, &len, err))
		return false;
	return xml_parse(a, path, bytes, len, use, ret, err);
}

/* Places are asked for by the thousand while a template is compiled. */
static bool
index_lines(struct arena *a, struct xml_doc *doc)
{
	size_t n = 1;

	for (size_t i = 0; i < doc->source_len; i++)
		n += doc->source[i] == '\n';
	doc->lines = arena_alloc_n(a, n, sizeof(*doc->lines));
	if (doc->lines == NULL)
		return false;
	doc->line_count = 1;
	for (size_t i = 0; i < doc->source_len; i++)
		if (doc->source[i] == '\n')
			doc->lines[doc->line_count++] = i + 1;
	return true;
}

static void
free_tree(void *tree)
{
	xmlFreeDoc(tree);
}

bool
xml_adopt(struct arena *a, xmlDocPtr tree, const char *name, const char *source,
    size_t len, struct xml_doc **ret, struct err *err)
{
	struct xml_doc *doc;

	if (!arena_defer(a, free_tree, tree))
		return err_nomem(err);
	doc = arena_alloc(a, sizeof(*doc));
	if (doc == NULL)
		return err_nomem(err);
	doc->tree = tree;
	doc->name = name;
	doc->source = source;
	doc->source_len = len;
	doc->arena = a;
	if (source != NULL && !index_lines(a, doc))
		return err_nomem(err);
	tree->_private = doc;
	*ret = doc;
	return true;
}
