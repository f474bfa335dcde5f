/* base/log.h -- one JSON line per event on standard error.
 *
 * Only `web`, `jobs` and `app` log; libraries return errors.  Never a
 * document's text, never a password.  Thread-safe: each line is one write. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/attr.h"

struct err;

enum log_level { LOG_INFO, LOG_WARN, LOG_ERROR };

/* `request` may be NULL; the rest is free text for operators. */
void log_event(enum log_level level, const char *request, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
void log_err(const char *request, const char *what, const struct err *err);
/* Lines below this level are dropped; LOG_INFO at start. */
void log_set_level(enum log_level level);

#endif
