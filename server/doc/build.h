/* doc/build.h -- bound XML → checked blocks.
 *
 * An xml_sink that holds every element and attribute against the table of
 * elements (doc/elems.c), resolves styles, numbers items and pushes finished
 * blocks into a doc_sink.  Errors of the author are collected and building goes
 * on, so that one run shows all of them; what was pushed is worth something
 * only without errors. */
#ifndef DOC_BUILD_H
#define DOC_BUILD_H

#include "doc/doc.h"
#include "xml/sink.h"

struct doc_build;

/* Texts of references and counts of numbered things, kept from one pass to the
 * next: a reference may stand before its target. */
struct doc_refs;
struct doc_refs *doc_refs_new(struct arena *a);
/* True when the last pass used a text that has changed since: run once more. */
bool doc_refs_changed(const struct doc_refs *refs);
/* True as soon as the running pass has used a text that is not known yet: what
 * it typesets from there on will not stand. */
bool doc_refs_waiting(const struct doc_refs *refs);

/* Typesetting tells where a heading stands: the table of contents of the next
 * pass has it.  NULL is taken. */
void doc_refs_page(struct doc_refs *refs, int heading, int page);
/* The same for what has an id; NULL is taken. */
void doc_refs_place(struct doc_refs *refs, const char *id, int page);

/* Ornaments that the documents of one thread share: read once. */
struct doc_art;
struct doc_art *doc_art_new(void);
void doc_art_free(struct doc_art *art);

struct doc_build_config {
	struct arena *arena; /* masters, styles, ornaments, images */
	/* Bytes of an image or ornament by its href; valid as long as the
	 * arena. */
	bool (*asset)(void *ctx, const char *href, const char **ret_bytes,
	    size_t *ret_len, struct err *err);
	void *asset_ctx;
	/* The document's data as canonical XML, for <attach> without href;
	 * takes asset_ctx. */
	bool (*data)(void *ctx, const char **ret_bytes, size_t *ret_len,
	    struct err *err);
	struct doc_art *art; /* borrowed, or NULL */
	struct doc_refs *refs;
	struct err_list *errors;
	bool overlay; /* only what is variable: for pre-printed stock */
	bool draft;
	const struct doc_sink *sink; /* borrowed */
};

MUST_CHECK bool doc_build_new(const struct doc_build_config *config,
    struct doc_build **ret, struct xml_sink *ret_sink, struct err *err);

#endif
