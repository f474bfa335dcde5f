/* pdf/meta.c -- Info, XMP, output intent, identifiers, attachments. */
#include <stdio.h>
#include <string.h>

#include "base/day.h"
#include "pdf/pdf_priv.h"

#define PRODUCER "Sổ Vàng " SOVANG_VERSION

static void
escape(struct buf *b, const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '&')
			buf_str_add(b, "&amp;");
		else if (*s == '<')
			buf_str_add(b, "&lt;");
		else if (*s == '>')
			buf_str_add(b, "&gt;");
		else
			buf_char(b, *s);
	}
}

struct moment {
	struct ymd d;
	int h, m, s;
};

/* In Vietnam's time, UTC+7. */
static struct moment
moment_of(int64_t unix_seconds)
{
	int64_t local = unix_seconds + 7 * 3600, rest = local % 86400;
	struct moment t = { .d = day_ymd(day_in_vietnam(unix_seconds)) };

	if (rest < 0)
		rest += 86400;
	t.h = (int)(rest / 3600);
	t.m = (int)(rest / 60 % 60);
	t.s = (int)(rest % 60);
	return t;
}

void
pdf_put_date(struct pdf *p, struct buf *b)
{
	struct moment t = moment_of(p->meta.created);

	buf_printf(b, "(D:%04d%02d%02d%02d%02d%02d+07'00')", t.d.year,
	    t.d.month, t.d.day, t.h, t.m, t.s);
}

static void
put_info(struct pdf *p, struct buf *b)
{
	const struct canvas_meta *m = &p->meta;
	const struct {
		const char *key, *value;
	} texts[] = { { "Title", m->title }, { "Author", m->author },
		{ "Subject", m->subject }, { "Keywords", m->keywords },
		{ "Producer", PRODUCER }, { "Creator", PRODUCER } };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (texts[i].value[0] == '\0')
			continue;
		buf_printf(b, "/%s ", texts[i].key);
		pdf_text(b, texts[i].value);
		buf_char(b, '\n');
	}
	buf_str_add(b, "/CreationDate ");
	pdf_put_date(p, b);
	buf_str_add(b, "\n/ModDate ");
	pdf_put_date(p, b);
	buf_char(b, '\n');
}

static void
put_language_text(struct buf *b, const char *name, const char *text)
{
	if (text[0] == '\0')
		return;
	buf_printf(b, "<%s><rdf:Alt><rdf:li xml:lang=\"x-default\">", name);
	escape(b, text);
	buf_printf(b, "</rdf:li></rdf:Alt></%s>\n", name);
}

/* The schemas that PDF/A does not know must be described in the file itself. */
static const char extension_ua[] =
    "<rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\n"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/"
    "</pdfaSchema:namespaceURI>\n"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaProperty:name>part</pdfaProperty:name>\n"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
    "<pdfaProperty:category>internal</pdfaProperty:category>\n"
    "<pdfaProperty:description>part of PDF/UA</pdfaProperty:description>\n"
    "</rdf:li></rdf:Seq></pdfaSchema:property>\n</rdf:li>\n";
static const char extension_sv[] =
    "<rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaSchema:schema>Official document</pdfaSchema:schema>\n"
    "<pdfaSchema:namespaceURI>urn:sovang:document:1"
    "</pdfaSchema:namespaceURI>\n"
    "<pdfaSchema:prefix>sv</pdfaSchema:prefix>\n"
    "<pdfaSchema:property><rdf:Seq>"
    "<rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaProperty:name>number</pdfaProperty:name>\n"
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType>\n"
    "<pdfaProperty:category>external</pdfaProperty:category>\n"
    "<pdfaProperty:description>number and symbol</pdfaProperty:description>\n"
    "</rdf:li><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaProperty:name>issuer</pdfaProperty:name>\n"
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType>\n"
    "<pdfaProperty:category>external</pdfaProperty:category>\n"
    "<pdfaProperty:description>issuing agency</pdfaProperty:description>\n"
    "</rdf:li></rdf:Seq></pdfaSchema:property>\n</rdf:li>\n";

