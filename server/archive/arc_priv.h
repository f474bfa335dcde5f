/* archive/arc_priv.h -- what the files of this library share. */
#ifndef ARCHIVE_ARC_PRIV_H
#define ARCHIVE_ARC_PRIV_H

#include "archive/archive.h"
#include "base/arena.h"
#include "base/buf.h"
#include "db/db.h"

/* The members of a document beside PDF and data; the frame is everything of
 * them that is in none of the other hashes. */
struct filed {
	int64_t manifest_offset, manifest_length;
	struct hash manifest, frame;
};

/* A document that waits for the group's commit: its row is written, its bytes
 * stand in arc->bytes (the pointers to them are the caller's and gone). */
struct waiting {
	struct arc_new doc;
	int64_t id, created;
	int64_t offset, data_offset; /* in the volume */
	struct hash sha256, data_sha256;
	struct filed filed;
	struct waiting *next;
};

/* Where the group stood when the act began. */
struct act {
	struct waiting **tail;
	size_t bytes;
};

/* A counter that moved since the last event. */
struct moved {
	const char *org, *series;
	int year;
	struct moved *next;
};

struct arc {
	struct arena *arena; /* as long as the handle */
	const char *dir;
	const struct env *env;
	struct db *db;
	bool writer;
	int lock;    /* descriptor of the lock file, -1 = not held */
	bool broken; /* a sync failed: no more writing */
	bool folder_synced;
	bool spoilt; /* a document could not be added to the group */
	/* the open group */
	struct arena *group;
	struct waiting *first, **tail;
	size_t count, act_start; /* documents; those before the act */
	struct buf bytes;	 /* what will be appended to the volume */
	struct act act;
	struct vocab *vocab; /* terms of the group's texts */
	bool beside; /* they go into the index that is being made anew */
	struct moved *moved;
	/* the open volume */
	char volume[32];
	int fd;
	int64_t committed;
};

/* The steps of the schema, one file each. */
extern const char arc_sql_1[];
extern const char arc_sql_2[];
extern const char arc_sql_3[];
extern const char arc_sql_4[];
extern const char arc_sql_5[];

extern const struct db_tokenizer arc_tokenizer;

/* schema.c: a folder whose database is elsewhere in it */
bool arc_open_part(const char *dir, const char *db_name, bool writer,
    const struct env *env, struct arc **ret, struct err *err);

/* lock.c */
/* The lock file; waits up to 10 s.  Who waits gets it before its holder gets it
 * again. */
bool lock_take(struct arc *arc, struct err *err);
void lock_drop(struct arc *arc);

/* group.c */
/* One of several acts in the group that is open.  arc_act_end() keeps what the
 * act did, or undoes it: rows, counters, documents.  *keep becomes false, and
 * *act_err says why, when the act left a number without a document.  False from
 * either = the whole group is lost and must be aborted. */
bool arc_act_begin(struct arc *arc, struct err *err);
bool arc_act_end(
    struct arc *arc, bool *keep, struct err *act_err, struct err *err);
/* "org TAB series TAB year TAB last TAB date" of each counter that moved, a
 * line each; none has moved from then on. */
bool moved_take(struct arc *arc, struct buf *out, struct err *err);

/* volume.c */
enum { TAR_BLOCK = 512 };
int64_t tar_padded(int64_t len);
const char *volume_path(struct arc *arc, struct arena *a, const char *name);
/* Hash of the first `len` bytes; false when there are fewer. */
bool volume_hash(int fd, int64_t len, struct hash *ret);
bool volume_recover(struct arc *arc, struct err *err);
/* Puts the document behind what the group appends already, and notes where. */
bool volume_place(struct arc *arc, struct waiting *w, struct err *err);
/* Writes, syncs and reads back what the group appends. */
bool volume_append(struct arc *arc, struct err *err);
bool volume_read(struct arc *arc, struct arena *a, const char *volume,
    int64_t offset, int64_t len, char **ret, struct err *err);

/* index.c */
bool index_add(struct arc *arc, int64_t id, const struct arc_new *d,
    const char *status, struct err *err);
/* Before the commit: the counts of the group. */
bool index_flush(struct arc *arc, struct err *err);
/* Starts an empty index beside the one in use; between the two calls
 * arc->beside says which one a document goes into. */
bool index_make(struct arc *arc, struct err *err);
/* The new one takes the place of the old one. */
bool index_swap(struct arc *arc, struct err *err);

/* Notes what changes in documents; step 4 made their table anew. */
bool index_watch(struct arc *arc, struct err *err);

/* reindex.c: what an older program, or damage, left out of the index */
bool index_catch_up(struct arc *arc, struct err *err);
bool index_is_behind(struct arc *arc, bool *ret, struct err *err);

/* register.c */
/* ERR_VALUE unless there is one. */
bool reason_given(const char *reason, struct err *err);
/* The number that the next event will have. */
bool next_seq(struct arc *arc, int64_t *ret, struct err *err);
/* A number that was set aside is used up by the document; just before its
 * event. */
bool slot_use(struct arc *arc, const struct arc_new *d, struct err *err);

/* register_close.c: has the year come, is its book open? */
bool book_open(struct arc *arc, const char *org, const char *series, day_t date,
    struct err *err);

/* outgoing.c */
bool outgoing_put(
    struct arc *arc, int64_t id, const struct arc_outgoing *o, struct err *err);

/* rows.c */
/* Row and event; the number must be taken, the document placed. */
bool row_insert(struct arc *arc, struct waiting *w, struct err *err);
void row_read(const struct db_stmt *st, struct arena *a, struct arc_doc *ret);
/* The rows that the event speaks of must stand as it leaves them. */
bool event_add(struct arc *arc, const char *kind, const char *uid,
    const char *text, struct err *err);
enum { ROW_FIELDS = 33 };
#define ROW_COLUMNS                                                          \
	"d.id, d.uid, d.org, d.series, d.symbol, d.code, d.type, "           \
	"d.type_name, d.title, d.campaign, d.campaign_name, d.signer, "      \
	"d.position, d.honouree, d.honouree_kind, d.unit, d.decision, "      \
	"d.status, d.template_lock, d.year, d.pages, d.number, d.date, "     \
	"d.created, d.sha256, d.data_sha256, d.volume, d.offset, d.length, " \
	"d.data_offset, d.data_length, d.suffix, d.request"

#endif
