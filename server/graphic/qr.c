/* graphic/qr.c -- QR codes through libqrencode. */
#include <qrencode.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "graphic/graphic.h"

bool
gfx_qr_encode(struct arena *a, const char *text, enum gfx_qr_level level,
    struct gfx_qr *ret, struct err *err)
{
	static const QRecLevel levels[] = { QR_ECLEVEL_L, QR_ECLEVEL_M,
		QR_ECLEVEL_Q, QR_ECLEVEL_H };
	size_t len = strlen(text), count;
	QRcode *code;
	uint8_t *dark;

	if (len == 0 || len > GFX_QR_BYTES) {
		err_set(err, ERR_LIMIT, no_pos,
		    "mã QR chứa %zu byte, cần từ 1 đến %d byte", len,
		    GFX_QR_BYTES);
		return err_hint(err, "ghi vào mã một địa chỉ ngắn");
	}
	/* GFX_QR_BYTES fit at every level (version 40-H holds 1273). */
	code = QRcode_encodeString8bit(text, 0, levels[level]);
	if (code == NULL)
		return err_nomem(err);
	count = (size_t)code->width * (size_t)code->width;
	dark = arena_alloc(a, count);
	for (size_t i = 0; dark != NULL && i < count; i++)
		dark[i] = code->data[i] & 1;
	ret->modules = code->width;
	ret->dark = dark;
	QRcode_free(code);
	return dark != NULL || err_nomem(err);
}
