/* archive/dossier.c -- everything that one name ever received.
 *
 * A name is looked up whole, as one term of the index.  Names that sound alike
 * (Hòa, Hóa; Lý, Lí) are offered, never mixed in: whether two spellings are one
 * person is for people to say. */
#include <string.h>

#include "archive/search_priv.h"
#include "viet/sort.h"
#include "viet/text.h"

enum { AWARDS = 1000, VARIANTS = 50 };

static const char sql_docs[] =
    "SELECT " ROW_COLUMNS ", t.people FROM search s JOIN document d "
    "ON d.id = s.rowid JOIN doc_text t ON t.id = d.id WHERE search MATCH ?1 "
    "ORDER BY s.rowid DESC LIMIT ?2";
static const char sql_variants[] =
    "SELECT exact, name, docs FROM person WHERE sound = ?1 "
    "ORDER BY docs DESC LIMIT ?2";

/* The lines "name; unit" of one document's people that hold the name. */
struct reading {
	struct arena *a;
	const struct whole_name *want;
	const struct arc_doc *doc;
	struct arc_dossier *ret;
	bool ok;
};

static void
read_line(void *ctx, const char *name, size_t len)
{
	struct reading *r = ctx;
	struct arc_award *w = &r->ret->awards[r->ret->count];
	const char *unit = name + len;
	struct whole_name n;

	if (!r->ok || !name_read(name, len, &n) ||
	    strcmp(r->want->marked ? n.exact : n.folded,
		r->want->marked ? r->want->exact : r->want->folded) != 0)
		return;
	r->ret->more = r->ret->count == AWARDS;
	if (r->ret->more)
		return;
	unit += strspn(unit, "; ");
	w->doc = *r->doc;
	w->name = arena_strndup(r->a, name, len);
	w->unit = arena_strndup(r->a, unit, strcspn(unit, "\n"));
	r->ok = w->name != NULL && w->unit != NULL;
	r->ret->count++;
}

static bool
read_awards(struct arc *arc, struct arena *a, const struct whole_name *want,
    struct arc_dossier *ret, struct err *err)
{
	struct arena *scratch = arena_new(0);
	struct buf match = { 0 };
	struct db_stmt *st;
	bool row = true, ok;

	match_fact(&match, want->marked ? FACT_NAME_EXACT : FACT_NAME,
	    want->marked ? want->exact : want->folded);
	ok = (scratch != NULL || err_nomem(err)) &&
	     db_prepare(arc->db, sql_docs, &st, err);
	if (ok) {
		db_bind_text(st, 1, buf_str(&match));
		db_bind_int(st, 2, AWARDS + 1);
	}
	while (ok && !ret->more && (ok = db_step(st, &row, err)) && row) {
		struct arc_doc doc;
		struct reading r = { a, want, &doc, ret, true };

		arena_reset(scratch);
		row_read(st, a, &doc);
		people_each(db_text(st, ROW_FIELDS, scratch), read_line, &r);
		ok = r.ok || err_nomem(err);
	}
	if (ok)
		db_reset(st);
	buf_done(&match);
	arena_free(scratch);
	return ok;
}

static bool
read_variants(struct arc *arc, struct arena *a, const struct whole_name *want,
    struct arc_dossier *ret, struct err *err)
{
	struct db_stmt *st;
	bool row = true, ok;

	if (!db_prepare(arc->db, sql_variants, &st, err))
		return false;
	db_bind_text(st, 1, want->sound);
	db_bind_int(st, 2, VARIANTS);
	while ((ok = db_step(st, &row, err)) && row) {
		struct arc_variant *v = &ret->variants[ret->variant_count];

		if (want->marked && strcmp(db_text(st, 0, a), want->exact) == 0)
			continue;
		v->name = db_text(st, 1, a);
		v->docs = db_int(st, 2);
		ret->variant_count++;
	}
	db_reset(st);
	return ok;
}

bool
arc_read_dossier(struct arc *arc, struct arena *a, const char *name,
    struct arc_dossier *ret, struct err *err)
{
	struct whole_name want;
	const char *text;

	*ret = (struct arc_dossier){ 0 };
	ret->awards = arena_alloc_n(a, AWARDS + 1, sizeof(*ret->awards));
	ret->variants = arena_alloc_n(a, VARIANTS, sizeof(*ret->variants));
	if (ret->awards == NULL || ret->variants == NULL)
		return err_nomem(err);
	if (!viet_nfc(a, name, strlen(name), &text, NULL) ||
	    !name_read(text, strlen(text), &want))
		return true;
	return read_awards(arc, a, &want, ret, err) &&
	       read_variants(arc, a, &want, ret, err);
}

/* --- already honoured --- */

/* Units as people write them: case, spaces and the place of a tone aside. */
static bool
same_text(struct arena *a, const char *x, const char *y)
{
	const char *p = viet_lower(a, x), *q = viet_lower(a, y),
		   *m = p == NULL ? NULL : viet_key_text(a, p),
		   *n = q == NULL ? NULL : viet_key_text(a, q);

	return m != NULL && n != NULL && strcmp(m, n) == 0;
}

static bool
still_stands(const struct arc_doc *d)
{
	return strcmp(d->status, "con-hieu-luc") == 0 ||
	       strcmp(d->status, "dinh-chinh") == 0;
}

bool
arc_earlier_awards(struct arc *arc, struct arena *a, const char *name,
    const char *unit, const char *campaign, struct arc_earlier **ret,
    size_t *ret_count, struct err *err)
{
	struct arc_dossier d;

	*ret_count = 0;
	if (!arc_read_dossier(arc, a, name, &d, err))
		return false;
	*ret = arena_alloc_n(a, d.count + 1, sizeof(**ret));
	if (*ret == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < d.count; i++) {
		const struct arc_award *w = &d.awards[i];
		struct arc_earlier e = { .doc = w->doc,
			.name = w->name,
			.unit = w->unit,
			.same_campaign = strcmp(w->doc.campaign, campaign) == 0,
			.same_unit = same_text(a, w->unit, unit) };

		/* The decision stands for its list; a plan honours nobody. */
		if (strcmp(w->doc.type, "plan") == 0 || !still_stands(&w->doc))
			continue;
		if (e.same_unit || unit[0] == '\0' || w->unit[0] == '\0')
			(*ret)[(*ret_count)++] = e;
	}
	return true;
}
