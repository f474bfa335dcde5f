/* tmpl/compile.c -- one file's elements → code.
 *
 * Whitespace between the children of a control element is layout of the
 * template, not text, and is dropped. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "tmpl/tmpl_priv.h"

/* The table of control elements: of checker, schema and reference. */
/* clang-format off */
static const struct tmpl_control controls[] = {
	{ "each",      "in as index sort order sep end where", "lặp qua từng nút của in=; as= là tên gọi, index= là số thứ tự, where= chọn, sort= xếp, order= là tang hoặc giam, sep= và end= là chữ đặt sau mỗi mục và mục cuối" },
	{ "if",        "test",                            "chỉ khi điều kiện đúng" },
	{ "choose",    "",                                "chọn nhánh đầu tiên đúng trong các when, không thì otherwise" },
	{ "let",       "name select",                     "đặt tên cho một kết quả" },
	{ "param",     "name select required type pattern", "dữ liệu mà mẫu cần; type là so hoặc ngay, pattern là biểu thức chính quy (POSIX)" },
	{ "check",     "test code",                       "điều kiện phải đúng, nếu không thì báo lỗi bằng câu bên trong" },
	{ "slot",      "name required",                   "ô chờ để mẫu con điền" },
	{ "include",   "href",                            "chèn một tệp; with-x= đặt biến x cho tệp ấy" },
	{ "call",      "name",                            "chèn một fragment của cùng tệp; with-x= đặt biến x" },
	{ "empty",     "",                                "trong each: nội dung khi không có nút nào" },
	{ "when",      "test",                            "một nhánh của choose" },
	{ "otherwise", "",                                "nhánh còn lại của choose" },
	{ "fill",      "slot",                            "điền một ô chờ của mẫu cha" },
	{ "fragment",  "name",                            "đoạn mẫu dùng nhiều lần; cũng là thẻ gốc của tệp được chèn" },
};
/* clang-format on */
enum { CONTROLS = sizeof(controls) / sizeof(controls[0]) };

const struct tmpl_control *
tmpl_control_at(size_t i)
{
	return i < CONTROLS ? &controls[i] : NULL;
}

static const struct tmpl_control *
control_find(const char *name)
{
	for (size_t i = 0; i < CONTROLS; i++)
		if (strcmp(controls[i].name, name) == 0)
			return &controls[i];
	return NULL;
}

void
compile_report(struct compile *c, enum err_kind kind, struct pos pos,
    const char *text, const char *hint)
{
	struct err err;

	err_set(&err, kind, pos, "%s", text);
	if (hint != NULL)
		err_hint(&err, "%s", hint);
	compile_error(c, &err);
}

bool
tmpl_is_ours(const struct xml_node *n, const char *name)
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
const char *
compile_need_attr(struct compile *c, const struct xml_node *n, const char *name)
{
	const char *v = xml_attr(n, name);
	char text[120];

	if (v != NULL && v[0] != '\0')
		return v;
	snprintf(text, sizeof(text), "thẻ <%.40s> thiếu thuộc tính %s",
	    xml_name(n), name);
	compile_report(c, ERR_ATTR, xml_pos(n), text, "thêm thuộc tính ấy");
	return "";
}

/* Attributes that take one of a few words. */
static const struct {
	const char *name, *words;
} choices[] = { { "order", "tang giam" }, { "required", "yes no" },
	{ "type", "so ngay" } };

static void
known_value(struct compile *c, const struct xml_node *n, const char *name,
    const char *value)
{
	char word[40], all[48];
	struct err err;

	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++) {
		if (strcmp(choices[i].name, name) != 0)
			continue;
		snprintf(word, sizeof(word), " %.36s ", value);
		snprintf(all, sizeof(all), " %s ", choices[i].words);
		if (strstr(all, word) != NULL)
			return;
		err_set(&err, ERR_VALUE, xml_attr_pos(n, name), "%s=\"%.60s\"",
		    name, value);
		err_hint(&err, "dùng một trong: %s", choices[i].words);
		compile_error(c, &err);
	}
}