static void
put_identification(struct pdf *p, struct buf *b)
{
	int part = pdf_part(p);
	bool tagged = pdf_is_tagged(p);

	if (part > 0)
		buf_printf(b,
		    "<pdfaid:part>%d</pdfaid:part>\n"
		    "<pdfaid:conformance>%c</pdfaid:conformance>\n",
		    part, tagged ? 'A' : 'B');
	if (part > 1 && tagged)
		buf_str_add(b, "<pdfuaid:part>1</pdfuaid:part>\n");
	if (part > 0) {
		buf_str_add(b, "<pdfaExtension:schemas><rdf:Bag>\n");
		if (part > 1 && tagged)
			buf_str_add(b, extension_ua);
		buf_str_add(b, extension_sv);
		buf_str_add(b, "</rdf:Bag></pdfaExtension:schemas>\n");
	}
}

static void
put_one(struct buf *b, const char *name, const char *value)
{
	if (value[0] == '\0')
		return;
	buf_printf(b, "<%s>", name);
	escape(b, value);
	buf_printf(b, "</%s>\n", name);
}

static void
put_xmp(struct pdf *p, struct buf *b)
{
	const struct canvas_meta *m = &p->meta;
	struct moment t = moment_of(m->created);
	char date[64];

	snprintf(date, sizeof(date), "%04d-%02d-%02dT%02d:%02d:%02d+07:00",
	    t.d.year, t.d.month, t.d.day, t.h, t.m, t.s);
	buf_str_add(b,
	    "<?xpacket begin=\"\xEF\xBB\xBF\" "
	    "id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
	    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n<rdf:RDF "
	    "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
	    "<rdf:Description rdf:about=\"\"\n"
	    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
	    " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
	    " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n"
	    " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"\n"
	    " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"\n"
	    " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"\n"
	    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"\n"
	    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\"\n"
	    " xmlns:sv=\"urn:sovang:document:1\">\n");
	put_language_text(b, "dc:title", m->title);
	put_language_text(b, "dc:description", m->subject);
	if (m->author[0] != '\0') {
		buf_str_add(b, "<dc:creator><rdf:Seq><rdf:li>");
		escape(b, m->author);
		buf_str_add(b, "</rdf:li></rdf:Seq></dc:creator>\n");
	}
	buf_printf(b,
	    "<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></"
	    "dc:language>\n"
	    "<xmp:CreateDate>%s</xmp:CreateDate>\n"
	    "<xmp:ModifyDate>%s</xmp:ModifyDate>\n",
	    m->lang, date, date);
	put_one(b, "xmp:CreatorTool", PRODUCER);
	put_one(b, "pdf:Producer", PRODUCER);
	put_one(b, "pdf:Keywords", m->keywords);
	put_identification(p, b);
	put_one(b, "sv:number", m->number);
	put_one(b, "sv:issuer", m->issuer);
	buf_str_add(b, "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n"
		       "<?xpacket end=\"w\"?>\n");
}

/* --- output intent --- */

static void
be32(struct buf *b, uint32_t v)
{
	buf_char(b, (char)(v >> 24));
	buf_char(b, (char)(v >> 16));
	buf_char(b, (char)(v >> 8));
	buf_char(b, (char)v);
}

/* Zeros up to a length; ends even when the buffer has failed. */
static void
pad(struct buf *b, size_t len)
{
	for (size_t i = b->len; i < len; i++)
		buf_char(b, '\0');
}

static void
put_xyz(struct buf *b, uint32_t x, uint32_t y, uint32_t z)
{
	buf_add(b, "XYZ \0\0\0\0", 8);
	be32(b, x);
	be32(b, y);
	be32(b, z);
}

static void
put_desc(struct buf *b)
{
	static const char text[] = "sRGB IEC61966-2.1 primaries, gamma 2.2";
	size_t from = b->len;

	buf_add(b, "desc\0\0\0\0", 8);
	be32(b, sizeof(text));
	buf_add(b, text, sizeof(text));
	be32(b, 0); /* no Unicode, no script code */
	be32(b, 0);
	pad(b, from + 12 + sizeof(text) + 78);
}

