/* web/web_priv.h -- what the files of this library share. */
#ifndef WEB_WEB_PRIV_H
#define WEB_WEB_PRIV_H

#include <pthread.h>

#include "archive/archive.h"
#include "http/http.h"
#include "press/press.h"
#include "web/web.h"
#include "xml/xml.h"

struct web {
	struct web_config config;
	struct http_config http;
	struct http_server *server;
	pthread_key_t reader; /* a reading handle per thread */
	char org[200];	      /* name on every page */
};

/* A reading handle of the calling thread, opened when first asked for. */
struct arc *web_reader(struct web *web, struct err *err);
/* Fills a page template with the data and replies. */
bool web_page(struct web *web, struct http_request *req, int status,
    const char *name, struct xml_build *data, struct err *err);
/* <trang co-quan=… phien-ban=…>: the root of every page's data. */
struct xml_build *web_data(struct web *web, struct http_request *req);
void web_fail(struct http_request *req, void *app, const struct err *err);
/* "12/04/2022 08:00" in Vietnam's time. */
const char *web_moment(struct arena *a, int64_t unix_seconds);
const char *web_day(struct arena *a, day_t day);
/* The query of a request, for page and API alike. */
void web_query(struct http_request *req, struct arc_query *q);
const char *web_status_name(const char *status);

/* Attributes of the open element. */
void web_put_document(
    struct xml_build *b, struct arena *a, const struct arc_doc *d);

#define HANDLER(name) \
	bool name(struct http_request *req, void *app, struct err *err)
HANDLER(page_home);
HANDLER(page_archive);
HANDLER(page_dossier);
HANDLER(page_document);
HANDLER(page_pdf);
HANDLER(page_xml);
HANDLER(page_register);
HANDLER(page_asset);
HANDLER(page_short);
HANDLER(api_documents);
HANDLER(api_document);
HANDLER(api_suggestions);
HANDLER(api_health);

#endif
