/* web/web_priv.h -- what the files of this library share.
 *
 * A new page: a row in routes.c (path, right, scope), a HANDLER here, a
 * template in templates/pages that extends pages/khung.  The gate (gate.c) has
 * asked for login, right, organisation and form token before a handler runs;
 * what changes something asks acc_check() again inside its act and notes itself
 * there. */
#ifndef WEB_WEB_PRIV_H
#define WEB_WEB_PRIV_H

#include <pthread.h>
#include <stdatomic.h>

#include "access/access.h"
#include "access/live.h"
#include "archive/archive.h"
#include "archive/writer.h"
#include "base/arena.h"
#include "base/buf.h"
#include "http/http.h"
#include "press/press.h"
#include "web/web.h"
#include "xml/xml.h"

struct web_hot;

struct web {
	struct web_config config;
	struct http_config http;
	struct http_server *server;
	struct arc_writer *writer;
	struct acc_live *live;
	struct web_hot *hot;
	struct iss_batch *batch;   /* jobs of certificates and prints */
	struct watchers *watchers; /* streams that follow them */
	pthread_key_t reader;	   /* a reading handle per thread */
	char org[200];		   /* name on every page */
	char spool[512];
	struct http_route *rows; /* web_routes behind the gate */
	pthread_t trail;	 /* writes what was read into the trail */
	pthread_mutex_t lock;
	pthread_cond_t stop;
	bool stopping, trail_runs;
};

/* --- routes --- */

/* The organisation that the object of the request belongs to, for the gate.
 * ERR_NOTFOUND when there is no such object. */
typedef bool (*web_scope)(struct web *web, struct http_request *req,
    const char **ret_org, struct err *err);

/* Kinds of requests with a pace of their own, per address. */
enum web_pace { PACE_PAGE, PACE_LOGIN, PACE_WRITE, PACE_API, PACE_CHECK };

struct web_route {
	struct http_route http;
	unsigned right;	     /* enum acc_right; ACC_PUBLIC = everybody */
	web_scope scope;     /* NULL = of no organisation in particular */
	bool early;	     /* open while the first password is not changed */
	const char *deed;    /* noted in the trail when it succeeds, or NULL */
	const char *summary; /* of the API, in Vietnamese: for OpenAPI */
	const char *query;   /* its query fields, "q nam" */
	const char *takes;   /* members of its JSON body, "ten! don-vi" */
	const char *makes;   /* media type of the reply, NULL = JSON */
};
extern const struct web_route web_routes[];
extern const size_t web_route_count;
extern const struct http_pace web_paces[];
enum { WEB_PACES = PACE_CHECK + 1 };

bool scope_document(struct web *web, struct http_request *req,
    const char **ret_org, struct err *err);
bool scope_book(struct web *web, struct http_request *req, const char **ret_org,
    struct err *err);

/* Of all organisations together: only accounts without one of their own. */
bool scope_whole(struct web *web, struct http_request *req,
    const char **ret_org, struct err *err);
bool scope_account(struct web *web, struct http_request *req,
    const char **ret_org, struct err *err);

/* --- who asks (gate.c) --- */

/* Never NULL; acc_nobody before login. */
const struct acc_actor *web_who(struct http_request *req);
/* For the hidden field "ma-bieu" of forms, and X-CSRF-Token of scripts. */
const char *web_form_token(struct http_request *req);
/* Raw token of the session, or NULL. */
const char *web_session(struct http_request *req);
bool web_admit(struct http_request *req, void *app, struct err *err);
bool web_enter(struct http_request *req, void *app, struct err *err);
/* "sovang" or "__Host-sovang" and the like. */
const char *web_cookie(struct http_request *req, const char *name);
/* "/luu-tru?q=…" when it is an address of ours, else "/". */
const char *web_own_path(const char *path);

/* --- reading and writing --- */

/* A reading handle of the calling thread, opened when first asked for. */
struct arc *web_reader(struct web *web, struct err *err);
/* Runs an act on the writing thread; durable when true.  Only from routes that
 * are `slow`. */
MUST_CHECK bool web_write(
    struct web *web, arc_act act, void *ctx, struct err *err);

/* Idempotency-Key (once.c), around a handler.  *ret_done: the reply was given
 * before and stands again. */
bool web_once_begin(
    struct web *web, struct http_request *req, bool *ret_done, struct err *err);
void web_once_end(struct web *web, struct http_request *req);

/* --- fields of forms, and members of a JSON body (true = "co", a list = a
 * repeated field): NFC, without blanks at the ends; "" when missing --- */
const char *web_field(struct http_request *req, const char *name);
/* The same with line ends as "\n". */
const char *web_text_field(struct http_request *req, const char *name);

/* --- files --- */

struct web_hot *web_hot_new(void); /* NULL: no memory */
void web_hot_free(struct web_hot *hot);
/* What a download needs of a document (uid, org, status, type_name, code,
 * hashes, places; nothing else is filled when it was known), at most a second
 * old. */
MUST_CHECK bool web_find_document(struct web *web, struct http_request *req,
    const char *uid, struct arc_doc *ret, struct err *err);
/* A document's PDF or data as stored, checked against its hash; ranges are
 * answered. */
MUST_CHECK bool web_reply_document(struct web *web, struct http_request *req,
    const struct arc_doc *d, bool data, const char *type, struct err *err);

