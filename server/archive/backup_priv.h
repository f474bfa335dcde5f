/* archive/backup_priv.h -- what backup and restore share. */
#ifndef ARCHIVE_BACKUP_PRIV_H
#define ARCHIVE_BACKUP_PRIV_H

#include "archive/backup.h"
#include "archive/log_priv.h"

#define POINT_DB "sovang.db"
#define POINT_TEXT "point.txt"

/* A volume or a font of a point. */
struct part {
	const char *name;
	int64_t end;	    /* of a volume: committed bytes */
	const char *sha256; /* of a font */
	struct part *next;
};
struct point {
	const char *name; /* of its folder */
	int64_t at, events, documents, last_id;
	struct hash root, db;
	struct part *volumes, *fonts;
};

/* point_file.c */
void point_print(const struct point *p, struct buf *out);
/* ERR_CORRUPT when a bit of it changed. */
bool point_parse(struct arena *a, const char *text, size_t len,
    struct point *ret, struct err *err);
/* Names of all points, oldest first. */
bool point_names(struct arena *a, const char *backup, const char ***ret,
    size_t *ret_count, struct err *err);
bool point_load(struct arena *a, const char *backup, const char *name,
    struct point *ret, struct err *err);

/* copy.c */
/* Bytes from `from` to `to` at the same place in another file, made when it is
 * not there, then two zero blocks; synced. */
bool copy_volume(const char *source, const char *target, int64_t from,
    int64_t to, struct err *err);
/* A whole large file into a new one; synced. */
bool copy_plain(const char *source, const char *target, struct err *err);
/* A whole small file, atomically, with this mode. */
bool copy_file(struct arena *a, const char *source, const char *target,
    unsigned mode, struct err *err);
bool copy_hash(const char *path, struct hash *ret, struct err *err);
int64_t copy_size(const char *path); /* 0 = none */
/* A folder with everything in it; what cannot go stays. */
void remove_tree(const char *path);
/* Names in a folder without those that begin with a dot, sorted; none when
 * there is no folder. */
bool list_names(struct arena *a, const char *path, const char ***ret,
    size_t *ret_count, struct err *err);

#endif
