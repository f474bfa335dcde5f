/* tests/unit/press/deletion_test.c -- no field of the data may be missing
 * without a word.
 *
 * Every field of the sample data of every shipped template is taken out in turn
 * (a field is an attribute, or all leaves of one name in one element).  Then
 * the template must name exactly that field, in a line that speaks of it; or be
 * the same to the letter without it; or the field stands in the list below with
 * what the document does in its stead. */
#include "support/t.h"

#include "base/file.h"
#include "tmpl/tmpl.h"
#include "xml/write.h"
#include "xml/xml.h"

/* Paths without positions; the document differs, and is right, without them. */
static const struct {
	const char *template, *path, *why;
} may_go[] = {
	{ "plan", "/ho-so/van-ban/@so", "no number before it is issued" },
	{ "award-decision", "/ho-so/van-ban/@so", "the same, with a gap" },
	{ "plan", "/ho-so/phong-trao/@dac-biet", "an ordinary campaign" },
	{ "*", "/ho-so/co-quan/dong", "lines of the letterhead" },
	{ "*", "/ho-so/van-ban/noi-nhan", "only «Lưu» is left" },
	{ "*", "/ho-so/van-ban/nguoi-ky/dong", "lines of the signature" },
	{ "*", "/ho-so/van-ban/can-cu", "bases of the decision" },
	{ "plan", "/ho-so/phong-trao/hinh-thuc/muc", "a list" },
	{ "plan", "/ho-so/phong-trao/to-chuc/don-vi/viec", "a list" },
	{ "*", "/ho-so/nguoi-nhan/@danh-xung", "no title before the name" },
	{ "*", "/ho-so/nguoi-nhan/@so-vang", "……, to be written by hand" },
	{ "*", "/ho-so/nguoi-nhan/chuc-vu", "who holds no office" },
	{ "result-list", "/danh-sach/hoi", "all documents were asked for" },
	{ "result-list", "/danh-sach/dau", "no columns" },
	{ "result-list", "/danh-sach/dong/o", "a line without cells" },
	{ "*", "/ho-so/nguoi-nhan/kiem-tra", "no code to check it by" },
};
enum { MAY_GO = sizeof(may_go) / sizeof(may_go[0]) };

struct fix {
	struct arena *a; /* of one try */
	struct tmpl *tmpl;
	const char *template;
	const char *whole; /* bound from all the data */
	bool used[MAY_GO];
	int named, unused, optional;
};

static bool
load(void *ctx, struct arena *a, const char *name, const char **ret_label,
    const char **ret_bytes, size_t *ret_len, struct err *err)
{
	const char *const shapes[] = { SOURCE_ROOT "/templates/%s",
		SOURCE_ROOT "/templates/%s.xml",
		SOURCE_ROOT "/templates/documents/%s/template.xml" };

	(void)ctx;
	for (int i = 0; i < 3; i++) {
		char path[400];
		char *bytes;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(path, sizeof(path), shapes[i], name);
#pragma GCC diagnostic pop
		if (file_is_dir(path) || !file_exists(path))
			continue;
		*ret_label = arena_strdup(a, path);
		if (!file_read(a, path, 1 << 20, &bytes, ret_len, err))
			return false;
		*ret_bytes = bytes;
		return true;
	}
	return err_set(err, ERR_NOTFOUND, no_pos, "%s", name);
}

/* --- the data without one field --- */

struct field {
	const struct xml_node *parent;
	const char *name;
	bool attribute;
};

static void
put_text(struct buf *b, const char *s)
{
	for (; *s != '\0'; s++)
		if (*s == '<')
			buf_str_add(b, "&lt;");
		else if (*s == '&')
			buf_str_add(b, "&amp;");
		else if (*s == '"')
			buf_str_add(b, "&quot;");
		else
			buf_char(b, *s);
}

static bool
is_leaf(const struct xml_node *n)
{
	return xml_kind(n) == XML_ELEMENT && xml_first_element(n) == NULL;
}

static void
put_node(struct buf *b, const struct xml_node *n, const struct field *gone)
{
	const char *name, *ns, *value;

	if (xml_kind(n) == XML_TEXT)
		put_text(b, xml_text(n));
	if (xml_kind(n) != XML_ELEMENT)
		return;
	if (!gone->attribute && xml_parent(n) == gone->parent &&
	    gone->parent != NULL && is_leaf(n) &&
	    strcmp(xml_name(n), gone->name) == 0)
		return;
	buf_printf(b, "<%s", xml_name(n));
	for (size_t i = 0; xml_attr_at(n, i, &name, &ns, &value); i++) {
		if (gone->attribute && n == gone->parent &&
		    strcmp(name, gone->name) == 0)
			continue;
		buf_printf(b, " %s=\"", name);
		put_text(b, value);
		buf_char(b, '"');
	}
	buf_char(b, '>');
	for (const struct xml_node *k = xml_first(n); k != NULL;
	     k = xml_next(k))
		put_node(b, k, gone);
	buf_printf(b, "</%s>", xml_name(n));
}

/* Binds the data without the field; *ret is what came out. */
static bool
bind(struct fix *f, const struct xml_doc *data, const struct field *gone,
    struct err_list *errors, const char **ret)
{
	struct buf text = { 0 }, out = { 0 };
	struct tmpl_options o = { .join = true };
	struct xml_writer w;
	struct xml_sink sink = xml_text_sink(&w, &out);
	struct xml_doc *doc;
	struct err err;
	bool ok;

