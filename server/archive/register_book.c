/* archive/register_book.c -- the book, read in the order of its numbers. */
#include <stdlib.h>
#include <string.h>

#include "archive/arc_priv.h"
#include "archive/fact.h"
#include "archive/register.h"

/* What happened to a document, in the words of the log; what clerks noted, a
 * line "field TAB value" each, the newest last. */
#define HAPPENED                                                          \
	"coalesce((SELECT group_concat(e.text, '; ') FROM event e WHERE " \
	"e.uid = d.uid AND e.kind IN ('replace', 'correct', 'recall', "   \
	"'annul', 'link')), '')"
#define NOTED                                                           \
	"coalesce((SELECT group_concat(f.other || char(9) || f.value, " \
	"char(10)) FROM fact f WHERE f.kind = 'note' AND f.key = d.uid), '')"
static const char sql_book[] =
    "SELECT d.number, d.suffix, d.code, d.date, d.type_name, d.title, "
    "d.signer, d.uid, d.status, " HAPPENED ", d.id, o.id IS NOT NULL, "
    "o.recipients, o.keeper, o.copies, d.created, " NOTED
    " FROM document d LEFT JOIN outgoing o ON o.id = d.id "
    "WHERE d.org = ?1 AND d.series = ?2 AND d.year = ?3 "
    "AND d.number BETWEEN ?4 AND ?5 "
    "UNION ALL SELECT s.number, s.suffix, printf('%02d%s', s.number, "
    "s.suffix), s.date, '', s.purpose, '', '', "
    "CASE WHEN t.seq IS NULL THEN 'giu-so' ELSE 'huy-so' END, "
    "coalesce(t.reason, ''), 0, 1, '', '', 0, 0, '' FROM slot s "
    "LEFT JOIN slot_end t ON t.slot = s.seq "
    "WHERE s.org = ?1 AND s.series = ?2 AND s.year = ?3 AND "
    "s.number BETWEEN ?4 AND ?5 AND "
    "coalesce(t.uid, '') = '' ORDER BY 1, 2";
static const char sql_documents[] =
    "SELECT count(*), sum(suffix <> ''), min(number), max(number), min(date), "
    "max(date), sum(status IN ('thu-hoi', 'thay-the', 'huy-bo')) "
    "FROM document WHERE org = ?1 AND series = ?2 AND year = ?3";
static const char sql_slots[] =
    "SELECT sum(t.seq IS NULL), sum(t.seq IS NOT NULL), sum(s.suffix <> ''), "
    "min(s.number), max(s.number) FROM slot s LEFT JOIN slot_end t "
    "ON t.slot = s.seq WHERE s.org = ?1 AND s.series = ?2 AND s.year = ?3 AND "
    "coalesce(t.uid, '') = ''";

/* One noted field into the line. */
static void
put_note(
    struct arc_entry *e, struct arena *a, const char *field, const char *value)
{
	if (strcmp(field, arc_note_names[ARC_NOTE_COPIES]) == 0)
		e->copies = (int)strtol(value, NULL, 10);
	else if (strcmp(field, arc_note_names[ARC_NOTE_SENT]) == 0)
		(void)day_parse_iso(value, &e->sent);
	else if (strcmp(field, arc_note_names[ARC_NOTE_RECEIVED]) == 0)
		e->received = value;
	else if (strcmp(field, arc_note_names[ARC_NOTE_KEEPER]) == 0)
		e->keeper = value;
	else if (strcmp(field, arc_note_names[ARC_NOTE_RECIPIENTS]) == 0)
		e->recipients = value;
	else if (strcmp(field, arc_note_names[ARC_NOTE_REMARK]) == 0)
		e->note = arena_printf(a, "%s%s%s", value,
		    e->note[0] == '\0' ? "" : "; ", e->note);
}

static void
put_notes(struct arc_entry *e, struct arena *a, char *lines)
{
	while (*lines != '\0') {
		char *value = strchr(lines, '\t'), *end;

		if (value == NULL)
			return;
		*value++ = '\0';
		end = value + strcspn(value, "\n");
		if (*end != '\0')
			*end++ = '\0';
		put_note(e, a, lines, value);
		lines = end;
	}
}

static bool
read_entry(struct arc *arc, const struct db_stmt *st, struct arena *a,
    struct arc_entry *e, struct err *err)
{
	char *notes = arena_strdup(a, db_text(st, 16, a));

