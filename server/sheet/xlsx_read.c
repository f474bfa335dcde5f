/* sheet/xlsx_read.c -- the first sheet of an .xlsx (ECMA-376, part 1), on
 * libzip and our own XML parser. */
#include <string.h>
#include <zip.h>

#include "sheet/read_priv.h"
#include "viet/number.h"
#include "viet/text.h"
#include "xml/xml.h"

struct book {
	struct arena *a;
	zip_t *zip;
	size_t unpacked; /* bytes so far */
};

static bool
not_a_table(struct err *err)
{
	err_set(err, ERR_VALUE, no_pos, "tệp không phải bảng Excel .xlsx");
	return err_hint(err, "mở bằng Excel rồi lưu lại thành .xlsx");
}

static bool
too_large(struct err *err)
{
	err_set(err, ERR_LIMIT, no_pos, "bảng bung ra lớn hơn %zu MB",
	    SHEET_PART_BYTES >> 20);
	return err_hint(err, "xóa trang tính và cột thừa rồi lưu lại");
}

static void
close_zip(void *zip)
{
	zip_discard(zip);
}

static bool
open_book(struct book *b, const char *bytes, size_t len, struct err *err)
{
	zip_error_t code;
	zip_source_t *src;

	zip_error_init(&code);
	src = zip_source_buffer_create(bytes, len, 0, &code);
	b->zip = src == NULL ? NULL
			     : zip_open_from_source(
				   src, ZIP_RDONLY | ZIP_CHECKCONS, &code);
	if (b->zip == NULL && src != NULL)
		zip_source_free(src);
	zip_error_fini(&code);
	if (b->zip == NULL)
		return not_a_table(err);
	return arena_defer(b->a, close_zip, b->zip) || err_nomem(err);
}

/* What the directory says about sizes is not believed. */
static bool
unpack(
    struct book *b, zip_file_t *f, char **ret, size_t *ret_len, struct err *err)
{
	struct buf out = { 0 };
	char piece[16384];
	zip_int64_t n;

	while ((n = zip_fread(f, piece, sizeof(piece))) > 0) {
		buf_add(&out, piece, (size_t)n);
		b->unpacked += (size_t)n;
		if (b->unpacked > SHEET_PART_BYTES) {
			buf_done(&out);
			return too_large(err);
		}
	}
	*ret = n < 0 || !buf_ok(&out)
		   ? NULL
		   : arena_strndup(b->a, buf_str(&out), out.len);
	*ret_len = out.len;
	buf_done(&out);
	return *ret != NULL || not_a_table(err);
}

/* *ret NULL: there is no such part. */
static bool
part(struct book *b, const char *name, struct xml_doc **ret, struct err *err)
{
	zip_file_t *f = zip_fopen(b->zip, name, 0);
	char *bytes;
	size_t len;
	bool ok;

	*ret = NULL;
	if (f == NULL)
		return true;
	ok = unpack(b, f, &bytes, &len, err);
	zip_fclose(f);
	return ok && xml_parse(b->a, name, bytes, len, XML_DATA, ret, err);
}

/* --- which sheet --- */

static const char *
relation_of(const struct xml_node *sheet)
{
	const char *name, *ns, *value;

	for (size_t i = 0; xml_attr_at(sheet, i, &name, &ns, &value); i++)
		if (strcmp(name, "id") == 0 && ns[0] != '\0')
			return value;
	return NULL;
}

static const char *
target_of(struct arena *a, const struct xml_doc *rels, const char *id)
{
	for (const struct xml_node *n = xml_first_element(xml_root(rels));
	     n != NULL; n = xml_next_element(n)) {
		const char *i = xml_attr(n, "Id"), *t = xml_attr(n, "Target");

		if (i == NULL || t == NULL || strcmp(i, id) != 0)
			continue;
		return t[0] == '/' ? t + 1 : arena_printf(a, "xl/%s", t);
	}
	return NULL;
}

static bool
find_sheet(struct book *b, struct xml_doc **ret, struct err *err)
{
	struct xml_doc *book, *rels;
	const struct xml_node *s;
	const char *id, *name;

	if (!part(b, "xl/workbook.xml", &book, err) ||
	    !part(b, "xl/_rels/workbook.xml.rels", &rels, err))
		return false;
	if (book == NULL || rels == NULL)
		return not_a_table(err);
	s = xml_child(xml_root(book), "sheets");
	for (s = s == NULL ? NULL : xml_first_element(s);
	     s != NULL && xml_attr(s, "state") != NULL &&
	     strcmp(xml_attr(s, "state"), "visible") != 0;)
		s = xml_next_element(s);
	id = s == NULL ? NULL : relation_of(s);
	name = id == NULL ? NULL : target_of(b->a, rels, id);
	if (name == NULL)
		return not_a_table(err);
	if (!part(b, name, ret, err))
		return false;
	return *ret != NULL || not_a_table(err);
}

/* --- texts --- */

/* Letters by their code, "_x000A_" (ECMA-376, ST_Xstring); what is no letter
 * stays as it stands. */
