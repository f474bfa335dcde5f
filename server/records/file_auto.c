/* records/file_auto.c -- a file for each campaign. */
#include <stdlib.h>
#include <string.h>

#include "records/file_priv.h"
#include "records/records_priv.h"

static bool
has_file(const struct rec_file *files, size_t n, const char *campaign)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(files[i].campaign, campaign) == 0)
			return true;
	return false;
}

static long
next_number(const struct rec_file *files, size_t n, int year)
{
	long last = 0;

	for (size_t i = 0; i < n; i++) {
		long k = strtol(files[i].notation, NULL, 10);

		if (files[i].catalog == year && k > last)
			last = k;
	}
	return last + 1;
}

/* The day of its first document; false when it has only certificates. */
static bool
first_day(struct arc *arc, struct arena *a, struct rec_file *f, bool *ret_any,
    struct err *err)
{
	struct arc_doc *docs;
	size_t n;

	f->id = "";
	if (!rec_file_documents(arc, a, f, &docs, &n, err))
		return false;
	*ret_any = n > 0;
	if (n > 0) {
		f->start = docs[0].date;
		f->catalog = day_ymd(f->start).year;
	}
	return true;
}

static bool
make_one(struct arc *arc, struct arena *a, struct rec_file *f,
    const char *reason, size_t *count, struct err *err)
{
	struct rec_file *files;
	const char *id;
	size_t n;
	bool any;

	if (!first_day(arc, a, f, &any, err))
		return false;
	if (!any)
		return true;
	if (!rec_file_list(arc, a, &files, &n, err))
		return false;
	f->notation =
	    arena_printf(a, "%02ld.TĐKT", next_number(files, n, f->catalog));
	if (f->notation == NULL)
		return err_nomem(err);
	(*count)++;
	return rec_file_create(arc, a, f, reason, &id, err);
}

bool
rec_files_auto(struct arc *arc, struct arena *a, const char *org,
    const char *maintenance, const char *reason, size_t *ret_count,
    struct err *err)
{
	struct rec_office office;
	struct arc_facet *campaigns;
	struct rec_file *files;
	size_t n, count;

	*ret_count = 0;
	if (!rec_file_list(arc, a, &files, &n, err) ||
	    !rec_office(arc, a, org, &office, err) ||
	    !arc_list_campaigns(arc, a, org, &campaigns, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct arc_facet *c = &campaigns[i];
		struct rec_file f = { .org = org,
			.organ_id = office.id,
			.maintenance = maintenance,
			.rights = "",
			.creator = "Văn thư cơ quan",
			.language = "Tiếng Việt",
			.description = "",
			.campaign = c->key };

		if (has_file(files, n, c->key))
			continue;
		f.title =
		    arena_printf(a, "Hồ sơ phong trào thi đua “%s”", c->name);
		if (f.title == NULL)
			return err_nomem(err);
		if (!make_one(arc, a, &f, reason, ret_count, err))
			return false;
	}
	return true;
}
