/* db/db_priv.h -- what the files of this library share. */
#ifndef DB_DB_PRIV_H
#define DB_DB_PRIV_H

#include <sqlite3.h>

#include "db/db.h"

sqlite3 *db_handle(struct db *db);

#endif
