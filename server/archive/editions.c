/* archive/editions.c -- versions of templates: what is there. */
#include <stdio.h>
#include <string.h>

#include "archive/edition_priv.h"

const char *const arc_edition_state_keys[ARC_EDITION_STATES] = { "du-thao",
	"cho-duyet", "cong-bo", "ngung-dung" };
const char *const arc_edition_state_names[ARC_EDITION_STATES] = { "dự thảo",
	"chờ duyệt", "đã công bố", "ngừng dùng" };

#define COLUMNS                                                            \
	"id, version, state, lock, shipped, from_day, by, note, created, " \
	"changed"
static const char sql_list[] =
    "SELECT " COLUMNS " FROM edition WHERE ?1 = '' OR id = ?1 "
    "ORDER BY id, version DESC";
static const char sql_one[] =
    "SELECT " COLUMNS " FROM edition WHERE id = ?1 AND version = ?2";
static const char sql_in_force[] =
    "SELECT " COLUMNS " FROM edition WHERE id = ?1 AND state = 'cong-bo' "
    "AND from_day <= ?2 ORDER BY version DESC LIMIT 1";
static const char sql_files[] =
    "SELECT name, sha256 FROM edition_file WHERE id = ?1 AND version = ?2 "
    "ORDER BY name";

static void
read_row(const struct db_stmt *st, struct arena *a, struct arc_edition *ret)
{
	const char *state = db_text(st, 2, a);

	*ret = (struct arc_edition){ .id = db_text(st, 0, a),
		.version = db_int(st, 1),
		.lock = db_text(st, 3, a),
		.shipped = db_int(st, 4) != 0,
		.from = (day_t)db_int(st, 5),
		.by = db_text(st, 6, a),
		.note = db_text(st, 7, a),
		.created = db_int(st, 8),
		.changed = db_int(st, 9) };
	while (ret->state < ARC_RETIRED &&
	       strcmp(arc_edition_state_keys[ret->state], state) != 0)
		ret->state++;
}

bool
arc_list_editions(struct arc *arc, struct arena *a, const char *id,
    struct arc_edition **ret, size_t *ret_count, struct err *err)
{
	struct buf all = { 0 };
	struct db_stmt *st;
	bool row = true, ok = db_prepare(arc->db, sql_list, &st, err);

	if (ok)
		db_bind_text(st, 1, id == NULL ? "" : id);
	while (ok && (ok = db_step(st, &row, err)) && row) {
		struct arc_edition e;

		read_row(st, a, &e);
		buf_add(&all, &e, sizeof(e));
	}
	*ret_count = all.len / sizeof(**ret);
	*ret = ok ? arena_memdup(a, buf_str(&all), all.len) : NULL;
	ok = ok && ((buf_ok(&all) && *ret != NULL) || err_nomem(err));
	buf_done(&all);
	return ok;
}

static bool
read_one(struct db_stmt *st, struct arena *a, struct arc_edition *ret,
    bool *ret_found, struct err *err)
{
	if (!db_step(st, ret_found, err))
		return false;
	if (*ret_found)
		read_row(st, a, ret);
	db_reset(st);
	return true;
}

bool
arc_get_edition(struct arc *arc, struct arena *a, const char *id,
    int64_t version, struct arc_edition *ret, struct err *err)
{
	struct db_stmt *st;
	bool found;

	if (!db_prepare(arc->db, sql_one, &st, err))
		return false;
	db_bind_text(st, 1, id);
	db_bind_int(st, 2, version);
	if (!read_one(st, a, ret, &found, err))
		return false;
	if (found)
		return true;
	err_set(err, ERR_NOTFOUND, no_pos, "mẫu %s phiên bản %lld", id,
	    (long long)version);
	return err_hint(err, "xem các phiên bản: sovang template list");
}

bool
arc_edition_in_force(struct arc *arc, struct arena *a, const char *id,
    day_t day, struct arc_edition *ret, struct err *err)
{
	struct db_stmt *st;
	bool found;

	if (!db_prepare(arc->db, sql_in_force, &st, err))
		return false;
	db_bind_text(st, 1, id);
	db_bind_int(st, 2, day);
	if (!read_one(st, a, ret, &found, err))
		return false;
	if (found)
		return true;
	err_set(err, ERR_NOTFOUND, no_pos,
	    "mẫu %s không có phiên bản nào đã công bố và đang áp dụng", id);
	return err_hint(err, "công bố một phiên bản: sovang template publish");
}

day_t
arc_today(struct arc *arc)
{
	return day_in_vietnam(env_now(arc->env));
}

/* --- files --- */

static bool
add_file(struct arc *arc, struct arena *a, const char *name, const char *sha256,
    struct buf *out, struct err *err)
{
	struct arc_file f = { .name = name };
	struct err why;

	if (arc_read_part(arc, a, sha256, &f.bytes, &f.len, &why)) {
		buf_add(out, &f, sizeof(f));
		return true;
	}
	if (why.kind != ERR_NOTFOUND && why.kind != ERR_CORRUPT) {
		if (err != NULL)
			*err = why;
		return false;
	}
	err_set(err, ERR_CORRUPT, no_pos, "%s (%s): %s", name, sha256,
	    why.kind == ERR_CORRUPT ? "không còn nguyên"
				    : "không còn trong kho");
	return err_hint(err, "phục hồi kho từ bản sao dự phòng");
}

static bool
draft_files(struct arc *arc, struct arena *a, const struct arc_edition *e,
    struct buf *out, struct err *err)
{
	const char *names[1000], *hashes[1000];
	struct db_stmt *st;
	size_t n = 0;
	bool row = true, ok = db_prepare(arc->db, sql_files, &st, err);

	if (ok) {
		db_bind_text(st, 1, e->id);
		db_bind_int(st, 2, e->version);
	}
	while (ok && (ok = db_step(st, &row, err)) && row && n < 1000) {
		names[n] = db_text(st, 0, a);
		hashes[n++] = db_text(st, 1, a);
	}
	if (ok && row)
		db_reset(st);
	for (size_t i = 0; ok && i < n; i++)
		ok = add_file(arc, a, names[i], hashes[i], out, err);
	return ok;
}

static bool
locked_files(struct arc *arc, struct arena *a, const struct arc_edition *e,
    struct buf *out, struct err *err)
{
	struct arc_lock lock;
	bool ok = arc_read_lock(arc, a, e->lock, &lock, err);

	for (size_t i = 0; ok && i < lock.count; i++)
		ok = add_file(
		    arc, a, lock.parts[i].name, lock.parts[i].sha256, out, err);
	return ok;
}

bool
arc_edition_files(struct arc *arc, struct arena *a, const struct arc_edition *e,
    struct arc_file **ret, size_t *ret_count, struct err *err)
{
	struct buf all = { 0 };
	bool ok = e->lock[0] == '\0' ? draft_files(arc, a, e, &all, err)
				     : locked_files(arc, a, e, &all, err);

	*ret_count = all.len / sizeof(**ret);
	*ret = ok ? arena_memdup(a, buf_str(&all), all.len) : NULL;
	ok = ok && ((buf_ok(&all) && *ret != NULL) || err_nomem(err));
	buf_done(&all);
	return ok;
}
