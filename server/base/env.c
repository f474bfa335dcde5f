/* base/env.c -- what a program may not make up itself: time and chance. */
#include "base/env.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>
#include <time.h>

static int64_t
system_now(void *ctx)
{
	(void)ctx;
	return (int64_t)time(NULL);
}

static void
system_random(void *ctx, void *out, size_t len)
{
	(void)ctx;
	randombytes_buf(out, len);
}

const struct env *
env_system(void)
{
	static const struct env env = { system_now, system_random, NULL };
	int ready =
	    sodium_init(); /* 1 = was ready already; safe in any thread */

	assert(ready >= 0);
	return &env;
}

static int64_t
fixed_now(void *ctx)
{
	return ((struct env_fixed *)ctx)->now;
}

/* splitmix64: enough for tests, never used outside them for anything secret. */
static void
fixed_random(void *ctx, void *out, size_t len)
{
	struct env_fixed *state = ctx;
	unsigned char *p = out;

	for (size_t i = 0; i < len; i++) {
		uint64_t z = state->seed += 0x9E3779B97F4A7C15u;

		z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
		z = (z ^ z >> 27) * 0x94D049BB133111EBu;
		p[i] = (unsigned char)(z >> 56);
	}
}

struct env
env_fixed(struct env_fixed *state)
{
	return (struct env){ fixed_now, fixed_random, state };
}

int64_t
env_now(const struct env *env)
{
	return env->now(env->ctx);
}

void
env_random(const struct env *env, void *out, size_t len)
{
	env->random(env->ctx, out, len);
}

void
env_id(const struct env *env, char out[static ENV_ID_LEN + 1])
{
	static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
	unsigned char raw[17] = { 0 };

	env_random(env, raw, 16);
	for (size_t i = 0; i < ENV_ID_LEN; i++) {
		size_t bit = i * 5;
		unsigned two = (unsigned)raw[bit / 8] << 8 | raw[bit / 8 + 1];

		out[i] = digits[two >> (11 - bit % 8) & 31];
	}
	out[ENV_ID_LEN] = '\0';
}
