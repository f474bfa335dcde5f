/* http/route.c -- the table of routes. */
#include <string.h>

#include "base/arena.h"
#include "http/http_priv.h"

/* Compares segment by segment; ":name" takes any segment that is not empty. */
static bool
match(struct http_request *req, const char *pattern)
{
	const char *path = req->path;

	req->param_count = 0;
	while (*pattern == '/' && *path == '/') {
		size_t want = strcspn(++pattern, "/");
		size_t have = strcspn(++path, "/");

		if (pattern[0] == ':') {
			struct pair *p = &req->params[req->param_count];

			if (have == 0 || req->param_count == HTTP_PARAMS)
				return false;
			p->name =
			    arena_strndup(req->arena, pattern + 1, want - 1);
			p->value = arena_strndup(req->arena, path, have);
			if (p->name == NULL || p->value == NULL)
				return false;
			req->param_count++;
		} else if (want != have || memcmp(pattern, path, want) != 0) {
			return false;
		}
		pattern += want;
		path += have;
	}
	return *pattern == '\0' && *path == '\0';
}

const struct http_route *
http_route_find(struct http_request *req, unsigned *ret_allowed)
{
	const struct http_config *c = req->server->config;

	*ret_allowed = 0;
	for (size_t i = 0; i < c->route_count; i++) {
		if (!match(req, c->routes[i].path))
			continue;
		if (c->routes[i].method == req->method)
			return &c->routes[i];
		*ret_allowed |= (unsigned)c->routes[i].method;
	}
	return NULL;
}
