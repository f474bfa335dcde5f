/* issue/agree.h -- does a decision say everywhere the same?
 *
 * The decision is laid out and read as people would read it: trích yếu, Điều 1,
 * Điều 2, the proposal's number, each annex with its sum and every name, and
 * against them the list and the certificates that will follow.  Real decisions
 * have been sent back for less. */
#ifndef ISSUE_AGREE_H
#define ISSUE_AGREE_H

#include "model/model.h"
#include "press/press.h"

struct iss_point {
	const char *what; /* "Điều 1: số tập thể" */
	bool holds;
	const char *found, *wanted; /* "12", "13"; "" where a yes is enough */
};
struct iss_agreement {
	struct iss_point *points;
	size_t count, broken;
	int pages;
};
/* False only when the decision cannot be laid out at all: then `errors` says
 * why.  ERR_CONSISTENCY is for iss_agree_err(). */
MUST_CHECK bool iss_agree(struct press *press, struct arena *a,
    const struct model_campaign *c, const struct model_round *r,
    const struct model_rules *rules, struct err_list *errors,
    struct iss_agreement *ret, struct err *err);
/* True when all points hold, else *err names the first that does not. */
MUST_CHECK bool iss_agree_err(const struct iss_agreement *g, struct err *err);

#endif
