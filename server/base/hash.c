/* base/hash.c -- SHA-256 over OpenSSL's libcrypto.
 *
 * OpenSSL 3 fetches an algorithm from its providers, and that takes memory, for
 * every call but the old ones: those touch no heap and cannot fail. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "base/hash.h"

#include <assert.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

struct hash_run {
	SHA256_CTX state;
};

void
hash_of(const void *data, size_t len, struct hash *ret)
{
	struct hash_run run;
	int ok = SHA256_Init(&run.state);

	assert(ok == 1);
	hash_run_add(&run, data, len);
	ok = SHA256_Final(ret->bytes, &run.state);
	assert(ok == 1);
}

void
hash_hex(const struct hash *h, char out[static HASH_HEX + 1])
{
	static const char hex[] = "0123456789abcdef";

	for (size_t i = 0; i < HASH_BYTES; i++) {
		out[2 * i] = hex[h->bytes[i] >> 4];
		out[2 * i + 1] = hex[h->bytes[i] & 15];
	}
	out[HASH_HEX] = '\0';
}

static int
nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

bool
hash_parse(const char *hex, struct hash *ret)
{
	struct hash h;

	if (strlen(hex) != HASH_HEX)
		return false;
	for (size_t i = 0; i < HASH_BYTES; i++) {
		int hi = nibble(hex[2 * i]), lo = nibble(hex[2 * i + 1]);

		if (hi < 0 || lo < 0)
			return false;
		h.bytes[i] = (uint8_t)(hi << 4 | lo);
	}
	*ret = h;
	return true;
}

bool
hash_equal(const struct hash *a, const struct hash *b)
{
	return memcmp(a->bytes, b->bytes, HASH_BYTES) == 0;
}

struct hash_run *
hash_run_new(void)
{
	struct hash_run *run = malloc(sizeof(*run));

	if (run != NULL && SHA256_Init(&run->state) != 1) {
		free(run);
		return NULL;
	}
	return run;
}

void
hash_run_add(struct hash_run *run, const void *data, size_t len)
{
	int ok = SHA256_Update(&run->state, data, len);

	assert(ok == 1);
}

void
hash_run_take(struct hash_run *run, struct hash *ret)
{
	int ok = SHA256_Final(ret->bytes, &run->state);

	assert(ok == 1);
	free(run);
}
