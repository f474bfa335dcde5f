/* tests/unit/http/body_test.c -- forms, uploads, cookies, conditions, paces,
 * slow routes and streams, over plain sockets. */
#include "talk.h"

#include <pthread.h>

struct fix {
	struct talk talk;
	struct http_waker *_Atomic waker;
	_Atomic int told, closed;
};

static struct fix the;

static bool
say(struct http_request *req, struct buf *b)
{
	http_reply(req, 200, "text/plain", buf_str(b), b->len, false);
	buf_done(b);
	return true;
}

static bool
show_form(struct http_request *req, void *app, struct err *err)
{
	const char *name, *value;
	const struct http_file *f;
	struct buf b = { 0 };
	char piece[16];
	ssize_t n;

	(void)app;
	(void)err;
	for (size_t i = 0; http_form_field(req, i, &name, &value); i++)
		buf_printf(&b, "[%s=%s]", name, value);
	for (size_t i = 0; (f = http_file_at(req, "tep", i)) != NULL; i++) {
		n = read(f->fd, piece, sizeof(piece));
		buf_printf(&b, "<%s|%s|%zu|%.*s>", f->name, f->type,
		    (size_t)f->size, (int)n, piece);
	}
	return say(req, &b);
}

static bool
show_cookie(struct http_request *req, void *app, struct err *err)
{
	const char *v = http_cookie(req, "phien");
	struct buf b = { 0 };

	(void)app;
	(void)err;
	http_set_cookie(req, "__Host-phien", "moi", 60);
	buf_printf(&b, "%s from %s %s", v == NULL ? "-" : v, http_client(req),
	    http_secure(req) ? "tls" : "plain");
	return say(req, &b);
}

static bool
put_thing(struct http_request *req, void *app, struct err *err)
{
	struct buf b = { 0 };

	(void)app;
	if (!http_matches(req, "v7", true, err))
		return false;
	buf_str_add(&b, "đã sửa");
	return say(req, &b);
}

static void
count_release(void *ctx)
{
	(*(_Atomic int *)ctx)++;
}

static bool
show_shared(struct http_request *req, void *app, struct err *err)
{
	(void)app;
	(void)err;
	http_reply_shared(req, 200, "text/plain", "0123456789", 10,
	    count_release, &the.closed);
	return true;
}

static int64_t
next_event(void *ctx, char *out, size_t room)
{
	struct fix *f = ctx;
	struct buf b = { 0 };
	size_t len;

	if (f->told == 0)
		return HTTP_WAIT;
	if (f->told == 2)
		return HTTP_END;
	f->told = 2;
	http_event(&b, "tien-do", "7", "một\nhai");
	assert_true(b.len <= room);
	len = b.len;
	memcpy(out, buf_str(&b), len);
	buf_done(&b);
	return (int64_t)len;
}

static bool
show_events(struct http_request *req, void *app, struct err *err)
{
	struct http_source source = { next_event, count_release, &the };

	(void)app;
	(void)err;
	source.ctx = &the;
	source.close = NULL;
	the.waker = http_waker(req);
	http_reply_events(req, &source);
	return true;
}

static bool
admit(struct http_request *req, void *app, struct err *err)
{
	(void)app;
	return http_header(req, "X-Refuse") == NULL ||
	       err_set(err, ERR_DENIED, no_pos, "không");
}

static void
refuse(struct http_request *req, void *app, const struct err *err)
{
	(void)app;
	http_reply(req, err_http_status(err->kind), "text/plain", err->text,
	    strlen(err->text), false);
}

