/* model/form.c -- XML into fields, fields into XML. */
#include "model/form_priv.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/day.h"
#include "viet/text.h"
#include "xml/xml.h"

/* A growing list of fields in an arena. */
struct fields {
	struct arena *a;
	struct model_field *list;
	size_t count, cap;
};

static bool
add(struct fields *f, const char *path, const char *value, struct err *err)
{
	if (path == NULL || value == NULL)
		return err_nomem(err);
	if (f->count == FORM_FIELDS) {
		err_set(err, ERR_LIMIT, no_pos, "quá %d ô", FORM_FIELDS);
		return err_hint(err, "gộp bớt các mục của danh sách");
	}
	if (f->count == f->cap) {
		size_t cap = f->cap == 0 ? 64 : 2 * f->cap;
		struct model_field *list =
		    arena_alloc_n(f->a, cap, sizeof(*list));

		if (list == NULL)
			return err_nomem(err);
		if (f->count > 0)
			memcpy(list, f->list, f->count * sizeof(*list));
		f->list = list;
		f->cap = cap;
	}
	f->list[f->count++] = (struct model_field){ path, value };
	return true;
}

char *
form_one_line(struct arena *a, const char *s, size_t len)
{
	char *out = arena_alloc(a, len + 1);
	size_t n = 0;

	if (out == NULL)
		return NULL;
	for (size_t i = 0; i < len; i++) {
		bool blank =
		    s[i] == ' ' || s[i] == '\t' || s[i] == '\n' || s[i] == '\r';

		if (!blank)
			out[n++] = s[i];
		else if (n > 0 && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	if (n > 0 && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
	return out;
}

/* --- reading --- */

struct walk {
	struct fields f;
	enum model_part part;
};

static bool
is_list(enum model_part part, struct arena *a, const char *path)
{
	struct form_path p;
	const char *entry = arena_printf(a, "%s[1]", path);

	return entry != NULL && form_path_read(part, entry, &p);
}

static bool
not_a_field(const struct xml_node *n, struct err *err)
{
	err_set(err, ERR_ELEMENT, xml_pos(n), "<%s> không có ô nào để sửa",
	    xml_name(n));
	return err_hint(err, "bỏ thẻ ấy khỏi tệp rồi nhập lại");
}

static bool walk_element(
    struct walk *w, const struct xml_node *n, const char *path, struct err *e);

static bool
walk_attributes(
    struct walk *w, const struct xml_node *n, const char *path, struct err *err)
{
	const char *name, *ns, *value;

	for (size_t i = 0; xml_attr_at(n, i, &name, &ns, &value); i++) {
		const char *p =
		    path[0] == '\0'
			? arena_printf(w->f.a, "@%s", name)
			: arena_printf(w->f.a, "%s/@%s", path, name);

		if (p == NULL)
			return err_nomem(err);
		if (model_row_of(w->part, p) == NULL) {
			err_set(err, ERR_ATTR, xml_attr_pos(n, name),
			    "<%s> có thuộc tính %s không có ô nào để sửa",
			    xml_name(n), name);
			return err_hint(err, "bỏ thuộc tính ấy rồi nhập lại");
		}
		if (!add(&w->f, p, arena_strdup(w->f.a, value), err))
			return false;
	}
	return true;
}

/* What is kept elsewhere: rounds beside the campaign, honourees beside the
 * round. */
static bool
is_elsewhere(enum model_part part, const struct xml_node *n, const char *path)
{
	static const char *const names[MODEL_PARTS][4] = { { "dot-khen" },
		{ "tap-the", "ca-nhan", "ho-gia-dinh" } };

	for (size_t i = 0; path[0] == '\0' && names[part][i] != NULL; i++)
		if (strcmp(xml_name(n), names[part][i]) == 0)
			return true;
	return false;
}

static int
index_among(const struct xml_node *n)
{
	int i = 1;

	for (const struct xml_node *s = xml_first_element(xml_parent(n));
	     s != NULL && s != n; s = xml_next_element(s))
		i += strcmp(xml_name(s), xml_name(n)) == 0;
	return i;
}

static bool
walk_children(
    struct walk *w, const struct xml_node *n, const char *path, struct err *err)
{
	for (const struct xml_node *c = xml_first_element(n); c != NULL;
	     c = xml_next_element(c)) {
		const char *p = arena_printf(w->f.a, "%s%s%s", path,
		    path[0] == '\0' ? "" : "/", xml_name(c));

		if (is_elsewhere(w->part, c, path))
			continue;
		if (p != NULL && is_list(w->part, w->f.a, p))
			p = arena_printf(w->f.a, "%s[%d]", p, index_among(c));
		if (p == NULL)
			return err_nomem(err);
		if (!walk_element(w, c, p, err))
			return false;
	}
	return true;
}

static bool
walk_element(
    struct walk *w, const struct xml_node *n, const char *path, struct err *err)
{
	struct form_path p;
	const char *text;

	if (!form_path_read(w->part, path, &p))
		return not_a_field(n, err);
	if (p.row == NULL)
		return walk_attributes(w, n, path, err) &&
		       walk_children(w, n, path, err);
	if (xml_first_element(n) != NULL)
		return not_a_field(xml_first_element(n), err);
	text = xml_string(w->f.a, n);
	/* How the file's lines were broken means nothing. */
	return walk_attributes(w, n, path, err) &&
	       add(&w->f, path,
		   text == NULL ? NULL
				: form_one_line(w->f.a, text, strlen(text)),
		   err);
}

bool
model_form_read(struct arena *a, enum model_part part,
    const struct xml_node *root, struct model_form *ret, struct err *err)
{
	struct walk w = { { .a = a }, part };
	struct model_form raw;

	if (!walk_attributes(&w, root, "", err) ||
	    !walk_children(&w, root, "", err))
		return false;
	raw = (struct model_form){ part, w.f.list, w.f.count };
	return model_form_clean(a, &raw, ret, err);
}

/* --- order --- */

struct sorted {
	struct model_field field;
	struct form_path path;
	size_t at; /* keeps the order of equals */
	int sub;   /* lines of one entry */
};

static int
by_path(const void *x, const void *y)
{
	const struct sorted *a = x, *b = y;
	int c = form_path_compare(&a->path, &b->path);

	if (c == 0)
		c = a->sub - b->sub;
	return c != 0 ? c : (a->at < b->at ? -1 : a->at > b->at);
}

static bool
is_entry(const struct form_path *p)
{
	return p->segments[p->count - 1].index > 0;
}

static const char *
read_value(struct arena *a, const struct model_row *row, const char *text)
{
	char iso[11];
	day_t day;

	if (row->input == MODEL_DAY && day_parse_any(text, &day)) {
		day_print_iso(day, iso);
		return arena_strdup(a, iso);
	}
	return text;
}

static bool
check_text(enum model_part part, struct arena *a, const struct model_field *f,
    const char **ret, struct err *err)
{
	size_t len = strlen(f->value);

	if (len > FORM_VALUE) {
		err_set(err, ERR_LIMIT, no_pos, "%s dài quá %d byte",
		    model_field_label(a, part, f->path), FORM_VALUE);
		return err_hint(err, "rút gọn, hoặc chia thành nhiều mục");
	}
	if (viet_nfc(a, f->value, len, ret, err))
		return true;
	err_data(err, f->path);
	return false;
}

/* The lines of one field: a list's entry may be several, anything else is one.
 */
static bool
add_lines(struct arena *a, struct sorted *list, size_t *n, size_t cap,
    const struct form_path *path, const struct model_field *f, struct err *err)
{
	const char *text = f->value;
	int sub = 0;

	for (;;) {
		size_t len =
		    is_entry(path) ? strcspn(text, "\n") : strlen(text);
		const char *line = form_one_line(a, text, len);

		if (line == NULL)
			return err_nomem(err);
		if (line[0] != '\0' && *n == cap)
			return err_set(
			    err, ERR_LIMIT, no_pos, "quá %d ô", FORM_FIELDS);
		if (line[0] != '\0') {
			list[*n] = (struct sorted){
				{ f->path, read_value(a, path->row, line) },
				*path, *n, sub++
			};
			(*n)++;
		}
		text += len;
		if (*text++ == '\0')
			return true;
	}
}

/* Writes the path with the indices counted anew. */
static const char *
print_path(struct arena *a, const struct form_path *p)
{
	struct buf b = { 0 };
	const char *s;

	for (size_t i = 0; i < p->count; i++) {
		if (i > 0)
			buf_char(&b, '/');
		buf_add(&b, p->segments[i].name, p->segments[i].len);
		if (p->segments[i].index > 0)
			buf_printf(&b, "[%d]", p->segments[i].index);
	}
	s = buf_ok(&b) ? arena_strdup(a, buf_str(&b)) : NULL;
	buf_done(&b);
	return s;
}

/* The lists' entries of sorted fields count from 1 without gaps.  `was` keeps
 * the indices as they came, `list` gets the new ones. */
static void
renumber(struct sorted *list, size_t n)
{
	struct form_path was = { 0 }, now = { 0 };
	int sub = 0;

	for (size_t i = 0; i < n; i++) {
		struct form_path came = list[i].path;
		struct form_path *p = &list[i].path;
		bool same = i > 0;

		for (size_t k = 0; k < came.count; k++) {
			bool last = k + 1 == came.count;
			bool sibling =
			    same && k < was.count &&
			    was.segments[k].order == came.segments[k].order;
			bool equal =
			    sibling &&
			    was.segments[k].index == came.segments[k].index &&
			    !(last && list[i].sub != sub);

			if (came.segments[k].index > 0)
				p->segments[k].index =
				    equal     ? now.segments[k].index
				    : sibling ? now.segments[k].index + 1
					      : 1;
			same = equal;
		}
		was = came;
		now = *p;
		sub = list[i].sub;
	}
}

bool
model_form_clean(struct arena *a, const struct model_form *raw,
    struct model_form *ret, struct err *err)
{
	struct fields out = { .a = a };
	struct sorted *list = calloc(FORM_FIELDS, sizeof(*list));
	size_t n = 0;
	bool ok = list != NULL || err_nomem(err);

	for (size_t i = 0; ok && i < raw->count; i++) {
		struct model_field f = raw->fields[i];
		struct form_path path;

		if (!form_path_read(raw->part, f.path, &path) ||
		    path.row == NULL) {
			err_set(err, ERR_REQUEST, no_pos,
			    "không có ô nào tên «%s»", f.path);
			ok = err_hint(err, "tải lại trang rồi điền lại");
			break;
		}
		ok = check_text(raw->part, a, &f, &f.value, err) &&
		     add_lines(a, list, &n, FORM_FIELDS, &path, &f, err);
	}
	if (ok) {
		qsort(list, n, sizeof(*list), by_path);
		renumber(list, n);
	}
	for (size_t i = 0; ok && i < n; i++) {
		/* The first of two fields of one name counts. */
		if (i > 0 &&
		    form_path_compare(&list[i].path, &list[i - 1].path) == 0)
			continue;
		ok = add(&out, print_path(a, &list[i].path),
		    list[i].field.value, err);
	}
	free(list);
	if (ok)
		*ret = (struct model_form){ raw->part, out.list, out.count };
	return ok;
}

/* --- building --- */

static bool
same_segment(const struct form_segment *a, const struct form_segment *b)
{
	return a->order == b->order && a->index == b->index;
}

static void
open_segment(struct xml_build *b, struct arena *a, const struct form_segment *s)
{
	xml_open(b, arena_strndup(a, s->name, s->len));
}

bool
model_form_doc(struct arena *a, const struct model_form *form,
    struct xml_doc **ret, struct err *err)
{
	static const char *const roots[MODEL_PARTS] = { "phong-trao-thi-dua",
		"dot-khen" };
	struct xml_build *b = xml_build_new(a, roots[form->part]);
	struct form_path open = { 0 };

	for (size_t i = 0; i < form->count; i++) {
		struct form_path p;
		size_t same = 0, depth;
		bool attr;

		if (!form_path_read(form->part, form->fields[i].path, &p))
			return err_set(err, ERR_REQUEST, no_pos, "ô «%s»",
			    form->fields[i].path);
		attr = p.segments[p.count - 1].name[0] == '@';
		depth = attr ? p.count - 1 : p.count;
		while (same < open.count && same < depth &&
		       same_segment(&open.segments[same], &p.segments[same]))
			same++;
		for (; open.count > same; open.count--)
			xml_close(b);
		for (; open.count < depth; open.count++) {
			open.segments[open.count] = p.segments[open.count];
			open_segment(b, a, &p.segments[open.count]);
		}
		if (attr)
			xml_set(b,
			    arena_strndup(a, p.segments[depth].name + 1,
				p.segments[depth].len - 1),
			    form->fields[i].value);
		else
			xml_add_text(b, form->fields[i].value);
	}
	for (; open.count > 0; open.count--)
		xml_close(b);
	return xml_build_doc(b, ret, err);
}

const char *
model_form_get(const struct model_form *form, const char *path)
{
	for (size_t i = 0; i < form->count; i++)
		if (strcmp(form->fields[i].path, path) == 0)
			return form->fields[i].value;
	return "";
}

/* --- as one text --- */

const char *
model_form_pack(struct arena *a, const struct model_form *form)
{
	struct buf b = { 0 };
	const char *s;

	for (size_t i = 0; i < form->count; i++) {
		buf_printf(&b, "%s=", form->fields[i].path);
		for (const char *p = form->fields[i].value; *p != '\0'; p++) {
			if (*p == '\\' || *p == '\n')
				buf_char(&b, '\\');
			if (*p != '\r')
				buf_char(&b, *p == '\n' ? 'n' : *p);
		}
		buf_char(&b, '\n');
	}
	s = buf_ok(&b) ? arena_strdup(a, buf_str(&b)) : NULL;
	buf_done(&b);
	return s;
}

bool
model_form_unpack(struct arena *a, enum model_part part, const char *text,
    struct model_form *ret, struct err *err)
{
	struct fields f = { .a = a };

	while (*text != '\0') {
		size_t len = strcspn(text, "\n"), path = strcspn(text, "=");
		char *value = arena_alloc(a, len + 1);
		size_t n = 0;

		if (value == NULL)
			return err_nomem(err);
		if (path >= len)
			return err_set(err, ERR_CORRUPT, no_pos,
			    "bản nháp không đọc được");
		for (size_t i = path + 1; i < len; i++) {
			bool escaped = text[i] == '\\' && i + 1 < len;

			i += escaped;
			value[n++] = escaped && text[i] == 'n' ? '\n' : text[i];
		}
		if (!add(&f, arena_strndup(a, text, path), value, err))
			return false;
		text += len;
		text += *text == '\n';
	}
	*ret = (struct model_form){ part, f.list, f.count };
	return true;
}
