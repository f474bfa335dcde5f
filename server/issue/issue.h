/* issue/issue.h -- the use cases that write: a campaign's documents into the
 * archive.
 *
 * A document is typeset with the number that comes next, outside of any
 * transaction; the act that files it takes the number and compares.  When
 * somebody came before, it is typeset again with the number that it got, at
 * last inside the act.  Either everything of an act is filed or nothing is, and
 * a text never carries another number than its row.
 *
 * Calls are idempotent: a document that was issued before is reported, not
 * issued again. */
#ifndef ISSUE_ISSUE_H
#define ISSUE_ISSUE_H

#include "archive/archive.h"
#include "archive/writer.h"
#include "model/model.h"
#include "press/press.h"

struct iss_pool;

/* A certificate as the act that files it sees it. */
struct iss_made {
	size_t at;	 /* of the round's honourees */
	const char *uid; /* NULL when it could not be typeset */
	const struct err *why;
};

struct iss {
	/* With a writing thread: a handle for reading; else one for writing. */
	struct arc *arc;
	struct arc_writer *writer; /* acts go there; NULL = `arc` itself */
	struct press *press;
	struct iss_pool *pool; /* typesets certificates; NULL = the caller */
	const struct model_rules *rules;
	struct err_list *errors; /* what is wrong with template or data */
	/* A number that was set aside ("12" or "12a"), for the plan or the
	 * decision; NULL = the next one. */
	const char *number;
	/* A version other than the newest one in force: "plan@3"; NULL = none.
	 */
	const char *pin;
	/* Called on the caller's thread for each document, new or found, after
	 * it is durable; may be NULL. */
	void (*issued)(void *ctx, const struct arc_doc *doc, bool fresh);
	/* Asked after each group of certificates: how many of `total` have
	 * theirs.  False = stop here; NULL = never. */
	bool (*proceed)(void *ctx, size_t done, size_t total);
	/* Called inside the act of each group of certificates for all of them,
	 * new, found or spoilt: what else must change together with them.  With
	 * it, one that cannot be typeset is left out instead of stopping the
	 * round; it takes no number.  May be NULL. */
	bool (*inside)(struct arc *arc, void *ctx, const struct iss_made *made,
	    size_t count, struct err *err);
	void *ctx;
};

/* Series and symbols are those that the organisation decided for the day of the
 * document (archive/numbering.h), else those of templates/rules/so-dang-ky.xml.
 */

MUST_CHECK bool iss_plan(
    struct iss *iss, const struct model_campaign *c, struct err *err);
/* ERR_CONSISTENCY when it does not agree with itself (issue/agree.h). */
MUST_CHECK bool iss_decision(struct iss *iss, const struct model_campaign *c,
    const struct model_round *r, struct err *err);

/* Number and symbol that the plan (r NULL) or the round's decision would get
 * now; somebody may come before. */
MUST_CHECK bool iss_expect(struct iss *iss, struct arena *a,
    const struct model_campaign *c, const struct model_round *r,
    const char **ret_code, struct err *err);

/* Certificates of one act: enough to share a sync, few enough that an act that
 * fails costs little and others get their turn. */
enum { ISS_GROUP = 128 };

/* One certificate for each honouree from number `from` on, in their order,
 * after the decision; ERR_NOTFOUND when that has not been issued.  In groups of
 * ISS_GROUP: while one is being written the next is typeset.  *ret_done counts
 * the honourees of the round, from the first, that are known to have theirs,
 * also when a later one failed: the next call goes on there.  Asking again for
 * those who have theirs is harmless. */
MUST_CHECK bool iss_certificates_from(struct iss *iss,
    const struct model_campaign *c, const struct model_round *r, size_t from,
    size_t *ret_done, struct err *err);
/* All of the round. */
MUST_CHECK bool iss_certificates(struct iss *iss,
    const struct model_campaign *c, const struct model_round *r,
    struct err *err);

/* Threads that typeset; one pool serves the whole process.  0 = one for each
 * processor. */
MUST_CHECK bool iss_pool_start(
    int threads, struct iss_pool **ret, struct err *err);
/* Ends what is queued; NULL is fine.  Before press_close(). */
void iss_pool_stop(struct iss_pool *pool);

#endif
