/* tmpl/run.c -- runs compiled code over data, into a sink.
 *
 * `scratch` holds what one element or text needs and is emptied at the next;
 * the variables live in `arena`.  A loop gives its variables back after each
 * round, so memory does not grow with the number of rounds. */
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/day.h"
#include "base/limits.h"
#include "tmpl/tmpl_priv.h"
#include "viet/number.h"
#include "viet/text.h"

enum { RUN_DEPTH = 160 };

static void exec_all(struct run *r, const struct code *k);

void
run_error(struct run *r, struct err *err)
{
	size_t len;
	const char *text;

	for (struct source *s = r->t->all;
	     s != NULL && err->line > 0 && err->excerpt[0] == '\0'; s = s->next)
		if (strcmp(s->label, err->file) == 0) {
			text = xml_source(s->doc, &len);
			err_excerpt(err, text, len);
		}
	if (!r->options->draft ||
	    (err->kind != ERR_MISSING && err->kind != ERR_BLANK))
		r->failed = true;
	err_list_add(r->errors, err);
	if (err->kind == ERR_LIMIT || err->kind == ERR_NOMEM)
		r->stopped = true;
}

static void
at_pos(struct err *err, struct pos pos)
{
	if (err->line > 0)
		return;
	err->line = pos.line;
	err->col = pos.col;
	snprintf(err->file, sizeof(err->file), "%s",
	    pos.file == NULL ? "" : pos.file);
}

/* The sink's refusal ends the run; where it names no place, ours is given. */
static void
sink_failed(struct run *r, struct err *err, struct pos pos)
{
	at_pos(err, pos);
	r->stopped = true;
	run_error(r, err);
}

bool
run_find_variable(void *ctx, const char *name, struct xml_value *ret)
{
	const struct tmpl *t = ctx;
	const struct variable *v = t->run == NULL ? NULL : t->run->variables;

	for (; v != NULL; v = v->next)
		if (strcmp(v->name, name) == 0) {
			*ret = v->value;
			return true;
		}
	return false;
}

static struct variable *
set_variable(struct run *r, const char *name, const struct xml_value *value)
{
	struct variable *v = arena_alloc(r->arena, sizeof(*v));

	if (v == NULL) {
		r->stopped = true;
		return NULL;
	}
	v->name = name;
	v->value = *value;
	v->next = r->variables;
	r->variables = v;
	return v;
}

static bool
evaluate(struct run *r, const struct binding *b, struct arena *a,
    struct xml_value *ret)
{
	struct err err;

	if (b->xpath == NULL)
		return false;
	if (xml_xpath_run(r->t->eval, b->xpath, r->context, a, ret, &err))
		return true;
	at_pos(&err, b->pos);
	run_error(r, &err);
	return false;
}

/* --- values --- */

/* The bound text of one ${…}; NULL after an error (in draft: the marker, with
 * *ret_origin telling so). */
static const char *
value_text(struct run *r, const struct value_use *v,
    enum xml_origin *ret_origin, const char **ret_path)
{
	struct xml_value value = { 0 };
	const char *text, *nfc;
	struct err err;

	*ret_origin = XML_FROM_DATA;
	*ret_path = NULL;
	if (v->xpath == NULL)
		return NULL;
	if (!xml_xpath_run(
		r->t->eval, v->xpath, r->context, r->scratch, &value, &err) ||
	    !filters_apply(r, v, &value, &text, &err)) {
		at_pos(&err, v->pos);
		err_expr(&err, v->source);
		if (value.kind == XML_NODES && value.count > 0)
			err_data(&err, xml_path(r->scratch, value.nodes[0]));
		run_error(r, &err);
		text = NULL;
	} else if (text == NULL) {
		explain_missing(r, v, &err);
		run_error(r, &err);
	}
	if (text == NULL) {
		*ret_origin = XML_IS_MISSING;
		return r->options->draft
			   ? arena_printf(r->scratch, "⟦thiếu: %s⟧", v->expr)
			   : NULL;
	}
	if (value.kind == XML_NODES && value.count > 0)
		*ret_path = xml_path(r->scratch, value.nodes[0]);
	if (!viet_nfc(r->scratch, text, strlen(text), &nfc, &err)) {
		at_pos(&err, v->pos);
		err_data(&err, *ret_path);
		run_error(r, &err);
		return NULL;
	}
	return nfc;
}

