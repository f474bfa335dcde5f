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
	bool told; /* a required parameter that is missing: said once */
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
/* Place of byte `at` of a text that starts at `pos`. */
struct pos tmpl_move_on(struct pos pos, const char *text, size_t at);
/* ban.c: reports what XPath allows and a template must not do. */
void ban_check(struct compile *c, const char *expr, struct pos pos);
/* Compiles one expression that begins at `pos`; on failure it is collected and
 * *ret stays NULL. */
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

/* True when the value's newlines are line breaks. */
bool filters_keep_lines(const struct value_use *v);

/* func.c */
extern const struct xml_function tmpl_functions[];

/* missing.c: fills in data path and hint for a value that is not there. */
void explain_missing(struct run *r, const struct value_use *v, struct err *err);

/* run.c */
bool run_find_variable(void *ctx, const char *name, struct xml_value *ret);
void run_error(struct run *r, struct err *err);
/* Collects a warning: the run goes on and counts. */
void run_warn(struct run *r, struct err *err);
void run_at_pos(struct err *err, struct pos pos);
/* The sink's refusal ends the run; where it names no place, ours is given. */
void run_sink_failed(struct run *r, struct err *err, struct pos pos);
/* Evaluates in the context node; errors are collected. */
bool run_evaluate(struct run *r, const struct binding *b, struct arena *a,
    struct xml_value *ret);
struct variable *run_set_variable(
    struct run *r, const char *name, const struct xml_value *value);
void run_exec_all(struct run *r, const struct code *k);
/* Gives out the text that a loop wants behind its item. */
void run_emit_tail(struct run *r, struct pos pos);

/* A POSIX extended regular expression that compiles. */
bool tmpl_pattern_ok(const char *pattern);

/* loop.c */
void run_exec_each(struct run *r, const struct code *k);

/* value.c */
const char *run_attr_text(struct run *r, const struct attr *at);
void run_emit_chars(struct run *r, const char *text, size_t len,
    enum xml_origin origin, const char *path, struct pos pos);
void run_exec_text(struct run *r, const struct code *k);

/* load.c */
bool source_load(
    struct compile *c, const char *name, struct pos from, struct source **ret);

/* compile.c */
struct code *compile_children(struct compile *c, const struct xml_node *n);
struct code *compile_node(struct compile *c, const struct xml_node *n);
void compile_report(struct compile *c, enum err_kind kind, struct pos pos,
    const char *text, const char *hint);
/* The attribute's value; a missing one is reported and given as "". */
const char *compile_need_attr(
    struct compile *c, const struct xml_node *n, const char *name);
/* An element of our namespace, with this name unless that is NULL. */
bool tmpl_is_ours(const struct xml_node *n, const char *name);
struct fill *tmpl_find_fill(struct fill *f, const char *name);

#endif
