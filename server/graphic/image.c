/* graphic/image.c -- PNG and JPEG, decoded and bounded.
 *
 * Both libraries report errors by a jump; nothing with a destructor lives
 * across it, and the pixels belong to the arena. */
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>

#include "base/arena.h"
#include "base/limits.h"
#include "graphic/graphic.h"

static bool
damaged(struct err *err, const char *name, const char *what)
{
	err_set(err, ERR_ASSET, no_pos, "ảnh %s: %s", name, what);
	return err_hint(err,
	    "mở ảnh bằng chương trình xem ảnh rồi lưu lại thành PNG "
	    "hoặc JPEG");
}

static bool
size_fits(struct err *err, const char *name, uint32_t w, uint32_t h)
{
	if (w > 0 && h > 0 && w <= GFX_IMAGE_SIDE && h <= GFX_IMAGE_SIDE &&
	    (uint64_t)w * h <= (uint64_t)GFX_IMAGE_SIDE * GFX_IMAGE_SIDE / 4)
		return true;
	err_set(err, ERR_LIMIT, no_pos, "ảnh %s: %u × %u điểm", name, w, h);
	return err_hint(err, "thu nhỏ ảnh còn nhiều nhất %d điểm mỗi cạnh",
	    GFX_IMAGE_SIDE / 2);
}

/* PNG through libpng's simplified interface, which never jumps out to us. */
static bool
decode_png(struct arena *a, const char *name, const void *bytes, size_t len,
    struct gfx_image *ret, struct err *err)
{
	png_image image;
	uint8_t *rgba, *pixels, *alpha;
	size_t count;
	bool opaque = true;

	memset(&image, 0, sizeof(image));
	image.version = PNG_IMAGE_VERSION;
	if (!png_image_begin_read_from_memory(&image, bytes, len))
		return damaged(err, name, "tệp PNG hỏng");
	if (!size_fits(err, name, image.width, image.height)) {
		png_image_free(&image);
		return false;
	}
	image.format = PNG_FORMAT_RGBA;
	count = (size_t)image.width * image.height;
	rgba = arena_alloc_n(a, count, 4);
	pixels = arena_alloc_n(a, count, 3);
	alpha = arena_alloc(a, count);
	if (rgba == NULL || pixels == NULL || alpha == NULL) {
		png_image_free(&image);
		return err_nomem(err);
	}
	if (!png_image_finish_read(&image, NULL, rgba, 0, NULL))
		return damaged(err, name, "tệp PNG hỏng hoặc thiếu phần cuối");
	for (size_t i = 0; i < count; i++) {
		memcpy(pixels + 3 * i, rgba + 4 * i, 3);
		alpha[i] = rgba[4 * i + 3];
		opaque = opaque && alpha[i] == 255;
	}
	*ret = (struct gfx_image){ (int)image.width, (int)image.height, 3,
		pixels, opaque ? NULL : alpha };
	return true;
}

struct jpeg_trap {
	struct jpeg_error_mgr base;
	jmp_buf jump;
};

static void
jpeg_fail(j_common_ptr cinfo)
{
	longjmp(((struct jpeg_trap *)cinfo->err)->jump, 1);
}

/* A warning means made-up pixels: as bad as an error. */
static void
jpeg_warn(j_common_ptr cinfo, int level)
{
	if (level < 0)
		jpeg_fail(cinfo);
}

static bool
read_rows(struct jpeg_decompress_struct *jpeg, uint8_t *pixels)
{
	size_t stride =
	    (size_t)jpeg->output_width * (size_t)jpeg->output_components;

	while (jpeg->output_scanline < jpeg->output_height) {
		JSAMPROW row = pixels + jpeg->output_scanline * stride;

		jpeg_read_scanlines(jpeg, &row, 1);
	}
	return jpeg_finish_decompress(jpeg);
}

static bool
decode_jpeg(struct arena *a, const char *name, const void *bytes, size_t len,
    struct gfx_image *ret, struct err *err)
{
	struct jpeg_decompress_struct jpeg;
	struct jpeg_trap trap;
	uint8_t *pixels;

	memset(&jpeg, 0, sizeof(jpeg));
	jpeg.err = jpeg_std_error(&trap.base);
	trap.base.error_exit = jpeg_fail;
	trap.base.emit_message = jpeg_warn;
	if (setjmp(trap.jump) != 0) {
		jpeg_destroy_decompress(&jpeg);
		return damaged(err, name, "tệp JPEG hỏng hoặc thiếu phần cuối");
	}
	jpeg_create_decompress(&jpeg);
	jpeg_mem_src(&jpeg, bytes, (unsigned long)len);
	jpeg_read_header(&jpeg, TRUE);
	if (!size_fits(err, name, jpeg.image_width, jpeg.image_height)) {
		jpeg_destroy_decompress(&jpeg);
		return false;
	}
	jpeg.out_color_space =
	    jpeg.num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
	jpeg_start_decompress(&jpeg);
	pixels =
	    arena_alloc_n(a, (size_t)jpeg.output_width * jpeg.output_height,
		(size_t)jpeg.output_components);
	if (pixels == NULL) {
		jpeg_destroy_decompress(&jpeg);
		return err_nomem(err);
	}
	read_rows(&jpeg, pixels);
	*ret = (struct gfx_image){ (int)jpeg.output_width,
		(int)jpeg.output_height, jpeg.output_components, pixels, NULL };
	jpeg_destroy_decompress(&jpeg);
	return true;
}

bool
gfx_image_decode(struct arena *a, const char *name, const void *bytes,
    size_t len, struct gfx_image *ret, struct err *err)
{
	if (len > GFX_IMAGE_BYTES)
		return err_set(
		    err, ERR_LIMIT, no_pos, "ảnh %s: %zu byte", name, len);
	if (len >= 8 && memcmp(bytes, "\x89PNG\r\n\x1A\n", 8) == 0)
		return decode_png(a, name, bytes, len, ret, err);
	if (len >= 3 && memcmp(bytes, "\xFF\xD8\xFF", 3) == 0)
		return decode_jpeg(a, name, bytes, len, ret, err);
	err_set(
	    err, ERR_ASSET, no_pos, "ảnh %s: không phải PNG hay JPEG", name);
	return err_hint(err, "lưu ảnh thành PNG hoặc JPEG");
}
