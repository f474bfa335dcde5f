/* archive/arc_priv.h -- what the files of this library share. */
#ifndef ARCHIVE_ARC_PRIV_H
#define ARCHIVE_ARC_PRIV_H

#include "archive/archive.h"
#include "base/arena.h"
#include "base/buf.h"
#include "db/db.h"

/* A document that waits for the group's commit. */
struct waiting {
	struct arc_new doc;
	int64_t offset, data_offset; /* in the volume */
	struct hash sha256, data_sha256;
	struct waiting *next;
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
	/* the open group */
	struct arena *group;
	struct waiting *first, **tail;
	size_t count;
	struct vocab *vocab; /* terms of the group's texts */
	/* the open volume */
	char volume[32];
	int fd;
	int64_t committed;
};

/* The steps of the schema, one file each. */
extern const char arc_sql_1[];
extern const char arc_sql_2[];

extern const struct db_tokenizer arc_tokenizer;

/* volume.c */
bool volume_recover(struct arc *arc, struct err *err);
bool volume_append(struct arc *arc, struct err *err);
bool volume_read(struct arc *arc, struct arena *a, const char *volume,
    int64_t offset, int64_t len, char **ret, struct err *err);

/* index.c */
bool index_add(struct arc *arc, int64_t id, const struct arc_new *d,
    const char *status, struct err *err);
/* Before the commit: the counts of the group. */
bool index_flush(struct arc *arc, struct err *err);

/* rows.c */
bool row_insert(struct arc *arc, const struct waiting *w, struct err *err);
void row_read(const struct db_stmt *st, struct arena *a, struct arc_doc *ret);
bool event_add(struct arc *arc, const char *kind, const char *uid,
    const char *text, struct err *err);
enum { ROW_FIELDS = 31 };
#define ROW_COLUMNS                                                          \
	"d.id, d.uid, d.org, d.series, d.symbol, d.code, d.type, "           \
	"d.type_name, d.title, d.campaign, d.campaign_name, d.signer, "      \
	"d.position, d.honouree, d.honouree_kind, d.unit, d.decision, "      \
	"d.status, d.template_lock, d.year, d.pages, d.number, d.date, "     \
	"d.created, d.sha256, d.data_sha256, d.volume, d.offset, d.length, " \
	"d.data_offset, d.data_length"

#endif
