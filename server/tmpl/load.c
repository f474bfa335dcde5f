/* tmpl/load.c -- files → compiled form.
 *
 * A document is a chain of files: the template, its parent (extends), the
 * parent's parent …  The last one is the frame; its <slot>s are filled by the
 * nearest file above that has a <fill> of that name.  Top-level content of a
 * file that extends another is given out before the frame when it stands before
 * the first <fill> (meta, styles, pages), and behind it otherwise (annexes). An
 * <include> is compiled in place.
 *
 * Whitespace between the children of a control element is layout of the
 * template, not text, and is dropped. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "tmpl/tmpl_priv.h"

static void
cycle(struct compile *c, const char *name, struct pos pos)
{
	struct err err;
	char chain[320] = "";
	size_t n = 0;

	for (int i = 0; i < c->depth && n < sizeof(chain); i++)
		n += (size_t)snprintf(
		    chain + n, sizeof(chain) - n, "%s → ", c->chain[i]);
	err_set(&err, ERR_CYCLE, pos, "%s%s", chain, name);
	err_hint(&err, "bỏ một <include> hoặc extends trong vòng này");
	compile_error(c, &err);
}

static bool
name_is_safe(const char *name)
{
	return name[0] != '/' && strstr(name, "..") == NULL &&
	       strchr(name, ':') == NULL && strchr(name, '\\') == NULL;
}

static bool
may_enter(struct compile *c, const char *name, struct pos pos)
{
	struct err err;

	for (int i = 0; i < c->depth; i++)
		if (strcmp(c->chain[i], name) == 0) {
			cycle(c, name, pos);
			return false;
		}
	if (c->depth >= TMPL_INCLUDE_DEPTH) {
		err_set(&err, ERR_LIMIT, pos, "các tệp gọi nhau quá %d tầng",
		    TMPL_INCLUDE_DEPTH);
		compile_error(c, &err);
		return false;
	}
	if (c->depth > 0 && !name_is_safe(name)) {
		err_set(&err, ERR_VALUE, pos, "tên tệp «%s»", name);
		err_hint(&err,
		    "chỉ dùng tên trong thư mục templates, không có .. và "
		    "không bắt đầu bằng /");
		compile_error(c, &err);
		return false;
	}
	return true;
}

static bool
add_part(
    struct compile *c, const struct source *s, const char *bytes, size_t len)
{
	struct tmpl *t = c->t;
	struct tmpl_part *parts =
	    arena_alloc_n(c->arena, t->part_count + 1, sizeof(*parts));

	if (parts == NULL)
		return false;
	for (size_t i = 0; i < t->part_count; i++)
		parts[i] = t->parts[i];
	parts[t->part_count].name = s->name;
	parts[t->part_count].label = s->label;
	hash_of(bytes, len, &parts[t->part_count].hash);
	t->parts = parts;
	t->part_count++;
	return true;
}

bool
source_load(
    struct compile *c, const char *name, struct pos from, struct source **ret)
{
	struct source *s = arena_alloc(c->arena, sizeof(*s));
	const char *bytes;
	size_t len;
	struct err err;

	if (s == NULL || !may_enter(c, name, from))
		return false;
	s->name = name;
	if (!c->loader->load(c->loader->ctx, c->arena, name, &s->label, &bytes,
		&len, &err)) {
		err.line = from.line;
		err.col = from.col;
		snprintf(err.file, sizeof(err.file), "%s",
		    from.file == NULL ? "" : from.file);
		compile_error(c, &err);
		return false;
	}
	if (!xml_parse(
		c->arena, s->label, bytes, len, XML_TEMPLATE, &s->doc, &err)) {
		err_list_add(c->errors, &err);
		return false;
	}
	if (!add_part(c, s, bytes, len))
		return false;
	s->next = c->t->all;
	c->t->all = s;
	c->chain[c->depth++] = name;
	*ret = s;
	return true;
}

static void
add_fill(struct compile *c, struct fill **list, const struct xml_node *n,
    const char *attr)
{
	struct fill *f = arena_alloc(c->arena, sizeof(*f));
	char text[160];

	if (f == NULL)
		return;
	f->name = compile_need_attr(c, n, attr);
	f->node = n;
	f->pos = xml_pos(n);
	if (tmpl_find_fill(*list, f->name) != NULL) {
		snprintf(text, sizeof(text), "«%.80s» viết hai lần", f->name);
		compile_report(c, ERR_SLOT, f->pos, text, "bỏ bớt một");
	}
	while (*list != NULL)
		list = &(*list)->next;
	*list = f;
}

static void
append(struct code **list, struct code *k)
{
	while (*list != NULL)
		list = &(*list)->next;
	*list = k;
}

/* Fragments first: any part of the file may call them. */
static void
compile_file(struct compile *c, struct source *s)
{
	const struct xml_node *root = xml_root(s->doc), *n;

	c->source = s;
	for (n = xml_first_element(root); n != NULL; n = xml_next_element(n))
		if (tmpl_is_ours(n, "fragment"))
			add_fill(c, &s->fragments, n, "name");
	for (n = xml_first(root); n != NULL; n = xml_next(n)) {
		if (tmpl_is_ours(n, "fragment"))
			continue;
		if (tmpl_is_ours(n, "fill")) {
			add_fill(c, &s->fills, n, "slot");
			s->has_fill = true;
			continue;
		}
		append(
		    s->has_fill ? &s->after : &s->before, compile_node(c, n));
	}
	for (struct fill *f = s->fills; f != NULL; f = f->next)
		f->body = compile_children(c, f->node);
}

