/* base/note.c -- checkpoints as signed notes. */
#include "base/note.h"

#include <stdio.h>
#include <string.h>

#define DASH "\xE2\x80\x94 "

enum { ALGORITHM = 1 }; /* Ed25519 */

void
note_key_hash(const struct note_key *key, uint8_t ret[static NOTE_HASH])
{
	uint8_t all[NOTE_NAME + 2 + SIGN_KEY];
	size_t n = strlen(key->name);
	struct hash h;

	memcpy(all, key->name, n);
	all[n++] = '\n';
	all[n++] = ALGORITHM;
	memcpy(all + n, key->pub, SIGN_KEY);
	hash_of(all, n + SIGN_KEY, &h);
	memcpy(ret, h.bytes, NOTE_HASH);
}

void
note_key_make(const uint8_t seed[static SIGN_KEY], struct note_key *ret)
{
	char hex[HASH_HEX + 1];
	struct hash h;

	*ret = (struct note_key){ 0 };
	sign_public(seed, ret->pub);
	hash_of(ret->pub, SIGN_KEY, &h);
	hash_hex(&h, hex);
	snprintf(ret->name, sizeof(ret->name), "sovang-%.16s", hex);
}

void
note_key_print(const struct note_key *key, char out[static NOTE_KEY_LINE])
{
	uint8_t bytes[1 + SIGN_KEY] = { ALGORITHM }, own[NOTE_HASH];
	char b64[B64_LEN(sizeof(bytes)) + 1];

	memcpy(bytes + 1, key->pub, SIGN_KEY);
	b64_write(bytes, sizeof(bytes), b64);
	note_key_hash(key, own);
	snprintf(out, NOTE_KEY_LINE, "%s+%02x%02x%02x%02x+%s\n", key->name,
	    own[0], own[1], own[2], own[3], b64);
}

bool
note_key_parse(const char *text, size_t len, struct note_key *ret)
{
	uint8_t bytes[1 + SIGN_KEY], own[NOTE_HASH];
	const char *plus = memchr(text, '+', len);
	size_t name = plus == NULL ? 0 : (size_t)(plus - text);
	char hex[2 * NOTE_HASH + 1];

	len -= len > 0 && text[len - 1] == '\n';
	if (name == 0 || name >= NOTE_NAME || len < name + 10 ||
	    plus[9] != '+' || memchr(text, ' ', name) != NULL ||
	    !b64_read(plus + 10, len - name - 10, bytes, sizeof(bytes)) ||
	    bytes[0] != ALGORITHM)
		return false;
	*ret = (struct note_key){ 0 };
	memcpy(ret->name, text, name);
	memcpy(ret->pub, bytes + 1, SIGN_KEY);
	note_key_hash(ret, own);
	snprintf(hex, sizeof(hex), "%02x%02x%02x%02x", own[0], own[1], own[2],
	    own[3]);
	return memcmp(hex, plus + 1, 8) == 0;
}

/* The rest of the line at *at, which moves behind its end; NULL at the end. */
static const char *
line(const char **at, const char *end, size_t *ret_len)
{
	const char *start = *at,
		   *nl = memchr(start, '\n', (size_t)(end - start));

	if (nl == NULL)
		return NULL;
	*ret_len = (size_t)(nl - start);
	*at = nl + 1;
	return start;
}

static bool
read_size(const char *s, size_t len, uint64_t *ret)
{
	*ret = 0;
	if (len == 0 || len > 18 || (s[0] == '0' && len > 1))
		return false;
	for (size_t i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		*ret = *ret * 10 + (uint64_t)(s[i] - '0');
	}
	return true;
}

bool
note_open(
    const struct note_key *key, const char *bytes, size_t len, struct note *ret)
{
	const char *at = bytes, *end = bytes + len, *s, *signed_end;
	uint8_t sig[NOTE_HASH + SIGN_BYTES], own[NOTE_HASH];
	size_t n, name = strlen(key->name);

	s = line(&at, end, &n);
	if (s == NULL || n != name || memcmp(s, key->name, n) != 0 ||
	    (s = line(&at, end, &n)) == NULL || !read_size(s, n, &ret->size) ||
	    (s = line(&at, end, &n)) == NULL ||
	    !b64_read(s, n, ret->root.bytes, HASH_BYTES))
		return false;
	signed_end = at;
	if ((s = line(&at, end, &n)) == NULL || n != 0 ||
	    (s = line(&at, end, &n)) == NULL || n < 5 + name ||
	    memcmp(s, DASH, 4) != 0 || memcmp(s + 4, key->name, name) != 0 ||
	    s[4 + name] != ' ' ||
	    !b64_read(s + 5 + name, n - 5 - name, sig, sizeof(sig)))
		return false;
	ret->len = (size_t)(at - bytes);
	note_key_hash(key, own);
	if (ret->len >= NOTE_BYTES || memcmp(own, sig, NOTE_HASH) != 0 ||
	    !sign_check(
		key->pub, bytes, (size_t)(signed_end - bytes), sig + NOTE_HASH))
		return false;
	memcpy(ret->text, bytes, ret->len);
	ret->text[ret->len] = '\0';
	return true;
}

void
note_sign(const struct note_key *key, const uint8_t seed[static SIGN_KEY],
    uint64_t size, const struct hash *root, struct note *ret)
{
	uint8_t sig[NOTE_HASH + SIGN_BYTES];
	char b64[B64_LEN(sizeof(sig)) + 1];
	int n;

	b64_write(root->bytes, HASH_BYTES, b64);
	n = snprintf(ret->text, NOTE_BYTES, "%s\n%llu\n%s\n", key->name,
	    (unsigned long long)size, b64);
	note_key_hash(key, sig);
	sign_text(seed, ret->text, (size_t)n, sig + NOTE_HASH);
	b64_write(sig, sizeof(sig), b64);
	n += snprintf(ret->text + n, NOTE_BYTES - (size_t)n,
	    "\n" DASH "%s %s\n", key->name, b64);
	ret->len = (size_t)n;
	ret->size = size;
	ret->root = *root;
}
