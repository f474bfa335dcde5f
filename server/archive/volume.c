/* archive/volume.c -- append-only volumes that are plain tar files.
 *
 * Each document is three members in the ustar format (POSIX.1-2008, pax): the
 * PDF, its data and a manifest.  Behind the committed end stand two zero
 * blocks, so any `tar` reads an open volume; the next group overwrites them.
 * The committed end is a row in the database: bytes past it were never
 * acknowledged. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/care.h"
#include "archive/log_priv.h"
#include "base/file.h"
#include "base/json.h"
#include "base/limits.h"

enum { BLOCK = TAR_BLOCK, END = 2 * BLOCK };

static const char sql_last[] = "SELECT name, committed FROM volume "
			       "WHERE sealed = 0 ORDER BY name DESC LIMIT 1";
static const char sql_count[] =
    "SELECT count(*) FROM volume WHERE name LIKE ?1";
static const char sql_add[] =
    "INSERT INTO volume(name, committed) VALUES(?1, 0)";
static const char sql_end[] =
    "UPDATE volume SET committed = ?2 WHERE name = ?1";
static const char sql_seal[] =
    "UPDATE volume SET sealed = 1, sha256 = ?2 WHERE name = ?1";

const char *
volume_path(struct arc *arc, struct arena *a, const char *name)
{
	return arena_printf(a, "%s/volumes/%s.tar", arc->dir, name);
}

static bool
refuse_more(struct arc *arc, struct err *err)
{
	arc->broken = true;
	return err_hint(err,
	    "đĩa không ghi được chắc chắn; việc cấp số dừng lại cho "
	    "đến khi khởi động lại chương trình");
}

/* --- sealing --- */

