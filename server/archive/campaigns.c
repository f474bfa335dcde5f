/* archive/campaigns.c -- documents by campaign, read from the rows: counts of
 * the search are of the newest only. */
#include "archive/arc_priv.h"

static const char sql_documents[] =
    "SELECT " ROW_COLUMNS " FROM document d WHERE d.campaign = ?1 AND "
    "d.org = ?2 AND d.type <> 'certificate' ORDER BY d.date, d.id";
static const char sql_campaigns[] =
    "SELECT d.campaign, max(d.campaign_name) FROM document d WHERE d.org = ?1 "
    "AND d.campaign <> '' AND d.type <> 'certificate' GROUP BY d.campaign "
    "ORDER BY min(d.id)";

static bool
take_all(struct arena *a, struct buf *all, size_t size, void *ret,
    size_t *ret_count, struct err *err)
{
	void **list = ret;
	bool ok = buf_ok(all);

	*ret_count = all->len / size;
	*list = ok ? arena_memdup(a, buf_str(all), all->len) : NULL;
	buf_done(all);
	return *list != NULL || err_nomem(err);
}

bool
arc_list_campaign(struct arc *arc, struct arena *a, const char *org,
    const char *campaign, struct arc_doc **ret, size_t *ret_count,
    struct err *err)
{
	struct buf all = { 0 };
	struct db_stmt *st;
	bool row = true, ok = db_prepare(arc->db, sql_documents, &st, err);

	if (ok) {
		db_bind_text(st, 1, campaign);
		db_bind_text(st, 2, org);
	}
	while (ok && (ok = db_step(st, &row, err)) && row) {
		struct arc_doc d;

		row_read(st, a, &d);
		buf_add(&all, &d, sizeof(d));
	}
	if (ok)
		return take_all(a, &all, sizeof(**ret), ret, ret_count, err);
	buf_done(&all);
	return false;
}

bool
arc_list_campaigns(struct arc *arc, struct arena *a, const char *org,
    struct arc_facet **ret, size_t *ret_count, struct err *err)
{
	struct buf all = { 0 };
	struct db_stmt *st;
	bool row = true, ok = db_prepare(arc->db, sql_campaigns, &st, err);

	if (ok)
		db_bind_text(st, 1, org);
	while (ok && (ok = db_step(st, &row, err)) && row) {
		struct arc_facet f = { db_text(st, 0, a), db_text(st, 1, a),
			0 };

		buf_add(&all, &f, sizeof(f));
	}
	if (ok)
		return take_all(a, &all, sizeof(**ret), ret, ret_count, err);
	buf_done(&all);
	return false;
}
