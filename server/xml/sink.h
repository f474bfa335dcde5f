/* xml/sink.h -- a stream of XML events, the joint between the stages.
 *
 * The template engine pushes the filled template through a sink; the document
 * builder, the HTML writer and the XML writer each are one.  Nothing is kept in
 * between, so a table of twenty thousand rows passes through in the memory of
 * one row.  All pointers are valid during the call only. */
#ifndef XML_SINK_H
#define XML_SINK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"

struct xml_event_attr {
	const char *name;
	const char *value; /* NFC, bound: no ${…} left */
	struct pos pos;	   /* in the author's template */
};

struct xml_tag {
	const char *name; /* local name */
	const char *ns;	  /* namespace URI, "" = none */
	const struct xml_event_attr *attrs;
	size_t attr_count;
	struct pos pos;
};

/* Where a run of text comes from; lets a preview colour what is variable and
 * mark what is missing. */
enum xml_origin {
	XML_FROM_TEMPLATE,
	XML_FROM_DATA,
	XML_IS_MISSING /* draft only: text is the marker ⟦thiếu: …⟧ */
};

struct xml_chars {
	const char *text; /* UTF-8, NFC, NUL behind it */
	size_t len;
	enum xml_origin origin;
	const char *data_path; /* of a value, else NULL */
	struct pos pos;
};

/* Each function returns false with *err filled to stop the stream.  For every
 * start there is an end with the same name. */
struct xml_sink {
	void *ctx;
	bool (*start)(void *ctx, const struct xml_tag *tag, struct err *err);
	bool (*chars)(
	    void *ctx, const struct xml_chars *chars, struct err *err);
	bool (*end)(
	    void *ctx, const char *name, struct pos pos, struct err *err);
};

#endif
