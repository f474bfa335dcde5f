/* archive/filed.c -- a document's members beside PDF and data: the three tar
 * headers, the manifest and what fills the blocks.
 *
 * The frame hash covers all of that, so that together with the hashes of PDF
 * and data no bit of a volume is without one. */
#include <string.h>

#include "archive/log_priv.h"
#include "base/file.h"

static const char sql_filed[] =
    "SELECT manifest_offset, manifest_length, manifest_sha256, frame_sha256 "
    "FROM filed WHERE id = ?1";
static const char sql_put[] =
    "INSERT INTO filed(id, manifest_offset, manifest_length, manifest_sha256,"
    " frame_sha256) VALUES(?1, ?2, ?3, ?4, ?5)";

int64_t
tar_padded(int64_t len)
{
	return (len + TAR_BLOCK - 1) / TAR_BLOCK * TAR_BLOCK;
}

int64_t
filed_end(const struct filed *f)
{
	return f->manifest_offset + tar_padded(f->manifest_length);
}

bool
filed_get(struct arc *arc, int64_t id, struct filed *ret, struct err *err)
{
	char hex[2][HASH_HEX + 1];
	struct db_stmt *st;
	bool row, ok;

	if (!db_prepare(arc->db, sql_filed, &st, err))
		return false;
	db_bind_int(st, 1, id);
	if (!db_step(st, &row, err))
		return false;
	ret->manifest_offset = row ? db_int(st, 0) : 0;
	ret->manifest_length = row ? db_int(st, 1) : 0;
	for (int i = 0; i < 2; i++) {
		hex[i][HASH_HEX] = '\0';
		ok = row && db_bytes(st, 2 + i, hex[i], HASH_HEX);
		row =
		    ok && hash_parse(hex[i], i ? &ret->frame : &ret->manifest);
	}
	db_reset(st);
	return row || err_set(err, ERR_CORRUPT, no_pos,
			  "sổ không còn chỗ lưu của bản kê");
}

bool
filed_put(struct db *db, int64_t id, const struct filed *f, struct err *err)
{
	char manifest[HASH_HEX + 1] = "", frame[HASH_HEX + 1] = "";
	struct db_stmt *st;

	if (f != NULL) {
		hash_hex(&f->manifest, manifest);
		hash_hex(&f->frame, frame);
	}
	if (!db_prepare(db, sql_put, &st, err))
		return false;
	db_bind_int(st, 1, id);
	db_bind_int(st, 2, f == NULL ? 0 : f->manifest_offset);
	db_bind_int(st, 3, f == NULL ? 0 : f->manifest_length);
	db_bind_text(st, 4, manifest);
	db_bind_text(st, 5, frame);
	return db_run(st, err);
}

static bool
add_piece(struct arc *arc, struct arena *a, const char *volume, int64_t from,
    int64_t to, struct buf *out, struct err *err)
{
	char *bytes;

	if (!volume_read(arc, a, volume, from, to - from, &bytes, err))
		return false;
	buf_add(out, bytes, (size_t)(to - from));
	return true;
}

bool
filed_frame(struct arc *arc, struct arena *a, const struct arc_doc *d,
    const struct filed *f, struct hash *ret, struct err *err)
{
	struct buf b = { 0 };
	bool ok;

	ok = add_piece(arc, a, d->volume, d->offset - TAR_BLOCK, d->offset, &b,
		 err) &&
	     add_piece(arc, a, d->volume, d->offset + d->length, d->data_offset,
		 &b, err) &&
	     add_piece(arc, a, d->volume, d->data_offset + d->data_length,
		 filed_end(f), &b, err) &&
	     (buf_ok(&b) || err_nomem(err));
	if (ok)
		hash_of(buf_str(&b), b.len, ret);
	buf_done(&b);
	return ok;
}

static int64_t
read_octal(const char *s, size_t width)
{
	int64_t v = 0;

	for (size_t i = 0; i < width && s[i] >= '0' && s[i] <= '7'; i++)
		v = v * 8 + (s[i] - '0');
	return v;
}

static bool
find_manifest(struct arc *arc, struct arena *a, const struct arc_doc *d,
    struct filed *ret, struct err *err)
{
	int64_t header = d->data_offset + tar_padded(d->data_length);
	char *h, *manifest;

	if (!volume_read(arc, a, d->volume, header, TAR_BLOCK, &h, err))
		return false;
	if (memcmp(h + 257, "ustar", 5) != 0)
		return err_set(err, ERR_CORRUPT, no_pos, "bản kê");
	ret->manifest_offset = header + TAR_BLOCK;
	ret->manifest_length = read_octal(h + 124, 11);
	if (!volume_read(arc, a, d->volume, ret->manifest_offset,
		ret->manifest_length, &manifest, err))
		return false;
	hash_of(manifest, (size_t)ret->manifest_length, &ret->manifest);
	return filed_frame(arc, a, d, ret, &ret->frame, err);
}

bool
filed_find(struct arc *arc, struct arena *a, const struct arc_doc *d,
    struct filed *ret, bool *ret_readable, struct err *err)
{
	const char *path = volume_path(arc, a, d->volume);
	struct err own;

	if (path == NULL)
		return err_nomem(err);
	*ret_readable = find_manifest(arc, a, d, ret, &own);
	if (*ret_readable || own.kind == ERR_CORRUPT || !file_exists(path))
		return true;
	if (err != NULL)
		*err = own;
	return false;
}
