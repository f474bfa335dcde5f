/* issue/publish.c -- publishing, and what the program brings. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/limits.h"
#include "issue/edition.h"

static bool
publish_checked(struct arc *arc, const struct arc_edition *e,
    const struct iss_closure *c, struct err *err)
{
	struct arc_edition what = *e;

	if (what.from == 0)
		what.from = arc_today(arc);
	if (arc_begin(arc, err) &&
	    arc_publish_edition(arc, &what, c->engine, c->files, c->count, err))
		return arc_commit(arc, err);
	arc_abort(arc);
	return false;
}

bool
iss_publish(struct arc *arc, const struct press_config *base,
    const struct arc_edition *e, struct err_list *errors, struct err *err)
{
	struct arena *a = arena_new(0);
	struct iss_closure c = { 0 };
	struct arc_edition now;
	bool ok = a != NULL || err_nomem(err);

	ok = ok && arc_get_edition(arc, a, e->id, e->version, &now, err);
	if (ok && now.lock[0] != '\0')
		ok = err_set(err, ERR_DENIED, no_pos,
		    "mẫu %s phiên bản %lld %s", e->id, (long long)e->version,
		    arc_edition_state_names[now.state]);
	ok = ok && iss_check_edition(arc, base, &now, errors, &c, err) &&
	     publish_checked(arc, e, &c, err);
	iss_closure_free(&c);
	arena_free(a);
	return ok;
}

/* --- folders --- */

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names that do not begin with a dot, sorted. */
static bool
list_folder(struct arena *a, const char *path, const char ***ret,
    size_t *ret_count, struct err *err)
{
	DIR *d = opendir(path);
	struct buf all = { 0 };
	const struct dirent *e;
	bool ok = true;

	if (d == NULL)
		return err_errno(err, path);
	while (ok && (e = readdir(d)) != NULL) {
		const char *name = arena_strdup(a, e->d_name);

		ok = name != NULL;
		if (ok && name[0] != '.')
			buf_add(&all, &name, sizeof(name));
	}
	closedir(d);
	*ret_count = all.len / sizeof(**ret);
	*ret = ok ? arena_memdup(a, buf_str(&all), all.len) : NULL;
	ok = buf_ok(&all) && *ret != NULL;
	buf_done(&all);
	if (!ok)
		return err_nomem(err);
	qsort(*ret, *ret_count, sizeof(**ret), by_text);
	return true;
}

bool
iss_read_folder(struct arena *a, const char *path, const char *id,
    struct arc_file **ret, size_t *ret_count, struct err *err)
{
	const char **names;
	size_t count, n = 0;
	struct arc_file *files;

	if (!list_folder(a, path, &names, &count, err))
		return false;
	files = arena_alloc_n(a, count + 1, sizeof(*files));
	if (files == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < count; i++) {
		const char *from = file_join(a, path, names[i]);
		struct arc_file *f = &files[n];
		char *bytes;

		if (from == NULL)
			return err_nomem(err);
		if (file_is_dir(from))
			continue;
		if (!file_read(a, from, GFX_IMAGE_BYTES, &bytes, &f->len, err))
			return false;
		f->bytes = bytes;
		f->name = arena_printf(a, "documents/%s/%s", id, names[i]);
		if (f->name == NULL)
			return err_nomem(err);
		n++;
	}
	*ret = files;
	*ret_count = n;
	return true;
}

/* --- what the program brings --- */

struct shipping {
	struct arc *arc;
	const struct press_config *base;
	struct press *press; /* looks into the folders; opened when needed */
	struct arena *a;
	struct err_list *errors;
	void (*told)(const struct arc_edition *e);
};

/* Fonts do not count: an update of a font package is no new template. */
static bool
is_same(
    struct shipping *s, const struct arc_edition *e, bool *ret, struct err *err)
{
	struct arc_lock lock;

