/* model/roster_past.c -- who was honoured before for the same. */
#include <string.h>

#include "base/arena.h"
#include "model/roster.h"
#include "viet/text.h"

static const char sql_past[] =
    "SELECT h.round, c.name, h.campaign FROM honouree h JOIN campaign c ON "
    "c.key = h.campaign WHERE h.folded = ?1 AND h.name = ?2 AND h.kind = ?3 "
    "AND (h.unit = ?4 OR ?3 = 'tap-the') AND NOT (h.campaign = ?5 AND h.round "
    "= ?6) LIMIT 1";

const char *
model_issued_find(void *issued, struct arena *a, const struct model_entry *e)
{
	struct model_issued *p = issued;
	const char *folded = viet_fold(a, e->text[MODEL_NAME]), *text = NULL;
	struct db_stmt *st;
	bool row;

	if (p->err.kind != ERR_NONE || folded == NULL ||
	    !db_prepare(p->db, sql_past, &st, &p->err))
		return NULL;
	db_bind_text(st, 1, folded);
	db_bind_text(st, 2, e->text[MODEL_NAME]);
	db_bind_text(st, 3, model_kind_names[e->kind]);
	db_bind_text(st, 4, e->text[MODEL_UNIT]);
	db_bind_text(st, 5, p->campaign);
	db_bind_text(st, 6, p->round);
	if (!db_step(st, &row, &p->err))
		return NULL;
	if (row)
		text = strcmp(db_text(st, 2, a), p->campaign) == 0
			   ? arena_printf(a,
				 "đã được khen trong đợt %s của chính phong "
				 "trào này",
				 db_text(st, 0, a))
			   : arena_printf(a,
				 "đã được khen trong phong trào "
				 "“%s”",
				 db_text(st, 1, a));
	db_reset(st);
	return text;
}
