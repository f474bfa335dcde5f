/* archive/group.c -- issuing: one act for a group of documents.
 *
 * Order: lock file, transaction, numbers, (the caller renders), rows, append,
 * sync, read back, index, commit.  Whatever fails before the commit leaves the
 * register as it was; a number is never lost because its row was never written.
 * The index comes last and for all documents at once: FTS5 writes what it has
 * gathered at every savepoint. */
#include <string.h>
#include <unistd.h>

#include "archive/arc_priv.h"
#include "base/file.h"
#include "base/limits.h"

static const char sql_counter[] =
    "SELECT last, last_date FROM counter WHERE org = ?1 AND series = ?2 AND "
    "year = ?3";
static const char sql_count[] =
    "INSERT INTO counter(org, series, year, last, last_date) "
    "VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT(org, series, year) DO UPDATE "
    "SET last = excluded.last, last_date = excluded.last_date";
static const char sql_now[] =
    "SELECT status, title, type_name FROM document WHERE id = ?1";
static const char sql_key[] =
    "SELECT " ROW_COLUMNS " FROM document d WHERE d.request = ?1";

/* SQLite's log has a name now, which stays until we close.  SQLite syncs the
 * folder as well, but does not look whether that went well. */
static bool
sync_names(struct arc *arc, struct err *err)
{
	if (arc->folder_synced)
		return true;
	arc->folder_synced = file_sync_dir(arc->dir, err);
	arc->broken = !arc->folder_synced;
	return arc->folder_synced;
}

bool
arc_begin(struct arc *arc, struct err *err)
{
	if (!arc->writer || arc->group != NULL)
		return err_set(err, ERR_DENIED, no_pos, "chưa mở để ghi");
	if (arc->broken)
		return err_set(err, ERR_IO, no_pos,
		    "đĩa đã báo lỗi khi ghi; khởi động lại chương trình");
	arc->group = arena_new(0);
	if (arc->group == NULL)
		return err_nomem(err);
	arc->first = NULL;
	arc->tail = &arc->first;
	arc->count = arc->act_start = 0;
	arc->moved = NULL;
	arc->spoilt = false;
	if (lock_take(arc, err) && db_begin(arc->db, err) &&
	    sync_names(arc, err) && volume_recover(arc, err))
		return true;
	arc_abort(arc);
	return false;
}

static void
end_group(struct arc *arc)
{
	if (arc->fd >= 0)
		close(arc->fd);
	arc->fd = -1;
	lock_drop(arc);
	buf_done(&arc->bytes);
	arena_free(arc->group);
	arc->group = NULL;
	arc->first = NULL;
	arc->vocab = NULL;
	arc->moved = NULL;
}

void
arc_abort(struct arc *arc)
{
	if (arc->group == NULL)
		return;
	db_rollback(arc->db);
	end_group(arc);
}

void
arc_uid(struct arc *arc, char out[static ENV_ID_LEN + 1])
{
	env_id(arc->env, out);
}

static bool
read_counter(struct arc *arc, const char *org, const char *series, int year,
    bool *ret_found, int64_t *ret_last, day_t *ret_date, struct err *err)
{
	struct db_stmt *st;

	if (!db_prepare(arc->db, sql_counter, &st, err))
		return false;
	db_bind_text(st, 1, org);
	db_bind_text(st, 2, series);
	db_bind_int(st, 3, year);
	if (!db_step(st, ret_found, err))
		return false;
	*ret_last = *ret_found ? db_int(st, 0) : 0;
	*ret_date = *ret_found ? (day_t)db_int(st, 1) : 0;
	db_reset(st);
	return true;
}

/* The next event carries where the counter stands then. */
static bool
note_moved(struct arc *arc, const char *org, const char *series, int year)
{
	struct moved *m = arc->moved;

	while (m != NULL && (m->year != year || strcmp(m->org, org) != 0 ||
				strcmp(m->series, series) != 0))
		m = m->next;
	if (m != NULL)
		return true;
	m = arena_alloc(arc->group, sizeof(*m));
	if (m == NULL)
		return false;
	*m = (struct moved){ arena_strdup(arc->group, org),
		arena_strdup(arc->group, series), year, arc->moved };
	arc->moved = m;
	return m->org != NULL && m->series != NULL;
}