static void
put_text(struct buf *b)
{
	buf_add(b, "text\0\0\0\0No copyright, use freely", 33);
}

static void
put_curve(struct buf *b)
{
	buf_add(b, "curv\0\0\0\0\0\0\0\1\x02\x33", 14); /* 2.2 as u8Fixed8 */
}

/* A matrix profile (ICC.1:2001-04): sRGB's primaries adapted to D50, as
 * s15Fixed16 numbers.  Gray needs no profile of its own under an RGB intent. */
static void
put_profile(struct buf *b)
{
	static const char *const tags[] = { "desc", "cprt", "wtpt", "rXYZ",
		"gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC" };
	enum { COUNT = 9, HEADER = 128 };
	struct buf data = { 0 };
	uint32_t at[COUNT], len[COUNT], base = HEADER + 4 + COUNT * 12;

	for (int i = 0; i < COUNT; i++) {
		pad(&data, (data.len + 3) / 4 * 4);
		at[i] = (uint32_t)data.len;
		switch (i) {
		case 0:
			put_desc(&data);
			break;
		case 1:
			put_text(&data);
			break;
		case 2:
			put_xyz(&data, 0x0000F6D6, 0x00010000, 0x0000D32D);
			break;
		case 3:
			put_xyz(&data, 0x00006FA2, 0x000038F5, 0x00000390);
			break;
		case 4:
			put_xyz(&data, 0x00006299, 0x0000B785, 0x000018DA);
			break;
		case 5:
			put_xyz(&data, 0x000024A0, 0x00000F84, 0x0000B6CF);
			break;
		default:
			put_curve(&data);
			break;
		}
		len[i] = (uint32_t)data.len - at[i];
	}
	pad(&data, (data.len + 3) / 4 * 4);
	be32(b, base + (uint32_t)data.len);
	be32(b, 0);
	be32(b, 0x02100000);
	buf_add(b, "mntrRGB XYZ \x07\xE6\0\x04\0\x0C\0\0\0\0\0\0acsp", 28);
	pad(b, 68);
	be32(b, 0x0000F6D6); /* D50 */
	be32(b, 0x00010000);
	be32(b, 0x0000D32D);
	pad(b, HEADER);
	be32(b, COUNT);
	for (int i = 0; i < COUNT; i++) {
		buf_add(b, tags[i], 4);
		be32(b, base + at[i]);
		be32(b, len[i]);
	}
	buf_add(b, buf_str(&data), data.len);
	b->failed = b->failed || !buf_ok(&data);
	buf_done(&data);
}

static bool
put_intent(struct pdf *p, struct buf *catalog, struct err *err)
{
	struct buf profile = { 0 };
	struct object icc;
	bool ok;

	if (pdf_part(p) == 0)
		return true;
	put_profile(&profile);
	ok = buf_ok(&profile) ? pdf_stream(p, "/N 3\n", buf_str(&profile),
				    profile.len, false, &icc, err)
			      : err_nomem(err);
	buf_done(&profile);
	buf_printf(catalog,
	    "/OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1\n"
	    "/OutputConditionIdentifier (sRGB) /Info (sRGB) "
	    "/DestOutputProfile %u 0 R>>]\n",
	    ok ? icc.id : 0);
	return ok;
}

/* --- attachments --- */

