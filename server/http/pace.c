/* http/pace.c -- how fast one address may ask (a bucket that refills).
 *
 * A fixed table, four seats for each hash: the seat that was used longest ago
 * gives way.  Somebody with very many addresses can so forget his own buckets,
 * but never fill the memory. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "http/http_priv.h"

enum { SETS = 4096, SEATS = 4 };

struct bucket {
	uint64_t key;  /* hash of kind and address, 0 = empty */
	int64_t at;    /* milliseconds */
	int64_t drops; /* thousandths of a request that are left */
};

struct paces {
	pthread_mutex_t lock;
	struct bucket seats[SETS][SEATS];
};

struct paces *
http_paces_new(void)
{
	struct paces *p = calloc(1, sizeof(*p));

	if (p != NULL)
		pthread_mutex_init(&p->lock, NULL);
	return p;
}

void
http_paces_free(struct paces *p)
{
	if (p != NULL)
		pthread_mutex_destroy(&p->lock);
	free(p);
}

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* FNV-1a. */
static uint64_t
key_of(const char *address, unsigned kind)
{
	uint64_t h = 1469598103934665603u ^ kind;

	for (; *address != '\0'; address++)
		h = (h ^ (unsigned char)*address) * 1099511628211u;
	return h == 0 ? 1 : h;
}

static struct bucket *
find_bucket(
    struct paces *p, uint64_t key, int64_t now, const struct http_pace *pace)
{
	struct bucket *set = p->seats[key % SETS], *oldest = set;

	for (size_t i = 0; i < SEATS; i++) {
		if (set[i].key == key)
			return &set[i];
		if (set[i].at < oldest->at)
			oldest = &set[i];
	}
	*oldest = (struct bucket){ key, now, (int64_t)pace->burst * 1000 };
	return oldest;
}

bool
http_paces_take(struct paces *p, const char *address, unsigned kind,
    const struct http_pace *pace, unsigned *ret_wait)
{
	int64_t now = now_ms(), full = (int64_t)pace->burst * 1000, rate;
	uint64_t key = key_of(address, kind);
	struct bucket *b;
	bool ok;

	if (pace->per_minute == 0)
		return true;
	rate = (int64_t)pace->per_minute; /* thousandths in 60 ms */
	pthread_mutex_lock(&p->lock);
	b = find_bucket(p, key, now, pace);
	b->drops += (now - b->at) * rate / 60;
	if (b->drops > full)
		b->drops = full;
	b->at = now;
	ok = b->drops >= 1000;
	if (ok)
		b->drops -= 1000;
	*ret_wait =
	    ok ? 0 : (unsigned)((1000 - b->drops) * 60 / rate / 1000 + 1);
	pthread_mutex_unlock(&p->lock);
	return ok;
}
