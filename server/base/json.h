/* base/json.h -- writes JSON (RFC 8259) into a buf, one token after another.
 *
 * Commas are put in by the writer.  Text must be UTF-8; control characters are
 * escaped, all else is written as it is. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

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

#endif
