/* base/secret.c -- passwords and one-time codes over libsodium and libcrypto.
 */
#include "base/secret.h"

#include <assert.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { AT_ONCE = 2 };
static const unsigned long long passes = 2;
static const size_t memory = (size_t)64 * 1024 * 1024;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t freed = PTHREAD_COND_INITIALIZER;
static int running;

static void
enter(void)
{
	int ready = sodium_init();

	assert(ready >= 0);
	pthread_mutex_lock(&lock);
	while (running == AT_ONCE)
		pthread_cond_wait(&freed, &lock);
	running++;
	pthread_mutex_unlock(&lock);
}

static void
leave(void)
{
	pthread_mutex_lock(&lock);
	running--;
	pthread_cond_signal(&freed);
	pthread_mutex_unlock(&lock);
}

bool
secret_hash(const char *password, char ret[static SECRET_HASH], struct err *err)
{
	int failed;

	enter();
	failed = crypto_pwhash_str_alg(ret, password, strlen(password), passes,
	    memory, crypto_pwhash_ALG_ARGON2ID13);
	leave();
	return failed == 0 || err_nomem(err);
}

bool
secret_check(const char *hash, const char *password)
{
	/* Of a password that nobody knows, with the same costs. */
	static const char nobody[] =
	    "$argon2id$v=19$m=65536,t=2,p=1$bm9ib2R5IGtub3dzIQ$"
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	bool real = hash[0] != '\0', fits;

	enter();
	fits = crypto_pwhash_str_verify(
		   real ? hash : nobody, password, strlen(password)) == 0;
	leave();
	return real && fits;
}

bool
secret_equal(const void *a, const void *b, size_t len)
{
	return sodium_memcmp(a, b, len) == 0;
}

void
secret_wipe(void *p, size_t len)
{
	sodium_memzero(p, len);
}

void
secret_totp(
    const uint8_t key[static SECRET_TOTP], int64_t step, char out[static 7])
{
	uint8_t counter[8], mac[EVP_MAX_MD_SIZE];
	unsigned mac_len = 0, at;
	uint32_t code;

	for (int i = 7; i >= 0; i--, step >>= 8)
		counter[i] = (uint8_t)(step & 0xFF);
	HMAC(EVP_sha1(), key, SECRET_TOTP, counter, sizeof(counter), mac,
	    &mac_len);
	assert(mac_len == 20);
	at = mac[19] & 15u;
	code = ((uint32_t)(mac[at] & 0x7F) << 24 | (uint32_t)mac[at + 1] << 16 |
		   (uint32_t)mac[at + 2] << 8 | mac[at + 3]) %
	       1000000;
	snprintf(out, 7, "%06u", code);
}

void
b32_write(const void *bytes, size_t len, char *out)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	const uint8_t *p = bytes;
	unsigned held = 0, bits = 0;

	for (size_t i = 0; i < len; i++) {
		held = held << 8 | p[i];
		for (bits += 8; bits >= 5; bits -= 5)
			*out++ = letters[held >> (bits - 5) & 31];
		held &= 31;
	}
	if (bits > 0)
		*out++ = letters[held << (5 - bits) & 31];
	*out = '\0';
}

void
secret_word(char out[static SECRET_WORD + 1])
{
	static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789x";
	uint8_t chance[20];
	char *p = out;
	int ready = sodium_init();

	assert(ready >= 0);
	randombytes_buf(chance, sizeof(chance));
	for (size_t i = 0; i < sizeof(chance); i++) {
		if (i > 0 && i % 4 == 0)
			*p++ = '-';
		*p++ = letters[chance[i] & 31];
	}
	*p = '\0';
	secret_wipe(chance, sizeof(chance));
}
