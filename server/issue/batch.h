/* issue/batch.h -- the certificates of a decision as work in the background.
 *
 * Three kinds of jobs, all about one filed decision: a trial (every certificate
 * is typeset, no number is taken, what is odd is noted), the issue itself, and
 * a file for the printer.  Each may be paused, cut off and taken up again: what
 * is filed is known by its key, so no number is taken twice and none is left
 * out. */
#ifndef ISSUE_BATCH_H
#define ISSUE_BATCH_H

#include "issue/issue.h"
#include "jobs/jobs.h"

struct iss_batch;

struct iss_batch_config {
	const char *data; /* data folder; files for the printer go below it */
	struct arc_writer *writer; /* borrowed, as is the press */
	struct press *press;
	const struct env *env;
	int threads; /* that typeset; 0 = one for each processor */
	void (*changed)(void *ctx); /* see struct jobs_config */
	void *changed_ctx;
};

/* The tables must be there: iss_batch_upgrade() before the writer starts. */
MUST_CHECK bool iss_batch_start(const struct iss_batch_config *config,
    struct iss_batch **ret, struct err *err);
/* Each worker ends the group it has.  NULL is fine; before
 * arc_writer_stop(). */
void iss_batch_stop(struct iss_batch *b);
struct jobs *iss_batch_jobs(struct iss_batch *b);
MUST_CHECK bool iss_batch_upgrade(struct db *db, struct err *err);

#define ISS_TRIAL "soat-bang-khen"
#define ISS_MAKE "cap-bang-khen"
#define ISS_PRINT "tap-in"

struct iss_order {
	const char *decision; /* uid */
	const char *only;     /* key of one honouree, "" = all */
	const char *owner;
	const char *key; /* of the request: asked twice, made once */
};
/* ERR_NOTFOUND, ERR_REQUEST when it is no award decision, ERR_REGISTER when it
 * is not in force (ISS_MAKE).  A job of the kind that is not ended is given
 * back instead of a second one. */
MUST_CHECK bool iss_batch_add(struct iss_batch *b, const char *kind,
    const struct iss_order *order, char ret_id[static ENV_ID_LEN + 1],
    bool *ret_fresh, struct err *err);

/* --- what the trial found --- */

enum iss_finding_kind {
	ISS_SHRUNK,  /* a text had to be set smaller */
	ISS_ODD,     /* a letter that is not what it looks like */
	ISS_SPOILT,  /* cannot be typeset: gets no certificate */
	ISS_SAME,    /* the same name again, of another unit */
	ISS_SPELLING /* a unit that is written in two ways */
};
struct iss_finding {
	enum iss_finding_kind kind;
	int64_t n; /* in the decision, from 1 */
	const char *name, *unit;
	const char *what; /* a sentence */
};
struct iss_longest {
	const char *what; /* "Họ tên, tên tập thể" */
	const char *text;
	size_t letters;
	int64_t n;
};
struct iss_unit {
	const char *name;
	size_t count;
};
struct iss_report {
	size_t total, fine;
	size_t found[ISS_SPELLING + 1]; /* findings of each kind */
	struct iss_finding *findings;
	size_t finding_count;
	struct iss_longest longest[3];
	struct iss_unit *units; /* in the decision's order */
	size_t unit_count;
	/* Sheets: certificates on their blanks, a reserve for misprints, plain
	 * sheets between the units, the hand-over list. */
	size_t blanks, reserve, separators, list_pages;
};
MUST_CHECK bool iss_batch_report(struct iss_batch *b, struct arena *a,
    const char *job, struct iss_report *ret, struct err *err);

/* --- files for the printer --- */

enum iss_sort { ISS_AS_DECIDED, ISS_BY_UNIT, ISS_BY_NAME };
enum { ISS_SORTS = ISS_BY_NAME + 1 };
/* "quyet-dinh", "don-vi", "ten" */
extern const char *const iss_sort_keys[ISS_SORTS];

struct iss_print {
	const char *decision, *owner, *key;
	enum iss_sort sort;
	bool list;	 /* the hand-over list instead of the certificates */
	bool separators; /* a plain sheet before each unit; ISS_BY_UNIT */
	bool overlay;	 /* what varies only: for pre-printed blanks */
	const char *printer, *stock; /* a setting for the overlay; "" = none */
	const char *pages;  /* "37-41, 50" of the whole file; "" = all */
	const char *reason; /* of printing pages again */
};
/* ERR_VALUE for pages that cannot be read or without a reason, ERR_NOTFOUND
 * when no certificate is in force or there is no such setting. */
MUST_CHECK bool iss_print_add(struct iss_batch *b,
    const struct iss_print *print, char ret_id[static ENV_ID_LEN + 1],
    bool *ret_fresh, struct err *err);
/* The file of a print job that is done. */
const char *iss_print_path(
    const struct iss_batch *b, struct arena *a, const char *job);
/* The certificates of a decision that are in force, sorted. */
MUST_CHECK bool iss_sorted(struct arc *arc, struct arena *a,
    const char *decision, enum iss_sort sort, struct arc_doc **ret,
    size_t *ret_count, struct err *err);
/* What a certificate is filed under for people: its unit, «Tập thể» for a
 * collective. */
const char *iss_unit_of(const struct arc_doc *d);

/* A printer with one kind of blanks: how far the print must be moved right and
 * down, in 0.1 mm, and scaled, in 0.01 % (10000 = as it is). */
struct iss_setting {
	const char *printer, *stock;
	int x, y, scale_x, scale_y;
	int64_t at;
};
enum {
	ISS_SHIFT_MOST = 200, /* 20 mm */
	ISS_SCALE_LEAST = 9500,
	ISS_SCALE_MOST = 10500
};
/* In an act of the writer; ERR_VALUE out of these bounds or without names. */
MUST_CHECK bool iss_setting_save(
    struct arc *arc, const struct iss_setting *s, struct err *err);
MUST_CHECK bool iss_settings(struct arc *arc, struct arena *a,
    struct iss_setting **ret, size_t *ret_count, struct err *err);

/* How far a decision's certificates are. */
struct iss_standing {
	struct arc_doc decision;
	size_t honourees, filed;
	const char *trial; /* the newest job of each kind, "" = none */
	const char *making;
};
MUST_CHECK bool iss_batch_standing(struct iss_batch *b, struct arena *a,
    const char *decision, struct iss_standing *ret, struct err *err);

#endif
