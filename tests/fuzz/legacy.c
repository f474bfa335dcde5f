/* tests/fuzz/legacy.c -- any bytes as TCVN3 or VNI, and as text that was copied
 * out of such a document. */
#include "viet/legacy.h"
#include "fuzz.h"
#include "viet/text.h"

static void
decode(struct arena *a, enum viet_encoding enc, const char *bytes, size_t len)
{
	struct viet_legacy r;
	struct viet_bad bad;
	struct err err;
	const char *nfc;

	HOLDS(viet_legacy_decode(a, enc, bytes, len, &r, &err));
	HOLDS(r.bad <= len && (r.bad == 0 || r.bad_at < len));
	if (viet_valid(r.text, strlen(r.text), &bad)) {
		HOLDS(viet_nfc(a, r.text, strlen(r.text), &nfc, &err));
		HOLDS(strcmp(nfc, r.text) == 0);
	}
	if (!viet_legacy_clean(&r, &err))
		fuzz_error(&err);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new(FUZZ_ARENA);
	const char *s = (const char *)bytes;
	struct err err;
	char *text, *back;
	size_t back_len;

	HOLDS(a != NULL);
	decode(a, VIET_TCVN3, s, len);
	decode(a, VIET_TCVN3_CAPITALS, s, len);
	decode(a, VIET_VNI, s, len);
	text = arena_strndup(a, s, len);
	HOLDS(text != NULL);
	if (viet_legacy_bytes(a, text, &back, &back_len, &err))
		decode(a, VIET_TCVN3, back, back_len);
	else
		fuzz_error(&err);
	arena_free(a);
	return 0;
}
