/* web/once.c -- Idempotency-Key: the same request sent twice is done once.
 *
 * web_write() claims the key inside the first act of the request, so that key
 * and work stand or fall together; the reply is kept after it was made.  Which
 * request a thread is serving is known to the thread: handlers need not care.
 */
#include <string.h>

#include "base/env.h"
#include "base/hash.h"
#include "base/log.h"
#include "web/web_priv.h"

enum { KEY_MAX = 100, BODY_MAX = 64 * 1024 };

struct once {
	const char *key;
	int64_t account;
	struct hash request;
	bool claimed;
};

/* Of the request that this thread is serving. */
static _Thread_local struct once current;

static void
hash_request(struct http_request *req, struct hash *ret)
{
	const char *name, *value, *body;
	struct buf b = { 0 };
	size_t len;

	buf_printf(&b, "%d %s\n%s\n", (int)http_method(req), http_path(req),
	    http_query_string(req));
	for (size_t i = 0; http_form_field(req, i, &name, &value); i++)
		if (strcmp(name, "ma-bieu") != 0)
			buf_printf(&b, "%zu %s=%zu %s\n", strlen(name), name,
			    strlen(value), value);
	body = http_body(req, &len);
	buf_add(&b, body, len);
	hash_of(buf_str(&b), b.len, ret);
	buf_done(&b);
}

static bool
replay(struct http_request *req, const struct acc_once *have, struct err *err)
{
	if (!hash_equal(&have->request, &current.request)) {
		err_set(err, ERR_VALUE, no_pos,
		    "Idempotency-Key này đã dùng cho một yêu cầu khác");
		return err_hint(err, "mỗi việc một khóa mới");
	}
	if (have->status == 0) {
		err_set(err, ERR_TAKEN, no_pos,
		    "yêu cầu này đã được làm, lời đáp không còn");
		return err_hint(err, "đọc lại kết quả bằng một lệnh GET");
	}
	http_reply_header(req, "Idempotent-Replayed", "true");
	http_reply(req, have->status, have->type, have->body, have->len, false);
	return true;
}

bool
web_once_begin(
    struct web *web, struct http_request *req, bool *ret_done, struct err *err)
{
	const char *key = http_header(req, "Idempotency-Key");
	struct acc_once have;
	struct arc *arc;
	bool found;

	*ret_done = false;
	memset(&current, 0, sizeof(current));
	if (key == NULL || http_method(req) == HTTP_GET ||
	    web_who(req)->account <= 0)
		return true;
	if (key[0] == '\0' || strlen(key) > KEY_MAX)
		return err_set(err, ERR_REQUEST, no_pos,
		    "Idempotency-Key dài từ 1 đến %d chữ", KEY_MAX);
	current.key = key;
	current.account = web_who(req)->account;
	hash_request(req, &current.request);
	arc = web_reader(web, err);
	if (arc == NULL || !acc_once_find(arc_db(arc), http_arena(req),
			       current.account, key, &have, &found, err))
		return false;
	*ret_done = found;
	return !found || replay(req, &have, err);
}

struct claiming {
	struct once *once;
	arc_act act;
	void *ctx;
};

static bool
claim_and_act(struct arc *arc, void *ctx, struct err *err)
{
	struct claiming *c = ctx;

	return acc_once_claim(arc_db(arc), c->once->account, c->once->key,
		   &c->once->request, env_now(env_system()), err) &&
	       c->act(arc, c->ctx, err);
}

bool
web_write(struct web *web, arc_act act, void *ctx, struct err *err)
{
	struct claiming c = { &current, act, ctx };

	if (current.key == NULL || current.claimed)
		return arc_write(web->writer, act, ctx, err);
	current.claimed = arc_write(web->writer, claim_and_act, &c, err);
	return current.claimed;
}

/* Runs on the writing thread: what it needs is carried along. */
struct storing {
	struct once once;
	struct acc_once reply;
};

static bool
store_carried(struct arc *arc, void *ctx, struct err *err)
{
	const struct storing *s = ctx;

	return acc_once_store(
	    arc_db(arc), s->once.account, s->once.key, &s->reply, err);
}

void
web_once_end(struct web *web, struct http_request *req)
{
	struct storing s = { .once = current };
	const char *type, *bytes;
	struct err err;

	if (req != NULL && current.claimed &&
	    http_replied(req, &type, &bytes, &s.reply.len) &&
	    s.reply.len <= BODY_MAX) {
		s.reply.status = http_status(req);
		s.reply.type = type == NULL ? "" : type;
		s.reply.body = bytes;
		if (!arc_write(web->writer, store_carried, &s, &err))
			log_err(http_request_id(req), "Idempotency-Key", &err);
	}
	memset(&current, 0, sizeof(current));
}
