/* records/meta.c -- fields of annex VI by one table each. */
#include "records/meta.h"

#include <stdio.h>
#include <string.h>

#include "archive/register.h"
#include "records/records_priv.h"
#include "viet/text.h"
#include "xml/xml.h"

/* S: letters; N: digits; D: dd/MM/yyyy.  `in` opens an element around this and
 * the following fields with the same one. */
struct field {
	const char *in, *name;
	char type;
	int most;
	bool required;
};

static bool
field_fits(const struct field *f, const char *value, const char *whose,
    struct err *err)
{
	size_t letters = viet_length(value);

	if (letters == 0) {
		if (!f->required)
			return true;
		err_set(err, ERR_MISSING, no_pos, "%s: thiếu trường %s", whose,
		    f->name);
		return err_hint(err, "trường bắt buộc theo phụ lục VI Nghị "
				     "định 30/2020/NĐ-CP");
	}
	if (f->type == 'N' && strspn(value, "0123456789") != letters)
		return err_set(err, ERR_TYPE, no_pos,
		    "%s: trường %s phải là số, không phải «%s»", whose, f->name,
		    value);
	if (letters <= (size_t)f->most)
		return true;
	err_set(err, ERR_LENGTH, no_pos,
	    "%s: trường %s dài %zu, phụ lục VI cho nhiều nhất %d", whose,
	    f->name, letters, f->most);
	return err_hint(err, "rút gọn, hoặc tách hồ sơ");
}

static bool
put_fields(struct xml_build *b, const struct field *fields, size_t n,
    const char *const *values, const char *whose, struct err *err)
{
	const char *in = NULL;

	for (size_t i = 0; i < n; i++) {
		const struct field *f = &fields[i];
		const char *v = values[i] == NULL ? "" : values[i];

		if (!field_fits(f, v, whose, err))
			return false;
		if (in != NULL && (f->in == NULL || strcmp(in, f->in) != 0)) {
			xml_close(b);
			in = NULL;
		}
		if (f->in != NULL && in == NULL) {
			in = f->in;
			xml_open(b, in);
		}
		if (v[0] != '\0' || f->required)
			xml_leaf(b, f->name, v);
	}
	if (in != NULL)
		xml_close(b);
	return true;
}

static const char *
date10(struct arena *a, day_t day)
{
	struct ymd d = day_ymd(day);

	return day == 0
		   ? ""
		   : arena_printf(a, "%02d/%02d/%04d", d.day, d.month, d.year);
}

static const char *
number(struct arena *a, int64_t v)
{
	return arena_printf(a, "%lld", (long long)v);
}

static bool
finish(struct xml_build *b, struct buf *out, struct err *err)
{
	struct xml_doc *doc;

	buf_str_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	return xml_build_doc(b, &doc, err) && xml_canonical(doc, out, err);
}

/* --- a document --- */

static const struct field document[] = {
	{ "FileCode", "OrganId", 'S', 13, true },
	{ "FileCode", "FileCatalog", 'N', 4, true },
	{ "FileCode", "FileNotation", 'S', 20, true },
	{ NULL, "DocOrdinal", 'N', 3, true },
	{ NULL, "TypeName", 'S', 100, true },
	{ NULL, "CodeNumber", 'S', 11, true },
	{ NULL, "CodeNotation", 'S', 30, true },
	{ NULL, "IssuedDate", 'D', 10, true },
	{ NULL, "OrganName", 'S', 200, true },
	{ NULL, "Subject", 'S', 500, true },
	{ NULL, "Language", 'S', 30, false },
	{ NULL, "PageAmount", 'N', 3, true },
	{ NULL, "Description", 'S', 500, false },
	{ "SignerInfo", "Position", 'S', 100, false },
	{ "SignerInfo", "FullName", 'S', 50, true },
};
static const struct field last_fields[] = {
	{ NULL, "Priority", 'N', 1, true },
	{ NULL, "IssuedAmount", 'N', 3, false },
	{ NULL, "DueDate", 'D', 10, false },
};
static const struct field to_fields[] = {
	{ "To", "OrganId", 'S', 13, false },
	{ "To", "OrganName", 'S', 200, true },
};
#define COUNT(x) (sizeof(x) / sizeof((x)[0]))

