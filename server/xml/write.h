/* xml/write.h -- sinks that write what passes through them. */
#ifndef XML_WRITE_H
#define XML_WRITE_H

#include "xml/sink.h"

struct buf;

/* Text of both writers is escaped always; nothing can get past them as markup.
 */
struct xml_writer {
	struct buf *out;
	bool html;
	int depth;
	bool open; /* the start tag's '>' is still to come */
	bool
	    raw; /* inside <script> or <style>: only empty content is allowed */
};

/* `out` is appended to.  HTML: HTML5 syntax with a doctype, void elements
 * without an end tag, no namespaces; a <script> or <style> with text is
 * ERR_ELEMENT. */
struct xml_sink xml_html_sink(struct xml_writer *w, struct buf *out);
/* XML without namespaces, for golden tests and for looking at. */
struct xml_sink xml_text_sink(struct xml_writer *w, struct buf *out);

/* Escapes & < > and ". */
void xml_escape(struct buf *out, const char *text, size_t len);

#endif
