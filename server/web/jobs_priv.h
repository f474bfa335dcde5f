/* web/jobs_priv.h -- pages of certificates, jobs and printers. */
#ifndef WEB_JOBS_PRIV_H
#define WEB_JOBS_PRIV_H

#include "base/arena.h"
#include "base/buf.h"
#include "issue/batch.h"
#include "web/web_priv.h"

/* The organisation of the job in the address. */
bool scope_job(struct web *web, struct http_request *req, const char **ret_org,
    struct err *err);

/* progress.c: streams that follow jobs */
struct watchers;
struct watchers *watchers_new(void); /* NULL: no memory */
void watchers_free(struct watchers *w);
/* Wakes all: struct jobs_config.changed. */
void watchers_wake(void *watchers);

/* Notes in the trail what is about to be done, and asks once more whether the
 * actor may. */
bool web_note(struct web *web, struct http_request *req, unsigned right,
    const char *org, const char *action, const char *object, const char *detail,
    struct err *err);

/* Attributes of the open element: how far the job is. */
void web_put_job(
    struct xml_build *b, struct arena *a, const struct jobs_info *info);
/* "1 phút 20 giây" */
const char *web_span(struct arena *a, int64_t seconds);

HANDLER(page_certificates);
HANDLER(do_trial);
HANDLER(do_make);
HANDLER(do_print);
HANDLER(page_jobs);
HANDLER(page_job);
HANDLER(do_job);
HANDLER(page_progress);
HANDLER(page_print_file);
HANDLER(page_zip);
HANDLER(page_printers);
HANDLER(do_printer);
HANDLER(page_calibration);
HANDLER(api_jobs);
HANDLER(api_job);
HANDLER(api_job_items);
HANDLER(api_job_add);
HANDLER(api_job_turn);

#endif
