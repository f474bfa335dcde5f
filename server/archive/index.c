/* archive/index.c -- a document becomes findable.
 *
 * All of it happens inside the transaction that issues the document.  Counts of
 * terms are gathered over the group and written once: certificates of one round
 * share nearly all their words. */
#include <stdio.h>
#include <string.h>

#include "archive/search_priv.h"

/* The statements for the index in use and, with the prefix, for the one that is
 * made beside it. */
struct statements {
	const char *text, *index, *value, *facet, *person, *term, *changed;
	const char *stale[4];
};
/* clang-format off */
#define STATEMENTS(p) {                                                       \
	.text = "INSERT INTO " p "doc_text(id, people, body, facts) "         \
	    "VALUES(?1, ?2, ?3, ?4)",                                         \
	.index = "INSERT INTO " p "search(rowid, title, people, body, meta) " \
	    "VALUES(?1, ?2, ?3, ?4, ?5)",                                     \
	.value = "INSERT INTO " p "facet_value(kind, key, name, docs) "       \
	    "VALUES(?1, ?2, ?3, 1) ON CONFLICT(kind, key) "                   \
	    "DO UPDATE SET docs = docs + 1 RETURNING no",                     \
	.facet = "INSERT INTO " p                                             \
	    "doc_facet(id, f0, f1, f2, f3, f4, f5, f6, f7) "                  \
	    "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",                     \
	.person = "INSERT INTO " p "person(sound, exact, name, docs) "        \
	    "VALUES(?1, ?2, ?3, 1) ON CONFLICT(sound, exact) "                \
	    "DO UPDATE SET docs = docs + 1",                                  \
	.term = "INSERT INTO " p "vocab(term, docs) VALUES(?1, ?2) "          \
	    "ON CONFLICT(term) DO UPDATE SET docs = docs + excluded.docs",    \
	.changed = "SELECT 1 FROM " p "search_stale LIMIT 1",                 \
	/* What changed in documents: out of the index, and in again. */      \
	.stale = {                                                            \
	    "INSERT INTO " p "search(" p "search, rowid, title, people, "     \
	    "body, meta) SELECT 'delete', t.id, s.heading, t.people, "        \
	    "t.body, t.facts FROM " p "search_stale s "                       \
	    "JOIN " p "doc_text t ON t.id = s.id",                            \
	    "UPDATE " p "doc_text SET facts = (SELECT replace(facts, "        \
	    "char(1) || 's' || s.status || ' ', "                             \
	    "char(1) || 's' || d.status || ' ') FROM " p "search_stale s "    \
	    "JOIN document d ON d.id = s.id WHERE s.id = " p "doc_text.id) "  \
	    "WHERE id IN (SELECT id FROM " p "search_stale)",                 \
	    "INSERT INTO " p "search(rowid, title, people, body, meta) "      \
	    "SELECT t.id, d.type_name || ' ' || d.code || ' ' || d.title, "   \
	    "t.people, t.body, t.facts FROM " p "search_stale s "             \
	    "JOIN " p "doc_text t ON t.id = s.id "                            \
	    "JOIN document d ON d.id = s.id",                                 \
	    "DELETE FROM " p "search_stale" } }
/* clang-format on */
static const struct statements sets[2] = { STATEMENTS(""), STATEMENTS("new_") };