static const char *
attr_text(struct run *r, const struct attr *at)
{
	struct buf b = { 0 };
	enum xml_origin origin;
	const char *path, *out;

	if (at->pieces == NULL)
		return "";
	if (at->pieces->next == NULL && at->pieces->value == NULL)
		return at->pieces->literal;
	for (const struct piece *p = at->pieces; p != NULL; p = p->next) {
		const char *s = p->literal;

		if (p->value != NULL)
			s = value_text(r, p->value, &origin, &path);
		if (s != NULL)
			buf_str_add(&b, s);
	}
	out = buf_ok(&b) ? arena_strndup(r->scratch, buf_str(&b), b.len) : NULL;
	buf_done(&b);
	return out == NULL ? "" : out;
}

static void
emit_chars(struct run *r, const char *text, size_t len, enum xml_origin origin,
    const char *path, struct pos pos)
{
	struct xml_chars c = { text, len, origin, path, pos };
	struct err err;

	if (len == 0 || r->stopped)
		return;
	if (++r->events > TMPL_EVENTS) {
		err_set(&err, ERR_LIMIT, pos, "kết quả quá dài");
		run_error(r, &err);
		return;
	}
	if (!r->sink->chars(r->sink->ctx, &c, &err))
		sink_failed(r, &err, pos);
}

/* How many bytes of `joined` stand for the first `len` bytes of `plain`. */
static size_t
joined_len(const char *plain, size_t len, const char *joined)
{
	size_t i = 0, k = 0;

	while (i < len) {
		if (plain[i] == ' ' && (unsigned char)joined[k] == 0xC2)
			k++;
		i++;
		k++;
	}
	return k;
}

struct bound {
	const char *text;
	size_t len;
	enum xml_origin origin;
	const char *path;
	struct pos pos;
	struct bound *next;
};

static struct bound *
bind_piece(struct run *r, const struct piece *p, struct pos pos)
{
	struct bound *b = arena_alloc(r->scratch, sizeof(*b));

	if (b == NULL)
		return NULL;
	b->pos = pos;
	b->text = p->literal;
	b->origin = XML_FROM_TEMPLATE;
	if (p->value != NULL) {
		b->pos = p->value->pos;
		b->text = value_text(r, p->value, &b->origin, &b->path);
	}
	b->len = b->text == NULL ? 0 : strlen(b->text);
	return b;
}

static void
emit_each(struct run *r, const struct bound *b)
{
	for (; b != NULL; b = b->next)
		emit_chars(r, b->text, b->len, b->origin, b->path, b->pos);
}

/* Joints can lie between a literal and a value («số ${so}»), so the whole text
 * is joined and cut again. */
static void
emit_joined(struct run *r, const struct bound *list)
{
	struct buf all = { 0 };
	const char *plain, *joined;

	for (const struct bound *b = list; b != NULL; b = b->next)
		buf_add(&all, b->text, b->len);
	plain = arena_strndup(r->scratch, buf_str(&all), all.len);
	buf_done(&all);
	joined = plain == NULL ? NULL : viet_join(r->scratch, plain);
	if (joined == NULL || joined == plain) {
		emit_each(r, list);
		return;
	}
	for (const struct bound *b = list; b != NULL; b = b->next) {
		size_t len = joined_len(plain, b->len, joined);
		const char *part = arena_strndup(r->scratch, joined, len);

		if (part != NULL)
			emit_chars(r, part, len, b->origin, b->path, b->pos);
		plain += b->len;
		joined += len;
	}
}

