/* archive/fsck.c -- checking everything: database, log, volumes.
 *
 * All of it looks at one moment of the database, so issuing may go on.  What is
 * wrong is collected; only a machine that fails ends a check. */
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/fsck_priv.h"
#include "archive/proof.h"

enum { END = 2 * TAR_BLOCK };

static const char sql_structure[] = "PRAGMA integrity_check(20)";
static const char sql_in_place[] =
    "SELECT " ROW_COLUMNS " FROM document d ORDER BY d.volume, d.offset";
static const char sql_log_of[] =
    "SELECT (SELECT count(*) FROM event WHERE uid = ?1 AND kind = 'issue'),"
    " coalesce((SELECT status FROM event WHERE uid = ?1 ORDER BY seq DESC"
    " LIMIT 1), '')";
static const char sql_volumes[] =
    "SELECT name, committed, sealed, coalesce(sha256, ''),"
    " (SELECT count(*) FROM volume WHERE sha256 IS NULL) FROM volume "
    "ORDER BY name";

/* --- what is wrong --- */

bool
fsck_start(
    struct fsck *f, struct arc *arc, struct err_list *problems, struct err *err)
{
	*f = (struct fsck){ .arc = arc,
		.row = arena_new(0),
		.keep = arena_new(0),
		.problems = problems };
	if (f->row == NULL || f->keep == NULL) {
		fsck_end(f);
		return err_nomem(err);
	}
	return true;
}

void
fsck_end(struct fsck *f)
{
	arena_free(f->row);
	arena_free(f->keep);
}

void
fsck_bad(struct fsck *f, const char *fmt, ...)
{
	struct buf b = { 0 };
	struct err err;
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	err_set(&err, ERR_CORRUPT, no_pos, "%s", buf_str(&b));
	buf_done(&b);
	err_list_add(f->problems, &err);
}

bool
fsck_went(struct fsck *f, bool ok, struct err *err)
{
	if (ok)
		return true;
	if (err->kind != ERR_CORRUPT && err->kind != ERR_DB &&
	    err->kind != ERR_NOTFOUND)
		return false;
	err_list_add(f->problems, err);
	return true;
}

bool
fsck_structure(struct fsck *f, struct err *err)
{
	struct db_stmt *st;
	bool row = true, ok = db_prepare(f->arc->db, sql_structure, &st, err);

	while (ok && (ok = db_step(st, &row, err)) && row) {
		const char *text;

		arena_reset(f->row);
		text = db_text(st, 0, f->row);
		if (strcmp(text, "ok") != 0)
			fsck_bad(f, "cơ sở dữ liệu hỏng: %s", text);
	}
	return ok;
}

/* --- documents --- */

/* Each member is looked at, though one before is damaged. */
static void
check_bytes(struct fsck *f, const struct arc_doc *d)
{
	struct hash frame;
	struct filed filed;
	const char *bytes;
	struct err err;
	size_t len;

	for (int data = 0; data < 2; data++)
		if (!arc_read(f->arc, f->row, d, data == 1, &bytes, &len, &err))
			fsck_bad(f, "văn bản %s (%s): %s: %s", d->code, d->uid,
			    data ? "dữ liệu" : "bản PDF", err.text);
	if (!filed_get(f->arc, d->id, &filed, &err) ||
	    !arc_read_manifest(f->arc, f->row, d, &bytes, &len, &err) ||
	    !filed_frame(f->arc, f->row, d, &filed, &frame, &err))
		fsck_bad(f, "văn bản %s (%s): bản kê: %s", d->code, d->uid,
		    err.text);
	else if (!hash_equal(&frame, &filed.frame))
		fsck_bad(f, "văn bản %s (%s): khung tar trong tập %s đã đổi",
		    d->code, d->uid, d->volume);
}

bool
fsck_document(struct fsck *f, const struct arc_doc *d, struct err *err)
{
	struct db_stmt *st;
	bool row;

	check_bytes(f, d);
	if (!db_prepare(f->arc->db, sql_log_of, &st, err))
		return false;
	db_bind_text(st, 1, d->uid);
	if (!db_step(st, &row, err))
		return false;
	if (!row || db_int(st, 0) != 1)
		fsck_bad(f, "văn bản %s (%s): nhật ký ghi ban hành %lld lần",
		    d->code, d->uid, (long long)db_int(st, 0));
	else if (strcmp(d->status, db_text(st, 1, f->row)) != 0)
		fsck_bad(f,
		    "văn bản %s (%s): tình trạng «%s» không như nhật ký ghi",
		    d->code, d->uid, d->status);
	db_reset(st);
	return true;
}

/* Documents stand one behind another: nothing between them goes unseen. */
static bool
check_place(struct fsck *f, const struct arc_doc *d)
{
	struct volume_seen *v = f->volumes;
	struct filed filed;
	struct err ignored;

	if (v == NULL || strcmp(v->name, d->volume) != 0) {
		v = arena_alloc(f->keep, sizeof(*v));
		if (v == NULL)
			return false;
		v->name = arena_strdup(f->keep, d->volume);
		v->next = f->volumes;
		f->volumes = v;
	}
	if (v->name == NULL)
		return false;
	if (d->offset - TAR_BLOCK != v->end)
		fsck_bad(f,
		    "văn bản %s (%s): không liền văn bản trước trong "
		    "tập %s",
		    d->code, d->uid, d->volume);
	if (filed_get(f->arc, d->id, &filed, &ignored))
		v->end = filed_end(&filed);
	return true;
}

