/* pdf/file.c -- object numbers, object streams, the file (PDF 32000-1, 7.5).
 *
 * libharu holds pages, catalog and the stream objects; numbers are given here,
 * so that objects which libharu never sees (hundreds of thousands of structure
 * elements in a long annex) can be numbered, packed into object streams and
 * forgotten while the pages are still being drawn.  PDF/A-1 knows no object
 * streams: there, and in plain files, packed objects stand in the file as they
 * are, with a classic cross-reference table. */
#include <stdlib.h>
#include <string.h>

#include "pdf/pdf_priv.h"

enum { PACK_OBJECTS = 256, PACK_BYTES = 32 << 10 };

enum place_kind { PLACE_FREE, PLACE_DIRECT, PLACE_PACKED };

/* Where an object stands: its offset, or its object stream and index. */
struct place {
	uint32_t where;
	uint16_t index;
	uint8_t kind;
};

static struct place *
place_of(struct pdf *p, unsigned id)
{
	return (struct place *)(void *)p->places.data + id;
}

unsigned
pdf_number(struct pdf *p)
{
	static const struct place none = { 0, 0, PLACE_FREE };

	if (p->last_id == 0)
		buf_add(&p->places, &none, sizeof(none));
	buf_add(&p->places, &none, sizeof(none));
	return ++p->last_id;
}

/* Objects that libharu has made since the last call get their numbers. */
bool
pdf_sync(struct pdf *p, struct err *err)
{
	HPDF_List entries = p->doc->xref->entries;

	for (; p->synced < entries->count; p->synced++) {
		HPDF_XrefEntry e = HPDF_List_ItemAt(entries, p->synced);
		HPDF_Obj_Header *header = e->obj;

		if (header == NULL)
			continue; /* the head of the free list */
		header->obj_id = pdf_number(p) | HPDF_OTYPE_INDIRECT;
	}
	return buf_ok(&p->places) || err_nomem(err);
}

static bool
packs(const struct pdf *p)
{
	return pdf_part(p) > 1;
}

static bool
close_pack(struct pdf *p, struct err *err)
{
	struct buf head = { 0 }, all = { 0 };
	struct object stream;
	bool ok;

	if (p->packed == 0)
		return true;
	buf_add(&all, buf_str(&p->pack_index), p->pack_index.len);
	buf_add(&all, buf_str(&p->pack), p->pack.len);
	buf_printf(&head, "/Type /ObjStm /N %u /First %zu\n", p->packed,
	    p->pack_index.len);
	ok = buf_ok(&all) && buf_ok(&head) && buf_ok(&p->places)
		 ? pdf_stream(p, buf_str(&head), buf_str(&all), all.len, false,
		       &stream, err)
		 : err_nomem(err);
	for (unsigned i = 0; ok && i < p->packed; i++)
		place_of(p, p->pack_ids[i])->where = stream.id;
	buf_done(&all);
	buf_done(&head);
	buf_clear(&p->pack);
	buf_clear(&p->pack_index);
	p->packed = 0;
	return ok;
}

bool
pdf_pack(struct pdf *p, unsigned id, const struct buf *body, struct err *err)
{
	struct place *place;

	if (!buf_ok(body) || !buf_ok(&p->places))
		return err_nomem(err);
	place = place_of(p, id);
	if (!packs(p)) {
		*place =
		    (struct place){ (uint32_t)p->pack.len, 0, PLACE_DIRECT };
		buf_int(&p->pack, id);
		buf_str_add(&p->pack, " 0 obj\n");
		buf_add(&p->pack, buf_str(body), body->len);
		buf_str_add(&p->pack, "\nendobj\n");
		return buf_ok(&p->pack) || err_nomem(err);
	}
	*place = (struct place){ 0, (uint16_t)p->packed, PLACE_PACKED };
	p->pack_ids[p->packed++] = id;
	buf_int(&p->pack_index, id);
	buf_char(&p->pack_index, ' ');
	buf_int(&p->pack_index, (int64_t)p->pack.len);
	buf_char(&p->pack_index, ' ');
	buf_add(&p->pack, buf_str(body), body->len);
	buf_char(&p->pack, '\n');
	if (p->packed < PACK_OBJECTS && p->pack.len < PACK_BYTES)
		return true;
	return close_pack(p, err);
}

/* --- saving --- */

static HPDF_STATUS
take_bytes(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT len)
{
	struct buf *out = stream->attr;

	buf_add(out, bytes, len);
	return buf_ok(out) ? HPDF_OK : HPDF_FAILD_TO_ALLOC_MEM;
}

static bool
is_stream(const void *obj)
{
	const HPDF_Obj_Header *header = obj;

	return (header->obj_class & HPDF_OCLASS_ANY) == HPDF_OCLASS_DICT &&
	       ((HPDF_Dict)(uintptr_t)obj)->stream != NULL;
}

static bool
write_value(struct pdf *p, void *obj, struct buf *out, struct err *err)
{
	HPDF_Stream to = HPDF_CallbackWriter_New(p->doc->mmgr, take_bytes, out);
	HPDF_STATUS status;

	if (to == NULL)
		return err_nomem(err);
	status = HPDF_Obj_WriteValue(obj, to, NULL);
	HPDF_Stream_Free(to);
	return (status == HPDF_OK && buf_ok(out)) || err_nomem(err);
}

static bool
write_direct(struct pdf *p, void *obj, struct buf *out, struct err *err)
{
	unsigned id = pdf_id(obj);

	*place_of(p, id) =
	    (struct place){ (uint32_t)out->len, 0, PLACE_DIRECT };
	buf_int(out, id);
	buf_str_add(out, " 0 obj\n");
	if (!write_value(p, obj, out, err))
		return false;
	buf_str_add(out, "\nendobj\n");
	return true;
}

