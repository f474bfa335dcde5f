/* web/web.h -- the pages and the API. */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "base/attr.h"
#include "base/err.h"

struct press;
struct web;

struct web_config {
	const char *data;    /* data folder */
	const char *listen;  /* "127.0.0.1:8080" */
	struct press *press; /* borrowed */
};

/* Serves until web_stop().  `config` is copied, what it points to is not. */
MUST_CHECK bool web_start(
    const struct web_config *config, struct web **ret, struct err *err);
void web_stop(struct web *web);
unsigned web_port(const struct web *web);

#endif
