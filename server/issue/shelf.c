/* issue/shelf.c -- presses on the files of a lock. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "issue/edition.h"

static bool
is_font(const char *name)
{
	return strncmp(name, "fonts/", 6) == 0;
}

/* Which fonts, in one word: presses with the same ones share them. */
static const char *
fonts_key(struct arena *a, const struct arc_lock *lock)
{
	struct buf b = { 0 };
	char hex[HASH_HEX + 1];
	struct hash h;
	bool ok;

	for (size_t i = 0; i < lock->count; i++)
		if (is_font(lock->parts[i].name))
			buf_printf(&b, "%s %s\n", lock->parts[i].name,
			    lock->parts[i].sha256);
	ok = buf_ok(&b);
	hash_of(buf_str(&b), b.len, &h);
	buf_done(&b);
	hash_hex(&h, hex);
	return ok ? arena_strdup(a, hex) : NULL;
}

static bool
read_file(struct arc *arc, struct arena *a, const struct arc_locked *part,
    struct press_file *ret, struct err *err)
{
	struct err why;

	ret->name = part->name;
	if (arc_read_part(arc, a, part->sha256, &ret->bytes, &ret->len, &why))
		return true;
	if (why.kind == ERR_NOTFOUND)
		err_set(err, ERR_CORRUPT, no_pos, "kho mất tệp %s (%s)",
		    part->name, part->sha256);
	else if (why.kind == ERR_CORRUPT)
		err_set(err, ERR_CORRUPT, no_pos,
		    "tệp %s (%s) không còn nguyên", part->name, part->sha256);
	else if (err != NULL)
		*err = why;
	return false;
}

static bool
load(struct arc *arc, struct press *base, const char *key, struct press_kin *k,
    struct err *err)
{
	struct press_file *files;
	struct arc_lock lock;

	if (!arc_read_lock(arc, k->arena, key, &lock, err))
		return false;
	k->key = arena_strdup(k->arena, key);
	k->fonts = fonts_key(k->arena, &lock);
	files = arena_alloc_n(k->arena, lock.count + 1, sizeof(*files));
	if (k->key == NULL || k->fonts == NULL || files == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < lock.count; i++) {
		if (is_font(lock.parts[i].name) &&
		    press_has_fonts(base, k->fonts))
			continue;
		if (!read_file(
			arc, k->arena, &lock.parts[i], &files[k->count++], err))
			return false;
	}
	k->files = files;
	return true;
}

bool
iss_open_lock(struct arc *arc, struct press *base, const char *lock,
    struct press **ret, struct err *err)
{
	struct press *p = press_find_kin(base, lock);
	struct press_kin k = { 0 };

	if (p != NULL) {
		*ret = p;
		return true;
	}
	k.arena = arena_new(0);
	if (k.arena == NULL)
		return err_nomem(err);
	if (load(arc, base, lock, &k, err))
		return press_open_kin(base, &k, ret, err);
	arena_free(k.arena);
	return false;
}
