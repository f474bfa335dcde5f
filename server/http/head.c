/* http/head.c -- headers: what may not be, and how they are read.
 *
 * A request that two programs could cut at different places (RFC 9112, sections
 * 6.3 and 11.2) is refused and its connection closed, whatever libmicrohttpd
 * would make of it. */
#include <string.h>
#include <strings.h>

#include "http/http_priv.h"

struct head {
	size_t count, lengths, codings, hosts;
	bool odd_name, odd_value, odd_length, odd_coding;
};

static bool
is_token(const char *s)
{
	static const char others[] = "!#$%&'*+-.^_`|~";

	if (*s == '\0')
		return false;
	for (; *s != '\0'; s++)
		if (!((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') ||
			(*s >= '0' && *s <= '9') || strchr(others, *s) != NULL))
			return false;
	return true;
}

static enum MHD_Result
look(void *ctx, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct head *h = ctx;

	(void)kind;
	if (value == NULL)
		value = "";
	h->count++;
	h->odd_name |= !is_token(name);
	for (const char *p = value; *p != '\0'; p++)
		h->odd_value |=
		    ((unsigned char)*p < 0x20 && *p != '\t') || *p == 0x7F;
	if (strcasecmp(name, "Content-Length") == 0) {
		h->lengths++;
		h->odd_length |= value[0] == '\0' ||
				 value[strspn(value, "0123456789")] != '\0' ||
				 strlen(value) > 18;
	} else if (strcasecmp(name, "Transfer-Encoding") == 0) {
		h->codings++;
		h->odd_coding |= strcasecmp(value, "chunked") != 0;
	} else if (strcasecmp(name, "Host") == 0) {
		h->hosts++;
	}
	return MHD_YES;
}

bool
http_check_head(struct http_request *req, const char *version, struct err *err)
{
	struct head h = { 0 };

	MHD_get_connection_values(req->connection, MHD_HEADER_KIND, look, &h);
	if (h.count > HTTP_HEADERS)
		return err_set(err, ERR_REQUEST, no_pos,
		    "%zu dòng đầu, nhiều hơn %d", h.count, HTTP_HEADERS);
	if (h.odd_name || h.odd_value)
		return err_set(err, ERR_REQUEST, no_pos,
		    "dòng đầu có chữ không được phép");
	if (h.lengths > 1 || h.odd_length)
		return err_set(
		    err, ERR_REQUEST, no_pos, "Content-Length không rõ ràng");
	if (h.codings > 1 || h.odd_coding || (h.codings > 0 && h.lengths > 0))
		return err_set(err, ERR_REQUEST, no_pos,
		    "độ dài nội dung được báo hai cách hoặc cách lạ");
	if (h.hosts > 1 || (h.hosts == 0 && strcmp(version, "HTTP/1.0") != 0))
		return err_set(
		    err, ERR_REQUEST, no_pos, "%zu dòng Host", h.hosts);
	return true;
}

bool
http_type_is(const char *type, const char *want)
{
	size_t len = strlen(want);

	return type != NULL && strncasecmp(type, want, len) == 0 &&
	       strchr("; \t", type[len]) != NULL;
}

static const char *
skip_blank(const char *p)
{
	return p + strspn(p, " \t");
}

/* Copies a token or quoted string; NULL when it does not fit or end. */
static const char *
take_value(const char *p, char *out, size_t size)
{
	bool quoted = *p == '"';
	size_t n = 0;

	p += quoted;
	for (; quoted ? *p != '"' : *p != '\0' && strchr("; \t", *p) == NULL;
	     p++) {
		/* Browsers send a backslash of a file name as it is. */
		if (quoted && p[0] == '\\' && p[1] == '"')
			p++;
		if (*p == '\0' || n + 1 >= size)
			return NULL;
		out[n++] = *p;
	}
	out[n] = '\0';
	return p + quoted;
}

bool
http_head_param(const char *value, const char *name, char *out, size_t size)
{
	const char *p = value + strcspn(value, ";");
	size_t len = strlen(name);

	while (*p == ';') {
		bool mine;

		p = skip_blank(p + 1);
		mine = strncasecmp(p, name, len) == 0 && p[len] == '=';
		p += strcspn(p, "=;");
		if (*p != '=')
			continue;
		p = take_value(p + 1, out, size);
		if (p == NULL)
			return false;
		if (mine)
			return true;
		p = skip_blank(p);
	}
	return false;
}
