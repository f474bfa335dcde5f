/* archive/publish.c -- versions of templates: drafts, publishing, retiring. */
#include <string.h>

#include "archive/edition_priv.h"
#include "archive/log_priv.h"

static const char sql_next[] =
    "SELECT coalesce(max(version), 0) + 1 FROM edition WHERE id = ?1";
static const char sql_add[] =
    "INSERT INTO edition(id, version, state, shipped, by, note, created, "
    "changed) VALUES(?1, ?2, 'du-thao', ?3, ?4, ?5, ?6, ?6)";
static const char sql_no_files[] =
    "DELETE FROM edition_file WHERE id = ?1 AND version = ?2";
static const char sql_file[] =
    "INSERT INTO edition_file(id, version, name, sha256) "
    "VALUES(?1, ?2, ?3, ?4)";
static const char sql_state[] =
    "UPDATE edition SET state = ?3, changed = ?4 WHERE id = ?1 AND version = "
    "?2";
static const char sql_drop[] =
    "DELETE FROM edition WHERE id = ?1 AND version = ?2";
static const char sql_same[] =
    "SELECT version FROM edition WHERE id = ?1 AND lock = ?2 AND state = "
    "'cong-bo'";
static const char sql_publish[] =
    "UPDATE edition SET state = 'cong-bo', lock = ?3, from_day = ?4, "
    "changed = ?5, by = ?6, note = ?7 WHERE id = ?1 AND version = ?2";

static bool
bind_version(struct arc *arc, const char *sql, const char *id, int64_t version,
    struct db_stmt **ret, struct err *err)
{
	if (!db_prepare(arc->db, sql, ret, err))
		return false;
	db_bind_text(*ret, 1, id);
	db_bind_int(*ret, 2, version);
	return true;
}

static bool
put_files(struct arc *arc, const char *id, int64_t version,
    const struct arc_file *files, size_t count, struct err *err)
{
	struct db_stmt *st;
	char hex[HASH_HEX + 1];

	for (size_t i = 0; i < count; i++) {
		if (!part_put(arc, files[i].bytes, files[i].len, hex, err) ||
		    !bind_version(arc, sql_file, id, version, &st, err))
			return false;
		db_bind_text(st, 3, files[i].name);
		db_bind_text(st, 4, hex);
		if (!db_run(st, err))
			return false;
	}
	return true;
}

/* An id is a folder's name and stands in addresses. */
static bool
id_is_plain(const char *id, struct err *err)
{
	size_t len = strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-");

	if (len > 0 && id[len] == '\0' && len <= 60 && id[0] != '-')
		return true;
	err_set(err, ERR_VALUE, no_pos, "mã mẫu «%s»", id);
	return err_hint(err,
	    "viết bằng chữ thường không dấu, số và gạch nối, như ke-hoach");
}

bool
arc_add_edition(struct arc *arc, const struct arc_edition *e,
    const struct arc_file *files, size_t count, int64_t *ret_version,
    struct err *err)
{
	struct db_stmt *st;
	int64_t version;
	bool row;

	if (!id_is_plain(e->id, err) ||
	    !db_prepare(arc->db, sql_next, &st, err))
		return false;
	db_bind_text(st, 1, e->id);
	if (!db_step(st, &row, err))
		return false;
	version = row ? db_int(st, 0) : 1;
	db_reset(st);
	if (!bind_version(arc, sql_add, e->id, version, &st, err))
		return false;
	db_bind_int(st, 3, e->shipped);
	db_bind_text(st, 4, e->by == NULL ? "" : e->by);
	db_bind_text(st, 5, e->note == NULL ? "" : e->note);
	db_bind_int(st, 6, env_now(arc->env));
	if (!db_run(st, err) ||
	    !put_files(arc, e->id, version, files, count, err))
		return false;
	*ret_version = version;
	return true;
}

static bool
need_state(struct arc *arc, const char *id, int64_t version, unsigned allowed,
    struct err *err)
{
	struct arc_edition e;

	if (!arc_get_edition(arc, arc->group, id, version, &e, err))
		return false;
	if ((allowed & 1U << e.state) != 0)
		return true;
	err_set(err, ERR_DENIED, no_pos, "mẫu %s phiên bản %lld %s", id,
	    (long long)version, arc_edition_state_names[e.state]);
	return err_hint(
	    err, e.state == ARC_PUBLISHED || e.state == ARC_RETIRED
		     ? "phiên bản đã công bố không sửa được; nạp phiên bản mới"
		     : "đưa về dự thảo rồi sửa");
}

bool
arc_set_edition_files(struct arc *arc, const char *id, int64_t version,
    const struct arc_file *files, size_t count, struct err *err)
{
	struct db_stmt *st;

	return need_state(arc, id, version, 1U << ARC_DRAFT, err) &&
	       bind_version(arc, sql_no_files, id, version, &st, err) &&
	       db_run(st, err) &&
	       put_files(arc, id, version, files, count, err);
}

