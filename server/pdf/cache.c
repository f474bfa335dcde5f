/* pdf/cache.c -- what one document leaves for the next of the same thread.
 *
 * The words that a template repeats use the same glyphs in the same order each
 * time, so their font programs need not be cut and packed again.  A hit gives
 * the bytes that a miss would make. */
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#include "pdf/pdf_priv.h"

enum { SLOTS = 16, LEVEL = 5 };

struct slot {
	const struct font_face *face;
	size_t count;
	uint16_t *glyphs; /* and behind them program and map */
	struct pdf_packed packed;
	unsigned long used;
};

struct pdf_cache {
	struct slot slots[SLOTS];
	unsigned long clock;
	struct libdeflate_compressor *spare;
};

struct pdf_cache *
pdf_cache_new(void)
{
	return calloc(1, sizeof(struct pdf_cache));
}

void
pdf_cache_free(struct pdf_cache *cache)
{
	if (cache == NULL)
		return;
	for (int i = 0; i < SLOTS; i++)
		free(cache->slots[i].glyphs);
	libdeflate_free_compressor(cache->spare);
	free(cache);
}

bool
pdf_cache_find(
    struct pdf_cache *cache, const struct used_face *f, struct pdf_packed *ret)
{
	for (int i = 0; cache != NULL && i < SLOTS; i++) {
		struct slot *s = &cache->slots[i];

		if (s->face != f->face || s->count != f->count ||
		    memcmp(s->glyphs, f->glyphs,
			f->count * sizeof(*f->glyphs)) != 0)
			continue;
		s->used = ++cache->clock;
		*ret = s->packed;
		return true;
	}
	return false;
}

void
pdf_cache_put(struct pdf_cache *cache, const struct used_face *f,
    const struct pdf_packed *packed)
{
	size_t list = f->count * sizeof(*f->glyphs);
	struct slot *s;
	char *bytes;

	if (cache == NULL)
		return;
	s = &cache->slots[0];
	for (int i = 1; i < SLOTS; i++)
		if (cache->slots[i].used < s->used)
			s = &cache->slots[i];
	bytes = malloc(list + packed->program_len + packed->map_len);
	if (bytes == NULL)
		return; /* the next document does without */
	free(s->glyphs);
	memcpy(bytes, f->glyphs, list);
	memcpy(bytes + list, packed->program, packed->program_len);
	memcpy(
	    bytes + list + packed->program_len, packed->map, packed->map_len);
	*s = (struct slot){ f->face, f->count, (uint16_t *)(void *)bytes,
		*packed, ++cache->clock };
	s->packed.program = bytes + list;
	s->packed.map = s->packed.program + packed->program_len;
}

struct libdeflate_compressor *
pdf_cache_deflate(struct pdf_cache *cache)
{
	struct libdeflate_compressor *d = cache == NULL ? NULL : cache->spare;

	if (d == NULL)
		return libdeflate_alloc_compressor(LEVEL);
	cache->spare = NULL;
	return d;
}

void
pdf_cache_give_back(
    struct pdf_cache *cache, struct libdeflate_compressor *deflate)
{
	if (cache != NULL && cache->spare == NULL)
		cache->spare = deflate;
	else
		libdeflate_free_compressor(deflate);
}

const char *
pdf_deflate_version(void)
{
	return LIBDEFLATE_VERSION_STRING;
}