/* "A; B; C": each a <To>. */
static bool
put_recipients(struct xml_build *b, struct arena *a, const char *list,
    const char *whose, struct err *err)
{
	while (*list != '\0') {
		size_t len = strcspn(list, ";");
		const char *values[2] = { "", arena_strndup(a, list, len) };

		if (values[1] == NULL)
			return err_nomem(err);
		if (len > 0 && !put_fields(b, to_fields, 2, values, whose, err))
			return false;
		list += len;
		list += strspn(list, "; ");
	}
	return true;
}

/* «71a» of «71a/KH-UBND» */
static const char *
code_number(struct arena *a, const struct arc_doc *d)
{
	return arena_printf(a, "%02lld%s", (long long)d->number, d->suffix);
}

static const char *
due_date(struct arena *a, const char *iso)
{
	day_t d;

	return iso != NULL && day_parse_iso(iso, &d) ? date10(a, d) : "";
}

bool
rec_document_xml(struct arc *arc, struct arena *a, const struct rec_file *file,
    int ordinal, const struct arc_doc *d, struct buf *out, struct err *err)
{
	struct xml_build *b = xml_build_new(a, "Document");
	const char *notes[ARC_NOTES];
	struct arc_outgoing o;
	struct rec_office office;

	if (!arc_get_outgoing(arc, a, d->id, d->uid, &o, err) ||
	    !arc_get_notes(arc, a, d->uid, notes, err) ||
	    !rec_office(arc, a, d->org, &office, err))
		return false;
	const char *first[COUNT(document)] = { file->organ_id,
		number(a, file->catalog), file->notation, number(a, ordinal),
		d->type_name, code_number(a, d), d->symbol, date10(a, d->date),
		office.name, d->title, o.language, number(a, d->pages),
		notes[ARC_NOTE_DESCRIPTION], d->position, d->signer };
	const char *last[COUNT(last_fields)] = {
		notes[ARC_NOTE_PRIORITY] != NULL ? notes[ARC_NOTE_PRIORITY]
						 : number(a, o.priority),
		notes[ARC_NOTE_COPIES] != NULL ? notes[ARC_NOTE_COPIES]
		: o.copies > 0		       ? number(a, o.copies)
					       : "",
		due_date(a, notes[ARC_NOTE_DUE])
	};
	const char *to = notes[ARC_NOTE_RECIPIENTS] != NULL
			     ? notes[ARC_NOTE_RECIPIENTS]
			     : o.recipients;

	return put_fields(b, document, COUNT(document), first, d->code, err) &&
	       put_recipients(b, a, to, d->code, err) &&
	       put_fields(
		   b, last_fields, COUNT(last_fields), last, d->code, err) &&
	       finish(b, out, err);
}

/* --- a file --- */

static const struct field file_fields[] = {
	{ "FileCode", "OrganId", 'S', 13, true },
	{ "FileCode", "FileCatalog", 'N', 4, true },
	{ "FileCode", "FileNotation", 'S', 20, true },
	{ NULL, "Title", 'S', 500, true },
	{ NULL, "Maintenance", 'S', 30, true },
	{ NULL, "Rights", 'S', 30, false },
	{ NULL, "Creator", 'S', 30, true },
	{ NULL, "Language", 'S', 50, false },
	{ NULL, "StartDate", 'D', 10, true },
	{ NULL, "EndDate", 'D', 10, false },
	{ NULL, "DocTotal", 'N', 4, true },
	{ NULL, "PageTotal", 'N', 4, true },
	{ NULL, "Description", 'S', 500, false },
};

bool
rec_file_xml(struct arena *a, const struct rec_file *f,
    const struct arc_doc *docs, size_t count, struct buf *out, struct err *err)
{
	struct xml_build *b = xml_build_new(a, "File");
	int64_t pages = 0;

	for (size_t i = 0; i < count; i++)
		pages += docs[i].pages;
	const char *values[COUNT(file_fields)] = { f->organ_id,
		number(a, f->catalog), f->notation, f->title, f->maintenance,
		f->rights, f->creator, f->language, date10(a, f->start),
		date10(a, f->end), number(a, (int64_t)count), number(a, pages),
		f->description };

	return put_fields(b, file_fields, COUNT(file_fields), values,
		   rec_file_code(a, f), err) &&
	       finish(b, out, err);
}
