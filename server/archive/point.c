/* archive/point.c -- checkpoints and proofs. */
#include <stdio.h>
#include <string.h>

#include "archive/log_priv.h"
#include "archive/proof.h"
#include "base/file.h"

static const char sql_seq[] =
    "SELECT seq FROM event WHERE uid = ?1 AND kind = 'issue' ORDER BY seq";

static const char *
point_path(struct arc *arc, struct arena *a, uint64_t size)
{
	return arena_printf(a, "%s/checkpoints/" POINT_FORMAT, arc->dir,
	    (unsigned long long)size);
}

bool
point_fits(
    struct db *db, const struct note *n, const char *name, struct err *err)
{
	struct hash root;
	uint64_t size;

	if (!tree_size(db, &size, err))
		return false;
	if (n->size > size) {
		err_set(err, ERR_CORRUPT, no_pos,
		    "%s: đã ký %llu sự kiện, nhật ký chỉ còn %llu", name,
		    (unsigned long long)n->size, (unsigned long long)size);
		return err_hint(
		    err, "sự kiện đã bị xóa hoặc đây là bản sao cũ của kho");
	}
	if (!tree_root(db, n->size, &root, err))
		return false;
	if (hash_equal(&root, &n->root))
		return true;
	err_set(err, ERR_CORRUPT, no_pos,
	    "%s: %llu sự kiện đã ký không còn như lúc ký", name,
	    (unsigned long long)n->size);
	return err_hint(
	    err, "nhật ký đã bị sửa, thêm, bớt hoặc đổi thứ tự ở trước đó");
}

/* The newest checkpoint; size 0 when there is none. */
static bool
newest(struct arc *arc, struct arena *a, const struct note_key *key,
    struct note *ret, struct err *err)
{
	uint64_t *sizes;
	size_t count;

	memset(ret, 0, sizeof(*ret));
	if (!point_list(a, arc->dir, &sizes, &count, err))
		return false;
	if (count == 0)
		return true;
	return point_read(
	    a, point_path(arc, a, sizes[count - 1]), key, ret, err);
}

static bool
sign_now(
    struct arc *arc, struct arena *a, struct arc_point *ret, struct err *err)
{
	uint8_t seed[SIGN_KEY];
	struct note_key key;
	struct note last, now;
	uint64_t size;

	if (!key_secret(a, arc->dir, &key, seed, err) ||
	    !newest(arc, a, &key, &last, err) ||
	    !tree_size(arc->db, &size, err) ||
	    !tree_root(arc->db, size, &ret->root, err))
		return false;
	if (last.size > 0 &&
	    !point_fits(arc->db, &last, point_path(arc, a, last.size), err))
		return false;
	ret->size = (int64_t)size;
	if (size == 0)
		return true;
	note_sign(&key, seed, size, &ret->root, &now);
	ret->path = point_path(arc, a, size);
	ret->text = arena_strdup(a, now.text);
	if (ret->path == NULL || ret->text == NULL)
		return err_nomem(err);
	return size == last.size ||
	       file_write(ret->path, now.text, now.len, err);
}

bool
arc_checkpoint(
    struct arc *arc, struct arena *a, struct arc_point *ret, struct err *err)
{
	bool ok;

	*ret = (struct arc_point){ 0 };
	/* One view of the database for size and root. */
	if (!db_exec(arc->db, "BEGIN", err))
		return false;
	ok = sign_now(arc, a, ret, err);
	db_rollback(arc->db);
	return ok;
}

static void
put_path(const struct tree_path *path, struct buf *out)
{
	char b64[B64_LEN(HASH_BYTES) + 1];

	for (size_t i = 0; i < path->count; i++) {
		b64_write(path->hashes[i].bytes, HASH_BYTES, b64);
		buf_printf(out, "%s\n", b64);
	}
}

static bool
take_text(struct arena *a, struct buf *b, const char **ret, struct err *err)
{
	*ret = buf_ok(b) ? arena_strdup(a, buf_str(b)) : NULL;
	return *ret != NULL || err_nomem(err);
}

