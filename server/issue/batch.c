/* issue/batch.c -- the queue of certificate jobs, and how it reaches the
 * archive. */
#include "issue/batch.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "issue/batch_priv.h"
#include "xml/xml.h"

enum { TRIAL_GROUP = 256, MAKE_GROUP = 8 * ISS_GROUP };

/* --- the store of the queue --- */

struct bridge {
	jobs_act act;
	void *ctx;
};

static bool
bridge_act(struct arc *arc, void *ctx, struct err *err)
{
	struct bridge *b = ctx;

	return b->act(arc_db(arc), b->ctx, err);
}

static bool
store_write(void *ctx, jobs_act act, void *act_ctx, struct err *err)
{
	struct iss_batch *b = ctx;
	struct bridge bridge = { act, act_ctx };

	return arc_write(b->config.writer, bridge_act, &bridge, err);
}

static void
reader_free(void *arc)
{
	arc_close(arc);
}

struct arc *
batch_reader(struct iss_batch *b, struct err *err)
{
	struct arc *arc = pthread_getspecific(b->reader);

	if (arc != NULL ||
	    !arc_open(b->config.data, false, b->config.env, &arc, err))
		return arc;
	if (pthread_setspecific(b->reader, arc) != 0) {
		arc_close(arc);
		err_nomem(err);
		return NULL;
	}
	return arc;
}

static struct db *
store_reader(void *ctx, struct err *err)
{
	struct arc *arc = batch_reader(ctx, err);

	return arc == NULL ? NULL : arc_db(arc);
}

/* --- starting --- */

bool
iss_batch_upgrade(struct db *db, struct err *err)
{
	return db_upgrade(db, &jobs_module, err);
}

bool
iss_batch_start(const struct iss_batch_config *config, struct iss_batch **ret,
    struct err *err)
{
	struct iss_batch *b = calloc(1, sizeof(*b));
	struct jobs_config jobs = { .env = config->env,
		.kind_count = BATCH_KINDS,
		.changed = config->changed,
		.changed_ctx = config->changed_ctx };

	if (b == NULL)
		return err_nomem(err);
	b->config = *config;
	b->kinds[0] =
	    (struct jobs_kind){ ISS_TRIAL, TRIAL_GROUP, trial_step, NULL, b };
	b->kinds[1] =
	    (struct jobs_kind){ ISS_MAKE, MAKE_GROUP, make_step, NULL, b };
	b->kinds[2] = (struct jobs_kind){ ISS_PRINT, 0, NULL, print_finish, b };
	jobs.kinds = b->kinds;
	jobs.store = (struct jobs_store){ store_write, store_reader, b };
	if (pthread_key_create(&b->reader, reader_free) != 0) {
		free(b);
		return err_nomem(err);
	}
	if (!iss_pool_start(config->threads, &b->pool, err) ||
	    !jobs_start(&jobs, &b->jobs, err)) {
		iss_batch_stop(b);
		return false;
	}
	*ret = b;
	return true;
}

void
iss_batch_stop(struct iss_batch *b)
{
	if (b == NULL)
		return;
	jobs_stop(b->jobs);
	iss_pool_stop(b->pool);
	arc_close(pthread_getspecific(b->reader));
	pthread_setspecific(b->reader, NULL);
	pthread_key_delete(b->reader);
	free(b);
}

struct jobs *
iss_batch_jobs(struct iss_batch *b)
{
	return b->jobs;
}

/* --- a decision --- */

/* "CAMPAIGN/ROUND/decision" */
static const char *
round_of(struct arena *a, const struct arc_doc *d)
{
	size_t skip = strlen(d->campaign), len = strlen(d->key);
	static const char tail[] = "/decision";
	size_t cut = sizeof(tail) - 1;

	if (len < skip + 1 + cut || strncmp(d->key, d->campaign, skip) != 0 ||
	    d->key[skip] != '/' || strcmp(d->key + len - cut, tail) != 0)
		return NULL;
	return arena_strndup(a, d->key + skip + 1, len - skip - 1 - cut);
}

bool
award_load(struct iss_batch *b, struct arena *a, const char *uid,
    struct award *ret, struct err *err)
{
	struct arc *arc = batch_reader(b, err);
	struct arc_doc *d = &ret->decision;
	const char *round, *bytes;
	struct xml_doc *data;
	size_t len;

	if (arc == NULL || !arc_get(arc, a, uid, d, err))
		return false;
	round = round_of(a, d);
	if (strcmp(d->type, "decision") != 0 || round == NULL) {
		err_set(err, ERR_REQUEST, no_pos,
		    "%s %s không phải quyết định khen thưởng", d->type_name,
		    d->code);
		return err_hint(err,
		    "mở trang của quyết định khen thưởng rồi chọn Bằng khen");
	}
	if (!arc_read(arc, a, d, true, &bytes, &len, err) ||
	    !xml_parse(a, "du-lieu.xml", bytes, len, XML_DATA, &data, err) ||
	    !model_of_decision(a, data, d->campaign, round, &ret->c, err))
		return false;
	ret->r = &ret->c->rounds[0];
	return true;
}