	if (!arc_read_lock(s->arc, s->a, e->lock, &lock, err))
		return false;
	if (s->press == NULL && !press_open(s->base, &s->press, err))
		return false;
	*ret = true;
	for (size_t i = 0; *ret && i < lock.count; i++) {
		char hex[HASH_HEX + 1];
		const char *bytes;
		struct hash h;
		size_t len;

		if (strncmp(lock.parts[i].name, "fonts/", 6) == 0)
			continue;
		*ret = press_file(
		    s->press, s->a, lock.parts[i].name, &bytes, &len, NULL);
		if (!*ret)
			break;
		hash_of(bytes, len, &h);
		hash_hex(&h, hex);
		*ret = strcmp(hex, lock.parts[i].sha256) == 0;
	}
	return true;
}

/* The newest version that was published, whatever became of it. */
static bool
needs_publishing(struct shipping *s, const char *id, bool *ret, struct err *err)
{
	struct arc_edition *list;
	size_t count;
	bool same;

	if (!arc_list_editions(s->arc, s->a, id, &list, &count, err))
		return false;
	*ret = true;
	for (size_t i = 0; i < count; i++) {
		if (list[i].lock[0] == '\0')
			continue;
		*ret = false;
		if (!list[i].shipped)
			return true;
		if (!is_same(s, &list[i], &same, err))
			return false;
		*ret = !same;
		return true;
	}
	return true;
}

static bool
publish_one(struct shipping *s, const char *id, struct err *err)
{
	struct arc_edition e = { .id = id,
		.shipped = true,
		.by = "sovang " SOVANG_VERSION,
		.note = "Mẫu đi kèm chương trình",
		.from = arc_today(s->arc) };
	struct iss_closure c;
	struct err own;
	bool ok = false;

	err = err == NULL ? &own : err;
	if (!iss_check_files(s->base, id, NULL, 0, s->errors, &c))
		err_set(err, ERR_CHECK, no_pos, "mẫu %s có %zu chỗ phải sửa",
		    id, s->errors->errors);
	else if (arc_begin(s->arc, err) &&
		 arc_add_edition(s->arc, &e, NULL, 0, &e.version, err) &&
		 arc_publish_edition(
		     s->arc, &e, c.engine, c.files, c.count, err))
		ok = arc_commit(s->arc, err);
	if (!ok)
		arc_abort(s->arc);
	/* Another program was faster. */
	if (!ok && err->kind == ERR_TAKEN)
		ok = true;
	else if (ok && s->told != NULL)
		s->told(&e);
	iss_closure_free(&c);
	return ok;
}

static bool
ship(struct shipping *s, struct err *err)
{
	const char *home = s->base->templates != NULL
			       ? s->base->templates
			       : file_home(s->a, "templates"),
		   *folder =
		       home == NULL ? NULL : file_join(s->a, home, "documents"),
		   **names;
	size_t count;
	bool needed, ok = true;

	if (folder == NULL)
		return err_set(
		    err, ERR_SETUP, no_pos, "không thấy thư mục templates");
	if (!list_folder(s->a, folder, &names, &count, err))
		return false;
	for (size_t i = 0; ok && i < count; i++) {
		const char *path = file_join(s->a, folder, names[i]);

		if (path == NULL)
			return err_nomem(err);
		if (!file_is_dir(path))
			continue;
		ok = needs_publishing(s, names[i], &needed, err) &&
		     (!needed || publish_one(s, names[i], err));
	}
	return ok;
}

bool
iss_publish_shipped(struct arc *arc, const struct press_config *base,
    struct err_list *errors, void (*told)(const struct arc_edition *e),
    struct err *err)
{
	struct shipping s = { .arc = arc,
		.base = base,
		.a = arena_new(0),
		.errors = errors,
		.told = told };
	bool ok = s.a != NULL || err_nomem(err);

	ok = ok && ship(&s, err);
	press_close(s.press);
	arena_free(s.a);
	return ok;
}
