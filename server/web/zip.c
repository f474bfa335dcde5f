/* web/zip.c -- a decision's certificates as a ZIP file that is made while it is
 * sent: PKWARE APPNOTE 6.3.10, stored, names in UTF-8, length known before.
 *
 * Libraries want to seek in what they write or to be told the locale; a stored
 * entry is a header, the bytes and a line of the directory. */
#include <string.h>

#include "viet/text.h"
#include "web/jobs_priv.h"

enum {
	LOCAL = 30,
	CENTRAL = 46,
	END = 22,
	NAME_LETTERS = 60,
	MOST_ENTRIES = 65535
};
static const uint64_t most_bytes = 0xFFFFFFFFu;

struct zip {
	struct web *web;
	struct arena *arena; /* outlives the request's, which ends first */
	const struct arc_doc *docs;
	const char **names;
	size_t count, next;
	struct buf out; /* of the present entry */
	size_t sent;
	struct buf directory;
	uint64_t offset; /* bytes of whole entries so far */
	bool ended;
};

static uint32_t
crc_of(const char *p, size_t len)
{
	/* CRC-32 (polynomial 0xedb88320) of half a byte. */
	static const uint32_t half[16] = { 0x00000000, 0x1db71064, 0x3b6e20c8,
		0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
		0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0,
		0x86d3d2d4, 0xa00ae278, 0xbdbdf21c };
	uint32_t crc = 0xFFFFFFFFu;

	for (size_t i = 0; i < len; i++) {
		crc ^= (unsigned char)p[i];
		crc = crc >> 4 ^ half[crc & 15];
		crc = crc >> 4 ^ half[crc & 15];
	}
	return ~crc;
}

static void
put16(struct buf *b, unsigned v)
{
	buf_char(b, (char)(v & 0xFF));
	buf_char(b, (char)(v >> 8 & 0xFF));
}

static void
put32(struct buf *b, uint32_t v)
{
	put16(b, v & 0xFFFF);
	put16(b, v >> 16);
}

/* What header and directory have in common. */
static void
put_facts(struct buf *b, const struct arc_doc *d, uint32_t crc, size_t name)
{
	struct ymd day = day_ymd(d->date);
	unsigned year = day.year < 1980 ? 0 : (unsigned)day.year - 1980;

	put16(b, 20);	  /* version 2.0 */
	put16(b, 0x0800); /* names are UTF-8 */
	put16(b, 0);	  /* stored */
	put16(b, 8 << 11);
	put16(b, year << 9 | (unsigned)day.month << 5 | (unsigned)day.day);
	put32(b, crc);
	put32(b, (uint32_t)d->length);
	put32(b, (uint32_t)d->length);
	put16(b, (unsigned)name);
	put16(b, 0);
}

static bool
put_entry(struct zip *z)
{
	const struct arc_doc *d = &z->docs[z->next];
	const char *name = z->names[z->next++], *bytes;
	struct arc *arc = web_reader(z->web, NULL);
	struct arena *a = arena_new(0);
	size_t len;
	uint32_t crc;
	bool ok = arc != NULL && a != NULL &&
		  arc_read(arc, a, d, false, &bytes, &len, NULL);

	if (ok) {
		crc = crc_of(bytes, len);
		put32(&z->out, 0x04034b50);
		put_facts(&z->out, d, crc, strlen(name));
		buf_str_add(&z->out, name);
		buf_add(&z->out, bytes, len);
		put32(&z->directory, 0x02014b50);
		put16(&z->directory, 3 << 8 | 20); /* made on UNIX */
		put_facts(&z->directory, d, crc, strlen(name));
		for (int i = 0; i < 3; i++)
			put16(&z->directory, 0);
		put32(&z->directory, (uint32_t)0100444 << 16);
		put32(&z->directory, (uint32_t)z->offset);
		buf_str_add(&z->directory, name);
		z->offset += LOCAL + strlen(name) + len;
	}
	arena_free(a);
	return ok && buf_ok(&z->out) && buf_ok(&z->directory);
}

static bool
put_directory(struct zip *z)
{
	buf_add(&z->out, buf_str(&z->directory), z->directory.len);
	put32(&z->out, 0x06054b50);
	put16(&z->out, 0);
	put16(&z->out, 0);
	put16(&z->out, (unsigned)z->count);
	put16(&z->out, (unsigned)z->count);
	put32(&z->out, (uint32_t)z->directory.len);
	put32(&z->out, (uint32_t)z->offset);
	put16(&z->out, 0);
	z->ended = true;
	return buf_ok(&z->out);
}

