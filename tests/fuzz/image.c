/* tests/fuzz/image.c -- any bytes as a PNG or JPEG file. */
#include "base/limits.h"
#include "fuzz.h"
#include "graphic/graphic.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new(0);
	struct gfx_image im;
	struct err err;
	size_t count;
	uint64_t sum = 0;

	HOLDS(a != NULL);
	if (!gfx_image_decode(a, "x.png", bytes, len, &im, &err)) {
		fuzz_error(&err);
		arena_free(a);
		return 0;
	}
	HOLDS(im.width > 0 && im.width <= GFX_IMAGE_SIDE && im.height > 0 &&
	      im.height <= GFX_IMAGE_SIDE);
	HOLDS(im.channels == 1 || im.channels == 3);
	count = (size_t)im.width * (size_t)im.height;
	HOLDS(count <= GFX_IMAGE_PIXELS);
	for (size_t i = 0; i < count * (size_t)im.channels; i++)
		sum += im.pixels[i];
	for (size_t i = 0; im.alpha != NULL && i < count; i++)
		sum += im.alpha[i];
	HOLDS(sum <= 4 * 255 * GFX_IMAGE_PIXELS);
	arena_free(a);
	return 0;
}
