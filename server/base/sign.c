/* base/sign.c -- Ed25519 and base 64 over libsodium. */
#include "base/sign.h"

#include <assert.h>
#include <sodium.h>

static void
start(void)
{
	int ready =
	    sodium_init(); /* may be called at any time, by any thread */

	assert(ready >= 0);
}

void
sign_make(uint8_t seed[static SIGN_KEY])
{
	start();
	randombytes_buf(seed, SIGN_KEY);
}

void
sign_public(const uint8_t seed[static SIGN_KEY], uint8_t ret[static SIGN_KEY])
{
	uint8_t secret[crypto_sign_SECRETKEYBYTES];

	start();
	crypto_sign_seed_keypair(ret, secret, seed);
	sodium_memzero(secret, sizeof(secret));
}

void
sign_text(const uint8_t seed[static SIGN_KEY], const void *text, size_t len,
    uint8_t ret[static SIGN_BYTES])
{
	uint8_t secret[crypto_sign_SECRETKEYBYTES], pub[SIGN_KEY];

	start();
	crypto_sign_seed_keypair(pub, secret, seed);
	crypto_sign_detached(ret, NULL, text, len, secret);
	sodium_memzero(secret, sizeof(secret));
}

bool
sign_check(const uint8_t key[static SIGN_KEY], const void *text, size_t len,
    const uint8_t sig[static SIGN_BYTES])
{
	start();
	return crypto_sign_verify_detached(sig, text, len, key) == 0;
}

void
b64_write(const void *bytes, size_t len, char *out)
{
	sodium_bin2base64(
	    out, B64_LEN(len) + 1, bytes, len, sodium_base64_VARIANT_ORIGINAL);
}

/* libsodium takes some bytes over 127 for letters: they are refused
 * first. */
static bool
all_ascii(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] > 127)
			return false;
	return true;
}

bool
b64_read(const char *text, size_t len, uint8_t *ret, size_t want)
{
	size_t have;
	const char *end;

	return len == B64_LEN(want) && all_ascii(text, len) &&
	       sodium_base642bin(ret, want, text, len, NULL, &have, &end,
		   sodium_base64_VARIANT_ORIGINAL) == 0 &&
	       have == want && end == text + len;
}