bool
pdf_attach(void *ctx, const char *name, const char *mime, const char *relation,
    const void *bytes, size_t len, struct err *err)
{
	struct pdf *p = ctx;
	struct named *n = arena_alloc(p->arena, sizeof(*n)), **to = &p->files;
	struct object file;
	struct buf b = { 0 };
	bool ok;

	if (n == NULL)
		return err_nomem(err);
	if (pdf_part(p) == 1 || pdf_part(p) == 2)
		return err_set(err, ERR_VALUE, no_pos,
		    "chuẩn PDF này không cho kèm tệp; dùng "
		    "pdf-profile=\"a-3a\"");
	n->name = arena_strdup(p->arena, name);
	buf_str_add(&b, "/Type /EmbeddedFile /Subtype /");
	for (const char *s = mime; *s != '\0'; s++)
		buf_printf(&b, *s == '/' ? "#2F" : "%c", *s);
	buf_printf(&b, "\n/Params <</Size %zu /ModDate ", len);
	pdf_put_date(p, &b);
	buf_str_add(&b, ">>\n");
	ok = pdf_stream(p, buf_str(&b), bytes, len, false, &file, err) &&
	     pdf_object(p, &n->object, err);
	buf_done(&b);
	if (!ok)
		return false;
	buf_str_add(&b, "/Type /Filespec /F ");
	pdf_text(&b, name);
	buf_str_add(&b, " /UF ");
	pdf_text(&b, name);
	buf_printf(&b, "\n/AFRelationship /%s /EF <</F %u 0 R /UF %u 0 R>>\n",
	    relation, file.id, file.id);
	pdf_body(p, &n->object, &b);
	while (*to != NULL && strcmp((*to)->name, name) < 0)
		to = &(*to)->next; /* a name tree is in order */
	n->next = *to;
	*to = n;
	return true;
}

static void
put_files(struct pdf *p, struct buf *b)
{
	if (p->files == NULL)
		return;
	buf_str_add(b, "/Names <</EmbeddedFiles <</Names [");
	for (const struct named *n = p->files; n != NULL; n = n->next) {
		pdf_text(b, n->name);
		buf_printf(b, " %u 0 R ", n->object.id);
	}
	buf_str_add(b, "]>> >>\n/AF [");
	for (const struct named *n = p->files; n != NULL; n = n->next)
		buf_printf(b, "%u 0 R ", n->object.id);
	buf_str_add(b, "]\n");
}

/* --- putting it in --- */

static HPDF_STATUS
write_text(HPDF_Dict dict, HPDF_Stream stream)
{
	return HPDF_Stream_WriteStr(stream, dict->attr);
}

/* The catalog keeps libharu's own entries; ours are printed behind them. */
static bool
set_text(struct pdf *p, HPDF_Dict dict, struct buf *b, struct err *err)
{
	char *text =
	    buf_ok(b) ? arena_strndup(p->arena, buf_str(b), b->len) : NULL;

	buf_done(b);
	if (text == NULL)
		return err_nomem(err);
	dict->attr = text;
	dict->write_fn = write_text;
	return true;
}

static bool
write_info(struct pdf *p, struct err *err)
{
	struct buf b = { 0 };

	/* libharu put its own name in. */
	HPDF_Dict_RemoveElement(p->doc->info, "Producer");
	put_info(p, &b);
	hash_run_add(p->hash, buf_str(&b), b.len);
	return set_text(p, p->doc->info, &b, err);
}

static bool
write_xmp(struct pdf *p, unsigned *ret_id, struct err *err)
{
	struct buf b = { 0 };
	struct object xmp;
	bool ok;

	put_xmp(p, &b);
	ok = buf_ok(&b) ? pdf_stream(p, "/Type /Metadata /Subtype /XML\n",
			      buf_str(&b), b.len, true, &xmp, err)
			: err_nomem(err);
	buf_done(&b);
	if (ok)
		*ret_id = xmp.id;
	return ok;
}

bool
pdf_write_meta(struct pdf *p, struct err *err)
{
	struct buf b = { 0 };
	unsigned xmp = 0;

	if (!write_info(p, err) || !write_xmp(p, &xmp, err) ||
	    !put_intent(p, &b, err)) {
		buf_done(&b);
		return false;
	}
	buf_printf(&b, "/Metadata %u 0 R\n/Lang (%s)\n", xmp, p->meta.lang);
	buf_str_add(&b, "/ViewerPreferences <</DisplayDocTitle true>>\n");
	if (pdf_is_tagged(p))
		buf_str_add(&b, "/MarkInfo <</Marked true>>\n");
	put_files(p, &b);
	if (pdf_is_tagged(p) && p->tree_id != 0)
		buf_printf(&b, "/StructTreeRoot %u 0 R\n", p->tree_id);
	hash_run_take(p->hash, &p->file_id);
	p->hash = NULL;
	return set_text(p, p->doc->catalog, &b, err);
}
