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

#include "base/env.h"
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

/* What a download needs to know of a document; asked again after a second, so
 * that a recall is seen within that time. */
struct card {
	int64_t at; /* seconds, 0 = empty */
	char uid[40], org[64], status[24], type_name[120], code[120],
	    volume[40];
	struct hash sha256, data_sha256;
	int64_t offset, length, data_offset, data_length;
};

struct web_hot {
	pthread_mutex_t lock;
	struct card cards[SLOTS];
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

/* --- cards --- */

static bool
put_text(char *to, size_t size, const char *from)
{
	size_t len = strlen(from);

	if (len >= size)
		return false;
	memcpy(to, from, len + 1);
	return true;
}

static bool
write_card(struct card *c, const struct arc_doc *d, int64_t now)
{
	c->at = now;
	c->sha256 = d->sha256;
	c->data_sha256 = d->data_sha256;
	c->offset = d->offset;
	c->length = d->length;
	c->data_offset = d->data_offset;
	c->data_length = d->data_length;
	return put_text(c->uid, sizeof(c->uid), d->uid) &&
	       put_text(c->org, sizeof(c->org), d->org) &&
	       put_text(c->status, sizeof(c->status), d->status) &&
	       put_text(c->type_name, sizeof(c->type_name), d->type_name) &&
	       put_text(c->code, sizeof(c->code), d->code) &&
	       put_text(c->volume, sizeof(c->volume), d->volume);
}

static void
read_card(const struct card *c, struct arc_doc *d)
{
	memset(d, 0, sizeof(*d));
	d->uid = c->uid;
	d->org = c->org;
	d->status = c->status;
	d->type_name = c->type_name;
	d->code = c->code;
	d->volume = c->volume;
	d->sha256 = c->sha256;
	d->data_sha256 = c->data_sha256;
	d->offset = c->offset;
	d->length = c->length;
	d->data_offset = c->data_offset;
	d->data_length = c->data_length;
}

static unsigned
card_slot(const char *uid)
{
	unsigned h = 2166136261u;

	for (; *uid != '\0'; uid++)
		h = (h ^ (unsigned char)*uid) * 16777619u;
	return h % SLOTS;
}

bool
web_find_document(struct web *web, struct http_request *req, const char *uid,
    struct arc_doc *ret, struct err *err)
{
	struct arena *a = http_arena(req);
	struct card *slot = &web->hot->cards[card_slot(uid)];
	struct card *own = arena_alloc(a, sizeof(*own)), fresh;
	int64_t now = env_now(env_system());
	struct arc *arc;
	bool hit;

	if (own == NULL)
		return err_nomem(err);
	pthread_mutex_lock(&web->hot->lock);
	hit = slot->at == now && strcmp(slot->uid, uid) == 0;
	if (hit)
		*own = *slot;
	pthread_mutex_unlock(&web->hot->lock);
	if (hit) {
		read_card(own, ret);
		return true;
	}
	arc = web_reader(web, err);
	if (arc == NULL || !arc_get(arc, a, uid, ret, err))
		return false;
	memset(&fresh, 0, sizeof(fresh));
	if (write_card(&fresh, ret, now)) {
		pthread_mutex_lock(&web->hot->lock);
		*slot = fresh;
		pthread_mutex_unlock(&web->hot->lock);
	}
	return true;
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
