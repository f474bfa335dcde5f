/* issue/issue_priv.h -- what the files of this library share. */
#ifndef ISSUE_ISSUE_PRIV_H
#define ISSUE_ISSUE_PRIV_H

#include "issue/issue.h"

struct arena;
struct xml_doc;
struct xml_node;

/* --- making.c: by what a document is made --- */

/* The version of the template, and what every document made by it says of it.
 */
struct maker {
	struct press *press; /* on exactly its files */
	const char *row;     /* for the register */
	const char *parts;   /* for the manifest: version, lock, files */
};
/* The version that is in force today, or the one that is pinned. */
bool maker_choose(struct iss *iss, struct arena *a, const char *template,
    struct maker *ret, struct err *err);
/* What the manifest says of one document; NULL = out of memory. */
const char *making_json(struct arena *a, const struct maker *m,
    const struct press_job *job, const struct press_result *r,
    const struct err_list *errors);

/* --- work.c: one document on its way --- */

struct work {
	struct iss *iss;
	struct arena *a;   /* as long as the work */
	struct arena *set; /* of the last typesetting */
	const struct model_campaign *c;
	const struct model_round *r;
	const struct model_honouree *h; /* of a certificate */
	const struct arc_doc *decision; /* of a certificate */
	struct arc_new doc;
	const char *template;
	const struct maker *maker;
	int64_t given; /* the number that the data asks for, 0 = none */
	bool reserved; /* doc.number and suffix were set aside */
	bool (*view)(struct work *w, struct xml_doc **ret, struct err *err);
	char uid[ENV_ID_LEN + 1];
	struct err_list errors;
	bool set_ok, found; /* typeset; filed before */
	bool spoilt;	    /* cannot be typeset, and is left out */
	struct err err;
};

/* A work that is to be filed under `key`.  Frees nothing on failure:
 * work_end() always. */
bool work_start(struct work *w, struct iss *iss, const struct model_campaign *c,
    struct err *err);
void work_end(struct work *w);
/* Typesets under doc.number; w->set_ok and w->err say how that went.  Any
 * thread, one at a time. */
void work_typeset(struct work *w);

/* Where the QR code leads; NULL when the office has no such page. */
const char *certificate_address(
    struct arena *a, const struct model_campaign *c, const char *uid);
/* The key under which a round's decision is filed. */
const char *decision_key(struct arena *a, const struct model_campaign *c,
    const struct model_round *r);

/* --- certificate.c --- */

/* All of a certificate but the decision, the series, the symbol and the number.
 */
bool certificate_start(struct work *w, struct iss *iss,
    const struct model_campaign *c, const struct model_round *r,
    const struct model_honouree *h, struct err *err);

/* --- place.c: where a document is numbered --- */

struct place_of {
	const struct model_campaign *c;
	const char *type; /* "KH", "QĐ", "BK" */
	day_t date;
	const struct xml_node *node; /* attributes don-vi and do-mat */
};
struct place {
	const char *series, *symbol; /* in the arena */
};
bool place_find(struct iss *iss, struct arena *a, const struct place_of *of,
    struct place *ret, struct err *err);

/* Several works that are one act. */
struct works {
	struct iss *iss;
	struct work *list;
	size_t count, from; /* from: honouree of the first */
	struct maker maker; /* of all; found with the first number */
	int64_t next; /* the number that the act found, when it was another */
	bool moved;
	bool inside; /* typeset inside the act if need be */
};
/* The number that comes next is given to each in turn. */
bool works_number(struct works *ws, struct err *err);
/* Files all of them as one act.  False and ws->moved: the numbers are other
 * ones (ws->next), nothing is filed. */
bool works_file(struct works *ws, struct err *err);
/* Are all typeset?  Else *err is of the first that is not; what was found goes
 * to iss->errors. */
bool works_set(struct works *ws, struct err *err);
/* With iss->inside: leaves out what cannot be typeset.  True when something
 * was, so that the numbers behind it are other ones. */
bool works_leave_out(struct works *ws);
/* Tells of each that it is filed. */
void works_tell(struct works *ws);

/* --- pool.c --- */

/* Jobs 0 … count-1 that any thread of the pool may run. */
struct batch {
	void (*job)(void *ctx, size_t i);
	void *ctx;
	size_t count, next, done;
	struct batch *behind;
};
/* Without a pool the caller runs them all at once. */
void pool_run(struct iss_pool *pool, struct batch *b);
void pool_wait(struct iss_pool *pool, struct batch *b);

#endif
