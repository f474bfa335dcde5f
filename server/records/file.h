/* records/file.h -- hồ sơ: documents of one piece of work, kept together.
 *
 * Decree 30/2020/NĐ-CP, articles 29–31 and annex VI; Luật Lưu trữ 2024.  A file
 * is a chain of facts in the log: its description as it was each time it
 * changed, and what was put in or taken out.  Nothing is a copy: a document may
 * lie in several files.  A file of a campaign holds the campaign's
 * administrative documents by itself; certificates are in the golden register
 * and are put in by hand where they belong.
 *
 * Once closed nothing goes in or out; closing fixes the list by its hash. */
#ifndef RECORDS_FILE_H
#define RECORDS_FILE_H

#include "archive/archive.h"
#include "press/press.h"

/* Lengths of annex VI, part II. */
enum { REC_DOCUMENTS_MAX = 999, REC_PAGES_MAX = 9999 };

struct rec_file {
	const char *id;	      /* made by rec_file_create */
	const char *org;      /* whose it is, as in the register */
	const char *organ_id; /* OrganId: "000.00.00.H31" */
	int catalog;	      /* FileCatalog: the year it was opened */
	const char *notation; /* FileNotation: "01.TĐKT" */
	const char *title;
	const char *maintenance; /* "Vĩnh viễn", "20 năm" */
	const char *rights;	 /* "Công khai" … */
	const char *creator, *language, *description;
	day_t start, end;     /* end 0 = the work goes on */
	const char *campaign; /* "" = no documents by itself */
	bool closed;
	int ended;	 /* năm kết thúc, of a closed one */
	int64_t last_id; /* no later document belongs to it; of a closed one */
	const char *list_hash; /* of the closed list, "" before */
	day_t handed;	       /* handed over to the archive, 0 = not yet */
};

/* --- writing, inside arc_begin() … arc_commit(), each with a reason --- */

/* Checks every field against annex VI; ERR_TAKEN for a code that exists in that
 * year.  *ret_id lives as long as the group. */
MUST_CHECK bool rec_file_create(struct arc *arc, struct arena *a,
    const struct rec_file *file, const char *reason, const char **ret_id,
    struct err *err);
/* Title, maintenance, rights, description, language, days; the rest stays. */
MUST_CHECK bool rec_file_change(struct arc *arc, struct arena *a,
    const struct rec_file *file, const char *reason, struct err *err);
MUST_CHECK bool rec_file_put(struct arc *arc, struct arena *a, const char *id,
    const char *uid, const char *reason, struct err *err);
MUST_CHECK bool rec_file_take_out(struct arc *arc, struct arena *a,
    const char *id, const char *uid, const char *reason, struct err *err);
/* `end` is the day the work ended; ERR_REGISTER for an empty file or one that
 * annex VI's fields cannot hold. */
MUST_CHECK bool rec_file_close(struct arc *arc, struct arena *a, const char *id,
    day_t end, const char *reason, struct err *err);
MUST_CHECK bool rec_file_hand_over(struct arc *arc, struct arena *a,
    const char *id, day_t day, const char *reason, struct err *err);

/* A file for each campaign that has documents and none yet: the next free
 * number, "TĐKT" behind it, the campaign's name and first day.  *ret_count is
 * how many were made.  `maintenance` as in the schedule. */
MUST_CHECK bool rec_files_auto(struct arc *arc, struct arena *a,
    const char *org, const char *maintenance, const char *reason,
    size_t *ret_count, struct err *err);

/* --- reading --- */

/* By its identifier, or by catalog and notation: "2022/01.TĐKT". */
MUST_CHECK bool rec_file_get(struct arc *arc, struct arena *a, const char *word,
    struct rec_file *ret, struct err *err);
/* All of them, by year and code. */
MUST_CHECK bool rec_file_list(struct arc *arc, struct arena *a,
    struct rec_file **ret, size_t *ret_count, struct err *err);
/* Its documents in the order of time; the place is the ordinal minus 1. */
MUST_CHECK bool rec_file_documents(struct arc *arc, struct arena *a,
    const struct rec_file *file, struct arc_doc **ret, size_t *ret_count,
    struct err *err);
/* The files that a document lies in. */
MUST_CHECK bool rec_files_of(struct arc *arc, struct arena *a,
    const struct arc_doc *doc, struct rec_file **ret, size_t *ret_count,
    struct err *err);
/* Is the list still what was closed?  ERR_CORRUPT. */
MUST_CHECK bool rec_file_verify(struct arc *arc, struct arena *a,
    const struct rec_file *file, struct err *err);

/* "000.00.00.H31.2022.01.TĐKT": mã hồ sơ; NULL = out of memory. */
const char *rec_file_code(struct arena *a, const struct rec_file *file);

/* A file must be handed over within a year from the end of the year in which
 * its work ended; the notice comes 30 days before. */
struct rec_due {
	struct rec_file file;
	day_t deadline;
	bool late;
};
enum { REC_NOTICE_DAYS = 30 };
/* What is due on that day, the most urgent first. */
MUST_CHECK bool rec_files_due(struct arc *arc, struct arena *a, day_t today,
    struct rec_due **ret, size_t *ret_count, struct err *err);

/* --- the schedule (templates/rules/thoi-han-bao-quan.xml) --- */

struct rec_retention {
	const char *code, *name;
	int years;	  /* 0 = for ever */
	const char *text; /* "Vĩnh viễn", "20 năm" */
};
/* What holds on that day. */
MUST_CHECK bool rec_retentions(struct press *press, struct arena *a, day_t day,
    struct rec_retention **ret, size_t *ret_count, struct err *err);

#endif
