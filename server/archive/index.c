/* archive/index.c -- a document becomes findable.
 *
 * All of it happens inside the transaction that issues the document.  Counts of
 * terms are gathered over the group and written once: certificates of one round
 * share nearly all their words. */
#include <stdio.h>
#include <string.h>

#include "archive/search_priv.h"

static const char sql_text[] =
    "INSERT INTO doc_text(id, people, body, facts) VALUES(?1, ?2, ?3, ?4)";
static const char sql_index[] =
    "INSERT INTO search(rowid, title, people, body, meta) "
    "VALUES(?1, ?2, ?3, ?4, ?5)";
static const char sql_value[] =
    "INSERT INTO facet_value(kind, key, name, docs) VALUES(?1, ?2, ?3, 1) "
    "ON CONFLICT(kind, key) DO UPDATE SET docs = docs + 1 RETURNING no";
static const char sql_facet[] =
    "INSERT INTO doc_facet(id, f0, f1, f2, f3, f4, f5, f6, f7) "
    "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
static const char sql_person[] =
    "INSERT INTO person(sound, exact, name, docs) VALUES(?1, ?2, ?3, 1) "
    "ON CONFLICT(sound, exact) DO UPDATE SET docs = docs + 1";
static const char sql_term[] =
    "INSERT INTO vocab(term, docs) VALUES(?1, ?2) "
    "ON CONFLICT(term) DO UPDATE SET docs = docs + excluded.docs";

/* What changed in documents since: out of the index, and in again. */
static const char *const sql_stale[] = {
	"INSERT INTO search(search, rowid, title, people, body, meta) "
	"SELECT 'delete', t.id, s.heading, t.people, t.body, t.facts "
	"FROM search_stale s JOIN doc_text t ON t.id = s.id",
	"UPDATE doc_text SET facts = (SELECT replace(facts, "
	"char(1) || 's' || s.status || ' ', char(1) || 's' || d.status || ' ') "
	"FROM search_stale s JOIN document d ON d.id = s.id WHERE s.id = "
	"doc_text.id) WHERE id IN (SELECT id FROM search_stale)",
	"INSERT INTO search(rowid, title, people, body, meta) "
	"SELECT t.id, d.type_name || ' ' || d.code || ' ' || d.title, "
	"t.people, "
	"t.body, t.facts FROM search_stale s JOIN doc_text t ON t.id = s.id "
	"JOIN document d ON d.id = s.id",
	"DELETE FROM search_stale",
};

/* --- terms of the group --- */

/* Names are noted beside the terms, behind a byte that no term begins with. */
enum { SLOTS = 4096, TERM_LETTERS = 28, NAME_KEY = '\x02' };

struct term {
	struct term *next;
	int64_t docs, last; /* `last`: the document that counted it last */
	char text[];
};
struct vocab {
	struct term *slots[SLOTS];
};

static uint32_t
slot_of(const char *s, size_t len)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)s[i]) * 16777619u;
	return h % SLOTS;
}

/* *ret_first: the document had it not yet; NULL = no matter. */
static bool
count_term(
    struct arc *arc, int64_t id, const char *s, size_t len, bool *ret_first)
{
	struct term **at = &arc->vocab->slots[slot_of(s, len)], *t = *at;

	while (t != NULL &&
	       (strncmp(t->text, s, len) != 0 || t->text[len] != '\0'))
		t = t->next;
	if (t == NULL) {
		t = arena_alloc(arc->group, sizeof(*t) + len + 1);
		if (t == NULL)
			return false;
		memcpy(t->text, s, len);
		t->next = *at;
		*at = t;
	}
	if (ret_first != NULL)
		*ret_first = t->last != id;
	t->docs += t->last != id;
	t->last = id;
	return true;
}

static bool
all_letters(const char *s)
{
	return s[strcspn(s, "0123456789/")] == '\0';
}

static bool
count_terms(struct arc *arc, int64_t id, const char *text)
{
	char exact[VIET_SYLLABLE_BYTES + 1] = "=";
	struct viet_syllables it;
	struct viet_syllable s;

	viet_syllables_start(&it, text, strlen(text));
	while (viet_syllable_next(&it, &s)) {
		if (s.exact_len > TERM_LETTERS || s.folded_len < 2 ||
		    !all_letters(s.folded))
			continue;
		memcpy(exact + 1, s.exact, s.exact_len);
		if (!count_term(arc, id, s.folded, s.folded_len, NULL) ||
		    (s.marked &&
			!count_term(arc, id, exact, s.exact_len + 1, NULL)))
			return false;
	}
	return true;
}

static bool
flush_terms(struct arc *arc, struct err *err)
{
	struct db_stmt *st;

	for (size_t i = 0; arc->vocab != NULL && i < SLOTS; i++)
		for (const struct term *t = arc->vocab->slots[i]; t != NULL;
		     t = t->next) {
			if (t->text[0] == NAME_KEY)
				continue;
			if (!db_prepare(arc->db, sql_term, &st, err))
				return false;
			db_bind_text(st, 1, t->text);
			db_bind_int(st, 2, t->docs);
			if (!db_run(st, err))
				return false;
		}
	arc->vocab = NULL;
	return true;
}

static bool
flush_stale(struct arc *arc, struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (!db_prepare(
		arc->db, "SELECT 1 FROM search_stale LIMIT 1", &st, err) ||
	    !db_step(st, &row, err))
		return false;
	db_reset(st);
	for (size_t i = 0; row && i < sizeof(sql_stale) / sizeof(*sql_stale);
	     i++)
		if (!db_prepare(arc->db, sql_stale[i], &st, err) ||
		    !db_run(st, err))
			return false;
	return true;
}

