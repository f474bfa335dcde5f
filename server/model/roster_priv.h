/* model/roster_priv.h -- what the files about lists share. */
#ifndef MODEL_ROSTER_PRIV_H
#define MODEL_ROSTER_PRIV_H

#include "model/roster.h"

/* Keeps the list as it is now, for undoing what comes next. */
bool roster_step(struct db *db, struct arena *a, const struct model_act *act,
    const char *what, struct err *err);
bool roster_clear(struct db *db, const struct model_act *act, struct err *err);
/* Behind what is there. */
bool roster_insert(struct db *db, struct arena *a, const struct model_act *act,
    const struct model_entry *entries, size_t count, struct err *err);

#endif
