/* font/find.c -- where a face's file is.
 *
 * The office's own folder comes first: a file of the catalogue's name, or the
 * office's own family under the names that it has elsewhere (times.ttf, in any
 * case of letters).  A family is taken whole or not at all. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/file.h"
#include "font/font_priv.h"

/* Where Debian puts fonts; each is tried with the catalogue's file name. */
static const char *const folders[] = {
	"/usr/share/fonts/truetype/liberation2",
	"/usr/share/fonts/truetype/liberation",
	"/usr/share/texmf/fonts/opentype/public/tex-gyre",
	"/usr/share/fonts/opentype/tex-gyre",
	"/usr/share/fonts/truetype/fonts-yrsa-rasa",
	"/usr/share/fonts/truetype",
	"/usr/share/fonts/opentype",
};

/* The folder's own spelling of a name, in the arena; NULL = not there. */
static const char *
spelling(struct arena *a, const char *dir, const char *name)
{
	DIR *d = opendir(dir);
	const char *found = NULL;
	const struct dirent *e;

	while (d != NULL && found == NULL && (e = readdir(d)) != NULL)
		if (strcasecmp(e->d_name, name) == 0)
			found = arena_strdup(a, e->d_name);
	if (d != NULL)
		closedir(d);
	return found;
}

/* Another face of the role that the office's folder has. */
static const char *
sibling(const struct font_set *set, const struct font_face *f, struct arena *a)
{
	for (unsigned i = 0; i < set->count; i++) {
		const struct font_face *other = &set->faces[i];
		const char *have;

		if (other == f || other->office == NULL ||
		    strcmp(other->role, f->role) != 0)
			continue;
		have = spelling(a, set->office_dir, other->office);
		if (have != NULL)
			return have;
	}
	return NULL;
}

static bool
find_office(const struct font_set *set, const struct font_face *f,
    struct arena *a, const char **ret, struct err *err)
{
	const char *path = file_join(a, set->office_dir, f->file), *name;

	*ret = path != NULL && file_exists(path) ? path : NULL;
	if (path == NULL)
		return err_nomem(err);
	if (*ret != NULL || f->office == NULL)
		return true;
	name = spelling(a, set->office_dir, f->office);
	if (name != NULL) {
		*ret = file_join(a, set->office_dir, name);
		return *ret != NULL || err_nomem(err);
	}
	name = sibling(set, f, a);
	if (name == NULL)
		return true;
	err_set(err, ERR_FONT, no_pos, "thư mục %s có %s nhưng thiếu %s",
	    set->office_dir, name, f->office);
	return err_hint(err,
	    "chép đủ bốn tệp của bộ phông, hoặc bỏ hẳn để dùng phông của gói "
	    "%s",
	    f->package);
}

static const char *
find_ours(const struct font_face *f, struct arena *a)
{
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		const char *path = file_join(a, folders[i], f->file);

		if (path != NULL && file_exists(path))
			return path;
	}
	return NULL;
}

bool
font_find_file(const struct font_set *set, const struct font_face *f,
    char **ret, bool *ret_ours, struct err *err)
{
	struct arena *a = arena_new(0);
	const char *found = NULL;
	bool ok = a != NULL || err_nomem(err);

	*ret = NULL;
	*ret_ours = false;
	if (ok && set->office_dir != NULL)
		ok = find_office(set, f, a, &found, err);
	if (ok && found == NULL) {
		found = find_ours(f, a);
		*ret_ours = true;
	}
	if (ok && found != NULL) {
		*ret = strdup(found);
		ok = *ret != NULL || err_nomem(err);
	}
	arena_free(a);
	return ok;
}