static const char *
without_version(struct arena *a, const char *name)
{
	const char *at = strrchr(name, '@');

	return at == NULL ? name : arena_strndup(a, name, (size_t)(at - name));
}

static void
check_version(struct compile *c, const struct source *s, const char *wanted,
    struct pos pos)
{
	const char *at = strrchr(wanted, '@');
	const char *have = xml_attr(xml_root(s->doc), "version");
	struct err err;

	if (at == NULL || (have != NULL && strcmp(have, at + 1) == 0))
		return;
	err_set(&err, ERR_VALUE, pos, "cần %s, tệp có phiên bản %s", wanted,
	    have == NULL ? "không ghi" : have);
	compile_error(c, &err);
}

/* Loads the chain of parents, the frame last. */
static bool
load_chain(struct compile *c, const char *name)
{
	struct source *s, *child = NULL;
	struct pos from = no_pos;

	for (;;) {
		const char *parent;

		c->source = child;
		if (!source_load(c, without_version(c->arena, name), from, &s))
			return false;
		if (child == NULL)
			c->t->top = s;
		else
			child->parent = s;
		if (!tmpl_is_ours(xml_root(s->doc), "doc")) {
			c->source = s;
			compile_report(c, ERR_ELEMENT,
			    xml_pos(xml_root(s->doc)),
			    "thẻ gốc của mẫu phải là <doc xmlns=\"" TMPL_NS
			    "\">",
			    NULL);
			return false;
		}
		if (child != NULL)
			check_version(c, s, name, from);
		parent = xml_attr(xml_root(s->doc), "extends");
		if (parent == NULL)
			return true;
		from = xml_attr_pos(xml_root(s->doc), "extends");
		name = parent;
		child = s;
	}
}

static void
mark_slots(struct tmpl *t, const struct code *k)
{
	for (; k != NULL; k = k->next) {
		if (k->op == OP_SLOT)
			for (struct source *s = t->top; s != NULL;
			     s = s->parent) {
				struct fill *f =
				    tmpl_find_fill(s->fills, k->name);

				if (f != NULL)
					f->used = true;
			}
		mark_slots(t, k->children);
		mark_slots(t, k->empty);
	}
}

/* A fill without a slot would vanish silently. */
static void
check_fills(struct compile *c)
{
	struct tmpl *t = c->t;
	char text[160];

	for (struct source *s = t->top; s != NULL; s = s->parent) {
		mark_slots(t, s->before);
		mark_slots(t, s->after);
		for (struct fill *f = s->fills; f != NULL; f = f->next)
			mark_slots(t, f->body);
	}
	for (struct source *s = t->top; s != NULL; s = s->parent)
		for (struct fill *f = s->fills; f != NULL; f = f->next) {
			if (f->used)
				continue;
			c->source = s;
			snprintf(text, sizeof(text),
			    "mẫu cha không có <slot name=\"%.80s\">", f->name);
			compile_report(c, ERR_SLOT, f->pos, text,
			    "xem lại tên ô chờ, hoặc bỏ <fill> này");
		}
}

static bool
new_eval(struct compile *c)
{
	struct xml_eval_hooks hooks = { c->t, run_find_variable,
		tmpl_functions };
	struct err err;

	if (xml_eval_new(c->arena, NULL, &hooks, &c->t->eval, &err))
		return true;
	err_list_add(c->errors, &err);
	return false;
}

bool
tmpl_load(struct arena *a, const struct tmpl_loader *loader, const char *name,
    struct err_list *errors, struct tmpl **ret)
{
	struct compile c = { .arena = a, .errors = errors, .loader = loader };
	struct tmpl *t = arena_alloc(a, sizeof(*t));
	const struct xml_node *root;
	size_t before = errors->errors;
	int depth;

	c.t = t;
	if (t == NULL || !new_eval(&c) || !load_chain(&c, name))
		return false;
	t->arena = a;
	depth = c.depth;
	for (struct source *s = t->top; s != NULL; s = s->parent) {
		c.depth = depth; /* what is included may not be in the chain */
		compile_file(&c, s);
	}
	check_fills(&c);
	root = xml_root(t->top->doc);
	t->id = xml_attr(root, "id");
	t->version = xml_attr(root, "version");
	*ret = t;
	return errors->errors == before;
}

void
tmpl_excerpt(void *tmpl, struct err *err)
{
	const struct tmpl *t = tmpl;

	for (const struct source *s = t->all; s != NULL; s = s->next)
		if (strcmp(s->label, err->file) == 0) {
			size_t len;
			const char *text = xml_source(s->doc, &len);

			err_excerpt(err, text, len);
			return;
		}
}

const char *
tmpl_id(const struct tmpl *t)
{
	return t->id == NULL ? "" : t->id;
}

const char *
tmpl_version(const struct tmpl *t)
{
	return t->version == NULL ? "" : t->version;
}

const struct tmpl_part *
tmpl_parts(const struct tmpl *t, size_t *ret_count)
{
	*ret_count = t->part_count;
	return t->parts;
}
