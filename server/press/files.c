/* press/files.c -- where a press has its files from: a list that was handed in,
 * the office's folder, the templates folder; and what was read. */
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "font/font.h"
#include "press/press_priv.h"

#define FONTS "fonts/"
#define CATALOGUE FONTS "catalogue.txt"
#define MANUAL "docs/huong-dan/"

/* What was read, when that is recorded. */
struct read {
	struct press_file file;
	struct read *next;
};

static const struct press_file *
find_file(const struct press *p, const char *name)
{
	for (size_t i = 0; i < p->file_count; i++)
		if (strcmp(p->files[i].name, name) == 0)
			return &p->files[i];
	return NULL;
}

static bool
note_read(struct press *p, const char *name, const char *bytes, size_t len,
    struct err *err)
{
	struct read *r = p->reads;

	while (r != NULL && strcmp(r->file.name, name) != 0)
		r = r->next;
	if (r != NULL || !p->record)
		return true;
	r = arena_alloc(p->arena, sizeof(*r));
	if (r == NULL)
		return err_nomem(err);
	r->file = (struct press_file){ arena_strdup(p->arena, name),
		arena_memdup(p->arena, bytes, len), len };
	if (r->file.name == NULL || r->file.bytes == NULL)
		return err_nomem(err);
	*p->reads_tail = r;
	p->reads_tail = &r->next;
	return true;
}

static bool
not_here(const struct press *p, const char *name, struct err *err)
{
	err_set(err, ERR_NOTFOUND, no_pos, "tệp %s", name);
	if (!p->only_files)
		return false;
	return err_hint(err,
	    "tệp không có trong phiên bản đã khóa của mẫu; công bố phiên bản "
	    "mới có tệp này");
}

static const char *
path_of(const struct press *p, struct arena *a, const char *name, int root)
{
	const char *roots[2] = { p->office_dir, p->templates }, *path, *docs;

	if (name[0] == '/' || strstr(name, "..") != NULL)
		return NULL;
	/* The manual is the program's alone, and stands beside the templates.
	 */
	if (strncmp(name, MANUAL, sizeof(MANUAL) - 1) == 0) {
		docs = file_home(a, "docs");
		path = docs == NULL ? NULL : file_join(a, docs, name + 5);
		return path != NULL && file_exists(path) ? path : NULL;
	}
	for (int i = root == PRESS_OFFICE_FIRST ? 0 : 1; i < 2; i++) {
		path = roots[i] == NULL ? NULL : file_join(a, roots[i], name);
		if (path != NULL && file_exists(path))
			return path;
	}
	return NULL;
}

bool
press_read(struct press *p, struct arena *a, const char *name,
    enum press_root root, size_t limit, const char **ret, size_t *ret_len,
    struct err *err)
{
	const struct press_file *f = find_file(p, name);
	const char *path;
	char *bytes;
	size_t len;

	if (f != NULL) {
		*ret = f->bytes;
		*ret_len = f->len;
		return note_read(p, name, f->bytes, f->len, err);
	}
	path = path_of(p, a, name, root);
	if (path == NULL)
		return not_here(p, name, err);
	if (!file_read(a, path, limit, &bytes, &len, err))
		return false;
	*ret = bytes;
	*ret_len = len;
	return note_read(p, name, bytes, len, err);
}

bool
press_has(const struct press *p, struct arena *a, const char *name)
{
	return find_file(p, name) != NULL ||
	       path_of(p, a, name, PRESS_TEMPLATES) != NULL;
}

/* --- fonts --- */

static bool
open_kept(struct press *p, struct err *err)
{
	const struct press_file *catalogue = find_file(p, CATALOGUE);
	struct font_kept *kept =
	    arena_alloc_n(p->arena, p->file_count + 1, sizeof(*kept));
	size_t n = 0;

	if (kept == NULL)
		return err_nomem(err);
	if (catalogue == NULL)
		return not_here(p, CATALOGUE, err);
	for (size_t i = 0; i < p->file_count; i++) {
		const struct press_file *f = &p->files[i];

		if (strncmp(f->name, FONTS, strlen(FONTS)) != 0)
			continue;
		kept[n].file = f->name + strlen(FONTS);
		kept[n].bytes = f->bytes;
		kept[n++].len = f->len;
	}
	return font_set_open_kept(
	    catalogue->bytes, catalogue->len, kept, n, &p->fonts, err);
}

static bool
open_folder(struct press *p, const struct press_config *config, struct err *err)
{
	const char *folder = config->fonts != NULL
				 ? config->fonts
				 : file_home(p->arena, "fonts"),
		   *office = p->office_dir == NULL
				 ? NULL
				 : file_join(p->arena, p->office_dir, "fonts");

	if (folder == NULL || !file_is_dir(folder)) {
		err_set(err, ERR_SETUP, no_pos, "không thấy thư mục %s",
		    config->fonts != NULL ? config->fonts : "fonts");
		return err_hint(err,
		    "đặt biến môi trường SOVANG_HOME là thư mục chứa "
		    "templates/ và fonts/");
	}
	return font_set_open(file_join(p->arena, folder, "catalogue.txt"),
	    office, &p->fonts, err);
}

bool
press_open_fonts(
    struct press *p, const struct press_config *config, struct err *err)
{
	p->own_fonts = config->fonts_of == NULL;
	if (!p->own_fonts) {
		p->fonts = config->fonts_of->fonts;
		return true;
	}
	if (p->only_files && p->file_count == 0)
		return true;
	return p->only_files ? open_kept(p, err) : open_folder(p, config, err);
}

/* --- what was used --- */

static bool
note_fonts(struct press *p, struct arena *a, struct err *err)
{
	const struct font_face *f = NULL;
	const char *bytes, *name;
	size_t len;

	bytes = font_set_catalogue(p->fonts, &len);
	if (!note_read(p, CATALOGUE, bytes, len, err))
		return false;
	for (unsigned i = 0;; i++) {
		if (!font_at(p->fonts, i, &f, err))
			return false;
		if (f == NULL)
			return true;
		name = strrchr(font_file(f), '/');
		name = name == NULL ? font_file(f) : name + 1;
		name = arena_printf(a, FONTS "%s", name);
		bytes = font_bytes(f, &len);
		if (name == NULL)
			return err_nomem(err);
		if (!note_read(p, name, bytes, len, err))
			return false;
	}
}

bool
press_used(struct press *p, struct arena *a, const struct press_file **ret,
    size_t *ret_count, struct err *err)
{
	struct press_file *list;
	size_t n = 0;

	if (!note_fonts(p, a, err))
		return false;
	for (const struct read *r = p->reads; r != NULL; r = r->next)
		n++;
	list = arena_alloc_n(a, n + 1, sizeof(*list));
	if (list == NULL)
		return err_nomem(err);
	*ret = list;
	*ret_count = n;
	for (const struct read *r = p->reads; r != NULL; r = r->next)
		*list++ = r->file;
	return true;
}
