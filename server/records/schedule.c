/* records/schedule.c -- how long files are kept: data by date. */
#include <stdlib.h>
#include <string.h>

#include "records/file.h"
#include "records/records_priv.h"
#include "xml/xml.h"

#define FILE_NAME "rules/thoi-han-bao-quan.xml"

static bool
read_group(struct arena *a, const struct xml_node *n, struct rec_retention *ret,
    struct err *err)
{
	const char *years = xml_attr(n, "nam");
	size_t digits = years == NULL ? 0 : strspn(years, "0123456789");

	*ret = (struct rec_retention){ .code = xml_attr(n, "ma"),
		.name = xml_string(a, n) };
	if (ret->code == NULL || ret->name == NULL || digits == 0 ||
	    digits > 2 || years[digits] != '\0')
		return err_set(err, ERR_VALUE, xml_pos(n),
		    "dòng thời hạn bảo quản cần ma, nam và tên nhóm hồ sơ");
	ret->years = (int)strtol(years, NULL, 10);
	if (ret->years == 1 || ret->years > 70)
		return err_set(err, ERR_VALUE, xml_attr_pos(n, "nam"),
		    "thời hạn %d năm: luật cho từ 02 đến 70 năm, hoặc vĩnh "
		    "viễn (nam=\"0\")",
		    ret->years);
	ret->text = ret->years == 0 ? "Vĩnh viễn"
				    : arena_printf(a, "%d năm", ret->years);
	return ret->text != NULL || err_nomem(err);
}

static const struct xml_node *
table_of(const struct xml_doc *doc, day_t day)
{
	const struct xml_node *found = NULL;
	day_t best = 0;

	for (const struct xml_node *n = xml_first_element(xml_root(doc));
	     n != NULL; n = xml_next_element(n)) {
		const char *from = xml_attr(n, "tu-ngay");
		day_t d;

		if (from != NULL && day_parse_iso(from, &d) && d <= day &&
		    (found == NULL || d >= best)) {
			found = n;
			best = d;
		}
	}
	return found;
}

bool
rec_retentions(struct press *press, struct arena *a, day_t day,
    struct rec_retention **ret, size_t *ret_count, struct err *err)
{
	const struct xml_node *table;
	struct buf all = { 0 };
	struct xml_doc *doc;
	const char *bytes;
	size_t len;
	bool ok = true;

	if (!press_file(press, a, FILE_NAME, &bytes, &len, err) ||
	    !xml_parse(a, FILE_NAME, bytes, len, XML_DATA, &doc, err))
		return false;
	table = table_of(doc, day);
	if (table == NULL)
		return err_set(err, ERR_NOTFOUND, no_pos,
		    "chưa có bảng thời hạn bảo quản cho ngày này");
	for (const struct xml_node *n = xml_first_element(table);
	     ok && n != NULL; n = xml_next_element(n)) {
		struct rec_retention r;

		ok = read_group(a, n, &r, err);
		buf_add(&all, &r, sizeof(r));
	}
	*ret_count = all.len / sizeof(**ret);
	*ret = ok ? arena_memdup(a, buf_str(&all), all.len) : NULL;
	ok = ok && ((buf_ok(&all) && *ret != NULL) || err_nomem(err));
	buf_done(&all);
	return ok;
}
