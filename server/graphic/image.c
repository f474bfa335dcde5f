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

enum { JPEG_SCANS = 200, JPEG_MEMORY = 200 * 1024 * 1024 };

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
	    (uint64_t)w * h <= GFX_IMAGE_PIXELS)
		return true;
	err_set(err, ERR_LIMIT, no_pos, "ảnh %s: %u × %u điểm", name, w, h);
	return err_hint(err, "thu nhỏ ảnh còn nhiều nhất %d điểm mỗi cạnh",
	    GFX_IMAGE_SIDE / 2);
}

/* Takes the alpha out of rows of grey+alpha or RGBA; what is left moves
 * together.  NULL in *ret when every pixel is opaque. */
static bool
split_alpha(struct arena *a, uint8_t *pixels, size_t count, size_t colors,
    const uint8_t **ret)
{
	uint8_t *alpha = arena_alloc(a, count);
	bool opaque = true;

	if (alpha == NULL)
		return false;
	for (size_t i = 0; i < count; i++) {
		alpha[i] = pixels[i * (colors + 1) + colors];
		memmove(pixels + i * colors, pixels + i * (colors + 1), colors);
		opaque = opaque && alpha[i] == 255;
	}
	*ret = opaque ? NULL : alpha;
	return true;
}

/* PNG through libpng's simplified interface: it keeps its jumps to itself and
 * gives 8 bits a channel whatever the file has (palette, 1 to 16 bits, tRNS,
 * interlace). */
static bool
decode_png(struct arena *a, const char *name, const void *bytes, size_t len,
    struct gfx_image *ret, struct err *err)
{
	png_image image;
	uint8_t *pixels;
	const uint8_t *alpha = NULL;
	bool color, has_alpha;
	size_t count, colors;

	memset(&image, 0, sizeof(image));
	image.version = PNG_IMAGE_VERSION;
	if (!png_image_begin_read_from_memory(&image, bytes, len))
		return damaged(err, name, "tệp PNG hỏng");
	if (!size_fits(err, name, image.width, image.height)) {
		png_image_free(&image);
		return false;
	}
	color = (image.format & PNG_FORMAT_FLAG_COLOR) != 0;
	has_alpha = (image.format & PNG_FORMAT_FLAG_ALPHA) != 0;
	colors = color ? 3 : 1;
	image.format = (color ? PNG_FORMAT_FLAG_COLOR : 0) |
		       (has_alpha ? PNG_FORMAT_FLAG_ALPHA : 0);
	image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
	count = (size_t)image.width * image.height;
	pixels = arena_alloc_n(a, count, colors + has_alpha);
	if (pixels == NULL) {
		png_image_free(&image);
		return err_nomem(err);
	}
	if (!png_image_finish_read(&image, NULL, pixels, 0, NULL))
		return damaged(err, name, "tệp PNG hỏng hoặc thiếu phần cuối");
	if (has_alpha && !split_alpha(a, pixels, count, colors, &alpha))
		return err_nomem(err);
	*ret = (struct gfx_image){ (int)image.width, (int)image.height,
		(int)colors, pixels, alpha };
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

/* A progressive file may hold any number of empty passes over the picture, each
 * as long as the picture is large. */
static void
jpeg_pass(j_common_ptr cinfo)
{
	if (((j_decompress_ptr)cinfo)->input_scan_number > JPEG_SCANS)
		jpeg_fail(cinfo);
}

static void
read_rows(struct jpeg_decompress_struct *jpeg, uint8_t *pixels)
{
	size_t stride =
	    (size_t)jpeg->output_width * (size_t)jpeg->output_components;

	while (jpeg->output_scanline < jpeg->output_height) {
		JSAMPROW row = pixels + jpeg->output_scanline * stride;

		jpeg_read_scanlines(jpeg, &row, 1);
	}
	jpeg_finish_decompress(jpeg);
}

/* The part that may jump away: `jpeg` and `trap` belong to the caller. */
static bool
read_jpeg(struct arena *a, const char *name,
    struct jpeg_decompress_struct *jpeg, struct gfx_image *ret, struct err *err)
{
	uint8_t *pixels;

	jpeg_read_header(jpeg, TRUE);
	if (!size_fits(err, name, jpeg->image_width, jpeg->image_height))
		return false;
	if (jpeg->num_components != 1 && jpeg->num_components != 3)
		return damaged(err, name, "JPEG bốn màu in (CMYK)");
	jpeg->out_color_space =
	    jpeg->num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
	jpeg->dct_method = JDCT_ISLOW; /* the same pixels on every machine */
	jpeg_start_decompress(jpeg);
	pixels =
	    arena_alloc_n(a, (size_t)jpeg->output_width * jpeg->output_height,
		(size_t)jpeg->output_components);
	if (pixels == NULL)
		return err_nomem(err);
	read_rows(jpeg, pixels);
	*ret = (struct gfx_image){ (int)jpeg->output_width,
		(int)jpeg->output_height, jpeg->output_components, pixels,
		NULL };
	return true;
}

static bool
decode_jpeg(struct arena *a, const char *name, const void *bytes, size_t len,
    struct gfx_image *ret, struct err *err)
{
	struct jpeg_decompress_struct jpeg;
	struct jpeg_progress_mgr progress = { .progress_monitor = jpeg_pass };
	struct jpeg_trap trap;
	bool ok;

	memset(&jpeg, 0, sizeof(jpeg));
	jpeg.err = jpeg_std_error(&trap.base);
	trap.base.error_exit = jpeg_fail;
	trap.base.emit_message = jpeg_warn;
	if (setjmp(trap.jump) != 0) {
		jpeg_destroy_decompress(&jpeg);
		return damaged(err, name, "tệp JPEG hỏng hoặc thiếu phần cuối");
	}
	jpeg_create_decompress(&jpeg);
	jpeg.mem->max_memory_to_use = (long)JPEG_MEMORY;
	jpeg.progress = &progress;
	jpeg_mem_src(&jpeg, bytes, (unsigned long)len);
	ok = read_jpeg(a, name, &jpeg, ret, err);
	jpeg_destroy_decompress(&jpeg);
	return ok;
}

bool
gfx_image_decode(struct arena *a, const char *name, const void *bytes,
    size_t len, struct gfx_image *ret, struct err *err)
{
	if (len > GFX_IMAGE_BYTES) {
		err_set(err, ERR_LIMIT, no_pos, "ảnh %s: %zu byte", name, len);
		return err_hint(err, "thu nhỏ ảnh, tệp nhiều nhất %zu MB",
		    GFX_IMAGE_BYTES / (1024 * 1024));
	}
	if (len >= 8 && memcmp(bytes, "\x89PNG\r\n\x1A\n", 8) == 0)
		return decode_png(a, name, bytes, len, ret, err);
	if (len >= 3 && memcmp(bytes, "\xFF\xD8\xFF", 3) == 0)
		return decode_jpeg(a, name, bytes, len, ret, err);
	err_set(
	    err, ERR_ASSET, no_pos, "ảnh %s: không phải PNG hay JPEG", name);
	return err_hint(err, "lưu ảnh thành PNG hoặc JPEG");
}
