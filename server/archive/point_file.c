/* archive/point_file.c -- the text that describes a point of a backup.
 *
 * A line a fact; the last line is the hash of those before, so that no bit of
 * it can change unseen. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/backup_priv.h"
#include "base/file.h"

#define HEAD "sovang-point@1\n"
enum { TEXT_BYTES = 16 * 1024 * 1024 };

void
point_print(const struct point *p, struct buf *out)
{
	char hex[HASH_HEX + 1];
	struct hash h;

	buf_str_add(out, HEAD);
	buf_printf(
	    out, "at %" PRId64 "\nevents %" PRId64 "\n", p->at, p->events);
	buf_printf(out, "documents %" PRId64 "\nlast-id %" PRId64 "\n",
	    p->documents, p->last_id);
	hash_hex(&p->root, hex);
	buf_printf(out, "root %s\n", hex);
	hash_hex(&p->db, hex);
	buf_printf(out, "database %s\n", hex);
	for (const struct part *v = p->volumes; v != NULL; v = v->next)
		buf_printf(out, "volume %" PRId64 " %s\n", v->end, v->name);
	for (const struct part *v = p->fonts; v != NULL; v = v->next)
		buf_printf(out, "font %s %s\n", v->sha256, v->name);
	hash_of(buf_str(out), out->len, &h);
	hash_hex(&h, hex);
	buf_printf(out, "end %s\n", hex);
}

/* A name may not lead out of its folder. */
static bool
plain_name(const char *s)
{
	return s[0] != '\0' && s[0] != '.' && strchr(s, '/') == NULL;
}

static bool
add_part(struct arena *a, char *value, bool font, struct part **to)
{
	struct part *p = arena_alloc(a, sizeof(*p));
	char *space = strchr(value, ' ');
	struct hash h;

	if (p == NULL || space == NULL || !plain_name(space + 1))
		return false;
	*space = '\0';
	p->name = space + 1;
	p->sha256 = value;
	p->end = font ? 0 : strtoll(value, NULL, 10);
	p->next = *to;
	*to = p;
	return font ? hash_parse(value, &h) : p->end >= 0;
}

static bool
take_line(struct arena *a, char *line, struct point *p)
{
	struct {
		const char *key;
		int64_t *number;
		struct hash *hash;
		struct part **parts;
	} fields[] = { { "at", &p->at, NULL, NULL },
		{ "events", &p->events, NULL, NULL },
		{ "documents", &p->documents, NULL, NULL },
		{ "last-id", &p->last_id, NULL, NULL },
		{ "root", NULL, &p->root, NULL },
		{ "database", NULL, &p->db, NULL },
		{ "volume", NULL, NULL, &p->volumes },
		{ "font", NULL, NULL, &p->fonts } };
	char *value = strchr(line, ' ');

	if (value == NULL)
		return false;
	*value++ = '\0';
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		if (strcmp(fields[i].key, line) != 0)
			continue;
		if (fields[i].number != NULL)
			*fields[i].number = strtoll(value, NULL, 10);
		else if (fields[i].hash != NULL)
			return hash_parse(value, fields[i].hash);
		else
			return add_part(a, value, i == 7, fields[i].parts);
		return true;
	}
	return false;
}

/* Does the text end with the hash of what stands before? */
static bool
sealed(const char *text, size_t len)
{
	enum { LAST = 4 + HASH_HEX + 1 };
	char hex[HASH_HEX + 1];
	struct hash h;

	if (len < sizeof(HEAD) - 1 + LAST ||
	    memcmp(text, HEAD, sizeof(HEAD) - 1) != 0)
		return false;
	hash_of(text, len - LAST, &h);
	hash_hex(&h, hex);
	return memcmp(text + len - LAST, "end ", 4) == 0 &&
	       memcmp(text + len - LAST + 4, hex, HASH_HEX) == 0 &&
	       text[len - 1] == '\n';
}

bool
point_parse(struct arena *a, const char *text, size_t len, struct point *ret,
    struct err *err)
{
	char *copy = arena_strndup(a, text, len), *line, *nl;
	bool ok = copy != NULL && sealed(text, len);

	*ret = (struct point){ 0 };
	if (copy == NULL)
		return err_nomem(err);
	for (line = copy + sizeof(HEAD) - 1; ok; line = nl + 1) {
		nl = strchr(line, '\n');
		if (nl == NULL || strncmp(line, "end ", 4) == 0)
			break;
		*nl = '\0';
		ok = take_line(a, line, ret);
	}
	return ok || err_set(err, ERR_CORRUPT, no_pos,
			 "bản mô tả của điểm sao lưu không còn nguyên");
}

bool
point_names(struct arena *a, const char *backup, const char ***ret,
    size_t *ret_count, struct err *err)
{
	const char *dir = file_join(a, backup, "points");

	return dir != NULL ? list_names(a, dir, ret, ret_count, err)
			   : err_nomem(err);
}

bool
point_load(struct arena *a, const char *backup, const char *name,
    struct point *ret, struct err *err)
{
	const char *path =
	    arena_printf(a, "%s/points/%s/" POINT_TEXT, backup, name);
	char *text;
	size_t len;

	if (path == NULL)
		return err_nomem(err);
	if (!file_read(a, path, TEXT_BYTES, &text, &len, err))
		return false;
	if (!point_parse(a, text, len, ret, err)) {
		err_hint(err, "điểm %s; dùng điểm khác bằng --at", name);
		return false;
	}
	ret->name = arena_strdup(a, name);
	return ret->name != NULL || err_nomem(err);
}
