/* archive/care.h -- what the archive does for its own health. */
#ifndef ARCHIVE_CARE_H
#define ARCHIVE_CARE_H

#include "archive/archive.h"

/* A thirtieth of the documents, after those of the call before, is read back;
 * thirty calls see every document.  What it found stays in the database. */
struct arc_scrubbed {
	int64_t documents; /* seen now */
	int64_t left;	   /* to see in this round */
	int64_t began;	   /* the round, seconds since the epoch */
	bool round_done;
};
MUST_CHECK bool arc_scrub(struct arc *arc, struct err_list *problems,
    struct arc_scrubbed *ret, struct err *err);

/* Builds the search index anew beside the old one and swaps them; searching and
 * issuing go on meanwhile. */
MUST_CHECK bool arc_reindex(
    struct arc *arc, int64_t *ret_count, struct err *err);

/* Volumes are sealed when they have grown past this many bytes; 1 MB to 4 GB,
 * ARC_VOLUME_BYTES unless set.  What is sealed stays. */
MUST_CHECK bool arc_set_volume_size(
    struct arc *arc, int64_t bytes, struct err *err);

/* Notes of the archive about itself: "scrub.ended", "backup.at", "drill.at",
 * "drill.result" …; "" when there is none. */
MUST_CHECK bool arc_note(struct arc *arc, struct arena *a, const char *key,
    const char **ret, struct err *err);

#endif
