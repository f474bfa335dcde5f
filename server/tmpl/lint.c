/* tmpl/lint.c -- every XPath step of a template against the data's schema.
 *
 * The code is walked as it would run, without data: a variable stands for the
 * elements that its expression may select.  A branch is walked whether or not
 * its test could hold. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "tmpl/path.h"
#include "tmpl/tmpl_priv.h"

enum { LINT_DEPTH = 120 };

struct lint {
	struct tmpl *t;
	struct err_list *errors;
	struct arena *arena;
	struct path_check check;
	struct path_type context;
	struct pos pos;	  /* of the expression being followed */
	const char *expr; /* as the author wrote it */
	int depth;
};

static void lint_all(struct lint *l, const struct code *k);

static bool
said_before(const struct lint *l, const struct err *e)
{
	for (size_t i = 0; i < l->errors->len; i++) {
		const struct err *o = l->errors->items[i];

		if (o->kind == e->kind && o->line == e->line &&
		    o->col == e->col && strcmp(o->file, e->file) == 0 &&
		    strcmp(o->text, e->text) == 0)
			return true;
	}
	return false;
}

static void
wrong(void *ctx, const char *step, const char *parent, const char *near)
{
	struct lint *l = ctx;
	struct err err;

	if (step[0] == '$') {
		err_set(&err, ERR_PATH, l->pos, "biến %s không có ở đây", step);
		err_hint(
		    &err, "khai báo bằng <param>, <let> hoặc as= của <each>");
	} else {
		err_set(&err, ERR_PATH, l->pos, "«%s» không có trong <%s>",
		    step, parent);
		if (near != NULL)
			err_hint(&err, "gần nhất: «%s%s»",
			    step[0] == '@' ? "@" : "", near);
		else
			err_hint(&err,
			    "xem các thẻ có trong lược đồ dữ liệu, thư mục "
			    "templates/schema");
	}
	err_expr(&err, l->expr);
	for (struct source *s = l->t->all; s != NULL; s = s->next)
		if (strcmp(s->label, err.file) == 0) {
			size_t len;
			const char *text = xml_source(s->doc, &len);

			err_excerpt(&err, text, len);
		}
	if (!said_before(l, &err))
		err_list_add(l->errors, &err);
}

static struct path_type
follow(struct lint *l, const char *expr, struct pos pos)
{
	if (expr == NULL || expr[0] == '\0')
		return (struct path_type){ .any = true };
	l->pos = pos;
	l->expr = expr;
	return path_follow(&l->check, expr, &l->context);
}

static void
lint_pieces(struct lint *l, const struct piece *p)
{
	for (; p != NULL; p = p->next)
		if (p->value != NULL)
			follow(l, p->value->expr, p->value->pos);
}

static void
declare(struct lint *l, const char *name, const struct path_type *type)
{
	struct path_scope *s = arena_alloc(l->arena, sizeof(*s));

	if (s == NULL || name == NULL)
		return;
	*s = (struct path_scope){ name, *type, l->check.scope };
	l->check.scope = s;
}

static void
lint_each(struct lint *l, const struct code *k)
{
	static const char *const status[] = { "first", "last", "count" };
	static const struct path_type value = { .leaf = true };
	const struct path_scope *outer = l->check.scope;
	struct path_type context = l->context;
	struct path_type items = follow(l, k->main.expr, k->main.pos);

	lint_all(l, k->empty);
	l->context = items;
	declare(l, k->name, &items);
	declare(l, k->index == NULL ? "index" : k->index, &value);
	for (int i = 0; i < 3; i++)
		declare(l, status[i], &value);
	follow(l, k->where.expr, k->where.pos);
	follow(l, k->sort.expr, k->sort.pos);
	lint_all(l, k->children);
	l->context = context;
	l->check.scope = outer;
}

static void
lint_scope(struct lint *l, const struct code *k)
{
	const struct path_scope *outer = l->check.scope;

	for (size_t i = 0; i < k->with_count; i++) {
		struct path_type t = follow(l, k->with[i].expr, k->with[i].pos);

		declare(l, k->with[i].name, &t);
	}
	lint_all(l, k->children);
	l->check.scope = outer;
}

