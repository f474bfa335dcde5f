/* model/mend.c -- what a machine may set right in a text. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "model/roster_priv.h"
#include "viet/text.h"

/* A letter's stand-in and what it stands for; 0 = it goes, ' ' = a space. */
static const struct {
	uint32_t first, last, instead;
} mends[] = {
	{ 0x1A3, 0x1A3, 0x1B0 },
	{ 0x1A2, 0x1A2, 0x1AF },
	{ 0xD0, 0xD0, 0x110 },
	{ 0xF0, 0xF0, 0x111 },
	{ 0x189, 0x189, 0x110 },
	{ 0x256, 0x256, 0x111 },
	{ 0xA0, 0xA0, ' ' },
	{ 0x202F, 0x202F, ' ' },
	{ 0x2000, 0x200A, ' ' },
	{ 0x3000, 0x3000, ' ' },
	{ 0x2028, 0x2029, ' ' },
	{ '\t', '\r', ' ' },
	{ 0x200B, 0x200F, 0 },
	{ 0x202A, 0x202E, 0 },
	{ 0x2060, 0x2069, 0 },
	{ 0xFEFF, 0xFEFF, 0 },
};

static uint32_t
mended(uint32_t cp)
{
	for (size_t i = 0; i < sizeof(mends) / sizeof(mends[0]); i++)
		if (cp >= mends[i].first && cp <= mends[i].last)
			return mends[i].instead;
	return cp;
}

/* The soft hyphen stays: where a list went through an old font it was a ư, and
 * only a person can tell. */
const char *
model_mend(struct arena *a, const char *text)
{
	struct buf b = { 0 };
	const char *nfc, *out;

	for (const char *p = text; *p != '\0';) {
		uint32_t cp = mended(viet_next(&p));

		if (cp == 0)
			continue;
		if (cp != ' ')
			buf_utf8(&b, cp);
		else if (b.len > 0 && b.data[b.len - 1] != ' ')
			buf_char(&b, ' ');
	}
	if (b.len > 0 && b.data[b.len - 1] == ' ')
		buf_cut(&b, b.len - 1);
	if (!buf_ok(&b) || !viet_nfc(a, buf_str(&b), b.len, &nfc, NULL)) {
		buf_done(&b);
		return NULL;
	}
	out = strcmp(nfc, text) == 0 ? text
	      : nfc == buf_str(&b)   ? arena_strdup(a, nfc)
				     : nfc;
	buf_done(&b);
	return out;
}

bool
model_roster_mend(struct db *db, struct arena *a, const struct model_act *act,
    size_t *ret_count, struct err *err)
{
	struct model_roster r;
	size_t texts = 0;
	bool first = true;

	if (!model_roster_load(db, a, act->campaign, act->round, &r, err))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		struct model_entry *e = &r.entries[i];
		size_t before = texts;

		for (int k = MODEL_SALUTATION; k < MODEL_COLUMNS; k++) {
			const char *m = model_mend(a, e->text[k]);

			if (m == NULL)
				return err_nomem(err);
			texts += m != e->text[k];
			e->text[k] = m;
		}
		if (texts == before)
			continue;
		if (first &&
		    !roster_step(db, a, act, "sửa hết lỗi máy sửa được", err))
			return false;
		first = false;
		if (!model_entry_save(db, a, act, e, err))
			return false;
	}
	*ret_count = texts;
	return true;
}
