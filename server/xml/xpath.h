/* xml/xpath.h -- XPath 1.0 (W3C, 1999), fenced.
 *
 * An expression is compiled once and evaluated to an object, never straight to
 * a string, so that "nothing there" stays visible.  Only the core functions and
 * the caller's table exist; there is no document().  Every evaluation has a
 * budget of operations (TMPL_XPATH_OPS).  libxml2 caches inside compiled
 * expressions: an evaluator and all its expressions belong to one thread. */
#ifndef XML_XPATH_H
#define XML_XPATH_H

#include "xml/xml.h"

struct xml_eval;
struct xml_xpath;

enum xml_value_kind { XML_NODES, XML_STRING, XML_NUMBER, XML_BOOLEAN };

/* Lives in the arena it was asked for. */
struct xml_value {
	enum xml_value_kind kind;
	const struct xml_node **nodes; /* in document order */
	size_t count;
	const char *string;
	double number;
	bool boolean;
};

struct xml_function {
	const char *name;
	size_t min_args, max_args;
	bool (*call)(void *ctx, struct arena *a, const struct xml_value *args,
	    size_t count, struct xml_value *ret, struct err *err);
	/* For a reference: the arguments as an author writes them, and what
	 * comes of them. */
	const char *args, *help;
};

struct xml_eval_hooks {
	void *ctx;
	/* false = there is no such variable */
	bool (*variable)(void *ctx, const char *name, struct xml_value *ret);
	const struct xml_function
	    *functions; /* name NULL at the end; may be NULL */
};

/* `hooks` is copied; `doc` is where "/" leads and may be NULL. */
MUST_CHECK bool xml_eval_new(struct arena *a, const struct xml_doc *doc,
    const struct xml_eval_hooks *hooks, struct xml_eval **ret, struct err *err);

/* ERR_EXPR at `pos`; *ret_offset (may be NULL) is the place in `text`. */
MUST_CHECK bool xml_xpath_compile(struct arena *a, struct xml_eval *e,
    const char *text, struct pos pos, struct xml_xpath **ret,
    size_t *ret_offset, struct err *err);

/* `at` is the context node; position and size are those of XPath's context.
 * ERR_EXPR (unknown variable or function, wrong type), ERR_LIMIT (budget), or
 * what a function of ours reported.  The error's place is left to the caller.
 */
MUST_CHECK bool xml_xpath_run(struct xml_eval *e, struct xml_xpath *x,
    const struct xml_node *at, struct arena *a, struct xml_value *ret,
    struct err *err);

/* XPath's string() of a value; numbers without exponent where they are whole.
 */
const char *xml_value_string(struct arena *a, const struct xml_value *v);
bool xml_value_true(const struct xml_value *v);

#endif
