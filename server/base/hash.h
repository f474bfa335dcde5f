/* base/hash.h -- SHA-256 (FIPS 180-4) over OpenSSL's libcrypto. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

enum { HASH_BYTES = 32, HASH_HEX = 64 };

struct hash {
	uint8_t bytes[HASH_BYTES];
};

void hash_of(const void *data, size_t len, struct hash *ret);
/* Lower-case hexadecimal digits and NUL. */
void hash_hex(const struct hash *h, char out[static HASH_HEX + 1]);
bool hash_parse(const char *hex, struct hash *ret);
bool hash_equal(const struct hash *a, const struct hash *b);

/* Running hash.  NULL when memory is out. */
struct hash_run;
struct hash_run *hash_run_new(void);
void hash_run_add(struct hash_run *run, const void *data, size_t len);
/* Ends the run and frees it. */
void hash_run_take(struct hash_run *run, struct hash *ret);

#endif
