/* issue/report.c -- what a trial found, as the office reads it. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "issue/batch_priv.h"
#include "viet/sort.h"
#include "viet/text.h"

/* Of a hundred blanks so many are spoilt at the printer. */
enum { RESERVE_PERCENT = 2, LIST_ROWS = 22 };

struct report {
	struct arena *a;
	const struct award *w;
	struct iss_report *r;
	struct buf findings;
	bool failed;
};

static void
add_finding(
    struct report *p, enum iss_finding_kind kind, size_t at, const char *what)
{
	const struct model_honouree *h = &p->w->r->honourees[at];
	struct iss_finding f = { kind, (int64_t)at + 1, h->name, h->unit,
		what };

	p->failed = p->failed || what == NULL;
	p->r->found[kind]++;
	buf_add(&p->findings, &f, sizeof(f));
}

/* "kind TAB sentence" lines. */
static void
read_note(struct report *p, size_t at, const char *note)
{
	while (*note != '\0') {
		size_t len = strcspn(note, "\n");
		const char *tab = memchr(note, '\t', len);

		if (tab != NULL && note[0] >= '0' && note[0] <= '2')
			add_finding(p, (enum iss_finding_kind)(note[0] - '0'),
			    at,
			    arena_strndup(
				p->a, tab + 1, len - (size_t)(tab + 1 - note)));
		note += len + (note[len] == '\n');
	}
}

static bool
read_items(
    struct report *p, struct iss_batch *b, const char *job, struct err *err)
{
	struct jobs_pick noted = {
		.fate = -1, .noted = true, .limit = JOBS_ITEMS
	};
	struct jobs_item *items;
	size_t n, at = 0;

	if (!jobs_items(b->jobs, p->a, job, &noted, &items, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		at = award_find(p->w, items[i].key, at);
		if (at < p->w->r->count)
			read_note(p, at, items[i].note);
	}
	p->r->fine = p->r->total > n ? p->r->total - n : 0;
	return true;
}

/* --- names and units --- */

struct keyed {
	const char *key;
	size_t at;
};

static int
by_key(const void *x, const void *y)
{
	const struct keyed *p = x, *q = y;
	int c = strcmp(p->key, q->key);

	return c != 0 ? c : p->at < q->at ? -1 : p->at > q->at;
}

/* Indices of the honourees, sorted by what `key` makes of each. */
static struct keyed *
sort_by(
    struct report *p, char *(*key)(struct arena *a, const char *s), bool unit)
{
	size_t n = p->w->r->count;
	struct keyed *k = arena_alloc_n(p->a, n, sizeof(*k));

