/* issue/check.c -- is a version fit to be published, and what is it made of? */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "issue/edition.h"
#include "press/refer.h"
#include "xml/xml.h"

struct check {
	struct press *press;
	struct arena *a;
	const char *id;
	struct err_list *errors;
	struct iss_closure *ret;
};

static bool
add(struct check *c, const struct err *err)
{
	err_list_add(c->errors, err);
	return false;
}

/* --- the sample --- */

static int64_t
moment_of(const struct xml_doc *data)
{
	const struct xml_node *v = xml_child(xml_root(data), "van-ban");
	const char *date = v == NULL ? NULL : xml_attr(v, "ngay");
	day_t day;

	return date != NULL && day_parse_iso(date, &day)
		   ? (int64_t)day * 86400 + 3600
		   : 0;
}

static bool
set_sample(struct check *c)
{
	struct press_job job = { .template = c->id };
	const char *name = arena_printf(c->a, "documents/%s/mau.xml", c->id),
		   *bytes;
	struct press_result result;
	struct xml_doc *data;
	struct err err;
	size_t len;

	if (name == NULL) {
		err_nomem(&err);
		return add(c, &err);
	}
	if (!press_file(c->press, c->a, name, &bytes, &len, &err)) {
		err_set(&err, ERR_NOTFOUND, no_pos,
		    "mẫu %s không có dữ liệu thử mau.xml", c->id);
		err_hint(&err, "thêm mau.xml: một bộ dữ liệu đủ để dàn mẫu");
		return add(c, &err);
	}
	if (!xml_parse(c->a, name, bytes, len, XML_DATA, &data, &err))
		return add(c, &err);
	job.data = data;
	job.created = moment_of(data);
	/* A working paper, with no number and no signature, has no form. */
	job.nd30 = xml_child(xml_root(data), "van-ban") != NULL;
	if (!press_run(c->press, c->a, &job, c->errors, &result))
		return false;
	c->ret->pages = result.pages;
	return true;
}

/* --- files that only some data would ask for --- */

static bool
need_file(struct check *c, const struct xml_node *n)
{
	static const char *const names[] = { "use-ornament", "image",
		"attach" };
	const char *href = xml_attr(n, "href"), *bytes;
	bool ours = false;
	struct err err;
	size_t len;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		ours = ours || strcmp(xml_name(n), names[i]) == 0;
	if (!ours || href == NULL || strstr(href, "${") != NULL ||
	    press_file(c->press, c->a, href, &bytes, &len, &err))
		return true;
	err_set(
	    &err, ERR_ASSET, xml_attr_pos(n, "href"), "không có tệp %s", href);
	err_hint(
	    &err, "đặt tệp vào thư mục mẫu hoặc thư mục dữ liệu của cơ quan");
	return add(c, &err);
}

static bool
need_files(struct check *c, const struct xml_node *n)
{
	bool ok = strcmp(xml_ns(n), TMPL_NS) != 0 || need_file(c, n);

	for (n = xml_first_element(n); n != NULL; n = xml_next_element(n))
		ok = need_files(c, n) && ok;
	return ok;
}

/* --- the files of the template itself --- */

static bool
is_template(const struct xml_doc *doc)
{
	const struct xml_node *root = xml_root(doc);

	return strcmp(xml_ns(root), TMPL_NS) == 0 &&
	       (strcmp(xml_name(root), "doc") == 0 ||
		   strcmp(xml_name(root), "fragment") == 0);
}

static bool
load_schema(struct check *c, struct xml_schema **ret)
{
	struct buf text = { 0 };
	struct err err;
	bool ok;

	press_schema(&text);
	ok = (buf_ok(&text) || err_nomem(&err)) &&
	     xml_schema_load(c->a, buf_str(&text), text.len, ret, &err);
	buf_done(&text);
	return ok || add(c, &err);
}

/* The checker has said it better, and with the right line. */
static bool
is_named(const struct check *c, const char *file)
{
	for (size_t i = 0; i < c->errors->len; i++)
		if (!err_is_warning(c->errors->items[i]->kind) &&
		    strcmp(c->errors->items[i]->file, file) == 0)
			return true;
	return false;
}

/* The schema sees what the sample's data does not reach.  It and the checker
 * come from one table: when they disagree, neither is to be believed. */
