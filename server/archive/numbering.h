/* archive/numbering.h -- which series a document takes its number from, and
 * what stands behind the stroke.
 *
 * Decree 30/2020/NĐ-CP, article 15: the head of an organisation decides whether
 * all kinds of documents share one series or each kind, or a group, has its
 * own; secret documents are numbered apart.  So it is data by date:
 *
 *   <so-dang-ky>
 *     <loai ma="KH" ten="Kế hoạch"/> …          kinds that are known
 *     <cau-hinh tu-ngay="2020-03-05">
 *       <so ma="van-ban" ten="Văn bản đi" loai="*"/>
 *       <so ma="van-ban-mat" ten="Văn bản mật đi" loai="*" mat="co"/>
 *       <ky-hieu loai="CV" mau="{co-quan}-{don-vi}"/>
 *       <ky-hieu loai="*" mau="{loai}-{co-quan}"/>
 *     </cau-hinh>
 *   </so-dang-ky>
 *
 * The program's own file (templates/rules/so-dang-ky.xml) holds for every
 * organisation that has decided nothing else; what one decides is a fact of the
 * log, with its reason. */
#ifndef ARCHIVE_NUMBERING_H
#define ARCHIVE_NUMBERING_H

#include "archive/archive.h"

enum { ARC_SERIES_MAX = 32, ARC_SYMBOLS_MAX = 64 };

struct arc_series_def {
	const char *code, *name; /* "van-ban", "Văn bản đi" */
	const char *types;	 /* abbreviations with spaces between, or "*" */
	bool secret;
};
struct arc_symbol_def {
	const char *types, *pattern;
};
struct arc_numbering {
	day_t from;
	struct arc_series_def series[ARC_SERIES_MAX];
	size_t series_count;
	struct arc_symbol_def symbols[ARC_SYMBOLS_MAX];
	size_t symbol_count;
	int64_t seq; /* of the fact, 0 = from the program's file */
};

/* Checks a whole file: kinds, every kind in exactly one series, symbols.
 * ERR_VALUE, ERR_MISSING with the line. */
MUST_CHECK bool arc_check_numbering(
    struct arena *a, const struct xml_doc *file, struct err *err);
/* What holds for the organisation on that day.  `file` is the program's own;
 * ERR_NOTFOUND before its first date. */
MUST_CHECK bool arc_find_numbering(struct arc *arc, struct arena *a,
    const char *org, day_t day, const struct xml_doc *file,
    struct arc_numbering *ret, struct err *err);

struct arc_kind {
	const char *type; /* "KH", "QĐ", "CV", "BK" … */
	bool secret;
	const char *org_symbol; /* "UBND" */
	const char *unit;	/* "NC": who drafted it, "" = not known */
};
/* The series and the symbol of a document.  ERR_REGISTER when the kind has no
 * series, or a symbol needs a unit and there is none. */
MUST_CHECK bool arc_apply_numbering(struct arena *a,
    const struct arc_numbering *n, const struct arc_kind *kind,
    const struct arc_series_def **ret_series, const char **ret_symbol,
    struct err *err);

/* An organisation decides anew, inside a group: every <cau-hinh> of `given`.
 * ERR_REGISTER when other series would begin within a year that has numbers, or
 * on a day from which numbers have been given. */
MUST_CHECK bool arc_set_numbering(struct arc *arc, const char *org,
    const struct xml_doc *given, const struct xml_doc *file, const char *reason,
    struct err *err);

#endif