size_t
award_find(const struct award *w, const char *key, size_t hint)
{
	for (size_t i = 0; i < w->r->count; i++) {
		size_t at = (hint + i) % w->r->count;

		if (strcmp(w->r->honourees[at].key, key) == 0)
			return at;
	}
	return w->r->count;
}

const char *
args_get(struct arena *a, const char *args, const char *name)
{
	size_t len = strlen(name);

	while (args != NULL && *args != '\0') {
		size_t line = strcspn(args, "\n");

		if (line > len && strncmp(args, name, len) == 0 &&
		    args[len] == '=') {
			const char *s =
			    arena_strndup(a, args + len + 1, line - len - 1);

			return s == NULL ? "" : s;
		}
		args += line + (args[line] == '\n');
	}
	return "";
}

/* --- adding --- */

static bool
in_force(const struct arc_doc *d, struct err *err)
{
	if (strcmp(d->status, "con-hieu-luc") == 0 ||
	    strcmp(d->status, "dinh-chinh") == 0)
		return true;
	err_set(err, ERR_REGISTER, no_pos, "%s %s không còn hiệu lực",
	    d->type_name, d->code);
	return err_hint(err, "cấp bằng theo quyết định đang có hiệu lực");
}

/* One at a time for a decision: a second click finds the first's. */
static bool
running_job(struct iss_batch *b, struct arena *a, const char *kind,
    const char *decision, const char **ret, struct err *err)
{
	struct jobs_filter f = { .kind = kind,
		.subject = decision,
		.unfinished = true,
		.limit = 1 };
	struct jobs_info *list;
	size_t n;

	*ret = NULL;
	if (!jobs_list(b->jobs, a, &f, &list, &n, err))
		return false;
	if (n > 0)
		*ret = list[0].id;
	return true;
}

static bool
list_items(struct arena *a, const struct award *w, const char *only,
    struct jobs_new *job, struct err *err)
{
	struct jobs_item *items = arena_alloc_n(a, w->r->count, sizeof(*items));
	size_t n = 0;

	if (items == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < w->r->count; i++) {
		const struct model_honouree *h = &w->r->honourees[i];

		if (only[0] != '\0' && strcmp(only, h->key) != 0)
			continue;
		items[n++] =
		    (struct jobs_item){ .key = h->key, .name = h->name };
	}
	job->items = items;
	job->count = n;
	return n > 0 ||
	       err_set(err, ERR_NOTFOUND, no_pos,
		   "trong quyết định không có người được khen mã %s", only);
}

bool
iss_batch_add(struct iss_batch *b, const char *kind,
    const struct iss_order *order, char ret_id[static ENV_ID_LEN + 1],
    bool *ret_fresh, struct err *err)
{
	bool trial = strcmp(kind, ISS_TRIAL) == 0;
	struct arena *a = arena_new(0);
	struct jobs_new job = { .kind = kind,
		.key = order->key,
		.owner = order->owner,
		.subject = order->decision };
	struct award w;
	const char *have;
	bool ok = a != NULL || err_nomem(err);

	ok = ok && award_load(b, a, order->decision, &w, err) &&
	     (trial || in_force(&w.decision, err)) &&
	     list_items(
		 a, &w, order->only == NULL ? "" : order->only, &job, err) &&
	     running_job(b, a, kind, order->decision, &have, err);
	if (ok && have != NULL) {
		memcpy(ret_id, have, ENV_ID_LEN + 1);
		*ret_fresh = false;
	} else if (ok) {
		job.org = w.decision.org;
		job.title = arena_printf(a, "%s kèm theo Quyết định %s",
		    trial ? "Soát bằng khen" : "Cấp số và tạo bằng khen",
		    w.decision.code);
		ok = jobs_add(b->jobs, &job, ret_id, ret_fresh, err);
	}
	arena_free(a);
	return ok;
}

/* --- standing --- */

static bool
newest(struct iss_batch *b, struct arena *a, const char *kind,
    const char *decision, const char **ret, struct err *err)
{
	struct jobs_filter f = {
		.kind = kind, .subject = decision, .limit = 1
	};
	struct jobs_info *list;
	size_t n;

	if (!jobs_list(b->jobs, a, &f, &list, &n, err))
		return false;
	*ret = n > 0 ? list[0].id : "";
	return true;
}

bool
iss_batch_standing(struct iss_batch *b, struct arena *a, const char *decision,
    struct iss_standing *ret, struct err *err)
{
	struct arc *arc = batch_reader(b, err);
	struct arc_doc *docs;
	struct award w;
	size_t n;

	if (arc == NULL || !award_load(b, a, decision, &w, err) ||
	    !arc_of_decision(arc, a, decision, &docs, &n, err))
		return false;
	ret->decision = w.decision;
	ret->honourees = w.r->count;
	ret->filed = n;
	return newest(b, a, ISS_TRIAL, decision, &ret->trial, err) &&
	       newest(b, a, ISS_MAKE, decision, &ret->making, err);
}