	for (size_t i = 0; k != NULL && i < n; i++) {
		const struct model_honouree *h = &p->w->r->honourees[i];

		k[i].at = i;
		k[i].key = key(p->a, unit ? h->unit : h->name);
		if (k[i].key == NULL)
			return NULL;
	}
	if (k != NULL)
		qsort(k, n, sizeof(*k), by_key);
	return k;
}

static void
find_same_names(struct report *p)
{
	struct keyed *k = sort_by(p, viet_key_name, false);

	p->failed = p->failed || k == NULL;
	for (size_t i = 1; k != NULL && i < p->w->r->count; i++)
		if (strcmp(k[i].key, k[i - 1].key) == 0)
			add_finding(p, ISS_SAME, k[i].at,
			    arena_printf(p->a,
				"Trùng tên với số thứ tự %zu; đối chiếu "
				"đơn vị khi "
				"trao",
				k[i - 1].at + 1));
}

/* Folded, then as it is written: equal ways to write a unit stand together. */
static char *
unit_key(struct arena *a, const char *unit)
{
	const char *folded = viet_fold(a, unit);

	return folded == NULL ? NULL : arena_printf(a, "%s\n%s", folded, unit);
}

static bool
same_folded(const char *x, const char *y)
{
	size_t n = strcspn(x, "\n");

	return n == strcspn(y, "\n") && strncmp(x, y, n) == 0;
}

/* «Sở Xây dựng» and «Sở Xây Dựng»: one folded form, two ways to write it; told
 * once for each way. */
static void
find_spellings(struct report *p)
{
	struct keyed *k = sort_by(p, unit_key, true);
	const struct model_honouree *h = p->w->r->honourees;

	p->failed = p->failed || k == NULL;
	for (size_t i = 1; k != NULL && i < p->w->r->count; i++)
		if (same_folded(k[i].key, k[i - 1].key) &&
		    strcmp(h[k[i].at].unit, h[k[i - 1].at].unit) != 0)
			add_finding(p, ISS_SPELLING, k[i].at,
			    arena_printf(p->a,
				"Đơn vị ghi khác số thứ tự %zu: «%s» và «%s»",
				k[i - 1].at + 1, h[k[i].at].unit,
				h[k[i - 1].at].unit));
}

static void
count_units(struct report *p)
{
	struct buf all = { 0 };

	for (size_t i = 0; i < p->w->r->count; i++) {
		const char *unit = p->w->r->honourees[i].unit;
		struct iss_unit *list = (struct iss_unit *)(void *)all.data;
		size_t n = all.len / sizeof(*list), k = n;
		struct iss_unit fresh = { unit, 1 };

		while (k > 0 && strcmp(list[k - 1].name, unit) != 0)
			k--;
		if (k > 0)
			list[k - 1].count++;
		else
			buf_add(&all, &fresh, sizeof(fresh));
	}
	p->r->unit_count = all.len / sizeof(struct iss_unit);
	p->r->units = arena_memdup(p->a, buf_str(&all), all.len);
	p->failed = p->failed || p->r->units == NULL || !buf_ok(&all);
	buf_done(&all);
}

static void
find_longest(struct report *p)
{
	static const char *const names[] = { "Họ tên, tên tập thể", "Chức vụ",
		"Đơn vị, địa chỉ" };

	for (size_t i = 0; i < p->w->r->count; i++) {
		const struct model_honouree *h = &p->w->r->honourees[i];
		const char *texts[] = { h->name, h->position, h->unit };

		for (int k = 0; k < 3; k++) {
			struct iss_longest *l = &p->r->longest[k];
			size_t n = viet_length(texts[k]);

			if (n > l->letters)
				*l = (struct iss_longest){ names[k], texts[k],
					n, (int64_t)i + 1 };
		}
	}
}

static void
count_paper(struct iss_report *r)
{
	r->blanks = r->total - r->found[ISS_SPOILT];
	r->reserve = (r->blanks * RESERVE_PERCENT + 99) / 100;
	r->separators = r->unit_count;
	r->list_pages = 1 + r->total / LIST_ROWS;
}

static int
by_number(const void *x, const void *y)
{
	const struct iss_finding *p = x, *q = y;

	return p->n != q->n ? (p->n < q->n ? -1 : 1)
			    : (int)p->kind - (int)q->kind;
}

bool
iss_batch_report(struct iss_batch *b, struct arena *a, const char *job,
    struct iss_report *ret, struct err *err)
{
	struct report p = { .a = a, .r = ret };
	struct jobs_info info;
	struct award w;
	bool ok;

	*ret = (struct iss_report){ 0 };
	if (!jobs_get(b->jobs, a, job, &info, err) ||
	    !award_load(b, a, info.subject, &w, err))
		return false;
	p.w = &w;
	ret->total = w.r->count;
	ok = read_items(&p, b, job, err);
	if (ok) {
		find_same_names(&p);
		find_spellings(&p);
		count_units(&p);
		find_longest(&p);
		count_paper(ret);
		ret->finding_count = p.findings.len / sizeof(*ret->findings);
		ret->findings =
		    arena_memdup(a, buf_str(&p.findings), p.findings.len);
		ok = (ret->findings != NULL && buf_ok(&p.findings) &&
			 !p.failed) ||
		     err_nomem(err);
	}
	buf_done(&p.findings);
	if (ok)
		qsort(ret->findings, ret->finding_count, sizeof(*ret->findings),
		    by_number);
	return ok;
}