bool
moved_take(struct arc *arc, struct buf *out, struct err *err)
{
	for (; arc->moved != NULL; arc->moved = arc->moved->next) {
		const struct moved *m = arc->moved;
		int64_t last;
		day_t date;
		bool found;

		if (!read_counter(arc, m->org, m->series, m->year, &found,
			&last, &date, err))
			return false;
		buf_printf(out, "%s%s\t%s\t%d\t%lld\t%d",
		    out->len > 0 ? "\n" : "", m->org, m->series, m->year,
		    (long long)last, (int)date);
	}
	return buf_ok(out) || err_nomem(err);
}

static bool
write_counter(struct arc *arc, const char *org, const char *series, int year,
    int64_t last, day_t date, struct err *err)
{
	struct db_stmt *st;

	if (!note_moved(arc, org, series, year))
		return err_nomem(err);
	if (!db_prepare(arc->db, sql_count, &st, err))
		return false;
	db_bind_text(st, 1, org);
	db_bind_text(st, 2, series);
	db_bind_int(st, 3, year);
	db_bind_int(st, 4, last);
	db_bind_int(st, 5, date);
	return db_run(st, err);
}

bool
arc_take_number(struct arc *arc, const char *org, const char *series,
    day_t date, int64_t *ret, struct err *err)
{
	int year = day_ymd(date).year;
	int64_t last;
	day_t before;
	char was[11];
	bool found;

	if (!book_open(arc, org, series, date, err) ||
	    !read_counter(arc, org, series, year, &found, &last, &before, err))
		return false;
	if (found && date < before) {
		day_print_iso(before, was);
		err_set(err, ERR_REGISTER, no_pos,
		    "ngày văn bản trước ngày của số %lld đã cấp (%s)",
		    (long long)last, was);
		return err_hint(err,
		    "ghi ngày từ %s trở đi; số và ngày đi cùng nhau "
		    "trong một sổ",
		    was);
	}
	if (!write_counter(arc, org, series, year, last + 1, date, err))
		return false;
	*ret = last + 1;
	return true;
}

bool
arc_next_number(struct arc *arc, const char *org, const char *series, int year,
    int64_t *ret, bool *ret_fresh, struct err *err)
{
	int64_t last;
	day_t ignored;
	bool found;

	if (!read_counter(arc, org, series, year, &found, &last, &ignored, err))
		return false;
	*ret = last + 1;
	if (ret_fresh != NULL)
		*ret_fresh = !found;
	return true;
}

bool
arc_open_series(struct arc *arc, const char *org, const char *series, int year,
    int64_t first, const char *reason, struct err *err)
{
	day_t start = day_of_ymd((struct ymd){ year, 1, 1 }), before;
	const char *text;
	int64_t last;
	bool found;

	if (!read_counter(arc, org, series, year, &found, &last, &before, err))
		return false;
	if (found)
		return err_set(err, ERR_REGISTER, no_pos,
		    "sổ %s năm %d đã cấp đến số %lld", series, year,
		    (long long)last);
	text = arena_printf(arc->group, "Mở sổ %s năm %d từ số %lld. Lý do: %s",
	    series, year, (long long)first, reason);
	return text != NULL ? write_counter(arc, org, series, year, first - 1,
				  start, err) &&
				  event_add(arc, "open-series", "", text, err)
			    : err_nomem(err);
}

bool
arc_find_key(
    struct arc *arc, struct arena *a, const char *key, struct arc_doc *ret)
{
	struct db_stmt *st;
	struct err ignored;
	bool row = false;

	if (!db_prepare(arc->db, sql_key, &st, &ignored))
		return false;
	db_bind_text(st, 1, key);
	if (db_step(st, &row, &ignored) && row)
		row_read(st, a, ret);
	db_reset(st);
	return row;
}

/* --- documents --- */

static bool
copy_texts(struct arena *a, struct arc_new *d)
{
	const char **texts[] = { &d->org, &d->series, &d->symbol, &d->code,
		&d->type, &d->type_name, &d->title, &d->campaign,
		&d->campaign_name, &d->signer, &d->position, &d->honouree,
		&d->honouree_kind, &d->unit, &d->decision, &d->key, &d->people,
		&d->body, &d->template_lock, &d->uid, &d->suffix,
		&d->outgoing.organ_id, &d->outgoing.recipients,
		&d->outgoing.keeper, &d->outgoing.unit, &d->outgoing.secrecy,
		&d->outgoing.language };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (*texts[i] == NULL)
			continue;
		*texts[i] = arena_strdup(a, *texts[i]);
		if (*texts[i] == NULL)
			return false;
	}
	return true;
}