static const struct statements *
statements(const struct arc *arc)
{
	return &sets[arc->beside];
}

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
			if (!db_prepare(
				arc->db, statements(arc)->term, &st, err))
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

	if (!db_prepare(arc->db, statements(arc)->changed, &st, err) ||
	    !db_step(st, &row, err))
		return false;
	db_reset(st);
	for (size_t i = 0; row && i < 4; i++)
		if (!db_prepare(arc->db, statements(arc)->stale[i], &st, err) ||
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
	n->ok = db_prepare(n->arc->db, statements(n->arc)->person, &st, n->err);
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
	if (!db_prepare(arc->db, statements(arc)->value, &st, err))
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
	if (!db_prepare(arc->db, statements(arc)->facet, &st, err))
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
	if (!db_prepare(arc->db, statements(arc)->text, &st, err))
		return false;
	db_bind_int(st, 1, id);
	db_bind_text(st, 2, or_empty(d->people));
	db_bind_text(st, 3, or_empty(d->body));
	db_bind_text(st, 4, facts);
	if (!db_run(st, err) ||
	    !db_prepare(arc->db, statements(arc)->index, &st, err))
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

/* --- a whole index --- */

/* The same tables and trigger under both names (see sql_2.c); the tables differ
 * from those of sql_2.c in nothing but the prefix. */
/* clang-format off */
#define TABLES(p)                                                             \
    "CREATE TABLE " p "doc_text("                                             \
    " id INTEGER PRIMARY KEY, people TEXT NOT NULL, body TEXT NOT NULL,"      \
    " facts TEXT NOT NULL);"                                                  \
    "CREATE VIRTUAL TABLE " p "search USING fts5("                            \
    " title, people, body, meta, content='', columnsize=0, tokenize='vi');"   \
    "CREATE TABLE " p "facet_value("                                          \
    " no INTEGER PRIMARY KEY, kind INTEGER NOT NULL, key TEXT NOT NULL,"      \
    " name TEXT NOT NULL, docs INTEGER NOT NULL, UNIQUE(kind, key));"         \
    "CREATE TABLE " p "doc_facet("                                            \
    " id INTEGER PRIMARY KEY, f0 INTEGER, f1 INTEGER, f2 INTEGER,"            \
    " f3 INTEGER, f4 INTEGER, f5 INTEGER, f6 INTEGER, f7 INTEGER);"           \
    "CREATE TABLE " p "person("                                               \
    " sound TEXT NOT NULL, exact TEXT NOT NULL, name TEXT NOT NULL,"          \
    " docs INTEGER NOT NULL, PRIMARY KEY(sound, exact)) WITHOUT ROWID;"       \
    "CREATE TABLE " p "vocab("                                                \
    " term TEXT PRIMARY KEY, docs INTEGER NOT NULL) WITHOUT ROWID;"           \
    "CREATE TABLE " p "search_stale("                                         \
    " id INTEGER PRIMARY KEY, heading TEXT NOT NULL, status TEXT NOT NULL);"
#define TRIGGER(p)                                                            \
    "CREATE TRIGGER " p "document_found"                                      \
    " AFTER UPDATE OF title, type_name, status"                               \
    " ON document WHEN EXISTS(SELECT 1 FROM " p "doc_text WHERE id = OLD.id)" \
    " AND (OLD.title <> NEW.title OR OLD.status <> NEW.status"                \
    " OR OLD.type_name <> NEW.type_name) BEGIN"                               \
    " INSERT OR IGNORE INTO " p "search_stale(id, heading, status)"           \
    " VALUES(OLD.id, OLD.type_name || ' ' || OLD.code || ' ' || OLD.title,"   \
    "  OLD.status);"                                                          \
    " UPDATE " p "facet_value SET docs = docs - 1"                            \
    "  WHERE kind = 6 AND key = OLD.status;"                                  \
    " INSERT INTO " p "facet_value(kind, key, name, docs)"                    \
    "  VALUES(6, NEW.status, NEW.status, 1)"                                  \
    "  ON CONFLICT(kind, key) DO UPDATE SET docs = docs + 1;"                 \
    " UPDATE " p "doc_facet SET f6 = (SELECT no FROM " p "facet_value"        \
    "  WHERE kind = 6 AND key = NEW.status) WHERE id = NEW.id; END;"
#define DROP(p)                                                               \
    "DROP TRIGGER IF EXISTS " p "document_found;"                             \
    "DROP TABLE IF EXISTS " p "search;"                                       \
    "DROP TABLE IF EXISTS " p "doc_text;"                                     \
    "DROP TABLE IF EXISTS " p "facet_value;"                                  \
    "DROP TABLE IF EXISTS " p "doc_facet;"                                    \
    "DROP TABLE IF EXISTS " p "person;"                                       \
    "DROP TABLE IF EXISTS " p "vocab;"                                        \
    "DROP TABLE IF EXISTS " p "search_stale;"
#define RENAME(t) "ALTER TABLE new_" t " RENAME TO " t ";"
/* clang-format on */

bool
index_make(struct arc *arc, struct err *err)
{
	return db_exec(
	    arc->db, DROP("new_") TABLES("new_") TRIGGER("new_"), err);
}

bool
index_watch(struct arc *arc, struct err *err)
{
	return db_exec(
	    arc->db, "DROP TRIGGER IF EXISTS document_found;" TRIGGER(""), err);
}

bool
index_swap(struct arc *arc, struct err *err)
{
	return db_exec(arc->db,
	    DROP("") "DROP TRIGGER new_document_found;" RENAME("search")
		RENAME("doc_text") RENAME("facet_value") RENAME("doc_facet")
		    RENAME("person") RENAME("vocab") RENAME("search_stale")
			TRIGGER(""),
	    err);
}
