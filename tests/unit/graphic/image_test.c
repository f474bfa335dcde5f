/* tests/unit/graphic/image_test.c -- pictures written here, read by us. */
#include "support/t.h"

#include <jpeglib.h>
#include <png.h>

#include "base/limits.h"
#include "graphic/graphic.h"

static void
to_buf(png_structp png, png_bytep bytes, size_t len)
{
	buf_add(png_get_io_ptr(png), bytes, len);
}

static void
no_flush(png_structp png)
{
	(void)png;
}

struct sort {
	int depth, color, interlace;
};

/* A ramp: every byte of a row counts up; palettes hold greys. */
static void
write_png(struct buf *out, int w, int h, struct sort s)
{
	png_structp png =
	    png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png_create_info_struct(png);
	png_color palette[256];
	size_t row;

	png_set_write_fn(png, out, to_buf, no_flush);
	png_set_IHDR(png, info, (png_uint_32)w, (png_uint_32)h, s.depth,
	    s.color, s.interlace, PNG_COMPRESSION_TYPE_DEFAULT,
	    PNG_FILTER_TYPE_DEFAULT);
	for (int i = 0; i < 256; i++)
		palette[i] =
		    (png_color){ (png_byte)i, (png_byte)i, (png_byte)i };
	if (s.color == PNG_COLOR_TYPE_PALETTE)
		png_set_PLTE(png, info, palette, 1 << s.depth);
	png_write_info(png, info);
	row = png_get_rowbytes(png, info);
	{
		uint8_t *bytes = calloc(row, (size_t)h);
		uint8_t **rows = calloc((size_t)h, sizeof(*rows));

		for (int y = 0; y < h; y++) {
			rows[y] = bytes + (size_t)y * row;
			for (size_t x = 0; x < row; x++)
				rows[y][x] = (uint8_t)(x * 3 + (size_t)y);
		}
		png_write_image(png, rows);
		free(rows);
		free(bytes);
	}
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
}

static bool
decode(struct arena *a, const struct buf *b, struct gfx_image *ret,
    struct err *err)
{
	return gfx_image_decode(a, "anh.png", b->data, b->len, ret, err);
}

static void
every_kind_of_png_becomes_eight_bits(void **state)
{
	/* clang-format off */
	static const struct { struct sort sort; int channels; bool alpha; } kinds[] = {
		{ { 1,  PNG_COLOR_TYPE_GRAY, 0 },       1, false },
		{ { 2,  PNG_COLOR_TYPE_GRAY, 1 },       1, false },
		{ { 4,  PNG_COLOR_TYPE_GRAY, 0 },       1, false },
		{ { 8,  PNG_COLOR_TYPE_GRAY, 1 },       1, false },
		{ { 16, PNG_COLOR_TYPE_GRAY, 0 },       1, false },
		{ { 1,  PNG_COLOR_TYPE_PALETTE, 0 },    3, false },
		{ { 4,  PNG_COLOR_TYPE_PALETTE, 1 },    3, false },
		{ { 8,  PNG_COLOR_TYPE_PALETTE, 0 },    3, false },
		{ { 8,  PNG_COLOR_TYPE_RGB, 0 },        3, false },
		{ { 16, PNG_COLOR_TYPE_RGB, 1 },        3, false },
		{ { 8,  PNG_COLOR_TYPE_GRAY_ALPHA, 0 }, 1, true },
		{ { 16, PNG_COLOR_TYPE_GRAY_ALPHA, 1 }, 1, true },
		{ { 8,  PNG_COLOR_TYPE_RGBA, 1 },       3, true },
		{ { 16, PNG_COLOR_TYPE_RGBA, 0 },       3, true },
	};
	/* clang-format on */
	struct arena *a = arena_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct buf b = { 0 };
		struct gfx_image image;
		struct err err;

		write_png(&b, 9, 7, kinds[i].sort);
		if (!decode(a, &b, &image, &err))
			fail_msg("kind %zu: %s", i, err.text);
		assert_int_equal(image.width, 9);
		assert_int_equal(image.height, 7);
		assert_int_equal(image.channels, kinds[i].channels);
		assert_int_equal(image.alpha != NULL, kinds[i].alpha);
		buf_done(&b);
	}
	arena_free(a);
}

