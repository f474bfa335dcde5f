/* tests/fault/drive.h -- what the drivers of single faults share. */
#ifndef TESTS_FAULT_DRIVE_H
#define TESTS_FAULT_DRIVE_H

#include <stdint.h>

#include "run.h"
#include "shim.h"

enum { ARGS = 10 };

struct test;

struct job {
	const char *name;
	const char *args[ARGS];
	const char *file; /* what the act leaves behind, NULL = nothing */
	void (*prepare)(const struct test *t); /* before each run */
	/* After each run: what is wrong goes into *said. */
	bool (*verify)(
	    const struct test *t, const struct result *r, struct buf *said);
};

struct test {
	struct setting s;
	const struct job *job;
	struct fault_state *state;
	char *state_path;
	struct result reference;
	struct buf file; /* of the reference run */
	struct buf dump;
	uint64_t calls[FAULT_KINDS];
	int runs, failures, most_failures;
};

/* Runs without a fault; false and the reason in *said unless it ends with 0. */
bool expect_clean(const struct test *t, const char *const *args,
    const char *what, struct buf *said);

/* --- copies.c: backup, restore, migration --- */

/* Makes what these acts begin with, out of the issued folder `data`. */
void copies_set_scene(const struct test *t);
void backup_prepare(const struct test *t);
bool backup_verify(
    const struct test *t, const struct result *r, struct buf *said);
void restore_prepare(const struct test *t);
bool restore_verify(
    const struct test *t, const struct result *r, struct buf *said);
void migrate_prepare(const struct test *t);
bool migrate_verify(
    const struct test *t, const struct result *r, struct buf *said);

#endif
