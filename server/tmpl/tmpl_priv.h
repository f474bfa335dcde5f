/* tmpl/tmpl_priv.h -- compiled form and running state. */
#ifndef TMPL_TMPL_PRIV_H
#define TMPL_TMPL_PRIV_H

#include "tmpl/tmpl.h"
#include "xml/xml.h"
#include "xml/xpath.h"

enum { FILTER_ARGS = 3, FILTERS = 8 };

struct filter;

struct filter_use {
	const struct filter *filter;
	const char *args[FILTER_ARGS];
	size_t arg_count;
};

/* ${ expr | filter:arg | … } */
struct value_use {
	struct xml_xpath *xpath;
	const char *expr;   /* without filters */
	const char *source; /* as written, with ${ } */
	struct filter_use filters[FILTERS];
	size_t filter_count;
	struct pos pos;
};

/* A text or attribute value: literals and expressions in turn. */
struct piece {
	const char *literal;
	const char *joined;	 /* literal with unbreakable spaces */
	struct value_use *value; /* NULL = literal */
	struct piece *next;
};

struct attr {
	const char *name;
	struct piece *pieces;
	struct pos pos;
};

enum op {
	OP_ELEMENT,
	OP_TEXT,
	OP_EACH,
	OP_IF,
	OP_CHOOSE, /* children: OP_WHEN …, OP_OTHERWISE */
	OP_WHEN,
	OP_OTHERWISE,
	OP_LET,
	OP_PARAM,
	OP_CHECK,
	OP_SLOT,
	OP_SCOPE, /* include and call: binds `with`, runs children */
};

struct binding {
	const char *name;
	struct xml_xpath *xpath;
	const char *expr;
	struct pos pos;
};

struct code {
	enum op op;
	struct pos pos;
	const char *name; /* element, variable or slot */
	const char *ns;
	struct code *children, *next;
	/* element */
	struct attr *attrs;
	size_t attr_count;
	/* text */
	struct piece *pieces;
	/* each, if, when, let, param, check */
	struct binding main; /* in, test or select */
	struct binding where, sort;
	const char *index, *sep, *end;
	struct code *empty;
	bool descending;
	bool required;
	const char *type, *pattern, *code;
	/* scope */
	struct binding *with;
	size_t with_count;
	/* fragments and includes: which file */
	const struct source *source;
};

/* A file. */
struct source {
	const char *name;
	const char *label;
	struct xml_doc *doc;
	struct source *parent; /* extends */
	struct code *before;   /* top level before the first fill */
	struct code *after;
	struct fill *fills;
	struct fill *fragments;
	bool has_fill;
	struct source *next; /* of all */
};

struct fill {
	const char *name;
	struct code *body;
	const struct xml_node *node;
	bool used;
	struct pos pos;
	struct fill *next;
};

struct tmpl {
	struct arena *arena;
	struct source *top; /* the template itself */
	struct source *all;
	struct tmpl_part *parts;
	size_t part_count;
	struct xml_eval *eval;
	struct run *run; /* the one that is running, for hooks */
	const char *id, *version;
};

struct variable {
	const char *name;
	struct xml_value value;
	struct variable *next;
};

struct run {
	struct tmpl *t;
	const struct tmpl_options *options;
	const struct xml_sink *sink;
	struct err_list *errors;
	struct arena *arena;   /* of the whole run: variables */
	struct arena *scratch; /* of one expression: emptied between them */
	struct variable *variables;
	const struct xml_node *context;
	struct source *bottom; /* where slots look for fills */
	const char *tail;      /* each/sep: goes before the next closing tag */
	int tail_depth, depth;
	long events;
	bool stopped;
	bool failed; /* something other than a draft's missing value */
	struct xml_tag *tags;
};

/* avt.c: splits text into pieces; errors are collected. */
struct compile {
	struct tmpl *t;
	struct arena *arena;
	struct err_list *errors;
	const struct tmpl_loader *loader;
	struct source *source;
	int depth;
	const char *chain[20];
};
struct piece *avt_parse(struct compile *c, const char *text, struct pos pos);
/* Compiles one expression; on failure it is collected and *ret stays NULL. */
void compile_xpath(struct compile *c, const char *expr, struct pos pos,
    struct xml_xpath **ret);
void compile_error(struct compile *c, struct err *err);
/* Nearest of the names by edit distance, NULL when none is near. */
const char *nearest(const char *name, const char *const *names, size_t count);

/* filter.c */
const struct filter *filter_find(const char *name);
bool filter_check(const struct filter_use *u, struct err *err);
/* Applies the filters to the result of the expression.  *ret NULL = the value
 * is missing; *ret_lines: newlines are line breaks. */
bool filters_apply(struct run *r, const struct value_use *v,
    const struct xml_value *value, const char **ret, struct err *err);

/* func.c */
extern const struct xml_function tmpl_functions[];

/* missing.c: fills in data path and hint for a value that is not there. */
void explain_missing(struct run *r, const struct value_use *v, struct err *err);

/* run.c */
bool run_find_variable(void *ctx, const char *name, struct xml_value *ret);
void run_error(struct run *r, struct err *err);

/* load.c */
bool source_load(
    struct compile *c, const char *name, struct pos from, struct source **ret);
struct code *compile_children(struct compile *c, const struct xml_node *n);

#endif
