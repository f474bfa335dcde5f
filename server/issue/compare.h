/* issue/compare.h -- what a new version of a template does to real documents.
 *
 * Documents that were issued are typeset by both versions and compared as they
 * stand on their pages, word by word.  Nothing is written. */
#ifndef ISSUE_COMPARE_H
#define ISSUE_COMPARE_H

#include "archive/editions.h"
#include "press/press.h"

enum iss_change_kind {
	ISS_WORDS, /* other words: `before` gone, `after` new; either may be ""
		    */
	ISS_STYLE, /* the same words in another face, size or colour */
	ISS_PAGE,  /* the same words on another page */
	ISS_PLACE, /* the same words elsewhere on their page */
	ISS_ART	   /* other rules, ornaments or images on the page */
};
struct iss_change {
	enum iss_change_kind kind;
	int page_before, page_after; /* of the first word; 0 = none */
	const char *before, *after;  /* words, long ones cut with "…" */
	size_t words;
	int shift; /* ISS_PLACE: the farthest, in 1/100 mm */
};
struct iss_diff {
	struct iss_change *list; /* in the order of the pages */
	size_t count;
	bool cut; /* there is more */
	int pages_before, pages_after;
};
/* Two layout traces (press_job.trace). */
MUST_CHECK bool iss_compare_traces(struct arena *a, const char *before,
    const char *after, struct iss_diff *ret, struct err *err);

/* One document. */
struct iss_compared {
	const char *uid, *code, *title;
	struct iss_diff diff;
	/* What the new version finds wrong with it, a line each; then there is
	 * no comparison. */
	const char *const *errors;
	size_t error_count;
};
/* The newest `last` documents of the template; versions that are not published
 * yet take what is not theirs from the folders that `base` names.  *ret lives
 * in the arena. */
MUST_CHECK bool iss_compare_editions(struct arc *arc,
    const struct press_config *base, struct arena *a,
    const struct arc_edition versions[2], int last, struct iss_compared **ret,
    size_t *ret_count, struct err *err);

#endif