	put_node(&text, xml_root(data), gone);
	assert_true(xml_parse(f->a, "du-lieu.xml", buf_str(&text), text.len,
	    XML_DATA, &doc, &err));
	o.data = doc;
	err_list_init(errors, f->a);
	ok = tmpl_run(f->tmpl, &o, &sink, errors);
	*ret = arena_strdup(f->a, buf_str(&out));
	buf_done(&text);
	buf_done(&out);
	return ok;
}

/* --- judging --- */

static void
complain(struct fix *f, const char *path, const char *what,
    const struct err_list *errors)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < errors->len; i++)
		err_print(errors->items[i], &b);
	print_message(
	    "%s without %s: %s\n%s", f->template, path, what, buf_str(&b));
	buf_done(&b);
	fail();
}

static const char *
without_positions(struct arena *a, const char *path)
{
	char *out = arena_strdup(a, path), *to = out;

	for (const char *s = path; *s != '\0'; s++) {
		if (*s == '[')
			s = strchr(s, ']');
		else
			*to++ = *s;
	}
	*to = '\0';
	return out;
}

/* All errors speak of the field: by its path, or a check by its name. */
static void
judge_errors(struct fix *f, const char *path, const char *name,
    const struct err_list *errors)
{
	for (size_t i = 0; i < errors->len; i++) {
		const struct err *e = errors->items[i];

		if (e->kind == ERR_CHECK) {
			if (strstr(e->expr, name) == NULL)
				complain(f, path, "another check", errors);
			continue;
		}
		if (e->kind != ERR_MISSING)
			complain(f, path, "not told as missing", errors);
		/* dong[last()] is one of the field's leaves */
		if (strncmp(e->data, path, strlen(path)) != 0 ||
		    strchr("[", e->data[strlen(path)]) == NULL)
			complain(f, path, "another path is named", errors);
		if (strstr(e->expr, name) == NULL ||
		    strstr(e->excerpt, "^") == NULL || e->hint[0] == '\0')
			complain(f, path, "the line is another", errors);
	}
	f->named++;
}

static void
judge_difference(struct fix *f, const char *path, const struct err_list *errors)
{
	const char *plain = without_positions(f->a, path);

	for (size_t i = 0; i < MAY_GO; i++)
		if (strcmp(may_go[i].path, plain) == 0 &&
		    (may_go[i].template[0] == '*' ||
			strcmp(may_go[i].template, f->template) == 0)) {
			f->used[i] = true;
			f->optional++;
			return;
		}
	complain(f, path, "the document differs and nothing is said", errors);
}

static void
try_field(struct fix *f, const struct xml_doc *data, const struct field *gone)
{
	struct arena *outer = f->a;
	struct err_list errors;
	const char *path, *parent, *out;
	bool ok;

	f->a = arena_new(0);
	parent = xml_path(f->a, gone->parent);
	path = arena_printf(
	    f->a, "%s/%s%s", parent, gone->attribute ? "@" : "", gone->name);
	ok = bind(f, data, gone, &errors, &out);
	if (!ok && errors.len == 0)
		complain(f, path, "refused without a word", &errors);
	if (!ok)
		judge_errors(f, path, gone->name, &errors);
	else if (strcmp(out, f->whole) == 0)
		f->unused++;
	else
		judge_difference(f, path, &errors);
	arena_free(f->a);
	f->a = outer;
}

static void
try_below(struct fix *f, const struct xml_doc *data, const struct xml_node *n)
{
	const char *name, *ns, *value;

	for (size_t i = 0; xml_attr_at(n, i, &name, &ns, &value); i++)
		try_field(f, data, &(struct field){ n, name, true });
	for (const struct xml_node *e = xml_first_element(n); e != NULL;
	     e = xml_next_element(e)) {
		bool again = false;

		try_below(f, data, e);
		if (!is_leaf(e))
			continue;
		for (const struct xml_node *k = xml_first_element(n); k != e;
		     k = xml_next_element(k))
			again = again || (is_leaf(k) && strcmp(xml_name(k),
							    xml_name(e)) == 0);
		if (!again)
			try_field(
			    f, data, &(struct field){ n, xml_name(e), false });
	}
}

static void
no_field_goes_missing_without_a_word(void **state)
{
	static const char *const templates[] = { "plan", "award-decision",
		"certificate-merit", "certificate-merit-a4",
		"certificate-commendation", "result-list" };
	struct fix f = { .a = arena_new(0) };
	struct tmpl_loader loader = { NULL, load };

	(void)state;
	for (size_t i = 0; i < sizeof(templates) / sizeof(templates[0]); i++) {
		struct arena *a = arena_new(0);
		struct err_list errors;
		struct xml_doc *data;
		struct err err;
		char path[400];

		f.template = templates[i];
		snprintf(path, sizeof(path),
		    SOURCE_ROOT "/templates/documents/%s/mau.xml",
		    templates[i]);
		assert_true(xml_parse_file(a, path, XML_DATA, &data, &err));
		err_list_init(&errors, a);
		assert_true(
		    tmpl_load(a, &loader, templates[i], &errors, &f.tmpl));
		if (!bind(&f, data, &(struct field){ NULL, "", false }, &errors,
			&f.whole))
			complain(&f, "nothing", "the sample is wrong", &errors);
		f.named = f.unused = f.optional = 0;
		try_below(&f, data, xml_root(data));
		print_message("%s: %d fields are named, %d optional, %d not "
			      "used\n",
		    templates[i], f.named, f.optional, f.unused);
		assert_true(f.named >= 7);
		arena_free(a);
	}
	for (size_t i = 0; i < MAY_GO; i++)
		if (!f.used[i]) {
			print_message("%s %s: not optional any more\n",
			    may_go[i].template, may_go[i].path);
			fail();
		}
	arena_free(f.a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_field_goes_missing_without_a_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
