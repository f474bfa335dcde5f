/* tests/fault/shim_sqlite.c -- steps of SQLite that fail.
 *
 * A step is not just refused: it is made to fail inside SQLite, so that the
 * statement and its transaction are in the state that such a failure leaves. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

#include "shim_priv.h"

typedef int step_fn(void *);
typedef void *handle_fn(void *);
typedef void progress_fn(void *, int, int (*)(void *), void *);

static int
stop_now(void *ctx)
{
	(void)ctx;
	return 1;
}

int sqlite3_step(void *statement);

int
sqlite3_step(void *statement)
{
	static step_fn *real;
	static handle_fn *handle;
	static progress_fn *progress;
	void *symbols[3], *db;
	int code;

	if (real == NULL) {
		symbols[0] = dlsym(RTLD_NEXT, "sqlite3_step");
		symbols[1] = dlsym(RTLD_NEXT, "sqlite3_db_handle");
		symbols[2] = dlsym(RTLD_NEXT, "sqlite3_progress_handler");
		memcpy(&handle, &symbols[1], sizeof(handle));
		memcpy(&progress, &symbols[2], sizeof(progress));
		memcpy(&real, &symbols[0], sizeof(real));
	}
	if (!fails(FAULT_STEP))
		return real(statement);
	db = handle(statement);
	progress(db, 1, stop_now, NULL);
	code = real(statement);
	progress(db, 0, NULL, NULL);
	return code;
}