static void
exec_text(struct run *r, const struct code *k)
{
	struct bound *list = NULL, **to = &list;

	arena_reset(r->scratch);
	if (k->pieces != NULL && k->pieces->next == NULL &&
	    k->pieces->value == NULL) {
		const char *s =
		    r->options->join ? k->pieces->joined : k->pieces->literal;

		if (s != NULL)
			emit_chars(
			    r, s, strlen(s), XML_FROM_TEMPLATE, NULL, k->pos);
		return;
	}
	for (const struct piece *p = k->pieces; p != NULL; p = p->next) {
		*to = bind_piece(r, p, k->pos);
		if (*to == NULL)
			break;
		to = &(*to)->next;
	}
	if (r->options->join)
		emit_joined(r, list);
	else
		emit_each(r, list);
}

/* --- elements --- */

static void
emit_tail(struct run *r, struct pos pos)
{
	const char *tail = r->tail;

	r->tail = NULL;
	if (tail != NULL)
		emit_chars(r, tail, strlen(tail), XML_FROM_TEMPLATE, NULL, pos);
}

static bool
emit_start(struct run *r, const struct code *k)
{
	struct xml_event_attr *attrs;
	struct xml_tag tag = { k->name, k->ns, NULL, k->attr_count, k->pos };
	struct err err;

	arena_reset(r->scratch);
	attrs = arena_alloc_n(r->scratch, k->attr_count, sizeof(*attrs));
	if (attrs == NULL) {
		r->stopped = true;
		return false;
	}
	for (size_t i = 0; i < k->attr_count; i++) {
		attrs[i].name = k->attrs[i].name;
		attrs[i].pos = k->attrs[i].pos;
		attrs[i].value = attr_text(r, &k->attrs[i]);
	}
	tag.attrs = attrs;
	if (++r->events > TMPL_EVENTS) {
		err_set(&err, ERR_LIMIT, k->pos, "kết quả quá dài");
		run_error(r, &err);
		return false;
	}
	if (r->stopped || r->sink->start(r->sink->ctx, &tag, &err))
		return !r->stopped;
	sink_failed(r, &err, k->pos);
	return false;
}

/* Text that a loop puts behind an item goes inside its last element. */
static void
exec_element(struct run *r, const struct code *k, bool last)
{
	const char *tail = last ? r->tail : NULL, *held = r->tail;
	struct err err;

	r->tail = NULL;
	if (!emit_start(r, k))
		return;
	exec_all(r, k->children);
	if (tail != NULL) {
		r->tail = tail;
		emit_tail(r, k->pos);
	} else {
		r->tail = held;
	}
	if (!r->stopped && !r->sink->end(r->sink->ctx, k->name, k->pos, &err))
		sink_failed(r, &err, k->pos);
}

/* --- loops --- */

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
	return evaluate(r, &k->where, r->scratch, &v) && xml_value_true(&v);
}

static bool
item_key(struct run *r, const struct code *k, struct arena *a, struct item *it)
{
	struct xml_value v;
	const char *s;

	it->key = "";
	if (k->sort.xpath == NULL)
		return true;
	if (!evaluate(r, &k->sort, r->scratch, &v))
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
	struct variable *v = set_variable(r, k->name, &one);
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
	exec_all(r, k->children);
	emit_tail(r, k->pos);
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

		vars[i] = set_variable(r, name, &node);
		if (vars[i] == NULL)
			return;
	}
	vars[4]->value = number_value(n);
	for (size_t i = 0; i < n && !r->stopped; i++)
		exec_round(r, k, &items[backwards ? n - 1 - i : i], i, n, vars);
	r->context = outer;
	r->variables = outer_vars;
}

static void
exec_each(struct run *r, const struct code *k)
{
	struct arena *a = arena_new(0);
	struct xml_value all;
	struct item *items;
	struct err err;

	if (a == NULL || !evaluate(r, &k->main, a, &all))
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
		exec_all(r, k->empty);
	else
		run_loop(r, k, items, all.count, k->descending);
done:
	arena_free(a);
}

/* --- the rest --- */

static bool
test_is_true(struct run *r, const struct code *k)
{
	struct xml_value v;

	arena_reset(r->scratch);
	return evaluate(r, &k->main, r->scratch, &v) && xml_value_true(&v);
}

static void
exec_choose(struct run *r, const struct code *k)
{
	for (const struct code *w = k->children; w != NULL; w = w->next)
		if (w->op == OP_OTHERWISE || test_is_true(r, w)) {
			exec_all(r, w->children);
			return;
		}
}

