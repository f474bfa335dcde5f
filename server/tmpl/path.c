/* tmpl/path.c -- see path.h.  XPath 1.0, chapters 2 and 3. */
#include "tmpl/path.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "tmpl/tmpl_priv.h"

enum { NAME_MAX_LEN = 96, NEAR_NAMES = 128, NESTING = 40 };

struct reader {
	struct path_check *c;
	const char *p;
	int nesting;
};

static struct path_type expression(
    struct reader *r, const struct path_type *context);

static const struct path_type any = { .any = true };
static const struct path_type leaf = { .leaf = true };

static void
spaces(struct reader *r)
{
	r->p += strspn(r->p, " \t\r\n");
}

static bool
is_name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       (unsigned char)c >= 0x80;
}

static size_t
name_len(const char *s)
{
	size_t n = 0;

	if (!is_name_start(s[0]))
		return 0;
	while (is_name_start(s[n]) || (s[n] >= '0' && s[n] <= '9') ||
	       s[n] == '-' || s[n] == '.')
		n++;
	return n;
}

static bool
take(struct reader *r, const char *what)
{
	size_t len = strlen(what);

	spaces(r);
	if (strncmp(r->p, what, len) != 0)
		return false;
	r->p += len;
	return true;
}

static void
add(struct path_type *to, struct shape *s)
{
	for (size_t i = 0; i < to->count; i++)
		if (to->shapes[i] == s)
			return;
	if (to->count == PATH_SHAPES)
		to->any = true;
	else
		to->shapes[to->count++] = s;
}

static struct path_type
united(struct path_type a, const struct path_type *b)
{
	a.any = a.any || b->any;
	a.leaf = a.leaf || b->leaf;
	for (size_t i = 0; i < b->count; i++)
		add(&a, b->shapes[i]);
	return a;
}

/* --- wrong steps --- */

static void
wrong_step(struct reader *r, const struct path_type *from, bool attribute,
    const char *name, size_t len)
{
	const char *names[NEAR_NAMES];
	const char *parent = from->count == 0 ? "" : from->shapes[0]->name;
	char step[NAME_MAX_LEN + 2];
	size_t n = 0;

	for (size_t i = 0; i < from->count; i++) {
		const struct shape *s = from->shapes[i];

		for (size_t k = 0; attribute && k < s->attr_count; k++)
			if (n < NEAR_NAMES)
				names[n++] = s->attrs[k];
		for (size_t k = 0; !attribute && k < s->child_count; k++)
			if (n < NEAR_NAMES)
				names[n++] = s->children[k]->name;
	}
	snprintf(
	    step, sizeof(step), "%s%.*s", attribute ? "@" : "", (int)len, name);
	r->c->wrong(r->c->ctx, step, parent,
	    nearest(step + (attribute ? 1 : 0), names, n));
}

static struct path_type
child_step(struct reader *r, const struct path_type *from, const char *name,
    size_t len)
{
	struct path_type to = { .any = from->any };

	for (size_t i = 0; i < from->count; i++) {
		struct shape *s =
		    shape_child(r->c->shapes, from->shapes[i], name, len);

		if (s != NULL)
			add(&to, s);
	}
	if (to.count > 0 || to.any)
		return to;
	wrong_step(r, from, false, name, len);
	return any;
}

static struct path_type
attribute_step(struct reader *r, const struct path_type *from, const char *name,
    size_t len)
{
	bool found = from->any;

	for (size_t i = 0; i < from->count; i++)
		found = found || shape_has_attr(
				     r->c->shapes, from->shapes[i], name, len);
	if (!found)
		wrong_step(r, from, true, name, len);
	return leaf;
}

static struct path_type
all_children(struct reader *r, const struct path_type *from)
{
	struct path_type to = { .any = from->any };

	for (size_t i = 0; i < from->count; i++) {
		shape_fill(r->c->shapes, from->shapes[i]);
		for (size_t k = 0; k < from->shapes[i]->child_count; k++)
			add(&to, from->shapes[i]->children[k]);
	}
	return to;
}

/* --- reading --- */

static void
predicates(struct reader *r, const struct path_type *of)
{
	while (take(r, "[")) {
		expression(r, of);
		take(r, "]");
	}
}

/* `name(` that is no function: text(), node(), comment(). */
static bool
node_test(struct reader *r, size_t len)
{
	static const char *const tests[] = { "text", "node", "comment",
		"processing-instruction" };

	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
		if (strlen(tests[i]) == len &&
		    strncmp(r->p, tests[i], len) == 0 && r->p[len] == '(') {
			r->p += len + 1;
			take(r, ")");
			return true;
		}
	return false;
}

static struct path_type
named_step(struct reader *r, const struct path_type *from, bool attribute)
{
	size_t len = name_len(r->p);
	const char *name = r->p;

	if (take(r, "*"))
		return attribute ? leaf : all_children(r, from);
	if (len == 0)
		return any; /* the compiler has said what is wrong */
	if (node_test(r, len))
		return leaf;
	r->p += len;
	return attribute ? attribute_step(r, from, name, len)
			 : child_step(r, from, name, len);
}

