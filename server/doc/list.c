/* doc/list.c -- legal numbering and references to it.
 *
 * A numbering has up to six levels.  An item of level n counts on from the last
 * of its level under the same parent; deeper levels start anew.  `format` is
 * text with %1 … %6 for the numbers of the levels; `ref` is how a reference
 * speaks of the item («khoản %2 Điều %1»); `alone` stands for a first item that
 * stays the only one («Phụ lục» instead of «Phụ lục I»). */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "doc/doc_priv.h"
#include "viet/number.h"

struct ref {
	const char *id, *text;
	int page; /* 0 = not known */
	struct ref *next;
};

struct total {
	const char *numbering;
	int count;
	struct total *next;
};

struct doc_refs {
	struct arena *arena;
	struct ref *now, *before;
	struct total *totals;
	bool changed, used_unknown, passed;
	bool pages_used; /* a page was printed from the pass before */
	struct doc_toc toc;
};

struct doc_refs *
doc_refs_new(struct arena *a)
{
	struct doc_refs *r = arena_alloc(a, sizeof(*r));

	if (r != NULL)
		r->arena = a;
	return r;
}

struct doc_toc *
doc_refs_toc(struct doc_refs *refs)
{
	return &refs->toc;
}

void
doc_refs_wait(struct doc_refs *refs)
{
	refs->used_unknown = true;
}

void
doc_refs_page(struct doc_refs *refs, int heading, int page)
{
	struct heading *h = refs == NULL ? NULL : refs->toc.now;

	while (h != NULL && --heading > 0)
		h = h->next;
	if (h != NULL)
		h->page = page;
}

bool
doc_refs_changed(const struct doc_refs *refs)
{
	return refs->changed;
}

bool
doc_refs_waiting(const struct doc_refs *refs)
{
	return refs->used_unknown;
}

bool
el_numbering(struct doc_build *b, struct frame *f, struct err *err)
{
	const char *name = doc_attr(f, "name");
	struct numbering *n;

	if (name == NULL)
		return doc_author_error(b, ERR_ATTR, f->pos, "thêm name=\"…\"",
		    "thẻ <numbering> thiếu thuộc tính name");
	n = arena_alloc(b->arena, sizeof(*n));
	if (n == NULL)
		return err_nomem(err);
	n->name = arena_strdup(b->arena, name);
	f->numbering = n;
	for (struct numbering *old = b->numberings; old != NULL;
	     old = old->next)
		if (strcmp(old->name, name) == 0)
			return true; /* the first definition wins */
	n->next = b->numberings;
	b->numberings = n;
	return n->name != NULL || err_nomem(err);
}

static const char *
kept(struct doc_build *b, const struct frame *f, const char *name,
    const char *other)
{
	const char *v = doc_attr(f, name);

	return v == NULL ? other : arena_strdup(b->arena, v);
}

bool
el_level(struct doc_build *b, struct frame *f, struct err *err)
{
	struct numbering *n = doc_parent(b, f)->numbering;
	int at = doc_int(b, f, "n", 1, 1, LEVELS);
	struct level *l;

	(void)err;
	if (n == NULL)
		return true;
	l = &n->levels[at - 1];
	l->as = kept(b, f, "as", "decimal");
	l->format = kept(b, f, "format", "%1.");
	l->ref = kept(b, f, "ref", NULL);
	l->alone = kept(b, f, "alone", NULL);
	l->style = kept(b, f, "style", NULL);
	l->goes_on = !doc_yes(f, "restart", true);
	l->bold = doc_yes(f, "bold", false);
	l->italic = doc_yes(f, "italic", false);
	return true;
}

static void
print_number(struct buf *out, const char *as, int n)
{
	if (as == NULL || strcmp(as, "decimal") == 0)
		buf_int(out, n);
	else if (strcmp(as, "ROMAN") == 0)
		viet_roman(out, n, true);
	else if (strcmp(as, "roman") == 0)
		viet_roman(out, n, false);
	else if (strcmp(as, "vi-alpha") == 0)
		viet_point(out, n);
	else if (n >= 1 && n <= 26) /* alpha */
		buf_char(out, (char)('a' + n - 1));
	else
		buf_int(out, n);
}

/* What the labels of a level are made of; the letters of a legal text are Latin
 * ones, đ included. */
const char *
doc_counted(const struct level *l, int level)
{
	static const struct {
		const char *as, *name;
	} kinds[] = { { "decimal", "Decimal" }, { "ROMAN", "UpperRoman" },
		{ "roman", "LowerRoman" }, { "vi-alpha", "LowerAlpha" },
		{ "alpha", "LowerAlpha" } };
	const char own[] = { '%', (char)('0' + level), '\0' };

	if (strstr(l->format, own) == NULL)
		return NULL;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(l->as, kinds[i].as) == 0)
			return kinds[i].name;
	return NULL;
}

static const char *
print_format(struct arena *a, const struct numbering *n, const char *format)
{
	struct buf b = { 0 };
	const char *out;

	for (const char *p = format; *p != '\0'; p++) {
		int level = p[0] == '%' && p[1] >= '1' && p[1] <= '0' + LEVELS
				? p[1] - '1'
				: -1;

		if (level < 0) {
			buf_char(&b, *p);
			continue;
		}
		print_number(&b, n->levels[level].as, n->counts[level]);
		p++;
	}
	out = buf_ok(&b) ? arena_strdup(a, buf_str(&b)) : NULL;
	buf_done(&b);
	return out;
}

bool
doc_ref_add(
    struct doc_build *b, const char *id, const char *text, struct pos pos)
{
	struct doc_refs *refs = b->config.refs;
	struct ref *r;

