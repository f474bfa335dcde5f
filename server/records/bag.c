/* records/bag.c -- a file as a BagIt bag (RFC 8493).
 *
 * It is made in a folder beside its place and renamed when it is whole. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/register.h"
#include "base/file.h"
#include "base/hash.h"
#include "records/lists.h"
#include "records/meta.h"
#include "records/records_priv.h"
#include "sheet/sheet.h"
#include "viet/text.h"
#include "xml/xml.h"

struct bag {
	struct press *press;
	struct arc *arc;
	struct arena *a;
	const struct rec_file *file;
	const struct arc_doc *docs;
	size_t count;
	const char *name; /* of the bag, ASCII */
	const char *dir;  /* where it is made */
	struct buf manifest;
	int64_t bytes, files;
	day_t last;
};

/* The code in letters that every system can unpack. */
static const char *
ascii_name(struct arena *a, const char *code)
{
	char *s = viet_fold(a, code);

	if (s == NULL)
		return NULL;
	for (char *p = s; *p != '\0'; p++)
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
		else if ((unsigned char)*p > 126 ||
			 strchr(" /\\:*?\"<>|", *p) != NULL)
			*p = '-';
	return s;
}

/* Writes data/NAME and notes its hash. */
static bool
put(struct bag *b, const char *name, const void *bytes, size_t len,
    struct err *err)
{
	const char *path = arena_printf(b->a, "%s/data/%s", b->dir, name);
	char hex[HASH_HEX + 1];
	struct hash h;

	if (path == NULL)
		return err_nomem(err);
	hash_of(bytes, len, &h);
	hash_hex(&h, hex);
	buf_printf(&b->manifest, "%s  data/%s\n", hex, name);
	b->bytes += (int64_t)len;
	b->files++;
	return file_write(path, bytes, len, err);
}

static const char *
member(struct bag *b, size_t i, const char *end)
{
	return arena_printf(b->a, "%s.%03zu%s", b->name, i + 1, end);
}

static bool
put_document(struct bag *b, size_t i, struct err *err)
{
	const struct arc_doc *d = &b->docs[i];
	struct buf xml = { 0 };
	const char *pdf, *data;
	size_t pdf_len, data_len;
	bool ok;

	ok =
	    arc_read(b->arc, b->a, d, false, &pdf, &pdf_len, err) &&
	    arc_read(b->arc, b->a, d, true, &data, &data_len, err) &&
	    rec_document_xml(b->arc, b->a, b->file, (int)i + 1, d, &xml, err) &&
	    put(b, member(b, i, ".pdf"), pdf, pdf_len, err) &&
	    put(b, member(b, i, ".xml"), buf_str(&xml), xml.len, err) &&
	    put(b, member(b, i, ".du-lieu.xml"), data, data_len, err);
	buf_done(&xml);
	return ok;
}

static bool
put_list(struct bag *b, struct err *err)
{
	struct err_list errors;
	struct press_result r;
	struct buf xml = { 0 };
	bool ok;

	err_list_init(&errors, b->a);
	ok = rec_file_index_pdf(
		 b->press, b->arc, b->a, b->file, &errors, &r, err) &&
	     put(b, arena_printf(b->a, "%s.muc-luc.pdf", b->name), r.pdf,
		 r.pdf_len, err) &&
	     rec_file_xml(b->a, b->file, b->docs, b->count, &xml, err) &&
	     put(b, arena_printf(b->a, "%s.xml", b->name), buf_str(&xml),
		 xml.len, err);
	buf_done(&xml);
	return ok;
}

/* --- the page --- */

static bool
put_line(struct bag *b, struct xml_build *x, size_t i, struct err *err)
{
	const struct arc_doc *d = &b->docs[i];
	struct arc_standing s;

	if (!arc_get_standing(b->arc, b->a, d->uid, &s, err))
		return false;
	xml_open(x, "v");
	xml_set_int(x, "stt", (long long)i + 1);
	xml_set(x, "so", d->code);
	xml_set(x, "ngay", rec_day(b->a, d->date));
	xml_set_int(x, "trang", d->pages);
	xml_set(x, "pdf", member(b, i, ".pdf"));
	xml_set(x, "xml", member(b, i, ".xml"));
	xml_set(x, "du-lieu", member(b, i, ".du-lieu.xml"));
	xml_leaf(x, "trich-yeu", rec_title(b->a, d->type_name, d->title));
	xml_leaf(x, "hieu-luc", s.text[0] == '\0' ? NULL : s.text);
	xml_close(x);
	return true;
}

static bool
page_data(struct bag *b, struct xml_doc **ret, struct err *err)
{
	struct xml_build *x = xml_build_new(b->a, "chi-muc");
	struct rec_office office;
	int pages = 0;

	if (!rec_office(b->arc, b->a, b->file->org, &office, err))
		return false;
	for (size_t i = 0; i < b->count; i++)
		pages += b->docs[i].pages;
	xml_set(x, "ma", rec_file_code(b->a, b->file));
	xml_set_int(x, "so-van-ban", (long long)b->count);
	xml_set_int(x, "so-trang", pages);
	xml_set(x, "muc-luc", arena_printf(b->a, "%s.muc-luc.pdf", b->name));
	xml_set(x, "mo-ta", arena_printf(b->a, "%s.xml", b->name));
	xml_leaf(x, "co-quan", office.name);
	xml_leaf(x, "tieu-de", b->file->title);
	xml_leaf(x, "thoi-han", b->file->maintenance);
	xml_leaf(x, "thoi-gian",
	    b->file->end == 0
		? arena_printf(b->a, "từ %s", rec_day(b->a, b->file->start))
		: arena_printf(b->a, "%s – %s", rec_day(b->a, b->file->start),
		      rec_day(b->a, b->file->end)));
	for (size_t i = 0; i < b->count; i++)
		if (!put_line(b, x, i, err))
			return false;
	return xml_build_doc(x, ret, err);
}

