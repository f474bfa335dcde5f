/* doc/attrs.c -- reading attributes by the table. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "doc/doc_priv.h"

const char *
doc_attr(const struct frame *f, const char *name)
{
	for (size_t i = 0; i < f->attr_count; i++)
		if (strcmp(f->attrs[i].name, name) == 0)
			return f->attrs[i].value;
	return NULL;
}

struct pos
doc_attr_pos(const struct frame *f, const char *name)
{
	for (size_t i = 0; i < f->attr_count; i++)
		if (strcmp(f->attrs[i].name, name) == 0)
			return f->attrs[i].pos;
	return f->pos;
}

static void
bad_length(struct doc_build *b, const struct frame *f, const char *name,
    const char *value)
{
	doc_author_error(b, ERR_LENGTH, doc_attr_pos(f, name),
	    "viết số kèm đơn vị, ví dụ 35mm hoặc 6pt", "%s=\"%.60s\"", name,
	    value);
}

mpt
doc_length(
    struct doc_build *b, const struct frame *f, const char *name, mpt other)
{
	const char *v = doc_attr(f, name);
	mpt len = other;

	if (v != NULL && !mpt_parse(v, NULL, &len))
		bad_length(b, f, name, v);
	return len;
}

int
doc_lengths(struct doc_build *b, const struct frame *f, const char *name,
    mpt *ret, int n)
{
	const char *v = doc_attr(f, name);
	char word[40];
	int count = 0;

	for (; v != NULL && *v != '\0'; v += strspn(v, " ")) {
		size_t len = strcspn(v, " ");

		snprintf(word, sizeof(word), "%.*s", (int)len, v);
		if (count == n || len >= sizeof(word) ||
		    !mpt_parse(word, "mm", &ret[count])) {
			bad_length(b, f, name, doc_attr(f, name));
			return -1;
		}
		count++;
		v += len;
	}
	return count;
}

int
doc_int(struct doc_build *b, const struct frame *f, const char *name, int other,
    int min, int max)
{
	const char *v = doc_attr(f, name);
	int n = 0;
	char hint[60];

	if (v == NULL)
		return other;
	if (strspn(v, "0123456789") == strlen(v) && v[0] != '\0' &&
	    strlen(v) < 7) {
		for (const char *p = v; *p != '\0'; p++)
			n = n * 10 + (*p - '0');
		if (n >= min && n <= max)
			return n;
	}
	snprintf(hint, sizeof(hint), "viết số từ %d đến %d", min, max);
	doc_author_error(
	    b, ERR_VALUE, doc_attr_pos(f, name), hint, "%s=\"%.60s\"", name, v);
	return other;
}

bool
doc_yes(const struct frame *f, const char *name, bool other)
{
	const char *v = doc_attr(f, name);

	return v == NULL ? other : strcmp(v, "yes") == 0;
}

static int
word_index(const char *words, const char *value)
{
	size_t len = strlen(value);
	int i = 0;

	for (const char *w = words; *w != '\0'; i++) {
		size_t n = strcspn(w, " ");

		if (n == len && memcmp(w, value, n) == 0)
			return i;
		w += n;
		w += strspn(w, " ");
	}
	return -1;
}

int
doc_choice(
    const struct frame *f, const char *name, const char *words, int other)
{
	const char *v = doc_attr(f, name);
	int i = v == NULL ? -1 : word_index(words, v);

	return i < 0 ? other : i;
}

struct gfx_color
doc_color(struct doc_build *b, const struct frame *f, const char *name,
    struct gfx_color other)
{
	const char *v = doc_attr(f, name);
	struct gfx_color color = other;

	if (v != NULL && !gfx_color_parse(v, &color))
		doc_author_error(b, ERR_VALUE, doc_attr_pos(f, name),
		    "viết #rrggbb hoặc den, trang, do, vang, xam",
		    "%s=\"%.60s\"", name, v);
	return color;
}

static int
distance(const char *a, const char *b)
{
	enum { MOST = 32 };
	size_t n = strlen(a), m = strlen(b);
	int row[MOST + 1];

	if (n > MOST || m > MOST)
		return MOST;
	for (size_t k = 0; k <= m; k++)
		row[k] = (int)k;
	for (size_t i = 1; i <= n; i++) {
		int corner = row[0];

		row[0] = (int)i;
		for (size_t k = 1; k <= m; k++) {
			int above = row[k], d = corner + (a[i - 1] != b[k - 1]);

			d = above + 1 < d ? above + 1 : d;
			d = row[k - 1] + 1 < d ? row[k - 1] + 1 : d;
			corner = above;
			row[k] = d;
		}
	}
	return row[m];
}

const char *
doc_nearest(const char *name, const char *const *names, size_t n)
{
	const char *best = NULL;
	int least = (int)strlen(name) / 2 + 1;

	for (size_t i = 0; i < n; i++) {
		int d = distance(name, names[i]);

		if (d < least) {
			least = d;
			best = names[i];
		}
	}
	return best;
}

static const struct attr_spec *
spec_of(const struct elem_spec *e, const char *name)
{
	for (size_t l = 0; e->attrs != NULL && e->attrs[l] != NULL; l++)
		for (const struct attr_spec *a = e->attrs[l]; a->name != NULL;
		     a++)
			if (strcmp(a->name, name) == 0)
				return a;
	return NULL;
}

static void
unknown_attr(
    struct doc_build *b, const struct elem_spec *e, const struct attr_value *v)
{
	const char *names[64], *near;
	char hint[100];
	size_t n = 0;

	for (size_t l = 0; e->attrs != NULL && e->attrs[l] != NULL; l++)
		for (const struct attr_spec *a = e->attrs[l];
		     a->name != NULL && n < 64; a++)
			names[n++] = a->name;
	near = doc_nearest(v->name, names, n);
	snprintf(hint, sizeof(hint), "có phải %s?", near == NULL ? "" : near);
	doc_author_error(b, ERR_ATTR, v->pos,
	    near == NULL ? "bỏ thuộc tính này" : hint,
	    "thẻ <%s> không có thuộc tính %.60s", e->name, v->name);
}

bool
doc_check_attrs(struct doc_build *b, const struct frame *f)
{
	for (size_t i = 0; i < f->attr_count; i++) {
		const struct attr_value *v = &f->attrs[i];
		const struct attr_spec *a = spec_of(f->spec, v->name);
		const char *words;
		char hint[200];

		if (a == NULL) {
			unknown_attr(b, f->spec, v);
			continue;
		}
		words = a->type == AT_YES ? "yes no" : a->values;
		if ((a->type != AT_YES && a->type != AT_CHOICE) ||
		    word_index(words, v->value) >= 0)
			continue;
		snprintf(hint, sizeof(hint), "dùng một trong: %s", words);
		doc_author_error(b, ERR_VALUE, v->pos, hint, "%s=\"%.60s\"",
		    v->name, v->value);
	}
	return true;
}
