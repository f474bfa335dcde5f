/* base/arena.h -- memory that is released all at once.
 *
 * One arena per request, job or document, with a limit.  Allocation is a bump
 * of a pointer in chunks that grow; nothing is freed alone.  Foreign handles
 * are given to the arena with arena_defer() the moment they exist and are
 * closed, last first, when the arena goes.  Not thread-safe: one owner. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"

struct arena;

/* `limit` in bytes; 0 = ARENA_LIMIT_DEFAULT of base/limits.h.  NULL when memory
 * is out.  A fresh arena is small (about 4 KB). */
struct arena *arena_new(size_t limit);
void arena_free(struct arena *a);

/* Runs the deferred closers and makes the arena empty again, keeping one chunk
 * for reuse: for loops over rows, pages and documents. */
void arena_reset(struct arena *a);

/* Zeroed memory aligned for every type, or NULL (out of memory or limit). */
void *arena_alloc(struct arena *a, size_t size);
/* The same for n elements, safe against overflow. */
void *arena_alloc_n(struct arena *a, size_t n, size_t size);
/* Copies; NULL when memory is out.  arena_strndup ends the copy with a NUL. */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t len);
void *arena_memdup(struct arena *a, const void *p, size_t size);
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Gives `handle` to the arena.  When that fails the closer has already run. */
MUST_CHECK bool arena_defer(
    struct arena *a, void (*closer)(void *handle), void *handle);

/* Bytes handed out so far, for tests of memory use. */
size_t arena_used(const struct arena *a);

#endif
