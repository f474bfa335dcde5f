/* tests/fuzz/fuzz.h -- what the targets share.
 *
 * A target is one file with fuzz_one(); with clang's libFuzzer it is driven by
 * mutation, else replay.c feeds it the files of its corpus. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* Memory enough for any honest input, little enough to notice a greedy one. */
#define FUZZ_ARENA ((size_t)64 * 1024 * 1024)

/* What must hold for every input: stops the run where it does not. */
#define HOLDS(what)                                                            \
	do {                                                                   \
		if (!(what)) {                                                 \
			fprintf(                                               \
			    stderr, "%s:%d: %s\n", __FILE__, __LINE__, #what); \
			abort();                                               \
		}                                                              \
	} while (0)

/* An error that is reported must be fit to be read: a kind and a text. */
static inline void
fuzz_error(const struct err *err)
{
	struct buf out = { 0 };

	HOLDS(err->kind > ERR_NONE && err->kind < ERR__MAX);
	HOLDS(memchr(err->text, '\0', sizeof(err->text)) != NULL);
	HOLDS(memchr(err->excerpt, '\0', sizeof(err->excerpt)) != NULL);
	err_print(err, &out);
	err_json(err, &out);
	HOLDS(out.len > 0);
	buf_done(&out);
}

static inline void
fuzz_errors(const struct err_list *list)
{
	for (size_t i = 0; i < list->len; i++)
		fuzz_error(list->items[i]);
}

#endif
