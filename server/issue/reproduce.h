/* issue/reproduce.h -- a document made again from what is kept with it.
 *
 * Nothing outside the data folder is looked at: template, rules and fonts come
 * from the lock, the data from the volume. */
#ifndef ISSUE_REPRODUCE_H
#define ISSUE_REPRODUCE_H

#include "archive/editions.h"
#include "press/press.h"

enum iss_same {
	ISS_SAME,	  /* byte for byte */
	ISS_SAME_CONTENT, /* packed otherwise: every object says the same */
	ISS_OTHER,	  /* what is drawn or said differs */
	ISS_IMPOSSIBLE	  /* something that it was made of is gone */
};
struct iss_remade {
	enum iss_same same;
	const char *code;
	const char *version; /* "plan phiên bản 3", "" when unknown */
	const char *pdf;     /* as made now; NULL when impossible */
	size_t pdf_len;
	const char *const *reasons; /* what is missing or differs, a line each
				     */
	size_t reason_count;
};

/* A press for iss_reproduce(): it needs no folder and keeps what it opens. */
MUST_CHECK bool iss_reproduce_open(struct press **ret, struct err *err);
/* False only when the archive or the machine fails; what is wrong with the
 * document's parts is in *ret.  Everything lives in the arena. */
MUST_CHECK bool iss_reproduce(struct arc *arc, struct press *press,
    struct arena *a, const char *uid, struct iss_remade *ret, struct err *err);

#endif
