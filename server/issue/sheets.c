/* issue/sheets.c -- which sheet follows which in a file for the printer. */
#include "issue/sheets.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "viet/sort.h"

const char *const iss_sort_keys[ISS_SORTS] = { "quyet-dinh", "don-vi", "ten" };

const char *
iss_unit_of(const struct arc_doc *d)
{
	return d->unit[0] == '\0' ? "Tập thể" : d->unit;
}

struct keyed {
	const char *key; /* NULL = rank decides */
	size_t rank, at;
};

static int
by_key(const void *x, const void *y)
{
	const struct keyed *p = x, *q = y;
	int c = p->key == NULL ? 0 : strcmp(p->key, q->key);

	if (c != 0)
		return c;
	if (p->rank != q->rank)
		return p->rank < q->rank ? -1 : 1;
	return p->at < q->at ? -1 : p->at > q->at;
}

static bool
is_in_force(const struct arc_doc *d)
{
	return strcmp(d->status, "con-hieu-luc") == 0 ||
	       strcmp(d->status, "dinh-chinh") == 0;
}

/* A unit stands where its first certificate stands: the decision's own order.
 */
static void
rank_units(const struct arc_doc *docs, struct keyed *k, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t first = 0;

		while (strcmp(docs[first].unit, docs[i].unit) != 0)
			first++;
		k[i].rank = first;
	}
}

bool
iss_sorted(struct arc *arc, struct arena *a, const char *decision,
    enum iss_sort sort, struct arc_doc **ret, size_t *ret_count,
    struct err *err)
{
	struct arc_doc *docs, *sorted;
	struct keyed *k;
	size_t n, in = 0;

	if (!arc_of_decision(arc, a, decision, &docs, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (is_in_force(&docs[i]))
			docs[in++] = docs[i];
	k = arena_alloc_n(a, in + 1, sizeof(*k));
	sorted = arena_alloc_n(a, in + 1, sizeof(*sorted));
	if (k == NULL || sorted == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < in; i++) {
		k[i].at = i;
		k[i].key = sort == ISS_BY_NAME
			       ? viet_key_name(a, docs[i].honouree)
			       : NULL;
		if (sort == ISS_BY_NAME && k[i].key == NULL)
			return err_nomem(err);
	}
	if (sort == ISS_BY_UNIT)
		rank_units(docs, k, in);
	qsort(k, in, sizeof(*k), by_key);
	for (size_t i = 0; i < in; i++)
		sorted[i] = docs[k[i].at];
	*ret = sorted;
	*ret_count = in;
	return true;
}

static size_t
unit_length(const struct arc_doc *docs, size_t n, size_t from)
{
	size_t to = from;

	while (to < n && strcmp(docs[to].unit, docs[from].unit) == 0)
		to++;
	return to - from;
}

bool
sheets_make(struct arena *a, const struct arc_doc *docs, size_t n,
    bool separators, struct sheet **ret, size_t *ret_count, struct err *err)
{
	struct sheet *s = arena_alloc_n(a, 2 * n + 1, sizeof(*s));
	size_t count = 0;

	if (s == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < n; i++) {
		if (separators &&
		    (i == 0 || strcmp(docs[i].unit, docs[i - 1].unit) != 0)) {
			s[count].unit = iss_unit_of(&docs[i]);
			s[count].from = i;
			s[count++].count = unit_length(docs, n, i);
		}
		s[count++].doc = &docs[i];
	}
	*ret = s;
	*ret_count = count;
	return true;
}

static bool
bad_pages(const char *text, struct err *err)
{
	err_set(
	    err, ERR_VALUE, no_pos, "không đọc được các trang «%.60s»", text);
	return err_hint(err, "ghi như 37-41, 50");
}

/* A page number; 0 = none. */
static size_t
read_page(const char **s)
{
	size_t v = 0;

	*s += strspn(*s, " ");
	for (; **s >= '0' && **s <= '9' && v <= 2 * JOBS_ITEMS; (*s)++)
		v = v * 10 + (size_t)(**s - '0');
	*s += strspn(*s, " ");
	return v;
}

bool
sheets_pick(const char *text, bool *picked, size_t count, struct err *err)
{
	const char *s = text;

	do {
		size_t from = read_page(&s), to = from;

		if (*s == '-') {
			s++;
			to = read_page(&s);
		}
		if (from == 0 || to < from || (*s != '\0' && *s != ','))
			return bad_pages(text, err);
		if (to > count && count > 0) {
			err_set(err, ERR_VALUE, no_pos,
			    "tập in có %zu trang, không có trang %zu", count,
			    to);
			return err_hint(
			    err, "xem số trang ở tập in của lần in trước");
		}
		for (size_t i = from; picked != NULL && i <= to; i++)
			picked[i - 1] = true;
	} while (*s++ == ',');
	return true;
}
