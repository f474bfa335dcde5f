/* tmpl/tmpl.h -- bind: template + data → a stream of XML events.
 *
 * The language is described in templates/README.md.  A template is compiled
 * once: everything that can be known without data is checked then and every
 * error is collected.  A run pushes events into a sink and collects every error
 * of the data; what was pushed is worth something only when no error came.
 *
 * The engine knows nothing about paper or HTML.  A compiled template belongs to
 * one thread (libxml2 caches inside compiled XPath); each worker loads its own.
 */
#ifndef TMPL_TMPL_H
#define TMPL_TMPL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/hash.h"
#include "xml/sink.h"

#define TMPL_NS "urn:sovang:1"

struct arena;
struct tmpl;
struct xml_doc;
struct xml_node;

/* Finds files by name ("documents/plan", "common/nd30/van-ban", "pages/khung").
 * *ret_label is the file name that errors show.  ERR_NOTFOUND when there is
 * none. */
struct tmpl_loader {
	void *ctx;
	bool (*load)(void *ctx, struct arena *a, const char *name,
	    const char **ret_label, const char **ret_bytes, size_t *ret_len,
	    struct err *err);
};

/* Loads the template, its parents and includes.  False when there is any error;
 * *ret lives in the arena.  ERR_XML, ERR_ELEMENT, ERR_ATTR, ERR_VALUE,
 * ERR_EXPR, ERR_FILTER, ERR_CYCLE, ERR_SLOT, ERR_NOTFOUND, ERR_LIMIT. */
MUST_CHECK bool tmpl_load(struct arena *a, const struct tmpl_loader *loader,
    const char *name, struct err_list *errors, struct tmpl **ret);

/* The line that *err speaks of, if it is in a file of the template; fits struct
 * err_list's `explain`. */
void tmpl_excerpt(void *tmpl, struct err *err);

/* The template's own `id` and `version` attributes ("" when absent). */
const char *tmpl_id(const struct tmpl *t);
const char *tmpl_version(const struct tmpl *t);

/* Every file that took part, the template first, then in order of loading. */
struct tmpl_part {
	const char *name, *label;
	struct hash hash;
};
const struct tmpl_part *tmpl_parts(const struct tmpl *t, size_t *ret_count);

/* What a run may ask of its surroundings; members may be NULL. */
struct tmpl_providers {
	void *ctx;
	/* register('so-vang', key): an issued number as text; NULL = none yet
	 */
	const char *(*number)(
	    void *ctx, struct arena *a, const char *book, const char *key);
	/* verify-url(key): the address that a QR code leads to */
	const char *(*verify_url)(void *ctx, struct arena *a, const char *key);
};

struct tmpl_options {
	const struct xml_doc *data;
	const struct xml_node
	    *record; /* context node, NULL = the root element */
	/* Missing and wrong values become markers and are still reported; so
	 * are checks that fail. */
	bool draft;
	bool
	    join; /* put unbreakable spaces into texts (documents, not pages) */
	bool bare; /* leave out the <doc> element itself (pages) */
	struct tmpl_providers providers;
};

/* False when an error was collected (in draft: one other than of a
 * value or a check) or the sink stopped; the sink's own error is collected too.
 */
MUST_CHECK bool tmpl_run(struct tmpl *t, const struct tmpl_options *options,
    const struct xml_sink *sink, struct err_list *errors);

/* The names of all filters, for reference and tests; NULL at the end. */
const char *const *tmpl_filter_names(void);

/* Name of the data that the template or an ancestor of it declares (<doc
 * data="ho-so">), NULL when none does. */
const char *tmpl_data(const struct tmpl *t);
/* Checks every step of every XPath expression against the data's RELAX NG
 * schema, before there is any data: ERR_PATH names the step, the element it was
 * looked for in and the nearest legal name.  Branches count whether or not
 * their test could hold. */
MUST_CHECK bool tmpl_lint(
    struct tmpl *t, const struct xml_doc *schema, struct err_list *errors);

/* The control elements (each, if, slot …), for schema and reference; NULL past
 * the end.  `attrs` are names with spaces between. */
struct tmpl_control {
	const char *name, *attrs, *help;
};
const struct tmpl_control *tmpl_control_at(size_t i);

/* A filter and a function of XPath that is ours, for the reference; false past
 * the end.  `args` are as an author writes them, "" = none. */
bool tmpl_filter_at(size_t i, const char **ret_name, const char **ret_args,
    const char **ret_help);
bool tmpl_function_at(size_t i, const char **ret_name, const char **ret_args,
    const char **ret_help);

#endif