/* clang-format off */
static const struct http_route routes[] = {
	{ .method = HTTP_POST, .path = "/bieu", .handler = show_form, .body = HTTP_FORM, .limit = 300 },
	{ .method = HTTP_POST, .path = "/cham", .handler = show_form, .body = HTTP_FORM, .slow = true },
	{ .method = HTTP_POST, .path = "/tep", .handler = show_form, .body = HTTP_UPLOAD, .limit = 100000 },
	{ .method = HTTP_GET, .path = "/banh", .handler = show_cookie },
	{ .method = HTTP_GET, .path = "/nhip", .handler = show_cookie, .pace = 1 },
	{ .method = HTTP_PUT, .path = "/vat", .handler = put_thing, .body = HTTP_JSON },
	{ .method = HTTP_GET, .path = "/chung", .handler = show_shared },
	{ .method = HTTP_GET, .path = "/viec", .handler = show_events },
};
static const struct http_pace paces[] = { { 0, 0 }, { 6, 3 } };
static const struct http_config config = {
	.listen = "127.0.0.1:0", .routes = routes,
	.route_count = sizeof(routes) / sizeof(routes[0]),
	.threads = 2, .admit = admit, .fail = refuse, .spool = "/tmp",
	.proxies = "127.0.0.1, 10.0.0.0/8", .paces = paces, .pace_count = 2,
};
/* clang-format on */

static int
setup(void **state)
{
	struct err err;

	memset(&the, 0, sizeof(the));
	assert_true(http_start(&config, &the.talk.server, &err));
	*state = &the.talk;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	http_stop(the.talk.server);
	http_waker_free(the.waker);
	buf_done(&the.talk.reply);
	return 0;
}

#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"

static void
a_forms_fields_come_in_order_and_decoded(void **state)
{
	const char *r = talk_send(*state, "POST /bieu", FORM,
	    "ten=Nguy%E1%BB%85n+H%C3%B2a&x=&ten=2&l%E1%BA%A1=%26");

	STATUS(r, "200");
	HAS(r, "[ten=Nguyễn Hòa][x=][ten=2][lạ=&]");
	HAS(talk_send(*state, "POST /cham", FORM, "a=1"), "[a=1]");
}

static void
a_form_that_is_no_form_is_refused(void **state)
{
	static const char with_nul[] =
	    "POST /bieu HTTP/1.1\r\nHost: l\r\nConnection: close\r\n" FORM
	    "Content-Length: 3\r\n\r\na\0b";

	STATUS(talk_send(*state, "POST /bieu", "", "a=1"), "415");
	STATUS(talk_send(
		   *state, "POST /bieu", "Content-Type: text/plain\r\n", "a=1"),
	    "415");
	STATUS(talk_send(*state, "POST /bieu", FORM, "a=%FF"), "400");
	STATUS(talk_send(*state, "POST /bieu", FORM, "a=%00"), "400");
	STATUS(talk_bytes(*state, with_nul, sizeof(with_nul) - 1), "400");
}

static void
the_length_limit_is_exact(void **state)
{
	char body[302];

	memset(body, 'a', sizeof(body));
	body[300] = '\0';
	STATUS(talk_send(*state, "POST /bieu", FORM, body), "200");
	body[300] = 'a';
	body[301] = '\0';
	STATUS(talk_send(*state, "POST /bieu", FORM, body), "413");
}

static void
a_chunked_body_is_limited_too(void **state)
{
	char body[600], *p = body;

	p +=
	    sprintf(p, "POST /bieu HTTP/1.1\r\nHost: l\r\nConnection: close\r\n"
		       "Transfer-Encoding: chunked\r\n" FORM "\r\n");
	for (int i = 0; i < 30; i++)
		p += sprintf(p, "a\r\n0123456789\r\n");
	strcpy(p, "0\r\n\r\n");
	STATUS(talk_bytes(*state, body, strlen(body)), "200");
	strcpy(p, "1\r\na\r\n0\r\n\r\n");
	STATUS(talk_bytes(*state, body, strlen(body)), "413");
}

#define MULTI "Content-Type: multipart/form-data; boundary=\"xYz\"\r\n"
#define PART "Content-Disposition: form-data; name="