static bool
matches(const char *pattern, const char *s)
{
	regex_t re;
	bool ok;

	if (regcomp(&re, pattern, REG_EXTENDED | REG_NOSUB) != 0)
		return false;
	ok = regexec(&re, s, 0, NULL, 0) == 0;
	regfree(&re);
	return ok;
}

static bool
type_fits(const char *type, const char *s)
{
	int64_t n;
	day_t day;

	if (strcmp(type, "so") == 0)
		return viet_number_parse(s, &n);
	if (strcmp(type, "ngay") == 0)
		return day_parse_any(s, &day);
	return true;
}

static void
check_param(struct run *r, const struct code *k, const struct xml_value *v)
{
	struct err err;
	const char *s;

	if (v->kind == XML_NODES && v->count == 0) {
		if (!k->required)
			return;
		err_set(
		    &err, ERR_MISSING, k->pos, "tham số bắt buộc $%s", k->name);
		err_expr(&err, k->main.expr);
		err_data(&err, k->main.expr);
		err_hint(&err, "dữ liệu phải có %s", k->main.expr);
		run_error(r, &err);
		return;
	}
	s = xml_value_string(r->scratch, v);
	if (s == NULL)
		return;
	if ((k->type != NULL && !type_fits(k->type, s)) ||
	    (k->pattern != NULL && !matches(k->pattern, s))) {
		err_set(
		    &err, ERR_TYPE, k->pos, "tham số $%s: «%s»", k->name, s);
		err_expr(&err, k->main.expr);
		err_hint(
		    &err, "cần %s", k->pattern != NULL ? k->pattern : k->type);
		run_error(r, &err);
	}
}

static void
exec_let(struct run *r, const struct code *k)
{
	struct xml_value v;

	arena_reset(r->scratch);
	if (!evaluate(r, &k->main, r->arena, &v))
		return;
	if (k->op == OP_PARAM)
		check_param(r, k, &v);
	set_variable(r, k->name, &v);
}

static void
exec_check(struct run *r, const struct code *k)
{
	struct attr message = { "", k->pieces, k->pos };
	struct err err;
	const char *text;

	if (test_is_true(r, k) || r->stopped)
		return;
	text = attr_text(r, &message);
	err_set(&err, ERR_CHECK, k->pos, "%s: %s", k->code,
	    text + strspn(text, " \t\r\n"));
	err_expr(&err, k->main.expr);
	run_error(r, &err);
}

static void
exec_slot(struct run *r, const struct code *k)
{
	struct err err;

	for (const struct source *s = r->t->top; s != NULL; s = s->parent)
		for (const struct fill *f = s->fills; f != NULL; f = f->next)
			if (strcmp(f->name, k->name) == 0) {
				exec_all(r, f->body);
				return;
			}
	if (k->required) {
		err_set(&err, ERR_SLOT, k->pos, "ô chờ «%s» chưa được điền",
		    k->name);
		err_hint(&err, "thêm <fill slot=\"%s\"> trong mẫu", k->name);
		run_error(r, &err);
	}
	exec_all(r, k->children);
}

static void
exec_scope(struct run *r, const struct code *k)
{
	struct variable *outer = r->variables;
	struct xml_value v;

	for (size_t i = 0; i < k->with_count; i++)
		if (evaluate(r, &k->with[i], r->arena, &v))
			set_variable(r, k->with[i].name, &v);
	exec_all(r, k->children);
	r->variables = outer;
}

static void
exec_one(struct run *r, const struct code *k)
{
	switch (k->op) {
	case OP_ELEMENT:
		exec_element(r, k, k->next == NULL);
		break;
	case OP_TEXT:
		exec_text(r, k);
		break;
	case OP_EACH:
		exec_each(r, k);
		break;
	case OP_IF:
		if (test_is_true(r, k))
			exec_all(r, k->children);
		break;
	case OP_CHOOSE:
		exec_choose(r, k);
		break;
	case OP_LET:
	case OP_PARAM:
		exec_let(r, k);
		break;
	case OP_CHECK:
		exec_check(r, k);
		break;
	case OP_SLOT:
		exec_slot(r, k);
		break;
	case OP_SCOPE:
		exec_scope(r, k);
		break;
	case OP_WHEN:
	case OP_OTHERWISE:
		break;
	}
}