static bool
put_page(struct bag *b, struct err *err)
{
	struct err_list errors;
	struct xml_doc *data;
	struct buf html = { 0 };
	const char *css;
	size_t css_len;
	bool ok;

	err_list_init(&errors, b->a);
	if (!page_data(b, &data, err) ||
	    !press_file(
		b->press, b->a, "books/chi-muc.css", &css, &css_len, err) ||
	    !put(b, "chi-muc.css", css, css_len, err))
		return false;
	ok = press_page(b->press, b->a, "books/chi-muc", data, &html, &errors);
	if (!ok && errors.len > 0 && err != NULL)
		*err = *errors.items[0];
	ok = ok && put(b, "index.html", buf_str(&html), html.len, err);
	buf_done(&html);
	return ok;
}

/* --- tag files --- */

static bool
put_tag(struct bag *b, const char *name, const struct buf *text,
    struct buf *tags, struct err *err)
{
	const char *path = file_join(b->a, b->dir, name);
	char hex[HASH_HEX + 1];
	struct hash h;

	if (path == NULL || !buf_ok(text))
		return err_nomem(err);
	hash_of(buf_str(text), text->len, &h);
	hash_hex(&h, hex);
	if (tags != NULL)
		buf_printf(tags, "%s  %s\n", hex, name);
	return file_write(path, buf_str(text), text->len, err);
}

static bool
put_tags(struct bag *b, struct err *err)
{
	struct buf tags = { 0 }, bagit = { 0 }, info = { 0 };
	struct rec_office office;
	char iso[11];
	bool ok = rec_office(b->arc, b->a, b->file->org, &office, err);

	buf_str_add(
	    &bagit, "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
	day_print_iso(b->last, iso);
	if (ok)
		buf_printf(&info,
		    "Source-Organization: %s\n"
		    "External-Identifier: %s\n"
		    "External-Description: %s\n"
		    "Bagging-Date: %s\n"
		    "Payload-Oxum: %lld.%lld\n"
		    "Bag-Software-Agent: sovang " SOVANG_VERSION "\n",
		    office.name, rec_file_code(b->a, b->file), b->file->title,
		    iso, (long long)b->bytes, (long long)b->files);
	ok = ok && put_tag(b, "bag-info.txt", &info, &tags, err) &&
	     put_tag(b, "bagit.txt", &bagit, &tags, err) &&
	     put_tag(b, "manifest-sha256.txt", &b->manifest, &tags, err) &&
	     put_tag(b, "tagmanifest-sha256.txt", &tags, NULL, err);
	buf_done(&tags);
	buf_done(&bagit);
	buf_done(&info);
	return ok;
}

static bool
fill(struct bag *b, struct err *err)
{
	if (!file_make_dir(file_join(b->a, b->dir, "data"), err))
		return false;
	for (size_t i = 0; i < b->count; i++)
		if (!put_document(b, i, err))
			return false;
	return put_list(b, err) && put_page(b, err) && put_tags(b, err);
}

/* --- its place --- */

/* Only what this file made: no links, folders and files. */
static void
remove_tree(struct arena *a, const char *dir)
{
	DIR *d = opendir(dir);
	const struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL) {
		const char *path;

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		path = file_join(a, dir, e->d_name);
		if (path != NULL && unlink(path) != 0)
			remove_tree(a, path);
	}
	if (d != NULL)
		closedir(d);
	(void)rmdir(dir);
}

static bool
settle(struct bag *b, const char *path, bool packed, struct err *err)
{
	if (packed)
		return sheet_zip(
		    b->dir, path, (int64_t)b->last * 86400 + 3600, err);
	if (rename(b->dir, path) != 0)
		return err_errno(err, path);
	return file_sync_dir(file_dir(b->a, path), err);
}

static bool
open_bag(struct bag *b, const char *path, struct err *err)
{
	struct arc_doc *docs;

	if (file_exists(path) || file_is_dir(path))
		return err_set(err, ERR_TAKEN, no_pos, "%s đã có", path);
	if (!rec_file_verify(b->arc, b->a, b->file, err) ||
	    !rec_file_documents(b->arc, b->a, b->file, &docs, &b->count, err))
		return false;
	if (b->count == 0)
		return err_set(err, ERR_NOTFOUND, no_pos,
		    "hồ sơ %d/%s chưa có văn bản nào", b->file->catalog,
		    b->file->notation);
	b->docs = docs;
	b->last = b->file->end != 0 ? b->file->end : docs[b->count - 1].date;
	b->name = ascii_name(b->a, rec_file_code(b->a, b->file));
	return b->name != NULL || err_nomem(err);
}

bool
rec_file_bag(struct press *press, struct arc *arc, struct arena *a,
    const struct rec_file *file, const char *path, struct err *err)
{
	struct bag b = { .press = press, .arc = arc, .a = a, .file = file };
	size_t len = strlen(path);
	bool packed = len > 4 && strcmp(path + len - 4, ".zip") == 0, ok;
	char *outer;

	if (!open_bag(&b, path, err))
		return false;
	outer = arena_printf(a, "%s.XXXXXX", path);
	if (outer == NULL)
		return err_nomem(err);
	if (mkdtemp(outer) == NULL)
		return err_errno(err, path);
	b.dir = file_join(a, outer, b.name);
	ok = (b.dir != NULL || err_nomem(err)) && fill(&b, err) &&
	     settle(&b, path, packed, err);
	buf_done(&b.manifest);
	remove_tree(a, outer);
	return ok;
}
