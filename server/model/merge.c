/* model/merge.c -- two people who edited one form; the buttons of its lists. */
#include "model/form_priv.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

/* --- units: what is merged as one thing --- */

/* A field, or a whole list: then the path up to the first "[". */
static size_t
list_len(const char *path)
{
	return strcspn(path, "[");
}

static size_t
count_in(const struct model_form *f, const char *path, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < f->count; i++)
		n += strncmp(f->fields[i].path, path, len) == 0 &&
		     f->fields[i].path[len] == '[';
	return n;
}

/* The same fields in the same lists everywhere? */
static bool
same_shape(const struct model_form *x, const struct model_form *y,
    const char *path, size_t len)
{
	if (count_in(x, path, len) != count_in(y, path, len))
		return false;
	for (size_t i = 0; i < x->count; i++) {
		const char *p = x->fields[i].path;

		if (strncmp(p, path, len) == 0 && p[len] == '[' &&
		    model_form_get(y, p)[0] == '\0')
			return false;
	}
	return true;
}

static bool
belongs(const char *path, const char *unit)
{
	size_t len = strlen(unit);

	return strncmp(path, unit, len) == 0 &&
	       (path[len] == '\0' || path[len] == '[');
}

/* What a unit says: a field's value, a list's values on lines. */
static const char *
unit_text(struct arena *a, const struct model_form *f, const char *unit)
{
	struct buf b = { 0 };
	const char *s;

	for (size_t i = 0; i < f->count; i++) {
		if (!belongs(f->fields[i].path, unit))
			continue;
		if (b.len > 0)
			buf_char(&b, '\n');
		buf_str_add(&b, f->fields[i].value);
	}
	s = buf_ok(&b) ? arena_strdup(a, buf_str(&b)) : NULL;
	buf_done(&b);
	return s;
}

/* Lists of lists may read alike on lines and be different. */
static bool
same_unit(
    const struct model_form *x, const struct model_form *y, const char *unit)
{
	size_t i = 0, k = 0;

	for (;;) {
		while (i < x->count && !belongs(x->fields[i].path, unit))
			i++;
		while (k < y->count && !belongs(y->fields[k].path, unit))
			k++;
		if (i == x->count || k == y->count)
			return i == x->count && k == y->count;
		if (strcmp(x->fields[i].path, y->fields[k].path) != 0 ||
		    strcmp(x->fields[i].value, y->fields[k].value) != 0)
			return false;
		i++;
		k++;
	}
}

/* --- merging --- */

struct merging {
	struct arena *a;
	const struct model_form *base, *theirs, *mine;
	struct model_merge *out;
	struct model_field *fields;
	size_t count;
};

static bool
known(const struct model_merge *m, const char *unit)
{
	for (size_t i = 0; i < m->count; i++)
		if (strcmp(m->changes[i].path, unit) == 0)
			return true;
	return false;
}

static void
copy_unit(struct merging *m, const struct model_form *from, const char *unit)
{
	for (size_t i = 0; i < from->count; i++)
		if (belongs(from->fields[i].path, unit))
			m->fields[m->count++] = from->fields[i];
}

static bool
merge_unit(struct merging *m, const char *path, struct err *err)
{
	size_t len = list_len(path);
	const char *unit = path;
	struct model_change *c = &m->out->changes[m->out->count];

	if (path[len] != '\0' && !(same_shape(m->base, m->theirs, path, len) &&
				     same_shape(m->base, m->mine, path, len)))
		unit = arena_strndup(m->a, path, len);
	if (unit == NULL)
		return err_nomem(err);
	if (known(m->out, unit))
		return true;
	*c = (struct model_change){ .path = unit,
		.label = model_field_label(m->a, m->mine->part, unit),
		.theirs_changed = !same_unit(m->base, m->theirs, unit),
		.mine_changed = !same_unit(m->base, m->mine, unit),
		.base = unit_text(m->a, m->base, unit),
		.theirs = unit_text(m->a, m->theirs, unit),
		.mine = unit_text(m->a, m->mine, unit) };
	if (c->base == NULL || c->theirs == NULL || c->mine == NULL)
		return err_nomem(err);
	c->conflict = c->theirs_changed && c->mine_changed &&
		      !same_unit(m->theirs, m->mine, unit);
	m->out->conflicts += c->conflict;
	m->out->count++;
	copy_unit(m, c->mine_changed ? m->mine : m->theirs, unit);
	return true;
}

bool
model_form_merge(struct arena *a, const struct model_form *base,
    const struct model_form *theirs, const struct model_form *mine,
    struct model_merge *ret, struct err *err)
{
	const struct model_form *all[3] = { base, theirs, mine };
	size_t cap = base->count + theirs->count + mine->count, kept = 0;
	struct merging m = { a, base, theirs, mine, ret, NULL, 0 };
	struct model_form raw;

	*ret = (struct model_merge){ 0 };
	ret->changes = arena_alloc_n(a, cap + 1, sizeof(*ret->changes));
	m.fields = arena_alloc_n(a, cap + 1, sizeof(*m.fields));
	if (ret->changes == NULL || m.fields == NULL)
		return err_nomem(err);
	for (int k = 0; k < 3; k++)
		for (size_t i = 0; i < all[k]->count; i++)
			if (!merge_unit(&m, all[k]->fields[i].path, err))
				return false;
	for (size_t i = 0; i < ret->count; i++)
		if (ret->changes[i].theirs_changed ||
		    ret->changes[i].mine_changed)
			ret->changes[kept++] = ret->changes[i];
	ret->count = kept;
	raw = (struct model_form){ mine->part, m.fields, m.count };
	return model_form_clean(a, &raw, &ret->form, err);
}

