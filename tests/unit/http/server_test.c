/* tests/unit/http/server_test.c -- a real server on a free port, spoken to over
 * plain sockets. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "http/http.h"

struct fix {
	struct http_server *server;
	struct buf reply;
	char dir[64];
};

static bool
page_hello(struct http_request *req, void *app, struct err *err)
{
	const char *q = http_query(req, "q");

	(void)app;
	(void)err;
	http_reply(req, 200, "text/plain; charset=utf-8", q == NULL ? "-" : q,
	    q == NULL ? 1 : strlen(q), false);
	return true;
}

static bool
page_item(struct http_request *req, void *app, struct err *err)
{
	const char *id = http_param(req, "id");

	(void)app;
	(void)err;
	if (http_not_modified(req, "abc"))
		return true;
	http_reply(req, 200, "text/plain", id, strlen(id), false);
	return true;
}

static bool
page_file(struct http_request *req, void *app, struct err *err)
{
	char name[] = "/tmp/sovang-http-XXXXXX";
	int fd = mkstemp(name);

	(void)app;
	if (fd < 0)
		return err_errno(err, name);
	unlink(name);
	if (write(fd, "..0123456789..", 14) != 14)
		return err_errno(err, name);
	http_reply_name(req, "Kế hoạch \"71\".pdf", false);
	http_reply_file(req, 200, "application/pdf", fd, 2, 10);
	close(fd);
	return true;
}

static bool
page_post(struct http_request *req, void *app, struct err *err)
{
	size_t len;
	const char *body = http_body(req, &len);

	(void)app;
	(void)err;
	http_reply(req, 200, "text/plain", body, len, false);
	return true;
}

static bool
page_bad(struct http_request *req, void *app, struct err *err)
{
	(void)req;
	(void)app;
	return err_set(err, ERR_CORRUPT, no_pos, "văn bản 12/QĐ-UBND");
}

static void
refuse(struct http_request *req, void *app, const struct err *err)
{
	const char *symbol = err_symbol(err->kind);

	(void)app;
	http_reply(req, err_http_status(err->kind), "text/plain", symbol,
	    strlen(symbol), false);
}

/* clang-format off */
static const struct http_route routes[] = {
	{ .method = HTTP_GET, .path = "/", .handler = page_hello },
	{ .method = HTTP_GET, .path = "/van-ban/:id", .handler = page_item },
	{ .method = HTTP_GET, .path = "/tep", .handler = page_file },
	{ .method = HTTP_GET, .path = "/hong", .handler = page_bad },
	{ .method = HTTP_POST, .path = "/gui", .handler = page_post },
};
static const char *const headers[] = {
	"X-Content-Type-Options", "nosniff", NULL,
};
static const struct http_config config = {
	.listen = "127.0.0.1:0", .routes = routes,
	.route_count = sizeof(routes) / sizeof(routes[0]),
	.threads = 2, .fail = refuse, .headers = headers,
};
/* clang-format on */

static int
setup(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));
	struct err err;

	assert_non_null(f);
	assert_true(http_start(&config, &f->server, &err));
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fix *f = *state;

	http_stop(f->server);
	buf_done(&f->reply);
	free(f);
	return 0;
}

static int
dial(const struct fix *f)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	at.sin_port = htons((uint16_t)http_port(f->server));
	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	return fd;
}

/* Sends the text, reads until the server closes; the whole reply. */
static const char *
talk(struct fix *f, const char *request)
{
	int fd = dial(f);
	char piece[4096];
	ssize_t n;

	buf_clear(&f->reply);
	assert_int_equal(
	    send(fd, request, strlen(request), MSG_NOSIGNAL), strlen(request));
	while ((n = recv(fd, piece, sizeof(piece), 0)) > 0)
		buf_add(&f->reply, piece, (size_t)n);
	close(fd);
	return buf_str(&f->reply);
}

static const char *
get(struct fix *f, const char *target, const char *more)
{
	struct buf b = { 0 };
	const char *reply;

	buf_printf(&b,
	    "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n",
	    target, more);
	reply = talk(f, buf_str(&b));
	buf_done(&b);
	return reply;
}

#define HAS(reply, part) assert_non_null(strstr(reply, part))
#define STATUS(reply, text)  \
	assert_memory_equal( \
	    reply, "HTTP/1.1 " text, sizeof("HTTP/1.1 " text) - 1)

static void
a_query_field_arrives_decoded(void **state)
{
	const char *r = get(*state, "/?q=b%E1%BA%B1ng+khen&x=1", "");

	STATUS(r, "200");
	HAS(r, "\r\n\r\nbằng khen");
	HAS(r, "X-Content-Type-Options: nosniff");
	HAS(r, "X-Request-Id: ");
}

static void
a_segment_becomes_a_parameter(void **state)
{
	HAS(get(*state, "/van-ban/0abc", ""), "\r\n\r\n0abc");
	STATUS(get(*state, "/van-ban/", ""), "404");
	STATUS(get(*state, "/van-ban/a/b", ""), "404");
}

