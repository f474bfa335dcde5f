/* web/hot.c -- documents that were read a moment ago, checked, for everybody.
 *
 * What the archive gives out has been compared with its hash; reading and
 * hashing it again for each of a thousand downloads would be all that the
 * machine does.  A copy lives in memory under its hash until newer ones need
 * the room; replies share it.  What is large is sent from its volume once it
 * has been checked. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "web/web_priv.h"

enum { SLOTS = 1024 };
static const size_t room = (size_t)48 * 1024 * 1024;
static const size_t largest = (size_t)2 * 1024 * 1024;

struct copy {
	struct hash hash;
	size_t len;
	struct copy *next; /* in the slot */
	struct copy *newer, *older;
	_Atomic int refs; /* of replies, and one of the table */
	char bytes[];
};

struct web_hot {
	pthread_mutex_t lock;
	struct copy *slots[SLOTS];
	struct copy *newest, *oldest;
	size_t held;
};

struct web_hot *
web_hot_new(void)
{
	struct web_hot *h = calloc(1, sizeof(*h));

	if (h != NULL)
		pthread_mutex_init(&h->lock, NULL);
	return h;
}

static void
copy_release(void *ctx)
{
	struct copy *c = ctx;

	if (atomic_fetch_sub(&c->refs, 1) == 1)
		free(c);
}

static void
list_remove(struct web_hot *h, struct copy *c)
{
	*(c->newer != NULL ? &c->newer->older : &h->newest) = c->older;
	*(c->older != NULL ? &c->older->newer : &h->oldest) = c->newer;
	c->newer = c->older = NULL;
}

static void
list_add(struct web_hot *h, struct copy *c)
{
	c->older = h->newest;
	*(h->newest != NULL ? &h->newest->newer : &h->oldest) = c;
	h->newest = c;
}

static struct copy **
slot_of(struct web_hot *h, const struct hash *hash)
{
	return &h->slots[(hash->bytes[0] | hash->bytes[1] << 8) % SLOTS];
}

static void
drop_oldest(struct web_hot *h)
{
	struct copy *c = h->oldest, **p = slot_of(h, &c->hash);

	while (*p != c)
		p = &(*p)->next;
	*p = c->next;
	list_remove(h, c);
	h->held -= c->len;
	copy_release(c);
}

void
web_hot_free(struct web_hot *h)
{
	if (h == NULL)
		return;
	while (h->oldest != NULL)
		drop_oldest(h);
	pthread_mutex_destroy(&h->lock);
	free(h);
}

/* With a reference for the caller, or NULL. */
static struct copy *
find(struct web_hot *h, const struct hash *hash)
{
	struct copy *c;

	pthread_mutex_lock(&h->lock);
	for (c = *slot_of(h, hash); c != NULL; c = c->next)
		if (hash_equal(&c->hash, hash))
			break;
	if (c != NULL) {
		atomic_fetch_add(&c->refs, 1);
		if (c != h->newest) {
			list_remove(h, c);
			list_add(h, c);
		}
	}
	pthread_mutex_unlock(&h->lock);
	return c;
}

/* NULL when memory is out: then it is not kept. */
static struct copy *
keep(struct web_hot *h, const struct hash *hash, const char *bytes, size_t len)
{
	struct copy *c = malloc(sizeof(*c) + len), **slot;

	if (c == NULL)
		return NULL;
	memset(c, 0, sizeof(*c));
	memcpy(c->bytes, bytes, len);
	c->hash = *hash;
	c->len = len;
	atomic_init(&c->refs, 2);
	pthread_mutex_lock(&h->lock);
	slot = slot_of(h, hash);
	c->next = *slot;
	*slot = c;
	list_add(h, c);
	h->held += len;
	while (h->held > room && h->oldest != c)
		drop_oldest(h);
	pthread_mutex_unlock(&h->lock);
	return c;
}

static void
nothing(void *ctx)
{
	(void)ctx;
}

/* From its volume, after it was compared. */
static bool
reply_volume(struct web *web, struct http_request *req, const struct arc_doc *d,
    bool data, const char *type, struct err *err)
{
	const char *path = arena_printf(
	    http_arena(req), "%s/volumes/%s.tar", web->config.data, d->volume);
	int fd = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return err_errno(err, path == NULL ? "tập" : path);
	http_reply_file(req, 200, type, fd,
	    (uint64_t)(data ? d->data_offset : d->offset),
	    (uint64_t)(data ? d->data_length : d->length));
	close(fd);
	return true;
}

static bool
check_large(
    struct arc *arc, const struct arc_doc *d, bool data, struct err *err)
{
	struct arena *a = arena_new(0);
	const char *bytes;
	size_t len;
	bool ok;

	if (a == NULL)
		return err_nomem(err);
	ok = arc_read(arc, a, d, data, &bytes, &len, err);
	arena_free(a);
	return ok;
}

bool
web_reply_document(struct web *web, struct http_request *req,
    const struct arc_doc *d, bool data, const char *type, struct err *err)
{
	const struct hash *hash = data ? &d->data_sha256 : &d->sha256;
	int64_t size = data ? d->data_length : d->length;
	struct copy *c = find(web->hot, hash);
	struct arc *arc;
	const char *bytes;
	size_t len;

	if (c != NULL) {
		http_reply_shared(
		    req, 200, type, c->bytes, c->len, copy_release, c);
		return true;
	}
	arc = web_reader(web, err);
	if (arc == NULL)
		return false;
	if (size > (int64_t)largest)
		return check_large(arc, d, data, err) &&
		       reply_volume(web, req, d, data, type, err);
	if (!arc_read(arc, http_arena(req), d, data, &bytes, &len, err))
		return false;
	c = keep(web->hot, hash, bytes, len);
	if (c != NULL)
		http_reply_shared(
		    req, 200, type, c->bytes, c->len, copy_release, c);
	else
		http_reply_shared(req, 200, type, bytes, len, nothing, NULL);
	return true;
}
