/* tests/fuzz/font.c -- any bytes as the catalogue of fonts, and, after the
 * letter F, as a font file. */
#include "font/font.h"

#include <unistd.h>

#include "fuzz.h"

static char dir[64], catalogue[96], file[96];

static void
tidy(void)
{
	unlink(catalogue);
	unlink(file);
	rmdir(dir);
}

static void
put(const char *path, const void *bytes, size_t len)
{
	FILE *f = fopen(path, "wb");

	HOLDS(f != NULL && fwrite(bytes, 1, len, f) == len && fclose(f) == 0);
}

static void
set_up(void)
{
	snprintf(dir, sizeof(dir), "/tmp/sovang-fuzz-XXXXXX");
	HOLDS(mkdtemp(dir) != NULL);
	snprintf(catalogue, sizeof(catalogue), "%s/catalogue.txt", dir);
	snprintf(file, sizeof(file), "%s/Office.ttf", dir);
	atexit(tidy);
}

static void
use(const struct font_face *f)
{
	const struct font_measures *m = font_measures(f);
	enum { FIRST = 0x20, END = 0x200 };
	uint16_t list[END - FIRST + 1] = { 0 };
	size_t count = 1, made;
	struct buf out = { 0 };
	struct err err;

	HOLDS(font_upem(f) > 0 && font_name(f)[0] != '\0');
	for (uint32_t cp = FIRST; cp < END; cp++) {
		uint16_t g = font_glyph(f, cp);

		HOLDS(g < font_glyph_count(f) || g == 0);
		if (g != 0)
			list[count++] = g;
		(void)font_advance(f, g);
		(void)font_kern(f, g, font_glyph(f, 'a'));
	}
	HOLDS(m->bbox[0] >= INT16_MIN && m->bbox[0] <= INT16_MAX);
	if (!font_subset(f, list, count, &out, &made, &err))
		fuzz_error(&err);
	buf_done(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const char one[] = "serif regular Office.ttf office\n";
	bool is_font = len > 0 && bytes[0] == 'F';
	const struct font_face *f;
	struct font_set *set;
	struct err err;

	if (dir[0] == '\0')
		set_up();
	if (is_font) {
		put(catalogue, one, sizeof(one) - 1);
		put(file, bytes + 1, len - 1);
	} else {
		put(catalogue, bytes, len);
		unlink(file);
	}
	if (!font_set_open(catalogue, dir, &set, &err)) {
		fuzz_error(&err);
		return 0;
	}
	if (font_find(set, "serif", false, false, &f, &err))
		use(f);
	else
		fuzz_error(&err);
	font_set_close(set);
	return 0;
}
