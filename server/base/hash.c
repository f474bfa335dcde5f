/* base/hash.c -- SHA-256 over OpenSSL's libcrypto. */
#include "base/hash.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <string.h>

void
hash_of(const void *data, size_t len, struct hash *ret)
{
	/* The one-shot call touches no heap and cannot fail with valid memory.
	 */
	const unsigned char *done = SHA256(data, len, ret->bytes);

	assert(done != NULL);
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
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	if (ctx != NULL && EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) != 1) {
		EVP_MD_CTX_free(ctx);
		ctx = NULL;
	}
	return (struct hash_run *)ctx;
}

void
hash_run_add(struct hash_run *run, const void *data, size_t len)
{
	int ok = EVP_DigestUpdate((EVP_MD_CTX *)run, data, len);

	assert(ok == 1);
}

void
hash_run_take(struct hash_run *run, struct hash *ret)
{
	int ok = EVP_DigestFinal_ex((EVP_MD_CTX *)run, ret->bytes, NULL);

	assert(ok == 1);
	EVP_MD_CTX_free((EVP_MD_CTX *)run);
}
