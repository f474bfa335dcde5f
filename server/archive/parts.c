/* archive/parts.c -- files under their hashes, and the lists that lock them.
 *
 * A lock is a text: "sovang-template@1", then id, engine and a line for each
 * part with hash, length and name, by name.  Same files, same text, same hash.
 */
#include <stdlib.h>
#include <string.h>

#include "archive/edition_priv.h"

#define MAGIC "sovang-template@1\n"

static const char sql_put[] =
    "INSERT OR IGNORE INTO part(sha256, bytes) VALUES(?1, ?2)";
static const char sql_get[] = "SELECT bytes FROM part WHERE sha256 = ?1";

bool
part_put(struct arc *arc, const char *bytes, size_t len,
    char hex[static HASH_HEX + 1], struct err *err)
{
	struct db_stmt *st;
	struct hash h;

	hash_of(bytes, len, &h);
	hash_hex(&h, hex);
	if (!db_prepare(arc->db, sql_put, &st, err))
		return false;
	db_bind_text(st, 1, hex);
	db_bind_blob(st, 2, bytes, len);
	return db_run(st, err);
}

bool
arc_read_part(struct arc *arc, struct arena *a, const char *sha256,
    const char **ret, size_t *ret_len, struct err *err)
{
	struct db_stmt *st;
	struct hash h;
	char hex[HASH_HEX + 1];
	bool row;

	if (!db_prepare(arc->db, sql_get, &st, err))
		return false;
	db_bind_text(st, 1, sha256);
	if (!db_step(st, &row, err))
		return false;
	if (!row)
		return err_set(err, ERR_NOTFOUND, no_pos,
		    "kho không có tệp mang mã %s", sha256);
	*ret = db_blob(st, 0, a, ret_len);
	db_reset(st);
	if (*ret == NULL && *ret_len == 0)
		*ret = "";
	if (*ret == NULL)
		return err_nomem(err);
	hash_of(*ret, *ret_len, &h);
	hash_hex(&h, hex);
	if (strcmp(hex, sha256) == 0)
		return true;
	err_set(err, ERR_CORRUPT, no_pos, "tệp mang mã %s không còn nguyên",
	    sha256);
	return err_hint(err, "phục hồi kho từ bản sao dự phòng");
}

/* --- locks --- */

static int
by_name(const void *a, const void *b)
{
	const struct arc_locked *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static bool
name_is_plain(const char *name)
{
	for (const char *p = name; *p != '\0'; p++)
		if ((unsigned char)*p < ' ')
			return false;
	return name[0] != '\0' && name[0] != '/' && strstr(name, "..") == NULL;
}

bool
lock_print(struct arc_lock *lock, struct buf *out, struct err *err)
{
	qsort(lock->parts, lock->count, sizeof(*lock->parts), by_name);
	buf_printf(out, MAGIC "id %s\nengine %s\n", lock->id, lock->engine);
	for (size_t i = 0; i < lock->count; i++) {
		if (!name_is_plain(lock->parts[i].name)) {
			err_set(err, ERR_VALUE, no_pos, "tên tệp «%s»",
			    lock->parts[i].name);
			return err_hint(err,
			    "tên nằm trong thư mục mẫu, không có .. và không "
			    "bắt đầu bằng /");
		}
		buf_printf(out, "part %s %lld %s\n", lock->parts[i].sha256,
		    (long long)lock->parts[i].length, lock->parts[i].name);
	}
	return buf_ok(out) || err_nomem(err);
}

static bool
parse_part(struct arena *a, const char *line, size_t len, struct arc_lock *ret)
{
	struct arc_locked *p = &ret->parts[ret->count];
	char *text = arena_strndup(a, line, len), *name;
	struct hash h;

	if (text == NULL || len < HASH_HEX + 3 || text[HASH_HEX] != ' ')
		return false;
	text[HASH_HEX] = '\0';
	p->sha256 = text;
	p->length = strtoll(text + HASH_HEX + 1, &name, 10);
	p->name = name + 1;
	ret->count++;
	return *name == ' ' && hash_parse(text, &h);
}

static const char *
field(struct arena *a, const char **at, const char *name)
{
	size_t skip = strlen(name), len = strcspn(*at, "\n");
	const char *value;

	if (strncmp(*at, name, skip) != 0 || len < skip || (*at)[len] != '\n')
		return NULL;
	value = arena_strndup(a, *at + skip, len - skip);
	*at += len + 1;
	return value;
}

bool
lock_parse(
    struct arena *a, const char *text, struct arc_lock *ret, struct err *err)
{
	const char *at = text + strlen(MAGIC);
	bool ok = strncmp(text, MAGIC, strlen(MAGIC)) == 0;
	size_t lines = 0;

	*ret = (struct arc_lock){ 0 };
	for (const char *p = text; *p != '\0'; p++)
		lines += *p == '\n';
	ret->parts = arena_alloc_n(a, lines + 1, sizeof(*ret->parts));
	if (ret->parts == NULL)
		return err_nomem(err);
	if (ok) {
		ret->id = field(a, &at, "id ");
		ret->engine = ret->id == NULL ? NULL : field(a, &at, "engine ");
		ok = ret->engine != NULL;
	}
	while (ok && *at != '\0') {
		size_t len = strcspn(at, "\n");

		ok = strncmp(at, "part ", 5) == 0 &&
		     parse_part(a, at + 5, len - 5, ret);
		at += len + (at[len] == '\n');
	}
	return ok || err_set(err, ERR_CORRUPT, no_pos,
			 "bản khóa của mẫu không đọc được");
}

bool
arc_read_lock(struct arc *arc, struct arena *a, const char *sha256,
    struct arc_lock *ret, struct err *err)
{
	const char *bytes, *text;
	size_t len;

	if (!arc_read_part(arc, a, sha256, &bytes, &len, err))
		return false;
	text = arena_strndup(a, bytes, len);
	return text != NULL ? lock_parse(a, text, ret, err) : err_nomem(err);
}
