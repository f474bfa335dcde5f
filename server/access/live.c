/* access/live.c -- what a running server keeps in memory about people.
 *
 * Three fixed tables under one lock: sessions by hash, deeds that wait, guesses
 * by name and address.  Nothing here can grow without end. */
#include "access/live.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/acc_priv.h"

enum {
	SETS = 512,
	SEATS = 4,
	DEEDS = 4096,
	GUESSES = 4096,
	TOUCH_EVERY = 60,
	FREE_BY_NAME = 5,
	FREE_BY_ADDRESS = 10
};

struct seat {
	struct hash hash;
	bool used, key, must_change, found;
	int64_t checked, expires, seen;
	bool touch; /* `seen` is newer than the row */
	int64_t account;
	unsigned roles, rights;
	char login[ACC_LOGIN_MAX + 1], name[201], org[64];
};

struct deed {
	int64_t at, times;
	char login[ACC_LOGIN_MAX + 1], org[64], address[48], request[9];
	char action[16], object[64];
};

struct guess {
	uint64_t key;
	unsigned failures;
	int64_t last;
};

struct acc_live {
	const struct env *env;
	pthread_mutex_t lock;
	struct seat seats[SETS][SEATS];
	struct deed deeds[DEEDS];
	size_t deed_count, flushing;
	int64_t dropped; /* deeds beyond the table, counted in the trail */
	int64_t flushing_dropped;
	struct guess guesses[GUESSES];
};

struct acc_live *
acc_live_new(const struct env *env)
{
	struct acc_live *live = calloc(1, sizeof(*live));

	if (live == NULL)
		return NULL;
	live->env = env;
	pthread_mutex_init(&live->lock, NULL);
	return live;
}

void
acc_live_free(struct acc_live *live)
{
	if (live == NULL)
		return;
	pthread_mutex_destroy(&live->lock);
	free(live);
}

void
acc_live_forget(struct acc_live *live)
{
	pthread_mutex_lock(&live->lock);
	for (int i = 0; i < SETS; i++)
		for (int k = 0; k < SEATS; k++)
			live->seats[i][k].checked = 0;
	pthread_mutex_unlock(&live->lock);
}

/* --- sessions --- */

static unsigned
set_of(const struct hash *h)
{
	return (unsigned)(h->bytes[0] | h->bytes[1] << 8) % SETS;
}

static struct seat *
seat_of(struct acc_live *live, const struct hash *h, bool take)
{
	struct seat *set = live->seats[set_of(h)], *oldest = &set[0];

	for (int i = 0; i < SEATS; i++) {
		if (set[i].used && hash_equal(&set[i].hash, h))
			return &set[i];
		if (!set[i].used || set[i].checked < oldest->checked)
			oldest = &set[i];
	}
	if (!take)
		return NULL;
	memset(oldest, 0, sizeof(*oldest));
	oldest->used = true;
	oldest->hash = *h;
	return oldest;
}

static bool
give(struct acc_live *live, struct seat *s, struct arena *a,
    struct acc_actor *ret, struct err *err)
{
	int64_t now = env_now(live->env);

	if (!s->found || (s->expires != 0 && s->expires <= now) ||
	    (!s->key && s->seen + ACC_IDLE <= now)) {
		err_set(err, ERR_LOGIN, no_pos, "phiên làm việc đã hết");
		return err_hint(err, "đăng nhập lại");
	}
	if (s->seen + TOUCH_EVERY <= now) {
		s->seen = now;
		s->touch = true;
	}
	*ret = acc_nobody;
	ret->account = s->account;
	ret->login = arena_strdup(a, s->login);
	ret->name = arena_strdup(a, s->name);
	ret->org = arena_strdup(a, s->org);
	ret->roles = s->roles;
	ret->rights = s->rights;
	ret->must_change = s->must_change;
	ret->by_token = s->key;
	return (ret->login != NULL && ret->name != NULL && ret->org != NULL) ||
	       err_nomem(err);
}

static void
keep(struct seat *s, const struct acc_found *f, bool found, bool key,
    int64_t now)
{
	s->checked = now;
	s->found = found;
	s->key = key;
	if (!found)
		return;
	s->expires = f->expires;
	if (f->seen > s->seen)
		s->seen = f->seen;
	s->account = f->actor.account;
	s->roles = f->actor.roles;
	s->rights = f->actor.rights;
	s->must_change = f->actor.must_change;
	snprintf(s->login, sizeof(s->login), "%s", f->actor.login);
	snprintf(s->name, sizeof(s->name), "%s", f->actor.name);
	snprintf(s->org, sizeof(s->org), "%s", f->actor.org);
}

