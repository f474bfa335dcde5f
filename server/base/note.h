/* base/note.h -- checkpoints as signed notes.
 *
 * A checkpoint is the text
 *
 *     NAME            origin, the name of the log and of its key
 *     SIZE            number of entries, decimal
 *     ROOT            base 64
 *
 *     — NAME BASE64   key hash (4 bytes) and Ed25519 signature (64 bytes)
 *
 * The signature covers the first three lines.  A public key is the line
 * NAME+HASH+BASE64, where BASE64 holds a byte 1 and the key. */
#ifndef BASE_NOTE_H
#define BASE_NOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/hash.h"
#include "base/sign.h"

enum { NOTE_NAME = 48, NOTE_HASH = 4, NOTE_BYTES = 400, NOTE_KEY_LINE = 128 };

struct note_key {
	char name[NOTE_NAME]; /* without spaces and plus signs */
	uint8_t pub[SIGN_KEY];
};
struct note {
	char text[NOTE_BYTES]; /* all of it, with its signature */
	size_t len;
	uint64_t size;
	struct hash root;
};

/* Makes name and public key of a new secret seed. */
void note_key_make(const uint8_t seed[static SIGN_KEY], struct note_key *ret);
/* The line of the public key, with a newline. */
void note_key_print(const struct note_key *key, char out[static NOTE_KEY_LINE]);
MUST_CHECK bool note_key_parse(
    const char *text, size_t len, struct note_key *ret);
/* What is behind the name in a signature and a key: 4 bytes. */
void note_key_hash(const struct note_key *key, uint8_t ret[static NOTE_HASH]);
void note_sign(const struct note_key *key, const uint8_t seed[static SIGN_KEY],
    uint64_t size, const struct hash *root, struct note *ret);
/* Reads a checkpoint at the start of `bytes` and checks origin and signature;
 * ret->len tells how much was read. */
MUST_CHECK bool note_open(const struct note_key *key, const char *bytes,
    size_t len, struct note *ret);

#endif
