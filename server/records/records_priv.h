/* records/records_priv.h -- what the files of this library share. */
#ifndef RECORDS_RECORDS_PRIV_H
#define RECORDS_RECORDS_PRIV_H

#include "archive/archive.h"
#include "base/arena.h"
#include "base/buf.h"

struct press;
struct xml_build;
struct xml_doc;

/* --- text.c --- */

/* The text with line ends inside words that are wider than `width` hundredths
 * of a millimetre at 10 pt: behind a stroke or hyphen where there is one.  For
 * narrow columns, which must print whatever is in them. */
const char *rec_break(struct arena *a, const char *text, int width);
/* «Kế hoạch: Phát động …»; «Bằng khen tặng …» says its kind already. */
const char *rec_title(
    struct arena *a, const char *type_name, const char *title);
/* "12/4/2022"; "" for no day. */
const char *rec_day(struct arena *a, day_t day);

/* --- office.c --- */

struct rec_office {
	const char *name;     /* "Ủy ban nhân dân tỉnh Hưng Yên" */
	const char *superior; /* cơ quan chủ quản, or "" */
	const char *symbol, *place, *id;
};
/* As the newest document of the organisation says. */
bool rec_office(struct arc *arc, struct arena *a, const char *org,
    struct rec_office *ret, struct err *err);
/* What the series is called; its code when it is in no configuration. */
bool rec_series_name(struct arc *arc, struct press *press, struct arena *a,
    const char *org, const char *series, int year, const char **ret,
    struct err *err);
/* Typesets a book of templates/books; *err is the first of `errors`. */
struct press_job;
struct press_result;
bool rec_press(struct press *press, struct arena *a,
    const struct press_job *job, struct err_list *errors,
    struct press_result *ret, struct err *err);

#endif
