/* tests/fault/run.h -- running the program from outside, with the shim or
 * without. */
#ifndef TESTS_FAULT_RUN_H
#define TESTS_FAULT_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* What all runs of one driver share; paths are absolute. */
struct setting {
	const char *program, *shim, *root; /* the binary, the shim, the tree */
	const char *work;		   /* a folder of our own */
};

struct result {
	int status; /* exit status, or -signal */
	struct buf out, err;
};

/* Runs with cwd = s->work; `env` holds NAME=value pairs of the shim, NULL at
 * the end, or is NULL itself: then nothing fails.  Output is kept in files
 * out and err of s->work; `append` lets out grow from run to run. */
void run(const struct setting *s, const char *const *args,
    const char *const *env, bool append, struct result *ret);
void result_done(struct result *r);

/* Whole files and folders; they end the test when the machine itself fails. */
void slurp(const char *path, struct buf *ret);
void spill(const char *path, const void *bytes, size_t len);
void remove_tree(const char *path);
void copy_tree(const char *from, const char *to);
bool same_text(const struct buf *a, const struct buf *b);

/* "a/b" in memory that is never freed: tests end. */
char *joined(const char *dir, const char *name);
_Noreturn void stop(const char *what, const char *which);

/* A campaign of five documents from the demonstration: plan, decision, three
 * certificates; no uid in them, so that every run gives the same bytes.
 * `numbered`: the plan brings its number 71 along. */
void make_campaign(
    const struct setting *s, const char *key, bool numbered, const char *path);

#endif