	*e = (struct arc_entry){ .number = db_int(st, 0),
		.suffix = db_text(st, 1, a),
		.code = db_text(st, 2, a),
		.date = (day_t)db_int(st, 3),
		.type_name = db_text(st, 4, a),
		.title = db_text(st, 5, a),
		.signer = db_text(st, 6, a),
		.uid = db_text(st, 7, a),
		.recipients = db_text(st, 12, a),
		.keeper = db_text(st, 13, a),
		.copies = (int)db_int(st, 14),
		.received = "",
		.state = db_text(st, 8, a),
		.note = db_text(st, 9, a) };
	if (notes == NULL)
		return err_nomem(err);
	if (e->uid[0] != '\0')
		e->sent = day_in_vietnam(db_int(st, 15));
	if (db_int(st, 11) == 0) {
		struct arc_outgoing o;

		if (!arc_get_outgoing(arc, a, db_int(st, 10), e->uid, &o, err))
			return false;
		e->recipients = o.recipients;
		e->keeper = o.keeper;
		e->copies = o.copies;
	}
	put_notes(e, a, notes);
	return e->note != NULL || err_nomem(err);
}

bool
arc_book_part(struct arc *arc, const struct arc_book_range *range,
    bool (*use)(void *ctx, const struct arc_entry *entry, struct err *err),
    void *ctx, struct err *err)
{
	struct arena *a = arena_new(0);
	struct db_stmt *st;
	bool row = true, ok;

	if (a == NULL)
		return err_nomem(err);
	ok = db_prepare(arc->db, sql_book, &st, err);
	if (ok) {
		db_bind_text(st, 1, range->org);
		db_bind_text(st, 2, range->series);
		db_bind_int(st, 3, range->year);
		db_bind_int(st, 4, range->first);
		db_bind_int(st, 5, range->last);
	}
	while (ok && (ok = db_step(st, &row, err)) && row) {
		struct arc_entry e;

		arena_reset(a);
		ok = read_entry(arc, st, a, &e, err) && use(ctx, &e, err);
		if (!ok)
			db_reset(st);
	}
	arena_free(a);
	return ok;
}

bool
arc_book(struct arc *arc, const char *org, const char *series, int year,
    bool (*use)(void *ctx, const struct arc_entry *entry, struct err *err),
    void *ctx, struct err *err)
{
	const struct arc_book_range all = { org, series, year, 0, INT64_MAX };

	return arc_book_part(arc, &all, use, ctx, err);
}

/* --- sums --- */

static bool
first_row(struct arc *arc, const char *sql, const char *org, const char *series,
    int year, struct db_stmt **ret, struct err *err)
{
	bool row;

	if (!db_prepare(arc->db, sql, ret, err))
		return false;
	db_bind_text(*ret, 1, org);
	db_bind_text(*ret, 2, series);
	db_bind_int(*ret, 3, year);
	return db_step(*ret, &row, err);
}

static void
widen(struct arc_book_sum *s, int64_t first, int64_t last)
{
	if (first > 0 && (s->first == 0 || first < s->first))
		s->first = first;
	if (last > s->last)
		s->last = last;
}

static bool
read_closing(struct arc *arc, struct arena *a, const char *org,
    const char *other, struct arc_book_sum *ret, struct err *err)
{
	const struct arc_fact like = {
		.kind = "close", .key = org, .other = other
	};
	struct arc_fact f;

	if (other == NULL)
		return err_nomem(err);
	if (!arc_last_fact(arc, a, &like, &f, err))
		return false;
	ret->closed = f.at;
	ret->closing = f.seq == 0 ? "" : f.text;
	return true;
}

bool
arc_sum_book(struct arc *arc, struct arena *a, const char *org,
    const char *series, int year, struct arc_book_sum *ret, struct err *err)
{
	struct db_stmt *st;

	*ret = (struct arc_book_sum){ 0 };
	if (!first_row(arc, sql_documents, org, series, year, &st, err))
		return false;
	ret->documents = db_int(st, 0);
	ret->between = db_int(st, 1);
	widen(ret, db_int(st, 2), db_int(st, 3));
	ret->from = (day_t)db_int(st, 4);
	ret->until = (day_t)db_int(st, 5);
	ret->out_of_force = db_int(st, 6);
	db_reset(st);
	if (!first_row(arc, sql_slots, org, series, year, &st, err))
		return false;
	ret->kept = db_int(st, 0);
	ret->cancelled = db_int(st, 1);
	ret->between += db_int(st, 2);
	widen(ret, db_int(st, 3), db_int(st, 4));
	db_reset(st);
	return read_closing(
	    arc, a, org, arena_printf(a, "%s/%d", series, year), ret, err);
}