bool
acc_live_find(struct acc_live *live, struct db *db, struct arena *a,
    const char *token, struct acc_actor *ret, struct err *err)
{
	bool key = strncmp(token, "sv_", 3) == 0, fresh, found, ok = false;
	int64_t now = env_now(live->env);
	struct acc_found f;
	struct hash h;
	struct seat *s;

	if (strlen(token) != ACC_TOKEN_LEN + (key ? 3u : 0u))
		return err_set(err, ERR_LOGIN, no_pos,
		    key ? "khóa API không dùng được" : "phiên không có");
	acc_token_hash(token, &h);
	pthread_mutex_lock(&live->lock);
	s = seat_of(live, &h, false);
	fresh = s != NULL && now - s->checked < ACC_FRESH && now >= s->checked;
	if (fresh)
		ok = give(live, s, a, ret, err);
	pthread_mutex_unlock(&live->lock);
	if (fresh)
		return ok;
	if (!(key ? acc_key_find(db, a, &h, now, &f, &found, err)
		  : acc_session_find(db, a, &h, now, &f, &found, err)))
		return false;
	if (!found) {
		err_set(err, ERR_LOGIN, no_pos,
		    key ? "khóa API không dùng được, đã hủy hoặc hết hạn"
			: "phiên làm việc đã hết");
		return err_hint(err, key ? "xin khóa mới" : "đăng nhập lại");
	}
	pthread_mutex_lock(&live->lock);
	s = seat_of(live, &h, true);
	keep(s, &f, found, key, now);
	ok = give(live, s, a, ret, err);
	pthread_mutex_unlock(&live->lock);
	return ok;
}

/* --- deeds --- */

static bool
same_deed(const struct deed *d, const struct acc_actor *who, const char *action,
    const char *object)
{
	return strcmp(d->login, who->login) == 0 &&
	       strcmp(d->action, action) == 0 &&
	       strcmp(d->object, object) == 0 &&
	       strcmp(d->address, who->address) == 0;
}

/* Looks among the newest few: what repeats does so at once. */
static struct deed *
deed_like(struct acc_live *live, const struct acc_actor *who,
    const char *action, const char *object)
{
	size_t least = live->deed_count > 64 ? live->deed_count - 64 : 0;

	if (least < live->flushing)
		least = live->flushing;
	for (size_t i = live->deed_count; i > least; i--)
		if (same_deed(&live->deeds[i - 1], who, action, object))
			return &live->deeds[i - 1];
	return NULL;
}

void
acc_live_note(struct acc_live *live, const struct acc_actor *who,
    const char *action, const char *object)
{
	struct deed *d;

	pthread_mutex_lock(&live->lock);
	d = deed_like(live, who, action, object);
	if (d != NULL) {
		d->times++;
	} else if (live->deed_count == DEEDS) {
		live->dropped++;
	} else {
		d = &live->deeds[live->deed_count++];
		d->at = env_now(live->env);
		d->times = 1;
		snprintf(d->login, sizeof(d->login), "%s", who->login);
		snprintf(d->org, sizeof(d->org), "%s", who->org);
		snprintf(d->address, sizeof(d->address), "%s", who->address);
		snprintf(d->request, sizeof(d->request), "%s", who->request);
		snprintf(d->action, sizeof(d->action), "%s", action);
		snprintf(d->object, sizeof(d->object), "%s", object);
	}
	pthread_mutex_unlock(&live->lock);
}

bool
acc_live_waiting(struct acc_live *live)
{
	bool waits;

	pthread_mutex_lock(&live->lock);
	waits = live->deed_count > 0 || live->dropped > 0;
	for (int i = 0; i < SETS && !waits; i++)
		for (int k = 0; k < SEATS; k++)
			waits = waits || live->seats[i][k].touch;
	pthread_mutex_unlock(&live->lock);
	return waits;
}

