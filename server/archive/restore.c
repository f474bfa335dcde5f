/* archive/restore.c -- a folder from a point of a backup, and the drill.
 *
 * The folder is made under another name, read back from beginning to end and
 * only then gets its own. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/backup_priv.h"
#include "archive/proof.h"
#include "base/file.h"

static const char sql_until[] = "SELECT count(*) FROM document WHERE id <= ?1";

struct way {
	struct arena *a;
	const char *backup, *dir; /* `dir`: where it is made */
	const struct env *env;
	struct point point;
};

static bool
choose(struct way *w, const char *at, struct err *err)
{
	const char **names;
	size_t count;

	if (!point_names(w->a, w->backup, &names, &count, err))
		return false;
	for (size_t i = count; i-- > 0;)
		if (strncmp(names[i], at, strlen(at)) == 0)
			return point_load(
			    w->a, w->backup, names[i], &w->point, err);
	if (count == 0)
		return err_set(err, ERR_NOTFOUND, no_pos,
		    "%s không có điểm sao lưu nào", w->backup);
	err_set(err, ERR_NOTFOUND, no_pos, "điểm sao lưu %s", at);
	return err_hint(
	    err, "các điểm từ %s đến %s", names[0], names[count - 1]);
}

static bool
copy_database(struct way *w, struct err *err)
{
	const char *from = arena_printf(w->a, "%s/points/%s/" POINT_DB,
		       w->backup, w->point.name),
		   *to = file_join(w->a, w->dir, POINT_DB);
	struct hash h;

	if (from == NULL || to == NULL)
		return err_nomem(err);
	if (!copy_hash(from, &h, err))
		return false;
	if (!hash_equal(&h, &w->point.db)) {
		err_set(err, ERR_CORRUPT, no_pos,
		    "cơ sở dữ liệu của điểm %s không còn nguyên",
		    w->point.name);
		return err_hint(err, "dùng điểm khác bằng --at");
	}
	return copy_plain(from, to, err);
}

static bool
copy_volumes(struct way *w, struct err *err)
{
	for (const struct part *v = w->point.volumes; v != NULL; v = v->next) {
		const char *from = arena_printf(
			       w->a, "%s/volumes/%s.tar", w->backup, v->name),
			   *to = arena_printf(
			       w->a, "%s/volumes/%s.tar", w->dir, v->name);

		if (from == NULL || to == NULL)
			return err_nomem(err);
		if (v->end > 0 && !copy_volume(from, to, 0, v->end, err))
			return false;
	}
	return true;
}

static bool
copy_fonts(struct way *w, struct err *err)
{
	for (const struct part *f = w->point.fonts; f != NULL; f = f->next) {
		const char *from = arena_printf(
			       w->a, "%s/fonts/%s", w->backup, f->sha256),
			   *to = arena_printf(
			       w->a, "%s/fonts/%s", w->dir, f->name);
		char hex[HASH_HEX + 1];
		struct hash h;

		if (from == NULL || to == NULL)
			return err_nomem(err);
		if (!copy_file(w->a, from, to, 0640, err) ||
		    !copy_hash(to, &h, err))
			return false;
		hash_hex(&h, hex);
		if (strcmp(hex, f->sha256) != 0)
			return err_set(err, ERR_CORRUPT, no_pos,
			    "phông %s trong bản sao không còn nguyên", f->name);
	}
	return true;
}

static bool
copy_log_files(struct way *w, struct err *err)
{
	uint64_t *sizes;
	size_t count;
	char name[48];

	if (!point_list(w->a, w->backup, &sizes, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "checkpoints/" POINT_FORMAT,
		    (unsigned long long)sizes[i]);
		if ((int64_t)sizes[i] <= w->point.events &&
		    !copy_file(w->a, file_join(w->a, w->backup, name),
			file_join(w->a, w->dir, name), 0640, err))
			return false;
	}
	return copy_file(w->a, file_join(w->a, w->backup, "log.pub"),
		   file_join(w->a, w->dir, "log.pub"), 0640, err) &&
	       copy_file(w->a, file_join(w->a, w->backup, "log.key"),
		   file_join(w->a, w->dir, "log.key"), 0600, err);
}

static bool
compare(struct way *w, struct arc *arc, int64_t documents, struct err *err)
{
	struct hash root;
	uint64_t size;

	if (!tree_size(arc->db, &size, err) ||
	    !tree_root(arc->db, size, &root, err))
		return false;
	return ((int64_t)size == w->point.events &&
		   documents == w->point.documents &&
		   hash_equal(&root, &w->point.root)) ||
	       err_set(err, ERR_CORRUPT, no_pos,
		   "bản phục hồi không như điểm %s ghi", w->point.name);
}

static bool
verify(struct way *w, struct err_list *problems, struct err *err)
{
	size_t before = problems->errors;
	int64_t documents;
	struct arc *arc;
	bool ok;

	/* For writing: a point of an older program is brought to today. */
	if (!arc_open(w->dir, true, w->env, &arc, err))
		return false;
	ok = arc_fsck(arc, problems, &documents, err) &&
	     (problems->errors == before || err_set(err, ERR_CORRUPT, no_pos,
						"bản phục hồi có %zu chỗ hỏng",
						problems->errors - before)) &&
	     compare(w, arc, documents, err);
	arc_close(arc);
	return ok;
}

