/* web/web.c -- starting, stopping, reading handles, the trail's thread. */
#include "model/draft.h"
#include "web/jobs_priv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
#include "base/secret.h"
#include "model/draft.h"

/* clang-format off */
static const char *const headers[] = {
	"X-Content-Type-Options", "nosniff",
	"X-Frame-Options", "SAMEORIGIN",
	"Referrer-Policy", "same-origin",
	"Cross-Origin-Opener-Policy", "same-origin",
	"Cross-Origin-Resource-Policy", "same-origin",
	"Permissions-Policy", "camera=(), geolocation=(), microphone=()",
	"Content-Security-Policy",
	"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
	"connect-src 'self'; object-src 'self'; frame-src 'self'; form-action 'self'; "
	"base-uri 'none'; frame-ancestors 'self'",
	NULL,
};
/* clang-format on */

static void
reader_free(void *arc)
{
	arc_close(arc);
}

struct arc *
web_reader(struct web *web, struct err *err)
{
	struct arc *arc = pthread_getspecific(web->reader);

	if (arc != NULL)
		return arc;
	if (!arc_open(web->config.data, false, env_system(), &arc, err))
		return NULL;
	if (pthread_setspecific(web->reader, arc) != 0) {
		arc_close(arc);
		err_nomem(err);
		return NULL;
	}
	return arc;
}

/* The office's name, from the newest document's campaign or its rows. */
static bool
read_org(struct web *web, struct err *err)
{
	struct arc *arc;
	struct arena *a = arena_new(0);
	struct arc_hits hits;
	struct arc_query q = { .words = "", .limit = 1 };
	const char *bytes, *name = NULL;
	size_t len;
	struct xml_doc *doc;
	bool ok;

	if (a == NULL)
		return err_nomem(err);
	ok = arc_open(web->config.data, false, env_system(), &arc, err);
	if (ok) {
		ok = arc_search(arc, a, &q, &hits, err);
		if (ok && hits.count > 0 &&
		    arc_read(arc, a, &hits.docs[0], true, &bytes, &len, NULL) &&
		    xml_parse(
			a, "du-lieu.xml", bytes, len, XML_DATA, &doc, NULL) &&
		    xml_child(xml_root(doc), "co-quan") != NULL)
			name = xml_child_string(
			    a, xml_child(xml_root(doc), "co-quan"), "ten");
		arc_close(arc);
	}
	snprintf(web->org, sizeof(web->org), "%s",
	    name == NULL ? "Kho văn bản thi đua, khen thưởng" : name);
	arena_free(a);
	return ok;
}

/* --- the trail --- */

static bool
flush(struct arc *arc, void *ctx, struct err *err)
{
	struct web *web = ctx;

	return acc_live_flush(web->live, arc_db(arc), err);
}

static void
flush_trail(struct web *web)
{
	struct err err;
	bool ok;

	if (!acc_live_waiting(web->live))
		return;
	ok = arc_write(web->writer, flush, web, &err);
	acc_live_flushed(web->live, ok);
	if (!ok)
		log_err(NULL, "nhật ký truy cập", &err);
}

/* True when the server stops. */
static bool
sleep_a_second(struct web *web)
{
	struct timespec until;
	bool stop;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec++;
	pthread_mutex_lock(&web->lock);
	if (!web->stopping)
		pthread_cond_timedwait(&web->stop, &web->lock, &until);
	stop = web->stopping;
	pthread_mutex_unlock(&web->lock);
	return stop;
}

static void *
run_trail(void *ctx)
{
	while (!sleep_a_second(ctx))
		flush_trail(ctx);
	return NULL;
}

static void
stop_trail(struct web *web)
{
	pthread_mutex_lock(&web->lock);
	web->stopping = true;
	pthread_cond_broadcast(&web->stop);
	pthread_mutex_unlock(&web->lock);
	if (web->trail_runs)
		pthread_join(web->trail, NULL);
	web->trail_runs = false;
}

/* --- start and stop --- */

static void
fill_config(struct web *web, struct http_route *rows)
{
	for (size_t i = 0; i < web_route_count; i++) {
		rows[i] = web_routes[i].http;
		rows[i].handler = web_enter;
		rows[i].about = &web_routes[i];
	}
	web->http = (struct http_config){ .listen = web->config.listen,
		.routes = rows,
		.route_count = web_route_count,
		.app = web,
		.admit = web_admit,
		.fail = web_fail,
		.headers = headers,
		.spool = web->spool,
		.certificate = web->config.certificate,
		.key = web->config.key,
		.proxies = web->config.proxies,
		.paces = web_paces,
		.pace_count = WEB_PACES };
}