/* Attributes against the table of control elements. */
static void
known_attrs(struct compile *c, const struct xml_node *n)
{
	const struct tmpl_control *row = control_find(xml_name(n));
	char *list = arena_strdup(c->arena, row == NULL ? "" : row->attrs);
	const char *name, *ns, *value, *near, *names[12];
	size_t count = 0;
	struct err err;

	for (char *at = list; at != NULL && *at != '\0' && count < 12;) {
		size_t len = strcspn(at, " ");
		bool more = at[len] != '\0';

		names[count++] = at;
		at[len] = '\0';
		at += len + more;
	}
	for (size_t i = 0; xml_attr_at(n, i, &name, &ns, &value); i++) {
		bool known = strncmp(name, "with-", 5) == 0;

		for (size_t k = 0; k < count && !known; k++)
			known = strcmp(names[k], name) == 0;
		if (known)
			known_value(c, n, name, value);
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
	ret->expr = compile_need_attr(c, n, attr);
	ret->pos = xml_attr_pos(n, attr);
	if (ret->expr[0] != '\0')
		compile_xpath(c, ret->expr,
		    (struct pos){ ret->pos.file, ret->pos.line,
			ret->pos.col + (int)strlen(attr) + 2 },
		    &ret->xpath);
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
	struct code *k = new_code(c, OP_EACH, n);

	if (k == NULL)
		return NULL;
	known_attrs(c, n);
	bind(c, n, "in", &k->main);
	k->name = compile_need_attr(c, n, "as");
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
		if (tmpl_is_ours(e, "empty"))
			k->empty = compile_children(c, e);
	return k;
}

static struct code *
compile_if(struct compile *c, const struct xml_node *n)
{
	struct code *k =
	    new_code(c, tmpl_is_ours(n, "if") ? OP_IF : OP_WHEN, n);

	if (k == NULL)
		return NULL;
	known_attrs(c, n);
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

		if (tmpl_is_ours(e, "when")) {
			w = compile_if(c, e);
		} else if (tmpl_is_ours(e, "otherwise")) {
			w = new_code(c, OP_OTHERWISE, e);
			if (w != NULL)
				w->children = compile_children(c, e);
		} else {
			compile_report(c, ERR_ELEMENT, xml_pos(e),
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
	bool param = tmpl_is_ours(n, "param");
	struct code *k = new_code(c, param ? OP_PARAM : OP_LET, n);

	if (k == NULL)
		return NULL;
	known_attrs(c, n);
	k->name = compile_need_attr(c, n, "name");
	bind(c, n, "select", &k->main);
	k->type = xml_attr(n, "type");
	k->pattern = xml_attr(n, "pattern");
	if (k->pattern != NULL && !tmpl_pattern_ok(k->pattern))
		compile_report(c, ERR_VALUE, xml_attr_pos(n, "pattern"),
		    "pattern không phải biểu thức chính quy",
		    "viết như ^[0-9]{12}$");
	k->required = xml_attr(n, "required") != NULL &&
		      strcmp(xml_attr(n, "required"), "yes") == 0;
	return k;
}

static struct code *
compile_check(struct compile *c, const struct xml_node *n)
{
	struct code *k = new_code(c, OP_CHECK, n);
	char *message;

	if (k == NULL)
		return NULL;
	known_attrs(c, n);
	bind(c, n, "test", &k->main);
	k->code = compile_need_attr(c, n, "code");
	message = xml_string(c->arena, n);
	if (message != NULL)
		k->pieces = avt_parse(c, message, xml_pos(n));
	return k;
}

static struct code *
compile_slot(struct compile *c, const struct xml_node *n)
{
	struct code *k = new_code(c, OP_SLOT, n);

	if (k == NULL)
		return NULL;
	known_attrs(c, n);
	k->name = compile_need_attr(c, n, "name");
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
	struct code *k = new_code(c, OP_SCOPE, n);
	struct source *file = NULL, *outer = c->source;
	const char *href;
	const struct xml_node *root;

	if (k == NULL)
		return NULL;
	known_attrs(c, n);
	bind_with(c, n, k);
	href = compile_need_attr(c, n, "href");
	if (href[0] == '\0' || !source_load(c, href, xml_pos(n), &file))
		return k;
	root = xml_root(file->doc);
	c->source = file;
	if (tmpl_is_ours(root, "fragment"))
		k->children = compile_children(c, root);
	else
		k->children = compile_node(c, root);
	c->source = outer;
	c->depth--;
	return k;
}

struct fill *
tmpl_find_fill(struct fill *f, const char *name)
{
	while (f != NULL && strcmp(f->name, name) != 0)
		f = f->next;
	return f;
}

static struct code *
compile_call(struct compile *c, const struct xml_node *n)
{
	struct code *k = new_code(c, OP_SCOPE, n);
	const char *name = compile_need_attr(c, n, "name");
	struct fill *f = tmpl_find_fill(c->source->fragments, name);
	char text[160];

	if (k == NULL || name[0] == '\0')
		return k;
	bind_with(c, n, k);
	if (f == NULL) {
		snprintf(text, sizeof(text),
		    "không có <fragment name=\"%.80s\">", name);
		compile_report(c, ERR_SLOT, xml_pos(n), text,
		    "khai báo <fragment> ở tầng ngoài cùng của tệp này");
		return k;
	}
	if (f->used) { /* being compiled: it calls itself */
		compile_report(c, ERR_CYCLE, xml_pos(n),
		    "đoạn mẫu gọi lại chính nó", NULL);
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
	compile_report(c, ERR_ELEMENT, xml_pos(n), text,
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

typedef struct code *compiler(struct compile *c, const struct xml_node *n);
static compiler *const compilers[] = { compile_each, compile_if, compile_choose,
	compile_let, compile_let, compile_check, compile_slot, compile_include,
	compile_call, skip, out_of_place, out_of_place, out_of_place,
	out_of_place };
_Static_assert(sizeof(compilers) / sizeof(compilers[0]) == CONTROLS,
    "a compiler for each control element");

static bool
is_control(const struct xml_node *n)
{
	if (!tmpl_is_ours(n, NULL))
		return false;
	if (strcmp(xml_name(n), "doc") == 0)
		return true;
	return control_find(xml_name(n)) != NULL;
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

struct code *
compile_node(struct compile *c, const struct xml_node *n)
{
	if (xml_kind(n) == XML_TEXT)
		return compile_text(c, n);
	if (xml_kind(n) != XML_ELEMENT)
		return NULL;
	if (tmpl_is_ours(n, NULL) && control_find(xml_name(n)) != NULL)
		return compilers[control_find(xml_name(n)) - controls](c, n);
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