static void
pixels_come_through_unchanged(void **state)
{
	struct arena *a = arena_new(0);
	struct buf b = { 0 };
	struct gfx_image image;
	struct err err;

	(void)state;
	write_png(&b, 5, 4, (struct sort){ 8, PNG_COLOR_TYPE_RGBA, 1 });
	assert_true(decode(a, &b, &image, &err));
	for (int y = 0; y < 4; y++)
		for (int x = 0; x < 5; x++) {
			for (int c = 0; c < 3; c++)
				assert_int_equal(
				    image.pixels[(y * 5 + x) * 3 + c],
				    (x * 4 + c) * 3 + y);
			assert_int_equal(
			    image.alpha[y * 5 + x], (x * 4 + 3) * 3 + y);
		}
	buf_clear(&b);
	/* 16 bits without gamma: the upper byte, not a brightened one */
	write_png(&b, 3, 1, (struct sort){ 16, PNG_COLOR_TYPE_GRAY, 0 });
	assert_true(decode(a, &b, &image, &err));
	for (int x = 0; x < 3; x++)
		assert_in_range(image.pixels[x], x * 6, x * 6 + 1);
	buf_done(&b);
	arena_free(a);
}

static void
a_png_cut_anywhere_is_refused(void **state)
{
	struct arena *a = arena_new(0);
	struct buf b = { 0 };
	struct gfx_image image;
	struct err err;

	(void)state;
	write_png(&b, 40, 30, (struct sort){ 8, PNG_COLOR_TYPE_RGB, 0 });
	/* the last chunk, IEND, holds nothing */
	for (size_t n = 0; n + 16 < b.len; n++) {
		assert_false(
		    gfx_image_decode(a, "anh.png", b.data, n, &image, &err));
		assert_int_equal(err.kind, ERR_ASSET);
		assert_true(err.hint[0] != '\0');
		arena_reset(a);
	}
	buf_done(&b);
	arena_free(a);
}

static void
damaged_bytes_do_no_harm(void **state)
{
	struct arena *a = arena_new(0);
	struct buf b = { 0 };
	struct gfx_image image;
	struct err err;
	int refused = 0;

	(void)state;
	write_png(&b, 20, 20, (struct sort){ 4, PNG_COLOR_TYPE_PALETTE, 1 });
	for (size_t i = 0; i < b.len; i++)
		for (int bit = 0; bit < 8; bit++) {
			b.data[i] = (char)(b.data[i] ^ (1 << bit));
			refused += !decode(a, &b, &image, &err);
			b.data[i] = (char)(b.data[i] ^ (1 << bit));
			arena_reset(a);
		}
	assert_true(refused > 0);
	assert_true(decode(a, &b, &image, &err)); /* whole again */
	buf_done(&b);
	arena_free(a);
}

/* A header that promises more than there may be; checksums are right. */
static void
huge_pictures_are_refused_before_decoding(void **state)
{
	struct arena *a = arena_new(4 * 1024 * 1024);
	struct buf b = { 0 };
	struct gfx_image image;
	struct err err;

	(void)state;
	write_png(
	    &b, GFX_IMAGE_SIDE, 1, (struct sort){ 1, PNG_COLOR_TYPE_GRAY, 0 });
	assert_true(decode(a, &b, &image, &err));
	buf_clear(&b);
	write_png(&b, GFX_IMAGE_SIDE + 1, 1,
	    (struct sort){ 1, PNG_COLOR_TYPE_GRAY, 0 });
	assert_false(decode(a, &b, &image, &err));
	assert_int_equal(err.kind, ERR_LIMIT);
	buf_clear(&b);
	write_png(&b, 8000, 8000, (struct sort){ 1, PNG_COLOR_TYPE_GRAY, 0 });
	assert_false(decode(a, &b, &image, &err));
	assert_int_equal(err.kind, ERR_LIMIT);
	buf_done(&b);
	arena_free(a);
}

static void
a_full_arena_is_an_error(void **state)
{
	struct arena *a = arena_new(10000);
	struct buf b = { 0 };
	struct gfx_image image;
	struct err err;

	(void)state;
	write_png(&b, 100, 100, (struct sort){ 8, PNG_COLOR_TYPE_RGB, 0 });
	assert_false(decode(a, &b, &image, &err));
	assert_int_equal(err.kind, ERR_NOMEM);
	buf_done(&b);
	arena_free(a);
}