static bool
check_documents(struct fsck *f, int64_t *ret_count, struct err *err)
{
	struct db_stmt *st;
	bool row = true, ok = db_prepare(f->arc->db, sql_in_place, &st, err);

	while (ok && (ok = db_step(st, &row, err)) && row) {
		struct arc_doc d;

		arena_reset(f->row);
		row_read(st, f->row, &d);
		ok = (check_place(f, &d) || err_nomem(err)) &&
		     fsck_document(f, &d, err);
		(*ret_count)++;
		if (!ok)
			db_reset(st);
	}
	return ok;
}

/* --- volumes --- */

/* A writer may be at work behind the end: it has the lock, or the zeros are
 * really gone. */
static bool
end_is_clean(struct fsck *f, int fd, int64_t end)
{
	static const char zeros[END];
	char have[END];
	struct stat st;

	for (int look = 0; look < 2; look++) {
		if (fstat(fd, &st) != 0 || st.st_size != end + END)
			return true;
		if (pread(fd, have, END, end) == END &&
		    memcmp(have, zeros, END) == 0)
			return true;
		if (look == 0 && f->arc->lock < 0) {
			if (!lock_take(f->arc, NULL))
				return false;
			lock_drop(f->arc);
		}
	}
	return false;
}

static void
check_file(struct fsck *f, const char *name, int64_t end, const char *sealed)
{
	const char *path = volume_path(f->arc, f->row, name);
	char hex[HASH_HEX + 1];
	struct hash h;
	struct err err;
	int fd = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0) {
		/* A volume is made in the transaction of its first group. */
		if (end > 0) {
			err_errno(&err, name);
			fsck_bad(f, "tập %s: %s", name, err.text);
		}
		return;
	}
	if (!end_is_clean(f, fd, end))
		fsck_bad(f, "tập %s: hai khối cuối không còn trống", name);
	if (sealed[0] != '\0') {
		if (volume_hash(fd, end + END, &h))
			hash_hex(&h, hex);
		else
			hex[0] = '\0';
		if (strcmp(hex, sealed) != 0)
			fsck_bad(
			    f, "tập %s không còn như lúc niêm phong", name);
	}
	close(fd);
}

static bool
check_volumes(struct fsck *f, struct err *err)
{
	struct db_stmt *st;
	bool row = true, ok = db_prepare(f->arc->db, sql_volumes, &st, err);

	while (ok && (ok = db_step(st, &row, err)) && row) {
		const char *name, *sealed;
		struct volume_seen *v = f->volumes;
		int64_t end = db_int(st, 1);

		arena_reset(f->row);
		name = db_text(st, 0, f->row);
		sealed = db_text(st, 3, f->row);
		while (v != NULL && strcmp(v->name, name) != 0)
			v = v->next;
		if (v != NULL)
			v->listed = true;
		if ((v == NULL ? 0 : v->end) != end)
			fsck_bad(f,
			    "tập %s: sổ ghi đến byte %lld, văn bản đến "
			    "byte %lld",
			    name, (long long)end,
			    v == NULL ? 0LL : (long long)v->end);
		if (db_int(st, 2) != (sealed[0] != '\0') ||
		    (sealed[0] == '\0' && db_int(st, 4) > 1))
			fsck_bad(
			    f, "tập %s: dấu niêm phong trong sổ sai", name);
		check_file(f, name, end, sealed);
	}
	for (const struct volume_seen *v = f->volumes; ok && v != NULL;
	     v = v->next)
		if (!v->listed)
			fsck_bad(f, "tập %s có văn bản mà sổ không có dòng",
			    v->name);
	return ok;
}

/* --- all of it --- */

bool
arc_fsck(struct arc *arc, struct err_list *problems, int64_t *ret_count,
    struct err *err)
{
	struct fsck f;
	struct err own;
	bool ok;

	*ret_count = 0;
	err = err == NULL ? &own : err;
	if (!fsck_start(&f, arc, problems, err))
		return false;
	ok = db_exec(arc->db, "BEGIN", err) &&
	     fsck_went(&f, fsck_structure(&f, err), err) &&
	     fsck_went(&f, fsck_events(&f, err), err) &&
	     fsck_went(&f, fsck_tree(&f, err), err) &&
	     fsck_went(&f, fsck_points(&f, err), err) &&
	     fsck_went(&f, fsck_counters(&f, err), err) &&
	     fsck_went(&f, fsck_register(&f, err), err) &&
	     fsck_went(&f, fsck_editions(&f, err), err) &&
	     fsck_went(&f, check_documents(&f, ret_count, err), err) &&
	     fsck_went(&f, check_volumes(&f, err), err);
	db_rollback(arc->db);
	fsck_end(&f);
	return ok;
}
