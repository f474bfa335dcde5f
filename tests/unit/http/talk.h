/* tests/unit/http/talk.h -- a server on a free port and a plain socket. */
#ifndef TESTS_HTTP_TALK_H
#define TESTS_HTTP_TALK_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/http.h"
#include "support/t.h"

struct talk {
	struct http_server *server;
	struct buf reply;
};

static inline int
talk_dial(const struct talk *t)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	at.sin_port = htons((uint16_t)http_port(t->server));
	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	return fd;
}

/* Sends the bytes, reads until the server closes; the whole reply. */
static inline const char *
talk_bytes(struct talk *t, const char *request, size_t len)
{
	int fd = talk_dial(t);
	char piece[4096];
	ssize_t n;

	buf_clear(&t->reply);
	assert_int_equal(send(fd, request, len, MSG_NOSIGNAL), (ssize_t)len);
	while ((n = recv(fd, piece, sizeof(piece), 0)) > 0)
		buf_add(&t->reply, piece, (size_t)n);
	close(fd);
	return buf_str(&t->reply);
}

/* A request with a body; `more` are header lines with CR LF. */
static inline const char *
talk_send(struct talk *t, const char *line, const char *more, const char *body)
{
	struct buf b = { 0 };
	const char *reply;

	buf_printf(&b,
	    "%s HTTP/1.1\r\nHost: l\r\nConnection: close\r\n%s"
	    "Content-Length: %zu\r\n\r\n%s",
	    line, more, strlen(body), body);
	reply = talk_bytes(t, buf_str(&b), b.len);
	buf_done(&b);
	return reply;
}

#define HAS(reply, part) assert_non_null(strstr(reply, part))
#define STATUS(reply, text)  \
	assert_memory_equal( \
	    reply, "HTTP/1.1 " text, sizeof("HTTP/1.1 " text) - 1)

#endif