static void
an_unknown_path_is_404_and_a_wrong_method_405(void **state)
{
	const char *r;

	STATUS(get(*state, "/khong-co", ""), "404");
	r = talk(*state,
	    "DELETE / HTTP/1.1\r\nHost: l\r\nConnection: close\r\n\r\n");
	STATUS(r, "405");
	HAS(r, "Allow: GET");
	r = talk(
	    *state, "BREW / HTTP/1.1\r\nHost: l\r\nConnection: close\r\n\r\n");
	STATUS(r, "400");
}

static void
head_has_the_headers_and_no_body(void **state)
{
	const char *r = talk(*state,
	    "HEAD /?q=abc HTTP/1.1\r\nHost: l\r\nConnection: close\r\n\r\n");

	STATUS(r, "200");
	HAS(r, "Content-Length: 3");
	assert_null(strstr(r, "\r\n\r\nabc"));
}

static void
a_handlers_error_becomes_its_status(void **state)
{
	const char *r = get(*state, "/hong", "");

	STATUS(r, "500");
	HAS(r, "E-CORRUPT");
}

static void
a_known_etag_is_answered_with_304(void **state)
{
	const char *r = get(*state, "/van-ban/1", "If-None-Match: \"abc\"\r\n");

	STATUS(r, "304");
	STATUS(get(*state, "/van-ban/1", "If-None-Match: \"x\"\r\n"), "200");
}

static void
a_file_part_is_sent_whole_or_by_range(void **state)
{
	const char *r = get(*state, "/tep", "");

	STATUS(r, "200");
	HAS(r, "\r\n\r\n0123456789");
	HAS(r, "filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch%20%2271%22.pdf");
	r = get(*state, "/tep", "Range: bytes=2-4\r\n");
	STATUS(r, "206");
	HAS(r, "Content-Range: bytes 2-4/10");
	HAS(r, "\r\n\r\n234");
	HAS(get(*state, "/tep", "Range: bytes=-3\r\n"), "\r\n\r\n789");
	HAS(get(*state, "/tep", "Range: bytes=8-\r\n"), "\r\n\r\n89");
}

static void
an_odd_range_gets_the_whole_file(void **state)
{
	STATUS(get(*state, "/tep", "Range: bytes=9-2\r\n"), "200");
	STATUS(get(*state, "/tep", "Range: bytes=1-2,4-5\r\n"), "200");
	STATUS(get(*state, "/tep", "Range: lines=1-2\r\n"), "200");
	STATUS(get(*state, "/tep", "Range: bytes=-\r\n"), "200");
}

static void
bad_escapes_and_long_addresses_are_refused(void **state)
{
	char *long_path = malloc(HTTP_URL_BYTES + 10);

	STATUS(get(*state, "/?q=%zz", ""), "400");
	STATUS(get(*state, "/?q=%4", ""), "400");
	STATUS(get(*state, "/%00", ""), "400");
	assert_non_null(long_path);
	memset(long_path, 'a', HTTP_URL_BYTES + 9);
	long_path[0] = '/';
	long_path[HTTP_URL_BYTES + 9] = '\0';
	STATUS(get(*state, long_path, ""), "413");
	free(long_path);
}

static void
a_body_is_collected(void **state)
{
	const char *r = talk(*state,
	    "POST /gui HTTP/1.1\r\nHost: l\r\nConnection: close\r\n"
	    "Content-Length: 5\r\n\r\nabcde");

	STATUS(r, "200");
	HAS(r, "\r\n\r\nabcde");
}

static void
a_client_that_goes_away_harms_nobody(void **state)
{
	struct fix *f = *state;
	int fd = dial(f);

	assert_true(send(fd, "POST /gui HTTP/1.1\r\nHost: l\r\nConte", 35,
			MSG_NOSIGNAL) > 0);
	close(fd);
	STATUS(get(f, "/", ""), "200");
}

static void
a_bad_address_is_wrong_usage(void **state)
{
	struct http_config bad = config;
	struct http_server *s = NULL;
	struct err err;

	(void)state;
	bad.listen = "không phải địa chỉ";
	assert_false(http_start(&bad, &s, &err));
	assert_int_equal(err.kind, ERR_USAGE);
	assert_true(err.hint[0] != '\0');
}

static void
a_taken_port_is_reported(void **state)
{
	struct fix *f = *state;
	struct http_config second = config;
	struct http_server *s = NULL;
	char at[32];
	struct err err;

	snprintf(at, sizeof(at), "127.0.0.1:%u", http_port(f->server));
	second.listen = at;
	assert_false(http_start(&second, &s, &err));
	assert_int_equal(err.kind, ERR_IO);
}

int
main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_query_field_arrives_decoded),
		T(a_segment_becomes_a_parameter),
		T(an_unknown_path_is_404_and_a_wrong_method_405),
		T(head_has_the_headers_and_no_body),
		T(a_handlers_error_becomes_its_status),
		T(a_known_etag_is_answered_with_304),
		T(a_file_part_is_sent_whole_or_by_range),
		T(an_odd_range_gets_the_whole_file),
		T(bad_escapes_and_long_addresses_are_refused),
		T(a_body_is_collected),
		T(a_client_that_goes_away_harms_nobody),
		cmocka_unit_test(a_bad_address_is_wrong_usage),
		T(a_taken_port_is_reported),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
