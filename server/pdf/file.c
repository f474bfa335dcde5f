/* pdf/file.c -- object numbers, object streams, the file (PDF 32000-1, 7.5).
 *
 * libharu makes pages, catalog and dictionaries; numbers are given here, so
 * that objects which libharu never sees (streams, hundreds of thousands of
 * structure elements in a long annex) can be numbered, written or packed into
 * object streams, and forgotten while the pages are still being drawn.  A
 * finished page leaves as well.  PDF/A-1 knows no object streams: there, and in
 * plain files, packed objects stand in the file as they are, with a classic
 * cross-reference table. */
#include <string.h>

#include "pdf/pdf_priv.h"

enum { PACK_OBJECTS = 256, PACK_BYTES = 32 << 10, FLUSH_BYTES = 128 << 10 };

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

static void
begin_object(struct pdf *p, unsigned id)
{
	uint64_t at = p->written + p->out.len;

	*place_of(p, id) = (struct place){ (uint32_t)at, 0, PLACE_DIRECT };
	buf_int(&p->out, id);
	buf_str_add(&p->out, " 0 obj\n");
}

bool
pdf_write_stream(struct pdf *p, unsigned id, const char *body,
    const void *bytes, size_t len, struct err *err)
{
	if (!buf_ok(&p->places))
		return err_nomem(err);
	begin_object(p, id);
	buf_str_add(&p->out, "<<\n");
	buf_str_add(&p->out, body);
	buf_str_add(&p->out, "/Length ");
	buf_int(&p->out, (int64_t)len);
	buf_str_add(&p->out, "\n>>\nstream\n");
	buf_add(&p->out, bytes, len);
	buf_str_add(&p->out, "\nendstream\nendobj\n");
	/* Packs that are closed while saving come after the file's ID. */
	if (p->hash != NULL)
		hash_run_add(p->hash, bytes, len);
	return buf_ok(&p->out) || err_nomem(err);
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
	if (!packs(p)) {
		begin_object(p, id);
		buf_add(&p->out, buf_str(body), body->len);
		buf_str_add(&p->out, "\nendobj\n");
		return buf_ok(&p->out) || err_nomem(err);
	}
	place = place_of(p, id);
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

/* --- what libharu holds --- */

static HPDF_STATUS
take_bytes(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT len)
{
	struct buf *out = stream->attr;

	buf_add(out, bytes, len);
	return buf_ok(out) ? HPDF_OK : HPDF_FAILD_TO_ALLOC_MEM;
}

static bool
pack_value(struct pdf *p, void *obj, struct err *err)
{
	HPDF_Stream to =
	    HPDF_CallbackWriter_New(p->doc->mmgr, take_bytes, &p->value);
	HPDF_STATUS status;

	if (to == NULL)
		return err_nomem(err);
	buf_clear(&p->value);
	status = HPDF_Obj_WriteValue(obj, to, NULL);
	HPDF_Stream_Free(to);
	if (status != HPDF_OK || !buf_ok(&p->value))
		return err_nomem(err);
	return pdf_pack(p, pdf_id(obj), &p->value, err);
}

/* What is left of the page is the shell that libharu's page tree refers to. */
bool
pdf_write_page(struct pdf *p, struct page *page, struct err *err)
{
	static const char *const keys[] = { "MediaBox", "Contents", "Resources",
		"StructParents", "Tabs", "Parent" };
	HPDF_PageAttr attr = page->hpdf->attr;
	HPDF_List entries = p->doc->xref->entries;

	if (!pack_value(p, page->hpdf, err))
		return false;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		HPDF_Dict_RemoveElement(page->hpdf, keys[i]);
	for (HPDF_UINT i = entries->count; i-- > 0;) {
		HPDF_XrefEntry e = HPDF_List_ItemAt(entries, i);

		if (e->obj != attr->contents)
			continue;
		HPDF_Obj_ForceFree(p->doc->mmgr, e->obj);
		e->obj = NULL;
		break;
	}
	return pdf_sound(p, err);
}

/* --- saving --- */

void
pdf_header(struct pdf *p)
{
	buf_printf(&p->out, "%%PDF-1.%d\n%%\xC4\xE1\xBB\x93\n",
	    pdf_part(p) == 1 ? 4 : 7);
}

bool
pdf_flush(struct pdf *p, struct err *err)
{
	if (!buf_ok(&p->out))
		return err_nomem(err);
	/* Four bytes are what the table has for an offset. */
	if (p->written + p->out.len > UINT32_MAX)
		return err_set(err, ERR_LIMIT, no_pos, "tệp PDF lớn quá 4 GiB");
	if (p->to.write == NULL || p->out.len < FLUSH_BYTES)
		return true;
	if (!p->to.write(p->to.ctx, p->out.data, p->out.len, err))
		return false;
	p->written += p->out.len;
	buf_clear(&p->out);
	return true;
}

/* All that libharu still holds, in its order; pages are written already. */
static bool
write_objects(struct pdf *p, struct err *err)
{
	HPDF_List entries = p->doc->xref->entries;

	for (HPDF_UINT i = 0; i < entries->count; i++) {
		HPDF_XrefEntry e = HPDF_List_ItemAt(entries, i);

		if (e->obj != NULL &&
		    place_of(p, pdf_id(e->obj))->kind == PLACE_FREE &&
		    !pack_value(p, e->obj, err))
			return false;
	}
	return !packs(p) || close_pack(p, err);
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
write_table(struct pdf *p)
{
	struct buf *out = &p->out;
	uint64_t start = p->written + out->len;

	buf_printf(out, "xref\n0 %u\n0000000000 65535 f\r\n", p->last_id + 1);
	for (unsigned id = 1; id <= p->last_id; id++)
		buf_printf(out,
		    place_of(p, id)->kind == PLACE_FREE ? "%010u 65535 f\r\n"
							: "%010u 00000 n\r\n",
		    place_of(p, id)->where);
	buf_str_add(out, "trailer\n<<\n");
	put_trailer(p, out);
	buf_printf(
	    out, ">>\nstartxref\n%llu\n%%%%EOF\n", (unsigned long long)start);
}

static void
put_bytes(struct buf *b, uint32_t v, int bytes)
{
	while (bytes-- > 0)
		buf_char(b, (char)(v >> 8 * bytes & 0xFF));
}

static bool
write_xref_stream(struct pdf *p, struct err *err)
{
	uint64_t start = p->written + p->out.len;
	unsigned id = pdf_number(p);
	struct buf rows = { 0 }, head = { 0 };
	const char *packed;
	size_t len;
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
	buf_str_add(&head, "/Type /XRef\n/W [1 4 2]\n");
	put_trailer(p, &head);
	buf_str_add(&head, "/Filter /FlateDecode\n");
	ok = buf_ok(&rows) && buf_ok(&head)
		 ? pdf_deflate(p, rows.data, rows.len, &packed, &len, err) &&
		       pdf_write_stream(p, id, buf_str(&head), packed, len, err)
		 : err_nomem(err);
	buf_done(&rows);
	buf_done(&head);
	buf_printf(
	    &p->out, "startxref\n%llu\n%%%%EOF\n", (unsigned long long)start);
	return ok;
}

bool
pdf_save(struct pdf *p, struct err *err)
{
	if (!pdf_sync(p, err) || !write_objects(p, err) || !pdf_flush(p, err))
		return false;
	if (!packs(p))
		write_table(p);
	else if (!write_xref_stream(p, err))
		return false;
	if (!pdf_sound(p, err) || !buf_ok(&p->out))
		return err_nomem(err);
	if (p->to.write == NULL)
		return true;
	if (!p->to.write(p->to.ctx, p->out.data, p->out.len, err))
		return false;
	p->written += p->out.len;
	buf_clear(&p->out);
	return true;
}
