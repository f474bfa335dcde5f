/* issue/issue.h -- the use cases that write: a campaign's documents into the
 * archive.
 *
 * Each call is one act: numbers are taken inside the archive's transaction, the
 * text is typeset with them, and everything is filed together or not at all.
 * Calls are idempotent: a document that was issued before is reported, not
 * issued again. */
#ifndef ISSUE_ISSUE_H
#define ISSUE_ISSUE_H

#include "archive/archive.h"
#include "model/model.h"
#include "press/press.h"

struct iss {
	struct arc *arc; /* opened for writing */
	struct press *press;
	const struct model_rules *rules;
	struct err_list *errors; /* what is wrong with template or data */
	/* A number that was set aside ("12" or "12a"), for the plan or the
	 * decision; NULL = the next one. */
	const char *number;
	/* Called for each document, new or found; may be NULL. */
	void (*issued)(void *ctx, const struct arc_doc *doc, bool fresh);
	void *ctx;
};

/* Names of the number series: one for all administrative documents, one for
 * certificates (sổ vàng). */
#define ISS_SERIES "van-ban"
#define ISS_GOLDEN "so-vang"

MUST_CHECK bool iss_plan(
    struct iss *iss, const struct model_campaign *c, struct err *err);
MUST_CHECK bool iss_decision(struct iss *iss, const struct model_campaign *c,
    const struct model_round *r, struct err *err);
/* One certificate for each honouree, after the decision; ERR_NOTFOUND when that
 * has not been issued.  In groups of ARC_BATCH. */
MUST_CHECK bool iss_certificates(struct iss *iss,
    const struct model_campaign *c, const struct model_round *r,
    struct err *err);

#endif