static bool
start_jobs(struct web *web, struct err *err)
{
	const struct iss_batch_config c = { .data = web->config.data,
		.writer = web->writer,
		.press = web->config.press,
		.env = env_system(),
		.changed = watchers_wake,
		.changed_ctx = web->watchers };

	return iss_batch_start(&c, &web->batch, err);
}

static bool
start(struct web *web, struct err *err)
{
	snprintf(web->spool, sizeof(web->spool), "%s/tam", web->config.data);
	if (!file_make_dir(web->spool, err) || !read_org(web, err) ||
	    !arc_writer_start(
		web->config.data, env_system(), &web->writer, err))
		return false;
	if (!start_jobs(web, err))
		return false;
	web->trail_runs =
	    pthread_create(&web->trail, NULL, run_trail, web) == 0;
	if (!web->trail_runs)
		return err_set(err, ERR_NOMEM, no_pos, "không tạo được luồng");
	return http_start(&web->http, &web->server, err);
}

bool
web_start(const struct web_config *config, struct web **ret, struct err *err)
{
	struct web *web = calloc(1, sizeof(*web));
	struct http_route *rows = calloc(web_route_count, sizeof(*rows));

	if (web != NULL) {
		web->live = acc_live_new(env_system());
		web->hot = web_hot_new();
		web->watchers = watchers_new();
	}
	if (web == NULL || rows == NULL || web->live == NULL ||
	    web->hot == NULL || web->watchers == NULL ||
	    pthread_key_create(&web->reader, reader_free) != 0) {
		if (web != NULL) {
			acc_live_free(web->live);
			web_hot_free(web->hot);
			watchers_free(web->watchers);
		}
		free(web);
		free(rows);
		return err_nomem(err);
	}
	web->config = *config;
	web->rows = rows;
	pthread_mutex_init(&web->lock, NULL);
	pthread_cond_init(&web->stop, NULL);
	fill_config(web, rows);
	if (!start(web, err)) {
		web_stop(web);
		return false;
	}
	*ret = web;
	return true;
}

/* First the server, so that nobody asks any more; then what was noted is
 * written; the writer last. */
void
web_stop(struct web *web)
{
	if (web == NULL)
		return;
	http_stop(web->server);
	iss_batch_stop(web->batch);
	stop_trail(web);
	if (web->writer != NULL)
		flush_trail(web);
	arc_writer_stop(web->writer);
	pthread_key_delete(web->reader);
	acc_live_free(web->live);
	web_hot_free(web->hot);
	watchers_free(web->watchers);
	pthread_cond_destroy(&web->stop);
	pthread_mutex_destroy(&web->lock);
	free(web->rows);
	free(web);
}

unsigned
web_port(const struct web *web)
{
	return http_port(web->server);
}

/* --- first start --- */

static bool
add_first(struct arc *arc, const char *password, struct err *err)
{
	char hash[SECRET_HASH];
	struct acc_new first = { .login = "quantri",
		.name = "Quản trị hệ thống",
		.org = "",
		.roles = ACC_ADMIN,
		.hash = hash };
	bool ok;

	if (!secret_hash(password, hash, err) || !arc_begin(arc, err))
		return false;
	ok = acc_add(arc_db(arc), &acc_console, &first, env_now(env_system()),
		 err) &&
	     arc_commit(arc, err);
	if (!ok)
		arc_abort(arc);
	return ok;
}

bool
web_setup(
    const char *data, char ret_password[static WEB_PASSWORD], struct err *err)
{
	char word[SECRET_WORD + 1];
	struct arc *arc;
	int64_t people;
	bool ok;

	ret_password[0] = '\0';
	if (!arc_open(data, true, env_system(), &arc, err))
		return false;
	ok = db_upgrade(arc_db(arc), &acc_module, err) &&
	     model_upgrade(arc_db(arc), err) &&
	     iss_batch_upgrade(arc_db(arc), err) &&
	     acc_count(arc_db(arc), &people, err);
	if (ok && people == 0) {
		secret_word(word);
		ok = add_first(arc, word, err);
		if (ok)
			snprintf(ret_password, WEB_PASSWORD, "%s", word);
	}
	arc_close(arc);
	return ok;
}
