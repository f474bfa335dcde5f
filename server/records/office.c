/* records/office.c -- whose book it is, and pressing it. */
#include <string.h>

#include "archive/numbering.h"
#include "press/press.h"
#include "records/records_priv.h"
#include "xml/xml.h"

static const char *
or_empty(const char *s)
{
	return s == NULL ? "" : s;
}

bool
rec_office(struct arc *arc, struct arena *a, const char *org,
    struct rec_office *ret, struct err *err)
{
	struct arc_query q = { .words = "", .org = org, .limit = 1 };
	struct arc_hits hits;
	const struct xml_node *n;
	struct xml_doc *data;
	const char *bytes;
	size_t len;

	*ret = (struct rec_office){ org, "", "", "", "" };
	if (!arc_search(arc, a, &q, &hits, err))
		return false;
	if (hits.count == 0)
		return true;
	if (!arc_read(arc, a, &hits.docs[0], true, &bytes, &len, err) ||
	    !xml_parse(a, hits.docs[0].code, bytes, len, XML_DATA, &data, err))
		return false;
	n = xml_child(xml_root(data), "co-quan");
	if (n == NULL)
		return true;
	ret->name = xml_child_string(a, n, "ten");
	ret->superior = or_empty(xml_child_string(a, n, "chu-quan"));
	ret->symbol = or_empty(xml_attr(n, "ky-hieu"));
	ret->place = or_empty(xml_attr(n, "dia-danh"));
	ret->id = or_empty(xml_attr(n, "ma-dinh-danh"));
	if (ret->name == NULL)
		ret->name = org;
	return true;
}

bool
rec_series_name(struct arc *arc, struct press *press, struct arena *a,
    const char *org, const char *series, int year, const char **ret,
    struct err *err)
{
	struct arc_numbering *n = arena_alloc(a, sizeof(*n));
	day_t end = day_of_ymd((struct ymd){ year, 12, 31 });
	struct xml_doc *file;
	const char *bytes;
	struct err none;
	size_t len;

	*ret = series;
	if (n == NULL)
		return err_nomem(err);
	if (!press_file(press, a, "rules/so-dang-ky.xml", &bytes, &len, err) ||
	    !xml_parse(a, "so-dang-ky.xml", bytes, len, XML_DATA, &file, err))
		return false;
	/* Before the first configuration a series has its code only. */
	if (!arc_find_numbering(arc, a, org, end, file, n, &none))
		return true;
	for (size_t i = 0; i < n->series_count; i++)
		if (strcmp(n->series[i].code, series) == 0)
			*ret = n->series[i].name;
	return true;
}

bool
rec_press(struct press *press, struct arena *a, const struct press_job *job,
    struct err_list *errors, struct press_result *ret, struct err *err)
{
	if (press_run(press, a, job, errors, ret))
		return true;
	for (size_t i = 0; i < errors->len; i++)
		if (!err_is_warning(errors->items[i]->kind)) {
			if (err != NULL)
				*err = *errors->items[i];
			return false;
		}
	return err_nomem(err);
}