static bool
check_texts(struct check *c)
{
	const struct press_file *files;
	struct xml_schema *schema;
	struct err err;
	size_t count;
	bool ok = true;

	if (!load_schema(c, &schema))
		return false;
	if (!press_used(c->press, c->a, &files, &count, &err))
		return add(c, &err);
	for (size_t i = 0; i < count; i++) {
		const struct press_file *f = &files[i];
		size_t n = strlen(f->name);
		struct xml_doc *doc;

		if (n < 4 || strcmp(f->name + n - 4, ".xml") != 0 ||
		    !xml_parse(c->a, f->name, f->bytes, f->len, XML_DATA, &doc,
			&err) ||
		    !is_template(doc))
			continue;
		if (!is_named(c, f->name))
			ok = xml_validate(schema, f->name, f->bytes, f->len,
				 c->errors) &&
			     ok;
		ok = need_files(c, xml_root(doc)) && ok;
	}
	return ok;
}

static bool
read_engine(struct check *c)
{
	const char *name =
		       arena_printf(c->a, "documents/%s/template.xml", c->id),
		   *bytes;
	struct xml_doc *doc;
	struct err err;
	size_t len;

	if (name == NULL ||
	    !press_file(c->press, c->a, name, &bytes, &len, &err) ||
	    !xml_parse(c->a, name, bytes, len, XML_TEMPLATE, &doc, &err))
		return name == NULL ? false : add(c, &err);
	c->ret->engine = xml_attr(xml_root(doc), "engine");
	if (c->ret->engine != NULL && strcmp(c->ret->engine, "1") == 0)
		return true;
	err_set(&err, ERR_ATTR, xml_pos(xml_root(doc)),
	    "mẫu ghi engine=\"%s\", chương trình này dàn trang theo engine 1",
	    c->ret->engine == NULL ? "" : c->ret->engine);
	err_hint(&err, "viết engine=\"1\" ở thẻ <doc>");
	return add(c, &err);
}

static bool
gather(struct check *c)
{
	const struct press_file *used;
	struct arc_file *files;
	struct err err;
	size_t n;

	if (!press_used(c->press, c->a, &used, &n, &err))
		return add(c, &err);
	files = arena_alloc_n(c->a, n + 1, sizeof(*files));
	if (files == NULL) {
		err_nomem(&err);
		return add(c, &err);
	}
	for (size_t i = 0; i < n; i++)
		files[i] = (struct arc_file){ used[i].name, used[i].bytes,
			used[i].len };
	c->ret->files = files;
	c->ret->count = n;
	return true;
}

/* What does not compile would only echo in the next stages. */
static bool
run(struct check *c)
{
	bool ok =
	    press_check(c->press, c->a, c->id, c->errors) && read_engine(c);

	if (!ok)
		return false;
	ok = set_sample(c);
	return check_texts(c) && ok && gather(c);
}

static bool
open_press(const struct press_config *base, const struct arc_file *files,
    size_t count, struct iss_closure *c, struct err *err)
{
	struct press_config config = *base;
	struct press_file *over =
	    arena_alloc_n(c->arena, count + 1, sizeof(*over));

	if (over == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < count; i++)
		over[i] = (struct press_file){ files[i].name, files[i].bytes,
			files[i].len };
	config.files = over;
	config.file_count = count;
	config.record = true;
	return press_open(&config, &c->press, err);
}

bool
iss_check_files(const struct press_config *base, const char *id,
    const struct arc_file *files, size_t count, struct err_list *errors,
    struct iss_closure *ret)
{
	struct check c = { .id = id, .errors = errors, .ret = ret };
	struct err err;

	*ret = (struct iss_closure){ .arena = arena_new(0) };
	if (ret->arena == NULL) {
		err_nomem(&err);
		return add(&c, &err);
	}
	if (!open_press(base, files, count, ret, &err))
		return add(&c, &err);
	c.a = ret->arena;
	c.press = ret->press;
	return run(&c);
}

void
iss_closure_free(struct iss_closure *c)
{
	press_close(c->press);
	arena_free(c->arena);
	*c = (struct iss_closure){ 0 };
}

bool
iss_check_edition(struct arc *arc, const struct press_config *base,
    const struct arc_edition *edition, struct err_list *errors,
    struct iss_closure *ret, struct err *err)
{
	struct arena *a = arena_new(0);
	struct arc_file *files;
	size_t count;
	bool ok;

	*ret = (struct iss_closure){ 0 };
	if (a == NULL)
		return err_nomem(err);
	ok = arc_edition_files(arc, a, edition, &files, &count, err);
	if (ok &&
	    !iss_check_files(base, edition->id, files, count, errors, ret))
		ok = err_set(err, ERR_CHECK, no_pos,
		    "mẫu %s có %zu chỗ phải sửa", edition->id, errors->errors);
	/* The press reads the draft's files from here. */
	if (ret->arena == NULL ||
	    !arena_defer(ret->arena, (void (*)(void *))arena_free, a)) {
		if (ret->arena == NULL)
			arena_free(a);
		return ok && err_nomem(err);
	}
	return ok;
}