	for (r = refs->now; r != NULL; r = r->next)
		if (strcmp(r->id, id) == 0)
			return doc_author_error(b, ERR_REF, pos,
			    "mỗi id dùng một lần", "id «%.60s» viết hai lần",
			    id);
	r = arena_alloc(refs->arena, sizeof(*r));
	if (r == NULL)
		return false;
	r->id = arena_strdup(refs->arena, id);
	r->text = arena_strdup(refs->arena, text);
	r->next = refs->now;
	refs->now = r;
	return r->id != NULL && r->text != NULL;
}

/* Without `ref`: the label without its closing dot or bracket. */
static const char *
ref_text(struct arena *a, const struct numbering *n, const struct level *l,
    const char *label)
{
	size_t len = strlen(label);

	if (l->ref != NULL)
		return print_format(a, n, l->ref);
	while (len > 0 && strchr(".)", label[len - 1]) != NULL)
		len--;
	return arena_strndup(a, label, len);
}

bool
doc_number(struct doc_build *b, struct frame *f, const char *numbering,
    int level, const char *id, const char **ret_label,
    const struct level **ret_level, struct err *err)
{
	struct numbering *n = b->numberings;
	const struct level *l;
	const char *label, *ref;

	*ret_label = NULL;
	while (n != NULL && strcmp(n->name, numbering) != 0)
		n = n->next;
	if (n == NULL || n->levels[level - 1].as == NULL)
		return doc_author_error(b, ERR_VALUE, f->pos,
		    "khai báo <numbering name=…><level n=…/></numbering>",
		    "cách đánh số «%.60s» không có cấp %d", numbering, level);
	l = &n->levels[level - 1];
	n->counts[level - 1] =
	    doc_int(b, f, "value", n->counts[level - 1] + 1, 1, 9999);
	for (int i = level; i < LEVELS; i++)
		if (!n->levels[i].goes_on)
			n->counts[i] = 0;
	n->total += level == 1;
	label = l->alone != NULL && doc_ref_total(b, numbering) < 2
		    ? l->alone
		    : print_format(b->block_arena, n, l->format);
	ref = label == NULL ? NULL : ref_text(b->block_arena, n, l, label);
	if (ref == NULL)
		return err_nomem(err);
	if (l->alone != NULL && label == l->alone)
		ref = label;
	if (id != NULL && !doc_ref_add(b, id, ref, f->pos))
		return err_nomem(err);
	*ret_label = label;
	*ret_level = l;
	return true;
}

static struct ref *
find(struct ref *r, const char *id)
{
	while (r != NULL && strcmp(r->id, id) != 0)
		r = r->next;
	return r;
}

bool
doc_ref_known(const struct doc_build *b, const char *id)
{
	return find(b->config.refs->now, id) != NULL;
}

const char *
doc_ref_text(struct doc_build *b, const char *id, struct pos pos)
{
	struct doc_refs *refs = b->config.refs;
	const struct ref *r = find(refs->now, id);

	if (r == NULL)
		r = find(refs->before, id);
	if (r != NULL)
		return r->text;
	if (!refs->passed) {
		refs->used_unknown = true; /* it may stand further down */
		return "?";
	}
	doc_author_error(b, ERR_REF, pos,
	    "đặt id=\"…\" ở điều, khoản hoặc phụ lục "
	    "được dẫn",
	    "không có id «%.60s»", id);
	return "?";
}

const char *
doc_ref_page(struct doc_build *b, const char *id, struct pos pos)
{
	struct doc_refs *refs = b->config.refs;
	const struct ref *r = find(refs->before, id);
	const char *page;

	refs->pages_used = true;
	if (r == NULL || r->page == 0)
		page = doc_ref_text(b, id, pos)[0] == '?' ? "?" : "00";
	else
		page = arena_printf(b->block_arena, "%d", r->page);
	if (!refs->passed)
		refs->used_unknown = true;
	return page;
}

void
doc_refs_place(struct doc_refs *refs, const char *id, int page)
{
	struct ref *r = refs == NULL || id == NULL ? NULL : find(refs->now, id);

	if (r != NULL)
		r->page = page;
}

int
doc_ref_total(struct doc_build *b, const char *numbering)
{
	for (const struct total *t = b->config.refs->totals; t != NULL;
	     t = t->next)
		if (strcmp(t->numbering, numbering) == 0)
			return t->count;
	return 0;
}

static void
keep_totals(struct doc_build *b)
{
	struct doc_refs *refs = b->config.refs;

	for (struct numbering *n = b->numberings; n != NULL; n = n->next) {
		struct total *t = refs->totals;

		while (t != NULL && strcmp(t->numbering, n->name) != 0)
			t = t->next;
		if (t == NULL) {
			t = arena_alloc(refs->arena, sizeof(*t));
			if (t == NULL)
				return;
			t->numbering = arena_strdup(refs->arena, n->name);
			t->next = refs->totals;
			refs->totals = t;
		}
		if (n->levels[0].alone != NULL &&
		    (t->count < 2) != (n->total < 2))
			refs->changed = true;
		t->count = n->total;
	}
}

/* The end of a pass: what was used must be what stands there now. */
void
doc_refs_end(struct doc_build *b)
{
	struct doc_refs *refs = b->config.refs;

	refs->changed = refs->used_unknown;
	for (const struct ref *r = refs->now; r != NULL; r = r->next) {
		const struct ref *old = find(refs->before, r->id);

		if (refs->passed &&
		    (old == NULL || strcmp(old->text, r->text) != 0 ||
			(refs->pages_used && old->page != r->page)))
			refs->changed = true;
	}
	if (doc_toc_changed(&refs->toc))
		refs->changed = true;
	doc_toc_turn(&refs->toc);
	keep_totals(b);
	refs->before = refs->now;
	refs->now = NULL;
	refs->used_unknown = refs->pages_used = false;
	refs->passed = true;
}