static void
an_upload_gives_fields_and_files(void **state)
{
	const char *r = talk_send(*state, "POST /tep", MULTI,
	    "--xYz\r\n" PART "\"ten\"\r\n\r\nHòa\r\n-\r\n--xY\r\n"
	    "--xYz\r\n" PART "\"tep\"; filename=\"C:\\\\ds\\danh sách.csv\"\r\n"
	    "Content-Type: text/csv\r\n\r\na,b\r\n--xYx\r\n"
	    "--xYz\r\n" PART "\"tep\"; filename=\"\"\r\n"
	    "Content-Type: application/octet-stream\r\n\r\n\r\n"
	    "--xYz--\r\n");

	STATUS(r, "200");
	HAS(r, "[ten=Hòa\r\n-\r\n--xY]");
	HAS(r, "<danh sách.csv|text/csv|10|a,b\r\n--xYx>");
	assert_null(strstr(r, "octet-stream"));
	HAS(talk_send(*state, "POST /tep", FORM, "a=1"), "[a=1]");
}

static void
an_upload_that_does_not_end_or_begin_is_refused(void **state)
{
	STATUS(talk_send(*state, "POST /tep", MULTI, "abc"), "400");
	STATUS(talk_send(*state, "POST /tep", MULTI,
		   "--xYz\r\n" PART "\"a\"\r\n\r\nx"),
	    "400");
	STATUS(talk_send(*state, "POST /tep", MULTI,
		   "--xYz\r\nContent-Type: x\r\n\r\nx\r\n--xYz--"),
	    "400");
	STATUS(talk_send(*state, "POST /tep", MULTI,
		   "--xYz\r\n" PART "\"a\"\r\n\r\n\xFF\r\n--xYz--"),
	    "400");
	STATUS(talk_send(*state, "POST /tep",
		   "Content-Type: multipart/form-data\r\n", "x"),
	    "400");
}

/* Every cut of the bytes into two sends gives the same parts. */
static void
an_upload_may_come_in_any_pieces(void **state)
{
	static const char body[] =
	    "--xYz\r\n" PART "\"a\"\r\n\r\n1\r\n--xYz\r\n" PART
	    "\"tep\"; filename=\"b\"\r\n\r\n23\r\n--xYz--\r\n";
	char head[300];

	snprintf(head, sizeof(head),
	    "POST /tep HTTP/1.1\r\nHost: l\r\nConnection: close\r\n" MULTI
	    "Content-Length: %zu\r\n\r\n",
	    strlen(body));
	for (size_t cut = 1; cut < strlen(body); cut += 3) {
		struct talk *t = *state;
		int fd = talk_dial(t);
		char reply[2048];
		ssize_t n, len = 0;

		assert_true(send(fd, head, strlen(head), MSG_NOSIGNAL) > 0);
		assert_true(send(fd, body, cut, MSG_NOSIGNAL) > 0);
		usleep(2000);
		assert_true(
		    send(fd, body + cut, strlen(body) - cut, MSG_NOSIGNAL) > 0);
		while ((n = recv(fd, reply + len,
			    sizeof(reply) - 1 - (size_t)len, 0)) > 0)
			len += n;
		reply[len] = '\0';
		close(fd);
		HAS(reply, "[a=1]<b|application/octet-stream|2|23>");
	}
}

static void
cookies_are_read_and_set(void **state)
{
	const char *r =
	    talk_send(*state, "GET /banh", "Cookie: a=b; phien=0x; c=\r\n", "");

	HAS(r, "0x from 127.0.0.1 plain");
	HAS(r, "Set-Cookie: __Host-phien=moi; Path=/; HttpOnly; SameSite=Lax; "
	       "Secure; Max-Age=60\r\n");
}

static void
only_a_believed_proxy_names_the_client(void **state)
{
	HAS(talk_send(*state, "GET /banh",
		"X-Forwarded-For: 1.1.1.1, 9.9.9.9, 10.2.3.4\r\n"
		"X-Forwarded-Proto: https\r\n",
		""),
	    "from 9.9.9.9 tls");
	HAS(talk_send(*state, "GET /banh",
		"Forwarded: for=\"[2001:db8::7]:99\";proto=https, "
		"for=10.0.0.1\r\n",
		""),
	    "from 2001:db8::7 tls");
	HAS(talk_send(*state, "GET /banh", "X-Forwarded-For: <script>\r\n", ""),
	    "from 127.0.0.1 plain");
}

