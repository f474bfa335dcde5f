/* base/arena.c -- memory that is released all at once. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

struct chunk {
	struct chunk *next;
	size_t size, used;
	max_align_t data[];
};

struct closer {
	struct closer *next;
	void (*run)(void *handle);
	void *handle;
};

struct arena {
	struct chunk *chunks; /* the first one is being filled */
	struct closer *closers;
	size_t limit, held, used;
};

enum { CHUNK_FIRST = 4000, CHUNK_LARGEST = 256 * 1024 };

static size_t
round_up(size_t n)
{
	const size_t align = sizeof(max_align_t);

	return (n + align - 1) / align * align;
}

struct arena *
arena_new(size_t limit)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (a != NULL)
		a->limit = limit == 0 ? ARENA_LIMIT_DEFAULT : limit;
	return a;
}

static void
run_closers(struct arena *a)
{
	struct closer *c;

	while ((c = a->closers) != NULL) {
		a->closers =
		    c->next; /* before the call: it may not come back twice */
		c->run(c->handle);
	}
}

void
arena_reset(struct arena *a)
{
	struct chunk *keep = a->chunks, *next;

	run_closers(a);
	a->used = 0;
	if (keep == NULL)
		return;
	for (struct chunk *c = keep->next; c != NULL; c = next) {
		next = c->next;
		a->held -= c->size;
		free(c);
	}
	keep->next = NULL;
	keep->used = 0;
}

void
arena_free(struct arena *a)
{
	struct chunk *next;

	if (a == NULL)
		return;
	run_closers(a);
	for (struct chunk *c = a->chunks; c != NULL; c = next) {
		next = c->next;
		free(c);
	}
	free(a);
}

static size_t
next_chunk_size(const struct arena *a, size_t need)
{
	size_t size = a->chunks == NULL ? CHUNK_FIRST : a->chunks->size * 2;

	if (size > CHUNK_LARGEST)
		size = CHUNK_LARGEST;
	return size < need ? need : size;
}

/* After a reset the chunk that was kept may be too small for what comes first:
 * it goes, so that an empty arena always has its whole limit. */
static void
drop_empty_chunk(struct arena *a)
{
	struct chunk *c = a->chunks;

	if (c == NULL || c->used > 0)
		return;
	a->chunks = c->next;
	a->held -= c->size;
	free(c);
}

static struct chunk *
add_chunk(struct arena *a, size_t need)
{
	size_t size = next_chunk_size(a, need);
	struct chunk *c;

	drop_empty_chunk(a);
	if (a->held + size > a->limit)
		size = need;
	if (a->held + size > a->limit)
		return NULL;
	c = malloc(sizeof(*c) + size);
	if (c == NULL)
		return NULL;
	c->size = size;
	c->used = 0;
	c->next = a->chunks;
	a->chunks = c;
	a->held += size;
	return c;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	struct chunk *c = a->chunks;
	void *p;

	if (size > a->limit)
		return NULL;
	size = round_up(size == 0 ? 1 : size);
	if (c == NULL || c->size - c->used < size)
		c = add_chunk(a, size);
	if (c == NULL)
		return NULL;
	p = (char *)c->data + c->used;
	c->used += size;
	a->used += size;
	return memset(p, 0, size);
}

void *
arena_alloc_n(struct arena *a, size_t n, size_t size)
{
	if (size != 0 && n > SIZE_MAX / size)
		return NULL;
	return arena_alloc(a, n * size);
}

char *
arena_strndup(struct arena *a, const char *s, size_t len)
{
	char *p;

	if (len == SIZE_MAX)
		return NULL;
	p = arena_alloc(a, len + 1);
	if (p != NULL && len > 0)
		memcpy(p, s, len);
	return p;
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

void *
arena_memdup(struct arena *a, const void *p, size_t size)
{
	void *copy = arena_alloc(a, size);

	if (copy != NULL && size > 0)
		memcpy(copy, p, size);
	return copy;
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *p;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return NULL;
	p = arena_alloc(a, (size_t)n + 1);
	if (p == NULL)
		return NULL;
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return p;
}

bool
arena_defer(struct arena *a, void (*closer)(void *handle), void *handle)
{
	struct closer *c = arena_alloc(a, sizeof(*c));

	if (c == NULL) {
		closer(handle);
		return false;
	}
	c->run = closer;
	c->handle = handle;
	c->next = a->closers;
	a->closers = c;
	return true;
}

size_t
arena_used(const struct arena *a)
{
	return a->used;
}
