/* web/web.h -- the pages and the API. */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "base/attr.h"
#include "base/err.h"

struct buf;
struct press;
struct web;

struct web_config {
	const char *data;	       /* data folder */
	const char *listen;	       /* "127.0.0.1:8080" */
	struct press *press;	       /* borrowed */
	const char *certificate, *key; /* PEM files, NULL = plain HTTP */
	const char
	    *proxies;	  /* reverse proxies that are believed, NULL = none */
	bool open;	  /* reading needs no login: for a demonstration */
	bool plain_login; /* log in over plain HTTP from other machines */
};

/* Brings the tables of people forward and makes the first administrator when
 * there is nobody: *ret_password gets the password that is shown once, "" when
 * there was somebody. */
enum { WEB_PASSWORD = 32 };
MUST_CHECK bool web_setup(
    const char *data, char ret_password[static WEB_PASSWORD], struct err *err);

/* Serves until web_stop().  `config` is copied, what it points to is not. After
 * web_setup(). */
MUST_CHECK bool web_start(
    const struct web_config *config, struct web **ret, struct err *err);
void web_stop(struct web *web);
unsigned web_port(const struct web *web);

/* The table of routes, a line each: method, path, rights, "org" when it belongs
 * to one organisation, kind of body; tabs between. */
void web_print_routes(struct buf *out);

#endif