static void
add_decoded(struct buf *b, const char *t)
{
	while (*t != '\0') {
		uint32_t cp = 0;
		bool coded = t[0] == '_' && t[1] == 'x' &&
			     strspn(t + 2, "0123456789abcdefABCDEF") >= 4 &&
			     t[6] == '_';

		for (int i = 2; coded && i < 6; i++)
			cp = cp * 16 + (uint32_t)(t[i] <= '9'
						      ? t[i] - '0'
						      : (t[i] | 32) - 'a' + 10);
		coded = coded && (cp >= ' ' || cp == '\t' || cp == '\n') &&
			cp != 127 && (cp < 0xD800 || cp > 0xDFFF);
		if (coded) {
			buf_utf8(b, cp);
			t += 7;
		} else
			buf_char(b, *t++);
	}
}

/* <t>, or the <t> of each run; not how it is pronounced. */
static const char *
rich_text(struct arena *a, const struct xml_node *n)
{
	struct buf b = { 0 };
	const char *s;

	for (const struct xml_node *c = xml_first_element(n); c != NULL;
	     c = xml_next_element(c)) {
		const char *t = NULL;

		if (strcmp(xml_name(c), "t") == 0)
			t = xml_string(a, c);
		else if (strcmp(xml_name(c), "r") == 0)
			t = xml_child_string(a, c, "t");
		add_decoded(&b, t == NULL ? "" : t);
	}
	s = buf_ok(&b) ? arena_strdup(a, buf_str(&b)) : NULL;
	buf_done(&b);
	return s == NULL ? "" : s;
}

struct strings {
	const char **list;
	size_t count;
};

static bool
read_strings(struct book *b, struct strings *ret, struct err *err)
{
	struct xml_doc *doc;
	size_t n = 0;

	*ret = (struct strings){ 0 };
	if (!part(b, "xl/sharedStrings.xml", &doc, err))
		return false;
	if (doc == NULL)
		return true; /* every text stands in its cell */
	for (const struct xml_node *s = xml_first_element(xml_root(doc));
	     s != NULL; s = xml_next_element(s))
		n++;
	ret->list = arena_alloc_n(b->a, n + 1, sizeof(*ret->list));
	if (ret->list == NULL)
		return err_nomem(err);
	for (const struct xml_node *s = xml_first_element(xml_root(doc));
	     s != NULL; s = xml_next_element(s))
		ret->list[ret->count++] = rich_text(b->a, s);
	return true;
}

/* --- cells --- */

/* "AB12" → column 27, row 11; false for what is none. */
static bool
read_place(const char *ref, size_t *column, size_t *row)
{
	size_t c = 0, r = 0;

	if (ref == NULL || *ref < 'A' || *ref > 'Z')
		return false;
	for (; *ref >= 'A' && *ref <= 'Z' && c < 100000; ref++)
		c = c * 26 + (size_t)(*ref - 'A' + 1);
	for (; *ref >= '0' && *ref <= '9' && r < 10000000; ref++)
		r = r * 10 + (size_t)(*ref - '0');
	if (*ref != '\0' || r == 0)
		return false;
	*column = c - 1;
	*row = r - 1;
	return true;
}

static const char *
cell_text(
    struct book *b, const struct strings *strings, const struct xml_node *cell)
{
	const char *type = xml_attr(cell, "t");
	const char *v = xml_child_string(b->a, cell, "v");
	const struct xml_node *is = xml_child(cell, "is");
	int64_t n;

	if (is != NULL)
		return rich_text(b->a, is);
	if (v == NULL)
		return "";
	if (type != NULL && strcmp(type, "s") == 0)
		return viet_number_parse(v, &n) && n >= 0 &&
			       (size_t)n < strings->count
			   ? strings->list[n]
			   : "";
	return v;
}

static bool
read_cells(struct book *b, const struct strings *strings,
    const struct xml_doc *doc, struct sheet_rows *r, struct err *err)
{
	const struct xml_node *data = xml_child(xml_root(doc), "sheetData");
	size_t row = 0, column;

	if (data == NULL)
		return not_a_table(err);
	for (const struct xml_node *n = xml_first_element(data); n != NULL;
	     n = xml_next_element(n)) {
		int64_t at;
		const char *number = xml_attr(n, "r");

		if (number != NULL && viet_number_parse(number, &at) && at > 0)
			row = (size_t)at - 1;
		column = 0;
		for (const struct xml_node *c = xml_first_element(n); c != NULL;
		     c = xml_next_element(c), column++) {
			const char *raw, *s;

			read_place(xml_attr(c, "r"), &column, &row);
			raw = cell_text(b, strings, c);
			if (!viet_nfc(b->a, raw, strlen(raw), &s, err))
				return false;
			/* The cells beside a table are often formatted, not
			 * filled. */
			if (s[0] != '\0')
				rows_cell(r, row, column, s, strlen(s));
			if (r->failed) {
				*err = r->err;
				return false;
			}
		}
		row++;
	}
	return true;
}

bool
xlsx_read(struct sheet_rows *r, const char *bytes, size_t len, struct err *err)
{
	struct book b = { .a = r->a };
	struct strings strings;
	struct xml_doc *doc;
	struct err own;

	if (err == NULL)
		err = &own;
	*err = (struct err){ 0 };
	return open_book(&b, bytes, len, err) && find_sheet(&b, &doc, err) &&
	       read_strings(&b, &strings, err) &&
	       read_cells(&b, &strings, doc, r, err);
}