bool
model_form_take(struct arena *a, struct model_form *form,
    const struct model_form *theirs, const char *path, struct err *err)
{
	size_t cap = form->count + theirs->count, n = 0;
	struct model_field *list = arena_alloc_n(a, cap + 1, sizeof(*list));
	struct model_form raw;

	if (list == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < form->count; i++)
		if (!belongs(form->fields[i].path, path))
			list[n++] = form->fields[i];
	for (size_t i = 0; i < theirs->count; i++)
		if (belongs(theirs->fields[i].path, path))
			list[n++] = theirs->fields[i];
	raw = (struct model_form){ form->part, list, n };
	return model_form_clean(a, &raw, form, err);
}

/* --- the buttons of lists --- */

/* "PATH[7]…" of a field that stands in the list → 7. */
static int
index_in(const char *path, const char *list, size_t len)
{
	if (strncmp(path, list, len) != 0 || path[len] != '[')
		return 0;
	return (int)strtol(path + len + 1, NULL, 10);
}

static const char *
with_index(struct arena *a, const char *path, size_t len, int index)
{
	const char *rest = strchr(path + len, ']');

	return arena_printf(a, "%.*s[%d]%s", (int)len, path, index,
	    rest == NULL ? "" : rest + 1);
}

/* Entries `x` and `y` change places; y = 0 drops x.  Paths only: the order in
 * the form is made by model_form_clean(). */
static bool
swap_entries(struct arena *a, struct model_form *form, const char *list,
    size_t len, int x, int y, struct err *err)
{
	size_t n = 0;

	for (size_t i = 0; i < form->count; i++) {
		struct model_field f = form->fields[i];
		int at = index_in(f.path, list, len);

		if (at > 0 && at == x && y == 0)
			continue;
		if (at > 0 && at > x && y == 0)
			f.path = with_index(a, f.path, len, at - 1);
		else if (at > 0 && (at == x || at == y))
			f.path = with_index(a, f.path, len, at == x ? y : x);
		if (f.path == NULL)
			return err_nomem(err);
		form->fields[n++] = f;
	}
	form->count = n;
	return true;
}

/* One empty field of each row of the list's entries. */
static bool
add_entry(struct arena *a, struct model_form *form, const char *list, int index,
    struct err *err)
{
	size_t rows, len = strlen(list), n = form->count;
	const struct model_row *row = model_rows(form->part, &rows);
	struct model_field *fields =
	    arena_alloc_n(a, n + rows, sizeof(*fields));

	if (fields == NULL)
		return err_nomem(err);
	if (n > 0)
		memcpy(fields, form->fields, n * sizeof(*fields));
	for (size_t i = 0; i < rows; i++) {
		/* The pattern of the list, with its own indices as "[]". */
		const char *p = row[i].path, *q = list, *path;
		struct form_path check;

		while (*q != '\0' && *p != '\0') {
			if (*q == '[' && *p == '[') {
				q = strchr(q, ']') + 1;
				p += 2;
			} else if (*q++ != *p++)
				break;
		}
		if (*q != '\0' || q != list + len || strncmp(p, "[]", 2) != 0)
			continue;
		/* Lists inside the entry begin with one of their own. */
		path = arena_printf(a, "%s[%d]%s", list, index, p + 2);
		if (path != NULL && strstr(p + 2, "[]") != NULL)
			path = arena_printf(
			    a, "%.*s[1]", (int)(strlen(path) - 2), path);
		if (path == NULL)
			return err_nomem(err);
		if (form_path_read(form->part, path, &check))
			fields[n++] = (struct model_field){ path, "" };
	}
	if (n == form->count)
		return err_set(
		    err, ERR_REQUEST, no_pos, "không có danh sách «%s»", list);
	form->fields = fields;
	form->count = n;
	return true;
}

bool
model_form_act(
    struct arena *a, struct model_form *form, const char *act, struct err *err)
{
	static const struct {
		const char *name;
		int step; /* 0 = away, 9 = a new one */
	} acts[] = { { "them:", 9 }, { "bo:", 0 }, { "len:", -1 },
		{ "xuong:", 1 } };
	const char *list = NULL, *bracket;
	int step = 0, index, last = 0;
	size_t len;

	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
		if (strncmp(act, acts[i].name, strlen(acts[i].name)) == 0) {
			list = act + strlen(acts[i].name);
			step = acts[i].step;
		}
	if (list == NULL)
		return err_set(
		    err, ERR_REQUEST, no_pos, "không làm được «%s»", act);
	bracket = strrchr(list, '[');
	len = step == 9 || bracket == NULL ? strlen(list)
					   : (size_t)(bracket - list);
	for (size_t i = 0; i < form->count; i++) {
		int at = index_in(form->fields[i].path, list, len);

		last = at > last ? at : last;
	}
	if (step == 9 && last < FORM_ENTRIES)
		return add_entry(a, form, list, last + 1, err);
	index = bracket == NULL ? 0 : (int)strtol(bracket + 1, NULL, 10);
	if (index < 1 || index > last)
		return err_set(
		    err, ERR_REQUEST, no_pos, "không có mục «%s»", list);
	if (index + step < 1 || index + step > last)
		return true; /* the first goes no further up */
	return swap_entries(
	    a, form, list, len, index, step == 0 ? 0 : index + step, err);
}
