/* issue/compare.c -- what a new version of a template does to real documents.
 */
#include "issue/compare.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "issue/drawn.h"
#include "issue/edition.h"
#include "xml/xml.h"

enum { CHANGES = 200, TEXT = 160, ERRORS = 20 };

/* --- two traces --- */

struct diff {
	struct arena *a;
	struct drawn one, two;
	int *to_two, *to_one;
	struct buf list; /* of struct iss_change */
	struct iss_diff *ret;
};

/* Words from `from` to `to`, cut at a letter when they are many. */
static const char *
join(struct arena *a, const struct drawn *w, size_t from, size_t to)
{
	struct buf b = { 0 };
	const char *text;

	for (size_t i = from; i < to && b.len <= TEXT; i++)
		buf_printf(&b, "%s%s", i > from ? " " : "", w->list[i].text);
	if (b.len > TEXT) {
		size_t n = TEXT;

		while (n > 0 && ((unsigned char)b.data[n] & 0xC0) == 0x80)
			n--;
		buf_cut(&b, n);
		buf_str_add(&b, "…");
	}
	text = buf_ok(&b) ? arena_strdup(a, buf_str(&b)) : NULL;
	buf_done(&b);
	return text;
}

static bool
add(struct diff *d, const struct iss_change *c)
{
	if (d->list.len / sizeof(*c) >= CHANGES) {
		d->ret->cut = true;
		return true;
	}
	buf_add(&d->list, c, sizeof(*c));
	return c->before != NULL && c->after != NULL && !d->list.failed;
}

static bool
add_words(struct diff *d, size_t from1, size_t to1, size_t from2, size_t to2)
{
	struct iss_change c = { .kind = ISS_WORDS,
		.page_before = to1 > from1 ? d->one.list[from1].page : 0,
		.page_after = to2 > from2 ? d->two.list[from2].page : 0,
		.before = join(d->a, &d->one, from1, to1),
		.after = join(d->a, &d->two, from2, to2),
		.words = (to1 - from1) + (to2 - from2) };

	return add(d, &c);
}

static bool
has_kind(const struct drawn_word *x, const struct drawn_word *y,
    enum iss_change_kind kind)
{
	switch (kind) {
	case ISS_STYLE:
		return strcmp(x->style, y->style) != 0;
	case ISS_PAGE:
		return x->page != y->page;
	case ISS_PLACE:
		return x->page == y->page && (x->x != y->x || x->y != y->y);
	default:
		return false;
	}
}

static int
distance(const struct drawn_word *x, const struct drawn_word *y)
{
	int dx = abs(x->x - y->x), dy = abs(x->y - y->y);

	return dx > dy ? dx : dy;
}

/* A run of matched words with the same kind of change, from the same page to
 * the same page, is one change. */
static bool
add_run(struct diff *d, size_t i, enum iss_change_kind kind, size_t *ret_next)
{
	const struct drawn_word *first = &d->one.list[i],
				*there = &d->two.list[d->to_two[i]];
	struct iss_change c = { .kind = kind,
		.page_before = first->page,
		.page_after = there->page };
	size_t k = i;

	for (; k < d->one.count && d->to_two[k] >= 0; k++) {
		const struct drawn_word *x = &d->one.list[k],
					*y = &d->two.list[d->to_two[k]];

		if (!has_kind(x, y, kind) || x->page != c.page_before ||
		    y->page != c.page_after)
			break;
		if (kind == ISS_PLACE && distance(x, y) > c.shift)
			c.shift = distance(x, y);
	}
	c.words = k - i;
	c.before = join(d->a, &d->one, i, k);
	c.after = "";
	*ret_next = k;
	return add(d, &c);
}

static bool
find_runs(struct diff *d, enum iss_change_kind kind)
{
	bool ok = true;

	for (size_t i = 0; ok && i < d->one.count;) {
		size_t next = i + 1;

		if (d->to_two[i] >= 0 &&
		    has_kind(&d->one.list[i], &d->two.list[d->to_two[i]], kind))
			ok = add_run(d, i, kind, &next);
		i = next;
	}
	return ok;
}

