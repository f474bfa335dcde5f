/* records/lists.c -- mục lục văn bản and mục lục hồ sơ as PDF. */
#include "records/lists.h"

#include <string.h>

#include "records/records_priv.h"
#include "xml/xml.h"

enum { COLUMNS = 7 };
/* Columns without their margins, hundredths of a millimetre. */
static const int of_documents[COLUMNS] = { 900, 2900, 1700, 8500, 3900, 1900,
	2600 };
static const int of_files[COLUMNS] = { 900, 2700, 9200, 2500, 2000, 1600,
	2500 };

static bool
put_row(struct xml_build *b, struct arena *a, const char *const cells[COLUMNS],
    const int widths[COLUMNS])
{
	static const char *const names[COLUMNS] = { "a", "b", "c", "d", "e",
		"f", "g" };

	xml_open(b, "v");
	for (int i = 0; i < COLUMNS; i++) {
		const char *s =
		    cells[i] == NULL ? NULL : rec_break(a, cells[i], widths[i]);

		if (s == NULL)
			return false;
		xml_set(b, names[i], s);
	}
	xml_close(b);
	return true;
}

/* «12» or «12-15»: the pages inside the file. */
static const char *
page_range(struct arena *a, int from, int pages)
{
	return pages > 1 ? arena_printf(a, "%d-%d", from, from + pages - 1)
			 : arena_printf(a, "%d", from);
}

static const char *
status_note(const char *status)
{
	static const char *const notes[][2] = { { "thay-the", "Đã thay thế" },
		{ "dinh-chinh", "Đã đính chính" }, { "thu-hoi", "Đã thu hồi" },
		{ "huy-bo", "Đã hủy bỏ" } };

	for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++)
		if (strcmp(notes[i][0], status) == 0)
			return notes[i][1];
	return "";
}

static const char *
days_text(struct arena *a, const struct rec_file *f)
{
	const char *from = rec_day(a, f->start),
		   *to = f->end == 0 ? "" : rec_day(a, f->end);

	return from == NULL || to == NULL
		   ? NULL
		   : arena_printf(a, "%s – %s", from, to);
}

static bool
put_documents(struct xml_build *b, struct arc *arc, struct arena *a,
    const struct arc_doc *docs, size_t n, int *ret_pages, struct err *err)
{
	struct rec_office office = { "", "", "", "", "" };
	const char *org = "";
	int page = 1;

	for (size_t i = 0; i < n; i++) {
		const struct arc_doc *d = &docs[i];

		if (strcmp(org, d->org) != 0 &&
		    !rec_office(arc, a, d->org, &office, err))
			return false;
		org = d->org;
		const char *const cells[COLUMNS] = { arena_printf(
							 a, "%zu", i + 1),
			d->code, rec_day(a, d->date),
			rec_title(a, d->type_name, d->title), office.name,
			page_range(a, page, d->pages), status_note(d->status) };

		if (!put_row(b, a, cells, of_documents))
			return err_nomem(err);
		page += d->pages > 0 ? d->pages : 1;
	}
	*ret_pages = page - 1;
	return true;
}

static bool
press_list(struct press *press, struct arena *a, struct xml_build *b,
    day_t when, struct err_list *errors, struct press_result *ret,
    struct err *err)
{
	struct press_job job = { .template = "books/muc-luc.xml",
		.created = (int64_t)when * 86400 + 3600 };
	struct xml_doc *doc;

	if (!xml_build_doc(b, &doc, err))
		return false;
	job.data = doc;
	return rec_press(press, a, &job, errors, ret, err);
}

bool
rec_file_index_pdf(struct press *press, struct arc *arc, struct arena *a,
    const struct rec_file *f, struct err_list *errors, struct press_result *ret,
    struct err *err)
{
	struct xml_build *b = xml_build_new(a, "muc-luc");
	struct rec_office office;
	struct arc_doc *docs;
	size_t n;
	int pages;

	if (!rec_file_verify(arc, a, f, err) ||
	    !rec_file_documents(arc, a, f, &docs, &n, err) ||
	    !rec_office(arc, a, f->org, &office, err))
		return false;
	if (n == 0)
		return err_set(err, ERR_NOTFOUND, no_pos,
		    "hồ sơ %d/%s chưa có văn bản nào", f->catalog, f->notation);
	xml_set(b, "loai", "van-ban");
	xml_leaf(b, "co-quan", office.name);
	xml_leaf(b, "tieu-de", f->title);
	xml_leaf(b, "ma", rec_file_code(a, f));
	xml_leaf(b, "thoi-han", f->maintenance);
	xml_leaf(b, "thoi-gian", days_text(a, f));
	if (!put_documents(b, arc, a, docs, n, &pages, err))
		return false;
	xml_leaf(b, "cong",
	    arena_printf(a,
		"Mục lục này có %zu văn bản, tài liệu, gồm %d trang.", n,
		pages));
	return press_list(press, a, b, docs[n - 1].date, errors, ret, err);
}

static bool
put_file(struct xml_build *b, struct arc *arc, struct arena *a,
    const struct rec_file *f, size_t row, struct err *err)
{
	struct arc_doc *docs;
	int pages = 0;
	size_t n;

	if (!rec_file_verify(arc, a, f, err) ||
	    !rec_file_documents(arc, a, f, &docs, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		pages += docs[i].pages;
	const char *const cells[COLUMNS] = { arena_printf(a, "%zu", row),
		f->notation, f->title, days_text(a, f), f->maintenance,
		arena_printf(a, "%d", pages),
		f->handed != 0
		    ? arena_printf(a, "Nộp lưu %s", rec_day(a, f->handed))
		    : f->description };

	return put_row(b, a, cells, of_files) || err_nomem(err);
}

bool
rec_files_index_pdf(struct press *press, struct arc *arc, struct arena *a,
    int year, struct err_list *errors, struct press_result *ret,
    struct err *err)
{
	struct xml_build *b = xml_build_new(a, "muc-luc");
	struct rec_office office;
	struct rec_file *files;
	const char *org = NULL;
	day_t last = 0;
	size_t n, rows = 0;

	if (!rec_file_list(arc, a, &files, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (files[i].closed && files[i].ended == year) {
			org = files[i].org;
			last = files[i].end > last ? files[i].end : last;
		}
	if (org == NULL) {
		err_set(err, ERR_NOTFOUND, no_pos,
		    "không có hồ sơ nào kết thúc năm %d", year);
		return err_hint(err, "kết thúc hồ sơ bằng: sovang file close");
	}
	if (!rec_office(arc, a, org, &office, err))
		return false;
	xml_set(b, "loai", "ho-so");
	xml_set_int(b, "nam", year);
	xml_leaf(b, "co-quan", office.name);
	for (size_t i = 0; i < n; i++)
		if (files[i].closed && files[i].ended == year &&
		    !put_file(b, arc, a, &files[i], ++rows, err))
			return false;
	xml_leaf(b, "cong", arena_printf(a, "Mục lục này có %zu hồ sơ.", rows));
	return press_list(press, a, b, last, errors, ret, err);
}
