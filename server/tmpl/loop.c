/* tmpl/loop.c -- <each>: choosing, ordering, going round. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "tmpl/tmpl_priv.h"

struct item {
	const struct xml_node *node;
	const char *key;
	double number;
	bool numeric;
	size_t order;
};

static int
item_compare(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	int c = x->numeric && y->numeric
		    ? (x->number > y->number) - (x->number < y->number)
		    : strcmp(x->key, y->key);

	return c != 0 ? c : (x->order > y->order) - (x->order < y->order);
}

static bool
item_wanted(struct run *r, const struct code *k)
{
	struct xml_value v;

	if (k->where.xpath == NULL)
		return true;
	return run_evaluate(r, &k->where, r->scratch, &v) && xml_value_true(&v);
}

static bool
item_key(struct run *r, const struct code *k, struct arena *a, struct item *it)
{
	struct xml_value v;
	const char *s;

	it->key = "";
	if (k->sort.xpath == NULL)
		return true;
	if (!run_evaluate(r, &k->sort, r->scratch, &v))
		return false;
	it->numeric = v.kind == XML_NUMBER;
	it->number = v.number;
	s = xml_value_string(r->scratch, &v);
	it->key = s == NULL ? NULL : arena_strdup(a, s);
	return it->key != NULL;
}

static size_t
select_items(struct run *r, const struct code *k, const struct xml_value *all,
    struct arena *a, struct item *items)
{
	const struct xml_node *outer = r->context;
	struct xml_value one = { .kind = XML_NODES, .count = 1 };
	struct variable *v = run_set_variable(r, k->name, &one);
	size_t n = 0;

	for (size_t i = 0; v != NULL && i < all->count && !r->stopped; i++) {
		if (k->where.xpath != NULL || k->sort.xpath != NULL) {
			arena_reset(r->scratch);
			v->value.nodes = &all->nodes[i];
			r->context = all->nodes[i];
			if (!item_wanted(r, k) || !item_key(r, k, a, &items[n]))
				continue;
		}
		items[n].node = all->nodes[i];
		items[n].order = i;
		n++;
	}
	r->context = outer;
	if (v != NULL)
		r->variables = v->next;
	if (k->sort.xpath != NULL)
		qsort(items, n, sizeof(*items), item_compare);
	return n;
}

static struct xml_value
number_value(size_t n)
{
	return (struct xml_value){ .kind = XML_NUMBER, .number = (double)n };
}

static struct xml_value
truth_value(bool b)
{
	return (struct xml_value){ .kind = XML_BOOLEAN, .boolean = b };
}

static void
exec_round(struct run *r, const struct code *k, const struct item *item,
    size_t index, size_t count, struct variable *const vars[5])
{
	const char *outer = r->tail;

	vars[0]->value.nodes = (const struct xml_node **)(uintptr_t)&item->node;
	vars[1]->value = number_value(index + 1);
	vars[2]->value = truth_value(index == 0);
	vars[3]->value = truth_value(index + 1 == count);
	r->context = item->node;
	r->tail = index + 1 == count ? k->end : k->sep;
	run_exec_all(r, k->children);
	run_emit_tail(r, k->pos);
	r->tail = outer;
}

static void
run_loop(struct run *r, const struct code *k, const struct item *items,
    size_t n, bool backwards)
{
	static const char *const names[] = { NULL, NULL, "first", "last",
		"count" };
	struct xml_value node = { .kind = XML_NODES, .count = 1 };
	struct variable *vars[5];
	const struct xml_node *outer = r->context;
	struct variable *outer_vars = r->variables;

	for (int i = 0; i < 5; i++) {
		const char *name = i == 0 ? k->name
				   : i == 1
				       ? (k->index == NULL ? "index" : k->index)
				       : names[i];

		vars[i] = run_set_variable(r, name, &node);
		if (vars[i] == NULL)
			return;
	}
	vars[4]->value = number_value(n);
	for (size_t i = 0; i < n && !r->stopped; i++)
		exec_round(r, k, &items[backwards ? n - 1 - i : i], i, n, vars);
	r->context = outer;
	r->variables = outer_vars;
}

void
run_exec_each(struct run *r, const struct code *k)
{
	struct arena *a = arena_new(0);
	struct xml_value all;
	struct item *items;
	struct err err;

	if (a == NULL || !run_evaluate(r, &k->main, a, &all))
		goto done;
	if (all.kind != XML_NODES) {
		err_set(
		    &err, ERR_TYPE, k->main.pos, "in= phải là tập nút dữ liệu");
		err_expr(&err, k->main.expr);
		run_error(r, &err);
		goto done;
	}
	if (all.count > TMPL_LOOP_ITEMS) {
		err_set(&err, ERR_LIMIT, k->main.pos,
		    "vòng lặp có %zu lượt, nhiều "
		    "nhất %d",
		    all.count, TMPL_LOOP_ITEMS);
		run_error(r, &err);
		goto done;
	}
	items = arena_alloc_n(a, all.count + 1, sizeof(*items));
	if (items == NULL) {
		r->stopped = true;
		goto done;
	}
	all.count = select_items(r, k, &all, a, items);
	if (all.count == 0)
		run_exec_all(r, k->empty);
	else
		run_loop(r, k, items, all.count, k->descending);
done:
	arena_free(a);
}
