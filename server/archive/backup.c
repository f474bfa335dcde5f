/* archive/backup.c -- adding a point to a backup folder.
 *
 * The database is copied at one moment, then what the volumes have grown since
 * the point before; what was copied is read back and held against the log, and
 * only then does the point get its name. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/backup_priv.h"
#include "archive/fsck_priv.h"
#include "archive/proof.h"
#include "base/file.h"

#define NEW_POINT "points/.new"

static const char sql_facts[] =
    "SELECT count(*), coalesce(max(id), 0) FROM document";
static const char sql_volumes[] =
    "SELECT name, committed FROM volume ORDER BY name DESC";
static const char sql_new[] =
    "SELECT " ROW_COLUMNS " FROM document d WHERE d.id > ?1 ORDER BY d.id";

struct job {
	struct arena *a;
	struct arc *live, *copy; /* `copy`: the snapshot over the folder */
	const char *dir;
	struct point before, now; /* before.name NULL = the first point */
	int64_t copied;
};

/* --- the point before --- */

static bool
find_before(struct job *j, struct err *err)
{
	const char **names;
	size_t count;
	struct err damaged;

	if (!point_names(j->a, j->dir, &names, &count, err))
		return false;
	for (size_t i = count; i-- > 0 && j->before.name == NULL;)
		if (!point_load(j->a, j->dir, names[i], &j->before, &damaged))
			j->before = (struct point){ 0 };
	return true;
}

/* What stands in the folder must be the beginning of this very log: else its
 * volumes would be mixed with those of another. */
static bool
check_same_log(struct job *j, struct err *err)
{
	uint64_t size, was = (uint64_t)j->before.events;
	struct hash root;

	if (was == 0)
		return true;
	if (!tree_size(j->live->db, &size, err))
		return false;
	if (size >= was) {
		if (!tree_root(j->live->db, was, &root, err))
			return false;
		if (hash_equal(&root, &j->before.root))
			return true;
	}
	err_set(err, ERR_CORRUPT, no_pos,
	    "%s giữ bản sao %lld sự kiện mà kho này không nối tiếp", j->dir,
	    (long long)was);
	return err_hint(err, "kho đã bị sửa, hoặc là kho khác: chạy archive "
			     "fsck rồi sao lưu vào thư mục khác");
}

/* --- copying --- */

static bool
take_snapshot(struct job *j, struct err *err)
{
	const char *fresh = file_join(j->a, j->dir, NEW_POINT),
		   *db = file_join(j->a, j->dir, NEW_POINT "/" POINT_DB);

	if (fresh == NULL || db == NULL)
		return err_nomem(err);
	remove_tree(fresh);
	return file_make_dir(fresh, err) && db_copy(j->live->db, db, err) &&
	       arc_open_part(j->dir, NEW_POINT "/" POINT_DB, false,
		   j->live->env, &j->copy, err);
}

static bool
read_facts(struct job *j, struct err *err)
{
	struct db *db = j->copy->db;
	struct db_stmt *st;
	uint64_t size;
	bool row;

	if (!tree_size(db, &size, err) ||
	    !tree_root(db, size, &j->now.root, err) ||
	    !db_prepare(db, sql_facts, &st, err) || !db_step(st, &row, err))
		return false;
	j->now.at = env_now(j->live->env);
	j->now.events = (int64_t)size;
	j->now.documents = row ? db_int(st, 0) : 0;
	j->now.last_id = row ? db_int(st, 1) : 0;
	db_reset(st);
	return true;
}

static int64_t
had(const struct job *j, const char *volume, const char *path)
{
	int64_t size = copy_size(path);

	for (const struct part *v = j->before.volumes; v != NULL; v = v->next)
		if (strcmp(v->name, volume) == 0)
			return v->end < size ? v->end : size;
	return 0;
}

static bool
copy_one_volume(struct job *j, struct part *v, struct err *err)
{
	const char *to =
	    arena_printf(j->a, "%s/volumes/%s.tar", j->dir, v->name);
	int64_t from;

	if (to == NULL)
		return err_nomem(err);
	from = had(j, v->name, to);
	v->next = j->now.volumes;
	j->now.volumes = v;
	/* A volume that never had a document may have no file. */
	if (from == v->end)
		return true;
	j->copied += v->end - from;
	return copy_volume(
	    volume_path(j->live, j->a, v->name), to, from, v->end, err);
}