static bool
write_deeds(struct acc_live *live, struct db *db, size_t count, int64_t dropped,
    struct err *err)
{
	/* Rows below `flushing` are not changed by others. */
	for (size_t i = 0; i < count; i++) {
		const struct deed *d = &live->deeds[i];
		struct acc_deed row = { .at = d->at,
			.login = d->login,
			.org = d->org,
			.address = d->address,
			.request = d->request,
			.action = d->action,
			.object = d->object,
			.detail = "",
			.times = d->times };

		if (!acc_write_deed(db, &row, err))
			return false;
	}
	return dropped == 0 ||
	       acc_note(db, &acc_console, env_now(live->env), "xem", "",
		   "nhiều lượt đọc hơn sức ghi trong một giây", err);
}

static bool
write_touches(struct acc_live *live, struct db *db, struct err *err)
{
	for (int i = 0; i < SETS; i++)
		for (int k = 0; k < SEATS; k++) {
			struct seat s;

			pthread_mutex_lock(&live->lock);
			s = live->seats[i][k];
			live->seats[i][k].touch = false;
			pthread_mutex_unlock(&live->lock);
			if (s.touch &&
			    !acc_touch(db, &s.hash, s.key, s.seen, err))
				return false;
		}
	return true;
}

bool
acc_live_flush(struct acc_live *live, struct db *db, struct err *err)
{
	size_t count;
	int64_t dropped;

	pthread_mutex_lock(&live->lock);
	count = live->flushing = live->deed_count;
	dropped = live->flushing_dropped = live->dropped;
	pthread_mutex_unlock(&live->lock);
	return write_deeds(live, db, count, dropped, err) &&
	       write_touches(live, db, err);
}

void
acc_live_flushed(struct acc_live *live, bool durable)
{
	pthread_mutex_lock(&live->lock);
	if (durable) {
		memmove(live->deeds, live->deeds + live->flushing,
		    (live->deed_count - live->flushing) *
			sizeof(live->deeds[0]));
		live->deed_count -= live->flushing;
		live->dropped -= live->flushing_dropped;
	}
	live->flushing = 0;
	live->flushing_dropped = 0;
	pthread_mutex_unlock(&live->lock);
}

/* --- guesses --- */

static uint64_t
guess_key(char kind, const char *text)
{
	uint64_t h = 1469598103934665603u ^ (unsigned char)kind;

	for (; *text != '\0'; text++)
		h = (h ^ (unsigned char)*text) * 1099511628211u;
	return h == 0 ? 1 : h;
}

static struct guess *
guess_of(struct acc_live *live, char kind, const char *text, bool take)
{
	uint64_t key = guess_key(kind, text);
	struct guess *first = &live->guesses[key % (GUESSES - 4)];
	struct guess *oldest = first;

	for (int i = 0; i < 4; i++) {
		if (first[i].key == key)
			return &first[i];
		if (first[i].last < oldest->last)
			oldest = &first[i];
	}
	if (!take)
		return NULL;
	*oldest = (struct guess){ .key = key };
	return oldest;
}

static unsigned
wait_of(const struct guess *g, unsigned allowed, int64_t now)
{
	unsigned wait = 1;

	if (g == NULL || g->failures < allowed)
		return 0;
	for (unsigned i = allowed; i < g->failures && wait < ACC_WAIT_MAX; i++)
		wait *= 2;
	if (wait > ACC_WAIT_MAX)
		wait = ACC_WAIT_MAX;
	return now - g->last >= wait ? 0 : (unsigned)(wait - (now - g->last));
}

unsigned
acc_live_wait(struct acc_live *live, const char *login, const char *address)
{
	int64_t now = env_now(live->env);
	unsigned by_name, by_address;

	pthread_mutex_lock(&live->lock);
	by_name = wait_of(guess_of(live, 'n', login, false), FREE_BY_NAME, now);
	by_address =
	    wait_of(guess_of(live, 'a', address, false), FREE_BY_ADDRESS, now);
	pthread_mutex_unlock(&live->lock);
	return by_name > by_address ? by_name : by_address;
}

static void
tried(struct guess *g, bool right, int64_t now)
{
	if (right || now - g->last > 3600)
		g->failures = 0;
	if (!right)
		g->failures++;
	g->last = now;
}

void
acc_live_tried(
    struct acc_live *live, const char *login, const char *address, bool right)
{
	int64_t now = env_now(live->env);

	pthread_mutex_lock(&live->lock);
	tried(guess_of(live, 'n', login, true), right, now);
	/* A right password does not pay for an address's other guesses. */
	if (!right)
		tried(guess_of(live, 'a', address, true), false, now);
	pthread_mutex_unlock(&live->lock);
}
