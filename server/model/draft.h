/* model/draft.h -- campaigns while they are being written.
 *
 * A draft is a campaign's form and the forms of its rounds (parts), each with a
 * version that grows by one at every save; all versions are kept.  Who saves
 * says which version he began with: when another was saved meanwhile nothing
 * is written.  What a person typed and did not save is kept apart, per person.
 * All but the readers work inside the transaction that the caller opened; texts
 * that are read are copied into the arena. */
#ifndef MODEL_DRAFT_H
#define MODEL_DRAFT_H

#include "db/db.h"
#include "model/form.h"
#include "model/model.h"

/* Makes or brings forward the tables of this library; not inside a transaction.
 */
MUST_CHECK bool model_upgrade(struct db *db, struct err *err);

/* The part of the campaign itself; a round's part is its key. */
#define MODEL_MAIN ""

struct model_draft {
	const char *campaign, *part;
	int64_t version;
	int64_t at; /* seconds since the epoch */
	const char *by;
	const char *what; /* "tạo mới", "sửa", "nhập từ tệp XML", … */
	struct model_form form; /* clean */
};

struct model_head { /* a campaign in a list */
	const char *campaign, *org, *name, *by;
	int64_t version, at;
	int64_t rounds, honourees;
};
/* `org` "" = of all; the last changed first. */
MUST_CHECK bool model_draft_list(struct db *db, struct arena *a,
    const char *org, struct model_head **ret, size_t *ret_count,
    struct err *err);

/* ERR_NOTFOUND.  `version` 0 = the newest. */
MUST_CHECK bool model_draft_get(struct db *db, struct arena *a,
    const char *campaign, const char *part, int64_t version,
    struct model_draft *ret, struct err *err);
/* Newest first; without forms. */
MUST_CHECK bool model_draft_versions(struct db *db, struct arena *a,
    const char *campaign, const char *part, struct model_draft **ret,
    size_t *ret_count, struct err *err);
/* Keys of the rounds, in the order they were made. */
MUST_CHECK bool model_draft_rounds(struct db *db, struct arena *a,
    const char *campaign, const char *const **ret, size_t *ret_count,
    struct err *err);

struct model_save {
	const char *campaign, *part;
	int64_t base; /* the version the form began with; 0 = a new part */
	const char *by, *what;
	int64_t at;
	const struct model_form *form; /* clean */
};
/* ERR_TAKEN when there is a newer version than `base`, or the part exists
 * already (base 0); ERR_NOTFOUND when there is none.  The key of a part never
 * changes: ERR_VALUE.  Nothing is written when nothing changed. */
MUST_CHECK bool model_draft_save(struct db *db, struct arena *a,
    const struct model_save *save, int64_t *ret_version, struct err *err);

/* --- what was typed and not saved --- */

struct model_typed {
	int64_t base, at;
	struct model_form form; /* as typed */
};
MUST_CHECK bool model_typed_keep(struct db *db, struct arena *a,
    const struct model_save *typed, struct err *err);
/* *ret_found tells whether there is any. */
MUST_CHECK bool model_typed_get(struct db *db, struct arena *a,
    const char *campaign, const char *part, const char *by, bool *ret_found,
    struct model_typed *ret, struct err *err);
MUST_CHECK bool model_typed_forget(struct db *db, const char *campaign,
    const char *part, const char *by, struct err *err);

/* --- the whole --- */

/* <phong-trao-thi-dua> with rounds and honourees: what model_load() reads. */
MUST_CHECK bool model_draft_export(struct db *db, struct arena *a,
    const char *campaign, struct xml_doc **ret, struct err *err);
/* The other way: a new campaign with all its rounds and lists.  ERR_TAKEN when
 * its key is in use; `errors` as model_load(). */
MUST_CHECK bool model_draft_import(struct db *db, struct arena *a,
    const struct xml_doc *doc, const char *by, int64_t at,
    struct err_list *errors, const char **ret_campaign, struct err *err);

#endif