static bool
pack_value(struct pdf *p, void *obj, struct err *err)
{
	struct buf body = { 0 };
	bool ok = write_value(p, obj, &body, err) &&
		  pdf_pack(p, pdf_id(obj), &body, err);

	buf_done(&body);
	return ok;
}

static bool
write_object(
    struct pdf *p, unsigned i, bool may_pack, struct buf *out, struct err *err)
{
	HPDF_XrefEntry e = HPDF_List_ItemAt(p->doc->xref->entries, i);

	if (e->obj == NULL)
		return true;
	return may_pack && !is_stream(e->obj)
		   ? pack_value(p, e->obj, err)
		   : write_direct(p, e->obj, out, err);
}

/* All that libharu holds, in its order.  The last object stream comes to the
 * list while it is closed: it and its length stand as they are. */
static bool
write_objects(struct pdf *p, struct buf *out, struct err *err)
{
	HPDF_List entries = p->doc->xref->entries;
	unsigned i = 0;

	for (; i < entries->count; i++)
		if (!write_object(p, i, packs(p), out, err))
			return false;
	if (packs(p) && !close_pack(p, err))
		return false;
	for (; i < entries->count; i++)
		if (!write_object(p, i, false, out, err))
			return false;
	return true;
}

static void
put_trailer(struct pdf *p, struct buf *b)
{
	buf_printf(b, "/Size %u\n/Root %u 0 R\n/Info %u 0 R\n/ID [",
	    p->last_id + 1, pdf_id(p->doc->catalog), pdf_id(p->doc->info));
	for (int i = 0; i < 2; i++) {
		buf_char(b, '<');
		for (int k = 0; k < 16; k++)
			buf_printf(b, "%02X", p->file_id.bytes[k]);
		buf_char(b, '>');
	}
	buf_str_add(b, "]\n");
}

static void
write_table(struct pdf *p, struct buf *out)
{
	size_t start = out->len;

	buf_printf(out, "xref\n0 %u\n0000000000 65535 f\r\n", p->last_id + 1);
	for (unsigned id = 1; id <= p->last_id; id++)
		buf_printf(out, "%010u 00000 n\r\n", place_of(p, id)->where);
	buf_str_add(out, "trailer\n<<\n");
	put_trailer(p, out);
	buf_printf(out, ">>\nstartxref\n%zu\n%%%%EOF\n", start);
}

static void
put_bytes(struct buf *b, uint32_t v, int bytes)
{
	while (bytes-- > 0)
		buf_char(b, (char)(v >> 8 * bytes & 0xFF));
}

static bool
write_xref_stream(struct pdf *p, struct buf *out, struct err *err)
{
	size_t start = out->len, len;
	unsigned id = pdf_number(p);
	struct buf rows = { 0 };
	const char *packed;
	bool ok;

	if (!buf_ok(&p->places))
		return err_nomem(err);
	*place_of(p, id) = (struct place){ (uint32_t)start, 0, PLACE_DIRECT };
	place_of(p, 0)->index = 65535;
	for (unsigned i = 0; i <= p->last_id; i++) {
		const struct place *at = place_of(p, i);

		put_bytes(&rows, at->kind, 1);
		put_bytes(&rows, at->where, 4);
		put_bytes(&rows, at->index, 2);
	}
	ok = buf_ok(&rows)
		 ? pdf_deflate(p, rows.data, rows.len, &packed, &len, err)
		 : err_nomem(err);
	buf_done(&rows);
	if (!ok)
		return false;
	buf_printf(out, "%u 0 obj\n<<\n/Type /XRef\n/W [1 4 2]\n", id);
	put_trailer(p, out);
	buf_printf(out, "/Filter /FlateDecode\n/Length %zu\n>>\nstream\n", len);
	buf_add(out, packed, len);
	buf_printf(
	    out, "\nendstream\nendobj\nstartxref\n%zu\n%%%%EOF\n", start);
	return true;
}

/* PDF/A-1: the objects that were kept aside follow the header. */
static bool
write_loose(struct pdf *p, struct buf *out, struct err *err)
{
	uint32_t shift = (uint32_t)out->len;

	if (packs(p))
		return true;
	for (unsigned id = 1; id <= p->last_id; id++)
		if (place_of(p, id)->kind == PLACE_DIRECT)
			place_of(p, id)->where += shift;
	if (!buf_ok(&p->pack))
		return err_nomem(err);
	buf_add(out, buf_str(&p->pack), p->pack.len);
	buf_done(&p->pack);
	return true;
}

static void
free_bytes(void *bytes)
{
	free(bytes);
}

bool
pdf_save(struct pdf *p, const char **ret, size_t *ret_len, struct err *err)
{
	struct buf out = { 0 };
	bool ok;
	char *bytes;

	buf_printf(
	    &out, "%%PDF-1.%d\n%%\xC4\xE1\xBB\x93\n", pdf_part(p) == 1 ? 4 : 7);
	ok = pdf_sync(p, err) && write_loose(p, &out, err) &&
	     write_objects(p, &out, err);
	if (ok && packs(p))
		ok = write_xref_stream(p, &out, err);
	else if (ok)
		write_table(p, &out);
	if (!ok || !buf_ok(&out)) {
		buf_done(&out);
		return ok ? err_nomem(err) : false;
	}
	bytes = buf_take(&out, ret_len);
	if (!arena_defer(p->arena, free_bytes, bytes)) {
		free(bytes);
		return err_nomem(err);
	}
	*ret = bytes;
	return true;
}
