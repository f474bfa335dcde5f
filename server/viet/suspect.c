/* viet/suspect.c -- what people type by mistake and nobody sees. */
#include "viet/letter_priv.h"
#include "viet/text.h"

struct suspect {
	uint32_t first, last;
	const char *what, *hint;
};

/* clang-format off */
static const struct suspect suspects[] = {
	{ 0x1A3,  0x1A3,  "chữ ƣ (U+01A3) trông giống ư", "gõ lại chữ ư" },
	{ 0x1A2,  0x1A2,  "chữ Ƣ (U+01A2) trông giống Ư", "gõ lại chữ Ư" },
	{ 0xD0,   0xD0,   "chữ Ð (U+00D0) trông giống Đ", "gõ lại chữ Đ" },
	{ 0xF0,   0xF0,   "chữ ð (U+00F0) trông giống đ", "gõ lại chữ đ" },
	{ 0x189,  0x189,  "chữ Ɖ (U+0189) trông giống Đ", "gõ lại chữ Đ" },
	{ 0x256,  0x256,  "chữ ɖ (U+0256) trông giống đ", "gõ lại chữ đ" },
	{ 0xA0,   0xA0,   "dấu cách không ngắt (U+00A0)", "thay bằng dấu cách thường" },
	{ 0x202F, 0x202F, "dấu cách hẹp không ngắt (U+202F)", "thay bằng dấu cách thường" },
	{ 0x2000, 0x200A, "dấu cách có bề rộng lạ", "thay bằng dấu cách thường" },
	{ 0x3000, 0x3000, "dấu cách có bề rộng lạ", "thay bằng dấu cách thường" },
	{ 0xAD,   0xAD,   "gạch nối ẩn (U+00AD); chữ ư của phông cũ hay thành ký tự này", "xóa, hoặc gõ lại chữ ư" },
	{ 0x200B, 0x200D, "ký tự rộng bằng không", "xóa ký tự ấy" },
	{ 0x2060, 0x2064, "ký tự rộng bằng không", "xóa ký tự ấy" },
	{ 0x200E, 0x200F, "ký tự đổi chiều chữ", "xóa ký tự ấy" },
	{ 0x202A, 0x202E, "ký tự đổi chiều chữ", "xóa ký tự ấy" },
	{ 0x2066, 0x2069, "ký tự đổi chiều chữ", "xóa ký tự ấy" },
	{ 0x2028, 0x2029, "ký tự ngắt dòng lạ", "thay bằng dấu xuống dòng thường" },
	{ 0xFEFF, 0xFEFF, "dấu BOM lạc giữa chữ (U+FEFF)", "xóa ký tự ấy" },
	{ 0xFFFD, 0xFFFD, "ký tự thay thế (U+FFFD): chữ gốc đã mất", "gõ lại chữ đúng" },
	{ 0xE000, 0xF8FF, "ký tự riêng của một phông", "gõ lại bằng chữ Unicode" },
	{ 0x300,  0x36F,  "dấu thanh tách rời (chữ dựng sẵn bị tách)", "lưu lại bằng Unicode dựng sẵn" },
};
static const struct suspect two_spaces =
	{ ' ', ' ', "hai dấu cách liền nhau", "bỏ bớt một dấu cách" };
/* clang-format on */

static const struct suspect *
suspect_of(uint32_t cp)
{
	const struct letter_row *row = letter_row(cp);

	if (cp < 0x80 || (row != NULL && !row->alias))
		return NULL;
	for (size_t i = 0; i < sizeof(suspects) / sizeof(suspects[0]); i++)
		if (cp >= suspects[i].first && cp <= suspects[i].last)
			return &suspects[i];
	return NULL;
}

bool
viet_suspect(const char *s, struct viet_suspect *it)
{
	const char *p = s + it->next, *at = p;
	uint32_t cp, last = it->next > 0 ? (unsigned char)p[-1] : 0;
	const struct suspect *found = NULL;

	for (; (cp = viet_next(&p)) != 0; at = p, last = cp) {
		it->letter++;
		found = cp == ' ' && last == ' ' ? &two_spaces : suspect_of(cp);
		if (found != NULL)
			break;
	}
	it->at = (size_t)(at - s);
	it->next = (size_t)(p - s);
	if (found == NULL)
		return false;
	it->cp = cp;
	it->what = found->what;
	it->hint = found->hint;
	return true;
}
