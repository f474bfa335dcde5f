/* tmpl/path.h -- the steps of one XPath expression against a schema.
 *
 * The expression has compiled already, so this reads it with few questions: it
 * follows every path in it, in predicates and arguments too, and says which
 * step leads nowhere.  What cannot be known without data (`..`, results of
 * functions) is let through. */
#ifndef TMPL_PATH_H
#define TMPL_PATH_H

#include "tmpl/shape.h"

enum { PATH_SHAPES = 24 };

/* The elements that an expression may stand for. */
struct path_type {
	bool any;  /* not known: nothing is checked below it */
	bool leaf; /* attributes, text, values: nothing is below it */
	size_t count;
	struct shape *shapes[PATH_SHAPES];
};

struct path_scope {
	const char *name;
	struct path_type type;
	const struct path_scope *outer;
};

struct path_check {
	struct shapes *shapes;
	const struct path_scope *scope;
	/* A step that leads nowhere.  `step` is the name as written, with "@"
	 * or "$" before it; `near` the nearest legal one, or NULL; `parent` the
	 * element it was looked for in, "" for a variable. */
	void (*wrong)(
	    void *ctx, const char *step, const char *parent, const char *near);
	void *ctx;
};

struct path_type path_follow(
    struct path_check *c, const char *expr, const struct path_type *context);

#endif
