/* archive/reindex.c -- the index made again from what is kept.
 *
 * Index, texts, names and counts can be lost without loss: the register and the
 * volumes hold everything.  The new index grows beside the old one, some
 * hundred documents a transaction, so that searching and issuing go on; what
 * was issued meanwhile is added in the transaction that swaps them. */
#include <string.h>

#include "archive/care.h"
#include "archive/search_priv.h"
#include "xml/xml.h"

enum { GROUP = 500 };

static const char sql_behind[] =
    "SELECT coalesce((SELECT max(id) FROM document), 0) > "
    "coalesce((SELECT max(id) FROM doc_text), 0)";
#define NEXT(p)                                                      \
	"SELECT " ROW_COLUMNS " FROM document d WHERE d.id > "       \
	"coalesce((SELECT max(id) FROM " p "doc_text), 0) ORDER BY " \
	"d.id LIMIT 1"
static const char *const sql_next[2] = { NEXT(""), NEXT("new_") };

/* --- words of a document's data --- */

static void
put_text(struct buf *out, const struct xml_node *n)
{
	for (n = xml_first(n); n != NULL; n = xml_next(n)) {
		const char *s = xml_text(n);

		if (xml_kind(n) == XML_ELEMENT) {
			put_text(out, n);
			continue;
		}
		s += strspn(s, " \t\r\n");
		if (*s == '\0')
			continue;
		buf_str_add(out, s);
		while (out->len > 0 &&
		       strchr(" \t\r\n", buf_str(out)[out->len - 1]) != NULL)
			buf_cut(out, out->len - 1);
		buf_char(out, '\n');
	}
}

static bool
is_honouree(const struct xml_node *n)
{
	static const char *const names[] = { "tap-the", "ca-nhan",
		"ho-gia-dinh", "nguoi-nhan" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(xml_name(n), names[i]) == 0)
			return xml_child(n, "ten") != NULL;
	return false;
}

static void
put_people(struct buf *out, struct arena *a, const struct xml_node *n)
{
	const struct xml_node *unit = xml_child(n, "don-vi");

	if (is_honouree(n)) {
		if (unit == NULL)
			unit = xml_child(n, "dia-chi");
		buf_printf(out, "%s; %s\n", xml_child_string(a, n, "ten"),
		    unit == NULL ? "" : xml_string(a, unit));
		return;
	}
	for (n = xml_first_element(n); n != NULL; n = xml_next_element(n))
		put_people(out, a, n);
}

bool
arc_data_words(struct arena *a, const struct xml_doc *data,
    const char **ret_people, const char **ret_body)
{
	struct buf people = { 0 }, body = { 0 };

	put_people(&people, a, xml_root(data));
	put_text(&body, xml_root(data));
	*ret_people =
	    buf_ok(&people) ? arena_strdup(a, buf_str(&people)) : NULL;
	*ret_body = buf_ok(&body) ? arena_strdup(a, buf_str(&body)) : NULL;
	buf_done(&people);
	buf_done(&body);
	return *ret_people != NULL && *ret_body != NULL;
}

/* --- again --- */

/* What the register and the volume know; a damaged text is left out, and fsck
 * will name it. */
static bool
index_again(
    struct arc *arc, struct arena *a, const struct arc_doc *d, struct err *err)
{
	struct arc_new n = { .org = d->org,
		.series = d->series,
		.year = d->year,
		.number = d->number,
		.symbol = d->symbol,
		.code = d->code,
		.type = d->type,
		.type_name = d->type_name,
		.date = d->date,
		.title = d->title,
		.campaign = d->campaign,
		.campaign_name = d->campaign_name,
		.signer = d->signer,
		.honouree = d->honouree,
		.honouree_kind = d->honouree_kind,
		.unit = d->unit };
	struct xml_doc *doc;
	const char *bytes;
	size_t len;

	if (arc_read(arc, a, d, true, &bytes, &len, NULL) &&
	    xml_parse(a, d->code, bytes, len, XML_DATA, &doc, NULL) &&
	    !arc_data_words(a, doc, &n.people, &n.body))
		return err_nomem(err);
	if (n.people == NULL || n.people[0] == '\0')
		n.people = d->honouree[0] != '\0'
			       ? arena_printf(a, "%s; %s", d->honouree, d->unit)
			       : d->signer;
	return index_add(arc, d->id, &n, d->status, err);
}

/* Some of what is missing, in the group that is open; all of it when `most` is
 * 0. */
static bool
index_some(struct arc *arc, size_t most, size_t *ret_count, struct err *err)
{
	struct arena *a = arena_new(0);
	struct db_stmt *st;
	bool row = true, ok = a != NULL || err_nomem(err);

	*ret_count = 0;
	while (ok && row && (most == 0 || *ret_count < most)) {
		struct arc_doc d;

		arena_reset(a);
		ok = db_prepare(arc->db, sql_next[arc->beside], &st, err) &&
		     db_step(st, &row, err);
		if (!ok || !row)
			break;
		row_read(st, a, &d);
		db_reset(st);
		ok = index_again(arc, a, &d, err);
		*ret_count += ok;
	}
	arena_free(a);
	return ok;
}

/* --- what is missing --- */

bool
index_is_behind(struct arc *arc, bool *ret, struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (!db_prepare(arc->db, sql_behind, &st, err) ||
	    !db_step(st, &row, err))
		return false;
	*ret = row && db_int(st, 0) != 0;
	db_reset(st);
	return true;
}

bool
index_catch_up(struct arc *arc, struct err *err)
{
	bool behind;
	size_t n = GROUP;

	if (!index_is_behind(arc, &behind, err))
		return false;
	while (behind && n == GROUP) {
		if (arc_begin(arc, err) && index_some(arc, GROUP, &n, err)) {
			if (!arc_commit(arc, err))
				return false;
			continue;
		}
		arc_abort(arc);
		return false;
	}
	return true;
}

/* --- all of it --- */

enum step { STEP_MAKE, STEP_FILL, STEP_SWAP };

/* One transaction; issuing waits for it, searching does not. */
static bool
take_step(struct arc *arc, enum step step, size_t *ret_count, struct err *err)
{
	size_t most = step == STEP_SWAP ? 0 : GROUP;
	bool ok = arc_begin(arc, err);

	arc->beside = true;
	ok = ok && (step != STEP_MAKE || index_make(arc, err)) &&
	     index_some(arc, most, ret_count, err) && index_flush(arc, err) &&
	     (step != STEP_SWAP || index_swap(arc, err));
	arc->beside = false;
	if (ok)
		return arc_commit(arc, err);
	arc_abort(arc);
	return false;
}

bool
arc_reindex(struct arc *arc, int64_t *ret_count, struct err *err)
{
	enum step step = STEP_MAKE;
	size_t n;

	*ret_count = 0;
	for (;;) {
		if (!take_step(arc, step, &n, err))
			return false;
		*ret_count += (int64_t)n;
		if (step == STEP_SWAP)
			return true;
		step = n == GROUP ? STEP_FILL : STEP_SWAP;
	}
}