static void
lint_slot(struct lint *l, const struct code *k)
{
	for (const struct source *s = l->t->top; s != NULL; s = s->parent) {
		const struct fill *f = tmpl_find_fill(s->fills, k->name);

		if (f != NULL) {
			lint_all(l, f->body);
			return;
		}
	}
	lint_all(l, k->children);
}

static void
lint_let(struct lint *l, const struct code *k)
{
	struct path_type t = follow(l, k->main.expr, k->main.pos);

	declare(l, k->name, &t);
}

static void
lint_one(struct lint *l, const struct code *k)
{
	switch (k->op) {
	case OP_ELEMENT:
		for (size_t i = 0; i < k->attr_count; i++)
			lint_pieces(l, k->attrs[i].pieces);
		lint_all(l, k->children);
		break;
	case OP_TEXT:
		lint_pieces(l, k->pieces);
		break;
	case OP_EACH:
		lint_each(l, k);
		break;
	case OP_IF:
	case OP_WHEN:
	case OP_CHECK:
		follow(l, k->main.expr, k->main.pos);
		lint_pieces(l, k->pieces);
		lint_all(l, k->children);
		break;
	case OP_CHOOSE:
	case OP_OTHERWISE:
		lint_all(l, k->children);
		break;
	case OP_LET:
	case OP_PARAM:
		lint_let(l, k);
		break;
	case OP_SLOT:
		lint_slot(l, k);
		break;
	case OP_SCOPE:
		lint_scope(l, k);
		break;
	}
}

static void
lint_all(struct lint *l, const struct code *k)
{
	const struct path_scope *outer = l->check.scope;

	if (++l->depth <= LINT_DEPTH)
		for (; k != NULL; k = k->next)
			lint_one(l, k);
	l->depth--;
	l->check.scope = outer;
}

static bool
is_declaration(const struct code *k)
{
	return k->op == OP_LET || k->op == OP_PARAM || k->op == OP_CHECK;
}

static void
lint_declarations(struct lint *l, const struct source *s)
{
	if (s == NULL)
		return;
	lint_declarations(l, s->parent);
	for (int list = 0; list < 2; list++)
		for (const struct code *k = list == 0 ? s->before : s->after;
		     k != NULL; k = k->next)
			if (is_declaration(k))
				lint_one(l, k);
}

static void
lint_content(struct lint *l, const struct code *k)
{
	for (; k != NULL; k = k->next)
		if (!is_declaration(k))
			lint_one(l, k);
}

const char *
tmpl_data(const struct tmpl *t)
{
	for (const struct source *s = t->top; s != NULL; s = s->parent) {
		const char *name = xml_attr(xml_root(s->doc), "data");

		if (name != NULL)
			return name;
	}
	return NULL;
}

bool
tmpl_lint(struct tmpl *t, const struct xml_doc *schema, struct err_list *errors)
{
	struct arena *a = arena_new(0);
	struct shapes shapes;
	struct lint l = { .t = t, .errors = errors, .arena = a };
	size_t before = errors->errors;
	struct err err;

	if (a == NULL || !shapes_load(&shapes, a, schema)) {
		err_set(&err, ERR_SETUP, no_pos,
		    "lược đồ dữ liệu %s không dùng được", xml_doc_name(schema));
		err_list_add(errors, &err);
		arena_free(a);
		return false;
	}
	l.check = (struct path_check){ &shapes, NULL, wrong, &l };
	l.context.count = shapes.document.child_count > 0 ? 1 : 0;
	l.context.shapes[0] = shapes.document.children[0];
	lint_declarations(&l, t->top);
	for (const struct source *s = t->top; s != NULL; s = s->parent)
		lint_content(&l, s->before);
	for (const struct source *s = t->top; s != NULL; s = s->parent)
		lint_content(&l, s->after);
	arena_free(a);
	return errors->errors == before;
}
