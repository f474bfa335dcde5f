/* archive/dossier.c -- everything that one name ever received.
 *
 * A name is looked up whole, as one term of the index.  Names that sound alike
 * (Hòa, Hóa; Lý, Lí) are offered, never mixed in: whether two spellings are one
 * person is for people to say. */
#include <string.h>

#include "archive/search_priv.h"
#include "viet/text.h"

enum { AWARDS = 1000, VARIANTS = 50 };

static const char sql_docs[] =
    "SELECT " ROW_COLUMNS ", t.people FROM search s JOIN document d "
    "ON d.id = s.rowid JOIN doc_text t ON t.id = d.id WHERE search MATCH ?1 "
    "ORDER BY s.rowid DESC LIMIT ?2";
static const char sql_variants[] =
    "SELECT exact, name, docs FROM person WHERE sound = ?1 "
    "ORDER BY docs DESC LIMIT ?2";

/* The line "name; unit" of the people that holds the name. */
struct lookup {
	const struct whole_name *want;
	const char *name;
	size_t len;
};

static void
compare(void *ctx, const char *name, size_t len)
{
	struct lookup *l = ctx;
	struct whole_name n;

	if (l->name != NULL || !name_read(name, len, &n))
		return;
	if (strcmp(l->want->marked ? n.exact : n.folded,
		l->want->marked ? l->want->exact : l->want->folded) == 0) {
		l->name = name;
		l->len = len;
	}
}

static bool
read_award(struct arena *a, const struct whole_name *want, const char *people,
    struct arc_award *ret)
{
	struct lookup l = { .want = want };
	const char *unit;

	people_each(people, compare, &l);
	if (l.name == NULL)
		return false;
	unit = l.name + l.len;
	unit += strspn(unit, "; ");
	ret->name = arena_strndup(a, l.name, l.len);
	ret->unit = arena_strndup(a, unit, strcspn(unit, "\n"));
	return ret->name != NULL && ret->unit != NULL;
}

static bool
read_awards(struct arc *arc, struct arena *a, const struct whole_name *want,
    struct arc_dossier *ret, struct err *err)
{
	struct buf match = { 0 };
	struct db_stmt *st;
	bool row = true, ok;

	match_fact(&match, want->marked ? FACT_NAME_EXACT : FACT_NAME,
	    want->marked ? want->exact : want->folded);
	ok = db_prepare(arc->db, sql_docs, &st, err);
	if (ok) {
		db_bind_text(st, 1, buf_str(&match));
		db_bind_int(st, 2, AWARDS + 1);
	}
	while (ok && (ok = db_step(st, &row, err)) && row) {
		struct arc_award *w = &ret->awards[ret->count];
		struct arena *scratch = arena_new(0);

		ret->more = ret->count == AWARDS;
		if (scratch == NULL || ret->more) {
			arena_free(scratch);
			break;
		}
		row_read(st, a, &w->doc);
		ret->count +=
		    read_award(a, want, db_text(st, ROW_FIELDS, scratch), w);
		arena_free(scratch);
	}
	if (ok)
		db_reset(st);
	buf_done(&match);
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
