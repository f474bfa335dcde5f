/* http/listen.c -- "127.0.0.1:8080" becomes a listening socket. */
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/http_priv.h"

static bool
split_address(
    const char *listen, char *host, size_t size, const char **ret_port)
{
	const char *colon = strrchr(listen, ':');
	size_t len;

	if (colon == NULL || colon[1] == '\0')
		return false;
	len = (size_t)(colon - listen);
	if (len >= 2 && listen[0] == '[' && listen[len - 1] == ']') {
		listen++;
		len -= 2;
	}
	if (len == 0 || len >= size)
		return false;
	memcpy(host, listen, len);
	host[len] = '\0';
	*ret_port = colon + 1;
	return true;
}

static int
bind_address(const struct addrinfo *ai, struct err *err, const char *listen_at)
{
	int one = 1;
	int fd = socket(ai->ai_family, ai->ai_socktype | SOCK_CLOEXEC, 0);

	if (fd < 0) {
		err_errno(err, listen_at);
		return -1;
	}
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, ai->ai_addr, ai->ai_addrlen) != 0 ||
	    listen(fd, 1024) != 0) {
		err_errno(err, listen_at);
		err_hint(err, "chọn cổng khác bằng --listen, hoặc dừng chương "
			      "trình đang giữ cổng này");
		close(fd);
		return -1;
	}
	return fd;
}

int
http_listen(const char *listen_at, unsigned *ret_port, struct err *err)
{
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
		.ai_socktype = SOCK_STREAM };
	struct addrinfo *ai = NULL;
	struct sockaddr_storage bound = { 0 };
	socklen_t size = sizeof(bound);
	char host[64], port[16];
	const char *service;
	int fd;

	if (!split_address(listen_at, host, sizeof(host), &service) ||
	    getaddrinfo(host, service, &hints, &ai) != 0) {
		err_set(err, ERR_USAGE, no_pos, "địa chỉ nghe %s", listen_at);
		err_hint(err, "viết địa chỉ số và cổng, ví dụ 127.0.0.1:8080");
		return -1;
	}
	fd = bind_address(ai, err, listen_at);
	freeaddrinfo(ai);
	if (fd < 0)
		return -1;
	if (getsockname(fd, (struct sockaddr *)&bound, &size) == 0 &&
	    getnameinfo((struct sockaddr *)&bound, size, NULL, 0, port,
		sizeof(port), NI_NUMERICSERV) == 0)
		*ret_port = (unsigned)strtoul(port, NULL, 10);
	return fd;
}