static bool
find_words(struct diff *d)
{
	size_t i = 0, k = 0;
	bool ok = true;

	while (ok && (i < d->one.count || k < d->two.count)) {
		size_t from1 = i, from2 = k;

		while (i < d->one.count && d->to_two[i] < 0)
			i++;
		while (k < d->two.count && d->to_one[k] < 0)
			k++;
		if (i > from1 || k > from2)
			ok = add_words(d, from1, i, from2, k);
		i += i < d->one.count;
		k += k < d->two.count;
	}
	return ok;
}

static bool
find_art(struct diff *d)
{
	int last = d->one.pages < d->two.pages ? d->one.pages : d->two.pages;
	bool ok = true;

	for (int p = 1; ok && p <= last; p++) {
		struct iss_change c = { .kind = ISS_ART,
			.page_before = p,
			.page_after = p,
			.before = "",
			.after = "" };

		if (d->one.art[p] != d->two.art[p])
			ok = add(d, &c);
	}
	return ok;
}

static int
page_of(const struct iss_change *c)
{
	return c->page_before != 0 ? c->page_before : c->page_after;
}

static int
by_page(const void *a, const void *b)
{
	const struct iss_change *x = a, *y = b;

	if (page_of(x) != page_of(y))
		return page_of(x) - page_of(y);
	return (int)x->kind - (int)y->kind;
}

static bool
compare(struct diff *d, const char *before, const char *after)
{
	bool ok = drawn_read(d->a, before, &d->one) &&
		  drawn_read(d->a, after, &d->two) &&
		  drawn_match(d->a, &d->one, &d->two, &d->to_two, &d->to_one) &&
		  find_words(d) && find_runs(d, ISS_STYLE) &&
		  find_runs(d, ISS_PAGE) && find_runs(d, ISS_PLACE) &&
		  find_art(d) && buf_ok(&d->list);

	if (!ok)
		return false;
	d->ret->pages_before = d->one.pages;
	d->ret->pages_after = d->two.pages;
	d->ret->count = d->list.len / sizeof(*d->ret->list);
	d->ret->list = arena_memdup(d->a, buf_str(&d->list), d->list.len + 1);
	if (d->ret->list == NULL)
		return false;
	qsort(d->ret->list, d->ret->count, sizeof(*d->ret->list), by_page);
	return true;
}

bool
iss_compare_traces(struct arena *a, const char *before, const char *after,
    struct iss_diff *ret, struct err *err)
{
	struct diff d = { .a = a, .ret = ret };
	bool ok;

	*ret = (struct iss_diff){ 0 };
	ok = compare(&d, before, after);
	buf_done(&d.list);
	return ok || err_nomem(err);
}

/* --- documents --- */

struct side {
	struct press *keeper; /* of the locked one */
	struct press *press;
	struct press *own; /* of a draft, to be closed */
};

static bool
open_side(struct arc *arc, const struct press_config *base, struct arena *a,
    const struct arc_edition *e, struct side *s, struct err *err)
{
	struct press_config config = *base;
	struct press_file *over;
	struct arc_file *files;
	size_t count;

	if (e->lock[0] != '\0')
		return press_open(&(struct press_config){ .only_files = true },
			   &s->keeper, err) &&
		       iss_open_lock(arc, s->keeper, e->lock, &s->press, err);
	if (!arc_edition_files(arc, a, e, &files, &count, err))
		return false;
	over = arena_alloc_n(a, count + 1, sizeof(*over));
	if (over == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < count; i++)
		over[i] = (struct press_file){ files[i].name, files[i].bytes,
			files[i].len };
	config.files = over;
	config.file_count = count;
	if (!press_open(&config, &s->own, err))
		return false;
	s->press = s->own;
	return true;
}

static void
close_side(struct side *s)
{
	press_close(s->own);
	press_close(s->keeper);
}

struct one {
	struct arc *arc;
	struct arena *a; /* of the document */
	struct arena *out;
	const char *template;
	struct arc_doc doc;
	struct arc_making making;
	struct xml_doc *data;
	struct iss_compared *ret;
};