static bool
within_limits(const struct arc *arc, const struct arc_new *doc, struct err *err)
{
	if (arc->count - arc->act_start >= ARC_BATCH)
		return err_set(err, ERR_LIMIT, no_pos,
		    "một lần ban hành nhiều nhất %d văn bản", ARC_BATCH);
	if (strlen(doc->title) <= ARC_TITLE_BYTES)
		return true;
	err_set(err, ERR_LIMIT, no_pos, "trích yếu dài quá %d byte",
	    ARC_TITLE_BYTES);
	return err_hint(err, "rút gọn trích yếu còn khoảng 500 chữ");
}

static bool
add(struct arc *arc, const struct arc_new *doc, struct err *err)
{
	struct waiting *w;

	if (!within_limits(arc, doc, err))
		return false;
	w = arena_alloc(arc->group, sizeof(*w));
	if (w == NULL)
		return err_nomem(err);
	w->doc = *doc;
	w->created = env_now(arc->env);
	if (!copy_texts(arc->group, &w->doc))
		return err_nomem(err);
	hash_of(w->doc.pdf, w->doc.pdf_len, &w->sha256);
	hash_of(w->doc.data, w->doc.data_len, &w->data_sha256);
	if (!volume_place(arc, w, err) || !row_insert(arc, w, err))
		return false;
	w->doc.pdf = w->doc.data = w->doc.making = NULL;
	*arc->tail = w;
	arc->tail = &w->next;
	arc->count++;
	return true;
}

bool
arc_add(struct arc *arc, const struct arc_new *doc, struct err *err)
{
	if (add(arc, doc, err))
		return true;
	arc->spoilt = true;
	return false;
}

/* As its row stands now: a later act of the group may have changed it. */
static bool
index_waiting(struct arc *arc, struct waiting *w, struct err *err)
{
	struct db_stmt *st;
	const char *status;
	bool row;

	if (!db_prepare(arc->db, sql_now, &st, err))
		return false;
	db_bind_int(st, 1, w->id);
	if (!db_step(st, &row, err))
		return false;
	status = db_text(st, 0, arc->group);
	w->doc.title = db_text(st, 1, arc->group);
	w->doc.type_name = db_text(st, 2, arc->group);
	db_reset(st);
	return (row && status[0] != '\0') || err_nomem(err)
		   ? index_add(arc, w->id, &w->doc, status, err)
		   : false;
}

/* Nothing half done: an act that goes on after a failure is not kept. */
static bool
is_whole(const struct arc *arc, struct err *err)
{
	if (arc->spoilt)
		return err_set(err, ERR_REGISTER, no_pos,
		    "một văn bản của nhóm không ghi được");
	return arc->moved == NULL ||
	       err_set(err, ERR_REGISTER, no_pos,
		   "đã lấy số của sổ %s mà không ghi văn bản nào",
		   arc->moved->series);
}

bool
arc_commit(struct arc *arc, struct err *err)
{
	bool ok = is_whole(arc, err) &&
		  (arc->first == NULL || volume_append(arc, err));

	for (struct waiting *w = arc->first; ok && w != NULL; w = w->next)
		ok = index_waiting(arc, w, err);
	ok = ok && index_flush(arc, err);
	if (ok && !db_commit(arc->db, err)) {
		/* Whether the disk has it, nobody knows: SQLite's log may hold
		 * the group although its sync failed. */
		arc->broken = true;
		ok = false;
	}
	if (!ok)
		arc_abort(arc);
	else
		end_group(arc);
	return ok;
}

/* --- several acts in one group --- */

bool
arc_act_begin(struct arc *arc, struct err *err)
{
	arc->act = (struct act){ arc->tail, arc->bytes.len };
	arc->act_start = arc->count;
	return db_exec(arc->db, "SAVEPOINT act", err);
}

bool
arc_act_end(struct arc *arc, bool *keep, struct err *act_err, struct err *err)
{
	*keep = *keep && is_whole(arc, act_err);
	if (*keep)
		return db_exec(arc->db, "RELEASE act", err);
	*arc->act.tail = NULL;
	arc->tail = arc->act.tail;
	arc->count = arc->act_start;
	arc->moved = NULL;
	arc->spoilt = false;
	buf_cut(&arc->bytes, arc->act.bytes);
	arc->bytes.failed = false;
	return db_exec(arc->db, "ROLLBACK TO act; RELEASE act", err);
}
