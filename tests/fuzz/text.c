/* tests/fuzz/text.c -- any text through the Vietnamese library: what is said of
 * its functions holds for every text. */
#include "viet/text.h"
#include "fuzz.h"
#include "viet/sort.h"
#include "viet/syllable.h"

static void
walk_syllables(const char *s, size_t len)
{
	struct viet_syllables it;
	struct viet_syllable w;
	size_t last = 0;
	bool in_whole = false;

	viet_syllables_start(&it, s, len);
	while (viet_syllable_next(&it, &w)) {
		HOLDS(w.from <= w.to && w.to <= len);
		HOLDS(in_whole || w.from >= last);
		HOLDS(w.exact_len < VIET_SYLLABLE_BYTES && w.exact_len > 0);
		HOLDS(w.folded_len < VIET_SYLLABLE_BYTES);
		HOLDS(strlen(w.exact) == w.exact_len);
		HOLDS(strlen(w.folded) == w.folded_len);
		in_whole = w.whole;
		last = w.whole ? w.from : w.to;
	}
}

static void
check_valid(struct arena *a, const char *s)
{
	struct viet_suspect it = { 0 };
	struct err err;
	const char *nfc, *again, *joined, *fold;

	HOLDS(viet_nfc(a, s, strlen(s), &nfc, &err));
	HOLDS(viet_nfc(a, nfc, strlen(nfc), &again, &err));
	HOLDS(again == nfc);
	joined = viet_join(a, nfc);
	HOLDS(joined != NULL);
	again = viet_join(a, joined);
	HOLDS(again != NULL && strcmp(again, joined) == 0);
	fold = viet_fold(a, nfc);
	HOLDS(fold != NULL);
	again = viet_fold(a, fold);
	HOLDS(again != NULL && strcmp(again, fold) == 0);
	HOLDS(viet_upper(a, nfc) != NULL && viet_lower(a, nfc) != NULL);
	HOLDS(viet_capital(a, nfc) != NULL);
	HOLDS(viet_key_text(a, nfc) != NULL && viet_key_name(a, nfc) != NULL);
	for (size_t n = 0; viet_suspect(nfc, &it); n++)
		HOLDS(n <= strlen(nfc) && it.at < strlen(nfc));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new(FUZZ_ARENA);
	struct viet_bad bad;
	struct err err;
	const char *nfc;
	char *s;

	HOLDS(a != NULL);
	walk_syllables((const char *)bytes, len);
	s = arena_strndup(a, (const char *)bytes, len);
	HOLDS(s != NULL);
	if (viet_valid(s, strlen(s), &bad))
		check_valid(a, s);
	else if (!viet_nfc(a, s, strlen(s), &nfc, &err))
		fuzz_error(&err);
	arena_free(a);
	return 0;
}
