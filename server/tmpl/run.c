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

static void
add_excerpt(const struct run *r, struct err *err)
{
	size_t len;
	const char *text;

	for (struct source *s = r->t->all;
	     s != NULL && err->line > 0 && err->excerpt[0] == '\0'; s = s->next)
		if (strcmp(s->label, err->file) == 0) {
			text = xml_source(s->doc, &len);
			err_excerpt(err, text, len);
		}
}

void
run_warn(struct run *r, struct err *err)
{
	add_excerpt(r, err);
	err_list_add(r->errors, err);
}

/* What a draft shows at its place, or leaves for later. */
static bool
is_of_data(enum err_kind kind)
{
	return kind == ERR_MISSING || kind == ERR_BLANK || kind == ERR_MANY ||
	       kind == ERR_TYPE || kind == ERR_CHECK;
}

void
run_error(struct run *r, struct err *err)
{
	add_excerpt(r, err);
	if (!r->options->draft || !is_of_data(err->kind))
		r->failed = true;
	err_list_add(r->errors, err);
	if (err->kind == ERR_LIMIT || err->kind == ERR_NOMEM)
		r->stopped = true;
}

void
run_at_pos(struct err *err, struct pos pos)
{
	if (err->line > 0)
		return;
	err->line = pos.line;
	err->col = pos.col;
	snprintf(err->file, sizeof(err->file), "%s",
	    pos.file == NULL ? "" : pos.file);
}

/* The sink's refusal ends the run; where it names no place, ours is given. */
void
run_sink_failed(struct run *r, struct err *err, struct pos pos)
{
	run_at_pos(err, pos);
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

struct variable *
run_set_variable(struct run *r, const char *name, const struct xml_value *value)
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

bool
run_evaluate(struct run *r, const struct binding *b, struct arena *a,
    struct xml_value *ret)
{
	struct err err;

	if (b->xpath == NULL)
		return false;
	if (xml_xpath_run(r->t->eval, b->xpath, r->context, a, ret, &err))
		return true;
	run_at_pos(&err, b->pos);
	run_error(r, &err);
	return false;
}

/* --- elements --- */

void
run_emit_tail(struct run *r, struct pos pos)
{
	const char *tail = r->tail;

	r->tail = NULL;
	if (tail != NULL)
		run_emit_chars(
		    r, tail, strlen(tail), XML_FROM_TEMPLATE, NULL, pos);
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
		attrs[i].value = run_attr_text(r, &k->attrs[i]);
	}
	tag.attrs = attrs;
	if (++r->events > TMPL_EVENTS) {
		err_set(&err, ERR_LIMIT, k->pos, "kết quả quá dài");
		run_error(r, &err);
		return false;
	}
	if (r->stopped || r->sink->start(r->sink->ctx, &tag, &err))
		return !r->stopped;
	run_sink_failed(r, &err, k->pos);
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
	run_exec_all(r, k->children);
	if (tail != NULL) {
		r->tail = tail;
		run_emit_tail(r, k->pos);
	} else {
		r->tail = held;
	}
	if (!r->stopped && !r->sink->end(r->sink->ctx, k->name, k->pos, &err))
		run_sink_failed(r, &err, k->pos);
}

static bool
test_is_true(struct run *r, const struct code *k)
{
	struct xml_value v;

	arena_reset(r->scratch);
	return run_evaluate(r, &k->main, r->scratch, &v) && xml_value_true(&v);
}

static void
exec_choose(struct run *r, const struct code *k)
{
	for (const struct code *w = k->children; w != NULL; w = w->next)
		if (w->op == OP_OTHERWISE || test_is_true(r, w)) {
			run_exec_all(r, w->children);
			return;
		}
}

bool
tmpl_pattern_ok(const char *pattern)
{
	regex_t re;
	bool ok = regcomp(&re, pattern, REG_EXTENDED | REG_NOSUB) == 0;

	if (ok)
		regfree(&re);
	return ok;
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

/* False when it is required and missing. */
static bool
check_param(struct run *r, const struct code *k, const struct xml_value *v)
{
	struct err err;
	const char *s;

	if (v->kind == XML_NODES && v->count == 0) {
		if (!k->required)
			return true;
		err_set(
		    &err, ERR_MISSING, k->pos, "tham số bắt buộc $%s", k->name);
		err_expr(&err, k->main.expr);
		err_data(&err, k->main.expr);
		err_hint(&err, "dữ liệu phải có %s", k->main.expr);
		run_error(r, &err);
		return false;
	}
	s = xml_value_string(r->scratch, v);
	if (s == NULL)
		return true;
	if ((k->type != NULL && !type_fits(k->type, s)) ||
	    (k->pattern != NULL && !matches(k->pattern, s))) {
		err_set(
		    &err, ERR_TYPE, k->pos, "tham số $%s: «%s»", k->name, s);
		err_expr(&err, k->main.expr);
		err_hint(
		    &err, "cần %s", k->pattern != NULL ? k->pattern : k->type);
		run_error(r, &err);
	}
	return true;
}

static void
exec_let(struct run *r, const struct code *k)
{
	struct xml_value v;
	struct variable *var;
	bool there;

	arena_reset(r->scratch);
	if (!run_evaluate(r, &k->main, r->arena, &v))
		return;
	there = k->op != OP_PARAM || check_param(r, k, &v);
	var = run_set_variable(r, k->name, &v);
	if (var != NULL)
		var->told = !there;
}

static void
exec_check(struct run *r, const struct code *k)
{
	struct attr message = { "", k->pieces, k->pos };
	struct err err;
	const char *text;

	if (test_is_true(r, k) || r->stopped)
		return;
	text = run_attr_text(r, &message);
	err_set(&err, ERR_CHECK, k->pos, "%s: %s", k->code,
	    text + strspn(text, " \t\r\n"));
	err_expr(&err, k->main.expr);
	err_hint(&err,
	    "sửa dữ liệu cho đúng điều kiện này, hoặc sửa test= trong mẫu");
	run_error(r, &err);
}

static void
exec_slot(struct run *r, const struct code *k)
{
	struct err err;

	for (const struct source *s = r->t->top; s != NULL; s = s->parent)
		for (const struct fill *f = s->fills; f != NULL; f = f->next)
			if (strcmp(f->name, k->name) == 0) {
				run_exec_all(r, f->body);
				return;
			}
	if (k->required) {
		err_set(&err, ERR_SLOT, k->pos, "ô chờ «%s» chưa được điền",
		    k->name);
		err_hint(&err, "thêm <fill slot=\"%s\"> trong mẫu", k->name);
		run_error(r, &err);
	}
	run_exec_all(r, k->children);
}

static void
exec_scope(struct run *r, const struct code *k)
{
	struct variable *outer = r->variables;
	struct xml_value v;

	for (size_t i = 0; i < k->with_count; i++)
		if (run_evaluate(r, &k->with[i], r->arena, &v))
			run_set_variable(r, k->with[i].name, &v);
	run_exec_all(r, k->children);
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
		run_exec_text(r, k);
		break;
	case OP_EACH:
		run_exec_each(r, k);
		break;
	case OP_IF:
		if (test_is_true(r, k))
			run_exec_all(r, k->children);
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
void
run_exec_all(struct run *r, const struct code *k)
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
		run_sink_failed(r, &err, root.pos);
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