static bool
set_state(struct arc *arc, const char *id, int64_t version,
    enum arc_edition_state state, struct err *err)
{
	struct db_stmt *st;

	if (!bind_version(arc, sql_state, id, version, &st, err))
		return false;
	db_bind_text(st, 3, arc_edition_state_keys[state]);
	db_bind_int(st, 4, env_now(arc->env));
	return db_run(st, err);
}

enum { OPEN = 1U << ARC_DRAFT | 1U << ARC_REVIEW };

bool
arc_review_edition(struct arc *arc, const char *id, int64_t version,
    bool review, struct err *err)
{
	return need_state(arc, id, version, OPEN, err) &&
	       set_state(
		   arc, id, version, review ? ARC_REVIEW : ARC_DRAFT, err);
}

bool
arc_drop_edition(
    struct arc *arc, const char *id, int64_t version, struct err *err)
{
	struct db_stmt *st;

	return need_state(arc, id, version, OPEN, err) &&
	       bind_version(arc, sql_no_files, id, version, &st, err) &&
	       db_run(st, err) &&
	       bind_version(arc, sql_drop, id, version, &st, err) &&
	       db_run(st, err);
}

/* --- publishing --- */

static bool
write_lock(struct arc *arc, const char *id, const char *engine,
    const struct arc_file *files, size_t count, char hex[static HASH_HEX + 1],
    struct err *err)
{
	struct arc_lock lock = { .id = id, .engine = engine, .count = count };
	struct buf text = { 0 };
	bool ok;

	lock.parts = arena_alloc_n(arc->group, count + 1, sizeof(*lock.parts));
	ok = lock.parts != NULL || err_nomem(err);
	for (size_t i = 0; ok && i < count; i++) {
		ok = part_put(arc, files[i].bytes, files[i].len, hex, err);
		lock.parts[i] = (struct arc_locked){ files[i].name,
			arena_strdup(arc->group, hex), (int64_t)files[i].len };
		ok = ok && (lock.parts[i].sha256 != NULL || err_nomem(err));
	}
	ok = ok && lock_print(&lock, &text, err) &&
	     part_put(arc, buf_str(&text), text.len, hex, err);
	buf_done(&text);
	return ok;
}

static bool
is_new(struct arc *arc, const char *id, const char *lock, struct err *err)
{
	struct db_stmt *st;
	int64_t version = 0;
	bool row;

	if (!db_prepare(arc->db, sql_same, &st, err))
		return false;
	db_bind_text(st, 1, id);
	db_bind_text(st, 2, lock);
	if (!db_step(st, &row, err))
		return false;
	if (row)
		version = db_int(st, 0);
	db_reset(st);
	return !row || err_set(err, ERR_TAKEN, no_pos,
			   "mẫu %s phiên bản %lld đã công bố đúng các tệp này",
			   id, (long long)version);
}

static bool
log_publish(struct arc *arc, const struct arc_edition *e, const char *lock,
    struct err *err)
{
	char from[11];
	const char *text;

	day_print_iso(e->from, from);
	text = arena_printf(arc->group, EDITION_SENTENCE "%s%s", e->id,
	    (long long)e->version, lock, from,
	    e->note == NULL || e->note[0] == '\0' ? "" : ". ",
	    e->note == NULL ? "" : e->note);
	return text != NULL ? event_add(arc, "publish", "", text, err)
			    : err_nomem(err);
}

bool
arc_publish_edition(struct arc *arc, const struct arc_edition *e,
    const char *engine, const struct arc_file *files, size_t count,
    struct err *err)
{
	char hex[HASH_HEX + 1];
	struct db_stmt *st;

	if (!need_state(arc, e->id, e->version, OPEN, err) ||
	    !write_lock(arc, e->id, engine, files, count, hex, err) ||
	    !is_new(arc, e->id, hex, err) ||
	    !bind_version(arc, sql_publish, e->id, e->version, &st, err))
		return false;
	db_bind_text(st, 3, hex);
	db_bind_int(st, 4, e->from);
	db_bind_int(st, 5, env_now(arc->env));
	db_bind_text(st, 6, e->by == NULL ? "" : e->by);
	db_bind_text(st, 7, e->note == NULL ? "" : e->note);
	return db_run(st, err) && log_publish(arc, e, hex, err);
}

bool
arc_retire_edition(struct arc *arc, const char *id, int64_t version,
    const char *reason, struct err *err)
{
	const char *text;

	if (!reason_given(reason, err) ||
	    !need_state(arc, id, version, 1U << ARC_PUBLISHED, err))
		return false;
	text = arena_printf(arc->group, RETIRE_SENTENCE ". Lý do: %s", id,
	    (long long)version, reason);
	if (text == NULL)
		return err_nomem(err);
	return set_state(arc, id, version, ARC_RETIRED, err) &&
	       event_add(arc, "retire", "", text, err);
}