/* --- pages --- */

/* Fills a page template with the data and replies. */
bool web_page(struct web *web, struct http_request *req, int status,
    const char *name, struct xml_build *data, struct err *err);
/* <trang co-quan=… phien-ban=… ma-bieu=… quyen=" doc soan ">: the root of every
 * page's data, with <nguoi> when somebody is logged in and <bao> messages. */
struct xml_build *web_data(struct web *web, struct http_request *req);
enum web_tone { WEB_GOOD, WEB_BAD };
/* A message on the next page that this browser opens. */
void web_flash(struct http_request *req, enum web_tone tone, const char *text);
/* 303 to a page after something was done. */
bool web_done(struct http_request *req, const char *where, const char *text);
/* A message on this page.  `field` is the id of the field to blame, or NULL. */
void web_say(struct xml_build *b, enum web_tone tone, const char *text,
    const char *field);
/* The same for an error: text and hint. */
void web_say_err(struct xml_build *b, const struct err *err, const char *field);
void web_fail(struct http_request *req, void *app, const struct err *err);
/* True when the reply is JSON: below /api/, or asked for by a script. */
bool web_wants_json(const struct http_request *req);
/* Replies with JSON and an entity tag over its bytes; 304 when the client has
 * them.  Ends the buffer. */
bool web_json(struct http_request *req, struct buf *b, struct err *err);
/* "key": ["a", "b"] from words with blanks between. */
struct json;
void web_json_words(struct json *j, const char *key, const char *words);
/* "12/04/2022 08:00" in Vietnam's time. */
const char *web_moment(struct arena *a, int64_t unix_seconds);
const char *web_day(struct arena *a, day_t day);
/* The query of a request, for page and API alike; never beyond the
 * organisation of who asks. */
void web_query(struct http_request *req, struct arc_query *q);
/* <so ten dia-chi nam so-cuoi da-ghi>: a book of the register. */
void web_put_series(struct web *web, struct xml_build *b, struct arena *a,
    struct arc *arc, const struct arc_series *s);
/* A field of the archive page's form, kept in addresses. */
bool web_is_search_field(const char *name);
/* <da-luu ten dia-chi> for each search that the person keeps. */
bool web_put_saved(struct http_request *req, struct xml_build *b,
    struct arc *arc, struct err *err);
/* Media types by enum sheet_kind. */
extern const char *const web_sheet_types[];
/* <cot ma ten chon> for each column that a list of results can have. */
void web_put_columns(struct http_request *req, struct xml_build *b);
/* <o ten> for each that was chosen. */
void web_put_cells(
    struct http_request *req, struct xml_build *b, const struct arc_doc *d);

/* Attributes of the open element. */
void web_put_document(
    struct xml_build *b, struct arena *a, const struct arc_doc *d);

#define HANDLER(name) \
	bool name(struct http_request *req, void *app, struct err *err)
HANDLER(page_home);
HANDLER(page_archive);
HANDLER(page_results);
HANDLER(do_save_search);
HANDLER(do_forget_search);
HANDLER(page_dossier);
HANDLER(page_document);
HANDLER(page_pdf);
HANDLER(page_xml);
HANDLER(page_register);
HANDLER(page_book);
HANDLER(do_number);
HANDLER(page_manual);
HANDLER(page_chapter);
HANDLER(page_manual_picture);
HANDLER(page_templates);
HANDLER(page_template);
HANDLER(page_edition);
HANDLER(page_edition_sample);
HANDLER(page_edition_compare);
HANDLER(do_upload_edition);
HANDLER(do_turn_edition);
HANDLER(page_book_file);
HANDLER(page_asset);
HANDLER(page_short);
HANDLER(api_documents);
HANDLER(api_document);
HANDLER(api_suggestions);
HANDLER(api_health);
HANDLER(page_login);
HANDLER(do_login);
HANDLER(do_logout);
HANDLER(page_own);
HANDLER(page_password);
HANDLER(do_password);
HANDLER(page_totp);
HANDLER(image_totp);
HANDLER(do_totp);
HANDLER(do_totp_off);
HANDLER(do_own_key);
HANDLER(page_accounts);
HANDLER(page_account);
HANDLER(do_account_add);
HANDLER(do_account_change);
HANDLER(do_account_password);
HANDLER(page_keys);
HANDLER(do_key_revoke);
HANDLER(page_settings);
HANDLER(do_settings);
HANDLER(page_trail);
HANDLER(page_requests);
HANDLER(do_decide);
HANDLER(api_openapi);
HANDLER(api_who);
HANDLER(api_trail);
HANDLER(api_accounts);
HANDLER(api_account);
HANDLER(api_account_add);
HANDLER(api_account_change);
HANDLER(api_account_password);
HANDLER(api_keys);
HANDLER(api_key_add);
HANDLER(api_key_revoke);
HANDLER(api_settings);
HANDLER(api_settings_change);
HANDLER(api_requests);
HANDLER(api_decide);

/* Rows of API tokens into the open element. */
void web_put_keys(struct http_request *req, struct xml_build *b,
    const struct acc_key *keys, size_t count);

/* The login page again, with what was typed kept (login.c). */
bool web_relogin(struct web *web, struct http_request *req, struct err *err);

#endif
