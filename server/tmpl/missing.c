/* tmpl/missing.c -- what exactly is not there, and what is near it.
 *
 * The expression is shortened step by step until something is found; the
 * children and attributes of that are the names to choose from. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "tmpl/tmpl_priv.h"

enum { NAMES = 64 };

/* Cuts the last step "/x", "/@x", "/x[1]" off; false when there is none. */
static bool
drop_step(char *path, char *step, size_t size)
{
	int depth = 0;

	for (size_t i = strlen(path); i-- > 0;) {
		if (path[i] == ']' || path[i] == ')')
			depth++;
		else if (path[i] == '[' || path[i] == '(')
			depth--;
		if (path[i] != '/' || depth != 0)
			continue;
		snprintf(step, size, "%s", path + i + 1);
		path[i] = '\0';
		return i > 0;
	}
	return false;
}

static size_t
names_below(const struct xml_node *n, bool attrs, const char **names)
{
	const char *name, *ns, *value;
	size_t count = 0;

	if (attrs) {
		while (
		    count < NAMES && xml_attr_at(n, count, &name, &ns, &value))
			names[count++] = name;
		return count;
	}
	for (const struct xml_node *e = xml_first_element(n);
	     e != NULL && count < NAMES; e = xml_next_element(e))
		names[count++] = xml_name(e);
	return count;
}

static bool
evaluate(struct run *r, const char *path, struct xml_value *ret)
{
	struct xml_xpath *x;
	struct err ignored;

	return xml_xpath_compile(
		   r->scratch, r->t->eval, path, no_pos, &x, NULL, &ignored) &&
	       xml_xpath_run(
		   r->t->eval, x, r->context, r->scratch, ret, &ignored) &&
	       ret->kind == XML_NODES && ret->count > 0;
}

static void
hint_near(const struct xml_node *parent, const char *step, struct err *err)
{
	const char *names[NAMES], *near;
	bool attr = step[0] == '@';
	char bare[80];
	size_t n;

	snprintf(bare, sizeof(bare), "%s", step + attr);
	bare[strcspn(bare, "[")] = '\0';
	n = names_below(parent, attr, names);
	near = nearest(bare, names, n);
	if (near != NULL && strcmp(near, bare) != 0)
		err_hint(err, "«%s» không có; gần nhất: «%s%s»", bare,
		    attr ? "@" : "", near);
	else
		err_hint(err,
		    "điền %s trong dữ liệu, hoặc viết |default:'…' hay "
		    "|optional trong mẫu",
		    bare);
}

void
explain_missing(struct run *r, const struct value_use *v, struct err *err)
{
	char *path = arena_strdup(r->scratch, v->expr), step[120] = "";
	struct xml_value found;
	const char *at;

	err_set(err, ERR_MISSING, v->pos, "không có giá trị");
	err_expr(err, v->source);
	err_hint(err,
	    "điền trong dữ liệu, hoặc viết |default:'…' hay |optional "
	    "trong mẫu");
	while (path != NULL && drop_step(path, step, sizeof(step))) {
		if (!evaluate(r, path, &found))
			continue;
		at = xml_path(r->scratch, found.nodes[0]);
		err_data(err, arena_printf(r->scratch, "%s/%s",
				  at == NULL ? "" : at, step));
		hint_near(found.nodes[0], step, err);
		return;
	}
}