static bool
declares(const struct code *k)
{
	return k->op == OP_PARAM || k->op == OP_LET;
}

/* Variables declared among the children end with them. */
static void
exec_all(struct run *r, const struct code *k)
{
	struct variable *outer = r->variables;
	bool declared = false;
	struct err err;

	if (++r->depth > RUN_DEPTH) {
		err_set(&err, ERR_LIMIT, k == NULL ? no_pos : k->pos,
		    "mẫu lồng nhau quá %d tầng", RUN_DEPTH);
		run_error(r, &err);
	}
	for (; k != NULL && !r->stopped; k = k->next) {
		declared = declared || declares(k);
		exec_one(r, k);
	}
	if (declared)
		r->variables = outer;
	r->depth--;
}

static bool
is_declaration(const struct code *k)
{
	return declares(k) || k->op == OP_CHECK;
}

/* Declarations of the frame first, so that a template may use its variables. */
static void
exec_declarations(struct run *r, const struct source *s)
{
	if (s == NULL)
		return;
	exec_declarations(r, s->parent);
	for (int list = 0; list < 2; list++)
		for (const struct code *k = list == 0 ? s->before : s->after;
		     k != NULL && !r->stopped; k = k->next)
			if (is_declaration(k))
				exec_one(r, k);
}

static void
exec_content(struct run *r, const struct code *k)
{
	for (; k != NULL && !r->stopped; k = k->next)
		if (!is_declaration(k))
			exec_one(r, k);
}

static void
exec_behind(struct run *r, const struct source *s)
{
	if (s == NULL)
		return;
	exec_behind(r, s->parent);
	exec_content(r, s->after);
}

static struct code
root_code(struct run *r)
{
	const struct source *top = r->t->top;
	const struct xml_node *root = xml_root(top->doc);
	struct code k = { .op = OP_ELEMENT, .name = "doc", .ns = TMPL_NS };
	struct compile c = {
		.t = r->t, .arena = r->arena, .errors = r->errors
	};
	const char *name, *ns, *value;
	size_t n = 0;

	k.pos = xml_pos(root);
	while (xml_attr_at(root, n, &name, &ns, &value))
		n++;
	k.attrs = arena_alloc_n(r->arena, n, sizeof(*k.attrs));
	for (size_t i = 0; k.attrs != NULL && i < n; i++) {
		xml_attr_at(root, i, &name, &ns, &value);
		k.attrs[i] = (struct attr){ name, avt_parse(&c, value, k.pos),
			xml_attr_pos(root, name) };
		k.attr_count++;
	}
	return k;
}

static void
run_document(struct run *r)
{
	struct code root = root_code(r);
	struct err err;

	exec_declarations(r, r->t->top);
	if (!r->options->bare && !emit_start(r, &root))
		return;
	for (const struct source *s = r->t->top; s != NULL; s = s->parent)
		exec_content(r, s->before);
	exec_behind(r, r->t->top);
	if (r->options->bare || r->stopped)
		return;
	if (!r->sink->end(r->sink->ctx, "doc", root.pos, &err))
		sink_failed(r, &err, root.pos);
}

bool
tmpl_run(struct tmpl *t, const struct tmpl_options *options,
    const struct xml_sink *sink, struct err_list *errors)
{
	struct run r = { .t = t,
		.options = options,
		.sink = sink,
		.errors = errors,
		.arena = arena_new(0),
		.scratch = arena_new(0) };
	struct err err;

	if (r.arena == NULL || r.scratch == NULL) {
		err_nomem(&err);
		run_error(&r, &err);
	} else {
		r.context = options->record != NULL ? options->record
						    : xml_root(options->data);
		t->run = &r;
		run_document(&r);
		t->run = NULL;
	}
	arena_free(r.arena);
	arena_free(r.scratch);
	return !r.failed && !r.stopped;
}
