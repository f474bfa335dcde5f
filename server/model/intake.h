/* model/intake.h -- somebody's table into rows of a list of honourees.
 *
 * Which column is what is guessed from the headings that Vietnamese offices
 * write, corrected by people and remembered for the organisation.  Rows that
 * are no honourees (titles, «II. CÁ NHÂN», numbers of columns, sums) are told
 * apart; nothing is left out without being said. */
#ifndef MODEL_INTAKE_H
#define MODEL_INTAKE_H

#include "model/roster.h"

struct model_table {
	const char *const *cells; /* rows × columns */
	size_t rows, columns;
};

enum { MODEL_MAP_COLUMNS = 64, MODEL_IGNORE = -1, MODEL_AUTO = -1 };
struct model_map {
	int heading; /* row of the headings, -1 = none */
	int kind;    /* enum model_kind of all rows, or MODEL_AUTO */
	int field[MODEL_MAP_COLUMNS]; /* enum model_column or MODEL_IGNORE */
};

/* `db` NULL = nothing is remembered. */
MUST_CHECK bool model_map_guess(struct db *db, struct arena *a, const char *org,
    const struct model_table *t, struct model_map *ret, struct err *err);
MUST_CHECK bool model_map_remember(struct db *db, struct arena *a,
    const char *org, const struct model_table *t, const struct model_map *map,
    struct err *err);

struct model_skipped {
	int row; /* of the file, from 1 */
	const char *text, *why;
};
struct model_taken {
	struct model_roster roster; /* in the file's order; row is set */
	struct model_skipped *skipped;
	size_t skipped_count;
};
MUST_CHECK bool model_take(struct arena *a, const struct model_table *t,
    const struct model_map *map, struct model_taken *ret, struct err *err);

/* --- a file between being sent and being taken --- */

struct model_upload {
	const char *id, *campaign, *round, *by, *name, *encoding;
	int64_t at;
	const char *bytes;
	size_t len;
};
/* Drops what is older than a day. */
MUST_CHECK bool model_upload_put(
    struct db *db, const struct model_upload *u, struct err *err);
/* ERR_NOTFOUND when it is gone or another's. */
MUST_CHECK bool model_upload_get(struct db *db, struct arena *a, const char *id,
    const char *by, struct model_upload *ret, struct err *err);
MUST_CHECK bool model_upload_drop(
    struct db *db, const char *id, struct err *err);

#endif
