/* base/env.h -- what a program may not make up itself: time and chance.
 *
 * Everything that needs the clock or random bytes takes a `struct env`, so that
 * a test can hand in fixed ones and the same input gives the same bytes. */
#ifndef BASE_ENV_H
#define BASE_ENV_H

#include <stddef.h>
#include <stdint.h>

struct env {
	int64_t (*now)(void *ctx); /* seconds since the epoch, UTC */
	void (*random)(void *ctx, void *out, size_t len);
	void *ctx;
};

/* The machine's clock and libsodium's generator.  Thread-safe. */
const struct env *env_system(void);
/* A fixed moment and a repeatable sequence; for tests and reproduction.  The
 * state lives in *ret_state, which must outlive the env. */
struct env_fixed {
	int64_t now;
	uint64_t seed;
};
struct env env_fixed(struct env_fixed *state);

int64_t env_now(const struct env *env);
void env_random(const struct env *env, void *out, size_t len);

/* Opaque identifier for URLs: 26 letters and digits in lower case (Crockford's
 * base 32 without i, l, o, u) that hold 128 random bits, and NUL. */
enum { ENV_ID_LEN = 26 };
void env_id(const struct env *env, char out[static ENV_ID_LEN + 1]);

#endif
