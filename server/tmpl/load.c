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

static struct code *compile_node(struct compile *c, const struct xml_node *n);

static void
report(struct compile *c, enum err_kind kind, struct pos pos, const char *text,
    const char *hint)
{
	struct err err;

	err_set(&err, kind, pos, "%s", text);
	if (hint != NULL)
		err_hint(&err, "%s", hint);
	compile_error(c, &err);
}

static bool
is_ours(const struct xml_node *n, const char *name)
{
	return xml_kind(n) == XML_ELEMENT && strcmp(xml_ns(n), TMPL_NS) == 0 &&
	       (name == NULL || strcmp(xml_name(n), name) == 0);
}

static struct code *
new_code(struct compile *c, enum op op, const struct xml_node *n)
{
	struct code *k = arena_alloc(c->arena, sizeof(*k));
	struct err err;

	if (k == NULL) {
		err_nomem(&err);
		err_list_add(c->errors, &err);
		return NULL;
	}
	k->op = op;
	k->pos = xml_pos(n);
	k->source = c->source;
	return k;
}

/* The attribute's value; a missing one is reported and given as "". */
static const char *
need_attr(struct compile *c, const struct xml_node *n, const char *name)
{
	const char *v = xml_attr(n, name);
	char text[120];

	if (v != NULL && v[0] != '\0')
		return v;
	snprintf(text, sizeof(text), "thẻ <%.40s> thiếu thuộc tính %s",
	    xml_name(n), name);
	report(c, ERR_ATTR, xml_pos(n), text, "thêm thuộc tính ấy");
	return "";
}

static void
known_attrs(struct compile *c, const struct xml_node *n,
    const char *const *names, size_t count)
{
	const char *name, *ns, *value, *near;
	struct err err;

	for (size_t i = 0; xml_attr_at(n, i, &name, &ns, &value); i++) {
		bool known = strncmp(name, "with-", 5) == 0;

		for (size_t k = 0; k < count && !known; k++)
			known = strcmp(names[k], name) == 0;
		if (known)
			continue;
		near = nearest(name, names, count);
		err_set(&err, ERR_ATTR, xml_attr_pos(n, name),
		    "thẻ <%s> không có thuộc tính %s", xml_name(n), name);
		if (near != NULL)
			err_hint(&err, "có phải %s?", near);
		compile_error(c, &err);
	}
}

static void
bind(struct compile *c, const struct xml_node *n, const char *attr,
    struct binding *ret)
{
	ret->expr = need_attr(c, n, attr);
	ret->pos = xml_attr_pos(n, attr);
	if (ret->expr[0] != '\0')
		compile_xpath(c, ret->expr, ret->pos, &ret->xpath);
}

static void
bind_optional(struct compile *c, const struct xml_node *n, const char *attr,
    struct binding *ret)
{
	if (xml_attr(n, attr) != NULL)
		bind(c, n, attr, ret);
}

/* --- control elements --- */

static struct code *
compile_each(struct compile *c, const struct xml_node *n)
{
	static const char *const names[] = { "in", "as", "index", "sort",
		"order", "sep", "end", "where" };
	struct code *k = new_code(c, OP_EACH, n);

	if (k == NULL)
		return NULL;
	known_attrs(c, n, names, sizeof(names) / sizeof(*names));
	bind(c, n, "in", &k->main);
	k->name = need_attr(c, n, "as");
	k->index = xml_attr(n, "index");
	k->sep = xml_attr(n, "sep");
	k->end = xml_attr(n, "end");
	k->descending = xml_attr(n, "order") != NULL &&
			strcmp(xml_attr(n, "order"), "giam") == 0;
	bind_optional(c, n, "where", &k->where);
	bind_optional(c, n, "sort", &k->sort);
	k->children = compile_children(c, n);
	for (const struct xml_node *e = xml_first_element(n); e != NULL;
	     e = xml_next_element(e))
		if (is_ours(e, "empty"))
			k->empty = compile_children(c, e);
	return k;
}

static struct code *
compile_if(struct compile *c, const struct xml_node *n)
{
	static const char *const names[] = { "test" };
	struct code *k = new_code(c, is_ours(n, "if") ? OP_IF : OP_WHEN, n);

	if (k == NULL)
		return NULL;
	known_attrs(c, n, names, 1);
	bind(c, n, "test", &k->main);
	k->children = compile_children(c, n);
	return k;
}

static struct code *
compile_choose(struct compile *c, const struct xml_node *n)
{
	struct code *k = new_code(c, OP_CHOOSE, n), **to;

	if (k == NULL)
		return NULL;
	to = &k->children;
	for (const struct xml_node *e = xml_first_element(n); e != NULL;
	     e = xml_next_element(e)) {
		struct code *w = NULL;

		if (is_ours(e, "when")) {
			w = compile_if(c, e);
		} else if (is_ours(e, "otherwise")) {
			w = new_code(c, OP_OTHERWISE, e);
			if (w != NULL)
				w->children = compile_children(c, e);
		} else {
			report(c, ERR_ELEMENT, xml_pos(e),
			    "trong <choose> chỉ có <when> và <otherwise>",
			    NULL);
		}
		if (w != NULL) {
			*to = w;
			to = &w->next;
		}
	}
	return k;
}

