/* http/proxy.c -- who really asks, when a reverse proxy stands before us.
 *
 * Only proxies of the configured list are believed.  In a chain "client,
 * proxy1, proxy2" the last address that is not a believed proxy is the client:
 * what stands before it was written by the client itself. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "http/http_priv.h"

struct address {
	unsigned char bytes[16]; /* IPv4 as ::ffff:a.b.c.d */
	char text[HTTP_ADDRESS];
};

static void
map_v4(struct address *a, const void *four)
{
	memset(a->bytes, 0, 10);
	memset(a->bytes + 10, 0xFF, 2);
	memcpy(a->bytes + 12, four, 4);
}

/* "10.0.0.1", "10.0.0.1:80", "::1", "[::1]:80", also in quotes. */
static bool
parse_address(const char *s, size_t len, struct address *ret)
{
	char text[64], *end;
	unsigned char raw[16];

	while (len > 0 && strchr(" \t\"[", *s) != NULL)
		s++, len--;
	if (len == 0 || len >= sizeof(text))
		return false;
	memcpy(text, s, len);
	text[len] = '\0';
	text[strcspn(text, "\"] \t")] = '\0';
	end = strchr(text, ':');
	if (end != NULL && strchr(end + 1, ':') == NULL)
		*end = '\0'; /* IPv4 and a port */
	if (inet_pton(AF_INET, text, raw) == 1)
		map_v4(ret, raw);
	else if (inet_pton(AF_INET6, text, ret->bytes) != 1)
		return false;
	snprintf(ret->text, sizeof(ret->text), "%.45s", text);
	return true;
}

static void
peer_address(struct http_request *req, struct address *ret)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
	    req->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *at = info == NULL ? NULL : info->client_addr;

	memset(ret, 0, sizeof(*ret));
	snprintf(ret->text, sizeof(ret->text), "?");
	if (at == NULL)
		return;
	if (at->sa_family == AF_INET) {
		const void *four =
		    &((const struct sockaddr_in *)(const void *)at)->sin_addr;

		map_v4(ret, four);
		inet_ntop(AF_INET, four, ret->text, sizeof(ret->text));
	} else if (at->sa_family == AF_INET6) {
		memcpy(ret->bytes,
		    &((const struct sockaddr_in6 *)(const void *)at)->sin6_addr,
		    16);
		inet_ntop(AF_INET6, ret->bytes, ret->text, sizeof(ret->text));
	}
}

/* One entry of the list, "10.0.0.0/8"; the length of the prefix counts in 128
 * bits.  False when it cannot be read. */
static bool
parse_net(const char *s, size_t len, struct address *ret, unsigned *ret_bits)
{
	const char *slash = memchr(s, '/', len);
	size_t host = slash == NULL ? len : (size_t)(slash - s);
	unsigned long bits = 128;
	bool v4 = memchr(s, ':', host) == NULL;

	if (!parse_address(s, host, ret))
		return false;
	if (slash != NULL) {
		bits = strtoul(slash + 1, NULL, 10) + (v4 ? 96 : 0);
		if (slash[1] < '0' || slash[1] > '9' || bits > 128)
			return false;
	}
	*ret_bits = (unsigned)bits;
	return true;
}

static bool
in_net(const struct address *a, const struct address *net, unsigned bits)
{
	unsigned whole = bits / 8, rest = bits % 8;

	return memcmp(a->bytes, net->bytes, whole) == 0 &&
	       (rest == 0 ||
		   ((a->bytes[whole] ^ net->bytes[whole]) >> (8 - rest)) == 0);
}

/* Calls for each entry of a list with commas. */
static const char *
next_entry(const char *p, const char **ret, size_t *ret_len)
{
	p += strspn(p, ", \t");
	*ret = p;
	*ret_len = strcspn(p, ", \t");
	return *ret_len == 0 ? NULL : p + *ret_len;
}

bool
http_proxies_check(const char *list, struct err *err)
{
	const char *entry;
	size_t len;
	struct address net;
	unsigned bits;

	while ((list = next_entry(list, &entry, &len)) != NULL)
		if (!parse_net(entry, len, &net, &bits)) {
			err_set(err, ERR_USAGE, no_pos,
			    "địa chỉ máy đứng trước «%.*s»", (int)len, entry);
			return err_hint(err,
			    "viết địa chỉ số, ví dụ 127.0.0.1, 10.1.0.0/16");
		}
	return true;
}

static bool
believed(const char *list, const struct address *a)
{
	const char *entry;
	size_t len;
	struct address net;
	unsigned bits;

	while (list != NULL && (list = next_entry(list, &entry, &len)) != NULL)
		if (parse_net(entry, len, &net, &bits) && in_net(a, &net, bits))
			return true;
	return false;
}

/* The elements of "a, b, c" from the last to the first. */
static bool
last_element(const char *s, size_t *len, const char **ret, size_t *ret_len)
{
	size_t end = *len, from;

	if (end == 0)
		return false;
	for (from = end; from > 0 && s[from - 1] != ',';)
		from--;
	*ret = s + from + strspn(s + from, " \t");
	*ret_len = *ret > s + end ? 0 : (size_t)(s + end - *ret);
	*len = from == 0 ? 0 : from - 1;
	return true;
}

/* "for=1.2.3.4;proto=https" (RFC 7239) or a bare address. */
static bool
element_address(
    const char *s, size_t len, bool named, struct address *ret, bool *ret_tls)
{
	char text[200], value[80];

	if (!named)
		return parse_address(s, len, ret);
	if (len + 2 > sizeof(text))
		return false;
	text[0] = ';';
	memcpy(text + 1, s, len);
	text[len + 1] = '\0';
	if (http_head_param(text, "proto", value, sizeof(value)))
		*ret_tls = strcasecmp(value, "https") == 0;
	return http_head_param(text, "for", value, sizeof(value)) &&
	       parse_address(value, strlen(value), ret);
}

void
http_find_client(struct http_request *req)
{
	const struct http_config *c = req->server->config;
	const char *chain = http_header(req, "Forwarded");
	const char *proto = http_header(req, "X-Forwarded-Proto");
	bool named = chain != NULL, tls = c->certificate != NULL;
	struct address who, next;
	const char *part;
	size_t len, rest;

	peer_address(req, &who);
	if (!named)
		chain = http_header(req, "X-Forwarded-For");
	if (believed(c->proxies, &who)) {
		if (proto != NULL)
			tls = strcasecmp(proto, "https") == 0;
		rest = chain == NULL ? 0 : strlen(chain);
		while (believed(c->proxies, &who) &&
		       last_element(chain, &rest, &part, &len) &&
		       element_address(part, len, named, &next, &tls))
			who = next;
	}
	req->secure = tls;
	snprintf(req->client, sizeof(req->client), "%s", who.text);
}
