/* base/secret.h -- passwords, one-time codes and comparisons that tell nothing
 * by their time. */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"

/* Argon2id (RFC 9106) with 64 MiB and two passes; the text holds salt and
 * costs.  At most two run at the same time in a process: the others wait, so
 * that a flood of logins does not take the memory. */
enum { SECRET_HASH = 128 };
MUST_CHECK bool secret_hash(
    const char *password, char ret[static SECRET_HASH], struct err *err);
/* An empty `hash` takes as long as a real one and never fits. */
MUST_CHECK bool secret_check(const char *hash, const char *password);

bool secret_equal(const void *a, const void *b, size_t len);
void secret_wipe(void *p, size_t len);

/* RFC 6238: six digits and NUL for a key of SECRET_TOTP bytes, SHA-1, steps of
 * 30 seconds. */
enum { SECRET_TOTP = 20, SECRET_STEP = 30 };
void secret_totp(
    const uint8_t key[static SECRET_TOTP], int64_t step, char out[static 7]);

/* RFC 4648 base 32 without padding: letters for `len` bytes, and NUL. */
#define B32_LEN(len) (((len)*8 + 4) / 5)
void b32_write(const void *bytes, size_t len, char *out);

/* "k7mq-3w9x-…": groups of four letters that are not taken for each other;
 * 20 letters hold 100 bits. */
enum { SECRET_WORD = 24 };
void secret_word(char out[static SECRET_WORD + 1]);

#endif