static void
a_change_needs_the_present_tag(void **state)
{
#define J "Content-Type: application/json\r\n"
	const char *r;

	STATUS(talk_send(*state, "PUT /vat", J, "{}"), "400");
	r = talk_send(*state, "PUT /vat", J "If-Match: \"v6\"\r\n", "{}");
	STATUS(r, "412");
	HAS(r, "không còn là bản đã đọc");
	STATUS(talk_send(
		   *state, "PUT /vat", J "If-Match: \"v6\", \"v7\"\r\n", "{}"),
	    "200");
	STATUS(talk_send(*state, "PUT /vat", J "If-Match: *\r\n", "{}"), "200");
	STATUS(talk_send(*state, "PUT /vat", FORM, "a=1"), "415");
}

static void
shared_bytes_are_released_once_and_ranged(void **state)
{
	HAS(talk_send(*state, "GET /chung", "", ""), "\r\n\r\n0123456789");
	HAS(talk_send(*state, "GET /chung", "Range: bytes=3-5\r\n", ""),
	    "\r\n\r\n345");
	for (int i = 0; i < 200 && the.closed < 2; i++)
		usleep(5000);
	assert_int_equal(the.closed, 2);
}

static void
who_asks_too_fast_is_told_when_to_come_again(void **state)
{
	const char *r;

	for (int i = 0; i < 3; i++)
		STATUS(talk_send(*state, "GET /nhip", "", ""), "200");
	r = talk_send(*state, "GET /nhip", "", "");
	STATUS(r, "429");
	HAS(r, "Retry-After: 1");
	STATUS(
	    talk_send(*state, "GET /nhip", "X-Forwarded-For: 9.9.9.9\r\n", ""),
	    "200");
	STATUS(talk_send(*state, "GET /banh", "", ""), "200");
}

static void
who_may_not_come_is_refused_before_the_body(void **state)
{
	STATUS(talk_send(*state, "POST /bieu", FORM "X-Refuse: 1\r\n", "a=1"),
	    "403");
}

static void *
tell_later(void *ctx)
{
	(void)ctx;
	while (the.waker == NULL)
		usleep(1000);
	usleep(50000);
	the.told = 1;
	http_wake(the.waker);
	return NULL;
}

static void
an_event_comes_when_there_is_one(void **state)
{
	pthread_t teller;
	const char *r;

	assert_int_equal(pthread_create(&teller, NULL, tell_later, NULL), 0);
	r = talk_send(*state, "GET /viec", "", "");
	pthread_join(teller, NULL);
	HAS(r, "Content-Type: text/event-stream");
	HAS(r, "event: tien-do\nid: 7\ndata: một\ndata: hai\n\n");
}

static void
a_stop_ends_those_who_listen(void **state)
{
	struct talk *t = *state;
	int fd = talk_dial(t);
	char reply[512];
	static const char ask[] = "GET /viec HTTP/1.1\r\nHost: l\r\n\r\n";

	assert_true(send(fd, ask, strlen(ask), MSG_NOSIGNAL) > 0);
	assert_true(recv(fd, reply, sizeof(reply), 0) > 0);
	http_stop(t->server);
	t->server = NULL;
	while (recv(fd, reply, sizeof(reply), 0) > 0)
		continue;
	close(fd);
}

int
main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_forms_fields_come_in_order_and_decoded),
		T(a_form_that_is_no_form_is_refused),
		T(the_length_limit_is_exact),
		T(a_chunked_body_is_limited_too),
		T(an_upload_gives_fields_and_files),
		T(an_upload_that_does_not_end_or_begin_is_refused),
		T(an_upload_may_come_in_any_pieces),
		T(cookies_are_read_and_set),
		T(only_a_believed_proxy_names_the_client),
		T(a_change_needs_the_present_tag),
		T(shared_bytes_are_released_once_and_ranged),
		T(who_asks_too_fast_is_told_when_to_come_again),
		T(who_may_not_come_is_refused_before_the_body),
		T(an_event_comes_when_there_is_one),
		T(a_stop_ends_those_who_listen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
