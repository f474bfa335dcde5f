/* archive/rows.c -- rows of documents, the index, the log. */
#include <string.h>

#include "archive/log_priv.h"

static const char sql_insert[] =
    "INSERT INTO document(uid, org, series, year, number, symbol, code, type,"
    " type_name, date, title, campaign, campaign_name, signer, position,"
    " honouree, honouree_kind, unit, decision, request, pages, template_lock,"
    " created, sha256, data_sha256, volume, offset, length, data_offset,"
    " data_length, suffix) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
    "?11, ?12, "
    "?13,"
    " ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, "
    "?28,"
    " ?29, ?30, ?31)";
static const char sql_event[] =
    "INSERT INTO event(at, kind, uid, text, status, counters) VALUES(?1, ?2, "
    "?3, ?4, coalesce((SELECT status FROM document WHERE uid = ?3), ''), ?5)";

static const char sql_request[] = "SELECT 1 FROM document WHERE request = ?1";

static const char *
or_empty(const char *s)
{
	return s == NULL ? "" : s;
}

bool
event_add(struct arc *arc, const char *kind, const char *uid, const char *text,
    struct err *err)
{
	struct buf counters = { 0 };
	struct db_stmt *st;
	bool ok;

	ok = moved_take(arc, &counters, err) &&
	     db_prepare(arc->db, sql_event, &st, err);
	if (ok) {
		db_bind_int(st, 1, env_now(arc->env));
		db_bind_text(st, 2, kind);
		db_bind_text(st, 3, uid);
		db_bind_text(st, 4, text);
		db_bind_text(st, 5, buf_str(&counters));
		ok = db_run(st, err) &&
		     log_append(arc->db, db_last_id(arc->db), err);
	}
	buf_done(&counters);
	return ok;
}

static void
bind_row(struct arc *arc, struct db_stmt *st, const struct waiting *w)
{
	const struct arc_new *d = &w->doc;
	const char *texts[] = { d->title, d->campaign, d->campaign_name,
		d->signer, d->position, d->honouree, d->honouree_kind, d->unit,
		d->decision };
	char hex[HASH_HEX + 1];

	db_bind_text(st, 1, d->uid);
	db_bind_text(st, 2, d->org);
	db_bind_text(st, 3, d->series);
	db_bind_int(st, 4, d->year);
	db_bind_int(st, 5, d->number);
	db_bind_text(st, 6, or_empty(d->symbol));
	db_bind_text(st, 7, d->code);
	db_bind_text(st, 8, d->type);
	db_bind_text(st, 9, d->type_name);
	db_bind_int(st, 10, d->date);
	for (int i = 0; i < 9; i++)
		db_bind_text(st, 11 + i, or_empty(texts[i]));
	db_bind_text(
	    st, 20, d->key == NULL || d->key[0] == '\0' ? NULL : d->key);
	db_bind_int(st, 21, d->pages);
	db_bind_text(st, 22, or_empty(d->template_lock));
	db_bind_int(st, 23, w->created);
	hash_hex(&w->sha256, hex);
	db_bind_text(st, 24, hex);
	hash_hex(&w->data_sha256, hex);
	db_bind_text(st, 25, hex);
	db_bind_text(st, 26, arc->volume);
	db_bind_int(st, 27, w->offset);
	db_bind_int(st, 28, (int64_t)d->pdf_len);
	db_bind_int(st, 29, w->data_offset);
	db_bind_int(st, 30, (int64_t)d->data_len);
	db_bind_text(st, 31, or_empty(d->suffix));
}

/* The wall behind this one, a trigger, cannot say what was taken. */
static bool
key_is_new(struct arc *arc, const char *key, struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (key == NULL || key[0] == '\0')
		return true;
	if (!db_prepare(arc->db, sql_request, &st, err))
		return false;
	db_bind_text(st, 1, key);
	if (!db_step(st, &row, err))
		return false;
	db_reset(st);
	return !row || err_set(err, ERR_TAKEN, no_pos,
			   "yêu cầu %s đã ban hành một văn bản", key);
}

bool
row_insert(struct arc *arc, struct waiting *w, struct err *err)
{
	const struct arc_new *d = &w->doc;
	struct db_stmt *st;
	const char *text;

	if (!key_is_new(arc, d->key, err) ||
	    !db_prepare(arc->db, sql_insert, &st, err))
		return false;
	bind_row(arc, st, w);
	if (!db_run(st, err))
		return false;
	w->id = db_last_id(arc->db);
	if (!filed_put(arc->db, w->id, &w->filed, err) ||
	    !outgoing_put(arc, w->id, &d->outgoing, err) ||
	    !slot_use(arc, d, err))
		return false;
	text = arena_printf(arc->group, "Ban hành, cấp số %s", d->code);
	return text != NULL ? event_add(arc, "issue", d->uid, text, err)
			    : err_nomem(err);
}

void
row_read(const struct db_stmt *st, struct arena *a, struct arc_doc *r)
{
	const char **texts[] = { &r->uid, &r->org, &r->series, &r->symbol,
		&r->code, &r->type, &r->type_name, &r->title, &r->campaign,
		&r->campaign_name, &r->signer, &r->position, &r->honouree,
		&r->honouree_kind, &r->unit, &r->decision, &r->status,
		&r->template_lock };

	memset(r, 0, sizeof(*r));
	r->id = db_int(st, 0);
	for (int i = 0; i < 18; i++)
		*texts[i] = db_text(st, 1 + i, a);
	r->year = (int)db_int(st, 19);
	r->pages = (int)db_int(st, 20);
	r->number = db_int(st, 21);
	r->date = (day_t)db_int(st, 22);
	r->created = db_int(st, 23);
	(void)hash_parse(db_text(st, 24, a), &r->sha256);
	(void)hash_parse(db_text(st, 25, a), &r->data_sha256);
	r->volume = db_text(st, 26, a);
	r->offset = db_int(st, 27);
	r->length = db_int(st, 28);
	r->data_offset = db_int(st, 29);
	r->data_length = db_int(st, 30);
	r->suffix = db_text(st, 31, a);
	r->key = db_text(st, 32, a);
}