static bool
copy_volumes(struct job *j, struct err *err)
{
	struct db_stmt *st;
	bool row = true, ok = db_prepare(j->copy->db, sql_volumes, &st, err);

	while (ok && (ok = db_step(st, &row, err)) && row) {
		struct part *v = arena_alloc(j->a, sizeof(*v));

		ok = v != NULL || err_nomem(err);
		if (ok) {
			v->name = db_text(st, 0, j->a);
			v->end = db_int(st, 1);
			ok = copy_one_volume(j, v, err);
		}
		if (!ok)
			db_reset(st);
	}
	return ok && file_sync_dir(file_join(j->a, j->dir, "volumes"), err);
}

static bool
copy_points(struct job *j, struct err *err)
{
	const char *from = file_join(j->a, j->live->dir, "checkpoints"),
		   *to = file_join(j->a, j->dir, "checkpoints");
	uint64_t *sizes;
	size_t count;
	char name[32];

	if (from == NULL || to == NULL)
		return err_nomem(err);
	if (!point_list(j->a, j->live->dir, &sizes, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		const char *target;

		snprintf(name, sizeof(name), POINT_FORMAT,
		    (unsigned long long)sizes[i]);
		target = file_join(j->a, to, name);
		/* Signed after the snapshot: belongs to the next point. */
		if ((int64_t)sizes[i] > j->now.events || file_exists(target))
			continue;
		if (!copy_file(
			j->a, file_join(j->a, from, name), target, 0640, err))
			return false;
	}
	return copy_file(j->a, file_join(j->a, j->live->dir, "log.pub"),
		   file_join(j->a, j->dir, "log.pub"), 0640, err) &&
	       copy_file(j->a, file_join(j->a, j->live->dir, "log.key"),
		   file_join(j->a, j->dir, "log.key"), 0600, err);
}

/* Fonts are kept under their hash: one that changes replaces none. */
static bool
copy_fonts(struct job *j, struct err *err)
{
	const char *from = file_join(j->a, j->live->dir, "fonts");
	const char **names;
	size_t count;

	if (from == NULL || !list_names(j->a, from, &names, &count, err))
		return from == NULL ? err_nomem(err) : false;
	for (size_t i = count; i-- > 0;) {
		struct part *f = arena_alloc(j->a, sizeof(*f));
		const char *path = file_join(j->a, from, names[i]), *to;
		char hex[HASH_HEX + 1];
		struct hash h;

		if (f == NULL || path == NULL)
			return err_nomem(err);
		if (file_is_dir(path))
			continue;
		if (!copy_hash(path, &h, err))
			return false;
		hash_hex(&h, hex);
		f->name = names[i];
		f->sha256 = arena_strdup(j->a, hex);
		f->next = j->now.fonts;
		j->now.fonts = f;
		to = arena_printf(j->a, "%s/fonts/%s", j->dir, hex);
		if (f->sha256 == NULL || to == NULL)
			return err_nomem(err);
		if (!file_exists(to) && !copy_file(j->a, path, to, 0640, err))
			return false;
	}
	return true;
}

/* --- reading back --- */

static bool
check_new_documents(struct fsck *f, int64_t after, struct err *err)
{
	struct db_stmt *st;
	bool row = true, ok = db_prepare(f->arc->db, sql_new, &st, err);

	if (ok)
		db_bind_int(st, 1, after);
	while (ok && (ok = db_step(st, &row, err)) && row) {
		struct arc_doc d;

		arena_reset(f->row);
		row_read(st, f->row, &d);
		ok = fsck_went(f, fsck_document(f, &d, err), err);
		if (!ok)
			db_reset(st);
	}
	return ok;
}

static bool
verify(struct job *j, struct err_list *problems, struct err *err)
{
	size_t before = problems->errors;
	struct fsck f;
	bool ok;

	if (!fsck_start(&f, j->copy, problems, err))
		return false;
	ok =
	    fsck_went(&f, fsck_structure(&f, err), err) &&
	    fsck_went(&f, fsck_events(&f, err), err) &&
	    fsck_went(&f, fsck_tree(&f, err), err) &&
	    fsck_went(&f, fsck_points(&f, err), err) &&
	    fsck_went(&f, fsck_counters(&f, err), err) &&
	    fsck_went(&f, fsck_editions(&f, err), err) &&
	    fsck_went(&f, check_new_documents(&f, j->before.last_id, err), err);
	fsck_end(&f);
	if (!ok || problems->errors == before)
		return ok;
	return err_set(err, ERR_CORRUPT, no_pos,
	    "bản sao có %zu chỗ hỏng nên không được tính",
	    problems->errors - before);
}

/* --- the point gets its name --- */

static const char *
name_of(struct job *j)
{
	int64_t s = j->now.at % 86400;
	char day[11];

	day_print_iso((day_t)(j->now.at / 86400), day);
	return arena_printf(j->a, "%sT%02d%02d%02dZ-%012lld", day,
	    (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60),
	    (long long)j->now.events);
}

static bool
finish(struct job *j, struct err *err)
{
	const char *fresh = file_join(j->a, j->dir, NEW_POINT),
		   *text = file_join(j->a, j->dir, NEW_POINT "/" POINT_TEXT),
		   *db = file_join(j->a, j->dir, NEW_POINT "/" POINT_DB), *path;
	struct buf b = { 0 };
	bool ok;

	j->now.name = name_of(j);
	if (fresh == NULL || text == NULL || db == NULL || j->now.name == NULL)
		return err_nomem(err);
	path = arena_printf(j->a, "%s/points/%s", j->dir, j->now.name);
	if (path == NULL || !copy_hash(db, &j->now.db, err))
		return path == NULL ? err_nomem(err) : false;
	point_print(&j->now, &b);
	ok = buf_ok(&b) ? file_write(text, buf_str(&b), b.len, err)
			: err_nomem(err);
	buf_done(&b);
	remove_tree(path); /* made in the same second at the same size */
	if (ok && rename(fresh, path) != 0)
		ok = err_errno(err, path);
	return ok && file_sync_dir(file_join(j->a, j->dir, "points"), err);
}

static bool
forget_old(struct job *j, int keep, struct err *err)
{
	const char **names;
	size_t count;

	if (!point_names(j->a, j->dir, &names, &count, err))
		return false;
	for (size_t i = 0; i + (size_t)keep < count; i++)
		remove_tree(
		    arena_printf(j->a, "%s/points/%s", j->dir, names[i]));
	return true;
}

static bool
note_backup(struct job *j, struct err *err)
{
	char at[24];
	const struct note_line notes[] = { { "backup.at", at },
		{ "backup.point", j->now.name }, { "backup.dir", j->dir } };

	snprintf(at, sizeof(at), "%lld", (long long)j->now.at);
	return notes_write(j->live, notes, 3, err);
}

static bool
make_folders(struct job *j, struct err *err)
{
	static const char *const parts[] = { "volumes", "points", "fonts",
		"checkpoints" };

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (!file_make_dir(file_join(j->a, j->dir, parts[i]), err))
			return false;
	return true;
}

static bool
run(struct job *j, int keep, struct err_list *problems, struct err *err)
{
	struct arc_point point;

	return find_before(j, err) && check_same_log(j, err) &&
	       arc_checkpoint(j->live, j->a, &point, err) &&
	       take_snapshot(j, err) && read_facts(j, err) &&
	       copy_volumes(j, err) && copy_points(j, err) &&
	       copy_fonts(j, err) && verify(j, problems, err) &&
	       finish(j, err) && forget_old(j, keep, err) &&
	       note_backup(j, err);
}

bool
arc_backup(struct arc *arc, struct arena *a, const char *dir, int keep,
    struct err_list *problems, struct arc_backed *ret, struct err *err)
{
	struct job j = { .a = a, .live = arc, .dir = dir };
	struct arc gate = { .dir = dir, .lock = -1, .fd = -1 };
	struct err own;
	bool ok;

	err = err == NULL ? &own : err;
	if (!make_folders(&j, err))
		return false;
	if (!lock_take(&gate, err))
		return err->kind != ERR_BUSY
			   ? false
			   : err_set(err, ERR_BUSY, no_pos,
				 "%s: một lần sao lưu khác đang chạy", dir);
	ok = run(&j, keep < 1 ? 1 : keep, problems, err);
	arc_close(j.copy);
	lock_drop(&gate);
	*ret = (struct arc_backed){ j.now.name, j.now.events, j.now.documents,
		j.copied, j.now.root };
	return ok;
}
