/* doc/attach.c -- files inside the document (PDF/A-3): collected where they are
 * declared, sent at the end. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "doc/doc_priv.h"

/* It becomes a name in the file: letters, digits and a few signs. */
static bool
good_mime(const char *mime)
{
	static const char allowed[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.";
	size_t type = strspn(mime, allowed), sub;

	if (type == 0 || mime[type] != '/')
		return false;
	sub = strspn(mime + type + 1, allowed);
	return sub > 0 && mime[type + 1 + sub] == '\0' && type + 1 + sub <= 100;
}

static bool
good_name(struct doc_build *b, struct frame *f, const char *name)
{
	if (name == NULL || name[0] == '\0' || strlen(name) > 200 ||
	    strpbrk(name, "/\\") != NULL) {
		doc_author_error(b, ERR_ATTR, doc_attr_pos(f, "name"),
		    "viết như name=\"du-lieu.xml\", không có dấu / và \\",
		    "thẻ <attach> cần name, tên của tệp kèm");
		return false;
	}
	for (const struct attached *a = b->files; a != NULL; a = a->next)
		if (strcmp(a->name, name) == 0) {
			doc_author_error(b, ERR_VALUE, doc_attr_pos(f, "name"),
			    "đặt tên khác", "tệp kèm «%.60s» khai báo hai lần",
			    name);
			return false;
		}
	return true;
}

static bool
read_bytes(struct doc_build *b, struct frame *f, struct attached *a)
{
	const char *href = doc_attr(f, "href");
	struct err err;

	if (href != NULL)
		return doc_asset_bytes(b, f, href, &a->bytes, &a->len);
	if (b->config.data == NULL) {
		doc_author_error(b, ERR_ATTR, f->pos, "thêm href=\"…\"",
		    "thẻ <attach> không có tệp nào để kèm");
		return false;
	}
	if (b->config.data(b->config.asset_ctx, &a->bytes, &a->len, &err))
		return true;
	err_list_add(b->config.errors, &err);
	return false;
}

bool
el_attach(struct doc_build *b, struct frame *f, struct err *err)
{
	static const char relations[] =
	    "Data Source Alternative Supplement Unspecified";
	static const char *const names[] = { "Data", "Source", "Alternative",
		"Supplement", "Unspecified" };
	const char *name = doc_attr(f, "name"), *mime = doc_attr(f, "mime");
	struct attached *a, **to = &b->files;

	if (mime == NULL)
		mime = "application/xml";
	if (!good_mime(mime))
		return doc_author_error(b, ERR_VALUE, doc_attr_pos(f, "mime"),
		    "viết như application/xml hoặc text/csv", "mime=\"%.60s\"",
		    mime);
	if (!good_name(b, f, name))
		return true;
	a = arena_alloc(b->arena, sizeof(*a));
	if (a == NULL)
		return err_nomem(err);
	a->name = arena_strdup(b->arena, name);
	a->mime = arena_strdup(b->arena, mime);
	a->relation = names[doc_choice(f, "rel", relations, 0)];
	a->pos = f->pos;
	if (a->name == NULL || a->mime == NULL)
		return err_nomem(err);
	if (!read_bytes(b, f, a))
		return true;
	while (*to != NULL)
		to = &(*to)->next;
	*to = a;
	return true;
}

bool
doc_send_files(struct doc_build *b, struct err *err)
{
	const struct doc_sink *s = b->config.sink;

	for (const struct attached *a = b->files; a != NULL; a = a->next) {
		if (s->attach(s->ctx, a->name, a->mime, a->relation, a->bytes,
			a->len, err))
			continue;
		if (err->line == 0) {
			err->line = a->pos.line;
			err->col = a->pos.col;
			snprintf(err->file, sizeof(err->file), "%s",
			    a->pos.file == NULL ? "" : a->pos.file);
		}
		return false;
	}
	return true;
}
