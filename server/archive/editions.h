/* archive/editions.h -- versions of templates, and the files they are made of.
 *
 * A version goes from draft to review to published to retired and never back.
 * Publishing writes its lock: the names and hashes of every file that takes
 * part (templates, parents, fragments, ornaments, images, rules, fonts); from
 * then on neither the version nor any of those files can change, and they are
 * kept under their hashes for as long as the folder lives.  Publishing and
 * retiring are entries of the log. */
#ifndef ARCHIVE_EDITIONS_H
#define ARCHIVE_EDITIONS_H

#include "archive/archive.h"

enum arc_edition_state {
	ARC_DRAFT,
	ARC_REVIEW,
	ARC_PUBLISHED,
	ARC_RETIRED,
	ARC_EDITION_STATES
};
/* "du-thao", "cho-duyet", "cong-bo", "ngung-dung" */
extern const char *const arc_edition_state_keys[ARC_EDITION_STATES];
/* "dự thảo", "chờ duyệt" … */
extern const char *const arc_edition_state_names[ARC_EDITION_STATES];

struct arc_edition {
	const char *id; /* "plan": a folder of templates/documents */
	int64_t version;
	enum arc_edition_state state;
	const char *lock; /* SHA-256 of the lock's text, "" until published */
	bool shipped;	  /* came with the program */
	day_t from;	  /* in force from this day; 0 until published */
	const char *by, *note;
	int64_t created, changed; /* seconds since the epoch */
};

/* A file of a version: "documents/plan/template.xml", "fonts/….ttf". */
struct arc_file {
	const char *name, *bytes;
	size_t len;
};

/* What a lock says. */
struct arc_lock {
	const char *id, *engine;
	struct arc_locked {
		const char *name, *sha256;
		int64_t length;
	} * parts; /* by name */
	size_t count;
};

/* --- reading --- */

/* All versions, or those of one template; newest first. */
MUST_CHECK bool arc_list_editions(struct arc *arc, struct arena *a,
    const char *id, struct arc_edition **ret, size_t *ret_count,
    struct err *err);
/* ERR_NOTFOUND. */
MUST_CHECK bool arc_get_edition(struct arc *arc, struct arena *a,
    const char *id, int64_t version, struct arc_edition *ret, struct err *err);
/* The newest published version that is in force on the day; ERR_NOTFOUND. */
MUST_CHECK bool arc_edition_in_force(struct arc *arc, struct arena *a,
    const char *id, day_t day, struct arc_edition *ret, struct err *err);
/* The author's own files of a version that is not published yet, or all files
 * of one that is.  ERR_CORRUPT names the file that is missing or changed. */
MUST_CHECK bool arc_edition_files(struct arc *arc, struct arena *a,
    const struct arc_edition *edition, struct arc_file **ret, size_t *ret_count,
    struct err *err);

/* The text of a lock that was kept; ERR_NOTFOUND, ERR_CORRUPT. */
MUST_CHECK bool arc_read_lock(struct arc *arc, struct arena *a,
    const char *sha256, struct arc_lock *ret, struct err *err);
/* The bytes under a hash, hashed again first. */
MUST_CHECK bool arc_read_part(struct arc *arc, struct arena *a,
    const char *sha256, const char **ret, size_t *ret_len, struct err *err);

/* Today in Vietnam, by the folder's clock. */
day_t arc_today(struct arc *arc);

/* By what a document was made, as its manifest says. */
struct arc_making {
	/* "" in a document of before version locks; then only old_parts says
	 * by which template files it was made */
	const char *lock;
	const char *template, *program, *engine;
	int64_t version;
	const char *number, *issuer, *profile, *fit; /* "" = none */
	int64_t created;		/* the moment that its metadata shows */
	bool nd30;			/* was measured by the decree */
	const char *libraries, *layout; /* JSON objects */
	const struct arc_locked *old_parts; /* of before, or the manifest's */
	size_t old_count;
};
MUST_CHECK bool arc_read_making(struct arc *arc, struct arena *a,
    const struct arc_doc *doc, struct arc_making *ret, struct err *err);
/* The newest documents that were made by a template, whatever the version. */
MUST_CHECK bool arc_made_by(struct arc *arc, struct arena *a, const char *id,
    int limit, const char *const **ret_uids, size_t *ret_count,
    struct err *err);
/* A value out of a JSON text by SQLite's path ("$.libharu"), "" = none. */
MUST_CHECK bool arc_json_text(struct arc *arc, struct arena *a,
    const char *json, const char *path, const char **ret, struct err *err);

/* --- writing: between arc_begin() and arc_commit() --- */

/* A new draft beside what is there; *ret_version is one past the highest. */
MUST_CHECK bool arc_add_edition(struct arc *arc, const struct arc_edition *e,
    const struct arc_file *files, size_t count, int64_t *ret_version,
    struct err *err);
/* Other files for a draft.  ERR_DENIED when it is no draft. */
MUST_CHECK bool arc_set_edition_files(struct arc *arc, const char *id,
    int64_t version, const struct arc_file *files, size_t count,
    struct err *err);
/* Draft to review and back; a draft or a version under review may be dropped.
 */
MUST_CHECK bool arc_review_edition(struct arc *arc, const char *id,
    int64_t version, bool review, struct err *err);
MUST_CHECK bool arc_drop_edition(
    struct arc *arc, const char *id, int64_t version, struct err *err);
/* Locks `files`, which are all that the version needs.  ERR_TAKEN when a
 * published version has exactly these. */
MUST_CHECK bool arc_publish_edition(struct arc *arc,
    const struct arc_edition *e, const char *engine,
    const struct arc_file *files, size_t count, struct err *err);
/* No document is issued by it any more. */
MUST_CHECK bool arc_retire_edition(struct arc *arc, const char *id,
    int64_t version, const char *reason, struct err *err);

#endif