static bool
make(struct way *w, const char *at, struct err_list *problems, struct err *err)
{
	static const char *const parts[] = { "volumes", "fonts",
		"checkpoints" };

	if (!choose(w, at, err))
		return false;
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (!file_make_dir(file_join(w->a, w->dir, parts[i]), err))
			return false;
	return copy_database(w, err) && copy_volumes(w, err) &&
	       copy_fonts(w, err) && copy_log_files(w, err) &&
	       verify(w, problems, err);
}

static void
tell(const struct way *w, struct arc_backed *ret)
{
	*ret = (struct arc_backed){ w->point.name, w->point.events,
		w->point.documents, 0, w->point.root };
	for (const struct part *v = w->point.volumes; v != NULL; v = v->next)
		ret->copied += v->end;
}

bool
arc_restore(const char *backup, const char *dir, const char *at,
    const struct env *env, struct arena *a, struct err_list *problems,
    struct arc_backed *ret, struct err *err)
{
	struct way w = { .a = a, .backup = backup, .env = env };
	const char **names;
	size_t count;

	w.dir = arena_printf(a, "%s.dang-phuc-hoi", dir);
	if (w.dir == NULL || !list_names(a, dir, &names, &count, err))
		return w.dir == NULL ? err_nomem(err) : false;
	if (count > 0)
		return err_set(
		    err, ERR_TAKEN, no_pos, "thư mục %s không trống", dir);
	remove_tree(w.dir);
	if (!make(&w, at, problems, err)) {
		if (err != NULL && err->kind == ERR_CORRUPT &&
		    file_is_dir(w.dir))
			err_hint(err,
			    "phần đọc được còn trong %s; điểm khác: --at",
			    w.dir);
		return false;
	}
	tell(&w, ret);
	if (rename(w.dir, dir) != 0)
		return err_errno(err, dir);
	return file_sync_dir(file_dir(a, dir), err);
}

/* --- the drill --- */

/* The living log must still begin with what was restored. */
static bool
compare_living(struct way *w, struct arc *arc, struct err *err)
{
	uint64_t size, was = (uint64_t)w->point.events;
	struct db_stmt *st;
	struct hash root;
	int64_t documents;
	bool row;

	if (!tree_size(arc->db, &size, err) ||
	    !db_prepare(arc->db, sql_until, &st, err))
		return false;
	db_bind_int(st, 1, w->point.last_id);
	if (!db_step(st, &row, err))
		return false;
	documents = row ? db_int(st, 0) : 0;
	db_reset(st);
	if (size < was || !tree_root(arc->db, was, &root, NULL) ||
	    !hash_equal(&root, &w->point.root))
		return err_set(err, ERR_CORRUPT, no_pos,
		    "kho đang chạy không nối tiếp bản phục hồi của điểm %s",
		    w->point.name);
	return documents == w->point.documents ||
	       err_set(err, ERR_CORRUPT, no_pos,
		   "kho đang chạy có %lld văn bản, bản phục hồi có %lld",
		   (long long)documents, (long long)w->point.documents);
}

static bool
note_drill(
    struct way *w, struct arc *arc, const struct err *bad, struct err *err)
{
	char at[24], events[24], documents[24];
	const struct note_line notes[] = { { "drill.at", at },
		{ "drill.result", bad == NULL ? "tốt" : bad->text },
		{ "drill.point", w->point.name == NULL ? "" : w->point.name },
		{ "drill.events", events }, { "drill.documents", documents } };

	snprintf(at, sizeof(at), "%lld", (long long)env_now(arc->env));
	snprintf(events, sizeof(events), "%lld", (long long)w->point.events);
	snprintf(documents, sizeof(documents), "%lld",
	    (long long)w->point.documents);
	return notes_write(arc, notes, 5, err);
}

bool
arc_drill(struct arc *arc, struct arena *a, const char *backup,
    struct err_list *problems, struct arc_backed *ret, struct err *err)
{
	struct way w = { .a = a, .backup = backup, .env = arc->env };
	const char *tmp = getenv("TMPDIR");
	char *scratch = arena_printf(a, "%s/sovang-dien-tap-XXXXXX",
	    tmp == NULL || tmp[0] == '\0' ? "/tmp" : tmp);
	struct err own, second;
	bool ok;

	err = err == NULL ? &own : err;
	if (scratch == NULL)
		return err_nomem(err);
	if (mkdtemp(scratch) == NULL)
		return err_errno(err, scratch);
	w.dir = scratch;
	ok = make(&w, "", problems, err) && compare_living(&w, arc, err);
	remove_tree(scratch);
	tell(&w, ret);
	if (!note_drill(&w, arc, ok ? NULL : err, &second) && ok)
		*err = second, ok = false;
	return ok;
}
