/* model/roster.h -- the honourees of a round as rows of a list.
 *
 * A list comes from a spreadsheet (model/intake.h) or is typed, is checked,
 * corrected row by row and put into order.  Whatever changes more than a row
 * keeps the list from before and can be undone.  All but the readers work
 * inside the caller's transaction. */
#ifndef MODEL_ROSTER_H
#define MODEL_ROSTER_H

#include "db/db.h"
#include "model/model.h"

struct xml_build;

enum model_column {
	MODEL_KIND,
	MODEL_SALUTATION,
	MODEL_NAME,
	MODEL_POSITION,
	MODEL_UNIT, /* of a person; address of a household */
	MODEL_NOTE
};
enum { MODEL_COLUMNS = MODEL_NOTE + 1 };
/* Vietnamese headings: "Đối tượng", "Danh xưng", … */
extern const char *const model_column_names[MODEL_COLUMNS];

struct model_entry {
	int64_t id; /* 0 = not kept yet */
	int64_t version;
	enum model_kind kind;
	const char *key; /* "cn-0001": unique in the round; NULL = not yet */
	const char *text[MODEL_COLUMNS]; /* [MODEL_KIND] unused */
	int row; /* of the file it came from, 0 = none */
};
struct model_roster {
	struct model_entry *entries;
	size_t count, per_kind[MODEL_KINDS];
};

enum { MODEL_ROSTER_MOST = 20000 };

/* Collectives, persons, households; inside each as placed. */
MUST_CHECK bool model_roster_load(struct db *db, struct arena *a,
    const char *campaign, const char *round, struct model_roster *ret,
    struct err *err);
MUST_CHECK bool model_entry_get(struct db *db, struct arena *a,
    const char *campaign, const char *round, int64_t id,
    struct model_entry *ret, struct err *err);

struct model_act {
	const char *campaign, *round, *by;
	int64_t at;
};
/* Adds behind what is there, or (`replace`) puts in place of it. */
MUST_CHECK bool model_roster_add(struct db *db, struct arena *a,
    const struct model_act *act, const struct model_entry *entries,
    size_t count, bool replace, const char *what, struct err *err);
/* ERR_TAKEN when the row has another version than `e`. */
MUST_CHECK bool model_entry_save(struct db *db, struct arena *a,
    const struct model_act *act, const struct model_entry *e, struct err *err);
MUST_CHECK bool model_entry_drop(struct db *db, struct arena *a,
    const struct model_act *act, int64_t id, struct err *err);

enum model_order {
	MODEL_BY_NAME, /* given name, Vietnamese order */
	MODEL_BY_UNIT, /* as the organisation orders its units, then name */
};
MUST_CHECK bool model_roster_sort(struct db *db, struct arena *a,
    const struct model_act *act, const char *org, enum model_order order,
    struct err *err);
/* Mechanical corrections of all rows (model_mend()); *ret_count = texts that
 * changed. */
MUST_CHECK bool model_roster_mend(struct db *db, struct arena *a,
    const struct model_act *act, size_t *ret_count, struct err *err);

/* The last act that is not undone, or NULL. */
MUST_CHECK bool model_roster_last(struct db *db, struct arena *a,
    const char *campaign, const char *round, const char **ret_what,
    struct err *err);
MUST_CHECK bool model_roster_undo(struct db *db, struct arena *a,
    const struct model_act *act, struct err *err);

/* Units of the organisation in their order. */
MUST_CHECK bool model_units(struct db *db, struct arena *a, const char *org,
    const char *const **ret, size_t *ret_count, struct err *err);
MUST_CHECK bool model_units_set(struct db *db, const char *org,
    const char *const *names, size_t count, struct err *err);

/* The elements that stand in <dot-khen>. */
void model_roster_put(struct xml_build *b, const struct model_roster *r);
/* The other way. */
MUST_CHECK bool model_roster_read(struct arena *a, const struct xml_node *round,
    struct model_roster *ret, struct err *err);

/* --- checking --- */

/* What a machine may set right: NFC, letters that look like others, spaces,
 * invisible characters.  Never the place of a tone.  `text` itself when there
 * is nothing, NULL when memory is out. */
const char *model_mend(struct arena *a, const char *text);

struct model_problem {
	size_t entry; /* index into the list */
	enum model_column column;
	bool must; /* false: a warning */
	const char *code, *text, *hint;
	const char *mended;  /* what model_mend() makes of it, or NULL */
	const char *instead; /* a text to choose with one click, or NULL */
};
struct model_problems {
	struct model_problem *list;
	size_t count, must, mendable;
};
/* What was given before, for «already honoured»; may be NULL. */
struct model_past {
	void *ctx;
	/* Text of the earlier award of the same name and unit, or NULL. */
	const char *(*find)(
	    void *ctx, struct arena *a, const struct model_entry *e);
};
MUST_CHECK bool model_roster_check(struct arena *a,
    const struct model_roster *r, const char *const *units, size_t unit_count,
    const struct model_past *past, struct model_problems *ret, struct err *err);

/* A `past` that looks into what was issued in other rounds. */
struct model_issued {
	struct db *db;
	const char *campaign, *round;
	struct err err; /* of the first look-up that failed */
};
const char *model_issued_find(
    void *issued, struct arena *a, const struct model_entry *e);

#endif