static struct path_type
step(struct reader *r, const struct path_type *from)
{
	struct path_type to;
	size_t len;

	spaces(r);
	len = name_len(r->p);
	if (take(r, "..")) {
		to = any;
	} else if (take(r, ".")) {
		to = *from;
	} else if (take(r, "@")) {
		spaces(r);
		to = named_step(r, from, true);
	} else if (len > 0 && strncmp(r->p + len, "::", 2) == 0) {
		bool child = len == 5 && strncmp(r->p, "child", 5) == 0;
		bool attribute = len == 9 && strncmp(r->p, "attribute", 9) == 0;

		r->p += len + 2;
		to = named_step(r, child || attribute ? from : &any, attribute);
		if (!child && !attribute)
			to = any;
	} else {
		to = named_step(r, from, false);
	}
	predicates(r, &to);
	return to;
}

/* The rest of a path, from the slash on. */
static struct path_type
steps(struct reader *r, struct path_type from)
{
	for (;;) {
		if (take(r, "//"))
			from = any;
		else if (!take(r, "/"))
			return from;
		from = step(r, &from);
	}
}

static struct path_type
absolute(struct reader *r)
{
	struct path_type root = { .count = 1,
		.shapes = { &r->c->shapes->document } };

	if (take(r, "//")) {
		root = any;
		return steps(r, step(r, &root));
	}
	take(r, "/");
	spaces(r);
	if (!is_name_start(*r->p) && strchr("@.*", *r->p) == NULL)
		return root;
	if (*r->p == '\0')
		return root;
	return steps(r, step(r, &root));
}

static struct path_type
variable(struct reader *r)
{
	const struct path_scope *s = r->c->scope;
	size_t len = name_len(r->p);
	char name[NAME_MAX_LEN + 2];

	snprintf(name, sizeof(name), "$%.*s", (int)len, r->p);
	r->p += len;
	while (s != NULL && strcmp(s->name, name + 1) != 0)
		s = s->outer;
	if (s != NULL)
		return s->type;
	r->c->wrong(r->c->ctx, name, "", NULL);
	return any;
}

static struct path_type
call(struct reader *r, const struct path_type *context)
{
	while (!take(r, ")") && *r->p != '\0') {
		expression(r, context);
		take(r, ",");
	}
	return any;
}

static void
literal(struct reader *r)
{
	const char *end = strchr(r->p + 1, *r->p);

	r->p = end == NULL ? r->p + strlen(r->p) : end + 1;
}

static struct path_type
operand(struct reader *r, const struct path_type *context)
{
	struct path_type t = leaf;
	size_t len;

	while (take(r, "-"))
		;
	spaces(r);
	len = name_len(r->p);
	if (*r->p == '\'' || *r->p == '"') {
		literal(r);
		return leaf;
	}
	if ((*r->p >= '0' && *r->p <= '9') ||
	    (*r->p == '.' && r->p[1] >= '0' && r->p[1] <= '9')) {
		r->p += strspn(r->p, "0123456789.");
		return leaf;
	}
	if (*r->p == '/')
		return absolute(r);
	if (take(r, "(")) {
		t = expression(r, context);
		take(r, ")");
	} else if (take(r, "$")) {
		t = variable(r);
	} else if (len > 0 && r->p[len + strspn(r->p + len, " ")] == '(' &&
		   strncmp(r->p, "text(", 5) != 0 &&
		   strncmp(r->p, "node(", 5) != 0) {
		r->p += len;
		take(r, "(");
		t = call(r, context);
	} else {
		return steps(r, step(r, context));
	}
	predicates(r, &t);
	return steps(r, t);
}

static bool
operator(struct reader *r)
{
	static const char *const symbols[] = { "!=", "<=", ">=", "=", "<", ">",
		"+", "-", "*" };
	static const char *const words[] = { "and", "or", "div", "mod" };
	size_t len;

	for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++)
		if (take(r, symbols[i]))
			return true;
	spaces(r);
	len = name_len(r->p);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == len &&
		    strncmp(words[i], r->p, len) == 0) {
			r->p += len;
			return true;
		}
	return false;
}

static struct path_type
expression(struct reader *r, const struct path_type *context)
{
	struct path_type t = leaf;

	if (++r->nesting <= NESTING)
		t = operand(r, context);
	else
		r->p += strlen(r->p);
	for (;;) {
		const char *before = r->p;

		if (take(r, "|")) {
			struct path_type other = operand(r, context);

			t = united(t, &other);
		} else if (operator(r)) {
			operand(r, context);
			t = leaf;
		}
		if (r->p == before)
			break;
	}
	r->nesting--;
	return t;
}

struct path_type
path_follow(
    struct path_check *c, const char *expr, const struct path_type *context)
{
	struct reader r = { .c = c, .p = expr };

	return expression(&r, context);
}