static void
write_jpeg(struct buf *out, int w, int h, int components, bool progressive)
{
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr trap;
	unsigned char *bytes = NULL;
	unsigned long len = 0;
	uint8_t *row = malloc((size_t)w * 4);
	JSAMPROW rows[1] = { row };

	jpeg.err = jpeg_std_error(&trap);
	jpeg_create_compress(&jpeg);
	jpeg_mem_dest(&jpeg, &bytes, &len);
	jpeg.image_width = (JDIMENSION)w;
	jpeg.image_height = (JDIMENSION)h;
	jpeg.input_components = components;
	jpeg.in_color_space = components == 1	? JCS_GRAYSCALE
			      : components == 4 ? JCS_CMYK
						: JCS_RGB;
	jpeg_set_defaults(&jpeg);
	if (progressive)
		jpeg_simple_progression(&jpeg);
	jpeg_start_compress(&jpeg, TRUE);
	for (int y = 0; y < h; y++) {
		for (int x = 0; x < w * components; x++)
			row[x] = (uint8_t)(x + y);
		jpeg_write_scanlines(&jpeg, rows, 1);
	}
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
	buf_add(out, bytes, len);
	free(bytes);
	free(row);
}

static void
jpegs_grey_color_and_progressive_are_read(void **state)
{
	struct arena *a = arena_new(0);
	struct buf b = { 0 };
	struct gfx_image image;
	struct err err;

	(void)state;
	write_jpeg(&b, 33, 17, 1, false);
	assert_true(decode(a, &b, &image, &err));
	assert_int_equal(image.channels, 1);
	assert_int_equal(image.width, 33);
	assert_null(image.alpha);
	assert_in_range(image.pixels[5], 0, 12);
	buf_clear(&b);
	write_jpeg(&b, 33, 17, 3, true);
	assert_true(decode(a, &b, &image, &err));
	assert_int_equal(image.channels, 3);
	assert_int_equal(image.height, 17);
	buf_done(&b);
	arena_free(a);
}

static void
a_jpeg_cut_anywhere_is_refused(void **state)
{
	struct arena *a = arena_new(0);
	struct buf b = { 0 };
	struct gfx_image image;
	struct err err;

	(void)state;
	for (int progressive = 0; progressive < 2; progressive++) {
		buf_clear(&b);
		write_jpeg(&b, 48, 40, 3, progressive != 0);
		for (size_t n = 0; n + 2 < b.len; n++) {
			assert_false(gfx_image_decode(
			    a, "anh.jpg", b.data, n, &image, &err));
			assert_int_equal(err.kind, ERR_ASSET);
			arena_reset(a);
		}
	}
	buf_done(&b);
	arena_free(a);
}

static void
ink_colors_and_other_formats_are_named(void **state)
{
	struct arena *a = arena_new(0);
	struct buf b = { 0 };
	struct gfx_image image;
	struct err err;

	(void)state;
	write_jpeg(&b, 8, 8, 4, false);
	assert_false(decode(a, &b, &image, &err));
	assert_int_equal(err.kind, ERR_ASSET);
	assert_non_null(strstr(err.text, "CMYK"));
	buf_clear(&b);
	buf_str_add(&b, "GIF89a……");
	assert_false(decode(a, &b, &image, &err));
	assert_non_null(strstr(err.text, "không phải PNG hay JPEG"));
	assert_false(gfx_image_decode(a, "x", "", 0, &image, &err));
	assert_int_equal(err.kind, ERR_ASSET);
	buf_done(&b);
	arena_free(a);
}

static void
large_files_are_refused_unread(void **state)
{
	struct arena *a = arena_new(0);
	char *bytes = calloc(1, GFX_IMAGE_BYTES + 1);
	struct gfx_image image;
	struct err err;

	(void)state;
	assert_false(gfx_image_decode(
	    a, "to.png", bytes, GFX_IMAGE_BYTES + 1, &image, &err));
	assert_int_equal(err.kind, ERR_LIMIT);
	assert_false(gfx_image_decode(
	    a, "to.png", bytes, GFX_IMAGE_BYTES, &image, &err));
	assert_int_equal(err.kind, ERR_ASSET);
	free(bytes);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_png_becomes_eight_bits),
		cmocka_unit_test(pixels_come_through_unchanged),
		cmocka_unit_test(a_png_cut_anywhere_is_refused),
		cmocka_unit_test(damaged_bytes_do_no_harm),
		cmocka_unit_test(huge_pictures_are_refused_before_decoding),
		cmocka_unit_test(a_full_arena_is_an_error),
		cmocka_unit_test(jpegs_grey_color_and_progressive_are_read),
		cmocka_unit_test(a_jpeg_cut_anywhere_is_refused),
		cmocka_unit_test(ink_colors_and_other_formats_are_named),
		cmocka_unit_test(large_files_are_refused_unread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