bool
index_flush(struct arc *arc, struct err *err)
{
	return flush_terms(arc, err) && flush_stale(arc, err);
}

/* --- persons --- */

struct naming {
	struct arc *arc;
	int64_t id;
	struct err *err;
	bool ok;
};

static void
count_person(void *ctx, const char *name, size_t len)
{
	struct naming *n = ctx;
	struct whole_name w;
	struct db_stmt *st;
	char shown[NAME_BYTES], key[NAME_BYTES + 1];
	bool first;

	if (!n->ok || !name_read(name, len, &w) || w.syllables < 2)
		return;
	snprintf(key, sizeof(key), "%c%s", NAME_KEY, w.exact);
	n->ok = count_term(n->arc, n->id, key, strlen(key), &first) ||
		err_nomem(n->err);
	if (!n->ok || !first) /* twice in one document */
		return;
	while (len > 0 && name[len - 1] == ' ')
		len--;
	snprintf(shown, sizeof(shown), "%.*s", (int)len, name);
	n->ok = db_prepare(n->arc->db, sql_person, &st, n->err);
	if (!n->ok)
		return;
	db_bind_text(st, 1, w.sound);
	db_bind_text(st, 2, w.exact);
	db_bind_text(st, 3, shown);
	n->ok = db_run(st, n->err);
}

/* --- facets --- */

static bool
value_number(struct arc *arc, int kind, const char *key, const char *name,
    int64_t *ret, struct err *err)
{
	struct db_stmt *st;
	bool row;

	*ret = 0;
	if (key == NULL || key[0] == '\0')
		return true;
	if (!db_prepare(arc->db, sql_value, &st, err))
		return false;
	db_bind_int(st, 1, kind);
	db_bind_text(st, 2, key);
	db_bind_text(st, 3, name == NULL || name[0] == '\0' ? key : name);
	if (!db_step(st, &row, err))
		return false;
	*ret = row ? db_int(st, 0) : 0;
	db_reset(st);
	return true;
}

static bool
add_facets(struct arc *arc, int64_t id, const struct arc_new *d,
    const char *status, struct err *err)
{
	char year[12];
	const char *pairs[ARC_FACETS][2] = {
		[ARC_BY_TYPE] = { d->type, d->type_name },
		[ARC_BY_YEAR] = { year, year },
		[ARC_BY_CAMPAIGN] = { d->campaign, d->campaign_name },
		[ARC_BY_SERIES] = { d->series, NULL },
		[ARC_BY_ORG] = { d->org, NULL },
		[ARC_BY_SIGNER] = { d->signer, NULL },
		[ARC_BY_STATUS] = { status, NULL },
		[ARC_BY_KIND] = { d->honouree_kind, NULL },
	};
	int64_t numbers[ARC_FACETS];
	struct db_stmt *st;

	snprintf(year, sizeof(year), "%d", day_ymd(d->date).year);
	for (int k = 0; k < ARC_FACETS; k++)
		if (!value_number(
			arc, k, pairs[k][0], pairs[k][1], &numbers[k], err))
			return false;
	if (!db_prepare(arc->db, sql_facet, &st, err))
		return false;
	db_bind_int(st, 1, id);
	for (int k = 0; k < ARC_FACETS; k++)
		db_bind_int(st, 2 + k, numbers[k]);
	return db_run(st, err);
}

/* --- one document --- */

static const char *
or_empty(const char *s)
{
	return s == NULL ? "" : s;
}

static bool
add_text(struct arc *arc, int64_t id, const struct arc_new *d,
    const char *facts, struct err *err)
{
	const char *heading = arena_printf(arc->group, "%s %s %s",
	    or_empty(d->type_name), or_empty(d->code), or_empty(d->title));
	struct db_stmt *st;

	if (heading == NULL)
		return err_nomem(err);
	if (!db_prepare(arc->db, sql_text, &st, err))
		return false;
	db_bind_int(st, 1, id);
	db_bind_text(st, 2, or_empty(d->people));
	db_bind_text(st, 3, or_empty(d->body));
	db_bind_text(st, 4, facts);
	if (!db_run(st, err) || !db_prepare(arc->db, sql_index, &st, err))
		return false;
	db_bind_int(st, 1, id);
	db_bind_text(st, 2, heading);
	db_bind_text(st, 3, or_empty(d->people));
	db_bind_text(st, 4, or_empty(d->body));
	db_bind_text(st, 5, facts);
	return db_run(st, err);
}

bool
index_add(struct arc *arc, int64_t id, const struct arc_new *d,
    const char *status, struct err *err)
{
	const char *texts[] = { d->type_name, d->title, d->people, d->body };
	struct naming naming = { arc, id, err, true };
	struct buf facts = { 0 };
	bool ok;

	if (arc->vocab == NULL)
		arc->vocab = arena_alloc(arc->group, sizeof(*arc->vocab));
	if (arc->vocab == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (texts[i] != NULL && !count_terms(arc, id, texts[i]))
			return err_nomem(err);
	people_each(d->people, count_person, &naming);
	facts_write(&facts, d, status);
	ok = naming.ok && (buf_ok(&facts) || err_nomem(err)) &&
	     add_text(arc, id, d, buf_str(&facts), err) &&
	     add_facets(arc, id, d, status, err);
	buf_done(&facts);
	return ok;
}
