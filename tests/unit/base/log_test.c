/* tests/unit/base/log_test.c -- one JSON line per event on standard error. */
#include "support/json_text.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/log.h"

/* What the call writes to standard error; at most a pipe's worth. */
static char written[60000];

static int
catch_start(int *ret_old)
{
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
	fflush(stderr);
	*ret_old = dup(STDERR_FILENO);
	assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
	close(ends[1]);
	return ends[0];
}

static void
catch_end(int fd, int old)
{
	ssize_t n;

	dup2(old, STDERR_FILENO);
	close(old);
	n = read(fd, written, sizeof(written) - 1);
	written[n > 0 ? n : 0] = '\0';
	close(fd);
}

#define WRITTEN_BY(call)                                   \
	do {                                               \
		int kept_err, fd = catch_start(&kept_err); \
		call;                                      \
		catch_end(fd, kept_err);                   \
	} while (0)

static void
an_event_is_one_line_of_json(void **state)
{
	(void)state;
	WRITTEN_BY(log_event(LOG_WARN, "r1", "đọc «%s»\nxong", "a\"b"));
	assert_ptr_equal(strchr(written, '\n'), written + strlen(written) - 1);
	assert_json_field(written, "level", "warn");
	assert_json_field(written, "request", "r1");
	assert_json_field(written, "message", "đọc «a\"b»\nxong");
}

static void
long_text_stays_whole(void **state)
{
	struct buf b = { 0 };

	(void)state;
	for (int i = 0; i < 2000; i++)
		buf_str_add(&b, "ệ");
	WRITTEN_BY(log_event(LOG_INFO, NULL, "x%s", buf_str(&b)));
	buf_cut(&b, 0);
	buf_char(&b, 'x');
	for (int i = 0; i < 2000; i++)
		buf_str_add(&b, "ệ");
	assert_json_field(written, "message", buf_str(&b));
	buf_done(&b);
}

static void
levels_below_the_set_one_are_dropped(void **state)
{
	(void)state;
	log_set_level(LOG_ERROR);
	WRITTEN_BY(log_event(LOG_WARN, NULL, "x"));
	assert_string_equal(written, "");
	WRITTEN_BY(log_event(LOG_ERROR, NULL, "x"));
	assert_json_field(written, "level", "error");
	log_set_level(LOG_INFO);
}

static void
an_error_is_logged_with_its_symbol(void **state)
{
	struct err err;

	(void)state;
	err_set(&err, ERR_IO, no_pos, "tệp x");
	WRITTEN_BY(log_err("r2", "lưu trữ", &err));
	assert_json_field(
	    written, "message", "lưu trữ: E-IO không đọc hoặc ghi được: tệp x");
}

static void
a_log_that_cannot_be_written_stops_nothing(void **state)
{
	int old = dup(STDERR_FILENO), full = open("/dev/full", O_WRONLY);

	(void)state;
	assert_true(dup2(full, STDERR_FILENO) >= 0);
	log_event(LOG_INFO, NULL, "x");
	assert_true(dup2(old, STDERR_FILENO) >= 0);
	close(full);
	close(old);
	WRITTEN_BY(log_event(LOG_INFO, NULL, "sau đó"));
	assert_json_field(written, "message", "sau đó");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_event_is_one_line_of_json),
		cmocka_unit_test(long_text_stays_whole),
		cmocka_unit_test(levels_below_the_set_one_are_dropped),
		cmocka_unit_test(an_error_is_logged_with_its_symbol),
		cmocka_unit_test(a_log_that_cannot_be_written_stops_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