static bool
read_document(struct one *o, const char *uid, struct err *err)
{
	const char *bytes;
	size_t len;

	if (!arc_get(o->arc, o->a, uid, &o->doc, err) ||
	    !arc_read(o->arc, o->a, &o->doc, true, &bytes, &len, err) ||
	    !arc_read_making(o->arc, o->a, &o->doc, &o->making, err) ||
	    !xml_parse(o->a, o->doc.code, bytes, len, XML_DATA, &o->data, err))
		return false;
	o->ret->uid = arena_strdup(o->out, o->doc.uid);
	o->ret->code = arena_strdup(o->out, o->doc.code);
	o->ret->title = arena_strdup(o->out, o->doc.title);
	return (o->ret->uid != NULL && o->ret->code != NULL &&
		   o->ret->title != NULL) ||
	       err_nomem(err);
}

static bool
tell_errors(struct one *o, const struct err_list *errors, struct err *err)
{
	const char **list = arena_alloc_n(o->out, ERRORS, sizeof(*list));

	if (list == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < errors->len && o->ret->error_count < ERRORS;
	     i++) {
		struct buf b = { 0 };

		if (err_is_warning(errors->items[i]->kind))
			continue;
		err_print(errors->items[i], &b);
		if (b.len > 0 && b.data[b.len - 1] == '\n')
			buf_cut(&b, b.len - 1);
		list[o->ret->error_count] =
		    buf_ok(&b) ? arena_strdup(o->out, buf_str(&b)) : NULL;
		buf_done(&b);
		if (list[o->ret->error_count++] == NULL)
			return err_nomem(err);
	}
	o->ret->errors = list;
	return true;
}

/* *ret_trace = NULL when the version cannot set the document. */
static bool
set(struct one *o, struct press *press, bool measured, const char **ret_trace,
    struct err *err)
{
	const struct arc_making *m = &o->making;
	struct press_job job = { .template = o->template,
		.data = o->data,
		.trace = true,
		.nd30 = measured && m->nd30,
		.number = o->doc.code,
		.fit = m->fit[0] == '\0' ? NULL : m->fit,
		.created = m->created };
	struct press_result r;
	struct err_list errors;

	err_list_init(&errors, o->a);
	*ret_trace = NULL;
	if (!press_run(press, o->a, &job, &errors, &r))
		return tell_errors(o, &errors, err);
	*ret_trace = r.trace;
	return true;
}

static bool
compare_one(
    struct one *o, const char *uid, const struct side sides[2], struct err *err)
{
	const char *before, *after;

	if (!read_document(o, uid, err) ||
	    !set(o, sides[0].press, false, &before, err) ||
	    !set(o, sides[1].press, true, &after, err))
		return false;
	return before == NULL || after == NULL ||
	       iss_compare_traces(o->out, before, after, &o->ret->diff, err);
}

static bool
compare_all(struct arc *arc, struct arena *a, const char *id,
    const struct side sides[2], const char *const *uids,
    struct iss_compared *ret, size_t count, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		struct one o = { .arc = arc,
			.a = arena_new(0),
			.out = a,
			.template = id,
			.ret = &ret[i] };
		bool ok = o.a != NULL ? compare_one(&o, uids[i], sides, err)
				      : err_nomem(err);

		arena_free(o.a);
		if (!ok)
			return false;
	}
	return true;
}

bool
iss_compare_editions(struct arc *arc, const struct press_config *base,
    struct arena *a, const struct arc_edition versions[2], int last,
    struct iss_compared **ret, size_t *ret_count, struct err *err)
{
	struct side sides[2] = { 0 };
	const char *const *uids;
	bool ok =
	    arc_made_by(arc, a, versions[0].id, last, &uids, ret_count, err);

	*ret = ok ? arena_alloc_n(a, *ret_count + 1, sizeof(**ret)) : NULL;
	ok = ok && (*ret != NULL || err_nomem(err));
	for (int i = 0; ok && i < 2; i++)
		ok = open_side(arc, base, a, &versions[i], &sides[i], err);
	ok = ok && compare_all(arc, a, versions[0].id, sides, uids, *ret,
		       *ret_count, err);
	for (int i = 0; i < 2; i++)
		close_side(&sides[i]);
	return ok;
}
