/* base/log.c -- one JSON line per event on standard error. */
#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/json.h"

static atomic_int lowest = LOG_INFO;

void
log_set_level(enum log_level level)
{
	atomic_store(&lowest, (int)level);
}

static void
write_line(enum log_level level, const char *request, const char *text)
{
	static const char *const names[] = { "info", "warn", "error" };
	struct buf line = { 0 };
	struct json j = { .out = &line };
	char when[32] = "";
	time_t now = time(NULL);
	struct tm tm;

	if (gmtime_r(&now, &tm) != NULL)
		strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &tm);
	json_object(&j);
	json_pair(&j, "time", when);
	json_pair(&j, "level", names[level]);
	json_pair(&j, "request", request);
	json_pair(&j, "message", text);
	json_object_end(&j);
	buf_char(&line, '\n');
	/* A log that cannot be written must not stop the work it speaks of. */
	if (buf_ok(&line))
		(void)!file_write_all(STDERR_FILENO, buf_str(&line), line.len);
	buf_done(&line);
}

void
log_event(enum log_level level, const char *request, const char *fmt, ...)
{
	struct buf text = { 0 };
	va_list ap;

	if ((int)level < atomic_load(&lowest))
		return;
	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	write_line(level, request, buf_str(&text));
	buf_done(&text);
}

void
log_err(const char *request, const char *what, const struct err *err)
{
	log_event(LOG_ERROR, request, "%s: %s %s: %s", what,
	    err_symbol(err->kind), err_title(err->kind), err->text);
}
