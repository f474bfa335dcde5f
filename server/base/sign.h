/* base/sign.h -- Ed25519 (RFC 8032) and base 64 (RFC 4648) over libsodium. */
#ifndef BASE_SIGN_H
#define BASE_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

enum { SIGN_KEY = 32, SIGN_BYTES = 64 };

/* A new secret seed from the system's own chance: never from a test's. */
void sign_make(uint8_t seed[static SIGN_KEY]);
void sign_public(
    const uint8_t seed[static SIGN_KEY], uint8_t ret[static SIGN_KEY]);
void sign_text(const uint8_t seed[static SIGN_KEY], const void *text,
    size_t len, uint8_t ret[static SIGN_BYTES]);
MUST_CHECK bool sign_check(const uint8_t key[static SIGN_KEY], const void *text,
    size_t len, const uint8_t sig[static SIGN_BYTES]);

/* Letters of `len` bytes, with padding, and NUL. */
#define B64_LEN(len) (((len) + 2) / 3 * 4)
void b64_write(const void *bytes, size_t len, char *out);
/* True when the text is exactly `want` bytes, padded, without anything else. */
MUST_CHECK bool b64_read(
    const char *text, size_t len, uint8_t *ret, size_t want);

#endif
