/* pdf/pdf.c -- objects, streams, saving.
 *
 * libharu's dictionaries are used as shells: their bodies are printed by
 * write_fn from text of our own, with references as plain object numbers.
 * Streams are deflated here and given to libharu as they are.  Nothing of
 * libharu's fonts, images or saving to files is used: see ARCHITECTURE.md for
 * why. */
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#include "pdf/pdf_priv.h"

static void
on_hpdf_error(HPDF_STATUS error, HPDF_STATUS detail, void *ctx)
{
	(void)error;
	(void)detail;
	(void)ctx; /* asked for by HPDF_GetError at the end of each phase */
}

static HPDF_STATUS
write_body(HPDF_Dict dict, HPDF_Stream stream)
{
	const char *body = dict->attr;

	return body == NULL ? HPDF_OK : HPDF_Stream_WriteStr(stream, body);
}

static bool
hpdf_failed(struct pdf *p, struct err *err)
{
	HPDF_STATUS status = HPDF_GetError(p->doc);

	if (status == HPDF_FAILD_TO_ALLOC_MEM)
		return err_nomem(err);
	return err_set(
	    err, ERR_LIMIT, no_pos, "thư viện PDF từ chối (0x%04lX)", status);
}

bool
pdf_sound(struct pdf *p, struct err *err)
{
	if (p->failed)
		return err_nomem(err);
	return HPDF_GetError(p->doc) == HPDF_OK || hpdf_failed(p, err);
}

static void
make_object(struct object *o, HPDF_Dict dict)
{
	o->dict = dict;
	o->id = pdf_id(dict);
	o->body = NULL;
	dict->write_fn = write_body;
	dict->attr = NULL;
}

bool
pdf_object(struct pdf *p, struct object *ret, struct err *err)
{
	HPDF_Dict dict = HPDF_Dict_New(p->doc->mmgr);

	if (dict == NULL || HPDF_Xref_Add(p->doc->xref, dict) != HPDF_OK)
		return hpdf_failed(p, err);
	if (!pdf_sync(p, err))
		return false;
	make_object(ret, dict);
	return true;
}

/* The text moves into the arena; the buffer is empty again. */
void
pdf_body(struct pdf *p, struct object *o, struct buf *body)
{
	o->body = buf_ok(body)
		      ? arena_strndup(p->arena, buf_str(body), body->len)
		      : NULL;
	p->failed = p->failed || o->body == NULL;
	o->dict->attr = (void *)(uintptr_t)o->body;
	buf_done(body);
}

/* Grows the room that compressed bytes are written into; they are copied from
 * there, so that the arena holds what they are, not what they might have been.
 */
static bool
make_room(struct pdf *p, size_t want)
{
	char *room;

	if (p->deflate == NULL)
		p->deflate = pdf_cache_deflate(p->cache);
	if (want <= p->room_len)
		return p->deflate != NULL;
	room = realloc(p->room, want);
	if (room == NULL)
		return false;
	p->room = room;
	p->room_len = want;
	return p->deflate != NULL;
}

bool
pdf_deflate(struct pdf *p, const void *bytes, size_t len, const char **ret,
    size_t *ret_len, struct err *err)
{
	if (!make_room(p, libdeflate_zlib_compress_bound(NULL, len)))
		return err_nomem(err);
	*ret_len = libdeflate_zlib_compress(
	    p->deflate, bytes, len, p->room, p->room_len);
	*ret = p->room;
	return *ret_len > 0 || err_nomem(err);
}

bool
pdf_stream(struct pdf *p, const char *body, const void *bytes, size_t len,
    bool plain, struct object *ret, struct err *err)
{
	struct buf text = { 0 };
	bool ok;

	*ret = (struct object){ .id = pdf_number(p) };
	buf_str_add(&text, body);
	if (!plain) {
		const char *packed;
		size_t packed_len;

		buf_str_add(&text, "/Filter /FlateDecode\n");
		if (!pdf_deflate(p, bytes, len, &packed, &packed_len, err)) {
			buf_done(&text);
			return false;
		}
		bytes = packed;
		len = packed_len;
	}
	ok = buf_ok(&text)
		 ? pdf_write_stream(p, ret->id, buf_str(&text), bytes, len, err)
		 : err_nomem(err);
	buf_done(&text);
	return ok;
}

static uint32_t
next_letter(const char **s)
{
	const unsigned char *p = (const unsigned char *)*s;
	uint32_t cp = *p;
	int more = cp >= 0xF0 ? 3 : cp >= 0xE0 ? 2 : cp >= 0xC0 ? 1 : 0;

	cp &= more == 3 ? 7 : more == 2 ? 15 : more == 1 ? 31 : 127;
	for (p++; more > 0; more--)
		cp = cp << 6 | (*p++ & 0x3F);
	*s = (const char *)p;
	return cp;
}

void
pdf_text(struct buf *out, const char *text)
{
	buf_str_add(out, "<FEFF");
	while (text != NULL && *text != '\0') {
		uint32_t cp = next_letter(&text);

		if (cp >= 0x10000) {
			cp -= 0x10000;
			buf_printf(out, "%04X", 0xD800 + (cp >> 10));
			cp = 0xDC00 + (cp & 0x3FF);
		}
		buf_printf(out, "%04X", cp);
	}
	buf_char(out, '>');
}

bool
pdf_is_tagged(const struct pdf *p)
{
	return p->profile[0] == 'a' && p->profile[3] == 'a';
}

int
pdf_part(const struct pdf *p)
{
	return p->profile[0] == 'a' ? p->profile[2] - '0' : 0;
}

static const char *
kept(struct arena *a, const char *s)
{
	return s == NULL ? "" : arena_strdup(a, s);
}

