/* db/module.h -- schemas of the libraries that keep tables of their own.
 *
 * The archive's schema counts in user_version; every other library has a row in
 * schema_module and steps of its own.  Forward only: a released step never
 * changes. */
#ifndef DB_MODULE_H
#define DB_MODULE_H

#include "db/db.h"

struct db_module {
	const char *name;	  /* "access"; never changes */
	const char *const *steps; /* steps[0] leads from nothing to version 1 */
	int count;
};

/* Brings the module's tables forward, each step in a transaction of its own;
 * with nothing to do it only reads.  The database as the older program left it
 * stays beside it as NAME.MODULE-vN.db.  Not inside a transaction.  ERR_SETUP
 * when a newer program wrote them. */
MUST_CHECK bool db_upgrade(
    struct db *db, const struct db_module *module, struct err *err);

/* The version the tables have, 0 = none. */
MUST_CHECK bool db_module_version(
    struct db *db, const char *name, int *ret, struct err *err);

#endif