static struct code *
compile_let(struct compile *c, const struct xml_node *n)
{
	static const char *const names[] = { "name", "select", "required",
		"type", "pattern" };
	bool param = is_ours(n, "param");
	struct code *k = new_code(c, param ? OP_PARAM : OP_LET, n);

	if (k == NULL)
		return NULL;
	known_attrs(c, n, names, sizeof(names) / sizeof(*names));
	k->name = need_attr(c, n, "name");
	bind(c, n, "select", &k->main);
	k->type = xml_attr(n, "type");
	k->pattern = xml_attr(n, "pattern");
	k->required = xml_attr(n, "required") != NULL &&
		      strcmp(xml_attr(n, "required"), "yes") == 0;
	return k;
}

static struct code *
compile_check(struct compile *c, const struct xml_node *n)
{
	static const char *const names[] = { "test", "code" };
	struct code *k = new_code(c, OP_CHECK, n);
	char *message;

	if (k == NULL)
		return NULL;
	known_attrs(c, n, names, 2);
	bind(c, n, "test", &k->main);
	k->code = need_attr(c, n, "code");
	message = xml_string(c->arena, n);
	if (message != NULL)
		k->pieces = avt_parse(c, message, xml_pos(n));
	return k;
}

static struct code *
compile_slot(struct compile *c, const struct xml_node *n)
{
	static const char *const names[] = { "name", "required" };
	struct code *k = new_code(c, OP_SLOT, n);

	if (k == NULL)
		return NULL;
	known_attrs(c, n, names, 2);
	k->name = need_attr(c, n, "name");
	k->required = xml_attr(n, "required") != NULL &&
		      strcmp(xml_attr(n, "required"), "yes") == 0;
	k->children = compile_children(c, n);
	return k;
}

static void
bind_with(struct compile *c, const struct xml_node *n, struct code *k)
{
	const char *name, *ns, *value;
	size_t count = 0;

	for (size_t i = 0; xml_attr_at(n, i, &name, &ns, &value); i++)
		count += strncmp(name, "with-", 5) == 0;
	k->with = arena_alloc_n(c->arena, count, sizeof(*k->with));
	for (size_t i = 0;
	     k->with != NULL && xml_attr_at(n, i, &name, &ns, &value); i++) {
		struct binding *b = &k->with[k->with_count];

		if (strncmp(name, "with-", 5) != 0)
			continue;
		bind(c, n, name, b);
		b->name = name + 5;
		k->with_count++;
	}
}

static struct code *
compile_include(struct compile *c, const struct xml_node *n)
{
	static const char *const names[] = { "href" };
	struct code *k = new_code(c, OP_SCOPE, n);
	struct source *file = NULL, *outer = c->source;
	const char *href;
	const struct xml_node *root;

	if (k == NULL)
		return NULL;
	known_attrs(c, n, names, 1);
	bind_with(c, n, k);
	href = need_attr(c, n, "href");
	if (href[0] == '\0' || !source_load(c, href, xml_pos(n), &file))
		return k;
	root = xml_root(file->doc);
	c->source = file;
	if (is_ours(root, "fragment"))
		k->children = compile_children(c, root);
	else
		k->children = compile_node(c, root);
	c->source = outer;
	c->depth--;
	return k;
}

static struct fill *
find_fill(struct fill *f, const char *name)
{
	while (f != NULL && strcmp(f->name, name) != 0)
		f = f->next;
	return f;
}

static struct code *
compile_call(struct compile *c, const struct xml_node *n)
{
	struct code *k = new_code(c, OP_SCOPE, n);
	const char *name = need_attr(c, n, "name");
	struct fill *f = find_fill(c->source->fragments, name);
	char text[160];

	if (k == NULL || name[0] == '\0')
		return k;
	bind_with(c, n, k);
	if (f == NULL) {
		snprintf(text, sizeof(text),
		    "không có <fragment name=\"%.80s\">", name);
		report(c, ERR_SLOT, xml_pos(n), text,
		    "khai báo <fragment> ở tầng ngoài cùng của tệp này");
		return k;
	}
	if (f->used) { /* being compiled: it calls itself */
		report(c, ERR_CYCLE, xml_pos(n), "đoạn mẫu gọi lại chính nó",
		    NULL);
		return k;
	}
	f->used = true;
	k->children = compile_children(c, f->node);
	f->used = false;
	return k;
}

static struct code *
out_of_place(struct compile *c, const struct xml_node *n)
{
	char text[120];

	snprintf(text, sizeof(text), "thẻ <%.40s> không đứng ở đây được",
	    xml_name(n));
	report(c, ERR_ELEMENT, xml_pos(n), text,
	    "<when>, <otherwise> đứng trong <choose>; <empty> trong <each>; "
	    "<fill> "
	    "và <fragment> ở tầng ngoài cùng của tệp");
	return NULL;
}

