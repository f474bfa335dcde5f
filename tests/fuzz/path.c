/* tests/fuzz/path.c -- any text as a vector path, a length and a colour. */
#include "fuzz.h"
#include "graphic/graphic.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new(FUZZ_ARENA);
	char *text =
	    a == NULL ? NULL : arena_strndup(a, (const char *)bytes, len);
	const int far = 25 * 1000 * 1000; /* nine metres in mpt */
	struct gfx_path path;
	struct gfx_color color;
	struct err err;
	mpt length;

	HOLDS(text != NULL);
	(void)gfx_color_parse(text, &color);
	(void)mpt_parse(text, "mm", &length);
	if (!gfx_path_parse(
		a, text, len % 2 == 0 ? "mm" : "pt", no_pos, &path, &err)) {
		fuzz_error(&err);
		arena_free(a);
		return 0;
	}
	HOLDS(path.count > 0 && path.segments[0].verb == GFX_MOVE);
	for (size_t i = 0; i < path.count; i++) {
		const struct gfx_segment *s = &path.segments[i];
		int points = s->verb == GFX_CURVE   ? 3
			     : s->verb == GFX_CLOSE ? 0
						    : 1;

		for (int k = 0; k < points; k++)
			HOLDS(abs(s->p[k].x) < far && abs(s->p[k].y) < far);
	}
	arena_free(a);
	return 0;
}