static int64_t
next_bytes(void *ctx, char *out, size_t room)
{
	struct zip *z = ctx;
	size_t n;

	if (z->sent == z->out.len) {
		if (z->ended)
			return HTTP_END;
		buf_clear(&z->out);
		z->sent = 0;
		/* A damaged document must not look like a whole file. */
		if (!(z->next < z->count ? put_entry(z) : put_directory(z)))
			return HTTP_BREAK;
	}
	n = z->out.len - z->sent < room ? z->out.len - z->sent : room;
	memcpy(out, buf_str(&z->out) + z->sent, n);
	z->sent += n;
	return (int64_t)n;
}

static void
zip_close(void *ctx)
{
	struct zip *z = ctx;

	buf_done(&z->out);
	buf_done(&z->directory);
	arena_free(z->arena);
}

/* What file systems and Windows refuse becomes a hyphen. */
static void
add_name(struct buf *b, const char *s)
{
	size_t letters = 0;

	while (*s != '\0' && letters++ < NAME_LETTERS) {
		uint32_t cp = viet_next(&s);

		if (cp < 0x20 || (cp < 0x80 && strchr("/\\:*?\"<>|", (int)cp)))
			cp = '-';
		buf_utf8(b, cp);
	}
}

static const char *
entry_name(struct arena *a, const struct arc_doc *d)
{
	struct buf b = { 0 };
	const char *s;

	buf_printf(&b, "%04lld%s ", (long long)d->number, d->suffix);
	add_name(&b, d->honouree);
	if (d->unit[0] != '\0') {
		buf_str_add(&b, " - ");
		add_name(&b, d->unit);
	}
	buf_str_add(&b, ".pdf");
	s = buf_ok(&b) ? arena_strdup(a, buf_str(&b)) : NULL;
	buf_done(&b);
	return s;
}

static bool
name_all(struct zip *z, uint64_t *ret_len, struct err *err)
{
	struct arena *a = z->arena;
	uint64_t len = END;

	z->names = arena_alloc_n(a, z->count + 1, sizeof(*z->names));
	if (z->names == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < z->count; i++) {
		z->names[i] = entry_name(a, &z->docs[i]);
		if (z->names[i] == NULL)
			return err_nomem(err);
		len += LOCAL + CENTRAL + 2 * strlen(z->names[i]) +
		       (uint64_t)z->docs[i].length;
	}
	*ret_len = len;
	if (len <= most_bytes && z->count <= MOST_ENTRIES)
		return true;
	err_set(err, ERR_LIMIT, no_pos, "tệp ZIP lớn quá 4 GB");
	return err_hint(err, "tải từng bằng khen, hoặc lập tập in");
}

static bool
find_documents(struct web *web, struct http_request *req, struct zip *z,
    struct arc_doc *decision, struct err *err)
{
	struct arena *a = z->arena;
	struct arc *arc = web_reader(web, err);
	struct arc_doc *docs;
	enum iss_sort sort = ISS_AS_DECIDED;
	const char *asked = http_query(req, "xep");

	for (int i = 0; asked != NULL && i < ISS_SORTS; i++)
		if (strcmp(asked, iss_sort_keys[i]) == 0)
			sort = (enum iss_sort)i;
	if (arc == NULL ||
	    !arc_get(arc, a, http_param(req, "id"), decision, err) ||
	    !iss_sorted(arc, a, decision->uid, sort, &docs, &z->count, err))
		return false;
	z->docs = docs;
	return z->count > 0 ||
	       err_set(err, ERR_NOTFOUND, no_pos, "%s %s chưa có bằng khen nào",
		   decision->type_name, decision->code);
}

static struct zip *
zip_new(struct web *web)
{
	struct arena *a = arena_new(0);
	struct zip *z = a == NULL ? NULL : arena_alloc(a, sizeof(*z));

	if (z == NULL) {
		arena_free(a);
		return NULL;
	}
	z->arena = a;
	z->web = web;
	return z;
}

bool
page_zip(struct http_request *req, void *app, struct err *err)
{
	struct zip *z = zip_new(app);
	struct http_source source = { next_bytes, zip_close, z };
	struct arc_doc decision;
	uint64_t len;
	char *name;

	if (z == NULL)
		return err_nomem(err);
	if (!find_documents(app, req, z, &decision, err) ||
	    !name_all(z, &len, err)) {
		zip_close(z);
		return false;
	}
	name = arena_printf(http_arena(req), "Bằng khen %s.zip", decision.code);
	for (char *p = name; p != NULL && *p != '\0'; p++)
		if (*p == '/')
			*p = '-';
	http_reply_header(req, "Cache-Control", "private, no-store");
	http_reply_name(req, name == NULL ? "bang-khen.zip" : name, false);
	http_reply_stream(req, 200, "application/zip", &source, (int64_t)len);
	return true;
}
