/* font/set.c -- a set of faces and its catalogue, from folders or from files
 * that were kept. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "font/font_priv.h"

static char *
next_word(char **s)
{
	char *w;

	*s += strspn(*s, " \t");
	w = *s;
	*s += strcspn(*s, " \t");
	if (**s != '\0')
		*(*s)++ = '\0';
	return *w == '\0' ? NULL : w;
}

static bool
parse_line(struct font_set *set, char *line, const char *path, int number,
    struct err *err)
{
	struct font_face *f = &set->faces[set->count];
	struct pos pos = { path, number, 1 };
	char *style;

	f->role = next_word(&line);
	if (f->role == NULL || f->role[0] == '#')
		return true;
	style = next_word(&line);
	f->file = next_word(&line);
	f->package = next_word(&line);
	f->sum = next_word(&line);
	f->office = f->sum == NULL ? NULL : next_word(&line);
	if (f->sum != NULL && strcmp(f->sum, "-") == 0)
		f->sum = NULL;
	if (style == NULL || f->file == NULL || f->package == NULL ||
	    set->count == FACES) {
		err_set(err, ERR_FONT, pos, "dòng danh mục phông chữ không đủ");
		return err_hint(err,
		    "viết: vai-trò kiểu tệp gói-Debian, ví dụ serif "
		    "bold LiberationSerif-Bold.ttf fonts-liberation2");
	}
	f->bold = strstr(style, "bold") != NULL;
	f->italic = strstr(style, "italic") != NULL;
	f->index = set->count++;
	return true;
}

static bool
parse_catalogue(struct font_set *set, const char *bytes, size_t len,
    const char *path, struct err *err)
{
	char *text = arena_strndup(set->arena, bytes, len);
	int number = 1;

	set->catalogue = bytes;
	set->catalogue_len = len;
	if (text == NULL)
		return err_nomem(err);
	for (char *line = text; line != NULL; number++) {
		char *end = strchr(line, '\n');

		if (end != NULL)
			*end++ = '\0';
		if (!parse_line(set, line, path, number, err))
			return false;
		line = end;
	}
	return true;
}

static struct font_set *
set_new(void)
{
	struct font_set *set = calloc(1, sizeof(*set));

	if (set == NULL)
		return NULL;
	pthread_mutex_init(&set->lock, NULL);
	set->arena = arena_new(0);
	if (set->arena != NULL)
		return set;
	font_set_close(set);
	return NULL;
}

bool
font_set_open(const char *catalogue, const char *office_dir,
    struct font_set **ret, struct err *err)
{
	struct font_set *set = set_new();
	char *text;
	size_t len;

	if (set == NULL)
		return err_nomem(err);
	if (office_dir != NULL)
		set->office_dir = arena_strdup(set->arena, office_dir);
	if (!file_read(
		set->arena, catalogue, CATALOGUE_BYTES, &text, &len, err) ||
	    !parse_catalogue(set, text, len, catalogue, err)) {
		font_set_close(set);
		return false;
	}
	*ret = set;
	return true;
}

bool
font_set_open_kept(const char *catalogue, size_t len,
    const struct font_kept *files, size_t count, struct font_set **ret,
    struct err *err)
{
	struct font_set *set = set_new();

	if (set == NULL)
		return err_nomem(err);
	set->kept = files;
	set->kept_count = count;
	if (!parse_catalogue(set, catalogue, len, "fonts/catalogue.txt", err)) {
		font_set_close(set);
		return false;
	}
	*ret = set;
	return true;
}

const char *
font_set_catalogue(const struct font_set *set, size_t *ret_len)
{
	*ret_len = set->catalogue_len;
	return set->catalogue;
}

void
font_set_close(struct font_set *set)
{
	if (set == NULL)
		return;
	for (unsigned i = 0; i < set->count; i++)
		font_face_done(&set->faces[i]);
	pthread_mutex_destroy(&set->lock);
	arena_free(set->arena);
	free(set);
}
