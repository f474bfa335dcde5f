/* tests/fuzz/http.c -- any bytes as a query string, a path and a Range header.
 */
#include "base/json.h"
#include "fuzz.h"
#include "http/http_priv.h"
#include "viet/text.h"

/* Letters may be anything, bytes must be UTF-8: pages and search rely on it. */
static void
check_text(const char *s)
{
	struct viet_bad bad;
	size_t len = strlen(s);

	HOLDS(viet_valid(s, len, &bad) || bad.control);
}

static bool
look_field(void *ctx, const char *name, const char *value)
{
	size_t *seen = ctx;

	*seen += strlen(name) + strlen(value);
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct http_request req = { .arena = arena_new(FUZZ_ARENA), .fd = -1 };
	char *raw, *path;
	struct err err;
	uint64_t from, to, size = len * 37;
	struct buf out = { 0 };
	size_t seen = 0;

	HOLDS(req.arena != NULL);
	raw = arena_strndup(req.arena, (const char *)bytes, len);
	HOLDS(raw != NULL);
	if (http_parse_fields(&req, raw, strlen(raw), &req.query, &err))
		for (size_t i = 0; i < req.query.count; i++) {
			check_text(req.query.items[i].name);
			check_text(req.query.items[i].value);
		}
	else
		fuzz_error(&err);
	if (!json_read_fields(
		req.arena, (const char *)bytes, len, look_field, &seen, &err))
		fuzz_error(&err);
	/* A list repeats its name; nothing else grows. */
	HOLDS(seen <= 3 * len * (len + 1));
	path = http_decode(req.arena, raw, strlen(raw), false);
	if (path != NULL) {
		check_text(path);
		http_encode(&out, path);
		raw = http_decode(req.arena, buf_str(&out), out.len, false);
		HOLDS(raw != NULL && strcmp(raw, path) == 0);
	}
	if (http_parse_range((const char *)arena_strndup(
				 req.arena, (const char *)bytes, len),
		size, &from, &to))
		HOLDS(from <= to && to < size);
	buf_done(&out);
	arena_free(req.arena);
	return 0;
}