static bool
find_event(struct arc *arc, const char *uid, int64_t *ret, struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (!db_prepare(arc->db, sql_seq, &st, err))
		return false;
	db_bind_text(st, 1, uid);
	if (!db_step(st, &row, err))
		return false;
	*ret = row ? db_int(st, 0) : 0;
	db_reset(st);
	return row || err_set(err, ERR_NOTFOUND, no_pos, "văn bản %.40s", uid);
}

bool
arc_prove(struct arc *arc, struct arena *a, const char *uid, const char **ret,
    struct err *err)
{
	struct buf b = { 0 };
	struct note_key key;
	struct tree_path path;
	struct note point;
	struct hash root;
	int64_t seq;
	bool ok;

	if (!find_event(arc, uid, &seq, err) ||
	    !key_public(a, arc->dir, &key, err) ||
	    !newest(arc, a, &key, &point, err))
		return false;
	if (point.size < (uint64_t)seq) {
		err_set(err, ERR_NOTFOUND, no_pos,
		    "chưa có điểm kiểm tra nào sau văn bản này");
		return err_hint(
		    err, "chạy: sovang archive checkpoint --data %s", arc->dir);
	}
	if (!tree_root(arc->db, point.size, &root, err) ||
	    !tree_inclusion(arc->db, (uint64_t)seq - 1, point.size, &path, err))
		return false;
	buf_printf(&b, "sovang-proof@1\nindex %lld\n", (long long)seq - 1);
	put_path(&path, &b);
	buf_char(&b, '\n');
	ok = leaf_get(arc->db, a, seq, &b, err);
	buf_printf(&b, "\n%s", point.text);
	ok = ok && take_text(a, &b, ret, err);
	buf_done(&b);
	return ok;
}

bool
arc_prove_growth(struct arc *arc, struct arena *a, const char *old_path,
    const char *new_path, const char **ret, struct err *err)
{
	struct note_key key;
	struct tree_path path;
	struct note old, new;
	struct buf b = { 0 };
	bool ok;

	if (!key_public(a, arc->dir, &key, err) ||
	    !point_read(a, old_path, &key, &old, err) ||
	    !point_read(a, new_path, &key, &new, err))
		return false;
	if (old.size == 0 || old.size > new.size)
		return err_set(err, ERR_VALUE, no_pos,
		    "điểm cũ có %llu sự kiện, điểm mới có %llu",
		    (unsigned long long)old.size, (unsigned long long)new.size);
	if (!point_fits(arc->db, &old, old_path, err) ||
	    !point_fits(arc->db, &new, new_path, err) ||
	    !tree_consistency(arc->db, old.size, new.size, &path, err))
		return false;
	buf_str_add(&b, "sovang-consistency@1\n");
	put_path(&path, &b);
	buf_printf(&b, "\n%s\n%s", old.text, new.text);
	ok = take_text(a, &b, ret, err);
	buf_done(&b);
	return ok;
}

bool
arc_check_held(struct arc *arc, const char *path, struct err *err)
{
	struct arena *a = arena_new(0);
	struct note_key key;
	struct note n;
	bool ok;

	if (a == NULL)
		return err_nomem(err);
	ok = key_public(a, arc->dir, &key, err) &&
	     point_read(a, path, &key, &n, err) &&
	     point_fits(arc->db, &n, path, err);
	arena_free(a);
	return ok;
}

bool
arc_read_manifest(struct arc *arc, struct arena *a, const struct arc_doc *doc,
    const char **ret, size_t *ret_len, struct err *err)
{
	struct filed f;
	struct hash h;
	char *bytes;

	if (!filed_get(arc, doc->id, &f, err) ||
	    !volume_read(arc, a, doc->volume, f.manifest_offset,
		f.manifest_length, &bytes, err))
		return false;
	hash_of(bytes, (size_t)f.manifest_length, &h);
	if (!hash_equal(&h, &f.manifest))
		return err_set(err, ERR_CORRUPT, no_pos,
		    "bản kê của văn bản %s (%s) không còn nguyên", doc->code,
		    doc->uid);
	*ret = bytes;
	*ret_len = (size_t)f.manifest_length;
	return true;
}