static bool
pdf_begin(void *ctx, const struct canvas_meta *meta, struct err *err)
{
	static const char *const profiles[] = { "a-2a", "a-1a", "a-3a", "a-2b",
		"plain" };
	struct pdf *p = ctx;
	struct canvas_meta *m = &p->meta;

	*m = *meta;
	m->title = kept(p->arena, meta->title);
	m->author = kept(p->arena, meta->author);
	m->subject = kept(p->arena, meta->subject);
	m->keywords = kept(p->arena, meta->keywords);
	m->number = kept(p->arena, meta->number);
	m->issuer = kept(p->arena, meta->issuer);
	m->lang = meta->lang == NULL ? "vi-VN" : kept(p->arena, meta->lang);
	p->profile = NULL;
	for (size_t i = 0; i < sizeof(profiles) / sizeof(profiles[0]); i++)
		if (meta->profile == NULL ||
		    strcmp(profiles[i], meta->profile) == 0) {
			p->profile = profiles[i];
			break;
		}
	if (p->profile == NULL)
		return err_set(err, ERR_VALUE, no_pos,
		    "chuẩn PDF «%.40s» không có", meta->profile);
	p->doc->pdf_version = pdf_part(p) == 1 ? HPDF_VER_14 : HPDF_VER_17;
	pdf_header(p);
	return pdf_object(p, &p->resources, err);
}

static void
add_named(struct buf *b, const char *prefix, const struct named *n)
{
	for (int i = 0; n != NULL; n = n->next, i++)
		buf_printf(b, "/%s%d %u 0 R ", prefix, i, n->object.id);
}

static void
write_resources(struct pdf *p)
{
	struct buf b = { 0 };

	buf_str_add(&b, "/ProcSet [/PDF /Text /ImageB /ImageC]\n/Font <<");
	for (unsigned i = 0; i < p->face_count; i++)
		buf_printf(&b, "/F%u %u 0 R ", i, p->faces[i].object.id);
	buf_str_add(&b, ">>\n/XObject <<");
	add_named(&b, "O", p->ornaments);
	add_named(&b, "I", p->images);
	buf_str_add(&b, ">>\n");
	pdf_body(p, &p->resources, &b);
}

static bool
pdf_end(void *ctx, struct err *err)
{
	struct pdf *p = ctx;

	write_resources(p);
	if (!pdf_write_faces(p, err) || !pdf_write_tags(p, err) ||
	    !pdf_write_outlines(p, err) || !pdf_write_meta(p, err))
		return false;
	if (!pdf_sync(p, err))
		return false;
	p->ended = pdf_sound(p, err);
	return p->ended;
}

void
pdf_write_to(struct pdf *p, const struct pdf_out *out)
{
	p->to = *out;
}

bool
pdf_finish(struct pdf *p, struct err *err)
{
	if (!p->ended)
		return err_set(
		    err, ERR_LIMIT, no_pos, "tài liệu PDF chưa kết thúc");
	if (!pdf_save(p, err))
		return false;
	/* Now, not when the arena goes: the cache may be gone by then. */
	pdf_cache_give_back(p->cache, p->deflate);
	p->deflate = NULL;
	return true;
}

static void
free_bytes(void *bytes)
{
	free(bytes);
}

bool
pdf_bytes(struct pdf *p, const char **ret, size_t *ret_len, struct err *err)
{
	char *bytes;

	if (!pdf_finish(p, err))
		return false;
	bytes = buf_take(&p->out, ret_len);
	if (bytes == NULL || !arena_defer(p->arena, free_bytes, bytes)) {
		free(bytes);
		return err_nomem(err);
	}
	*ret = bytes;
	return true;
}

static void
free_pdf(void *pdf)
{
	struct pdf *p = pdf;
	struct hash ignored;

	if (p->doc != NULL)
		HPDF_Free(p->doc);
	if (p->hash != NULL)
		hash_run_take(p->hash, &ignored);
	libdeflate_free_compressor(p->deflate);
	free(p->room);
	pdf_tags_free(p);
	buf_done(&p->out);
	buf_done(&p->value);
	buf_done(&p->places);
	buf_done(&p->pack);
	buf_done(&p->pack_index);
	buf_done(&p->scratch);
	buf_done(&p->content);
}

bool
pdf_new(struct arena *a, struct pdf_cache *cache, struct pdf **ret,
    struct canvas *ret_canvas, struct err *err)
{
	struct pdf *p = arena_alloc(a, sizeof(*p));

	if (p == NULL)
		return err_nomem(err);
	if (strcmp(HPDF_GetVersion(), PDF_LIBHARU) != 0)
		return err_set(err, ERR_SETUP, no_pos,
		    "libharu %s; chương trình này đã kiểm với " PDF_LIBHARU,
		    HPDF_GetVersion());
	p->arena = a;
	p->cache = cache;
	p->profile = "a-2a";
	if (!arena_defer(a, free_pdf, p))
		return err_nomem(err);
	p->doc = HPDF_New(on_hpdf_error, NULL);
	p->hash = hash_run_new();
	if (p->doc == NULL || p->hash == NULL)
		return err_nomem(err);
	/* A deep page tree: the flat one ends at 32,767 pages. */
	HPDF_SetPagesConfiguration(p->doc, 100);
	*ret = p;
	*ret_canvas = (struct canvas){ p, pdf_begin, pdf_page_begin,
		pdf_page_end, pdf_draw_text, pdf_draw_rect, pdf_draw_path,
		pdf_draw_ornament, pdf_draw_image, pdf_open, pdf_close,
		pdf_outline, pdf_attach, pdf_end };
	return true;
}

const char *
pdf_haru_version(void)
{
	return HPDF_GetVersion();
}