static struct code *
skip(struct compile *c, const struct xml_node *n)
{
	(void)c;
	(void)n;
	return NULL; /* <empty> is read by its <each> */
}

/* clang-format off */
static const struct {
	const char *name;
	struct code *(*compile)(struct compile *c, const struct xml_node *n);
} controls[] = {
	{ "each",      compile_each    },
	{ "if",        compile_if      },
	{ "choose",    compile_choose  },
	{ "let",       compile_let     },
	{ "param",     compile_let     },
	{ "check",     compile_check   },
	{ "slot",      compile_slot    },
	{ "include",   compile_include },
	{ "call",      compile_call    },
	{ "empty",     skip            },
	{ "when",      out_of_place    },
	{ "otherwise", out_of_place    },
	{ "fill",      out_of_place    },
	{ "fragment",  out_of_place    },
};
/* clang-format on */
enum { CONTROLS = sizeof(controls) / sizeof(controls[0]) };

static bool
is_control(const struct xml_node *n)
{
	if (!is_ours(n, NULL))
		return false;
	if (strcmp(xml_name(n), "doc") == 0)
		return true;
	for (size_t i = 0; i < CONTROLS; i++)
		if (strcmp(controls[i].name, xml_name(n)) == 0)
			return true;
	return false;
}

/* --- elements and text --- */

static void
compile_attrs(struct compile *c, const struct xml_node *n, struct code *k)
{
	const char *name, *ns, *value;
	size_t count = 0;

	while (xml_attr_at(n, count, &name, &ns, &value))
		count++;
	k->attrs = arena_alloc_n(c->arena, count, sizeof(*k->attrs));
	if (k->attrs == NULL)
		return;
	for (; k->attr_count < count; k->attr_count++) {
		struct attr *at = &k->attrs[k->attr_count];

		xml_attr_at(n, k->attr_count, &name, &ns, &value);
		at->name = name;
		at->pos = xml_attr_pos(n, name);
		/* Expressions count their columns from the value's quote. */
		at->pieces = avt_parse(c, value,
		    (struct pos){ at->pos.file, at->pos.line,
			at->pos.col + (int)strlen(name) + 2 });
	}
}

static struct code *
compile_element(struct compile *c, const struct xml_node *n)
{
	struct code *k = new_code(c, OP_ELEMENT, n);

	if (k == NULL)
		return NULL;
	k->name = xml_name(n);
	k->ns = xml_ns(n);
	compile_attrs(c, n, k);
	k->children = compile_children(c, n);
	return k;
}

static bool
all_space(const char *s)
{
	return s[strspn(s, " \t\r\n")] == '\0';
}

static struct code *
compile_text(struct compile *c, const struct xml_node *n)
{
	const char *text = xml_text(n);
	const struct xml_node *up = xml_parent(n);
	struct code *k;

	if (all_space(text) && (up == NULL || is_control(up)))
		return NULL;
	k = new_code(c, OP_TEXT, n);
	if (k != NULL)
		k->pieces = avt_parse(c, text, k->pos);
	return k;
}

static struct code *
compile_node(struct compile *c, const struct xml_node *n)
{
	if (xml_kind(n) == XML_TEXT)
		return compile_text(c, n);
	if (xml_kind(n) != XML_ELEMENT)
		return NULL;
	if (is_ours(n, NULL))
		for (size_t i = 0; i < CONTROLS; i++)
			if (strcmp(controls[i].name, xml_name(n)) == 0)
				return controls[i].compile(c, n);
	return compile_element(c, n);
}

struct code *
compile_children(struct compile *c, const struct xml_node *n)
{
	struct code *first = NULL, **to = &first;

	for (const struct xml_node *k = xml_first(n); k != NULL;
	     k = xml_next(k)) {
		struct code *code = compile_node(c, k);

		if (code == NULL)
			continue;
		*to = code;
		to = &code->next;
	}
	return first;
}

/* --- files --- */

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
	f->name = need_attr(c, n, attr);
	f->node = n;
	f->pos = xml_pos(n);
	if (find_fill(*list, f->name) != NULL) {
		snprintf(text, sizeof(text), "«%.80s» viết hai lần", f->name);
		report(c, ERR_SLOT, f->pos, text, "bỏ bớt một");
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
		if (is_ours(n, "fragment"))
			add_fill(c, &s->fragments, n, "name");
	for (n = xml_first(root); n != NULL; n = xml_next(n)) {
		if (is_ours(n, "fragment"))
			continue;
		if (is_ours(n, "fill")) {
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
		if (!is_ours(xml_root(s->doc), "doc")) {
			c->source = s;
			report(c, ERR_ELEMENT, xml_pos(xml_root(s->doc)),
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
				struct fill *f = find_fill(s->fills, k->name);

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
			report(c, ERR_SLOT, f->pos, text,
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
