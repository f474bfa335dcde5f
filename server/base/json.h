/* base/json.h -- writes JSON (RFC 8259) into a buf, one token after another.
 *
 * Commas are put in by the writer.  Text must be UTF-8; control characters are
 * escaped, all else is written as it is. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"

struct arena;
struct buf;

struct json {
	struct buf *out;
	bool need_comma;
};

void json_object(struct json *j);     /* { */
void json_object_end(struct json *j); /* } */
void json_array(struct json *j);
void json_array_end(struct json *j);
void json_key(struct json *j, const char *key);
void json_str(struct json *j, const char *s); /* NULL writes null */
void json_int(struct json *j, int64_t v);
void json_bool(struct json *j, bool v);
void json_null(struct json *j);
/* "key": "value" in one call; left out when s is NULL or empty. */
void json_pair(struct json *j, const char *key, const char *s);
void json_pair_int(struct json *j, const char *key, int64_t v);

/* Reads an object whose members are strings, numbers (as written), true ("co"),
 * false ("khong") and lists of these; null is left out.  `emit` gets each value
 * with its member's name, both in the arena, in order; false from it ends the
 * reading.  ERR_REQUEST with the place of what is not so.  The text must be
 * UTF-8. */
typedef bool (*json_field)(void *ctx, const char *name, const char *value);
MUST_CHECK bool json_read_fields(struct arena *a, const char *text, size_t len,
    json_field emit, void *ctx, struct err *err);

#endif