static bool
write_at(int fd, const char *p, size_t len, int64_t at)
{
	while (len > 0) {
		ssize_t n = pwrite(fd, p, len, at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		p += n;
		len -= (size_t)n;
		at += n;
	}
	return true;
}

bool
volume_hash(int fd, int64_t len, struct hash *ret)
{
	struct hash_run *run = hash_run_new();
	char piece[65536];
	int64_t at = 0;

	if (run == NULL)
		return false;
	while (at < len) {
		size_t want = len - at < (int64_t)sizeof(piece)
				  ? (size_t)(len - at)
				  : sizeof(piece);
		ssize_t n = pread(fd, piece, want, at);

		if (n <= 0)
			break;
		hash_run_add(run, piece, (size_t)n);
		at += n;
	}
	hash_run_take(run, ret);
	return at == len;
}

static bool
seal(struct arc *arc, struct err *err)
{
	static const char zeros[END];
	struct db_stmt *st;
	struct hash h;
	char hex[HASH_HEX + 1];

	/* The end blocks become part of the sealed file; the last start may
	 * have cut them off together with what was not committed. */
	if (!write_at(arc->fd, zeros, END, arc->committed))
		return err_errno(err, arc->volume);
	if (fdatasync(arc->fd) != 0)
		return err_errno(err, arc->volume) || refuse_more(arc, err);
	if (!volume_hash(arc->fd, arc->committed + END, &h))
		return err_errno(err, arc->volume);
	hash_hex(&h, hex);
	if (!db_prepare(arc->db, sql_seal, &st, err))
		return false;
	db_bind_text(st, 1, arc->volume);
	db_bind_text(st, 2, hex);
	close(arc->fd);
	arc->fd = -1;
	arc->volume[0] = '\0';
	return db_run(st, err);
}

/* --- opening --- */

static bool
find_last(struct arc *arc, struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (!db_prepare(arc->db, sql_last, &st, err) || !db_step(st, &row, err))
		return false;
	arc->volume[0] = '\0';
	if (row) {
		snprintf(arc->volume, sizeof(arc->volume), "%s",
		    db_text(st, 0, arc->group));
		arc->committed = db_int(st, 1);
	}
	db_reset(st);
	return true;
}

static bool
make_volume(struct arc *arc, struct err *err)
{
	int year = day_ymd(day_in_vietnam(env_now(arc->env))).year;
	struct db_stmt *st;
	char like[16];
	bool row;
	int64_t n;

	snprintf(like, sizeof(like), "%04d-%%", year);
	if (!db_prepare(arc->db, sql_count, &st, err))
		return false;
	db_bind_text(st, 1, like);
	if (!db_step(st, &row, err))
		return false;
	n = row ? db_int(st, 0) : 0;
	db_reset(st);
	snprintf(arc->volume, sizeof(arc->volume), "%04d-%06lld", year,
	    (long long)n + 1);
	arc->committed = 0;
	if (!db_prepare(arc->db, sql_add, &st, err))
		return false;
	db_bind_text(st, 1, arc->volume);
	return db_run(st, err);
}

/* Behind the committed end stand the two zero blocks and nothing else. */
static bool
ends_well(const struct arc *arc, off_t size)
{
	static const char zeros[END];
	char tail[END];

	return size == arc->committed + END &&
	       pread(arc->fd, tail, END, arc->committed) == END &&
	       memcmp(tail, zeros, END) == 0;
}

/* Opens the volume that is being filled and cuts off what was never committed.
 */
static bool
open_last(struct arc *arc, struct err *err)
{
	const char *path;
	struct stat st;

	if (!find_last(arc, err))
		return false;
	if (arc->volume[0] == '\0' && !make_volume(arc, err))
		return false;
	path = volume_path(arc, arc->group, arc->volume);
	if (path == NULL)
		return err_nomem(err);
	arc->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
	if (arc->fd < 0 || fstat(arc->fd, &st) != 0)
		return err_errno(err, path);
	if (st.st_size < arc->committed)
		return err_set(err, ERR_CORRUPT, no_pos,
		    "tập %s ngắn hơn phần đã ghi sổ (%lld < %lld byte)",
		    arc->volume, (long long)st.st_size,
		    (long long)arc->committed);
	/* Cut, then two blocks of zeros again. */
	if (st.st_size > arc->committed && !ends_well(arc, st.st_size) &&
	    (ftruncate(arc->fd, arc->committed) != 0 ||
		ftruncate(arc->fd, arc->committed + END) != 0))
		return err_errno(err, path);
	return true;
}

/* Another program may have set it: asked for each group. */
static bool
size_limit(struct arc *arc, int64_t *ret, struct err *err)
{
	const char *text;

	if (!arc_note(arc, arc->group, "volume.bytes", &text, err))
		return false;
	*ret = text[0] == '\0' ? ARC_VOLUME_BYTES : strtoll(text, NULL, 10);
	return true;
}

bool
volume_recover(struct arc *arc, struct err *err)
{
	int64_t limit;

	if (!open_last(arc, err) || !size_limit(arc, &limit, err))
		return false;
	return arc->committed <= limit ||
	       (seal(arc, err) && open_last(arc, err));
}

/* --- appending --- */

static void
octal(char *to, size_t width, uint64_t v)
{
	for (size_t i = width - 1; i-- > 0; v /= 8)
		to[i] = (char)('0' + v % 8);
	to[width - 1] = '\0';
}

/* A ustar header; names are ASCII and short by construction. */
static void
put_member(struct buf *out, const char *uid, const char *name,
    const void *bytes, size_t len, int64_t when)
{
	static const char zeros[BLOCK];
	char h[BLOCK] = { 0 };
	unsigned sum = 0;

	snprintf(h, 100, "%s/%s", uid, name);
	octal(h + 100, 8, 0444);
	octal(h + 108, 8, 0);
	octal(h + 116, 8, 0);
	octal(h + 124, 12, len);
	octal(h + 136, 12, (uint64_t)when);
	memset(h + 148, ' ', 8);
	h[156] = '0';
	memcpy(h + 257, "ustar\00000", 8);
	for (size_t i = 0; i < BLOCK; i++)
		sum += (unsigned char)h[i];
	octal(h + 148, 7, sum);
	buf_add(out, h, BLOCK);
	buf_add(out, bytes, len);
	buf_add(out, zeros, (BLOCK - len % BLOCK) % BLOCK);
}

static void
put_manifest(const struct arc_new *d, const struct waiting *w, int64_t created,
    struct buf *out)
{
	struct json j = { .out = out };
	char hex[HASH_HEX + 1], date[11];

	day_print_iso(d->date, date);
	json_object(&j);
	json_pair(&j, "id", d->uid);
	json_pair(&j, "organisation", d->org);
	json_pair(&j, "series", d->series);
	json_pair_int(&j, "year", d->year);
	json_pair_int(&j, "number", d->number);
	json_pair(&j, "code", d->code);
	json_pair(&j, "type", d->type);
	json_pair(&j, "typeName", d->type_name);
	json_pair(&j, "date", date);
	json_pair(&j, "title", d->title);
	json_pair(&j, "campaign", d->campaign);
	json_pair(&j, "signer", d->signer);
	json_pair(&j, "position", d->position);
	json_pair(&j, "honouree", d->honouree);
	json_pair(&j, "decision", d->decision);
	json_pair_int(&j, "pages", d->pages);
	json_pair_int(&j, "created", created);
	hash_hex(&w->sha256, hex);
	json_pair(&j, "pdfSha256", hex);
	hash_hex(&w->data_sha256, hex);
	json_pair(&j, "dataSha256", hex);
	json_pair(&j, "templateLock", d->template_lock);
	if (d->making != NULL) {
		json_key(&j, "making");
		buf_str_add(out, d->making);
		j.need_comma = true;
	}
	json_object_end(&j);
	buf_char(out, '\n');
}

/* `start` and `base`: where the members begin, and `out` itself, in the volume.
 */
static void
hash_frame(
    struct waiting *w, const struct buf *out, int64_t start, int64_t base)
{
	const int64_t cuts[] = { start, w->offset,
		w->offset + (int64_t)w->doc.pdf_len, w->data_offset,
		w->data_offset + (int64_t)w->doc.data_len,
		base + (int64_t)out->len };
	struct buf b = { 0 };

	for (int i = 0; i < 6 && !out->failed; i += 2)
		buf_add(&b, out->data + (cuts[i] - base),
		    (size_t)(cuts[i + 1] - cuts[i]));
	hash_of(buf_str(&b), b.len, &w->filed.frame);
	buf_done(&b);
}

bool
volume_place(struct arc *arc, struct waiting *w, struct err *err)
{
	struct buf manifest = { 0 }, *out = &arc->bytes;
	int64_t now = w->created, start = arc->committed + (int64_t)out->len;

	w->offset = arc->committed + (int64_t)out->len + BLOCK;
	put_member(
	    out, w->doc.uid, "van-ban.pdf", w->doc.pdf, w->doc.pdf_len, now);
	w->data_offset = arc->committed + (int64_t)out->len + BLOCK;
	put_member(
	    out, w->doc.uid, "du-lieu.xml", w->doc.data, w->doc.data_len, now);
	put_manifest(&w->doc, w, now, &manifest);
	w->filed.manifest_offset = arc->committed + (int64_t)out->len + BLOCK;
	w->filed.manifest_length = (int64_t)manifest.len;
	hash_of(buf_str(&manifest), manifest.len, &w->filed.manifest);
	put_member(out, w->doc.uid, "manifest.json", buf_str(&manifest),
	    manifest.len, now);
	hash_frame(w, out, start, arc->committed);
	out->failed = out->failed || !buf_ok(&manifest);
	buf_done(&manifest);
	return buf_ok(out) || err_nomem(err);
}

/* What the disk gives back must be what was handed to it. */
static bool
read_back(struct arc *arc, const struct waiting *w, struct err *err)
{
	struct arena *a = arena_new(0);
	struct arc_doc d = { .volume = arc->volume,
		.offset = w->offset,
		.length = (int64_t)w->doc.pdf_len,
		.data_offset = w->data_offset,
		.data_length = (int64_t)w->doc.data_len };
	char *pdf, *data;
	struct hash h1, h2, h3;
	bool ok = a != NULL || err_nomem(err);

	ok = ok &&
	     volume_read(arc, a, arc->volume, d.offset, d.length, &pdf, err) &&
	     volume_read(arc, a, arc->volume, d.data_offset, d.data_length,
		 &data, err) &&
	     filed_frame(arc, a, &d, &w->filed, &h3, err);
	if (ok) {
		hash_of(pdf, w->doc.pdf_len, &h1);
		hash_of(data, w->doc.data_len, &h2);
		ok = (hash_equal(&h1, &w->sha256) &&
			 hash_equal(&h2, &w->data_sha256) &&
			 hash_equal(&h3, &w->filed.frame)) ||
		     err_set(err, ERR_CORRUPT, no_pos,
			 "văn bản %s đọc lại không giống lúc ghi", w->doc.code);
	}
	arena_free(a);
	return ok;
}

static bool
set_end(struct arc *arc, int64_t end, struct err *err)
{
	struct db_stmt *st;

	if (!db_prepare(arc->db, sql_end, &st, err))
		return false;
	db_bind_text(st, 1, arc->volume);
	db_bind_int(st, 2, end);
	return db_run(st, err);
}

/* The new volume's name must last as well. */
static bool
sync_folder(struct arc *arc, struct err *err)
{
	const char *path = arena_printf(arc->group, "%s/volumes", arc->dir);

	if (path == NULL)
		return err_nomem(err);
	if (file_sync_dir(path, err))
		return true;
	return refuse_more(arc, err);
}

bool
volume_append(struct arc *arc, struct err *err)
{
	static const char zeros[END];
	struct buf *out = &arc->bytes;
	int64_t end = arc->committed + (int64_t)out->len;
	const char *path = volume_path(arc, arc->group, arc->volume);
	bool ok;

	buf_add(out, zeros, END);
	ok = (buf_ok(out) && path != NULL) || err_nomem(err);
	if (ok && !write_at(arc->fd, buf_str(out), out->len, arc->committed))
		ok = err_errno(err, path);
	if (ok && fdatasync(arc->fd) != 0)
		ok = err_errno(err, path) || refuse_more(arc, err);
	if (ok && arc->committed == 0)
		ok = sync_folder(arc, err);
	for (const struct waiting *w = arc->first; ok && w != NULL; w = w->next)
		ok = read_back(arc, w, err);
	if (!ok)
		return false;
	arc->committed = end;
	return set_end(arc, end, err);
}

/* What a damaged row asks for must not be allocated first. */
static bool
within(int fd, int64_t offset, int64_t len)
{
	struct stat st;

	return offset >= 0 && len >= 0 && fstat(fd, &st) == 0 &&
	       offset <= st.st_size && len <= st.st_size - offset;
}

static bool
read_range(int fd, char *to, int64_t offset, int64_t len)
{
	while (len > 0) {
		ssize_t n = pread(fd, to, (size_t)len, offset);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		to += n;
		offset += n;
		len -= n;
	}
	return true;
}

bool
volume_read(struct arc *arc, struct arena *a, const char *volume,
    int64_t offset, int64_t len, char **ret, struct err *err)
{
	const char *path = volume_path(arc, a, volume);
	char *out = NULL;
	bool ok;
	int fd;

	if (path == NULL)
		return err_nomem(err);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_errno(err, path);
	if (!within(fd, offset, len)) {
		close(fd);
		return err_set(err, ERR_CORRUPT, no_pos,
		    "tập %s thiếu byte từ vị trí %lld", volume,
		    (long long)offset);
	}
	out = arena_alloc(a, (size_t)len + 1);
	ok = out != NULL
		 ? read_range(fd, out, offset, len) || err_errno(err, path)
		 : err_nomem(err);
	close(fd);
	if (ok)
		*ret = out;
	return ok;
}
